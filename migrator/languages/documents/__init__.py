"""Files that hold documents in other languages: notebooks, Markdown and reStructuredText."""

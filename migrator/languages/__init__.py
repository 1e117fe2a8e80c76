"""One package per language, each with a reader and a writer."""

"""Java: reader, library, writer and comparison, over tree-sitter."""

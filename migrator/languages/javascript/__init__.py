"""JavaScript and TypeScript: read and written with tree-sitter."""

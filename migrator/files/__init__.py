"""Finding, reading and replacing files."""

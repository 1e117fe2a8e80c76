"""What the names of the files begin with that we put beside other people's for a moment."""

from __future__ import annotations

PREFIX = ".deepseek-migrate-"
NOTE = f"{PREFIX}unfinished-"
"""Of a note about several files that are being replaced."""

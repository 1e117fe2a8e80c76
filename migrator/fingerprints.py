"""What makes a finding the same one tomorrow: rule, file, enclosing symbol, text and ordinal, never a line number."""

from __future__ import annotations

import hashlib
import re

_QUOTES = re.compile("['`]")


def fingerprint(rule: str, path: str, symbol: str, text: str, ordinal: int) -> str:
    """The fingerprint of the `ordinal`th (from 0) finding of which all else is the same."""
    return hashlib.sha256("\0".join((rule, path, symbol, text, str(ordinal))).encode("utf-8", "replace")).hexdigest()[:20]


def same_text(matched: str) -> str:
    """Source text without what a formatter changes: blanks, line breaks and the kind of quotes."""
    return _QUOTES.sub('"', "".join(matched.split()))

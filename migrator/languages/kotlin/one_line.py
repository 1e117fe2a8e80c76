"""Has the grammar read class bodies that end on the line of their last member, as Kotlin does."""

from __future__ import annotations

import re

# What is not closed ends with the line or the text: else each of a million would be looked through to the end.
TOKEN = re.compile(
    rb'"""[\s\S]*?(?:"""|\Z)|"(?:\\.|[^"\\\n])*"?|//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)|\'\\?.\''
    rb"|[ \t]?(?P<end>\})|(?P<open>\{)|(?P<next>;)|\b(?P<declares>class|interface|object)\b"
)


def ended(text: bytes) -> bytes:
    """The text with a semicolon in place of the blank before each such end: every byte stands where it stood."""
    mended = bytearray(text)
    bodies: list[bool] = []
    declares = False
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            bodies.append(declares)
        elif kind == "end" and bodies and bodies.pop() and len(token[0]) > 1:
            mended[token.start() : token.start() + 1] = b";"
        declares = kind == "declares" or (declares and kind is None)
    return bytes(mended)

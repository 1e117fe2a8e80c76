"""What Kotlin's string literals say, and how a text is written as one."""

from __future__ import annotations

import re

from migrator.languages.java.strings import unescape

RAW = '"""'
_TEMPLATE = re.compile(r"\$(?=[A-Za-z_{`])")
_ESCAPED = re.compile(r"\\\\|\\\$")


def holes(written: str) -> bool:
    """Whether a literal has places that are filled at run time."""
    return _TEMPLATE.search(_ESCAPED.sub("", written) if not written.startswith(RAW) else written) is not None


def value_of(written: str) -> str:
    """The text that a literal without holes stands for."""
    if written.startswith(RAW):
        return written[3:-3].replace("\r\n", "\n")
    return unescape(written[1:-1].replace("\\$", "\\u0024"))


def quoted(text: str) -> str:
    """A literal for the text."""
    for character, escape in (("\\", "\\\\"), ('"', '\\"'), ("$", "\\$"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(character, escape)
    return f'"{text}"'

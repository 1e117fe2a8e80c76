"""What string literals say."""

from __future__ import annotations

import re
from textwrap import dedent

_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|\r?\n|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " "}
TEXT_BLOCK = '"""'


def value_of(written: str) -> str:
    """The text that a literal, quotes and all, stands for."""
    if written.startswith(TEXT_BLOCK) and len(written) >= 6:
        inner = written[3:-3].replace("\r\n", "\n").partition("\n")[2]
        return unescape(dedent(inner))
    return unescape(written[1:-1])


def unescape(text: str) -> str:
    """The text without its escapes."""
    return _ESCAPE.sub(_one, text) if "\\" in text else text


def _one(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    if found[2]:
        return chr(int(found[2], 8))
    return _PLAIN.get(found[3], found[3]) if found[3] else ""


def quoted(text: str) -> str:
    """A literal for the text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

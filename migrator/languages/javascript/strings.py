"""What string literals of JavaScript say, and how text is spelled between given quotes."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": "", "\r": ""}


def unescaped(raw: str) -> str:
    """The text that stands between the quotes."""
    if "\\" not in raw:
        return raw
    return _ESCAPE.sub(_character, raw)


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is not None:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else match[0]
    return _SIMPLE.get(match[4], match[4])


def escaped(text: str, quote: str) -> str:
    """The text as it is written between these quotes."""
    result = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    if quote == "`":
        return result.replace("${", "\\${")
    return result.replace("\n", "\\n").replace("\r", "\\r")

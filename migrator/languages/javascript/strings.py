"""What string literals of JavaScript say, and how text is spelled between given quotes."""

from __future__ import annotations

import re

from migrator.languages.http_body.quoted import Quoted

QUOTING = {'"': "js-double", "'": "js-single", "`": "js-template"}
_MODEL = re.compile(r'\\?"model\\?"\s*:')
_LINE_END = re.compile(r"\r\n")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": "", "\r": ""}


def may_be_body(text: str) -> bool:
    """Whether a text looks like JSON that names a model."""
    return text.lstrip()[:1] == "{" and _MODEL.search(text) is not None


def unescaped(raw: str) -> str:
    """The text that stands between the quotes."""
    if "\\" not in raw:
        return raw
    return _ESCAPE.sub(_character, raw)


def characters(path: str, raw: str, start: int, quoting: str) -> Quoted:
    """The text between the quotes, each character with where it is written; `start` is the byte where it begins."""
    result = Quoted(path)
    at, place = start, 0
    while place < len(raw):
        escape = _ESCAPE.match(raw, place) or (_LINE_END.match(raw, place) if quoting == "js-template" else None)
        piece = escape[0] if escape is not None else raw[place]
        said = piece if escape is None else "\n" if piece == "\r\n" else unescaped(piece)
        width = len(piece.encode("utf-8", "surrogatepass"))
        if said:
            result.add(said, at, at + width, quoting)
        at, place = at + width, place + len(piece)
    return result


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

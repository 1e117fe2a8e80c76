"""Finds the programs inside Vue, Svelte and HTML files; everything around them becomes white space."""

from __future__ import annotations

import re

_TAG = re.compile(rb"<!--|<script\b((?:[^>\"']|\"[^\"]{0,9999}\"|'[^']{0,9999}'){0,999})>", re.IGNORECASE)
"""A tag that never ends is not read to the end of the file: there may be thousands."""
_END = re.compile(rb"</script\s*>", re.IGNORECASE)
_TYPE = re.compile(rb"\btype\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_LANGUAGE = re.compile(rb"\blang\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_PROGRAM = (b"module", b"text/javascript", b"application/javascript", b"text/babel", b"text/ecmascript", b"text/jsx")
_TYPED = (b"ts", b"tsx", b"typescript")
_OTHER = re.compile(rb"[^\r\n]")


def masked(data: bytes) -> tuple[bytes, bool]:
    """The bytes with all but the scripts blanked out, so that places stay; and whether a script is TypeScript."""
    pieces: list[bytes] = []
    at = 0
    typed = False
    for start, end, is_typed in scripts(data):
        pieces.append(_blank(data[at:start], bool(pieces)))
        pieces.append(data[start:end])
        at = end
        typed = typed or is_typed
    pieces.append(_blank(data[at:], bool(pieces)))
    return b"".join(pieces), typed


def scripts(data: bytes) -> list[tuple[int, int, bool]]:
    """Where the programs stand: start, end, and whether each is TypeScript."""
    found: list[tuple[int, int, bool]] = []
    at = 0
    while (match := _TAG.search(data, at)) is not None:
        if match[1] is None:
            closed = data.find(b"-->", match.end())
            at = len(data) if closed < 0 else closed + 3
            continue
        end = _END.search(data, match.end())
        if end is None:
            break
        at = end.end()
        kind = _TYPE.search(match[1])
        if kind is not None and kind[1].lower() not in _PROGRAM:
            continue
        language = _LANGUAGE.search(match[1])
        found.append((match.end(), end.start(), language is not None and language[1].lower() in _TYPED))
    return found


def _blank(data: bytes, after: bool) -> bytes:
    """White space of the same length; a line break ends what a script before it left open."""
    blank = _OTHER.sub(b" ", data)
    return b"\n" + blank[1:] if after and blank else blank

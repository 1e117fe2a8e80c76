"""Has the grammar read what TypeScript and JavaScript have come to know since it was made."""

from __future__ import annotations

import re

WORDS = (
    # export type * from "x", import defer * as x from "y", <in out T>
    re.compile(rb"\bexport\s+(?P<gone>type)(?=\s*\*)"),
    re.compile(rb"\bimport\s+(?P<gone>defer|source)(?=\s+(?:\*|(?!from\b)[A-Za-z_$]))"),
    re.compile(rb"(?<=[<,])\s*(?P<gone>in\s+out|in|out)(?=\s+[A-Z_$])"),
    # export * from "x" with { type: "json" }
    re.compile(
        rb"\bexport\s*\*\s*(?:as\s+[\w$]+\s*)?from\s*(?:\"[^\"\n]*\"|'[^'\n]*')\s*(?P<gone>with\s*\{[^{}]{0,200}\})",
    ),
)
"""What is left out changes nothing of what a program does; `gone` is what a pattern leaves out."""
IMPORTED = re.compile(rb"\btypeof\s+import\s*\(\s*(?:\"[^\"\n]*\"|'[^'\n]*')\s*\)")
"""The type of a module, which stands for any other type."""
TAGGED = re.compile(rb"(?<!=)>[ \t\r\n]{0,20}`")
"""Where the types that a template's function is given may end: styled.div<{ wide: boolean }>`…`."""
LONGEST = 2_000
"""How many bytes such types may take."""
CLOSING = {ord(">"): ord("<"), ord("}"): ord("{"), ord("]"): ord("["), ord(")"): ord("(")}
OPENING = frozenset(CLOSING.values())


def older(text: bytes) -> bytes:
    """The text in older words: every byte that is left stands where it stood, the others are blanks."""
    mended = bytearray(text)
    for pattern in WORDS:
        for found in pattern.finditer(text):
            _blank(mended, *found.span("gone"))
    for found in IMPORTED.finditer(text):
        _blank(mended, *found.span())
        mended[found.start() : found.start() + 1] = b"T"
    for found in TAGGED.finditer(text):
        begin = _beginning(text, found.start())
        if begin is not None:
            _blank(mended, begin, found.start() + 1)
    return bytes(mended)


def _blank(text: bytearray, start: int, end: int) -> None:
    text[start:end] = re.sub(rb"[^\r\n]", b" ", bytes(text[start:end]))


def _beginning(text: bytes, end: int) -> int | None:
    """Where the types begin whose last bracket stands at `end`; None where that is no bracket of types."""
    waiting: list[int] = []
    for at in range(end, max(end - LONGEST, 0), -1):
        byte = text[at]
        if byte == ord("`"):
            return None
        if byte == ord(">") and text[at - 1] == ord("="):
            continue
        if byte in CLOSING:
            waiting.append(CLOSING[byte])
        elif byte in OPENING:
            if waiting.pop() != byte:
                return None
            if not waiting:
                before = text[at - 1 : at]
                return at if before.isalnum() or before in (b"_", b"$", b")") else None
    return None

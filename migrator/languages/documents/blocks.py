"""Finds the code blocks of Markdown and reStructuredText, with the way back to each byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.documents import Embedding, Piece

BOM = b"\xef\xbb\xbf"
_FENCE = re.compile(rb"^([ \t]*)(`{3,}|~{3,})[ \t]*\{?\.?([\w+#.-]*)([^\r\n]*)")
_DIRECTIVE = re.compile(rb"^([ \t]*)\.\.[ \t]+(?:code-block|code|sourcecode)::[ \t]*([\w+#.-]*)[ \t]*\r?\n?$")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Block:
    """A code block: the language that it names, its text without indentation, and where it stands."""

    language: str
    text: bytes
    embedding: Embedding
    start: int
    end: int


Line = tuple[int, bytes]


def fenced(data: bytes) -> Iterator[Block]:
    """Markdown's fenced blocks; one that is never closed is none."""
    lines = _lines(data)
    at = 0
    while at < len(lines):
        start, line = lines[at]
        opening = _FENCE.match(line)
        at += 1
        if opening is None or (opening[2][:1] == b"`" and b"`" in opening[4]):
            continue
        mark = opening[2]
        closing = re.compile(rb"^[ \t]*" + re.escape(mark[:1]) + rb"{" + str(len(mark)).encode() + rb",}[ \t]*\r?\n?$")
        end = next((number for number in range(at, len(lines)) if closing.match(lines[number][1])), None)
        if end is None:
            continue
        yield _block(opening[3].decode("utf-8", "replace").lower(), lines[at:end], opening[1], start)
        at = end + 1


def directives(data: bytes) -> Iterator[Block]:
    """The `code-block` directives of reStructuredText."""
    lines = _lines(data)
    at = 0
    while at < len(lines):
        start, line = lines[at]
        opening = _DIRECTIVE.match(line)
        at += 1
        if opening is None:
            continue
        while at < len(lines) and lines[at][1].strip().startswith(b":"):
            at += 1
        first = next((number for number in range(at, len(lines)) if lines[number][1].strip()), len(lines))
        indent = _indent(lines[first][1]) if first < len(lines) else b""
        if len(indent) <= len(opening[1]):
            continue
        end = next(
            (n for n in range(first, len(lines)) if lines[n][1].strip() and not lines[n][1].startswith(indent)), len(lines)
        )
        while end > first and not lines[end - 1][1].strip():
            end -= 1
        yield _block(opening[2].decode("utf-8", "replace").lower(), lines[first:end], indent, start)
        at = end


def _lines(data: bytes) -> list[Line]:
    begin = len(BOM) if data.startswith(BOM) else 0
    return [(found.start(), found.group()) for found in _LINE.finditer(data, begin) if found.group()]


def _indent(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip(b" \t"))]


def _block(language: str, lines: list[Line], indent: bytes, start: int) -> Block:
    text = bytearray()
    pieces: list[Piece] = []
    for start_of_line, line in lines:
        own = _indent(line)
        skip = len(indent) if line.startswith(indent) else len(own)
        kept = line[skip:]
        if kept:
            at = start_of_line + skip
            pieces.append(Piece(len(text), len(text) + len(kept), at, at + len(kept)))
            text.extend(kept)
    end = lines[-1][0] + len(lines[-1][1]) if lines else start
    return Block(language, bytes(text), Embedding(tuple(pieces), _Indented(indent.decode())), start, end)


@dataclass(frozen=True, slots=True)
class _Indented:
    """Writes each new line as far in as the block stands."""

    indent: str

    def __call__(self, text: str, run: int) -> str:
        return text.replace("\n", f"\n{self.indent}")

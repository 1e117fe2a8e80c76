"""Turns byte offsets into lines and columns as people count them, and back, for what is asked only."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator

from migrator.findings import Place

_BREAK = re.compile(rb"\r\n|\r|\n")
_WIDE_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n)")
_MARKS = {"utf-8": (codecs.BOM_UTF8,), "utf-16-le": (codecs.BOM_UTF16_LE,), "utf-16-be": (codecs.BOM_UTF16_BE,)}


class Lines:
    """The lines of one file's bytes; the table of line starts is made on first use."""

    def __init__(self, path: str, data: bytes, encoding: str = "utf-8") -> None:
        self._wide = encoding.startswith("utf-16")
        self.path = path
        # A file that is cut short may end in half a character.
        self.data = data[: len(data) & ~1] if self._wide else data
        self.encoding = encoding
        self._errors = "surrogatepass" if self._wide else "surrogateescape"
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """Where each line begins; the first one after the byte-order mark."""
        if self._starts is None:
            self._starts = self._found()
        return self._starts

    def _found(self) -> list[int]:
        first = next((len(mark) for mark in _MARKS.get(self.encoding, ()) if self.data.startswith(mark)), 0)
        if self._wide:
            return [first, *self._wide_breaks(first)]
        # No encoding that a source may declare has CR or LF inside a longer character, so bytes tell.
        return [first, *(found.end() for found in _BREAK.finditer(self.data))]

    def _wide_breaks(self, first: int) -> Iterator[int]:
        start = first
        for line in _WIDE_LINE.findall(self.data[first:].decode(self.encoding, self._errors)):
            start += len(line.encode(self.encoding, self._errors))
            yield start

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte offset, both from 1, columns in code points."""
        starts = self.starts
        offset = min(max(offset, starts[0]), len(self.data))
        index = bisect_right(starts, offset) - 1
        before = self.data[starts[index] : offset]
        return index + 1, len(before.decode(self.encoding, "replace")) + 1

    def offset(self, line: int, column: int) -> int:
        """The byte offset of a line and column; a column behind the line's end gives that end."""
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.data)
        text = self.data[start:end].decode(self.encoding, self._errors)
        return start + len(text[: column - 1].encode(self.encoding, self._errors))

    def place(self, start: int, end: int) -> Place:
        """The place of bytes `start` to `end`."""
        return Place(self.path, *self.position(start), *self.position(end))

    def line_text(self, line: int) -> str:
        """The text of a line without its line break."""
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.data)
        return self.data[start:end].decode(self.encoding, "replace").rstrip("\r\n")

"""Places as an editor counts them: from 0, columns in units of UTF-16 unless another encoding was agreed on."""

from __future__ import annotations

from lsprotocol.types import Position, PositionEncodingKind, Range

from migrator.files.lines import Lines
from migrator.findings import Place

MARK = "\ufeff"


def units(text: str, counted: str) -> int:
    """How many columns the text takes."""
    if counted == PositionEncodingKind.Utf32:
        return len(text)
    if counted == PositionEncodingKind.Utf8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)


class Ruler:
    """The places of one file's bytes.

    `marked`: the editor's text begins with a byte-order mark, which counts as a character there and nowhere else.
    """

    def __init__(self, path: str, data: bytes, encoding: str, counted: str, marked: bool = False) -> None:
        self._lines = Lines(path, data, encoding)
        self._counted = counted
        self._marked = marked

    def at(self, line: int, column: int) -> Position:
        """The place of a line and column that count from 1, columns in code points."""
        starts = len(self._lines.starts)
        if line > starts:
            # The file is another one by now: the editor takes what lies behind the end for the end.
            return Position(line - 1, 0)
        before = self._lines.line_text(line)[: column - 1]
        mark = units(MARK, self._counted) if self._marked and line == 1 else 0
        return Position(line - 1, units(before, self._counted) + mark)

    def range(self, place: Place) -> Range:
        """The place of a finding."""
        return Range(self.at(place.line, place.column), self.at(place.end_line, place.end_column))

    def span(self, start: int, end: int) -> Range:
        """The place of bytes `start` to `end`."""
        return self.range(self._lines.place(start, end))


def overlaps(one: Range, other: Range) -> bool:
    """Whether two ranges touch: a cursor right behind a word is still at the word."""
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: Position) -> tuple[int, int]:
    return position.line, position.character

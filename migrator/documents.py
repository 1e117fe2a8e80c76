"""Documents inside documents: where each byte of an inner text stands in the outer file, and how text is written there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from migrator.changes import CannotWrite
from migrator.findings import Cell, Edit


@dataclass(frozen=True, slots=True)
class Piece:
    """Inner bytes `start` to `end` stand at `outer_start` to `outer_end`; both as long as each other, or one whole escape.

    A piece without outer bytes is text that only the inner document has: nothing can be written over it. `run` numbers the
    outer literal that the piece is part of, `section` the part that people count (a notebook's cell, from 1).
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    run: int = 0
    section: int = 0

    @property
    def linear(self) -> bool:
        """Whether each inner byte has an outer byte of its own."""
        return self.end - self.start == self.outer_end - self.outer_start


@dataclass(frozen=True, slots=True)
class Embedding:
    """The way out of an inner document: `pieces` in order without gaps, `codec` writes inserted text as the outer file does.

    `codec` gets the text and the number of the run that it goes into. Text from one run to another of the same section may
    be replaced; from one section to another not.
    """

    pieces: tuple[Piece, ...]
    codec: Callable[[str, int], str] = lambda text, run: text
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _outer_ends: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [piece.start for piece in self.pieces])
        object.__setattr__(self, "_outer_ends", [piece.outer_end for piece in self.pieces])

    def _at(self, offset: int) -> Piece:
        return self.pieces[max(bisect_right(self._starts, offset) - 1, 0)]

    def outer(self, start: int, end: int) -> tuple[int, int]:
        """Where inner bytes stand in the outer file: the least stretch that holds them all."""
        first = self._at(start)
        if end <= start:
            at = first.outer_start + (start - first.start if first.linear else 0)
            return at, at
        last = self._at(end - 1)
        begin = first.outer_start + (start - first.start if first.linear else 0)
        return begin, last.outer_start + (end - last.start) if last.linear else last.outer_end

    def inner(self, offset: int) -> int:
        """The inner offset of a place in the outer file; of what stands between pieces that of the next one."""
        piece = self.pieces[min(bisect_left(self._outer_ends, offset), len(self.pieces) - 1)]
        if offset <= piece.outer_start:
            return piece.start
        return min(piece.start + (offset - piece.outer_start), piece.end) if piece.linear else piece.end

    def holds(self, start: int, end: int) -> bool:
        """Whether a stretch of the outer file begins and ends in the inner text."""
        return self._touches(start) and self._touches(end)

    def _touches(self, offset: int) -> bool:
        index = bisect_left(self._outer_ends, offset)
        return index < len(self.pieces) and self.pieces[index].outer_start <= offset

    def cell(self, data: bytes, offset: int) -> Cell | None:
        """The section that an inner offset stands in, with the line in it; `data` is the inner text."""
        number = self._at(offset).section
        if not number:
            return None
        begin = next(piece.start for piece in self.pieces if piece.section == number)
        return Cell(number, data.count(b"\n", begin, offset) + 1)

    def lift(self, path: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
        """Edits of the inner document as edits of the outer file. Raises `CannotWrite`."""
        return tuple(self._lifted(path, edit) for edit in edits)

    def _lifted(self, path: str, edit: Edit) -> Edit:
        if edit.start == edit.end:
            at, run = self._insertion(edit.start)
            return Edit(path, at, at, self.codec(edit.text, run))
        first, last = self._at(edit.start), self._at(edit.end - 1)
        split = (not first.linear and edit.start != first.start) or (not last.linear and edit.end != last.end)
        if split or first.section != last.section or _hollow(first) or _hollow(last):
            raise CannotWrite("body-not-literal", "this text is put together from several places of the file")
        start, end = self.outer(edit.start, edit.end)
        return Edit(path, start, end, self.codec(edit.text, first.run))

    def _insertion(self, offset: int) -> tuple[int, int]:
        """Where inserted text goes, and into which run: before what follows, else behind what comes before."""
        after = self._at(offset)
        if not _hollow(after) and offset < after.end and (offset == after.start or after.linear):
            return after.outer_start + (offset - after.start), after.run
        before = self._at(max(offset - 1, 0))
        if not _hollow(before) and offset == before.end:
            return before.outer_end, before.run
        raise CannotWrite("body-not-literal", "this text is put together from several places of the file")


def _hollow(piece: Piece) -> bool:
    return piece.outer_start == piece.outer_end and piece.start < piece.end


def inner_path(path: str, number: int) -> str:
    """The name that an inner document goes by; it stands in the same folder."""
    return f"{path}#{number}"


def sunk(old: Embedding, new: Embedding, path: str, new_inner: bytes, edits: Sequence[Edit], moved: int = 0) -> list[Edit]:
    """Edits of the outer file as edits of an inner document; `new` is its embedding in the rewritten file.

    `moved` is by how many bytes earlier edits have shifted it.
    """
    found: list[Edit] = []
    for edit in sorted(edits):
        length = len(edit.text.encode("utf-8"))
        start, end = edit.start + moved, edit.start + moved + length
        moved += length - (edit.end - edit.start)
        text = new_inner[new.inner(start) : new.inner(end)].decode("utf-8", "replace")
        found.append(Edit(path, old.inner(edit.start), old.inner(edit.end), text))
    return found

"""What is kept of a Python file's tree when it goes: enough to parse no more than the statements that a change needs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from migrator.changes import AddEntry, AddToCall, Change, DropArgument, DropEntry, MoveEntry, MoveInCall, RenameText, SetConstant
from migrator.values import Site

if TYPE_CHECKING:
    import libcst as cst

NEAR = (AddEntry, AddToCall, DropArgument, DropEntry, MoveEntry, MoveInCall, RenameText, SetConstant)
"""Changes for which nothing is looked at but the statement that they stand in."""
FEW = 4
"""A file is parsed in part where that is less than one byte in so many."""


Splice: TypeAlias = "tuple[int, int, int]"
"""Where an edit begins and ends, and how many bytes it writes."""
Touched: TypeAlias = "tuple[set[int], set[int]]"


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a module's own statements begin, in bytes, and what only the whole module tells.

    `indent`: one step of its indentation; `quote`: the one that its strings mostly have.
    """

    starts: tuple[int, ...]
    encoding: str
    indent: str
    quote: str


def usual_quote(strings: Iterable[cst.SimpleString]) -> str:
    """The quote that most of these strings have; empty where neither leads."""
    counts = Counter(quote for each in strings if (quote := each.quote) in ("'", '"'))
    if counts["'"] == counts['"']:
        return ""
    return "'" if counts["'"] > counts['"'] else '"'


def needed(data: bytes, outline: Outline, path: str, changes: Collection[Change]) -> bytes | None:
    """The file with every statement that the changes do not need made a comment of as many bytes; None for all of it."""
    if not outline.starts or not all(isinstance(each, NEAR) and not getattr(each, "coerce", False) for each in changes):
        return None
    kept: set[int] = set()
    for site in (each for change in changes for each in _sites(change) if each.path == path):
        first, last = (bisect_right(outline.starts, at) - 1 for at in (site.start, max(site.start, site.end - 1)))
        if first < 0:
            return None
        kept.update(range(first, last + 1))
    return only(data, outline.starts, kept)


def only(data: bytes, starts: Sequence[int], kept: Collection[int]) -> bytes | None:
    """The file with every statement but these made a comment of as many bytes; None where little would be left out."""
    bounds = (*starts, len(data))
    if sum(bounds[each + 1] - bounds[each] for each in kept) > len(data) // FEW:
        return None
    return b"".join([data[: bounds[0]], *_pieces(data, bounds, kept)])


def touched(old: bytes, new: bytes, starts: Sequence[int], new_starts: Sequence[int], edits: Sequence[Splice]) -> Touched | None:
    """Which statements of both versions the edits touch or border on, by number.

    None where that is not told: a statement that none of them touches is not what and where it was.
    """
    if not starts or not new_starts or (edits and edits[0][0] < starts[0]):
        return None
    bounds, new_bounds = (*starts, len(old)), (*new_starts, len(new))
    mine = {
        number
        for start, end, _ in edits
        for number in range(max(bisect_left(bounds, start) - 1, 0), min(bisect_right(bounds, end), len(starts)))
    }
    numbers = {start: number for number, start in enumerate(new_starts)}
    theirs = set(range(len(new_starts)))
    shift = passed = 0
    for number, (start, end) in enumerate(pairwise(bounds)):
        while passed < len(edits) and edits[passed][1] < start:
            first, last, length = edits[passed]
            shift, passed = shift + length - (last - first), passed + 1
        if number in mine:
            continue
        there = numbers.get(start + shift)
        if there is None or new_bounds[there + 1] != end + shift or old[start:end] != new[start + shift : end + shift]:
            return None
        theirs.discard(there)
    return mine, theirs


def _pieces(data: bytes, bounds: Sequence[int], kept: Collection[int]) -> Iterator[bytes]:
    for number, (start, end) in enumerate(pairwise(bounds)):
        piece = data[start:end]
        ending = next((each for each in (b"\r\n", b"\n", b"\r") if piece.endswith(each)), b"")
        yield piece if number in kept else b"#".ljust(len(piece) - len(ending), b"-") + ending


def _sites(change: Change) -> Iterable[Site]:
    return [value for each in fields(change) if isinstance(value := getattr(change, each.name), Site)]

"""Compares what stands where in two versions of a document: every node that differs must lie inside a declared edit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Protocol, TypeAlias

Shape: TypeAlias = "tuple[str, int, int]"
"""A node's kind, with its operator, and where it begins and ends."""


@dataclass(frozen=True, slots=True)
class Regions:
    """Stretches of one version that edits replace (or, in the new one, have written), in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def touch(self, start: int, end: int) -> bool:
        """Whether any of them overlaps or borders on this stretch."""
        first = bisect_left(self.ends, start)
        return first < len(self.starts) and self.starts[first] <= end

    def holds(self, at: int) -> bool:
        """Whether a place lies in one or at its border."""
        return self.touch(at, at)

    def before(self, at: int) -> int:
        """How many of them end at or before a place."""
        return bisect_right(self.ends, at)


def regions(places: Sequence[tuple[int, int]], lengths: Iterable[int]) -> tuple[Regions, Regions]:
    """What edits at these places take away in the old version, and what they have written in the new one."""
    shift = 0
    starts: list[int] = []
    ends: list[int] = []
    for (start, end), length in zip(places, lengths, strict=True):
        starts.append(start + shift)
        ends.append(start + shift + length)
        shift += length - (end - start)
    return Regions(tuple(start for start, _ in places), tuple(end for _, end in places)), Regions(tuple(starts), tuple(ends))


class Version(Protocol):
    """One version of a document, as its parser sees it."""

    def line(self, at: int) -> int:
        """The line of a place, counted from 1."""

    def shapes(self, near: Regions | None) -> Set[Shape]:
        """What stands where: the nodes that the regions touch, and those directly inside them.

        A node that no region touches is not entered: the same text in the same kind of node is the same tree. Without
        regions all nodes are.
        """


def difference(old: Version, new: Version, removed: Regions, written: Regions, joining: frozenset[str]) -> str | None:
    """What stands in one version and not in the other though no edit says so; None if nothing.

    `joining` are the kinds of nodes that join what is written to what stood there: operators, whose reach an edit beside
    them changes.
    """
    mine, theirs = old.shapes(removed), new.shapes(written)
    stretches = {(start, end) for _, start, end in mine}
    lost = {shape for shape in mine if not (_taken(shape, removed) or _shorn(shape, stretches, removed, joining))}
    lost = _without_counterpart(lost, theirs, removed, written)
    if lost:
        # What was a part of something edited may have become a part of something that is not.
        lost = _without_counterpart(lost, new.shapes(None), removed, written)
    if lost:
        return _first(old, lost, "is another thing or belongs elsewhere now")
    gained = {shape for shape in theirs if not _made(shape, written, joining)}
    gained = _without_counterpart(gained, mine, written, removed)
    if gained:
        gained = _without_counterpart(gained, old.shapes(None), written, removed)
    return _first(new, gained, "came about outside the edits") if gained else None


DIRECTIVE = "deepseek-migrate:"
"""What comments hold that speak to this tool: it may write them and take them away."""


def dropped(old: Iterable[str], new: Iterable[str]) -> str | None:
    """Which comment that edits touch is no more; None where all are there, wherever they went."""
    # To some grammars what ends a line belongs to the comment before it.
    left = Counter(each.strip() for each in old) - Counter(each.strip() for each in new)
    gone = next((text for text in left if DIRECTIVE not in text), None)
    return None if gone is None else f"a comment is lost: {gone[:60]}"


def _taken(shape: Shape, removed: Regions) -> bool:
    """Whether edits take a node away, or begin and end with it."""
    _, start, end = shape
    return removed.holds(start) and removed.holds(end)


def _made(shape: Shape, written: Regions, joining: frozenset[str]) -> bool:
    """Whether edits have written a node; one that they only complete must not join what stood there to something else."""
    kind, start, end = shape
    begins, ends = written.holds(start), written.holds(end)
    return (begins and ends) or ((begins or ends) and kind.partition(" ")[0] not in joining)


def _shorn(shape: Shape, stretches: Set[tuple[int, int]], removed: Regions, joining: frozenset[str]) -> bool:
    """Whether an edit takes a node's end or its beginning, and the rest was a node of its own (`a[0]` becomes `a`)."""
    kind, start, end = shape
    if kind.partition(" ")[0] in joining:
        return False
    last, first = bisect_left(removed.ends, end), bisect_right(removed.starts, start) - 1
    if last < len(removed.starts) and start < removed.starts[last] < end and (start, removed.starts[last]) in stretches:
        return True
    return first >= 0 and start < removed.ends[first] < end and (removed.ends[first], end) in stretches


def _without_counterpart(mine: Set[Shape], theirs: Set[Shape], here: Regions, there: Regions) -> set[Shape]:
    return {
        (kind, start, end)
        for kind, start, end in mine
        if not any((kind, first, last) in theirs for first in _moved(start, here, there) for last in _moved(end, here, there))
    }


def _first(version: Version, missing: Set[Shape], what: str) -> str:
    kind, start, _ = min(missing, key=lambda shape: (shape[1], -shape[2], shape[0]))
    return f"line {version.line(start)}: {kind} {what}"


def _moved(at: int, here: Regions, there: Regions) -> set[int]:
    """Where a place of one version may be in the other; at an edit's border, on either side of it."""
    passed = here.before(at)
    found = {at if passed == 0 else at - here.ends[passed - 1] + there.ends[passed - 1]}
    number = bisect_left(here.ends, at)
    while number < len(here.starts) and here.starts[number] <= at:
        if at in (here.starts[number], here.ends[number]):
            found |= {there.starts[number], there.ends[number]}
        number += 1
    return found

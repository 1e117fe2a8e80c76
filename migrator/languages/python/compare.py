"""Compares the trees of two versions of a Python file: every difference must lie inside a declared edit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from migrator.changes import CannotWrite
from migrator.findings import Edit
from migrator.languages.python.deep import on_deep_stack
from migrator.languages.python.parse import Failure, Parsed, parse
from migrator.languages.python.tree import LAYOUT, Finder, children
from migrator.values import Site

Shape = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _Regions:
    """Stretches of characters in one version that edits replace (or, in the new one, have written), in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def touch(self, start: int, end: int) -> bool:
        """Whether any of them overlaps or borders on these characters."""
        first = bisect_left(self.ends, start)
        return first < len(self.starts) and self.starts[first] <= end

    def holds(self, at: int) -> bool:
        """Whether a place lies in one or at its border."""
        return self.touch(at, at)

    def cover(self, start: int, end: int) -> bool:
        """Whether one of them holds all these characters."""
        first = bisect_left(self.ends, end)
        return first < len(self.starts) and self.starts[first] <= start

    def before(self, at: int) -> int:
        """How many of them end at or before a place."""
        return bisect_right(self.ends, at)


def compare(path: str, old: bytes, new: bytes, edits: Sequence[Edit], before: Parsed | None = None) -> str | None:
    """What is wrong with `new`, or nothing. `before` spares parsing the old bytes again."""
    first = before if before is not None and before.data == old else parse(old)
    second = parse(new)
    if isinstance(first, Failure):
        return f"the old file does not parse: {first.message}"
    if isinstance(second, Failure):
        return f"line {second.line}: {second.message} ({second.code})"
    return compare_parsed(path, first, second, edits)


def compare_parsed(path: str, first: Parsed, second: Parsed, edits: Sequence[Edit]) -> str | None:
    """As above, of what has been parsed already."""
    if first.offsets.encoding != second.offsets.encoding:
        return "the edits change the file's encoding"
    if first.deep or second.deep:
        return on_deep_stack(lambda: _differences(path, first, second, edits))
    return _differences(path, first, second, edits)


def _differences(path: str, old: Parsed, new: Parsed, edits: Sequence[Edit]) -> str | None:
    finder = Finder(old)
    try:
        places = [finder.characters(Site(path, edit.start, edit.end)) for edit in sorted(edits)]
    except CannotWrite as error:
        return error.reason
    texts = [edit.text for edit in sorted(edits)]
    written = _written(places, texts)
    if _spliced(old.text, places, texts) != new.text:
        return "the new text is not the old one with the edits"
    removed = _Regions(tuple(start for start, _ in places), tuple(end for _, end in places))
    try:
        mine, theirs = _shapes(old, removed), _shapes(new, written)
        return _lost(old, new, mine, theirs, removed, written) or _gained(old, new, mine, theirs, removed, written)
    except CannotWrite as error:
        return error.reason


def _written(places: Sequence[tuple[int, int]], texts: Sequence[str]) -> _Regions:
    shift = 0
    starts: list[int] = []
    ends: list[int] = []
    for (start, end), text in zip(places, texts, strict=True):
        starts.append(start + shift)
        ends.append(start + shift + len(text))
        shift += len(text) - (end - start)
    return _Regions(tuple(starts), tuple(ends))


def _spliced(text: str, places: Sequence[tuple[int, int]], texts: Sequence[str]) -> str:
    parts: list[str] = []
    at = 0
    for (start, end), words in zip(places, texts, strict=True):
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])


def _shapes(parsed: Parsed, regions: _Regions | None) -> dict[Shape, cst.CSTNode]:
    """What stands where: the nodes that the regions touch, and those directly inside them.

    A node that no region touches is not entered: the same text in the same kind of node is the same tree. Without
    regions all nodes are.
    """
    found: dict[Shape, cst.CSTNode] = {}
    spans = parsed.spans
    waiting: list[cst.CSTNode] = [parsed.module]
    while waiting:
        holder = waiting.pop()
        spans.enter(holder)
        for node in children(holder):
            if type(node) in LAYOUT:
                continue
            start, end = spans.characters(node)
            found[_kind(node), start, end] = node
            if regions is None or regions.touch(*spans.outer_characters(node)):
                waiting.append(node)
    return found


def _kind(node: cst.CSTNode) -> str:
    """The node's type, with that of its operator."""
    operator = getattr(node, "operator", None)
    return type(node).__name__ + (type(operator).__name__ if isinstance(operator, cst.CSTNode) else "")


def _lost(
    old: Parsed,
    new: Parsed,
    mine: dict[Shape, cst.CSTNode],
    theirs: dict[Shape, cst.CSTNode],
    removed: _Regions,
    written: _Regions,
) -> str | None:
    """An old node that no edit takes away and that the new version does not have."""
    known = {shape: node for shape, node in mine.items() if not (_taken(shape, removed) or _shorn(shape, mine, removed))}
    missing = _without_counterpart(known, theirs, removed, written)
    if missing:
        # What was a part of something edited may have become a part of something that is not.
        missing = _without_counterpart(missing, _shapes(new, None), removed, written)
    return _first(old, missing, "is another thing or belongs elsewhere now")


def _taken(shape: Shape, removed: _Regions) -> bool:
    """Whether edits take a node away, or begin and end with it."""
    _, start, end = shape
    return removed.cover(start, end) or (removed.holds(start) and removed.holds(end))


def _shorn(shape: Shape, mine: dict[Shape, cst.CSTNode], removed: _Regions) -> bool:
    """Whether an edit takes the end of a node, and what is left of it is a node of its own (`a[0]` becomes `a`)."""
    _, start, end = shape
    first = bisect_left(removed.ends, end)
    if first == len(removed.starts) or not start < removed.starts[first] < end:
        return False
    return any(kept == (start, removed.starts[first]) for kept in ((left, right) for _, left, right in mine))


def _gained(
    old: Parsed,
    new: Parsed,
    mine: dict[Shape, cst.CSTNode],
    theirs: dict[Shape, cst.CSTNode],
    removed: _Regions,
    written: _Regions,
) -> str | None:
    """A new node that does not begin or end with what was written and that the old version does not have."""
    known = {shape: node for shape, node in theirs.items() if not (written.holds(shape[1]) or written.holds(shape[2]))}
    missing = _without_counterpart(known, mine, written, removed)
    if missing:
        missing = _without_counterpart(missing, _shapes(old, None), written, removed)
    return _first(new, missing, "came about outside the edits")


def _without_counterpart(
    mine: dict[Shape, cst.CSTNode], theirs: dict[Shape, cst.CSTNode], here: _Regions, there: _Regions
) -> dict[Shape, cst.CSTNode]:
    return {
        (kind, start, end): node
        for (kind, start, end), node in mine.items()
        if not any((kind, first, last) in theirs for first in _moved(start, here, there) for last in _moved(end, here, there))
    }


def _first(parsed: Parsed, missing: dict[Shape, cst.CSTNode], what: str) -> str | None:
    if not missing:
        return None
    kind, start, _ = min(missing, key=lambda shape: (shape[1], -shape[2]))
    return f"line {parsed.text.count(chr(10), 0, start) + 1}: {kind} {what}"


def _moved(at: int, here: _Regions, there: _Regions) -> set[int]:
    """Where a place of one version may be in the other; at an edit's border, on either side of it."""
    passed = here.before(at)
    found = {at if passed == 0 else at - here.ends[passed - 1] + there.ends[passed - 1]}
    number = bisect_left(here.ends, at)
    while number < len(here.starts) and here.starts[number] <= at:
        if at in (here.starts[number], here.ends[number]):
            found |= {there.starts[number], there.ends[number]}
        number += 1
    return found

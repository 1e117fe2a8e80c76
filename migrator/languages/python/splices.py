"""Replacements in a text: put in order, joined where they touch, and never two of the same characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from migrator.changes import CannotWrite

LEAF, WRAP, LIST = 1, 2, 3
"""How far out an insertion belongs, where several stand at one point."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters `start` to `end` become `text`; `owner` is the number of the change that this stands at.

    `rank` orders insertions at one point: negative ones close something and come first, inner before outer; positive
    ones open something and follow, outer before inner.
    """

    start: int
    end: int
    text: str
    owner: int
    rank: int = 0


def closing(level: int) -> int:
    """The rank of an insertion behind what it belongs to."""
    return level - 10


def opening(level: int) -> int:
    """The rank of an insertion before what it belongs to."""
    return 10 - level


def tidy(splices: Iterable[Splice]) -> tuple[Splice, ...]:
    """The splices in order, those at one point joined; overlapping ones cannot be written."""
    result: list[Splice] = []
    for splice in sorted(splices, key=lambda each: (each.start, each.end, each.rank)):
        if splice.start == splice.end and not splice.text:
            continue
        last = result[-1] if result else None
        if last is not None and splice.start < last.end:
            raise CannotWrite("key-conflict", "two changes touch the same code")
        if last is not None and splice.start == last.end and _belong_together(last, splice):
            result[-1] = Splice(last.start, splice.end, last.text + splice.text, min(last.owner, splice.owner))
        else:
            result.append(splice)
    return tuple(result)


def _belong_together(last: Splice, splice: Splice) -> bool:
    insertions = last.start == last.end and splice.start == splice.end
    return insertions or not (last.text or splice.text)

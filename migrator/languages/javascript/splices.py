"""Replacements in a program's bytes: put in order, joined where they touch, and never two of the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from migrator.changes import CannotWrite


@dataclass(frozen=True, slots=True)
class Splice:
    """Bytes `start` to `end` become `text`; `owner` is the number of the change that this stands at.

    `rank` orders insertions at one place: those that close something (negative) before those that open something.
    """

    start: int
    end: int
    text: str
    owner: int
    rank: int = 0


def tidy(splices: Iterable[Splice]) -> tuple[Splice, ...]:
    """The splices in order, those at one place joined; overlapping ones cannot be written."""
    result: list[Splice] = []
    for splice in sorted(splices, key=lambda each: (each.start, each.end, each.rank)):
        last = result[-1] if result else None
        if last is not None and splice.start < last.end:
            raise CannotWrite("key-conflict", "two changes touch the same code")
        if last is not None and splice.start == last.end:
            result[-1] = Splice(last.start, splice.end, last.text + splice.text, min(last.owner, splice.owner))
        else:
            result.append(splice)
    return tuple(result)

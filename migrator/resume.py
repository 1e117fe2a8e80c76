"""Tells what killed runs left half done; a run that writes puts it back before it begins, and says so."""

from __future__ import annotations

import os
from collections.abc import Sequence

from migrator.files.discover import normal
from migrator.files.tree import Tree
from migrator.files.unfinished import HalfDone, half_done
from migrator.reported import Skipped

UNFINISHED = "unfinished"


def resume(notes: Sequence[str], tree: Tree, inside: tuple[str, ...], writes: bool) -> tuple[list[Skipped], list[str]]:
    """What is still half done, and what was put back, in words; `inside`: what the places that may be written begin with."""

    def may_write(place: str) -> bool:
        return f"{os.path.realpath(place)}{os.sep}".startswith(inside)

    places = [tree.location(note) or note for note in notes]
    left: list[Skipped] = []
    remarks: list[str] = []
    for each in half_done(places, may_write if writes else None):
        if writes and not each.reason:
            remarks.append(f"a run was killed before all of a fix was written; put back: {_named(each.new, tree)}")
        else:
            left.append(Skipped(normal(each.new[0], tree), UNFINISHED, _told(each, tree), fatal=True))
    return left, remarks


def _told(each: HalfDone, tree: Tree) -> str:
    others = _named(each.others, tree)
    if not each.reason:
        return f"a run was killed when this was written and {others} was not; --fix puts it back and begins again"
    note = normal(each.note, tree)
    return f"a run was killed when this was written and {others} was not; {each.reason}: look at them by hand, then delete {note}"


def _named(places: Sequence[str], tree: Tree) -> str:
    return ", ".join(normal(each, tree) for each in places)

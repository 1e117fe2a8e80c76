"""Turns neutral changes to one JavaScript document into byte edits, with as few bytes changed as possible."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.changes import (
    AddEntry,
    AddToCall,
    CannotWrite,
    Change,
    CoerceBoolean,
    DropArgument,
    DropEntry,
    MoveEntry,
    MoveInCall,
    RenameText,
    RewriteMutation,
    SetConstant,
)
from migrator.findings import Edit
from migrator.languages.http_body.writer import write as write_bodies
from migrator.languages.javascript.constants import coerce_boolean, rename, set_constant
from migrator.languages.javascript.find import Finder
from migrator.languages.javascript.mutations import rewrite
from migrator.languages.javascript.parse import Parsed
from migrator.languages.javascript.placing import Placing
from migrator.languages.javascript.splices import Splice, tidy


def write(path: str, parsed: Parsed, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
    """For each change its edits; those of all together are disjoint. Raises `CannotWrite`.

    An edit that two changes need stands at the first; the other may then have none.
    """
    finder = Finder(parsed)
    placing = Placing(finder)
    mutations: list[tuple[int, RewriteMutation]] = []
    splices: list[Splice] = []
    # What leaves an object literal is known before anything is put into it.
    order = sorted(enumerate(changes), key=lambda each: isinstance(each[1], (AddEntry, AddToCall)))
    inside = [each for each in enumerate(changes) if any(body.record.site.contains(each[1].site) for body in parsed.bodies)]
    written = write_bodies(path, parsed.data, parsed.bodies, [change for _, change in inside]) if inside else ()
    for owner, change in order:
        if any(owner == other for other, _ in inside):
            continue
        if isinstance(change, (AddToCall, MoveInCall, DropArgument, AddEntry, MoveEntry, DropEntry)):
            placing.note(owner, change)
        elif isinstance(change, RewriteMutation):
            mutations.append((owner, change))
        elif isinstance(change, RenameText):
            splices.extend(rename(finder, change, owner))
        elif isinstance(change, SetConstant):
            splices.extend(set_constant(finder, change, owner))
        elif isinstance(change, CoerceBoolean):
            splices.extend(coerce_boolean(finder, change, owner))
        else:
            raise CannotWrite("interface-change", "no reply is followed in this language; convert the call by hand")
    splices.extend(placing.splices())
    splices.extend(rewrite(finder, mutations))
    result: list[list[Edit]] = [[] for _ in changes]
    place = parsed.places.file
    for splice in tidy(splices):
        result[splice.owner].append(Edit(path, place(splice.start), place(splice.end), splice.text))
    for (owner, _), edits in zip(inside, written, strict=True):
        result[owner].extend(edits)
    return tuple(tuple(edits) for edits in result)

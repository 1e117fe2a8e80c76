"""Turns neutral changes to one Python document into byte edits, with as few bytes changed as possible."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.changes import (
    AddEntry,
    AddToCall,
    Change,
    CoerceBoolean,
    DropArgument,
    DropEntry,
    MoveEntry,
    MoveInCall,
    PassAs,
    ReadElsewhere,
    RenameText,
    RewriteMutation,
    SetConstant,
    UnwrapText,
    UseSymbol,
    WrapText,
)
from migrator.findings import Edit
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.writer import write as write_bodies
from migrator.languages.python.constants import coerce_boolean, set_constant, style_at
from migrator.languages.python.conversions import convert
from migrator.languages.python.json_text import characters, filled_somehow
from migrator.languages.python.mutations import rewrite
from migrator.languages.python.parse import Parsed
from migrator.languages.python.placing import Placing
from migrator.languages.python.splices import Splice, tidy
from migrator.languages.python.strings import rename
from migrator.languages.python.symbols import use_symbols
from migrator.languages.python.tree import Finder

Converting = (PassAs, ReadElsewhere, UnwrapText, WrapText)
Placed = (AddToCall, MoveInCall, DropArgument, AddEntry, MoveEntry, DropEntry)


def write(path: str, data: bytes, parsed: Parsed, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
    """For each change its edits; those of all together are disjoint. Raises `CannotWrite`.

    An edit that two changes need stands at the first; the other may then have none. Changes to other documents have none.
    """
    if parsed.part_of is None and parsed.data != data:
        raise ValueError("the tree was parsed from other bytes")
    finder = Finder(parsed)
    bodies = [_body(path, parsed, finder, change) for change in changes]
    inside = [(owner, change) for owner, change in enumerate(changes) if bodies[owner] is not None]
    placing = Placing(parsed, finder)
    mutations: list[tuple[int, RewriteMutation]] = []
    symbols: list[tuple[int, UseSymbol]] = []
    splices: list[Splice] = []
    for owner, change in enumerate(changes):
        if change.site.path != path or bodies[owner] is not None:
            continue
        if isinstance(change, Placed):
            placing.note(owner, change)
        elif isinstance(change, RewriteMutation):
            mutations.append((owner, change))
        elif isinstance(change, UseSymbol):
            symbols.append((owner, change))
        elif isinstance(change, Converting):
            splices.extend(convert(parsed, finder, change, owner))
        else:
            splices.extend(_leaf(parsed, finder, owner, change))
    splices.extend(placing.splices())
    if mutations:
        splices.extend(rewrite(parsed, finder, mutations, style_at(parsed, (parsed.module,))))
    splices.extend(use_symbols(parsed, finder, symbols))
    result = [list(edits) for edits in _edits(path, parsed, tidy(splices), len(changes))]
    if inside:
        held = {each.record.site: each for each in bodies if each is not None}
        written = write_bodies(path, parsed.data, list(held.values()), [change for _, change in inside])
        for (owner, _), edits in zip(inside, written, strict=True):
            result[owner].extend(edits)
    return tuple(tuple(edits) for edits in result)


def _body(path: str, parsed: Parsed, finder: Finder, change: Change) -> Body | None:
    """The JSON in a string that a change is about; None for a change to anything else."""
    for node in finder.texts_around(change.site) if change.site.path == path else ():
        quoted = characters(path, node, parsed.spans.sites(path))
        body = read_body(filled_somehow(quoted), lambda _: False, []) if quoted is not None else None
        if body is not None and body.record.site.contains(change.site):
            return body
    return None


def _leaf(parsed: Parsed, finder: Finder, owner: int, change: RenameText | SetConstant | CoerceBoolean) -> list[Splice]:
    if isinstance(change, RenameText):
        return rename(parsed, finder, change, owner)
    if isinstance(change, SetConstant):
        return set_constant(parsed, finder, change, owner)
    return coerce_boolean(parsed, finder.expression(change.site), owner)


def _edits(path: str, parsed: Parsed, splices: Sequence[Splice], count: int) -> tuple[tuple[Edit, ...], ...]:
    result: list[list[Edit]] = [[] for _ in range(count)]
    byte = parsed.offsets.byte
    for splice in splices:
        result[splice.owner].append(Edit(path, byte(splice.start), byte(splice.end), splice.text))
    return tuple(tuple(edits) for edits in result)

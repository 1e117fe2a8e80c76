"""Tells what a program decides by a text that is written elsewhere: keys of what runs, names that are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrator.facts import FileFacts
from migrator.link.common import bindings_of
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.outcomes import Code, Prepared, Type
from migrator.values import Literal, Member, Result, Sequence, Site, Value

PATTERN = "pattern"
COMPARED = frozenset({"comparison", "holder", PATTERN, "match"})
"""Uses of what is compared."""
HOLDING = frozenset({"has", "contains"})
"""Methods that say whether a collection holds something."""
GATHERING = frozenset({"of", "asList", "Set", "frozenset", "set", "tuple", "list", "listOf", "setOf"})
"""Calls that make a collection of what they are given."""
MOST_INSIDE = 3
"""How many collections inside one another are looked into."""


def with_logic(facts: FileFacts, linker: Linker) -> FileFacts:
    """Facts whose mentions say which keys choose what runs, and what is compared by a name of its own."""
    kinds = dict.fromkeys(_compared(facts), "comparison")
    for use in facts.uses:
        if use.kind == "dispatch" and _runs(use.value, facts, linker):
            kinds[use.site] = "lookup"
    if not kinds:
        return facts
    return replace(facts, mentions=tuple(replace(each, kind=kinds.get(each.site, each.kind)) for each in facts.mentions))


def _runs(value: Value, facts: FileFacts, linker: Linker) -> bool:
    return any(isinstance(each.form, (Code, Type, Prepared)) for each in linker.outcomes(value, facts.path))


def _compared(facts: FileFacts) -> Iterator[Site]:
    """Where texts are written that are compared by a name; the keys of a table are not."""
    asked = {id(call.callee.base) for call in facts.calls if isinstance(call.callee, Member)}
    cut = {id(use.value) for use in facts.uses if use.kind == PATTERN and id(use.value) in asked}
    values = [use.value for use in facts.uses if use.kind in COMPARED]
    callees = (call.callee for call in facts.calls if len(call.arguments) == 1)
    values.extend(each.base for each in callees if isinstance(each, Member) and each.name in HOLDING)
    fields = _fields(facts)
    for value in values:
        held = fields.get(value.name, ()) if isinstance(value, Member) else ()
        for given in (*(each.value for each in bindings_of(facts, value)), *held):
            # What a text is asked or cut by decides; the text itself may only be cut.
            if not (isinstance(given, Literal) and id(value) in cut):
                yield from _texts(given, facts, MOST_INSIDE)


def _fields(facts: FileFacts) -> dict[str, list[Value]]:
    """What the classes of a file are given, by name."""
    found: dict[str, list[Value]] = {}
    for (scope, name), bindings in facts.bindings.items():
        if facts.scopes[scope].kind == "class":
            found.setdefault(name, []).extend(each.value for each in bindings)
    return found


def _texts(value: Value, facts: FileFacts, most: int) -> Iterator[Site]:
    """Where the texts of a collection are written, or the one that a value is."""
    if isinstance(value, Literal):
        yield value.site
        return
    call = facts.calls[value.call] if isinstance(value, Result) else None
    inner = value.items if isinstance(value, Sequence) else ()
    if call is not None and trailing_name(call.callee) in GATHERING:
        inner = tuple(each.value for each in call.arguments)
    for each in inner if most else ():
        yield from _texts(each, facts, most - 1)

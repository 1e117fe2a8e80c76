"""Applies later changes (`x["k"] = v`, `.update`, `del`) to a record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.facts import FileFacts, Mutation
from migrator.link import composites
from migrator.link.common import (
    owning_scope,
)
from migrator.link.flow import excluded, outside_arms
from migrator.outcomes import (
    Constant,
    Frames,
    Items,
    Mapping,
    Slot,
)
from migrator.values import (
    Entry,
    Literal,
    Member,
    Record,
    Reference,
    Value,
)

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker


LIST, GROWN = "list", "grown"
"""How a list is written out, and one that is appended to."""


def with_mutations(
    linker: Linker,
    mapping: Mapping,
    reference: Reference,
    scope: int,
    since: int,
    position: int | None,
    facts: FileFacts,
    frames: Frames,
) -> Mapping:
    """A record as it is at a place in the scope that made it, or anywhere else."""
    for mutation in facts.mutations:
        target = mutation.target
        if not isinstance(target, Reference) or target.name != reference.name:
            continue
        if owning_scope(facts, target) != scope:
            continue
        here = position is not None and mutation.scope == scope
        if here and position is not None:
            if mutation.site.start < since or mutation.site.start >= position:
                continue
            outside = outside_arms(facts, mutation.block, position)
            if excluded(facts, outside, position):
                continue
            mapping = _apply(linker, mapping, mutation, not outside, facts, frames)
        else:
            mapping = _apply(linker, mapping, mutation, False, facts, frames)
    return mapping


def with_items(items: Items, reference: Reference, scope: int, position: int | None, facts: FileFacts, frames: Frames) -> Items:
    """A list with what is appended to it wherever it stands, before a place in the scope that made it."""
    if (items.path, items.frames) != (facts.path, frames) or items.kind not in (LIST, GROWN):
        return items
    added = [
        mutation.value
        for mutation in facts.mutations
        if mutation.op == "append"
        and mutation.value is not None
        and isinstance(mutation.target, Reference)
        and mutation.target.name == reference.name
        and owning_scope(facts, mutation.target) == scope
        and not (position is not None and mutation.scope == scope and mutation.site.start >= position and not mutation.block)
    ]
    return replace(items, values=(*items.values, *added), kind=GROWN) if added else items


def with_member_mutations(linker: Linker, mapping: Mapping, name: str, facts: FileFacts, frames: Frames) -> Mapping:
    """A record kept in an attribute, with what methods may have done to it."""
    for mutation in facts.mutations:
        if isinstance(mutation.target, Member) and mutation.target.name == name:
            mapping = _apply(linker, mapping, mutation, False, facts, frames)
    return mapping


def _apply(linker: Linker, mapping: Mapping, mutation: Mutation, sure: bool, facts: FileFacts, frames: Frames) -> Mapping:
    slots, complete = list(mapping.slots), mapping.complete
    if mutation.op == "append":
        return mapping
    if mutation.op == "update" and mutation.value is not None:
        added, whole = composites.spread(linker, mutation.value, facts.path, frames)
        if not whole:
            slots = composites.beaten(linker, slots, mutation.value, facts.path, frames)
        slots.extend(added if sure else [replace(slot, sure=False) for slot in added])
        return replace(mapping, slots=tuple(slots), complete=complete and whole)
    keys = [
        [each.form.value for each in linker.outcomes(key, facts.path, frames) if isinstance(each.form, Constant)]
        for key in mutation.keys
    ]
    if not keys or any(len(key) != 1 or not isinstance(key[0], str) for key in keys):
        return replace(mapping, complete=False) if mutation.op != "delete" else mapping
    names = [str(key[0]) for key in keys]
    if mutation.op == "delete" or mutation.value is None:
        if sure:
            slots = [slot for slot in slots if slot.key != names[0]]
        else:
            slots = [replace(slot, sure=False) if slot.key == names[0] else slot for slot in slots]
        return replace(mapping, slots=tuple(slots))
    value = mutation.value
    if len(names) > 1:
        value = _nested(linker, slots, names, mutation, facts)
    held = any(slot.key == names[0] and slot.sure for slot in slots)
    if mutation.op == "default" and held:
        return mapping
    slots.append(
        Slot(
            names[0],
            value,
            facts.path,
            frames,
            mutation.site,
            mutation.key_site or mutation.site,
            mutation.value.site,
            mapping.site,
            "mutation" if len(names) == 1 and mutation.op == "set" else "nested",
            sure,
        )
    )
    return replace(mapping, slots=tuple(slots))


def _nested(linker: Linker, slots: list[Slot], names: list[str], mutation: Mutation, facts: FileFacts) -> Value:
    inner: Value = mutation.value if mutation.value is not None else Literal(None, mutation.site)
    for key in reversed(mutation.keys[1:]):
        inner = Record((Entry(key, inner, mutation.site),), mutation.site)
    before = [slot for slot in slots if slot.key == names[0]]
    if before and isinstance(inner, Record):
        old = before[-1].value
        return linker.keep(Record((Entry(None, old, old.site), *inner.entries), mutation.site))
    return linker.keep(inner)

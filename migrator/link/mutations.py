"""Applies later changes (`x["k"] = v`, `.update`, `del`) to a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.facts import Argument, Call, FileFacts, Mutation
from migrator.link import callbacks, composites
from migrator.link.common import bindings_of, owning_scope
from migrator.link.flow import choices, comes_again, excluded, outside_arms, settled_at
from migrator.outcomes import (
    CallRef,
    Code,
    Constant,
    Frames,
    Given,
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


PUTTING = frozenset({"set", "default"})
"""What puts a value under a key."""
FILLED = "filled"
"""How a key came about that a function puts into what it is handed."""
LIST, GROWN = "list", "grown"
"""How a list is written out, and one that is appended to."""


def has_keys(linker: Linker, facts: FileFacts, reference: Reference, scope: int) -> bool:
    """Whether a name's value is given keys that are written out (`x["k"] = v`, `setdefault`), in the scope that made it.

    What is put into something inside it (`x["k"]["l"] = v`) says nothing of what else that holds.
    """
    given = [
        mutation.keys
        for mutation in linker.program.mutations_of(facts.path, reference.name)
        if mutation.op in PUTTING and mutation.scope == scope and isinstance(mutation.target, Reference)
    ]
    return bool(given) and all(len(keys) == 1 for keys in given) and any(isinstance(keys[0], Literal) for keys in given)


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
    changes: list[tuple[Mutation | tuple[CallRef, Argument], Call | Mutation]] = [
        (mutation, mutation)
        for mutation in linker.program.mutations_of(facts.path, reference.name)
        if isinstance(mutation.target, Reference) and owning_scope(facts, mutation.target) == scope
    ]
    others = dict(_by_other_names(linker, reference, scope, since, facts))
    changes += [(mutation, mutation) for mutation in others]
    changes += [
        ((ref, argument), linker.program.call(ref))
        for ref, argument in linker.program.calls_filling(facts.path, reference.name)
        if isinstance(argument.value, Reference) and owning_scope(facts, argument.value) == scope
    ]
    for change, where in sorted(changes, key=lambda each: each[1].site.start):
        sure = position is not None and where.scope == scope
        if sure and position is not None:
            outside = outside_arms(facts, where.block, position)
            again = where.site.start >= position and comes_again(facts, where.block, position, since)
            if not again and (where.site.start < since or where.site.start >= position or excluded(facts, outside, position)):
                continue
            sure = not outside and not again and (not isinstance(change, Mutation) or others.get(change, True))
        before = len(mapping.slots)
        if isinstance(change, Mutation):
            mapping = _apply(linker, mapping, change, sure, facts, frames)
        else:
            mapping = _filled(linker, mapping, *change, sure, frames)
        if not sure:
            mapping = _chosen(mapping, before, choices(facts, where.block, position))
    return mapping


def _by_other_names(
    linker: Linker, reference: Reference, scope: int, since: int, facts: FileFacts
) -> Iterator[tuple[Mutation, bool]]:
    """What changes a name's record by another name that it goes by, and whether that is all that this one is given."""
    for name in linker.program.spellings(reference.name)[1:]:
        for mutation in linker.program.mutations_of(facts.path, name):
            bound = bindings_of(facts, mutation.target)
            same = [each for each in bound if _is_name(each.value, reference.name, scope, facts)]
            if any(each.scope != scope or each.site.start >= since for each in same):
                yield mutation, len(bound) == 1
    for own in facts.bindings[scope, reference.name]:
        source = bindings_of(facts, own.value) if settled_at(own) == since else ()
        for mutation in linker.program.mutations_of(facts.path, source[0].name) if len(source) == 1 else ():
            if mutation.site.start >= since and bindings_of(facts, mutation.target) == source:
                yield mutation, True


def _is_name(value: Value, name: str, scope: int, facts: FileFacts) -> bool:
    return isinstance(value, Reference) and value.name == name and owning_scope(facts, value) == scope


def _chosen(mapping: Mapping, before: int, given: Given) -> Mapping:
    """A record whose later keys are put in only where such arms run."""
    if not given:
        return mapping
    added = tuple(replace(each, given=each.given | given) for each in mapping.slots[before:])
    return replace(mapping, slots=(*mapping.slots[:before], *added))


def _filled(linker: Linker, mapping: Mapping, ref: CallRef, argument: Argument, sure: bool, frames: Frames) -> Mapping:
    """A record with what the function puts into it that it is handed to."""
    taken = list(callbacks.takers(linker, ref, argument))
    for code, formal in taken:
        if code is not None:
            mapping = _by(linker, mapping, code, formal, ref, sure and len(taken) == 1, frames)
    return mapping


def _by(linker: Linker, mapping: Mapping, code: Code, formal: str, ref: CallRef, sure: bool, frames: Frames) -> Mapping:
    """A record with what one function puts into its parameter."""
    there = linker.program.facts[code.path]
    scope = there.functions[code.number].scope
    before = mapping.slots
    for mutation in there.mutations:
        target = mutation.target
        if isinstance(target, Reference) and target.name == formal and owning_scope(there, target) == scope:
            always = sure and not mutation.block and mutation.scope == scope
            inner = (*frames, (code.path, code.number, ref))
            mapping = _apply(linker, mapping, mutation, always, there, inner)
    # What stands in another function serves whoever calls that: a key is not moved from there.
    added = tuple(each if each in before else replace(each, how=FILLED) for each in mapping.slots)
    return replace(mapping, slots=added)


def with_items(
    linker: Linker, items: Items, reference: Reference, scope: int, position: int | None, facts: FileFacts, frames: Frames
) -> Items:
    """A list with what is put into it wherever it stands, before a place in the scope that made it."""
    if (items.path, items.frames) != (facts.path, frames) or items.kind not in (LIST, GROWN):
        return items
    changes = [
        mutation
        for name in linker.program.spellings(reference.name)
        for mutation in linker.program.mutations_of(facts.path, name)
        if (mutation.op == "append" or (mutation.op == "set" and len(mutation.keys) == 1))
        and isinstance(mutation.target, Reference)
        and _is_kept_in(facts, mutation.target, reference.name, scope)
        and not (position is not None and mutation.scope == scope and mutation.site.start >= position and not mutation.block)
    ]
    added = [mutation.value for mutation in changes if mutation.value is not None]
    return replace(items, values=(*items.values, *added), kind=GROWN) if changes else items


def _is_kept_in(facts: FileFacts, target: Reference, name: str, scope: int) -> bool:
    """Whether a name is that one of the scope, or another one that was given what it holds."""
    if target.name == name:
        return owning_scope(facts, target) == scope
    given = (each.value for each in bindings_of(facts, target))
    return any(isinstance(each, Reference) and each.name == name and owning_scope(facts, each) == scope for each in given)


def with_member_mutations(linker: Linker, mapping: Mapping, name: str, value: Value, facts: FileFacts, frames: Frames) -> Mapping:
    """A record kept in an attribute, with what methods may have done to it, there or by a name that they give it.

    `value` is what the attribute was given: by a name of its own the record may be changed behind that.
    """
    own = bindings_of(facts, value) if isinstance(value, Reference) and owning_scope(facts, value) == value.scope else ()
    for mutation in linker.program.mutations_of(facts.path, own[0].name) if own else ():
        if mutation.site.start >= value.site.end and bindings_of(facts, mutation.target) == own:
            mapping = _apply(linker, mapping, mutation, False, facts, frames)
    for each in linker.program.spellings(name):
        for mutation in linker.program.mutations_of(facts.path, each):
            bound = bindings_of(facts, mutation.target)
            named = any(isinstance(other.value, Member) and other.value.name == name for other in bound)
            if named or (each == name and isinstance(mutation.target, Member)):
                mapping = _apply(linker, mapping, mutation, False, facts, frames)
    return mapping


def _apply(linker: Linker, mapping: Mapping, mutation: Mutation, sure: bool, facts: FileFacts, frames: Frames) -> Mapping:
    slots, complete = list(mapping.slots), mapping.complete
    if mutation.op == "append":
        return mapping
    if mutation.op == "update" and mutation.value is not None:
        added, whole = composites.spread(linker, mutation.value, facts.path, frames)
        if not whole:
            slots = composites.beaten(linker, slots, None, mutation.value, facts.path, frames)
        slots.extend(added if sure else [replace(slot, sure=False) for slot in added])
        return replace(mapping, slots=tuple(slots), complete=complete and whole)
    keys = [
        [each.form.value for each in linker.outcomes(key, facts.path, frames) if isinstance(each.form, Constant)]
        for key in mutation.keys
    ]
    if not keys or any(len(key) != 1 or not isinstance(key[0], str) for key in keys):
        if mutation.op == "set" and len(keys) == 1:
            # It may be any of those that are there, or one of several.
            met = [not keys[0] or slot.key in keys[0] for slot in slots]
            slots = [
                replace(slot, beaten=(*slot.beaten, "unresolved")) if may else slot for slot, may in zip(slots, met, strict=True)
            ]
        return replace(mapping, slots=tuple(slots), complete=False) if mutation.op != "delete" else mapping
    names = [str(key[0]) for key in keys]
    if mutation.op == "delete" or mutation.value is None:
        if len(names) > 1:
            # What something inside it loses, `changed_elsewhere` tells of.
            return mapping
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
    # A default stands behind what was there before it, if that was only sometimes there.
    held_before = [number for number, slot in enumerate(slots) if slot.key == names[0]]
    slots.insert(
        held_before[0] if mutation.op == "default" and sure and held_before else len(slots),
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
            # What is not in sight may hold another value already.
            ("caller",) if mutation.op == "default" and not mapping.complete else (),
        ),
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

"""What a call passes: its arguments as the keys of a mapping, with those that came before it and those it unpacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from migrator.link.callables import is_inherited_constructor
from migrator.link.common import argument_slot, function_of_scope
from migrator.link.evaluate import Linker
from migrator.outcomes import CallRef, Constant, Frames, Given, Items, Mapping, Outcome, Slot, Text, Type
from migrator.rulebook import Operation
from migrator.values import Value


def passed(
    linker: Linker,
    ref: CallRef,
    prepared: tuple[tuple[CallRef, Frames], ...],
    operation: Operation,
    given: Given,
    frames: Frames = (),
) -> tuple[list[Slot], bool]:
    """What a call passes under the names of its operation, after what was prepared for it; and whether that is all."""
    slots: list[Slot] = []
    complete = True
    taken = 0
    if operation.fields:
        slots.extend(said_by_class(linker, ref, operation))
    for each, inner in dict.fromkeys((*prepared, (ref, frames))):
        skip = 1 if (each, inner) in prepared else 0
        more, whole, taken = _slots(linker, each, inner, operation.positions, taken, skip, given)
        slots.extend(more)
        complete = complete and whole
    return _without_beaten(slots, operation) if operation.fields else slots, complete


FIELD = "field"
"""How a slot is given that a class says in its body."""


def said_by_class(linker: Linker, ref: CallRef, operation: Operation) -> Iterator[Slot]:
    """What the class that a call makes, or hands on to the one that it inherits from, says in its body of what it takes."""
    facts, call = linker.program.facts[ref.path], linker.program.call(ref)
    around = function_of_scope(facts, call.scope) if is_inherited_constructor(facts, call.callee) else None
    if around is not None and around.owner is not None:
        classes = [Type(ref.path, around.owner)]
    else:
        classes = [each.form for each in linker.outcomes(call.callee, ref.path) if isinstance(each.form, Type)]
    for each in lineage(linker, classes[0]) if len(classes) == 1 else ():
        there = linker.program.facts[each.path]
        cls = there.classes[each.number]
        for name in cls.fields:
            bound = there.bindings.get((cls.scope, name), ())
            if name in operation.fields and len(bound) == 1:
                value, site = bound[0].value, bound[0].site
                yield Slot(name, value, each.path, (), site, site, value.site, cls.site, FIELD)


def lineage(linker: Linker, form: Type) -> list[Type]:
    """A class of the project after those of the project that it inherits from: of two that say the same the later one counts."""
    found: list[Type] = []
    seen: set[Type] = set()
    waiting = [(form, False)]
    while waiting:
        current, after_bases = waiting.pop()
        if after_bases:
            found.append(current)
        elif current not in seen:
            seen.add(current)
            waiting.append((current, True))
            for base in linker.program.facts[current.path].classes[current.number].bases:
                types = (each.form for each in linker.outcomes(base, current.path) if isinstance(each.form, Type))
                waiting.extend((each, False) for each in types)
    return found


def _without_beaten(slots: list[Slot], operation: Operation) -> list[Slot]:
    """The slots but those of a class in whose place the call gives something, be it under another name."""

    def lands(slot: Slot) -> str:
        where = operation.places.get(f"keyword:{slot.key}", "")
        return where if where.startswith("body:") else f"keyword:{slot.key}"

    given = {lands(slot) for slot in slots if slot.how != FIELD}
    return [slot for slot in slots if slot.how != FIELD or lands(slot) not in given]


def call_slots(
    linker: Linker, ref: CallRef, frames: Frames, positions: Iterable[str] = (), unpacks: Iterable[str] = ()
) -> tuple[list[Slot], bool]:
    """A call's arguments as the keys of a mapping; positional ones under `position:N` or their names."""
    slots, complete, _ = _slots(linker, ref, frames, tuple(positions), 0, 0, frozenset())
    return unpacked(linker, slots, unpacks, complete)


def _is_text(linker: Linker, slot: Slot) -> bool:
    """Whether an argument that may be a mapping is a text."""
    forms = [each.form for each in linker.outcomes(slot.value, slot.path, slot.frames)]
    return bool(forms) and all(isinstance(each, (Text, Constant)) and getattr(each, "value", "") is not None for each in forms)


def unpacked(linker: Linker, slots: list[Slot], names: Iterable[str], complete: bool) -> tuple[list[Slot], bool]:
    """The slots with the keys of some arguments in their place."""
    for name in names:
        found: list[Slot] = []
        for slot in slots:
            if slot.key != name:
                found.append(slot)
                continue
            if _is_text(linker, slot):
                # `request(url, options)`, where `request(options)` would do as well.
                found.append(slot)
                continue
            added, whole = linker.spread(slot.value, slot.path, slot.frames)
            found.extend(added if slot.sure else [replace(each, sure=False) for each in added])
            complete = complete and whole
        slots = found
    return slots, complete


def _slots(
    linker: Linker, ref: CallRef, frames: Frames, positions: tuple[str, ...], taken: int, skip: int, given: Given
) -> tuple[list[Slot], bool, int]:
    call = linker.program.call(ref)
    slots: list[Slot] = []
    complete = True
    for argument in call.arguments:
        if argument.kind == "positional":
            if skip:
                skip -= 1
                continue
            name = positions[taken] if taken < len(positions) else f"position:{taken}"
            taken += 1
            slot = argument_slot(argument, ref.path, frames, call.site)
            slots.append(replace(slot, key=name, how="positional", key_site=argument.value_site))
        elif argument.kind == "keyword":
            slots.append(argument_slot(argument, ref.path, frames, call.site))
        elif argument.kind == "spread":
            added, whole = linker.spread(argument.value, ref.path, frames, given)
            slots.extend(added)
            complete = complete and whole
        else:
            complete = False
    return slots, complete, taken


def place(slots: Iterable[Slot], where: str) -> Slot | None:
    """The argument at "keyword:NAME" or "position:N"."""
    return next((slot for slot in reversed(list(slots)) if at(slot, where)), None)


def at(slot: Slot, where: str) -> bool:
    """Whether an argument stands at such a place."""
    kind, _, name = where.partition(":")
    return slot.key == (name if kind == "keyword" else where)


def records(linker: Linker, mapping: Mapping, keys: list[str]) -> Iterator[Mapping]:
    """The mappings at the end of some keys, lists on the way counting as each of their items."""
    if not keys:
        yield mapping
        return
    for slot in mapping.slots:
        if slot.key != keys[0]:
            continue
        for _, outcome in each_of(linker, Held(slot.value, slot.path, slot.frames)):
            if isinstance(outcome.form, Mapping):
                yield from records(linker, outcome.form, keys[1:])


class Held(NamedTuple):
    """A value, and where it is looked at."""

    value: Value
    path: str
    frames: Frames


def each_of(linker: Linker, held: Held) -> Iterator[tuple[Held, Outcome]]:
    """What a value can be, lists as each of their items; one that holds itself is looked through once."""
    seen: set[tuple[int, str, Frames]] = set()
    pending = [held]
    while pending:
        value, path, frames = held = pending.pop(0)
        if (id(value), path, frames) in seen:
            continue
        seen.add((id(value), path, frames))
        inner: list[Held] = []
        for outcome in linker.outcomes(value, path, frames):
            if isinstance(outcome.form, Items):
                inner.extend(Held(each, outcome.form.path, outcome.form.frames) for each in outcome.form.values)
            else:
                yield held, outcome
        pending[:0] = inner

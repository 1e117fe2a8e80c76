"""What a call passes: its arguments as the keys of a mapping, with those that came before it and those it unpacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from migrator.link.common import argument_slot
from migrator.link.evaluate import Linker
from migrator.outcomes import CallRef, Frames, Given, Items, Mapping, Slot
from migrator.rulebook import Operation


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
    for each, inner in (*prepared, (ref, frames)):
        skip = 1 if (each, inner) in prepared else 0
        more, whole, taken = _slots(linker, each, inner, operation.positions, taken, skip, given)
        slots.extend(more)
        complete = complete and whole
    return slots, complete


def call_slots(
    linker: Linker, ref: CallRef, frames: Frames, positions: Iterable[str] = (), unpacks: Iterable[str] = ()
) -> tuple[list[Slot], bool]:
    """A call's arguments as the keys of a mapping; positional ones under `position:N` or their names."""
    slots, complete, _ = _slots(linker, ref, frames, tuple(positions), 0, 0, frozenset())
    return unpacked(linker, slots, unpacks, complete)


def unpacked(linker: Linker, slots: list[Slot], names: Iterable[str], complete: bool) -> tuple[list[Slot], bool]:
    """The slots with the keys of some arguments in their place."""
    for name in names:
        found: list[Slot] = []
        for slot in slots:
            if slot.key != name:
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
    kind, _, name = where.partition(":")
    wanted = name if kind == "keyword" else where
    return next((slot for slot in reversed(list(slots)) if slot.key == wanted), None)


def records(linker: Linker, mapping: Mapping, keys: list[str]) -> Iterator[Mapping]:
    """The mappings at the end of some keys, lists on the way counting as each of their items."""
    if not keys:
        yield mapping
        return
    for slot in mapping.slots:
        if slot.key != keys[0]:
            continue
        pending = [each.form for each in linker.outcomes(slot.value, slot.path, slot.frames)]
        while pending:
            form = pending.pop(0)
            if isinstance(form, Items):
                pending[:0] = [one.form for value in form.values for one in linker.outcomes(value, form.path, form.frames)]
            elif isinstance(form, Mapping):
                yield from records(linker, form, keys[1:])

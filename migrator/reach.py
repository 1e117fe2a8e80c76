"""Tells which calls something of ours reaches, before anything is read only to learn whom they call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from migrator.facts import Call, FileFacts
from migrator.files.sieve import Sieve
from migrator.link.callables import is_inherited_constructor
from migrator.link.evaluate import Keeping, Library, Linker
from migrator.link.program import Program
from migrator.outcomes import (
    Bound,
    CallRef,
    Constant,
    Encoded,
    Form,
    Frames,
    Items,
    Made,
    Mapping,
    Object,
    Outcome,
    Prepared,
    Slot,
    Text,
    Type,
    Unknown,
)
from migrator.passed import call_slots
from migrator.rulebook import Rulebook
from migrator.values import Value

DEEPEST = 5
"""How many records and objects inside one another are looked into."""
STEPS = 100
"""How many values are looked at for one call; with more the call counts as reached, which costs time and nothing else."""
HOPELESS = STEPS // 2
"""Values looked at for one part of an answer that was given up: whatever asks for that part later is given up at once."""


class TooMany(Exception):
    """A call takes longer to rule out than to link."""


class BriefLinker(Linker):
    """A linker that gives up: `left` are the values that it may still evaluate."""

    left = STEPS

    def __init__(self, program: Program, library_of: Callable[[str], Library], keeps: Keeping) -> None:
        """As any linker's."""
        super().__init__(program, library_of, keeps)
        self._begun: dict[tuple[int, str], int] = {}
        """How many values were left when a value was begun with."""
        self._given_up: set[tuple[int, str]] = set()

    def _evaluate(self, value: Value, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
        self.left -= 1
        key = (id(value), facts.path)
        if self.left < 0 or (not frames and key in self._given_up):
            own = (active[:2] for active in self._active if not active[2])
            self._given_up.update(each for each in own if self._begun.get(each, 0) > HOPELESS)
            raise TooMany
        if not frames:
            self._begun[key] = self.left
        return super()._evaluate(value, facts, frames)

    def affords_another(self) -> bool:
        """As above: what asks too many modules takes longer to rule out than to link."""
        self.left -= 1
        if self.left < 0:
            raise TooMany
        return super().affords_another()


def spoken_keys(rulebook: Rulebook) -> frozenset[str]:
    """The names of parameters of which something is to be said wherever they stand."""
    pointers = [
        pointer
        for protocol in rulebook.protocols.values()
        for pointer in (*protocol.own.values(), *(each.at for each in protocol.foreign))
    ]
    own = {name for protocol in rulebook.protocols.values() for name in protocol.own}
    return frozenset(own | {part for pointer in pointers for part in pointer.split("/") if part})


def sheltered(program: Program, may_hold: Callable[[str], bool]) -> Program:
    """The program as far as it was read, and files yet unread only if something of ours may be in them."""
    load = program.load
    return program.anew(program.facts, lambda path: load(path) if may_hold(path) else None)


class Reach:
    """Asks of a call's arguments, and of those that its receiver was made with, whether one is ours.

    `linker` works on a sheltered program: a value from a file that holds nothing of ours is nothing of ours. `declared` are
    the models that the settings name: what is rewritten to one has to be found again.
    """

    def __init__(self, linker: BriefLinker, stems: Sieve, keys: frozenset[str], declared: Collection[str]) -> None:
        self._linker = linker
        self._stems = stems
        self._keys = keys
        self._declared = tuple(declared)
        self._made: dict[tuple[CallRef, Frames], bool] = {}

    def __call__(self, facts: FileFacts, call: Call) -> bool:
        """Whether a model's name of the rulebook, or a parameter that it knows, reaches the call."""
        ref = CallRef(facts.path, call.number)
        if is_inherited_constructor(facts, call.callee):
            # The class may say in its body what it does not hand on.
            return True
        self._linker.left = STEPS
        try:
            return self._call(ref, (), 0) or self._any(self._linker.outcomes(call.callee, facts.path), 0)
        except TooMany:
            return True

    def _call(self, ref: CallRef, frames: Frames, depth: int) -> bool:
        known = self._made.get((ref, frames))
        if known is None:
            self._made[ref, frames] = True
            known = self._slots(call_slots(self._linker, ref, frames)[0], depth)
            self._made[ref, frames] = known
        return known

    def _slots(self, slots: Iterable[Slot], depth: int) -> bool:
        return any(
            slot.key in self._keys or self._any(self._linker.outcomes(slot.value, slot.path, slot.frames), depth)
            for slot in slots
        )

    def _any(self, outcomes: Iterable[Outcome], depth: int) -> bool:
        return any(self._form(outcome.form, depth) for outcome in outcomes)

    def _form(self, form: Form, depth: int) -> bool:
        if depth > DEEPEST:
            return True
        match form:
            case Constant(value=str(text)) | Text(text=text):
                known = self._stems.candidate(text.encode("utf-8", "replace"))
                return known or any(name in text for name in self._declared)
            case Unknown(reason="too-deep"):
                # Of what was not looked at, any may be ours.
                return True
            case Mapping(slots=slots):
                return self._slots(slots, depth + 1)
            case Encoded(mapping=mapping):
                return self._slots(mapping.slots, depth + 1)
            case Items(values=values, path=path, frames=frames):
                return any(self._any(self._linker.outcomes(value, path, frames), depth + 1) for value in values)
            case Made():
                return self._object(form, depth)
            case Bound(made=made):
                return self._object(made, depth)
            case Prepared(callee=inner, call=ref, frames=frames):
                return self._call(ref, frames, depth + 1) or self._form(inner, depth + 1)
            case Object() | Type():
                # What an object of the project hands over may be anything that its class holds.
                return True
            case _:
                return False

    def _object(self, made: Made, depth: int) -> bool:
        calls = (*([(made.call, made.frames)] if made.call is not None else []), *made.also)
        return any(self._call(ref, frames, depth + 1) for ref, frames in calls)

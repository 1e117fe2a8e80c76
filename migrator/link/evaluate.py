"""Evaluates neutral values: every language's expressions, one evaluator."""

from __future__ import annotations

from collections.abc import Callable as Function_
from collections.abc import Iterable
from typing import Protocol, TypeAlias

from migrator.facts import Argument, Call, FileFacts, FormalParameter, Function
from migrator.link import callables, common, composites, members, names, templates
from migrator.link.common import (
    MAX_OUTCOMES,
    Outcomes,
    distinct,
)
from migrator.link.program import Program
from migrator.outcomes import (
    CallRef,
    Code,
    Constant,
    Frames,
    Given,
    Items,
    Object,
    Outcome,
    Slot,
    Type,
    Unknown,
    compatible,
)
from migrator.values import (
    Callable,
    Choice,
    Element,
    Environment,
    Imported,
    Item,
    Join,
    Literal,
    Member,
    Opaque,
    Parameter,
    Record,
    Reference,
    Result,
    Sequence,
    Setting,
    Site,
    Value,
)

NOWHERE = 1 << 30
"""No value on the way asks for itself."""
MAX_DEPTH = 64
STEP = 8
"""How many outcomes cost as much as one more value to look at."""
MANY = 64
MOST_OF_ONE = 100_000
"""Outcomes of one value, all ways to it taken together: functions that choose among all that a project has call each other
in a thousand ways, and each is another value."""
MAX_STEPS = 500
"""Values looked at for one answer: functions that call each other in a circle have ever more ways to a parameter."""
HOPELESS = MAX_STEPS // 2
"""Values looked at for one part of an answer that was not followed to its end: whatever asks for that part later would not
be either. Most values take fewer than fifty, or more than are looked at."""


Keeping: TypeAlias = "Function_[[str, str, tuple[str, ...]], bool]"
"""Whether a method (file, symbol, path) returns a like client."""


class Library(Protocol):
    """What a language's standard library and well-known helpers do, and how its imports resolve."""

    @property
    def keywords(self) -> bool:
        """Whether a call may name the parameters that it fills."""

    @property
    def may_omit(self) -> bool:
        """Whether a call may leave out what a parameter without a default takes, which then is nothing."""

    @property
    def imports_only(self) -> bool:
        """Whether a file knows nothing of another one that neither of them imports."""

    @property
    def keyed(self) -> bool:
        """Whether only a mapping is given keys; where attributes are set alike, other objects are too."""

    def result(self, linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
        """What calling a known function gives; None if it is not known."""

    def member(self, linker: Linker, value: Member, where: FileFacts, frames: Frames) -> Outcomes | None:
        """What an attribute of a known object is; None if it is not known."""

    def module(self, program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
        """The project files that an import may mean."""

    def builtin(self, name: str) -> str | None:
        """The dotted name of a builtin."""

    def undefined(self, linker: Linker, value: Reference, where: FileFacts) -> Outcomes | None:
        """What a name is that a file uses and does not give anything; None where the file says all that there is."""

    def named(self, linker: Linker, outcome: Outcome) -> Outcome:
        """What an import brings that names a module: the module, or what the language takes for it."""

    def supplied(self, linker: Linker, function: Function, formal: FormalParameter, where: FileFacts) -> Outcomes | None:
        """What a framework that calls a function gives one of its parameters; None if none is known to."""

    def walks(self, call: Call, argument: Argument, index: int) -> Value | None:
        """The collection whose items a call gives, as its parameter of this index, to the function that an argument is."""


class Linker:
    """Evaluates values over one project; results are kept."""

    def __init__(
        self,
        program: Program,
        library_of: Function_[[str], Library],
        keeps: Keeping,
    ) -> None:
        """`library_of` gives a file's language; `keeps` says whether a method (file, symbol, path) returns a like client."""
        self.program = program
        self.library_of = library_of
        self.keeps = keeps
        self._memo: dict[tuple[int, str, Frames], Outcomes] = {}
        self._unfinished: set[tuple[int, str, Frames]] = set()
        """Of what is kept: values that were not followed to their end."""
        self._active: dict[tuple[int, str, Frames], int] = {}
        self.callers_found: dict[tuple[str, int], tuple[CallRef, ...]] = {}
        self.classes_asked: dict[CallRef, frozenset[tuple[str, int]]] = {}
        self.prepared: dict[CallRef, frozenset[tuple[str, int]]] = {}
        self.heirs_found: dict[tuple[str, int, int], list[Object]] = {}
        self.set_there: dict[tuple[Site, str], Outcomes] = {}
        self.owners_found: dict[tuple[int, str], tuple[Object | Type, ...]] = {}
        self.calling: set[tuple[str, int]] = set()
        self.setting: set[tuple[str, int]] = set()
        """Assignments to attributes whose objects are being looked for."""
        self.stopped = False
        """A value was not followed to its end; whoever asks about some values alone sets it anew before."""
        self._depth = 0
        self._cut_at = NOWHERE
        self._steps = 0
        self._hopeless: set[tuple[int, str]] = set()
        self._held: dict[tuple[int, str, Frames, Given], Outcomes] = {}
        self._weights: dict[tuple[int, str], int] = {}
        """Of values that can be many things: how many were found, through whichever calls they were seen."""
        self._kept: list[Value] = []
        self._attributes: dict[tuple[str, str], Outcomes] = {}
        self._starred: dict[tuple[str, bool], tuple[str, ...]] = {}

    def held(self, slot: Slot) -> Outcomes:
        """Everything that one key of a mapping can be, in the runs that put it there."""
        found = self.outcomes(slot.value, slot.path, slot.frames)
        if not slot.given:
            return found
        key = (id(slot.value), slot.path, slot.frames, slot.given)
        if key not in self._held:
            fitting = (each for each in found if compatible(each.given, slot.given))
            self._held[key] = tuple(each.being(each.form, slot.given, each.steps) for each in fitting)
        return self._held[key]

    def outcomes(self, value: Value, path: str, frames: Frames = ()) -> Outcomes:
        """Everything that a value of a file can be, seen through the calls in `frames`."""
        if isinstance(value, Literal):
            return (Outcome(Constant(value.value, absent=value.absent), value.site),)
        key = (id(value), path, frames)
        known = self._memo.get(key)
        if known is not None:
            self.stopped = self.stopped or key in self._unfinished
            return known
        if key in self._active:
            self._cut_at = min(self._cut_at, self._active[key])
            return ()
        if not self._depth:
            self._steps = 0
            self._cut_at = NOWHERE
        self._steps += 1
        # Whoever asks for it alone is told as much of it as can be.
        known_lost = self._depth > 0 and not frames and key[:2] in self._hopeless
        lost = self._steps > MAX_STEPS or known_lost
        if lost or self._depth > MAX_DEPTH or self._weights.get(key[:2], 0) > MOST_OF_ONE:
            if lost:
                self._cut_at = 0
            self.stopped = True
            return (Outcome(Unknown("too-deep"), value.site),)
        facts = self.program.facts[path]
        depth, begun = self._depth, self._steps
        before, self._cut_at = self._cut_at, NOWHERE
        stopped, self.stopped = self.stopped, False
        self._active[key] = depth
        self._depth += 1
        try:
            found = distinct(self._evaluate(value, facts, frames), MAX_OUTCOMES + 1)
        finally:
            self._depth -= 1
            del self._active[key]
        self._steps += len(found) // STEP
        if len(found) > MANY:
            self._weights[key[:2]] = self._weights.get(key[:2], 0) + len(found)
        if len(found) > MAX_OUTCOMES:
            self.stopped = True
            found = (*found[:MAX_OUTCOMES], Outcome(Unknown("too-deep"), value.site))
        # A circle that was cut at a value further up gives something else when asked for by itself: not to be kept.
        if self._cut_at >= depth:
            self._memo[key] = found
            if self.stopped:
                self._unfinished.add(key)
            self._cut_at = before
        else:
            if not frames and self._steps > MAX_STEPS and self._steps - begun > HOPELESS:
                self._hopeless.add(key[:2])
            self._cut_at = min(before, self._cut_at)
        self.stopped = self.stopped or stopped
        return found

    def is_kept(self, value: Value, path: str) -> bool:
        """Whether what a value can be is known for good: no circle was cut on the way to it."""
        return (id(value), path, ()) in self._memo

    def _evaluate(self, value: Value, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
        path = facts.path
        match value:
            case Reference():
                return names.reference(self, value, facts, frames)
            case Member():
                return members.member(self, value, facts, frames)
            case Item():
                return members.item(self, value, facts, frames)
            case Environment():
                return composites.environment(self, value, path, frames)
            case Setting():
                return composites.setting(self, value, path, frames)
            case Join():
                return composites.join(self, value, path, frames)
            case Choice():
                return composites.choice(self, value, path, frames)
            case Record():
                return (composites.record(self, value, path, frames),)
            case Sequence():
                return (Outcome(Items(value.items, path, frames, value.kind), value.site),)
            case Element():
                return composites.element(self, value, path, frames)
            case Result():
                return callables.result(self, value, facts, frames)
            case Parameter():
                return callables.parameter(self, value, facts, frames)
            case Callable(kind="function"):
                return (Outcome(Code(path, value.number), value.site),)
            case Callable():
                return (Outcome(Type(path, value.number), value.site),)
            case Imported():
                return names.imported(self, value, facts)
            case Opaque(text="comprehension-items", operands=operands):
                return (Outcome(Items(operands, path, frames, "comprehension"), value.site),)
            case Opaque(text=(common.GENERATED | common.ANNOTATED) as kind, operands=operands):
                return (Outcome(Items(operands, path, frames, kind), value.site),)
            case Opaque(text=common.INJECTED, operands=(kind,)):
                return callables.objects_of(self, kind, path, value.site)
            case Opaque(text=common.FILLED, operands=(text, values)):
                return templates.by_operator(self, text, values, value.site, path, frames)
            case Opaque(text="entered", operands=(inner,)):
                return members.entered(self, inner, path, frames)
            case _:
                return (Outcome(Unknown("unresolved"), value.site),)

    def once(self, key: tuple[str, str], find: Function_[[], Outcomes]) -> Outcomes:
        """What a module gives under a name, kept where it was followed to its end and no circle was cut on the way."""
        known = self._attributes.get(key)
        if known is not None:
            return known
        before, self._cut_at = self._cut_at, NOWHERE
        stopped, self.stopped = self.stopped, False
        found = find()
        if self._cut_at == NOWHERE and not self.stopped:
            self._attributes[key] = found
        self._cut_at = min(before, self._cut_at)
        self.stopped = self.stopped or stopped
        return found

    def starred(self, facts: FileFacts) -> tuple[str, ...]:
        """The modules of which a file imports everything, looked for once."""
        key = facts.path, facts.partial
        known = self._starred.get(key)
        if known is None:
            module = self.library_of(facts.path).module
            found = (other for star in facts.star_imports for other in module(self.program, facts.path, star.module, star.level))
            known = self._starred[key] = tuple(dict.fromkeys(found))
        return known

    def affords_another(self) -> bool:
        """Whether one more module may be asked for a name: it counts as a value that is looked at."""
        self._steps += 1
        if self._steps <= MAX_STEPS:
            return True
        self._cut_at = 0
        self.stopped = True
        return False

    def keep(self, value: Value) -> Value:
        """Results are remembered by identity: a value made here must live as long as they do."""
        self._kept.append(value)
        return value

    def spread(self, value: Value, path: str, frames: Frames, given: Given = frozenset()) -> tuple[list[Slot], bool]:
        """The keys that `**value` brings in the runs that `given` describes, and whether that is all of them."""
        return composites.spread(self, value, path, frames, given)

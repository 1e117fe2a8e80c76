"""Finds the calls that send a request, whatever the spelling, and gathers what they pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from migrator.facts import Call, FileFacts
from migrator.gates import settled
from migrator.link.common import argument_slot
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.outcomes import (
    Bound,
    CallRef,
    Code,
    Constant,
    Form,
    Frames,
    Given,
    Made,
    Outcome,
    Prepared,
    Slot,
    Step,
    Symbol,
    Type,
    Unknown,
)
from migrator.rulebook import Client, Operation, Rulebook, Surface
from migrator.values import Imported, Member, Reference, Result, Value

CALLED = "__call__"
"""The path of an operation that is the client itself, called."""

NOTHING_DECLARED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SurfaceCall:
    """A call of a surface's operation: one receiver that it can have, and everything that it passes.

    `complete` says that no argument is hidden in an unpacked mapping; `doubtful` that the receiver may also be something
    that could not be resolved.
    """

    call: Call
    ref: CallRef
    surface: Surface
    operation: Operation
    client: Client | None
    made: Made | None
    slots: tuple[Slot, ...]
    complete: bool
    given: Given
    steps: tuple[Step, ...]
    doubtful: bool = False
    unsure: str = ""
    """Why a person should look at a fix, whoever answers."""
    foreign_receiver: bool = False
    parts: tuple[CallRef, ...] = ()

    def named(self, name: str) -> Slot | None:
        """The argument that wins under a name."""
        return next((slot for slot in reversed(self.slots) if slot.key == name), None)


class Surfaces:
    """The rulebook's surfaces of one language, indexed for matching."""

    def __init__(self, rulebook: Rulebook, language: str, declared: Mapping[str, str] = NOTHING_DECLARED) -> None:
        """`declared`: the versions of SDKs that the project says it uses, by package."""
        self.clients: dict[str, list[tuple[Surface, Client]]] = {}
        self.functions: dict[str, list[tuple[Surface, Operation]]] = {}
        self.by_path: dict[str, list[tuple[Surface, Operation]]] = {}
        self.names: set[str] = set()
        for surface in rulebook.surfaces:
            if surface.language not in (language, "any"):
                continue
            for client in surface.clients:
                for symbol in client.symbols:
                    self.clients.setdefault(symbol, []).append((surface, client))
            for row in surface.operations:
                operation = settled(row, declared.get(surface.package or surface.sdk))
                for symbol in operation.symbols:
                    self.functions.setdefault(symbol, []).append((surface, operation))
                    self.names.add(symbol.rpartition(".")[2])
                for path in operation.paths:
                    self.by_path.setdefault(surface.id, []).append((surface, operation))
                    self.names.add(path.rpartition(".")[2])

    def keeps(self, symbol: str, path: tuple[str, ...]) -> bool:
        """Whether this method of such a client returns a client like it."""
        dotted = ".".join(path)
        return any(dotted in client.keeps for _, client in self.clients.get(symbol, ()))


def surface_calls(linker: Linker, surfaces: Surfaces, facts: FileFacts) -> Iterator[SurfaceCall]:
    """The calls of one file that send requests."""
    kept = {
        name
        for (_, name), bindings in facts.bindings.items()
        if any(_may_hold_a_call(name, binding.value) for binding in bindings)
    }
    for call in facts.calls:
        name = trailing_name(call.callee)
        if name in surfaces.names or (name in kept and isinstance(call.callee, Reference)):
            yield from match(linker, surfaces, facts, call)


def _may_hold_a_call(name: str, value: Value) -> bool:
    """Whether a name may stand for an operation or a callable client under another name."""
    if isinstance(value, Imported):
        return value.level > 0 or (value.name is not None and value.name != name)
    return isinstance(value, (Member, Result))


def match(linker: Linker, surfaces: Surfaces, facts: FileFacts, call: Call) -> list[SurfaceCall]:
    """What a call is, for each receiver that it can have."""
    ref = CallRef(facts.path, call.number)
    outcomes = linker.outcomes(call.callee, facts.path)
    found: list[SurfaceCall] = []
    doubtful = foreign = False
    for outcome in outcomes:
        matched = list(_matches(linker, surfaces, outcome, outcome.form, call, ref, ()))
        found.extend(matched)
        if not matched:
            unresolved = isinstance(outcome.form, Unknown) and outcome.form.reason in ("unresolved", "ambiguous")
            doubtful = doubtful or unresolved
            foreign = foreign or not isinstance(outcome.form, Unknown)
    return [replace(each, doubtful=doubtful, foreign_receiver=foreign) for each in found]


def _matches(
    linker: Linker,
    surfaces: Surfaces,
    outcome: Outcome,
    form: Form,
    call: Call,
    ref: CallRef,
    prepared: tuple[tuple[CallRef, Frames], ...],
) -> Iterator[SurfaceCall]:
    match form:
        case Prepared(callee=inner, call=partial, frames=frames):
            yield from _matches(linker, surfaces, outcome, inner, call, ref, ((partial, frames), *prepared))
        case Symbol() | Code() | Type():
            for surface, operation in surfaces.functions.get(qualified_name(form, linker), ()):
                yield from _given(_surface_call(linker, outcome, call, ref, surface, operation, None, None, prepared))
        case Made() as made:
            yield from _matches(linker, surfaces, outcome, Bound(made, (CALLED,)), call, ref, prepared)
        case Bound(made=made, path=path):
            dotted = ".".join(path)
            for surface, operation in surfaces.functions.get(f"{made.symbol}.{dotted}", ()):
                yield from _given(_surface_call(linker, outcome, call, ref, surface, operation, None, None, prepared))
            for owner, client, inner_made in _clients(linker, surfaces, made):
                for surface, operation in surfaces.by_path.get(owner.id, ()):
                    if dotted in operation.paths and _applies(linker, operation, inner_made):
                        yield _surface_call(linker, outcome, call, ref, surface, operation, client, inner_made, prepared)
                        break
        case _:
            return


def _given(found: SurfaceCall) -> Iterator[SurfaceCall]:
    """The call, if it passes what its row is told by."""
    if all(place(found.slots, where) is not None for where in found.operation.given):
        yield found


def qualified_name(form: Form, linker: Linker) -> str:
    """The dotted name that a symbol has, or a function or class of the project by the module that defines it.

    So an SDK's own repository, whose imports resolve to its files, is known by the same names as the installed package.
    """
    if isinstance(form, Symbol):
        return form.name
    if not isinstance(form, (Code, Type)):
        return ""
    program = linker.program
    facts = program.of(form.path)
    if facts is None:
        return ""
    root = "" if program.root in ("", ".") else f"{program.root}/"
    module = form.path.removeprefix(root).removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    if isinstance(form, Type):
        return f"{module}.{facts.classes[form.number].name}"
    function = facts.functions[form.number]
    owner = f"{facts.classes[function.owner].name}." if function.owner is not None else ""
    return f"{module}.{owner}{function.name}"


def _clients(linker: Linker, surfaces: Surfaces, made: Made) -> Iterator[tuple[Surface, Client, Made]]:
    """The client rows of an object, looking through wrappers that keep a client's interface."""
    for surface, client in surfaces.clients.get(made.symbol, ()):
        if client.wraps is None:
            yield surface, client, made
        elif made.call is not None:
            slot = place(call_slots(linker, made.call, made.frames)[0], client.wraps)
            if slot is None:
                continue
            for outcome in linker.outcomes(slot.value, slot.path, slot.frames):
                if isinstance(outcome.form, Made):
                    yield from _clients(linker, surfaces, outcome.form)


def _applies(linker: Linker, operation: Operation, made: Made) -> bool:
    """Whether the client was made with the arguments that the operation's row asks for."""
    for where, wanted in operation.when.items():
        slot = place(call_slots(linker, made.call, made.frames)[0], where) if made.call is not None else None
        values = [each.form for each in linker.outcomes(slot.value, slot.path, slot.frames)] if slot is not None else []
        if slot is None:
            if wanted is not None:
                return False
        elif not any(isinstance(form, Constant) and form.value == wanted for form in values):
            return False
    return True


def _surface_call(
    linker: Linker,
    outcome: Outcome,
    call: Call,
    ref: CallRef,
    surface: Surface,
    operation: Operation,
    client: Client | None,
    made: Made | None,
    prepared: tuple[tuple[CallRef, Frames], ...],
) -> SurfaceCall:
    slots, complete = _passed(linker, ref, prepared, operation, outcome.given)
    slots, complete = _unpacked(linker, slots, operation.unpacks, complete)
    parts = tuple(each for each, _ in prepared)
    return SurfaceCall(
        call, ref, surface, operation, client, made, tuple(slots), complete, outcome.given, outcome.steps, parts=parts
    )


def _passed(
    linker: Linker, ref: CallRef, prepared: tuple[tuple[CallRef, Frames], ...], operation: Operation, given: Given
) -> tuple[list[Slot], bool]:
    slots: list[Slot] = []
    complete = True
    taken = 0
    for each, frames in (*prepared, (ref, ())):
        skip = 1 if (each, frames) in prepared else 0
        more, whole, taken = _slots(linker, each, frames, operation.positions, taken, skip, given)
        slots.extend(more)
        complete = complete and whole
    return slots, complete


def narrowed(linker: Linker, call: SurfaceCall, given: Given) -> SurfaceCall:
    """The call in the runs that `given` describes: mappings that it unpacks may then be fewer."""
    calls = [linker.program.call(each) for each in (*call.parts, call.ref)]
    if given == call.given or not any(argument.kind == "spread" for each in calls for argument in each.arguments):
        return call
    prepared = tuple((part, ()) for part in call.parts)
    slots, complete = _passed(linker, call.ref, prepared, call.operation, given)
    return replace(call, slots=tuple(slots), complete=complete)


def call_slots(
    linker: Linker, ref: CallRef, frames: Frames, positions: Iterable[str] = (), unpacks: Iterable[str] = ()
) -> tuple[list[Slot], bool]:
    """A call's arguments as the keys of a mapping; positional ones under `position:N` or their names."""
    slots, complete, _ = _slots(linker, ref, frames, tuple(positions), 0, 0, frozenset())
    return _unpacked(linker, slots, unpacks, complete)


def _unpacked(linker: Linker, slots: list[Slot], names: Iterable[str], complete: bool) -> tuple[list[Slot], bool]:
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

"""Finds the calls that send a request, whatever the spelling, and gathers what they pass."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from migrator.facts import Call, Class, FileFacts
from migrator.gates import settled
from migrator.link.callables import PREPARING, is_inherited_constructor
from migrator.link.common import function_of_scope, is_static
from migrator.link.evaluate import Linker
from migrator.link.members import constructor
from migrator.link.program import trailing_name
from migrator.outcomes import (
    Bound,
    CallRef,
    Code,
    Constant,
    Form,
    Frames,
    Given,
    Items,
    Made,
    Mapping,
    Outcome,
    Prepared,
    Slot,
    Step,
    Symbol,
    Type,
    Unknown,
)
from migrator.passed import Held, call_slots, each_of, lineage, passed, place, records, unpacked
from migrator.rulebook import Client, Operation, Rulebook, Surface
from migrator.unknown_clients import known_by_path
from migrator.values import Element, Imported, Member, Opaque, Parameter, Reference, Result, Sequence, Site, Value
from migrator.versions import version_may_apply

DECLARED = "declared:"
"""What the ids of surfaces begin with that a user's settings describe."""
CALLED = "__call__"
"""The path of an operation that is the client itself, called."""

NOTHING_DECLARED: Table[str, str] = MappingProxyType({})


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
    layers: tuple[SurfaceCall, ...] = ()
    replacing: bool = False
    """Whether what it is given out of sight may take the place of what its object was made with."""
    """The call that made the object and the later ones that gave it more, where this is a method of such an object."""
    rivals: bool = False
    """Only the SDK's version, which nobody declares, tells which of several rows of this call counts."""
    made_by: CallRef | None = None
    """The call that made the model, where another one than that sends the request."""
    made_at: Site | None = None
    """Where the call that sends the request takes the model."""
    open: tuple[str, ...] = ()
    """Why the model's maker may be another one."""
    fleeting: bool = False
    """It is a call only while what it names is retired."""

    @property
    def origin(self) -> SurfaceCall:
        """The call that says where requests go: the one that made the object, or this one."""
        return self.layers[0] if self.layers else self

    def replaced(self, linker: Linker) -> Iterator[tuple[str, ...]]:
        """The mappings of its object that this call gives anew as a whole."""
        for written, lost in self.operation.replaces.items():
            path = tuple(written.split("/"))
            slots = self.slots
            for name in path[:-1]:
                slot = next((each for each in reversed(slots) if each.key == name), None)
                slots = tuple(linker.spread(slot.value, slot.path, slot.frames)[0]) if slot is not None else ()
            if any(each.key == path[-1] for each in slots):
                yield from (tuple(each.split("/")) for each in lost.split(", "))

    def named(self, name: str) -> Slot | None:
        """The argument that wins under a name."""
        return next((slot for slot in reversed(self.slots) if slot.key == name), None)


class Surfaces:
    """The rulebook's surfaces of one language, indexed for matching."""

    def __init__(self, rulebook: Rulebook, language: str, declared: Table[str, str] = NOTHING_DECLARED) -> None:
        """`declared`: the versions of SDKs that the project says it uses, by package."""
        self.clients: dict[str, list[tuple[Surface, Client]]] = {}
        self.functions: dict[str, list[tuple[Surface, Operation]]] = {}
        self.by_path: dict[str, list[tuple[Surface, Operation]]] = {}
        self.names: set[str] = set()
        self.language = language
        self.users: dict[str, set[str]] = {}
        """Functions that take a model which another call made, with the keys that they take it under."""
        self._declared = declared
        self.known_by: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        """Paths by which a client is known, with its class, by their last names."""
        for surface in rulebook.surfaces:
            if surface.language not in (language, "any"):
                continue
            for client in surface.clients:
                for path in client.known_by:
                    names = tuple(path.split("."))
                    self.known_by.setdefault(names[-1], []).append((names, client.symbols[0]))
                for symbol in client.symbols:
                    self.clients.setdefault(symbol, []).append((surface, client))
            for row in surface.operations:
                operation = settled(row, declared.get(surface.package or surface.sdk))
                for symbol in operation.symbols:
                    self.functions.setdefault(symbol, []).append((surface, operation))
                    self.names.add(symbol.rpartition(".")[2])
                for user in operation.used_by:
                    self.users.setdefault(user, set()).add(operation.used_as)
                for path in operation.paths:
                    self.by_path.setdefault(surface.id, []).append((surface, operation))
                    self.names.add(path.rpartition(".")[2])
        for rows in self.by_path.values():
            # What is told by what a call is given is asked before what takes any call.
            rows.sort(key=lambda row: not row[1].given)
        self.called = frozenset(self.names)
        self.functions = {symbol: self._of_declared(rows) for symbol, rows in self.functions.items()}

    def _of_declared(self, rows: list[tuple[Surface, Operation]]) -> list[tuple[Surface, Operation]]:
        """Of several rows of one name those that the declared version allows."""
        if len(rows) == 1:
            return rows
        allowed = [
            (surface, operation)
            for surface, operation in rows
            if version_may_apply(operation.versions, self._declared.get(surface.package or surface.sdk))
        ]
        return allowed or rows

    @property
    def user_names(self) -> set[str]:
        """What those functions are called by themselves."""
        return {user.rpartition(".")[2] for user in self.users}

    def keeps(self, symbol: str, path: tuple[str, ...]) -> bool:
        """Whether this method of such a client returns a client like it."""
        dotted = ".".join(path)
        return any(dotted in client.keeps for _, client in self.clients.get(symbol, ()))


def surface_calls(
    linker: Linker,
    surfaces: Surfaces,
    facts: FileFacts,
    asked: Callable[[FileFacts, Call], bool],
    named: bool,
) -> Iterator[SurfaceCall]:
    """The calls of one file that send requests, of those that `asked` does not rule out.

    `named`: those by the names that the rulebook has for them; else those that may be one by another name.
    """
    names = surfaces.called | linker.program.descended(surfaces.called)
    for call in calls_named(facts, names):
        if (trailing_name(call.callee) in names) == named and asked(facts, call):
            yield from match(linker, surfaces, facts, call)


def calls_named(facts: FileFacts, names: Collection[str]) -> Iterator[Call]:
    """The calls of one file whose callee ends in one of these names, or may stand for one under another name."""
    kept = {
        name
        for (_, name), bindings in facts.bindings.items()
        if any(_may_hold_a_call(name, binding.value) for binding in bindings)
    }
    kept.update(cls.name for cls in facts.classes if any(trailing_name(base) in names for base in cls.bases))
    for call in facts.calls:
        name = trailing_name(call.callee)
        called = name in names or (name in kept and isinstance(call.callee, Reference))
        if called or is_inherited_constructor(facts, call.callee) or _prepares_one(facts, call.callee, names):
            yield call


def _prepares_one(facts: FileFacts, prepared: Value, names: Collection[str]) -> bool:
    """Whether this is what `partial` makes of such a call."""
    if not isinstance(prepared, Result):
        return False
    made = facts.calls[prepared.call]
    named = trailing_name(made.arguments[0].value) in names if made.arguments else False
    return named and trailing_name(made.callee) in PREPARING


def _may_hold_a_call(name: str, value: Value) -> bool:
    """Whether a name may stand for an operation or a callable client under another name."""
    if isinstance(value, Imported):
        return value.level > 0 or (value.name is not None and value.name != name)
    return isinstance(value, (Member, Parameter, Result))


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
    if not found and surfaces.known_by:
        for outcome in known_by_path(linker, surfaces, call, facts):
            found.extend(_matches(linker, surfaces, outcome, outcome.form, call, ref, ()))
            doubtful, foreign = True, False
    rivals = _are_rivals(found)
    heir = _heir(facts, call)
    if heir is not None:
        found = [replace(each, unsure=each.unsure or _altered_by_heir(facts, heir, each.operation)) for each in found]
    return [replace(each, doubtful=doubtful, foreign_receiver=foreign, rivals=rivals) for each in found]


def _heir(facts: FileFacts, call: Call) -> Class | None:
    """The class that calls the constructor that it inherits."""
    function = function_of_scope(facts, call.scope) if is_inherited_constructor(facts, call.callee) else None
    return facts.classes[function.owner] if function is not None and function.owner is not None else None


def _altered_by_heir(facts: FileFacts, cls: Class, operation: Operation) -> str:
    """Why to look at a fix of what a class hands on to the constructor that it inherits."""
    said = {*cls.fields, *(name for scope, name in facts.bindings if scope == cls.scope)}
    written = {where.partition(":")[2].partition("/")[0] for where in operation.write.values()}
    return _altering(cls.name) if len(cls.methods) > 1 or said & written else ""


def _altering(name: str) -> str:
    return f"{name} inherits from it and may change what is sent"


def _are_rivals(found: list[SurfaceCall]) -> bool:
    """Whether rows of one surface for different versions all fit a call."""
    versions = {each.operation.versions for each in found}
    return len(versions) > 1 and len({each.surface.id for each in found}) == 1 and "" not in versions


def matches(linker: Linker, surfaces: Surfaces, outcome: Outcome, call: Call, ref: CallRef) -> Iterator[SurfaceCall]:
    """What a call is where its callee is this."""
    return _matches(linker, surfaces, outcome, outcome.form, call, ref, ())


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
            hides = _hides_an_sdk(form, linker)
            for surface, operation in surfaces.functions.get(qualified_name(form, linker), ()):
                if hides and not surface.id.startswith(DECLARED):
                    continue
                if isinstance(form, Code) and surface.id.startswith(DECLARED) and not operation.positions:
                    operation = replace(operation, positions=_positions(linker, form))
                found = _surface_call(linker, outcome, call, ref, surface, operation, None, None, prepared)
                for each in _fitting(linker, found):
                    yield from _taking(linker, surfaces, each) if operation.base else (each,)
            for symbol, unsure in _inherited(linker, form) if isinstance(form, Type) else ():
                for surface, operation in surfaces.functions.get(symbol, ()):
                    found = _surface_call(linker, outcome, call, ref, surface, operation, None, None, prepared)
                    yield from (replace(each, unsure=each.unsure or unsure) for each in _fitting(linker, found))
        case Made() as made:
            yield from _matches(linker, surfaces, outcome, Bound(made, (CALLED,)), call, ref, prepared)
        case Bound(made=made, path=path):
            dotted = ".".join(path)
            for surface, operation in surfaces.functions.get(f"{made.symbol}.{dotted}", ()):
                own = ((client, inner) for owner, client, inner in _clients(linker, surfaces, made) if owner is surface)
                client, inner_made = next(own, (None, None))
                found = _surface_call(linker, outcome, call, ref, surface, operation, client, inner_made, prepared)
                yield from _fitting(linker, found)
            for owner, client, inner_made in _clients(linker, surfaces, made):
                for surface, operation in surfaces.by_path.get(owner.id, ()):
                    if dotted in operation.paths and _applies(linker, operation, made, inner_made):
                        found = _surface_call(linker, outcome, call, ref, surface, operation, client, inner_made, prepared)
                        found = replace(found, slots=(*_of_wrapper(linker, surfaces, made), *found.slots))
                        if not all(place(found.slots, where) is not None for where in operation.given):
                            continue
                        if operation.continues:
                            yield from _continued(linker, surfaces, found, inner_made)
                        else:
                            yield found
                        break
        case _:
            return


def _inherited(linker: Linker, form: Type) -> Iterator[tuple[str, str]]:
    """The SDK's classes that a class of the project inherits from with their constructor, and why to look at a fix."""
    altering = ""
    for each in reversed(lineage(linker, form)):
        facts = linker.program.facts[each.path]
        if constructor(facts, each.number) is not None:
            return
        cls = facts.classes[each.number]
        altering = altering or (_altering(cls.name) if cls.methods else "")
        for base in cls.bases:
            for outcome in linker.outcomes(base, each.path):
                if isinstance(outcome.form, Symbol):
                    yield outcome.form.name, altering


def _fitting(linker: Linker, found: SurfaceCall) -> Iterator[SurfaceCall]:
    """The call, if it passes what its row is told by."""
    operation = found.operation
    for each in _held(linker, found) if operation.each else (found,):
        if all(place(each.slots, where) is not None for where in operation.given) and _says(linker, operation, each.slots):
            yield each


def _taking(linker: Linker, surfaces: Surfaces, found: SurfaceCall, between: bool = False) -> Iterator[SurfaceCall]:
    """A call that takes an object which says where requests go, or a name in its place."""
    slot = place(found.slots, found.operation.base)
    made = [
        each.form
        for each in (linker.outcomes(slot.value, slot.path, slot.frames) if slot is not None else ())
        if isinstance(each.form, Made)
    ]
    others = tuple(each for each in found.slots if each is not slot)
    taken = [one for each in made for one in _continued(linker, surfaces, replace(found, slots=others), each, between)]
    if made:
        yield from taken[:1]
    else:
        yield replace(found, layers=())


def _held(linker: Linker, found: SurfaceCall) -> Iterator[SurfaceCall]:
    """The mappings written out in a call's argument, each of which is a call of its own."""
    first, *keys = found.operation.each.split("/")
    slot = found.named(first)
    for _, outcome in each_of(linker, Held(slot.value, slot.path, slot.frames)) if slot is not None else ():
        if isinstance(outcome.form, Mapping):
            for record in records(linker, outcome.form, keys):
                for call in linker.program.facts[record.site.path].calls:
                    if isinstance(call.callee, Opaque) and call.site == record.site:
                        ref = CallRef(record.site.path, call.number)
                        yield replace(found, call=call, ref=ref, slots=record.slots, complete=record.complete, parts=())


def _continued(
    linker: Linker, surfaces: Surfaces, found: SurfaceCall, made: Made, between: bool = False
) -> Iterator[SurfaceCall]:
    """A method that adds to what its object was made with, where it does say something of the request.

    `between` says that another call goes on from there, which may do so where this one says nothing.
    """
    calls = ((found.ref, ()), *made.also)
    whole = found.complete and all(passed(linker, ref, (), found.operation, found.given, frames)[1] for ref, frames in calls)
    replacing = not whole and bool(found.operation.replaces)
    says = replacing or bool(found.operation.implies) or any(_matters(found.operation, slot) for slot in found.slots)
    if made.call is None or not (between or says):
        return
    maker, prepared, others = _maker(linker, made.call, made)
    for surface, operation in surfaces.functions.get(made.symbol, ()):
        slots, complete = passed(linker, maker[0], prepared, operation, found.given, maker[1])
        slots, complete = unpacked(linker, slots, operation.unpacks, complete)
        made_by = replace(
            found,
            call=linker.program.call(maker[0]),
            ref=maker[0],
            surface=surface,
            operation=operation,
            slots=tuple(slots),
            complete=complete,
            parts=tuple(part for part, _ in prepared if part != maker[0]),
        )
        for origin in _fitting(linker, replace(made_by, client=None, made=None)):
            later = [_later(linker, found, ref, frames) for ref, frames in others]
            origins = next(_taking(linker, surfaces, origin, True), origin) if operation.base else origin
            layers = (*origins.layers, replace(origins, layers=()), *later)
            yield replace(found, surface=surface, client=None, made=None, layers=layers, replacing=replacing)
            return


def _maker(
    linker: Linker, ref: CallRef, made: Made
) -> tuple[tuple[CallRef, Frames], tuple[tuple[CallRef, Frames], ...], tuple[tuple[CallRef, Frames], ...]]:
    """The call that made an object, what was prepared for that (`partial`), and the later calls that gave it more."""
    first = ref, made.frames
    if trailing_name(linker.program.call(ref).callee) not in PREPARING:
        return first, (), made.also
    for second, _ in made.also[:1]:
        callees = linker.outcomes(linker.program.call(second).callee, second.path)
        if any(isinstance(each.form, Prepared) for each in callees):
            return made.also[0], (first,), made.also[1:]
    return first, (first,), made.also


def _later(linker: Linker, found: SurfaceCall, ref: CallRef, frames: Frames) -> SurfaceCall:
    """A call that gave its object more, before the one that sends the request."""
    slots, complete = passed(linker, ref, (), found.operation, found.given, frames)
    return replace(found, call=linker.program.call(ref), ref=ref, slots=tuple(slots), complete=complete)


def _matters(operation: Operation, slot: Slot) -> bool:
    if slot.key is None:
        return False
    lands = operation.places.get(f"keyword:{slot.key}", operation.places.get("keyword:?", "dropped"))
    return lands != "client" or f"keyword:{slot.key}/*" in operation.places


def _positions(linker: Linker, code: Code) -> tuple[str, ...]:
    """What a function of the project calls the arguments that it takes by their places."""
    function = linker.program.facts[code.path].functions[code.number]
    names = tuple(each.name for each in function.parameters if each.kind == "positional")
    return names[1:] if function.owner is not None and not is_static(function) else names


def _hides_an_sdk(form: Form, linker: Linker) -> bool:
    """Whether something stands in a lone file of an SDK's name: whoever imports that name gets the file, not the SDK."""
    if not isinstance(form, (Code, Type)):
        return False
    root = "" if linker.program.root in ("", ".") else f"{linker.program.root}/"
    path = PurePosixPath(form.path.removeprefix(root).removeprefix("src/"))
    return len(path.parts) == 1 and path.stem in linker.program.external


def qualified_name(form: Form, linker: Linker) -> str:
    """The dotted name that a symbol has, or a function or class of the project by the module that defines it.

    So an SDK's own repository, whose imports resolve to its files, is known by the same names as the installed package.
    """
    if isinstance(form, Symbol):
        return form.name
    if not isinstance(form, (Code, Type)):
        return ""
    program = linker.program
    facts = program.facts[form.path]
    if facts.module is not None:
        # The language names what a file holds by a package that the file declares.
        module = facts.module
    else:
        root = "" if program.root in ("", ".") else f"{program.root}/"
        path = PurePosixPath(form.path.removeprefix(root).removeprefix("src/"))
        module = path.with_suffix("").as_posix().removesuffix("/__init__").removesuffix("/index").replace("/", ".")
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


def _of_wrapper(linker: Linker, surfaces: Surfaces, made: Made) -> list[Slot]:
    """What a wrapper was given that every call through it passes."""
    passes = {each for _, client in surfaces.clients.get(made.symbol, ()) if client.wraps is not None for each in client.passes}
    if not passes or made.call is None:
        return []
    return [slot for slot in call_slots(linker, made.call, made.frames)[0] if f"keyword:{slot.key}" in passes]


def _applies(linker: Linker, operation: Operation, *made: Made) -> bool:
    """Whether the client, or its wrapper, was made with the arguments that the operation's row asks for."""
    calls = [(each.call, each.frames) for each in dict.fromkeys(made)]
    slots = [slot for ref, frames in calls if ref is not None for slot in call_slots(linker, ref, frames)[0]]
    return _says(linker, operation, slots)


def _says(linker: Linker, operation: Operation, slots: Iterable[Slot]) -> bool:
    """Whether these arguments are what the operation's row asks for."""
    slots = list(slots)
    for where, wanted in operation.when.items():
        slot = place(slots, where)
        values = [each.form for each in linker.outcomes(slot.value, slot.path, slot.frames)] if slot is not None else []
        if slot is None:
            if wanted is not None:
                return False
        elif not any(
            form.value == wanted if isinstance(form, Constant) else isinstance(form, Symbol) and form.name == wanted
            for form in values
        ):
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
    slots, complete = passed(linker, ref, prepared, operation, outcome.given)
    slots, complete = unpacked(linker, slots, operation.unpacks, complete)
    slots, complete = _instead(linker, slots, operation.instead, complete)
    slots = _with_fallbacks(linker, slots, operation)
    parts = tuple(each for each, _ in prepared)
    own = _of_client(linker, client, made)
    brought = [slot for slot in own if client is not None and f"keyword:{slot.key}" in client.passes]
    return SurfaceCall(
        call,
        ref,
        surface,
        operation,
        client,
        made,
        (*brought, *slots),
        complete,
        outcome.given,
        outcome.steps,
        unsure=_altered(client, own),
        parts=parts,
    )


def _of_client(linker: Linker, client: Client | None, made: Made | None) -> list[Slot]:
    """What a client was made with, where its row asks for that."""
    if client is None or made is None or made.call is None or not (client.passes or client.alters):
        return []
    return call_slots(linker, made.call, made.frames, (), client.unpacks)[0]


def _altered(client: Client | None, slots: Iterable[Slot]) -> str:
    """Why a person should look at what the client's user makes of its requests."""
    altering = [slot.key for slot in slots if client is not None and f"keyword:{slot.key}" in client.alters]
    return f"the client was made with `{altering[0]}`, which may change what is sent" if altering else ""


def _instead(linker: Linker, slots: list[Slot], where: str, complete: bool) -> tuple[list[Slot], bool]:
    """The slots with an entry of one of them in the place of the argument that has the entry's name."""
    outer, _, name = where.partition(":")[2].partition("/")
    holder = next((slot for slot in reversed(slots) if slot.key == outer), None) if where else None
    if holder is None:
        return slots, complete
    inner, whole = linker.spread(holder.value, holder.path, holder.frames)
    taken = next((slot for slot in reversed(inner) if slot.key == name), None)
    if taken is None:
        return slots, complete and (whole or not inner)
    return [*(slot for slot in slots if slot.key != name), taken], complete and taken.sure


def _with_fallbacks(linker: Linker, slots: list[Slot], operation: Operation) -> list[Slot]:
    """The slots with a model that may be each of those that the call falls back on: they get what the call passes, too."""
    slot = place(slots, operation.fallbacks) if operation.fallbacks else None
    model = place(slots, "keyword:model")
    if slot is None or model is None or (slot.path, slot.frames) != (model.path, model.frames):
        return slots
    others: list[Value] = []
    for outcome in linker.outcomes(slot.value, slot.path, slot.frames):
        form = outcome.form
        if isinstance(form, Items) and (form.path, form.frames) == (model.path, model.frames):
            others.extend(_fallen_back_on(linker, each, form) for each in form.values)
        elif not isinstance(form, Constant):
            others.append(Opaque("fallback", outcome.site))
    if not others:
        return slots
    whole = linker.keep(Sequence("list", (model.value, *others), slot.value.site))
    value = linker.keep(Element(whole, None, slot.value.site))
    return [replace(each, value=value) if each is model else each for each in slots]


def _fallen_back_on(linker: Linker, value: Value, items: Items) -> Value:
    """The model that one fallback names: it is that, or a mapping that says nothing of the body beside it."""
    forms = [each.form for each in linker.outcomes(value, items.path, items.frames)]
    if forms and all(isinstance(form, Constant) and isinstance(form.value, str) for form in forms):
        return value
    form = forms[0] if len(forms) == 1 else None
    if isinstance(form, Mapping) and form.complete and {slot.key for slot in form.slots} <= {"model", "api_key"}:
        named = [slot for slot in form.slots if slot.key == "model" and (slot.path, slot.frames) == (items.path, items.frames)]
        if len(named) == 1:
            return named[0].value
    return Opaque("fallback", value.site)


def narrowed(linker: Linker, call: SurfaceCall, given: Given) -> SurfaceCall:
    """The call in the runs that `given` describes: mappings that it unpacks may then be fewer."""
    calls = [linker.program.call(each) for each in (*call.parts, call.ref)]
    if given == call.given or not any(argument.kind == "spread" for each in calls for argument in each.arguments):
        return call
    prepared = tuple((part, ()) for part in call.parts)
    slots, complete = passed(linker, call.ref, prepared, call.operation, given)
    return replace(call, slots=tuple(_with_fallbacks(linker, slots, call.operation)), complete=complete)

"""Converts a call as a whole: its class, what it sends, and every reading of its reply; or says why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from migrator.changes import Change, UseSymbol
from migrator.convert.advice import how_to
from migrator.convert.contents import Contents, read_contents, renamed_arguments, text_of_reply
from migrator.convert.goals import FORM, INCREMENTS, Goal
from migrator.convert.replies import Reply, read_reply
from migrator.convert.sight import NotInSight, Sight
from migrator.findings import Json, Refusal, Request
from migrator.link.common import bindings_of
from migrator.outcomes import CallRef, Made, Symbol
from migrator.requests import drop, get, put, split
from migrator.rewrites import add, set_constant, target_of
from migrator.rulebook import Model, Operation
from migrator.values import Member, Reference, Site, Value
from migrator.variants import Variant, World

INTERFACE = "interface-change"


@dataclass(frozen=True, slots=True)
class Conversion:
    """A call's way to its goal; `calls` are those that have to go it too."""

    goal: Goal
    changes: tuple[Change, ...]
    calls: frozenset[CallRef]
    unsafe: tuple[str, ...]

    def after(self, body: dict[str, Json]) -> Request:
        """The request once it is converted."""
        body = deepcopy(body)
        goal = self.goal
        if goal.moves:
            _contents_after(body, goal)
        if goal.new_form != (goal.stated or next(iter(goal.new.replies))):
            put(body, split(goal.new.own[FORM]), goal.new_form)
        if goal.increments:
            put(body, split(goal.new.own[INCREMENTS]), True)
        return Request(goal.new.path, body)


@dataclass(slots=True)
class Conversions:
    """The conversions of a project. `wanted` tells which calls are to be converted, once all are known."""

    sight: Sight
    wanted: Callable[[], dict[Site, tuple[CallRef, Goal]]] = dict
    _peers: dict[Site, tuple[CallRef, Goal]] | None = field(default=None)

    def convert(self, world: World, variant: Variant, goal: Goal, new: Model, proven: bool) -> Conversion | Refusal:
        """What takes a call to its goal, or what a person has to do."""
        operation = _counterpart(variant)
        if operation is None or not self.sight.follows(variant.call.ref.path):
            return Refusal(INTERFACE, how_to(world, variant, goal, new))
        try:
            return self._converted(world, variant, goal, operation, proven)
        except NotInSight as problem:
            why = f"{problem.why} ({self.sight.where(problem.site)})"
            return Refusal(INTERFACE, f"{why}; by hand: {how_to(world, variant, goal, new)}")

    def _converted(self, world: World, variant: Variant, goal: Goal, operation: Operation, proven: bool) -> Conversion:
        sight, call = self.sight, variant.call
        if call.parts or call.made is not None:
            raise NotInSight(call.call.site, "the call's arguments, or its class, are prepared elsewhere")
        changes: list[Change] = []
        beside: set[Site] = set()
        unsafe: list[str] = []
        contents = Contents()
        if goal.moves:
            if not call.complete:
                raise NotInSight(call.call.site, "the call unpacks arguments that are not in sight")
            changes.extend(self._class(call.ref, call.operation, operation, beside))
            contents = read_contents(sight, call, goal, proven)
            changes.extend(contents.changes)
            changes.extend(renamed_arguments(sight, call, goal, operation.positions))
            beside |= contents.beside
            unsafe.extend(_needs_newer(world, variant, operation))
            tested = sight.replaced(call.operation.id)
            if tested is not None:
                unsafe.append(f"{tested} puts something else in the place of {call.operation.id}, which this call leaves")
        reply = read_reply(sight, call.ref, goal)
        refs = self._refs(call.call.site, beside | reply.beside, goal)
        replies = [reply, *(read_reply(sight, ref, goal) for ref in refs if ref != call.ref)]
        _agree(sight, contents, reply, replies)
        changes.extend(reply.changes)
        changes.extend(self._form(world, variant, goal))
        if reply.adds_up:
            unsafe.append("each chunk repeats what came before today and the loop adds them up; then each holds only what is new")
        if reply.open:
            names = ", ".join(f"`{name}`" for name in dict.fromkeys(reply.open))
            unsafe.append(f"code outside this project may call {names} and read the reply as it is today")
        return Conversion(goal, tuple(dict.fromkeys(changes)), refs - {call.ref}, tuple(unsafe))

    def _refs(self, own: Site, beside: set[Site], goal: Goal) -> frozenset[CallRef]:
        """The calls that share something with this one: all must be converted in the same way."""
        if self._peers is None:
            self._peers = self.wanted()
        refs: set[CallRef] = set()
        for site in sorted(beside - {own}):
            found = self._peers.get(site)
            if found is None or _shape(found[1]) != _shape(goal):
                raise NotInSight(site, "this shares the messages, or a name, with the call, and is not converted with it")
            refs.add(found[0])
        return frozenset(refs)

    def _class(self, ref: CallRef, old: Operation, new: Operation, beside: set[Site]) -> list[Change]:
        """The class under which the call is made."""
        call = self.sight.program.call(ref)
        base = call.callee.base if isinstance(call.callee, Member) else None
        found = self.sight.linker.outcomes(base, ref.path) if base is not None else ()
        form = found[0].form if len(found) == 1 else None
        named = base
        site = base.site if base is not None else call.site
        if isinstance(form, Made) and form.call is not None and form.call.path == ref.path:
            made = self.sight.program.call(form.call)
            for reading in self.sight.follow(made.site, ()):
                if reading.how == "named":
                    self.sight.check_lent(reading)
                    continue
                if reading.steps != ("call",) or reading.how != "called" or reading.also:
                    raise NotInSight(reading.place, "the object that takes the call is used for something else here")
                beside.add(reading.place)
            classes = self.sight.linker.outcomes(made.callee, ref.path)
            named = made.callee
            site, form = made.callee.site, classes[0].form if len(classes) == 1 else None
        name = f"{form.name}.call" if isinstance(form, Symbol) and self._is_named(named, form, ref.path) else ""
        if name not in old.symbols:
            raise NotInSight(site, "the class is not named here")
        replaced = new.symbols[old.symbols.index(name)].rpartition(".")[0]
        assert isinstance(form, Symbol)
        imported = self._imported(ref.path, named)
        lent = isinstance(named, Reference) and self.sight.lent(ref.path, named.name)
        return [UseSymbol(site, form.name, replaced, lent, imported)]

    def _is_named(self, named: Value | None, symbol: Symbol, path: str) -> bool:
        """Whether a class stands under its name in a module of the SDK, where the new one stands too: no object keeps it."""
        if not isinstance(named, Member):
            return True
        holders = [each.form for each in self.sight.linker.outcomes(named.base, path)]
        return [f"{each.name}.{named.name}" for each in holders if isinstance(each, Symbol)] == [symbol.name]

    def _imported(self, path: str, named: Value | None) -> Site | None:
        """Where a plain name is imported."""
        bindings = bindings_of(self.sight.program.facts[path], named)
        return bindings[0].site if bindings else None

    def _form(self, world: World, variant: Variant, goal: Goal) -> list[Change]:
        """The parameters by which the form of the reply is asked for."""
        wanted: list[tuple[str, str | bool]] = []
        if goal.new_form != (goal.stated or next(iter(goal.new.replies))):
            wanted.append((FORM, goal.new_form))
        if goal.increments:
            wanted.append((INCREMENTS, True))
        changes: list[Change] = []
        for name, value in wanted:
            pointer = split(variant.protocol.own[name])
            landing = variant.prediction.at(pointer) or variant.prediction.omitted(pointer)
            target = target_of(variant, name)
            if landing is not None and landing.slot.how in ("argument", "positional"):
                change = set_constant(landing, value, world.linker)
            elif landing is None and target is not None:
                change = add(variant.call, target, value, world.linker, variant.landing)
            else:
                raise NotInSight(variant.call.call.site, f"`{name}` is not given at the call itself")
            if isinstance(change, Refusal):
                raise NotInSight(variant.call.call.site, change.hint)
            changes.append(change)
        return changes


def _agree(sight: Sight, contents: Contents, own: Reply, replies: Sequence[Reply]) -> None:
    """What the messages take from replies is what the replies give, and nothing else. Raises `NotInSight`."""
    whole = {site for each in replies for site in each.whole}
    texts = {site for each in replies for site in each.texts}
    for site in own.whole:
        if site not in contents.appended:
            raise NotInSight(site, "the reply's message is handed on whole here, and its shape changes")
    for slot in contents.unproven:
        if not text_of_reply(sight, slot, texts):
            raise NotInSight(slot.value_site, "nothing proves that this content is a text")
    for site in sorted(contents.appended):
        if site not in whole:
            raise NotInSight(site, "what is added to the messages here is not in sight")


def _counterpart(variant: Variant) -> Operation | None:
    name = variant.call.operation.counterpart
    return next((each for each in variant.call.surface.operations if each.id == name), None)


def _shape(goal: Goal) -> tuple[object, ...]:
    return goal.old.id, goal.new.id, goal.old_form, goal.new_form, goal.increments, goal.streams, goal.may_be_empty


def _needs_newer(world: World, variant: Variant, operation: Operation) -> list[str]:
    """What a person should look at where nothing says that the SDK has the other class."""
    from migrator.versions import version_must_apply

    surface = variant.call.surface
    declared = world.declared.get(surface.package or surface.sdk)
    if not operation.versions or (declared is not None and version_must_apply(operation.versions, declared.version)):
        return []
    if declared is not None:
        raise NotInSight(variant.call.call.site, f"{operation.id} needs {surface.sdk} {operation.versions}")
    return [f"{operation.id} needs {surface.sdk} {operation.versions}, and nothing here says which one is used"]


def _contents_after(body: dict[str, Json], goal: Goal) -> None:
    prompt = get(body, _PROMPT)
    if prompt is not None:
        put(body, _MESSAGES, [{"role": "user", "content": prompt}])
        drop(body, _PROMPT)
    messages = get(body, _MESSAGES)
    written = messages if isinstance(messages, list) else []
    for message in (each for each in written if isinstance(each, dict) and "content" in each):
        message["content"] = _content_after(message["content"], goal)


_PROMPT, _MESSAGES = ("input", "prompt"), ("input", "messages")


def _content_after(content: Json, goal: Goal) -> Json:
    if goal.new.content_part:
        return content if isinstance(content, list) else [{goal.new.content_part: content}]
    part = content[0] if isinstance(content, list) and len(content) == 1 else None
    return part[goal.old.content_part] if isinstance(part, dict) and goal.old.content_part in part else content

"""Every reading of a call's reply: whether all are in sight and understood, and what each has to become."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from migrator.changes import Change, ReadElsewhere
from migrator.convert.contents import CONTENT
from migrator.convert.goals import Goal
from migrator.convert.sight import NotInSight, Sight
from migrator.facts import FileFacts, Function
from migrator.link import callables, callbacks
from migrator.link.common import is_open
from migrator.link.program import trailing_name
from migrator.outcomes import CallRef
from migrator.readings import ANY, Reading, Steps, any_position
from migrator.requests import split
from migrator.values import Literal, Site, Value, parts_of

DEEPEST = 4
HARMLESS = frozenset({"tested", "alone"})


@dataclass(slots=True)
class Reply:
    """What is known of a call's reply: the changes of its readings, and the calls that must be converted with it.

    `whole` are places where the message of a reply is handed on as it is, by the call that takes it.
    """

    changes: list[Change] = field(default_factory=list)
    beside: set[Site] = field(default_factory=set)
    whole: dict[Site, Site] = field(default_factory=dict)
    texts: set[Site] = field(default_factory=set)
    open: list[str] = field(default_factory=list)
    adds_up: bool = False


def read_reply(sight: Sight, ref: CallRef, goal: Goal) -> Reply:
    """The reply of a call, read everywhere. Raises `NotInSight`."""
    if goal.streams is None:
        raise NotInSight(sight.program.call(ref).site, "only run time tells whether this streams")
    if goal.old_form == "?":
        raise NotInSight(sight.program.call(ref).site, "only run time tells in which form the reply comes")
    reply = Reply()
    _follow(sight, ref, goal, reply, 0)
    return reply


def _follow(sight: Sight, ref: CallRef, goal: Goal, reply: Reply, depth: int) -> None:
    call = sight.program.call(ref)
    lead: Steps = (ANY,) if goal.streams else ()
    parts = {name: split(pointer) for name, pointer in goal.old.replies[goal.old_form].items()}
    stops = {(*lead, *any_position(pointer)): name for name, pointer in parts.items()}
    fresh = {(*lead, *any_position(split(pointer))): name for name, pointer in goal.new.replies[goal.new_form].items()}
    readings = sight.follow(call.site, tuple(stops))
    if all(reading.how in ("alone", "named") for reading in readings):
        raise NotInSight(call.site, "nothing in sight reads the reply")
    for reading in readings:
        reply.beside.update(reading.also)
        if reading.how == "named":
            sight.check_lent(reading)
            continue
        if _related(reading.steps, fresh) and not _related(reading.steps, stops):
            raise NotInSight(reading.place, "this asks for what a reply only holds in its new shape")
        name = stops.get(any_position(reading.steps))
        if name is not None:
            _part(goal, reading, name, parts[name], lead, reply)
        elif reading.how == "returned" and _related(reading.steps, stops):
            _returned(sight, ref, reading, goal, reply, depth)
        else:
            _other(reading, stops, goal, lead, reply)


def _part(goal: Goal, reading: Reading, name: str, old: Steps, lead: Steps, reply: Reply) -> None:
    """A reading of a part that the form of the reply has a place for."""
    if reading.how == "lost":
        raise NotInSight(reading.place, "the reply itself is changed here")
    if name == "text":
        reply.texts.add(reading.sites[-1])
    if goal.increments and name != "finish":
        if not (reading.adds or reading.how == "tested"):
            raise NotInSight(reading.place, "this takes each chunk for the whole text so far")
        reply.adds_up = reply.adds_up or reading.adds
    new = split(goal.new.replies[goal.new_form].get(name, ""))
    if new == old:
        return
    if goal.old.content_part and name == "text" and reading.steps[-2] != "0":
        raise NotInSight(reading.sites[-1], "this may take another part than the first one")
    common = next(
        (at for at, (mine, theirs) in enumerate(zip(old, new, strict=False)) if mine != theirs), min(len(old), len(new))
    )
    written = len(reading.sites) - 1
    going = len(old) - common
    if going > written:
        raise NotInSight(reading.sites[-1], "what this is read from was taken under another name")
    kept = reading.sites[written - going]
    empty = goal.may_be_empty and name == "text" and bool(goal.new.content_part)
    items = 2 if name == "text" and goal.new.content_part else 0
    reply.changes.append(ReadElsewhere(reading.sites[-1], kept, new[common:], items, empty))


def _other(reading: Reading, stops: dict[Steps, str], goal: Goal, lead: Steps, reply: Reply) -> None:
    """A reading of something around, inside or beside those parts."""
    if reading.how == "lost":
        raise NotInSight(reading.place, "nobody can tell what becomes of the reply here")
    # A method of something around the parts may give them away (`reply.output.items()`).
    steps = reading.steps[:-1] if reading.how == "called" else reading.steps
    if not _related(steps, stops) or reading.how in HARMLESS:
        return
    path = split(goal.old.replies[goal.old_form].get("text", ""))
    message = (*lead, *any_position(path[: path.index(CONTENT)])) if CONTENT in path else None
    if reading.how == "argument" and any_position(reading.steps) == message:
        reply.whole[reading.sites[-1]] = reading.place
        return
    what = "the reply is returned" if reading.how == "yielded" else "the reply, or a part of it, is handed on"
    raise NotInSight(reading.place, f"{what} whole here, and its shape changes")


def _related(steps: Steps, stops: dict[Steps, str]) -> bool:
    """Whether a part may hold, or be, one whose place changes."""
    return any(all(mine in (theirs, ANY) for mine, theirs in zip(any_position(steps), stop, strict=False)) for stop in stops)


def _returned(sight: Sight, ref: CallRef, reading: Reading, goal: Goal, reply: Reply, depth: int) -> None:
    """A function gives the whole reply to its callers: they are read as well."""
    facts = sight.program.facts[ref.path]
    function = facts.functions[reading.function] if reading.function is not None else None
    if function is None or function.decorators or reading.steps or depth >= DEEPEST:
        raise NotInSight(reading.place, "the reply is returned whole here, and its shape changes")
    sight.load(function.name)
    sight.linker.callers_found.pop((ref.path, function.number), None)
    callers = callables.callers(sight.linker, ref.path, function)
    if not callers:
        raise NotInSight(reading.place, f"`{function.name}` returns the reply, and nothing in sight calls it")
    elsewhere = _handed_on(sight, ref.path, function, callers)
    if elsewhere is not None:
        raise NotInSight(elsewhere, f"`{function.name}` returns the reply, and is handed on here")
    others = [value for value in function.returns if not (isinstance(value, Literal) and value.value is None)]
    if len(others) > 1:
        raise NotInSight(reading.place, f"`{function.name}` returns the reply, or something else")
    if is_open(facts, function):
        reply.open.append(function.name)
    for caller in callers:
        _follow(sight, caller, goal, reply, depth + 1)


def _handed_on(sight: Sight, path: str, function: Function, callers: Collection[CallRef]) -> Site | None:
    """Where a function is given away, or kept among others, so that calls of it may be out of sight."""
    linker, program = sight.linker, sight.program
    key = path, function.number
    for ref, argument in callbacks.handings(linker, function, program.facts[path]):
        if ref not in callers and not callbacks.stays(linker, ref, argument):
            return argument.value_site
    names = {each for name in (function.name, *program.names_of_function(*key)) for each in program.spellings(name)}
    for facts in list(program.facts.values()):
        for value, whole in _kept(facts):
            for part in parts_of(value):
                named = (whole or part is not value) and trailing_name(part) in names
                if named and any(callbacks.is_code(each.form, key) for each in linker.outcomes(part, facts.path)):
                    return part.site
    return None


def _kept(facts: FileFacts) -> Iterator[tuple[Value, bool]]:
    """What a file keeps or gives away, and whether a function counts there that is all of it: another name for it does not."""
    for found in facts.bindings.values():
        yield from ((each.value, False) for each in found)
    for call in facts.calls:
        yield from ((each.value, False) for each in call.arguments)
    for function in facts.functions:
        yield from ((each, True) for each in function.returns)
    yield from ((each.value, True) for each in facts.attributes)
    yield from ((each.value, True) for each in facts.mutations if each.value is not None)

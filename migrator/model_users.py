"""Finds the calls that send a request for a model which another call made (`generateText({ model: provider("…") })`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from migrator.calls import SurfaceCall, Surfaces, calls_named, matches
from migrator.facts import Call, FileFacts
from migrator.handed import Handed
from migrator.judge import CallGroup
from migrator.link.evaluate import Linker
from migrator.outcomes import CallRef, Code, Constant, Made, Outcome, Slot, Symbol, Type, Unknown
from migrator.passed import call_slots, place
from migrator.rulebook import Operation
from migrator.values import Choice, Member, Opaque, Record, Reference, Result, Sequence, Site, Value

OPTIONS = "options"
NAME = "{name}"
DEPTH = 4


def model_users(
    linker: Linker, surfaces: Surfaces, facts: FileFacts, touched: Callable[[FileFacts, Call], bool]
) -> Iterator[SurfaceCall]:
    """The calls of one file that send requests for models which other calls made; `touched` rules out some by names alone."""
    for call in calls_named(facts, surfaces.user_names):
        for outcome in linker.outcomes(call.callee, facts.path) if touched(facts, call) else ():
            if isinstance(outcome.form, Symbol) and outcome.form.name in surfaces.users:
                yield from _used(linker, surfaces, outcome, outcome.form.name, call, CallRef(facts.path, call.number))


def _used(linker: Linker, surfaces: Surfaces, outcome: Outcome, symbol: str, call: Call, ref: CallRef) -> Iterator[SurfaceCall]:
    own, whole = call_slots(linker, ref, (), (OPTIONS,), (OPTIONS,))
    for key in surfaces.users[symbol]:
        given = place(own, f"keyword:{key}")
        if given is None:
            continue
        rest = [slot for slot in own if slot is not given]
        models = linker.outcomes(given.value, given.path, given.frames)
        found = [each for model in models for each in _made(linker, surfaces, model, symbol, call, ref, rest, whole)]
        others = [model for model in models if not isinstance(model.form, Made)]
        opens = tuple(model.form.reason if isinstance(model.form, Unknown) else "unresolved" for model in others)
        for each in found:
            yield replace(each, given=each.given | outcome.given, open=opens, made_at=given.value_site)


def _made(
    linker: Linker,
    surfaces: Surfaces,
    model: Outcome,
    symbol: str,
    call: Call,
    ref: CallRef,
    rest: list[Slot],
    whole: bool,
) -> Iterator[SurfaceCall]:
    """The request for one model that the call may take."""
    form = model.form
    if not isinstance(form, Made) or form.call is None:
        return
    maker = linker.program.call(form.call)
    for callee in linker.outcomes(maker.callee, form.call.path, form.frames):
        for found in matches(linker, surfaces, callee, maker, form.call):
            row = found.operation
            if symbol not in row.used_by:
                continue
            slots, complete = call_slots(linker, form.call, form.frames, row.positions, row.unpacks)
            yield replace(
                found,
                call=call,
                ref=ref,
                operation=_asked(_named(row, _name_of(linker, found)), symbol),
                slots=(*slots, *rest),
                complete=complete and whole,
                given=found.given | model.given,
                steps=(*found.steps, *model.steps),
                made_by=form.call,
            )


def _name_of(linker: Linker, call: SurfaceCall) -> str | None:
    """What the client is called, where its row's places speak of that."""
    if not call.operation.named_by or call.client is None or call.made is None or call.made.call is None:
        return None
    slots, _ = call_slots(linker, call.made.call, call.made.frames, (), call.client.unpacks)
    slot = place(slots, call.operation.named_by)
    known = (
        [each.form.value for each in linker.outcomes(slot.value, slot.path, slot.frames) if isinstance(each.form, Constant)]
        if slot
        else []
    )
    return str(known[0]) if len(known) == 1 else None


def _named(row: Operation, name: str | None) -> Operation:
    """The row with the client's name in its places, as given and in camel case; nothing can be written where it is not known."""
    if not row.named_by:
        return row
    if name is None:
        unknown = {where: lands for where, lands in row.places.items() if NAME not in where}
        return replace(row, places=unknown, write={})
    camel = re.sub(r"[_-](\w)", lambda match: match[1].upper(), name)
    places = {where.replace(NAME, each): lands for where, lands in row.places.items() for each in dict.fromkeys((name, camel))}
    return replace(row, places=places, write={key: where.replace(NAME, name) for key, where in row.write.items()})


def with_name(linker: Linker, call: SurfaceCall) -> SurfaceCall:
    """A call that makes a model, with its client's name in its row."""
    return replace(call, operation=_named(call.operation, _name_of(linker, call))) if call.operation.named_by else call


def _asked(row: Operation, symbol: str) -> Operation:
    """The row with what a function that streams asks for."""
    return replace(row, adds={**row.adds, **row.adds_when_streaming}) if symbol in row.streamed_by else row


def escapes(linker: Linker, files: Iterable[FileFacts], makers: frozenset[CallRef], used: frozenset[Site]) -> frozenset[CallRef]:
    """The calls whose models also go where nobody sees what is asked of them: to functions from outside, in other places."""
    found: set[CallRef] = set()
    known = tuple(files)
    handed = Handed(linker, known, (), makers)
    for facts in known:
        for call in facts.calls:
            values = [each.value for each in call.arguments if each.value_site not in used and handed(each.value, facts)]
            reached = {made for value in values for made in _reached(linker, value, facts, used, 0)} & makers
            if reached and not _is_ours(linker, call, facts):
                found |= reached
    return frozenset(found)


def spoken_for(linker: Linker, files: Iterable[FileFacts], groups: Iterable[CallGroup]) -> frozenset[CallRef]:
    """The calls whose objects only go to calls that take such an object and say what its own call has no place for."""
    found = [judged.call for group in groups for judged in group.judged]
    mute = {call.ref for call in found if not call.layers and not call.operation.write}
    takers = [call for call in found if call.operation.base and call.layers and call.origin.ref in mute]
    makers = frozenset(call.origin.ref for call in takers)
    if not makers:
        return frozenset()
    sites = frozenset(
        argument.value_site
        for call in takers
        for argument in linker.program.call(call.ref).arguments
        if call.operation.base == f"keyword:{argument.name}"
    )
    known = tuple(files)
    kept = {
        made
        for facts in known
        for attribute in facts.attributes
        for made in _reached(linker, attribute.value, facts, sites, 0)
        if not (isinstance(attribute.base, Reference) and attribute.base.name == "self")
    }
    return makers - kept - escapes(linker, known, makers, sites)


def _is_ours(linker: Linker, call: Call, facts: FileFacts) -> bool:
    """Whether a call goes into a function of the project, whose own calls are in sight."""
    outcomes = linker.outcomes(call.callee, facts.path)
    return bool(outcomes) and all(isinstance(each.form, (Code, Type)) for each in outcomes)


def _reached(linker: Linker, value: Value, facts: FileFacts, used: frozenset[Site], depth: int) -> Iterator[CallRef]:
    """The calls that made something in a value."""
    if value.site in used or depth > DEPTH:
        return
    match value:
        case Reference() | Member() | Result():
            for outcome in linker.outcomes(value, facts.path):
                if isinstance(outcome.form, Made) and outcome.form.call is not None:
                    yield outcome.form.call
        case Record(entries=entries):
            for entry in entries:
                yield from _reached(linker, entry.value, facts, used, depth + 1)
        case Sequence(items=parts) | Choice(options=parts) | Opaque(operands=parts):
            for part in parts:
                yield from _reached(linker, part, facts, used, depth + 1)

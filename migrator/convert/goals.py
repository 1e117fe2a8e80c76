"""What a call's interface, and the form of its reply, have to become for the model that it is to call."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrator.requests import get, is_unknown, split
from migrator.rulebook import BY_URL, Model, Protocol
from migrator.variants import Variant, World

MESSAGE = "message"
FORM, INCREMENTS = "result_format", "incremental_output"
NEEDS_MESSAGE = 'The result_format parameter must be "message" when enable_thinking is true'
NEEDS_INCREMENTS = 'The incremental_output parameter must be "true" when enable_thinking is true'


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a call is to get to: from one interface and form of reply to another.

    `stated`: the form that the call asks for today, None where it leaves it to the default; `increments`: a stream is to bring
    only what is new; `streams`: None where only run time tells; `may_be_empty`: a reply may hold no text at all (a chunk, or the
    call of a tool); `thinks`: the call has to ask for what a thinking model answers in.
    """

    old: Protocol
    new: Protocol
    old_form: str
    new_form: str
    stated: str | None
    increments: bool
    streams: bool | None
    may_be_empty: bool
    thinks: bool = field(compare=False)

    @property
    def moves(self) -> bool:
        """Whether the interface changes."""
        return self.old.id != self.new.id

    @property
    def reshapes(self) -> bool:
        """Whether any part of the reply is read elsewhere; it may be where nobody knows the form that it has today."""
        return self.old_form not in self.old.replies or self.old.replies[self.old_form] != self.new.replies[self.new_form]


def goal_of(world: World, variant: Variant, new: Model, thinks: bool | None) -> Goal | None:
    """What a native call has to become for `new` to answer it; None where nothing, or nothing that is known."""
    old = variant.protocol
    if not old.replies:
        return None
    target = _interface(world, old, new)
    stated = get(variant.prediction.request.body, split(old.own[FORM])) if FORM in old.own else None
    default, *_ = old.replies
    form = default if stated is None else stated
    old_form = form if isinstance(form, str) and form in old.replies else "?"
    must = needs_thinking_form(variant, thinks)
    new_form = MESSAGE if must or target.id != old.id else old_form
    streams = may_stream(world, variant)
    asked = streams is True or (streams is None and variant.call.named("stream") is not None)
    increments = must and asked and _increments(variant) is not True
    if target.id == old.id and new_form == old_form and not increments:
        return None
    empty = streams is not False or variant.call.named("tools") is not None
    said = stated if isinstance(stated, str) else None
    return Goal(old, target, old_form, new_form, said, increments, streams, empty, must)


def needs_thinking_form(variant: Variant, thinks: bool | None) -> bool:
    """Whether the call has to ask for what a thinking model answers in."""
    if thinks is None and variant.model is not None and variant.model.thinking != "always":
        return False
    return thinks is not False


def may_stream(world: World, variant: Variant) -> bool | None:
    """Whether a native call streams: said by an argument of the SDK's, or by a header of a raw request."""
    if variant.call.operation.protocol == BY_URL:
        header = variant.protocol.stream_header.lower()
        headers = [each for each in variant.prediction.landings if each.effect == "header"]
        # What a known header says is not known either where it is put together: its name tells.
        hidden = any(is_unknown(each.value) for each in headers if len(each.path) == 1)
        return hidden or any(each.path[-1].lower() == header for each in headers)
    said = next((each for each in variant.prediction.landings if each.path == ("stream",)), None)
    if said is None:
        return False if variant.call.complete else None
    return said.value if isinstance(said.value, bool) else (False if said.value is None else None)


def _increments(variant: Variant) -> object:
    pointer = variant.protocol.own.get(INCREMENTS)
    return pointer is None or _is_added(variant, pointer) or get(variant.prediction.request.body, split(pointer))


def _is_added(variant: Variant, pointer: str) -> bool:
    """Whether a framework that reads streams itself asks for what it reads."""
    return pointer in variant.call.origin.operation.adds and variant.prediction.at(split(pointer)) is None


def _interface(world: World, old: Protocol, new: Model) -> Protocol:
    if new.native is None or new.native == old.serves:
        return old
    protocols = world.rulebook.protocols.values()
    return next(each for each in protocols if each.interface == old.interface and each.serves == new.native)

"""Every content of the messages that a call sends: texts become lists of parts, or lists of one part texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrator.calls import SurfaceCall
from migrator.changes import Change, DropArgument, PassAs, UnwrapText, WrapText
from migrator.convert.goals import Goal
from migrator.convert.sight import NotInSight, Sight
from migrator.facts import Argument, Call, FileFacts
from migrator.link.common import bindings_of
from migrator.link.mutations import GROWN
from migrator.link.program import trailing_name
from migrator.outcomes import Bound, Constant, Frames, Items, Made, Mapping, Outcome, Slot, Text, Unknown
from migrator.readings import Reading
from migrator.values import Parameter, Record, Reference, Sequence, Site, Value

CONTENT, ROLE, MESSAGES, PROMPT = "content", "role", "messages", "prompt"
ROLES = frozenset({"user", "system", "assistant"})
GROWS = frozenset({"append", "insert", "extend"})
READ_ONLY = frozenset({"clear", "count", "index"})
"""Methods of a list that neither add a message nor take a content out."""


@dataclass(slots=True)
class Contents:
    """Changes to what a call sends; `beside` are the calls that send the same messages, `appended` replies put among them."""

    changes: list[Change] = field(default_factory=list)
    beside: set[Site] = field(default_factory=set)
    others: set[Site] = field(default_factory=set)
    """Values that stand under the same names: they must be lists of these messages too."""
    appended: set[Site] = field(default_factory=set)
    unproven: list[Slot] = field(default_factory=list)
    """Contents that nothing proves to be texts, unless they are the text of a reply."""


def read_contents(sight: Sight, call: SurfaceCall, goal: Goal, proven: bool) -> Contents:
    """The contents of a call's messages. `proven`: what is not known to be a text must not be taken for one.

    Raises `NotInSight`.
    """
    contents = Contents()
    messages, prompt = _given(sight, call, MESSAGES), _given(sight, call, PROMPT)
    for name, slot in (("history", _given(sight, call, "history")), (PROMPT, prompt if messages is not None else None)):
        if slot is not None:
            raise NotInSight(slot.site, f"`{name}` has no counterpart there")
    if messages is not None:
        _Messages(sight, goal, proven, contents).argument(messages)
    elif prompt is None:
        raise NotInSight(call.call.site, "the messages are not in sight")
    return contents


def renamed_arguments(sight: Sight, call: SurfaceCall, goal: Goal, positions: tuple[str, ...]) -> list[Change]:
    """Changes by which every argument arrives where the other operation takes it. Raises `NotInSight`."""
    changes: list[Change] = []
    moves = False
    staying = {mine for mine, theirs in zip(call.operation.positions, positions, strict=False) if mine == theirs}
    prompt = _given(sight, call, PROMPT)
    # Messages that are nothing would stand beside those that the prompt becomes.
    unknown_there = _UNKNOWN_THERE if prompt is None else _UNKNOWN_THERE | {MESSAGES}
    for slot in call.slots:
        given = not _is_nothing(sight, slot)
        key = slot.key or ""
        if slot.how == "positional":
            moves = moves or key not in staying
        if key == PROMPT and given:
            changes.append(_as_messages(slot, goal))
        elif key in unknown_there and not given:
            changes.append(DropArgument(slot.holder, slot.site))
        elif key in unknown_there:
            raise NotInSight(slot.site, f"`{key}` has no counterpart there")
        elif slot.how == "positional" and moves:
            if slot.holder != call.call.site or key.startswith("position:"):
                raise NotInSight(slot.site, "this positional argument is not in sight")
            changes.append(PassAs(slot.holder, slot.site, slot.value_site, key))
    return changes


_UNKNOWN_THERE = frozenset({PROMPT, "history", "plugins", "customized_model_id"})


def _as_messages(slot: Slot, goal: Goal) -> Change:
    if slot.how not in ("positional", "argument"):
        raise NotInSight(slot.site, "the prompt is not passed at the call itself")
    return PassAs(slot.holder, slot.site, slot.value_site, MESSAGES, "user", goal.new.content_part)


def _given(sight: Sight, call: SurfaceCall, name: str) -> Slot | None:
    slot = call.named(name)
    return None if slot is None or _is_nothing(sight, slot) else slot


def _is_nothing(sight: Sight, slot: Slot) -> bool:
    found = sight.linker.outcomes(slot.value, slot.path, slot.frames)
    return bool(found) and all(isinstance(each.form, Constant) and each.form.value is None for each in found)


@dataclass(slots=True)
class _Messages:
    """Goes through everything that a list of messages holds, and everything that uses it."""

    sight: Sight
    goal: Goal
    proven: bool
    contents: Contents
    _seen: set[Site] = field(default_factory=set)

    def argument(self, slot: Slot) -> None:
        outcomes = self.sight.linker.outcomes(slot.value, slot.path, slot.frames)
        for outcome in outcomes:
            if not isinstance(outcome.form, Items):
                raise NotInSight(slot.value_site, "the messages are not in sight")
            self._list(outcome, outcome.form)
        if not outcomes or self.contents.others - self._seen:
            raise NotInSight(slot.value_site, "the messages are not in sight")

    def _list(self, outcome: Outcome, items: Items) -> None:
        if outcome.site in self._seen:
            return
        self._seen.add(outcome.site)
        for value in items.values:
            # What is appended later is met where the list is used.
            if items.kind != GROWN or outcome.site.contains(value.site):
                self._message(value, items.path, items.frames, outcome.site)
        for reading in self.sight.follow(outcome.site, ()):
            self._use(reading)

    def _use(self, reading: Reading) -> None:
        """What the program does with the list besides sending it."""
        call = self.sight.call_at(reading.place)
        self.contents.others.update(reading.also)
        if reading.how == "named":
            self.sight.check_lent(reading)
        if reading.how in ("tested", "alone", "named"):
            return
        if reading.how == "called" and call is not None and len(reading.steps) == 1:
            method = reading.steps[0]
            if method in GROWS:
                self._added(call, reading.place.path, method)
                return
            if method in READ_ONLY or (method == "pop" and self._is_let_go(call)):
                return
        if reading.how == "argument" and call is not None and trailing_name(call.callee) == "len":
            return
        if reading.how == "argument" and not reading.steps and call is not None:
            self.contents.beside.add(call.site)
            return
        raise NotInSight(reading.place, "the messages are used for something else here, and their shape changes")

    def _is_let_go(self, call: Call) -> bool:
        """Whether nobody looks at what a call gives."""
        return all(reading.how == "alone" for reading in self.sight.follow(call.site, ()))

    def _added(self, call: Call, path: str, method: str) -> None:
        argument: Argument | None = call.arguments[-1] if call.arguments else None
        if argument is None or argument.kind != "positional":
            raise NotInSight(call.site, "what is added to the messages is not in sight")
        value = argument.value
        if method == "extend" and isinstance(value, Sequence):
            for item in value.items:
                self._message(item, path, (), value.site)
        elif method != "extend" and self._written_here(value, path, ()) is not None:
            self._message(value, path, (), value.site)
        else:
            self.contents.appended.add(argument.value_site)

    def _message(self, value: Value, path: str, frames: Frames, holder: Site) -> None:
        """One message as written in place."""
        form = self._written_here(value, path, frames)
        if form is None or not holder.contains(value.site):
            raise NotInSight(value.site, "this message is not written out here")
        slots = [slot for slot in form.slots if slot.key == CONTENT] if form.complete else []
        if len(slots) != 1 or not holder.contains(slots[0].value_site):
            raise NotInSight(value.site, "this message's content is not in sight")
        roles = [each for slot in form.slots if slot.key == ROLE for each in self.sight.linker.outcomes(slot.value, path, frames)]
        if any(isinstance(each.form, Constant) and each.form.value not in ROLES for each in roles):
            raise NotInSight(value.site, "nobody says in which shape a message of this role is taken there")
        if self.goal.new.content_part:
            self._wrap(slots[0])
        else:
            self._unwrap(slots[0])

    def _written_here(self, value: Value, path: str, frames: Frames) -> Mapping | None:
        """The mapping that a value is, if it is written out in its place (`{…}` or `dict(…)`)."""
        found = self.sight.linker.outcomes(value, path, frames)
        form = found[0].form if len(found) == 1 else None
        return form if isinstance(form, Mapping) and form.site == value.site else None

    def _wrap(self, slot: Slot) -> None:
        if isinstance(slot.value, Sequence):
            # Somebody has written parts already, which the text interface never took.
            return
        outcomes = self.sight.linker.outcomes(slot.value, slot.path, slot.frames)
        if any(not _may_be_text(each) for each in outcomes):
            raise NotInSight(slot.value_site, "this content is no text")
        known = bool(outcomes) and all(_is_text(each) for each in outcomes)
        if self.proven and not known and not _says_text(self.sight, slot):
            self.contents.unproven.append(slot)
        self.contents.changes.append(WrapText(slot.value_site, self.goal.new.content_part))

    def _unwrap(self, slot: Slot) -> None:
        value = slot.value
        part = value.items[0] if isinstance(value, Sequence) and len(value.items) == 1 else None
        entries = part.entries if isinstance(part, Record) else ()
        keys = [self.sight.linker.outcomes(each.key, slot.path) for each in entries if each.key is not None]
        known = [found[0].form.value for found in keys if len(found) == 1 and isinstance(found[0].form, Constant)]
        if known == [self.goal.old.content_part] and len(entries) == 1:
            self.contents.changes.append(UnwrapText(slot.value_site, entries[0].value.site))
        elif not all(_is_text(each) for each in self.sight.linker.outcomes(value, slot.path, slot.frames)):
            raise NotInSight(slot.value_site, "this content is more than one text")


def _may_be_text(outcome: Outcome) -> bool:
    form = outcome.form
    return isinstance(form, (Text, Unknown, Made, Bound)) or (isinstance(form, Constant) and isinstance(form.value, str))


def _is_text(outcome: Outcome) -> bool:
    form = outcome.form
    if isinstance(form, Made):
        return form.symbol.removeprefix("builtins.") in ("str", "input")
    return isinstance(form, Text) or (isinstance(form, Constant) and isinstance(form.value, str))


def text_of_reply(sight: Sight, slot: Slot, texts: set[Site]) -> bool:
    """Whether a content is the text of a reply, or a name that was only given such texts."""
    bindings = bindings_of(sight.program.facts[slot.path], slot.value)
    return slot.value.site in texts or (bool(bindings) and all(each.value.site in texts for each in bindings))


def _says_text(sight: Sight, slot: Slot) -> bool:
    """Whether the value is a parameter that its function declares to be a text."""
    facts = sight.program.facts[slot.path]
    declared = [each.value for each in bindings_of(facts, slot.value)]
    return len(declared) == 1 and isinstance(declared[0], Parameter) and _is_annotated(facts, declared[0])


def _is_annotated(facts: FileFacts, parameter: Parameter) -> bool:
    formals = facts.functions[parameter.function].parameters
    annotation = next((each.annotation for each in formals if each.name == parameter.name), None)
    return isinstance(annotation, Reference) and annotation.name == "str"

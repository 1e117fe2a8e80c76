"""How a setting gets to where a call's surface takes it: added, moved or made a boolean, in neutral changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from migrator.bodies import add_to_body, body_keyword, move_into_body
from migrator.calls import SurfaceCall
from migrator.changes import AddEntry, AddToCall, Change, CoerceBoolean, MoveEntry, MoveInCall, RewriteMutation, SetConstant
from migrator.findings import Refusal
from migrator.link.callables import RECORD
from migrator.link.evaluate import Linker
from migrator.link.mutations import FILLED
from migrator.outcomes import DUMPED, Constant, Mapping, Outcome, Slot
from migrator.receivers import is_literal, stands_in
from migrator.requests import Landing, split
from migrator.rulebook import Model
from migrator.values import Literal, Opaque, Scalar, Site
from migrator.variants import Variant

BUILDING = frozenset({"java"})
"""Languages whose surfaces take everything by methods of builders."""
SCRIPTS = frozenset({"javascript"})
"""Languages whose surfaces take everything as properties of objects."""
WRAPPED = (AddToCall, CoerceBoolean, MoveEntry, MoveInCall, SetConstant)
"""Changes that write a value, which may have to go through a function there."""
HANDED = "something else makes this call; write the switch among what it is handed to call it with"
UNPACKED = Refusal(
    "unpacked-arguments",
    "this call unpacks arguments that are not in sight, which may hold the same keyword; write the switch by hand: {where}",
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where something is to be written: a keyword of the call, and the path inside the mapping that it takes."""

    keyword: str
    path: tuple[str, ...]
    body: bool = False
    """The keyword takes the whole body."""
    chained: bool = field(default=False, compare=False)
    """It is a method of a builder."""
    scripted: bool = field(default=False, compare=False)
    """It is a property, as JavaScript writes one."""

    def __str__(self) -> str:
        """As a person would type it, without the value."""
        if self.chained:
            key = "".join(f'"{part}", ' for part in self.path)
            return f".{self.keyword}({key}…)"
        if self.scripted:
            return self._as_property()
        inner = "".join(f'{{"{part}": ' for part in self.path)
        # Where a call's argument is called "body" it is that by its place: nobody types the word.
        lead = "the body: " if self.body and self.keyword == "body" else f"{self.keyword}="
        return f"{lead}{inner}…{'}' * len(self.path)}"

    def _as_property(self) -> str:
        """`providerOptions: { "my-own": { enable_thinking: … } }`."""
        keys = [part if part.isidentifier() else f'"{part}"' for part in self.path]
        inner = "".join(f"{{ {key}: " for key in keys) + "…" + " }" * len(keys)
        return f"{'the body' if self.body and self.keyword == 'body' else self.keyword}: {inner}"


def target_of(variant: Variant, name: str) -> Target | None:
    """Where the surface takes a setting or parameter; None where its row names no place."""
    call, protocol = variant.call, variant.protocol
    where = call.operation.write.get(name, call.operation.write.get("?"))
    newer = call.operation.newer.get(name, call.operation.newer.get("?"))
    if newer is not None and call.named(newer.partition(":")[2].split("/")[0]) is not None:
        where = newer
    if where is None:
        return None
    scripted = call.surface.language in SCRIPTS
    parts = where.partition(":")[2].split("/")
    if parts[-1] == "*":
        read = protocol.settings[name].at if name in protocol.settings else protocol.own.get(name)
        keyword = body_keyword(call)
        return None if read is None or keyword is None else Target(keyword, split(read), True, scripted=scripted)
    parts = [name if part == "?" else part for part in parts]
    winner = call.operation.loses.get(parts[0], "").split("/")
    if any(each.path[: len(winner)] == tuple(winner) and not each.inherited for each in variant.prediction.landings):
        # The call itself gives the mapping that is sent in the place of this one.
        parts[:1] = winner
    return Target(parts[0], tuple(parts[1:]), chained=call.surface.language in BUILDING, scripted=scripted)


def with_rename(variant: Variant, old: Model, others: Iterable[str], linker: Linker) -> tuple[Change, ...] | Refusal:
    """What the call has to say once its model has another name, where it took that from the name.

    `others` are the names of the other models that it may be called with.
    """
    if variant.call.layers or variant.text != old.id:
        return ()
    found: list[Change] = []
    for where, value in variant.call.operation.with_rename.items():
        keyword = where.partition(":")[2]
        slot = variant.call.named(keyword)
        # From a name that begins so it is taken as well.
        differs = next((each for each in others if not each.startswith(str(value))), None)
        if differs is not None:
            hint = f"the new name needs {keyword}={value!r}, which is wrong for {differs}; give each its own call"
            return refuse("shared-value", hint)
        if slot is None:
            change = add(variant.call, Target(keyword, ()), value, linker, variant.landing)
            if isinstance(change, Refusal):
                return change
            found.append(change)
        elif slot.how == "argument" and isinstance(slot.value, Literal) and slot.value.value is None:
            found.append(SetConstant(slot.value_site, value))
        else:
            # The row is for calls that say nothing there, or may say None.
            hint = (
                f"where `{keyword}` is None the model's name tells whom to call, and a new name does not: say {keyword}={value!r}"
            )
            return refuse("choice-needed", hint)
    return tuple(found)


def _is_null(outcome: Outcome) -> bool:
    return isinstance(outcome.form, Constant) and outcome.form.value is None


def refuse(code: str, hint: str) -> Refusal:
    """A refusal with its hint."""
    return Refusal(code, hint)


def holder_of(call: SurfaceCall, linker: Linker, model: Landing | None) -> Site:
    """The call that a keyword is added to: the one that names the model, where `partial` has made several of one."""
    sites = [linker.program.call(part).site for part in call.parts]
    if model is not None and model.outer.holder in sites:
        return model.outer.holder
    return call.call.site


def wrapped(call: SurfaceCall, keyword: str, change: Change) -> Change:
    """The change with the function that a value has to go through under this keyword, if there is one."""
    wrapper = call.operation.wraps.get(keyword, "")
    return replace(change, wrapper=wrapper) if wrapper and isinstance(change, WRAPPED) else change


def add(call: SurfaceCall, target: Target, value: Scalar, linker: Linker, model: Landing | None) -> Change | Refusal:
    """Write a value that the call does not have yet."""
    if target.body:
        if model is None or model.outer.key != target.keyword:
            return refuse("body-not-literal", f"the body is not in sight here; add the switch where it is made: {target}")
        return add_to_body(call, target.keyword, target.path, value, linker, model)
    if is_record(call):
        return _add_to_record(call, target, value, linker)
    if call.operation.used_by and call.made_by is None:
        return refuse(
            "choice-needed", f"the switch belongs into every call that uses this model, not all of which are in sight: {target}"
        )
    site = holder_of(call, linker, model)
    handed = call.call.handed and site == call.call.site
    if call.complete and call.named(target.keyword) is None and model is not None and _beside(model):
        return AddEntry(model.outer.holder, (target.keyword, *target.path), value)
    if not target.path:
        if not call.complete:
            return refuse(UNPACKED.code, UNPACKED.hint.format(where=target))
        return refuse("body-not-literal", HANDED) if handed else AddToCall(site, target.keyword, (), value)
    slot = call.named(target.keyword)
    if slot is None:
        if not call.complete:
            return refuse(UNPACKED.code, UNPACKED.hint.format(where=target))
        if target.keyword in call.operation.objects:
            return _no_object(call, target)
        added = AddToCall(site, target.keyword, target.path, value, gives_way_to=rival(call, target.keyword, linker))
        return refuse("body-not-literal", HANDED) if handed else added
    if not slot.sure:
        return refuse("body-not-literal", f"`{target.keyword}` is only sometimes given; add the switch in either case: {target}")
    again = not call.complete and not linker.library_of(slot.path).keywords
    if again and slot.how == "argument":
        # A builder may be told the same once more by what is not in sight.
        return refuse(UNPACKED.code, UNPACKED.hint.format(where=target))
    if is_literal(slot, linker):
        if slot.how in ("argument", "positional"):
            before = rival(call, target.keyword, linker)
            return AddToCall(slot.holder, target.keyword, target.path, value, "literal", slot.value_site, gives_way_to=before)
        return AddEntry(slot.value_site, target.path, value, first=not _is_complete(slot, linker))
    if slot.how not in ("argument", "positional"):
        return refuse(
            "body-not-literal", f"`{target.keyword}` is not written out here; add the switch where it is made: {target}"
        )
    made = _objects(slot, linker)
    if made:
        return AddEntry(made[0], target.path, value) if len(made) == 1 else _no_object(call, target)
    if target.keyword in call.operation.objects:
        return _no_object(call, target)
    return underlay(call, slot, target, value, linker)


def rival(call: SurfaceCall, keyword: str, linker: Linker) -> str:
    """The keyword of the call, rather another one, whose mapping is not all in sight and lands where this one's does."""
    places = call.operation.places
    place = places.get(f"keyword:{keyword}/*", "")
    beside = [each for each in call.slots if places.get(f"keyword:{each.key}/*") == place]
    unknown = [str(each.key) for each in beside if not _is_complete(each, linker)]
    return min(unknown, key=keyword.__eq__, default="")


def _objects(slot: Slot, linker: Linker) -> list[Site]:
    """Where the objects are made that an argument can be, if they are no more than the keywords they are made with."""
    found = linker.outcomes(slot.value, slot.path, slot.frames)
    return [each.form.site for each in found if isinstance(each.form, Mapping) and each.form.how == RECORD]


def _no_object(call: SurfaceCall, target: Target) -> Refusal:
    cls = call.operation.objects.get(target.keyword, "").rpartition(".")[2]
    inner = "=".join((*target.path[:1], "".join(f'{{"{part}": ' for part in target.path[1:]) + "…" + "}" * len(target.path[1:])))
    return refuse("choice-needed", f"`{target.keyword}` takes an object: write {target.keyword}={cls}({inner}) by hand")


def underlay(call: SurfaceCall, slot: Slot, target: Target, value: Scalar, linker: Linker) -> Change:
    """Write a default under the mapping that an argument is made from: what the mapping holds wins."""
    known = _is_mapping(slot, linker)
    before = rival(call, target.keyword, linker)
    return AddToCall(slot.holder, target.keyword, target.path, value, "expression", slot.value_site, known, gives_way_to=before)


Paths: TypeAlias = "frozenset[tuple[str, ...]]"


def move(
    call: SurfaceCall,
    landing: Landing,
    target: Target,
    linker: Linker,
    leaving: Paths,
    written: Scalar | None,
    coerce: bool,
    filled: bool,
) -> tuple[Change, ...] | Refusal:
    """The changes that take an argument to where it belongs; one that may be null only where they can make it a boolean."""
    moved = _move(call, landing, target, linker, leaving, written, coerce, filled)
    if coerce and not isinstance(moved, Refusal) and not all(isinstance(each, MoveInCall) for each in moved):
        return refuse("choice-needed", f"the switch may be null; say true or false: {target}")
    return moved


def _move(
    call: SurfaceCall,
    landing: Landing,
    target: Target,
    linker: Linker,
    leaving: Paths,
    written: Scalar | None,
    coerce: bool,
    filled: bool,
) -> tuple[Change, ...] | Refusal:
    """Take an argument from where it is to where it belongs; `written` replaces its value.

    `filled` says that another change makes the mapping that receives it. `leaving` are the paths of all arguments of the
    call that move: a mapping that loses all its keys goes as a whole.
    """
    if FILLED in (landing.slot.how, landing.outer.how):
        return refuse("body-not-literal", f"a function that is handed the arguments sets it; set it by hand: {target}")
    if target.body:
        if coerce:
            return refuse("choice-needed", f"the switch may be null; say true or false: {target}")
        return move_into_body(call, landing, target.keyword, target.path, linker, leaving, written)
    slot = landing.slot
    replaces = written is not None
    if slot.how == "mutation" and len(landing.path) == 1 and not replaces and not coerce:
        return _move_mutation(call, slot, target, filled, linker)
    outer = landing.outer
    if slot.how in ("mutation", "nested") or outer.how == "nested":
        return refuse("body-not-literal", f"it is set after the call's arguments were made; set it by hand: {target}")
    if call.made_by is not None and outer.holder == linker.program.call(call.made_by).site:
        return refuse("body-not-literal", f"it is given where the model is made; write it into the calls that use that: {target}")
    if is_record(call) or (outer.how in ("entry", "keyword") and outer.holder != call.call.site):
        return _move_entry(call, landing, target, linker, leaving, written)
    receiver = call.named(target.keyword)
    if target.keyword in call.operation.objects and (receiver is None or not is_literal(receiver, linker)):
        return _no_object(call, target)
    if receiver is not None and receiver is not outer and not _has_room(receiver, target.path, linker):
        return refuse("key-conflict", f"`{target.keyword}` may hold the same key already; merge them by hand: {target}")
    if receiver is None and not call.complete:
        return refuse(UNPACKED.code, UNPACKED.hint.format(where=target))
    if receiver is outer:
        return _unnest(landing, target, linker, leaving, written)
    if not _goes_whole(outer, landing.path[:1], leaving, linker):
        return _pick_out(call, landing, target, receiver, linker, leaving, written)
    mapping, mapping_site = "absent", None
    if receiver is not None:
        mapping = "literal" if is_literal(receiver, linker) else "expression"
        mapping_site = receiver.value_site
        if mapping_site.path != outer.site.path:
            where = mapping_site.path
            return refuse(
                "body-not-literal", f"`{target.keyword}` is written in another file ({where}); set it there by hand: {target}"
            )
    return (
        MoveInCall(
            outer.holder,
            outer.site,
            slot.value_site,
            target.keyword,
            target.path,
            mapping,
            mapping_site,
            receiver is not None and _is_mapping(receiver, linker),
            written,
            replaces,
            coerce,
        ),
    )


def _move_mutation(call: SurfaceCall, slot: Slot, target: Target, filled: bool, linker: Linker) -> tuple[Change, ...] | Refusal:
    outer = call.named(target.keyword)
    if outer is not None and not stands_in(outer, slot, linker):
        return refuse("key-conflict", f"`{target.keyword}` is passed as well; merge them by hand: {target}")
    exists = filled or (outer is not None and outer.sure)
    if not call.complete and not exists:
        return refuse(UNPACKED.code, UNPACKED.hint.format(where=target))
    container = outer.value_site if outer is not None else None
    return (RewriteMutation(slot.site, (target.keyword, *target.path), exists, container=container),)


def _pick_out(
    call: SurfaceCall,
    landing: Landing,
    target: Target,
    receiver: Slot | None,
    linker: Linker,
    leaving: Paths,
    written: Scalar | None,
) -> tuple[Change, ...] | Refusal:
    """One entry leaves a mapping that keeps others; a mapping in it that would be left empty goes with it."""
    slot = landing.slot
    if slot.how != "entry" or not is_literal(landing.outer, linker):
        return refuse("body-not-literal", f"`{landing.path[0]}` is not written out here; move the key by hand: {target}")
    if slot.beaten:
        return refuse("key-conflict", f"what is unpacked behind it may hold the same key; write it by hand: {target}")
    container, path = call.call.site, (target.keyword, *target.path)
    if receiver is not None and target.path:
        if not is_literal(receiver, linker):
            return refuse("key-conflict", f"`{target.keyword}` is not written out here; merge them by hand: {target}")
        container, path = receiver.value_site, target.path
    entry = emptied(landing, linker, leaving) or slot
    return (MoveEntry(entry.holder, entry.site, slot.value_site, path, container, written, written is not None),)


def _move_entry(
    call: SurfaceCall, landing: Landing, target: Target, linker: Linker, leaving: Paths, written: Scalar | None
) -> tuple[Change, ...] | Refusal:
    """The argument is an entry of a mapping that the call unpacks."""
    outer, slot = landing.outer, landing.slot
    receiver = call.named(target.keyword)
    if receiver is outer:
        return _unnest(landing, target, linker, leaving, written)
    if not _goes_whole(outer, landing.path[:1], leaving, linker):
        return refuse("body-not-literal", f"`{landing.path[0]}` holds other keys too; move this one by hand: {target}")
    if not call.complete and (receiver is None or receiver.holder != call.call.site):
        # What the mapping is made of besides may hold the receiver, and replace it.
        return refuse(UNPACKED.code, UNPACKED.hint.format(where=target))
    container: Site | None = None
    if receiver is not None:
        if not is_literal(receiver, linker) or not _has_room(receiver, target.path, linker):
            return refuse("key-conflict", f"`{target.keyword}` may hold the same key already; merge them by hand: {target}")
        container = receiver.value_site
    path = (target.keyword, *target.path) if container is None else target.path
    return (MoveEntry(outer.holder, outer.site, slot.value_site, path, container, written, written is not None),)


def _unnest(
    landing: Landing, target: Target, linker: Linker, leaving: Paths, written: Scalar | None
) -> tuple[Change, ...] | Refusal:
    """`extra_body={"extra_body": {"x": v}}` becomes `extra_body={"x": v}`."""
    outer, slot = landing.outer, landing.slot
    if not is_literal(outer, linker) or slot.how not in ("entry", "keyword", "argument"):
        return refuse("body-not-literal", f"the mapping is not written out as such; move the key by hand: {target}")
    if not _has_room(outer, target.path, linker):
        return refuse("key-conflict", f"`{target.keyword}` may hold the same key already; merge them by hand: {target}")
    entry = emptied(landing, linker, leaving) or slot
    return (MoveEntry(entry.holder, entry.site, slot.value_site, target.path, outer.value_site, written, written is not None),)


def emptied(landing: Landing, linker: Linker, leaving: Paths) -> Slot | None:
    """The outermost entry of an argument's mapping in which nothing is left once what moves is gone."""
    holder = landing.outer
    for depth in range(2, len(landing.path)):
        inner = next((each for each in _slots(holder, linker) if each.key == landing.path[depth - 1]), None)
        if inner is None or inner.how not in ("entry", "keyword", "argument"):
            return None
        if _goes_whole(inner, landing.path[:depth], leaving, linker):
            return inner
        holder = inner
    return None


def _slots(slot: Slot, linker: Linker) -> tuple[Slot, ...]:
    """The keys of an argument that is one known mapping."""
    outcomes = linker.outcomes(slot.value, slot.path, slot.frames)
    if len(outcomes) != 1 or not isinstance(outcomes[0].form, Mapping) or not outcomes[0].form.complete:
        return ()
    return outcomes[0].form.slots


def _goes_whole(slot: Slot, path: tuple[str, ...], leaving: Paths, linker: Linker) -> bool:
    """Whether a mapping is written out in place and every key in it moves."""
    if path in leaving:
        return True
    inner = _slots(slot, linker)
    if not inner or not is_literal(slot, linker):
        return False
    return all(each.key is not None and _goes_whole(each, (*path, each.key), leaving, linker) for each in inner)


def only_key(landing: Landing, linker: Linker) -> bool:
    """Whether nothing else stands in the mapping that holds a key."""
    return _goes_whole(landing.outer, landing.path[:1], frozenset({landing.path}), linker)


def _has_room(receiver: Slot, path: tuple[str, ...], linker: Linker) -> bool:
    """Whether the mapping that receives a key is known not to hold it, and what it holds on the way there is written out."""
    if not path:
        return False
    forms = [each.form for each in linker.outcomes(receiver.value, receiver.path, receiver.frames) if not _is_null(each)]
    return all(isinstance(form, Mapping) and form.complete and _is_free(receiver, form, path, linker) for form in forms)


def _is_free(receiver: Slot, mapping: Mapping, path: tuple[str, ...], linker: Linker) -> bool:
    held = [each for each in mapping.slots if each.key in (path[0], None)]
    return not held or (is_literal(receiver, linker) and all(_has_room(each, path[1:], linker) for each in held))


def _is_complete(slot: Slot, linker: Linker) -> bool:
    return all(
        isinstance(each.form, Mapping) and each.form.complete for each in linker.outcomes(slot.value, slot.path, slot.frames)
    )


def _is_mapping(slot: Slot, linker: Linker) -> bool:
    forms = [each.form for each in linker.outcomes(slot.value, slot.path, slot.frames)]
    return bool(forms) and all(isinstance(each, Mapping) and not _may_be_nothing(each) for each in forms)


def _may_be_nothing(mapping: Mapping) -> bool:
    """Whether what comes from elsewhere is taken for a mapping for what is only sometimes put into it."""
    return mapping.how == DUMPED and not mapping.complete and not any(each.sure for each in mapping.slots)


def is_record(call: SurfaceCall) -> bool:
    """Whether the call is a record that stands as one, not a call in the source."""
    return isinstance(call.call.callee, Opaque)


def _add_to_record(call: SurfaceCall, target: Target, value: Scalar, linker: Linker) -> Change | Refusal:
    slot = call.named(target.keyword)
    if slot is None:
        if not call.complete:
            return refuse(UNPACKED.code, UNPACKED.hint.format(where=target))
        return AddEntry(call.call.site, (target.keyword, *target.path), value)
    if target.path and is_literal(slot, linker):
        return AddEntry(slot.value_site, target.path, value, first=not _is_complete(slot, linker))
    return refuse("body-not-literal", f"`{target.keyword}` is not written out here; add the switch where it is made: {target}")


def _beside(model: Landing) -> bool:
    """Whether the model is a key of a mapping that the call unpacks: the switch then goes beside it."""
    return model.outer.how in ("entry", "keyword") and len(model.path) == 1


def set_constant(landing: Landing, value: Scalar, linker: Linker) -> Change | Refusal:
    """Write a constant over what stands there, unless others get something else from that place: what callers give it."""
    slot = landing.slot
    here = [each.form for each in linker.outcomes(slot.value, slot.path, slot.frames)]
    others = [each.form for each in linker.outcomes(slot.value, slot.path)]
    if all(form in here or form == Constant(value) for form in others):
        return SetConstant(slot.value_site, value)
    if value is False and all(isinstance(form, Constant) and not form.value for form in here):
        return CoerceBoolean(slot.value_site)
    hint = f"`{slot.key}` is here what a caller gives, and others may give something else; say {value!r} where it is given"
    return refuse("shared-value", hint)

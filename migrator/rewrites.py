"""How a setting gets to where a call's surface takes it: added, moved or made a boolean, in neutral changes."""

from __future__ import annotations

from dataclasses import dataclass

from migrator.calls import SurfaceCall
from migrator.changes import AddEntry, AddToCall, Change, MoveEntry, MoveInCall, RewriteMutation, SetConstant
from migrator.findings import Refusal
from migrator.link.evaluate import Linker
from migrator.outcomes import Constant, Mapping, Slot
from migrator.requests import Landing
from migrator.values import Record, Scalar, Site

UNPACKED = Refusal(
    "unpacked-arguments",
    "this call unpacks arguments that are not in sight, which may hold the same keyword; write the switch by hand: {where}",
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where something is to be written: a keyword of the call, and the path inside the mapping that it takes."""

    keyword: str
    path: tuple[str, ...]

    def __str__(self) -> str:
        """As a person would type it, without the value."""
        if not self.path:
            return f"{self.keyword}=…"
        inner = "".join(f'{{"{part}": ' for part in self.path)
        return f"{self.keyword}={inner}…{'}' * len(self.path)}"


def target_of(call: SurfaceCall, name: str) -> Target | None:
    """Where the surface takes a setting or parameter; None where its row names no place."""
    where = call.operation.write.get(name, call.operation.write.get("?"))
    if where is None:
        return None
    parts = where.partition(":")[2].split("/")
    parts = [name if part == "?" else part for part in parts]
    return Target(parts[0], tuple(parts[1:]))


def refuse(code: str, hint: str) -> Refusal:
    """A refusal with its hint."""
    return Refusal(code, hint)


def holder_of(call: SurfaceCall, linker: Linker, model: Landing | None) -> Site:
    """The call that a keyword is added to: the one that names the model, where `partial` has made several of one."""
    sites = [linker.program.call(part).site for part in call.parts]
    if model is not None and model.outer.holder in sites:
        return model.outer.holder
    return call.call.site


def add(call: SurfaceCall, target: Target, value: Scalar, linker: Linker, model: Landing | None) -> Change | Refusal:
    """Write a value that the call does not have yet."""
    site = holder_of(call, linker, model)
    if not target.path:
        if not call.complete:
            return refuse(UNPACKED.code, UNPACKED.hint.format(where=target))
        return AddToCall(site, target.keyword, (), value)
    slot = call.named(target.keyword)
    if slot is None:
        if not call.complete:
            return refuse(UNPACKED.code, UNPACKED.hint.format(where=target))
        return AddToCall(site, target.keyword, target.path, value)
    if not slot.sure:
        return AddEntry(slot.holder, (target.keyword, *target.path), value)
    if _is_literal(slot, linker):
        if slot.how in ("argument", "positional"):
            return AddToCall(slot.holder, target.keyword, target.path, value, "literal", slot.value_site)
        return AddEntry(slot.value_site, target.path, value, first=not _is_complete(slot, linker))
    if slot.how not in ("argument", "positional"):
        return refuse("body-not-literal", f"`{target.keyword}` is not written out here; add the switch where it is made: {target}")
    known = _is_mapping(slot, linker)
    return AddToCall(slot.holder, target.keyword, target.path, value, "expression", slot.value_site, known)


def move(
    call: SurfaceCall, landing: Landing, target: Target, linker: Linker, written: Scalar | None = None, coerce: bool = False
) -> tuple[Change, ...] | Refusal:
    """Take an argument from where it is to where it belongs; `written` replaces its value."""
    slot = landing.slot
    replaces = written is not None
    if slot.how == "mutation" and len(landing.path) == 1 and not replaces and not coerce:
        return _move_mutation(call, slot, target)
    if slot.how in ("mutation", "nested"):
        return refuse("body-not-literal", f"it is set after the call's arguments were made; set it by hand: {target}")
    outer = landing.outer
    if outer.how in ("entry", "keyword") and outer.holder != call.call.site:
        return _move_entry(call, landing, target, linker, written)
    receiver = call.named(target.keyword)
    if receiver is not None and receiver is not outer and not _holds_safely(receiver, target, linker):
        return refuse("key-conflict", f"`{target.keyword}` may hold the same key already; merge them by hand: {target}")
    if receiver is None and not call.complete:
        return refuse(UNPACKED.code, UNPACKED.hint.format(where=target))
    if receiver is outer and target.path and len(landing.path) > 2:
        return _unnest(landing, target, linker, written)
    if len(landing.path) > 1 and not _only_moves(landing, linker):
        return refuse("body-not-literal", f"`{landing.path[0]}` holds other keys too; move this one by hand: {target}")
    mapping, mapping_site, known = "absent", None, False
    if receiver is not None and receiver is not outer and target.path:
        mapping = "literal" if _is_literal(receiver, linker) else "expression"
        mapping_site = receiver.value_site
        known = _is_mapping(receiver, linker)
    return (
        MoveInCall(
            slot.holder if len(landing.path) == 1 else outer.holder,
            outer.site,
            slot.value_site,
            target.keyword,
            target.path,
            mapping,
            mapping_site,
            known,
            written,
            replaces,
            coerce,
        ),
    )


def _move_mutation(call: SurfaceCall, slot: Slot, target: Target) -> tuple[Change, ...] | Refusal:
    outer = call.named(target.keyword) if target.path else None
    if outer is not None and outer.how not in ("entry", "keyword", "mutation"):
        return refuse("key-conflict", f"`{target.keyword}` is passed as well; merge them by hand: {target}")
    exists = outer is not None and outer.sure
    return (RewriteMutation(slot.site, (target.keyword, *target.path), exists),)


def _move_entry(
    call: SurfaceCall, landing: Landing, target: Target, linker: Linker, written: Scalar | None
) -> tuple[Change, ...] | Refusal:
    """The argument is an entry of a mapping that the call unpacks."""
    outer, slot = landing.outer, landing.slot
    if len(landing.path) > 1 and not _only_moves(landing, linker):
        return refuse("body-not-literal", f"`{landing.path[0]}` holds other keys too; move this one by hand: {target}")
    receiver = call.named(target.keyword) if target.path else None
    if receiver is outer:
        return _unnest(landing, target, linker, written)
    container: Site | None = None
    if receiver is not None:
        if not _is_literal(receiver, linker) or not _is_complete(receiver, linker):
            return refuse("key-conflict", f"`{target.keyword}` may hold the same key already; merge them by hand: {target}")
        container = receiver.value_site
    path = (target.keyword, *target.path) if container is None else target.path
    return (MoveEntry(outer.holder, outer.site, slot.value_site, path, container, written, written is not None),)


def _unnest(landing: Landing, target: Target, linker: Linker, written: Scalar | None) -> tuple[Change, ...] | Refusal:
    """`extra_body={"extra_body": {"x": v}}` becomes `extra_body={"x": v}`: the inner mapping's entry is replaced."""
    inner = _inner_entry(landing, linker)
    if inner is None or not _is_literal(landing.outer, linker):
        return refuse("body-not-literal", f"the mapping is not written out as such; move the key by hand: {target}")
    entry, holder = inner
    return (MoveEntry(holder, entry, landing.slot.value_site, target.path, None, written, written is not None),)


def _inner_entry(landing: Landing, linker: Linker) -> tuple[Site, Site] | None:
    """The entry of the outer mapping around a nested key, if that key is all that it holds."""
    outer = landing.outer
    for outcome in linker.outcomes(outer.value, outer.path, outer.frames):
        if not isinstance(outcome.form, Mapping):
            continue
        for slot in outcome.form.slots:
            if slot.key == landing.path[1] and slot.how == "entry" and _holds_only(slot, landing.path[2:], linker):
                return slot.site, outcome.form.site
    return None


def _holds_only(slot: Slot, path: tuple[str, ...], linker: Linker) -> bool:
    if not path:
        return True
    outcomes = linker.outcomes(slot.value, slot.path, slot.frames)
    if len(outcomes) != 1 or not isinstance(outcomes[0].form, Mapping) or not isinstance(slot.value, Record):
        return False
    slots = outcomes[0].form.slots
    return len(slots) == 1 and slots[0].key == path[0] and _holds_only(slots[0], path[1:], linker)


def _only_moves(landing: Landing, linker: Linker) -> bool:
    """Whether the argument around a nested key is written out and holds nothing else."""
    return _is_literal(landing.outer, linker) and _holds_only(landing.outer, landing.path[1:], linker)


def _holds_safely(receiver: Slot, target: Target, linker: Linker) -> bool:
    """Whether the mapping that receives a key is known not to hold it."""
    if not target.path:
        return False
    for outcome in linker.outcomes(receiver.value, receiver.path, receiver.frames):
        form = outcome.form
        if isinstance(form, Constant) and form.value is None:
            continue
        if not isinstance(form, Mapping) or not form.complete or any(slot.key == target.path[0] for slot in form.slots):
            return False
    return True


def _is_literal(slot: Slot, linker: Linker) -> bool:
    return isinstance(slot.value, Record) or _made_in_place(slot, linker)


def _made_in_place(slot: Slot, linker: Linker) -> bool:
    outcomes = linker.outcomes(slot.value, slot.path, slot.frames)
    return len(outcomes) == 1 and isinstance(outcomes[0].form, Mapping) and outcomes[0].form.site == slot.value_site


def _is_complete(slot: Slot, linker: Linker) -> bool:
    return all(
        isinstance(each.form, Mapping) and each.form.complete
        for each in linker.outcomes(slot.value, slot.path, slot.frames)
    )


def _is_mapping(slot: Slot, linker: Linker) -> bool:
    outcomes = linker.outcomes(slot.value, slot.path, slot.frames)
    return bool(outcomes) and all(isinstance(each.form, Mapping) for each in outcomes)


def set_constant(landing: Landing, value: Scalar) -> Change:
    """Write a constant over what stands there."""
    return SetConstant(landing.slot.value_site, value)

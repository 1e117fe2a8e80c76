"""Methods that add to what their object was made with (`bind`, `invoke`): what they replace, and what they have to repeat."""

from __future__ import annotations

from migrator.changes import Change
from migrator.findings import Refusal
from migrator.link.evaluate import Linker
from migrator.rewrites import Target, add
from migrator.rulebook import SETTING, Model
from migrator.thinking import action, did_think
from migrator.values import Scalar
from migrator.variants import Variant


def is_inherited(variant: Variant) -> bool:
    """Whether the object that the call is a method of was made with the model."""
    return variant.landing is not None and variant.landing.inherited


def said_by_itself(variant: Variant) -> Scalar:
    """What the surface says of the switch where the call does not; an object may have been made to say anything."""
    if variant.call.layers and not is_inherited(variant):
        return False if variant.model is not None and did_think(variant.model) else None
    return variant.call.origin.operation.sends_when_unset.get(SETTING)


def add_later(variant: Variant, target: Target, value: Scalar, linker: Linker, moving: bool) -> tuple[Change, ...] | Refusal:
    """Write a value in such a method, unless what is written where the object is made reaches it.

    `moving` says that a move gives the method the mapping of the target.
    """
    call = variant.call
    if is_inherited(variant) and call.origin.operation.write and not moving and not _gives(variant, target):
        return ()
    hidden = None if _gives(variant, target) else hides(variant, target)
    if hidden is not None:
        return hidden
    change = add(call, target, value, linker, None if is_inherited(variant) else variant.landing)
    return change if isinstance(change, Refusal) else (change,)


def outdone(variant: Variant, new: Model) -> Refusal | None:
    """Where the object is to say what its calls say themselves, and what it says wins."""
    if not is_inherited(variant) or variant.model is None:
        return None
    for given in variant.call.operation.loses:
        path = tuple(given.split("/"))
        mine = any(each.path[: len(path)] == path and not each.inherited for each in variant.prediction.landings)
        if mine and action(variant.model, new, None, None).do in ("on", "off"):
            hint = (
                f"what the object is made with wins over `{given}` here, so that one of them has to say it: give it in one place"
            )
            return Refusal("choice-needed", hint)
    return None


def hides(variant: Variant, target: Target) -> Refusal | None:
    """Whether writing a target in such a method would take away what the object was made with."""
    if not variant.call.layers or not target.path or _gives(variant, target):
        return None
    written = (target.keyword, *target.path)
    taken = variant.call.operation.replaces.get("/".join(written[:-1]))
    if taken is None:
        return None
    lost = [
        each
        for around in (tuple(one.split("/")) for one in taken.split(", "))
        for each in variant.prediction.landings
        if each.inherited
        and len(each.path) > len(around)
        and each.path[: len(around)] == around
        and each.path[len(around) :] != written[-1:]
    ]
    if not lost:
        return None
    shown = ", ".join(f"`{each.path[-1]}`" for each in lost)
    taken = f"`{target.keyword}` here takes the place of the one that the object was made with ({shown})"
    return Refusal("key-conflict", f"{taken}; merge them: {target}")


def _gives(variant: Variant, target: Target) -> bool:
    """Whether the call gives the mapping that the target is in, and with it takes away what the object had there."""
    around = (target.keyword, *target.path[:-1])
    if len(around) == 1:
        return variant.call.named(target.keyword) is not None
    return any(each.path[: len(around)] == around for each in variant.prediction.landings if not each.inherited)

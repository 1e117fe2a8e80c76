"""Methods that add to what their object was made with (`bind`, `invoke`): what they replace, and what they have to repeat."""

from __future__ import annotations

from migrator.changes import Change
from migrator.findings import Refusal
from migrator.link.evaluate import Linker
from migrator.rewrites import Target, add
from migrator.values import Scalar
from migrator.variants import Variant


def is_inherited(variant: Variant) -> bool:
    """Whether the object that the call is a method of was made with the model."""
    return variant.landing is not None and variant.landing.inherited


def add_later(variant: Variant, target: Target, value: Scalar, linker: Linker, moving: bool) -> tuple[Change, ...] | Refusal:
    """Write a value in such a method, unless what is written where the object is made reaches it.

    `moving` says that a move gives the method the mapping of the target.
    """
    call = variant.call
    if is_inherited(variant) and not moving and not _gives(variant, target):
        return ()
    hidden = None if _gives(variant, target) else hides(variant, target)
    if hidden is not None:
        return hidden
    change = add(call, target, value, linker, None if is_inherited(variant) else variant.landing)
    return change if isinstance(change, Refusal) else (change,)


def hides(variant: Variant, target: Target) -> Refusal | None:
    """Whether writing a target in such a method would take away what the object was made with."""
    if not variant.call.layers or not target.path or _gives(variant, target):
        return None
    written = (target.keyword, *target.path)
    if "/".join(written[:-1]) not in variant.call.operation.replaces:
        return None
    lost = [
        each
        for each in variant.prediction.landings
        if each.inherited and len(each.path) > 1 and each.path[: len(written) - 1] == written[:-1] and each.path != written
    ]
    if not lost:
        return None
    shown = ", ".join(f"`{each.path[-1]}`" for each in lost)
    taken = f"`{target.keyword}` here takes the place of the one that the object was made with ({shown})"
    return Refusal("key-conflict", f"{taken}; merge them: {target}")


def _gives(variant: Variant, target: Target) -> bool:
    return variant.call.named(target.keyword) is not None

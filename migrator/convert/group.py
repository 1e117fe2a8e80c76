"""Asks of a judged call whether it has to change its interface, for all models that it can be given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from migrator.convert.goals import Goal, goal_of
from migrator.convert.plan import INTERFACE, Conversion
from migrator.findings import Refusal
from migrator.later import said_by_itself
from migrator.outcomes import CallRef
from migrator.rulebook import Model
from migrator.thinking import did_think, thinks_after
from migrator.values import Site
from migrator.variants import Variant

if TYPE_CHECKING:
    from migrator.judge import CallGroup


def wanted(group: CallGroup, variant: Variant) -> tuple[Model, Goal | None] | None:
    """The model that the variant is to call, and what the call has to become for it; None where the model is not known."""
    if variant.model is None:
        return None
    switch = group.switch(variant)
    if group.is_retired(variant):
        new, planned = group.planned(variant)
        return new, goal_of(group.world, variant, new, thinks_after(variant.model, new, switch, planned, said_by_itself(variant)))
    said = switch.value if switch is not None else None
    thinks = did_think(variant.model) if said is None else (said if isinstance(said, bool) else None)
    goal = goal_of(group.world, variant, variant.model, thinks)
    # A live model that is called on its own interface is nobody's business here.
    return variant.model, goal if goal is not None and goal.moves else None


def converted(group: CallGroup, variant: Variant) -> Conversion | Refusal | None:
    """How the call gets where its model answers; None where it is there already."""
    new, goal = wanted(group, variant) or (None, None)
    if new is None or goal is None:
        return None
    for other in group.variants:
        theirs = wanted(group, other)
        if theirs is None or theirs[1] != goal:
            name = other.text or "a model that only run time tells"
            return Refusal(INTERFACE, f"the same call also serves {name}, which needs another interface; give each its own call")
    return group.world.conversions.convert(group.world, variant, goal, new, proven=not group.is_retired(variant))


def peers(groups: Iterable[CallGroup]) -> dict[Site, tuple[CallRef, Goal]]:
    """The calls that are to be converted, by where they stand."""
    found: dict[Site, tuple[CallRef, Goal]] = {}
    for group in groups:
        goals = [each[1] if each is not None else None for each in (wanted(group, variant) for variant in _ours(group))]
        goal = goals[0] if goals else None
        if goal is not None and all(each == goal for each in goals):
            found[group.world.linker.program.call(group.ref).site] = group.ref, goal
    return found


def _ours(group: CallGroup) -> list[Variant]:
    return [variant for variant in group.variants if variant.verdict.is_ours and variant.protocol.replies]

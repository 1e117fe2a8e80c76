"""Which bindings of a name can reach a place in the same scope."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.facts import Binding, Block, FileFacts
from migrator.outcomes import Given


def settled_at(binding: Binding) -> int:
    """The offset behind which the binding holds."""
    return max(binding.site.end, binding.value.site.end) if binding.value.site.start >= binding.site.start else binding.site.end


def _inside(facts: FileFacts, arm: tuple[int, int], position: int) -> bool:
    site = facts.arm_sites.get(arm)
    return site is not None and site.start <= position < site.end


def outside_arms(facts: FileFacts, block: Block, position: int) -> list[tuple[int, int]]:
    """The arms around a statement that do not hold the place as well."""
    return [arm for arm in block if not _inside(facts, arm, position)]


def excluded(facts: FileFacts, arms: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether the place stands in another arm of a statement of which only one arm runs."""
    return any(
        statement in facts.exclusive
        and any(_inside(facts, other, position) for other in facts.arm_sites if other[0] == statement and other[1] != arm)
        for statement, arm in arms
    )


def shares_loop(facts: FileFacts, block: Block, position: int) -> bool:
    """Whether a later statement runs again before the place: both stand in the same loop."""
    return any(statement in facts.loops and _inside(facts, (statement, arm), position) for statement, arm in block)


def comes_again(facts: FileFacts, block: Block, position: int, since: int) -> bool:
    """Whether a later change holds at the place when their loop runs again: what is changed is made before the loop."""
    return any(
        statement in facts.loops and _inside(facts, (statement, arm), position) and not _inside(facts, (statement, arm), since)
        for statement, arm in block
    )


def reaching(facts: FileFacts, found: Sequence[Binding], position: int) -> list[Binding]:
    """The bindings that can hold at an offset of the same scope, latest first."""
    before = sorted((each for each in found if settled_at(each) <= position), key=lambda each: each.order, reverse=True)
    reached: list[Binding] = []
    covered: dict[int, set[int]] = {}
    for binding in before:
        outside = outside_arms(facts, binding.block, position)
        if excluded(facts, outside, position):
            continue
        reached.append(binding)
        if not outside:
            break
        statement, arm = outside[0]
        if len(outside) == 1 and statement in facts.arms:
            covered.setdefault(statement, set()).add(arm)
            if len(covered[statement]) == facts.arms[statement]:
                break
    known = set(map(id, reached))
    reached.extend(
        each
        for each in found
        if settled_at(each) > position and id(each) not in known and shares_loop(facts, each.block, position)
    )
    return reached


def choices(facts: FileFacts, block: Block, position: int | None) -> Given:
    """What must have been chosen for a statement in these arms to have run."""
    return frozenset(
        ((facts.path, "arm", statement), arm)
        for statement, arm in block
        if statement in facts.exclusive and (position is None or not _inside(facts, (statement, arm), position))
    )

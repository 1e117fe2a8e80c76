"""Which bindings of a name can reach a place in the same scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


NONE_OF_THEM = -1
"""The arm of a branching statement of which none was taken."""
NOW, EVER = "arm", "ever"
"""Whether an arm was taken this time, or in any round of a loop."""


def passed_over(facts: FileFacts, binding: Binding, later: Iterable[Binding], position: int) -> Given:
    """What must have been chosen for a binding to hold though later ones can: of a statement's arms the only one without."""
    own = {statement for statement, _ in binding.block}
    bound: dict[int, set[int]] = {}
    again: set[int] = set()
    for each in later:
        outside = outside_arms(facts, each.block, position)
        if len(outside) == 1:
            bound.setdefault(outside[0][0], set()).add(outside[0][1])
            again.update([outside[0][0]] if any(known in facts.loops and known not in own for known, _ in each.block) else [])
    found: list[tuple[str, int, int]] = []
    for statement in bound.keys() & facts.exclusive - own:
        arms = {arm for known, arm in facts.arm_sites if known == statement}
        left = (arms if statement in facts.arms else arms | {NONE_OF_THEM}) - bound[statement]
        when = (NOW, EVER) if statement in again else (NOW,)
        found.extend((kind, statement, arm) for arm in left for kind in when if len(left) == 1)
    return frozenset(((facts.path, kind, statement), arm) for kind, statement, arm in found)


def lasting(facts: FileFacts, binding: Binding, live: Iterable[Binding], position: int) -> int | None:
    """The loop in a later round of which a binding still holds: one that does not begin with another one."""
    for statement, arm in binding.block:
        around = statement in facts.loops and _inside(facts, (statement, arm), position)
        if around and any(all(known != statement for known, _ in each.block) for each in live):
            return statement
    return None


def choices(facts: FileFacts, block: Block, position: int | None, loop: int | None = None) -> Given:
    """What must have been chosen for a statement in these arms to have run, in any round of a loop around it."""
    given: list[tuple[tuple[str, str, int], int]] = []
    kind = NOW
    for statement, arm in block:
        kind = EVER if statement == loop else kind
        if statement in facts.exclusive and (position is None or not _inside(facts, (statement, arm), position)):
            given.append(((facts.path, kind, statement), arm))
    return frozenset(given)

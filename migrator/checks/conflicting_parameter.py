"""DSM202: the same parameter given in two places with different values."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.checks.common import draft, in_words, shown_at
from migrator.drafts import Draft, Note
from migrator.findings import Refusal, RequestChange
from migrator.judge import CallGroup
from migrator.objections import CHOOSE
from migrator.requests import Landing, is_unknown
from migrator.rulebook import COVERED
from migrator.values import Site
from migrator.variants import Variant

HINT = "decide which value is meant and remove the other"


def check(group: CallGroup) -> Iterator[Draft]:
    """One draft at the place that loses."""
    seen: set[Site] = set()
    for variant in group.variants:
        if variant.verdict.kind not in (COVERED, "plan"):
            continue
        told: set[tuple[str, ...]] = set()
        for loser, winner in sorted(_pairs(group, variant), key=lambda pair: len(pair[0].path)):
            if loser.slot.key_site in seen or _same(loser, winner):
                continue
            # A mapping that loses is told as a whole, not once more for each of its keys.
            if any(loser.path[:depth] in told for depth in range(1, len(loser.path))):
                continue
            told.add(loser.path)
            seen.add(loser.slot.key_site)
            raises = variant.prediction.raises is not None
            settled = _settled_by_fix(group, variant, loser, winner)
            fields = {
                "parameter": loser.path[-1],
                "first": in_words(loser.value),
                "second": in_words(winner.value),
                "other": "/".join(winner.path[:-1]) or "the call itself",
                "winner": in_words(winner.value),
            }
            yield draft(
                group,
                variant,
                rule="DSM202",
                message=Note("neither" if raises else "differs", fields),
                site=shown_at(group, loser),
                request=_request(group, variant, settled),
                refusal=None if settled else Refusal(CHOOSE, HINT),
                actionable=settled or loser.pointer != winner.pointer,
            )


def _pairs(group: CallGroup, variant: Variant) -> Iterator[tuple[Landing, Landing]]:
    for each in group.misplaced(variant):
        if each.proper is not None:
            yield each.landing, each.proper
    bodies = [each for each in variant.prediction.landings if each.effect == "body" and each.pointer]
    for index, loser in enumerate(bodies):
        for winner in bodies[index + 1 :]:
            together = winner.recast and loser.recast
            if winner.pointer == loser.pointer and winner.path != loser.path and not (loser.inherited or together):
                yield loser, winner


def _request(group: CallGroup, variant: Variant, settled: bool) -> RequestChange:
    migration = next((each for each in group.migrations if each.variant is variant), None)
    if migration is None or not settled:
        return group.request(variant, None, None, True)
    return group.request(variant, migration.new, migration.planned, migration.refusal is not None)


def _settled_by_fix(group: CallGroup, variant: Variant, loser: Landing, winner: Landing) -> bool:
    """Whether the values agree once the model that goes out is replaced."""
    migration = next((each for each in group.migrations if each.variant is variant), None)
    return migration is not None and winner.value == migration.old.id and loser.value == migration.new.id


def _same(loser: Landing, winner: Landing) -> bool:
    """Whether nothing shows that the two differ: they say the same, or nobody knows that both are given at all."""
    if loser.slot.sure and winner.slot.sure:
        return loser.value == winner.value and not is_unknown(loser.value)
    return is_unknown(loser.value) and is_unknown(winner.value)

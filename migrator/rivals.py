"""Settles calls that several rows of a surface fit, where only the SDK's version tells which: all must ask for the same."""

from __future__ import annotations

from migrator.changes import Change
from migrator.findings import Refusal
from migrator.judge import CallGroup
from migrator.values import Site

UNKNOWN = "version-unknown"


def settled(group: CallGroup) -> CallGroup:
    """The call by its first rows; refused as a whole where those for another version ask for something else."""
    versions = dict.fromkeys(judged.call.operation.versions for judged in group.judged if judged.call.rivals)
    if len(versions) < 2:
        return group
    apart = [
        CallGroup(group.ref, tuple(each for each in group.judged if each.call.operation.versions == version), group.world)
        for version in versions
    ]
    telling = [each for each in apart if any(variant.model is not None for variant in each.variants)]
    if len(telling) == 1:
        # The versions take their model in different places, and only one of these holds one.
        return telling[0]
    first = _wishes(apart[0])
    if all(_wishes(each) == first for each in apart[1:]):
        return apart[0]
    surface = apart[0].judged[0].call.surface
    package = surface.package or surface.sdk
    hint = f"what is right depends on the version of {package} ({' or '.join(versions)}); declare it among the dependencies"
    return CallGroup(group.ref, apart[0].judged, group.world, doubt=Refusal(UNKNOWN, hint))


def _wishes(group: CallGroup) -> tuple[frozenset[tuple[Change, ...] | str], frozenset[tuple[Site, tuple[Change, ...] | str]]]:
    """Everything that a call would have changed, or why not."""
    migrations = frozenset(each.refusal.code if each.refusal is not None else each.changes for each in group.migrations)
    moves = frozenset(
        (misplaced.landing.slot.key_site, moved.code if isinstance(moved, Refusal) else moved)
        for variant in group.variants
        for misplaced, moved in group.moves(variant)
    )
    return migrations, moves

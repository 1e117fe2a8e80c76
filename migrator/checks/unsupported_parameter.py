"""DSM303: a parameter that the model ignores or refuses, or that a retired one ignored and its replacement obeys."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.checks.common import draft, obeyed_only_now, parameter_note, shown_at
from migrator.checks.reasoning_effort import PARAMETER as EFFORT
from migrator.drafts import Draft
from migrator.findings import Certainty
from migrator.judge import CallGroup
from migrator.requests import split
from migrator.targets import hits, place_of
from migrator.values import Site


def check(group: CallGroup) -> Iterator[Draft]:
    """Notes on live models' constraints, and on what retired ones ignored."""
    seen: set[Site] = set()
    for variant in group.variants:
        model = variant.model
        if model is None or model.status == "retired" or not variant.verdict.is_ours:
            continue
        switch = group.switch(variant)
        thinks = model.thinking_default if switch is None else (switch.value if isinstance(switch.value, bool) else None)
        for hit in hits(model, variant.prediction, variant.protocol, thinks, group.moving(variant)):
            constraint = hit.constraint
            key = constraint.effect
            site = hit.landing.slot.key_site
            if constraint.parameter == EFFORT or key == "mapped" or not hit.certain or site in seen:
                continue
            seen.add(site)
            condition = (
                "" if constraint.thinking is None else (" while thinking" if constraint.thinking else " while not thinking")
            )
            note = parameter_note(key, hit.landing, model, reason=constraint.reason, condition=condition)
            yield draft(
                group, variant, rule="DSM303", message=note, site=shown_at(group, hit.landing), certainty=Certainty.POSSIBLE
            )
    for migration in group.migrations:
        variant = migration.variant
        for hit in migration.hits if migration.refusal is None else ():
            site = hit.landing.slot.key_site
            if hit.constraint.effect != "ignored" or not hit.certain or site in seen:
                continue
            seen.add(site)
            note = parameter_note("ignored", hit.landing, migration.new)
            yield draft(
                group, variant, rule="DSM303", message=note, site=shown_at(group, hit.landing), certainty=Certainty.POSSIBLE
            )
        for parameter in obeyed_only_now(migration):
            pointer = place_of(parameter, variant.protocol)
            landing = variant.prediction.at(split(pointer)) if pointer is not None else None
            if landing is None or landing.slot.key_site in seen:
                continue
            seen.add(landing.slot.key_site)
            note = parameter_note("obeyed", landing, migration.old, replacement=migration.new.id)
            yield draft(
                group,
                variant,
                rule="DSM303",
                message=note,
                site=shown_at(group, landing),
                certainty=Certainty.POSSIBLE,
                replacement=migration.new.id,
                actionable=True,
            )

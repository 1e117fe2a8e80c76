"""DSM304: a token limit beyond what the model allows."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.checks.common import draft, parameter_note, shown_at
from migrator.drafts import Draft
from migrator.judge import CallGroup
from migrator.targets import over_limits


def check(group: CallGroup) -> Iterator[Draft]:
    """One draft for each limit of a live model that is exceeded, and of a replacement that would be."""
    for variant in group.variants:
        model = variant.model
        if model is None or model.status == "retired" or not variant.verdict.is_ours:
            continue
        for landing, limit in over_limits(model, variant.prediction, variant.protocol, group.moving(variant)):
            note = parameter_note("exceeds", landing, model, limit=f"{limit:,}")
            yield draft(group, variant, rule="DSM304", message=note, site=shown_at(group, landing))
    for migration in group.migrations:
        old, new, variant = migration.old, migration.new, migration.variant
        beyond_both = [each for each, _ in over_limits(old, variant.prediction, variant.protocol, group.moving(variant))]
        for landing, limit in migration.over:
            note = parameter_note("replacement", landing, old, replacement=new.id, limit=f"{limit:,}")
            if landing in beyond_both:
                note = parameter_note("exceeds", landing, new, limit=f"{limit:,}")
            yield draft(
                group,
                variant,
                rule="DSM304",
                message=note,
                site=shown_at(group, landing),
                replacement=new.id,
                refusal=migration.refusal,
            )

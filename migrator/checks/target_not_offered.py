"""DSM105: the replacement is not offered where the call goes."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.checks.common import draft, model_shown_at
from migrator.drafts import Draft, Note
from migrator.judge import CallGroup
from migrator.objections import not_served


def check(group: CallGroup) -> Iterator[Draft]:
    """One draft for each migration that the region or the protocol stands against."""
    for migration in group.migrations:
        refusal, variant = migration.refusal, migration.variant
        if refusal is None or refusal.code != "not-offered" or variant.landing is None:
            continue
        place = not_served(variant, migration.new)
        region = (place.region if place is not None else None) or ""
        names = {"replacement": migration.new.id, "protocol": variant.protocol.id, "region": region}
        steps = (place or variant.verdict).steps
        host = next((step.note.removeprefix("the endpoint is ") for step in reversed(steps)), "")
        yield draft(
            group,
            variant,
            rule="DSM105",
            message=Note("region" if place is not None else "protocol", {**names, "host": host}),
            site=model_shown_at(group, variant),
            replacement=migration.new.id,
            refusal=refusal,
        )

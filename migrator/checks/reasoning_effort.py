"""DSM302: a reasoning effort that is taken as another, or that the model does not take."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.checks.common import draft, in_words, parameter_note, shown_at
from migrator.drafts import Draft
from migrator.judge import CallGroup
from migrator.targets import hits

PARAMETER = "reasoning_effort"


def check(group: CallGroup) -> Iterator[Draft]:
    """One note for each value that a live model maps, ignores or does not document."""
    for variant in group.variants:
        model = variant.model
        if model is None or model.status == "retired" or not variant.verdict.is_ours:
            continue
        for hit in hits(model, variant.prediction, variant.protocol, None):
            constraint = hit.constraint
            if constraint.parameter != PARAMETER or hit.landing.value is None:
                continue
            fields = {"mapped_to": in_words(constraint.mapped_to), "reason": constraint.reason}
            yield draft(
                group,
                variant,
                rule="DSM302",
                message=parameter_note(constraint.effect, hit.landing, model, **fields),
                site=shown_at(group, hit.landing),
            )

"""DSM301: a call on a model that thinks by default, which does not say whether it should."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.checks.common import draft, model_shown_at
from migrator.drafts import Draft, Note
from migrator.findings import Certainty
from migrator.judge import CallGroup
from migrator.rulebook import SETTING


def check(group: CallGroup) -> Iterator[Draft]:
    """One note for each live model whose default decides."""
    for variant in group.variants:
        model = variant.model
        if model is None or model.status == "retired" or not variant.verdict.is_ours:
            continue
        if model.thinking != "hybrid" or not model.thinking_default or SETTING not in variant.protocol.settings:
            continue
        unset = variant.call.origin.operation.sends_when_unset.get(SETTING)
        if group.switch(variant) is not None or unset is not None or not variant.call.complete:
            continue
        key = "disputed" if model.thinking_disputed else "thinks"
        yield draft(
            group,
            variant,
            rule="DSM301",
            message=Note(key, {"model": model.id}),
            site=model_shown_at(group, variant),
            certainty=Certainty.POSSIBLE,
        )

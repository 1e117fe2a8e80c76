"""DSM104: a model that DashScope serves on one native interface, called on the other."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.checks.common import draft
from migrator.drafts import Draft, Note
from migrator.judge import CallGroup
from migrator.objections import INTERFACE
from migrator.rewrites import refuse


def check(group: CallGroup) -> Iterator[Draft]:
    """One draft for each live model on the wrong interface."""
    for variant in group.variants:
        model, serves = variant.model, variant.protocol.serves
        if model is None or serves is None or model.native in (None, serves) or not variant.verdict.is_ours:
            continue
        if model.status == "retired" or variant.outcome is None or variant.landing is None:
            continue
        key = "text-to-multimodal" if serves == "text" else "multimodal-to-text"
        names = [
            each.id
            for each in group.world.rulebook.models.values()
            if each.status == "current" and each.native == serves and each.alias_of is None
        ]
        site = variant.outcome.site if variant.outcome.site.path in group.world.targets else variant.landing.slot.value_site
        yield draft(
            group,
            variant,
            rule="DSM104",
            message=Note(key, {"model": model.id}),
            site=site,
            refusal=refuse(INTERFACE, f"convert the call by hand, or name a model of this interface: {', '.join(names[:3])}"),
        )

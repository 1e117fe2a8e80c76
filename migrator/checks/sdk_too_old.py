"""DSM305: a declared SDK version that lacks what a call uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.checks.common import draft
from migrator.drafts import Draft, Note
from migrator.findings import Certainty
from migrator.judge import CallGroup
from migrator.outcomes import Step
from migrator.values import Site
from migrator.versions import version_may_apply


def check(group: CallGroup) -> Iterator[Draft]:
    """One draft for each argument that the declared version does not know."""
    seen: set[Site] = set()
    for variant in group.variants:
        surface, operation = variant.call.surface, variant.call.operation
        declared = group.world.declared.get(surface.package or surface.sdk)
        if declared is None:
            continue
        for slot in variant.call.slots:
            gate = operation.gates.get(f"keyword:{slot.key}")
            if gate is None or version_may_apply(gate, declared.version) or slot.key_site in seen:
                continue
            seen.add(slot.key_site)
            needed = re.sub(r"^[^\d]*", "", gate.split(",")[0])
            older = next((each for name, each in operation.older.items() if slot.key and name in operation.write), None)
            alternative = (older or "the older spelling").removeprefix("keyword:")
            yield draft(
                group,
                variant,
                rule="DSM305",
                message=Note(
                    "lacks",
                    {
                        "sdk": declared.package,
                        "declared": declared.version.removeprefix("=="),
                        "feature": f"{operation.id}.{slot.key}",
                        "needed": needed,
                    },
                ),
                site=slot.key_site,
                certainty=Certainty.CERTAIN,
                notes=(Note("hint", {"needed": needed, "alternative": alternative}),),
                steps=(Step(declared.site, f"the project declares {declared.package} here"),),
            )

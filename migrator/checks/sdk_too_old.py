"""DSM305: a declared SDK version that lacks what a call uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.checks.common import asked_about, draft
from migrator.drafts import Draft, Note
from migrator.findings import Certainty
from migrator.judge import CallGroup
from migrator.outcomes import Slot, Step
from migrator.variants import Variant
from migrator.versions import version_may_apply


def check(group: CallGroup) -> Iterator[Draft]:
    """One draft for each argument that the declared version does not know."""
    for variant in group.variants:
        surface, operation = variant.call.surface, variant.call.operation
        declared = group.world.declared.get(surface.package or surface.sdk)
        if declared is None:
            continue
        for slot in variant.call.slots:
            gate = operation.gates.get(f"keyword:{slot.key}")
            if gate is None or version_may_apply(gate, declared.version):
                continue
            needed = re.sub(r"^[^\d]*", "", gate.split(",")[0])
            alternative = _older_spelling(variant, slot) or "the older spelling"
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
                site=asked_about(group, slot.key_site),
                certainty=Certainty.CERTAIN,
                notes=(Note("hint", {"needed": needed, "alternative": alternative}),),
                steps=(Step(declared.site, f"the project declares {declared.package} here"),),
            )


def _older_spelling(variant: Variant, slot: Slot) -> str | None:
    """Where the declared version takes what this argument says: where it takes whatever has no keyword of its own."""
    anything = variant.call.operation.write.get("?")
    said = next((each for each in variant.prediction.landings if each.path[:1] == (slot.key,) and each.pointer), None)
    if anything is None or said is None:
        return None
    # What stands below the argument's own place is part of its value.
    name = said.pointer[len(said.pointer) - len(said.path)]
    return anything.removeprefix("keyword:").replace("?", name)

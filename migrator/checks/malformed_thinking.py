"""DSM203: the thinking switch in another vendor's vocabulary, nested wrongly, or of the wrong type."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.checks.common import in_words
from migrator.checks.misplaced_parameter import misplaced_draft
from migrator.drafts import Draft, Note
from migrator.judge import CallGroup


def check(group: CallGroup) -> Iterator[Draft]:
    """One draft for each foreign spelling on a call to Model Studio."""
    seen: set[tuple[str, int]] = set()
    for variant in group.variants:
        for each, moved in group.moves(variant):
            site = each.landing.slot.key_site
            if not each.foreign or (site.path, site.start) in seen:
                continue
            seen.add((site.path, site.start))
            if each.in_place:
                message = Note("type", {"written": in_words(each.landing.value)})
            else:
                message = Note("vocabulary", {"written": ".".join(each.landing.path)})
            yield misplaced_draft(group, variant, each, moved, "DSM203", message)

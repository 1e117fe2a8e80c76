"""DSM201: a parameter of Model Studio's own where this surface does not take it."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.checks.common import draft, in_words, shown_at
from migrator.drafts import Draft, Note
from migrator.findings import Certainty, Refusal
from migrator.judge import CallGroup
from migrator.misplaced import Misplaced
from migrator.objections import EXPECTED
from migrator.rulebook import COVERED
from migrator.variants import Variant

UNPROVEN = "nothing proves that this call goes to {vendor}, and others may not know the parameter"
DOUBTS = {
    "plan": "a subscription plan may take other parameters than {vendor} itself",
    "other": "this call goes to another provider, which may not know the parameter",
}


def check(group: CallGroup) -> Iterator[Draft]:
    """One draft for each misplaced parameter, at its own key."""
    seen: set[tuple[str, int]] = set()
    for variant in group.variants:
        for each, moved in group.moves(variant):
            if each.foreign:
                continue
            site = each.landing.slot.key_site
            if (site.path, site.start) in seen or not each.concerns(variant):
                continue
            seen.add((site.path, site.start))
            yield misplaced_draft(group, variant, each, moved, "DSM201", _message(variant, each))


def _message(variant: Variant, each: Misplaced) -> Note:
    return Note(
        each.effect,
        {
            "surface": variant.call.surface.title,
            "parameter": each.name,
            "error": "TypeError",
            "lands": "/".join(each.landing.pointer) if each.landing.pointer else "a query parameter or header",
        },
    )


def misplaced_draft(
    group: CallGroup, variant: Variant, each: Misplaced, moved: tuple[object, ...] | Refusal, rule: str, message: Note
) -> Draft:
    """The draft of a parameter that has to move: what it does today, where it goes, and what changes by it."""
    raises = each.effect == "raises"
    proven = variant.verdict.kind == COVERED and variant.verdict.certainty == Certainty.CERTAIN
    certainty = Certainty.CERTAIN if raises and rule == "DSM201" else variant.verdict.certainty
    call = group.world.linker.program.call(group.ref)
    refusal = moved if isinstance(moved, Refusal) else None
    if call.expects_failure and raises:
        refusal = Refusal(EXPECTED, "the code around expects this argument to be refused; look at what it tests")
        certainty = Certainty.POSSIBLE
    unsafe = () if proven else (DOUBTS.get(variant.verdict.kind, UNPROVEN).format(vendor=group.world.rulebook.vendor.short),)
    if each.effect == "accident":
        certainty = Certainty.POSSIBLE
    migration = next((one for one in group.migrations if one.variant is variant), None)
    if refusal is None and migration is not None and migration.refusal is not None:
        refusal = migration.refusal
    if raises and (variant.call.doubtful or variant.call.foreign_receiver):
        certainty = Certainty.POSSIBLE
    if each.landing.slot.site.path not in group.world.targets:
        refusal = Refusal("outside-paths", f"it is written in {each.landing.slot.site.path}; name that file too")
    notes: list[Note] = []
    if each.target is not None or rule != "DSM201":
        # Where there is no place for it here, the refusal says where it goes.
        notes.append(Note("help", {"belongs": str(each.target or "a boolean")}))
    if rule == "DSM201" and each.effect != "accident":
        notes.append(Note("note-takes-effect", {"parameter": each.name, "change": f"{in_words(each.value)} reaches the model"}))
    return draft(
        group,
        variant,
        rule=rule,
        message=message,
        site=shown_at(group, each.landing),
        certainty=certainty,
        effect=each.effect,
        request=group.request(
            variant,
            migration.new if migration is not None else None,
            migration.planned if migration is not None else None,
            refusal is not None,
        ),
        notes=tuple(notes),
        changes=() if isinstance(moved, Refusal) else moved,
        unsafe=unsafe,
        refusal=refusal,
        actionable=True,
    )

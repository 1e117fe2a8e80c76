"""DSM104: a model that DashScope serves on one native interface, called on the other."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.checks.common import conversion_notes, draft, model_shown_at, unproven
from migrator.convert.group import converted
from migrator.convert.plan import INTERFACE, Conversion
from migrator.drafts import Draft, Note
from migrator.facts import Call, FileFacts
from migrator.findings import Certainty, Refusal
from migrator.judge import CallGroup
from migrator.outcomes import Symbol
from migrator.rewrites import refuse
from migrator.variants import Variant


def check(group: CallGroup) -> Iterator[Draft]:
    """One draft for each live model on the wrong interface."""
    for variant in group.variants:
        model, serves = variant.model, variant.protocol.serves
        if model is None or serves is None or model.native in (None, serves) or not variant.verdict.is_ours:
            continue
        if model.status == "retired" or _is_chosen(group, variant, model.native):
            continue
        key = "text-to-multimodal" if serves == "text" else "multimodal-to-text"
        conversion = converted(group, variant)
        refusal = conversion if isinstance(conversion, Refusal) else None
        found = conversion if isinstance(conversion, Conversion) else None
        unsafe = list(found.unsafe) if found is not None else []
        supplied = group.supplied(None)
        if found is not None and supplied:
            unsafe.append(f"{supplied} may supply another model, which may not answer like this")
        if variant.verdict.certainty < Certainty.CERTAIN:
            unsafe.insert(0, unproven(group, variant))
        yield draft(
            group,
            variant,
            rule="DSM104",
            message=Note(key, {"model": model.id}),
            site=model_shown_at(group, variant),
            request=group.request(variant, None, None, found is None, found),
            notes=tuple(conversion_notes(found, model)),
            changes=found.changes if found is not None else (),
            unsafe=tuple(unsafe),
            refusal=refusal or (None if found is not None else refuse(INTERFACE, "convert the call by hand")),
            actionable=True,
            calls=frozenset({group.ref}) | (found.calls if found is not None else frozenset()),
            needs=frozenset({"DSM101", "DSM104"}) if found is not None and found.calls else frozenset(),
        )


def _is_chosen(group: CallGroup, variant: Variant, native: str | None) -> bool:
    """Whether the program chooses the interface itself: another arm of the same branch calls the one that serves the model.

    So does one that ends its function before the other. Not so for a model that is written in the arm of the call, or in the
    call: that one goes there, whatever was asked.
    """
    linker = group.world.linker
    facts = linker.program.facts[group.ref.path]
    mine = linker.program.call(group.ref)
    arms = {statement: arm for statement, arm in mine.block if statement in facts.exclusive}
    site = variant.outcome.site if variant.outcome is not None else None
    if site is not None and any(each.contains(site) for each in (mine.site, *(facts.arm_sites[each] for each in arms.items()))):
        return False
    others = [call for call in facts.calls if any(arms.get(statement, arm) != arm for statement, arm in call.block)]
    others += [call for call in facts.calls if _ends_before(call, mine, facts) or _ends_before(mine, call, facts)]
    named = {
        each.form.name for call in others for each in linker.outcomes(call.callee, facts.path) if isinstance(each.form, Symbol)
    }
    rulebook = group.world.rulebook
    return any(
        not named.isdisjoint(operation.symbols) and rulebook.protocols[operation.protocol].serves == native
        for surface in rulebook.surfaces
        for operation in surface.operations
        if operation.protocol in rulebook.protocols
    )


def _ends_before(other: Call, call: Call, facts: FileFacts) -> bool:
    """Whether a call stands in a branch that returns before another call: `if vision: return see(…)`."""
    around = other.block[:-1]
    if (
        other.scope != call.scope
        or not other.block
        or other.block[-1][0] not in facts.exclusive
        or call.block[: len(around)] != around
    ):
        return False
    arm = facts.arm_sites[other.block[-1]]
    returned = (value for function in facts.functions if function.scope == call.scope for value in function.returns)
    return arm.end <= call.site.start and any(arm.contains(value.site) for value in returned)

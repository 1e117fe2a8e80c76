"""What several checks say in the same way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from migrator.convert.goals import FORM, INCREMENTS, NEEDS_INCREMENTS, NEEDS_MESSAGE
from migrator.convert.plan import Conversion
from migrator.drafts import Draft, Note
from migrator.findings import Json
from migrator.judge import CallGroup, Migration
from migrator.outcomes import Step
from migrator.requests import Landing, is_unknown
from migrator.rulebook import Model
from migrator.values import Site
from migrator.variants import Variant


def steps_of(variant: Variant) -> tuple[Step, ...]:
    """The evidence for a call: who answers, then its receiver and its model."""
    outcome = variant.outcome
    steps = [*variant.verdict.steps, *variant.call.steps, *(outcome.steps if outcome is not None else ())]
    return tuple(dict.fromkeys(steps))


def draft(group: CallGroup, variant: Variant, **fields: Any) -> Draft:
    """A draft about one variant of a call, with everything that the variant tells."""
    said: dict[str, Any] = {
        "certainty": variant.verdict.certainty,
        "calls": frozenset({group.ref}),
        "surface": variant.call.surface.id,
        "provider": variant.verdict.provider,
        "model": variant.text if variant.model is not None else None,
        "steps": steps_of(variant),
    }
    said.update(fields)
    return Draft(**said)


def conversion_notes(conversion: Conversion | None, model: Model) -> Iterator[Note]:
    """What a change of interface, or of the reply's form, means for the code around."""
    if conversion is None:
        return
    goal = conversion.goal
    if goal.moves:
        yield Note("note-interface", {"replacement": model.id, "belongs": goal.new.path})
    elif goal.new_form != goal.old_form:
        yield Note("note-form", {"parameter": f'`{FORM}="{goal.new_form}"`', "reason": NEEDS_MESSAGE})
    if goal.increments:
        yield Note("note-form", {"parameter": f"`{INCREMENTS}=True`", "reason": NEEDS_INCREMENTS})


def obeyed_only_now(migration: Migration) -> list[str]:
    """The parameters that the retired model ignored, and that its replacement is known to take."""
    not_taken = {each.parameter for each in migration.new.constraints if each.effect in ("ignored", "undocumented")}
    return [each for each in migration.old.fixed_parameters if each not in not_taken]


def parameter_note(key: str, landing: Landing, model: Model, **fields: str) -> Note:
    """A message about one parameter."""
    return Note(key, {"parameter": landing.path[-1], "value": in_words(landing.value), "model": model.id, **fields})


def in_words(value: Json) -> str:
    """A value as a message shows it."""
    if is_unknown(value):
        return "an expression"
    return json.dumps(value, ensure_ascii=False)


def shown_at(group: CallGroup, landing: Landing) -> Site:
    """Where a parameter is spoken of: at its own key, if that stands in a file that was asked about."""
    return asked_about(group, landing.slot.key_site, landing.outer.value_site)


def model_shown_at(group: CallGroup, variant: Variant) -> Site:
    """Where a call's model is spoken of: where its name is written, if that was asked about."""
    outcome, landing = variant.outcome, variant.landing
    # Whatever has a model was given it somewhere.
    assert outcome is not None
    assert landing is not None
    return asked_about(group, outcome.site, landing.slot.value_site, landing.outer.value_site)


def unproven(group: CallGroup, variant: Variant) -> str:
    """Why a person should look at a fix of a call that is not certain."""
    if variant.only_told:
        return "only a settings file says that it calls this model"
    return f"nothing on this very call proves that it goes to {group.world.rulebook.vendor.short}"


def asked_about(group: CallGroup, *places: Site) -> Site:
    """The first of these places in a file that was asked about; where there is none, what brings them to the call."""
    call = group.world.linker.program.call(group.ref)
    unpacked = [argument.site for argument in call.arguments if argument.kind == "spread"]
    brought = unpacked[0] if len(unpacked) == 1 else call.site
    return next((site for site in places if site.path in group.world.targets), brought)

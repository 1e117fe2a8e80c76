"""What speaks against a migration: the place, the protocol, the target's limits."""

from __future__ import annotations

from migrator.evidence import Verdict
from migrator.facts import Call
from migrator.findings import Refusal
from migrator.requests import Landing
from migrator.rewrites import refuse
from migrator.rulebook import SETTING, Model
from migrator.targets import Hit
from migrator.thinking import Action
from migrator.variants import Variant, World

CHOOSE = "choice-needed"
EXPECTED = "expected-to-fail"


def objection(
    world: World,
    call: Call,
    variant: Variant,
    old: Model,
    new: Model,
    planned: Action,
    found: tuple[Hit, ...],
    over: tuple[tuple[Landing, int], ...],
) -> Refusal | None:
    """Why a variant must not be migrated, the plainest reason first; None if nothing speaks against it."""
    if call.expects_failure == "any":
        return refuse(EXPECTED, "the code around expects this call to fail; look at what it tests")
    if call.expects_failure and variant.prediction.raises is not None:
        return refuse(EXPECTED, "the code around expects this argument to be refused; look at what it tests")
    if not variant.shown:
        return refuse("unknown-endpoint", "the URL is not in sight, and it decides which interface this is; change it by hand")
    if not_served(variant, new) is not None:
        return refuse("not-offered", offer_hint(world, variant, new))
    # A call of the other native interface is converted, where it is known which one serves the model.
    converts = variant.protocol.serves is not None and new.native is not None
    if new.protocols and variant.protocol.id not in new.protocols and not converts:
        return refuse("not-offered", f"{new.id} is not known to be served on {variant.protocol.id}; choose another with --to")
    if planned.do == "refuse":
        return refuse(CHOOSE, planned.reason or "")
    for hit in found:
        if hit.constraint.effect in ("refused", "undocumented") and hit.certain:
            where = world.texts.line(hit.landing.slot.key_site)
            return refuse(
                CHOOSE,
                f"{new.id}: {hit.constraint.reason}; decide about `{hit.landing.path[-1]}` in {where}, "
                "or choose another model with --to",
            )
        if hit.constraint.effect == "ignored" and hit.certain and _obeyed(hit, variant, old):
            return refuse(
                CHOOSE,
                f"{new.id} ignores `{hit.constraint.parameter}`, which {old.id} obeyed; decide about it, "
                "or choose another model with --to",
            )
    for landing, limit in over:
        return refuse(CHOOSE, f"{new.id} allows at most {limit} for `{landing.path[-1]}`; lower it, or choose another with --to")
    return None


def _obeyed(hit: Hit, variant: Variant, old: Model) -> bool:
    """Whether the retired model did what the parameter says; the switch is looked after elsewhere."""
    parameter, setting = hit.constraint.parameter, variant.protocol.settings.get(SETTING)
    if setting is not None and variant.protocol.own.get(parameter) == setting.at:
        return False
    ignored = {each.parameter for each in old.constraints if each.effect == "ignored"}
    return parameter not in ignored and parameter not in old.fixed_parameters


def not_served(variant: Variant, new: Model) -> Verdict | None:
    """Where the call goes, or may go, and the model is not known to be offered."""
    places = variant.verdict.places if new.regions else ()
    return next((each for each in places if each.region is not None and each.region not in new.regions), None)


def offer_hint(world: World, variant: Variant, new: Model) -> str:
    """What to type where the replacement is not offered."""
    place = not_served(variant, new)
    region = place.region if place is not None else None
    wanted = {each.region for each in variant.verdict.places if each.region is not None}
    offered = [
        model.id
        for model in world.rulebook.models.values()
        if model.status == "current" and wanted and wanted <= set(model.regions) and model.alias_of is None
    ]
    others = " or ".join(f"--to {each}" for each in offered[:3])
    return f"{new.id} is not known to be offered in {region or ''}" + (
        f"; choose {others}" if others else "; choose another region"
    )

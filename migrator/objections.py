"""What speaks against a migration: the place, the protocol, the target's limits, the native interface."""

from __future__ import annotations

from migrator.facts import Call
from migrator.findings import Refusal
from migrator.outcomes import Constant, Slot
from migrator.requests import Landing, get, is_unknown, split
from migrator.rewrites import refuse
from migrator.rulebook import BY_URL, Model
from migrator.targets import Hit
from migrator.thinking import Action
from migrator.values import Scalar
from migrator.variants import Variant, World

CHOOSE = "choice-needed"
INTERFACE = "interface-change"
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
    thinks: bool | None,
) -> Refusal | None:
    """Why a variant must not be migrated, the plainest reason first; None if nothing speaks against it."""
    if call.expects_failure == "any":
        return refuse(EXPECTED, "the code around expects this call to fail; look at what it tests")
    if call.expects_failure and variant.prediction.raises is not None:
        return refuse(EXPECTED, "the code around expects this argument to be refused; look at what it tests")
    if not variant.shown:
        return refuse("unknown-endpoint", "the URL is not in sight, and it decides which interface this is; change it by hand")
    serves = variant.protocol.serves
    if serves is not None and new.native is not None and new.native != serves:
        return refuse(INTERFACE, _interface_hint(world, variant, new))
    if variant.verdict.region is not None and new.regions and variant.verdict.region not in new.regions:
        return refuse("not-offered", offer_hint(world, variant, new))
    if variant.protocol.id not in new.protocols and new.protocols and serves is None:
        return refuse("not-offered", f"{new.id} is not known to be served on {variant.protocol.id}; choose another with --to")
    if planned.do == "refuse":
        return refuse(CHOOSE, planned.reason or "")
    for hit in found:
        if hit.constraint.effect in ("refused", "undocumented") and hit.certain:
            return refuse(
                CHOOSE,
                f"{new.id}: {hit.constraint.reason}; decide about `{hit.constraint.parameter}`, "
                "or choose another model with --to",
            )
    for landing, limit in over:
        return refuse(CHOOSE, f"{new.id} allows at most {limit} for `{landing.path[-1]}`; lower it, or choose another with --to")
    return _native_objection(world, variant, thinks)


def offer_hint(world: World, variant: Variant, new: Model) -> str:
    """What to type where the replacement is not offered."""
    region = variant.verdict.region or ""
    offered = [
        model.id
        for model in world.rulebook.models.values()
        if model.status == "current" and region in model.regions and model.alias_of is None
    ]
    others = " or ".join(f"--to {each}" for each in offered[:3])
    return f"{new.id} is not known to be offered in {region}" + (f"; choose {others}" if others else "; choose another region")


def _interface_hint(world: World, variant: Variant, new: Model) -> str:
    keeps = [
        model.id
        for model in world.rulebook.models.values()
        if model.status == "current" and model.native == variant.protocol.serves and model.alias_of is None
    ]
    return (
        f"{new.id} is served on the {new.native} interface only: another class, other message contents, another reply; "
        f"convert the call by hand, or keep the interface with --to {' or '.join(keeps[:2])}"
    )


def _native_objection(world: World, variant: Variant, thinks: bool | None) -> Refusal | None:
    """A native call that thinks must ask for messages, and for increments where it streams."""
    own = variant.protocol.own
    if variant.protocol.interface != "native" or thinks is False:
        return None
    if thinks is None and variant.model is not None and variant.model.thinking != "always":
        return None
    form = get(variant.prediction.request.body, split(own["result_format"])) if "result_format" in own else None
    if variant.protocol.serves == "text" and form != "message":
        return refuse(
            INTERFACE,
            'a call that thinks needs result_format="message", which changes the reply (output.choices[0].message '
            "instead of output.text): add it and change what reads the reply",
        )
    value = get(variant.prediction.request.body, split(own["incremental_output"])) if "incremental_output" in own else None
    if _may_stream(world, variant) and value is not True:
        return refuse(
            INTERFACE,
            "a streamed call that thinks needs incremental_output=True: each chunk then holds only what is new; "
            "add it and change what puts the chunks together",
        )
    return None


def _may_stream(world: World, variant: Variant) -> bool:
    """Whether a native call may stream: said by an argument of the SDK's, or by a header of a raw request."""
    header = variant.protocol.stream_header
    if variant.call.operation.protocol != BY_URL:
        streams = variant.call.named("stream")
        return streams is not None and not _is(world, streams, False)
    headers = [each for each in variant.prediction.landings if each.effect == "header"]
    return any(is_unknown(each.value) or each.path[-1].lower() == header.lower() for each in headers)


def _is(world: World, slot: Slot, value: Scalar) -> bool:
    found = world.linker.outcomes(slot.value, slot.path, slot.frames)
    return bool(found) and all(isinstance(each.form, Constant) and each.form.value is value for each in found)

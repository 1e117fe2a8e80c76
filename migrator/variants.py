"""The different requests that one call can be: each receiver with each model that fits it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrator.bodies import body_keyword
from migrator.calls import SurfaceCall, narrowed
from migrator.evidence import Assumptions, Pointer, Verdict, by_provider, urls, weigh
from migrator.findings import Certainty
from migrator.link.evaluate import Linker
from migrator.outcomes import (
    Bound,
    Constant,
    Encoded,
    Form,
    Given,
    Items,
    Made,
    Mapping,
    Outcome,
    Slot,
    Symbol,
    Text,
    Unknown,
    compatible,
)
from migrator.passed import place
from migrator.requests import Landing, Prediction, Texts, predict, put, split
from migrator.rulebook import BY_URL, Model, Protocol, Provider, Rulebook
from migrator.sdk_versions import Declared
from migrator.settings_model import Settings

if TYPE_CHECKING:
    from migrator.convert.plan import Conversions

USUAL = "compatible-chat"
"""What a body is read as where nothing shows the interface: only its model is taken from it."""

CALLER = "caller"
"""Why a value is not known that callers out of sight give."""
RUN = "run"
"""Why a model may be another one: what a run is configured with."""
DEFAULT = "default"
"""Why a model is not the only one to think of: callers out of sight may take a function's default, and say nothing else."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One request that a call can send: who answers, which model, and the predicted body.

    `outcome` is where the model's name was written, None where the call's model is not known at all.
    """

    call: SurfaceCall
    protocol: Protocol
    given: Given
    outcome: Outcome | None
    text: str | None
    model: Model | None
    verdict: Verdict
    prediction: Prediction
    landing: Landing | None
    shown: bool = True
    """The interface that the call speaks to is known."""
    only_told: bool = False
    """It certainly goes where it goes, and only a settings file gives this model."""


@dataclass(frozen=True, slots=True)
class World:
    """What judging needs besides the call: the linker, the rulebook, the project's pointers and the settings' word.

    `targets` are the files that may be reported and edited; `today` is an ISO date.
    """

    linker: Linker
    rulebook: Rulebook
    texts: Texts
    pointers: Callable[[str], Sequence[Pointer]]
    assumptions: Assumptions
    settings: Settings
    today: str
    targets: frozenset[str]
    declared: dict[str, Declared]
    """The SDK versions that the project declares, by package."""
    conversions: Conversions


@dataclass(frozen=True, slots=True)
class Judged:
    """A call with all its variants; `unknown` are the reasons why its model may also be something else, and in which runs."""

    call: SurfaceCall
    variants: tuple[Variant, ...]
    unknown: tuple[tuple[str, Given], ...]


def variants_of(call: SurfaceCall, world: World) -> Judged:
    """Everything that a call can send."""
    made: list[Variant] = []
    reasons: list[tuple[str, Given]] = []
    for given in (
        run
        for each in _runs(call, world)
        for run in by_provider(call.origin, each, world.linker, world.rulebook, world.assumptions)
    ):
        some, why = _in_runs(replace(narrowed(world.linker, call, given), given=given), world)
        made.extend(some)
        reasons.extend(why)
    for given in _unseen_runs(call, world.linker):
        some, _ = _in_runs(replace(narrowed(world.linker, call, given), given=given), world)
        # Whoever relies on a default that is renamed gets a model that may think, and nobody tells it not to.
        if any(each.model is not None and each.model.status == "retired" for each in some):
            reasons.append((DEFAULT, frozenset()))
    return Judged(call, tuple(made), tuple(dict.fromkeys((*((reason, call.given) for reason in call.open), *reasons))))


def _runs(call: SurfaceCall, world: World) -> list[Given]:
    """The choices that decide which body a call hands over, where it hands one over whole, or which part with the model."""
    linker = world.linker
    keyword = body_keyword(call) if call.operation.takes_whole_body else None
    slot = call.named(keyword) if keyword is not None else None
    if slot is None:
        return _unpacked_runs(call, linker) or _merged_runs(call, world) or [call.given]
    found = linker.outcomes(slot.value, slot.path, slot.frames)
    # A caller that is not in sight hands over a body of its own, which no fix of ours touches.
    found = tuple(each for each in found if isinstance(each.form, (Mapping, Encoded))) or found
    return list(dict.fromkeys(call.given | each.given for each in found if compatible(call.given, each.given))) or [call.given]


def _unpacked_runs(call: SurfaceCall, linker: Linker) -> list[Given]:
    """The choices that decide which keywords a call unpacks, where several callers hand over theirs."""
    found = [each for each in _unpacked(call, linker) if isinstance(each.form, Mapping)]
    runs = dict.fromkeys(call.given | each.given for each in found if each.given and compatible(call.given, each.given))
    return list(runs) if len(runs) == len(found) > 1 else []


def _merged_runs(call: SurfaceCall, world: World) -> list[Given]:
    """The choices that decide which of several mappings goes into the body, where they bring the model."""
    model = split(_interface(call, world)[0].model)[-1]
    for slot in call.slots:
        found = world.linker.outcomes(slot.value, slot.path, slot.frames) if _is_merged(call, slot) else ()
        held = [inner.key for each in found if isinstance(each.form, Mapping) for inner in each.form.slots]
        if model in held:
            return list(dict.fromkeys(call.given | each.given for each in found if compatible(call.given, each.given)))
    return []


def _is_merged(call: SurfaceCall, slot: Slot) -> bool:
    return f"keyword:{slot.key}/*" in call.operation.places


def _unseen_runs(call: SurfaceCall, linker: Linker) -> list[Given]:
    """The choices of callers out of sight, where those in sight each hand over keywords to unpack."""
    if not _unpacked_runs(call, linker):
        return []
    found = [each for each in _unpacked(call, linker) if isinstance(each.form, Unknown) and each.form.reason == CALLER]
    return [call.given | each.given for each in found if each.given and compatible(call.given, each.given)]


def _unpacked(call: SurfaceCall, linker: Linker) -> tuple[Outcome, ...]:
    """What the one argument of a call that is unpacked can be."""
    arguments = [
        (ref.path, argument)
        for ref in (*call.parts, call.ref)
        for argument in linker.program.call(ref).arguments
        if argument.kind == "spread"
    ]
    if len(arguments) != 1:
        return ()
    path, argument = arguments[0]
    return linker.outcomes(argument.value, path)


def _interface(call: SurfaceCall, world: World) -> tuple[Protocol, bool]:
    """The interface that a call speaks to, and whether that is known."""
    spoken = call.origin.operation.protocol
    if spoken != BY_URL:
        return world.rulebook.protocols[spoken], True
    found = [
        each and world.rulebook.protocol_of_url(each) for each in urls(call.origin, call.given, world.linker, world.rulebook)
    ]
    first = found[0] if found else None
    if first and all(each and each.id == first.id for each in found):
        return first, True
    usual = world.rulebook.protocols[USUAL]
    return replace(usual, settings={}, own={}, parameters={}, foreign=()), False


def _in_runs(call: SurfaceCall, world: World) -> tuple[list[Variant], tuple[tuple[str, Given], ...]]:
    """What a call can send in the runs that it speaks of, and why its model may be another one."""
    protocol, shown = _interface(call, world)
    pointer = split(protocol.model)
    first = predict(call, call.given, world.linker, world.texts, protocol)
    landing = first.at(pointer) or _in_url(first)
    outcomes: Sequence[Outcome] = ()
    slots = (landing.slot, *_instead(call, first, landing)) if landing is not None else ()
    if landing is not None:
        outcomes = [
            each
            for slot in slots
            for each in world.linker.outcomes(slot.value, slot.path, slot.frames)
            if compatible(call.given, each.given)
        ]
        outcomes = _without_empty(outcomes)
    reasons = tuple((why, each.given) for each in outcomes if (why := _unseen(each.form))) or (
        (("unresolved", call.given),) if not any(slot.sure for slot in slots) and may_hold_more(call, world.linker) else ()
    )
    reasons += tuple((why, call.given) for slot in (*slots, *_beside(first, landing)) for why in slot.beaten)
    if landing is not None and _is_opened(call.origin, landing.path[0], world.linker):
        reasons += ((RUN, call.given),)
    named = [each for each in outcomes if _named(each)]
    code = frozenset(_text(each) for each in named if not each.setting)
    made = [_variant(call, protocol, each, world, each.setting and _text(each) not in code) for each in named] or [
        _variant(call, protocol, None, world)
    ]
    return [replace(each, shown=shown) for each in made], reasons


def _is_opened(call: SurfaceCall, name: str, linker: Linker) -> bool:
    """Whether each run may say anew what the call passes under a name."""
    slot = place(call.slots, call.operation.opened_by) if call.operation.opened_by else None
    if slot is None:
        return False
    forms = [each.form for each in linker.outcomes(slot.value, slot.path, slot.frames)]
    named = [
        each.form.value if isinstance(each.form, Constant) else name
        for form in forms
        if isinstance(form, Items)
        for value in form.values
        for each in linker.outcomes(value, form.path, form.frames)
    ]
    return name in named or not all(isinstance(form, Items) or form == Constant(None) for form in forms)


def may_hold_more(call: SurfaceCall, linker: Linker) -> bool:
    """Whether a call, or the body that it hands over whole, has keys that are not in sight."""
    keyword = body_keyword(call) if call.operation.takes_whole_body else None
    slot = call.named(keyword) if keyword is not None else None
    found = linker.outcomes(slot.value, slot.path, slot.frames) if slot is not None else ()
    return not call.complete or any(
        isinstance(each.form, Mapping) and not each.form.complete and compatible(call.given, each.given) for each in found
    )


def _unseen(form: Form) -> str:
    """Why a model may be any; nothing where it is known."""
    if isinstance(form, Unknown):
        return form.reason
    return "unresolved" if isinstance(form, (Symbol, Made, Bound)) else ""


def _instead(call: SurfaceCall, prediction: Prediction, landing: Landing) -> list[Slot]:
    """What else stands in the place of something that is only sometimes given there, the latest first."""
    if landing.slot.sure:
        return []
    before = [each.slot for each in prediction.landings if each.effect == "body" and each.pointer == landing.pointer]
    if len(landing.path) == 1:
        before = [each for each in call.slots if each.key == landing.path[0]]
    found: list[Slot] = []
    for slot in reversed(before[:-1]):
        found.append(slot)
        if slot.sure:
            break
    return found


def _beside(prediction: Prediction, landing: Landing | None) -> list[Slot]:
    """The same key of whatever else an argument may be."""
    if landing is None:
        return []
    alike = (each for each in prediction.landings if each.effect == "body" and each.path == landing.path)
    return [each.slot for each in alike if each is not landing and each.pointer == landing.pointer]


def _without_empty(outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    """An empty name stands for a model until there is one, where there are others."""
    named = [each for each in outcomes if not (isinstance(each.form, Constant) and each.form.value == "")]
    return named if any(isinstance(each.form, Constant) for each in named) else outcomes


def _in_url(prediction: Prediction) -> Landing | None:
    return next((each for each in prediction.landings if each.effect == "url"), None)


def _named(outcome: Outcome) -> bool:
    return isinstance(outcome.form, Text) or (isinstance(outcome.form, Constant) and isinstance(outcome.form.value, str))


def _prefixed(call: SurfaceCall, text: str | None, rulebook: Rulebook) -> tuple[Provider | None, str | None]:
    """Whom a model's name begins with, and the name without that, where the surface takes such names."""
    if text is None or not call.operation.prefixes:
        return None, text
    found = rulebook.provider_of_prefix(text)
    if found is not None:
        return found[0], found[2]
    neutral = next((each for each in call.operation.prefixes if text.startswith(each)), "")
    return None, text[len(neutral) :]


def _text(outcome: Outcome) -> str:
    return outcome.form.text if isinstance(outcome.form, Text) else str(getattr(outcome.form, "value", ""))


def _variant(call: SurfaceCall, protocol: Protocol, outcome: Outcome | None, world: World, told: bool = False) -> Variant:
    """One request; `told` says that only a settings file gives this model."""
    given = call.given | outcome.given if outcome is not None else call.given
    call = narrowed(world.linker, call, given)
    text: str | None = None
    if outcome is not None:
        text = _text(outcome)
    prediction = predict(call, given, world.linker, world.texts, protocol)
    landing = prediction.at(split(protocol.model)) or _in_url(prediction)
    prefix, name = _prefixed(call.origin, text, world.rulebook)
    if landing is not None and name is not None and outcome is not None and isinstance(outcome.form, Constant):
        landing = replace(landing, value=name)
        if landing.effect == "body":
            put(prediction.request.body, landing.pointer, name)
    bare = name == text
    verdict = weigh(call.origin, given, world.linker, world.rulebook, world.assumptions, world.pointers, prefix, bare)
    unclear = call.doubtful or call.foreign_receiver
    only_told = told and not unclear and verdict.certainty == Certainty.CERTAIN
    if unclear or told:
        verdict = replace(verdict, certainty=min(verdict.certainty, Certainty.LIKELY))
    model = world.rulebook.model(name) if name is not None else None
    return Variant(call, protocol, given, outcome, text, model, verdict, prediction, landing, only_told=only_told)


def doubted(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """The same call's requests, none certain whose model may as well go to somebody else by another client."""
    askers = [variant for each in judged for variant in each.variants if variant.outcome is not None]
    elsewhere = {(each.outcome.site, each.verdict.kind) for each in askers if each.outcome is not None}

    def lowered(variant: Variant) -> Variant:
        site = variant.outcome.site if variant.outcome is not None else None
        if not variant.verdict.is_ours or not any(where == site and kind != variant.verdict.kind for where, kind in elsewhere):
            return variant
        certainty = min(variant.verdict.certainty, Certainty.LIKELY)
        return replace(variant, verdict=replace(variant.verdict, certainty=certainty))

    return tuple(replace(each, variants=tuple(map(lowered, each.variants))) for each in judged)

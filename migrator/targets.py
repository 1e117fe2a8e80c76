"""Which model takes a retired one's place on a call, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from migrator.findings import Json
from migrator.options import DeclaredModel
from migrator.requests import Landing, Prediction, is_unknown, split
from migrator.rulebook import Constraint, Model, Protocol, Rulebook
from migrator.settings_model import Settings

ANY = "*any"
OBJECT = "*object"


@dataclass(frozen=True, slots=True)
class Hit:
    """A constraint that a call's argument runs into; `certain` unless the value is only known at run time."""

    constraint: Constraint
    landing: Landing
    certain: bool


def target_model(old: Model, protocol: Protocol, rulebook: Rulebook, settings: Settings) -> Model:
    """The replacement: what the user asked for, else the rulebook's default for the interface."""
    wanted = settings.replacement(old.id, protocol.replacement) or rulebook.default_replacement(protocol.id)
    return known_model(wanted, rulebook, settings)


def known_model(identifier: str, rulebook: Rulebook, settings: Settings) -> Model:
    """A model of the rulebook or one that the settings declare.

    Raises KeyError for one that neither knows.
    """
    declared = settings.models.get(identifier)
    return rulebook.models[identifier] if declared is None else _declared(declared, rulebook.model(identifier), rulebook)


def _declared(declared: DeclaredModel, found: Model | None, rulebook: Rulebook) -> Model:
    like = rulebook.model(declared.like) if declared.like else found
    base = like or rulebook.models[next(iter(rulebook.replacements.values()))]
    unknown = like is None
    return replace(
        base,
        id=declared.id,
        status="current",
        thinking=declared.thinking or base.thinking,
        thinking_default=declared.thinking_default if declared.thinking_default is not None else base.thinking_default,
        thinking_disputed=base.thinking_disputed or (unknown and declared.thinking is None),
        native=declared.native or (None if unknown else base.native),
        protocols=frozenset() if unknown else base.protocols,
        constraints=() if unknown else base.constraints,
        prices=() if unknown else base.prices,
        note="declared in the settings",
    )


def place_of(parameter: str, protocol: Protocol) -> str | None:
    """The pointer at which a protocol reads a parameter."""
    return protocol.parameters.get(parameter, protocol.own.get(parameter))


def hits(
    model: Model,
    prediction: Prediction,
    protocol: Protocol,
    thinks: bool | None,
    moving: Mapping[str, Landing] = MappingProxyType({}),
) -> list[Hit]:
    """The constraints of a model that a request runs into; `moving`: parameters that a fix brings to where they are read."""
    found: list[Hit] = []
    for constraint in model.constraints:
        if constraint.thinking is not None and thinks is not None and constraint.thinking != thinks:
            continue
        pointer = place_of(constraint.parameter, protocol)
        landing = prediction.at(split(pointer)) if pointer is not None else None
        landing = landing or moving.get(constraint.parameter)
        if landing is None:
            continue
        matched = _matches(constraint, landing.value)
        if matched is not None:
            found.append(Hit(constraint, landing, matched and (constraint.thinking is None or thinks is not None)))
    return found


def _matches(constraint: Constraint, value: Json) -> bool | None:
    """True where the value is hit, False where it may be, None where it is not."""
    narrowed = bool(constraint.values) or constraint.at_least is not None or constraint.above is not None
    if is_unknown(value) and not (OBJECT in constraint.values and isinstance(value, dict) and len(value) > 1):
        return (not narrowed or constraint.values == (ANY,)) or False
    if value is None or value is False:
        return (
            (True if not narrowed and value is False else None)
            if value not in constraint.values
            else _is_false(constraint, value)
        )
    if not narrowed or ANY in constraint.values:
        return True
    if OBJECT in constraint.values and isinstance(value, dict):
        return True
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if constraint.at_least is not None and value >= constraint.at_least:
            return True
        if constraint.above is not None and value > constraint.above:
            return True
    return True if isinstance(value, (str, int, float)) and value in constraint.values else None


def _is_false(constraint: Constraint, value: Json) -> bool | None:
    return True if any(each is value for each in constraint.values) else None


def over_limits(
    model: Model, prediction: Prediction, protocol: Protocol, moving: Mapping[str, Landing]
) -> list[tuple[Landing, int]]:
    """Arguments beyond what a model allows, with the limit in tokens; `moving` as for `hits`."""
    limits = {
        "max_tokens": model.limits.max_output,
        "max_completion_tokens": model.limits.max_output,
        "max_output_tokens": model.limits.max_output,
        "thinking_budget": model.limits.max_reasoning,
    }
    found: list[tuple[Landing, int]] = []
    for parameter, limit in limits.items():
        pointer = place_of(parameter, protocol)
        landing = prediction.at(split(pointer)) if pointer is not None else None
        landing = landing or moving.get(parameter)
        if landing is not None and limit is not None and isinstance(landing.value, int) and landing.value > limit:
            found.append((landing, limit))
    return found

"""Prints the model catalogue, and all that is known of one model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TextIO

from migrator.findings import Json
from migrator.language import ENGLISH, Words
from migrator.report.plain import columns, padded
from migrator.rulebook import Constraint, Model, Price, Rulebook

_MODES = {"never": "never thinks", "always": "always thinks", "unknown": "unknown"}


def write_models(rulebook: Rulebook, as_json: bool, out: TextIO, words: Words = ENGLISH) -> None:
    """Write all models, the retired ones first."""
    order = {"retired": 0, "current": 1}
    rows = sorted(rulebook.models.values(), key=lambda model: (order.get(model.status, 2), model.id))
    if as_json:
        out.write(json.dumps([model_json(model, rulebook) for model in rows], indent=2, ensure_ascii=False) + "\n")
        return
    table = [tuple(map(words, ("Model", "Status", "Since", "Thinking", "Native", "Replacement")))]
    for model in rows:
        instead = ", ".join(dict.fromkeys(_replacements(model, rulebook).values()))
        since = model.switched_off or model.retires or ""
        table.append((model.id, words(model.status), since, words(_thinking(model)), words(model.native or ""), instead))
    widths = [max(map(columns, column)) for column in zip(*table, strict=True)]
    for row in table:
        out.write("  ".join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n")


def write_model(model: Model, rulebook: Rulebook, as_json: bool, out: TextIO, words: Words = ENGLISH) -> None:
    """Write all that the rulebook says of one model."""
    if as_json:
        out.write(json.dumps(model_json(model, rulebook), indent=2, ensure_ascii=False) + "\n")
        return
    facts = [(words(label), words.labelled(text)) for label, text in _facts(model, rulebook) if text]
    width = max(columns(label) for label, _ in facts)
    out.writelines([f"{model.id}\n", *(f"  {padded(label, width)}  {text}\n" for label, text in facts)])


def model_json(model: Model, rulebook: Rulebook) -> dict[str, Json]:
    """The model as other programs read it."""
    limits = model.limits
    replacements: dict[str, Json] = {**_replacements(model, rulebook)}
    return {
        "id": model.id,
        "status": model.status,
        "announced": model.retires,
        "switched_off": model.switched_off,
        "replacement": replacements or None,
        "family": model.family,
        "alias_of": model.alias_of,
        "thinking": {"mode": model.thinking, "default": model.thinking_default, "disputed": model.thinking_disputed},
        "native": model.native,
        "protocols": [*sorted(model.protocols)],
        "regions": [*sorted(model.regions)],
        "plans": [*sorted(model.plans)],
        "limits": {
            "context": limits.context,
            "max_input": limits.max_input,
            "max_reasoning": limits.max_reasoning,
            "max_output": limits.max_output,
        },
        "defaults": {**model.defaults},
        "fixed_parameters": [*model.fixed_parameters],
        "constraints": [_constraint_json(constraint) for constraint in model.constraints],
        "prices": [_price_json(price) for price in model.prices],
        "note": model.note,
        "source": {"source": model.origin.source, "date": model.origin.date, "status": model.origin.status},
    }


def _constraint_json(constraint: Constraint) -> Json:
    return {
        "parameter": constraint.parameter,
        "effect": constraint.effect,
        "values": [*constraint.values],
        "at_least": constraint.at_least,
        "above": constraint.above,
        "thinking": constraint.thinking,
        "mapped_to": constraint.mapped_to,
        "reason": constraint.reason,
    }


def _price_json(price: Price) -> Json:
    return {
        "region": price.region,
        "currency": price.currency,
        "input": price.input,
        "output": price.output,
        "up_to": price.up_to,
        "source": price.origin.source,
        "date": price.origin.date,
    }


def _facts(model: Model, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    yield "status", model.status
    yield "announced for", model.retires or ""
    yield "switched off", model.switched_off or ""
    for interface, name in _replacements(model, rulebook).items():
        yield f"replacement ({interface})", name
    yield "alias of", model.alias_of or ""
    yield "thinking", _thinking(model)
    yield "native interface", model.native or "unknown"
    yield "regions", ", ".join(sorted(model.regions))
    yield "plans", ", ".join(sorted(model.plans))
    limits = model.limits
    for label, limit in (
        ("context", limits.context),
        ("input", limits.max_input),
        ("thinking", limits.max_reasoning),
        ("output", limits.max_output),
    ):
        yield f"most tokens, {label}", f"{limit:,}" if limit is not None else ""
    yield "sampling defaults", ", ".join(f"{name} {value:g}" for name, value in model.defaults.items())
    yield "accepts and ignores", ", ".join(model.fixed_parameters)
    for constraint in model.constraints:
        yield f"{constraint.parameter}", f"{constraint.effect}: {constraint.reason}"
    for price in model.prices:
        tier = f", up to {price.up_to:,} tokens of input" if price.up_to is not None else ""
        yield (
            f"price, {price.region}",
            f"{price.input:g} / {price.output:g} {price.currency} per million{tier} ({price.origin.source}, {price.origin.date})",
        )
    yield "note", model.note
    yield "source", f"{model.origin.source} ({model.origin.date}, {model.origin.status})"


def _replacements(model: Model, rulebook: Rulebook) -> dict[str, str]:
    return dict(rulebook.replacements) if model.status == "retired" else {}


def _thinking(model: Model) -> str:
    if model.thinking != "hybrid":
        return _MODES.get(model.thinking, model.thinking)
    default = {True: "on", False: "off", None: "unknown"}[model.thinking_default]
    return f"hybrid, {default} by default{' (disputed)' if model.thinking_disputed else ''}"

"""What the replacements cost against the models that they replace, per million tokens, with source and date."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from migrator.findings import Finding
from migrator.rulebook import Model, Price, Rulebook


@dataclass(frozen=True, slots=True)
class PriceChange:
    """One model's price and that of its replacement in one region; tiers are told by the first one."""

    model: str
    replacement: str
    before: Price
    after: Price
    findings: int


@dataclass(frozen=True, slots=True)
class PriceTotal:
    """What a million tokens each way through each of the calls cost, before and after, in one region and currency."""

    region: str
    currency: str
    calls: int
    before: tuple[float, float]
    after: tuple[float, float]


def plain_model(model: str, known: Collection[str]) -> str:
    """The model's own id, without what a framework writes before it."""
    plain = re.split("[/:]", model)[-1]
    return plain if model not in known and plain in known else model


def price_changes(findings: Iterable[Finding], rulebook: Rulebook) -> Iterator[PriceChange]:
    """For each change of model in the findings the prices that are known of both, by region and currency."""
    pairs: dict[tuple[str, str], int] = {}
    for finding in findings:
        if finding.model and finding.replacement and finding.rule == "DSM101":
            key = plain_model(finding.model, rulebook.models), plain_model(finding.replacement, rulebook.models)
            pairs[key] = pairs.get(key, 0) + 1
    for (old, new), number in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        before, after = _known(rulebook.models.get(old)), _known(rulebook.models.get(new))
        for place in before:
            if place in after:
                yield PriceChange(old, new, before[place], after[place], number)


def price_totals(changes: Iterable[PriceChange]) -> Iterator[PriceTotal]:
    """The sum of the changes of each region and currency that has several."""
    places: dict[tuple[str, str], list[PriceChange]] = {}
    for each in changes:
        places.setdefault((each.before.region, each.before.currency), []).append(each)
    for (region, currency), found in sorted(places.items()):
        if len(found) > 1:
            calls = sum(each.findings for each in found)
            yield PriceTotal(region, currency, calls, _sum(found, after=False), _sum(found, after=True))


def _sum(found: Iterable[PriceChange], *, after: bool) -> tuple[float, float]:
    prices = [(each.after if after else each.before, each.findings) for each in found]
    return sum(price.input * calls for price, calls in prices), sum(price.output * calls for price, calls in prices)


def _known(model: Model | None) -> dict[tuple[str, str], Price]:
    """The price of the lowest tier by region and currency."""
    found: dict[tuple[str, str], Price] = {}
    for price in model.prices if model is not None else ():
        found.setdefault((price.region, price.currency), price)
    return found

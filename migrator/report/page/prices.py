"""What the replacements cost against the models that they replace, per million tokens, with source and date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def price_changes(findings: Iterable[Finding], rulebook: Rulebook) -> Iterator[PriceChange]:
    """For each change of model in the findings the prices that are known of both, by region and currency."""
    pairs: dict[tuple[str, str], int] = {}
    for finding in findings:
        if finding.model and finding.replacement and finding.rule == "DSM101":
            key = finding.model, finding.replacement
            pairs[key] = pairs.get(key, 0) + 1
    for (old, new), number in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        before, after = _known(rulebook.models.get(old)), _known(rulebook.models.get(new))
        for place in before:
            if place in after:
                yield PriceChange(old, new, before[place], after[place], number)


def _known(model: Model | None) -> dict[tuple[str, str], Price]:
    """The price of the lowest tier by region and currency."""
    found: dict[tuple[str, str], Price] = {}
    for price in model.prices if model is not None else ():
        found.setdefault((price.region, price.currency), price)
    return found

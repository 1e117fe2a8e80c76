"""Which rules are asked for: by code, code prefix or name, the more exact selector winning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ALL = "ALL"


def weight(selector: str, code: str, name: str) -> int:
    """How exactly a selector names the rule: 0 not at all, more for longer prefixes, most for the code or the name."""
    if selector.lower() == name.lower():
        return len(code) + 1
    if selector.upper() == ALL:
        return 1
    return len(selector) + 1 if selector and code.startswith(selector.upper()) else 0


def names_rule(selectors: Iterable[str], code: str, name: str) -> bool:
    """Whether any of the selectors names the rule."""
    return any(weight(selector, code, name) for selector in selectors)


@dataclass(frozen=True, slots=True)
class RuleSelection:
    """`select` (None: all rules) and `ignore`."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()

    def selects(self, code: str, name: str) -> bool:
        """Whether the rule is asked for: the more exact of the selectors that name it decides, `ignore` where equal."""
        wanted = (ALL,) if self.select is None else self.select
        asked = max((weight(selector, code, name) for selector in wanted), default=0)
        unasked = max((weight(selector, code, name) for selector in self.ignore), default=0)
        return asked > unasked


@dataclass(frozen=True, slots=True)
class UnknownSelector:
    """A selector that names no rule, and the nearest that does."""

    selector: str
    nearest: str


def unknown_selectors(selectors: Iterable[str], rules: Iterable[tuple[str, str]]) -> tuple[UnknownSelector, ...]:
    """Those of the selectors that name none of the rules, given as (code, name)."""
    known = tuple(rules)
    choices = [text for rule in known for text in rule]
    return tuple(
        UnknownSelector(selector, nearest(selector, choices))
        for selector in selectors
        if selector.upper() != ALL and not any(weight(selector, code, name) for code, name in known)
    )


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice that looks most like `word`, "" where there are none."""
    import difflib

    by_plain = {choice.lower().replace("_", "-"): choice for choice in choices}
    found = difflib.get_close_matches(word.lower().replace("_", "-"), by_plain, n=1, cutoff=0.0)
    return by_plain[found[0]] if found else ""

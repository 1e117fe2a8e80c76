"""Which values a schema or an option permits: `z.enum([…]).default(x)`, `str({choices: […], default: x})`, `.choices([…])`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.facts import Argument, Call, Use
from migrator.values import Entry, Literal, Member, Result, Site, Value

CHOICES = "choices"
DEFAULTS = frozenset({"default", "prefault", "catch"})
OFFERING = frozenset({"enum", CHOICES})
CHAIN = 12
"""How many steps a schema has at most."""


def in_call(callee: Member, arguments: Sequence[Argument], calls: Sequence[Call | None], site: Site) -> Iterator[Use]:
    """What a method offers to choose from, or takes for a default out of what was offered before."""
    if not arguments:
        return
    if callee.name in OFFERING or (callee.name in DEFAULTS and _offered(callee.base, calls)):
        yield Use(CHOICES, arguments[0].value, site)


def in_record(entries: Sequence[Entry]) -> Iterator[Use]:
    """What an option lists to choose from, and what of it is the default."""
    named = {each.key.value: each.value for each in entries if isinstance(each.key, Literal)}
    if CHOICES in named:
        for value in (named[CHOICES], *(named[each] for each in sorted(DEFAULTS & named.keys()))):
            yield Use(CHOICES, value, named[CHOICES].site)


def _offered(value: Value, calls: Sequence[Call | None]) -> bool:
    for _ in range(CHAIN):
        call = calls[value.call] if isinstance(value, Result) else None
        if call is None or not isinstance(call.callee, Member):
            return False
        if call.callee.name in OFFERING:
            return True
        value = call.callee.base
    return False

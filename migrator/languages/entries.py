"""Tells which mapping a key and a value are taken from, as they go through its entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from migrator.facts import Call
from migrator.values import Element, Item, Reference, Result, Value


def is_same_name(value: Value, other: Value) -> bool:
    """Whether two values are the same name of one scope."""
    return (
        isinstance(value, Reference) and isinstance(other, Reference) and (value.name, value.scope) == (other.name, other.scope)
    )


def looked_up(key: Value, value: Value) -> Value | None:
    """The mapping that a value is looked up in by this key: `x[k]`."""
    return value.base if isinstance(value, Item) and is_same_name(value.key, key) else None


def call_of_entries(key: Value, value: Value, calls: Sequence[Call | None], said_by: Callable[[Value], Value]) -> Call | None:
    """The call of whose pairs these are the first and the second part: `for k, v in x.items()`."""
    first, second = said_by(key), said_by(value)
    if not (isinstance(first, Element) and isinstance(second, Element) and first.base == second.base):
        return None
    return calls[first.base.call] if isinstance(first.base, Result) and (first.index, second.index) == (0, 1) else None

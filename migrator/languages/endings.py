"""Conditions that ask how a text ends: `base.endsWith("/") ? base + "chat" : base + "/chat"`."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.facts import Call
from migrator.values import ENDS, Literal, Member, Result, Value

ASKING = frozenset({"endsWith", "endswith"})
"""Methods that say whether a text ends with another."""


def asked_ending(condition: Value, calls: Sequence[Call | None]) -> tuple[Value, str] | None:
    """The text that a condition asks about, and how it asks; None where it asks for something else."""
    call = calls[condition.call] if isinstance(condition, Result) else None
    if call is None or not isinstance(call.callee, Member) or call.callee.name not in ASKING or len(call.arguments) != 1:
        return None
    ending = call.arguments[0].value
    if not isinstance(ending, Literal) or not isinstance(ending.value, str):
        return None
    return call.callee.base, ENDS + ending.value

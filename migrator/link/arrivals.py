"""What comes with a request's body, in languages that give nothing for a field that is missing there."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.facts import FileFacts
from migrator.link.common import bindings_of
from migrator.link.evaluate import Linker
from migrator.values import Member, Opaque, Result, Value

BODY, PARSED = "body", "json"
"""What holds a request's body, and the method that reads it."""


def may_be_missing(linker: Linker, value: Value, path: str) -> bool:
    """Whether a value is a field of a body that somebody else sends."""
    if not linker.library_of(path).may_omit:
        return False
    facts = linker.program.facts[path]
    return any(isinstance(each, Member) and _is_body(facts, each.base) for each in _given(facts, value))


def _is_body(facts: FileFacts, value: Value) -> bool:
    for each in _given(facts, value):
        if isinstance(each, Member) and each.name == BODY:
            return True
        callee = facts.calls[each.call].callee if isinstance(each, Result) else None
        if isinstance(callee, Member) and callee.name == PARSED:
            return True
    return False


def _given(facts: FileFacts, value: Value) -> Iterator[Value]:
    """A value, and what a name is given; what stands behind `await` for that."""
    for each in (value, *(bound.value for bound in bindings_of(facts, value))):
        yield each.operands[0] if isinstance(each, Opaque) and len(each.operands) == 1 else each

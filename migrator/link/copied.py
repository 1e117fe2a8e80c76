"""Copies of objects with some of their fields anew, as the libraries of several languages make them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.facts import Call, FileFacts
from migrator.values import Literal, Member, Record, Reference, Result, Site, Value

FUNCTIONS = frozenset({"replace", "evolve"})
"""Functions that are given the object and, by their names, the fields: `replace(x, name=value)`."""
METHODS = frozenset({"copy", "model_copy", "_replace"})
"""Methods of the object that are given the fields: `x.copy(name = value)`."""
UPDATE = "update"
"""The argument that holds all the fields: `x.model_copy(update={"name": value})`."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a field of a copy is, and what the copy is one of."""

    path: str
    base: Value
    value: Value
    site: Site


def copies(facts: FileFacts) -> Iterator[tuple[str, Copy]]:
    """The fields that a file's copies have anew, by their names."""
    for call in facts.calls:
        base = _copied(call)
        while base is not None and isinstance(base, Result) and (inner := _copied(facts.calls[base.call])) is not None:
            base = inner
        if base is not None:
            for name, value in _fields(call):
                yield name, Copy(facts.path, base, value, call.site)


def _copied(call: Call) -> Value | None:
    """The object that a call makes a copy of; None of a call that makes none."""
    positional = [each.value for each in call.arguments if each.kind == "positional"]
    if len(positional) == len(call.arguments):
        return None
    callee = call.callee
    if isinstance(callee, (Reference, Member)) and callee.name in FUNCTIONS:
        return positional[0] if len(positional) == 1 else None
    return callee.base if isinstance(callee, Member) and callee.name in METHODS else None


def _fields(call: Call) -> Iterator[tuple[str, Value]]:
    for each in call.arguments:
        if each.name == UPDATE and isinstance(each.value, Record):
            for entry in each.value.entries:
                if isinstance(entry.key, Literal):
                    yield str(entry.key.value), entry.value
        elif each.kind == "keyword" and each.name is not None:
            yield each.name, each.value

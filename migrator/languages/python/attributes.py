"""Attributes that are set otherwise than by `x.name = value`: `setattr`, `__setattr__`, `x.__dict__`, `vars(x)`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from migrator.facts import Argument, Call
from migrator.languages.entries import call_of_entries, is_same_name, looked_up
from migrator.values import Member, Reference, Result, Value

OWN = "__dict__"
SETTER = "__setattr__"
LOOKING_UP = frozenset({"get", "pop"})


def owner(value: Value, calls: Sequence[Call | None]) -> Value | None:
    """The object whose attributes `x.__dict__` or `vars(x)` are."""
    if isinstance(value, Member) and value.name == OWN:
        return value.base
    call = calls[value.call] if isinstance(value, Result) else None
    if call is None or not (isinstance(call.callee, Reference) and call.callee.name == "vars") or len(call.arguments) != 1:
        return None
    return call.arguments[0].value


def set_by(
    callee: Value, arguments: Sequence[Argument], calls: Sequence[Call | None], scope: int
) -> tuple[Value, Value, Value] | None:
    """The object, the name and the value of an attribute that a call sets."""
    values = [each.value for each in arguments if each.kind == "positional"]
    if len(values) != len(arguments):
        return None
    if isinstance(callee, Member) and callee.name == SETTER and len(values) == 2:
        values = [_itself(callee.base, calls, scope) or callee.base, *values]
    elif not (isinstance(callee, Member) and callee.name == SETTER) and not (
        isinstance(callee, Reference) and callee.name == "setattr"
    ):
        return None
    return (values[0], values[1], values[2]) if len(values) == 3 else None


def by_class(callee: Member, arguments: list[Argument]) -> tuple[Member, list[Argument]] | None:
    """A call of a class's function (`dict.update(x, …)`, `operator.setitem(x, …)`) as one of the object's method."""
    if not (isinstance(callee.base, Reference) and arguments and arguments[0].kind == "positional"):
        return None
    name = {"dict": callee.name, "operator": f"__{callee.name}__"}.get(callee.base.name)
    return (Member(arguments[0].value, name, callee.site), arguments[1:]) if name is not None else None


def _itself(value: Value, calls: Sequence[Call | None], scope: int) -> Value | None:
    """The object that `super()` stands for in a method."""
    call = calls[value.call] if isinstance(value, Result) else None
    by_super = call is not None and isinstance(call.callee, Reference) and call.callee.name == "super"
    return Reference("self", scope, value.site) if by_super else None


def walked(key: Value, value: Value, calls: Sequence[Call | None], said_by: Callable[[Value], Value]) -> tuple[Value, ...]:
    """A key and its value, and the mapping whose entries these are: `for k, v in x.items()`, `for k in x: … x[k]`."""
    whole = looked_up(key, value) or _got(key, value, calls)
    if whole is None:
        call = call_of_entries(key, value, calls, said_by)
        whole = call.callee.base if call is not None and isinstance(call.callee, Member) and call.callee.name == "items" else None
    return (key, value) if whole is None else (key, value, whole)


def _got(key: Value, value: Value, calls: Sequence[Call | None]) -> Value | None:
    """The mapping that a value is got from by this key: `x.get(k)`."""
    call = calls[value.call] if isinstance(value, Result) else None
    if call is None or not isinstance(call.callee, Member) or call.callee.name not in LOOKING_UP:
        return None
    return call.callee.base if call.arguments and is_same_name(call.arguments[0].value, key) else None

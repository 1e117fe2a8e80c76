"""How JavaScript changes objects: calls that put something into one, and keys that only a mapping's entries say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from migrator.facts import Argument, Call
from migrator.languages.entries import call_of_entries, looked_up
from migrator.values import Imported, Item, Literal, Member, Record, Reference, Site, Value

MERGING = frozenset({"assign", "assignIn", "merge", "mergeWith", "extend", "defaultsDeep"})
SETTING = frozenset({"set", "setWith"})
DEFINING = frozenset({"defineProperty"})
LIBRARIES = ("lodash", "underscore", "jquery")
GLOBALS = frozenset({"_", "$", "jQuery", "lodash"})
"""What such libraries are called where a page has them."""


def merging(
    callee: Value, arguments: Sequence[Argument], bound: Callable[[Value], Value]
) -> tuple[Value, Sequence[Argument]] | None:
    """The object that a call changes, and what it puts there as a whole."""
    name, of_object = _called(callee, bound)
    if len(arguments) < 2 or name not in (MERGING if not of_object else {"assign"}):
        return None
    first, *others = arguments
    # `$.extend(true, x, …)` merges what is inside, too.
    if isinstance(first.value, Literal) and first.value.value is True and len(others) > 1:
        first, *others = others
    return first.value, others


def setting(
    callee: Value, arguments: Sequence[Argument], bound: Callable[[Value], Value]
) -> tuple[Value, tuple[Value, ...], Value] | None:
    """The object that a call changes, under which keys, and what it puts there."""
    if len(arguments) != 3:
        return None
    target, key, value = (each.value for each in arguments)
    name, of_object = _called(callee, bound)
    if of_object:
        described = [each.value for each in value.entries if _is(each.key, "value")] if isinstance(value, Record) else []
        return (target, (key,), described[0]) if name in DEFINING and described else None
    if isinstance(callee, Member) and name == "set" and isinstance(callee.base, Reference) and callee.base.name == "Reflect":
        return target, (key,), value
    if name not in SETTING or not _is_library(callee, bound):
        return None
    if isinstance(key, Literal) and isinstance(key.value, str):
        return target, tuple(Literal(part, key.site) for part in key.value.split(".")), value
    return target, (key,), value


def _called(callee: Value, bound: Callable[[Value], Value]) -> tuple[str, bool]:
    """The function's name where it is one of JavaScript's objects' or such a library's, and whether it is the former."""
    if isinstance(callee, Member) and isinstance(callee.base, Reference) and callee.base.name in ("Object", "Reflect"):
        return callee.name, callee.base.name == "Object"
    if not _is_library(callee, bound):
        return "", False
    if isinstance(callee, Member):
        return callee.name, False
    whole = bound(callee)
    if not isinstance(whole, Imported):
        return "", False
    # `import merge from "lodash/merge"` brings a module's only function.
    single = whole.name in (None, "default")
    return (whole.module.rpartition("/")[2].rpartition(".")[2] if single else str(whole.name)), False


def _is_library(callee: Value, bound: Callable[[Value], Value]) -> bool:
    base = callee.base if isinstance(callee, Member) else callee
    if not isinstance(base, Reference):
        return False
    whole = bound(base)
    if isinstance(whole, Imported):
        return whole.module.startswith(LIBRARIES)
    return whole is base and base.name in GLOBALS


def _is(key: Value | None, name: str) -> bool:
    return isinstance(key, Literal) and key.value == name


def behind(base: Value, keys: Sequence[Value]) -> Value:
    """What stands at the end of a path of keys."""
    for key in keys:
        site = Site(base.site.path, base.site.start, key.site.end)
        base = Member(base, str(key.value), site) if isinstance(key, Literal) else Item(base, key, site)
    return base


def walked(key: Value, value: Value, calls: Sequence[Call | None], bound: Callable[[Value], Value]) -> tuple[Value, ...]:
    """A key and its value, and the mapping whose entries these are: `for (const k in x) … = x[k]`, `Object.entries(x)`."""
    whole = looked_up(key, value)
    call = call_of_entries(key, value, calls, bound) if whole is None else None
    if call is not None and isinstance(call.callee, Member) and call.callee.name == "entries" and call.arguments:
        whole = call.arguments[0].value
    return (key, value) if whole is None else (key, value, whole)

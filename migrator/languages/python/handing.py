"""Functions that are handed to others to be called with what is handed along: threads, executors, task queues."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from migrator.facts import Argument
from migrator.values import Literal, Member, Opaque, Record, Reference, Result, Value
from migrator.values import Sequence as Listed

TARGET = "target"
BEHIND = {
    "run_in_executor": 1,
    "call_later": 1,
    "call_at": 1,
    "call_soon": 0,
    "call_soon_threadsafe": 0,
    "start_soon": 0,
    "run_sync": 0,
}
"""Calls that call the positional argument with this number with those behind it."""
STARTING = ("submit", "to_thread", "run_in_threadpool")
"""Calls that call their first argument with the others, keywords among them."""
METHODS = frozenset({"create", "parse", "call", "acreate", "completion", "acompletion", "post", "put", "request"})
"""What SDKs call the methods that send a request: those of a project are followed by their own names."""
PACKED = {"Timer": (1, 2, 3), "start_new_thread": (0, 1, 2), "apply": (0, 1, 2), "apply_async": (0, 1, 2)}
"""Calls that call one argument with what a list and a mapping hold: the places of the three."""
NAMES = {"function": 0, "func": 0, "args": 1, "kwargs": 2, "kwds": 2}
"""The names of those three."""
QUEUED = frozenset({"delay", "s", "si", "signature", "remote", "kiq", "spawn", "delay_on_commit"})
"""Methods of a task that run it, now or later, with the same arguments."""


class Handed(NamedTuple):
    """What is called with what; `elsewhere`: nothing can be added to its arguments where the call that hands it on stands."""

    function: Value
    arguments: tuple[Argument, ...]
    elsewhere: bool = True


def handed(callee: Value, arguments: Sequence[Argument], sends: Callable[[Value], bool]) -> Handed | None:
    """What a call hands on to be called; None where it hands on nothing of the kind.

    `sends` tells of names that are another one for such a method, or for what is prepared of one.
    """
    name = callee.name if isinstance(callee, (Reference, Member)) else ""
    keywords = {each.name: each for each in arguments if each.kind == "keyword"}
    given = [each for each in arguments if each.kind == "positional"]
    if TARGET in keywords and ("args" in keywords or "kwargs" in keywords):
        return _called(keywords[TARGET].value, keywords.get("args"), keywords.get("kwargs"))
    if name in STARTING and len(arguments) > 1 and given and given[0] is arguments[0] and sends(given[0].value):
        return Handed(given[0].value, tuple(arguments[1:]), elsewhere=False)
    ready = {**BEHIND, **dict.fromkeys(STARTING, 0)}.get(name, len(given))
    if len(given) == len(arguments) == ready + 1 and isinstance(given[ready].value, Result):
        # What is prepared with all that it is called with.
        return Handed(given[ready].value, (), elsewhere=False)
    if name in BEHIND and len(given) == len(arguments) > BEHIND[name] + 1:
        return Handed(given[BEHIND[name]].value, tuple(given[BEHIND[name] + 1 :])) if _is_named(given[BEHIND[name]]) else None
    if isinstance(callee, Member) and name in QUEUED:
        return Handed(callee.base, tuple(arguments), elsewhere=False) if isinstance(callee.base, (Reference, Member)) else None
    if name in PACKED:
        parts = {which: given[place] for which, place in enumerate(PACKED[name]) if place < len(given)}
        parts |= {NAMES[each]: keywords[each] for each in keywords if each in NAMES}
        if isinstance(callee, Member) and name == "apply_async" and not (0 in parts and _is_named(parts[0])):
            # Of a task itself: what it is called with comes first.
            first, second = parts.get(0) or parts.get(1), parts.get(2) or (given[1] if len(given) > 1 else None)
            return _called(callee.base, first, second)
        return _called(parts[0].value, parts.get(1), parts.get(2)) if 0 in parts else None
    return None


def _is_named(argument: Argument) -> bool:
    return isinstance(argument.value, (Reference, Member))


def is_method(value: Value) -> bool:
    """Whether a value is what SDKs call a method that sends a request."""
    return isinstance(value, Member) and value.name in METHODS


def _called(function: Value, packed: Argument | None, named: Argument | None) -> Handed | None:
    given = (*(_unpacked(packed) if packed is not None else ()), *(_by_name(named) if named is not None else ()))
    return Handed(function, given) if given and isinstance(function, (Reference, Member)) else None


def _unpacked(packed: Argument) -> Iterator[Argument]:
    """The arguments that a list or tuple holds."""
    if not isinstance(packed.value, Listed):
        if not _is_none(packed.value):
            yield replace(packed, kind="star", name=None, name_site=None)
        return
    for item in packed.value.items:
        kind = "star" if isinstance(item, Opaque) and item.text == "star" else "positional"
        yield Argument(kind, None, item, item.site, None, item.site)


def _by_name(named: Argument) -> Iterator[Argument]:
    """The arguments that a mapping holds, spread as a whole."""
    if not _is_none(named.value) and not (isinstance(named.value, Record) and not named.value.entries):
        yield replace(named, kind="spread", name=None, name_site=None)


def _is_none(value: Value) -> bool:
    return isinstance(value, Literal) and value.value is None

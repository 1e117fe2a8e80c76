"""What an SDK makes of an argument before it sends it, where the rulebook's rows say so (`turns`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from migrator.findings import Json
from migrator.link.evaluate import Linker
from migrator.outcomes import Frames, Items, Made, Slot, Symbol, Type
from migrator.values import Item, Record, Scalar, Value

TEXT, CLASS = "*text", "*class"
"""What a row calls values by their kind: any text that it does not name, a class of the project or a list of some."""


class _Nothing(str):
    """The value of an argument of which nothing is sent."""


NOTHING: Final[Json] = _Nothing("*nothing")
_MADE: Final[Mapping[Scalar, Json]] = {"*nothing": NOTHING, "*object": {"type": "function", "?": "what the SDK makes of it"}}


def turned(linker: Linker, turns: Mapping[str, Scalar], value: Json, slot: Slot) -> Json:
    """What is sent for a value: itself, unless the row names it or its kind."""
    made = _said(linker, turns, value, slot)
    return value if made is None else _MADE.get(made, made)


def _said(linker: Linker, turns: Mapping[str, Scalar], value: Json, slot: Slot) -> Scalar:
    if isinstance(value, bool):
        return turns.get(str(value).lower())
    if isinstance(value, str):
        return turns.get(value, turns.get(TEXT))
    made = {turns.get(kind) for kind in _kinds(linker, slot.value, slot.path, slot.frames)}
    return made.pop() if len(made) == 1 else None


def _kinds(linker: Linker, value: Value, path: str, frames: Frames) -> Iterator[str]:
    """What a row calls a value that is no constant, or each of several: in a list, or where any of them may come (`A | B`)."""
    if isinstance(value, Record) and all(entry.key is None for entry in value.entries):
        for entry in value.entries:
            yield from _kinds(linker, entry.value, path, frames)
        return
    # `list[A]` is some list.
    for outcome in linker.outcomes(value.base if isinstance(value, Item) else value, path, frames):
        match outcome.form:
            case Type():
                yield CLASS
            case Made(symbol=name) | Symbol(name=name):
                yield name
            case Items(values=values, path=inner, frames=within):
                for each in values:
                    yield from _kinds(linker, each, inner, within)
            case _:
                yield ""

"""What an SDK makes of an argument before it sends it, where the rulebook's rows say so (`turns`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from migrator.findings import Json
from migrator.link.evaluate import Linker
from migrator.outcomes import Frames, Items, Slot, Type
from migrator.values import Scalar, Value

TEXT, CLASS = "*text", "*class"
"""What a row says of values by their kind: any text that it does not name, a class of the project or a list of some."""


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
    return turns.get(CLASS) if CLASS in turns and _is_class(linker, slot.value, slot.path, slot.frames) else None


def _is_class(linker: Linker, value: Value, path: str, frames: Frames) -> bool:
    forms = [each.form for each in linker.outcomes(value, path, frames)]
    return bool(forms) and all(
        isinstance(form, Type)
        or (
            isinstance(form, Items)
            and bool(form.values)
            and all(_is_class(linker, each, form.path, form.frames) for each in form.values)
        )
        for form in forms
    )

"""Checks plain values of settings: booleans, strings, lists, numbers, words out of a few."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from migrator.selectors import nearest


class WrongValue(ValueError):
    """A value that an option does not take; the text says what it takes. `key` is the part of a table that is wrong."""

    def __init__(self, message: str, key: str | tuple[str, ...] | None = None) -> None:
        super().__init__(message)
        self.key: tuple[str, ...] = (key,) if isinstance(key, str) else key or ()


Parser: TypeAlias = "Callable[[object, str], object]"
"""Checks a raw value; the second argument is the absolute folder that paths in it are relative to."""


def kind_in_words(value: object) -> str:
    """What kind of value this is, in words."""
    names = (
        (bool, "a boolean"),
        (int, "an integer"),
        (float, "a number"),
        (str, "a string"),
        (list, "a list"),
        (dict, "a table"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "a date")


def boolean(value: object, folder: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise WrongValue(f"expected true or false, found {kind_in_words(value)}")
    return value


def text(value: object, folder: str) -> str:
    """A string that is not empty."""
    if not isinstance(value, str):
        raise WrongValue(f"expected a string, found {kind_in_words(value)}")
    if not value:
        raise WrongValue("expected a string that is not empty")
    return value


def texts(value: object, folder: str) -> tuple[str, ...]:
    """A list of strings."""
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        raise WrongValue(f"expected a list of strings, found {kind_in_words(value)}")
    wrong = next((item for item in value if not isinstance(item, str) or not item), None)
    if wrong is not None:
        raise WrongValue(f"expected a list of strings, found {kind_in_words(wrong)} in it")
    return tuple(value)


def count(value: object, folder: str) -> int:
    """A whole number from 1."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise WrongValue(f"expected a whole number from 1, found {value if isinstance(value, int) else kind_in_words(value)}")
    return value


def number(value: object, folder: str) -> int:
    """A position: a whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise WrongValue(f"expected a position from 0, found {value if isinstance(value, int) else kind_in_words(value)}")
    return value


def one_of(*choices: str) -> Callable[[object, str], str]:
    """One of some words."""

    def parse(value: object, folder: str) -> str:
        if value not in choices:
            near = nearest(value, choices) if isinstance(value, str) else ""
            hint = f"; did you mean {near!r}?" if near else ""
            raise WrongValue(f"expected {', '.join(choices[:-1])} or {choices[-1]}, found {value!r}{hint}")
        return str(value)

    return parse

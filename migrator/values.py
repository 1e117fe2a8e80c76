"""The neutral forms that every language's expressions are lowered into."""

from __future__ import annotations

from collections.abc import Callable as Callable_
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import NamedTuple, TypeAlias, TypeVar

from migrator.plain import dataclass

Scalar: TypeAlias = "str | int | float | bool | None"
Kind = TypeVar("Kind")


def packed(kind: type[Kind]) -> type[Kind]:
    """Lets a class's objects be handed to other processes by no more than what they are made of: in half the time."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # a dataclass
    parts = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def reduced(self: Kind) -> tuple[type[Kind], tuple[object, ...]]:
        return kind, parts(self)

    kind.__reduce__ = reduced  # type: ignore[method-assign, assignment]
    return kind


class Site(NamedTuple):
    """A place in a document: byte offsets into the file as read, the end exclusive.

    A tuple, since there are more of them than of anything else: it is made, compared and looked up in a fraction of the time.
    """

    path: str
    start: int
    end: int

    def __reduce__(self) -> tuple[type[Site], tuple[str, int, int]]:
        return Site, (self.path, self.start, self.end)

    def contains(self, other: Site) -> bool:
        """Whether `other` lies inside this place of the same document."""
        return self.path == other.path and self.start <= other.start and other.end <= self.end


@packed
@dataclass(frozen=True, slots=True)
class Literal:
    """A constant as written; `absent` when it says that there is none (JavaScript's `undefined`), where null would be one."""

    value: Scalar
    site: Site
    absent: bool = False


@packed
@dataclass(frozen=True, slots=True)
class Reference:
    """A name used in a scope; `scope` numbers the file's scopes."""

    name: str
    scope: int
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Member:
    """`base.name`."""

    base: Value
    name: str
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Item:
    """`base[key]`."""

    base: Value
    key: Value
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Environment:
    """A value that an environment variable may supply; without it the default counts."""

    variable: str | None
    default: Value | None
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Setting:
    """A value that only a settings file gives."""

    value: Value
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Join:
    """Text put together from parts at run time."""

    parts: tuple[Value, ...]
    site: Site


BARE = "bare:"
"""How what run time fills into JSON begins where it stands without quotes: it is no text."""
ENDS = "ends:"
"""How a choice asks whether a text ends with what stands behind this."""


@packed
@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values: `kind` is "or" (first true one), "and" or "conditional".

    `test` is what a conditional one asks about, mostly a name, `asks` what: "given" (it is something), "true", or `ENDS` and
    the text that it is to end with.
    """

    kind: str
    options: tuple[Value, ...]
    site: Site
    test: Value | None = None
    asks: str = ""


@packed
@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a record; `key` is None for a spread (`**other`)."""

    key: Value | None
    value: Value
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Record:
    """A mapping as written, entries in order, later ones winning."""

    entries: tuple[Entry, ...]
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, tuple or set as written: `kind` is "list", "tuple" or "set"."""

    kind: str
    items: tuple[Value, ...]
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Element:
    """Any one element of `base`, as a loop variable takes it; `index` where a tuple is unpacked."""

    base: Value
    index: int | None
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Result:
    """What a call returns; `call` numbers the file's calls."""

    call: int
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Parameter:
    """A function's parameter inside its body; `function` numbers the file's functions."""

    function: int
    name: str
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Callable:
    """A function or class defined in this file: `kind` is "function" or "class"."""

    kind: str
    number: int
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Imported:
    """A module or a name in one: `level` counts leading dots, `name` is None for a whole module."""

    module: str
    name: str | None
    level: int
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Opaque:
    """Anything else; `text` is its source, shortened, for messages; `operands` are values inside it."""

    text: str
    site: Site
    operands: tuple[Value, ...] = ()


Value: TypeAlias = (
    Literal
    | Reference
    | Member
    | Item
    | Environment
    | Setting
    | Join
    | Choice
    | Record
    | Sequence
    | Element
    | Result
    | Parameter
    | Callable
    | Imported
    | Opaque
)


ALONE = frozenset({Literal, Reference, Result, Parameter, Callable, Imported})
"""The kinds of values that hold no others."""


def at_place(items: tuple[Value, ...], index: int) -> Value | None:
    """What certainly stands at a place of a list, counted from behind where it is negative."""
    if not -len(items) <= index < len(items):
        return None
    before = items[: index + 1] if index >= 0 else items[index:]
    return None if any(isinstance(each, Opaque) and each.text == "star" for each in before) else items[index]


def written(value: Value) -> Iterator[Literal]:
    """What stands for a value as it is written: itself, or what is taken where something else is missing."""
    if isinstance(value, Literal):
        yield value
    elif isinstance(value, Choice) and value.kind == "or":
        yield from (each for each in value.options if isinstance(each, Literal))


def parts_of(value: Value, whole: Container[str] = ()) -> Iterator[Value]:
    """A value and all values inside it, as they are written; what a call is given stands with the call.

    What is inside an `Opaque` whose text is in `whole` is not looked at.
    """
    waiting = [value]
    while waiting:
        current = waiting.pop()
        yield current
        inner = _INSIDE.get(type(current))
        if inner is not None and not (whole and type(current) is Opaque and current.text in whole):
            waiting.extend(inner(current))


_INSIDE: Mapping[type[Value], Callable_[..., Iterable[Value]]] = {
    Member: lambda value: (value.base,),
    Item: lambda value: (value.base, value.key),
    Environment: lambda value: () if value.default is None else (value.default,),
    Join: lambda value: value.parts,
    Choice: lambda value: value.options,
    Sequence: lambda value: value.items,
    Opaque: lambda value: value.operands,
    Record: lambda value: [entry.value for entry in value.entries],
    Element: lambda value: (value.base,),
    Setting: lambda value: (value.value,),
}

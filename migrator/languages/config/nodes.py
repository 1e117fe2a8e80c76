"""What every settings file is made of, whatever its syntax: mappings, lists and scalars with their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from migrator import values


class Broken(Exception):
    """The file does not parse; `offset` is where."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Scalar:
    """A plain value with its quotes; `literal` is False where the text is not written out (an alias, folded text)."""

    value: values.Scalar
    start: int
    end: int
    literal: bool = True
    refers: Node | None = None
    """What an alias (`*name`) stands for."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry of a mapping; `full_key` is the key as the file spells it, where that is longer than its last part."""

    key: str
    key_start: int
    key_end: int
    value: Node
    start: int
    end: int
    full_key: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping; `style` tells how an entry is written: "block", "flow", "table", "lines" or "fixed" (none can be added)."""

    pairs: tuple[Pair, ...]
    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    start: int
    end: int


Node: TypeAlias = "Scalar | Mapping | Items"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment."""

    text: str
    start: int
    end: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A settings file: its documents and comments."""

    roots: tuple[Node, ...]
    remarks: tuple[Remark, ...] = ()


MAX_DEPTH = 200

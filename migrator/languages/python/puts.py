"""Works out where values go: which listing gains which keys, and which expressions are merged into a new dict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import libcst as cst

from migrator.changes import CannotWrite
from migrator.languages.python.listing import Item, Listing, is_mapping, listing
from migrator.languages.python.parse import Parsed


@dataclass(frozen=True, slots=True)
class Source:
    """A value to be written: source `text`; where it is moved, its characters, and whether it is to be a boolean."""

    text: str
    span: tuple[int, int] | None = None
    before: str = ""
    after: str = ""

    @property
    def written(self) -> str:
        """The text as it will stand."""
        return f"{self.before}{self.text}{self.after}"


@dataclass(frozen=True, slots=True)
class Put:
    """One value for one path; `origin` is the item that it is taken from: its listing's node and its number."""

    owner: int
    path: tuple[str, ...]
    source: Source
    early: bool
    origin: tuple[cst.CSTNode, int] | None = None
    known: bool = False
    """Whether an expression that is met on the way is proven to be a mapping."""
    takes_keys: bool = True
    """Whether keys go between the brackets of the node itself: not so where it is a call that gives a mapping."""


@dataclass(slots=True)
class NewItem:
    """A key that a listing gains, with everything that goes under it."""

    listing: Listing
    key: str
    puts: list[tuple[tuple[str, ...], Put]] = field(default_factory=list)


@dataclass(slots=True)
class Merge:
    """An expression that becomes a dict of itself and more."""

    node: cst.BaseExpression
    puts: list[tuple[tuple[str, ...], Put]] = field(default_factory=list)


class Plan:
    """Where all values of one document go."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._listings: dict[cst.CSTNode, Listing] = {}
        self.leaving: dict[cst.CSTNode, set[int]] = {}
        self.new: dict[tuple[cst.CSTNode, str], NewItem] = {}
        self.merges: dict[cst.CSTNode, Merge] = {}

    def listing(self, node: cst.Call | cst.Dict) -> Listing:
        """The one view of these brackets."""
        if node not in self._listings:
            self._listings[node] = listing(self._parsed, node)
        return self._listings[node]

    def listings(self) -> tuple[Listing, ...]:
        """All listings that were looked at."""
        return tuple(self._listings.values())

    def leave(self, node: cst.Call | cst.Dict, start: int, end: int) -> int:
        """Mark the item here as one that goes; returns its number."""
        number = self.listing(node).item(start, end)
        if number is None:
            raise CannotWrite("changed-meanwhile", "the argument does not stand here any more")
        self.leaving.setdefault(node, set()).add(number)
        return number

    def place(self, node: cst.BaseExpression, put: Put) -> None:
        """Find the place for a value under `node`, which is a call that takes keywords, or what holds a mapping."""
        self._descend(node, put.path, put, root=put.takes_keys)

    def _descend(self, node: cst.BaseExpression, path: tuple[str, ...], put: Put, *, root: bool = False) -> None:
        if not path:
            raise CannotWrite("key-conflict", "the key is there already")
        if not (isinstance(node, (cst.Call, cst.Dict)) and (root or is_mapping(node))):
            self._merge(node, path, put)
            return
        place = self.listing(node)
        self._refuse_unsure_dict(place, path, put)
        item = place.keyed(path[0], frozenset(self.leaving.get(node, ())))
        if item is not None:
            self._descend(item.value, path[1:], put)
            return
        new = self.new.setdefault((node, path[0]), NewItem(place, path[0]))
        new.puts.append((path[1:], put))

    def _merge(self, node: cst.BaseExpression, path: tuple[str, ...], put: Put) -> None:
        if isinstance(node, (cst.SimpleString, cst.Integer, cst.Float, cst.List, cst.Tuple)):
            raise CannotWrite("key-conflict", "another value is there already")
        if len(path) > 1 and not put.early and not is_none(node):
            raise CannotWrite("key-conflict", f"what stands here may hold `{path[0]}` already; merge them by hand")
        self.merges.setdefault(node, Merge(node)).puts.append((path, put))

    def _refuse_unsure_dict(self, place: Listing, path: tuple[str, ...], put: Put) -> None:
        """In `dict(x, k=1)` the keyword beats x and in `dict(**x, k=1)` it raises if x holds it."""
        if put.early and isinstance(place.node, cst.Call) and is_mapping(place.node) and _takes_unknown(place.items):
            raise CannotWrite("key-conflict", f"what `dict` is given may hold `{path[0]}` already; merge them by hand")


def _takes_unknown(items: Sequence[Item]) -> bool:
    return any(item.key is None for item in items)


def is_none(node: cst.BaseExpression) -> bool:
    """Whether this is the constant None."""
    return isinstance(node, cst.Name) and node.value == "None"

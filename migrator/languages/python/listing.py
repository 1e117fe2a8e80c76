"""One view of argument lists and dict displays: items between brackets, each with its comma."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from migrator.languages.python.expressions import text_of
from migrator.languages.python.parse import Parsed


@dataclass(frozen=True, slots=True)
class Item:
    """An argument or entry; places are characters, `comma` is where its comma stands."""

    start: int
    end: int
    comma: int | None
    key: str | None
    spread: bool
    """`**x`, or an entry whose key is no literal; in a list of arguments also what a plain positional mapping gives to `dict`."""
    value: cst.BaseExpression

    @property
    def stop(self) -> int:
        """Behind the comma."""
        return self.end if self.comma is None else self.comma + 1


@dataclass(frozen=True, slots=True)
class Listing:
    """The inside of a call's or dict's brackets: `open` is behind the first, `close` before the last."""

    node: cst.Call | cst.Dict
    open: int
    close: int
    items: tuple[Item, ...]

    @property
    def keywords(self) -> bool:
        """Whether items are written `key=value`."""
        return isinstance(self.node, cst.Call)

    @property
    def first_spread(self) -> int | None:
        """The number of the first `**x`."""
        return next((number for number, item in enumerate(self.items) if item.spread), None)

    def item(self, start: int, end: int) -> int | None:
        """The number of the item that stands exactly here."""
        return next((number for number, item in enumerate(self.items) if (item.start, item.end) == (start, end)), None)

    def keyed(self, key: str, without: frozenset[int]) -> Item | None:
        """The item that decides a key."""
        found = [item for number, item in enumerate(self.items) if item.key == key and number not in without]
        return found[-1] if found else None


def listing(parsed: Parsed, node: cst.Call | cst.Dict) -> Listing:
    """The view of a call's arguments or a dict's entries."""
    start, end = parsed.spans.characters(node)
    if isinstance(node, cst.Call):
        opens = parsed.spans.outer_characters(node.whitespace_before_args)[0]
        return Listing(node, opens, end - 1, tuple(_argument(parsed, each) for each in node.args))
    return Listing(node, start + 1, end - 1, tuple(_entry(parsed, each) for each in node.elements))


def is_mapping(node: cst.CSTNode) -> bool:
    """Whether an expression writes a mapping out: a dict display or a call of `dict`."""
    return isinstance(node, cst.Dict) or (
        isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "dict"
    )


def _argument(parsed: Parsed, node: cst.Arg) -> Item:
    start, end = parsed.spans.characters(node)
    key = node.keyword.value if node.keyword is not None else None
    return Item(start, end, _comma(parsed, node.comma), key, node.star == "**", node.value)


LITERAL = (cst.SimpleString, cst.ConcatenatedString, cst.BaseNumber)


def _entry(parsed: Parsed, node: cst.BaseDictElement) -> Item:
    start, end = parsed.spans.characters(node)
    key: object = None
    if isinstance(node, cst.DictElement) and isinstance(node.key, (cst.SimpleString, cst.ConcatenatedString)):
        key = text_of(node.key)
    return Item(
        start,
        end,
        _comma(parsed, node.comma),
        key if isinstance(key, str) else None,
        # A key that is no literal may be any, as those of a mapping that is unpacked.
        not (isinstance(node, cst.DictElement) and isinstance(node.key, LITERAL)),
        node.value,
    )


def _comma(parsed: Parsed, comma: cst.Comma | cst.MaybeSentinel) -> int | None:
    if not isinstance(comma, cst.Comma):
        return None
    return parsed.spans.outer_characters(comma.whitespace_after)[0] - 1

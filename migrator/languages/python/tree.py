"""Walks LibCST trees by their fields and finds nodes by their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import libcst as cst

from migrator.changes import CannotWrite
from migrator.languages.python.json_text import Text
from migrator.languages.python.parse import Parsed
from migrator.values import Site

LAYOUT: frozenset[type[cst.CSTNode]] = frozenset(
    {
        cst.SimpleWhitespace,
        cst.ParenthesizedWhitespace,
        cst.EmptyLine,
        cst.TrailingWhitespace,
        cst.Newline,
        cst.Comment,
        cst.Comma,
        cst.LeftParen,
        cst.RightParen,
        cst.AssignEqual,
        cst.LeftCurlyBrace,
        cst.RightCurlyBrace,
        cst.LeftSquareBracket,
        cst.RightSquareBracket,
        cst.Colon,
        cst.Dot,
        cst.Semicolon,
    }
)
"""What carries no meaning: bytes outside the edits are the same anyway."""


@cache
def fields_of(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The names of a node type's fields, in the order in which they are written."""
    return tuple(kind.__dataclass_fields__)


class _Kinds(dict[type[object], bool]):
    """Which types are nodes: an abstract class that is asked of each object takes ten times as long to tell."""

    def __missing__(self, kind: type[object]) -> bool:
        self[kind] = found = issubclass(kind, cst.CSTNode)
        return found


_IS_NODE = _Kinds()


def children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes directly inside a node."""
    for name in fields_of(type(node)):
        value = getattr(node, name)
        if _IS_NODE[type(value)]:
            yield value
        elif isinstance(value, (tuple, list)):
            yield from (part for part in value if _IS_NODE[type(part)])


def inside(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A node and everything in it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(children(current))


class Finder:
    """Finds nodes of one module by the bytes that they take."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._lead = parsed.offsets.byte(0)

    def characters(self, site: Site) -> tuple[int, int]:
        """The site in characters of the text."""
        if not 0 <= site.start <= site.end <= len(self._parsed.data):
            raise CannotWrite("changed-meanwhile", "the place lies outside the file")
        return self._character(site.start), self._character(site.end)

    def _character(self, offset: int) -> int:
        if self._parsed.text.isascii():
            return offset - self._lead
        try:
            return len(self._parsed.data[self._lead : offset].decode(self._parsed.offsets.encoding))
        except UnicodeDecodeError as error:
            raise CannotWrite("changed-meanwhile", "the place cuts a character in two") from error

    def chain(self, site: Site, *kinds: type[cst.CSTNode]) -> tuple[cst.CSTNode, ...]:
        """The nodes from the module down to the one at the site, the innermost of these kinds that fits exactly."""
        return self._chain(site, lambda node: isinstance(node, kinds))

    def expression(self, site: Site) -> tuple[cst.CSTNode, ...]:
        """The nodes down to the expression at the site."""
        return self._chain(site, lambda node: isinstance(node, cst.BaseExpression))

    def texts_around(self, site: Site) -> list[Text]:
        """The string inside whose text a site lies, behind the sum that this is part of; none for a whole string."""
        start, end = self.characters(site)
        spans = self._parsed.spans
        current: cst.CSTNode = self._parsed.module
        found: list[Text] = []
        while True:
            child = self._around(current, start, end)
            if child is None:
                return found
            current = child
            if isinstance(current, (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString)):
                if (start, end) == spans.characters(current):
                    return []
                if not found or isinstance(found[-1], cst.BinaryOperation):
                    found.append(current)
            elif isinstance(current, cst.BinaryOperation) and isinstance(current.operator, (cst.Add, cst.Modulo)):
                if isinstance(current.operator, cst.Add) and not found:
                    found.append(current)
            elif not isinstance(current, cst.FormattedStringText):
                found.clear()

    def _around(self, node: cst.CSTNode, start: int, end: int) -> cst.CSTNode | None:
        """The last node directly inside this one that these characters lie in."""
        spans = self._parsed.spans
        spans.enter(node)
        covering = [
            child
            for child in children(node)
            if type(child) not in LAYOUT
            and (place := spans.outer_characters(child))[0] <= start
            and end <= place[1]
            and place[0] < place[1]
        ]
        return covering[-1] if covering else None

    def _chain(self, site: Site, fits: Callable[[cst.CSTNode], bool]) -> tuple[cst.CSTNode, ...]:
        start, end = self.characters(site)
        spans = self._parsed.spans
        path: list[cst.CSTNode] = [self._parsed.module]
        best: tuple[cst.CSTNode, ...] = ()
        while True:
            current = path[-1]
            if fits(current) and (start, end) in (spans.characters(current), spans.outer_characters(current)):
                best = tuple(path)
            child = self._around(current, start, end)
            if child is None:
                break
            path.append(child)
        if not best:
            raise CannotWrite("changed-meanwhile", "what stood here when the file was read is not here any more")
        return best

    def expression_at(self, site: Site) -> cst.BaseExpression:
        """The expression at a site."""
        node = self.expression(site)[-1]
        assert isinstance(node, cst.BaseExpression)
        return node

"""What stands where in a document that tree-sitter has parsed."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrator.shapes import Regions, Shape, difference, dropped

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class TreeVersion:
    """A tree's nodes by kind and place; punctuation carries no meaning, since the bytes outside the edits are the same."""

    text: bytes
    root: Node
    parts: frozenset[str] = frozenset()
    """Kinds of what is a part of one literal, which an edit may join or part."""

    def line(self, at: int) -> int:
        """The line of a place, counted from 1."""
        return self.text.count(b"\n", 0, at) + 1

    def shapes(self, near: Regions | None) -> Set[Shape]:
        """The named nodes that the regions touch, and those directly inside them."""
        found: set[Shape] = set()
        waiting = [self.root]
        while waiting:
            for node in waiting.pop().named_children:
                if node.type in self.parts:
                    continue
                start, end = node.start_byte, node.end_byte
                found.add((_kind(node), start, end))
                if near is None or near.touch(start, end):
                    waiting.append(node)
        return found

    def comments(self, near: Regions) -> Iterator[str]:
        """The comments that the regions touch."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if near.touch(node.start_byte, node.end_byte):
                if "comment" in node.type:
                    yield self.text[node.start_byte : node.end_byte].decode("utf-8", "replace")
                waiting.extend(node.children)


def compared(old: TreeVersion, new: TreeVersion, removed: Regions, written: Regions, joining: frozenset[str]) -> str | None:
    """What differs outside the edits, or was a comment and is no more."""
    return difference(old, new, removed, written, joining) or dropped(old.comments(removed), new.comments(written))


def _kind(node: Node) -> str:
    """The node's type, with that of its operator."""
    operator = node.child_by_field_name("operator")
    return node.type if operator is None else f"{node.type} {operator.type}"

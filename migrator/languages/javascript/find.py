"""Finds nodes of a parsed program by their place, and tells what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator.changes import CannotWrite
from migrator.languages.javascript.parse import Parsed
from migrator.values import Site

if TYPE_CHECKING:
    from tree_sitter import Node

CALLS = frozenset({"call_expression", "new_expression"})
CASTS = frozenset({"as_expression", "satisfies_expression"})
LOOSE_TYPES = (b"any", b"unknown", b"object", b"Record")


class Finder:
    """Looks nodes up in one program."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed

    def span(self, site: Site) -> tuple[int, int]:
        """The site in offsets of the parsed text."""
        return self.parsed.places.text(site.start), self.parsed.places.text(site.end)

    def find(self, site: Site, *kinds: str) -> Node:
        """The innermost node at exactly this place, of one of the kinds if any are given."""
        start, end = self.span(site)
        node: Node | None = self.parsed.root
        best: Node | None = None
        while node is not None:
            if (node.start_byte, node.end_byte) == (start, end) and (not kinds or node.type in kinds):
                best = node
            inside = (each for each in node.children if each.start_byte <= start and end <= each.end_byte)
            node = next((each for each in inside if each.start_byte < each.end_byte), None)
        if best is None:
            raise CannotWrite("changed-meanwhile", "what stood here when the file was read is not here any more")
        return best

    def text(self, node: Node) -> str:
        """A node's source."""
        return self.slice(node.start_byte, node.end_byte)

    def slice(self, start: int, end: int) -> str:
        """The source between two places."""
        return self.parsed.text[start:end].decode("utf-8")

    def object(self, site: Site) -> Node:
        """The object literal at a place."""
        try:
            return self.find(site, "object")
        except CannotWrite:
            raise CannotWrite("body-not-literal", "this is no object literal; change it by hand") from None


def around(node: Node) -> Node:
    """What a part of a program stands in."""
    return node.parent or node


def items_of(node: Node) -> list[Node]:
    """The properties of an object literal, or the arguments in brackets."""
    return [each for each in node.named_children if each.type != "comment"]


def comma_after(node: Node) -> int | None:
    """Where the comma behind an item ends."""
    current = node.next_sibling
    while current is not None and current.type == "comment":
        current = current.next_sibling
    return current.end_byte if current is not None and current.type == "," else None


def key_of(node: Node) -> str | None:
    """The key that a property is written under, as written."""
    if node.type == "shorthand_property_identifier":
        return (node.text or b"").decode("utf-8", "replace")
    key = node.child_by_field_name("key") or (node.child_by_field_name("name") if node.type == "method_definition" else None)
    if key is None or key.type == "computed_property_name":
        return None
    return (key.text or b"").decode("utf-8", "replace").strip("\"'")


def value_of(node: Node) -> Node | None:
    """The value of a property, without casts and parentheses."""
    value = node.child_by_field_name("value")
    while value is not None and (value.type == "parenthesized_expression" or value.type in CASTS or _ends_a_type(value)):
        value = next(each for each in value.named_children if each.type != "comment")
    return value


def _ends_a_type(node: Node) -> bool:
    """Whether it is a cast to `A.B.C`, whose last name the grammar takes for a member of what is cast."""
    cast = node.child_by_field_name("object") if node.type == "member_expression" else None
    return cast is not None and cast.type in CASTS


def checks_keys(node: Node) -> bool:
    """Whether TypeScript refuses keys in this object literal that it does not know: it stands where a type is asked for."""
    parent = around(node)
    while parent.type == "parenthesized_expression" or (parent.type in CASTS and parent.children[-1].type == "const"):
        parent = around(parent)
    if parent.type == "satisfies_expression":
        return True
    if parent.type == "variable_declarator":
        kind = parent.child_by_field_name("type")
        return kind is not None and not any(loose in (kind.text or b"") for loose in LOOSE_TYPES)
    if parent.type == "arguments":
        function = around(parent).child_by_field_name("function")
        return function is None or function.text != b"JSON.stringify"
    return False

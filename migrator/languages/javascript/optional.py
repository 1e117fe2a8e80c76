"""Tells which parameters and properties a TypeScript type lets be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tree_sitter import Node

Types: TypeAlias = "Mapping[bytes, Sequence[Node]]"
NOTHING = frozenset({"undefined", "null"})
INTERFACE = frozenset({"interface_body", "object_type", "extends_type_clause"})
DEPTH = 4
"""How many names of types are followed."""


def may_be_nothing(parameter: Node) -> bool:
    """Whether a parameter without a default may be left out, or is yes, no or nothing."""
    if parameter.child_by_field_name("value") is not None:
        return False
    return parameter.type == "optional_parameter" or _is_flag_or_nothing(_inner(parameter.child_by_field_name("type")))


def declared_types(root: Node) -> dict[bytes, list[Node]]:
    """What the names of a file's types stand for, with what they extend."""
    found: dict[bytes, list[Node]] = {}
    for child in root.named_children:
        declared = child.child_by_field_name("declaration") if child.type == "export_statement" else child
        name = declared.child_by_field_name("name") if declared is not None else None
        if declared is None or name is None:
            continue
        if declared.type == "type_alias_declaration":
            parts = [each for each in [declared.child_by_field_name("value")] if each is not None]
        elif declared.type == "interface_declaration":
            parts = [each for each in declared.named_children if each.type in INTERFACE]
        else:
            continue
        found.setdefault(name.text or b"", []).extend(parts)
    return found


def optional_flags(annotation: Node | None, types: Callable[[], Types]) -> frozenset[str]:
    """The properties of an object type that are yes or no and may be missing; `types` are those that the file declares."""
    return frozenset(_flags(_inner(annotation), types, DEPTH))


def _flags(node: Node | None, types: Callable[[], Types], depth: int) -> Iterator[str]:
    if node is None or depth == 0:
        return
    if node.type == "type_identifier":
        for declared in types().get(node.text or b"", ()):
            yield from _flags(declared, types, depth - 1)
    elif node.type in ("intersection_type", "parenthesized_type", "extends_type_clause"):
        for child in node.named_children:
            yield from _flags(child, types, depth - 1)
    elif node.type in ("object_type", "interface_body"):
        for child in node.named_children:
            kind = _inner(child.child_by_field_name("type"))
            left_out = any(each.type == "?" for each in child.children)
            if child.type == "property_signature" and _says_flag(kind) and (left_out or _is_flag_or_nothing(kind)):
                name = child.child_by_field_name("name")
                yield (name.text or b"").decode("utf-8", "replace").strip("\"'") if name is not None else ""


def _inner(annotation: Node | None) -> Node | None:
    """What stands behind the colon."""
    return annotation.named_children[0] if annotation is not None and annotation.named_children else None


def _words(kind: Node | None) -> set[str]:
    return set((kind.text or b"").decode("utf-8", "replace").replace("|", " ").split()) if kind is not None else set()


def _says_flag(kind: Node | None) -> bool:
    return "boolean" in _words(kind)


def _is_flag_or_nothing(kind: Node | None) -> bool:
    return kind is not None and kind.type == "union_type" and _says_flag(kind) and not NOTHING.isdisjoint(_words(kind))

"""Renames text inside quotes, writes constants over expressions and makes expressions booleans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator.changes import CannotWrite, CoerceBoolean, RenameText, SetConstant
from migrator.languages.javascript.find import Finder
from migrator.languages.javascript.parse import walk
from migrator.languages.javascript.pieces import constant, quote_near
from migrator.languages.javascript.splices import Splice
from migrator.languages.javascript.strings import escaped, unescaped

if TYPE_CHECKING:
    from tree_sitter import Node

SHORTHAND = "shorthand_property_identifier"
BINDING = frozenset(
    {"variable_declarator", "function_declaration", "class_declaration", "required_parameter", "import_specifier"}
)


def rename(finder: Finder, change: RenameText, owner: int) -> list[Splice]:
    """The new name between the old quotes."""
    node = finder.find(change.site, "string", "template_string")
    start, end = node.start_byte + 1, node.end_byte - 1
    quote, said = finder.slice(node.start_byte, start), unescaped(finder.slice(start, end))
    return [Splice(start, end, escaped(said.replace(change.old, change.new), quote), owner)]


def set_constant(finder: Finder, change: SetConstant, owner: int) -> list[Splice]:
    """The constant in place of the expression, a string in the quotes of the one before."""
    node = finder.find(change.site)
    quote = finder.slice(node.start_byte, node.start_byte + 1) if node.type == "string" else quote_near(finder, node)
    text = constant(change.value, quote)
    if node.type == SHORTHAND:
        return [_written_out(finder, node, text, owner)]
    return [Splice(node.start_byte, node.end_byte, text, owner)]


def coerce_boolean(finder: Finder, change: CoerceBoolean, owner: int) -> list[Splice]:
    """`x` becomes `Boolean(x)`."""
    node = finder.find(change.site)
    text = boolean_text(finder, node)
    if node.type == SHORTHAND:
        return [_written_out(finder, node, text, owner)]
    return [
        Splice(node.start_byte, node.start_byte, "Boolean(", owner, 5),
        Splice(node.end_byte, node.end_byte, ")", owner, -5),
    ]


def _written_out(finder: Finder, node: Node, text: str, owner: int) -> Splice:
    """`{ x }` becomes `{ x: text }`: the name is another kind of thing then, so it is a part of the edit."""
    return Splice(node.start_byte, node.end_byte, f"{finder.text(node)}: {text}", owner)


def boolean_text(finder: Finder, node: Node) -> str:
    """An expression that is true or false, never null."""
    if any(_binds_boolean(each) for each in walk(finder.parsed.root)):
        raise CannotWrite("dynamic-model", "the name `Boolean` means something else in this file")
    return f"Boolean({finder.text(node)})"


def _binds_boolean(node: Node) -> bool:
    """Whether something is given the name of the function that makes a boolean."""
    if node.type in ("formal_parameters", "import_clause"):
        return any(each.text == b"Boolean" for each in node.named_children)
    named = node.child_by_field_name("name") or node.child_by_field_name("pattern") if node.type in BINDING else None
    return named is not None and named.text == b"Boolean"

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


def rename(finder: Finder, change: RenameText, owner: int) -> list[Splice]:
    """The new name between the old quotes."""
    node = finder.find(change.site)
    if node.type == "string_fragment" and node.parent is not None and node.parent.type == "template_string":
        start, end, quote = node.start_byte, node.end_byte, "`"
    elif node.type in ("string", "template_string") and not any(each.type == "template_substitution" for each in node.children):
        start, end = node.start_byte + 1, node.end_byte - 1
        quote = finder.slice(node.start_byte, start)
    else:
        raise CannotWrite("dynamic-model", "the name is put together at run time")
    raw = finder.slice(start, end)
    if unescaped(raw) == change.old:
        return [Splice(start, end, escaped(change.new, quote), owner)]
    if raw.count(change.old) == 1:
        at = start + len(raw[: raw.index(change.old)].encode())
        return [Splice(at, at + len(change.old.encode()), escaped(change.new, quote), owner)]
    raise CannotWrite("dynamic-model", "the name does not stand here as one piece")


def set_constant(finder: Finder, change: SetConstant, owner: int) -> list[Splice]:
    """The constant in place of the expression, a string in the quotes of the one before."""
    node = finder.find(change.site)
    if any(each.type == "comment" for each in walk(node)):
        raise CannotWrite("body-not-literal", "a comment stands inside the value; write it by hand")
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
    if text == finder.text(node):
        return []
    return [
        Splice(node.start_byte, node.start_byte, "Boolean(", owner, 5),
        Splice(node.end_byte, node.end_byte, ")", owner, -5),
    ]


def _written_out(finder: Finder, node: Node, text: str, owner: int) -> Splice:
    """`{ x }` becomes `{ x: text }`: the name is another kind of thing then, so it is a part of the edit."""
    return Splice(node.start_byte, node.end_byte, f"{finder.text(node)}: {text}", owner)


def boolean_text(finder: Finder, node: Node) -> str:
    """An expression that is true or false, never null."""
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    plain = node.type in ("true", "false") or (node.type == "unary_expression" and node.children[0].type == "!")
    if plain or (function is not None and function.text == b"Boolean"):
        return finder.text(node)
    if any(each.type == "identifier" and each.text == b"Boolean" and _binds(each) for each in walk(finder.parsed.root)):
        raise CannotWrite("dynamic-model", "the name `Boolean` means something else in this file")
    return f"Boolean({finder.text(node)})"


def _binds(node: Node) -> bool:
    """Whether an identifier stands where a name is given a value."""
    parent = node.parent
    if parent is None:
        return False
    kinds = ("variable_declarator", "function_declaration", "class_declaration", "required_parameter", "formal_parameters")
    named = parent.child_by_field_name("name") or parent.child_by_field_name("pattern")
    return parent.type in (*kinds, "import_specifier", "import_clause") and (named is None or named.start_byte == node.start_byte)

"""Rewrites `body.key = value` so that the value lands where the endpoint reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from migrator.changes import CannotWrite, RewriteMutation
from migrator.languages.javascript.find import Finder, around, items_of
from migrator.languages.javascript.layout import begins_line, indent_of, line_end, newline_of
from migrator.languages.javascript.parse import part
from migrator.languages.javascript.pieces import property_text
from migrator.languages.javascript.splices import Splice

if TYPE_CHECKING:
    from tree_sitter import Node

_NAME = re.compile(r"[A-Za-z_$][\w$]*")


def rewrite(finder: Finder, changes: Sequence[tuple[int, RewriteMutation]]) -> list[Splice]:
    """The splices for all assignments of one document."""
    groups: dict[tuple[int, int], list[tuple[int, RewriteMutation]]] = {}
    for owner, change in changes:
        groups.setdefault((change.site.start, change.site.end), []).append((owner, change))
    made = [(_base(finder, group[0][1]), group[0][1].path[0]) for group in groups.values() if _makes(group[0][1])]
    if len(set(made)) < len(made):
        raise CannotWrite("body-not-literal", "several keys would have to make the same object; set them by hand")
    return [_rewritten(finder, group) for group in groups.values()]


def _makes(change: RewriteMutation) -> bool:
    return len(change.path) > 1 and not change.exists


def _base(finder: Finder, change: RewriteMutation) -> str:
    return finder.text(part(_left(finder, change), "object"))


def _left(finder: Finder, change: RewriteMutation) -> Node:
    node = finder.find(change.site, "member_expression", "subscript_expression")
    parent = around(node)
    if parent.type != "assignment_expression" or parent.start_byte != node.start_byte:
        raise CannotWrite("body-not-literal", "only an assignment to one key can be rewritten")
    return node


def _rewritten(finder: Finder, group: Sequence[tuple[int, RewriteMutation]]) -> Splice:
    owner, first = group[0]
    left = _left(finder, first)
    assignment, base = around(left), part(left, "object")
    right = part(assignment, "right")
    index = left.child_by_field_name("index")
    quote = finder.slice(index.start_byte, index.start_byte + 1) if index is not None and index.type == "string" else ""
    if first.value_site is None:
        if _makes(first):
            made = property_text(first.path[-1], finder.text(right), "")
            text = f"{_access(finder.text(base), first.path[:1], quote)} = {{ {made} }}"
            return Splice(assignment.start_byte, assignment.end_byte, text, owner)
        return Splice(left.start_byte, left.end_byte, _access(finder.text(base), first.path, quote), owner)
    if right.type != "object" or len(items_of(right)) != len(group):
        raise CannotWrite("body-not-literal", "the object holds other keys too; set the keys by hand")
    return _spread_out(finder, group, assignment, base, quote)


def _spread_out(finder: Finder, group: Sequence[tuple[int, RewriteMutation]], assignment: Node, base: Node, quote: str) -> Splice:
    """`body.extra = { a, b }` becomes one assignment for each key, comments and all."""
    right, statement = part(assignment, "right"), around(assignment)
    text = finder.parsed.text
    ends = ";" if finder.text(statement).endswith(";") else ""
    owner = min(owner for owner, _ in group)
    lines: list[str] = []
    for child in right.named_children:
        if child.type == "comment":
            if not begins_line(text, child.start_byte) and lines and not lines[-1].endswith("*/"):
                lines[-1] += f"  {finder.text(child)}"
            else:
                lines.append(finder.text(child))
            continue
        lines.append(f"{_assigned(finder, child, group, base, quote)}{ends}")
    if len(lines) == 1:
        return Splice(assignment.start_byte, assignment.end_byte, lines[0].removesuffix(ends), owner)
    block = statement.parent if statement.type == "expression_statement" else None
    if block is None or block.type not in ("statement_block", "program", "switch_case", "switch_default"):
        raise CannotWrite("body-not-literal", "the assignment stands inside an expression; set the keys by hand")
    if text[statement.end_byte : line_end(text, statement.end_byte)].strip() and "//" in lines[-1]:
        raise CannotWrite("body-not-literal", "a comment would hide what follows; set the keys by hand")
    separator = newline_of(text, statement.start_byte) + indent_of(text, statement.start_byte)
    return Splice(statement.start_byte, statement.end_byte, separator.join(lines), owner)


def _assigned(finder: Finder, item: Node, group: Sequence[tuple[int, RewriteMutation]], base: Node, quote: str) -> str:
    """The assignment that one key of the mapping becomes."""
    if any(_makes(change) for _, change in group):
        raise CannotWrite("body-not-literal", "the object that takes the keys is not there yet; set them by hand")
    values = [(change, finder.find(change.value_site)) for _, change in group if change.value_site is not None]
    change, value = next(each for each in values if item.start_byte <= each[1].start_byte and each[1].end_byte <= item.end_byte)
    return f"{_access(finder.text(base), change.path, quote)} = {finder.text(value)}"


def _access(base: str, path: Sequence[str], quote: str) -> str:
    for name in path:
        base += f"[{quote}{name}{quote}]" if quote else f".{name}" if _NAME.fullmatch(name) else f'["{name}"]'
    return base

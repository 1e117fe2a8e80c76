"""Wraps an expression so that it becomes a dict of itself and more."""

from __future__ import annotations

import libcst as cst

from migrator.languages.python.parse import Parsed
from migrator.languages.python.pieces import Style, Tree, mapping_text, merged_text, put
from migrator.languages.python.puts import Merge, is_none
from migrator.languages.python.splices import WRAP, Splice, closing, opening

LOOSE = (cst.IfExp, cst.Lambda, cst.NamedExpr, cst.Yield, cst.Tuple, cst.GeneratorExp)
"""Expressions that bind less tightly than `or`."""
LOOSER_THAN_SPREAD = (*LOOSE, cst.BooleanOperation, cst.Comparison, cst.BinaryOperation)
"""What `**` does not take, or what does not read well, without parentheses, besides `not x`."""
_MARK = "__expression__"


def merge(parsed: Parsed, wanted: Merge, style: Style) -> list[Splice]:
    """The splices around the expression; its own text stays."""
    before: Tree = {}
    after: Tree = {}
    for path, each in wanted.puts:
        put(before if each.early else after, path, each.source.written)
    owner = min(each.owner for _, each in wanted.puts)
    node = wanted.node
    start, end = parsed.spans.outer_characters(node)
    if is_none(node):
        both: Tree = {**before, **after}
        return [Splice(start, end, mapping_text(both, style), owner)]
    known = any(each.known for _, each in wanted.puts)
    left, right = merged_text(before, after, style, _spread(node, known)).split(_MARK)
    return [
        Splice(start, start, left, owner, opening(WRAP)),
        Splice(end, end, right, owner, closing(WRAP)),
    ]


def _spread(node: cst.BaseExpression, known: bool) -> str:
    """How the expression, here a mark, is spread so that None counts as empty."""
    bare = not _parenthesized(node)
    if known or _ends_in_mapping(node):
        loose = isinstance(node, LOOSER_THAN_SPREAD) or _is_not(node)
        return f"({_MARK})" if bare and loose else _MARK
    if bare and isinstance(node, LOOSE):
        return f"(({_MARK}) or {{}})"
    return f"({_MARK} or {{}})"


def _ends_in_mapping(node: cst.BaseExpression) -> bool:
    """`x or {…}` and `x | y` are never None."""
    if isinstance(node, cst.BinaryOperation):
        return isinstance(node.operator, cst.BitOr)
    return isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or) and isinstance(node.right, cst.Dict)


def _is_not(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not)


def _parenthesized(node: cst.BaseExpression) -> bool:
    return bool(getattr(node, "lpar", ()))

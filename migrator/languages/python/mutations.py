"""Rewrites `target[key] = value` so that the value lands deeper, or elsewhere, in the same mapping."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from migrator.changes import CannotWrite, RewriteMutation
from migrator.languages.python.expressions import text_of
from migrator.languages.python.parse import Parsed
from migrator.languages.python.pieces import Style, Tree, constant, mapping_text, put
from migrator.languages.python.splices import LEAF, WRAP, Splice, closing, opening
from migrator.languages.python.tree import Finder

_MARK = "__value__"


@dataclass(frozen=True, slots=True)
class _Assignment:
    """One rewritten assignment with the block of statements that it stands in."""

    change: RewriteMutation
    owner: int
    target: cst.Subscript
    key: cst.BaseExpression
    statement: cst.Assign
    block: cst.CSTNode
    root: str


def rewrite(parsed: Parsed, finder: Finder, changes: Sequence[tuple[int, RewriteMutation]], style: Style) -> list[Splice]:
    """The splices for all assignments of one document."""
    assignments = sorted(
        (_locate(parsed, finder, change, owner) for owner, change in changes),
        key=lambda each: parsed.spans.characters(each.target)[0],
    )
    makers: dict[tuple[str, str], list[_Assignment]] = {}
    splices: list[Splice] = []
    for each in assignments:
        if each.change.exists or len(each.change.path) == 1:
            splices.extend(_enter(parsed, each, style))
        else:
            makers.setdefault((each.root, each.change.path[0]), []).append(each)
    for group in makers.values():
        together = len({each.block for each in group}) == 1
        for number, each in enumerate(group):
            if number == 0 and together:
                splices.extend(_make(parsed, each, style))
            elif together and not _rebound(parsed, group[0], each):
                splices.extend(_enter(parsed, each, style))
            else:
                splices.extend(_enter_or_make(parsed, each, style))
    return splices


def _rebound(parsed: Parsed, first: _Assignment, second: _Assignment) -> bool:
    """Whether the mapping's name may have been given another mapping between two assignments."""
    start, end = parsed.spans.characters(first.target)[1], parsed.spans.characters(second.target)[0]
    return re.search(rf"(?<![\w.]){re.escape(first.root)}\s*[:=]", parsed.text[start:end]) is not None


def _locate(parsed: Parsed, finder: Finder, change: RewriteMutation, owner: int) -> _Assignment:
    if change.value_site is not None:
        raise CannotWrite("body-not-literal", "the mapping is set after the body was made; set its keys by hand")
    chain = finder.chain(change.site, cst.Subscript, cst.Assign, cst.Expr)
    node = chain[-1]
    statement = next((part for part in reversed(chain) if isinstance(part, cst.Assign)), None)
    target = node if isinstance(node, cst.Subscript) else None
    if statement is None or target is None or all(each.target is not target for each in statement.targets):
        raise CannotWrite("body-not-literal", "only an assignment to one key can be rewritten")
    element = target.slice[0].slice
    if len(target.slice) != 1 or not isinstance(element, cst.Index):
        raise CannotWrite("body-not-literal", "only an assignment to one key can be rewritten")
    block = [part for part in chain if isinstance(part, (cst.IndentedBlock, cst.SimpleStatementSuite, cst.Module))][-1]
    start, end = parsed.spans.outer_characters(target.value)
    return _Assignment(change, owner, target, element.value, statement, block, parsed.text[start:end])


def _enter(parsed: Parsed, each: _Assignment, style: Style) -> list[Splice]:
    """`p["k"] = v` → `p["a"]["k"] = v`."""
    start, end = parsed.spans.outer_characters(each.key)
    *outer, last = (constant(part, style.quote) for part in each.change.path)
    lead = "".join(f"{part}][" for part in outer)
    if _says(each.key, each.change.path[-1]):
        return [Splice(start, start, lead, each.owner, opening(LEAF))]
    return [Splice(start, end, lead + last, each.owner)]


def _enter_or_make(parsed: Parsed, each: _Assignment, style: Style) -> list[Splice]:
    """`p["k"] = v` → `p.setdefault("a", {})["k"] = v`, which is right whether or not "a" is there."""
    bracket = parsed.spans.characters(each.target.value)[1]
    bracket = max(bracket, parsed.spans.outer_characters(each.target.value)[1])
    start, end = parsed.spans.outer_characters(each.key)
    *outer, last = (constant(part, style.quote) for part in each.change.path)
    lead = "".join(f".setdefault({part}, {{}})" for part in outer)
    splices = [Splice(bracket, bracket, lead, each.owner, closing(LEAF))]
    if not _says(each.key, each.change.path[-1]):
        splices.append(Splice(start, end, last, each.owner))
    return splices


def _make(parsed: Parsed, each: _Assignment, style: Style) -> list[Splice]:
    """`p["k"] = v` → `p["a"] = {"k": v}`."""
    if len(each.statement.targets) > 1:
        raise CannotWrite("body-not-literal", "the value is assigned to several names at once")
    value = each.statement.value
    bare = isinstance(value, (cst.Tuple, cst.Yield)) and not value.lpar
    tree: Tree = {}
    put(tree, each.change.path[1:], f"({_MARK})" if bare else _MARK)
    left, right = mapping_text(tree, style).split(_MARK)
    start, end = parsed.spans.outer_characters(value)
    place = parsed.spans.outer_characters(each.key)
    return [
        Splice(*place, constant(each.change.path[0], style.quote), each.owner),
        Splice(start, start, left, each.owner, opening(WRAP)),
        Splice(end, end, right, each.owner, closing(WRAP)),
    ]


def _says(key: cst.BaseExpression, name: str) -> bool:
    return isinstance(key, (cst.SimpleString, cst.ConcatenatedString)) and text_of(key) == name

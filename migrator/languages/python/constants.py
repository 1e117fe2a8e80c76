"""Writes constants over expressions and makes expressions booleans, in the quotes that the surroundings use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from migrator.changes import CannotWrite, SetConstant
from migrator.languages.python.parse import Parsed
from migrator.languages.python.pieces import TIGHT, Style, constant, quote_of
from migrator.languages.python.splices import LEAF, Splice, closing, opening
from migrator.languages.python.tree import Finder, inside


def style_at(parsed: Parsed, chain: Sequence[cst.CSTNode]) -> Style:
    """How code inserted into the last node of a chain is spelled."""
    node = chain[-1]
    equals = [arg.equal for arg in node.args if isinstance(arg.equal, cst.AssignEqual)] if isinstance(node, cst.Call) else []
    equal = equals[0] if equals and all("\n" not in parsed.module.code_for_node(each) for each in equals) else TIGHT
    around = [part for part in chain if isinstance(part, cst.FormattedString)]
    if around:
        # Before Python 3.12 a quote inside an f-string's braces ends the string.
        return Style('"' if around[-1].end[0] == "'" else "'", equal)
    scope = () if isinstance(node, cst.Module) else (node,)
    return Style(quote_of(scope) or parsed.quote, equal)


def set_constant(parsed: Parsed, finder: Finder, change: SetConstant, owner: int) -> list[Splice]:
    """The constant in place of the expression, a string in the quotes of the one before."""
    chain = finder.expression(change.site)
    node = chain[-1]
    simple = isinstance(node, cst.SimpleString) and len(node.quote) == 1
    quote = node.quote if simple and isinstance(node, cst.SimpleString) else style_at(parsed, chain).quote
    start, end = parsed.spans.characters(node)
    if "#" in parsed.text[start:end] and not isinstance(node, cst.SimpleString):
        raise CannotWrite("body-not-literal", "a comment stands inside the value; write it by hand")
    return [Splice(start, end, constant(change.value, quote), owner)]


def coerce_boolean(parsed: Parsed, chain: Sequence[cst.CSTNode], owner: int) -> list[Splice]:
    """`x` becomes `bool(x)`."""
    node = chain[-1]
    if is_boolean(node):
        return []
    require_bool(parsed)
    start, end = parsed.spans.outer_characters(node)
    if len(getattr(node, "lpar", ())) == 1:
        glue = " " if _follows_word(parsed.text, start) else ""
        return [Splice(start, start + 1, f"{glue}bool(", owner)]
    return [
        Splice(start, start, "bool(", owner, opening(LEAF)),
        Splice(end, end, ")", owner, closing(LEAF)),
    ]


def is_boolean(node: cst.CSTNode) -> bool:
    """Whether an expression shows that it is True or False."""
    if isinstance(node, cst.Call):
        return isinstance(node.func, cst.Name) and node.func.value == "bool"
    if isinstance(node, cst.UnaryOperation):
        return isinstance(node.operator, cst.Not)
    return isinstance(node, cst.Name) and node.value in ("True", "False")


def require_bool(parsed: Parsed) -> None:
    """Refuse where `bool` is another thing in this module."""
    parsed.require_all()
    if any(name == "bool" for node in inside(parsed.module) for name in _bound_names(node)):
        raise CannotWrite("dynamic-model", "the name `bool` means something else in this file")


def _follows_word(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")


def _bound_names(node: cst.CSTNode) -> Iterator[str]:
    """The names that a node itself gives a value."""
    if isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.Param)):
        yield node.name.value
    elif isinstance(node, (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.NamedExpr, cst.For, cst.CompFor)):
        yield from _targets(node.target)
    elif isinstance(node, cst.AsName):
        yield from _targets(node.name)
    elif isinstance(node, cst.ImportAlias):
        if node.asname is None and isinstance(node.name, cst.Name):
            yield node.name.value
    elif isinstance(node, cst.MatchAs) and node.name is not None:
        yield node.name.value


def _targets(target: cst.BaseExpression) -> Iterator[str]:
    if isinstance(target, cst.Name):
        yield target.value
    elif isinstance(target, (cst.Tuple, cst.List)):
        yield from (part.value for part in inside(target) if isinstance(part, cst.Name))

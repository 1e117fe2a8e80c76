"""Builds the source text of what is inserted, from LibCST nodes, with quotes that fit the surroundings."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from migrator.changes import CannotWrite
from migrator.languages.python.outline import usual_quote
from migrator.languages.python.tree import inside
from migrator.values import Scalar

Tree: TypeAlias = "dict[str, Tree | str]"
"""Nested keys with, at their ends, source text."""

_NO_SPACE = cst.SimpleWhitespace("")
TIGHT = cst.AssignEqual(_NO_SPACE, _NO_SPACE)
_EMPTY = cst.Module([])
_HOLE = re.compile(r"__piece_(\d+)__")


@dataclass(frozen=True, slots=True)
class Style:
    """How inserted code is spelled: the quote, and the equals sign of keywords."""

    quote: str = '"'
    equal: cst.AssignEqual = TIGHT


def constant(value: Scalar, quote: str) -> str:
    """The source of a constant."""
    if isinstance(value, str):
        return _EMPTY.code_for_node(_string(value, quote))
    return _EMPTY.code_for_node(cst.parse_expression(repr(value)))


def _string(value: str, quote: str) -> cst.SimpleString:
    source = repr(value)
    if source[0] != quote and quote not in source and "\\" not in source:
        source = f"{quote}{source[1:-1]}{quote}"
    return cst.SimpleString(source)


def keyword_text(name: str, content: Tree | str, style: Style) -> str:
    """`name=content`, as an argument."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise CannotWrite("body-not-literal", f"`{name}` cannot be written as a keyword")
    sources: list[str] = []
    argument = cst.Arg(keyword=cst.Name(name), value=_node(content, style, sources), equal=style.equal)
    return _filled(argument, sources)


def entry_text(name: str, content: Tree | str, style: Style) -> str:
    """`"name": content`, as an entry of a dict."""
    sources: list[str] = []
    return _filled(cst.DictElement(_string(name, style.quote), _node(content, style, sources)), sources)


def mapping_text(content: Tree, style: Style) -> str:
    """The content as a dict."""
    sources: list[str] = []
    return _filled(_node(content, style, sources), sources)


def merged_text(before: Tree, after: Tree, style: Style, hole: str) -> str:
    """A dict that holds `before`, then all of `**hole`, then `after`."""
    sources: list[str] = []
    elements: Sequence[cst.BaseDictElement] = [
        *_elements(before, style, sources),
        cst.StarredDictElement(_hole(hole, sources)),
        *_elements(after, style, sources),
    ]
    return _filled(cst.Dict(elements), sources)


def put(tree: Tree, path: Sequence[str], source: str) -> None:
    """Add a value to a tree of keys."""
    for name in path[:-1]:
        inner = tree.setdefault(name, {})
        if isinstance(inner, str):
            raise CannotWrite("key-conflict", f"`{name}` would be given twice")
        tree = inner
    if path[-1] in tree:
        raise CannotWrite("key-conflict", f"`{path[-1]}` would be given twice")
    tree[path[-1]] = source


def quote_of(nodes: Iterable[cst.CSTNode]) -> str:
    """The quote that strings in `nodes` mostly have; empty where neither leads."""
    return usual_quote(part for node in nodes for part in inside(node) if type(part) is cst.SimpleString)


def _node(content: Tree | str, style: Style, sources: list[str]) -> cst.BaseExpression:
    if isinstance(content, str):
        return _hole(content, sources)
    return cst.Dict(_elements(content, style, sources))


def _elements(content: Mapping[str, Tree | str], style: Style, sources: list[str]) -> list[cst.DictElement]:
    return [cst.DictElement(_string(name, style.quote), _node(inner, style, sources)) for name, inner in content.items()]


def _hole(source: str, sources: list[str]) -> cst.Name:
    """Stands for source text that is kept as it is, with its own line breaks and comments."""
    sources.append(source)
    return cst.Name(f"__piece_{len(sources) - 1}__")


def _filled(node: cst.CSTNode, sources: list[str]) -> str:
    return _HOLE.sub(lambda match: sources[int(match[1])], _EMPTY.code_for_node(node))

"""Spells constants, properties and nested objects in the quotes that the surroundings use."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from migrator.changes import CannotWrite
from migrator.languages.javascript.find import Finder
from migrator.languages.javascript.parse import walk
from migrator.languages.javascript.strings import escaped
from migrator.values import Scalar

if TYPE_CHECKING:
    from tree_sitter import Node

Tree: TypeAlias = "dict[str, Tree | str]"
"""Nested keys with, at their ends, source text."""

_NAME = re.compile(r"[A-Za-z_$][\w$]*")


def constant(value: Scalar, quote: str) -> str:
    """The source of a constant."""
    if isinstance(value, str):
        return f"{quote}{escaped(value, quote)}{quote}"
    return json.dumps(value)


def quote_near(finder: Finder, node: Node) -> str:
    """The quote of the strings inside a node, or else of the program's first strings."""
    for scope in (node, finder.parsed.root):
        for each in walk(scope):
            if each.type == "string":
                return finder.slice(each.start_byte, each.start_byte + 1)
    return '"'


def key_style(finder: Finder, node: Node) -> str:
    """The quote that the keys of an object literal are written in; empty where they are bare."""
    quotes = {
        finder.slice(key.start_byte, key.start_byte + 1) if key.type == "string" else ""
        for each in node.named_children
        if (key := each.child_by_field_name("key")) is not None
    }
    return quotes.pop() if len(quotes) == 1 else ""


def property_text(name: str, content: Tree | str, quote: str, spread: bool = False, needed: str = '"') -> str:
    """`name: content`, shorthand where the content is that name; with `spread` as `...{ name: content }`.

    `quote` is what keys stand in, empty for none; `needed` is the quote of a key that cannot do without.
    """
    if isinstance(content, dict):
        inner = ", ".join(property_text(key, value, quote, False, needed) for key, value in content.items())
        content = f"{{ {inner} }}"
    own = quote or ("" if _NAME.fullmatch(name) else needed)
    key = f"{own}{escaped(name, own)}{own}" if own else name
    written = name if content == name and not quote and _NAME.fullmatch(name) else f"{key}: {content}"
    return f"...{{ {written} }}" if spread else written


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


def dedented(text: str, by: int) -> str:
    """Lines after the first with up to `by` characters of white space less."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(line[min(by, len(line) - len(line.lstrip(" \t"))) :] for line in rest)])

"""Parses shell scripts with tree-sitter, byte for byte where they stand in the file."""

from __future__ import annotations

from functools import cache

import tree_sitter
import tree_sitter_bash

from migrator.languages.grammar import bounded

DEEPEST = 300
_PLAIN = bytes(range(128)) + b"x" * 128
"""The grammar looks code points up in C's table of 256 characters and may crash on larger ones; to it, all are letters."""


def parse(data: bytes) -> tree_sitter.Node | None:
    """The root of a cleaned script's tree; None where it nests too deeply to be walked, or takes the parser too long."""
    tree = bounded(_parser(), data.translate(_PLAIN))
    return None if tree is None or _too_deep(tree.root_node) else tree.root_node


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


def _too_deep(root: tree_sitter.Node) -> bool:
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            return True
        waiting.extend((child, depth + 1) for child in node.children if child.children)
    return False


def errors(root: tree_sitter.Node) -> int:
    """How many places the grammar could not make sense of."""
    count = 0
    waiting = [root]
    while waiting:
        node = waiting.pop()
        count += node.is_error or node.is_missing
        waiting.extend(child for child in node.children if child.has_error)
    return count

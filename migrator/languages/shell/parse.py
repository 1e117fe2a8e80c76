"""Parses shell scripts with tree-sitter, byte for byte where they stand in the file."""

from __future__ import annotations

import codecs

import tree_sitter
import tree_sitter_bash

DEEPEST = 300


def clean(data: bytes) -> bytes:
    """The same bytes with a byte-order mark and carriage returns made blank, so that every offset stays."""
    if data.startswith(codecs.BOM_UTF8):
        data = b"   " + data[3:]
    return data.replace(b"\\\r\n", b" \\\n").replace(b"\r\n", b"\n\n") if b"\r\n" in data else data


def parse(data: bytes) -> tree_sitter.Node | None:
    """The root of a script's tree; None where it nests too deeply to be walked."""
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))
    root = parser.parse(clean(data)).root_node
    return None if _too_deep(root) else root


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

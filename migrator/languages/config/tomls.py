"""Reads TOML with tree-sitter into nodes with exact offsets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from migrator import values
from migrator.languages.config.nodes import Broken, Items, Mapping, Node, Pair, Parsed, Remark, Scalar
from migrator.languages.grammar import TOO_LONG, bounded

if TYPE_CHECKING:
    import tree_sitter


def parse_toml(data: bytes, begin: int = 0) -> Parsed:
    """Each table is a root of its own under its dotted name. Raises `Broken`, `ImportError` without the grammar."""
    import tree_sitter
    import tree_sitter_toml

    tree = bounded(tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language())), data[begin:])
    if tree is None:
        raise Broken(TOO_LONG, begin)
    if tree.root_node.has_error:
        raise Broken("this is no TOML", begin)
    reader = _Toml(data, begin)
    root = tree.root_node
    tables = [each for each in root.named_children if each.type in ("table", "table_array_element")]
    pairs = [reader.pair(each) for each in root.named_children if each.type == "pair"]
    nested = [reader.table(each) for each in tables]
    end = pairs[-1].end if pairs else begin
    top = Mapping((*pairs, *nested), pairs[0].start if pairs else begin, max(end, len(data)), "table")
    return Parsed((top,), tuple(reader.remarks(root)))


class _Toml:
    def __init__(self, data: bytes, begin: int) -> None:
        self.data = data
        self.begin = begin

    def span(self, node: tree_sitter.Node) -> tuple[int, int]:
        return node.start_byte + self.begin, node.end_byte + self.begin

    def text(self, node: tree_sitter.Node) -> str:
        start, end = self.span(node)
        return self.data[start:end].decode("utf-8", "replace")

    def remarks(self, root: tree_sitter.Node) -> list[Remark]:
        found: list[Remark] = []
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node.type == "comment":
                start, end = self.span(node)
                before = self.data[self.data.rfind(b"\n", 0, start) + 1 : start]
                found.append(Remark(self.text(node), start, end, not before.strip()))
            waiting.extend(node.children)
        return sorted(found, key=lambda each: each.start)

    def key(self, node: tree_sitter.Node) -> str:
        if node.type == "dotted_key":
            return ".".join(self.key(each) for each in node.named_children)
        text = self.text(node)
        return text[1:-1] if text[:1] in ("'", '"') else text

    def table(self, node: tree_sitter.Node) -> Pair:
        header = node.named_children[0]
        pairs = tuple(self.pair(each) for each in node.named_children if each.type == "pair")
        start, _ = self.span(node)
        end = pairs[-1].end if pairs else self.span(header)[1]
        mapping = Mapping(pairs, start, end, "table")
        return Pair(self.key(header), *self.span(header), mapping, start, end)

    def pair(self, node: tree_sitter.Node) -> Pair:
        key, value = node.named_children[0], node.named_children[1]
        start, _ = self.span(node)
        held = self.node(value)
        name = self.key(key)
        return Pair(name, *self.span(key), held, start, held.end)

    def node(self, node: tree_sitter.Node) -> Node:
        start, end = self.span(node)
        if node.type == "inline_table":
            return Mapping(tuple(self.pair(each) for each in node.named_children if each.type == "pair"), start, end, "flow")
        if node.type == "array":
            return Items(tuple(self.node(each) for each in node.named_children if each.type != "comment"), start, end)
        value = self.scalar(node)
        return Scalar(value, start, end, value is not None)

    def scalar(self, node: tree_sitter.Node) -> values.Scalar:
        """The value; None for what is no plain one."""
        text = self.text(node)
        try:
            if node.type == "string":
                if text.startswith(('"""', "'''")):
                    return None
                return text[1:-1] if text[0] == "'" else str(json.loads(text))
            if node.type == "boolean":
                return text == "true"
            if node.type == "integer":
                return int(text.replace("_", ""), 0)
            if node.type == "float":
                return float(text.replace("_", ""))
        except ValueError:
            return None
        return None

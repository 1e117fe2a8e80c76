"""Reads YAML with tree-sitter into nodes with exact offsets."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from migrator import values
from migrator.languages.config.nodes import MAX_DEPTH, Broken, Items, Mapping, Node, Pair, Parsed, Remark, Scalar
from migrator.languages.grammar import TOO_LONG, bounded

if TYPE_CHECKING:
    import tree_sitter

_TAB = re.compile(rb"(?m)^ *\t[ \t]*[^\s#]")
_FAR = re.compile(rb"(?m)^[ \t?:-]{100}")
_BEGIN = re.compile(rb"(?m)^(?:[ \t]|[?:-](?=[ \t]))*(?=[^ \t\r\n])")
_LEVELS = 100
"""Columns that blocks inside each other may begin at: of some 250 the grammar's scanner loses count and ends the process."""
_CONSTANTS: dict[str, values.Scalar] = {"true": True, "false": False, "null": None, "~": None}
_OLD_BOOLEANS = {
    spelled: value
    for value, words in ((True, ("yes", "on")), (False, ("no", "off")))
    for word in words
    for spelled in (word, word.title(), word.upper())
}
"""What YAML 1.1, which most libraries read, takes for true and false where no quotes stand around it."""


def parse_yaml(data: bytes, begin: int = 0) -> Parsed:
    """The documents of a YAML file. Raises `Broken`, and `ImportError` where the grammar is not installed."""
    import tree_sitter
    import tree_sitter_yaml

    if _FAR.search(data, begin) is not None:
        _check_levels(data, begin)
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_yaml.language()))
    tree = bounded(parser, data[begin:])
    if tree is None:
        raise Broken(TOO_LONG, begin)
    reader = _Yaml(data, begin)
    if tree.root_node.has_error:
        tab = _TAB.search(data, begin)
        if tab is not None:
            raise Broken("a tab indents this line, which YAML does not allow", tab.start())
        raise Broken("this is no YAML", reader.error(tree.root_node) + begin)
    roots = tuple(node for each in tree.root_node.children if (node := reader.node(each, 0)) is not None)
    return Parsed(roots, tuple(reader.remarks(tree.root_node)))


def _check_levels(data: bytes, begin: int) -> None:
    """Raises `Broken` where more blocks may stand in each other than the scanner can hold."""
    held: list[int] = []
    for found in _BEGIN.finditer(data, begin):
        # A block begins at each indicator, and at what comes behind them.
        columns = [*(at for at, each in enumerate(found[0]) if each not in b" \t"), len(found[0])]
        while held and held[-1] >= columns[0]:
            held.pop()
        held += columns
        if len(held) > _LEVELS:
            raise Broken("nested too deep", found.end())


class _Yaml:
    def __init__(self, data: bytes, begin: int) -> None:
        self.data = data
        self.begin = begin
        self.anchors: dict[str, Node] = {}

    def text(self, node: tree_sitter.Node) -> str:
        return self.data[node.start_byte + self.begin : node.end_byte + self.begin].decode("utf-8", "replace")

    def error(self, node: tree_sitter.Node) -> int:
        """Where the first mistake is."""
        while True:
            inner = next((each for each in node.children if each.has_error or each.is_missing), None)
            if inner is None or node.type == "ERROR":
                return node.start_byte
            node = inner

    def remarks(self, root: tree_sitter.Node) -> list[Remark]:
        found: list[Remark] = []
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node.type == "comment":
                start, end = node.start_byte + self.begin, node.end_byte + self.begin
                before = self.data[self.data.rfind(b"\n", 0, start) + 1 : start]
                found.append(Remark(self.text(node), start, end, not before.strip()))
            waiting.extend(node.children)
        return sorted(found, key=lambda each: each.start)

    def node(self, node: tree_sitter.Node, depth: int) -> Node | None:
        """What a syntax node stands for; None for comments, markers and nothing."""
        if depth > MAX_DEPTH * 4:
            raise Broken("nested too deep", node.start_byte + self.begin)
        start, end = node.start_byte + self.begin, node.end_byte + self.begin
        match node.type:
            case "document" | "block_node" | "flow_node":
                inner = [found for each in node.named_children if (found := self.node(each, depth + 1)) is not None]
                # A tag may make another thing of what is written.
                tagged = any(each.type == "tag" for each in node.named_children)
                for each in node.named_children:
                    if each.type == "anchor" and inner:
                        self.anchors[self.text(each)[1:]] = inner[0]
                if tagged and inner and isinstance(inner[0], Scalar):
                    return Scalar(inner[0].value, inner[0].start, inner[0].end, False)
                return inner[0] if inner else None
            case "block_mapping" | "flow_mapping":
                pairs = [
                    entry
                    for each in node.named_children
                    if each.type.endswith("pair") and (entry := self.pair(each, depth + 1)) is not None
                ]
                return Mapping(tuple(pairs), start, end, "block" if node.type == "block_mapping" else "flow")
            case "block_sequence" | "flow_sequence":
                items = [found for each in node.named_children if (found := self.node(each, depth + 1)) is not None]
                return Items(tuple(items), start, end)
            case "block_sequence_item":
                inner = [found for each in node.named_children if (found := self.node(each, depth + 1)) is not None]
                return inner[0] if inner else None
            case "flow_pair":
                single = self.pair(node, depth + 1)
                return Mapping((single,), start, end, "fixed") if single is not None else None
            case "plain_scalar":
                return Scalar(self.plain(node), start, end, "\n" not in self.text(node))
            case "double_quote_scalar" | "single_quote_scalar":
                text = self.quoted(node)
                return Scalar(text or "", start, end, text is not None)
            case "block_scalar":
                return Scalar(self.text(node), start, end, False)
            case "alias":
                return Scalar(None, start, end, False, self.anchors.get(self.text(node)[1:]))
        return None

    def pair(self, node: tree_sitter.Node, depth: int) -> Pair | None:
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is None:
            return None
        said = self.node(key, depth)
        start, end = node.start_byte + self.begin, node.end_byte + self.begin
        name = str(said.value) if isinstance(said, Scalar) else ""
        if isinstance(said, Scalar) and said.value is None:
            name = self.text(key)
        held = self.node(value, depth) if value is not None else None
        if held is None:
            held = Scalar(None, end, end, False)
        return Pair(name, key.start_byte + self.begin, key.end_byte + self.begin, held, start, end)

    def plain(self, node: tree_sitter.Node) -> values.Scalar:
        text = self.text(node)
        kind = node.named_children[0].type if node.named_children else "string_scalar"
        if kind in ("boolean_scalar", "null_scalar"):
            return _CONSTANTS.get(text.lower(), text)
        try:
            if kind == "integer_scalar":
                return int(text)
            if kind == "float_scalar":
                return float(text)
        except ValueError:
            return text
        return _OLD_BOOLEANS.get(text, text)

    def quoted(self, node: tree_sitter.Node) -> str | None:
        """The text in quotes; None where it goes over lines or is escaped in YAML's own way."""
        text = self.text(node)
        if "\n" in text:
            return None
        if text[0] == "'":
            return text[1:-1].replace("''", "'")
        try:
            return str(json.loads(text))
        except ValueError:
            return None

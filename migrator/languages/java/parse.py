"""Parses source with a tree-sitter grammar and tells where its nodes stand in the file's bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from migrator.files.source import Source, Unreadable, decode
from migrator.languages.base import Unparsed
from migrator.languages.grammar import TOO_LONG, bounded, holds_up
from migrator.languages.http_body.body import Body

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

MOST_BYTES = 4_000_000
Mend: TypeAlias = "Callable[[bytes], bytes]"


class Offsets:
    """From places in the text as UTF-8, which the parser sees, to places in the file, and back."""

    def __init__(self, source: Source) -> None:
        self._mark = len(source.bom)
        self._table: list[int] | None = None
        if source.encoding.startswith("utf-16"):
            at = self._mark
            table: list[int] = []
            for character in source.text:
                table.extend([at] * len(character.encode("utf-8", "surrogatepass")))
                at += 4 if ord(character) > 0xFFFF else 2
            table.append(at)
            self._table = table

    def in_file(self, at: int) -> int:
        """The place in the file."""
        return self._table[at] if self._table is not None else at + self._mark

    def in_text(self, at: int) -> int:
        """The place in the text as UTF-8."""
        return self._table.index(at) if self._table is not None else at - self._mark


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed document: its bytes as the parser saw them, its tree, and the way back to the file."""

    source: Source
    text: bytes
    tree: Tree
    offsets: Offsets
    bodies: list[Body] = field(default_factory=list)
    """The request bodies that stand in it as text, once it has been read."""

    @property
    def root(self) -> Node:
        """The outermost node."""
        return self.tree.root_node

    def span(self, node: Node) -> tuple[int, int]:
        """Where a node stands in the file."""
        return self.offsets.in_file(node.start_byte), self.offsets.in_file(node.end_byte)

    def text_of(self, node: Node) -> str:
        """A node as written."""
        return self.text[node.start_byte : node.end_byte].decode("utf-8", "replace")


def parse(path: str, data: bytes, language: str, grammar: str, mend: Mend | None = None) -> Parsed | Unparsed:
    """The document's tree, or why there is none; `grammar` names the module that brings the language's grammar.

    `mend` makes of a text that the grammar does not know one of the same length that it may know.
    """
    source = decode(path, data, language)
    if isinstance(source, Unreadable):
        return Unparsed(source.code, source.message)
    if len(data) > MOST_BYTES:
        return Unparsed("too-large", "more than a program that people write")
    try:
        bindings = import_module("tree_sitter")
        module = import_module(grammar)
    except ImportError:
        return Unparsed("no-parser", f"the package {grammar.replace('_', '-')} is not installed")
    text = source.text.encode("utf-8", "surrogatepass")
    parser = bindings.Parser(bindings.Language(module.language()))
    tree = None if holds_up(text) else bounded(parser, text)
    if mend is not None and tree is not None and tree.root_node.has_error:
        mended = bounded(parser, mend(text))
        tree = mended if mended is not None and not mended.root_node.has_error else tree
    if tree is None:
        return Unparsed("parse-error", TOO_LONG)
    if tree.root_node.has_error:
        return Unparsed("parse-error", "not what the grammar knows", broken(tree.root_node).start_point[0] + 1)
    return Parsed(source, text, tree, Offsets(source))


def broken(root: Node) -> Node:
    """The first node that the parser could make nothing of, or had to add, in a tree that has one."""
    inside: Node | None = root
    while inside is not None:
        root = inside
        inside = None if root.is_error else next((each for each in root.children if each.has_error), None)
    return root


def leaves(root: Node) -> Iterator[Node]:
    """The tokens, in order."""
    pending = [root]
    while pending:
        node = pending.pop()
        if node.child_count:
            pending.extend(reversed(node.children))
        else:
            yield node

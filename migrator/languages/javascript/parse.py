"""Parses JavaScript and TypeScript with tree-sitter, and counts every place in bytes of the file as read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from migrator.files.source import Source, Unreadable, decode
from migrator.languages.base import Unparsed
from migrator.languages.grammar import TOO_LONG, bounded, holds_up
from migrator.languages.javascript.newer import older
from migrator.languages.javascript.scripts import masked

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Tree

    from migrator.languages.http_body.body import Body

GRAMMARS = {
    "javascript": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
}
NOT_UNDERSTOOD = "not understood as a program"
MAX_DEPTH = 3000
"""Deeper trees are not walked: no program that a person wrote comes near."""


class Places:
    """Turns offsets in the parsed text (UTF-8, without a byte-order mark) into offsets in the file, and back."""

    def __init__(self, source: Source) -> None:
        self._lead = len(source.bom)
        self._ours: list[int] = []
        self._files: list[int] = []
        self._wide = source.encoding.startswith("utf-16")
        if self._wide:
            ours = theirs = 0
            for character in source.text:
                self._ours.append(ours)
                self._files.append(theirs)
                ours += len(character.encode("utf-8", "surrogatepass"))
                theirs += 4 if ord(character) > 0xFFFF else 2
            self._ours.append(ours)
            self._files.append(theirs)

    def file(self, ours: int) -> int:
        """The offset in the file."""
        if not self._wide:
            return ours + self._lead
        at = bisect_right(self._ours, ours) - 1
        return self._files[at] + self._lead

    def text(self, place: int) -> int:
        """The offset in the parsed text."""
        if not self._wide:
            return place - self._lead
        at = bisect_right(self._files, place - self._lead) - 1
        return self._ours[max(at, 0)]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed program: `text` is what the tree's offsets count in, `typed` says that types are checked."""

    data: bytes
    text: bytes
    tree: Tree
    places: Places
    encoding: str
    typed: bool
    embedded: bool
    deep: bool = field(default=False)
    bodies: list[Body] = field(default_factory=list)
    """Requests' bodies that stand as text."""

    @property
    def root(self) -> Node:
        """The program."""
        return self.tree.root_node


def parse(path: str, data: bytes, kind: str) -> Parsed | Unparsed:
    """The program in a file of a kind ("javascript", "typescript", "tsx", or "vue", "svelte", "html")."""
    source = decode(path, data, kind)
    if isinstance(source, Unreadable):
        return Unparsed(source.code, source.message)
    whole = data[len(source.bom) :] if source.encoding == "utf-8" else source.text.encode("utf-8")
    text, grammars = whole, {"javascript": ("javascript", "tsx")}.get(kind, (kind,))
    embedded = kind not in GRAMMARS
    if embedded:
        text, typed = masked(whole)
        grammars = ("typescript",) if typed else ("javascript", "typescript")
    failure: Unparsed | None = None
    for grammar in grammars:
        parser = parser_of(grammar)
        if parser is None:
            return Unparsed("no-parser", f"the package of the {grammar} grammar is not installed")
        tree = _understood(parser, text)
        if isinstance(tree, Unparsed):
            failure = failure or tree
            continue
        depth = depth_of(tree)
        if depth > MAX_DEPTH:
            return Unparsed("too-deep", f"{depth} levels of nesting")
        typed = grammar != "javascript" and kind != "javascript"
        return Parsed(data, text, tree, Places(source), source.encoding, typed, embedded, depth > 120)
    assert failure is not None
    return failure


def _understood(parser: Callable[[bytes], Tree | None], text: bytes) -> Tree | Unparsed:
    """A text's tree, where need be of what it says in older words."""
    tree = parser(text)
    if tree is not None and not tree.root_node.has_error:
        return tree
    said = older(text)
    mended = parser(said) if said != text else None
    if mended is not None and not mended.root_node.has_error:
        return mended
    return (
        Unparsed("parse-error", TOO_LONG)
        if tree is None
        else Unparsed("parse-error", NOT_UNDERSTOOD, first_error(tree.root_node))
    )


@lru_cache(maxsize=8)
def parser_of(grammar: str) -> Callable[[bytes], Tree | None] | None:
    """A parser, None where the grammar's package is missing."""
    try:
        from tree_sitter import Language, Parser

        module, name = GRAMMARS[grammar]
        language: Language = Language(getattr(import_module(module), name)())
    except ImportError:
        return None
    # A parser keeps state while it parses: one for each text.
    return lambda text: None if holds_up(text) else bounded(Parser(language), text)


def first_error(root: Node) -> int:
    """The line of the first thing that was not understood, counted from 1."""
    node = root
    while True:
        inner = next((each for each in node.children if each.has_error or each.is_missing), None)
        if inner is None:
            return node.start_point[0] + 1
        node = inner


def depth_of(tree: Tree) -> int:
    """How deep the tree is."""
    cursor = tree.walk()
    deepest = depth = 0
    while True:
        if cursor.goto_first_child():
            depth += 1
            deepest = max(deepest, depth)
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return deepest
            depth -= 1


def part(node: Node, name: str) -> Node:
    """A child that the grammar demands: a tree with errors in it is never walked."""
    return node.children_by_field_name(name)[0]


def walk(node: Node) -> Iterator[Node]:
    """A node and everything in it, in the order of the text."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.children))

"""Works out what each object literal gains, loses and has in place of something else, then writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from migrator.changes import AddEntry, AddToCall, CannotWrite, DropArgument, DropEntry, MoveEntry, MoveInCall
from migrator.languages.javascript.constants import boolean_text
from migrator.languages.javascript.find import CALLS, Finder, checks_keys, items_of, key_of, value_of
from migrator.languages.javascript.layout import (
    Addition,
    arrange,
    begins_line,
    indent_of,
    newline_of,
    remove_argument,
)
from migrator.languages.javascript.parse import walk
from migrator.languages.javascript.pieces import Tree, constant, dedented, key_style, property_text, put, quote_near
from migrator.languages.javascript.splices import Splice
from migrator.values import Scalar, Site

if TYPE_CHECKING:
    from tree_sitter import Node

Placed: TypeAlias = "AddToCall | MoveInCall | DropArgument | AddEntry | MoveEntry | DropEntry"


@dataclass(frozen=True, slots=True)
class Put:
    """A value for a path; `origin` is the first byte of the item that it is taken from; `kept` says that it is as written."""

    owner: int
    path: tuple[str, ...]
    text: str
    early: bool
    origin: int | None = None
    kept: bool = False


@dataclass(slots=True)
class Braces:
    """One object literal with what is to happen to it."""

    node: Node
    puts: list[Put] = field(default_factory=list)
    leaving: dict[int, int] = field(default_factory=dict)


class Placing:
    """Collects the changes to one document's object literals, then writes them all."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._braces: dict[int, Braces] = {}
        self._others: list[Splice] = []
        self._arguments: dict[tuple[int, int], Splice] = {}

    def note(self, owner: int, change: Placed) -> None:
        """Take a change in; nothing is decided before all are known."""
        finder = self._finder
        if isinstance(change, AddEntry):
            node = finder.object(change.site)
            self._put(node, Put(owner, change.path, self._constant(change.value, node), change.first))
        elif isinstance(change, AddToCall):
            self._add_to_call(owner, change)
        elif isinstance(change, MoveEntry):
            node = finder.object(change.site)
            entry = self._leave(node, change.entry, owner)
            receiver = finder.object(change.container) if change.container is not None else node
            text = self._value(change.value_site, change.value, change.replaces_value, False, node)
            self._put(receiver, Put(owner, change.path, text, False, entry, not change.replaces_value))
        elif isinstance(change, MoveInCall):
            self._move_in_call(owner, change)
        elif isinstance(change, DropEntry):
            self._leave(finder.object(change.site), change.entry, owner)
        else:
            self._drop_argument(change.site, change.argument, owner)

    def splices(self) -> Iterator[Splice]:
        """All splices, once every change is known."""
        yield from self._others
        yield from self._arguments.values()
        written = [(braces, list(self._written(braces))) for braces in self._braces.values()]
        for braces, splices in written:
            for comment in self._covered(braces.node, splices):
                if not any(comment in each.text for _, others in written for each in others):
                    raise CannotWrite("body-not-literal", "a comment stands inside the object; move the key by hand")
            yield from splices

    def _covered(self, node: Node, splices: list[Splice]) -> Iterator[str]:
        """The comments in whose place something else is put."""
        if any(each.start < each.end for each in splices):
            for each in walk(node):
                if each.type == "comment" and any(one.start <= each.start_byte and each.end_byte <= one.end for one in splices):
                    yield self._finder.text(each)

    def _at(self, node: Node) -> Braces:
        return self._braces.setdefault(node.start_byte, Braces(node))

    def _leave(self, node: Node, site: Site, owner: int) -> int:
        start, _ = self._finder.span(site)
        self._at(node).leaving.setdefault(start, owner)
        return start

    def _put(self, node: Node, each: Put) -> None:
        """Enter object literals that are there already on the way."""
        for item in reversed(items_of(node)):
            if key_of(item) != each.path[0] or item.start_byte in self._at(node).leaving:
                continue
            value = value_of(item)
            if len(each.path) == 1 or value is None or value.type != "object":
                raise CannotWrite("key-conflict", f"`{each.path[0]}` is there already; merge them by hand")
            self._put(value, Put(each.owner, each.path[1:], each.text, each.early, each.origin, each.kept))
            return
        self._at(node).puts.append(each)

    def _call(self, site: Site) -> Node:
        arguments = self._finder.find(site, *CALLS).child_by_field_name("arguments")
        if arguments is None or arguments.type != "arguments":
            raise CannotWrite("body-not-literal", "this call passes no arguments")
        return arguments

    def _add_to_call(self, owner: int, change: AddToCall) -> None:
        if change.mapping_site is not None and change.path:
            first, path = self._finder.find(change.mapping_site), change.path
        else:
            items = items_of(self._call(change.site))
            if not items or items[0].type == "spread_element":
                raise CannotWrite("body-not-literal", "this call passes no object that the key could go into")
            first, path = items[0], (change.keyword, *change.path)
        text = self._constant(change.value, first)
        if first.type == "object":
            self._put(first, Put(owner, path, text, not change.wins))
            return
        if len(path) > 1 or first.type in ("string", "number", "array", "template_string"):
            raise CannotWrite("body-not-literal", "the object is not written out here; add the key where it is made")
        words = property_text(path[0], text, "")
        before, after = ("{ ...", f", {words} }}") if change.wins else (f"{{ {words}, ...", " }")
        self._others.append(Splice(first.start_byte, first.start_byte, before, owner, 5))
        self._others.append(Splice(first.end_byte, first.end_byte, after, owner, -5))

    def _move_in_call(self, owner: int, change: MoveInCall) -> None:
        if change.mapping_site is None or change.mapping != "literal" or not change.path:
            raise CannotWrite("body-not-literal", "the object is not written out here; move the key by hand")
        receiver = self._finder.object(change.mapping_site)
        self._drop_argument(change.site, change.argument, owner)
        text = self._value(change.value_site, change.value, change.replaces_value, change.coerce, receiver)
        self._put(receiver, Put(owner, change.path, text, False))

    def _drop_argument(self, call: Site, argument: Site, owner: int) -> None:
        arguments = self._call(call)
        start, end = self._finder.span(argument)
        item = items_of(arguments)[-1]
        if len(items_of(arguments)) == 1 or item.start_byte != start:
            # Another argument would take its place.
            raise CannotWrite("body-not-literal", "the argument cannot be left out here; change it by hand")
        if any(each.type == "comment" for each in arguments.children):
            raise CannotWrite("body-not-literal", "a comment stands between the arguments; move the key by hand")
        self._arguments.setdefault((start, end), remove_argument(arguments, item, owner))

    def _constant(self, value: Scalar, near: Node) -> str:
        return constant(value, quote_near(self._finder, near) if isinstance(value, str) else '"')

    def _value(self, site: Site, value: Scalar, replaces: bool, coerce: bool, near: Node) -> str:
        if replaces:
            return self._constant(value, near)
        node = self._finder.find(site)
        return boolean_text(self._finder, node) if coerce else self._finder.text(node)

    def _written(self, braces: Braces) -> Iterator[Splice]:
        """Everything that changes between one pair of braces."""
        node, text = braces.node, self._finder.parsed.text
        spread = self._finder.parsed.typed and checks_keys(node)
        quote, needed = key_style(self._finder, node), quote_near(self._finder, node)
        items = {item.start_byte: item for item in items_of(node)}
        in_place: dict[int, list[Put]] = {}
        rest: list[Put] = []
        # What goes below one key makes one object, where the first of it stood.
        homes: dict[str, int] = {}
        for each in braces.puts:
            if each.origin in items and len(each.path) > 1:
                homes.setdefault(each.path[0], each.origin)
        for each in braces.puts:
            home = homes.get(each.path[0], each.origin)
            if home is not None and home in items:
                in_place.setdefault(home, []).append(each)
            else:
                rest.append(each)
        leaving = dict(braces.leaving)
        replaced: dict[int, Splice] = {}
        for start, puts in in_place.items():
            owner = leaving.pop(start)
            replaced[start] = self._in_place(items[start], puts, quote, needed, spread, owner)
        additions = [
            Addition(min(owners), property_text(name, content, quote, spread and isinstance(content, str), needed), early)
            for name, content, owners, early in _by_key(rest)
        ]
        yield from arrange(text, node, additions, leaving, replaced)

    def _in_place(self, item: Node, puts: list[Put], quote: str, needed: str, spread: bool, owner: int) -> Splice:
        """What stands where an item stood that gave its values away."""
        finder, text = self._finder, self._finder.parsed.text
        value = item.child_by_field_name("value") if item.type == "pair" else None
        inner = items_of(value) if value is not None and value.type == "object" else []
        whole = [key_of(each) for each in inner] == [each.path[0] for each in puts if len(each.path) == 1 and each.kept]
        ignored = spread and _directive_above(text, item)
        if value is not None and inner and whole and len(inner) == len(puts):
            if spread and not ignored:
                return Splice(item.start_byte, value.start_byte, "...", owner)
            content = finder.slice(inner[0].start_byte, inner[-1].end_byte)
            start, end = value.start_byte + 1, value.end_byte - 1
            if any(each.type == "comment" for each in value.children):
                content = finder.slice(start, end).strip().removesuffix(",")
                if "//" in content.rsplit("\n", 1)[-1]:
                    raise CannotWrite("body-not-literal", "a comment stands at the end of the object; move the key by hand")
            if "\n" in content or b"\n" in text[start : inner[0].start_byte]:
                outer, deeper = indent_of(text, item.start_byte), indent_of(text, inner[0].start_byte)
                content = dedented(content, max(len(deeper) - len(outer), 0))
            return Splice(item.start_byte, item.end_byte, content, owner)
        words = [
            property_text(name, content, quote, spread and not ignored and isinstance(content, str), needed)
            for name, content, _, _ in _by_key(puts)
        ]
        separator = ", "
        if begins_line(text, item.start_byte):
            separator = f",{newline_of(text, item.start_byte)}{indent_of(text, item.start_byte)}"
        return Splice(item.start_byte, item.end_byte, separator.join(words), owner)


def _by_key(puts: list[Put]) -> Iterator[tuple[str, Tree | str, list[int], bool]]:
    """Puts below one key make one property."""
    tree: Tree = {}
    owners: dict[str, list[int]] = {}
    early: dict[str, bool] = {}
    for each in puts:
        put(tree, each.path, each.text)
        owners.setdefault(each.path[0], []).append(each.owner)
        early[each.path[0]] = early.get(each.path[0], False) or each.early
    for name, content in tree.items():
        yield name, content, owners[name], early[name]


def _directive_above(text: bytes, item: Node) -> bool:
    """Whether a comment above tells TypeScript to let the next line pass: that line keeps its form."""
    before = item.prev_sibling
    return before is not None and before.type == "comment" and (b"@ts-" in text[before.start_byte : before.end_byte])

"""A shell word as the command gets it: quotes taken off, expansions as values, each character with its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from migrator.facts import Function
from migrator.languages.http_body.quoted import Quoted
from migrator.values import Choice, Environment, Literal, Opaque, Parameter, Reference, Site, Value

if TYPE_CHECKING:
    from tree_sitter import Node

ANSI = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "/": "/"}
_MADE = re.compile(rb"[$][({](\w+)[)}]")
DOUBLE = frozenset('"\\$`')


class Words:
    """Reads the words of one script; `assigned` are the variables that it sets."""

    def __init__(self, path: str, data: bytes, assigned: Callable[[str], bool], made: bool = False) -> None:
        """`made` says that variables are put in before the shell sees the quotes."""
        self._made = made
        self._path = path
        self._data = data
        self._assigned = assigned
        self.scope = 0
        self.function: Function | None = None
        """The function that is being read: what it is called with goes by number."""

    def read(self, node: Node) -> Quoted:
        """A word of any kind."""
        result = Quoted(self._path)
        self._read(node, result)
        return result

    def value(self, node: Node) -> Value:
        """A word as a value."""
        quoted = self.read(node)
        return quoted.value(0, len(quoted.text), Site(self._path, node.start_byte, node.end_byte))

    def _read(self, node: Node, into: Quoted) -> None:
        kind = node.type
        if kind == "raw_string":
            self._single(node.start_byte + 1, node.end_byte - 1, into)
        elif kind == "ansi_c_string":
            self._ansi(node.start_byte + 2, node.end_byte - 1, into)
        elif kind == "string":
            self._parts(node, into, node.start_byte + 1, node.end_byte - 1, "double")
        elif kind == "concatenation":
            for child in node.children:
                self._read(child, into)
        elif kind in ("word", "number", "variable_name", "extglob_pattern", "regex"):
            self._parts(node, into, node.start_byte, node.end_byte, "bare")
        elif kind == "command_name":
            for child in node.children:
                self._read(child, into)
        else:
            into.hole(self._expansion(node), "bare")

    def here(self, node: Node, expands: bool) -> Quoted:
        """The body of a here-document."""
        result = Quoted(self._path)
        if expands:
            self._parts(node, result, node.start_byte, node.end_byte, "here")
        else:
            self._plain(node.start_byte, node.end_byte, result, "plain")
        return result

    def _parts(self, node: Node, into: Quoted, start: int, end: int, quoting: str) -> None:
        """Text with expansions in it."""
        at = start
        for child in node.children:
            if child.type in ("simple_expansion", "expansion", "command_substitution", "arithmetic_expansion"):
                self._escaped(at, child.start_byte, into, quoting)
                into.hole(self._expansion(child), quoting)
                at = child.end_byte
        self._escaped(at, end, into, quoting)

    def _single(self, start: int, end: int, into: Quoted) -> None:
        at = start
        for found in _MADE.finditer(self._data, start, end) if self._made else ():
            self._plain(at, found.start(), into, "single")
            site = Site(self._path, found.start(), found.end())
            into.hole(self._variable(found[1].decode(), None, site), "single")
            at = found.end()
        self._plain(at, end, into, "single")

    def _plain(self, start: int, end: int, into: Quoted, quoting: str) -> None:
        at = start
        for character in self._data[start:end].decode("utf-8", "surrogateescape"):
            width = len(character.encode("utf-8", "surrogateescape"))
            into.add(character, at, at + width, quoting)
            at += width

    def _escaped(self, start: int, end: int, into: Quoted, quoting: str) -> None:
        text = Quoted(self._path)
        self._plain(start, end, text, quoting)
        at = 0
        while at < len(text.text):
            character = text.text[at]
            following = text.text[at + 1 : at + 2]
            special = DOUBLE if quoting == "double" else frozenset("\\$`") if quoting == "here" else None
            if character == "\\" and following == "\n":
                at += 2
            elif character == "\\" and following and (special is None or following in special):
                into.add(following, text.starts[at], text.ends[at + 1], quoting)
                at += 2
            else:
                into.add(character, text.starts[at], text.ends[at], quoting)
                at += 1

    def _ansi(self, start: int, end: int, into: Quoted) -> None:
        text = Quoted(self._path)
        self._plain(start, end, text, "ansi")
        at = 0
        while at < len(text.text):
            if text.text[at] != "\\":
                into.add(text.text[at], text.starts[at], text.ends[at], "ansi")
                at += 1
                continue
            meant = ANSI.get(text.text[at + 1 : at + 2])
            last = min(at + 1, len(text.text) - 1)
            site = Site(self._path, text.starts[at], text.ends[last])
            if meant is None:
                into.hole(Opaque("escape", site), "ansi")
            else:
                into.add(meant, site.start, site.end, "ansi")
            at += 2

    def _expansion(self, node: Node) -> Value:
        site = Site(self._path, node.start_byte, node.end_byte)
        named = [child for child in node.children if child.type == "variable_name"]
        if node.type == "simple_expansion" and named:
            return self._variable(self._text(named[0]), None, site)
        if node.type == "expansion" and named:
            operators = [self._text(child) for child in node.children if not child.is_named][1:-1]
            if not operators and len(node.named_children) == 1:
                return self._variable(self._text(named[0]), None, site)
            if operators in ([":-"], ["-"], [":="], ["="]) and len(node.named_children) == 2:
                return self._variable(self._text(named[0]), self.value(node.named_children[1]), site)
            if operators in ([":-"], ["-"], [":="], ["="]) and len(node.named_children) == 1:
                return self._variable(self._text(named[0]), Literal("", site), site)
        return Opaque(self._text(node)[:80], site)

    def _variable(self, name: str, default: Value | None, site: Site) -> Value:
        function = self.function
        if function is not None and any(each.name == name for each in function.parameters):
            parameter = Parameter(function.number, name, site)
            return parameter if default is None else Choice("or", (parameter, default), site)
        if not self._assigned(name):
            return Environment(name, default, site)
        reference = Reference(name, self.scope, site)
        return reference if default is None else Choice("or", (reference, default), site)

    def _text(self, node: Node) -> str:
        return self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")

"""Reads JSON with the place of everything in it; parts that only run time knows may stand for values or inside strings."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from migrator.hosts import HOLE
from migrator.values import Scalar

DEEPEST = 60
_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LEFT_OUT = re.compile(r"\.\.\.|…|%(?:\(\w+\))?[sd]|\$(?:\w+|\{\w+\})|__[A-Za-z]\w*__|\{\{\s*\w+\s*\}\}")
"""What an example leaves out (`"messages": [...]`), and what a template has filled in (`"messages": %s`, `$messages`)."""
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class Node:
    """A value of JSON at characters `start` to `end`.

    `kind` is "object", "array", "string", "constant" or "hole"; where JSON is part of a language also "variable" or
    "unknown".
    """

    kind: str
    start: int
    end: int
    value: Scalar = None
    entries: tuple[Entry, ...] = ()
    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value."""

    key: Node
    value: Node

    @property
    def start(self) -> int:
        """Where the entry begins: at its key."""
        return self.key.start

    @property
    def end(self) -> int:
        """Where it ends, without a comma."""
        return self.value.end


class _NotJson(Exception):
    """The text is something else."""


def parse(text: str) -> Node | None:
    """The JSON that a text is, None if it is something else."""
    try:
        node = _value(text, _skip(text, 0), 0)
    except (_NotJson, ValueError):
        return None
    return node if _skip(text, node.end) == len(text) else None


def parse_object(text: str) -> Node | None:
    """The JSON object that a text is; None for anything else, and for text that says a key twice."""
    start = _skip(text, 0)
    if not text.startswith("{", start):
        return None
    node = parse(text)
    return node if node is not None and not _says_twice(node) else None


def _says_twice(node: Node) -> bool:
    keys = [entry.key.value for entry in node.entries]
    return len(set(keys)) < len(keys) or any(
        _says_twice(each) for each in (*(entry.value for entry in node.entries), *node.items)
    )


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _value(text: str, at: int, depth: int) -> Node:
    first = text[at : at + 1]
    if depth > DEEPEST:
        raise _NotJson
    left_out = _LEFT_OUT.match(text, at)
    if left_out is not None:
        return Node("unknown", at, left_out.end())
    if first == "{":
        return _object(text, at, depth)
    if first == "[":
        return _array(text, at, depth)
    if first == '"':
        return _string(text, at)
    if first == HOLE:
        return Node("hole", at, at + 1)
    for word, value in _WORDS.items():
        if text.startswith(word, at):
            return Node("constant", at, at + len(word), value)
    number = _NUMBER.match(text, at)
    if number is None:
        raise _NotJson
    if len(number[0]) > 300:
        raise _NotJson
    found: int | float = json.loads(number[0])
    return Node("constant", at, number.end(), found)


def _string(text: str, at: int) -> Node:
    found = _STRING.match(text, at)
    if found is None:
        raise _NotJson
    value = json.loads(found[0], strict=False)
    return Node("string", at, found.end(), str(value))


def _object(text: str, at: int, depth: int) -> Node:
    entries: list[Entry] = []
    place = _skip(text, at + 1)
    while not text.startswith("}", place):
        if entries:
            place = _skip(text, _expect(text, place, ","))
        key = _string(text, place) if text.startswith('"', place) else None
        if key is None or HOLE in str(key.value):
            raise _NotJson
        value = _value(text, _skip(text, _expect(text, _skip(text, key.end), ":")), depth + 1)
        entries.append(Entry(key, value))
        place = _skip(text, value.end)
    return Node("object", at, place + 1, entries=tuple(entries))


def _array(text: str, at: int, depth: int) -> Node:
    items: list[Node] = []
    place = _skip(text, at + 1)
    while not text.startswith("]", place):
        if items:
            place = _skip(text, _expect(text, place, ","))
        items.append(_value(text, place, depth + 1))
        place = _skip(text, items[-1].end)
    return Node("array", at, place + 1, items=tuple(items))


def _expect(text: str, at: int, mark: str) -> int:
    if not text.startswith(mark, at):
        raise _NotJson
    return at + 1

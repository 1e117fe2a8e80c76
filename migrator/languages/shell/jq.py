"""Reads the object that a jq program makes of nothing (`jq -n '{model: $model}'`), with the place of everything in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from migrator.facts import Mention
from migrator.hosts import HOLE
from migrator.languages.http_body.body import Bindings, Body, lower
from migrator.languages.http_body.json_text import DEEPEST, Entry, Node
from migrator.languages.http_body.quoted import Quoted
from migrator.values import Record, Value

_BLANK = re.compile(r"\s*")
_NAME = re.compile(r"[A-Za-z_]\w*")
_VARIABLE = re.compile(r"\$(?:__loc__|[A-Za-z_]\w*)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_CLOSING = {"{": "}", "[": "]", "(": ")"}
_WORDS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class Filter:
    """A jq program that reads nothing, and the variables that it is given."""

    program: Quoted
    variables: Mapping[str, Value]


class _Other(Exception):
    """The program is no object."""


def read_filter(found: Filter, interesting: Callable[[str], bool], mentions: list[Mention], bindings: Bindings) -> Body | None:
    """The object that the program makes; None where it does anything else."""
    text = found.program.text
    try:
        node = _value(text, _skip(text, 0), 0)
    except (_Other, ValueError, IndexError):
        return None
    if node.kind != "object" or _skip(text, node.end) != len(text):
        return None
    keys = [entry.key.value for entry in node.entries]
    if len(set(keys)) < len(keys):
        return None
    record = lower(node, found.program, interesting, mentions, variables=found.variables, bindings=bindings)
    assert isinstance(record, Record)
    return Body(found.program, node, record)


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _value(text: str, at: int, depth: int) -> Node:
    """One value; whatever is computed is "unknown"."""
    if depth > DEEPEST:
        raise _Other
    node = _simple(text, at, depth)
    after = _skip(text, node.end) if node is not None else at
    if node is not None and (after == len(text) or text[after] in ",}]"):
        return node
    end = _behind(text, at)
    if end == at:
        raise _Other
    return Node("unknown", at, at + len(text[at:end].rstrip()))


def _simple(text: str, at: int, depth: int) -> Node | None:
    first = text[at : at + 1]
    if first == "{":
        return _object(text, at, depth)
    if first == "[":
        return _array(text, at, depth)
    if first == HOLE:
        return Node("hole", at, at + 1)
    string = _STRING.match(text, at)
    if string is not None:
        if "\\(" in string[0]:
            return Node("unknown", at, string.end())
        return Node("string", at, string.end(), str(json.loads(string[0], strict=False)))
    variable = _VARIABLE.match(text, at)
    if variable is not None:
        return Node("variable", at, variable.end(), variable[0][1:])
    number = _NUMBER.match(text, at)
    if number is not None:
        said: int | float = json.loads(number[0])
        return Node("constant", at, number.end(), said)
    name = _NAME.match(text, at)
    if name is not None and name[0] in _WORDS:
        return Node("constant", at, name.end(), _WORDS[name[0]])
    return None


def _object(text: str, at: int, depth: int) -> Node:
    entries: list[Entry] = []
    place = _skip(text, at + 1)
    while text[place] != "}":
        if entries:
            place = _skip(text, _expect(text, place, ","))
        entries.append(_entry(text, place, depth))
        place = _skip(text, entries[-1].end)
    return Node("object", at, place + 1, entries=tuple(entries))


def _entry(text: str, at: int, depth: int) -> Entry:
    variable = _VARIABLE.match(text, at)
    if variable is not None:
        # `{$model}` is `{model: $model}`.
        key = Node("string", at + 1, variable.end(), variable[0][1:])
        return Entry(key, Node("variable", at, variable.end(), variable[0][1:]))
    found = _STRING.match(text, at) or _NAME.match(text, at)
    if found is None or "\\(" in found[0] or HOLE in found[0]:
        raise _Other
    name = str(json.loads(found[0], strict=False)) if found[0].startswith('"') else found[0]
    key = Node("string", at, found.end(), name)
    colon = _skip(text, found.end())
    if text[colon] != ":":
        return Entry(key, Node("unknown", at, found.end()))
    return Entry(key, _value(text, _skip(text, colon + 1), depth + 1))


def _array(text: str, at: int, depth: int) -> Node:
    items: list[Node] = []
    place = _skip(text, at + 1)
    while text[place] != "]":
        if items:
            place = _skip(text, _expect(text, place, ","))
        items.append(_value(text, place, depth + 1))
        place = _skip(text, items[-1].end)
    return Node("array", at, place + 1, items=tuple(items))


def _expect(text: str, at: int, mark: str) -> int:
    if text[at] != mark:
        raise _Other
    return at + 1


def _behind(text: str, at: int) -> int:
    """Where an expression ends: at a comma or a bracket that it did not open."""
    open_: list[str] = []
    while at < len(text):
        string = _STRING.match(text, at)
        if string is not None:
            at = string.end()
            continue
        mark = text[at]
        if mark in _CLOSING:
            open_.append(_CLOSING[mark])
        elif mark in ")]}":
            if not open_:
                return at
            if open_.pop() != mark:
                raise _Other
        elif mark == "," and not open_:
            return at
        at += 1
    return at

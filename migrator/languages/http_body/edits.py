"""Turns neutral changes to JSON inside a file into the fewest byte edits, in the layout that is there."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from migrator.changes import AddEntry, CannotWrite, Change, DropEntry, MoveEntry, SetConstant
from migrator.findings import Edit
from migrator.languages.http_body.body import Body
from migrator.languages.http_body.json_text import Entry, Node
from migrator.languages.http_body.quoted import Quoted
from migrator.values import Scalar, Site

Tree: TypeAlias = "dict[str, Tree | str]"
_INDENT = re.compile(r"[\r\n][ \t]*$")


@dataclass(slots=True)
class _Object:
    """What happens to one object: entries that go, the number of one that is replaced, and what is added."""

    node: Node
    gone: set[int] = field(default_factory=set)
    added: dict[str, tuple[Tree | str, int]] = field(default_factory=dict)
    anchors: dict[str, int] = field(default_factory=dict)


class BodyEdits:
    """All changes to the bodies of one file."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._bodies = bodies
        self._objects: dict[tuple[int, int, int], tuple[Body, _Object]] = {}
        self._owners: dict[tuple[int, int, int], int] = {}
        self._edits: list[tuple[int, Edit]] = []

    def take(self, owner: int, change: Change) -> bool:
        """Take a change in; False if it is about no body of this file."""
        if isinstance(change, SetConstant):
            found = self._find(change.site)
            if found is None:
                return False
            body, node = found
            self._replace(owner, body, node.start, node.end, _constant(change.value))
            return True
        placed = change if isinstance(change, (AddEntry, MoveEntry, DropEntry)) else None
        holder = self._find(placed.site, objects=True) if placed is not None else None
        if placed is None or holder is None:
            return False
        body, node = holder
        state = self._state(owner, body, node)
        if isinstance(placed, AddEntry):
            self._add(owner, state, placed.path, _constant(placed.value), None)
            return True
        number = self._number(body, node, placed.entry)
        state.gone.add(number)
        if isinstance(placed, MoveEntry):
            self._move(owner, body, state, number, placed)
        return True

    def edits(self) -> list[tuple[int, Edit]]:
        """The edits, each with the number of the change that it stands at."""
        for key, (body, state) in self._objects.items():
            self._write(self._owners[key], body, state)
        return self._edits

    def _move(self, owner: int, body: Body, state: _Object, number: int, change: MoveEntry) -> None:
        text = _constant(change.value) if change.replaces_value else self._as_written(body, change.value_site)
        if change.container is None or change.container == change.site:
            self._add(owner, state, change.path, text, number)
            return
        found = self._find(change.container, objects=True)
        if found is None or found[0] is not body:
            raise CannotWrite("body-not-literal", "the key would go into another text")
        self._add(owner, self._state(owner, body, found[1]), change.path, text, None)

    def _as_written(self, body: Body, site: Site) -> str:
        found = self._find(site)
        if found is None or found[0] is not body:
            raise CannotWrite("body-not-literal", "the value is not written here")
        node = found[1]
        if any(node.start <= at < node.end for at in body.quoted.holes):
            raise CannotWrite("body-not-literal", "the value is put together at run time; move it by hand")
        return body.quoted.text[node.start : node.end]

    def _state(self, owner: int, body: Body, node: Node) -> _Object:
        key = (id(body), node.start, node.end)
        self._owners[key] = min(owner, self._owners.get(key, owner))
        return self._objects.setdefault(key, (body, _Object(node)))[1]

    def _add(self, owner: int, state: _Object, path: tuple[str, ...], text: str, anchor: int | None) -> None:
        for number, entry in enumerate(state.node.entries):
            if entry.key.value == path[0] and number not in state.gone:
                if entry.value.kind != "object" or len(path) < 2:
                    raise CannotWrite("key-conflict", f"`{path[0]}` is there already")
                body = next(each for each, other in self._objects.values() if other is state)
                self._add(owner, self._state(owner, body, entry.value), path[1:], text, None)
                return
        if anchor is not None:
            state.anchors.setdefault(path[0], anchor)
        known = state.added.get(path[0])
        if len(path) == 1:
            if known is not None:
                raise CannotWrite("key-conflict", f"`{path[0]}` would be given twice")
            state.added[path[0]] = (text, owner)
            return
        tree = known[0] if known is not None else {}
        if not isinstance(tree, dict):
            raise CannotWrite("key-conflict", f"`{path[0]}` would be given twice")
        _put(tree, path[1:], text)
        state.added[path[0]] = (tree, known[1] if known is not None else owner)

    def _find(self, site: Site, objects: bool = False) -> tuple[Body, Node] | None:
        for body in self._bodies:
            whole = body.record.site
            if whole.contains(site):
                found = _at(body.node, body.quoted, site)
                if found is not None and (found.kind == "object" or not objects):
                    return body, found
        return None

    def _number(self, body: Body, node: Node, site: Site) -> int:
        for number, entry in enumerate(node.entries):
            if body.quoted.site(entry.start, entry.end) == site:
                return number
        raise CannotWrite("changed-meanwhile", "the key does not stand here any more")

    def _write(self, owner: int, body: Body, state: _Object) -> None:
        node, entries = state.node, state.node.entries
        text = body.quoted.text
        colon, comma = _style(text, node)
        words = {key: f"{json.dumps(key)}{colon}{_shown(tree, colon)}" for key, (tree, _) in state.added.items()}
        kept = set(range(len(entries))) - state.gone
        replaced: dict[int, list[str]] = {}
        for key, number in state.anchors.items():
            replaced.setdefault(number, []).append(key)
        for number, keys in replaced.items():
            first, rest = keys[0], keys[1:]
            self._replace(
                owner, body, entries[number].start, entries[number].end, comma.join(words.pop(key) for key in (first, *rest))
            )
            kept.add(number)
        for start, end in _gaps(entries, kept):
            self._replace(owner, body, start, end, "")
        if not words:
            return
        if entries and kept:
            place = entries[-1].end
            self._insert(owner, body, place, "".join(comma + each for each in words.values()))
        else:
            self._insert(owner, body, node.start + 1, ", ".join(words.values()))

    def _replace(self, owner: int, body: Body, start: int, end: int, words: str) -> None:
        """The shortest edit that makes the characters say `words`."""
        old = body.quoted.text[start:end]
        if old == words:
            return
        head = 0
        while head < min(len(old), len(words)) and old[head] == words[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(words)) - head and old[-1 - tail] == words[-1 - tail]:
            tail += 1
        start, end, words = start + head, end - tail, words[head : len(words) - tail]
        if start == end:
            self._insert(owner, body, start, words)
            return
        quoted = body.quoted
        stretch = range(start, end)
        if (
            any(at in quoted.holes for at in stretch)
            or len({quoted.quoting[at] for at in stretch}) != 1
            or not _whole(quoted, start, end)
        ):
            raise CannotWrite("body-not-literal", "the text here is put together from parts")
        site = quoted.site(start, end)
        self._edits.append((owner, Edit(site.path, site.start, site.end, quoted.written(start, words) if words else "")))

    def _insert(self, owner: int, body: Body, at: int, words: str) -> None:
        quoted = body.quoted
        # Nothing can be written into what run time puts there, but behind it, into the text that goes on.
        behind = quoted.quoting[at - 1] == "bare" != quoted.quoting[at]
        at, place = (at, quoted.starts[at]) if behind else (at - 1, quoted.ends[at - 1])
        self._edits.append((owner, Edit(quoted.path, place, place, quoted.written(at, words))))


def tidy(edits: Sequence[tuple[int, Edit]], count: int) -> tuple[tuple[Edit, ...], ...]:
    """Edits in order, those that touch joined; overlapping ones cannot be written."""
    result: list[tuple[int, Edit]] = []
    for owner, edit in sorted(edits, key=lambda each: (each[1].start, each[1].end)):
        last = result[-1] if result else None
        if last is not None and edit == last[1]:
            continue
        if last is not None and edit.start < last[1].end:
            raise CannotWrite("key-conflict", "two changes touch the same text")
        if last is not None and edit.start == last[1].end:
            joined = Edit(edit.path, last[1].start, edit.end, last[1].text + edit.text)
            result[-1] = (min(owner, last[0]), joined)
        else:
            result.append((owner, edit))
    found: list[list[Edit]] = [[] for _ in range(count)]
    for owner, edit in result:
        found[owner].append(edit)
    return tuple(tuple(each) for each in found)


def _whole(quoted: Quoted, start: int, end: int) -> bool:
    """Whether the characters stand in the file without anything between them."""
    return all(quoted.ends[at] == quoted.starts[at + 1] for at in range(start, end - 1))


def _at(node: Node, quoted: Quoted, site: Site) -> Node | None:
    if quoted.site(node.start, node.end) == site:
        return node
    for each in (*(entry.value for entry in node.entries), *node.items):
        if quoted.site(each.start, each.end).contains(site):
            found = _at(each, quoted, site)
            if found is not None:
                return found
    return None


def _gaps(entries: Sequence[Entry], kept: set[int]) -> list[tuple[int, int]]:
    """The characters that go with the entries that are not kept, commas included."""
    result: list[tuple[int, int]] = []
    seen = False
    for number, entry in enumerate(entries):
        if number in kept:
            seen = True
        elif seen:
            result.append((entries[number - 1].end, entry.end))
        elif number + 1 < len(entries):
            result.append((entry.start, entries[number + 1].start))
        else:
            result.append((entry.start, entry.end))
    return result


def _style(text: str, node: Node) -> tuple[str, str]:
    """What stands after a key, and between entries."""
    entries = node.entries
    if not entries:
        return ": ", ", "
    last = entries[-1]
    colon = text[last.key.end : last.value.start]
    colon = colon if colon.strip() == ":" and "\n" not in colon else ": "
    if len(entries) > 1:
        comma = text[entries[-2].end : last.start]
        return colon, comma if comma.strip() == "," else ", "
    before = _INDENT.search(text[: last.start])
    tight = colon == ":"
    if before is None:
        return colon, "," if tight else ", "
    newline = "\r\n" if text[: before.start() + 1].endswith("\r") or text[: before.start()].endswith("\r") else "\n"
    return colon, "," + newline + before[0].lstrip("\r\n")


def _shown(tree: Tree | str, colon: str) -> str:
    if isinstance(tree, str):
        return tree
    return "{" + ", ".join(f"{json.dumps(key)}{colon}{_shown(each, colon)}" for key, each in tree.items()) + "}"


def _put(tree: Tree, path: tuple[str, ...], text: str) -> None:
    for part in path[:-1]:
        inner = tree.setdefault(part, {})
        if not isinstance(inner, dict):
            raise CannotWrite("key-conflict", f"`{part}` would be given twice")
        tree = inner
    if path[-1] in tree:
        raise CannotWrite("key-conflict", f"`{path[-1]}` would be given twice")
    tree[path[-1]] = text


def _constant(value: Scalar) -> str:
    return json.dumps(value, ensure_ascii=False)

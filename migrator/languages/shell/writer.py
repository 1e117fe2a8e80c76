"""Writes changes into a script: bodies that stand as text, and those that are words of their own (HTTPie)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from migrator.changes import AddEntry, CannotWrite, Change, DropEntry, MoveEntry, RenameText, SetConstant
from migrator.findings import Edit
from migrator.languages.http_body.body import Body
from migrator.languages.http_body.edits import BodyEdits, tidy
from migrator.languages.http_body.json_text import Node
from migrator.languages.http_body.writer import renamed
from migrator.languages.shell.httpie import Item, ItemBody
from migrator.values import Record, Scalar, Site


@dataclass(frozen=True, slots=True)
class Bodies:
    """All bodies of one script."""

    texts: tuple[Body, ...]
    words: tuple[ItemBody, ...] = ()


def write(path: str, data: bytes, bodies: Bodies, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
    """For each change its edits. Raises `CannotWrite`."""
    writer = BodyEdits(bodies.texts)
    edits: list[tuple[int, Edit]] = []
    for owner, change in enumerate(changes):
        in_words = _in_words(path, data, bodies, change)
        if isinstance(change, RenameText):
            edits.append((owner, renamed(path, data, change)))
        elif in_words is not None:
            edits.append((owner, in_words))
        elif not writer.take(owner, change):
            raise CannotWrite("body-not-literal", "the body is not written out as JSON here; change it by hand")
    return tidy([*edits, *writer.edits()], len(changes))


def _in_words(path: str, data: bytes, bodies: Bodies, change: Change) -> Edit | None:
    """The edit of a change to a body in words; None if it is about none."""
    for body in bodies.words:
        if isinstance(change, SetConstant):
            item = next((each for each in body.items if each.value.text and _value_site(each) == change.site), None)
            if item is not None:
                return _set(path, item, change.value)
        elif isinstance(change, (AddEntry, MoveEntry, DropEntry)):
            prefix = _prefix(body.record, change.site, ())
            if prefix is None:
                continue
            if isinstance(change, AddEntry):
                last = body.items[-1].site
                return Edit(path, last.end, last.end, " " + _word((*prefix, *change.path), change.value))
            item = next((each for each in body.items if each.site == change.entry), None)
            if item is None:
                raise CannotWrite("body-not-literal", "this is put together from several words; change it by hand")
            if isinstance(change, DropEntry):
                before = data[: item.site.start].rstrip(b" ")
                return Edit(path, len(before), item.site.end, "")
            return _moved(path, body, bodies, item, change, prefix)
    return None


def _value_site(item: Item) -> Site:
    value = item.value
    return value.site(0, len(value.text))


def _prefix(record: Record, site: Site, way: tuple[str, ...]) -> tuple[str, ...] | None:
    """The keys on the way to a record that is made of words."""
    if record.site == site:
        return way
    for entry in record.entries:
        if isinstance(entry.value, Record) and entry.key is not None and entry.value.site.contains(entry.site):
            found = _prefix(entry.value, site, (*way, str(getattr(entry.key, "value", ""))))
            if found is not None:
                return found
    return None


def _word(path: tuple[str, ...], value: Scalar) -> str:
    """A field as a word; brackets would be a pattern to the shell."""
    said = f"={value}" if isinstance(value, str) else f":={json.dumps(value)}"
    text = path[0] + "".join(f"[{each}]" for each in path[1:]) + said
    plain = len(path) == 1 and all(each.isalnum() or each in "_:=.-" for each in text)
    return text if plain else f"'{text}'"


def _set(path: str, item: Item, value: Scalar) -> Edit:
    """`field=true` is text; `field:=true` is what it looks like."""
    word = item.word
    if len(set(word.quoting[item.at :])) != 1 or any(at >= item.at for at in word.holes):
        raise CannotWrite("body-not-literal", "the word is put together from parts; change it by hand")
    site = word.site(item.at, len(word.text))
    said = f"={value}" if isinstance(value, str) else f":={json.dumps(value)}"
    return Edit(path, site.start, site.end, said)


def _moved(path: str, body: ItemBody, bodies: Bodies, item: Item, change: MoveEntry, prefix: tuple[str, ...]) -> Edit:
    """The word under its new name, with its value as written or with another one."""
    if change.container is not None and change.container != change.site:
        outer = _prefix(body.record, change.container, ())
        if outer is None:
            raise CannotWrite("body-not-literal", "the key would go into another text; move it by hand")
        prefix = outer
    new = (*prefix, *change.path)
    if change.replaces_value:
        return Edit(path, item.site.start, item.site.end, _word(new, change.value))
    if _value_site(item) != change.value_site:
        node = next((found for each in bodies.texts if (found := _node(each, change.value_site)) is not None), None)
        if node is None or node.kind != "constant":
            raise CannotWrite("body-not-literal", "the value is not a plain one; move it by hand")
        return Edit(path, item.site.start, item.site.end, _word(new, node.value))
    name = new[0] + "".join(f"[{each}]" for each in new[1:])
    key = item.word.site(0, item.at)
    if len(set(item.word.quoting[: item.at])) != 1:
        raise CannotWrite("body-not-literal", "the word is put together from parts; change it by hand")
    return Edit(path, key.start, key.end, f"'{name}'" if item.word.quoting[0] == "bare" and len(new) > 1 else name)


def _node(body: Body, site: Site) -> Node | None:
    waiting = [body.node]
    while waiting:
        node = waiting.pop()
        if body.quoted.site(node.start, node.end) == site:
            return node
        waiting.extend((*(entry.value for entry in node.entries), *node.items))
    return None

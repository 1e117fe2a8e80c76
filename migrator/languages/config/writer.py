"""Writes changes into a settings file: a value in its quotes, or an entry beside the others, in their style."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from migrator.changes import AddEntry, AddToCall, CannotWrite, Change, DropEntry, MoveEntry, RenameText, SetConstant
from migrator.findings import Edit
from migrator.languages.config.nested import nested
from migrator.languages.config.nodes import Items, Mapping, Node, Pair, Parsed, Scalar
from migrator.languages.http_body.body import read_body
from migrator.languages.http_body.quoted import literal_characters
from migrator.languages.http_body.writer import write as write_bodies
from migrator.values import Scalar as Constant
from migrator.values import Site

_BREAK = re.compile(rb"\r\n|\r|\n")


def write(path: str, data: bytes, parsed: Parsed, syntax: str, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
    """For each change its edits. Raises `CannotWrite`."""
    if syntax == "json" and any(isinstance(change, (MoveEntry, DropEntry)) for change in changes):
        # A request's body in a file of its own: entries move in it as in any other body.
        text = data.decode("utf-8-sig")
        body = read_body(literal_characters(path, text, len(data) - len(text.encode()), "plain"), lambda said: False, [])
        if body is not None:
            return write_bodies(path, data, (body,), changes)
    writer = _Writer(path, data, parsed, syntax, tuple(change.site for change in changes if isinstance(change, RenameText)))
    edits = tuple((writer.edit(change),) for change in changes)
    spans = sorted((each.start, each.end) for group in edits for each in group)
    if any(right[0] < left[1] or left == right for left, right in pairwise(spans)):
        raise CannotWrite("key-conflict", "two changes touch the same place")
    return edits


@dataclass(frozen=True, slots=True)
class _Writer:
    path: str
    data: bytes
    parsed: Parsed
    syntax: str
    renamed: tuple[Site, ...]

    def edit(self, change: Change) -> Edit:
        match change:
            case RenameText(site=site, old=old, new=new):
                raw = self.data[site.start : site.end]
                if raw.count(old.encode()) != 1:
                    raise CannotWrite("body-not-literal", "the name is not written out as it is")
                at = site.start + raw.index(old.encode())
                return Edit(self.path, at, at + len(old.encode()), new)
            case SetConstant(site=site, value=value):
                return Edit(self.path, site.start, site.end, self.constant(value))
            case AddEntry(site=site, path=keys, value=value):
                return self.add(site, keys, value)
            case AddToCall(site=site, keyword=keyword, path=keys, value=value, mapping=mapping, mapping_site=inner):
                if mapping == "literal" and inner is not None:
                    return self.add(inner, keys, value)
                if mapping != "absent":
                    raise CannotWrite("body-not-literal", f"`{keyword}` is not written out here")
                return self.add(site, (keyword, *keys), value)
        raise CannotWrite("body-not-literal", "such a change has no plain form in a settings file; make it by hand")

    def constant(self, value: Constant) -> str:
        if self.syntax in ("properties", "ini", "dotenv") and isinstance(value, str):
            return value
        return json.dumps(value)

    def add(self, site: Site, keys: tuple[str, ...], value: Constant) -> Edit:
        found = [
            each for root in self.parsed.roots for each in mappings(root) if (each.start, each.end) == (site.start, site.end)
        ]
        if not found or not found[-1].pairs or found[-1].style == "fixed" or self.syntax == "dotenv":
            raise CannotWrite("body-not-literal", "there is no mapping here that an entry can be added to")
        mapping = found[-1]
        if any(pair.key == keys[0] for pair in mapping.pairs):
            raise CannotWrite("key-conflict", f"`{keys[0]}` is there already")
        beside = self.beside(mapping)
        if mapping.style == "flow":
            return self.in_flow(mapping, beside, keys, value)
        return self.on_line(mapping, beside, keys, value)

    def beside(self, mapping: Mapping) -> Pair:
        """The entry that the new one follows: the model's, else the first plain one."""
        plain = [pair for pair in mapping.pairs if isinstance(pair.value, Scalar) and pair.value.literal]
        if not plain:
            raise CannotWrite("body-not-literal", "nothing here is written as one line")
        for pair in plain:
            if any(pair.start <= site.start and site.end <= pair.end for site in self.renamed):
                return pair
        return plain[0]

    def in_flow(self, mapping: Mapping, beside: Pair, keys: tuple[str, ...], value: Constant) -> Edit:
        """`, "key": value` behind an entry, on a line of its own where the entries are."""
        line = self.data.rfind(b"\n", 0, beside.start) + 1
        lead = self.data[line : beside.start]
        own_line = not lead.strip() and line > mapping.start
        between = self.newline() + lead.decode() if own_line else " "
        quote = self.data[beside.key_start : beside.key_start + 1].decode()
        quote = quote if quote in ("'", '"') else ""
        colon = self.data[beside.key_end : beside.value.start].decode("utf-8", "replace")
        if colon.strip() not in (":", "=") or "\n" in colon:
            raise CannotWrite("body-not-literal", "the entries here are not plainly written")
        text = json.dumps(value)
        for number, key in enumerate(reversed(keys)):
            text = f"{quote}{key}{quote}{colon}{text}"
            if number < len(keys) - 1:
                text = f"{{ {text} }}" if self.syntax == "toml" else f"{{{text}}}"
        return Edit(self.path, beside.end, beside.end, f",{between}{text}")

    def on_line(self, mapping: Mapping, beside: Pair, keys: tuple[str, ...], value: Constant) -> Edit:
        """A line of its own below an entry's."""
        found = _BREAK.search(self.data, beside.end)
        at = found.start() if found is not None else len(self.data)
        line = max(self.data.rfind(b"\n", 0, beside.start), self.data.rfind(b"\r", 0, beside.start)) + 1
        lead = self.data[line : beside.start].decode("utf-8", "replace").lstrip("\ufeff")
        separator = self.data[beside.key_end : beside.value.start].decode("utf-8", "replace")
        text = self.constant(value)
        full = self.data[beside.key_start : beside.key_end].decode("utf-8", "replace")
        outer = full[: len(full) - len(beside.key)] if full.endswith(beside.key) else ""
        if self.syntax == "yaml":
            indent = "".join(each if each == "\t" else " " for each in lead)
            lines = [f"{indent}{'  ' * depth}{'' if depth else outer}{key}:" for depth, key in enumerate(keys)]
            return Edit(self.path, at, at, self.newline() + self.newline().join(lines) + f" {text}")
        if self.syntax == "toml":
            for key in reversed(keys[1:]):
                text = f"{{ {key} = {text} }}"
            return Edit(self.path, at, at, f"{self.newline()}{lead}{outer}{keys[0]}{separator}{text}")
        if self.syntax != "properties" and len(keys) > 1:
            raise CannotWrite("body-not-literal", "such a file has no mappings inside mappings")
        return Edit(self.path, at, at, f"{self.newline()}{lead}{outer}{'.'.join(keys)}{separator}{text}")

    def newline(self) -> str:
        found = _BREAK.search(self.data)
        return found.group().decode() if found is not None else "\n"


def mappings(node: Node) -> Iterator[Mapping]:
    """Every mapping in a node, outer ones first, those of dotted keys among them."""
    if isinstance(node, Items):
        for item in node.items:
            yield from mappings(item)
    elif isinstance(node, Mapping):
        yield node
        for pair in nested(node.pairs):
            yield from mappings(pair.value)

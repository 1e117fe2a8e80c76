"""Postman collections: requests whose bodies are JSON inside JSON strings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from migrator.changes import Change
from migrator.facts import Binding, Call, FileFacts, Mention, Scope
from migrator.findings import Edit
from migrator.languages.base import Document
from migrator.languages.config import nodes
from migrator.languages.config.compare import leaves
from migrator.languages.config.jsons import parse_json
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.library import RequestLibrary
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.http_body.request import request_call
from migrator.languages.http_body.writer import write
from migrator.languages.http_file.reader import HOLE
from migrator.values import Environment, Literal, Reference, Site, Value

SCHEMA = "getpostman.com/json/collection"
_ESCAPE = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
Held = Mapping[str, nodes.Node]


def is_collection(root: nodes.Node) -> bool:
    """Whether a JSON document is a collection of requests."""
    said = held(root)
    info = held(said.get("info"))
    return isinstance(said.get("item"), nodes.Items) and (SCHEMA in text_of(info.get("schema")) or "_postman_id" in info)


def held(node: nodes.Node | None) -> Held:
    """A mapping's entries; none for anything else."""
    return {pair.key: pair.value for pair in node.pairs} if isinstance(node, nodes.Mapping) else {}


def text_of(node: nodes.Node | None) -> str:
    """A string; "" for anything else."""
    return node.value if isinstance(node, nodes.Scalar) and isinstance(node.value, str) else ""


@dataclass(slots=True)
class _Reader:
    path: str
    data: bytes
    interesting: Callable[[str], bool]
    bindings: dict[tuple[int, str], list[Binding]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    spoken: set[tuple[int, int]] = field(default_factory=set)

    def read(self, root: nodes.Node) -> FileFacts:
        said = held(root)
        for variable in _items(said.get("variable")):
            self.variable(held(variable))
        for item in _items(said.get("item")):
            self.item(item)
        for names, value, start, end in leaves(root, ()):
            text = str(value[1]) if isinstance(value, tuple) else ""
            if (start, end) not in self.spoken and self.interesting(text):
                # What was answered once is a record, not a request.
                kind = "docstring" if "response" in names or "description" in names else "string"
                self.mentions.append(Mention(kind, text, Site(self.path, start, end)))
        return FileFacts(
            self.path,
            "postman",
            # Variables are set before any request is sent, wherever in the file they stand.
            scopes=(Scope(0, "module", None, None, ""), Scope(1, "function", 0, None, "")),
            bindings={key: tuple(found) for key, found in self.bindings.items()},
            calls=tuple(self.calls),
            mentions=tuple(self.mentions),
        )

    def variable(self, said: Held) -> None:
        name, value = text_of(said.get("key")), said.get("value")
        if name and isinstance(value, nodes.Scalar) and isinstance(value.value, str):
            site = Site(self.path, value.start, value.end)
            order = sum(map(len, self.bindings.values()))
            self.bindings.setdefault((0, name), []).append(Binding(name, 0, Literal(value.value, site), order, (), site))

    def item(self, node: nodes.Node) -> None:
        said = held(node)
        for inner in _items(said.get("item")):
            self.item(inner)
        request = held(said.get("request"))
        body = held(request.get("body"))
        url, raw = self.url(request.get("url")), body.get("raw")
        if url is None or text_of(body.get("mode")) != "raw" or not isinstance(raw, nodes.Scalar) or not text_of(raw):
            return
        quoted = self.quoted(raw)
        found = read_body(quoted, self.interesting, self.mentions, self.bindings)
        if found is None:
            return
        self.spoken.add((raw.start, raw.end))
        self.bodies.append(found)
        headers = [header for each in _items(request.get("header")) if (header := self.header(held(each))) is not None]
        site = Site(self.path, node.start, node.end)
        self.calls.append(request_call(len(self.calls), site, url, headers, quoted, found.record))

    def url(self, node: nodes.Node | None) -> Quoted | None:
        """A request's URL: as one string, or in parts."""
        said = held(node)
        whole = node if text_of(node) else said.get("raw")
        if isinstance(whole, nodes.Scalar) and text_of(whole):
            return self.quoted(whole)
        host, path = list(_items(said.get("host"))), list(_items(said.get("path")))
        result = Quoted(self.path)
        for between, parts in ((".", host), ("/", path)):
            for number, part in enumerate(parts):
                if not isinstance(part, nodes.Scalar) or not text_of(part):
                    return None
                if number or (between == "/" and result.text):
                    result.add(between, part.start, part.start, "bare")
                result.join(self.quoted(part))
        return result if host else None

    def header(self, said: Held) -> Quoted | None:
        key, value = said.get("key"), said.get("value")
        if not isinstance(key, nodes.Scalar) or not isinstance(value, nodes.Scalar) or not text_of(key) or not text_of(value):
            return None
        result = self.quoted(key)
        result.add(":", key.end, key.end, "bare")
        result.join(self.quoted(value))
        return result

    def quoted(self, node: nodes.Scalar) -> Quoted:
        """A JSON string's characters, with the collection's variables in it."""
        plain = Quoted(self.path)
        at, end = node.start + 1, node.end - 1
        for escape in _ESCAPE.finditer(self.data, at, end):
            _plain(plain, self.data, at, escape.start())
            for letter in _meant(escape[0]):
                plain.add(letter, escape.start(), escape.end(), "json")
            at = escape.end()
        _plain(plain, self.data, at, end)
        result = Quoted(self.path)
        at = 0
        for found in HOLE.finditer(plain.text):
            result.join(plain.cut(at, found.start()))
            site = plain.site(found.start(), found.end())
            known = (0, found[1]) in self.bindings
            value: Value = Reference(found[1], 1, site) if known else Environment(None, None, site)
            result.hole(value, "json")
            at = found.end()
        result.join(plain.cut(at))
        return result


def _meant(escape: bytes) -> str:
    """The characters that an escape stands for; one that JSON does not know stays as it is written."""
    try:
        return str(json.loads(b'"' + escape + b'"', strict=False))
    except ValueError:
        return escape.decode("utf-8", "surrogateescape")


def _items(node: nodes.Node | None) -> Iterator[nodes.Node]:
    yield from node.items if isinstance(node, nodes.Items) else ()


def _plain(into: Quoted, data: bytes, start: int, end: int) -> None:
    for letter in data[start:end].decode("utf-8", "surrogateescape"):
        width = len(letter.encode("utf-8", "surrogateescape"))
        into.add(letter, start, start + width, "json")
        start += width


@dataclass(frozen=True, slots=True)
class Postman:
    """The requests of a JSON file that holds nothing else."""

    id: str = "postman"
    surfaces: str = "http"
    library: RequestLibrary = field(default_factory=RequestLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document:
        # Only what has been found to be a collection is read here: it parses.
        root = parse_json(data, 3 if data.startswith(b"\xef\xbb\xbf") else 0).roots[0]
        reader = _Reader(path, data, interesting)
        facts = reader.read(root)
        return Document(path, data, "utf-8", facts, tuple(reader.bodies))

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        assert isinstance(document.tree, tuple)
        return write(document.path, document.data, document.tree, changes)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        before, after = self.read(path, old, lambda text: False), self.read(path, new, lambda text: False)
        assert isinstance(before.tree, tuple)
        assert isinstance(after.tree, tuple)
        return None if len(before.tree) == len(after.tree) else "a request's body can no longer be read"


POSTMAN = Postman()

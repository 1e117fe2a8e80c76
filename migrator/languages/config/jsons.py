"""Reads JSON, JSON with comments, JSON5 and JSON lines with exact offsets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from migrator import values
from migrator.languages.config.nodes import MAX_DEPTH, Broken, Items, Mapping, Node, Pair, Parsed, Remark, Scalar

_TOKEN = re.compile(
    rb"(?P<space>[\s\xa0]+)|(?P<comment>//[^\r\n]*|/\*.*?\*/)|(?P<string>\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*')"
    rb"|(?P<mark>[{}\[\]:,])|(?P<word>[^\s{}\[\]:,\"'/]+)",
    re.DOTALL,
)
_WORDS: dict[str, values.Scalar] = {"true": True, "false": False, "null": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|\r\n|.)", re.DOTALL)

Token = tuple[str, int, int]


def parse_json(data: bytes, begin: int = 0) -> Parsed:
    """The values of a document (JSON lines have several). Raises `Broken`."""
    remarks: list[Remark] = []
    # A catalogue of some megabytes has a million of them: each is looked at once, and none is kept.
    tokens = _tokens(data, begin, remarks)
    roots: list[Node] = []
    while (node := _value(data, tokens)) is not None:
        roots.append(node)
    if not roots:
        raise Broken("there is nothing in it", begin)
    return Parsed(tuple(roots), tuple(remarks))


def _tokens(data: bytes, begin: int, remarks: list[Remark]) -> Iterator[Token]:
    at = begin
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            raise Broken("this is no JSON", at)
        kind = found.lastgroup or ""
        if kind == "comment":
            line = data[data.rfind(b"\n", 0, at) + 1 : at]
            remarks.append(Remark(found.group().decode("utf-8", "replace"), at, found.end(), not line.strip()))
        elif kind != "space":
            yield (found.group().decode() if kind == "mark" else kind, at, found.end())
        at = found.end()


class _Open:
    """A mapping or list that is not closed yet."""

    def __init__(self, mark: str, start: int) -> None:
        self.mark, self.start = mark, start
        self.pairs: list[Pair] = []
        self.items: list[Node] = []
        self.key: tuple[str, int, int] | None = None
        self.comma = True

    def add(self, node: Node) -> None:
        if not self.comma:
            raise Broken("a comma is missing", node.start)
        self.comma = False
        if self.mark == "[":
            self.items.append(node)
        elif self.key is None:
            raise Broken("a key is missing", node.start)
        else:
            key, start, end = self.key
            self.pairs.append(Pair(key, start, end, node, start, node.end))
            self.key = None

    def close(self, end: int) -> Node:
        if self.key is not None:
            raise Broken("a value is missing", end)
        if self.mark == "[":
            return Items(tuple(self.items), self.start, end)
        return Mapping(tuple(self.pairs), self.start, end, "flow")


def _value(data: bytes, tokens: Iterator[Token]) -> Node | None:
    """The next value; None where there is none left."""
    stack: list[_Open] = []
    for kind, start, end in tokens:
        top = stack[-1] if stack else None
        if kind in ("{", "["):
            if len(stack) >= MAX_DEPTH:
                raise Broken("nested too deep", start)
            stack.append(_Open(kind, start))
            continue
        if kind in ("}", "]"):
            if top is None or top.mark != {"}": "{", "]": "["}[kind]:
                raise Broken(f"`{kind}` closes nothing", start)
            node = stack.pop().close(end)
        elif kind == ",":
            if top is None or top.comma:
                raise Broken("a value is missing before this comma", start)
            top.comma = True
            continue
        elif kind == ":":
            raise Broken("a key is missing before this colon", start)
        elif top is not None and top.mark == "{" and top.key is None:
            if next(tokens, ("", end, end))[0] != ":":
                raise Broken("a colon is missing", end)
            top.key = (_text(data, kind, start, end), start, end)
            continue
        else:
            node = Scalar(_scalar(data, kind, start, end), start, end)
        if not stack:
            return node
        stack[-1].add(node)
    if stack:
        raise Broken("it ends too early", len(data))
    return None


def _text(data: bytes, kind: str, start: int, end: int) -> str:
    raw = data[start:end].decode("utf-8", "replace")
    if kind != "string":
        return raw
    if "\\" not in raw:
        return raw[1:-1]
    if raw[0] == '"':
        try:
            read = json.loads(raw, strict=False)
        except ValueError:
            read = None
        if isinstance(read, str):
            return read
    return _ESCAPE.sub(_unescaped, raw[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    text = found[1]
    if text[0] in "ux" and len(text) > 1:
        return chr(int(text[1:], 16))
    return "" if text in ("\n", "\r\n") else _ESCAPES.get(text, text)


def _scalar(data: bytes, kind: str, start: int, end: int) -> values.Scalar:
    text = _text(data, kind, start, end)
    if kind == "string":
        return text
    if text in _WORDS:
        return _WORDS[text]
    try:
        return float(text) if any(each in text for each in ".eE") else int(text, 0)
    except ValueError as problem:
        raise Broken(f"`{text[:20]}` is no value", start) from problem

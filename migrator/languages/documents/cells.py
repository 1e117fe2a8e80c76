"""Finds a notebook's cells and puts its code together as one program, with the way back to each byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.documents import Embedding, Piece
from migrator.files.kinds import kind_of
from migrator.languages.config.nodes import Broken, Items, Mapping, Node, Scalar
from migrator.languages.documents.magics import Split, split

_ESCAPE = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_FIRST_FORMAT = 4
PROSE = "prose"
ENVIRONMENT = "environment"
"""Variables that a cell sets for whatever runs later."""
KERNELS = {"bash": "shell", "sh": "shell", "node": "javascript"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its number from 1, its kind, and the strings that its source is written in."""

    number: int
    kind: str
    strings: tuple[Scalar, ...]
    separator: str
    """What stands between two strings of a list, quotes included; empty where the source is one string."""


@dataclass(frozen=True, slots=True)
class Program:
    """Text put together from a notebook's strings, in the language of this id; `number` tells it from the others."""

    language: str
    number: int
    text: bytes
    embedding: Embedding


def cells_of(data: bytes, root: Node) -> tuple[Cell, ...]:
    """The cells of a notebook. Raises `Broken` for what is none, or an old one."""
    pairs = {pair.key: pair.value for pair in root.pairs} if isinstance(root, Mapping) else {}
    form, listed = pairs.get("nbformat"), pairs.get("cells")
    version = form.value if isinstance(form, Scalar) else None
    if not isinstance(version, int) or version < _FIRST_FORMAT or not isinstance(listed, Items):
        raise Broken("only notebooks of nbformat 4 and later are read", root.start)
    return tuple(
        _cell(data, number, {pair.key: pair.value for pair in item.pairs})
        for number, item in enumerate(listed.items, 1)
        if isinstance(item, Mapping)
    )


def kernel_of(root: Node) -> str:
    """The language of the notebook's kernel; Python where it names none."""
    names = [_at(root, "metadata", "kernelspec", "language"), _at(root, "metadata", "language_info", "name")]
    said = [str(each.value).lower() for each in names if isinstance(each, Scalar)]
    other = next((each for each in said if "python" not in each), "python")
    return KERNELS.get(other, other)


def _at(node: Node | None, *keys: str) -> Node | None:
    for key in keys:
        node = next((pair.value for pair in node.pairs if pair.key == key), None) if isinstance(node, Mapping) else None
    return node


def _cell(data: bytes, number: int, said: dict[str, Node]) -> Cell:
    kind, source = said.get("cell_type"), said.get("source")
    separator = ""
    strings: tuple[Scalar, ...] = ()
    if isinstance(source, Scalar) and isinstance(source.value, str):
        strings = (source,)
    elif isinstance(source, Items):
        strings = tuple(each for each in source.items if isinstance(each, Scalar) and isinstance(each.value, str))
        if len(strings) > 1:
            separator = data[strings[0].end - 1 : strings[1].start + 1].decode("utf-8", "replace")
        elif strings:
            separator = '",' + data[source.start + 1 : strings[0].start].decode("utf-8", "replace") + '"'
    return Cell(number, str(kind.value) if isinstance(kind, Scalar) else "", strings, separator)


def programs_of(data: bytes, cells: tuple[Cell, ...], kernel: str) -> Iterator[Program]:
    """The programs that a notebook holds.

    All code in the kernel's language is one; whatever a cell hands to something else is one of its own, and a cell that is
    no program is prose.
    """
    main = _Main(data, kernel)
    others: list[Program] = []
    for cell in cells:
        if cell.kind != "code":
            others.append(_own(data, cell, PROSE, cell.number))
            continue
        code = _written(data, cell, 0, 0)[0].decode("utf-8", "replace")
        found = split(code) if kernel == "python" else Split(code)
        if found.python is not None:
            main.take(cell, found.python)
        # The same cell may hold several languages.
        for at, (language, text) in enumerate(_others(found)):
            joins = language == "shell" and found.python is not None
            others.append(_own(data, cell, language, cell.number + at * len(cells), text.encode(), joins))
        if found == Split():
            others.append(_own(data, cell, PROSE, cell.number))
    yield main.program()
    yield from others


def _others(found: Split) -> Iterator[tuple[str, str]]:
    if found.file:
        kind = kind_of(found.file.rpartition("/")[2])
        yield kind.language if kind is not None and kind.reader else PROSE, found.shell
    elif found.shell:
        yield "shell", found.shell
    if found.environment:
        yield ENVIRONMENT, found.environment
    if found.magics:
        yield PROSE, found.magics


class _Main:
    """The program that is put together from cells."""

    def __init__(self, data: bytes, language: str) -> None:
        self.data = data
        self.language = language
        self.text = bytearray()
        self.pieces: list[Piece] = []
        self.separators: list[str] = []

    def take(self, cell: Cell, code: str) -> None:
        """One more cell."""
        _, found = _written(self.data, cell, len(self.text), len(self.separators))
        self.separators.extend(cell.separator for _ in cell.strings)
        self.pieces.extend(found)
        self.text.extend(code.encode())
        if code and not code.endswith("\n"):
            at = self.pieces[-1].outer_end
            self.pieces.append(Piece(len(self.text), len(self.text) + 1, at, at, len(self.separators), cell.number))
            self.text.extend(b"\n")

    def program(self) -> Program:
        """All of them."""
        codec = _codec(self.data, tuple(self.separators))
        return Program(self.language, 0, bytes(self.text), Embedding(tuple(self.pieces), codec))


def _own(data: bytes, cell: Cell, language: str, number: int, text: bytes | None = None, joins: bool = False) -> Program:
    """One cell's text as it is, or as a text of the same length; `joins` where a line goes on only behind a backslash."""
    written, pieces = _written(data, cell, 0, 0)
    codec = _codec(data, tuple(cell.separator for _ in cell.strings), joins)
    return Program(language, number, written if text is None else text, Embedding(tuple(pieces), codec))


def _written(data: bytes, cell: Cell, begin: int, run: int) -> tuple[bytes, list[Piece]]:
    text = bytearray()
    pieces: list[Piece] = []
    for number, string in enumerate(cell.strings, run):
        for start, end, inner in _stretches(data, string):
            at = begin + len(text)
            text.extend(inner)
            pieces.append(Piece(at, at + len(inner), start, end, number, cell.number))
    return bytes(text), pieces


def _stretches(data: bytes, string: Scalar) -> Iterator[tuple[int, int, bytes]]:
    """The parts of a JSON string: plain stretches, and escapes with what they stand for."""
    at, end = string.start + 1, string.end - 1
    for escape in _ESCAPE.finditer(data, at, end):
        if escape.start() > at:
            yield at, escape.start(), data[at : escape.start()]
        said = str(json.loads(b'"' + escape.group() + b'"', strict=False))
        yield escape.start(), escape.end(), said.encode("utf-8", "replace")
        at = escape.end()
    if at < end:
        yield at, end, data[at:end]


def _codec(data: bytes, separators: tuple[str, ...], joins: bool = False) -> _Codec:
    return _Codec(data.isascii(), separators, joins)


@dataclass(frozen=True, slots=True)
class _Codec:
    """Writes text into a JSON string: escaped as in this file, each line a string of its own where they are."""

    escaped: bool
    separators: tuple[str, ...]
    joins: bool

    def __call__(self, text: str, run: int) -> str:
        separator = self.separators[run] if run < len(self.separators) else ""
        lines = (text.replace("\n", "\\\n") if self.joins else text).split("\n")
        written = [json.dumps(line, ensure_ascii=self.escaped)[1:-1] for line in lines]
        return ("\\n" + separator).join(written)

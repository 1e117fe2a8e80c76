"""Finds a notebook's cells and puts its code together as one program, with the way back to each byte."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.documents import Embedding, Piece
from migrator.languages.config.nodes import Broken, Items, Mapping, Node, Scalar

_ESCAPE = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_MAGIC = re.compile(r"^([ \t]*(?:[\w,. \t]+=[ \t]*)?)([!%][^\r\n]*)", re.MULTILINE)
_HELP = re.compile(r"^([ \t]*)(\?[^\r\n]*|[\w.]+\?{1,2}[ \t]*)$", re.MULTILINE)
_CELL_MAGIC = re.compile(r"\s*%%(\w+)[^\r\n]*")
_STILL_PYTHON = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "py"})
_FIRST_FORMAT = 4


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
    """Text put together from a notebook's strings."""

    text: bytes
    embedding: Embedding
    left_out: tuple[Scalar, ...] = ()


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


def is_python(root: Node) -> bool:
    """Whether the notebook's kernel is one of Python, or it names none."""
    names = [_at(root, "metadata", "kernelspec", "language"), _at(root, "metadata", "language_info", "name")]
    return all(not isinstance(each, Scalar) or "python" in str(each.value).lower() for each in names)


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


def program_of(data: bytes, cells: tuple[Cell, ...]) -> Program:
    """The code cells in order, as one program; cells that are no Python are left out."""
    text = bytearray()
    pieces: list[Piece] = []
    separators: list[str] = []
    left_out: list[Scalar] = []
    for cell in cells:
        if cell.kind != "code":
            continue
        written, found = _written(data, cell, len(text), len(separators))
        code = _python(written.decode("utf-8", "replace"))
        if code is None:
            left_out.extend(cell.strings)
            continue
        separators.extend(cell.separator for _ in cell.strings)
        pieces.extend(found)
        text.extend(code.encode())
        if code and not code.endswith("\n"):
            at = pieces[-1].outer_end
            pieces.append(Piece(len(text), len(text) + 1, at, at, len(separators), cell.number))
            text.extend(b"\n")
    return Program(bytes(text), Embedding(tuple(pieces), _codec(data, tuple(separators))), tuple(left_out))


def text_of(data: bytes, cell: Cell) -> Program:
    """One cell's text as it is."""
    text, pieces = _written(data, cell, 0, 0)
    return Program(text, Embedding(tuple(pieces), _codec(data, tuple(cell.separator for _ in cell.strings))))


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


def _codec(data: bytes, separators: tuple[str, ...]) -> _Codec:
    return _Codec(data.isascii(), separators)


@dataclass(frozen=True, slots=True)
class _Codec:
    """Writes text into a JSON string: escaped as in this file, each line a string of its own where they are."""

    escaped: bool
    separators: tuple[str, ...]

    def __call__(self, text: str, run: int) -> str:
        separator = self.separators[run] if run < len(self.separators) else ""
        lines = text.split("\n")
        written = [json.dumps(line, ensure_ascii=self.escaped)[1:-1] for line in lines]
        return ("\\n" + separator).join(written)


def _python(code: str) -> str | None:
    """The cell with IPython's own lines blanked, as long as before; None if it is no Python then either."""
    magic = _CELL_MAGIC.match(code)
    if magic is not None:
        if magic[1] not in _STILL_PYTHON:
            return None
        code = _blank(magic[0]) + code[magic.end() :]
    if _parses(code):
        return code
    code = _MAGIC.sub(lambda found: found[1] + _blank(found[2]), code)
    code = _HELP.sub(lambda found: found[1] + _blank(found[2]), code)
    return code if _parses(code) else None


def _blank(text: str) -> str:
    """A statement that does nothing, with as many bytes."""
    size = len(text.encode())
    return "0" if size == 1 else "0#" + "-" * (size - 2)


def _parses(code: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _parses_elsewhere(code)
    return True


def _parses_elsewhere(code: str) -> bool:
    """Whether the program's own parser takes what this interpreter does not."""
    from migrator.languages.python.parse import Failure, parse

    return not isinstance(parse(code.encode("utf-8", "replace")), Failure)

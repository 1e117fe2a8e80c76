"""What Kotlin's string literals say, and how a text is written as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrator.languages.java.strings import unescape

if TYPE_CHECKING:
    from tree_sitter import Node

RAW = '"""'
_TEMPLATE = re.compile(r"\$(?=[A-Za-z_{`])")
_NAME = re.compile(r"[^\W\d]\w*")
_ESCAPED = re.compile(r"\\\\|\\\$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a literal: text, a name that is put in (`$name`), or a node that is (`${…}`)."""

    start: int
    end: int
    text: str = ""
    name: str = ""
    put_in: Node | None = None


def pieces(literal: Node) -> Iterator[Piece]:
    """The parts of a literal; the grammar takes `$name` in a string of one line for text."""
    sign: Node | None = None
    for child in literal.named_children:
        if child.type == "interpolation":
            yield from _put_in(child)
            continue
        text = (child.text or b"").decode("utf-8", "replace")
        if child.type == "string_content" and text == "$":
            sign = child
            continue
        at = child.start_byte
        name = _NAME.match(text) if sign is not None and sign.end_byte == at and child.type == "string_content" else None
        if sign is not None and name is None:
            yield Piece(sign.start_byte, sign.end_byte, "$")
        if sign is not None and name is not None:
            at += len(name[0].encode())
            yield Piece(sign.start_byte, at, name=name[0])
            text = text[name.end() :]
        sign = None
        if text:
            yield Piece(at, child.end_byte, text)
    if sign is not None:
        yield Piece(sign.start_byte, sign.end_byte, "$")


def _put_in(node: Node) -> Iterator[Piece]:
    inner = (child for child in node.named_children if "comment" not in child.type)
    yield from (Piece(node.start_byte, node.end_byte, put_in=each) for each in inner)


def holes(written: str) -> bool:
    """Whether a literal has places that are filled at run time."""
    return _TEMPLATE.search(_ESCAPED.sub("", written) if not written.startswith(RAW) else written) is not None


def value_of(written: str) -> str:
    """The text that a literal without holes stands for."""
    if written.startswith(RAW):
        return written[3:-3].replace("\r\n", "\n")
    return unescape(written[1:-1].replace("\\$", "\\u0024"))


def quoted(text: str) -> str:
    """A literal for the text."""
    for character, escape in (("\\", "\\\\"), ('"', '\\"'), ("$", "\\$"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(character, escape)
    return f'"{text}"'

"""Renames text inside string literals, changing only characters between the quotes where that is possible."""

from __future__ import annotations

import ast
import warnings
from itertools import pairwise

import libcst as cst

from migrator.changes import CannotWrite, RenameText
from migrator.languages.python.parse import Parsed
from migrator.languages.python.splices import Splice
from migrator.languages.python.tree import Finder

Piece = cst.SimpleString | cst.FormattedString


def rename(parsed: Parsed, finder: Finder, change: RenameText, owner: int) -> list[Splice]:
    """The splices that make a literal say `new` instead of `old`."""
    node = finder.chain(change.site, cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)[-1]
    pieces = _pieces(node)
    values = [_value(parsed, piece) for piece in pieces]
    whole = "".join(values)
    if whole.count(change.old) != 1:
        raise _dynamic(f"the literal does not say {change.old} exactly once")
    for piece, value in zip(pieces, values, strict=True):
        if change.old in value:
            return [_within(parsed, piece, change.old, change.new, value, owner)]
    if whole != change.old:
        raise _dynamic("the id is put together from several literals that say more")
    if any(_has_comment(parsed, first, second) for first, second in pairwise(pieces)):
        raise _dynamic("a comment stands between the literals that the id is put together from")
    return [_joined(parsed, pieces, change.new, owner)]


def _pieces(node: cst.CSTNode) -> list[Piece]:
    if isinstance(node, cst.ConcatenatedString):
        return [*_pieces(node.left), *_pieces(node.right)]
    if isinstance(node, (cst.SimpleString, cst.FormattedString)):
        return [node]
    raise _dynamic("the literal holds more than text")


def _value(parsed: Parsed, piece: Piece) -> str:
    start, end = parsed.spans.characters(piece)
    return _evaluate(parsed.text[start:end], piece)


def _evaluate(source: str, piece: Piece) -> str:
    """What a literal says; an f-string without expressions is read as the plain string that it is."""
    if isinstance(piece, cst.FormattedString):
        if any(isinstance(part, cst.FormattedStringExpression) for part in piece.parts):
            raise _dynamic("the literal holds expressions")
        prefix = len(piece.prefix)
        source = piece.prefix.lower().replace("f", "") + source[prefix:].replace("{{", "{").replace("}}", "}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = ast.literal_eval(source)
        except (SyntaxError, ValueError):
            raise _dynamic("Python does not read this literal") from None
    if not isinstance(value, str):
        raise _dynamic("these are bytes, no text")
    return value


def _within(parsed: Parsed, piece: Piece, old: str, new: str, value: str, owner: int) -> Splice:
    """Only the old characters are replaced where they stand in the source as such; else the whole content is."""
    start, end = parsed.spans.characters(piece)
    source = parsed.text[start:end]
    wanted = value.replace(old, new)
    if source.count(old) == 1:
        at = source.index(old)
        written = source[:at] + new + source[at + len(old) :]
        if _says(written, piece, wanted):
            return Splice(start + at, start + at + len(old), new, owner)
    return _content(parsed, piece, wanted, owner)


def _content(parsed: Parsed, piece: Piece, wanted: str, owner: int) -> Splice:
    """Everything between the quotes is written anew."""
    start, end = parsed.spans.characters(piece)
    source = parsed.text[start:end]
    quote = piece.quote if isinstance(piece, cst.SimpleString) else piece.end
    head = len(piece.prefix) + len(quote)
    content = wanted.replace("\\", "\\\\").replace(quote[0], "\\" + quote[0])
    content = content if len(quote) == 3 else content.replace("\n", "\\n").replace("\r", "\\r")
    if isinstance(piece, cst.FormattedString):
        content = content.replace("{", "{{").replace("}", "}}")
    if not _says(source[:head] + content + source[len(source) - len(quote) :], piece, wanted):
        raise _dynamic("the id cannot be written between these quotes")
    return Splice(start + head, end - len(quote), content, owner)


def _joined(parsed: Parsed, pieces: list[Piece], wanted: str, owner: int) -> Splice:
    """One literal in the first piece's quotes stands for all pieces."""
    start, end = parsed.spans.characters(pieces[0])
    content = _content(parsed, pieces[0], wanted, owner)
    source = parsed.text[start : content.start] + content.text + parsed.text[content.end : end]
    return Splice(start, parsed.spans.characters(pieces[-1])[1], source, owner)


def _says(source: str, piece: Piece, wanted: str) -> bool:
    try:
        return _evaluate(source, piece) == wanted
    except CannotWrite:
        return False


def _has_comment(parsed: Parsed, first: Piece, second: Piece) -> bool:
    return "#" in parsed.text[parsed.spans.characters(first)[1] : parsed.spans.characters(second)[0]]


def _dynamic(reason: str) -> CannotWrite:
    return CannotWrite("dynamic-model", reason)

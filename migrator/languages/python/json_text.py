"""Request bodies that stand as JSON in Python's strings: what a program sees of them, with where each character is written."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable
from typing import TypeAlias

import libcst as cst

from migrator.languages.http_body.quoted import FORMAT, Quoted, with_values
from migrator.values import Opaque, Sequence, Site, Value

Text: TypeAlias = "cst.SimpleString | cst.ConcatenatedString | cst.FormattedString | cst.BinaryOperation"
SiteOf = Callable[[cst.CSTNode], Site]
Filled = Callable[[cst.BaseExpression], Value]
WRITTEN = (cst.SimpleString, cst.ConcatenatedString)
"""Strings that stand there as they are."""
QUOTING = "python:"
"""How a text is quoted: this with the letters before it and its quotes behind."""
OF_TEXTS = frozenset("NuU")
"""What a backslash makes an escape with in texts, but not in bytes."""
_MODEL = re.compile(r'\\?"model\\?"\s*:')
_FIELD = re.compile(r"\{\{|\}\}|\\N\{[^{}]*\}|(\{[^{}]*\})")
"""A field of a format, beside what only looks like one."""
_ESCAPE = re.compile(r"\\(?:N\{[^}]*\}|U[0-9a-fA-F]{8}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{1,3}|\r\n|[\s\S])")


def may_be_body(text: str) -> bool:
    """Whether a text looks like JSON that names a model."""
    return text.lstrip()[:1] == "{" and _MODEL.search(text) is not None


def opaque(node: cst.BaseExpression) -> Value:
    """Stands for what run time puts into a text, where nobody asks for it."""
    return Opaque("", Site("", 0, 0))


def characters(path: str, node: Text, site_of: SiteOf, filled: Filled = opaque) -> Quoted | None:
    """The text that a string says, or several that are added up, with holes where run time fills it.

    None where that is not told by its bytes.
    """
    if isinstance(node, cst.BinaryOperation):
        return _put_together(path, node, site_of, filled)
    result = Quoted(path)
    pieces = _pieces(node)
    formatted = bool(pieces) and _is_format(pieces[0])
    for piece in pieces:
        site = site_of(piece)
        if isinstance(piece, cst.FormattedString):
            read = _template(path, piece, site, site_of, filled)
        else:
            letters = len(piece.prefix) + len(piece.quote)
            read = (_format if formatted else _plain)(
                path, piece.value[letters : -len(piece.quote)], site.start + letters, _quoting(piece)
            )
            if site.end - site.start != len(piece.value.encode("utf-8", "surrogatepass")):
                return None
        if read is None:
            return None
        result.join(read)
    return result


def is_sum(node: cst.CSTNode) -> bool:
    """Whether an expression is `a + b`."""
    return isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add)


def added(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    """What is added up, in order."""
    result: list[cst.BaseExpression] = []
    while isinstance(node, cst.BinaryOperation) and is_sum(node):
        result.append(node.right)
        node = node.left
    return [node, *reversed(result)]


def _put_together(path: str, node: cst.BinaryOperation, site_of: SiteOf, filled: Filled) -> Quoted | None:
    result = Quoted(path)
    for each in added(node):
        text, given = each, None
        if isinstance(each, cst.BinaryOperation) and isinstance(each.operator, cst.Modulo):
            text, given = each.left, each.right
        if isinstance(text, (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString)):
            read = characters(path, text, site_of, filled)
            if read is not None and given is not None:
                read = filled_somehow(read) if filled is opaque else _filled(read, filled(given))
            if read is None:
                return None
        else:
            read = Quoted(path)
            site = site_of(each)
            read.hole(filled(each), "bare", site.start, site.end)
        result.join(read)
    return result


def _filled(text: Quoted, given: Value) -> Quoted | None:
    """The text with what `%` puts into it."""
    return with_values(text, given.items if isinstance(given, Sequence) and given.kind == "tuple" else (given,))


def filled_somehow(quoted: Quoted) -> Quoted:
    """The text with holes where `%` may put something."""
    count = len(FORMAT.findall(quoted.text))
    return with_values(quoted, [Opaque("", Site("", 0, 0))] * count) or quoted


def _quoting(piece: cst.SimpleString | cst.FormattedString) -> str:
    quote = piece.quote if isinstance(piece, cst.SimpleString) else piece.end
    prefix = piece.prefix if isinstance(piece, cst.SimpleString) else piece.start[: -len(quote)]
    return f"{QUOTING}{prefix.lower()}{quote}"


def _pieces(node: cst.BaseExpression) -> list[cst.SimpleString | cst.FormattedString]:
    if isinstance(node, cst.ConcatenatedString):
        return [*_pieces(node.left), *_pieces(node.right)]
    return [node] if isinstance(node, (cst.SimpleString, cst.FormattedString)) else []


def _is_format(first: cst.SimpleString | cst.FormattedString) -> bool:
    """Whether a text that looks like a body is one only when `str.format` has filled it: no JSON begins with two braces."""
    if isinstance(first, cst.FormattedString):
        return False
    return first.value[len(first.prefix) + len(first.quote) :].lstrip().startswith("{{")


def _format(path: str, raw: str, start: int, quoting: str) -> Quoted | None:
    """What stands between the quotes of a text that `str.format` fills, with holes for its fields."""
    quoting = quoting.replace(QUOTING, f"{QUOTING}f", 1)
    result = Quoted(path)
    at, place = start, 0
    for found in _FIELD.finditer(raw):
        if found[1] is None:
            continue
        read = _plain(path, raw[place : found.start()], at, quoting)
        if read is None:
            return None
        result.join(read)
        at += len(raw[place : found.start()].encode("utf-8", "surrogatepass"))
        end = at + len(found[1].encode("utf-8", "surrogatepass"))
        result.hole(Opaque(found[1], Site(path, at, end)), quoting, at, end)
        at, place = end, found.end()
    rest = _plain(path, raw[place:], at, quoting)
    if rest is None:
        return None
    result.join(rest)
    return result


def _plain(path: str, raw: str, start: int, quoting: str) -> Quoted | None:
    """What stands between quotes, escapes undone."""
    result = Quoted(path)
    letters = quoting[len(QUOTING) :].rstrip("\"'")
    at, place = start, 0
    while place < len(raw):
        plain = "r" in letters or ("b" in letters and raw[place + 1 : place + 2] in OF_TEXTS)
        escape = None if plain else _ESCAPE.match(raw, place)
        piece = escape[0] if escape is not None else "\r\n" if raw.startswith("\r\n", place) else raw[place]
        if "f" in letters and piece in ("{", "}"):
            piece *= 2
        said = _said(piece) if escape is not None else "\n" if piece == "\r\n" else piece[0]
        width = len(piece.encode("utf-8", "surrogatepass"))
        if said is None or len(said) > 1:
            return None
        if said:
            result.add(said, at, at + width, quoting)
        at, place = at + width, place + len(piece)
    return result


def _said(escape: str) -> str | None:
    """What an escape says."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            said = ast.literal_eval(f'"{escape}"' if escape != '\\"' else f"'{escape}'")
    except (SyntaxError, ValueError):
        return None
    return said if isinstance(said, str) else None


def _template(path: str, node: cst.FormattedString, site: Site, site_of: SiteOf, filled: Filled) -> Quoted | None:
    result, quoting = Quoted(path), _quoting(node)
    at, last = site.start + len(node.start), site.end - len(node.end)
    for number, part in enumerate(node.parts):
        if isinstance(part, cst.FormattedStringText):
            read = _plain(path, part.value, at, quoting)
            if read is None:
                return None
            result.join(read)
            at += len(part.value.encode("utf-8", "surrogatepass"))
            continue
        held = cst.ensure_type(part, cst.FormattedStringExpression)
        plain = held.format_spec is None and held.equal is None and held.conversion in (None, "s")
        following = node.parts[number + 1] if number + 1 < len(node.parts) else None
        end = site_of(following).start if following is not None else last
        value = filled(held.expression)
        result.hole(value if plain else Opaque("formatted", value.site, (value,)), quoting, at, end)
        at = end
    return result if at == last else None

"""Compares the trees of two versions of a Python file: every difference must lie inside a declared edit."""

from __future__ import annotations

import contextlib
import io
import tokenize
from collections.abc import Sequence, Set
from dataclasses import dataclass

import libcst as cst

from migrator.changes import CannotWrite
from migrator.findings import Edit
from migrator.languages.python.deep import on_deep_stack
from migrator.languages.python.outline import Outline, only, touched
from migrator.languages.python.parse import Failure, Parsed, parse
from migrator.languages.python.tree import LAYOUT, Finder, children
from migrator.shapes import Regions, Shape, difference, dropped, regions
from migrator.values import Site

JOINING = frozenset(
    {
        "AnnAssign",
        "Assign",
        "AugAssign",
        "Await",
        "BinaryOperation",
        "BooleanOperation",
        "Comparison",
        "ConcatenatedString",
        "If",
        "IfExp",
        "Lambda",
        "NamedExpr",
        "SimpleString",
        "UnaryOperation",
        "Yield",
    }
)
"""What takes in its neighbours; a string does so with a letter before it."""


def compare(path: str, old: bytes, new: bytes, edits: Sequence[Edit], before: Parsed | None = None) -> str | None:
    """What is wrong with `new`, or nothing. `before` spares parsing the old bytes again."""
    return compare_parsed(path, before if before is not None and before.data == old else parse(old), parse(new), edits)


def compare_parsed(path: str, first: Parsed | Failure, second: Parsed | Failure, edits: Sequence[Edit]) -> str | None:
    """As above, of what has been parsed already."""
    if isinstance(first, Failure):
        return f"the old file does not parse: {first.message}"
    if isinstance(second, Failure):
        return f"line {second.line}: {second.message} ({second.code})"
    if first.offsets.encoding != second.offsets.encoding:
        return "the edits change the file's encoding"
    if first.deep or second.deep:
        return on_deep_stack(lambda: _differences(path, first, second, edits))
    return _differences(path, first, second, edits)


def compare_touched(path: str, old: bytes, outline: Outline, new: bytes, written: Outline, edits: Sequence[Edit]) -> bool:
    """Whether nothing is wrong, told by the statements that the edits touch; if not, the whole has to be looked at.

    All others are the same bytes in the same places: the same statements.
    """
    if written.encoding != outline.encoding:
        return False
    splices = [(edit.start, edit.end, len(edit.text.encode(written.encoding))) for edit in sorted(edits)]
    both = touched(old, new, outline.starts, written.starts, splices)
    if both is None:
        return False
    parts = only(old, outline.starts, both[0]), only(new, written.starts, both[1])
    first, second = (parse(part) if part is not None else None for part in parts)
    if not isinstance(first, Parsed) or not isinstance(second, Parsed):
        return False
    return first.module.encoding == outline.encoding and compare_parsed(path, first, second, edits) is None


def _differences(path: str, old: Parsed, new: Parsed, edits: Sequence[Edit]) -> str | None:
    finder = Finder(old)
    try:
        places = [finder.characters(Site(path, edit.start, edit.end)) for edit in sorted(edits)]
    except CannotWrite as error:
        return error.reason
    texts = [edit.text for edit in sorted(edits)]
    if _spliced(old.text, places, texts) != new.text:
        return "the new text is not the old one with the edits"
    removed, written = regions(places, map(len, texts))
    problem = difference(_Version(old), _Version(new), removed, written, JOINING)
    if problem is not None or not any("#" in old.text[start:end] for start, end in places):
        return problem
    return dropped(_comments(old.text), _comments(new.text))


def _comments(text: str) -> list[str]:
    """The comments; up to where Python's own reader of words is at its end, for all that it holds for odd the parser has read."""
    found: list[str] = []
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        found.extend(
            each.string for each in tokenize.generate_tokens(io.StringIO(text).readline) if each.type == tokenize.COMMENT
        )
    return found


def _spliced(text: str, places: Sequence[tuple[int, int]], texts: Sequence[str]) -> str:
    parts: list[str] = []
    at = 0
    for (start, end), words in zip(places, texts, strict=True):
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])


@dataclass(frozen=True, slots=True)
class _Version:
    parsed: Parsed

    def line(self, at: int) -> int:
        return self.parsed.text.count("\n", 0, at) + 1

    def shapes(self, near: Regions | None) -> Set[Shape]:
        found: set[Shape] = set()
        spans = self.parsed.spans
        waiting: list[cst.CSTNode] = [self.parsed.module]
        while waiting:
            holder = waiting.pop()
            spans.enter(holder)
            for node in children(holder):
                if type(node) in LAYOUT:
                    continue
                start, end = spans.characters(node)
                found.add((_kind(node), start, end))
                if near is None or near.touch(*spans.outer_characters(node)):
                    waiting.append(node)
        return found


def _kind(node: cst.CSTNode) -> str:
    """The node's type, with that of its operator."""
    operator = getattr(node, "operator", None)
    return type(node).__name__ + (f" {type(operator).__name__}" if isinstance(operator, cst.CSTNode) else "")

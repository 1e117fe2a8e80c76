"""Compares a document before and after its edits, token by token."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from migrator.findings import Edit
from migrator.languages.base import Unparsed
from migrator.languages.java.parse import Parsed, leaves
from migrator.languages.trees import TreeVersion, compared
from migrator.shapes import regions

JOINING = frozenset(
    {
        "assignment_expression",
        "assignment",
        "as_expression",
        "await_expression",
        "binary_expression",
        "do_statement",
        "enhanced_for_statement",
        "for_statement",
        "if_expression",
        "if_statement",
        "labeled_statement",
        "while_statement",
        "cast_expression",
        "infix_expression",
        "instanceof_expression",
        "lambda_expression",
        "spread_expression",
        "ternary_expression",
        "unary_expression",
        "update_expression",
    }
)
"""What takes in its neighbours, in Java and Kotlin."""
TEXT = frozenset({"string_fragment", "multiline_string_fragment", "escape_sequence", "string_content"})
"""Parts of one literal, which an edit at their edge may join or part."""


def compare(
    path: str, old: bytes, new: bytes, edits: Sequence[Edit], parse: Callable[[str, bytes], Parsed | Unparsed]
) -> str | None:
    """What is wrong with the new bytes; None if every token outside the edits is the same one."""
    read = [parse(path, old), parse(path, new)]
    wrong = next((each for each in read if isinstance(each, Unparsed)), None)
    if wrong is not None:
        return f"line {wrong.line}: the new file does not parse: {wrong.message}"
    before, after = (each for each in read if isinstance(each, Parsed))
    ordered = sorted(edits)
    problem = _moved_parts(before, after, ordered)
    if problem is not None:
        return problem
    encoding = before.source.encoding
    spans: list[tuple[int, int]] = []
    shifted: list[tuple[int, int]] = []
    moved = 0
    for edit in ordered:
        size = len(edit.text.encode(encoding))
        spans.append((edit.start, edit.end))
        shifted.append((edit.start + moved, edit.start + moved + size))
        moved += size - (edit.end - edit.start)
    for left, right in _pairs(_outside(before, spans), _outside(after, shifted)):
        if left != right:
            return f"another token stands outside the edits: {left!r} became {right!r}"
    return None


def _moved_parts(before: Parsed, after: Parsed, edits: Sequence[Edit]) -> str | None:
    places = [(before.offsets.in_text(edit.start), before.offsets.in_text(edit.end)) for edit in edits]
    removed, written = regions(places, (len(edit.text.encode()) for edit in edits))
    old, new = (TreeVersion(each.text, each.root, TEXT) for each in (before, after))
    return compared(old, new, removed, written, JOINING)


def _pairs(one: Iterator[tuple[str, str]], other: Iterator[tuple[str, str]]) -> Iterator[tuple[object, object]]:
    end = object()
    while True:
        left: object = next(one, end)
        right: object = next(other, end)
        if left is end and right is end:
            return
        yield left, right


def _outside(parsed: Parsed, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """The tokens that no span touches; a token that an edit touches from inside is left out on both sides."""
    starts = [start for start, _ in spans]
    for leaf in leaves(parsed.root):
        start, end = parsed.span(leaf)
        at = bisect_right(starts, start)
        near = spans[max(0, at - 2) : at + 2]
        text = leaf.type in TEXT
        if text and any(left <= end and start <= right for left, right in near):
            continue
        if not any((left < end and start < right) or (left == right and start < left < end) for left, right in near):
            yield leaf.type, parsed.text_of(leaf)

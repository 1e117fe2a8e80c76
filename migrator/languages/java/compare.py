"""Compares a document before and after its edits, token by token."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from migrator.findings import Edit
from migrator.languages.base import Unparsed
from migrator.languages.java.parse import Parsed, leaves

TEXT = frozenset({"string_fragment", "multiline_string_fragment", "escape_sequence", "string_content"})
"""Parts of one literal, which an edit at their edge may join or part."""


def compare(
    path: str, old: bytes, new: bytes, edits: Sequence[Edit], parse: Callable[[str, bytes], Parsed | Unparsed]
) -> str | None:
    """What is wrong with the new bytes; None if every token outside the edits is the same one."""
    before, after = parse(path, old), parse(path, new)
    if isinstance(before, Unparsed):
        return f"the old file does not parse: {before.message}"
    if isinstance(after, Unparsed):
        return f"line {after.line}: the new file does not parse: {after.message}"
    encoding = before.source.encoding
    spans: list[tuple[int, int]] = []
    shifted: list[tuple[int, int]] = []
    moved = 0
    for edit in sorted(edits):
        size = len(edit.text.encode(encoding))
        spans.append((edit.start, edit.end))
        shifted.append((edit.start + moved, edit.start + moved + size))
        moved += size - (edit.end - edit.start)
    for left, right in _pairs(_outside(before, spans), _outside(after, shifted)):
        if left != right:
            return f"another token stands outside the edits: {left!r} became {right!r}"
    return None


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

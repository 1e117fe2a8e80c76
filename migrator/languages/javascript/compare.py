"""Compares two versions of a JavaScript file token by token: every difference must lie inside a declared edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from migrator.findings import Edit
from migrator.languages.base import Unparsed
from migrator.languages.javascript.parse import Parsed, parse, walk
from migrator.languages.trees import TreeVersion, compared
from migrator.shapes import regions

if TYPE_CHECKING:
    from tree_sitter import Node

Region: TypeAlias = "tuple[int, int]"
Token: TypeAlias = "tuple[str, bytes, tuple[str, ...]]"
JOINING = frozenset(
    {
        "arrow_function",
        "as_expression",
        "assignment_expression",
        "await_expression",
        "binary_expression",
        "do_statement",
        "for_in_statement",
        "for_statement",
        "if_statement",
        "labeled_statement",
        "while_statement",
        "new_expression",
        "satisfies_expression",
        "sequence_expression",
        "ternary_expression",
        "unary_expression",
        "update_expression",
        "yield_expression",
    }
)
"""What takes in its neighbours."""
TEXT = frozenset({"string_fragment", "escape_sequence"})
"""Parts of a string, which an edit inside it may join or part."""


def compare(path: str, old: bytes, new: bytes, edits: Sequence[Edit], kind: str) -> str | None:
    """What is wrong with `new`, or nothing."""
    first, second = parse(path, old, kind), parse(path, new, kind)
    if isinstance(first, Unparsed):
        return f"the old file does not parse: {first.message}"
    if isinstance(second, Unparsed):
        return f"line {second.line}: {second.message} ({second.code})"
    if first.encoding != second.encoding:
        return "the edits change the file's encoding"
    ordered = sorted(edits)
    places = [(first.places.text(edit.start), first.places.text(edit.end)) for edit in ordered]
    texts = [edit.text.encode("utf-8") for edit in ordered]
    text, at = b"", 0
    for (start, end), words in zip(places, texts, strict=True):
        text += first.text[at:start] + words
        at = end
    if not first.embedded and text + first.text[at:] != second.text:
        return "the new text is not the old one with the edits"
    gone, made = regions(places, map(len, texts))
    before, after = (TreeVersion(each.text, each.root, TEXT) for each in (first, second))
    problem = compared(before, after, gone, made, JOINING)
    if problem is not None:
        return problem
    removed, written = (list(zip(each.starts, each.ends, strict=True)) for each in (gone, made))
    mine, theirs = list(_tokens(first, removed)), list(_tokens(second, written))
    for (token, line), (other, _) in zip(mine, theirs, strict=False):
        if token != other:
            return f"line {line}: {token[0]} is another thing or belongs elsewhere now"
    if len(mine) != len(theirs):
        return "something came about, or went, outside the edits"
    return None


def _tokens(parsed: Parsed, regions: Sequence[Region]) -> Iterator[tuple[Token, int]]:
    """The tokens that no region touches, each with the kinds of what stands around it and is not touched either."""
    number = 0
    for node in walk(parsed.root):
        if node.child_count or node.start_byte == node.end_byte:
            continue
        while number < len(regions) and regions[number][1] < node.start_byte:
            number += 1
        if number < len(regions) and regions[number][0] <= node.end_byte and _inside(node, regions[number]):
            continue
        yield (node.type, parsed.text[node.start_byte : node.end_byte], _around(node, regions)), node.start_point[0] + 1


def _inside(node: Node, region: Region) -> bool:
    """Whether a region takes a part of the token; one that only borders on it does not."""
    if node.type in TEXT:
        return region[0] <= node.end_byte and node.start_byte <= region[1]
    return region[0] < node.end_byte and node.start_byte < region[1]


def _around(node: Node, regions: Sequence[Region]) -> tuple[str, ...]:
    kinds: list[str] = []
    current = node.parent
    while current is not None:
        start, end = current.start_byte, current.end_byte
        touched = any(first <= end and start <= last for first, last in regions)
        if not touched or current.type.endswith(("_statement", "_declaration", "program")):
            kinds.append(current.type)
        if touched and len(kinds) > 40:
            break
        current = current.parent
    return tuple(kinds)

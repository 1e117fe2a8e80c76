"""Proves that rewritten bytes are what the edits say and nothing else, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Protocol, cast

from migrator.findings import Edit
from migrator.shapes import DIRECTIVE

COMPARISONS = {"python": "migrator.languages.python.compare:compare"}
"""By language: a function that looks at both versions as that language's parser sees them."""


_REMARK = re.compile(rb"(?m)(?:(?<!\S)#(?!>[ \t]*\r?$)|^[ \t]*(?:;|rem\b|::))[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Failure:
    """The step of the proof that failed: "edits", "bytes", "comments", "tree" or "second-pass"."""

    step: str
    message: str


class Comparison(Protocol):
    """What a language adds to the proof."""

    def __call__(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        """What is wrong: the new bytes do not parse, or something outside the edits is another thing now."""


def prove(
    path: str,
    old: bytes,
    new: bytes,
    edits: Sequence[Edit],
    language: str | Comparison,
    again: Callable[[bytes], str | None] | None = None,
    encoding: str = "utf-8",
) -> Failure | None:
    """Nothing if `new` is proven to be `old` with the edits; else the step that failed.

    `language` is a comparison, a key of `COMPARISONS` or a dotted name like its values. `again` runs the engine on the
    new bytes and tells what it would still change, or what it finds that it had not found before. `encoding` is the file's.
    """
    ordered = sorted(edits)
    problem = _edits(path, old, ordered)
    if problem is not None:
        return Failure("edits", problem)
    problem = _bytes(old, new, ordered)
    if problem is not None:
        return Failure("bytes", problem)
    problem = _remarks(old, ordered, encoding)
    if problem is not None:
        return Failure("comments", problem)
    compare = comparison(language) if isinstance(language, str) else language
    problem = compare(path, old, new, ordered)
    if problem is not None:
        return Failure("tree", problem)
    problem = again(new) if again is not None else None
    return None if problem is None else Failure("second-pass", problem)


def comparison(language: str) -> Comparison:
    """A language's comparison, imported on use."""
    module, _, name = COMPARISONS.get(language, language).partition(":")
    return cast(Comparison, getattr(import_module(module), name))


def _edits(path: str, old: bytes, edits: Sequence[Edit]) -> str | None:
    for edit in edits:
        if edit.path != path:
            return f"an edit belongs to {edit.path}"
        if not 0 <= edit.start <= edit.end <= len(old):
            return f"an edit at {edit.start} to {edit.end} lies outside the file"
    for first, second in pairwise(edits):
        if second.start < first.end or (first.start, first.end) == (second.start, second.end):
            return f"the edits at {first.start} and {second.start} overlap"
    return None


def _remarks(old: bytes, edits: Sequence[Edit], encoding: str) -> str | None:
    """What an edit takes away from a comment's sign to the end of the line must stand in what edits write.

    Languages that have a tree know their comments better, and look again.
    """
    for edit in edits:
        for found in _REMARK.finditer(old, edit.start, edit.end):
            remark = found.group().decode(encoding, "replace").rstrip()
            if DIRECTIVE not in remark and not any(remark in each.text for each in edits):
                return f"a comment is lost: {remark[:60]}"
    return None


def _bytes(old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
    """The stretches between the edits stand in the new bytes, in order, with nothing but new text between them.

    How an edit's text is encoded is the language's business, so its length is not known here: the fixed stretches are
    found from both ends, and the language's comparison accounts for what is between them.
    """
    if not edits:
        return None if old == new else "the bytes differ without an edit"
    head, tail = old[: edits[0].start], old[edits[-1].end :]
    if len(new) < len(head) + len(tail) or not new.startswith(head) or not new.endswith(tail):
        return "the bytes before the first edit or behind the last one differ"
    at, stop = len(head), len(new) - len(tail)
    for first, second in pairwise(edits):
        fixed = old[first.end : second.start]
        found = new.find(fixed, at, stop)
        if found < 0:
            return f"the bytes {first.end} to {second.start} differ outside the edits"
        at = found + len(fixed)
    return None

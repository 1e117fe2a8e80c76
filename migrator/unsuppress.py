"""Takes an ignore comment, or some of the rules that it names, out of a file again."""

from __future__ import annotations

import re
from collections.abc import Collection

from migrator.findings import Edit
from migrator.suppress import ENDS, Suppression

_OPENING = re.compile(r"\s*(?:#+!?|//+!?|/\*+[\s*]*|<!--+|<%--|<#+|\{/\*|\{#|--+|;+|!+|%+|\.\.|rem)\s*", re.IGNORECASE)
_CLOSING = re.compile(r"[\s*]*(?:\*/\}?|--+>|--%>|#\}|#+>)?\s*")
_INNER = re.compile(r"[ \t]*(?:#+|//+)[ \t]*$")
_BLANK = b" \t"


def removal(entry: Suppression, unused: Collection[str], data: bytes, encoding: str) -> Edit | None:
    """The edit that takes `unused` rules out of the comment, the whole comment where they are all it names; None: by hand."""
    text = entry.comment.text
    site = entry.site

    def byte(at: int) -> int:
        return site.start + len(text[:at].encode(encoding))

    start, end = entry.span
    kept = [selector for selector in entry.selectors if selector not in unused]
    if kept and entry.rules is not None:
        first, last = entry.rules
        return Edit(site.path, byte(first), byte(last), ", ".join(kept))
    mark = next((mark for mark in ENDS if text[:end].rstrip().endswith(mark)), "")
    behind = text[end - len(mark) if mark else end :]
    before = text[:start]
    if _OPENING.fullmatch(before) and _CLOSING.fullmatch(behind):
        return Edit(site.path, *_with_its_room(data, site.start, site.end), "")
    inner = _INNER.search(before)
    if inner is not None and before[: inner.start()].strip() and not behind.strip():
        return Edit(site.path, byte(inner.start()), site.end, "")
    return None


def _with_its_room(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The comment with its line where it has one of its own, else with the blanks that part it from the code."""
    first = start
    while first > 0 and data[first - 1 : first] in (b" ", b"\t"):
        first -= 1
    last = end
    while last < len(data) and data[last : last + 1] in (b" ", b"\t"):
        last += 1
    line_starts = first == 0 or data[first - 1 : first] in (b"\n", b"\r")
    line_ends = last == len(data) or data[last : last + 1] in (b"\n", b"\r")
    if line_starts and line_ends:
        width = 2 if data[last : last + 2] == b"\r\n" else 1
        if last < len(data):
            return first, last + width
        # The last line, without a break of its own: the one before it goes.
        return first - (2 if data[max(first - 2, 0) : first] == b"\r\n" else min(first, 1)), last
    if line_ends:
        return first, last
    return start, last

"""Proves that a rewritten settings file says the same as before, apart from what the edits say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from migrator.findings import Edit
from migrator.languages.config.nodes import Broken, Items, Node, Parsed, Scalar

Leaf = tuple[tuple[str, ...], object, int, int]


def compare(old: bytes, new: bytes, edits: Sequence[Edit], parse: Callable[[bytes], Parsed]) -> str | None:
    """What is wrong; None: nothing."""
    try:
        before, after = parse(old), parse(new)
    except Broken as problem:
        return f"it does not parse: {problem}"
    ordered = sorted(edits)
    old_spans = [(edit.start, edit.end) for edit in ordered]
    new_spans: list[tuple[int, int]] = []
    moved = 0
    for edit in ordered:
        length = len(edit.text.encode())
        new_spans.append((edit.start + moved, edit.start + moved + length))
        moved += length - (edit.end - edit.start)
    kept = [leaf[:2] for root in before.roots for leaf in leaves(root, ()) if not _touched(leaf, old_spans)]
    now = [leaf[:2] for root in after.roots for leaf in leaves(root, ()) if not _touched(leaf, new_spans)]
    if kept != now:
        return "something outside the edits says another thing now"
    touched = sum(1 for root in before.roots for leaf in leaves(root, ()) if _touched(leaf, old_spans))
    written = sum(1 for root in after.roots for leaf in leaves(root, ()) if _touched(leaf, new_spans))
    return None if written <= touched + len(edits) else "an edit wrote more than it says"


def leaves(node: Node, names: tuple[str, ...]) -> Iterator[Leaf]:
    """Every scalar with the way to it."""
    if isinstance(node, Scalar):
        yield names, (type(node.value).__name__, node.value), node.start, node.end
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from leaves(item, (*names, str(number)))
    else:
        for pair in node.pairs:
            yield from leaves(pair.value, (*names, pair.key))


def _touched(leaf: Leaf, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= leaf[3] - 1 and leaf[2] < end if start < end else leaf[2] < start < leaf[3] for start, end in spans)

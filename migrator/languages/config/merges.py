"""What YAML's merge keys (`<<: *defaults`) bring into a mapping."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.languages.config.nodes import Items, Mapping, Node, Pair, Scalar

MERGE = "<<"
MAX_PAIRS = 500
"""Where merges multiply beyond this (an alias bomb), what they bring is left alone."""


def merged(node: Mapping) -> tuple[tuple[Pair, Pair], ...]:
    """The entries that come from elsewhere, each with the merge key that brings it; own entries win, then earlier ones."""
    own = {pair.key for pair in node.pairs}
    found: dict[str, tuple[Pair, Pair]] = {}
    for count, (pair, key) in enumerate(_brought(node, 0)):
        if count >= MAX_PAIRS:
            return ()
        if pair.key not in own:
            found.setdefault(pair.key, (pair, key))
    return tuple(found.values())


def _brought(node: Mapping, depth: int) -> Iterator[tuple[Pair, Pair]]:
    if depth > 8:
        return
    for key in node.pairs:
        if key.key != MERGE:
            continue
        for source in _sources(key.value):
            for pair in source.pairs:
                if pair.key != MERGE:
                    yield pair, key
            for pair, _ in _brought(source, depth + 1):
                yield pair, key


def _sources(value: Node) -> Iterator[Mapping]:
    for each in value.items if isinstance(value, Items) else (value,):
        target = each.refers if isinstance(each, Scalar) else each
        if isinstance(target, Mapping):
            yield target

"""Turns dotted keys (`a.b.c = 1`) into mappings inside mappings."""

from __future__ import annotations

import re
from dataclasses import replace

from migrator.languages.config.nodes import Mapping, Pair

_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
"""What parts a key: not the dot of a version (`deepseek-v3.2`)."""


def nested(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """The pairs with those of dotted keys put together; other pairs stay as they are."""
    if not any("." in pair.key for pair in pairs):
        return pairs
    inner: dict[str, list[Pair]] = {}
    result: list[Pair] = []
    for pair in pairs:
        found = _DOT.search(pair.key)
        first, rest = (pair.key[: found.start()], pair.key[found.end() :]) if found is not None else ("", "")
        if not first or not rest:
            result.append(pair)
            continue
        inner.setdefault(first, []).append(replace(pair, key=rest, full_key=pair.full_key or pair.key))
    for first, held in inner.items():
        members = nested(tuple(held))
        start, end = min(each.start for each in held), max(each.end for each in held)
        mapping = Mapping(members, start, end, "lines")
        result.append(Pair(first, held[0].key_start, held[0].key_end, mapping, start, end))
    return tuple(result)

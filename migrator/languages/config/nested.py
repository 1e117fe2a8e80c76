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
    inner: dict[tuple[str, int | None], list[Pair]] = {}
    result: list[Pair] = []
    tables: dict[str, int] = {}
    for pair in pairs:
        found = _DOT.search(pair.key)
        first, rest = (pair.key[: found.start()], pair.key[found.end() :]) if found is not None else ("", "")
        if first and rest:
            held = replace(pair, key=rest, full_key=pair.full_key or pair.key)
            inner.setdefault((first, tables.get(first)), []).append(held)
            continue
        if isinstance(pair.value, Mapping):
            tables[pair.key] = len(result)
        result.append(pair)
    for (first, table), parts in inner.items():
        members = nested(tuple(parts))
        around = result[table].value if table is not None else None
        if table is not None and isinstance(around, Mapping):
            # `[a]` and `[a.b]` behind it are one mapping, which stands where the first of them does.
            result[table] = replace(result[table], value=replace(around, pairs=(*around.pairs, *members)))
            continue
        start, end = min(each.start for each in parts), max(each.end for each in parts)
        mapping = Mapping(members, start, end, "lines")
        result.append(Pair(first, parts[0].key_start, parts[0].key_end, mapping, start, end))
    return tuple(result)

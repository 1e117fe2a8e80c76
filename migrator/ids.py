"""Finds model ids in text: whole ids only, never a part of a longer name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

CONTINUES = r"\w\-_.:/@"
"""Characters that continue an id on either side; a full stop counts only where a word follows it."""


@lru_cache(maxsize=8)
def _pattern(ids: frozenset[str]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(each) for each in sorted(ids, key=len, reverse=True))
    return re.compile(rf"(?<![{CONTINUES}])(?:{longest_first})(?![\w\-_:/@]|\.\w)")


def find_ids(text: str, ids: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each whole id in the text with its offset in characters."""
    known = frozenset(ids)
    if known:
        for match in _pattern(known).finditer(text):
            yield match.group(), match.start()

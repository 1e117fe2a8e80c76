"""Finds model ids in text: whole ids only, never a part of a longer name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

CONTINUES = r"\w\-_.:/@"
"""Characters that continue an id on either side; a full stop counts only where a word follows it."""


DEFAULT = r"\$\{\w+:?[-=]"
"""What a default stands behind where a variable is expanded (`${MODEL:-…}`)."""


@lru_cache(maxsize=8)
def _pattern(ids: frozenset[str], prefixes: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(each) for each in sorted(ids, key=len, reverse=True))
    before = "|".join((DEFAULT, *map(re.escape, prefixes)))
    return re.compile(rf"(?<![{CONTINUES}])(?:{before})?({longest_first})(?![\w\-_:/@]|\.\w)")


def find_ids(text: str, ids: Iterable[str], prefixes: tuple[str, ...] = ()) -> Iterator[tuple[str, int]]:
    """Each whole id in the text with its offset in characters; one of `prefixes` before it does not make it another name."""
    known = frozenset(ids)
    if known:
        for match in _pattern(known, prefixes).finditer(text):
            yield match.group(1), match.start(1)


def ids_in_bytes(data: bytes, ids: Iterable[str], prefixes: tuple[str, ...] = ()) -> Iterator[tuple[str, int, int]]:
    """Each whole id in a file that nothing could parse, with the bytes where it stands."""
    start, width = (2, 2) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else (0, 1)
    text = data.decode("latin-1")
    if width == 2:
        # One character for each pair of bytes, whatever it is: only ASCII is looked for.
        low, high = data[2::2], data[3::2]
        if data.startswith(codecs.BOM_UTF16_BE):
            low, high = high, low
        text = "".join(chr(one) if not other else "\x00" for one, other in zip(low, high, strict=False))
    for model, at in find_ids(text, ids, prefixes):
        yield model, start + width * at, start + width * (at + len(model))

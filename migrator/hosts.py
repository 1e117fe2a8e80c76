"""Tells whether a host, parts of which may be unknown, is one that a pattern means."""

from __future__ import annotations

import re
from functools import lru_cache

HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for text that is only known at run time."""

_SCHEME = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//")


def host_of(url: str) -> str:
    """The host of a URL with its port, in lower case; the URL may come without its scheme."""
    rest = _SCHEME.sub("", url.strip())
    return re.split(r"[/?#\\]", rest, maxsplit=1)[0].rpartition("@")[2].rstrip(".").lower()


def path_of(url: str) -> str:
    """The path of a URL, without a slash at its end."""
    rest = re.split(r"[?#]", _SCHEME.sub("", url.strip()), maxsplit=1)[0]
    start = rest.find("/")
    return rest[start:].rstrip("/") if start >= 0 else ""


def rank(pattern: str, host: str) -> tuple[bool, int] | None:
    """How exactly a pattern names a host, more being more exact; None where it does not.

    An unknown part of the host ("*" or U+FFFC) is only matched by a `*` of the pattern: the literal rest has to prove it.
    """
    known = host.lower().rstrip(".").replace("*", HOLE)
    if ":" not in pattern:
        known = known.partition(":")[0].rstrip(".")
    if _expression(pattern).fullmatch(known) is None:
        return None
    return (not pattern.startswith("*"), len(pattern.replace("*", "")))


@lru_cache(maxsize=1024)
def _expression(pattern: str) -> re.Pattern[str]:
    """`*` as a whole label stands for one or more labels, inside a label for a part of it."""
    labels = [
        r"[^.:/]+(?:\.[^.:/]+)*" if label == "*" else "[^.:/]+".join(map(re.escape, label.split("*")))
        for label in pattern.lower().split(".")
    ]
    return re.compile(r"\.".join(labels))

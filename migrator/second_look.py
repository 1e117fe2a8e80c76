"""Looks again at a file in which words of the rulebook were found: longer names, comments and others' ids are not ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from migrator.sieves import SecondLook

LONGEST = 128
"""So many bytes of a name are looked at; no id is as long."""
FARTHEST = 4096
"""So many bytes before a word are looked through for the beginning of its line."""
RUN = rb"[\w\-.:/@]{1,%d}" % LONGEST
LONGER = rb"(?<!_)"
"""What a longer name would have before the word. Letters are not asked: they may be an escape's (`\\n`, `\\u0022`)."""
JOINS = rb"(?=[\"'`{$%\\!&<]|$)"
"""Where more of a name may follow: at the end of a string, at a hole or an escape in it."""
PATH = re.compile(rb"\w/$")
NEVER = rb"(?!)"
ENDS = rb"(?![\w\-/@]|:\S|\.\w)"
"""What an id ends before (it may be a key: `id: 1`); what a file's bytes say of letters beyond ASCII is not asked."""
COMMENTS = (b"#", b"//")
"""What a line begins with that is a comment, or a heading, in every language that is read."""


def worth_parsing(asked: SecondLook, data: bytes, tells: Callable[[bytes], bool], sends: Callable[[bytes], bool]) -> bool:
    """Whether the bytes (UTF-8, or anything that ASCII is part of) hold something of what is asked for.

    Each is called once at most: `tells` says whether the file may say where calls go, so that the mere beginning of an id
    counts, `sends` whether it may make calls.
    """
    words = _words(asked)
    evidence = cache(lambda: tells(data))
    calls = cache(lambda: sends(data))
    for found in words.pattern.finditer(data):
        at = found.start()
        if found.lastgroup == "mark":
            return True
        if found.lastgroup != "stem":
            if not _in_comment(data, at) and (found.lastgroup == "name" or evidence() or calls()):
                return True
            continue
        if words.is_foreign(data, at):
            continue
        if words.whole.match(data, at):
            return True
        begun = words.begun.match(data, at)
        if begun is None or not any(each.startswith(begun.group()) for each in words.ids):
            continue
        if any(piece in begun.group() for piece in words.pieces) or evidence():
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Words:
    pattern: re.Pattern[bytes]
    whole: re.Pattern[bytes]
    begun: re.Pattern[bytes]
    heads: re.Pattern[bytes]
    foreign: re.Pattern[bytes]
    ids: tuple[bytes, ...]
    pieces: tuple[bytes, ...]

    def is_foreign(self, data: bytes, at: int) -> bool:
        """Whether what stands before the id makes it another name: a path that is none of ours, or another provider's prefix."""
        first = max(0, at - LONGEST)
        if PATH.search(data, first, at) is not None:
            return self.heads.search(data, first, at) is None
        return self.foreign.search(data, first, at) is not None


@lru_cache(maxsize=4)
def _words(asked: SecondLook) -> _Words:
    """The patterns of a second look, made when the first file needs one."""
    groups = {
        b"mark": _either(asked.marks),
        b"name": LONGER + _either(asked.names) + rb"(?!\w)",
        b"part": LONGER + _either(asked.parts) + rb"(?!\w)",
        b"stem": _either(asked.stems),
    }
    return _Words(
        re.compile(b"|".join(b"(?P<%s>%s)" % each for each in groups.items())),
        re.compile(_either(asked.ids) + ENDS),
        re.compile(RUN + JOINS),
        re.compile(rb"(?<![\w\-/])" + _either(asked.heads) + rb"$"),
        re.compile(rb"(?<![\w\-./:@])" + _either(asked.foreign) + rb"$"),
        tuple(each.encode() for each in asked.ids),
        tuple(each.encode() for each in asked.pieces),
    )


def _either(words: tuple[str, ...]) -> bytes:
    """A pattern of these words, the longest first; one that nothing matches where there are none."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return b"(?:" + (b"|".join(re.escape(each.encode()) for each in longest_first) or NEVER) + b")"


def _in_comment(data: bytes, at: int) -> bool:
    """Whether nothing but a comment can stand there; no is always safe."""
    first = max(0, at - FARTHEST)
    start = max(data.rfind(b"\n", first, at), data.rfind(b"\r", first, at)) + 1
    if start == 0 and first > 0:
        return False
    return data[start:at].lstrip().startswith(COMMENTS)

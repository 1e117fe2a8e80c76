"""Looks again at a file in which words of the rulebook were found: longer names, comments and others' ids are not ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 128
"""So many bytes of a name are looked at; no id is as long."""
FARTHEST = 4096
"""So many bytes before a word are looked through for the beginning of its line."""
RUN = re.compile(rb"[\w\-.:/@]{0,%d}" % LONGEST)
ENDS = rb"(?![\w\-:/@]|\.\w)"
"""What an id ends before; what a file's bytes say of letters beyond ASCII is not asked."""
COMMENTS = (b"#", b"//")
"""What a line begins with that is a comment, or a heading, in every language that is read."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What must stand in a file for it to be worth parsing.

    `ids` are whole ids as they begin at one of `stems`, `pieces` what the beginning of one must hold to count without further
    evidence, `foreign` what stands before an id that is another provider's, `names` whole words that count outside comments,
    `marks` those that count anywhere.
    """

    stems: tuple[str, ...]
    ids: tuple[str, ...]
    pieces: tuple[str, ...]
    foreign: tuple[str, ...]
    names: tuple[str, ...]
    marks: tuple[str, ...]

    def __call__(self, data: bytes, tells: Callable[[bytes], bool]) -> bool:
        """Whether the bytes (UTF-8, or anything that ASCII is part of) hold one of those.

        `tells` is asked once at most: whether the file may say where calls go, so that the mere beginning of an id counts.
        """
        words = _words(self)
        evidence: bool | None = None
        for found in words.pattern.finditer(data):
            if found.lastgroup == "mark":
                return True
            if found.lastgroup == "name":
                if not _in_comment(data, found.start()):
                    return True
                continue
            if words.foreign is not None and words.foreign.search(data, max(0, found.start() - LONGEST), found.start()):
                continue
            if words.whole.match(data, found.start()):
                return True
            run = RUN.match(data, found.start())
            begun = run.group() if run is not None else b""
            if not any(each.startswith(begun) for each in words.ids):
                continue
            if any(piece in begun for piece in words.pieces):
                return True
            evidence = tells(data) if evidence is None else evidence
            if evidence:
                return True
        return False


@dataclass(frozen=True, slots=True)
class _Words:
    pattern: re.Pattern[bytes]
    whole: re.Pattern[bytes]
    foreign: re.Pattern[bytes] | None
    ids: tuple[bytes, ...]
    pieces: tuple[bytes, ...]


@lru_cache(maxsize=4)
def _words(look: SecondLook) -> _Words:
    """The patterns of a second look, made when the first file needs one."""
    stems, names, marks = _either(look.stems), _either(look.names), _either(look.marks)
    groups = (rb"(?P<mark>" + marks + rb")", rb"(?P<name>(?<!\w)(?:" + names + rb")(?!\w))", rb"(?P<stem>" + stems + rb")")
    kept = [group for group, words in zip(groups, (look.marks, look.names, look.stems), strict=True) if words]
    foreign = re.compile(rb"(?<![\w\-./:@])(?:" + _either(look.foreign) + rb")$") if look.foreign else None
    ids = tuple(each.encode() for each in look.ids)
    return _Words(
        re.compile(b"|".join(kept) or rb"(?!)"),
        re.compile(rb"(?:" + _either(look.ids) + rb")" + ENDS),
        foreign,
        ids,
        tuple(each.encode() for each in look.pieces),
    )


def _either(words: tuple[str, ...]) -> bytes:
    return b"|".join(re.escape(each.encode()) for each in sorted(words, key=lambda word: (-len(word), word)))


def _in_comment(data: bytes, at: int) -> bool:
    """Whether nothing but a comment can stand there; no is always safe."""
    first = max(0, at - FARTHEST)
    start = max(data.rfind(b"\n", first, at), data.rfind(b"\r", first, at)) + 1
    if start == 0 and first > 0:
        return False
    return data[start:at].lstrip().startswith(COMMENTS)

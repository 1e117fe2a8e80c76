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


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What must stand in a file for it to be worth parsing.

    `ids` are whole ids as they begin at one of `stems`, `pieces` what the beginning of one must hold to count without further
    evidence, `heads` what may stand before an id, `foreign` what makes it another provider's, `names` whole words that count
    outside comments, `parts` those that count only where calls are made, `marks` those that count anywhere.
    """

    stems: tuple[str, ...]
    ids: tuple[str, ...]
    pieces: tuple[str, ...]
    heads: tuple[str, ...]
    foreign: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[str, ...]
    marks: tuple[str, ...]

    def __call__(self, data: bytes, tells: Callable[[bytes], bool], sends: Callable[[bytes], bool]) -> bool:
        """Whether the bytes (UTF-8, or anything that ASCII is part of) hold one of those.

        Each is asked once at most: `tells` whether the file may say where calls go, so that the mere beginning of an id counts,
        `sends` whether it may make calls.
        """
        words = _words(self)
        answers: dict[Callable[[bytes], bool], bool] = {}

        def asked(question: Callable[[bytes], bool]) -> bool:
            if question not in answers:
                answers[question] = question(data)
            return answers[question]

        for found in words.pattern.finditer(data):
            at = found.start()
            if found.lastgroup == "mark":
                return True
            if found.lastgroup != "stem":
                if not _in_comment(data, at) and (found.lastgroup == "name" or asked(tells) or asked(sends)):
                    return True
                continue
            if words.is_foreign(data, at):
                continue
            if words.whole.match(data, at):
                return True
            begun = words.begun.match(data, at)
            if begun is None or not any(each.startswith(begun.group()) for each in words.ids):
                continue
            if any(piece in begun.group() for piece in words.pieces) or asked(tells):
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
def _words(look: SecondLook) -> _Words:
    """The patterns of a second look, made when the first file needs one."""
    named = {"mark": look.marks, "name": look.names, "part": look.parts, "stem": look.stems}
    bounds = {"name": (LONGER, rb"(?!\w)"), "part": (LONGER, rb"(?!\w)")}
    groups = [
        b"".join(
            (b"(?P<", group.encode(), b">", *bounds.get(group, (b"", b""))[:1], _either(words), *bounds.get(group, ())[1:], b")")
        )
        for group, words in named.items()
        if words
    ]
    return _Words(
        re.compile(b"|".join(groups) or NEVER),
        re.compile(_either(look.ids) + ENDS),
        re.compile(RUN + JOINS),
        re.compile(rb"(?<![\w\-/])" + _either(look.heads) + rb"$"),
        re.compile(rb"(?<![\w\-./:@])" + _either(look.foreign) + rb"$"),
        tuple(each.encode() for each in look.ids),
        tuple(each.encode() for each in look.pieces),
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

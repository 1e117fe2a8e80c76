"""Estimates from raw bytes how deeply a Python file nests, before any parser touches it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

MODEST_DEPTH = 40
MODEST_CHAIN = 100
DEEPEST = 200
"""CPython's own tokenizer takes no deeper brackets."""
LONGEST = 1000
MOST_BRANCHES = 5000

_OPENS, _CLOSES = b"([{", b")]}"
_NOT_BRACKETS = bytes(set(range(256)) - set(_OPENS + _CLOSES))
_STEP = {**dict.fromkeys(_OPENS, 1), **dict.fromkeys(_CLOSES, -1)}
_OPERATORS = b"+-*/%@&|^<>.~"
_CALLED = (b")(", b")[", b"](", b"][")
_WORDS = (b" or ", b" and ", b" if ", b"not ", b"lambda", b"await ")
_STATEMENT = re.compile(
    rb"\n(?=[ \t]*(?:def|class|return|import|from|for|if|elif|else|while|try|except|with|raise|assert|@|[\w.\[\]]+ = )\b)"
)
_TOKEN = re.compile(
    rb"""
      (?P<string> \"\"\"(?:[^\\"]|\\.|\"(?!\"\"))*\"\"\" | '''(?:[^\\']|\\.|'(?!''))*'''
                | "(?:[^\\"\n]|\\(?:\r\n|.))*" | '(?:[^\\'\n]|\\(?:\r\n|.))*' )
    | (?P<blank> \#[^\n]* | \\\r?\n | [ \t\r]+ )
    | (?P<opens> [(\[{] ) | (?P<closes> [)\]}] ) | (?P<comma> [,;] ) | (?P<newline> \n )
    | (?P<links> [-+*/%@&|^<>.~]+ | \b(?:or|and|if|not|lambda|await)\b )
    | [^-+*/%@&|^<>.~()\[\]{},;\n\#\\"'\ \t\r]+ | .
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How deep brackets nest and how long the longest chain of operators is."""

    depth: int
    chain: int
    text_depth: int
    """The depth with brackets inside strings and comments counted as well."""
    branches: int
    """How many times the file says `elif`: each nests in the one before."""

    @property
    def modest(self) -> bool:
        """Whether an ordinary stack will do."""
        return self.text_depth <= MODEST_DEPTH and max(self.chain, self.branches) <= MODEST_CHAIN

    @property
    def flat(self) -> bool:
        """Whether no expression nests so deeply that a parser might not come back."""
        return self.text_depth <= MODEST_DEPTH and self.chain <= MODEST_CHAIN


def shape(data: bytes) -> Shape:
    """The shape of a file; the careful count is made only where a cheap upper bound gives cause."""
    text_depth = _running_depth(data)
    branches = data.count(b"elif")
    if text_depth <= MODEST_DEPTH and not _may_chain(data):
        return Shape(text_depth, 0, text_depth, branches)
    depth, chain = _count(data)
    return Shape(depth, chain, text_depth, branches)


def _running_depth(data: bytes) -> int:
    brackets = data.translate(None, _NOT_BRACKETS)
    steps = map(_STEP.__getitem__, brackets)
    return max(accumulate(steps, lambda level, step: max(0, level + step), initial=0))


def _may_chain(data: bytes) -> bool:
    """Whether any stretch between two statements holds enough operators or strings for a long chain."""
    return any(_links_at_most(part) > MODEST_CHAIN for part in _STATEMENT.split(data))


def _links_at_most(part: bytes) -> int:
    if len(part) <= MODEST_CHAIN:
        return 0
    operators = len(part) - len(part.translate(None, _OPERATORS))
    words = sum(part.count(word) for word in _WORDS)
    strings = (part.count(b'"') + part.count(b"'")) // 2
    calls = sum(part.count(pair) for pair in _CALLED)
    return operators + words + strings + calls


def _count(data: bytes) -> tuple[int, int]:
    """The depth of brackets and the longest chain: links between the separators of one bracket level."""
    levels = [0]
    depth = longest = 0
    last = ""
    for match in _TOKEN.finditer(data):
        kind = match.lastgroup or "operand"
        if kind == "blank":
            continue
        if kind == "opens":
            if last == "closes":
                levels[-1] += 1
            levels.append(0)
            depth = max(depth, len(levels) - 1)
        elif kind == "closes":
            longest = max(longest, levels[-1])
            if len(levels) > 1:
                levels.pop()
        elif kind == "comma" or (kind == "newline" and len(levels) == 1):
            longest = max(longest, levels[-1])
            levels[-1] = 0
        elif kind == "links" or (kind == "string" and last == "string"):
            levels[-1] += 1
        if kind != "newline" or len(levels) == 1:
            last = kind
    return depth, max(longest, *levels)

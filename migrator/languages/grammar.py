"""Parses with a tree-sitter grammar, no longer than any program takes: some broken texts would hold its parser for ever."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Parser, Point, Tree

LEAST = 2_000
BYTES_A_STEP = 4
"""Steps of the parser that a text may take, one at least for so many bytes: programs take one for some fifty."""
MOST_OPEN = 1_000
"""Comments that may begin and not end: for each, the grammars of JavaScript, Java and Kotlin look through all that follows and
count no step."""
MOST_AT_ONCE = 65_536
MICROSECONDS = 20_000_000
"""What versions before 0.26 get: their steps cannot be counted, or end the process when they are (0.25)."""
CLOCK = "timeout_micros"
"""What a parser has that can only be stopped by the clock."""
TOO_LONG = "the parser takes more steps than any program of its size"


def holds_up(text: bytes) -> bool:
    """Whether so many comments begin in a text and do not end that nobody can wait for its parser."""
    return text.count(b"/*") - text.count(b"*/") > MOST_OPEN


def bounded(parser: Parser, text: bytes) -> Tree | None:
    """The tree; None where the parser is still at it after more steps than any program needs."""
    if hasattr(type(parser), CLOCK):
        return _by_the_clock(parser, text)
    most, taken = LEAST + len(text) // BYTES_A_STEP, 0
    # The bindings (0.26.1) never let go of what they were given to read: it is always the same object, which is empty in the end.
    given = bytearray()

    def give(at: int, _: Point) -> bytearray:
        given[:] = text[at : at + MOST_AT_ONCE]
        return given

    def stops(*_: object) -> bool:
        nonlocal taken
        taken += 1
        return taken > most

    try:
        tree = parser.parse(give, progress_callback=stops)
    except ValueError:
        # Else the next text would be taken for the rest of this one.
        parser.reset()
        return None
    finally:
        given.clear()
    # Only a parser that asks for its text can be stopped, and only a tree that was given it can tell what stands where.
    return parser.parse(text, tree)


def _by_the_clock(parser: Parser, text: bytes) -> Tree | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        setattr(parser, CLOCK, MICROSECONDS)
    try:
        return parser.parse(text)
    except ValueError:
        parser.reset()
        return None

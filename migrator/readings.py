"""Where a value of a program ends up, as a language tells it: parts that are read, handed on or returned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from migrator.values import Site

Steps: TypeAlias = "tuple[str, ...]"
ANY = "#"
"""Stands for any position of a list, and for each element that a loop takes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One place where a value, or the part of it that `steps` lead to, ends up.

    Steps are names, keys and positions as text, `ANY` an element or a position that is not written out. `sites` are the
    expressions as written before and after each of the last steps; the steps before those were taken under another name.
    `how`: "read" (anything that is not one of the others), "called" (the last step is a method), "argument", "element" (of a
    display), "returned", "yielded", "kept" (under a name that is not followed), "tested", "alone", "lost" (nobody can tell) or
    "named" (under the name `argument`, which other files can import). `adds`: the part is added to what came before. `place` is
    the call or statement around, `argument` "position:N" or "keyword:NAME", `function` the number of the function that
    returns it. `also` are the values that the name may hold there instead.
    """

    steps: Steps
    sites: tuple[Site, ...]
    how: str
    place: Site
    adds: bool = False
    argument: str = ""
    function: int | None = None
    also: tuple[Site, ...] = ()


class Follower(Protocol):
    """Follows values through one document."""

    def follow(self, site: Site, stops: Collection[Steps], prefix: Steps = ()) -> tuple[Reading, ...] | None:
        """All places where the value of the expression at `site` ends up; None where nobody can tell.

        A part at one of `stops` (positions written as `ANY`) is not followed any further.
        """


@runtime_checkable
class Follows(Protocol):
    """A language that can follow values."""

    def follower(self, document: object) -> Follower | None:
        """A follower of one document of this language."""


def any_position(steps: Steps) -> Steps:
    """The steps with every position as `ANY`."""
    return tuple(ANY if step.isdigit() else step for step in steps)

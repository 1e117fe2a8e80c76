"""Looks for programs of which something does not hold, as many as asked for."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from tests.programs.meaning import Program

Check = Callable[[Program], Iterable[str]]
ROUND = 50
"""Programs between two looks at the clock."""


@dataclass
class Found:
    """What a search came to."""

    tried: int = 0
    problems: dict[str, tuple[Program, str]] = field(default_factory=dict)
    """By its first words, the shortest program that shows a problem."""


def kind_of(problem: str) -> str:
    """The first words of a problem, without what differs from program to program."""
    words = problem.split("\n")[0].split()
    return " ".join(word for word in words[:12] if not any(sign in word for sign in "0123456789{[('"))


def search(strategy: SearchStrategy[Program], check: Check, number: int, count: int) -> Found:
    """The problems of so many programs, the same ones for the same number."""
    found = Found()

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def look(program: Program) -> None:
        found.tried += 1
        try:
            problems = list(check(program))
        except Exception as error:
            problems = [f"{type(error).__name__} is raised: {error}"]
        for problem in problems:
            known = found.problems.get(kind_of(problem))
            if known is None or len(program.data) < len(known[0].data):
                found.problems[kind_of(problem)] = (program, problem)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        look()
    return found


def rounds(strategy: SearchStrategy[Program], check: Check, number: int, minutes: float) -> Iterator[Found]:
    """Searches until the time is over, each with another number."""
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        yield search(strategy, check, number, ROUND)
        number += 1

"""Where a run's time goes: the seconds of each step on its way, and how many files were parsed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

DISCOVER = "discover"
SIFT = "first look"
CACHE = "compare with what was kept"
READ = "read and parse"
FOLLOW = "follow names"
JUDGE = "link and judge"
PLAN = "plan and write edits"
PROVE = "prove"
REPORT = "report"
ORDER = (DISCOVER, SIFT, CACHE, READ, FOLLOW, JUDGE, PLAN, PROVE, REPORT)


class Steps:
    """Adds up what each step takes; one that is entered inside another one stops the other's clock."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._open: list[str] = []
        self._since = 0.0
        self.seconds: dict[str, float] = {}
        self.parsed = 0

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Everything inside belongs to the step."""
        self._turn()
        self._open.append(step)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def _turn(self) -> None:
        now = self._clock()
        if self._open:
            self.seconds[self._open[-1]] = self.seconds.get(self._open[-1], 0.0) + now - self._since
        self._since = now

    def add(self, seconds: Mapping[str, float], parsed: int) -> None:
        """What another process took."""
        for step, each in seconds.items():
            self.seconds[step] = self.seconds.get(step, 0.0) + each
        self.parsed += parsed

    def lines(self, seen: int, read: int) -> list[str]:
        """The profile as text: the files, then the milliseconds of each step that there was."""
        taken = [(step, round(1000 * self.seconds[step])) for step in ORDER if step in self.seconds]
        wide = max((len(step) for step, _ in taken), default=0)
        high = max((len(f"{each:,}") for _, each in taken), default=0)
        head = f"{seen:,} files seen, {read:,} read, {self.parsed:,} parsed"
        return [head, *(f"  {step:<{wide}}  {each:>{high},} ms" for step, each in taken)]

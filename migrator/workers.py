"""Shares work among processes where there is enough of it; every result is the same as without them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from migrator.progress import Progress, silent
from migrator.stops import leave_signals

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from types import TracebackType

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""How many pieces of work each process has waiting."""


class Crew:
    """Processes that are started for the first work that is large enough, and stay until the end.

    `jobs`: how many, None for as many as there are processors. `executor`: somebody else's, used instead of our own.
    `progress` is told how far the work is.
    """

    def __init__(self, jobs: int | None = None, executor: Executor | None = None, progress: Progress = silent) -> None:
        self.progress = progress
        self.jobs = processors() if jobs is None else jobs
        self._given = executor
        self._own: Executor | None = None
        self._broken = False

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._own is not None:
            self._own.shutdown(wait=kind is None, cancel_futures=True)

    def map(self, work: Callable[[Sequence[Item]], Result], chunks: Iterable[Sequence[Item]], alone: bool) -> Iterator[Result]:
        """The result of `work` for each chunk, in order; `alone` does it here. `work` and chunks must pickle.

        A chunk whose process dies is done here.
        """
        executor = None if alone else self._executor()
        if executor is None:
            yield from map(work, chunks)
            return
        from collections import deque
        from concurrent.futures import BrokenExecutor, Future

        waiting: deque[tuple[Sequence[Item], Future[Result] | None]] = deque()

        def first() -> Result:
            chunk, future = waiting.popleft()
            try:
                return work(chunk) if future is None else future.result()
            except BrokenExecutor:
                self._broken = True
                return work(chunk)

        for chunk in chunks:
            try:
                waiting.append((chunk, None if self._broken else executor.submit(work, chunk)))
            except BrokenExecutor:
                self._broken = True
                waiting.append((chunk, None))
            if len(waiting) >= AHEAD * self.jobs:
                yield first()
        while waiting:
            yield first()

    def _executor(self) -> Executor | None:
        if self._given is not None or self.jobs < 2 or self._broken:
            return self._given
        if self._own is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            self._own = ProcessPoolExecutor(self.jobs, get_context(_method()), leave_signals)
        return self._own


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def _method() -> str:
    # A copy of this process is the fastest start, and safe only where there is one thread to copy.
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def chunked(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in pieces of at most `size`, each taken when it is asked for."""
    coming = iter(items)
    while chunk := list(islice(coming, size)):
        yield chunk

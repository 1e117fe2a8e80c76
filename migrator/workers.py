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
        self._spare: Executor | None = None
        self._broken = False

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for each in (self._own, self._spare):
            if each is not None:
                each.shutdown(wait=kind is None, cancel_futures=True)

    def map(self, work: Callable[[Sequence[Item]], Result], chunks: Iterable[Sequence[Item]], alone: bool) -> Iterator[Result]:
        """The result of `work` for each chunk, in order; `alone` does it here. `work` and chunks must pickle.

        A chunk whose process dies is done here.
        """
        return self._map(work, chunks, alone, work)

    def apart(
        self,
        work: Callable[[Sequence[Item]], list[Result]],
        chunks: Iterable[Sequence[Item]],
        alone: bool,
        lost: Callable[[Item], Result],
    ) -> Iterator[list[Result]]:
        """As `map`, where `work` gives a result for each item and may end its process.

        What is left then is done in other processes, item by item; one that ends its process costs itself, and is `lost`.
        """
        return self._map(work, chunks, alone, lambda chunk: self._singly(work, chunk, lost))

    def _map(
        self,
        work: Callable[[Sequence[Item]], Result],
        chunks: Iterable[Sequence[Item]],
        alone: bool,
        left: Callable[[Sequence[Item]], Result],
    ) -> Iterator[Result]:
        """The results in order; what has no process any more is `left`."""
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
                return left(chunk) if future is None else future.result()
            except BrokenExecutor:
                self._broken = True
                return left(chunk)

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

    def _singly(
        self, work: Callable[[Sequence[Item]], list[Result]], chunk: Sequence[Item], lost: Callable[[Item], Result]
    ) -> list[Result]:
        from concurrent.futures import BrokenExecutor

        done: list[Result] = []
        for item in chunk:
            if self._spare is None:
                self._spare = self._started(1)
            try:
                done.extend(self._spare.submit(work, [item]).result())
            except BrokenExecutor:
                self._spare = None
                done.append(lost(item))
        return done

    def _executor(self) -> Executor | None:
        if self._given is not None or self.jobs < 2 or self._broken:
            return self._given
        if self._own is None:
            self._own = self._started(self.jobs)
        return self._own

    @staticmethod
    def _started(jobs: int) -> Executor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        return ProcessPoolExecutor(jobs, get_context(_method()), leave_signals)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # pragma: no branch - as below
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1  # pragma: no cover - macOS and Windows do not say which of them this process may use


def _method() -> str:
    # A copy of this process is the fastest start, and safe only where there is one thread to copy.
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def chunked(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in pieces of at most `size`, each taken when it is asked for."""
    coming = iter(items)
    while chunk := list(islice(coming, size)):
        yield chunk


def weighed(items: Iterable[Item], weight: Callable[[Item], int], most: int) -> Iterator[Sequence[Item]]:
    """The items in pieces of about the same weight: of at most `most`, or one item."""
    chunk: list[Item] = []
    held = 0
    for item in items:
        if chunk and held + weight(item) > most:
            yield chunk
            chunk, held = [], 0
        chunk.append(item)
        held += weight(item)
    if chunk:
        yield chunk

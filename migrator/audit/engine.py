"""Runs the jobs of an audit on any executor, and goes on when a worker dies."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import suppress

from migrator.audit.work import FAILED, SCHEMA, Job, Row, work

AHEAD = 4
Work = Callable[[Job], Row]
Start = Callable[[int], Executor]
"""Makes an executor of so many workers."""


class WorkerLost(BrokenExecutor):
    """The worker that was at a job is gone."""


def outcomes(jobs: Sequence[Job], start: Start, workers: int, do: Work = work) -> Generator[tuple[Job, Row], None, None]:
    """Each job with its row, as they are done.

    When a worker dies, an executor may give up all that it was at: each of those is then tried alone; one that
    kills two workers of its own is reported and left.
    """
    waiting = deque(jobs)
    while waiting:
        suspects: list[Job] = []
        with _closing(start(workers)) as executor:
            yield from _some(waiting, executor, workers, suspects, do)
        for job in suspects:
            yield job, _alone(job, start, do)


def _alone(job: Job, start: Start, do: Work) -> Row:
    """The row of a job that has a worker of its own, and after that another one."""
    lost: Exception | None = None
    for _ in range(2):
        with _closing(start(1)) as executor:
            try:
                return executor.submit(do, job).result()
            except Exception as error:
                lost = error
    return _lost(job, lost)


class _closing:
    """An executor that is not waited for when something went wrong."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def __enter__(self) -> Executor:
        return self._executor

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        # One whose cluster is gone cannot be told so any more.
        with suppress(Exception):
            self._executor.shutdown(wait=kind is None)


def _some(waiting: deque[Job], executor: Executor, workers: int, suspects: list[Job], do: Work) -> Iterator[tuple[Job, Row]]:
    """The outcomes until all is done or the executor breaks; then `suspects` are what it was at."""
    running: dict[Future[Row], Job] = {}
    try:
        yield from _done(waiting, running, executor, workers, suspects, do)
    finally:
        for future in running:
            with suppress(Exception):
                future.cancel()


def _done(
    waiting: deque[Job],
    running: dict[Future[Row], Job],
    executor: Executor,
    workers: int,
    suspects: list[Job],
    do: Work,
) -> Iterator[tuple[Job, Row]]:
    while waiting or running:
        while waiting and len(running) < AHEAD * workers and not suspects:
            job = waiting.popleft()
            try:
                running[executor.submit(do, job)] = job
            except (BrokenExecutor, RuntimeError):
                suspects.append(job)
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            job = running.pop(future)
            try:
                yield job, future.result()
            except Exception:
                # The executor's own: whatever goes wrong in a job is in its row.
                suspects.append(job)


def _lost(job: Job, error: Exception | None) -> Row:
    if isinstance(error, BrokenExecutor):
        code, message = "worker-lost", f"its worker died twice ({type(error).__name__}); it is left out"
    else:
        # A worker without the tool, or a row that does not come back.
        code, message = "worker-failed", f"its worker cannot do it: {type(error).__name__}: {error}"
    return {
        "schema": SCHEMA,
        "repository": job.source.name,
        "source": job.source.shown,
        "branch": job.source.branch,
        "recipe": job.recipe,
        "status": FAILED,
        "code": code,
        "message": message,
        "seconds": 0.0,
    }

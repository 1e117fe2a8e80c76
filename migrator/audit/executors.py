"""The executors that an audit can run on: processes of this machine, or a cluster's workers."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import active_children, get_context
from types import FrameType

from migrator.audit.work import Job, Row, work
from migrator.stops import end_with_parent
from migrator.workers import processors

NAMES = ("local", "dask", "ray")
PATIENCE = 10.0
"""Seconds in which a worker can put its folder away."""


class NoExecutor(Exception):
    """Why there is no such executor here."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does the work: makes an executor of a number of workers, and says how many there are; `end` ends what is at work."""

    start: Callable[[int], Executor]
    workers: int
    end: Callable[[], None] = lambda: None
    do: Callable[[Job], Row] = work


def hands(name: str, scheduler: str | None, jobs: int | None) -> Hands:
    """Those of a name; a cluster has its own number of workers. Raises `NoExecutor`."""
    if name == "local":
        return Hands(_processes, jobs or processors(), _end_processes, _worked)
    from migrator.audit.clusters import on_dask, on_ray

    return on_dask(scheduler, jobs) if name == "dask" else on_ray(scheduler, jobs)


def _processes(workers: int) -> Executor:
    return ProcessPoolExecutor(workers, get_context("spawn"), _begin)


def _worked(job: Job) -> Row:
    """The row of a job, in a process of ours; one that is told to leave puts its folder away and takes up no other job."""
    try:
        return work(job)
    except SystemExit:  # pragma: no cover - in a worker that is told to leave; the slow tests of the engine stop some
        os._exit(1)


def _begin() -> None:
    """In a worker: end tidily, when told to and when nobody is left to tell: it has a folder to put away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    end_with_parent(PATIENCE)


def _leave(number: int, frame: FrameType | None) -> None:
    # The slow tests of the engine stop workers; what they do then is not measured.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # pragma: no cover - in a worker that is told to leave
    raise SystemExit(1)  # pragma: no cover - in a worker that is told to leave


def _end_processes() -> None:
    """Those that are left are at work that nobody waits for any more."""
    for process in active_children():
        process.terminate()  # pragma: no cover - only an interrupted audit leaves some; the slow tests of the engine interrupt

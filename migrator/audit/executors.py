"""The executors that an audit can run on: processes of this machine, or a cluster's workers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from migrator.workers import processors

NAMES = ("local", "dask")


class NoExecutor(Exception):
    """Why there is no such executor here."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does the work: makes an executor of a number of workers, and says how many there are."""

    start: Callable[[int], Executor]
    workers: int
    end: Callable[[], None] = lambda: None


def hands(name: str, scheduler: str | None, jobs: int | None) -> Hands:
    """Those of a name; a cluster has its own number of workers. Raises `NoExecutor`."""
    if name == "local":
        return Hands(lambda workers: ProcessPoolExecutor(workers, get_context("spawn")), jobs or processors())
    if not scheduler:
        raise NoExecutor("executor: dask needs --scheduler, the address of a running scheduler such as tcp://host:8786")
    try:
        from distributed import Client as client_class
    except ImportError as error:
        raise NoExecutor("executor: dask is not installed; python -m pip install 'deepseek-migrate[dask]'") from error
    make: Any = client_class
    try:
        client: Any = make(scheduler, timeout="30s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoExecutor(f"executor: no scheduler answers at {scheduler}: {error}") from error
    threads = sum(each["nthreads"] for each in client.scheduler_info(n_workers=-1)["workers"].values())
    # A worker that dies is another one's work; what kills its workers time and again is given up by the scheduler.
    return Hands(lambda workers: _executor(client), jobs or threads or 1, client.close)


def _executor(client: Any) -> Executor:
    executor: Executor = client.get_executor(pure=False)
    return executor

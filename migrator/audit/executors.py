"""The executors that an audit can run on: processes of this machine, or a cluster's workers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

NAMES = ("local", "dask")


class NoExecutor(Exception):
    """Why there is no such executor here."""


def starter(name: str, scheduler: str | None) -> Callable[[int], Executor]:
    """Makes executors of a number of workers; a cluster has its own number. Raises `NoExecutor`."""
    if name == "local":
        return lambda workers: ProcessPoolExecutor(workers, get_context("spawn"))
    if not scheduler:
        raise NoExecutor("executor: dask needs --scheduler, the address of a running scheduler such as tcp://host:8786")
    try:
        from distributed import Client as client_class
    except ImportError as error:
        raise NoExecutor("executor: dask is not installed; python -m pip install 'deepseek-migrate[dask]'") from error
    try:
        make: Any = client_class
        client: Any = make(scheduler, timeout="30s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoExecutor(f"executor: no scheduler answers at {scheduler}: {error}") from error
    # A worker that dies is another one's work; what kills its worker time and again is given up by the scheduler.
    return lambda workers: _kept(client)


def _kept(client: Any) -> Executor:
    executor: Executor = client.get_executor(pure=False, retries=0)
    return executor

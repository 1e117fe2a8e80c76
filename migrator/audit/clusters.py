"""Lends an audit the workers of a cluster: Dask's, or Ray's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from migrator.audit.engine import WorkerLost
from migrator.audit.executors import Hands, NoExecutor
from migrator.audit.work import Job, Row, work

Result = TypeVar("Result")


def on_dask(scheduler: str | None, jobs: int | None) -> Hands:
    """The workers of a Dask scheduler. Raises `NoExecutor`."""
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
    return Hands(lambda workers: _of_dask(client, scheduler), jobs or threads or 1, client.close, once)


def _of_dask(client: Any, scheduler: str) -> Executor:
    if client.status in ("closing", "closed"):
        raise NoExecutor(f"executor: the scheduler at {scheduler} is gone; the next audit goes on from here")
    executor: Executor = client.get_executor(pure=False)
    return executor


def once(job: Job, do: Callable[[Job], Row] = work) -> Row:
    """The row of a job, on a worker of Dask's.

    A scheduler gives the work of a lost worker to the next one, four times. That may lose as many workers: whether to
    try again is the engine's business, which does so with this job alone.
    """
    from distributed import Event as event_class
    from distributed import get_worker

    make: Any = event_class
    begun: Any = make(f"deepseek-migrate-{get_worker().get_current_task()}")
    if begun.is_set():
        begun.clear()
        raise WorkerLost
    begun.set()
    try:
        return do(job)
    finally:
        begun.clear()


def on_ray(address: str | None, jobs: int | None) -> Hands:
    """The workers of a Ray cluster. Raises `NoExecutor`."""
    if not address:
        raise NoExecutor("executor: ray needs --scheduler, the address of a running cluster such as ray://host:10001, or auto")
    try:
        import ray as ray_module
    except ImportError as error:
        raise NoExecutor("executor: ray is not installed; python -m pip install 'deepseek-migrate[ray]'") from error
    ray: Any = ray_module
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise NoExecutor(f"executor: no cluster answers at {address}: {error}") from error
    return Hands(lambda workers: OnRay(ray), jobs or int(ray.cluster_resources().get("CPU", 1)), ray.shutdown)


class OnRay(Executor):
    """Ray's tasks as an executor's: a lost worker's is not tried again, since that is the engine's business."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray

    def submit(self, work: Callable[..., Result], /, *arguments: object, **named: object) -> Future[Result]:
        """The future of a call on some worker."""
        mine: Future[Result] = Future()
        mine.set_running_or_notify_cancel()

        def told(theirs: Future[Result]) -> None:
            error = theirs.exception()
            if error is None:
                mine.set_result(theirs.result())
            elif isinstance(error, _lost(self._ray)):
                mine.set_exception(WorkerLost(str(error)))
            else:
                mine.set_exception(error)

        task = self._ray.remote(max_retries=0)(work).remote(*arguments, **named)
        task.future().add_done_callback(told)
        return mine


def _lost(ray: Any) -> tuple[type[BaseException], ...]:
    errors = ray.exceptions
    return errors.WorkerCrashedError, errors.NodeDiedError, errors.OutOfMemoryError

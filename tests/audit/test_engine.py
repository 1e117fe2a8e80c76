"""The audit's engine on executors that lose their workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import pytest

from migrator.audit.clusters import OnRay, once
from migrator.audit.engine import Work, outcomes
from migrator.audit.executors import hands
from migrator.audit.recipe import recipe_of
from migrator.audit.sources import FOLDER, Source
from migrator.audit.work import Job, Row, work
from tests.audit.cluster import Cluster, fragile, until
from tests.audit.repositories import CALL, audit, findings, git, places, repository, rows
from tests.tool import ROOT


def job(name: str, folder: Path) -> Job:
    return Job(Source(name, str(folder), FOLDER), {}, "", "")


def processes(workers: int) -> Executor:
    return ProcessPoolExecutor(workers, get_context("spawn"))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_lost_worker_s_work_is_done_again_and_what_kills_twice_is_left(tmp_path: Path) -> None:
    names = ["a", "unlucky", "b", "deadly", *"cdefghij"]
    told = {each.source.name: row for each, row in outcomes([job(name, tmp_path) for name in names], processes, 2, fragile)}
    assert sorted(told) == sorted(names)
    assert [name for name, row in told.items() if row["status"] != "scanned"] == ["deadly"]
    assert told["deadly"]["code"] == "worker-lost"
    assert "died twice" in str(told["deadly"]["message"])
    # Twice alone, and once among others unless another one ended their processes first.
    assert (tmp_path / "deadly.seen").read_text(encoding="utf-8") in ("xx", "xxx")


def test_a_worker_without_the_tool_is_told_apart_from_a_dead_one(tmp_path: Path) -> None:
    def absent(done: Job) -> Row:
        raise ModuleNotFoundError("No module named 'migrator'")

    ((_, row),) = outcomes([job("a", tmp_path)], ThreadPoolExecutor, 1, absent)
    assert (row["status"], row["code"]) == ("failed", "worker-failed")
    assert row["message"] == "its worker cannot do it: ModuleNotFoundError: No module named 'migrator'"


def test_a_worker_of_another_version_does_no_work(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CALL, encoding="utf-8")
    other = work(replace(job("a", tmp_path), recipe="that of another version"))
    assert (other["status"], other["code"]) == ("failed", "other-version")
    ours: dict[str, object] = {"to": "qwen3.7-max"}
    assert work(replace(job("a", tmp_path), options=ours, recipe=recipe_of(ours)))["status"] == "scanned"


def test_the_day_decides_only_where_retirements_to_come_are_left_out() -> None:
    days = ("2026-11-22", "2026-11-23")
    assert len({recipe_of({"today": day}) for day in days}) == 1
    assert len({recipe_of({"today": day, "within": "90d"}) for day in days}) == 2


SIGNALS = [
    pytest.param("SIGINT", 130, id="ctrl-c"),
    pytest.param("SIGTERM", 143, id="term"),
    pytest.param("SIGKILL", -9, id="kill"),
]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("name, status", SIGNALS)
def test_a_stopped_audit_goes_on_where_it_stopped_and_leaves_nobody_behind(tmp_path: Path, name: str, status: int) -> None:
    for number in range(24):
        repository(tmp_path / "repos" / f"r{number:02}", {"app.py": CALL, "b.py": CALL})
    git(tmp_path, "clone", "--quiet", "--bare", str(tmp_path / "repos" / "r00"), str(tmp_path / "repos" / "bare.git"))
    audit(tmp_path, "repos", "--log", "whole.jsonl")
    log = tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "migrator", "audit", "repos", "--log", str(log), "--jobs", "2", "--today", "2026-11-22"]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        until(lambda: log.exists() and log.read_text(encoding="utf-8").count("\n") >= 4, "the first rows")
        running.send_signal(getattr(signal, name))
        # The streams end when nobody has them any more, workers included.
        _, told = running.communicate(timeout=60)
    assert running.returncode == status
    assert b"Traceback" not in told
    if status > 0:
        assert told.decode() == f"interrupted; what is known stays in {log}, and the next audit goes on from there\n"
    assert list(scratch.glob("deepseek-migrate-*")) == []
    before = log.read_text(encoding="utf-8").splitlines()
    assert 4 <= len(before) < 25
    assert audit(tmp_path, "repos", "--log", "log.jsonl").status == 1
    after = log.read_text(encoding="utf-8").splitlines()
    assert set(before) <= set(after)
    assert {key: findings(row) for key, row in rows(tmp_path, "log.jsonl").items()} == {
        key: findings(row) for key, row in rows(tmp_path, "whole.jsonl").items()
    }


def test_any_executor_will_do(tmp_path: Path) -> None:
    def named(done: Job) -> Row:
        return {"repository": done.source.name}

    jobs = [job(str(number), tmp_path) for number in range(50)]
    told = [row["repository"] for _, row in outcomes(jobs, ThreadPoolExecutor, 3, named)]
    assert sorted(map(str, told)) == sorted(str(number) for number in range(50))


def test_work_goes_to_workers_without_contents(tmp_path: Path) -> None:
    import pickle

    (tmp_path / "app.py").write_text(CALL * 1000, encoding="utf-8")
    assert len(pickle.dumps(replace(job("a", tmp_path), options={"to": "qwen3.7-max"}))) < 1000


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    try:
        yield made
    finally:
        made.end()


class RayDouble:
    """As much of Ray as an audit uses: each task has a process of its own, which may die."""

    class exceptions:
        WorkerCrashedError = type("WorkerCrashedError", (Exception,), {})
        NodeDiedError = type("NodeDiedError", (Exception,), {})
        OutOfMemoryError = type("OutOfMemoryError", (Exception,), {})

    def __init__(self) -> None:
        self.retries: set[int] = set()

    def remote(self, max_retries: int) -> Callable[[Work], SimpleNamespace]:
        self.retries.add(max_retries)
        return lambda do: SimpleNamespace(remote=partial(self._begun, do))

    def _begun(self, do: Work, todo: Job) -> SimpleNamespace:
        told: Future[Row] = Future()
        with processes(1) as own:
            try:
                told.set_result(own.submit(do, todo).result())
            except BrokenExecutor as error:
                told.set_exception(self.exceptions.WorkerCrashedError(str(error)))
        return SimpleNamespace(future=lambda: told)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_ray_s_tasks_are_an_executor_s(tmp_path: Path) -> None:
    ray = RayDouble()
    names = ["a", "unlucky", "b", "deadly", "c"]
    todo = [job(name, tmp_path) for name in names]
    told = {each.source.name: row for each, row in outcomes(todo, lambda _: OnRay(ray), 2, fragile)}
    assert [name for name in names if told[name]["status"] != "scanned"] == ["deadly"]
    assert told["deadly"]["code"] == "worker-lost"
    # Ray would try again by itself, with others at work beside it.
    assert ray.retries == {0}


@pytest.mark.slow
def test_a_cluster_s_workers_are_lost_no_oftener_than_our_own(tmp_path: Path) -> None:
    names = ["a", "unlucky", "b", "deadly", *"cdefghij"]
    crew = Cluster(tmp_path, nannies=True)
    try:
        lent = hands("dask", crew.address, None)
        todo = [job(name, tmp_path) for name in names]
        told = {each.source.name: row for each, row in outcomes(todo, lent.start, lent.workers, partial(once, do=fragile))}
        lent.end()
    finally:
        crew.end()
    assert [name for name in names if told[name]["status"] != "scanned"] == ["deadly"]
    assert told["deadly"]["code"] == "worker-lost"
    assert (tmp_path / "deadly.seen").read_text(encoding="utf-8") in ("xx", "xxx")


@pytest.mark.slow
def test_a_dask_cluster_tells_the_same_also_when_a_worker_is_killed(tmp_path: Path, cluster: Cluster) -> None:
    for number in range(30):
        repository(tmp_path / "repos" / f"r{number:02}", {f"m{each}.py": CALL for each in range(1 + number % 5)})
    assert audit(tmp_path, "repos", "--log", "local.jsonl").status == 1
    known = {name: places(row) for name, row in rows(tmp_path, "local.jsonl").items()}
    assert sum(map(len, known.values())) == 90
    onto = ("--executor", "dask", "--scheduler", cluster.address)
    assert audit(tmp_path, "repos", "--log", "dask.jsonl", *onto).status == 1
    assert {name: places(row) for name, row in rows(tmp_path, "dask.jsonl").items()} == known
    log = tmp_path / "killed.jsonl"
    command = [sys.executable, "-m", "migrator", "audit", "repos", "--log", str(log), *onto, "--today", "2026-11-22"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL) as running:
        until(lambda: log.exists() and log.read_text(encoding="utf-8").count("\n") >= 3, "the first rows")
        cluster.workers[0].kill()
        assert running.wait(120) == 1
    told = rows(tmp_path, "killed.jsonl")
    assert {name: places(row) for name, row in told.items()} == known
    assert all(findings(row) for row in told.values())


@pytest.mark.slow
def test_every_way_to_audit_a_fleet_says_the_same() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.fleet", "--repositories", "20", "--no-sdists", "--only", "same"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("yes  ") == 7

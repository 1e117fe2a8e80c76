"""The audit's engine on executors that lose their workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from migrator.audit.engine import outcomes
from migrator.audit.sources import FOLDER, Source
from migrator.audit.work import Job, Row
from tests.audit.repositories import CALL, audit, findings, places, repository, rows
from tests.tool import ROOT


def job(name: str, folder: Path) -> Job:
    return Job(Source(name, str(folder), FOLDER), {}, "", "")


def fragile(done: Job) -> Row:
    """Dies each time, or the first time only, as the job's name says."""
    name, folder = done.source.name, Path(done.source.location)
    seen = folder / f"{name}.seen"
    if name == "deadly" or (name == "unlucky" and not seen.exists()):
        seen.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return {"repository": name, "status": "scanned"}


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


class Cluster:
    """A scheduler and workers of one thread on loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.started: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(self.file))
        self._until(lambda: self.file.exists() and self.file.read_text(encoding="utf-8").endswith("}"))
        self.address = str(json.loads(self.file.read_text(encoding="utf-8"))["address"])
        self.workers = [self._worker(), self._worker()]

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard")

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--host", "127.0.0.1", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with (self.folder / f"{what}.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
        self.started.append(process)
        return process

    def _until(self, there: object) -> None:
        deadline = time.monotonic() + 60
        while not (callable(there) and there()):
            assert time.monotonic() < deadline, "the scheduler did not come up"
            time.sleep(0.1)

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.wait(30)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    try:
        yield made
    finally:
        made.end()


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
        cluster._until(lambda: log.exists() and log.read_text(encoding="utf-8").count("\n") >= 3)
        cluster.workers[0].kill()
        assert running.wait(120) == 1
    told = rows(tmp_path, "killed.jsonl")
    assert {name: places(row) for name, row in told.items()} == known
    assert all(findings(row) for row in told.values())

"""A Dask scheduler and its workers on loopback, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from migrator.audit.work import Job, Row
from tests.tool import ROOT

SECONDS = 60
KNOWN = "Register worker"


def until(there: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not there():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.05)


class Cluster:
    """Workers of one thread; with `nannies` one that dies is started again."""

    def __init__(self, folder: Path, workers: int = 2, nannies: bool = False) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._nannies = nannies
        self.started: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []

        def is_told() -> bool:
            return self._file.exists() and self._file.read_text(encoding="utf-8").endswith("}")

        try:
            self._start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(self._file))
            until(is_told, "the scheduler")
            self.address = str(json.loads(self._file.read_text(encoding="utf-8"))["address"])
            for _ in range(workers):
                self.hire()
        except BaseException:
            self.end()
            raise

    def hire(self) -> None:
        """Start one more worker, and wait until the scheduler knows of it."""
        nanny = () if self._nannies else ("--no-nanny",)
        known = self._log().count(KNOWN)
        self.workers.append(self._start("worker", self.address, "--nthreads", "1", "--no-dashboard", *nanny))
        until(lambda: self._log().count(KNOWN) > known, "a worker")

    def dismiss(self) -> None:
        """End a worker, and wait until it is gone."""
        worker = self.workers.pop()
        worker.terminate()
        worker.wait(SECONDS)

    def _log(self) -> str:
        return (self._folder / "scheduler.log").read_text(encoding="utf-8", errors="replace")

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--host", "127.0.0.1", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with (self._folder / f"{what}.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=self._folder, env=environment, stdout=log, stderr=log)
        self.started.append(process)
        return process

    def end(self) -> None:
        for process in reversed(self.started):
            # A nanny takes its worker along.
            process.send_signal(signal.SIGTERM if self._nannies else signal.SIGKILL)
            process.wait(SECONDS)


def fragile(done: Job) -> Row:
    """Dies each time, or the first time only, as the job's name says."""
    name, folder = done.source.name, Path(done.source.location)
    seen = folder / f"{name}.seen"
    if name == "deadly" or (name == "unlucky" and not seen.exists()):
        with seen.open("a", encoding="utf-8") as file:
            file.write("x")
        os.kill(os.getpid(), signal.SIGKILL)
    return {"repository": name, "status": "scanned"}

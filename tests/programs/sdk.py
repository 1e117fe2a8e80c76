"""Runs programs under the real SDKs against a recorder, thousands of them in one process for each environment."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.wire.environments import interpreter
from tests.wire.observed import ENDINGS
from tests.wire.recorder import Recorded, recording
from tests.wire.run import KEY, LOOPBACK

WORKER = Path(__file__).with_name("worker.py")


@dataclass(frozen=True)
class Ran:
    """What a program sent, and the error that it ended with, if it did."""

    error: str
    requests: tuple[Recorded, ...]


class Bench:
    """The environments that are running; to be used as a context."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._recorder = self._open.enter_context(recording())
        self._folder = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        self._workers: dict[str, subprocess.Popen[str]] = {}

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers.values():
            worker.kill()
            worker.communicate()
        self._open.close()

    def run(self, environment: str, program: bytes) -> Ran:
        """The program, in an empty folder and with a key that is none."""
        worker = self._worker(environment)
        file = self._folder / "program.py"
        file.write_bytes(program)
        self._recorder.requests.clear()
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(f"{file}\n")
        worker.stdin.flush()
        error = json.loads(worker.stdout.readline())
        return Ran(error, tuple(each for each in self._recorder.requests if each.path.endswith(ENDINGS)))

    def _worker(self, environment: str) -> subprocess.Popen[str]:
        known = self._workers.get(environment)
        if known is None:
            known = self._workers[environment] = self._started(environment)
        return known

    def _started(self, environment: str) -> subprocess.Popen[str]:
        variables = {
            **{name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ},
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder),
            "PYTHONPATH": str(LOOPBACK),
            "PYTHONIOENCODING": "utf-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "ignore",
            "WIRE_RECORDER_PORT": str(self._recorder.port),
            "DASHSCOPE_API_KEY": KEY,
            "OPENAI_API_KEY": KEY,
        }
        worker = subprocess.Popen(
            [str(interpreter(environment)), str(WORKER)],
            cwd=self._folder,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        assert worker.stdout is not None
        # What an SDK prints while it is imported comes first.
        while (line := worker.stdout.readline()) != "ready\n":
            assert line, f"the worker of {environment} did not start"
        return worker

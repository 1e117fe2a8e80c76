"""Runs a Python program under a chosen interpreter so that every request it makes goes to a recorder."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.wire.recorder import Recorded, recording

LOOPBACK = Path(__file__).parent / "loopback"
KEY = "sk-recorded-not-a-key"
LONGEST_RUN = 120


@dataclass(frozen=True)
class Run:
    """How a program ended, what it said and what it sent."""

    status: int
    output: str
    errors: str
    requests: tuple[Recorded, ...]


def run_program(interpreter: Path, program: bytes, variables: dict[str, str] | None = None) -> Run:
    """Run `program` in an empty folder; nothing of this process's environment but what an interpreter needs reaches it."""
    with recording() as recorder, tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "program.py")
        file.write_bytes(program)
        environment = {
            **{name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ},
            "HOME": folder,
            "USERPROFILE": folder,
            "TMPDIR": folder,
            "PYTHONPATH": str(LOOPBACK),
            "PYTHONIOENCODING": "utf-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "ignore",
            "WIRE_RECORDER_PORT": str(recorder.port),
            "DASHSCOPE_API_KEY": KEY,
            "OPENAI_API_KEY": KEY,
            **(variables or {}),
        }
        ended = subprocess.run(
            [str(interpreter), str(file)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST_RUN,
            check=False,
        )
        return Run(ended.returncode, decoded(ended.stdout), decoded(ended.stderr), tuple(recorder.requests))


def decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")

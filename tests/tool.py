"""Runs the command as a user does, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from inspect import signature
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from click.testing import CliRunner

ROOT = Path(__file__).parent.parent
BUG = '"code": "bug"'
Record: TypeAlias = "dict[str, object]"


@dataclass(frozen=True)
class Done:
    """How a run of the command ended."""

    status: int
    output: str
    errors: str

    @property
    def report(self) -> Record:
        """The JSON report on standard output."""
        read: Record = json.loads(self.output)
        return read

    @property
    def findings(self) -> list[Record]:
        """The report's findings."""
        listed = self.report["findings"]
        assert isinstance(listed, list)
        return listed


# Isolated: a folder that is scanned must not lend its modules to the scanner.
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from migrator.cli import main; main()"
SERVE = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tests.server import serve; serve()"


def runner() -> CliRunner:
    """Runs the command in this process, with standard error apart: click before 8.2 has to be asked for that."""
    return CliRunner(**{name: False for name in signature(CliRunner).parameters if name == "mix_stderr"})


@cache
def _server() -> subprocess.Popen[str]:
    """A process that has imported the command: each run is a copy of it, which starts in no time."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", SERVE]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def tool(*arguments: str, cwd: Path = ROOT, given: bytes | None = None) -> Done:
    """`deepseek-migrate` with these arguments."""
    with TemporaryDirectory() as folder:
        streams = {name: Path(folder) / name for name in ("input", "output", "errors")}
        for name, path in streams.items():
            path.write_bytes((given or b"") if name == "input" else b"")
        request = {name: str(path) for name, path in streams.items()}
        whole = {**request, "arguments": arguments, "cwd": str(cwd), "environment": dict(os.environ)}
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(whole) + "\n")
        server.stdin.flush()
        status = int(server.stdout.readline())
        output, errors = (streams[name].read_bytes().decode("utf-8", "replace") for name in ("output", "errors"))
    return Done(status, output, errors)


def scan(*arguments: str, cwd: Path = ROOT) -> Done:
    """`deepseek-migrate scan` with a JSON report."""
    done = tool("scan", "--output-format", "json", *arguments, cwd=cwd)
    # A fault costs its project alone: a test has to hear of it.
    assert BUG not in done.output, done.output
    return done

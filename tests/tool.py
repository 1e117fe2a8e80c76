"""Runs the command as a user does, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parent.parent
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


def tool(*arguments: str, cwd: Path = ROOT, given: bytes | None = None) -> Done:
    """`deepseek-migrate` with these arguments."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", START, *arguments]
    ended = subprocess.run(command, cwd=cwd, input=given, capture_output=True, timeout=600, check=False)
    return Done(ended.returncode, ended.stdout.decode("utf-8", "replace"), ended.stderr.decode("utf-8", "replace"))


def scan(*arguments: str, cwd: Path = ROOT) -> Done:
    """`deepseek-migrate scan` with a JSON report."""
    return tool("scan", "--output-format", "json", *arguments, cwd=cwd)

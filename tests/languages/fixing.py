"""Runs the whole way over one file in memory."""

from __future__ import annotations

from pathlib import Path

from migrator.findings import Finding
from migrator.scan import ScanRequest, fix_source, run
from migrator.settings_model import Settings


def fixed(folder: Path, name: str, data: bytes, unsafe: bool = False) -> bytes:
    """What `--fix` makes of the file."""
    return fix_source(name, data, Settings(cwd=str(folder), unsafe_fixes=unsafe))


def found(folder: Path, name: str, data: bytes) -> tuple[Finding, ...]:
    """The findings in the file."""
    return run(ScanRequest((name,), Settings(cwd=str(folder)), (name, data), str(folder))).findings


def skipped(folder: Path, name: str, data: bytes) -> list[str]:
    """The codes under which the file is listed as not read."""
    return [each.code for each in run(ScanRequest((name,), Settings(cwd=str(folder)), (name, data), str(folder))).skipped]

"""The Java fixtures compile before and after the rewrite, against the SDKs' public signatures."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
STUBS = ROOT / "tests" / "java" / "stubs"
FOLDERS = ("fixable/java", "fixable/expected/java", "unsafe/java", "unsafe/expected/java", "refused/java", "unchanged/java")


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_of_programs_compiles(folder: str, tmp_path: Path) -> None:
    programs = [str(path) for path in sorted((ROOT / "fixtures" / folder).rglob("*.java"))]
    stubs = [str(path) for path in sorted(STUBS.rglob("*.java"))]
    command = ["javac", "--release", "17", "-encoding", "UTF-8", "-proc:none", "-d", str(tmp_path), *stubs, *programs]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert programs
    assert done.returncode == 0, done.stderr

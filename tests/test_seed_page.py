"""The six ways to call a model that the vendor's page shows, in one project: one scan finds all, one `--fix` mends all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_fixtures import FIXTURES, contents, programs
from tests.tool import scan

PROGRAMS = programs("seed_page")
EFFECTS = {
    "dashscope_java/Main.java": "misplaced",
    "dashscope_python/main.py": "misplaced",
    "http_compatible/run.sh": "misplaced",
    "http_native/run.sh": "misplaced",
    "openai_node/main.mjs": "misplaced",
    "openai_python/main.py": "raises",
}
"""What the misplaced switch of each program does today."""


def as_it_is(data: bytes) -> bytes:
    return data


def with_crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def without_last_newline(data: bytes) -> bytes:
    return data.removesuffix(b"\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES / "seed_page", tmp_path / "page", ignore=shutil.ignore_patterns("expected")))


def test_there_are_six() -> None:
    assert list(EFFECTS) == PROGRAMS


def test_one_scan_finds_both_mistakes_of_all_six(folder: Path) -> None:
    before = contents(folder)
    done = scan(".", cwd=folder)
    found = {(row["path"], row["rule"], row["certainty"], row["effect"]) for row in done.findings}
    retired = {(path, "DSM101", "certain", None) for path in PROGRAMS}
    assert found == retired | {(path, "DSM201", "certain", effect) for path, effect in EFFECTS.items()}
    assert done.status == 1
    assert contents(folder) == before


@pytest.mark.parametrize("spelled", [as_it_is, with_crlf, without_last_newline], ids=lambda change: change.__name__)
def test_one_fix_mends_all_six_and_a_second_changes_nothing(folder: Path, spelled: Callable[[bytes], bytes]) -> None:
    for path in PROGRAMS:
        (folder / path).write_bytes(spelled((folder / path).read_bytes()))
    assert scan(".", "--fix", cwd=folder).status == 0
    expected = {path: spelled((FIXTURES / "seed_page" / "expected" / path).read_bytes()) for path in PROGRAMS}
    assert contents(folder) == expected
    again = scan(".", "--fix", cwd=folder)
    assert (again.status, again.findings) == (0, [])
    assert contents(folder) == expected

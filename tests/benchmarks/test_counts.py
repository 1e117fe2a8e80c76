"""The short mode of the benchmark: counts that are the same on every machine, and no time."""

from __future__ import annotations

import ast
import os
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from migrator.files.tree import Entry, FolderTree
from migrator.findings import Report
from migrator.languages.python import parse, quick
from migrator.rulebook_load import once
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings
from tests.benchmarks.candidate import FILLER, candidate

CLEAN = 60


def scanned(folder: Path, **options: object) -> Report:
    settings = load_settings([str(folder)], str(folder), {"jobs": 1, **options}, None, True)
    return run(ScanRequest((str(folder),), settings, None, str(folder)))


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    for number in range(CLEAN):
        (tmp_path / f"m{number}.py").write_text("".join(FILLER.format(n=each) for each in range(20)), encoding="utf-8")
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    counted: Counter[str] = Counter()
    read = FolderTree.read

    def counting(self: FolderTree, path: str, magic: bytes = b"") -> bytes:
        counted[os.path.basename(path)] += 1
        return read(self, path, magic)

    monkeypatch.setattr(FolderTree, "read", counting)
    return counted


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[bytes]:
    """What Python's own parser reads."""
    counted: Counter[bytes] = Counter()
    module = quick._module

    def counting(source: str) -> ast.Module:
        counted[source.encode()] += 1
        return module(source)

    monkeypatch.setattr(quick, "_module", counting)
    return counted


@pytest.fixture
def by_libcst(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much LibCST reads, but for comments that stand for what it need not read."""
    counted: list[int] = []
    module = parse._module

    def counting(data: bytes, *given: object) -> object:
        counted.append(sum(len(line) for line in data.splitlines() if not line.startswith(b"#--")))
        return module(data, *given)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(parse, "_module", counting)
    return counted


def test_clean_files_are_opened_once_and_not_parsed(clean: Path, opened: Counter[str], parsed: Counter[bytes]) -> None:
    report = scanned(clean)
    assert {name: opened[name] for name in opened if name.endswith(".py")} == {f"m{n}.py": 1 for n in range(CLEAN)}
    assert not parsed
    assert report.steps.parsed == 0


def test_a_folder_is_listed_once_however_many_are_below_it(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        (clean / f"p{number}").mkdir()
        (clean / f"p{number}" / "x.py").write_text("print(1)\n", encoding="utf-8")
    listed: Counter[str] = Counter()
    entries = FolderTree.entries

    def counting(self: FolderTree, folder: str) -> tuple[Entry, ...]:
        listed[self.location(folder)] += 1
        return entries(self, folder)

    monkeypatch.setattr(FolderTree, "entries", counting)
    assert scanned(clean).counts.seen == CLEAN + 9
    # What finds the files tells whose project they are too.
    assert {*listed.values()} == {1}


def test_the_rulebook_is_read_once_however_many_projects_there_are(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (clean / name).mkdir()
        (clean / name / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
        (clean / name / "found.py").write_text(candidate(1), encoding="utf-8")
    loads: list[Path] = []
    load = once.load_folder

    def counting(folder: Path, *given: object) -> object:
        loads.append(folder)
        return load(folder, *given)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(once, "load_folder", counting)
    once._loaded.cache_clear()
    assert len({finding.place.path for finding in scanned(clean).findings}) == 2
    assert len(loads) == 1


def test_a_candidate_is_parsed_once_and_no_file_with_it(
    clean: Path, opened: Counter[str], parsed: Counter[bytes], by_libcst: list[int]
) -> None:
    source = candidate(20).encode()
    (clean / "found.py").write_bytes(source)
    report = scanned(clean)
    assert report.findings
    assert parsed == {source: 1}
    assert 0 < sum(by_libcst) < len(source) / 2
    # Once to look for words, once to read it.
    assert opened["found.py"] == 2


def test_a_fix_is_proven_with_one_parse_of_what_was_and_one_of_what_is(
    clean: Path, parsed: Counter[bytes], by_libcst: list[int]
) -> None:
    source = candidate(20).encode()
    (clean / "found.py").write_bytes(source)
    scanned(clean, fix=True)
    new = (clean / "found.py").read_bytes()
    assert new != source
    assert parsed == {source: 1, new: 1}
    assert max(by_libcst) < len(source) / 2


def test_what_a_clean_run_holds_does_not_grow_with_what_it_reads(clean: Path) -> None:
    scanned(clean)
    few = _peak(clean)
    before = sum(path.stat().st_size for path in clean.iterdir())
    for number in range(CLEAN):
        (clean / f"m{number}.py").write_bytes((clean / f"m{number}.py").read_bytes() * 4)
    grown = sum(path.stat().st_size for path in clean.iterdir()) - before
    assert _peak(clean) - few < grown / 4


def _peak(folder: Path) -> int:
    tracemalloc.start()
    try:
        scanned(folder)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

"""Several projects are worked on at once, and what is found is what one after the other finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from migrator import scan, side_by_side
from migrator.reported import Report
from migrator.review import Review
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings

CALL = """from openai import OpenAI
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3.2", messages=[])
"""
PADDING = f"# {'x' * 57}\n" * 2_000
"""Enough that three such files are worth processes."""


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n', encoding="utf-8")
        (tmp_path / name / "main.py").write_text(CALL + PADDING, encoding="utf-8")
        (tmp_path / name / "broken.py").write_text('x = ("deepseek-r1"\n', encoding="utf-8")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "setup.py").write_text("x = 1\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The projects that this very process works on, of those that something of ours is in."""
    worked: list[str] = []
    work_on = scan.work_on

    def noting(root: str, found: object, look: object, *rest: object) -> object:
        if not look.held.isdisjoint(found.by_root[root]):  # type: ignore[attr-defined]
            worked.append(root)
        return work_on(root, found, look, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(scan, "work_on", noting)
    return worked


def scanned(folder: Path, review: Review | None = None, **options: object) -> Report:
    settings = load_settings([str(folder)], str(folder), options, None, True)
    return run(ScanRequest((".",), settings, None, str(folder), review))


def told(report: Report) -> Report:
    """The report without what no two runs have alike."""
    return replace(report, steps=None, counts=replace(report.counts, seconds=0.0))  # type: ignore[arg-type]


def test_what_is_found_does_not_depend_on_it(projects: Path, here: list[str]) -> None:
    one = scanned(projects, jobs=1)
    assert sorted(here) == ["a", "b", "c"]
    here.clear()
    two = scanned(projects, jobs=2)
    assert here == []
    assert {finding.place.path for finding in two.findings} >= {"a/main.py", "b/main.py", "c/main.py"}
    assert [each.path for each in two.skipped] == ["a/broken.py", "b/broken.py", "c/broken.py"]
    assert told(two) == told(one)
    assert two.steps.parsed == one.steps.parsed == 6


@pytest.mark.parametrize("options", [{"fix": True, "diff": True}, {"fix": True}, {"add_ignores": "later"}])
def test_whoever_writes_does_so_here(projects: Path, here: list[str], options: dict[str, object]) -> None:
    scanned(projects, jobs=2, **options)
    assert sorted(set(here)) == ["a", "b", "c"]


def test_whoever_is_asked_is_asked_here(projects: Path, here: list[str]) -> None:
    scanned(projects, Review(str(projects), choose=lambda fixes, findings, sources: ()), jobs=2)
    assert sorted(here) == ["a", "b", "c"]


def test_of_one_large_project_the_files_are_shared_instead(projects: Path, here: list[str]) -> None:
    (projects / "a" / "main.py").write_text(CALL + PADDING * 9, encoding="utf-8")
    scanned(projects, jobs=2)
    assert sorted(here) == ["a", "b", "c"]


def test_a_catalogue_is_little_work(projects: Path, here: list[str]) -> None:
    (projects / "a" / "models.json").write_text(f'{{"model": "deepseek-v3", "about": "{"x" * (2 << 20)}"}}', encoding="utf-8")
    scanned(projects, jobs=2)
    assert here == []


def test_little_is_not_worth_it(projects: Path, here: list[str]) -> None:
    for name in ("a", "b", "c"):
        (projects / name / "main.py").write_text(CALL, encoding="utf-8")
    scanned(projects, jobs=2)
    assert sorted(here) == ["a", "b", "c"]


def test_an_interruption_leaves_what_is_done(projects: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worked_on = side_by_side.worked_on

    def interrupted(*given: object) -> object:
        for number, each in enumerate(worked_on(*given)):  # type: ignore[arg-type]
            if number == 1:
                raise KeyboardInterrupt
            yield each

    monkeypatch.setattr(side_by_side, "worked_on", interrupted)
    with pytest.raises(KeyboardInterrupt):
        scanned(projects, jobs=2)
    settings = load_settings([str(projects)], str(projects), {"jobs": 2}, None, True)
    request = ScanRequest((".",), settings, None, str(projects))
    with request.stops:
        report = run(request)
    assert {finding.place.path for finding in report.findings} == {"a/broken.py", "a/main.py"}
    assert [(each.path, each.code) for each in report.skipped if each.fatal] == [("b", "interrupted"), ("c", "interrupted")]
    assert request.stops.status == 130


def test_a_file_that_goes_meanwhile_counts_nothing(projects: Path, monkeypatch: pytest.MonkeyPatch, here: list[str]) -> None:
    def gone(path: str) -> object:
        raise FileNotFoundError(path)

    monkeypatch.setattr(side_by_side, "os", SimpleNamespace(stat=gone))
    scanned(projects, jobs=2)
    assert sorted(here) == ["a", "b", "c"]

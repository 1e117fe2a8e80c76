"""A fault of this program's own costs the project that it comes up in, or one fix, and says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from migrator import settle
from migrator.cli import application
from tests.tool import Record, runner

CALL = (
    'from openai import OpenAI\nclient = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")\n'
    'client.chat.completions.create(model="deepseek-r1", messages=[])\n'
)


@pytest.fixture
def projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two projects with a call each."""
    for name in ("odd", "plain"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
        (tmp_path / name / "a.py").write_text(CALL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def broken(monkeypatch: pytest.MonkeyPatch, name: str, when: Callable[[Record], bool]) -> None:
    """Have a step raise for the odd project, where its options are as told."""
    step = getattr(settle, name)

    def raising(project: object, *given: object, **options: object) -> object:
        if getattr(project, "root", "") == "odd" and when(options):
            raise LookupError("no such thing")
        return step(project, *given, **options)

    monkeypatch.setattr(settle, name, raising)


def ran(*options: str) -> tuple[int, Record]:
    done = runner().invoke(
        application, ["scan", "--isolated", "--jobs", "1", "--no-progress", "--output-format", "json", *options]
    )
    report: Record = json.loads(done.stdout)
    return done.exit_code, report


def told(report: Record) -> list[tuple[object, object, object]]:
    findings = report["findings"]
    assert isinstance(findings, list)
    return [(row["path"], row["rule"], row["certainty"]) for row in findings]


def test_a_fault_costs_one_project(projects: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, "analyse", lambda options: not options)
    status, report = ran("--fix")
    assert status == 2
    assert told(report) == [("odd/a.py", "DSM102", "possible"), ("plain/a.py", "DSM101", "certain")]
    (skipped,) = report["skipped"] if isinstance(report["skipped"], list) else ()
    assert (skipped["path"], skipped["code"]) == ("odd", "bug")
    assert skipped["message"].startswith("this is a bug, please report it: LookupError in test_bugs.py:")
    assert skipped["message"].endswith(": no such thing; of this project mentions alone are told")
    assert (projects / "odd" / "a.py").read_text(encoding="utf-8") == CALL
    assert "qwen3.7-plus" in (projects / "plain" / "a.py").read_text(encoding="utf-8")


def test_a_fault_that_mentions_meet_too_is_told_once(projects: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, "analyse", lambda options: True)
    broken(monkeypatch, "mentions_alone", lambda options: True)
    status, report = ran()
    assert (status, told(report)) == (2, [("plain/a.py", "DSM101", "certain")])


def test_a_fault_in_the_second_pass_costs_the_fix(projects: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, "analyse", bool)
    status, report = ran("--fix")
    (skipped,) = report["skipped"] if isinstance(report["skipped"], list) else ()
    assert (status, skipped["path"], skipped["code"]) == (2, "odd/a.py", "not-proven")
    assert "second pass: this is a bug, please report it: LookupError" in skipped["message"]
    assert (projects / "odd" / "a.py").read_text(encoding="utf-8") == CALL

"""Version and reports say of what day the rulebook is, and how old; the JSON contract stays as it is."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from migrator.edition import age, folder_of, shipped, told
from migrator.report import FORMATS
from migrator.rulebook import load
from tests.report.samples import mentioned, refused, report
from tests.tool import scan, tool

USE = 'from openai import OpenAI\n\nOpenAI().chat.completions.create(model="deepseek-v3", messages=[])\n'


def test_it_is_the_date_of_the_rulebook() -> None:
    assert shipped() == load().date
    datetime.date.fromisoformat(shipped())


def test_a_package_without_rules_has_none(tmp_path: Path) -> None:
    assert folder_of(str(tmp_path / "migrator")) is None


@pytest.mark.parametrize(
    "date, today, days, words",
    [
        ("2026-11-22", "2026-11-25", 3, "rulebook of 2026-11-22, 3 days old"),
        ("2026-11-22", "2026-11-23", 1, "rulebook of 2026-11-22, 1 day old"),
        ("2026-11-22", "2026-11-22", 0, "rulebook of 2026-11-22, 0 days old"),
        ("2020-01-01", "2026-01-01", 2192, "rulebook of 2020-01-01, 2,192 days old"),
        # A day before it may be asked for; then it is of no age.
        ("2026-11-22", "2026-08-01", None, "rulebook of 2026-11-22"),
        ("", "2026-08-01", None, ""),
        ("soon", "2026-08-01", None, "rulebook of soon"),
    ],
)
def test_its_age(date: str, today: str, days: int | None, words: str) -> None:
    assert age(date, today) == days
    assert told(date, today) == words


def test_every_report_for_people_says_it(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(USE, encoding="utf-8")
    day = (datetime.date.fromisoformat(shipped()) + datetime.timedelta(days=40)).isoformat()
    wanted = f"rulebook of {shipped()}, 40 days old"
    for name in ("text", "concise", "github", "markdown", "html", "tasks"):
        done = tool("scan", "-v", "--today", day, "--output-format", name, ".", cwd=tmp_path)
        assert wanted in done.output, name
    done = tool("scan", "--today", day, "--output-format", "sarif", ".", cwd=tmp_path)
    (run,) = json.loads(done.output)["runs"]
    assert (run["properties"]["rulebook"], run["properties"]["rulebookAgeInDays"]) == (shipped(), 40)


def test_json_and_gitlab_have_no_place_for_it(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(USE, encoding="utf-8")
    done = scan(".", cwd=tmp_path)
    assert list(done.report) == ["schema", "tool", "today", "summary", "findings", "skipped"]
    tools = done.report["tool"]
    assert isinstance(tools, dict)
    assert list(tools) == ["name", "version"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_that_does_not_know_says_nothing(name: str) -> None:
    import io

    from migrator.report import Style, render

    out = io.StringIO()
    render(name, replace(report(refused(), mentioned()), rulebook=""), Style(verbose=True), out)
    assert "rulebook of" not in out.getvalue()

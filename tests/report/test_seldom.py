"""Reports that cannot be written, and a terminal that is gone."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from migrator.cli import application
from migrator.report.bar import Bar
from tests.contract.table import HEAD
from tests.tool import runner

CALL = 'create(model="deepseek-v3", messages=M)\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "app.py").write_text(HEAD + CALL)
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_further_report_that_cannot_be_written_is_told(project: Path) -> None:
    done = runner().invoke(application, ["scan", "--isolated", "--no-progress", "--output", "json=folder", "app.py"])
    assert done.exit_code == 2
    assert f"cannot write {project / 'folder'}: " in done.stderr


def test_a_summary_that_cannot_be_written_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project / "folder"))
    done = runner().invoke(application, ["scan", "--isolated", "--no-progress", "--output-format", "github", "app.py"])
    assert done.exit_code == 2
    assert f"cannot write {project / 'folder'}: " in done.stderr


class Gone(io.StringIO):
    """A terminal that was closed; it counts who writes to it."""

    tries = 0

    def write(self, text: str) -> int:
        self.tries += 1
        raise OSError("closed")

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"


def test_a_bar_on_a_terminal_that_is_gone_stops_nothing() -> None:
    out, now = Gone(), [0.0]
    with Bar(out, lambda: now[0]) as bar:
        for now[0] in (1.0, 2.0, 3.0):
            bar("files read:", 1, 2)
        assert out.tries == 1


OWN = """
[sources.OURS]
title = "our contract"
date = "2026-05-01"

[models."deepseek-v3"]
prices = [{ region = "cn-beijing", currency = "CNY", input = 0, output = 2, source = "OURS", tag = "confirmed" }]

[models."deepseek-v4-flash"]
prices = [{ region = "cn-beijing", currency = "CNY", input = 1, output = 2, source = "OURS", tag = "confirmed" }]
"""


def cells(page: str) -> list[list[str]]:
    """The rows of the table of prices, as text."""
    table = page.partition("What it costs")[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return [[re.sub("<[^>]*>", "", cell).strip() for cell in row.split("</td>")[:-1]] for row in table.split("</tr>")[:-1]]


@pytest.mark.parametrize(
    "options, expected",
    [
        # Of the replacement no price in dollars is known.
        (["--to", "deepseek-v4-pro"], ["2 / 8 CNY", "12 / 24 CNY", "+500% / +200%", "2026-07-01"]),
        # Nothing has no hundredth part, and a contract no address.
        (
            ["--to", "deepseek-v4-flash", "--rulebook", "own.toml"],
            ["0 / 2 CNY", "1 / 2 CNY", "? / same", "our contract 2026-05-01"],
        ),
    ],
)
def test_prices_that_are_not_all_known(options: list[str], expected: list[str], project: Path) -> None:
    (project / "own.toml").write_text(OWN, encoding="utf-8")
    done = runner().invoke(application, ["scan", "--isolated", "--no-progress", "--output-format", "html", *options, "app.py"])
    assert [row[4:] for row in cells(done.stdout)] == [expected]

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.cells import cell_len

from migrator.report.bar import Bar, wants_bar
from migrator.scan import ScanRequest, run
from migrator.settings_model import Settings
from tests.tool import tool


class Terminal(io.StringIO):
    def __init__(self, is_terminal: bool = True) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def isatty(self) -> bool:
        return self.is_terminal


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_short_run_shows_nothing() -> None:
    out, clock = Terminal(), Clock()
    with Bar(out, clock) as bar:
        clock.now = 0.4
        bar("files read:", 1, 2)
    assert out.getvalue() == ""


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_a_long_run_shows_one_line_and_leaves_none(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out, clock = Terminal(), Clock()
    with Bar(out, clock) as bar:
        clock.now = 0.6
        bar("files read:", 500, 1000)
        bar("files read:", 501, 1000)
        clock.now = 0.8
        bar("files read:", 1064, 1000)
    first, second, last = out.getvalue().removeprefix("\r\x1b[K").split("\r\x1b[K")
    assert "files read: 500 of 1"[: width - 1] in first
    assert "files read: 1,000 of 1"[: width - 1] in second
    assert last == ""
    assert max(cell_len(first), cell_len(second)) < width
    assert "\n" not in out.getvalue()
    if width >= 60:
        assert first.startswith("█" * 15 + "░" * 15 + " ")


@pytest.mark.parametrize(
    ("settings", "environment", "terminal", "expected"),
    [
        (Settings(), {}, True, True),
        (Settings(), {"CI": "false", "NO_COLOR": "1"}, True, True),
        (Settings(), {"CI": "true"}, True, False),
        (Settings(), {"TERM": "dumb"}, True, False),
        (Settings(), {}, False, False),
        (Settings(progress=False), {}, True, False),
        (Settings(quiet=True), {}, True, False),
        (Settings(interactive=True), {}, True, False),
    ],
)
def test_who_gets_to_see_one(settings: Settings, environment: dict[str, str], terminal: bool, expected: bool) -> None:
    assert wants_bar(settings, Terminal(terminal), environment) is expected


def test_the_engine_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        (tmp_path / f"a{number}.py").write_text('X = "deepseek-r1"\n', encoding="utf-8")
    told: list[tuple[str, int, int]] = []
    run(ScanRequest((".",), Settings(), None, str(tmp_path), progress=lambda *step: told.append(step)))
    assert {stage for stage, _, _ in told} == {"files looked at:", "files read:"}
    assert [step[1:] for step in told if step[0] == "files read:"] == [(0, 3), (1, 3), (2, 3)]


def test_a_folder_with_nothing_says_so_in_one_line(tmp_path: Path) -> None:
    done = tool("scan", "--isolated", cwd=tmp_path)
    assert (done.status, done.output, done.errors) == (0, "Nothing found (0 files looked at).\n", "")
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    assert tool("scan", "--isolated", cwd=tmp_path).output == "Nothing found (1 file looked at).\n"

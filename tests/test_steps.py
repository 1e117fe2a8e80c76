"""The profile of a run by step, and what `-v --statistics` prints of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.steps import JUDGE, ORDER, READ, Steps
from tests.tool import ROOT, tool

FOUND = ROOT / "fixtures" / "fixable" / "openai" / "constants.py"


def test_a_step_inside_another_one_stops_its_clock() -> None:
    times = iter([0.0, 1.0, 5.0, 7.0])
    steps = Steps(lambda: next(times))
    with steps(JUDGE), steps(READ):
        pass
    assert steps.seconds == {JUDGE: 3.0, READ: 4.0}
    assert steps.lines(3, 2) == ["3 files seen, 2 read, 0 parsed", "  read and parse  4,000 ms", "  link and judge  3,000 ms"]


def test_a_step_that_fails_ends_all_the_same() -> None:
    times = iter([0.0, 1.0, 2.0, 4.0])
    steps = Steps(lambda: next(times))
    with pytest.raises(ValueError, match="no"), steps(JUDGE):
        raise ValueError("no")
    with steps(READ):
        pass
    assert steps.seconds == {JUDGE: 1.0, READ: 2.0}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "found.py").write_bytes(FOUND.read_bytes())
    (tmp_path / "plain.py").write_text("print(1)\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("form", ["text", "json", "concise"])
def test_the_profile_goes_to_standard_error_alone(tree: Path, form: str) -> None:
    arguments = ["scan", ".", "--isolated", "--output-format", form, "--statistics"]
    done, bare = tool(*arguments, "-v", cwd=tree), tool(*arguments, cwd=tree)
    assert "2 files seen, 2 read, 1 parsed" in done.errors.splitlines()
    assert "parsed" not in bare.errors
    assert "parsed" not in done.output
    assert not any(f"  {step}  " in done.output for step in ORDER)


def test_the_json_report_says_nothing_of_it(tree: Path) -> None:
    arguments = ["scan", ".", "--isolated", "--output-format", "json"]
    with_profile, without = tool(*arguments, "--statistics", "-v", cwd=tree).report, tool(*arguments, cwd=tree).report
    assert with_profile.keys() == without.keys()
    assert with_profile["findings"] == without["findings"]


def test_a_quiet_run_prints_no_profile(tree: Path) -> None:
    assert "parsed" not in tool("scan", ".", "--isolated", "--statistics", "-v", "-q", cwd=tree).errors

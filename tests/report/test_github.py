from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from migrator.findings import Certainty, Place, Report, Skipped
from migrator.report import Style, render
from tests.report.samples import mentioned, refused, report, retired


@pytest.fixture(autouse=True)
def _no_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)


def rendered(made: Report, style: Style | None = None) -> list[str]:
    out = io.StringIO()
    render("github", made, style or Style(), out)
    return out.getvalue().splitlines()


def test_a_finding_is_one_command() -> None:
    first, *_ = rendered(report(refused()))
    assert first == (
        "::error title=DSM201 misplaced-parameter,file=app/chat.py,line=9,col=9,endLine=9,endColumn=17::"
        "the OpenAI SDK does not take `enable_thinking` here: the call raises TypeError before anything is sent "
        "[certain; refused: unpacked-arguments]%0A`**options` may hold more; write the call's arguments out"
    )


def test_across_lines_there_are_no_columns() -> None:
    first, *_ = rendered(report(replace(refused(), place=Place("a.py", 7, 12, 10, 6))))
    assert first.startswith("::error title=DSM201 misplaced-parameter,file=a.py,line=7,endLine=10::")


def test_whatever_would_end_a_value_is_escaped() -> None:
    finding = replace(refused("a,b:c%.py"), message="50% of\nlines: a, b\r::error::x", evidence=(), refusal=None)
    first, *_ = rendered(report(finding))
    assert "file=a%2Cb%3Ac%25.py," in first
    # A line break would begin a new command.
    assert "::50%25 of\ufffdlines: a, b\ufffd::error::x [certain]" in first


@pytest.mark.parametrize(("severity", "command"), [("error", "::error "), ("warning", "::warning "), ("note", "::notice ")])
def test_severities_are_commands(severity: str, command: str) -> None:
    assert rendered(report(replace(refused(), severity=severity)))[0].startswith(command)


def test_only_likely_and_above_and_a_count_of_the_rest() -> None:
    lines = rendered(report(mentioned(), replace(mentioned(), certainty=Certainty.LIKELY)))
    assert sum(line.startswith("::") for line in lines) == 1
    assert "  1 possible finding hidden (-v shows it)" in lines
    assert sum(line.startswith("::") for line in rendered(report(mentioned()), Style(verbose=True))) == 1


def test_what_was_fixed_is_a_notice() -> None:
    first, *_ = rendered(report(retired(applied=True)))
    assert first.startswith("::notice title=DSM101 retired-model,")
    assert "[certain; fixed]" in first


def test_files_left_out_are_annotated() -> None:
    lines = rendered(report(skipped=(Skipped("a.py", "parse-error", "x"), Skipped("b.py", "read-only", "y", fatal=True))))
    assert lines[0] == "::warning title=skipped (parse-error),file=a.py::a.py: skipped (parse-error): x"
    assert lines[1] == "::error title=failed (read-only),file=b.py::b.py: failed (read-only): y"


def test_files_are_named_from_the_top_of_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "packages" / "one").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "packages" / "one")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert "file=packages/one/app/chat.py," in rendered(report(refused()))[0]
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "other"))
    assert "file=app/chat.py," in rendered(report(refused()))[0]


def test_quiet_leaves_commands_alone() -> None:
    assert len(rendered(report(refused()), Style(quiet=True))) == 1

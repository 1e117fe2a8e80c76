from __future__ import annotations

import io
from dataclasses import replace

import pytest

from migrator.findings import Certainty, Finding, Report, Skipped
from migrator.report import Style, render
from tests.report.samples import mentioned, refused, report, retired

RETIRED = (
    "app/chat.py:8:15: DSM101 `deepseek-v3.2` was retired on 2026-10-10 (announced for 2026-07-09); "
    "this call to Model Studio fails"
)


def rendered(made: Report, style: Style | None = None) -> list[str]:
    out = io.StringIO()
    render("concise", made, style or Style(), out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("finding", "tags"),
    [
        (retired(), "[certain; fixable]"),
        (retired(applicability="unsafe"), "[certain; fixable with --unsafe-fixes]"),
        (retired(applied=True), "[certain; fixed]"),
        (replace(retired(), fix=None), "[certain]"),
        (replace(retired(), certainty=Certainty.LIKELY, fix=None), "[likely]"),
    ],
)
def test_one_line_says_where_what_and_what_can_be_done(finding: Finding, tags: str) -> None:
    assert rendered(report(finding))[0] == f"{RETIRED} {tags}"


def test_a_refusal_is_named() -> None:
    assert rendered(report(refused()))[0].endswith("[certain; refused: unpacked-arguments]")


def test_the_footer_counts() -> None:
    made = report(
        retired(),
        retired(applicability="unsafe"),
        refused(),
        mentioned(),
        replace(retired(), suppressed="comment"),
        skipped=(Skipped("bad.py", "parse-error", "line 3"),),
    )
    assert rendered(made)[3:] == [
        "bad.py: skipped (parse-error): line 3",
        "Found 3 findings in 1 file: 3 errors (14 files looked at).",
        "  1 fixable with --fix",
        "  1 more fixable with --unsafe-fixes (look at it first)",
        "  1 refused: 1 unpacked-arguments",
        "  1 possible finding hidden (-v shows it)",
        "  1 suppressed (1 by comment)",
        "  1 file skipped",
    ]


def test_what_was_fixed_is_counted_apart() -> None:
    assert rendered(report(retired(applied=True), refused()), Style(fixing=True))[2:4] == [
        "Found 2 findings in 1 file: 2 errors (14 files looked at).",
        "  1 fixed, 1 left",
    ]


def test_a_clean_run_is_one_line() -> None:
    assert rendered(report(seen=1)) == ["Nothing found (1 file looked at)."]
    assert rendered(report(seen=2000)) == ["Nothing found (2,000 files looked at)."]


def test_quiet_leaves_the_footer_out() -> None:
    assert rendered(report(), Style(quiet=True)) == []
    assert len(rendered(report(retired()), Style(quiet=True))) == 1


def test_verbose_shows_what_is_merely_possible() -> None:
    lines = rendered(report(mentioned()), Style(verbose=True))
    assert lines[0].startswith("models.py:1:27: DSM102 ")
    assert lines[0].endswith("[possible; refused: unknown-endpoint]")
    assert lines[1] == "Found 1 finding in 1 file: 1 note (14 files looked at)."


def test_fix_only_says_nothing_of_what_is_left() -> None:
    lines = rendered(report(retired(applied=True), refused(), mentioned()), Style(fixing=True, fixes_only=True))
    assert [line for line in lines if "DSM" in line] == [f"{RETIRED} [certain; fixed]"]
    assert not [line for line in lines if "hidden" in line or "refused" in line]


def test_statistics_count_by_rule() -> None:
    findings = [retired(), retired(), *[replace(refused(), rule="DSM203", name="malformed-thinking")] * 10]
    assert rendered(report(*findings), Style(statistics=True))[:2] == [
        "10  DSM203  malformed-thinking",
        " 2  DSM101  retired-model  (2 fixable)",
    ]


def test_control_characters_do_not_reach_the_stream() -> None:
    line = rendered(report(mentioned("a\x1b[31m\u202e.py")), Style(verbose=True))[0]
    assert line.startswith("a\ufffd[31m\ufffd.py:1:27:")

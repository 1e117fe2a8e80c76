from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from migrator.findings import Certainty, Finding, Skipped
from migrator.status import UNPARSED, exit_status
from tests.report.samples import mentioned, refused, report, retired


@dataclass(frozen=True)
class Asked:
    fail_on: str = "likely"
    strict: bool = False
    exit_zero: bool = False
    exit_non_zero_on_fix: bool = False
    fix_only: bool = False


FATAL = Skipped("a.py", "read-only", "cannot be written", fatal=True)
BROKEN = Skipped("a.py", "parse-error", "line 1")
BINARY = Skipped("a.py", "binary", "holds NUL bytes")


def at(certainty: str, severity: str = "error") -> Finding:
    return replace(retired(), certainty=Certainty[certainty.upper()], severity=severity)


@pytest.mark.parametrize(
    ("findings", "asked", "status"),
    [
        ([], Asked(), 0),
        ([retired()], Asked(), 1),
        ([refused()], Asked(), 1),
        ([mentioned()], Asked(), 0),
        ([at("certain")], Asked("certain"), 1),
        ([at("likely")], Asked("certain"), 0),
        ([at("likely")], Asked("likely"), 1),
        ([at("possible")], Asked("likely"), 0),
        ([at("possible")], Asked("possible"), 1),
        ([at("certain")], Asked("never"), 0),
        ([at("certain", "warning")], Asked(), 1),
        ([at("certain", "note")], Asked("possible"), 0),
        ([retired(applied=True)], Asked(), 0),
        ([retired(applied=True), refused()], Asked(), 1),
        ([replace(retired(), suppressed="comment")], Asked(), 0),
        ([retired()], Asked(exit_zero=True), 0),
        ([retired(applied=True)], Asked(exit_non_zero_on_fix=True), 1),
        ([retired(applied=True)], Asked(exit_non_zero_on_fix=True, exit_zero=True), 0),
        ([mentioned()], Asked(exit_non_zero_on_fix=True), 0),
        ([refused()], Asked(fix_only=True), 0),
        ([refused(), retired(applied=True)], Asked(fix_only=True, exit_non_zero_on_fix=True), 1),
    ],
)
def test_findings_decide_between_0_and_1(findings: list[Finding], asked: Asked, status: int) -> None:
    assert exit_status(report(*findings), asked) == status


@pytest.mark.parametrize(
    ("skipped", "asked", "status"),
    [
        (FATAL, Asked(), 2),
        (FATAL, Asked(exit_zero=True), 2),
        (FATAL, Asked("never"), 2),
        (BROKEN, Asked(), 1),
        (BROKEN, Asked(strict=True), 2),
        (BROKEN, Asked(strict=True, exit_zero=True), 2),
        (BINARY, Asked(strict=True), 1),
    ],
)
def test_a_failure_wins_over_findings(skipped: Skipped, asked: Asked, status: int) -> None:
    assert exit_status(report(retired(), skipped=(skipped,)), asked) == status


@pytest.mark.parametrize("code", sorted(UNPARSED))
def test_whatever_cannot_be_parsed_counts_under_strict(code: str) -> None:
    skipped = (Skipped("a.py", code, ""),)
    assert exit_status(report(skipped=skipped), Asked(strict=True)) == 2
    assert exit_status(report(skipped=skipped), Asked()) == 0

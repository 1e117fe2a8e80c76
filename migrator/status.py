"""The exit status that a report and the settings lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from migrator.reported import Certainty, Report

if TYPE_CHECKING:
    from migrator.findings import Finding

CLEAN, FOUND, FAILED = 0, 1, 2

UNPARSED = frozenset({"parse-error", "round-trip-mismatch", "too-deep", "too-large", "not-utf-8", "encoding", "no-parser"})
"""Codes of skipped files that could not be turned into a tree."""


class StatusSettings(Protocol):
    """What of the settings decides the exit status."""

    @property
    def fail_on(self) -> str: ...
    @property
    def strict(self) -> bool: ...
    @property
    def exit_zero(self) -> bool: ...
    @property
    def exit_non_zero_on_fix(self) -> bool: ...
    @property
    def fix_only(self) -> bool: ...


def exit_status(report: Report, settings: StatusSettings) -> int:
    """2 when something failed, 1 when something is left that counts, else 0."""
    if any(skipped.fatal or (settings.strict and skipped.code in UNPARSED) for skipped in report.skipped):
        return FAILED
    if settings.exit_zero:
        return CLEAN
    if settings.exit_non_zero_on_fix and any(finding.fix and finding.fix.applied for finding in report.findings):
        return FOUND
    if settings.fix_only:
        return CLEAN
    return FOUND if any(counts(finding, settings.fail_on) for finding in report.remaining) else CLEAN


def counts(finding: Finding, fail_on: str) -> bool:
    """Whether a finding that is left makes the run fail."""
    if fail_on == "never" or finding.severity not in ("error", "warning"):
        return False
    return finding.certainty >= Certainty[fail_on.upper()]

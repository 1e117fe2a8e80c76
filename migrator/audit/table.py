"""The findings of an audit as CSV: a row each, as spreadsheets read them."""

from __future__ import annotations

import csv
from typing import TextIO

from migrator.audit.figures import Figures, Found
from migrator.audit.work import FAILED, Row
from migrator.report.plain import printable

COLUMNS = (
    *("repository", "commit", "owner", "path", "line", "column", "rule", "severity", "certainty", "model", "replacement"),
    *("fix", "refusal", "suppressed", "message"),
)


def write_table(figures: Figures, out: TextIO) -> None:
    """Write a heading, and a row for each finding and for each repository that could not be audited."""
    commits = {str(row["repository"]): str(row.get("commit") or "") for row in figures.rows}
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in figures.found:
        writer.writerow(_safe(value) for value in _row(each, commits[each.repository]))
    for row in figures.failed:
        writer.writerow(_safe(value) for value in _failed(row))


def _row(each: Found, commit: str) -> tuple[object, ...]:
    finding, place = each.finding, each.finding.place
    fix = "" if finding.fix is None else "applied" if finding.fix.applied else finding.fix.applicability
    return (
        *(each.repository, commit, each.owner, place.path, place.line, place.column, finding.rule, finding.severity),
        *(str(finding.certainty), finding.model or "", finding.replacement or "", fix),
        *(finding.refusal.code if finding.refusal is not None else "", finding.suppressed or "", finding.message),
    )


def _failed(row: Row) -> tuple[object, ...]:
    return (row["repository"], *[""] * (len(COLUMNS) - 3), FAILED, f"{row.get('code')}: {row.get('message')}")


def _safe(value: object) -> object:
    """What a spreadsheet must not take for a formula begins with an apostrophe."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

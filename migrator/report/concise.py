"""The `concise` format: one line for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from migrator.report import Style
from migrator.report.plain import printable, shown, state
from migrator.report.summary import skipped_lines, statistics, summary
from migrator.reported import Report

if TYPE_CHECKING:
    from migrator.findings import Finding


def render(report: Report, style: Style, out: TextIO) -> None:
    """Write one line for each finding and each skipped file, then the footer."""
    lines = statistics(report, style) if style.statistics else [_line(finding, style) for finding in shown(report, style)]
    lines += skipped_lines(report, style)
    if not style.quiet:
        lines += summary(report, style)
    out.writelines(line + "\n" for line in lines)


def _line(finding: Finding, style: Style) -> str:
    place = finding.place
    tags = "; ".join(style.words(tag) for tag in (str(finding.certainty), state(finding)) if tag)
    return printable(f"{place.path}:{place.line}:{place.column}: {finding.rule} {finding.message} [{tags}]")

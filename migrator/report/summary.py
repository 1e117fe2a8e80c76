"""The lines at the end of a report for people: how many findings, what can be done about them, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrator.edition import told
from migrator.report import Style
from migrator.report.plain import count, hidden, printable, shown
from migrator.reported import Report, Skipped

if TYPE_CHECKING:
    from migrator.findings import Finding

VERSIONED = frozenset({".bzr", ".git", ".hg", ".svn"})
"""A version control's own folders: nobody looks for programs there."""


def summary(report: Report, style: Style) -> list[str]:
    """The footer, the most important line first."""
    listed = shown(report, style)
    words = style.words
    lines = [words(_headline(report, listed))]
    lines += (f"  {words(line)}" for line in (*_fixes(listed, style), *_left_out(report, style)))
    return lines


def statistics(report: Report, style: Style) -> list[str]:
    """How often each rule was found, the most frequent first."""
    listed = shown(report, style)
    totals = Counter((finding.rule, finding.name) for finding in listed)
    fixable = Counter(finding.rule for finding in listed if finding.fix is not None)
    width = len(str(max(totals.values(), default=0)))
    return [
        f"{total:>{width}}  {rule}  {name}" + (f"  ({style.words(f'{fixable[rule]} fixable')})" if fixable[rule] else "")
        for (rule, name), total in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    ]


def skipped_lines(report: Report, style: Style) -> list[str]:
    """One line for each file that could not be judged or written."""
    return [skipped_line(skipped, style) for skipped in report.skipped]


def skipped_line(skipped: Skipped, style: Style) -> str:
    """What became of one such file."""
    outcome = style.words("failed" if skipped.fatal else "skipped")
    return f"{printable(skipped.path)}: {outcome} ({skipped.code}): {printable(skipped.message)}"


def _headline(report: Report, listed: list[Finding]) -> str:
    looked_at = f"{count(report.counts.seen, 'file')} looked at"
    if not listed:
        return f"Nothing found ({looked_at})."
    severities = Counter(finding.severity for finding in listed)
    parts = ", ".join(count(severities[s], s) for s in ("error", "warning", "note") if severities[s])
    places = count(len({finding.place.path for finding in listed}), "file")
    return f"Found {count(len(listed), 'finding')} in {places}: {parts} ({looked_at})."


def _fixes(listed: list[Finding], style: Style) -> Iterator[str]:
    applied = sum(finding.fix is not None and finding.fix.applied for finding in listed)
    if applied:
        yield f"{applied:,} fixed, {len(listed) - applied:,} left"
    open_fixes = Counter(f.fix.applicability for f in listed if f.fix is not None and not f.fix.applied)
    safe, unsafe = open_fixes["safe"], open_fixes["unsafe"]
    if safe:
        yield f"{safe:,} fixable with --fix" if not style.fixing else f"{safe:,} fixable"
    if unsafe:
        yield f"{unsafe:,} {'more ' if safe else ''}fixable with --unsafe-fixes (look at {'it' if unsafe == 1 else 'them'} first)"
    refused = Counter(f.refusal.code for f in listed if f.refusal is not None)
    if refused:
        by_number = sorted(refused.items(), key=lambda item: (-item[1], item[0]))
        yield f"{refused.total():,} refused: {', '.join(f'{number:,} {code}' for code, number in by_number)}"


def _left_out(report: Report, style: Style) -> Iterator[str]:
    possible = hidden(report, style)
    if possible:
        yield f"{count(possible, 'possible finding')} hidden (-v shows {'it' if possible == 1 else 'them'})"
    suppressed = Counter(finding.suppressed for finding in report.findings if finding.suppressed is not None)
    if suppressed:
        by = ", ".join(f"{number:,} by {how}" for how, number in sorted(suppressed.items()))
        yield f"{suppressed.total():,} suppressed ({by})"
    if style.verbose and report.rulebook:
        yield told(report.rulebook, report.today)
    yield from (printable(remark) for remark in report.remarks)
    unread = [path for path in report.passed_over if path.rpartition("/")[2] not in VERSIONED]
    if style.verbose and unread:
        yield f"{count(len(unread), 'path')} excluded and not read: {', '.join(map(printable, unread))}"
    failed = sum(skipped.fatal for skipped in report.skipped)
    if failed:
        yield f"{count(failed, 'file')} failed"
    if failed < len(report.skipped):
        yield f"{count(len(report.skipped) - failed, 'file')} skipped"

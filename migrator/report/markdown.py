"""The `markdown` format: a report for a pull request's comment."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TextIO

from migrator.edition import told
from migrator.files.own import MARKER
from migrator.findings import Edit, Finding, Report
from migrator.language import ENGLISH, Words
from migrator.report import Style
from migrator.report.common import whole_fixes, write_lines
from migrator.report.hunks import SourceFiles
from migrator.report.marking import block, code, inline
from migrator.report.plain import count, printable, state
from migrator.report.wire import wire_lines

_MARKS = {"error": "🔴", "warning": "🟡", "note": "🔵"}


def render(report: Report, style: Style, out: TextIO) -> None:
    """Write a headline, a table of all findings, then what is fixed, refused, suppressed and left out."""
    write_lines(lines_of(report, style.words), out)


def lines_of(report: Report, words: Words = ENGLISH) -> Iterator[str]:
    """The lines of the report."""
    yield MARKER
    yield f"## {words(f'Retired models on {report.vendor}')}"
    yield ""
    live = [finding for finding in report.findings if finding.suppressed is None]
    yield words(_headline(report, live))
    if live:
        yield ""
        yield words("| | Place | Rule | What | Certainty | Fix |")
        yield "| --- | --- | --- | --- | --- | --- |"
        yield from (_row(finding, words) for finding in live)
    yield from _details(report, live, words)
    yield from _refusals(live, words)
    yield from _suppressed(report, words)
    if report.skipped:
        yield from ("", words(f"### {count(len(report.skipped), 'file')} not judged or not written"), "")
        for skipped in report.skipped:
            outcome = words("failed" if skipped.fatal else "skipped")
            yield f"- {code(skipped.path)}: {outcome} ({code(skipped.code)}): {inline(skipped.message)}"
    edition = f", {told(report.rulebook, report.today)}" if report.rulebook else ""
    yield ""
    yield words(f"<sub>{report.tool} {report.version}, judged by {report.today}{edition}</sub>")


def _headline(report: Report, live: list[Finding]) -> str:
    looked_at = f"{count(report.counts.seen, 'file')} looked at"
    if not live:
        return f"✅ Nothing found ({looked_at})."
    applied = sum(finding.fix is not None and finding.fix.applied for finding in live)
    fixable = sum(finding.fix is not None and not finding.fix.applied for finding in live)
    refused = sum(finding.refusal is not None for finding in live)
    parts = [f"{applied:,} fixed"] if applied else []
    parts += [f"{fixable:,} fixable"] if fixable else []
    parts += [f"{refused:,} refused"] if refused else []
    told = f": {', '.join(parts)}" if parts else ""
    return f"**{count(len(live), 'finding')}** in {count(len({f.place.path for f in live}), 'file')}{told} ({looked_at})."


def _row(finding: Finding, words: Words) -> str:
    place = f"{finding.place.path}:{finding.place.line}:{finding.place.column}"
    if finding.cell is not None:
        place += words(f" (cell {finding.cell.index}, line {finding.cell.line})")
    cells = (
        _MARKS[finding.severity],
        code(place, table=True),
        f"{finding.rule} {finding.name}",
        inline(finding.message, table=True),
        words(str(finding.certainty)),
        words(state(finding)),
    )
    return f"| {' | '.join(cells)} |"


def _details(report: Report, live: list[Finding], words: Words) -> Iterator[str]:
    """One folded part for each fix: its evidence, its diff and the request."""
    sources = SourceFiles(report.sources)
    edits = whole_fixes(report)
    shown: set[str] = set()
    for finding in live:
        fix = finding.fix
        if fix is None or fix.id in shown:
            continue
        shown.add(fix.id)
        done = words("fixed" if fix.applied else f"{fix.applicability} fix")
        title = escape(printable(f"{finding.place.path}:{finding.place.line}"))
        yield from ("", f"<details><summary>{done}: <code>{title}</code></summary>", "")
        for step in finding.evidence:
            yield f"- {code(f'{step.path}:{step.line}:{step.column}')}: {inline(step.note)}"
        yield from ("", *block(_diff(edits[fix.id], sources), "diff"), "")
        wire = wire_lines(finding.request) if finding.request is not None else []
        if wire:
            yield from (words("The request, now (-) and after (+):"), "")
            yield from (*block("\n".join(f"{mark} {line}" for mark, line in wire), "diff"), "")
        yield from (f"- {inline(note)}" for note in finding.notes)
        yield from ("", "</details>")


def _diff(edits: tuple[Edit, ...], sources: SourceFiles) -> str:
    lines: list[str] = []
    for path in dict.fromkeys(edit.path for edit in edits):
        file = sources.file(path)
        lines.append(f"--- {path}")
        for hunk in file.hunks(edit for edit in edits if edit.path == path) if file is not None else ():
            lines += [f"@@ line {hunk.line} @@", *(f"-{line}" for line in hunk.old), *(f"+{line}" for line in hunk.new)]
    return "\n".join(lines)


def _refusals(live: list[Finding], words: Words) -> Iterator[str]:
    refused = [(finding, refusal) for finding in live if (refusal := finding.refusal) is not None]
    if not refused:
        return
    yield from ("", words("### For a person to do"), "")
    for finding, refusal in refused:
        place = code(f"{finding.place.path}:{finding.place.line}")
        yield f"- [ ] {place} {finding.rule} ({code(refusal.code)}): {inline(refusal.hint)}"


def _suppressed(report: Report, words: Words) -> Iterator[str]:
    hidden = [finding for finding in report.findings if finding.suppressed is not None]
    if not hidden:
        return
    yield from ("", f"<details><summary>{words(f'{len(hidden):,} suppressed')}</summary>", "")
    for finding in hidden:
        reason = f": {inline(finding.reason)}" if finding.reason else ""
        place = code(f"{finding.place.path}:{finding.place.line}")
        yield f"- {place} {finding.rule} {inline(finding.message)} ({words(f'by {finding.suppressed}')}){reason}"
    yield from ("", "</details>")

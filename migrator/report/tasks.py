"""The `tasks` format: one self-contained piece of work for each refusal, to hand on to a person or an agent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TextIO

from migrator.edition import told
from migrator.files.own import MARKER
from migrator.findings import Finding, Json, Refusal, Report, Request
from migrator.report import Style
from migrator.report.common import verify_command, write_lines
from migrator.report.hunks import SourceFiles
from migrator.report.marking import block, code, inline
from migrator.report.plain import count

CONTEXT = 3


def render(report: Report, style: Style, out: TextIO) -> None:
    """Write a headline and the tasks, in the order of the places."""
    write_lines(_lines(report), out)


def _lines(report: Report) -> Iterator[str]:
    refused = [(finding, finding.refusal) for finding in report.findings if finding.refusal and finding.suppressed is None]
    yield MARKER
    yield f"# {count(len(refused), 'task')} that {report.tool} {report.version} leaves to a person"
    if report.rulebook:
        yield from ("", f"Judged by {report.today} and the {told(report.rulebook, report.today)}.")
    sources = SourceFiles(report.sources)
    for number, (finding, refusal) in enumerate(refused, 1):
        yield from ("", *_task(number, finding, refusal, sources))


def _task(number: int, finding: Finding, refusal: Refusal, sources: SourceFiles) -> Iterator[str]:
    place = finding.place
    where = f"{place.path}:{place.line}:{place.column}"
    yield f"## Task {number}: {finding.rule} {finding.name} in {code(f'{place.path}:{place.line}')}"
    yield ""
    yield inline(finding.message)
    yield ""
    yield f"- Place: {code(where)}" + (f", cell {finding.cell.index}, line {finding.cell.line}" if finding.cell else "")
    yield f"- Severity and certainty: {finding.severity}, {finding.certainty}"
    yield f"- Why no fix was written: {code(refusal.code)}"
    yield f"- What to do: {inline(refusal.hint)}"
    if finding.symbol:
        yield f"- Inside: {code(finding.symbol)}"
    if finding.replacement:
        yield f"- Replacement: {code(finding.replacement)}"
    for note in finding.notes:
        yield f"- Note: {inline(note)}"
    yield f"- Fingerprint: {code(finding.fingerprint)}"
    file = sources.file(place.path)
    if file is not None and place.line <= len(file.lines):
        first = max(place.line - CONTEXT, 1)
        shown = file.lines[first - 1 : place.end_line + CONTEXT]
        yield from ("", f"The source, from line {first}:", "", *block("\n".join(shown)))
    if finding.evidence:
        yield from ("", "Evidence:", "")
        yield from (f"- {code(f'{step.path}:{step.line}:{step.column}')}: {inline(step.note)}" for step in finding.evidence)
    now = finding.request.before if finding.request is not None else None
    if finding.request is not None:
        yield from ("", "The request now:", "")
        yield from _request(now) if now is not None else ("Nothing is sent: the call raises first.",)
    wanted = finding.wanted or _renamed(now, finding)
    if wanted is not None:
        yield from ("", "The request wanted:", "", *_request(wanted))
    done = (
        "lists it no more" if finding.severity == "note" else "ends with status 0, that is, no such finding is left in the file"
    )
    yield from ("", f"Done when this command {done}:", "", *block(verify_command(finding), "sh"))


def _request(request: Request) -> list[str]:
    return block(f"POST {request.path}\n{json.dumps(request.body, indent=2, ensure_ascii=False)}", "http")


def _renamed(now: Request | None, finding: Finding) -> Request | None:
    """Where the tool could not tell the whole request: at least the model in it."""
    if now is None or finding.replacement is None or now.body.get("model") != finding.model:
        return None
    body: dict[str, Json] = {**now.body, "model": finding.replacement}
    return Request(now.path, body)

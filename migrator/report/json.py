"""The `json` format: one object, schema version 1."""

from __future__ import annotations

from typing import TextIO

from migrator.findings import Finding, Fix, Json, Report, Request, RequestChange
from migrator.report import Style
from migrator.report.common import Told, write_json

SCHEMA = "deepseek-migrate/report/1"


def render(report: Report, style: Style, out: TextIO) -> None:
    """Write the report as one JSON object."""
    write_json(as_json(report), out)


def as_json(report: Report) -> dict[str, Json]:
    """The report as the contract's schema has it, keys in that order."""
    findings = sorted(report.findings, key=lambda f: (f.place.path, f.place.line, f.place.column, f.rule))
    return {
        "schema": SCHEMA,
        "tool": {"name": report.tool, "version": report.version},
        "today": report.today,
        "summary": {
            "files_seen": report.counts.seen,
            "files_read": report.counts.read,
            "findings": len(findings),
            "fixable": sum(finding.fix is not None for finding in findings),
            "fixed": sum(finding.fix is not None and finding.fix.applied for finding in findings),
            "remaining": len(report.remaining),
            "suppressed": sum(finding.suppressed is not None for finding in findings),
            "skipped": len(report.skipped),
            "seconds": round(report.counts.seconds, 3),
        },
        "findings": Told(findings, _finding),
        "skipped": [{"path": s.path, "code": s.code, "message": s.message} for s in report.skipped],
    }


def _finding(finding: Finding) -> Json:
    place = finding.place
    # Not in the schema's list, so only there where it says something.
    reason: dict[str, Json] = {"reason": finding.reason} if finding.suppressed and finding.reason else {}
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "certainty": str(finding.certainty),
        "message": finding.message,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "cell": None if finding.cell is None else {"index": finding.cell.index, "line": finding.cell.line},
        "surface": finding.surface,
        "provider": finding.provider,
        "model": finding.model,
        "replacement": finding.replacement,
        "effect": finding.effect,
        "request": None if finding.request is None else change_json(finding.request),
        "notes": list(finding.notes),
        "evidence": [{"path": e.path, "line": e.line, "column": e.column, "note": e.note} for e in finding.evidence],
        "fix": None if finding.fix is None else _fix(finding.fix),
        "refusal": None if finding.refusal is None else {"code": finding.refusal.code, "hint": finding.refusal.hint},
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed,
        **reason,
    }


def change_json(change: RequestChange) -> Json:
    """The request as it goes out now and as it will."""
    return {"before": request_json(change.before), "after": request_json(change.after)}


def request_json(request: Request | None) -> Json:
    """One request."""
    return None if request is None else {"path": request.path, "body": request.body}


def _fix(fix: Fix) -> Json:
    return {
        "id": fix.id,
        "applicability": fix.applicability,
        "applied": fix.applied,
        "edits": [{"path": e.path, "start": e.start, "end": e.end, "text": e.text} for e in fix.edits],
    }

"""The `gitlab` format: a code quality report."""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from migrator.files.own import ENGINE
from migrator.findings import Certainty, Finding, Json, Report
from migrator.report import Style
from migrator.report.common import Told, write_json

_SEVERITIES = {
    ("error", Certainty.CERTAIN): "critical",
    ("error", Certainty.LIKELY): "major",
    ("error", Certainty.POSSIBLE): "minor",
    ("warning", Certainty.CERTAIN): "major",
    ("warning", Certainty.LIKELY): "minor",
}


def render(report: Report, style: Style, out: TextIO) -> None:
    """Write one entry for each finding that nobody suppressed: GitLab has no other way to hide one."""
    seen: Counter[str] = Counter()
    live = [finding for finding in report.findings if finding.suppressed is None]
    write_json(Told(live, lambda finding: _entry(finding, seen)), out)


def _entry(finding: Finding, seen: Counter[str]) -> Json:
    place, fix = finding.place, finding.fix
    applied = fix is not None and fix.applied
    seen[finding.fingerprint] += 1
    again = seen[finding.fingerprint]
    entry: dict[str, Json] = {
        **ENGINE,
        "description": f"{'Fixed: ' if applied else ''}{finding.message}",
        "check_name": finding.rule,
        # GitLab drops entries that share one.
        "fingerprint": finding.fingerprint if again == 1 else f"{finding.fingerprint}-{again}",
        "severity": "info" if applied else _SEVERITIES.get((finding.severity, finding.certainty), "info"),
        "location": {
            "path": place.path,
            "lines": {"begin": place.line, "end": place.end_line},
        },
        "categories": ["Compatibility"],
        "content": {"body": _body(finding)},
    }
    return entry


def _body(finding: Finding) -> str:
    """What GitLab keeps for other readers of the file: certainty, evidence and what can be done."""
    lines = [f"certainty: {finding.certainty}"]
    lines += [f"{step.path}:{step.line}:{step.column}: {step.note}" for step in finding.evidence]
    if finding.fix is not None:
        lines.append(f"fix: {finding.fix.id} ({finding.fix.applicability}{', applied' if finding.fix.applied else ''})")
    if finding.refusal is not None:
        lines.append(f"refused ({finding.refusal.code}): {finding.refusal.hint}")
    lines += [f"note: {note}" for note in finding.notes]
    return "\n".join(lines)

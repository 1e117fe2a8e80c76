"""The `github` format: workflow commands that become annotations, and a line that counts the rest."""

from __future__ import annotations

import os
from typing import TextIO

from migrator.findings import Finding, Report, Skipped
from migrator.report import Style
from migrator.report.common import write_text
from migrator.report.plain import printable, shown, state
from migrator.report.summary import summary

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))


def render(report: Report, style: Style, out: TextIO) -> None:
    """Write one workflow command for each finding and each file left out, then the footer."""
    lines = [_finding(finding) for finding in shown(report, style)]
    lines += [_skipped(skipped) for skipped in report.skipped]
    if not style.quiet:
        lines += summary(report, style)
    write_text("".join(line + "\n" for line in lines), out)


def _finding(finding: Finding) -> str:
    place = finding.place
    properties = {
        "title": f"{finding.rule} {finding.name}",
        "file": _from_workspace(printable(place.path)),
        "line": str(place.line),
    }
    if place.line == place.end_line:
        # Across lines GitHub takes no columns.
        properties |= {"col": str(place.column), "endLine": str(place.end_line), "endColumn": str(place.end_column)}
    else:
        properties["endLine"] = str(place.end_line)
    tags = "; ".join(filter(None, (str(finding.certainty), state(finding))))
    lines = [f"{finding.message} [{tags}]"]
    if finding.refusal is not None:
        lines.append(finding.refusal.hint)
    lines += [f"{step.path}:{step.line}: {step.note}" for step in finding.evidence]
    applied = finding.fix is not None and finding.fix.applied
    return _command("notice" if applied else _COMMANDS[finding.severity], properties, "\n".join(map(printable, lines)))


def _skipped(skipped: Skipped) -> str:
    command, outcome = ("error", "failed") if skipped.fatal else ("warning", "skipped")
    properties = {"title": f"{outcome} ({skipped.code})", "file": _from_workspace(printable(skipped.path))}
    return _command(command, properties, f"{printable(skipped.path)}: {outcome} ({skipped.code}): {printable(skipped.message)}")


def _command(command: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{name}={_escaped(text, _PROPERTY)}" for name, text in properties.items())
    return f"::{command} {given}::{_escaped(message, _DATA)}"


def _escaped(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for character, code in pairs:
        text = text.replace(character, code)
    return text


def _from_workspace(path: str) -> str:
    """The path from the top of the checkout, wherever in it the run was started."""
    top = os.environ.get("GITHUB_WORKSPACE", "")
    if not top or os.path.isabs(path):
        return path
    inside = os.path.relpath(os.path.abspath(path), os.path.abspath(top)).replace(os.sep, "/")
    return path if inside.startswith("../") else inside

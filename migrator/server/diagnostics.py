"""Findings as an editor's diagnostics: the same rules and severities as in `scan`, with the evidence as related places."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from migrator.findings import Finding
from migrator.report.plain import printable
from migrator.scan import TOOL
from migrator.server.desk import Look
from migrator.server.opened import uri_of

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}


def diagnostics_of(look: Look, path: str) -> list[types.Diagnostic]:
    """What is to be said of one document, in the order of the places."""
    return [diagnostic_of(finding, look) for finding in look.by_path.get(path, ())]


def diagnostic_of(finding: Finding, look: Look) -> types.Diagnostic:
    """One finding."""
    path = look.absolute(finding.place.path)
    return types.Diagnostic(
        range=look.ruler(path).range(finding.place),
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        source=TOOL,
        message=printable(finding.message),
        related_information=list(_related(finding, look)) or None,
        data={"fingerprint": finding.fingerprint, "fix": finding.fix.id if finding.fix is not None else None},
    )


def _related(finding: Finding, look: Look) -> Iterator[types.DiagnosticRelatedInformation]:
    for step in finding.evidence:
        path = look.absolute(step.path)
        place = look.ruler(path).at(step.line, step.column)
        yield _at(path, types.Range(place, place), step.note, look)
    if finding.refusal is not None:
        path = look.absolute(finding.place.path)
        told = f"{look.words(f'refused ({finding.refusal.code})')}: {finding.refusal.hint}"
        yield _at(path, look.ruler(path).range(finding.place), told, look)


def _at(path: str, place: types.Range, text: str, look: Look) -> types.DiagnosticRelatedInformation:
    held = look.opened.get(path)
    uri = held.uri if held is not None else uri_of(path)
    return types.DiagnosticRelatedInformation(types.Location(uri, place), printable(text))

"""The `sarif` format: SARIF 2.1.0 as code hosts and viewers read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO
from zlib import compressobj

from migrator.cards import sections
from migrator.edition import age
from migrator.findings import Certainty, Edit, Evidence, Finding, Json, Report, Skipped
from migrator.language import Words
from migrator.report import Style
from migrator.report.common import Told, is_unicode, json_parts, whole_fixes, write_text
from migrator.report.json import change_json, request_json
from migrator.report.regions import Regions, uri_of
from migrator.rulebook import Card
from migrator.translations import cards_in

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "2.1.0"
MOST_RESULTS = 25_000
"""What GitHub takes of one run; it refuses the whole file for one more."""
MOST_BYTES = 10 * 1024 * 1024
"""What GitHub takes of a file, compressed."""
FINGERPRINT = "deepseekMigrate/v1"
_LEVELS = {"error": "error", "warning": "warning", "note": "note"}
_SEVERITIES = {"error": 0, "warning": 1, "note": 2}


def render(report: Report, style: Style, out: TextIO) -> None:
    """Write the report as one SARIF log."""
    kept = _most_important(report.findings, MOST_RESULTS)
    while True:
        parts = [*json_parts(_log(report, kept, style.words), not is_unicode(out)), "\n"]
        if sum(map(len, parts)) <= MOST_BYTES or len(kept) < 2 or _compressed(parts) <= MOST_BYTES:
            break
        kept = _most_important(kept, len(kept) * 3 // 4)
    for text in parts:
        write_text(text, out)


def _compressed(parts: Iterable[str]) -> int:
    """How many bytes the text takes compressed, at the least effort."""
    packer = compressobj(1)
    return sum(len(packer.compress(text.encode("utf-8", "replace"))) for text in parts) + len(packer.flush())


def _most_important(findings: tuple[Finding, ...], most: int) -> tuple[Finding, ...]:
    """As many as that, in their order: what is left to do first, then by severity and certainty."""
    if len(findings) <= most:
        return findings

    def weight(index: int) -> tuple[bool, int, int]:
        finding = findings[index]
        done = finding.suppressed is not None or (finding.fix is not None and finding.fix.applied)
        return done, _SEVERITIES[finding.severity], -finding.certainty

    kept = sorted(range(len(findings)), key=weight)[:most]
    return tuple(findings[index] for index in sorted(kept))


def _log(report: Report, kept: tuple[Finding, ...], words: Words) -> Json:
    cards = cards_in(words)
    order = {code: index for index, code in enumerate(cards)}
    regions = Regions(report.sources)
    fixes = whole_fixes(report)
    left_out = len(report.findings) - len(kept)
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": report.tool,
                        "semanticVersion": report.version,
                        "version": report.version,
                        "rules": [_rule(card, report.vendor, words) for card in cards.values()],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder that the scan was started in."}}},
                "invocations": [
                    {
                        "executionSuccessful": not any(skipped.fatal for skipped in report.skipped),
                        "toolExecutionNotifications": [*map(_notification, report.skipped), *_notice(left_out, len(kept))],
                    }
                ],
                "results": Told(kept, lambda finding: _result(finding, order, regions, fixes)),
                "properties": {
                    "today": report.today,
                    "filesSeen": report.counts.seen,
                    "filesRead": report.counts.read,
                    "findings": len(report.findings),
                    "leftOut": left_out,
                    "rulebook": report.rulebook or None,
                    "rulebookAgeInDays": age(report.rulebook, report.today),
                },
            }
        ],
    }


def _rule(card: Card, vendor: str, words: Words) -> Json:
    parts = sections(card)
    told = "\n\n".join(f"## {words(heading)}\n\n{body}" for heading, body in parts.items())
    plain = "\n\n".join(parts[heading] for heading in ("What", "Why", "Fix safety"))
    return {
        "id": card.code,
        "name": "".join(word.capitalize() for word in card.name.split("-")),
        "shortDescription": {"text": card.summary},
        "fullDescription": {"text": " ".join(parts["What"].split())},
        "help": {"text": plain, "markdown": f"# {card.code} {card.name}\n\n{card.summary}\n\n{told}\n"},
        "defaultConfiguration": {"level": _LEVELS[card.severity]},
        "properties": {
            "tags": ["migration", *_tag(vendor), card.name],
            "precision": "high",
            "problem.severity": {"note": "recommendation"}.get(card.severity, card.severity),
            "fixSafety": card.fix_safety,
        },
    }


def _tag(vendor: str) -> list[str]:
    """Whom the rulebook is about, as a word."""
    word = re.sub(r"[^a-z0-9]+", "-", vendor.lower()).strip("-")
    return [word] if word else []


def _result(finding: Finding, order: dict[str, int], regions: Regions, fixes: dict[str, tuple[Edit, ...]]) -> Json:
    fix = finding.fix
    applied = fix is not None and fix.applied
    result: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": order[finding.rule],
        "level": "none" if applied else _LEVELS[finding.severity],
        "kind": "informational" if applied else "fail",
        "rank": {Certainty.POSSIBLE: 10, Certainty.LIKELY: 50, Certainty.CERTAIN: 90}[finding.certainty],
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": regions.location(finding.place), **_logical(finding)}],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if finding.evidence:
        result["relatedLocations"] = [_related(number, step) for number, step in enumerate(finding.evidence, 1)]
    if fix is not None and not applied:
        result["fixes"] = [_fix(finding, fix.applicability, fixes[fix.id], regions)]
    # An empty list says that nothing suppresses it, none at all that nobody looked.
    result["suppressions"] = [_suppression(finding)] if finding.suppressed else []
    result["properties"] = _properties(finding)
    return result


def _message(finding: Finding) -> str:
    lines = [finding.message]
    if finding.fix is not None and finding.fix.applied:
        lines.append("Fixed by this run.")
    elif finding.fix is not None:
        lines.append(f"Fix: {finding.fix.applicability}.")
    if finding.refusal is not None:
        lines.append(f"Refused ({finding.refusal.code}): {finding.refusal.hint}.")
    return "\n".join((*lines, *(f"Note: {note}" for note in finding.notes)))


def _logical(finding: Finding) -> dict[str, Json]:
    return {"logicalLocations": [{"fullyQualifiedName": finding.symbol}]} if finding.symbol else {}


def _related(number: int, step: Evidence) -> Json:
    return {
        "id": number,
        "message": {"text": step.note},
        "physicalLocation": {
            "artifactLocation": uri_of(step.path),
            "region": {"startLine": step.line, "startColumn": step.column},
        },
    }


def _fix(finding: Finding, applicability: str, edits: Iterable[Edit], regions: Regions) -> Json:
    with_what = f" with {finding.replacement}" if finding.replacement else ""
    by_path: dict[str, list[Json]] = {}
    for edit in edits:
        replacement: Json = {"deletedRegion": regions.region_of(edit), "insertedContent": {"text": edit.text}}
        by_path.setdefault(edit.path, []).append(replacement)
    return {
        "description": {"text": f"Rewrite{with_what} ({applicability})"},
        "artifactChanges": [{"artifactLocation": uri_of(path), "replacements": found} for path, found in by_path.items()],
    }


def _suppression(finding: Finding) -> Json:
    kind = "inSource" if finding.suppressed == "comment" else "external"
    said: dict[str, Json] = {"justification": finding.reason} if finding.reason else {}
    return {"kind": kind, "status": "accepted", **said}


def _properties(finding: Finding) -> Json:
    fix = finding.fix
    return {
        "certainty": str(finding.certainty),
        "severity": finding.severity,
        "surface": finding.surface,
        "provider": finding.provider,
        "model": finding.model,
        "replacement": finding.replacement,
        "effect": finding.effect,
        "cell": None if finding.cell is None else {"index": finding.cell.index, "line": finding.cell.line},
        "fix": None if fix is None else {"id": fix.id, "applicability": fix.applicability, "applied": fix.applied},
        "refusal": None if finding.refusal is None else {"code": finding.refusal.code, "hint": finding.refusal.hint},
        "request": None if finding.request is None else change_json(finding.request),
        "wanted": request_json(finding.wanted),
        "notes": list(finding.notes),
        "suppressed": finding.suppressed,
    }


def _notification(skipped: Skipped) -> Json:
    return {
        "descriptor": {"id": skipped.code},
        "level": "error" if skipped.fatal else "warning",
        "message": {"text": f"{skipped.path}: {skipped.message}"},
        "locations": [{"physicalLocation": {"artifactLocation": uri_of(skipped.path)}}],
    }


def _notice(left_out: int, kept: int) -> list[Json]:
    if not left_out:
        return []
    text = (
        f"{left_out:,} of {left_out + kept:,} findings are left out, the least important ones: GitHub takes no more than "
        f"{MOST_RESULTS:,} results and {MOST_BYTES // 1024 // 1024} MB. The json format holds all."
    )
    return [{"descriptor": {"id": "results-left-out"}, "level": "warning", "message": {"text": text}}]

"""What the formats for machines share: whole fixes, a command that verifies, and text that any stream can take."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import TextIO

from migrator.findings import Certainty, Edit, Finding, Json, Report

PROGRAM = "deepseek-migrate"


def whole_fixes(report: Report) -> dict[str, tuple[Edit, ...]]:
    """All edits of each fix by its id: findings that share a fix hold a part of it each."""
    edits: dict[str, set[Edit]] = {}
    for finding in report.findings:
        if finding.fix is not None:
            edits.setdefault(finding.fix.id, set()).update(finding.fix.edits)
    return {name: tuple(sorted(found)) for name, found in edits.items()}


def verify_command(finding: Finding) -> str:
    """A command that says nothing once the finding is gone, and of errors and warnings ends with status 0."""
    unlikely = finding.certainty < Certainty.LIKELY
    options = ["--select", finding.rule, *(("-v", "--fail-on", "possible") if unlikely else ())]
    return shlex.join([PROGRAM, "scan", *options, "--", finding.place.path])


def write_json(value: Json | Mapping[str, Json], out: TextIO, indent: int | None = 2) -> None:
    """Write JSON that the stream can take."""
    write_text(json.dumps(value, indent=indent, ensure_ascii=not is_unicode(out)) + "\n", out)


def write_text(text: str, out: TextIO) -> None:
    """Write text in which a path may hold bytes that are no text."""
    out.write(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def is_unicode(out: TextIO) -> bool:
    """Whether every character can be written as it is."""
    return (out.encoding or "utf-8").lower().replace("-", "") == "utf8"

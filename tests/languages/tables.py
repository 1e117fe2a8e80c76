"""Fixes a whole table of small programs in one run, each in a project of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from migrator.cli import application
from tests.tool import Record, runner

SILENT = ("DSM301", "DSM303")
"""Notes that most rows are not about."""


@dataclass(frozen=True)
class Row:
    """A program, what is found in it, and what the fixes make of it.

    `found` are "RULE LINE CERTAINTY HOW" of `name` and "RULE PATH:LINE …" of other files; HOW is "safe", "unsafe", a
    refusal's code, or "-". None: the row is only about the bytes. `after` is None where nothing may change.
    """

    before: str
    after: str | None = None
    found: tuple[str, ...] | None = None
    name: str = ""
    files: Mapping[str, str] | None = None
    """Further files, none of which changes."""
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came of one row."""

    found: tuple[str, ...]
    skipped: tuple[str, ...]
    after: Mapping[str, str]


def outcomes(folder: Path, rows: Mapping[str, Row], name: str, *options: str) -> dict[str, Outcome]:
    """Scan all rows, fix all that can be fixed, and fix again: that changes nothing any more. `name`: where a row has none."""
    sources: dict[Path, str] = {}
    for number, row in enumerate(rows.values()):
        files = {"pyproject.toml": "", row.name or name: row.before, **(row.files or {})}
        for path, text in files.items():
            place = folder / f"{number:03}" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
            sources[place] = text
    report = _scan(folder, *options)
    _scan(folder, "--fix", "--unsafe-fixes", *options)
    after = {place: place.read_bytes() for place in sources}
    _scan(folder, "--fix", "--unsafe-fixes", *options)
    assert {place: place.read_bytes() for place in sources} == after
    result: dict[str, Outcome] = {}
    for number, (title, row) in enumerate(rows.items()):
        home, start = row.name or name, f"{number:03}/"
        found = {_told(each, home) for each in _listed(report, "findings", start) if each["rule"] not in SILENT}
        skipped = sorted(str(each["code"]) for each in _listed(report, "skipped", start))
        texts = {
            str(place.relative_to(folder / start)): after[place].decode()
            for place in sources
            if place.is_relative_to(folder / start)
        }
        result[title] = Outcome(tuple(sorted(found)), tuple(skipped), texts)
    return result


def check(row: Row, outcome: Outcome, name: str) -> None:
    """The outcome is the declared one."""
    expected = {"pyproject.toml": "", row.name or name: row.before if row.after is None else row.after, **(row.files or {})}
    assert outcome.after == expected
    assert row.found is None or outcome.found == tuple(sorted(row.found))
    assert outcome.skipped == row.skipped


def _listed(report: Record, key: str, start: str) -> list[Record]:
    listed = report[key]
    assert isinstance(listed, list)
    return [{**each, "path": each["path"][len(start) :]} for each in listed if each["path"].startswith(start)]


def _scan(folder: Path, *arguments: str) -> Record:
    before = os.getcwd()
    os.chdir(folder)
    try:
        done = runner().invoke(application, ["scan", "--output-format", "json", "--no-progress", "--jobs", "1", *arguments, "."])
    finally:
        os.chdir(before)
    assert done.exit_code in (0, 1), done.output
    report: Record = json.loads(done.stdout)
    return report


def _told(finding: Record, home: str) -> str:
    fix, refusal = finding["fix"], finding["refusal"]
    how = fix["applicability"] if isinstance(fix, dict) else refusal["code"] if isinstance(refusal, dict) else "-"
    place = finding["line"] if finding["path"] == home else f"{finding['path']}:{finding['line']}"
    return f"{finding['rule']} {place} {finding['certainty']} {how}"

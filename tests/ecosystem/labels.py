"""Measures the tool on labelled files of other people's repositories: recall, false reports and false edits."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.tool import Record, scan

LOUD = ("certain", "likely")
WRONG = frozenset({"BROKEN RUN", "MISSED, must be rewritten", "FALSE EDIT", "FALSE REPORT"})


@dataclass(frozen=True)
class Label:
    """One labelled file: lines by what the tool has to do with them."""

    repository: str
    commit: str
    path: str
    language: str
    must: tuple[int, ...]
    should: tuple[int, ...]
    may: tuple[int, ...]
    negative: tuple[int, ...]

    @property
    def lines(self) -> set[int]:
        """Every line that the label speaks of."""
        return {*self.must, *self.should, *self.may, *self.negative}


@dataclass
class Tally:
    """What was found: counts, and the places that people have to look at."""

    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)

    def lines(self, kind: str, lines: Collection[int]) -> None:
        self.counts[kind] += len(lines)

    def bad(self, kind: str, place: str) -> None:
        self.places.setdefault(kind, []).append(place)


def read_labels(file: Path, languages: list[str]) -> list[Label]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [read_label(row) for row in rows if not languages or row["language"] in languages]


def read_label(row: Any) -> Label:
    def scored(kind: str) -> tuple[int, ...]:
        return tuple(one["line"] for one in row["findings"] if one["scoring"] == kind)

    negative = tuple(one["line"] for one in row["negatives"])
    must, should, may = scored("must-rewrite"), scored("should-report"), scored("may-report")
    return Label(row["repo"], row["commit"], row["path"], row["language"], must, should, may, negative)


def checkout(folder: Path, label: Label) -> Path | None:
    """The checkout of a label's commit: `owner+name@commit`, if two of one repository are there, or `owner+name`."""
    name = label.repository.replace("/", "+")
    for candidate in (folder / f"{name}@{label.commit[:8]}", folder / name):
        if (candidate / label.path).is_file():
            return candidate
    return None


def line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def edited_lines(finding: Record, data: bytes) -> set[int]:
    """The lines that a finding's fix touches."""
    fix = finding["fix"]
    edits = fix["edits"] if isinstance(fix, dict) else []
    return {
        line
        for edit in edits
        if edit["path"] == finding["path"]
        for line in range(line_at(data, edit["start"]), line_at(data, max(edit["start"], edit["end"] - 1)) + 1)
    }


def measure(label: Label, top: Path, tally: Tally) -> None:
    """Scans one labelled file, linked with its repository, and tallies every labelled line."""
    where = f"{label.repository} {label.path}"
    done = scan("--isolated", "--no-respect-gitignore", label.path, cwd=top)
    try:
        findings = [row for row in done.findings if row["path"] == label.path]
    except ValueError:
        tally.bad("BROKEN RUN", f"{where}: {done.errors.strip()[-300:]}")
        return
    data = (top / label.path).read_bytes()
    loud = {int(str(row["line"])) for row in findings if row["certainty"] in LOUD}
    reported = {int(str(row["line"])) for row in findings}
    edited = {line for row in findings for line in edited_lines(row, data)}

    def place(line: int) -> str:
        return f"{where}:{line} {told(findings, line)}"

    tally.lines("must-rewrite", label.must)
    tally.lines("  rewritten", edited.intersection(label.must))
    tally.lines("should-report", label.should)
    tally.lines("  reported", reported.intersection(label.should))
    tally.lines("may-report", label.may)
    tally.lines("negative", label.negative)
    for kind, lines in (
        ("MISSED, must be rewritten", set(label.must) - edited),
        ("MISSED, should be reported", set(label.should) - reported),
        ("FALSE EDIT", edited.intersection((*label.may, *label.negative)) - {*label.must, *label.should}),
        ("FALSE REPORT", loud.intersection(label.negative) - {*label.must, *label.should, *label.may}),
        ("unlabelled report", loud - label.lines),
        ("unlabelled edit", edited - label.lines),
    ):
        for line in sorted(lines):
            tally.bad(kind, place(line))


def told(findings: list[Record], line: int) -> str:
    """What the tool says of a line, in short."""
    said = [row for row in findings if row["line"] == line]
    return "; ".join(f"{row['rule']} {row['certainty']} {code_of(row['refusal'])}" for row in said) or "silent"


def code_of(refusal: object) -> object:
    return refusal["code"] if isinstance(refusal, dict) else ""


def main() -> int:
    """Prints places and figures; 1 if a line that must be rewritten was not, or one was reported or edited falsely."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkouts", type=Path, help="a folder of checkouts named owner+name or owner+name@commit")
    parser.add_argument("labels", type=Path, help="a labels file, one JSON object a line")
    parser.add_argument("--language", action="append", default=[], help="only files of this language; repeatable")
    parser.add_argument("--repository", action="append", default=[], help="only this owner/name; repeatable")
    asked = parser.parse_args()
    tally = Tally()
    for label in read_labels(asked.labels, asked.language):
        if asked.repository and label.repository not in asked.repository:
            continue
        top = checkout(asked.checkouts, label)
        if top is None:
            tally.bad("no checkout", f"{label.repository} {label.path}")
        else:
            measure(label, top, tally)
    for kind, places in tally.places.items():
        print(f"\n{kind}: {len(places)}")
        print("".join(f"  {place}\n" for place in places), end="")
    print()
    for kind, count in tally.counts.items():
        print(f"{count:5} {kind}")
    return int(not WRONG.isdisjoint(tally.places))


if __name__ == "__main__":
    sys.exit(main())

"""What the audit page knows of a report: findings with their source, diffs and requests, each told once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType

from migrator.findings import Edit, Finding, Json, Refusal, Report, Request, RequestChange
from migrator.language import ENGLISH, Words
from migrator.report.common import Told, verify_command, whole_fixes
from migrator.report.hunks import SourceFile, SourceFiles
from migrator.report.plain import printable, state

CONTEXT = 3
AROUND = 2
LONGEST_LINE = 400
WIDEST = 60
"""Lines of one excerpt or hunk that are kept."""


NOBODY: Mapping[str, str] = MappingProxyType({})


def page_data(report: Report, words: Words = ENGLISH, owners: Mapping[str, str] = NOBODY) -> Json:
    """Everything that the page's script shows; `owners` by path, where somebody knows them."""
    return _Data(report, words, owners).told()


class _Data:
    def __init__(self, report: Report, words: Words, owners: Mapping[str, str]) -> None:
        self.report, self.words, self.owners = report, words, owners
        self.sources = SourceFiles(report.sources)
        self.requests: list[Json] = []
        self.known: dict[str, int] = {}

    def told(self) -> Json:
        fixes = whole_fixes(self.report)
        return {
            "words": dict(self.words.page),
            "findings": Told([*enumerate(self.report.findings)], lambda each: self._finding(*each)),
            "fixes": Told([*fixes.items()], lambda each: [each[0], self._fix(each[1])]),
            # Written last: the findings, as they are told, fill it.
            "requests": self.requests,
            "skipped": [
                {"path": printable(s.path), "code": s.code, "message": printable(s.message), "failed": s.fatal}
                for s in self.report.skipped
            ],
        }

    def _finding(self, number: int, finding: Finding) -> Json:
        place, fix = finding.place, finding.fix
        told: dict[str, Json] = {
            "n": number,
            "rule": finding.rule,
            "name": finding.name,
            "severity": finding.severity,
            "certainty": str(finding.certainty),
            "message": printable(finding.message),
            "path": printable(place.path),
            "line": place.line,
            "column": place.column,
            "project": printable(self.report.projects.get(place.path, ".")) or ".",
            "folder": printable(place.path.rpartition("/")[0]) or ".",
            "surface": printable(finding.surface or "none"),
            "model": printable(finding.model or "none"),
            "state": _state(finding),
            "status": self.words(_status(finding)),
            "print": finding.fingerprint,
        }
        optional: dict[str, Json] = {
            "cell": self.words(f"cell {finding.cell.index}, line {finding.cell.line}") if finding.cell else None,
            "replacement": printable(finding.replacement or ""),
            "owner": printable(self.owners.get(place.path, "")),
            "effect": finding.effect,
            "inside": printable(finding.symbol),
            "reason": printable(finding.reason),
            "fix": fix.id if fix is not None else None,
            "refusal": None if finding.refusal is None else _refusal(finding, finding.refusal),
            "notes": [printable(note) for note in finding.notes],
            "evidence": [[f"{printable(e.path)}:{e.line}:{e.column}", printable(e.note)] for e in finding.evidence],
            "source": self._source(finding),
            "request": self._request(finding.request, finding.wanted),
        }
        return told | {name: value for name, value in optional.items() if value not in (None, "", [])}

    def _source(self, finding: Finding) -> Json:
        """First line's number, the lines, and the columns (from 0) to mark in the finding's own line."""
        place = finding.place
        file = self.sources.file(place.path)
        if file is None or place.line > len(file.lines):
            return None
        first = max(place.line - CONTEXT, 1)
        last = min(min(place.end_line, place.line + WIDEST) + CONTEXT, len(file.lines))
        line = file.lines[place.line - 1]
        end = place.end_column - 1 if place.end_line == place.line else len(line)
        lines: list[Json] = [_shown(each) for each in file.lines[first - 1 : last]]
        return [first, lines, len(_tabs(line[: place.column - 1])), len(_tabs(line[:end]))]

    def _fix(self, edits: Sequence[Edit]) -> Json:
        by_path: dict[str, list[Edit]] = {}
        for edit in edits:
            by_path.setdefault(edit.path, []).append(edit)
        files: list[Json] = []
        for path, mine in by_path.items():
            file = self.sources.file(path)
            rows: list[Json] = [] if file is None else list(_diff_rows(file, mine))
            files.append({"path": printable(path), "rows": rows})
        return files

    def _request(self, change: RequestChange | None, wanted: Request | None) -> Json:
        if change is None or (change.before is None and change.after is None and wanted is None):
            return None
        after = change.after or wanted
        old, new = _lines_of(change.before), _lines_of(after)
        key = json.dumps([old, new], ensure_ascii=False)
        if key not in self.known:
            self.known[key] = len(self.requests)
            rows: list[Json] = list(_aligned(old, new if after is not None else old, 1, 1))
            self.requests.append({"rows": rows, "raises": change.before is None, "after": after is not None})
        return self.known[key]


def _refusal(finding: Finding, refusal: Refusal) -> Json:
    return [refusal.code, printable(refusal.hint), verify_command(finding)]


def _status(finding: Finding) -> str:
    return state(finding) or (f"suppressed by {finding.suppressed}" if finding.suppressed else "to look at")


def _state(finding: Finding) -> str:
    if finding.suppressed is not None:
        return "suppressed"
    if finding.fix is not None:
        return "fixed" if finding.fix.applied else finding.fix.applicability
    return "refused" if finding.refusal is not None else "open"


def _diff_rows(file: SourceFile, edits: Iterable[Edit]) -> Iterator[Json]:
    """Rows of both sides: number and text of the old line, of the new one, and what became of it."""
    moved = 0
    last = 0
    hunks = file.hunks(edits)
    for at, hunk in enumerate(hunks):
        start = max(hunk.line - AROUND, last + 1)
        if start > last + 1 and last:
            yield [0, "", 0, "", "gap"]
        for number in range(start, hunk.line):
            text = _shown(file.lines[number - 1])
            yield [number, text, number + moved, text, ""]
        yield from _aligned([*map(_shown, hunk.old)], [*map(_shown, hunk.new)], hunk.line, hunk.line + moved)
        moved += len(hunk.new) - len(hunk.old)
        last = hunk.line + len(hunk.old) - 1
        following = hunks[at + 1].line - 1 if at + 1 < len(hunks) else len(file.lines)
        for number in range(last + 1, min(last + AROUND, following) + 1):
            text = _shown(file.lines[number - 1])
            if not (text == "" and number == len(file.lines)):
                yield [number, text, number + moved, text, ""]
                last = number


def _aligned(old: Sequence[str], new: Sequence[str], old_line: int, new_line: int) -> Iterator[Json]:
    """Both texts line by line beside each other."""
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for step in range(min(max(j - i, m - k), WIDEST)):
            left, right = i + step < j, k + step < m
            kind = "" if tag == "equal" else "change" if left and right else "gone" if left else "new"
            yield [
                old_line + i + step if left else 0,
                old[i + step] if left else "",
                new_line + k + step if right else 0,
                new[k + step] if right else "",
                kind,
            ]


def _lines_of(request: Request | None) -> list[str]:
    if request is None:
        return []
    return [printable(line) for line in (f"POST {request.path}", *_pretty(request.body, "").split("\n"))]


def _pretty(value: Json, indent: str) -> str:
    """JSON as people write it; what is unknown stands in angle brackets."""
    inner = indent + "  "
    if isinstance(value, dict):
        if set(value) == {"?"}:
            return f"‹{value['?']}›".replace("\n", " ")
        parts = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {_pretty(each, inner)}" for key, each in value.items()]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}" if parts else "{}"
    if isinstance(value, list):
        parts = [f"{inner}{_pretty(each, inner)}" for each in value]
        return "[\n" + ",\n".join(parts) + f"\n{indent}]" if parts else "[]"
    return json.dumps(value, ensure_ascii=False)


def _tabs(line: str) -> str:
    return line.replace("\t", "    ")


def _shown(line: str) -> str:
    text = printable(_tabs(line))
    return text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE] + " …"

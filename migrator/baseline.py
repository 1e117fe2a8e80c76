"""The findings that a project knows already and lives with: read, matched and written, one to a line."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from migrator.files.tree import read_plain
from migrator.files.write import NotWritten, write_atomic
from migrator.findings import Finding
from migrator.fingerprints import fingerprint, same_text

SCHEMA = "deepseek-migrate/baseline/1"
KNOWN = "baseline"
UNKNOWN_RULES = frozenset({"DSM902"})
"""Rules that speak of the baseline itself."""
_SCHEMA = re.compile(r"deepseek-migrate/baseline/(\d+)")
_FIELDS = ("fingerprint", "rule", "path", "symbol")


class BaselineError(Exception):
    """A baseline that cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One known finding; `path` is relative to the baseline's folder.

    The source that it stands at is in the fingerprint only: a baseline names no model, and so is itself never scanned.
    """

    path: str
    rule: str
    symbol: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a baseline; `file` is its absolute path, `data` its bytes."""

    file: str
    entries: tuple[Entry, ...] = ()
    data: bytes = b""

    @property
    def fingerprints(self) -> frozenset[str]:
        """All fingerprints that it knows."""
        return frozenset(entry.fingerprint for entry in self.entries)

    def line_of(self, entry: Entry) -> int:
        """The line that an entry stands on."""
        at = self.data.find(f'"{entry.fingerprint}"'.encode())
        return self.data.count(b"\n", 0, max(at, 0)) + 1


def read_baseline(file: str, *, may_be_missing: bool = False) -> Baseline:
    """The baseline in a file. Raises `BaselineError`."""
    shown = os.path.relpath(file)
    try:
        data = read_plain(file)
    except FileNotFoundError:
        if may_be_missing:
            return Baseline(file)
        raise BaselineError(f"there is no file {shown}; --write-baseline {shown} makes it") from None
    except OSError as error:
        raise BaselineError(f"cannot read {shown}: {error.strerror or error}") from error
    if may_be_missing and not data.strip():
        return Baseline(file, (), data)
    try:
        loaded: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}: {error.msg})" if isinstance(error, json.JSONDecodeError) else ""
        raise BaselineError(f"{shown} is not JSON{where}; mend it, or remove it and write it anew") from error
    return Baseline(file, tuple(_entries(loaded, shown)), data)


def _entries(loaded: object, shown: str) -> Iterator[Entry]:
    schema = loaded.get("schema") if isinstance(loaded, dict) else None
    if not isinstance(loaded, dict) or not isinstance(schema, str) or _SCHEMA.fullmatch(schema) is None:
        raise BaselineError(f"{shown} is not a baseline of this tool")
    if schema != SCHEMA:
        raise BaselineError(
            f"{shown} was written by another version ({schema}; this one reads {SCHEMA}): update, or write it anew"
        )
    listed = loaded.get("findings")
    if not isinstance(listed, list):
        raise BaselineError(f"{shown}: findings: expected a list")
    for number, item in enumerate(listed, 1):
        fields = [item.get(name) for name in _FIELDS] if isinstance(item, dict) else [None]
        texts = [field for field in fields if isinstance(field, str)]
        if len(texts) < len(_FIELDS):
            raise BaselineError(f"{shown}: finding {number}: expected {', '.join(_FIELDS)}, each of them text")
        key, rule, path, symbol = texts
        yield Entry(path, rule, symbol, key)


def entries_of(findings: Iterable[Finding], file: str, cwd: str) -> list[tuple[Finding, Entry]]:
    """Each finding that no comment suppresses and no fix has mended, with its entry for the baseline in `file`."""
    seen: Counter[tuple[str, ...]] = Counter()
    made: list[tuple[Finding, Entry]] = []
    for finding in findings:
        applied = finding.fix is not None and finding.fix.applied
        if finding.suppressed == "comment" or applied or finding.rule in UNKNOWN_RULES:
            continue
        path = path_from(file, finding.place.path, cwd)
        key = (finding.rule, path, finding.symbol, same_text(finding.matched))
        made.append((finding, Entry(path, finding.rule, finding.symbol, fingerprint(*key, seen[key]))))
        seen[key] += 1
    return made


def with_known(findings: Sequence[Finding], baseline: Baseline, cwd: str) -> tuple[list[Finding], frozenset[str]]:
    """The findings, those that the baseline knows suppressed, and the fingerprints that were met."""
    known = baseline.fingerprints
    entries = {id(finding): entry.fingerprint for finding, entry in entries_of(findings, baseline.file, cwd)}
    marked = [
        replace(finding, suppressed=KNOWN) if entries.get(id(finding)) in known and finding.suppressed is None else finding
        for finding in findings
    ]
    return marked, known.intersection(entries.values())


def path_from(file: str, path: str, cwd: str) -> str:
    """A path of the report as the baseline in `file` names it: wherever the run is started, it says the same."""
    whole = os.path.normpath(os.path.join(cwd, path))
    try:
        return os.path.relpath(whole, os.path.dirname(file)).replace(os.sep, "/")
    except ValueError:  # pragma: no cover - a path on another drive, which only Windows has
        return whole.replace(os.sep, "/")


def written_baseline(
    findings: Iterable[Finding], old: Baseline, cwd: str, keeps: Callable[[Entry], bool]
) -> tuple[Baseline, int]:
    """What the baseline holds from now on, and how many of its old entries go; `keeps` are those nobody looked for."""
    now = {entry.fingerprint: entry for _, entry in entries_of(findings, old.file, cwd)}
    kept = {entry.fingerprint: entry for entry in old.entries if entry.fingerprint not in now and keeps(entry)}
    gone = sum(entry.fingerprint not in now and entry.fingerprint not in kept for entry in old.entries)
    entries = tuple(sorted({**now, **kept}.values()))
    return Baseline(old.file, entries, _data(entries)), gone


def _data(entries: tuple[Entry, ...]) -> bytes:
    # One line to a finding, in order: two people's baselines merge like any other list.
    lines = [
        json.dumps({"fingerprint": e.fingerprint, "rule": e.rule, "path": e.path, "symbol": e.symbol}, ensure_ascii=False)
        for e in entries
    ]
    body = ",\n    ".join(lines)
    listed = f"[\n    {body}\n  ]" if lines else "[]"
    text = f'{{\n  "schema": "{SCHEMA}",\n  "findings": {listed}\n}}\n'
    return text.encode("utf-8", "backslashreplace")


def save(baseline: Baseline, old: Baseline) -> str | None:
    """Write the baseline in one step; what went wrong, if something did."""
    try:
        if os.path.exists(baseline.file):
            done = write_atomic(baseline.file, old.data, baseline.data)
            return f"cannot write {os.path.relpath(baseline.file)}: {done.message}" if isinstance(done, NotWritten) else None
        with open(baseline.file, "xb") as stream:
            stream.write(baseline.data)
    except OSError as error:
        return f"cannot write {os.path.relpath(baseline.file)}: {error.strerror or error}"
    return None

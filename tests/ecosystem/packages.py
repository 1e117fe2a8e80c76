"""Scans and rewrites other people's packages as published, each as a project of its own, and says what went wrong.

The first run downloads the pinned packages of `tests/benchmarks/packages.txt` and `npm_packages.txt` by pip and npm into
the folder that is named; from then on nothing is fetched. What is found is compared with `snapshot.json`, which
`--accept` writes anew: a change of the tool has to explain what changes there.
"""

from __future__ import annotations

import argparse
import ast
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.tool import ROOT, Record

HERE = Path(__file__).parent
PYTHON = HERE.parent / "benchmarks" / "packages.txt"
NPM = HERE / "npm_packages.txt"
SNAPSHOT = HERE / "snapshot.json"
LONGEST = 900
"""Seconds for one run over one package; the largest takes a quarter of them."""
WRONG = ("bug", "not-proven", "write-failed", "changed-meanwhile", "interrupted")


@dataclass
class Outcome:
    """What the runs over one package came to."""

    files: int = 0
    rewritten: int = 0
    found: dict[str, int] = field(default_factory=dict)
    """By "rule certainty state": how many findings; the state is "safe", "unsafe" or the refusal's code."""
    problems: list[str] = field(default_factory=list)


def fetch(folder: Path) -> Iterator[Path]:
    """The archives, downloaded where they are missing."""
    for name in PYTHON.read_text(encoding="utf-8").split():
        stem = name.replace("==", "-")
        found = sorted(folder.glob(f"{stem}-*.whl"))
        if not found:
            command = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--only-binary",
                ":all:",
                "-d",
                str(folder),
            ]
            subprocess.run([*command, name], check=True)
            found = sorted(folder.glob(f"{stem}-*.whl"))
        yield from found[:1]
    for name in NPM.read_text(encoding="utf-8").split():
        package, _, version = name.rpartition("==")
        archive = folder / f"{package.lstrip('@').replace('/', '-')}-{version}.tgz"
        if not archive.exists():
            subprocess.run(["npm", "pack", "--silent", f"{package}@{version}"], cwd=folder, check=True, capture_output=True)
        yield archive


def unpack(archive: Path, folder: Path) -> None:
    """The archive's files, in a folder that is marked as a project."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(folder)
        (folder / "setup.py").touch()
    else:
        with tarfile.open(archive) as package:
            package.extractall(folder, filter="data")


def run(folder: Path, *options: str) -> tuple[int, Record | None, str]:
    """Status, report and errors of one run."""
    command = [
        sys.executable,
        "-m",
        "migrator",
        "scan",
        str(folder),
        "--isolated",
        "--today",
        "2026-11-01",
        "--output-format",
        "json",
    ]
    try:
        done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return -1, None, f"took longer than {LONGEST} s"
    try:
        report: Record = json.loads(done.stdout)
    except ValueError:
        return done.returncode, None, done.stderr.strip()[-500:] or "no report"
    return done.returncode, report, done.stderr.strip()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def listed(report: Record, name: str) -> list[Record]:
    rows = report[name]
    assert isinstance(rows, list)
    return rows


def treat(archive: Path) -> Outcome:
    """Scan, rewrite and scan again."""
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top) / "package"
        folder.mkdir()
        unpack(archive, folder)
        return treated(folder)


def treated(folder: Path) -> Outcome:
    """The same of a folder, which is rewritten."""
    outcome = Outcome()
    before = contents(folder)
    outcome.files = len(before)
    status, report, errors = run(folder)
    if report is None or status not in (0, 1) or errors:
        outcome.problems.append(f"scan: status {status}: {errors} {_wrong(report)}")
        return outcome
    outcome.found = dict(sorted(Counter(map(_told, listed(report, "findings"))).items()))
    if contents(folder) != before:
        outcome.problems.append("scan wrote something")
    status, report, errors = run(folder, "--fix", "--unsafe-fixes")
    if report is None or status not in (0, 1) or errors:
        outcome.problems.append(f"fix: status {status}: {errors} {_wrong(report)}")
        return outcome
    outcome.problems += _wrong(report)
    after = contents(folder)
    outcome.problems += _broken(before, after, _edited(report, folder))
    outcome.rewritten = sum(before.get(path) != data for path, data in after.items())
    _, report, errors = run(folder, "--fix", "--unsafe-fixes")
    if report is None or errors or contents(folder) != after:
        outcome.problems.append(f"second run: {errors or 'wrote something'}")
    return outcome


def _told(finding: Record) -> str:
    fix, refusal = finding["fix"], finding["refusal"]
    state = fix["applicability"] if isinstance(fix, dict) else refusal["code"] if isinstance(refusal, dict) else "-"
    return f"{finding['rule']} {finding['certainty']} {state}"


def _wrong(report: Record | None) -> list[str]:
    rows = listed(report, "skipped") if report is not None else []
    return [f"{row['path']}: {row['code']}: {row['message']}" for row in rows if row["code"] in WRONG]


def _edited(report: Record, folder: Path) -> set[str]:
    fixes = [each["fix"] for each in listed(report, "findings") if isinstance(each["fix"], dict) and each["fix"]["applied"]]
    return {Path(ROOT, edit["path"]).resolve().relative_to(folder.resolve()).as_posix() for fix in fixes for edit in fix["edits"]}


def _broken(before: dict[str, bytes], after: dict[str, bytes], edited: set[str]) -> Iterator[str]:
    """Files that went, came, changed without an edit, or are no programs any more."""
    if before.keys() != after.keys():
        yield f"files came or went: {sorted(before.keys() ^ after.keys())[:5]}"
    for path, data in after.items():
        if data == before.get(path):
            continue
        if path not in edited:
            yield f"{path}: changed without an edit"
        if path.endswith(".py"):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    ast.parse(data)
            except SyntaxError as error:
                yield f"{path}: {error}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Treat every package; 1 where something went wrong or differs from the snapshot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the archives are, or are to be put")
    parser.add_argument("--only", default="", help="packages whose archive's name holds this")
    parser.add_argument("--accept", action="store_true", help="write the snapshot anew")
    parser.add_argument("--missing", action="store_true", help="only those that the snapshot does not have")
    given = parser.parse_args(arguments)
    known: dict[str, dict[str, object]] = json.loads(SNAPSHOT.read_text(encoding="utf-8")) if SNAPSHOT.exists() else {}
    failed = False
    for archive in sorted(fetch(given.folder), key=lambda each: each.stat().st_size):
        name = archive.name.partition("-")[0] if archive.suffix == ".whl" else archive.stem.rpartition("-")[0]
        name = f"{'pypi' if archive.suffix == '.whl' else 'npm'}/{name}"
        if given.only not in archive.name or (given.missing and name in known):
            continue
        outcome = treat(archive)
        now: dict[str, object] = {"files": outcome.files, "rewritten": outcome.rewritten, "found": outcome.found}
        for problem in outcome.problems:
            failed = True
            print(f"{name}: {problem}", flush=True)
        if given.accept:
            known[name] = now
            SNAPSHOT.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n", encoding="utf-8")
        elif name in known and known[name] != now:
            failed = True
            print(f"{name}: not as in the snapshot: {now} instead of {known.get(name)}", flush=True)
        print(f"{name}: {outcome.files} files, {sum(outcome.found.values())} findings, {outcome.rewritten} rewritten", flush=True)
    return int(failed)


if __name__ == "__main__":
    shutil.which("npm") or print("npm is missing: its packages cannot be fetched")
    raise SystemExit(main())

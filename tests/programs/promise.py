"""What must hold of every program, as far as it can be told without running it."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from migrator.bugs import BUG
from migrator.findings import Finding, Report
from migrator.report.output import fixed_source
from migrator.scan import ScanRequest, run
from migrator.settings_model import Settings

NAME = "program.py"
UNPROVEN = "not-proven"


@dataclass(frozen=True)
class Treated:
    """A program before and after one way to run the command."""

    report: Report
    new: bytes


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def run_on(name: str, data: bytes, fix: bool = False, unsafe: bool = False) -> Report:
    """The command on one file that is not on disk."""
    folder = _folder().name
    settings = Settings(cwd=folder, fix=fix, unsafe_fixes=unsafe, jobs=1)
    report = run(ScanRequest((name,), settings, (name, data), folder))
    bugs = [each.message for each in report.skipped if each.code == BUG]
    assert not bugs, bugs
    return report


def treat(data: bytes, fix: bool = False, unsafe: bool = False) -> Treated:
    """The command on this program alone, in a folder that holds nothing else."""
    report = run_on(NAME, data, fix, unsafe)
    return Treated(report, fixed_source(report, NAME, data))


def edited(data: bytes, findings: tuple[Finding, ...]) -> bytes:
    """The bytes with the edits of all fixes that were applied, and nothing else."""
    edits = {edit for each in findings if each.fix is not None and each.fix.applied for edit in each.fix.edits}
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        data = data[: edit.start] + edit.text.encode() + data[edit.end :]
    return data


def is_python(data: bytes) -> bool:
    try:
        ast.parse(data)
    except (SyntaxError, ValueError):
        return False
    return True


def broken(data: bytes) -> Iterator[str]:
    """What does not hold of a program: the promises that need no SDK."""
    plain = treat(data)
    if plain.new != data:
        yield "a scan without --fix changes the source"
    for unsafe in (False, True):
        way = "--fix --unsafe-fixes" if unsafe else "--fix"
        done = treat(data, fix=True, unsafe=unsafe)
        for each in done.report.skipped:
            if each.code == UNPROVEN:
                yield f"{way}: not proven: {each.message}"
        if done.new != edited(data, done.report.findings):
            yield f"{way}: changes what no finding declares"
        if done.new == data:
            continue
        if is_python(data) and not is_python(done.new):
            yield f"{way}: what comes out is not Python"
        if treat(done.new, fix=True, unsafe=unsafe).new != done.new:
            yield f"{way}: a second run edits more"
        if not unsafe and any(each.fix.applicability != "safe" for each in done.report.findings if each.fix and each.fix.applied):
            yield f"{way}: an unsafe fix was applied"

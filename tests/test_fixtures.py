"""What `scan --fix` makes of the fixtures: fixed as written beside them, refused as declared, or left alone."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.tool import Done, Record, scan

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FIXTURES = Path(__file__).parent.parent / "fixtures"
DECLARED = tomllib.loads((FIXTURES / "refused" / "expected.toml").read_text(encoding="utf-8"))["finding"]
SUFFIXES = (".py", ".java")


def programs(kind: str) -> list[str]:
    folder = FIXTURES / kind
    settings = ("pyproject.toml", "expected.toml")
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in settings and "expected" not in path.relative_to(folder).parts
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Treated:
    """A copy of a fixture folder before and after a run of the tool in it."""

    def __init__(self, kind: str, top: Path, *arguments: str) -> None:
        self.folder = top / kind
        shutil.copytree(FIXTURES / kind, self.folder, ignore=shutil.ignore_patterns("expected"))
        self.before = contents(self.folder)
        self.scanned: Done = scan(".", cwd=self.folder)
        self.done: Done = scan(".", *arguments, cwd=self.folder)
        self.after = contents(self.folder)
        self.again: Done = scan(".", *arguments, cwd=self.folder)
        self.after_again = contents(self.folder)


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fixtures")


@pytest.fixture(scope="module")
def fixable(top: Path) -> Treated:
    return Treated("fixable", top, "--fix")


@pytest.fixture(scope="module")
def unsafe(top: Path) -> Treated:
    return Treated("unsafe", top, "--fix", "--unsafe-fixes")


@pytest.fixture(scope="module")
def refused(top: Path) -> Treated:
    return Treated("refused", top, "--fix", "--unsafe-fixes")


@pytest.fixture(scope="module")
def unchanged(top: Path) -> Treated:
    return Treated("unchanged", top, "--fix", "--unsafe-fixes")


def refusal_of(finding: Record) -> object:
    refusal = finding["refusal"]
    return refusal["code"] if isinstance(refusal, Mapping) else None


def loud(done: Done) -> list[Record]:
    """Findings that the exit status counts by default."""
    return [row for row in done.findings if row["severity"] != "note" and row["certainty"] != "possible"]


@pytest.mark.parametrize("program", programs("fixable"))
def test_a_fixable_program_becomes_the_expected_one(program: str, fixable: Treated) -> None:
    assert fixable.after[program] == (FIXTURES / "fixable" / "expected" / program).read_bytes()


def whole(program: str) -> str:
    """The program that a file belongs to: itself, or the folder below that of its surface."""
    return "/".join(program.split("/")[:2])


@pytest.mark.parametrize("program", programs("fixable"))
def test_every_fixable_program_was_reported_first(program: str, fixable: Treated) -> None:
    assert whole(program) in {whole(str(row["path"])) for row in loud(fixable.scanned)}


def test_fixing_all_that_can_be_fixed_leaves_nothing(fixable: Treated) -> None:
    assert (fixable.scanned.status, fixable.done.status, fixable.again.status) == (1, 0, 0)
    assert fixable.after_again == fixable.after


@pytest.mark.parametrize("kind", ["fixable", "unsafe"])
def test_what_is_expected_is_final(kind: str, tmp_path: Path) -> None:
    final = Treated(f"{kind}/expected", tmp_path, "--fix", "--unsafe-fixes")
    assert final.after == final.before
    assert final.done.status == 0


@pytest.mark.parametrize("program", programs("unsafe"))
def test_an_unsafe_fix_writes_what_is_expected(program: str, unsafe: Treated) -> None:
    assert unsafe.after[program] == (FIXTURES / "unsafe" / "expected" / program).read_bytes()


def test_unsafe_fixes_wait_until_they_are_asked_for(tmp_path: Path) -> None:
    asked = Treated("unsafe", tmp_path, "--fix")
    assert asked.after == asked.before
    assert asked.done.status == 1


def test_unsafe_fixes_settle(unsafe: Treated) -> None:
    assert (unsafe.scanned.status, unsafe.done.status, unsafe.again.status) == (1, 0, 0)
    assert unsafe.after_again == unsafe.after


@pytest.mark.parametrize("declared", DECLARED, ids=lambda row: f"{row['path']}-{row['rule']}")
def test_a_refusal_is_the_declared_one(declared: Record, refused: Treated) -> None:
    told = {(row["path"], row["rule"], row["line"], refusal_of(row)) for row in refused.done.findings}
    assert (declared["path"], declared["rule"], declared["line"], declared["refusal"]) in told


def test_nothing_else_in_a_refused_program_is_reported_loudly(refused: Treated) -> None:
    told = {(row["path"], row["rule"], row["line"], refusal_of(row)) for row in loud(refused.done)}
    assert told <= {(row["path"], row["rule"], row["line"], row["refusal"]) for row in DECLARED}


def test_a_refused_program_keeps_every_byte(refused: Treated) -> None:
    assert refused.after == refused.before
    assert refused.done.status == 1


@pytest.mark.parametrize("program", programs("unchanged"))
def test_nothing_in_an_unchanged_program_is_fixed_or_reported_loudly(program: str, unchanged: Treated) -> None:
    assert [row for row in unchanged.done.findings if row["path"] == program and row["fix"]] == []
    assert [row for row in loud(unchanged.done) if row["path"] == program] == []


def test_an_unchanged_program_keeps_every_byte(unchanged: Treated) -> None:
    assert unchanged.after == unchanged.before
    assert unchanged.done.status == 0

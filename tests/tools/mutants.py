"""Changes the proof, the writer and the rules in small ways, one at a time, and tells which changes no test notices.

`python -m tests.tools.mutants [MODULE]...` (a part of its path), in a copy of this checkout. mutmut makes the
mutants; its own runner sees only what runs in pytest's process, and most tests here start the command in another one.
The words of messages (strings with a space in them) are left alone. Mutants that change nothing that anybody could see
stand in `mutants.toml`, each with the reason.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import libcst as cst
import pytest

from tests.tool import ROOT
from tests.tools.trials import Trials

if TYPE_CHECKING or sys.version_info < (3, 11):
    import tomli as tomllib
else:
    import tomllib

NOTES = Path(__file__).with_suffix(".toml")
KEPT = ("migrator", "rules", "fixtures", "tests", "docs", "pyproject.toml", "README.md", "action.yml", ".pre-commit-hooks.yaml")
DECIDING = (
    cst.BooleanOperation,
    cst.UnaryOperation,
    cst.ComparisonTarget,
    cst.BaseCompOp,
    cst.IfExp,
    cst.Match,
    cst.BaseNumber,
    cst.Break,
    cst.Continue,
    cst.Name,
)
KILLED, TIMED_OUT, SURVIVED, NOTED, NOT_RUN = "killed", "timed out", "survived", "no difference", "not run"


@dataclass(frozen=True)
class Mutant:
    """A module with one change, and how that is told: the function and the lines before and after."""

    source: str
    line: int
    told: str
    first: int
    """The line that its function begins in."""


def mutants_of(path: Path, deciding: bool = False) -> Iterator[Mutant]:
    """Every mutant of a module, or those that decide; those that differ in nothing but the words of a message left out."""
    from mutmut.mutation.file_mutation import create_mutations

    code = path.read_bytes().decode()
    module, mutations, *_ = create_mutations(path.name, code)
    old = code.splitlines()
    seen: set[str] = set()
    for each in mutations:
        function = each.contained_by_top_level_function
        if not isinstance(function, cst.FunctionDef) or _is_wording(each.original_node, each.mutated_node):
            continue
        if deciding and not isinstance(each.original_node, DECIDING):
            continue
        mutated = module.deep_replace(each.original_node, each.mutated_node)
        source = mutated.code if isinstance(mutated, cst.Module) else code
        if source in seen or source == code:
            continue
        seen.add(source)
        first, lines = _change(old, source.splitlines())
        yield Mutant(source, first, f"{function.name.value}: {lines}", _begins(old, first))


def _is_wording(old: cst.CSTNode, new: cst.CSTNode) -> bool:
    if isinstance(old, cst.Call) and isinstance(old.func, cst.Name) and old.func.value == "cast":
        # That speaks to the type checker alone.
        return True
    if not isinstance(old, cst.SimpleString) or not isinstance(new, cst.SimpleString):
        return False
    # Of the three that are made of a string, the one with more letters is enough.
    return " " in old.value.strip() or "XX" not in new.value


def _change(old: Sequence[str], new: Sequence[str]) -> tuple[int, str]:
    """The line that differs first, and the lines that differ."""
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    before, after = (" ".join(line.strip() for line in lines[first : len(lines) - last]) for lines in (old, new))
    return first + 1, f"{before} -> {after}"


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines are the same from the beginning."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _begins(lines: Sequence[str], line: int) -> int:
    return next((number for number in range(line, 0, -1) if lines[number - 1].lstrip().startswith(("def ", "async def "))), 1)


class Copy:
    """A copy of the checkout in which modules are changed and tests run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "checkout"
        # Beside the copy: inside it the programs of the tests would belong to its project, which is then read whole.
        self._temporary = folder / "tmp"
        self._times = int(time.time())
        for name in KEPT:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, self.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, self.folder / name)

    def put(self, module: str, source: str) -> None:
        """Write a module with a time that it has never had, so that no compiled version is taken for it."""
        path = self.folder / module
        path.write_bytes(source.encode())
        self._times += 1
        os.utime(path, (self._times, self._times))

    def run(self, modules: Sequence[str], tests: Sequence[str], judge: Callable[[Trials], None]) -> None:
        """Let the tests run and judge, with the copy in the place of this checkout."""
        os.chdir(self.folder)
        for name in [name for name in sys.modules if name.partition(".")[0] in ("tests", "migrator")]:
            del sys.modules[name]
        sys.path[:] = [str(self.folder), *(each for each in sys.path if each not in ("", str(ROOT)))]
        quiet = os.open(os.environ.get("MUTANTS_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        shown = os.fdopen(os.dup(1), "w")
        for stream in (1, 2):
            os.dup2(quiet, stream)
        given = ["-q", "-s", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0"]
        given += ["-W", "ignore::pytest.PytestAssertRewriteWarning", "-o", "tmp_path_retention_policy=none"]
        trials = Trials(self.folder, modules, judge, shown)
        pytest.main([*given, f"--basetemp={self._temporary}", *tests], plugins=[trials])


@cache
def notes() -> dict[str, object]:
    """The kept file: which tests go with which module, and which mutants change nothing."""
    read: dict[str, object] = tomllib.loads(NOTES.read_text(encoding="utf-8"))
    return read


def tests_of(module: str) -> list[str]:
    """The test files that are there for a module."""
    table = notes()["tests"]
    assert isinstance(table, dict)
    return list(table[module])


def reason(module: str, told: str) -> str | None:
    """Why a mutant is none, if it is noted."""
    table = notes().get("same", {})
    assert isinstance(table, dict)
    found = table.get(module, {}).get(told)
    return None if found is None else str(found)


@dataclass(frozen=True)
class Asked:
    """What to try: the mutants by module, how many tests each is shown at most, and of which files if not of the module's own."""

    mutants: dict[str, list[Mutant]]
    most: int
    tests: Sequence[str] = ()

    def judge(self, copy: Copy, trials: Trials) -> None:
        """Try every mutant, and print those that live."""
        whole: Counter[str] = Counter()
        for module, mutants in self.mutants.items():
            source = (copy.folder / module).read_bytes().decode()
            counted: Counter[str] = Counter({"mutants": len(mutants)})
            for each in mutants:
                result = NOTED if reason(module, each.told) is not None else self._result(copy, trials, module, each)
                counted[result] += 1
                if result in (SURVIVED, NOT_RUN):
                    trials.say(f"{module}:{each.line}: {each.told}{' (no test runs it)' if result == NOT_RUN else ''}")
            copy.put(module, source)
            whole += counted
            trials.say(f"{module}: {_figures(counted)}")
        trials.say(f"all: {_figures(whole)}")

    def _result(self, copy: Copy, trials: Trials, module: str, mutant: Mutant) -> str:
        names = trials.concerned(module, mutant.line, mutant.first, self.most, self.tests or tests_of(module))
        if not names:
            return NOT_RUN
        copy.put(module, mutant.source)
        noticed = trials.noticed(module, mutant.source, names)
        return TIMED_OUT if noticed is None else KILLED if noticed else SURVIVED


def _figures(counted: Counter[str]) -> str:
    return ", ".join(f"{number} {what}" for what, number in counted.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", nargs="*", help="a part of the path of modules; all without")
    parser.add_argument("--every", type=int, default=1, help="only every n-th mutant")
    parser.add_argument("--only", default="", help="only mutants whose description has this in it")
    parser.add_argument(
        "--deciding", action="store_true", help="only mutants of conditions, comparisons, numbers and ways out of loops"
    )
    parser.add_argument("--again", type=Path, help="only the mutants that lived in an earlier run, whose output this file holds")
    parser.add_argument(
        "--from", dest="first", type=int, default=1, metavar="LINE", help="only mutants of this line and those after it"
    )
    parser.add_argument("--tests", nargs="*", help="ask these tests instead of the module's own")
    parser.add_argument("--most", type=int, default=60, help="how many tests a mutant is shown at most")
    parser.add_argument("--list", action="store_true", help="only count them")
    given = parser.parse_args()
    table = notes()["tests"]
    assert isinstance(table, dict)
    chosen = [name for name in table if not given.module or any(each in name for each in given.module)]
    if not chosen:
        parser.error(f"{NOTES.name} names no such module")
    lived = None if given.again is None else given.again.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        # What is changed is what is copied, whatever becomes of the checkout meanwhile.
        copy = Copy(Path(folder))
        asked: dict[str, list[Mutant]] = {}
        for module in chosen:
            every = mutants_of(copy.folder / module, given.deciding)
            mutants = [each for each in every if given.only in each.told and each.line >= given.first]
            asked[module] = [each for each in mutants if lived is None or f": {each.told}" in lived][:: given.every]
            if given.list:
                print(f"{module}: {len(asked[module])}")
        if not given.list:
            tests = list(dict.fromkeys(name for module in chosen for name in given.tests or tests_of(module)))
            copy.run(chosen, tests, functools.partial(Asked(asked, given.most, given.tests or ()).judge, copy))


if __name__ == "__main__":
    main()

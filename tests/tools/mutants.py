"""Changes the proof, the writer and the rules in small ways, one at a time, and tells which changes no test notices.

`python -m tests.tools.mutants [MODULE]...` (the name or the end of its path), in a copy of this checkout. mutmut makes the
mutants; its own runner sees only what runs in pytest's process, and most tests here start the command in another one.
The words of messages (strings with a space in them) are left alone. Mutants that change nothing that anybody could see
stand in `mutants.toml`, each with the reason.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import libcst as cst

from tests.tool import ROOT

if TYPE_CHECKING or sys.version_info < (3, 11):
    import tomli as tomllib
else:
    import tomllib

NOTES = Path(__file__).with_suffix(".toml")
KEPT = ("migrator", "rules", "fixtures", "tests", "docs", "pyproject.toml", "README.md", "action.yml", ".pre-commit-hooks.yaml")
KILLED, TIMED_OUT, SURVIVED, NOTED = "killed", "timed out", "survived", "no difference"


@dataclass(frozen=True)
class Mutant:
    """A module with one change, and how that is told: the function and the lines before and after."""

    source: str
    line: int
    told: str


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module; those that differ in nothing but the words of a message left out."""
    from mutmut.mutation.file_mutation import create_mutations

    code = path.read_bytes().decode()
    module, mutations, *_ = create_mutations(path.name, code)
    old = code.splitlines()
    seen: set[str] = set()
    for each in mutations:
        function = each.contained_by_top_level_function
        if not isinstance(function, cst.FunctionDef) or _is_wording(each.original_node, each.mutated_node):
            continue
        mutated = module.deep_replace(each.original_node, each.mutated_node)
        source = mutated.code if isinstance(mutated, cst.Module) else code
        if source in seen or source == code:
            continue
        seen.add(source)
        first, lines = _change(old, source.splitlines())
        yield Mutant(source, first, f"{function.name.value}: {lines}")


def _is_wording(old: cst.CSTNode, new: cst.CSTNode) -> bool:
    if isinstance(old, cst.Call) and isinstance(old.func, cst.Name) and old.func.value == "cast":
        # That speaks to the type checker alone.
        return True
    if not isinstance(old, cst.SimpleString) or not isinstance(new, cst.SimpleString):
        return False
    # Of the three that are made of a string, the one with more letters is enough.
    return " " in old.value.strip() or "XX" not in new.value


def _change(old: Sequence[str], new: Sequence[str]) -> tuple[int, str]:
    for kind, start, end, first, last in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if kind != "equal":
            before, after = (" ".join(line.strip() for line in lines) for lines in (old[start:end], new[first:last]))
            return start + 1, f"{before} -> {after}"
    raise AssertionError("no difference")


class Copy:
    """A copy of the checkout in which modules are changed and tests run, each in a copy of this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._times = int(time.time())
        for name in KEPT:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, folder / name)

    def put(self, module: str, source: str) -> None:
        """Write a module with a time that it has never had, so that no compiled version is taken for it."""
        path = self.folder / module
        path.write_bytes(source.encode())
        self._times += 1
        os.utime(path, (self._times, self._times))

    def run(self, tests: Sequence[str], seconds: float) -> str:
        """Whether the tests notice something."""
        child = os.fork()
        if child == 0:
            self._test(tests)
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            done, how = os.waitpid(child, os.WNOHANG)
            if done:
                _end(child)
                return SURVIVED if os.waitstatus_to_exitcode(how) == 0 else KILLED
            time.sleep(0.02)
        _end(child)
        os.waitpid(child, 0)
        return TIMED_OUT

    def _test(self, tests: Sequence[str]) -> None:
        os.setsid()
        os.chdir(self.folder)
        for name in [name for name in sys.modules if name.partition(".")[0] in ("tests", "migrator")]:
            del sys.modules[name]
        sys.path[:] = [str(self.folder), *(each for each in sys.path if each not in ("", str(ROOT)))]
        shown = os.open(os.environ.get("MUTANTS_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(shown, stream)
        import pytest

        status = 70
        try:
            given = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0"]
            given += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
            status = int(pytest.main([*given, *tests]))
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)


def _end(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


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


def judge(copy: Copy, module: str, mutants: Sequence[Mutant], tests: Sequence[str]) -> Counter[str]:
    """Try every mutant, and print those that live."""
    source = (ROOT / module).read_bytes().decode()
    copy.put(module, source)
    begun = time.monotonic()
    if copy.run(tests, 900) != SURVIVED:
        sys.exit(f"{module}: its tests fail without a mutant")
    seconds = 20 + 4 * (time.monotonic() - begun)
    counted: Counter[str] = Counter()
    for each in mutants:
        if reason(module, each.told) is not None:
            counted[NOTED] += 1
            continue
        copy.put(module, each.source)
        result = copy.run(tests, seconds)
        counted[result] += 1
        if result == SURVIVED:
            print(f"{module}:{each.line}: {each.told}", flush=True)
    copy.put(module, source)
    return counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", nargs="*", help="the name or the end of the path of a module; all without")
    parser.add_argument("--every", type=int, default=1, help="only every n-th mutant")
    parser.add_argument("--only", default="", help="only mutants whose description has this in it")
    parser.add_argument("--list", action="store_true", help="only count them")
    given = parser.parse_args()
    table = notes()["tests"]
    assert isinstance(table, dict)
    chosen = [name for name in table if not given.module or any(name.endswith(each) for each in given.module)]
    # What every copy needs is imported once.
    import _pytest.assertion.rewrite  # noqa: F401
    import click.testing  # noqa: F401
    import hypothesis  # noqa: F401
    import rich.console  # noqa: F401

    whole: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = None if given.list else Copy(Path(folder))
        for module in chosen:
            mutants = [each for each in mutants_of(ROOT / module) if given.only in each.told][:: given.every]
            counted = Counter({"mutants": len(mutants)})
            if copy is not None:
                counted += judge(copy, module, mutants, tests_of(module))
            whole += counted
            print(f"{module}: " + ", ".join(f"{number} {what}" for what, number in counted.items()), flush=True)
    print("all: " + ", ".join(f"{number} {what}" for what, number in whole.items()))


if __name__ == "__main__":
    main()

"""Reads small programs and evaluates what `probe(…)` is given in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from migrator.analyse import linker_of
from migrator.files.kinds import Kind, kind_of
from migrator.files.tree import FolderTree
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.outcomes import Bound, Constant, Made, Mapping, Outcome, Symbol, Text, Unknown
from migrator.project import Project, read_project
from migrator.rulebook import load
from migrator.workers import Crew

NAMED = "# deepseek-v3\n"
"""Makes the sieve keep a file."""


def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Tells how many values have been evaluated since."""
    count = 0
    evaluate = Linker._evaluate

    def counting(self: Linker, *rest: object) -> object:
        nonlocal count
        count += 1
        return evaluate(self, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Linker, "_evaluate", counting)
    return lambda: count


def project_of(folder: Path, files: dict[str, str]) -> Project:
    """A project of these files, all of them read."""
    for name, source in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        named = NAMED if name.endswith(".py") else NAMED.replace("#", "//")
        path.write_text(source if "deepseek-v3" in source else source + named, encoding="utf-8")
    kinds: dict[str, Kind] = {name: kind for name in files if (kind := kind_of(name.rpartition("/")[2])) is not None}
    return read_project(".", FolderTree(str(folder)), load(), kinds, frozenset(kinds), Crew(1))


def probed(folder: Path, files: dict[str, str] | str) -> set[str]:
    """What the argument of `probe(…)` can be, in words."""
    sources = {"program.py": files} if isinstance(files, str) else files
    project = project_of(folder, sources)
    linker = linker_of(project)
    found: set[str] = set()
    for path in sorted(project.program.facts):
        for call in project.program.facts[path].calls:
            if trailing_name(call.callee) == "probe":
                found |= {in_words(each) for each in linker.outcomes(call.arguments[0].value, path)}
    return found


def in_words(outcome: Outcome) -> str:
    """An outcome as the tables below write it."""
    match outcome.form:
        case Constant(value=value):
            return str(value)
        case Text(text=text):
            return text.replace("￼", "*")
        case Symbol(name=name):
            return f"<{name}>"
        case Made(symbol=symbol):
            return f"<{symbol}()>"
        case Bound(made=made, path=path):
            return f"<{made.symbol}().{'.'.join(path)}>"
        case Mapping(slots=slots, complete=complete):
            keys = [f"{slot.key}{'' if slot.sure else '?'}" for slot in slots]
            return "{" + ",".join([*keys, *([] if complete else ["..."])]) + "}"
        case Unknown(reason=reason):
            return f"?{reason}"
        case form:
            return type(form).__name__

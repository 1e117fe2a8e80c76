"""Which files are read to learn what a name stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.analyse import linker_of
from migrator.files.kinds import kind_of
from migrator.files.tree import FolderTree
from migrator.outcomes import Constant
from migrator.project import Project, read_project
from migrator.rulebook import load
from migrator.workers import Crew

MAIN = "from kit import wanted\nprobe(wanted)  # deepseek-v3\n"


def read(folder: Path, files: dict[str, str]) -> tuple[Project, set[object]]:
    """The project after `probe(wanted)` was evaluated, and the values that it can have."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    kinds = {name: kind for name in files if (kind := kind_of(name.rpartition("/")[2])) is not None}
    project = read_project(".", FolderTree(str(folder)), load(), kinds, frozenset(kinds), Crew(1))
    facts = project.program.facts["main.py"]
    found = linker_of(project).outcomes(facts.calls[0].arguments[0].value, "main.py")
    return project, {each.form.value for each in found if isinstance(each.form, Constant)}


def test_only_the_module_that_spells_the_name_is_read(tmp_path: Path) -> None:
    kit = {"kit/__init__.py": "from .a import *\nfrom .b import *\n", "kit/a.py": "other = 1\n", "kit/b.py": "wanted = 7\n"}
    project, values = read(tmp_path, {"main.py": MAIN, **kit})
    assert values == {7}
    assert "kit/b.py" in project.program.facts
    assert "kit/a.py" not in project.program.facts


@pytest.mark.parametrize("between", ["from .deep import *\n", "from .deep import value as wanted\n"])
def test_a_module_that_hands_the_name_on_is_read(tmp_path: Path, between: str) -> None:
    kit = {"kit/__init__.py": "from .mid import *\n", "kit/mid.py": between, "kit/deep.py": "value = 7\nwanted = value\n"}
    _, values = read(tmp_path, {"main.py": MAIN, **kit})
    assert values == {7}

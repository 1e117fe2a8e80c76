"""What a file changes of a value is found by its name: nobody goes through all that a file changes for each look."""

from __future__ import annotations

from pathlib import Path

from migrator.values import Literal
from tests.link.programs import project_of

PROGRAM = 'a = {}\nb = {}\na["x"] = 1\nb["y"] = 2\na["z"] = 3\nc.b["w"] = 4\n'


def test_only_the_changes_of_that_name_come_in_their_order(tmp_path: Path) -> None:
    program = project_of(tmp_path, {"program.py": PROGRAM}).program
    keys = {
        name: [key.value for each in program.mutations_of("program.py", name) for key in each.keys if isinstance(key, Literal)]
        for name in ("a", "b", "none")
    }
    assert keys == {"a": ["x", "z"], "b": ["y", "w"], "none": []}
    assert not list(program.mutations_of("other.py", "a"))

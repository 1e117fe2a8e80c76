"""What a file changes of a value is found by its name: nobody goes through all that a file changes for each look."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.values import Literal
from tests.link.programs import probed, project_of

PROGRAM = 'a = {}\nb = {}\na["x"] = 1\nb["y"] = 2\na["z"] = 3\nc.b["w"] = 4\n'


def test_only_the_changes_of_that_name_come_in_their_order(tmp_path: Path) -> None:
    program = project_of(tmp_path, {"program.py": PROGRAM}).program
    keys = {
        name: [key.value for each in program.mutations_of("program.py", name) for key in each.keys if isinstance(key, Literal)]
        for name in ("a", "b", "none")
    }
    assert keys == {"a": ["x", "z"], "b": ["y", "w"], "none": []}
    assert not list(program.mutations_of("other.py", "a"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('a = {"k": "a"}\nb = a\nb["k"] = "c"\nprobe(a["k"])\n', {"c"}),
        ('a = {"k": "a"}\nb = a\nif x:\n    b = {}\nb["k"] = "c"\nprobe(a["k"])\n', {"a", "c"}),
        ('s = {"k": "z"}\ns["k"] = "y"\na = s\nprobe(a["k"])\n', {"y"}),
        # What the other name was before is not what it changes.
        ('b = a = {"k": "z"}\nb = a\na = {"k": "a"}\nb["k"] = "c"\nprobe(a["k"])\n', {"a"}),
        ('a = {"k": "a"}\ndef f():\n    b = a\nb = {}\nb["k"] = "c"\nprobe(a["k"])\n', {"a"}),
    ],
)
def test_a_change_by_another_name(source: str, expected: set[str], tmp_path: Path) -> None:
    assert probed(tmp_path, source) == expected

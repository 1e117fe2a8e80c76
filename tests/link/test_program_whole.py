"""What a program keeps of a file that was read in part, and may not be read whole."""

from __future__ import annotations

from migrator.facts import FileFacts, Scope
from migrator.link.program import Program

PART = FileFacts("a.py", "python", scopes=(Scope(0, "module", None, None, ""),), partial=True)
WHOLE = FileFacts("a.py", "python", scopes=(Scope(0, "module", None, None, ""),))


def test_the_part_stays_where_the_rest_cannot_be_had() -> None:
    program = Program({"a.py": PART}, frozenset({"a.py"}), lambda path: None)
    assert program.whole("a.py") is PART
    assert program.of("a.py") is PART


def test_the_part_gives_way_to_the_whole() -> None:
    program = Program({"a.py": PART}, frozenset({"a.py"}), lambda path: WHOLE)
    assert program.whole("a.py") is WHOLE
    assert program.of("a.py") is WHOLE

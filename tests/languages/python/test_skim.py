"""What is told of a module without parsing it: that it only hands names on, and what it may import."""

from __future__ import annotations

import pytest

from migrator.languages.python.language import PYTHON

PASSING = {
    "a name": b"from a import MODEL\n",
    "a module under another name": b"import a.b as c\nfrom a import MODEL as M\n",
    "everything": b"from a import *\n",
    "another name": b"from a import OTHER\nprint(OTHER)\n",
}
USING = {
    "the name": b"from a import MODEL\nprint(MODEL)\n",
    "what it is called there": b"from a import MODEL as M\nprint(M)\n",
    "nothing": b"print(1)\n",
    "other line ends": b"from a import MODEL\r\n",
    "a byte-order mark": b"\xef\xbb\xbffrom a import MODEL\n",
    "a NUL": b"from a import MODEL\n\0",
    "no Python": b"from a import MODEL\n= =\n",
    "another encoding": b"# coding: latin-1\nfrom a import MODEL\n",
    "much": b"from a import MODEL\n" + b"#\n" * (1 << 17),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_module_that_only_hands_on(name: str) -> None:
    facts = PYTHON.skim("b.py", PASSING[name], {b"MODEL"})
    assert facts is not None
    assert facts.partial


@pytest.mark.parametrize("name", USING)
def test_a_module_that_has_to_be_read(name: str) -> None:
    assert PYTHON.skim("b.py", USING[name], {b"MODEL"}) is None


@pytest.mark.parametrize(
    "data, imports",
    [
        (b"import a, b.c as d,\n", [("a", None, 0), ("b.c", None, 0)]),
        (b"from .a import (b,  # c, d\n e,)\nfrom .. import *\n", [("a", "b", 1), ("a", "e", 1), ("", None, 2)]),
        (b"from \xff import a\n", None),
    ],
)
def test_all_that_a_module_may_import(data: bytes, imports: list[tuple[str, str | None, int]] | None) -> None:
    found = PYTHON.imports_in("b.py", data)
    assert (found and [(each.module, each.name, each.level) for each in found]) == imports

"""What the JVM's languages do where a change is for a mapping and something else stands there: refuse, whoever asks."""

from __future__ import annotations

from importlib import import_module

import pytest

from migrator.changes import AddEntry, CannotWrite
from migrator.languages.java.parse import Parsed, parse
from migrator.values import Site


@pytest.mark.parametrize(
    "language, before, there, after",
    [
        ("java", "class A { Object a = ", 'List.of("x")', "; }"),
        ("java", "class A { Object a = ", "given", "; }"),
        ("kotlin", "val a = ", 'listOf("x")', "\n"),
        ("kotlin", "val a = ", "given(1) { 2 }", "\n"),
    ],
)
def test_what_is_no_mapping_takes_no_entry(language: str, before: str, there: str, after: str) -> None:
    parsed = parse("A", f"{before}{there}{after}".encode(), language, f"tree_sitter_{language}")
    assert isinstance(parsed, Parsed)
    change = AddEntry(Site("A", len(before), len(before) + len(there)), ("enable_thinking",), False)
    with pytest.raises(CannotWrite, match="the mapping is not written out here"):
        import_module(f"migrator.languages.{language}.writer").write("A", parsed, [change])

"""The cards' before and after blocks are what the tool does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from migrator.cards import load_cards
from tests.tool import Done, tool

PYTHON = [
    (card.code, f"{card.code}-{surface}-{number}", before, after)
    for card in load_cards().values()
    for number, (surface, before, after) in enumerate(card.examples)
    if re.search(r"^(from \S+ import|import \w+$)", before, re.MULTILINE) and ";" not in before
]
CHANGED = [pytest.param(code, before, after, id=name) for code, name, before, after in PYTHON if before != after]
UNCHANGED = [pytest.param(before, id=name) for _, name, before, after in PYTHON if before == after]


def fixed(program: Path, source: str) -> Done:
    program.write_text(source, encoding="utf-8")
    options = ("--fix", "--unsafe-fixes", "--isolated", "--output-format", "json")
    return tool("scan", *options, str(program), cwd=program.parent)


@pytest.mark.parametrize(("code", "before", "after"), CHANGED)
def test_an_example_comes_out_as_the_card_shows(code: str, before: str, after: str, tmp_path: Path) -> None:
    done = fixed(tmp_path / "program.py", before)
    assert code in {str(finding["rule"]) for finding in done.findings}
    assert (tmp_path / "program.py").read_text(encoding="utf-8") == after


@pytest.mark.parametrize("before", UNCHANGED)
def test_an_example_that_stays_is_left_alone(before: str, tmp_path: Path) -> None:
    fixed(tmp_path / "program.py", before)
    assert (tmp_path / "program.py").read_text(encoding="utf-8") == before


def test_there_are_examples_of_both_kinds() -> None:
    assert len(CHANGED) > 5
    assert len(UNCHANGED) > 3

"""The cards' before and after blocks are what the tool does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from migrator.cards import load_cards
from tests.tool import tool

EXAMPLES = [
    pytest.param(card.code, before, after, id=f"{card.code}-{surface}-{number}")
    for card in load_cards().values()
    for number, (surface, before, after) in enumerate(card.examples)
    if re.search(r"^(from|import) ", before, re.MULTILINE) and ";" not in before.split("\n")[0]
]


@pytest.mark.parametrize(("code", "before", "after"), EXAMPLES)
def test_an_example_comes_out_as_the_card_shows(code: str, before: str, after: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(before, encoding="utf-8")
    done = tool("scan", "--fix", "--unsafe-fixes", "--isolated", "--output-format", "json", str(program), cwd=tmp_path)
    assert code in {str(finding["rule"]) for finding in done.findings}
    assert program.read_text(encoding="utf-8") == after


def test_there_are_examples_to_try() -> None:
    assert len(EXAMPLES) > 5

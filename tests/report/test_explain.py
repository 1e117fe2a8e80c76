from __future__ import annotations

import io
import json

import pytest

from migrator.cards import load_cards
from migrator.report.explain import card_json, write_cards
from tests.report.test_diff import Terminal

CARDS = load_cards()


def written(as_json: bool, alone: bool, *codes: str) -> str:
    out = io.StringIO()
    write_cards([CARDS[code] for code in codes], as_json, out, alone=alone)
    return out.getvalue()


@pytest.mark.parametrize("code", CARDS)
def test_a_card_says_what_why_and_where_from(code: str) -> None:
    card = CARDS[code]
    text = written(False, True, code)
    assert text.startswith(f"# {code} {card.name}\n\n{card.summary}\n\nSeverity: {card.severity}")
    for expected in ("## What", "## Why", "## Fix safety", "## Examples", f"Source: {card.origin.source}", "What to type next"):
        assert expected in text
    assert " surface=" not in text


def test_examples_say_which_surface_they_are_for() -> None:
    text = written(False, True, "DSM201")
    assert "Before (openai-python):\n\n```python\n" in text
    assert "After:\n\n```python\n" in text
    assert "Left as it is (dashscope-python):\n\n```python\n" in text
    assert "Severity: warning, error where it says `raises`, note where it says `accident`.\n" in text


def test_json_of_one_is_an_object_and_of_all_a_list() -> None:
    assert json.loads(written(True, True, "DSM101"))["code"] == "DSM101"
    assert [card["code"] for card in json.loads(written(True, False, *CARDS))] == list(CARDS)


def test_json_holds_the_whole_card() -> None:
    card = card_json(CARDS["DSM203"])
    assert list(card) == [
        "code",
        "name",
        "severity",
        "severities",
        "summary",
        "what",
        "why",
        "fix_safety",
        "examples",
        "messages",
        "source",
    ]
    assert [*card["examples"][0]] == ["surface", "before", "after"]  # type: ignore[index,misc]
    assert card["source"] == {"source": "CHAT, DT", "date": "2026-11-22", "status": "confirmed"}


def test_a_terminal_gets_it_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()
    write_cards([CARDS["DSM101"]], False, out, alone=True)
    assert "DSM101 retired-model" in out.getvalue()
    assert "```" not in out.getvalue()

"""Prints rule cards: rendered in a terminal, as Markdown into files and pipes, or as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TextIO

from migrator.cards import sections
from migrator.findings import Json
from migrator.language import ENGLISH, Words
from migrator.rulebook import Card

_BLOCK = re.compile(r"^```([\w-]+) (before|after|unchanged)(?: surface=(\S+))?$", re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_LABELS = {"before": "Before", "after": "After", "unchanged": "Left as it is"}


def write_cards(cards: Sequence[Card], as_json: bool, out: TextIO, words: Words = ENGLISH, *, alone: bool) -> None:
    """Write the cards; as JSON one object when `alone`, else a list."""
    if as_json:
        objects = [card_json(card) for card in cards]
        out.write(json.dumps(objects[0] if alone else objects, indent=2, ensure_ascii=False) + "\n")
        return
    texts = [card_markdown(card, words) for card in cards]
    if not out.isatty():
        out.write("\n".join(texts))
        return
    from rich.markdown import Markdown

    from migrator.report.terminal import console_for

    console = console_for(out)
    for text in texts:
        console.print(Markdown(text))
        console.print()


def card_json(card: Card) -> dict[str, Json]:
    """The card as other programs read it."""
    parts = sections(card)
    return {
        "code": card.code,
        "name": card.name,
        "severity": card.severity,
        "severities": dict(card.severities),
        "summary": card.summary,
        "what": parts["What"],
        "why": parts["Why"],
        "fix_safety": parts["Fix safety"],
        "examples": [{"surface": surface, "before": before, "after": after} for surface, before, after in card.examples],
        "messages": dict(card.messages),
        "source": {"source": card.origin.source, "date": card.origin.date, "status": card.origin.status},
    }


def card_markdown(card: Card, words: Words = ENGLISH) -> str:
    """The card as a page, each example with a line that says what it is."""
    told = (words(f"{value} where it says `{key}`") for key, value in card.severities.items())
    severity = words(f"Severity: {', '.join((words(card.severity), *told))}.")
    text = _BLOCK.sub(lambda block: _labelled(block, words), card.text)
    text = _HEADING.sub(lambda heading: f"## {words(heading[1])}", text)
    source = words(f"Source: {card.origin.source} ({card.origin.date}, {card.origin.status}).")
    return f"# {card.code} {card.name}\n\n{card.summary}\n\n{severity}\n\n{text}\n{source}\n"


def _labelled(block: re.Match[str], words: Words) -> str:
    language, role, surface = block.groups()
    return f"{words(_LABELS[role])}{f' ({surface})' if surface else ''}:\n\n```{language}"

"""Translations in `rules/lang/`: texts, rule cards, and whole reports in another language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from migrator import toml
from migrator.cards import SECTIONS, load_cards, sections
from migrator.findings import Finding, Report
from migrator.language import Words
from migrator.rulebook import Card, RulebookError
from migrator.rulebook_load.folder import rules_folder

_FRONT_MATTER = re.compile(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", re.DOTALL)
_PROSE = re.compile(r"(?m)^```(?s:.*?)^```$|^(?!```)[^\n]+$")


@dataclass(frozen=True, slots=True)
class Translation:
    """A card's texts in another language; its examples are the card's own."""

    summary: str
    fix_safety: str
    messages: dict[str, str]
    text: str
    pairs: dict[str, str]
    """English template to its translation."""


def folder_of(lang: str) -> Path:
    """Where a language's translations are."""
    return rules_folder(Path(__file__).parent) / "lang" / lang


def texts(lang: str, table: str | None = None) -> dict[str, str]:
    """English text or template to what says the same; those of one table, or all."""
    data = _toml((folder_of(lang) / "texts.toml").read_text(encoding="utf-8"), "texts.toml")
    wanted = (rows for name, rows in data.items() if table in (None, name))
    return {source: str(target) for rows in wanted if isinstance(rows, dict) for source, target in rows.items()}


def load_translations(lang: str) -> dict[str, Translation]:
    """The translated cards by code."""
    return {code: _translation(card, folder_of(lang) / "cards" / f"{code}.md") for code, card in load_cards().items()}


def _translation(card: Card, path: Path) -> Translation:
    match = _FRONT_MATTER.fullmatch(path.read_text(encoding="utf-8"))
    if match is None:
        raise RulebookError(f"{path.name}: a card begins with front matter between two lines +++")
    front = _toml(match[1], path.name)
    messages = front.get("messages")
    if not isinstance(messages, dict):
        raise RulebookError(f"{path.name}: messages: must be a table")
    told = {key: str(text) for key, text in messages.items()}
    pairs = {source: told[key] for key, source in card.messages.items() if key in told}
    return Translation(str(front.get("summary", "")), str(front.get("fix-safety", "")), told, match[2].strip() + "\n", pairs)


def _toml(text: str, name: str) -> Mapping[str, object]:
    try:
        return toml.loads(text)
    except toml.NotToml as error:
        raise RulebookError(f"{name}: {error}") from None


def cards_in(words: Words) -> Mapping[str, Card]:
    """All cards, in the language of `words`."""
    cards = load_cards()
    if words.lang == "en":
        return cards
    translations = load_translations(words.lang)
    return {code: localized(card, translations[code], words) for code, card in cards.items()}


def localized(card: Card, translation: Translation, words: Words) -> Card:
    """The card with another language's texts and its own examples."""
    # Code stays as it is; what stands between the blocks is translated line by line.
    examples = _PROSE.sub(lambda part: words(part[0]), sections(card)[SECTIONS[-1]])
    return replace(
        card,
        summary=translation.summary,
        fix_safety=translation.fix_safety,
        messages={key: translation.messages.get(key, text) for key, text in card.messages.items()},
        text=f"{translation.text}\n## {SECTIONS[-1]}\n\n{examples}\n",
    )


def translated(report: Report, words: Words) -> Report:
    """The report with its messages, notes, evidence and hints in the language of `words`."""
    if words.lang == "en":
        return report
    return replace(
        report,
        findings=tuple(_finding(finding, words) for finding in report.findings),
        skipped=tuple(replace(skipped, message=words(skipped.message)) for skipped in report.skipped),
        remarks=tuple(words(remark) for remark in report.remarks),
    )


def _finding(finding: Finding, words: Words) -> Finding:
    refusal = finding.refusal
    # What the fix brings along is said by the card of the rename.
    notes = (words(note, "DSM101") if words(note, finding.rule) == note else words(note, finding.rule) for note in finding.notes)
    return replace(
        finding,
        message=words(finding.message, finding.rule),
        notes=tuple(notes),
        evidence=tuple(replace(step, note=words(step.note)) for step in finding.evidence),
        refusal=replace(refusal, hint=words(refusal.hint, finding.rule)) if refusal is not None else None,
    )

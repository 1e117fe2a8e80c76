"""Writes the README's table of rules from the cards: `python -m tests.tools.rules_table`."""

from __future__ import annotations

from pathlib import Path

from migrator.cards import load_cards

README = Path(__file__).parent.parent.parent / "README.md"
BEGIN = "<!-- rules: written by tests/tools/rules_table.py -->\n"
END = "<!-- /rules -->"


def table() -> str:
    """The table in Markdown."""
    rows = ["| rule | name | severity | about | fix |", "| --- | --- | --- | --- | --- |"]
    for card in load_cards().values():
        file = f"rules/cards/{card.code}_{card.name.replace('-', '_')}.md"
        severities = ", ".join(dict.fromkeys((card.severity, *card.severities.values())))
        rows.append(f"| [{card.code}]({file}) | {card.name} | {severities} | {card.summary} | {card.fix_safety} |")
    return "\n".join(rows) + "\n"


def written_into(readme: str) -> str:
    """The README with the table in its place."""
    head, rest = readme.split(BEGIN)
    _, tail = rest.split(END)
    return head + BEGIN + table() + END + tail


if __name__ == "__main__":
    README.write_text(written_into(README.read_text(encoding="utf-8")), encoding="utf-8")

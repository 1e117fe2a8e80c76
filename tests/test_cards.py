from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from migrator.cards import find_card, load_cards, message, parse_card, sections, severity
from migrator.rulebook import RulebookError, load

CARDS = load_cards()

CONTRACT = {
    "DSM101": ("retired-model", "error"),
    "DSM102": ("retired-model-mention", "note"),
    "DSM103": ("retired-model-branch", "note"),
    "DSM104": ("wrong-native-interface", "error"),
    "DSM105": ("target-not-offered", "error"),
    "DSM201": ("misplaced-parameter", "warning"),
    "DSM202": ("conflicting-parameter", "warning"),
    "DSM203": ("malformed-thinking", "warning"),
    "DSM301": ("thinking-default", "note"),
    "DSM302": ("reasoning-effort", "note"),
    "DSM303": ("unsupported-parameter", "warning"),
    "DSM304": ("limit-exceeded", "warning"),
    "DSM305": ("sdk-too-old", "error"),
    "DSM901": ("unused-suppression", "note"),
    "DSM902": ("stale-baseline", "note"),
}

GOOD = """\
+++
code = "DSM999"
name = "some-rule"
severity = "warning"
severities = { first = "error" }
summary = "Something."
fix-safety = "None."
source = "SEED"
date = "2026-11-22"
status = "confirmed"

[messages]
first = "`{model}` is wrong"

[fields]
model = "the model"
+++

## What

One.

## Why

Two.

## Fix safety

Three.

## Examples

```python before surface=openai-python
a = 1
```

```python after
a = 2
```

```python unchanged surface=dashscope-python
b = 1
```
"""
FILE = "DSM999_some_rule.md"


def test_every_rule_of_the_contract_has_its_card() -> None:
    assert {code: (card.name, card.severity) for code, card in CARDS.items()} == CONTRACT


def test_a_misplaced_parameter_is_an_error_only_where_the_call_raises() -> None:
    card = CARDS["DSM201"]
    assert {key: severity(card, key) for key in ("raises", "misplaced", "dropped", "flipped", "accident")} == {
        "raises": "error",
        "misplaced": "warning",
        "dropped": "warning",
        "flipped": "warning",
        "accident": "note",
    }


@pytest.mark.parametrize("code", CONTRACT)
def test_messages_can_be_filled_in_with_the_declared_fields(code: str) -> None:
    card = CARDS[code]
    filled = [message(card, key, **{name: f"<{name}>" for name in card.fields}) for key in card.messages]
    assert filled
    assert not [text for text in filled if "{" in text or "}" in text]


@pytest.mark.parametrize("code", CONTRACT)
def test_every_declared_field_is_used(code: str) -> None:
    card = CARDS[code]
    texts = " ".join(card.messages.values())
    assert [name for name in card.fields if f"{{{name}}}" not in texts] == []


@pytest.mark.parametrize("code", CONTRACT)
def test_examples_are_programs_of_known_surfaces(code: str) -> None:
    surfaces = {surface.id for surface in load().surfaces}
    for surface, before, after in CARDS[code].examples:
        assert surface in surfaces
        ast.parse(before)
        ast.parse(after)


@pytest.mark.parametrize("code", ["DSM101", "DSM201", "DSM203"])
def test_rules_with_a_fix_show_it_on_each_surface(code: str) -> None:
    changed = {surface for surface, before, after in CARDS[code].examples if before != after}
    assert changed >= {"openai-python", "dashscope-python"}


def test_a_card_is_read_whole() -> None:
    card = parse_card(GOOD, FILE)
    assert (card.code, card.name, card.severity, card.summary) == ("DSM999", "some-rule", "warning", "Something.")
    assert card.examples == (("openai-python", "a = 1\n", "a = 2\n"), ("dashscope-python", "b = 1\n", "b = 1\n"))
    assert sections(card)["Fix safety"] == "Three."
    assert (card.origin.source, card.origin.date, card.origin.status) == ("SEED", "2026-11-22", "confirmed")


def test_two_cards_of_one_code_are_an_error(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(GOOD, encoding="utf-8")
    (tmp_path / "DSM999_the_rule.md").write_text(GOOD.replace("some-rule", "the-rule"), encoding="utf-8")
    with pytest.raises(RulebookError, match=r"DSM999_the_rule\.md: code: DSM999 has another card already"):
        load_cards(tmp_path)


def test_a_message_is_filled_in() -> None:
    assert message(parse_card(GOOD, FILE), "first", model="m", more="ignored") == "`m` is wrong"


def test_a_message_without_one_of_its_fields_is_an_error() -> None:
    with pytest.raises(KeyError, match="model"):
        message(parse_card(GOOD, FILE), "first")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("+++\ncode", "code", "front matter"),
        ('code = "DSM999"', "code = ", "Invalid value"),
        ('name = "some-rule"\n', "", "name: missing"),
        ('status = "confirmed"', 'status = "confirmed"\nstatsu = "x"', "statsu: unknown key"),
        ('summary = "Something."', "summary = 3", "summary: must be text"),
        ('summary = "Something."', 'summary = " "', "summary: must be text"),
        ('code = "DSM999"', 'code = "DSM998"', "does not fit the file's name"),
        ('severity = "warning"', 'severity = "bad"', "severity: must be one of error, warning, note"),
        ('first = "error" }', 'first = "bad" }', "severities.first: must be one of"),
        ("{ first =", "{ second =", "severities.second: no such message"),
        ("{model}", "{modle}", "messages.first: {modle} is not among the fields"),
        ("{model}", "{model", "messages.first: "),
        ('model = "the model"', 'model = ""', "fields.model: must be text"),
        ("## Why", "## Reason", "the sections must be"),
        ("\nTwo.\n", "", "none empty"),
        ("```python after\na = 2\n```\n", "", "`before` is followed by unchanged"),
        ("before surface=openai-python", "before", "names no surface"),
        ("```python before surface=openai-python\na = 1\n```\n", "", "stands alone"),
    ],
)
def test_a_bad_card_names_the_file_and_what_is_wrong(old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    with pytest.raises(RulebookError) as raised:
        parse_card(GOOD.replace(old, new, 1), FILE)
    assert str(raised.value).startswith(f"{FILE}: ")
    assert complaint in str(raised.value)


def test_a_card_without_examples_is_an_error() -> None:
    with pytest.raises(RulebookError, match="Examples: none is marked before, after or unchanged"):
        parse_card(f"{GOOD[: GOOD.index('```')]}None.\n", FILE)


@pytest.mark.parametrize("wanted", ["DSM101", "dsm101", "retired-model", "Retired-Model"])
def test_a_card_is_found_by_code_or_name(wanted: str) -> None:
    assert find_card(CARDS, wanted) is CARDS["DSM101"]


def test_no_card_is_found_by_a_part_of_a_code() -> None:
    assert find_card(CARDS, "DSM1") is None


def test_severity_falls_back_to_the_card_s_own() -> None:
    card = replace(parse_card(GOOD, FILE), messages={"first": "x", "second": "y"})
    assert (severity(card, "first"), severity(card, "second")) == ("error", "warning")


@pytest.mark.parametrize("code", ["DSM101", "DSM201"])
def test_the_commonest_frameworks_are_shown(code: str) -> None:
    shown = {surface for surface, _, _ in CARDS[code].examples}
    assert shown >= {"langchain-openai", "litellm-python", "agno"}

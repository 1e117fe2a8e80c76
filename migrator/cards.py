"""Rule cards in `rules/cards/`: loaded, checked, and turned into messages."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from migrator import toml
from migrator.rulebook import Card, Origin, RulebookError

SEVERITIES = ("error", "warning", "note")
SECTIONS = ("What", "Why", "Fix safety", "Examples")
_REQUIRED = frozenset({"code", "name", "severity", "summary", "fix-safety", "source", "date", "status", "messages"})
_OPTIONAL = frozenset({"severities", "fields"})
_FRONT_MATTER = re.compile(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", re.DOTALL)
_BLOCK = re.compile(r"^```[\w-]+ (before|after|unchanged)(?: surface=(\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)

_Entry = TypeVar("_Entry")


@lru_cache(maxsize=2)
def load_cards(folder: Path | None = None) -> Mapping[str, Card]:
    """All cards by code, in the order of their codes; read once, however many projects a run has."""
    cards: dict[str, Card] = {}
    for path in sorted((folder or _cards_folder()).glob("DSM*.md")):
        card = parse_card(path.read_text(encoding="utf-8"), path.name)
        if card.code in cards:
            raise RulebookError(f"{path.name}: code: {card.code} has another card already")
        cards[card.code] = card
    return MappingProxyType(cards)


def message(card: Card, key: str, **fields: object) -> str:
    """The message `key` of a card with its fields filled in; a field too many is no error, one too few is."""
    return card.messages[key].format_map(fields)


def severity(card: Card, key: str) -> str:
    """The severity of a finding with the message `key`."""
    return card.severities.get(key, card.severity)


def sections(card: Card) -> dict[str, str]:
    """The card's text by the headings of its sections."""
    parts = _HEADING.split(card.text)
    return {heading: body.strip() for heading, body in zip(parts[1::2], parts[2::2], strict=True)}


def find_card(cards: Mapping[str, Card], wanted: str) -> Card | None:
    """The card with this code or name, in any case."""
    return next((card for card in cards.values() if wanted.lower() in (card.code.lower(), card.name)), None)


def parse_card(source: str, file: str) -> Card:
    """One card from its file's text; whatever is wrong with it is named with `file` and the key."""
    match = _FRONT_MATTER.fullmatch(source)
    if match is None:
        raise RulebookError(f"{file}: a card begins with front matter between two lines +++")
    try:
        front: dict[str, object] = toml.loads(match[1])
    except toml.NotToml as error:
        raise RulebookError(f"{file}: {error}") from None
    _check_keys(front, file)
    card = Card(
        code=_text(front, "code", file),
        name=_text(front, "name", file),
        severity=_text(front, "severity", file),
        summary=_text(front, "summary", file),
        fix_safety=_text(front, "fix-safety", file),
        messages=_texts(front, "messages", file),
        text=match[2].strip() + "\n",
        examples=tuple(_examples(match[2], file)),
        origin=Origin(_text(front, "source", file), _text(front, "date", file), _text(front, "status", file)),
        severities=_texts(front, "severities", file),
        fields=_texts(front, "fields", file),
    )
    _check_card(card, file)
    return card


def _cards_folder() -> Path:
    from migrator.rulebook_load.folder import rules_folder

    return rules_folder(Path(__file__).parent) / "cards"


def _check_keys(front: Mapping[str, object], file: str) -> None:
    for key in front.keys() - _REQUIRED - _OPTIONAL:
        raise RulebookError(f"{file}: {key}: unknown key")
    for key in sorted(_REQUIRED - front.keys()):
        raise RulebookError(f"{file}: {key}: missing")


def _text(front: Mapping[str, object], key: str, file: str) -> str:
    return _typed(front[key], str, lambda value: bool(value.strip()), f"{file}: {key}: must be text")


def _texts(front: Mapping[str, object], key: str, file: str) -> dict[str, str]:
    table = _typed(front.get(key, {}), dict, lambda _: True, f"{file}: {key}: must be a table")
    return {name: _typed(value, str, bool, f"{file}: {key}.{name}: must be text") for name, value in table.items()}


def _typed(value: object, kind: type[_Entry], accept: Callable[[_Entry], bool], complaint: str) -> _Entry:
    if not isinstance(value, kind) or not accept(value):
        raise RulebookError(complaint)
    return value


def _check_card(card: Card, file: str) -> None:
    if not re.fullmatch(r"DSM\d{3}", card.code) or not file.startswith(f"{card.code}_{card.name.replace('-', '_')}."):
        raise RulebookError(f"{file}: code: {card.code} {card.name} does not fit the file's name")
    for key, value in {"severity": card.severity, **{f"severities.{k}": v for k, v in card.severities.items()}}.items():
        if value not in SEVERITIES:
            raise RulebookError(f"{file}: {key}: must be one of {', '.join(SEVERITIES)}")
    for key in card.severities.keys() - card.messages.keys():
        raise RulebookError(f"{file}: severities.{key}: no such message")
    for key, template in card.messages.items():
        for name in sorted(_placeholders(template, f"{file}: messages.{key}") - card.fields.keys()):
            raise RulebookError(f"{file}: messages.{key}: {{{name}}} is not among the fields")
    found = tuple(_HEADING.findall(card.text))
    if found != SECTIONS or not all(sections(card).values()):
        raise RulebookError(f"{file}: the sections must be {', '.join(SECTIONS)}, none empty")
    if not card.examples:
        raise RulebookError(f"{file}: Examples: none is marked before, after or unchanged")


def _placeholders(template: str, where: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError as error:
        raise RulebookError(f"{where}: {error}") from None


def _examples(text: str, file: str) -> Iterator[tuple[str, str, str]]:
    blocks = iter(_BLOCK.findall(text))
    for role, surface, source in blocks:
        if role == "after" or not surface:
            raise RulebookError(f"{file}: Examples: `{role}` stands alone or names no surface")
        if role == "unchanged":
            yield surface, source, source
            continue
        following, _, target = next(blocks, ("nothing", "", ""))
        if following != "after":
            raise RulebookError(f"{file}: Examples: `before` is followed by {following}, not by `after`")
        yield surface, source, target

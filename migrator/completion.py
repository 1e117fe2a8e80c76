"""What a shell offers behind an option: formats, rules, models, providers, files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Complete: TypeAlias = "Callable[[click.Context, click.Parameter, str], list[CompletionItem]]"


def words(*choices: str) -> Complete:
    """Some fixed words."""
    return _offering(lambda: ((choice, "") for choice in choices))


def _offering(choices: Callable[[], Iterable[tuple[str, str]]]) -> Complete:
    """Words with what they mean, looked up when a shell asks."""

    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(word, help=text or None) for word, text in choices() if word.startswith(begun)]

    return complete


def _listed(choices: Callable[[], Iterable[tuple[str, str]]]) -> Complete:
    """As `_offering`, for the last of several words with commas between them."""
    one = _offering(choices)

    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        before, comma, last = begun.rpartition(",")
        found = one(context, parameter, last)
        from click.shell_completion import CompletionItem

        return [CompletionItem(f"{before}{comma}{item.value}", help=item.help) for item in found]

    return complete


def files(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """What the shell itself completes files with."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def _rules() -> Iterable[tuple[str, str]]:
    """Each rule by its code and by its name."""
    from migrator.cards import load_cards

    cards = load_cards().values()
    return [*((card.code, card.name) for card in cards), *((card.name, card.code) for card in cards)]


def _models() -> Iterable[tuple[str, str]]:
    """All models of the catalogue."""
    from migrator.rulebook import load

    return ((model.id, model.status) for model in load().models.values())


def _targets() -> Iterable[tuple[str, str]]:
    """The models that may replace a retired one."""
    return ((name, status) for name, status in _models() if status == "current")


def _providers() -> Iterable[tuple[str, str]]:
    """All providers."""
    from migrator.rulebook import load

    return ((provider.id, "") for provider in load().providers)


def _formats() -> Iterable[tuple[str, str]]:
    """All report formats."""
    from migrator.report import FORMATS

    return ((name, "") for name in FORMATS)


rule = _offering(_rules)
rules = _listed(_rules)
model = _offering(_models)
target = _offering(_targets)
provider = _offering(_providers)
form = _offering(_formats)

"""Checks what the settings name against the rulebook and the cards: models, providers, rules."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace

from migrator.selectors import nearest, unknown_selectors
from migrator.settings_model import Settings


class UsageProblem(Exception):
    """Something that the user has to write differently."""


def check_names(settings: Settings) -> None:
    """Raise for the first name that nothing is called by; the rulebook is only read when something is named."""
    files = [os.path.realpath(file) for _, file in settings.output]
    if len(set(files)) < len(files):
        raise UsageProblem("output: two reports cannot go to one file")
    if settings.write_baseline and settings.diff_base:
        raise UsageProblem("write-baseline: a baseline holds everything; leave diff-base out")
    if settings.add_ignores and settings.fixes:
        raise UsageProblem("add-ignores: goes without --fix; run it after that, for what is left")
    selectors = (*(settings.select or ()), *settings.extend_select, *settings.ignore)
    selectors += tuple(selector for entry in settings.per_file_ignores for selector in entry.selectors)
    if selectors:
        from migrator.cards import load_cards

        for unknown in unknown_selectors(selectors, [(card.code, card.name) for card in load_cards().values()]):
            raise UsageProblem(f"there is no rule {unknown.selector!r}; did you mean {unknown.nearest!r}?")
    if settings.to or settings.replace or settings.models or settings.rulebook or settings.surfaces or _providers(settings):
        _check_models_and_providers(settings)


def with_today(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """The settings with the day to judge by: as said, else SOURCE_DATE_EPOCH's, else today."""
    if settings.today is not None:
        return settings
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return replace(settings, today=datetime.date.today())
    try:
        day = datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc).date()
    except (ValueError, OverflowError, OSError):
        raise UsageProblem(f"SOURCE_DATE_EPOCH must be a number of seconds, not {epoch!r}") from None
    return replace(settings, today=day)


def _check_models_and_providers(settings: Settings) -> None:
    from migrator.declared import rulebook_of
    from migrator.rulebook import RulebookError

    try:
        rulebook = rulebook_of(settings)
    except RulebookError as error:
        raise UsageProblem(str(error)) from error
    known = {*rulebook.models, *settings.models}
    for label, name in _targets(settings):
        if name not in known:
            raise UsageProblem(f"{label}: there is no model {name!r}; did you mean {nearest(name, known)!r}?")
        model = rulebook.models.get(name)
        if model is not None and model.status == "retired" and name not in settings.models:
            proposals = ", ".join(dict.fromkeys(rulebook.replacements.values()))
            raise UsageProblem(f"{label}: {name!r} is retired itself; the defaults are {proposals}")
    for name in settings.replace:
        if name not in known:
            raise UsageProblem(f"replace: there is no model {name!r}; did you mean {nearest(name, known)!r}?")
    providers = [provider.id for provider in rulebook.providers]
    for label, name in _providers(settings):
        if name not in providers:
            raise UsageProblem(f"{label}: there is no provider {name!r}; did you mean {nearest(name, providers)!r}?")
    for surface in settings.surfaces:
        if surface.thinking is not None and surface.thinking.inside:
            wanted = rulebook.protocols[surface.protocol].settings["thinking"].at.rpartition("/")[2]
            if surface.thinking.name != wanted:
                told = f"{surface.thinking.inside}/{wanted}"
                raise UsageProblem(f"surfaces.{surface.name}.thinking: in a mapping the switch is called {wanted}: {told!r}")


def _targets(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.to:
        yield "--to", settings.to
    for model, said in settings.replace.items():
        for name in (said.compatible, said.native):
            if name is not None:
                yield f"replace.{model}", name
    for model, declared in settings.models.items():
        if declared.like is not None:
            yield f"models.{model}.like", declared.like


def _providers(settings: Settings) -> list[tuple[str, str]]:
    named = [("--assume-provider", settings.assume_provider)] if settings.assume_provider else []
    named += [(f"gateways.{host}", provider) for host, provider in settings.gateways.items()]
    named += [(f"surfaces.{each.name}.provider", each.provider) for each in settings.surfaces if each.provider]
    return named + [(f"variables.{variable}", provider) for variable, provider in settings.variables.items()]

"""A user's own wrappers and gateways: what a few lines of settings say of them, and the rulebook's rows that this makes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from migrator.option_values import Parser, WrongValue, boolean, kind_in_words, number, one_of, text
from migrator.selectors import nearest

if TYPE_CHECKING:
    from migrator.rulebook import Rulebook, Surface
    from migrator.settings_model import Settings

LANGUAGES = ("python", "javascript", "java")
PROTOCOLS = ("compatible-chat", "compatible-completions", "native-text", "native-multimodal")
"""Interfaces whose thinking switch is a boolean, as a wrapper's argument is."""
OPTIONS = "options"
"""What the object is called that a call passes its arguments in."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An argument by its name, its position, or both; `inside` is the mapping that holds it."""

    name: str
    position: int | None = None
    inside: str = ""

    def __str__(self) -> str:
        said = f"{self.inside}/{self.name}" if self.inside else self.name
        return said if self.position is None else f"{said} at {self.position}"


@dataclass(frozen=True, slots=True)
class DeclaredSurface:
    """A function or method that sends requests.

    `name` is its qualified name; `in_object` the position of an object whose keys are the arguments; `passes_on` says that
    arguments of other names reach Model Studio under these names; `sends_when_unset` what it says of thinking by itself.
    """

    name: str
    model: Taken
    language: str = "python"
    thinking: Taken | None = None
    sends_when_unset: bool | None = None
    provider: str = ""
    """Empty: the provider whose models the rulebook is about."""
    protocol: str = "compatible-chat"
    in_object: int | None = None
    passes_on: bool = False

    def said(self) -> dict[str, object]:
        """The settings that differ from the defaults, as they are written."""
        fields = {
            "language": self.language,
            "model": str(self.model),
            "thinking": str(self.thinking) if self.thinking is not None else None,
            "sends-when-unset": self.sends_when_unset,
            "provider": self.provider or None,
            "protocol": self.protocol,
            "object": self.in_object,
            "passes-on": self.passes_on or None,
        }
        return {key: value for key, value in fields.items() if value is not None}


def declared_surfaces(value: object, folder: str) -> tuple[DeclaredSurface, ...]:
    """A list of tables, each a wrapper. Raises `WrongValue` that names the table and the key in it."""
    if not isinstance(value, (list, tuple)):
        raise WrongValue(f"expected a list of tables ([[…surfaces]]), found {kind_in_words(value)}")
    made: list[DeclaredSurface] = []
    for number_, item in enumerate(value):
        if not isinstance(item, Mapping):
            raise WrongValue(f"expected a list of tables, found {kind_in_words(item)} in it")
        made.append(_declared(number_, item, folder))
        if made[-1].name in [each.name for each in made[:-1]]:
            raise _wrong(number_, "name", f"{made[-1].name!r} is declared twice")
    return tuple(made)


_FIELDS: dict[str, Parser] = {
    "name": text,
    "language": one_of(*LANGUAGES),
    "sends-when-unset": boolean,
    "provider": text,
    "protocol": one_of(*PROTOCOLS),
    "object": number,
    "passes-on": boolean,
}


def _wrong(number_: int, key: str | None, message: str) -> WrongValue:
    label = f"[{number_ + 1}].{key}" if key else f"[{number_ + 1}]"
    return WrongValue(f"{label}: {message}", (f"#{number_}", *([key] if key else [])))


def _declared(number_: int, item: Mapping[str, object], folder: str) -> DeclaredSurface:
    said: dict[str, object] = {}
    taken: dict[str, Taken] = {}
    for key, raw in item.items():
        if key not in (*_FIELDS, "model", "thinking"):
            near = nearest(key, (*_FIELDS, "model", "thinking"))
            raise _wrong(number_, key, f"unknown key; did you mean {near!r}?")
        try:
            if key in _FIELDS:
                field = "in_object" if key == "object" else key.replace("-", "_")
                said[field] = _FIELDS[key](raw, folder)
            else:
                taken[key] = _taken(key, raw, folder)
        except WrongValue as wrong:
            raise _wrong(number_, key, str(wrong)) from wrong
    for key in ("name", "model"):
        if key not in item:
            raise _wrong(number_, None, f"`{key}` is missing")
    try:
        _check_name(str(said["name"]))
    except WrongValue as wrong:
        raise _wrong(number_, "name", str(wrong)) from wrong
    if taken["model"].inside:
        raise _wrong(number_, "model", "the model is an argument of its own, or a key of `object`")
    # Each parser gives what its field takes.
    return DeclaredSurface(**cast("dict[str, str]", said), model=taken["model"], thinking=taken.get("thinking"))  # type: ignore[arg-type]


def _check_name(name: str) -> None:
    from migrator.rulebook_load.places import is_symbol

    if not is_symbol(name) or "." not in name:
        raise WrongValue(f"expected a dotted name such as 'acme.llm.ask' or 'acme.llm.Client.ask', found {name!r}")


def _taken(key: str, raw: object, folder: str) -> Taken:
    """`"model"`, `"extra_body/enable_thinking"`, `0` or `{ name = "model", position = 0 }`."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Taken(key, number(raw, folder))
    if isinstance(raw, Mapping):
        for inner in raw:
            if inner not in ("name", "position"):
                raise WrongValue(f"unknown key {inner!r}; did you mean {nearest(str(inner), ('name', 'position'))!r}?")
        position = number(raw["position"], folder) if "position" in raw else None
        return replace(_named(text(raw.get("name", key), folder)), position=position)
    if isinstance(raw, str):
        return _named(text(raw, folder))
    raise WrongValue(f"expected an argument's name, its position, or {{ name = …, position = … }}, found {kind_in_words(raw)}")


def _named(said: str) -> Taken:
    inside, slash, name = said.rpartition("/")
    if not all(part.replace("-", "_").isidentifier() for part in ([inside, name] if slash else [name])):
        raise WrongValue(f"expected an argument's name, or ARGUMENT/KEY for a key of a mapping, found {said!r}")
    return Taken(name, None, inside)


def rulebook_of(settings: Settings) -> Rulebook:
    """The rulebook that the settings ask for: the tool's own, what files add to it, and what wrappers they declare."""
    from migrator.rulebook import load

    rulebook = load(extra=settings.rulebook)
    if settings.within is not None:
        last = (settings.today or datetime.date.today()) + datetime.timedelta(days=settings.within)
        rulebook = _up_to(rulebook, last.isoformat())
    return with_declared(rulebook, settings.surfaces)


def _up_to(rulebook: Rulebook, last: str) -> Rulebook:
    """The rulebook without the retirements after a day."""
    models = {
        name: replace(model, status="current") if model.status == "retired" and (model.switched_off or "") > last else model
        for name, model in rulebook.models.items()
    }
    return replace(rulebook, models=models)


def with_declared(rulebook: Rulebook, declared: Iterable[DeclaredSurface]) -> Rulebook:
    """The rulebook with the rows that the settings declare; they come first."""
    rows = tuple(_row(each, rulebook) for each in declared)
    return replace(rulebook, surfaces=(*rows, *rulebook.surfaces)) if rows else rulebook


def declared_names(declared: Iterable[DeclaredSurface]) -> frozenset[str]:
    """The qualified names that the settings declare."""
    return frozenset(each.name for each in declared)


def _row(declared: DeclaredSurface, rulebook: Rulebook) -> Surface:
    from migrator.rulebook import Operation, Origin, Surface

    protocol = rulebook.protocols[declared.protocol]
    origin = Origin("the settings", "", "declared")
    setting = protocol.settings["thinking"]
    places = {f"keyword:{declared.model.name}": f"body:{protocol.model}"}
    write: dict[str, str] = {}
    thinking = declared.thinking
    if thinking is not None:
        if thinking.inside:
            places[f"keyword:{thinking.inside}/*"] = f"body:{setting.at.rpartition('/')[0]}/*"
            write["thinking"] = f"keyword:{thinking.inside}/{thinking.name}"
        else:
            places[f"keyword:{thinking.name}"] = f"body:{setting.at}"
            if declared.language != "java" or declared.name.endswith(".builder"):
                # Elsewhere Java knows arguments by their positions only: none can be added.
                write["thinking"] = f"keyword:{thinking.name}"
    under = setting.at.rpartition("/")[0]
    places["keyword:?"] = f"body:{under}/*" if declared.passes_on else "client"
    operation = Operation(
        id=declared.name,
        protocol=protocol.id,
        versions="",
        symbols=(declared.name,),
        positions=_positions(declared),
        places=places,
        write=write,
        sends_when_unset={} if declared.sends_when_unset is None else {"thinking": declared.sends_when_unset},
        null="omitted",
        origin=origin,
        unpacks=() if declared.in_object is None else (OPTIONS,),
        provider=declared.provider or rulebook.vendor.id,
    )
    sdk = declared.name.split(".")[0]
    return Surface(f"declared:{declared.name}", declared.name, declared.language, sdk, (), (operation,), origin)


def _positions(declared: DeclaredSurface) -> tuple[str, ...]:
    """The positional arguments' names, as far as the settings tell them."""
    known = {taken.position: taken.name for taken in (declared.model, declared.thinking) if taken and taken.position is not None}
    if declared.in_object is not None:
        known = {declared.in_object: OPTIONS}
    return tuple(known.get(at, f"position:{at}") for at in range(max(known) + 1)) if known else ()

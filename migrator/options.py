"""The options that a settings file may hold: their names, their types and how a value is checked."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from migrator.files.patterns import BadPattern, PathPattern, translate
from migrator.language import LANGUAGES
from migrator.option_values import Parser, WrongValue, boolean, count, kind_in_words, one_of, text, texts
from migrator.selectors import nearest

if TYPE_CHECKING:
    from migrator.declared import DeclaredSurface

T = TypeVar("T")
LONGEST = 5
"""Digits of a number of days: nobody plans further ahead."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What takes a retired model's place, by interface; None leaves the choice to the rulebook."""

    compatible: str | None = None
    native: str | None = None


@dataclass(frozen=True, slots=True)
class DeclaredModel:
    """A model that the rulebook need not know: `like` names one that it behaves as, the rest is said here.

    `thinking`: "never", "hybrid", "always"; `thinking_default`: what a hybrid does when not told; `native`: "text",
    "multimodal". None: not said.
    """

    id: str
    like: str | None = None
    thinking: str | None = None
    thinking_default: bool | None = None
    native: str | None = None


@dataclass(frozen=True, slots=True)
class PerFileIgnore:
    """Rules that are not asked for in some files; with `negated` in all others."""

    pattern: PathPattern
    negated: bool
    selectors: tuple[str, ...]


def selectors(value: object, folder: str) -> tuple[str, ...]:
    """A list of rules; several may stand in one string with commas between them."""
    return tuple(part for item in texts(value, folder) for part in item.replace(",", " ").split())


def date(value: object, folder: str) -> datetime.date:
    """A day, as TOML date or as ISO string."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(text(value, folder))
    except ValueError:
        raise WrongValue(f"expected a date such as 2026-10-10, found {str(value)!r}") from None


def days(value: object, folder: str) -> int:
    """A number of days, as `90d` or as a number."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    told = value[:-1] if isinstance(value, str) and value.endswith("d") else value
    if not isinstance(told, str) or not (told.isascii() and told.isdigit()) or len(told) > LONGEST:
        raise WrongValue(f"expected a number of days such as 90d, found {value!r}")
    return int(told)


def path(value: object, folder: str) -> str:
    """A path, relative to the folder of the file that names it."""
    return os.path.join(folder, text(value, folder))


def rulebooks(value: object, folder: str) -> tuple[str, ...]:
    """A list of paths, and of names of rulebooks that the tool came with."""
    return tuple(item if _is_name(item, folder) else path(item, folder) for item in texts(value, folder))


def _is_name(item: str, folder: str) -> bool:
    """Whether it names no file, but what the tool came with."""
    return item.replace("-", "_").isidentifier() and not os.path.exists(os.path.join(folder, item))


def patterns(value: object, folder: str) -> tuple[PathPattern, ...]:
    """A list of file patterns."""
    return tuple(_pattern(item, folder) for item in texts(value, folder))


def _pattern(value: object, folder: str) -> PathPattern:
    item = text(value, folder)
    try:
        translate(item)
    except BadPattern as error:
        raise WrongValue(str(error)) from error
    return PathPattern(item, folder.replace(os.sep, "/"))


def outputs(value: object, folder: str) -> tuple[tuple[str, str], ...]:
    """FORMAT=FILE, several times."""
    found = []
    for item in texts(value, folder):
        kind, equals, name = item.partition("=")
        if not (kind and equals and name):
            raise WrongValue(f"expected FORMAT=FILE, found {item!r}")
        found.append((one_of(*FORMATS)(kind, folder), path(name, folder)))
    return tuple(found)


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise WrongValue(f"expected a table, found {kind_in_words(value)}")
    return value


def _fields(name: str, value: object, parsers: Mapping[str, Parser], folder: str) -> dict[str, object]:
    parsed = {}
    for key, item in _table(value).items():
        if key not in parsers:
            raise WrongValue(f"unknown key {key!r}; did you mean {nearest(key, parsers)!r}?", name)
        parsed[key] = _at(f"{name}.{key}", name, parsers[key], item, folder)
    return parsed


def _at(label: str, name: str, parser: Callable[[object, str], T], value: object, folder: str) -> T:
    try:
        return parser(value, folder)
    except WrongValue as wrong:
        raise WrongValue(f"{label}: {wrong}", name) from wrong


def replacements(value: object, folder: str) -> dict[str, Replacement]:
    """Retired model to its replacement: a string, or a table by interface."""
    made = {}
    for model, item in _table(value).items():
        if isinstance(item, str):
            both = _at(model, model, text, item, folder)
            made[model] = Replacement(both, both)
        elif isinstance(item, Mapping):
            by = _fields(model, item, {"compatible": text, "native": text}, folder)
            made[model] = Replacement(_maybe(by.get("compatible")), _maybe(by.get("native")))
        else:
            raise WrongValue(f"{model}: expected a model or {{ compatible = …, native = … }}, found {kind_in_words(item)}", model)
    return made


_MODEL: dict[str, Parser] = {
    "like": text,
    "thinking": one_of("never", "hybrid", "always"),
    "thinking-default": boolean,
    "native": one_of("text", "multimodal"),
}


def declared_models(value: object, folder: str) -> dict[str, DeclaredModel]:
    """A model to the one that it behaves as, or to a table that says how it behaves."""
    made = {}
    for model, item in _table(value).items():
        if isinstance(item, str):
            made[model] = DeclaredModel(model, like=_at(model, model, text, item, folder))
            continue
        if not isinstance(item, Mapping):
            raise WrongValue(f"{model}: expected a model that it is like, or a table, found {kind_in_words(item)}", model)
        said = _fields(model, item, _MODEL, folder)
        default = said.get("thinking-default")
        made[model] = DeclaredModel(
            model,
            _maybe(said.get("like")),
            _maybe(said.get("thinking")),
            default if isinstance(default, bool) else None,
            _maybe(said.get("native")),
        )
    return made


def _maybe(value: object) -> str | None:
    return value if isinstance(value, str) else None


def names_to_text(value: object, folder: str) -> dict[str, str]:
    """A name to a string, several times."""
    return {name: _at(name, name, text, item, folder) for name, item in _table(value).items()}


def per_file_ignores(value: object, folder: str) -> tuple[PerFileIgnore, ...]:
    """A file pattern, `!` before it for all other files, to a list of rules."""
    return tuple(
        PerFileIgnore(
            _at(name, name, _pattern, name.removeprefix("!"), folder),
            name.startswith("!"),
            _at(name, name, selectors, item, folder),
        )
        for name, item in _table(value).items()
    )


def surfaces(value: object, folder: str) -> tuple[DeclaredSurface, ...]:
    """A list of tables, each a wrapper; few settings have any."""
    from migrator.declared import declared_surfaces

    return declared_surfaces(value, folder)


FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "markdown", "html", "tasks")


@dataclass(frozen=True, slots=True)
class Option:
    """An option: the field of `Settings` that it sets and how.

    `merge`: "replace" what a lower layer says, "add" to it, or "update" a table. `negates`: true means false there.
    `writes`: names a file that is written, which a settings file may do only beside or below itself.
    """

    field: str
    parse: Parser
    merge: str = "replace"
    negates: bool = False
    writes: bool = False


OPTIONS: dict[str, Option] = {
    "fix": Option("fix", boolean),
    "unsafe-fixes": Option("unsafe_fixes", boolean),
    "fix-only": Option("fix_only", boolean),
    "wire": Option("wire", boolean),
    "lang": Option("lang", one_of(*LANGUAGES)),
    "diff": Option("diff", boolean),
    "interactive": Option("interactive", boolean),
    "to": Option("to", text),
    "add-ignores": Option("add_ignores", text),
    "select": Option("select", selectors),
    "extend-select": Option("extend_select", selectors, "add"),
    "ignore": Option("ignore", selectors, "add"),
    "per-file-ignores": Option("per_file_ignores", per_file_ignores, "add"),
    "output-format": Option("output_format", one_of(*FORMATS)),
    "output": Option("output", outputs, writes=True),
    "fail-on": Option("fail_on", one_of("certain", "likely", "possible", "never")),
    "exit-zero": Option("exit_zero", boolean),
    "exit-non-zero-on-fix": Option("exit_non_zero_on_fix", boolean),
    "assume-provider": Option("assume_provider", text),
    "baseline": Option("baseline", path),
    "write-baseline": Option("write_baseline", path, writes=True),
    "diff-base": Option("diff_base", text),
    "exclude": Option("exclude", patterns),
    "extend-exclude": Option("extend_exclude", patterns, "add"),
    "force-exclude": Option("force_exclude", boolean),
    "respect-gitignore": Option("respect_gitignore", boolean),
    "no-respect-gitignore": Option("respect_gitignore", boolean, negates=True),
    "today": Option("today", date),
    "within": Option("within", days),
    "jobs": Option("jobs", count),
    "cache-dir": Option("cache_dir", path, writes=True),
    "progress": Option("progress", boolean),
    "no-progress": Option("progress", boolean, negates=True),
    "color": Option("color", one_of("auto", "always", "never")),
    "statistics": Option("statistics", boolean),
    "show-files": Option("show_files", boolean),
    "strict": Option("strict", boolean),
    "quiet": Option("quiet", boolean),
    "verbose": Option("verbose", boolean),
    "replace": Option("replace", replacements, "update"),
    "models": Option("models", declared_models, "update"),
    "gateways": Option("gateways", names_to_text, "update"),
    "variables": Option("variables", names_to_text, "update"),
    "surfaces": Option("surfaces", surfaces, "add"),
    "rulebook": Option("rulebook", rulebooks, "add"),
}

"""Fields of classes that the environment fills (pydantic's `BaseSettings`): which variables they take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.facts import Call, Class, FileFacts
from migrator.outcomes import Outcome, Symbol, Type, Unknown
from migrator.values import Environment, Literal, Record, Result, Site, Value

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker

BASES = frozenset({"pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings"})
ALIASES = frozenset({"alias", "validation_alias", "env"})
PREFIX = "env_prefix"


def from_environment(linker: Linker, cls: Class, name: str, facts: FileFacts, site: Site) -> list[Outcome]:
    """What variables give a field, whatever its default says; nothing for classes that do not read any."""
    if name not in cls.fields or not _reads(linker, cls, facts, 0):
        return []
    wanted = {each.lower() for each in _variables(cls, name, facts)}
    known = [each for each in linker.program.variables if each.lower() in wanted]
    results: list[Outcome] = []
    for variable in known or sorted(wanted)[:1]:
        value = linker.keep(Environment(variable if known else variable.upper(), None, site))
        results.extend(linker.outcomes(value, facts.path))
    return results


def as_text(outcome: Outcome) -> Outcome:
    """What a program reads of the environment itself, which is text."""
    form = outcome.form
    return replace(outcome, form=replace(form, is_text=True)) if isinstance(form, Unknown) else outcome


def _reads(linker: Linker, cls: Class, facts: FileFacts, depth: int) -> bool:
    for base in cls.bases if depth < 4 else ():
        for outcome in linker.outcomes(base, facts.path):
            match outcome.form:
                case Symbol(name=symbol):
                    if symbol in BASES:
                        return True
                case Type(path=path, number=number):
                    there = linker.program.facts[path]
                    if _reads(linker, there.classes[number], there, depth + 1):
                        return True
    return False


def _variables(cls: Class, name: str, facts: FileFacts) -> list[str]:
    """The names that a field goes by outside: its aliases, else its own behind the class's prefix."""
    aliases = [
        alias
        for binding in facts.bindings.get((cls.scope, name), ())
        for call in _call(binding.value, facts)
        for argument in call.arguments
        if argument.kind == "keyword" and argument.name in ALIASES
        for alias in _texts(argument.value, facts)
    ]
    return aliases or [f"{_prefix(cls, facts)}{name}"]


def _prefix(cls: Class, facts: FileFacts) -> str:
    configs = [binding.value for binding in facts.bindings.get((cls.scope, "model_config"), ())]
    for config in configs:
        for call in _call(config, facts):
            for argument in call.arguments:
                if argument.name == PREFIX:
                    return "".join(_texts(argument.value, facts))
        if isinstance(config, Record):
            for entry in config.entries:
                if isinstance(entry.key, Literal) and entry.key.value == PREFIX:
                    return "".join(_texts(entry.value, facts))
    for inner in facts.classes:
        if inner.name == "Config" and inner.defined_in == cls.scope:
            for binding in facts.bindings.get((inner.scope, PREFIX), ()):
                return "".join(_texts(binding.value, facts))
    return ""


def _call(value: Value, facts: FileFacts) -> Iterator[Call]:
    if isinstance(value, Result):
        yield facts.calls[value.call]


def _texts(value: Value, facts: FileFacts) -> list[str]:
    """A text, or those of `AliasChoices("a", "b")` and of a list."""
    if isinstance(value, Literal):
        return [value.value] if isinstance(value.value, str) else []
    arguments = [argument.value for call in _call(value, facts) for argument in call.arguments]
    arguments.extend(getattr(value, "items", ()))
    return [each.value for each in arguments if isinstance(each, Literal) and isinstance(each.value, str)]

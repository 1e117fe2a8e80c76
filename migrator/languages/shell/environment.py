"""Variables that a script hands to the programs that it starts: settings, like those of an `.env` file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from migrator.facts import Argument, Call, Variable
from migrator.languages.config.variables import Given, groups
from migrator.values import Environment, Literal, Opaque, Site, Value


def environment_calls(
    path: str, given: Iterable[Given], interesting: Callable[[str], bool], first: int
) -> tuple[list[Variable], list[Call]]:
    """The variables, and those that name a model with its endpoint as blocks; `first` numbers the first block."""
    listed = list(given)
    variables = [Variable(each.name, each.value, Site(path, each.start, each.end)) for each in listed]
    calls: list[Call] = []
    for group in groups(listed, interesting):
        site = Site(path, group.start, group.end)
        arguments = tuple(_argument(path, each, group.key is each) for each in group.members)
        number = first + len(calls)
        calls.append(Call(number, Opaque("record", site), arguments, 0, number, (), site))
    return variables, calls


def _argument(path: str, given: Given, is_key: bool) -> Argument:
    site = Site(path, given.start, given.end)
    value: Value = Environment(given.name, None, site) if is_key else Literal(given.value, site)
    return Argument("keyword", given.name, value, Site(path, given.line, given.end), None, site)

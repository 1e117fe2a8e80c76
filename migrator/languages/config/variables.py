"""Which environment variables of one file speak of the same endpoint: a model, its URL or its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

PLAIN = frozenset({"MODEL", "MODELS", "LLM", "CHAT", "AI", "DEFAULT", "OPENAI", "APP", "MAIN", "REASONING", "REASONER"})
"""First words of a name that do not say whose model it is."""
EXPANSION = re.compile(r"\$\{(?P<braced>\w+)(?::?[-=](?P<default>[^{}]*)|:(?P<spring>[^{}]*))?\}|\$(?P<bare>[A-Za-z_]\w*)")
"""A variable where another one's value stands: `${X}`, `${X:-default}`, `${X:default}` or `$X`."""
LOCAL = ("://localhost", "://127.0.0.1", "://0.0.0.0", "://host.docker.internal")
_URL = re.compile(r"https?://[^\s;,|]+")


@dataclass(frozen=True, slots=True)
class Given:
    """A variable that a file sets: `line` is where its entry begins, `start` to `end` the value with its quotes."""

    name: str
    value: str
    line: int
    start: int
    end: int
    exact: bool = True
    """The value is written out in one piece."""


@dataclass(frozen=True, slots=True)
class Group:
    """A model's variable with the URL, or else the key, that goes with it.

    The stretch `start` to `end` holds the endpoint too only if their names show that they belong together.
    """

    members: tuple[Given, ...]
    key: Given | None
    start: int
    end: int


def expanded(given: Sequence[Given]) -> list[Given]:
    """The variables with what stands for their expansions: another one's value, else the default."""
    known = {each.name: each for each in given}
    return [_expanded(each, known) for each in given]


def _expanded(one: Given, known: dict[str, Given]) -> Given:
    found = EXPANSION.fullmatch(one.value)
    if found is not None:
        other = known.get(found["braced"] or found["bare"])
        if other is not None and other is not one and "$" not in other.value:
            return replace(one, value=other.value, start=other.start, end=other.end)
        default = found["default"] if found["default"] is not None else found["spring"]
        return replace(one, value=default or "", exact=default is not None)
    if "$" not in one.value:
        return one
    text = EXPANSION.sub(lambda each: _said(each, one, known), one.value)
    return replace(one, value=text, exact=False) if text != one.value else one


def _said(found: re.Match[str], one: Given, known: dict[str, Given]) -> str:
    other = known.get(found["braced"] or found["bare"])
    if other is not None and other is not one and "$" not in other.value:
        return other.value
    return found["default"] or found["spring"] or found.group()


def groups(given: Sequence[Given], interesting: Callable[[str], bool]) -> Iterator[Group]:
    """The models among the variables, each with what tells where it is called."""
    urls = [each for each in given if _URL.fullmatch(each.value)]
    for each in given:
        if each in urls or not each.exact or " " in each.value or not interesting(each.value):
            continue
        own = _nearest(each, urls)
        if own is not None:
            yield Group((each, own), None, min(each.line, own.line), max(each.end, own.end))
            continue
        if each.name.upper().split("_")[0] not in PLAIN:
            continue
        others = [url for url in urls if not any(local in url.value for local in LOCAL)]
        if len(others) == 1 and interesting(others[0].value):
            yield Group((each, others[0]), None, each.line, each.end)
        elif not others:
            key = _nearest(each, [one for one in given if interesting(one.name) and one is not each], 0)
            if key is not None:
                yield Group((each, key), key, each.line, each.end)


def _nearest(model: Given, candidates: Sequence[Given], least: int = 1) -> Given | None:
    """The one whose name begins as the model's does, further than any other's; None where two are as near."""
    ranked = sorted(((_common(model.name, each.name), each) for each in candidates), key=lambda each: -each[0])
    if not ranked or ranked[0][0] < least:
        return None
    if least and len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return ranked[0][1]


def _common(left: str, right: str) -> int:
    """How many of the words that two names begin with are the same."""
    count = 0
    for one, other in zip(left.upper().split("_"), right.upper().split("_"), strict=False):
        if one != other:
            break
        count += 1
    return count

"""Which environment variables of one file speak of the same endpoint: a model, its URL or its key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

PLAIN = frozenset({"MODEL", "MODELS", "LLM", "CHAT", "AI", "DEFAULT", "OPENAI", "APP", "MAIN", "REASONING", "REASONER"})
"""First words of a name that do not say whose model it is."""
LOCAL = ("://localhost", "://127.0.0.1", "://0.0.0.0", "://host.docker.internal")


@dataclass(frozen=True, slots=True)
class Given:
    """A variable that a file sets: `line` is where its entry begins, `start` to `end` the value with its quotes."""

    name: str
    value: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """A model's variable with the URL, or else the key, that goes with it.

    The stretch `start` to `end` holds the endpoint too only if their names show that they belong together.
    """

    members: tuple[Given, ...]
    key: Given | None
    start: int
    end: int


def groups(given: Sequence[Given], interesting: Callable[[str], bool]) -> Iterator[Group]:
    """The models among the variables, each with what tells where it is called."""
    urls = [each for each in given if each.value.startswith(("http://", "https://"))]
    for each in given:
        if each in urls or " " in each.value or not interesting(each.value):
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

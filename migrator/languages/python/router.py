"""Which upstream models of a LiteLLM `Router` answer for one another: one name's deployments, and fallbacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from migrator.facts import Argument
from migrator.values import Literal, Record, Sequence, Value

ROUTER = "Router"
MODELS = "model_list"
FALLBACKS = frozenset({"fallbacks", "context_window_fallbacks", "content_policy_fallbacks", "default_fallbacks"})


def chains(arguments: Iterable[Argument], said: Callable[[Value], Value]) -> Iterator[tuple[Value, ...]]:
    """The models that stand in for one another; `said` tells what a name stands for, where that is plain."""
    named = ((each.name if number or each.kind != "positional" else MODELS, each.value) for number, each in enumerate(arguments))
    given = {name: said(value) for name, value in named if name is not None}
    models: dict[str, list[Value]] = {}
    for entry in _items(given.get(MODELS), said):
        alias, model = _under(entry, "model_name", said), _under(_under(entry, "litellm_params", said), "model", said)
        if isinstance(alias, Literal) and isinstance(model, Literal):
            models.setdefault(str(alias.value), []).append(model)
    yield from (tuple(same) for same in models.values() if len(same) > 1)
    for name in sorted(FALLBACKS & given.keys()):
        for aliases in _orders(given[name], said):
            chain = tuple(model for alias in dict.fromkeys(aliases) for model in models.get(alias, ()))
            if len(chain) > 1:
                yield chain


def _orders(value: Value, said: Callable[[Value], Value]) -> Iterator[list[str]]:
    """Each list of names of which the next is asked where the one before fails."""
    items = list(_items(value, said))
    plain = [str(each.value) for each in items if isinstance(each, Literal)]
    if plain:
        yield plain
    for each in items:
        for entry in each.entries if isinstance(each, Record) else ():
            others = [str(one.value) for one in _items(said(entry.value), said) if isinstance(one, Literal)]
            first = said(entry.key) if entry.key is not None else None
            yield [str(first.value) if isinstance(first, Literal) else "", *others]


def _items(value: Value | None, said: Callable[[Value], Value]) -> Iterator[Value]:
    yield from (said(each) for each in value.items) if isinstance(value, Sequence) else ()


def _under(value: Value | None, key: str, said: Callable[[Value], Value]) -> Value | None:
    entries = value.entries if isinstance(value, Record) else ()
    return next((said(each.value) for each in entries if isinstance(each.key, Literal) and each.key.value == key), None)

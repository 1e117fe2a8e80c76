"""Tells by names alone which values may hold something: what it rules out needs no linking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

from migrator.facts import Call, FileFacts
from migrator.link.common import owning_scope
from migrator.link.documents import WHOLE, keys_to
from migrator.link.program import trailing_name
from migrator.outcomes import CallRef
from migrator.values import (
    Callable,
    Environment,
    Imported,
    Item,
    Literal,
    Member,
    Parameter,
    Reference,
    Result,
    Setting,
    Site,
    Value,
    parts_of,
)

Place: TypeAlias = "str | tuple[str | int, ...]"
"""What a value may be kept in: a name that any file may get at, (file, scope, name) of one inside a function, (file, number)
of a function, or ("filled", a function's name, the name or index of what it is called with)."""
HERE: Place = ()
"""The place of what is looked for itself."""
MAX_DEPTH = 40
ALL = "*"
"""Given by a call that may fill any parameter."""
ANY = "**"
"""Given by a call, whichever parameter it fills."""
BY_KEY = frozenset({"get", "pop", "setdefault", "getattr"})
"""Calls that take the name of what they give."""


class Handed:
    """Where some literals (`sites`) and the results of some calls (`makers`) may go.

    Names are told apart by nothing: what one file calls `model` may be what another one does.
    """

    def __init__(self, files: Iterable[FileFacts], sites: Collection[Site], makers: Collection[CallRef] = ()) -> None:
        self._sites = frozenset(sites)
        self._spans: dict[str, list[Site]] = {}
        for site in sites:
            self._spans.setdefault(site.path, []).append(site)
        self._makers = frozenset(makers)
        self._calls: dict[CallRef, frozenset[Place]] = {}
        known = tuple(files)
        self._documents = {facts.path.rpartition("/")[2] for facts in known if (0, WHOLE) in facts.bindings}
        onward: dict[Place, set[Place]] = {}
        for facts in known:
            for places, following in (*self._names(facts), *self._functions(facts), *self._filled(facts)):
                for place in places:
                    onward.setdefault(place, set()).update(following)
        self._reached: set[Place] = set()
        waiting: list[Place] = [HERE]
        while waiting:
            place = waiting.pop()
            if place not in self._reached:
                self._reached.add(place)
                waiting.extend(onward.get(place, ()))

    def __call__(self, value: Value, facts: FileFacts) -> bool:
        """Whether a value of a file may hold something of that."""
        return not self._reached.isdisjoint(self._places(value, facts))

    def _places(self, value: Value, facts: FileFacts, depth: int = 0) -> frozenset[Place]:
        """Everything that a value may be taken from; of what stands too deep in calls that is anything."""
        if depth > MAX_DEPTH:
            return frozenset({HERE})
        found: set[Place] = set()
        for part in parts_of(value):
            match part:
                case Literal(site=site) if site in self._sites:
                    found.add(HERE)
                case Literal(value=str(text)) if text.rpartition("/")[2] in self._documents:
                    found.add(text.rpartition("/")[2])
                case Reference(name=name):
                    found.add(_own(facts, name, owning_scope(facts, part)))
                case Parameter(function=number, name=name):
                    found.add(_own(facts, name, facts.functions[number].scope))
                case Member(name=name):
                    found.add(name)
                case Imported(module=module, name=name):
                    found.add(name or module.rpartition(".")[2])
                case Environment(variable=name):
                    found.add(name or HERE)
                case Callable(kind="function", number=number):
                    found.add((facts.path, number))
                case Item(key=Literal(value=str(text))):
                    found.add(text)
                case Result(call=number):
                    found |= self._given(facts.calls[number], facts, depth + 1)
                case _:
                    continue
        spans = self._spans.get(facts.path, ()) if not isinstance(value, Callable) else ()
        if any(value.site.contains(each) for each in spans):
            found.add(HERE)
        return frozenset(found)

    def _given(self, call: Call, facts: FileFacts, depth: int) -> frozenset[Place]:
        """Everything that what a call returns may be taken from."""
        ref = CallRef(facts.path, call.number)
        known = self._calls.get(ref)
        if known is None:
            self._calls[ref] = frozenset()
            found = set(self._places(call.callee, facts, depth))
            code = _code(call.callee, facts)
            if ref in self._makers:
                found.add(HERE)
            for each in call.arguments if code is None else ():
                found |= self._places(each.value, facts, depth)
                if isinstance(each.value, Literal) and isinstance(each.value.value, str) and trailing_name(call.callee) in BY_KEY:
                    found.add(each.value.value)
            known = self._calls[ref] = frozenset(found)
        return known

    def _names(self, facts: FileFacts) -> Iterator[tuple[frozenset[Place], Collection[Place]]]:
        """What names, attributes, items and variables are given."""
        for (scope, name), bindings in facts.bindings.items():
            for binding in bindings:
                yield self._places(binding.value, facts), (_own(facts, name, scope),)
                original = trailing_name(binding.value) or getattr(binding.value, "name", None)
                if original:
                    yield frozenset({_filling(name, ALL)}), (_filling(original, ALL),)
                if isinstance(binding.value, Setting):
                    inside = [each for each in self._spans.get(facts.path, ()) if binding.value.site.contains(each)]
                    keys = [key for site in inside for key in keys_to(binding.value, site)]
                    yield frozenset({HERE} if inside else ()), (facts.path.rpartition("/")[2], *keys)
        for attribute in facts.attributes:
            yield self._places(attribute.value, facts), (attribute.name,)
        for mutation in facts.mutations:
            if mutation.value is not None:
                keys = [each.value for each in mutation.keys if isinstance(each, Literal) and isinstance(each.value, str)]
                yield self._places(mutation.value, facts), (trailing_name(mutation.target), *keys)
        for variable in facts.variables:
            # A class that reads its fields from the environment may put a prefix before them.
            words = variable.name.lower().split("_")
            fields = ["_".join(words[start:]) for start in range(len(words))]
            yield frozenset({HERE} if variable.site in self._sites else ()), (variable.name, *fields)

    def _functions(self, facts: FileFacts) -> Iterator[tuple[frozenset[Place], Collection[Place]]]:
        """What functions return, and what their parameters may be."""
        for function in facts.functions:
            for value in function.returns:
                yield self._places(value, facts), (function.name, (facts.path, function.number))
            owner = facts.classes[function.owner].name if function.owner is not None else ""
            names = {name for name in (function.name, owner, f"{facts.path}#{function.number}") if name}
            for index, each in enumerate(function.parameters):
                own = _own(facts, each.name, function.scope)
                if each.default is not None:
                    yield self._places(each.default, facts), (own,)
                keys: tuple[str | int, ...] = (each.name, index, *([index - 1] if owner else []), ALL)
                if each.kind in ("star", "spread"):
                    yield frozenset(_filling(name, ANY) for name in names), (own,)
                yield frozenset(_filling(name, key) for name in names for key in keys), (own,)
                for decorator in function.decorators:
                    yield self._places(decorator, facts), (own,)
        for cls in facts.classes:
            bases = {trailing_name(base) for base in cls.bases}
            yield frozenset({_filling(cls.name, ANY)}), (*cls.fields, *(_filling(base, ALL) for base in bases))

    def _filled(self, facts: FileFacts) -> Iterator[tuple[frozenset[Place], Collection[Place]]]:
        """What calls hand on: to the function that they call, and to those that they are given beside it."""
        for call in facts.calls:
            callee = _called(call.callee, facts)
            others = [name for name in (_called(each.value, facts) for each in call.arguments) if name]
            told = [
                each.value.value.lstrip("-").replace("-", "_")
                for each in call.arguments
                if isinstance(each.value, Literal) and isinstance(each.value.value, str)
            ]
            for index, each in enumerate(call.arguments):
                key: str | int = ALL if each.kind in ("star", "spread") else each.name or index
                onward = (_filling(callee, key), _filling(callee, ANY), *(_filling(name, ALL) for name in others), *told)
                yield self._places(each.value, facts), onward


def _own(facts: FileFacts, name: str, scope: int | None) -> Place:
    """Where a name is kept: what stands inside a function is nobody else's."""
    inside = scope is not None and facts.scopes[scope].kind in ("function", "comprehension")
    return (facts.path, scope or 0, name) if inside else name


def _code(value: Value, facts: FileFacts) -> Place | None:
    """The function of the same file that a name surely is."""
    scope = owning_scope(facts, value) if isinstance(value, Reference) else None
    found = facts.bindings.get((scope, value.name), ()) if isinstance(value, Reference) and scope is not None else ()
    only = found[0].value if len(found) == 1 else None
    return (facts.path, only.number) if isinstance(only, Callable) and only.kind == "function" else None


def _called(value: Value, facts: FileFacts) -> str:
    """By what name a function is known that a value may be."""
    return f"{facts.path}#{value.number}" if isinstance(value, Callable) else trailing_name(value)


def _filling(name: str, key: str | int) -> Place:
    """The place of what functions of this name are called with: by a name, an index, or one that is not known."""
    return ("filled", name, key)

"""Works out once for each file by what its names carry ids, so that what is new goes on from name to name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from migrator.facts import Class, FileFacts
from migrator.lent import Lent, root_of
from migrator.link.callables import TEXT_METHODS
from migrator.link.members import MOST_MEMBERS
from migrator.link.program import trailing_name
from migrator.signs import TEXT_TESTS, Signs, SignsOf
from migrator.values import Callable as Defined
from migrator.values import Imported, Literal, Site, Value

PLAIN = TEXT_TESTS.union(TEXT_METHODS, ("get", "pop", "index", "count", "find", "join", "split", "includes", "has"))
"""Methods of texts, lists and mappings: what they are given goes nowhere but into what they return."""


@dataclass(frozen=True, slots=True)
class Carriers:
    """The names of one file that carry ids, and by what.

    `always`: whatever else carries; `by_name`: each where the first does; `by_import`: where an import brings something that
    does. `variables` are set where what has these signs carries. `registers` are the members of classes that are left alone.
    """

    always: frozenset[str]
    by_name: Mapping[str, frozenset[str]]
    by_import: tuple[tuple[Imported, frozenset[str]], ...]
    variables: tuple[tuple[Signs, str], ...]
    registers: tuple[frozenset[str], ...]
    by_imports_alone: bool
    """Whether what is handed on, set or kept may carry by an import that no name stands for."""


def carriers_of(facts: FileFacts, signs: SignsOf, lent: Lent, *, dormant: bool) -> Carriers:
    """The carriers of a file; those of registers only where these are not `dormant`."""
    found = _Finding(facts, signs)
    registers = [cls for cls in facts.classes if dormant and is_register(cls, facts)]
    left_alone = {cls.number for cls in registers}
    for (_, name), bindings in facts.bindings.items():
        for binding in bindings:
            value = binding.value
            if not (isinstance(value, Defined) and value.kind == "class" and value.number in left_alone):
                found.note(value, name)
    for attribute in facts.attributes:
        base = trailing_name(attribute.base)
        found.note(attribute.value, attribute.name, *([base] if (0, base) in facts.bindings else []))
    for mutation in facts.mutations:
        if mutation.value is not None:
            name = trailing_name(mutation.target)
            found.note(mutation.value, name)
            if name == "environ" and isinstance(mutation.keys[0] if mutation.keys else None, Literal):
                found.variables.append((signs(mutation.value, facts), str(getattr(mutation.keys[0], "value", ""))))
    for function in facts.functions:
        for each in function.parameters:
            if each.default is not None:
                found.note(each.default, each.name, function.name)
        for value in function.returns:
            found.note(value, function.name)
    for values, names in _handing_back(facts, lent):
        for value in values:
            found.note(value, *names)
    for cls in facts.classes:
        if cls.number not in left_alone:
            for name in _members(cls, facts):
                found.by_name.setdefault(name, set()).add(cls.name)
    return Carriers(
        frozenset(found.always),
        {name: frozenset(each) for name, each in found.by_name.items()},
        tuple((imported, frozenset(each)) for imported, each in found.by_import.items()),
        tuple(found.variables),
        tuple(frozenset(_bound_in(cls, facts)) for cls in registers),
        _by_imports_alone(facts, signs),
    )


class _Finding:
    """What is known so far."""

    def __init__(self, facts: FileFacts, signs: SignsOf) -> None:
        self._facts, self._signs = facts, signs
        self.always: set[str] = set()
        self.by_name: dict[str, set[str]] = {}
        self.by_import: dict[Imported, set[str]] = {}
        self.variables: list[tuple[Signs, str]] = []

    def note(self, value: Value, *names: str) -> None:
        """These names carry where the value does."""
        signs = self._signs(value, self._facts)
        if signs.always:
            self.always.update(names)
        for name in signs.names:
            self.by_name.setdefault(name, set()).update(names)
        for imported in signs.imports:
            self.by_import.setdefault(imported, set()).update(names)


def _bound_in(cls: Class, facts: FileFacts) -> Iterator[str]:
    return (name for scope, name in facts.bindings if scope == cls.scope)


def _members(cls: Class, facts: FileFacts) -> Iterator[str]:
    """The names of what a class holds, and of what its methods set."""
    yield from _bound_in(cls, facts)
    yield from (each.name for each in facts.attributes if cls.site.contains(each.site))


def _handing_back(facts: FileFacts, lent: Lent) -> Iterator[tuple[Collection[Value], list[str]]]:
    """What is put into something that a function was given, with the functions around that and their classes."""
    places: list[tuple[Value, Site, tuple[Value, ...]]] = [
        *((each.base, each.site, (each.value,)) for each in facts.attributes),
        *((each.target, each.site, (each.value,)) for each in facts.mutations if each.value is not None),
        *(
            (call.callee, call.site, tuple(each.value for each in call.arguments))
            for call in facts.calls
            if trailing_name(call.callee) not in PLAIN
        ),
    ]
    around = [(each.site, each.name) for each in facts.functions] + [(each.site, each.name) for each in facts.classes]
    for place, site, values in places:
        if values and root_of(place) in lent.names:
            yield values, [name for whole, name in around if whole.contains(site)]


def _by_imports_alone(facts: FileFacts, signs: SignsOf) -> bool:
    kept = (
        each.value
        for found in facts.bindings.values()
        if not all(isinstance(each.value, (Defined, Imported)) for each in found)
        for each in found
    )
    values = (
        *kept,
        *(each.value for each in facts.attributes),
        *(each.value for each in facts.mutations if each.value is not None),
        *(value for call in facts.calls for value in (call.callee, *(each.value for each in call.arguments))),
    )
    return any(signs(value, facts).imports for value in values)


def is_register(cls: Class, facts: FileFacts) -> bool:
    """Whether a class is an enumeration of so many members that nobody can say which of them gets to a call."""
    if not any(trailing_name(base).endswith("Enum") for base in cls.bases):
        return False
    members = (name for scope, name in facts.bindings if scope == cls.scope and not name.startswith("_"))
    methods = {facts.functions[number].name for number in cls.methods}
    return sum(name not in methods for name in members) > MOST_MEMBERS

"""Tells by what a value holds a retired id: one that stands in it, names of its own file, or what it imports."""

from __future__ import annotations

from collections.abc import Callable, Collection

from migrator.facts import Call, FileFacts
from migrator.link.program import trailing_name
from migrator.plain import dataclass
from migrator.values import Callable as Defined
from migrator.values import Choice, Imported, Literal, Member, Opaque, Parameter, Reference, Result, Site, Value, parts_of

TESTS = frozenset({"comparison", "not"})
"""What readers call an operation that gives true or false."""
TEXT_TESTS = frozenset({"startswith", "endswith", "startsWith", "endsWith", "equals", "equalsIgnoreCase"})
BUILT_IN_TESTS = frozenset({"any", "all", "bool", "isinstance", "Boolean"})
"""Calls that give true or false."""
PARSE = "parse"
"""What a client's method and a schema's are called alike."""
MAX_CALLS = 40
"""How many calls are looked through that are made on one another's results, or inside one another."""


@dataclass(frozen=True, slots=True)
class Signs:
    """By what a value holds something: an id that stands in it, names of its own file, or what it imports.

    `value` is kept, so that no other one is mistaken for it.
    """

    value: Value
    always: bool
    names: frozenset[str] = frozenset()
    imports: tuple[Imported, ...] = ()


class SignsOf:
    """Looks for signs, once for each value: a file is gone through each time that something new is known.

    `ids` tells where ids stand in a file, `answers` are the last names of calls whose result is a model's answer.
    """

    def __init__(self, ids: Callable[[FileFacts], tuple[Site, ...]], answers: Collection[str]) -> None:
        self._ids = ids
        self._answers = answers
        self._known: dict[int, Signs] = {}
        self._shared: dict[frozenset[str], frozenset[str]] = {}
        """The sets of names that were met: hundreds of thousands of values have few."""

    def __call__(self, value: Value, facts: FileFacts, depth: int = 0) -> Signs:
        """What a value of a file holds anything by."""
        known = self._known.get(id(value))
        if known is None:
            # Calls on calls on calls may hold anything.
            known = self._look(value, facts, depth) if depth < MAX_CALLS else Signs(value, True)
            self._known[id(value)] = known
        return known

    def _look(self, value: Value, facts: FileFacts, depth: int) -> Signs:
        where = value.site
        if isinstance(value, Defined):
            # A function gives what it returns; what it does with ids inside is found there.
            if value.kind == "function":
                return Signs(value, False)
            where = facts.classes[value.number].site
        ids = [site for site in self._ids(facts) if where.contains(site)]
        if type(value) is Literal:
            return Signs(value, bool(ids))
        names: set[str] = set()
        imports: dict[Imported, None] = {}
        # Every value of every file comes here: patterns would take twice as long to tell them apart.
        for part in parts_of(value, TESTS):
            if type(part) is Reference or type(part) is Member or type(part) is Parameter:
                names.add(part.name)
            elif type(part) is Imported:
                imports[part] = None
            elif type(part) is Opaque and part.text in TESTS:
                ids = _outside(part.site, ids)
            elif type(part) is Choice and part.kind == "conditional":
                ids = [
                    site for site in ids if not part.site.contains(site) or any(each.site.contains(site) for each in part.options)
                ]
            elif type(part) is Result:
                call = facts.calls[part.call]
                if _is_test(call, facts):
                    ids = _outside(part.site, ids)
                    continue
                if trailing_name(call.callee) in self._answers and not _is_schema(call.callee):
                    continue
                for each in (call.callee, *(argument.value for argument in call.arguments)):
                    inner = self(each, facts, depth + 1)
                    if inner.always:
                        return Signs(value, True)
                    names |= inner.names
                    imports.update(dict.fromkeys(inner.imports))
        known = frozenset(names)
        return Signs(value, bool(ids), self._shared.setdefault(known, known), tuple(imports))


def _outside(test: Site, ids: list[Site]) -> list[Site]:
    """The ids that are not merely asked about there: an answer of yes or no carries none."""
    return [site for site in ids if not test.contains(site)] if ids else ids


def _is_schema(callee: Value) -> bool:
    """Whether a method is called that a schema has as well as a client: `Settings.parse(process.env)`."""
    return isinstance(callee, Member) and callee.name == PARSE and isinstance(callee.base, (Reference, Result))


def _is_test(call: Call, facts: FileFacts) -> bool:
    """Whether a call answers yes or no."""
    callee = call.callee
    if isinstance(callee, Member):
        return callee.name in TEXT_TESTS
    return (
        isinstance(callee, Reference)
        and callee.name in BUILT_IN_TESTS
        and not any(name == callee.name for _, name in facts.bindings)
    )

"""Tells by names alone which values may hold something: what it rules out needs no linking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

from migrator.facts import ANY_NAME, Argument, Call, FileFacts, Variable
from migrator.islands import islands
from migrator.link.common import bindings_of, owning_scope
from migrator.link.copied import copies
from migrator.link.documents import WHOLE, WHOLES, keys_to
from migrator.link.evaluate import Linker
from migrator.link.members import VALIDATING
from migrator.link.own_class import maker
from migrator.link.program import filled_in, made_by, marked_as, put_into_environment, trailing_name
from migrator.outcomes import CallRef
from migrator.values import (
    ALONE,
    Callable,
    Environment,
    Imported,
    Item,
    Literal,
    Member,
    Opaque,
    Parameter,
    Record,
    Reference,
    Result,
    Setting,
    Site,
    Value,
    parts_of,
)

Place: TypeAlias = int
"""What a value may be kept in, by number: hundreds of thousands are put into sets, which do not look at what a number is."""
Parts: TypeAlias = "tuple[str | int, ...]"
"""What a place is: (island, name) of a name that other files may get at, (file, scope, name) of one inside a
function, (file, number) of a function, (island, a function's name, the name or index of what it is called with),
("outer", name) of what stands outside programs, or (file, start, end) of what is looked for."""
HERE: Place = 0
"""The place of what may be anything."""
MADE: Place = -1
"""The place of what the calls make that are looked for."""
MAX_DEPTH = 40
ALL = "*"
"""Given by a call that may fill any parameter."""
RETURNED = "[]"
"""Put by a function into what it is given."""
CALLING = "()"
"""Given by a function to what it is itself given."""
ANY = "**"
"""Given by a call, whichever parameter it fills."""
SETTING = frozenset({"setdefault", "putenv", "setenv", "environ"})
"""Calls that may set a variable of the environment."""
VARIABLE = "set"
"""A method that gives what it is of (a context variable) a value."""
ENVIRONMENTS = frozenset({"environ", "env"})
READING = frozenset({"getenv", "get_env"})
"""Calls that read a variable of the environment."""
OPTIONS = frozenset({"add_argument", "set_defaults", "option"})
PARSING = ("parse_args", "parse_known_args", "opts")
"""Calls that give what options were given or are by themselves."""
FIXTURE, TEST = "fixture", "test"
"""What marks a function whose result goes to parameters of its name, and how the names of those that have them begin."""
ENTERING = ("__enter__", "__aenter__")
"""Methods that a `with` calls by themselves."""
BY_KEY = frozenset({"get", "pop", "setdefault", "getattr"})
"""Calls that take the name of what they give."""


FEW = 8
"""Places that are kept one behind the other."""


class Numbers(dict[Parts, Place]):
    """Numbers places in the order in which they are met."""

    def __missing__(self, parts: Parts) -> Place:
        number = self[parts] = len(self) + 1
        return number


class Handed:
    """Where some literals (`sites`) and the results of some calls (`makers`) may go.

    Names are told apart by little: what one file calls `model` may be what another one does that has to do with it.
    """

    def __init__(
        self, linker: Linker, files: Iterable[FileFacts], sites: Collection[Site], makers: Collection[CallRef] = ()
    ) -> None:
        self._sites = frozenset(sites)
        self._spans: dict[str, list[Site]] = {}
        for site in sites:
            self._spans.setdefault(site.path, []).append(site)
        self._makers = frozenset(makers)
        self._numbers = Numbers()
        self._calls: dict[CallRef, frozenset[Place]] = {}
        known = tuple(files)
        self.islands = islands(linker, known)
        self._kept: dict[tuple[str, int, str], Place] = {}
        """Where names are kept, by file and the scope that they are used in: a few names are used again and again."""
        self._outside = frozenset(name for facts in known for name in _outside(facts))
        self._takes = any(each.name == ANY_NAME for facts in known for each in facts.attributes)
        """Whether objects take over what mappings hold, so that what is put under a key may be an attribute of that name."""
        self._called = self._called_in(known)
        self._functions_of = {facts.path: names_of_functions(facts) for facts in known}
        self._filled_in = {facts.path: frozenset(filled_in(facts)) for facts in known}
        self._fillers = frozenset(facts.functions[number].name for facts in known for number, _ in self._filled_in[facts.path])
        self._onward: dict[Place, Collection[Place]] = {}
        for facts in known:
            for places, following in (*self._names(facts), *self._functions(facts), *self._filled(facts)):
                self._lead(places, following)
        self._by_site: dict[Site, frozenset[Place]] = {}
        self._reached = self._from((HERE, MADE, *(self._at(site) for site in sites)))

    def __call__(self, value: Value, facts: FileFacts) -> bool:
        """Whether a value of a file may hold something of that."""
        return not self._reached.isdisjoint(self._places(value, facts))

    def from_site(self, site: Site, value: Value, facts: FileFacts) -> bool:
        """Whether a value of a file may hold what stands at one of the sites."""
        known = self._by_site.get(site)
        if known is None:
            known = self._by_site[site] = self._from((HERE, self._at(site)))
        return not known.isdisjoint(self._places(value, facts))

    def _lead(self, places: Iterable[Place], following: Collection[Place]) -> None:
        """Note that what is in some places gets to others."""
        # Most lead on once: they share what they lead to. A set of a few would weigh more than all that they are.
        for place in places:
            onward = self._onward.get(place)
            if onward is None:
                self._onward[place] = following
            elif isinstance(onward, set):
                onward.update(following)
            else:
                further = [each for each in following if each not in onward]
                if further:
                    both = (*onward, *further)
                    self._onward[place] = both if len(both) <= FEW else set(both)

    def _from(self, places: Iterable[Place]) -> frozenset[Place]:
        """Everything that something in these places may get to."""
        reached: set[Place] = set()
        waiting = list(places)
        while waiting:
            place = waiting.pop()
            if place not in reached:
                reached.add(place)
                waiting.extend(self._onward.get(place, ()))
        return frozenset(reached)

    def _places(self, value: Value, facts: FileFacts, depth: int = 0) -> frozenset[Place]:
        """Everything that a value may be taken from; of what stands too deep in calls that is anything."""
        if depth > MAX_DEPTH:
            return frozenset({HERE})
        spans = self._spans.get(facts.path, ())
        value = plain(value)
        if type(value) is Literal:
            return frozenset(self._written(value, spans))
        if type(value) is Result:
            return self._given(facts.calls[value.call], facts, depth + 1)
        if type(value) is Reference and not spans:
            return frozenset({self._named(facts, value)})
        found: set[Place] = set()
        # Every value of a project comes here: patterns would take twice as long to tell them apart.
        for part in parts_of(value):
            if type(part) is Literal:
                found.update(self._written(part, spans))
            elif type(part) is Reference:
                found.add(self._named(facts, part))
            elif type(part) is Result:
                found |= self._given(facts.calls[part.call], facts, depth + 1)
            elif type(part) is Member:
                found.add(self._shared(facts, part.name))
                found.add(self._outer(part.name))
            elif type(part) is Parameter:
                found.add(self._own(facts, part.name, facts.functions[part.function].scope))
            elif type(part) is Imported:
                found.add(self._shared(facts, part.name or part.module.rpartition(".")[2]))
                if part.name in (None, WHOLE) and "/" in part.module:
                    found.update(self._shared(facts, name) for name in WHOLES)
            elif type(part) is Environment:
                found.add(self._outer(part.variable or ANY))
            elif type(part) is Callable and part.kind == "function":
                found.add(self._numbers[facts.path, part.number])
            elif type(part) is Item:
                found.update(self._looked_up(part, facts))
            elif type(part) is Opaque and part.text == "entered":
                found.update(self._shared(facts, name) for name in ENTERING)
        if spans and not isinstance(value, Callable):
            found.update(self._inside(value.site))
        return frozenset(found)

    def _named(self, facts: FileFacts, name: Reference) -> Place:
        """Where what a name stands for is kept."""
        key = (facts.path, name.scope, name.name)
        known = self._kept.get(key)
        if known is None:
            known = self._kept[key] = self._own(facts, name.name, owning_scope(facts, name))
        return known

    def _written(self, literal: Literal, spans: Collection[Site]) -> Collection[Place]:
        """The places of what is looked for that stands in a literal, or else outside programs under its text."""
        inside = self._inside(literal.site) if spans else ()
        if inside or not isinstance(literal.value, str):
            return inside
        name = literal.value.rpartition("/")[2]
        return (self._outer(name),) if name in self._outside else ()

    def _looked_up(self, item: Item, facts: FileFacts) -> Iterator[Place]:
        if isinstance(item.key, Literal) and isinstance(item.key.value, str):
            yield self._shared(facts, item.key.value)
            yield self._outer(item.key.value)
        elif trailing_name(item.base) in ENVIRONMENTS:
            yield self._outer(ANY)

    def _inside(self, site: Site) -> list[Place]:
        """The places of what is looked for that stands at a place, or in it."""
        path, start, end = site
        return [self._at(each) for each in self._spans.get(path, ()) if start <= each.start and each.end <= end]

    def _given(self, call: Call, facts: FileFacts, depth: int) -> frozenset[Place]:
        """Everything that what a call returns may be taken from."""
        ref = CallRef(facts.path, call.number)
        known = self._calls.get(ref)
        if known is None:
            self._calls[ref] = frozenset()
            found = set(self._places(call.callee, facts, depth))
            if ref in self._makers:
                found.add(MADE)
            for each in call.arguments if not _is_code(call.callee, facts) else ():
                found |= self._handed(each, facts, depth)
            if self._reads_any_variable(call):
                found.add(self._outer(ANY))
            if trailing_name(call.callee) in BY_KEY:
                found.update(place for text in _said(call) for place in (self._shared(facts, text), self._outer(text)))
            known = self._calls[ref] = frozenset(found)
        return known

    def _handed(self, argument: Argument, facts: FileFacts, depth: int) -> frozenset[Place]:
        """Everything that what a call is given may be taken from."""
        return self._places(argument.value, facts, depth)

    @staticmethod
    def _reads_any_variable(call: Call) -> bool:
        """Whether a call reads a variable of the environment whose name is put together."""
        callee, first = call.callee, call.arguments[0].value if call.arguments else None
        around = trailing_name(callee.base) if isinstance(callee, Member) else ""
        reads = trailing_name(callee) in READING or around in ENVIRONMENTS
        return reads and first is not None and not isinstance(first, Literal)

    def _names(self, facts: FileFacts) -> Iterator[tuple[frozenset[Place], Collection[Place]]]:
        """What names, attributes, items and variables are given."""
        for (scope, name), bindings in facts.bindings.items():
            for binding in bindings:
                yield self._places(binding.value, facts), (self._own(facts, name, scope),)
                yield from self._keyed(binding.value, facts)
                original = trailing_name(binding.value) or getattr(binding.value, "name", None) or made_by(facts, binding.value)
                if original:
                    further = (self._given_to(facts, original, ALL), self._given_to(facts, original, ANY))
                    yield frozenset({self._given_to(facts, name, ANY)}), further
                if isinstance(binding.value, Setting):
                    # A settings file's value is all that it says.
                    for site in self._spans.get(facts.path, ()):
                        said = (facts.path.rpartition("/")[2], *keys_to(binding.value, site))
                        yield frozenset({self._at(site)}), tuple(self._outer(each) for each in said)
        for attribute in facts.attributes:
            place = self._outer(ANY) if attribute.name == ANY_NAME else self._shared(facts, attribute.name)
            yield self._places(attribute.value, facts), (place,)
            made = made_by(facts, attribute.value) or trailing_name(attribute.value)
            if made:
                further = (self._given_to(facts, made, ALL), self._given_to(facts, made, ANY))
                yield frozenset({self._given_to(facts, attribute.name, ANY)}), further
        for name, copy in copies(facts):
            yield self._places(copy.value, facts), (self._shared(facts, name),)
        for mutation in facts.mutations:
            if mutation.value is not None:
                keys = [each.value for each in mutation.keys if isinstance(each, Literal) and isinstance(each.value, str)]
                target = mutation.target
                named = [self._shared(facts, name) for name in (trailing_name(target), *keys)]
                if isinstance(target, Reference):
                    named.append(self._own(facts, target.name, owning_scope(facts, target)))
                yield self._places(mutation.value, facts), tuple(named)
            for name, given in put_into_environment(mutation):
                yield self._places(given, facts), (self._outer(name), self._outer(ANY))
        for variable in facts.variables:
            yield frozenset({self._at(variable.site)} if variable.site in self._sites else ()), self._reading(variable)

    def _keyed(self, value: Value, facts: FileFacts) -> Iterator[tuple[frozenset[Place], Collection[Place]]]:
        """What a mapping holds under its keys, where objects may take it over."""
        for part in parts_of(value) if self._takes and type(value) not in ALONE else ():
            for entry in part.entries if type(part) is Record else ():
                if isinstance(entry.key, Literal) and isinstance(entry.key.value, str):
                    places = self._places(entry.value, facts)
                    if places:
                        yield places, (self._shared(facts, entry.key.value),)

    def _functions(self, facts: FileFacts) -> Iterator[tuple[frozenset[Place], Collection[Place]]]:
        """What functions return, and what their parameters may be."""
        for function in facts.functions:
            fixture = any(marked_as(facts, each) == FIXTURE for each in function.decorators)
            for value in function.returns:
                yield self._places(value, facts), (self._shared(facts, function.name), self._numbers[facts.path, function.number])
                if fixture:
                    yield self._places(value, facts), (self._outer(function.name),)
            owner = facts.classes[function.owner].name if function.owner is not None else ""
            others = self._functions_of[facts.path].get(function.number, ())
            names = {name for name in (function.name, owner, f"{facts.path}#{function.number}", *others) if name}
            for index, each in enumerate(function.parameters):
                own = self._own(facts, each.name, function.scope)
                if (function.number, each.name) in self._filled_in[facts.path]:
                    places = (self._returned(facts, function.name, key) for key in (each.name, index, index - 1))
                    yield frozenset({own}), tuple(places)
                if own in self._called:
                    # It calls what it is given: with what, that others hand to it.
                    taken: tuple[str | int, ...] = (each.name, index, *([index - 1] if owner else []))
                    yield (
                        frozenset({self._given_to(facts, each.name, ANY)}),
                        tuple(self._lent(facts, name, key) for name in names for key in taken),
                    )
                if fixture or function.name.startswith(TEST):
                    yield frozenset({self._outer(each.name)}), (own,)
                if each.default is not None:
                    yield self._places(each.default, facts), (own,)
                # A decorator may bind the first parameter, as an object does.
                keys: tuple[str | int, ...] = (each.name, index, *([index - 1] if owner or function.decorators else []), ALL)
                if each.kind in ("star", "spread"):
                    yield frozenset(self._given_to(facts, name, ANY) for name in names), (own,)
                yield frozenset(self._given_to(facts, name, key) for name in names for key in keys), (own,)
                for decorator in function.decorators:
                    yield (
                        self._places(decorator, facts).union(self._shared(facts, text) for text in _texts(decorator, facts)),
                        (own,),
                    )
        for cls in facts.classes:
            bases = {trailing_name(base) for base in cls.bases}
            fields = [self._shared(facts, each) for each in cls.fields]
            further = (self._given_to(facts, base, key) for base in bases for key in (ALL, ANY))
            yield frozenset({self._given_to(facts, cls.name, ANY)}), (*fields, *further)
            for name in cls.fields:
                yield frozenset({self._outer(name.lower())}), (self._shared(facts, name),)

    def _filled(self, facts: FileFacts) -> Iterator[tuple[frozenset[Place], Collection[Place]]]:
        """What calls hand on: to the function that they call, and to those that they are given beside it."""
        for call in facts.calls:
            callee = asked(call, facts)
            given_first = facts.calls[call.callee.call].arguments if isinstance(call.callee, Result) else ()
            others = [name for name in (called(each.value, facts) for each in (*call.arguments, *given_first)) if name]
            if others and isinstance(call.callee, Member):
                yield (
                    self._places(call.callee.base, facts),
                    tuple(self._given_to(facts, name, key) for name in others for key in (ALL, ANY)),
                )
            for index, each in enumerate(call.arguments) if callee in self._fillers else ():
                if isinstance(each.value, Reference):
                    yield frozenset({self._returned(facts, callee, each.name or index)}), (self._named(facts, each.value),)
            for index, each in enumerate(call.arguments) if others else ():
                name = called(each.value, facts)
                if name:
                    further = (self._given_to(facts, name, ALL), self._given_to(facts, name, ANY))
                    yield frozenset({self._lent(facts, callee, each.name or index)}), further
            handed = [
                (index, each, places) for index, each in enumerate(call.arguments) if (places := self._places(each.value, facts))
            ]
            if not handed:
                continue
            told = [self._shared(facts, text.lstrip("-").replace("-", "_")) for text in _said(call)]
            if trailing_name(call.callee) in OPTIONS:
                told.extend(self._shared(facts, name) for name in PARSING)
            if trailing_name(call.callee) in SETTING:
                told.extend(self._outer(text) for text in (*_said(call), ANY))
            if isinstance(call.callee, Member) and call.callee.name == VARIABLE and isinstance(call.callee.base, Reference):
                told.append(self._named(facts, call.callee.base))
            for _, each, places in handed if self._takes else ():
                yield places, (self._shared(facts, each.name),) if each.name else ()
                yield from self._keyed(each.value, facts)
            for index, each, places in handed:
                given: str | int = ALL if each.kind in ("star", "spread") else each.name or index
                keys = [(callee, given), (callee, ANY), *((name, key) for name in others for key in (ALL, ANY))]
                onward = (*(self._given_to(facts, name, key) for name, key in keys), *told)
                yield places, onward

    def _called_in(self, files: Iterable[FileFacts]) -> frozenset[Place]:
        """The places of what is called: what a name is given from is called with it, and so is what is handed on to be called."""
        sources: dict[Place, set[Place]] = {}
        waiting: list[Place] = []
        for facts in files:
            given = [
                (self._own(facts, name, scope), each.value) for (scope, name), found in facts.bindings.items() for each in found
            ]
            given.extend((self._shared(facts, each.name), each.value) for each in facts.attributes)
            for call in facts.calls:
                waiting.extend(self._kept_at(facts, call.callee))
                name = trailing_name(call.callee)
                given.extend(
                    (self._lent(facts, name, each.name or index), each.value) for index, each in enumerate(call.arguments)
                )
            for place, value in given:
                sources.setdefault(place, set()).update(self._kept_at(facts, value))
            for function in facts.functions:
                for index, each in enumerate(function.parameters):
                    own = self._own(facts, each.name, function.scope)
                    for key in (each.name, index, index - 1):
                        sources.setdefault(own, set()).add(self._lent(facts, function.name, key))
        reached: set[Place] = set()
        while waiting:
            place = waiting.pop()
            if place not in reached:
                reached.add(place)
                waiting.extend(sources.get(place, ()))
        return frozenset(reached)

    def _kept_at(self, facts: FileFacts, value: Value) -> Collection[Place]:
        """The place of what a name stands for."""
        if isinstance(value, Reference):
            return (self._named(facts, value),)
        return (self._shared(facts, value.name),) if isinstance(value, Member) else ()

    def _own(self, facts: FileFacts, name: str, scope: int | None) -> Place:
        """Where a name is kept: what stands inside a function is nobody else's."""
        inside = scope is not None and facts.scopes[scope].kind in ("function", "comprehension")
        return self._numbers[facts.path, scope or 0, name] if inside else self._shared(facts, name)

    def _shared(self, facts: FileFacts, name: str) -> Place:
        """The place of a name that other files may get at."""
        return self._numbers[self.islands[facts.path], name]

    def _returned(self, facts: FileFacts, name: str, key: str | int) -> Place:
        """The place of what functions of this name put into what they are handed."""
        return self._numbers[self.islands[facts.path], name, key, RETURNED]

    def _lent(self, facts: FileFacts, name: str, key: str | int) -> Place:
        """The place of what functions of this name call that with which they are called there."""
        return self._numbers[self.islands[facts.path], name, key, CALLING]

    def _given_to(self, facts: FileFacts, name: str, key: str | int) -> Place:
        """The place of what functions of this name are called with: by a name, an index, or one that is not known."""
        return self._numbers[self.islands[facts.path], name, key]

    def _at(self, site: Site) -> Place:
        """The place of what stands somewhere."""
        return self._numbers[site.path, site.start, site.end]

    def _outer(self, name: str) -> Place:
        """The place of what stands outside programs: variables of the environment, settings files and their keys."""
        return self._numbers["outer", name]

    def _reading(self, variable: Variable) -> tuple[Place, ...]:
        """Where programs get at a variable of the environment."""
        # A class that reads its fields from the environment may put a prefix before them.
        words = variable.name.lower().split("_")
        begun = ("_".join(words[start:]) for start in range(len(words)))
        return (self._outer(variable.name), self._outer(ANY), *map(self._outer, begun))


def _outside(facts: FileFacts) -> Iterator[str]:
    """The names by which programs get at what a file says though they do not import it."""
    if (0, WHOLE) in facts.bindings:
        yield facts.path.rpartition("/")[2]
    yield from (variable.name for variable in facts.variables)
    for mutation in facts.mutations:
        yield from (name for name, _ in put_into_environment(mutation))
        if trailing_name(mutation.target) in SETTING:
            yield from (each.value for each in mutation.keys if isinstance(each, Literal) and isinstance(each.value, str))
    for call in facts.calls:
        if trailing_name(call.callee) in SETTING:
            yield from _said(call)


def names_of_functions(facts: FileFacts) -> dict[int, set[str]]:
    """The names that a file's functions are given, by their numbers."""
    found: dict[int, set[str]] = {}
    given = [(name, each.value) for (_, name), bindings in facts.bindings.items() for each in bindings]
    for name, value in (*given, *((each.name, each.value) for each in facts.attributes)):
        if isinstance(value, Callable) and value.kind == "function":
            found.setdefault(value.number, set()).add(name)
    return found


def _said(call: Call) -> Iterator[str]:
    """The texts that stand in a call."""
    for each in call.arguments:
        if isinstance(each.value, Literal) and isinstance(each.value.value, str):
            yield each.value.value


def _texts(decorator: Value, facts: FileFacts) -> Iterator[str]:
    """What a decorator is told: the fields that a function is to check."""
    return _said(facts.calls[decorator.call]) if isinstance(decorator, Result) else iter(())


def plain(value: Value) -> Value:
    """What a settings file says, without that it does: catalogues say little else a hundred thousand times."""
    return value.value if type(value) is Setting and type(value.value) is Literal else value


def _is_code(value: Value, facts: FileFacts) -> bool:
    """Whether a name is surely a function of the same file."""
    found = bindings_of(facts, value)
    only = found[0].value if len(found) == 1 else None
    return isinstance(only, Callable) and only.kind == "function"


def called(value: Value, facts: FileFacts) -> str:
    """By what name a function is known that a value may be."""
    return f"{facts.path}#{value.number}" if isinstance(value, Callable) else trailing_name(value)


def asked(call: Call, facts: FileFacts) -> str:
    """By what name a function is known that a call may call; a class method's own class by that of the class."""
    method = maker(facts, call)
    if method is not None and method.owner is not None:
        return facts.classes[method.owner].name
    validates = isinstance(call.callee, Member) and call.callee.name in VALIDATING
    return called(call.callee.base if validates and isinstance(call.callee, Member) else call.callee, facts)

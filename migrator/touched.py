"""Tells by names alone which calls something of ours may reach: of all others nothing is read to learn whom they call."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from migrator.facts import ANY_NAME, Argument, Call, FileFacts
from migrator.handed import ANY, HERE, Handed, Parts, Place, asked, called, names_of_functions, plain
from migrator.link.callables import is_inherited_constructor
from migrator.link.common import function_of_scope
from migrator.link.documents import WHOLE, keys_to, names_of
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.sieves import SecondLook
from migrator.signs import TESTS
from migrator.values import Callable as Defined
from migrator.values import Entry, Imported, Join, Literal, Parameter, Record, Reference, Result, Setting, Site, Value, parts_of

LETTERS = re.compile(r"[A-Za-z]+")
JOINING = frozenset({"format", "formatted", "join", "concat"})
"""Calls that put a text together from others."""
FIRST: Place = -2
"""The place of texts that all ids of a vendor begin with."""
SECOND: Place = -3
"""The place of texts that follow them."""
NAMES = frozenset({Reference, Result, Parameter, Defined})
"""Values in which nothing of ours is written."""
CATALOGUE = 24
"""A settings file that names more of ours is a catalogue: programs get at it by its name, not by a key of it."""


class Words:
    """Tells texts that may be an id, a piece of one or a body from others; `declared` are models that the settings name."""

    def __init__(self, second: SecondLook, declared: Collection[str]) -> None:
        self.keys = frozenset((*second.names, *second.parts))
        self._ids = (*second.ids, *(each for each in declared if each))
        beginnings = (*second.stems, *(each for each in declared if each))
        self._begun = re.compile(rf"(?:{'|'.join(map(re.escape, beginnings))})[\w.-]*")
        self._vendors = frozenset(found.group() for found in map(LETTERS.match, second.stems) if found is not None)
        tails = {each[len(vendor) :] for each in second.ids for vendor in self._vendors if each.startswith(vendor)}
        self._tails = frozenset(piece for each in tails for piece in (each, each.lstrip("-."))) - {""}
        self._spoken = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self.keys))})(?!\w)")

    def __call__(self, text: str) -> bool:
        """Whether a text may be one of them."""
        for found in self._begun.finditer(text):
            name = found.group()
            if any(each.startswith(name) or name.startswith(each) for each in self._ids):
                return True
        # Alone it is a name that is asked for; what is given one says so in its own words.
        found_key = self._spoken.search(text)
        return found_key is not None and found_key.group() != text.strip()

    def pieces(self, text: str) -> Iterator[Place]:
        """What of an id a text is when others stand beside it: what all begin with, or what follows."""
        if text.lower() in self._vendors:
            yield FIRST
        elif text in self._tails:
            yield SECOND

    def is_tail(self, text: str) -> bool:
        """Whether a text may be the end of an id, the vendor before it."""
        return text in self._tails


class Touched(Handed):
    """Where texts of ours and parameters that are often misplaced may go."""

    def __init__(self, linker: Linker, files: Iterable[FileFacts], words: Words, spoken: frozenset[str]) -> None:
        """`spoken`: parameters of which something is to be said in a call that is given them itself."""
        known = tuple(files)
        self._words = words
        self._keys = words.keys
        self._spoken = spoken
        self._said: dict[str, bool] = {}
        self._joins: dict[Place, frozenset[Place]] = {}
        self._documents: frozenset[str] = frozenset()
        self._documents = frozenset(name for facts in known for name in self._names_of(facts))
        # A function that is handed on may be called with what stands beside it.
        functions = {each.name for facts in known for each in facts.functions}
        functions.update(each.name for facts in known for each in facts.classes)
        self._callables = functions.union(*(name for facts in known for name in names_of_functions(facts).values()))
        super().__init__(linker, known, ())
        self._lead((HERE,), tuple(self._put_together()))
        self._reached = self._from((HERE,))
        # Nobody asks where else something goes.
        self._onward, self._joins = {}, {}

    def call(self, call: Call, facts: FileFacts) -> bool:
        """Whether something of ours may reach a call of a file."""
        given = (part for each in call.arguments for part in parts_of(each.value) if type(part) is Record)
        if any(each.name in self._spoken for each in call.arguments) or any(_has(record, self._spoken) for record in given):
            return True
        if any(self(each.value, facts) for each in call.arguments) or self(call.callee, facts):
            return True
        function = function_of_scope(facts, call.scope) if is_inherited_constructor(facts, call.callee) else None
        # What a class says of itself, a constructor that it inherits may send.
        return function is not None and function.owner is not None and self._is_reached(facts, facts.classes[function.owner].name)

    def _is_reached(self, facts: FileFacts, name: str) -> bool:
        return self._shared(facts, name) in self._reached

    def _names_of(self, facts: FileFacts) -> Iterator[str]:
        """By what programs name a settings file in which something of ours stands."""
        whole = facts.bindings.get((0, WHOLE), ())[-1:]
        if any(isinstance(each.value, Setting) and next(self._sites_in(each.value), None) is not None for each in whole):
            for each in names_of(facts.path):
                yield from (each, each.partition(".")[0] or each)

    def _places(self, value: Value, facts: FileFacts, depth: int = 0) -> frozenset[Place]:
        value = plain(value)
        found = super()._places(value, facts, depth)
        if HERE in found or type(value) in NAMES:
            return found
        further: set[Place] = set()
        for part in parts_of(value, TESTS) if type(value) is not Literal else (value,):
            if self._tells(part):
                return found | {HERE}
            if type(part) is Literal and isinstance(part.value, str):
                further.update(self._words.pieces(part.value))
            elif type(part) is Join and not LETTERS.search(_written(part)):
                further.add(self._joined(part.site, (self._places(each, facts, depth + 1) for each in part.parts)))
        return found | further if further else found

    def _given(self, call: Call, facts: FileFacts, depth: int) -> frozenset[Place]:
        found = super()._given(call, facts, depth)
        return found | {self._joined(call.site, (found,))} if trailing_name(call.callee) in JOINING else found

    def _joined(self, site: Site, pieces: Iterable[frozenset[Place]]) -> Place:
        """The place of a text that is put together from what is kept in others."""
        parts: Parts = ("joined", *site)
        place = self._numbers[parts]
        self._joins[place] = frozenset().union(*pieces)
        return place

    def _put_together(self) -> Iterator[Place]:
        """The places of texts that may hold both what an id begins and what it ends with."""
        first, second = self._from((FIRST,)), self._from((SECOND,))
        for place, pieces in self._joins.items():
            if not first.isdisjoint(pieces) and not second.isdisjoint(pieces):
                yield place

    def _tells(self, part: Value) -> bool:
        """Whether a part of a value is ours by what is written there."""
        if type(part) is Record:
            return _has(part, self._keys) or any(self._tells(each.key) for each in part.entries if isinstance(each.key, Literal))
        if type(part) is Imported:
            names = (_last(part.module), part.module.rpartition(".")[2], part.name)
            return any(name in self._documents for name in names)
        if type(part) is Join:
            return self._says(_written(part)) or any(
                isinstance(each, Literal) and self._words.is_tail(str(each.value)) for each in part.parts
            )
        return type(part) is Literal and isinstance(part.value, str) and self._says(part.value)

    def _says(self, text: str) -> bool:
        known = self._said.get(text)
        if known is None:
            known = self._said[text] = _last(text) in self._documents or self._words(text)
        return known

    def _handed(self, argument: Argument, facts: FileFacts, depth: int) -> frozenset[Place]:
        found = super()._handed(argument, facts, depth)
        return found | {HERE} if argument.name in self._keys else found

    def _names(self, facts: FileFacts) -> Iterator[tuple[frozenset[Place], Collection[Place]]]:
        yield from super()._names(facts)
        ours = frozenset({HERE})
        for (scope, name), bindings in facts.bindings.items():
            if name in self._keys and facts.scopes[scope].kind == "class":
                yield ours, (self._own(facts, name, scope),)
            if scope == 0 and name == WHOLE:
                yield ours, tuple(self._said_in(facts, bindings[-1].value))
        for variable in facts.variables:
            if self._says(variable.value) or any(each in variable.name.lower() for each in self._keys):
                yield ours, self._reading(variable)
        for attribute in facts.attributes:
            whole = self._whole(attribute.base, facts)
            yield self._places(attribute.value, facts), whole
            if attribute.name in self._keys or attribute.name == ANY_NAME:
                yield ours, (self._shared(facts, attribute.name), *whole)
        for mutation in facts.mutations:
            if any(isinstance(each, Literal) and each.value in self._keys for each in mutation.keys):
                yield ours, self._whole(mutation.target, facts)

    def _said_in(self, facts: FileFacts, value: Value) -> Iterator[Place]:
        """By what keys programs get at what is ours in a settings file that they need not name."""
        sites = list(self._sites_in(value)) if isinstance(value, Setting) and facts.language != "json" else []
        for site in sites if len(sites) <= CATALOGUE else ():
            yield from (self._outer(each) for each in keys_to(value, site))

    def _sites_in(self, value: Value) -> Iterator[Site]:
        for part in parts_of(value):
            if type(part) is Record:
                yield from (each.value.site for each in part.entries if _key(each) in self._keys)
            elif self._tells(part):
                yield part.site

    def _functions(self, facts: FileFacts) -> Iterator[tuple[frozenset[Place], Collection[Place]]]:
        yield from super()._functions(facts)
        for cls in facts.classes:
            # An object may be handed on as a whole.
            whole = (self._shared(facts, cls.name),)
            inside = [name for scope, name in facts.bindings if scope == cls.scope]
            inside.extend(each.name for each in facts.attributes if cls.site.contains(each.site))
            values = (binding.value for (scope, _), found in facts.bindings.items() if scope == cls.scope for binding in found)
            yield frozenset(self._shared(facts, name) for name in (*inside, *cls.fields)), whole
            if any(each in self._keys for each in cls.fields):
                yield frozenset({HERE}), whole
            yield from ((self._places(value, facts), whole) for value in values if not isinstance(value, Defined))
            yield frozenset(self._shared(facts, trailing_name(base)) for base in cls.bases), whole

    def _filled(self, facts: FileFacts) -> Iterator[tuple[frozenset[Place], Collection[Place]]]:
        yield from super()._filled(facts)
        for call in facts.calls:
            if any(each.name in self._keys for each in call.arguments):
                # Whoever has a parameter of that name says what becomes of it.
                others = [called(each.value, facts) for each in call.arguments]
                names = [asked(call, facts), *(name for name in others if name in self._callables or "#" in name)]
                yield frozenset({HERE}), [self._given_to(facts, name, ANY) for name in names if name]

    def _whole(self, target: Value, facts: FileFacts) -> Collection[Place]:
        """Where what is changed in part is kept as a whole."""
        if isinstance(target, Reference):
            return (self._named(facts, target),)
        name = trailing_name(target)
        return (self._shared(facts, name),) if name else ()


def _last(path: str) -> str:
    """The last name of a path."""
    return path.replace("\\", "/").rpartition("/")[2]


def _written(join: Join) -> str:
    """What is written out of a text."""
    return "".join(str(each.value) for each in join.parts if isinstance(each, Literal))


def _has(record: Record, keys: frozenset[str]) -> bool:
    """Whether a record says something under one of these keys."""
    return any(_key(each) in keys for each in record.entries)


def _key(entry: Entry) -> object:
    """The key that is written out."""
    return entry.key.value if isinstance(entry.key, Literal) else None

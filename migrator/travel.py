"""Finds the files that a retired id travels to: by a name that they import, or in a call that hands it on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from migrator.carriers import Carriers, carriers_of, is_register
from migrator.facts import Argument, Binding, Call, FileFacts
from migrator.ids import find_ids
from migrator.imports import ALL, HERE, Imports, Names, Spoken, folder_of, said_in, stem_of
from migrator.lent import Lent, lent_in, remembers, root_of
from migrator.link.callables import argument_of
from migrator.link.common import is_static
from migrator.link.documents import WHOLE, WHOLES, keys_to, names_of
from migrator.link.evaluate import Linker
from migrator.link.members import constructor
from migrator.link.own_class import maker
from migrator.link.program import Program
from migrator.outcomes import Code, Type
from migrator.signs import Signs, SignsOf
from migrator.values import Callable as Defined
from migrator.values import (
    Imported,
    Result,
    Setting,
    Site,
    Value,
)

SILENT = frozenset({"docstring", "comment"})
SPACE = re.compile(r"\s")
MAX_ROUNDS = 64
"""How many files an id is followed through, from one to the next."""
MAX_DEPTH = 40
NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


@dataclass(slots=True)
class Wanted:
    """The names that are looked for in a file; with one of those in `anyhow` it need not import anything."""

    names: set[bytes] = field(default_factory=set)
    variables: set[bytes] = field(default_factory=set)
    anyhow: set[bytes] = field(default_factory=set)


@dataclass(slots=True)
class Travel:
    """What carries a retired id, by file: names, attributes and parameters alike, told apart by their names only.

    `answers` are the last names of calls whose result is a model's answer, which carries nothing on.
    """

    program: Program
    linker: Linker
    retired: frozenset[str]
    answers: frozenset[str]
    imports: Imports
    """The files that are not read yet, by what they import."""
    read: Callable[[str, Names], bool]
    """Reads a file, only as far as it hands such names on if it does no more with them; says whether it has."""
    asked: Callable[[str], bool]
    """Whether the ids of a file are followed."""
    hands_on: bool
    """Calls are followed into the functions that they call."""
    packaged: Callable[[str], bool]
    """Whether others know a file's names without naming the file."""
    names: dict[str, set[str]] = field(default_factory=dict)
    """By file: everything that may carry, what calls hand to its functions among it."""
    given: dict[str, set[str]] = field(default_factory=dict)
    """Those of the names that others can get an id by. A function that was handed one gives it back to whoever handed it,
    and a class to those with the object: both are read already."""
    living: dict[str, set[str]] = field(default_factory=dict)
    """Those of the names that may carry whoever asks: the given ones, the classes whose objects were handed something, and
    what gives such an object. What merely gives back what it is handed is none of them."""
    variables: set[str] = field(default_factory=set)
    _documents: set[str] = field(default_factory=set)
    """What programs may call the settings files that hold an id."""
    _registers: dict[str, set[str]] = field(default_factory=dict)
    """By file, members of enumerations of everybody's models: as long as nobody else names one, nothing goes further."""
    _dormant: bool = True
    _sites: dict[str, tuple[Site, ...]] = field(default_factory=dict)
    _followed: dict[tuple[str, int], int] = field(default_factory=dict)
    """How many arguments of a call carried when it was last followed."""
    _waiting: list[str] = field(default_factory=list)
    _told: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    _importers: dict[str, set[str]] = field(default_factory=dict)
    _carriers: dict[str, Carriers] = field(default_factory=dict)
    _gone: tuple[dict[str, set[str]], ...] = field(default_factory=lambda: ({}, {}, {}))
    """By file the names from which was gone on, of `names`, `living` and `given`."""
    _settled: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By file how many names carried, and how many lived, when it was last settled."""
    _lent: dict[str, Lent] = field(default_factory=dict)
    _signs: SignsOf = field(init=False)

    def __post_init__(self) -> None:
        self._signs = SignsOf(self._ids, self.answers)

    def __enter__(self) -> Travel:
        return self

    def __exit__(self, *reason: object) -> None:
        # It looks for signs, which ask it for ids: nobody collects such a circle during a run.
        self._signs = SignsOf(lambda facts: (), self.answers)

    def follow(self, unread: Iterable[str]) -> bool:
        """Read, of the files in `unread`, those that the ids get to; returns whether that was all of them."""
        left = dict.fromkeys(unread)
        known: set[tuple[str, bytes]] = set()
        self._waiting = list(self.program.facts)
        for _ in range(MAX_ROUNDS):
            self._settle()
            if self._dormant and self._registers and self._are_named(left):
                self._wake_registers()
                self._settle()
            fresh = [each for each in self._exports() if each not in known]
            known.update(fresh)
            wanted = self._wanted(fresh, left) if fresh and left else {}
            for spoken in self.imports.say(wanted):
                if spoken.path not in self.program.facts and self._matters(spoken, wanted[spoken.path].anyhow):
                    if self.read(spoken.path, spoken.names):
                        self._waiting.append(spoken.path)
                    left.pop(spoken.path, None)
            if not self._waiting:
                return True
        return False

    def _are_named(self, unread: Iterable[str]) -> bool:
        """Whether somebody else names a member of a register."""
        for own, members in self._registers.items():
            names = {each.encode("utf-8", "backslashreplace") for each in members}
            texts = (self.program.text(path) or b"" for path in self.program.facts if path != own)
            if any(said_in(text, frozenset(names)) for text in texts):
                return True
            if any(spoken.path != own for spoken in self.imports.say(dict.fromkeys(unread, Wanted(names)))):
                return True
        return False

    def _exports(self) -> Iterator[tuple[str, bytes]]:
        """The names that carry, each with the file that gives it; variables are of no file."""
        yield from (("", name.encode("utf-8", "backslashreplace")) for name in sorted(self.variables))
        for path in list(self.names):
            names, _ = self._exported(path)
            yield from ((path, name.encode("utf-8", "backslashreplace")) for name in sorted(names))
            if names:
                yield path, ALL

    def _wanted(self, fresh: Iterable[tuple[str, bytes]], left: Collection[str]) -> dict[str, Wanted]:
        """The names to look for in each file: those of a module that it says a word of, and those that need no import."""
        wanted: dict[str, Wanted] = {}
        by_stem: dict[bytes, set[bytes]] = {}
        by_folder: dict[str, set[bytes]] = {}
        anywhere: set[bytes] = set()
        variables: set[bytes] = set()
        # Who names a file may hand it to a command that sends it.
        documents = {name.encode("utf-8", "backslashreplace") for name in self._documents}
        for path, name in fresh:
            if not path:
                (anywhere if name in documents else variables).add(name)
                continue
            stem = stem_of(path).encode("utf-8", "backslashreplace")
            by_stem.setdefault(stem, set()).add(name)
            folder = folder_of(path)
            if folder is not None:
                by_folder.setdefault(folder, set()).add(name)
            # A name that is known without its file is reason enough by itself.
            if name != ALL and (self.packaged(path) or (name == stem and self._known_by_stem(path))):
                anywhere.add(name)
        for stem, names in by_stem.items():
            for path in self.imports.importing(stem):
                if path in left:
                    each = wanted.setdefault(path, Wanted())
                    each.names |= names
        for folder, names in by_folder.items():
            for path in self.imports.importing(HERE):
                if path in left and path.startswith(folder):
                    wanted.setdefault(path, Wanted()).names |= names
        anyhow = anywhere | variables
        for each in wanted.values() if anyhow else ():
            # What a file imports of that name is more than a variable.
            each.variables |= variables - each.names
            each.names |= anyhow
            each.anyhow |= anyhow
        rest = Wanted(anyhow, variables, anyhow)
        return wanted | {path: rest for path in left if path not in wanted} if anyhow else wanted

    def _known_by_stem(self, path: str) -> bool:
        """Whether others say the name of what a file defines and import nothing: settings have none."""
        return not self.linker.library_of(path).imports_only and (0, WHOLE) not in self.program.facts[path].bindings

    def _matters(self, spoken: Spoken, anyhow: Collection[bytes]) -> bool:
        """Whether a file gets at something that carries: by a name that needs no import, or by one that it does import."""
        if spoken.imports is None or not spoken.names.isdisjoint(anyhow):
            return True
        return any(self._brings(each, spoken.path, self.given) for each in spoken.imports)

    def told(self) -> tuple[str, ...]:
        """The names by which files get at something that carries."""
        return tuple(sorted(self.variables.union(*(self._exported(path)[0] for path in self.names))))

    def _exported(self, path: str, known: dict[str, set[str]] | None = None) -> tuple[frozenset[str], str]:
        """The names by which others get at what a module carries, and the word by which they import the module."""
        facts = self.program.facts[path]
        stem = stem_of(path)
        given = (self.given if known is None else known).get(path, set())
        top = {name for scope, name in facts.bindings if scope == 0 and name in given}
        if facts.star_imports:
            top |= given
        if top & WHOLES:
            top = (top - WHOLES) | {stem}
        return frozenset(top), stem

    def _settle(self) -> None:
        """Follow everything in the files that are read until nothing new is found."""
        while self._waiting:
            path = self._waiting.pop()
            facts = self.program.facts[path]
            names, given = self.names.setdefault(path, set()), self.given.setdefault(path, set())
            living = self.living.setdefault(path, set())
            self._spread(facts, self.names, self._gone[0])
            living.update(given, (cls.name for cls in facts.classes if cls.name in names))
            self._spread(facts, self.living, self._gone[1])
            told = len(names), len(living)
            if told != self._settled.get(path) or self._carriers_of(facts).by_imports_alone:
                given.update(self._kept(facts))
                self._spread(facts, self.given, self._gone[2])
                if self.hands_on:
                    self._follow_calls(facts)
                    self._follow_bases(facts)
            else:
                self._spread(facts, self.given, self._gone[2])
            self._settled[path] = told
            self._wake(path)

    def _spread(self, facts: FileFacts, known: dict[str, set[str]], gone: dict[str, set[str]]) -> None:
        """Add the names of a file that carry by those which are known to, going on from each only once."""
        path, carriers = facts.path, self._carriers_of(facts)
        names, done = known[path], gone.setdefault(path, set())
        names |= carriers.always
        waiting = [each for each in names if each not in done]
        while True:
            while waiting:
                name = waiting.pop()
                done.add(name)
                further = carriers.by_name.get(name, frozenset()) - names
                names |= further
                waiting.extend(further)
            for imported, brought in carriers.by_import:
                if not names.issuperset(brought) and self._brings(imported, path, known):
                    waiting.extend(brought - names)
                    names |= brought
            for star in facts.star_imports:
                for module in self._modules(star, path):
                    brought = self._exported(module, known)[0] - names if module in known else frozenset()
                    waiting.extend(brought)
                    names |= brought
            if not waiting:
                break
        self.variables.update(name for signs, name in carriers.variables if self._tell(signs, path, known))
        for members in carriers.registers:
            self._registers.setdefault(path, set()).update(members & names)

    def _carriers_of(self, facts: FileFacts) -> Carriers:
        found = self._carriers.get(facts.path)
        if found is None:
            found = carriers_of(facts, self._signs, self._lent_to(facts), dormant=self._dormant)
            self._carriers[facts.path] = found
        return found

    def _wake_registers(self) -> None:
        """From now on members of registers carry as any other name does."""
        self._dormant = False
        for path in self._registers:
            self._carriers.pop(path, None)
            self._settled.pop(path, None)
            for gone in self._gone:
                gone.pop(path, None)
        self._waiting.extend(self._registers)

    def _wake(self, path: str) -> None:
        """Look again at files that import a module which carries more than before."""
        facts = self.program.facts[path]
        if path not in self._told:
            for value in (*(each.value for found in facts.bindings.values() for each in found), *facts.star_imports):
                if isinstance(value, Imported):
                    for word in {value.module.rpartition(".")[2].rpartition("/")[2], value.name or ""} - {""}:
                        self._importers.setdefault(word, set()).add(path)
        names, stem = self._exported(path, self.names)
        # What lives may be given.
        told = names, self._exported(path, self.living)[0]
        if told != self._told.get(path, NOTHING):
            self._waiting.extend(sorted(self._importers.get(stem, set()) - {path} - set(self._waiting)))
        self._told[path] = told

    def _kept(self, facts: FileFacts) -> Iterator[str]:
        """The names behind which something is kept that calls handed over: variables, classes, functions that remember."""
        names = self.names[facts.path]
        changed = (
            *((each.base, each.value, each.site) for each in facts.attributes),
            *((each.target, each.value, each.site) for each in facts.mutations if each.value is not None),
        )
        altered = {root_of(place) for place, value, _ in changed if self._holds(value, facts, self.names)}
        for (scope, name), found in facts.bindings.items():
            is_kept = scope == 0 and name in names and _is_kept(found)
            if is_kept and (name in altered or any(self._keeps(each.value, facts, 0) for each in found)):
                yield name
        for function in facts.functions:
            if function.name in names and any(remembers(each, facts) for each in function.decorators):
                yield function.name
        own, classes = {cls.name for cls in facts.classes}, self._lent_to(facts).classes
        for place, _, site in changed:
            root = root_of(place)
            if root in altered and (root in own or root in classes):
                yield from (root,) if root in own else (cls.name for cls in facts.classes if cls.site.contains(site))
        for cls in facts.classes:
            inside = (each.value for (scope, _), found in facts.bindings.items() if scope == cls.scope for each in found)
            kept = any(not isinstance(value, (Defined, Imported)) and self._holds(value, facts, self.names) for value in inside)
            if kept and not (self._dormant and is_register(cls, facts)):
                yield cls.name

    def _keeps(self, value: Value, facts: FileFacts, depth: int) -> bool:
        """Whether a value carries whoever asks for it: what others hand to a function is not in what it gives here."""
        if not isinstance(value, Result) or depth > MAX_DEPTH:
            return self._holds(value, facts, self.names)
        call = facts.calls[value.call]
        if self._holds(call.callee, facts, self.living):
            return True
        return any(self._keeps(each.value, facts, depth + 1) for each in call.arguments)

    def _lent_to(self, facts: FileFacts) -> Lent:
        known = self._lent.get(facts.path)
        if known is None:
            known = self._lent[facts.path] = lent_in(facts)
        return known

    def _holds(self, value: Value, facts: FileFacts, known: dict[str, set[str]]) -> bool:
        return self._tell(self._signs(value, facts), facts.path, known)

    def _tell(self, signs: Signs, path: str, known: dict[str, set[str]]) -> bool:
        if signs.always or not signs.names.isdisjoint(known[path]):
            return True
        return bool(signs.imports) and any(self._brings(each, path, known) for each in signs.imports)

    def _brings(self, value: Imported, importer: str, known: dict[str, set[str]]) -> bool:
        """Whether an import brings something of the names that are `known` to carry."""
        for path in self._modules(value, importer):
            names = known.get(path, set())
            if value.name in names or (names and (value.name is None or value.name.rpartition(".")[2] in WHOLES)):
                return True
        if value.name is None:
            return False
        dotted = f"{value.module}.{value.name}".lstrip(".")
        return any(known.get(path) for path in self._files(importer, dotted, value.level))

    def _modules(self, value: Imported, importer: str) -> tuple[str, ...]:
        return self._files(importer, value.module, value.level)

    def _files(self, importer: str, module: str, level: int) -> tuple[str, ...]:
        """The files that an import may mean."""
        return self.linker.library_of(importer).module(self.program, importer, module, level)

    def _ids(self, facts: FileFacts) -> tuple[Site, ...]:
        known = self._sites.get(facts.path)
        if known is None:
            known = tuple(
                mention.site
                for mention in (facts.mentions if self.asked(facts.path) else ())
                if mention.kind not in SILENT
                and _is_value(mention.text)
                and next(find_ids(mention.text, self.retired), None) is not None
            )
            self._sites[facts.path] = known
            if known:
                self.variables.update(variable.name for variable in facts.variables)
                self.variables.update(self._document_keys(facts, known))
        return known

    def _document_keys(self, facts: FileFacts, sites: tuple[Site, ...]) -> Iterator[str]:
        """By what programs get at the ids in a settings file: its name where it is loaded as a whole, and its keys."""
        for binding in facts.bindings.get((0, WHOLE), ())[-1:]:
            if isinstance(binding.value, Setting):
                self._documents.update(names_of(facts.path))
                yield from names_of(facts.path)
                # Of some settings the library knows where they are kept; those are never JSON.
                for site in sites if facts.language != "json" else ():
                    yield from keys_to(binding.value, site)

    def _follow_calls(self, facts: FileFacts) -> None:
        """What a call of a project's function or class hands on, the parameters that take it carry there."""
        for call in facts.calls:
            handed = tuple(each for each in call.arguments if self._holds(each.value, facts, self.names))
            key = (facts.path, call.number)
            if len(handed) == self._followed.get(key, 0):
                continue
            self._followed[key] = len(handed)
            method = maker(facts, call)
            if method is not None and method.owner is not None:
                self._made(facts.path, method.owner, call, handed, frozenset())
            for outcome in self.linker.outcomes(call.callee, facts.path):
                match outcome.form:
                    case Code(path=path, number=number):
                        self._parameters(path, number, call, handed)
                    case Type(path=path, number=number):
                        self._made(path, number, call, handed, frozenset())
                    case _:
                        continue

    def _parameters(self, path: str, number: int, call: Call, handed: tuple[Argument, ...]) -> None:
        facts = self.program.facts[path]
        function = facts.functions[number]
        fills = {each.name: argument_of(call, function, each.name) for each in function.parameters}
        # What fills no parameter by its place or name goes into `*args`, `**options` or wherever a spread puts it.
        loose = any(not any(each is filled for filled in fills.values()) for each in handed)
        receiver = function.parameters[:1] if function.owner is not None and not is_static(function) else ()
        self._gain(
            path,
            [
                each.name
                for each in function.parameters
                if (fills[each.name] in handed if fills[each.name] is not None else loose) and each not in receiver
            ],
        )

    def _made(self, path: str, number: int, call: Call, handed: tuple[Argument, ...], seen: frozenset[tuple[str, int]]) -> None:
        if (path, number) in seen:
            return
        facts = self.program.facts[path]
        maker = constructor(facts, number)
        if maker is not None:
            self._parameters(path, maker.number, call, handed)
            return
        self._gain(path, facts.classes[number].fields)
        for base in facts.classes[number].bases:
            for outcome in self.linker.outcomes(base, path):
                if isinstance(outcome.form, Type):
                    self._made(outcome.form.path, outcome.form.number, call, handed, seen | {(path, number)})

    def _follow_bases(self, facts: FileFacts) -> None:
        """What a class sets, its base classes may use."""
        names = self.names[facts.path]
        for cls in facts.classes:
            if cls.name not in names:
                continue
            own = {name for scope, name in facts.bindings if scope == cls.scope and name in names}
            own |= {each.name for each in facts.attributes if each.name in names and cls.site.contains(each.site)}
            for base in cls.bases:
                for outcome in self.linker.outcomes(base, facts.path):
                    if isinstance(outcome.form, Type):
                        self._gain(outcome.form.path, own)

    def _gain(self, path: str, names: Iterable[str]) -> None:
        known = self.names.setdefault(path, set())
        if not known.issuperset(names):
            known.update(names)
            self._waiting.append(path)


def _is_kept(bindings: tuple[Binding, ...]) -> bool:
    """Whether a name of a module keeps what it is given: it is no function, no class and nobody else's."""
    return not all(isinstance(each.value, (Defined, Imported)) for each in bindings)


def _is_value(text: str) -> bool:
    """Whether a text that has an id in it may be sent: an id with what stands around it, or a whole body, but no prose."""
    return text.lstrip()[:1] in ("{", "[") or SPACE.search(text) is None

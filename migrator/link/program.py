"""All facts of a project, read when first asked for, with the indexes that linking needs."""

from __future__ import annotations

import re
from collections.abc import Callable as Function_
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from migrator.facts import ANY_NAME, Argument, AttributeBinding, Call, FileFacts, Mutation
from migrator.link.copied import Copy, copies
from migrator.outcomes import CallRef
from migrator.values import Callable, Imported, Literal, Member, Parameter, Record, Reference, Result, Scalar, Site, Value

MADE_UP = ("default",)
"""Names that readers give to what has none in the text."""
STAR = re.compile(rb"import\s*\*|export\s*\*|\\u|\xff\xfe|\xfe\xff")
"""What may bring names that are not written in a file: wildcards, escapes in names, wide characters."""


@dataclass(frozen=True, slots=True)
class SettingValue:
    """A variable's value as a settings file gives it."""

    value: str
    site: Site
    exact: bool = False
    """One literal in that file is the value."""


@dataclass(slots=True)
class Program:
    """A project as the linker sees it.

    `load` reads a file's facts on demand (None where it cannot be read); `paths` are all files that may be loaded;
    `variables` are what `.env` files set.
    """

    facts: dict[str, FileFacts]
    paths: frozenset[str]
    load: Function_[[str], FileFacts | None]
    root: str = "."
    broken: frozenset[str] = frozenset()
    """Files that cannot be parsed: what they use is not known."""
    text: Function_[[str], bytes | None] = lambda path: None
    """A file's bytes, None where they cannot be had."""
    external: frozenset[str] = frozenset()
    """Top-level names that mean an SDK unless a module truly shadows it."""
    symbols: frozenset[str] = frozenset()
    """Dotted names of SDKs, with everything that they stand in: what a wildcard import may bring."""
    constants: Mapping[str, Scalar] = field(default_factory=dict)
    """What an SDK's named constants are, by their dotted names."""
    records: frozenset[str] = frozenset()
    """Classes whose objects are no more than the keywords that they were made with, by their dotted names."""
    passes: frozenset[str] = frozenset()
    """SDKs' functions that give their one argument in a dress of their own."""
    variables: dict[str, tuple[SettingValue, ...]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """Files that were asked for when no more were read."""
    _meant: dict[tuple[str, str, int], tuple[str, ...]] = field(default_factory=dict)
    """By importing file, module and level: the files that an import means, as long as `paths` are those that they were."""
    _meant_in: frozenset[str] = frozenset()
    _by_stem: dict[str, list[str]] = field(default_factory=dict)
    _packages: dict[tuple[str, str | None], tuple[str, ...]] = field(default_factory=dict)
    """By language and package, the files that were read of it; `_packaged` is how many that were."""
    _packaged: int = 0
    _indexed: set[str] = field(default_factory=set)
    _calls: dict[str, list[CallRef]] = field(default_factory=dict)
    _handing: dict[str, list[CallRef]] = field(default_factory=dict)
    _handing_in: dict[tuple[str, str], dict[CallRef, None]] = field(default_factory=dict)
    """By file and name, calls there with an argument of that name."""
    _writing: dict[tuple[str, int], list[CallRef]] = field(default_factory=dict)
    _filling: set[str] = field(default_factory=set)
    """What functions are called that change what they are handed."""
    _named: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    _kept_as: dict[str, set[str]] = field(default_factory=dict)
    _aliases: dict[str, set[str]] = field(default_factory=dict)
    _environment: dict[str, list[tuple[str, Value]]] = field(default_factory=dict)
    _objects: dict[str, set[str]] = field(default_factory=dict)
    _heirs: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    _instance: dict[tuple[str, int], dict[str, list[AttributeBinding]]] = field(default_factory=dict)
    _assigned: set[str] = field(default_factory=set)
    _outer: dict[str, list[tuple[str, AttributeBinding]]] = field(default_factory=dict)
    _taking: set[str] = field(default_factory=set)
    _copies: dict[str, list[Copy]] = field(default_factory=dict)
    _changed: dict[tuple[str, str], list[Mutation]] = field(default_factory=dict)
    _followed: dict[str, frozenset[Site]] = field(default_factory=dict)
    _descended: dict[frozenset[str], tuple[int, frozenset[str]]] = field(default_factory=dict)

    def anew(
        self,
        facts: dict[str, FileFacts],
        load: Function_[[str], FileFacts | None],
        variables: dict[str, tuple[SettingValue, ...]] | None = None,
    ) -> Program:
        """The same project with other facts: nothing that was found out from the old ones goes along."""
        return replace(
            self,
            facts=facts,
            load=load,
            variables=self.variables if variables is None else variables,
            _packages={},
            _packaged=0,
            _indexed=set(),
            _calls={},
            _handing={},
            _handing_in={},
            _writing={},
            _filling=set(),
            _named={},
            _kept_as={},
            _aliases={},
            _environment={},
            _objects={},
            _heirs={},
            _instance={},
            _assigned=set(),
            _outer={},
            _taking=set(),
            _copies={},
            _changed={},
            _followed={},
            _descended={},
        )

    def files_of(
        self, importer: str, module: str, level: int, find: Function_[[Program, str, str, int], tuple[str, ...]]
    ) -> tuple[str, ...]:
        """The files that an import means, looked for once."""
        if self._meant_in is not self.paths:
            self._meant_in, self._meant = self.paths, {}
        key = importer, module, level
        known = self._meant.get(key)
        if known is None:
            known = self._meant[key] = find(self, importer, module, level)
        return known

    def may_bind(self, path: str, name: str) -> bool:
        """Whether a module may give a name; False only where its text shows that it does not.

        A name that a reader made up ("module.exports") is none to look for.
        """
        if path in self.facts or path not in self.paths or name in MADE_UP or not name.isidentifier():
            return True
        text = self.text(path)
        return text is None or name.encode("utf-8", "backslashreplace") in text or STAR.search(text) is not None

    def of(self, path: str) -> FileFacts | None:
        """The facts of a file, read now if need be."""
        known = self.facts.get(path)
        if known is None and path in self.paths:
            known = self.load(path)
            if known is not None:
                self.facts[path] = known
        return known

    def whole(self, path: str) -> FileFacts | None:
        """The facts of a file that was read in part, all of them; where it may not be read any more, those that are there."""
        known = self.facts[path]
        del self.facts[path]
        whole = self.of(path)
        if whole is None:
            self.facts[path] = known
            return known
        self._indexed.discard(path)
        return whole

    def called(self, stem: str) -> tuple[str, ...]:
        """All files of a name (without its suffix), or folders of it by their `__init__`."""
        if not self._by_stem:
            for path in sorted(self.paths):
                folder, _, name = path.rpartition("/")
                word = name.partition(".")[0]
                self._by_stem.setdefault(folder.rpartition("/")[2] if word == "__init__" else word, []).append(path)
        return tuple(path for path in self._by_stem.get(stem, ()) if path in self.paths)

    def in_package(self, language: str, package: str) -> tuple[str, ...]:
        """The files of a language that were read and belong to a package."""
        if self._packaged != len(self.facts):
            found: dict[tuple[str, str | None], list[str]] = {}
            for path, facts in self.facts.items():
                found.setdefault((facts.language, facts.module), []).append(path)
            self._packages = {key: tuple(sorted(paths)) for key, paths in found.items()}
            self._packaged = len(self.facts)
        return self._packages.get((language, package), ())

    def assigns_any(self, names: Iterable[str]) -> bool:
        """Whether an attribute of one of these names is assigned anywhere."""
        self._index()
        return not self._assigned.isdisjoint(names)

    def call(self, ref: CallRef) -> Call:
        """The call that a reference means."""
        return self.facts[ref.path].calls[ref.number]

    def _index(self) -> None:
        if len(self._indexed) == len(self.facts):
            return
        for path in [path for path in self.facts if path not in self._indexed]:
            self._indexed.add(path)
            facts = self.facts[path]
            self._followed[path] = frozenset(call.site for call in facts.calls if call.handed)
            for call in facts.calls:
                ref = CallRef(path, call.number)
                name = trailing_name(call.callee)
                if name:
                    self._calls.setdefault(name, []).append(ref)
                for argument in call.arguments:
                    handed = trailing_name(argument.value)
                    if handed:
                        self._handing.setdefault(handed, []).append(ref)
                        self._handing_in.setdefault((path, handed), {})[ref] = None
                    elif isinstance(argument.value, Callable) and argument.value.kind == "function":
                        self._writing.setdefault((path, argument.value.number), []).append(ref)
            for bindings in facts.bindings.values():
                for binding in bindings:
                    value = binding.value
                    original = value.name if isinstance(value, (Imported, Reference, Member)) else None
                    if original and original != binding.name:
                        self._aliases.setdefault(original, set()).add(binding.name)
                    if isinstance(value, Callable) and value.kind == "function":
                        if binding.name != facts.functions[value.number].name:
                            self._named.setdefault((path, value.number), set()).add(binding.name)
                        continue
                    made = made_by(facts, value)
                    if made:
                        self._objects.setdefault(made, set()).add(binding.name)
            self._filling.update(facts.functions[number].name for number, _ in filled_in(facts))
            for mutation in facts.mutations:
                self._changed.setdefault((path, trailing_name(mutation.target)), []).append(mutation)
                for variable, given in put_into_environment(mutation):
                    self._environment.setdefault(variable, []).append((path, given))
            for cls in facts.classes:
                for base in cls.bases:
                    self._heirs.setdefault(trailing_name(base), []).append((path, cls.number))
            for name, copy in copies(facts):
                self._copies.setdefault(name, []).append(copy)
            for attribute in facts.attributes:
                self._assigned.add(attribute.name)
                made, original = made_by(facts, attribute.value), trailing_name(attribute.value)
                if made:
                    self._objects.setdefault(made, set()).add(attribute.name)
                if original and original != attribute.name:
                    self._kept_as.setdefault(original, set()).add(attribute.name)
                owner = _self_class(facts, attribute)
                if owner is not None:
                    self._instance.setdefault((path, owner), {}).setdefault(attribute.name, []).append(attribute)
                    if attribute.name == ANY_NAME:
                        self._taking.add(facts.classes[owner].name)
                else:
                    self._outer.setdefault(attribute.name, []).append((path, attribute))

    def calls_named(self, name: str) -> Iterable[CallRef]:
        """Calls whose callee ends in this name, or in a name that it was imported or assigned under."""
        self._index()
        for each in (name, *sorted(self._aliases.get(name, ()))):
            yield from self._calls.get(each, ())

    def names_of_objects(self, name: str) -> Iterable[str]:
        """Names and attributes that are given what calling this name, or one that it was imported under, returns."""
        self._index()
        for each in (name, *sorted(self._aliases.get(name, ()))):
            yield from sorted(self._objects.get(each, ()))

    def calls_handing(self, name: str) -> Iterable[CallRef]:
        """Calls with an argument of this name."""
        self._index()
        for each in (name, *sorted(self._aliases.get(name, ()))):
            yield from self._handing.get(each, ())

    def spellings(self, name: str) -> tuple[str, ...]:
        """A name, and those that it was imported or assigned under."""
        self._index()
        return (name, *sorted(self._aliases.get(name, ())))

    def calls_filling(self, path: str, name: str) -> Iterable[tuple[CallRef, Argument]]:
        """Calls of a file of functions that change a mapping they are handed, with what has this name among their arguments."""
        self._index()
        for ref in self._handing_in.get((path, name), ()) if self._filling else ():
            call = self.call(ref)
            if trailing_name(call.callee) in self._filling:
                for each in call.arguments:
                    if isinstance(each.value, Reference) and each.value.name == name:
                        yield ref, each

    def calls_writing(self, path: str, number: int) -> Iterable[CallRef]:
        """Calls with a function for an argument that is written there."""
        self._index()
        return self._writing.get((path, number), ())

    def names_of_function(self, path: str, number: int) -> Iterable[str]:
        """Names that a function is given which is called otherwise, or nothing."""
        self._index()
        return sorted(self._named.get((path, number), ()))

    def kept_as(self, name: str) -> Iterable[str]:
        """Attributes of other names that are given what this name is."""
        self._index()
        return sorted(self._kept_as.get(name, ()))

    def handed_in(self, path: str) -> frozenset[Site]:
        """Where a file hands functions on whose calls are among its calls."""
        self._index()
        return self._followed.get(path, frozenset())

    def set_by_code(self, variable: str) -> list[tuple[str, Value]]:
        """What programs of the project themselves put into the environment."""
        self._index()
        return self._environment.get(variable, [])

    def heirs_named(self, name: str) -> Iterable[tuple[str, int]]:
        """Classes with a base of this name, or of a name that it was imported under: (path, number)."""
        self._index()
        for each in (name, *sorted(self._aliases.get(name, ()))):
            yield from self._heirs.get(each, ())

    def descended(self, names: frozenset[str]) -> frozenset[str]:
        """What classes are called that inherit from one of these names, at whatever remove."""
        self._index()
        known = self._descended.get(names)
        if known is not None and known[0] == len(self._indexed):
            return known[1]
        found: set[str] = set()
        waiting = [each for each in self._heirs if each in names]
        waiting += [alias for name in self._aliases if name in names for alias in self._aliases[name]]
        while waiting:
            for path, number in self.heirs_named(waiting.pop()):
                name = self.facts[path].classes[number].name
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        self._descended[names] = len(self._indexed), frozenset(found)
        return frozenset(found)

    def taking_over(self) -> frozenset[str]:
        """What classes are called whose objects take over what a mapping holds, and those that inherit from them."""
        self._index()
        own = frozenset(self._taking)
        return own | self.descended(own) if own else own

    def mutations_of(self, path: str, name: str) -> Iterable[Mutation]:
        """What a file changes of what it calls by this name, in the order in which it stands there."""
        self._index()
        return self._changed.get((path, name), ())

    def instance_attributes(self, path: str, number: int, name: str) -> list[AttributeBinding]:
        """Assignments to `self.name` in the methods of a class."""
        self._index()
        return self._instance.get((path, number), {}).get(name, [])

    def copies_with(self, name: str) -> Iterable[Copy]:
        """The copies of objects that have a field of this name anew."""
        self._index()
        return self._copies.get(name, ())

    def outer_attributes(self, name: str) -> list[tuple[str, AttributeBinding]]:
        """Assignments to `thing.name` everywhere else, with their files."""
        self._index()
        return self._outer.get(name, [])


def filled_in(facts: FileFacts) -> Iterable[tuple[int, str]]:
    """The functions of a file that change mappings they are handed, by number, with what they call these."""
    for mutation in facts.mutations:
        target = mutation.target
        bound = facts.bindings.get((target.scope, target.name), ()) if isinstance(target, Reference) else ()
        for binding in bound:
            if isinstance(binding.value, Parameter):
                yield binding.value.function, binding.name


def trailing_name(value: Value) -> str:
    """The last name of a callee as written."""
    return value.name if isinstance(value, (Reference, Member)) else ""


def made_by(facts: FileFacts, value: Value) -> str:
    """The last name of what is called to give a value."""
    return trailing_name(facts.calls[value.call].callee) if isinstance(value, Result) else ""


def marked_as(facts: FileFacts, decorator: Value) -> str:
    """The last name of a decorator, with or without being told something."""
    return made_by(facts, decorator) or trailing_name(decorator)


def put_into_environment(mutation: Mutation) -> Iterable[tuple[str, Value]]:
    """The variables that a change to `os.environ` sets."""
    value = mutation.value
    if trailing_name(mutation.target) != "environ" or value is None:
        return
    if mutation.op != "update":
        key = mutation.keys[0] if mutation.keys else None
        if isinstance(key, Literal):
            yield str(key.value), value
        return
    pending = list(value.entries) if isinstance(value, Record) else []
    while pending:
        entry = pending.pop()
        if isinstance(entry.key, Literal):
            yield str(entry.key.value), entry.value
        elif entry.key is None and isinstance(entry.value, Record):
            pending.extend(entry.value.entries)


def _self_class(facts: FileFacts, attribute: AttributeBinding) -> int | None:
    base = attribute.base
    if not isinstance(base, Reference):
        return None
    scope = facts.scopes[base.scope]
    while scope.kind != "function" and scope.parent is not None:
        scope = facts.scopes[scope.parent]
    if scope.owner is None or scope.kind != "function":
        return None
    function = facts.functions[scope.owner]
    if function.owner is None or not function.parameters or function.parameters[0].name != base.name:
        return None
    return function.owner

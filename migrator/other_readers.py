"""Who else in the file looks at a mapping whose keys a fix moves: code that reads a moved key, or takes the whole for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Facts
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from migrator.changes import AddEntry, AddToCall, Change, DropEntry, MoveEntry, MoveInCall, RewriteMutation, SetConstant
from migrator.drafts import Draft
from migrator.facts import Call, FileFacts
from migrator.findings import Refusal
from migrator.judge import CallGroup
from migrator.key_readers import KeyReaders
from migrator.lent import root_of
from migrator.link.common import owning_scope
from migrator.link.program import trailing_name
from migrator.outcomes import Code, Encoded, Frames, Mapping, Slot, Type
from migrator.requests import MAX_NESTING
from migrator.senders import Senders
from migrator.values import Record, Reference, Result, Site, Value

FactsOf: TypeAlias = "Facts[str, FileFacts]"
Name: TypeAlias = "tuple[str, int]"
"""A name with the scope that binds it."""
_GO_ON = frozenset({"dict", "partial"})
"""What unpacked arguments go on from: whoever takes them from there is looked at there."""

_COPYING = frozenset({"dict", "copy", "assign"})
"""What makes a mapping of others, in which what those hold is the same."""
_LOOKING = frozenset({"print", "pprint", "len", "str", "repr", "debug", "info", "warning", "error"})
"""What looks at what it is given and hands it to nobody."""


@dataclass(frozen=True, slots=True)
class _File:
    """One file's names: what they are given, by where that is written, and the calls that unpack it or call it."""

    facts: FileFacts
    given: dict[Site, list[Name]]
    unpacked: dict[Name, list[Call]]
    called: dict[Name, list[Call]]


@dataclass
class OtherReaders:
    """Everything that looks at mappings besides the calls of these groups."""

    groups: Sequence[CallGroup]
    senders: Senders
    late: frozenset[str] = frozenset()
    """Files that were read only because they get at what changes: nothing else in them is looked at."""
    _files: dict[str, _File] = field(default_factory=dict)
    _given: dict[str, dict[Site, list[Call]]] = field(default_factory=dict)

    @cached_property
    def _readers(self) -> KeyReaders:
        world = self.groups[0].world
        return KeyReaders(world.linker, world.texts)

    def refusal(self, changes: Sequence[Change]) -> Refusal | None:
        """Why the keys of a mapping must stay where they are."""
        written = [each for each in changes if isinstance(each, (AddEntry, MoveEntry, DropEntry, RewriteMutation, SetConstant))]
        touched = [_gone(each) for each in written]
        for change, gone in zip(written, touched, strict=True):
            slot = (self._valued if isinstance(change, SetConstant) else self._entries).get(gone)
            place = self._readers.reading(slot.site, slot.key, touched) if slot is not None and slot.key else None
            if place is not None:
                hint = f"{self._where(place)} reads this key of the same mapping; change both by hand"
                return Refusal("shared-value", hint)
            taken = self._unpacked(change)
            if taken is not None:
                return self._taken(taken)
        within = [each for each in changes if isinstance(each, (AddToCall, MoveInCall))]
        found = (call for change in within for call in (self._unpacked(change), self._called(change)))
        taken = next((call for call in (*found, *map(self._sent, changes)) if call is not None), None)
        return None if taken is None else self._taken(taken)

    def _taken(self, call: Call) -> Refusal:
        hint = f"the same arguments also go to the call in {self._where(call.site)}; give each call its own"
        return Refusal("shared-value", hint)

    def _unpacked(self, change: Change) -> Call | None:
        """A call that is not looked at and unpacks what has something in it which the change writes to."""
        moved = self._entries.get(change.entry) if isinstance(change, (MoveEntry, DropEntry)) else None
        key = moved.key if moved is not None else None
        for site in places_of(change):
            file = self._file(site.path)
            names = [name for holder, known in file.given.items() if holder.contains(site) for name in known]
            calls = [call for name in names for call in file.unpacked.get(name, ())]
            calls += self._takers.get(site, ())
            found = next((call for call in calls if call.site not in self._ours and not self._goes_on(call, key)), None)
            if found is not None:
                return found
        return None

    @cached_property
    def _takers(self) -> dict[Site, list[Call]]:
        """By mapping the calls that unpack it by another way than its name: an attribute, another mapping's key, a copy."""
        program = self.groups[0].world.linker.program
        found: dict[Site, list[Call]] = {}
        for facts in list(program.facts.values()):
            for call in facts.calls:
                looks = call.site in self._ours or trailing_name(call.callee) in _LOOKING
                for argument in () if looks else call.arguments:
                    if argument.kind == "spread" or facts.path in self.late or _copies(argument.value, facts):
                        for form in self._forms(argument.value, facts.path, (), MAX_NESTING):
                            held = (place for slot in form.slots for place in (slot.holder, slot.value_site))
                            for site in dict.fromkeys((form.site, *held)):
                                found.setdefault(site, []).append(call)
        return found

    def _sent(self, change: Change) -> Call | None:
        """A call that is not looked at, since nothing of ours is in it, and sends what the change writes something into."""
        receiver = _receiver(change)
        if receiver is None:
            return None
        facts = self._file(receiver.path).facts
        if facts.path not in self._given:
            self._given[facts.path] = self._given_in(facts)
        return next((each for each in self._given[facts.path].get(receiver, ()) if self.senders.sends(facts, each)), None)

    def _given_in(self, facts: FileFacts) -> dict[Site, list[Call]]:
        """By mapping the calls that may send it and are not looked at."""
        found: dict[Site, list[Call]] = {}
        for call in self.senders.named(facts):
            for argument in call.arguments if call.site not in self._ours else ():
                forms = list(self._forms(argument.value, facts.path, (), MAX_NESTING))
                # A mapping that names a model is looked at itself, for whoever takes it.
                for form in forms if not any(each.site in self._judged for each in forms) else ():
                    if not (_is_begun(call) and call.site.contains(form.site)):
                        found.setdefault(form.site, []).append(call)
        return found

    def _mappings(self, value: Value, path: str, frames: Frames, depth: int) -> Iterator[Site]:
        """Where a mapping is written, and those in it."""
        for form in self._forms(value, path, frames, depth):
            yield form.site
            yield from (slot.holder for slot in form.slots)

    def _forms(self, value: Value, path: str, frames: Frames, depth: int) -> Iterator[Mapping]:
        """The mappings that a value can be, and those in them."""
        for outcome in self.groups[0].world.linker.outcomes(value, path, frames) if depth else ():
            form = outcome.form.mapping if isinstance(outcome.form, Encoded) else outcome.form
            if isinstance(form, Mapping):
                yield form
                for slot in form.slots:
                    yield from self._forms(slot.value, slot.path, slot.frames, depth - 1)

    def _called(self, change: AddToCall | MoveInCall) -> Call | None:
        """A call of what a call prepares (`ask = partial(…)`) that is not looked at and takes what is written there."""
        apart = places_of(change)
        prepared = [each for each in self._prepared if each == change.site or any(map(each.contains, apart))]
        files = [(self._file(site.path), site) for site in prepared]
        calls = [call for file, site in files for name in file.given.get(site, ()) for call in file.called.get(name, ())]
        takes = (each for each in calls if all(argument.name != change.keyword for argument in each.arguments))
        return next((each for each in takes if each.site not in self._ours), None)

    @cached_property
    def _prepared(self) -> frozenset[Site]:
        """The calls that prepare the arguments of others."""
        found = ((group.world.linker.program, judged) for group in self.groups for judged in group.judged)
        return frozenset(program.call(part).site for program, judged in found for part in judged.call.parts)

    def _file(self, path: str) -> _File:
        if path not in self._files:
            self._files[path] = _indexed(self.groups[0].world.linker.program.facts[path])
        return self._files[path]

    def _where(self, site: Site) -> str:
        return self.groups[0].world.texts.line(site)

    @cached_property
    def _slots(self) -> tuple[Slot, ...]:
        """What the calls take."""
        return tuple(slot for group in self.groups for judged in group.judged for slot in judged.call.slots)

    @cached_property
    def _ours(self) -> frozenset[Site]:
        """The calls that are looked at, and the mappings that they take, which are seen as calls where they name a model."""
        taken = (
            site
            for slot in self._slots
            for site in (slot.holder, *self._mappings(slot.value, slot.path, slot.frames, MAX_NESTING))
        )
        return frozenset((*self._judged, *taken))

    @cached_property
    def _judged(self) -> frozenset[Site]:
        return frozenset(each for group in self.groups for each in _sites(group))

    @cached_property
    def _keyed(self) -> tuple[Slot, ...]:
        """Every key of what the calls take, whatever spells it there: quotes, escapes or a name."""
        held = (form for slot in self._slots for form in self._forms(slot.value, slot.path, slot.frames, MAX_NESTING))
        return (*self._slots, *(slot for form in held for slot in form.slots))

    @cached_property
    def _entries(self) -> dict[Site, Slot]:
        """Those by where they are written."""
        return {slot.site: slot for slot in self._keyed if slot.key is not None}

    @cached_property
    def _valued(self) -> dict[Site, Slot]:
        """Those by where their values are written."""
        return {slot.value_site: slot for slot in self._keyed if slot.key is not None}

    def _goes_on(self, call: Call, key: str | None) -> bool:
        """Whether a call hands its arguments on to code that is looked at as well, and does not take a key for itself."""
        if call.site.path in self.late:
            return False
        found = self.groups[0].world.linker.outcomes(call.callee, call.site.path)
        forms = [each.form for each in found]
        if key is not None and any(isinstance(form, Code) and self._readers.takes(form, key) for form in forms):
            return False
        gone = trailing_name(call.callee) in _GO_ON or any(isinstance(form, (Code, Type)) for form in forms)
        return gone or self._says_as_text(call, key)

    def _says_as_text(self, call: Call, key: str | None) -> bool:
        """Whether a call makes text of what it is given, for a call of ours or code that is looked at."""
        linker = self.groups[0].world.linker
        found = linker.outcomes(linker.keep(Result(call.number, call.site)), call.site.path)
        if not found or not all(isinstance(each.form, Encoded) for each in found):
            return False
        calls = linker.program.facts[call.site.path].calls
        around = [each for each in calls if each.site != call.site and each.site.contains(call.site)]
        taking = min(around, key=lambda each: each.site.end - each.site.start, default=None)
        return taking is not None and (taking.site in self._ours or self._goes_on(taking, key))


def names_of_mappings(drafts: Iterable[Draft], files: FactsOf) -> dict[str, set[str]]:
    """By file the names by which others get at mappings that fixes write to."""
    found: dict[str, set[str]] = {}
    for change in (each for draft in drafts if draft.refusal is None for each in draft.changes):
        for site in places_of(change):
            names = set(_names_around(files[site.path], site)) if site.path in files else set[str]()
            if names:
                found.setdefault(site.path, set()).update(names)
    return found


def places_of(change: Change) -> tuple[Site, ...]:
    """The mappings, or what makes them, that a change writes to and others may take as well: not those in its own call."""
    match change:
        case MoveEntry(site=site, container=container) | RewriteMutation(site=site, container=container):
            return (site,) if container is None else (site, container)
        case AddEntry(site=site) | DropEntry(site=site) | SetConstant(site=site):
            return (site,)
        case AddToCall(site=site, mapping_site=apart) | MoveInCall(site=site, mapping_site=apart) if apart is not None:
            return () if site.contains(apart) else (apart,)
        case _:
            return ()


def _receiver(change: Change) -> Site | None:
    """The mapping that a change writes a key into, wherever that is written."""
    match change:
        case AddEntry(site=site) | AddToCall(mapping_site=site) | MoveInCall(mapping_site=site):
            return site
        case MoveEntry(container=site) | RewriteMutation(container=site):
            return site
        case _:
            return None


def _names_around(facts: FileFacts, site: Site) -> Iterator[str]:
    """The module's names of what is written around a place: what it gives them, and what it changes in them."""
    for (scope, name), bindings in facts.bindings.items():
        if scope == 0 and any(each.value.site.contains(site) for each in bindings):
            yield name
    put = [(each.target, each.value, each.site) for each in facts.mutations if each.value is not None]
    put += [(each.base, each.value, each.site) for each in facts.attributes]
    for target, value, place in put:
        if (value.site.contains(site) or place.contains(site)) and (0, root_of(target)) in facts.bindings:
            yield root_of(target)


def _copies(value: Value, facts: FileFacts) -> bool:
    """Whether a mapping is written out that takes in others, or a copy is made."""
    if isinstance(value, Result):
        return trailing_name(facts.calls[value.call].callee) in _COPYING
    return isinstance(value, Record) and any(each.key is None or _copies(each.value, facts) for each in value.entries)


def _gone(change: AddEntry | MoveEntry | DropEntry | RewriteMutation | SetConstant) -> Site:
    """What is not there any more, or not as it was."""
    return change.entry if isinstance(change, (MoveEntry, DropEntry)) else change.site


def _sites(group: CallGroup) -> Iterator[Site]:
    """The calls that a call is made of."""
    program = group.world.linker.program
    for judged in group.judged:
        for call in (judged.call, *judged.call.layers):
            yield call.call.site
            yield from (program.call(part).site for part in call.parts)


def _indexed(facts: FileFacts) -> _File:
    file = _File(facts, {}, {}, {})
    for (scope, name), bindings in facts.bindings.items():
        for site in dict.fromkeys(each.value.site for each in bindings):
            file.given.setdefault(site, []).append((name, scope))
    for mutation in facts.mutations:
        for owner in _owners(facts, mutation.target):
            file.given.setdefault(mutation.site, []).append(owner)
    for call in facts.calls:
        for owner in _owners(facts, call.callee):
            file.called.setdefault(owner, []).append(call)
        for argument in call.arguments:
            for owner in _owners(facts, argument.value) if argument.kind == "spread" else ():
                file.unpacked.setdefault(owner, []).append(call)
    return file


def _owners(facts: FileFacts, value: object) -> Iterator[Name]:
    """The name that a value is, with the scope that binds it."""
    scope = owning_scope(facts, value) if isinstance(value, Reference) else None
    if isinstance(value, Reference) and scope is not None:
        yield value.name, scope


def _is_begun(call: Call) -> bool:
    """Whether a builder is only begun: whoever is given it goes on with what was said there."""
    return any(each.kind == "star" and each.value_site == call.site for each in call.arguments)

"""Who else in the file looks at a mapping whose keys a fix moves: code that reads a moved key, or takes the whole for itself."""

from __future__ import annotations

import re
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
from migrator.lent import root_of
from migrator.link.common import owning_scope
from migrator.link.program import trailing_name
from migrator.outcomes import Code, Constant, Encoded, Frames, Mapping, Slot, Type
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

    def refusal(self, changes: Sequence[Change]) -> Refusal | None:
        """Why the keys of a mapping must stay where they are."""
        written = [each for each in changes if isinstance(each, (AddEntry, MoveEntry, DropEntry, RewriteMutation, SetConstant))]
        touched = [_gone(each) for each in written]
        for change, gone in zip(written, touched, strict=True):
            file = self._file(change.site.path)
            key = self._keys.get(gone, "") if not isinstance(change, AddEntry) else ""
            for name in file.given.get(change.site, ()) if key else ():
                place = self._read_again(file, name, key, touched)
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
        for site in places_of(change):
            file = self._file(site.path)
            names = [name for holder, known in file.given.items() if holder.contains(site) for name in known]
            calls = [call for name in names for call in file.unpacked.get(name, ())]
            calls += self._takers.get(site, ())
            found = next((call for call in calls if call.site not in self._ours and not self._goes_on(call)), None)
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
    def _keys(self) -> dict[Site, str]:
        """By where it is written each key of what the calls take, whatever spells it there: quotes, escapes or a name."""
        held = (form for slot in self._slots for form in self._forms(slot.value, slot.path, slot.frames, MAX_NESTING))
        slots = (*self._slots, *(slot for form in held for slot in form.slots))
        return {slot.site: slot.key for slot in slots if slot.key is not None}

    def _read_again(self, file: _File, name: Name, key: str, touched: Iterable[Site]) -> Site | None:
        """Where a key of a name's mapping is read, outside of what changes."""
        data = self.groups[0].world.texts.bytes_of(file.facts.path)
        word, said = re.escape(key.encode()), re.escape(name[0].encode())
        spelled, read = rb"""(?:["']""" + word + rb"""["']|([A-Za-z_]\w*))""", rb"(?!\s*=[^=])"
        ways = (
            rb"\b" + said + rb"\s*\[\s*" + spelled + rb"\s*\]" + read,
            rb"\b" + said + rb"\.(?:get|pop)\(\s*" + spelled,
            rb"\b" + said + rb"\." + word + rb"\b" + read,
        )
        for found in re.finditer(rb"|".join(ways), data):
            place = Site(file.facts.path, found.start(), found.end())
            by_name = next((each.decode() for each in found.groups() if each is not None), None)
            meant = by_name is None or self._may_be(file.facts, by_name, key)
            if meant and _sees(file.facts, name, place) and not any(each.contains(place) for each in touched):
                return place
        return None

    def _may_be(self, facts: FileFacts, name: str, key: str) -> bool:
        """Whether a name of a file may say a key."""
        linker = self.groups[0].world.linker
        values = [each.value for (_, bound), found in facts.bindings.items() if bound == name for each in found]
        outcomes = (each for value in values for each in linker.outcomes(value, facts.path))
        return any(isinstance(each.form, Constant) and each.form.value == key for each in outcomes)

    def _goes_on(self, call: Call) -> bool:
        """Whether a call hands its arguments on to code that is looked at as well."""
        if call.site.path in self.late:
            return False
        found = self.groups[0].world.linker.outcomes(call.callee, call.site.path)
        return trailing_name(call.callee) in _GO_ON or any(isinstance(each.form, (Code, Type)) for each in found)


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


def _sees(facts: FileFacts, name: Name, place: Site) -> bool:
    """Whether a name at a place is the one of this scope: the innermost function around that binds it tells."""
    binding = [each for each in facts.functions if each.site.contains(place) and (each.scope, name[0]) in facts.bindings]
    inner = max(binding, key=lambda each: each.site.start, default=None)
    return (inner.scope if inner is not None else 0) == name[1]


def _is_begun(call: Call) -> bool:
    """Whether a builder is only begun: whoever is given it goes on with what was said there."""
    return any(each.kind == "star" and each.value_site == call.site for each in call.arguments)

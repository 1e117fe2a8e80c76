"""Who else in the file looks at a mapping whose keys a fix moves: code that reads a moved key, or takes the whole for itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from migrator.changes import AddEntry, Change, DropEntry, MoveEntry, RewriteMutation
from migrator.facts import Call, FileFacts
from migrator.findings import Refusal
from migrator.judge import CallGroup
from migrator.link.common import owning_scope
from migrator.link.program import trailing_name
from migrator.outcomes import Code, Type
from migrator.values import Reference, Site

Name: TypeAlias = "tuple[str, int]"
"""A name with the scope that binds it."""
_KEY = re.compile(rb"""\s*(?:[\w.]+\s*\[\s*)?["']?([A-Za-z_]\w*)""")
_GO_ON = frozenset({"dict", "partial"})
"""What unpacked arguments go on from: whoever takes them from there is looked at there."""


@dataclass(frozen=True, slots=True)
class _File:
    """One file's names: what they are given, by where that is written, and the calls that unpack it."""

    facts: FileFacts
    given: dict[Site, list[Name]]
    unpacked: dict[Name, list[Call]]


@dataclass(slots=True)
class OtherReaders:
    """Everything that looks at mappings besides the calls of these groups."""

    groups: Sequence[CallGroup]
    _ours: frozenset[Site] | None = None
    _files: dict[str, _File] = field(default_factory=dict)

    def refusal(self, changes: Iterable[Change]) -> Refusal | None:
        """Why the keys of a mapping must stay where they are."""
        written = [each for each in changes if isinstance(each, (AddEntry, MoveEntry, DropEntry, RewriteMutation))]
        touched = [_gone(each) for each in written]
        for change, gone in zip(written, touched, strict=True):
            file = self._file(change.site.path)
            for name in file.given.get(change.site, ()):
                place = self._read_again(file, name, gone, touched) if not isinstance(change, AddEntry) else None
                if place is not None:
                    hint = f"{self._where(place)} reads this key of the same mapping; change both by hand"
                    return Refusal("shared-value", hint)
                for call in file.unpacked.get(name, ()):
                    if not self._is_ours(call.site) and not self._goes_on(file, call):
                        where = self._where(call.site)
                        return Refusal(
                            "shared-value", f"the same arguments also go to the call in {where}; give each call its own"
                        )
        return None

    def _file(self, path: str) -> _File:
        if path not in self._files:
            self._files[path] = _indexed(self.groups[0].world.linker.program.facts[path])
        return self._files[path]

    def _where(self, site: Site) -> str:
        return self.groups[0].world.texts.line(site)

    def _is_ours(self, site: Site) -> bool:
        if self._ours is None:
            self._ours = frozenset(each for group in self.groups for each in _sites(group))
        return site in self._ours

    def _read_again(self, file: _File, name: Name, gone: Site, touched: Iterable[Site]) -> Site | None:
        """Where a key of a name's mapping is read, outside of what changes."""
        data = self.groups[0].world.texts.bytes_of(file.facts.path)
        key = _KEY.match(data[gone.start : gone.end])
        if key is None:
            return None
        word, said = re.escape(key[1]), re.escape(name[0].encode())
        quoted, read = rb"""["']""" + word + rb"""["']""", rb"(?!\s*=[^=])"
        ways = (
            rb"\b" + said + rb"\s*\[\s*" + quoted + rb"\s*\]" + read,
            rb"\b" + said + rb"\.(?:get|pop)\(\s*" + quoted,
            rb"\b" + said + rb"\." + word + rb"\b" + read,
        )
        for found in re.finditer(rb"|".join(ways), data):
            place = Site(file.facts.path, found.start(), found.end())
            if _sees(file.facts, name, place) and not any(each.contains(place) for each in touched):
                return place
        return None

    def _goes_on(self, file: _File, call: Call) -> bool:
        """Whether a call hands its arguments on to code that is looked at as well."""
        found = self.groups[0].world.linker.outcomes(call.callee, file.facts.path)
        return trailing_name(call.callee) in _GO_ON or any(isinstance(each.form, (Code, Type)) for each in found)


def _gone(change: AddEntry | MoveEntry | DropEntry | RewriteMutation) -> Site:
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
    file = _File(facts, {}, {})
    for (scope, name), bindings in facts.bindings.items():
        for site in dict.fromkeys(each.value.site for each in bindings):
            file.given.setdefault(site, []).append((name, scope))
    for mutation in facts.mutations:
        for owner in _owners(facts, mutation.target):
            file.given.setdefault(mutation.site, []).append(owner)
    for call in facts.calls:
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

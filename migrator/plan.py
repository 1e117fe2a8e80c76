"""Decides which changes stand or fall together, and which of them are safe, unsafe or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from migrator.changes import (
    AddEntry,
    AddToCall,
    Change,
    CoerceBoolean,
    DropEntry,
    MoveEntry,
    MoveInCall,
    ReadElsewhere,
    RenameText,
    RewriteMutation,
    SetConstant,
    UnwrapText,
    UseSymbol,
    WrapText,
)
from migrator.drafts import Draft
from migrator.findings import Json, Refusal
from migrator.judge import CallGroup
from migrator.other_readers import OtherReaders
from migrator.outcomes import CallRef
from migrator.uses import Sensitive
from migrator.values import Site
from migrator.variants import Judged

RULE_OFF = "rule-off"


@dataclass(frozen=True, slots=True)
class Component:
    """Drafts that stand or fall together: `refusal` is the first one's, `unsafe` all reasons to look first."""

    drafts: tuple[int, ...]
    changes: tuple[Change, ...]
    refusal: Refusal | None
    unsafe: tuple[str, ...]


def plan(
    drafts: Sequence[Draft],
    off: frozenset[int],
    others: OtherReaders,
    sensitive: Sensitive,
) -> tuple[Component, ...]:
    """The components of all actionable drafts; `off` are drafts whose rule is deselected or suppressed there."""
    renames, groups = _rename_targets(drafts), others.groups
    shared = _shared_values(drafts, groups, renames)
    readers = _Readers(groups)
    components: list[Component] = []
    for members in _connected(drafts):
        live = [index for index in members if index not in off]
        if not live:
            continue
        refusal = _refusal(drafts, members, live, off, shared, sensitive, renames)
        changes = tuple(dict.fromkeys(change for index in live for change in drafts[index].changes))
        refusal = refusal or _record_refusal(changes, drafts, live, readers) or others.refusal(changes)
        unsafe = tuple(dict.fromkeys(reason for index in live for reason in drafts[index].unsafe))
        components.append(Component(tuple(live), changes, refusal, unsafe))
    return tuple(components)


def _refusal(
    drafts: Sequence[Draft],
    members: Sequence[int],
    live: Sequence[int],
    off: frozenset[int],
    shared: dict[Site, Refusal],
    sensitive: Sensitive,
    renames: dict[Site, set[str]],
) -> Refusal | None:
    for index in live:
        if drafts[index].refusal is not None:
            return drafts[index].refusal
    silenced = {drafts[index].rule for index in members if index in off}
    for index in live:
        missing = drafts[index].needs & silenced
        if missing:
            code = sorted(missing)[0]
            return Refusal(RULE_OFF, f"the fix needs {code}, which is deselected or suppressed here")
    for index in live:
        for change in drafts[index].changes:
            if isinstance(change, RenameText):
                found = shared.get(change.site) or sensitive.refusal(change.site, renames)
                if found is not None:
                    return found
    return None


def _connected(drafts: Sequence[Draft]) -> list[list[int]]:
    """Actionable drafts by what they share: a call, a renamed literal, a mapping that is changed."""
    parent = list(range(len(drafts)))

    def find(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    owners: dict[object, int] = {}
    for index, draft in enumerate(drafts):
        if not draft.actionable:
            continue
        for key in (*draft.calls, *filter(None, map(_resource, draft.changes))):
            other = owners.setdefault(key, index)
            parent[find(index)] = find(other)
    members: dict[int, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        if draft.actionable:
            members[find(index)].append(index)
    return [sorted(each) for _, each in sorted(members.items())]


def _resource(change: Change) -> Site | Change | None:
    """What two changes must share to be one: a place, or all that they say where several calls take it."""
    if isinstance(change, (AddToCall, MoveInCall, SetConstant, CoerceBoolean)):
        return change
    if isinstance(change, (RenameText, AddEntry, MoveEntry, RewriteMutation, ReadElsewhere, WrapText, UnwrapText)):
        return change.site
    return change.imported if isinstance(change, UseSymbol) else None


def _rename_targets(drafts: Iterable[Draft]) -> dict[Site, set[str]]:
    renames: dict[Site, set[str]] = defaultdict(set)
    for draft in drafts:
        for change in draft.changes:
            if isinstance(change, RenameText):
                renames[change.site].add(change.new)
    return dict(renames)


def _shared_values(drafts: Sequence[Draft], groups: Sequence[CallGroup], renames: dict[Site, set[str]]) -> dict[Site, Refusal]:
    """Renamed literals that another call needs as they are, or otherwise."""
    refusals: dict[Site, Refusal] = {}
    for site, targets in renames.items():
        if len(targets) > 1:
            refusals[site] = Refusal("shared-value", _serves_both(groups, targets))
    for group in groups:
        for variant in group.variants:
            outcome = variant.outcome
            if outcome is None:
                continue
            for part in outcome.parts:
                if part in renames:
                    hint = f"it becomes part of a longer name in {_where(group)}; change both places together, by hand"
                    refusals.setdefault(part, Refusal("branch-on-model", hint))
            if outcome.site not in renames or group.is_retired(variant):
                continue
            where = _where(group)
            who = variant.verdict.provider or "an endpoint that nothing tells about"
            refusals.setdefault(
                outcome.site,
                Refusal("shared-value", f"the same value also goes to {who} ({where}); give each call its own"),
            )
    return refusals


def _serves_both(groups: Sequence[CallGroup], targets: set[str]) -> str:
    models = [model for group in groups[:1] for model in group.world.rulebook.models.values()]
    both = [
        model.id
        for model in models
        if model.status == "current"
        and model.native == "text"
        and "compatible-chat" in model.protocols
        and model.alias_of is None
    ]
    named = " and ".join(sorted(targets))
    hint = f"; --to {both[0]} serves both" if both else ""
    return f"one value feeds calls whose interfaces need different models ({named}){hint}"


def _where(group: CallGroup) -> str:
    return group.world.texts.line(group.world.linker.program.call(group.ref).site)


class _Readers:
    """The calls that take something written at a place: keys of a mapping, or a call before them that prepares arguments."""

    def __init__(self, groups: Sequence[CallGroup]) -> None:
        self._groups = groups
        self._read: dict[Site, list[int]] = defaultdict(list)
        self._prepared: dict[Site, list[int]] = defaultdict(list)
        self._given: dict[Site, list[tuple[CallGroup, Json]]] = defaultdict(list)
        for number, group in enumerate(groups):
            for place in dict.fromkeys(_read_by(group)):
                self._read[place].append(number)
            for site in dict.fromkeys(_prepared_by(group)):
                self._prepared[site].append(number)
            for variant in group.variants:
                for landing in variant.prediction.landings:
                    self._given[landing.slot.value_site].append((group, landing.value))

    def given(self, change: SetConstant | CoerceBoolean) -> Iterator[CallGroup]:
        """The calls for which what stands at a place is something else once it is written over."""
        for group, value in self._given.get(change.site, ()):
            same = isinstance(value, bool) if isinstance(change, CoerceBoolean) else value is not None and value == change.value
            if not same:
                yield group

    def of(self, holders: Iterable[Site], prepared: Iterable[Site]) -> Iterator[tuple[CallGroup, frozenset[Site]]]:
        """Those calls in their order, each with the mappings that it reads."""
        read: dict[int, set[Site]] = {}
        for holder in holders:
            for number in self._read.get(holder, ()):
                read.setdefault(number, set()).add(holder)
        for site in prepared:
            for number in self._prepared.get(site, ()):
                read.setdefault(number, set())
        return ((self._groups[number], frozenset(read[number])) for number in sorted(read))


def _record_refusal(changes: Sequence[Change], drafts: Sequence[Draft], live: Sequence[int], readers: _Readers) -> Refusal | None:
    """A mapping that other calls read too may change only if they all want the change."""
    holders = {site for change in changes for site in _mappings_written(change)}
    prepared = [change for change in changes if isinstance(change, (AddToCall, MoveInCall))]
    mine: set[CallRef] = {ref for index in live for ref in drafts[index].calls}
    for group, read in readers.of(holders, (change.site for change in prepared)):
        if read and group.ref not in mine:
            return Refusal("shared-value", f"the same arguments also go to the call in {_where(group)}; give each call its own")
        wanted = {change for index in live if group.ref in drafts[index].calls for change in drafts[index].changes}
        for change in prepared:
            if change not in wanted and _is_prepared(group, change):
                where = _where(group)
                return Refusal("shared-value", f"the call in {where} takes the same prepared arguments and needs something else")
        if not {change for change in changes if read & _mappings_written(change)} <= wanted:
            return Refusal("shared-value", f"the call in {_where(group)} reads the same arguments and needs something else")
    taker = next(filter(None, (_takes_unasked(each, readers) for each in changes)), None)
    if taker is not None:
        hint = f"the call in {_where(taker)} is given the same arguments without this one too; give each call its own"
        return Refusal("shared-value", hint)
    for over in [each for each in changes if isinstance(each, (SetConstant, CoerceBoolean))]:
        for group in readers.given(over):
            if not any(over in drafts[index].changes for index in live if group.ref in drafts[index].calls):
                return Refusal("shared-value", f"the call in {_where(group)} reads the same value and needs something else")
    return None


def _takes_unasked(change: Change, readers: _Readers) -> CallGroup | None:
    """A call that for one of its callers takes the mapping which something is moved into, but not what is moved."""
    match change:
        case MoveInCall(argument=moved, mapping_site=receiver) | MoveEntry(entry=moved, container=receiver) if receiver:
            found = ((group, judged) for group, _ in readers.of((receiver,), ()) for judged in group.judged)
            return next((group for group, judged in found if _without(judged, moved, receiver)), None)
        case _:
            return None


def _without(judged: Judged, moved: Site, receiver: Site) -> bool:
    """Whether some request of a call has keys of one mapping and lacks an argument; of an empty one any may take it."""
    landings = [[each for each in variant.prediction.landings if not each.inherited] for variant in judged.variants]
    taking = [found for found in landings if any(receiver in (each.slot.holder, each.outer.value_site) for each in found)]
    return any(not any(moved.contains(each.slot.site) for each in found) for found in taking or landings)


def _mappings_written(change: Change) -> frozenset[Site]:
    """The mappings that a change puts keys into or takes them from, wherever they are written out."""
    match change:
        case MoveEntry(site=site, container=container):
            return frozenset({site, container or site})
        case AddEntry(site=site) | DropEntry(site=site):
            return frozenset({site})
        case AddToCall(mapping_site=site) | MoveInCall(mapping_site=site) | RewriteMutation(container=site) if site is not None:
            return frozenset({site})
        case _:
            return frozenset()


def _read_by(group: CallGroup) -> Iterator[Site]:
    """The mappings that a call takes arguments from and keys inside them, and what stands for those that are arguments."""
    for judged in group.judged:
        call = judged.call
        yield from (slot.holder for slot in call.slots)
        yield from (slot.value_site for slot in call.slots if slot.key is not None and call.named(slot.key) is slot)
        for variant in judged.variants:
            yield from (landing.slot.holder for landing in variant.prediction.landings if not landing.inherited)


def _prepared_by(group: CallGroup) -> Iterator[Site]:
    """The calls before a call that prepare its arguments."""
    for judged in group.judged:
        program = group.world.linker.program
        yield from (program.call(part).site for part in judged.call.parts)


def _is_prepared(group: CallGroup, change: AddToCall | MoveInCall) -> bool:
    """Whether a call takes what is written to another one before it (`functools.partial`), or loses what is moved there.

    It does not take that if it replaces it, and then it lacks what was moved into it.
    """
    for judged in group.judged:
        call, program = judged.call, group.world.linker.program
        if any(program.call(part).site == change.site for part in call.parts):
            given = call.named(change.keyword)
            moved = isinstance(change, MoveInCall) and any(change.argument.contains(slot.site) for slot in call.slots)
            if given is None or given.holder == change.site or moved:
                return True
    return False

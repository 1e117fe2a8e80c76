"""Refuses calls of which a mapping or an object is changed where linking did not follow it: by another name, in another file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from migrator.evidence import endpoints
from migrator.facts import FileFacts, Mutation
from migrator.findings import Refusal
from migrator.handed import Handed
from migrator.judge import CallGroup
from migrator.link.evaluate import Linker
from migrator.link.flow import comes_again, excluded, outside_arms
from migrator.link.members import any_value, instance_attribute, lookup
from migrator.link.names import module_attribute
from migrator.outcomes import CallRef, Constant, Encoded, Frames, Items, Made, Mapping, Module, Object, Outcome, Slot
from migrator.project import Project
from migrator.rulebook import Rulebook
from migrator.values import Item, Literal, Member, Scalar, Site, Value

SHARED = "shared-value"
DEEPEST = 3
"""How many mappings inside one another are looked into."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a call reads: a mapping, or what a mapping may hold that is written at `site`; and where, by then it is what it is."""

    site: Site
    mapping: Mapping | None
    path: str
    scope: int
    position: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of a mapping: `key` is None where only run time tells which, or where there are several."""

    path: str
    mutation: Mutation
    key: Scalar
    mapping: Mapping
    """What it changes, as it is there."""
    gives: frozenset[Site]
    """Where that is written which it puts there."""


def unless_changed(groups: Iterable[CallGroup], linker: Linker, project: Project) -> list[CallGroup]:
    """The calls, those refused that may read a mapping which is changed by a name that was not followed."""
    found = list(groups)
    read = [list(_read(linker, group, project.rulebook)) if _concerns_us(group) else [] for group in found]
    sites = {each.site for reads in read for each in reads}
    if not sites:
        return found
    files = tuple(linker.program.facts.values())
    changes = _changes(linker, files, sites, _keys(project.rulebook))
    places = _endpoints(project.rulebook)
    unseen = [_first(linker, reads, changes, places) for reads in read]
    made = [_makers(group) if reads else frozenset() for group, reads in zip(found, read, strict=True)]
    later = _set_later(linker, frozenset().union(*made), _keys(project.rulebook) - places)
    told: list[Refusal | None] = []
    for group, change, refs in zip(found, unseen, made, strict=True):
        sets = ((ref, each) for ref in refs for each in later.get(ref, ()))
        where = next((each for ref, each in sets if not _is_known(linker, group, ref, each)), None)
        if change is not None:
            told.append(_refusal(change.key, change.mutation.site, "mapping", project))
        else:
            told.append(_refusal(where.name, where.site, "object", project) if where is not None else None)
    return [replace(group, doubt=each) if each is not None else group for group, each in zip(found, told, strict=True)]


def _makers(group: CallGroup) -> frozenset[CallRef]:
    """The calls that made the object which a call is a method of, or makes."""
    calls = [each for judged in group.judged for each in (judged.call, *judged.call.layers)]
    clients = [each.made.call for each in calls if each.made is not None and each.made.call is not None]
    return frozenset([*(each.ref for each in calls), *clients])


@dataclass(frozen=True, slots=True)
class Set:
    """What an object is given after it was made (`llm.extra_body = …`, `param.setModel(…)`)."""

    name: str
    site: Site
    value: Site
    scope: int


def _set_later(linker: Linker, makers: Collection[CallRef], names: Iterable[str]) -> dict[CallRef, list[Set]]:
    """What objects of SDKs are given later, by the calls that made them."""
    found: dict[CallRef, list[Set]] = {}
    for base, path, each in (one for name in sorted(names) for one in _sets(linker, name)):
        for outcome in linker.outcomes(base, path):
            call = outcome.form.call if isinstance(outcome.form, Made) else None
            if call is not None and call in makers:
                found.setdefault(call, []).append(each)
    return found


def _sets(linker: Linker, name: str) -> Iterator[tuple[Value, str, Set]]:
    """What is given under a name, by assignment or by a setter."""
    for path, each in linker.program.outer_attributes(name):
        yield each.base, path, Set(name, each.site, each.value.site, each.scope)
    for ref in linker.program.calls_named(f"set{name[:1].upper()}{name[1:]}"):
        call = linker.program.call(ref)
        if isinstance(call.callee, Member) and len(call.arguments) == 1:
            yield call.callee.base, ref.path, Set(name, call.site, call.arguments[0].value_site, call.scope)


def _is_known(linker: Linker, group: CallGroup, maker: CallRef, later: Set) -> bool:
    """Whether a call is known to send what its object is given, or comes before that and did not make it."""
    calls = [each for judged in group.judged for each in (judged.call, *judged.call.layers)]
    sites = [slot.value_site for call in calls for slot in call.slots]
    sites.extend(each.outcome.site for each in group.variants if each.outcome is not None)
    if any(site.contains(later.value) or later.value.contains(site) for site in sites):
        return True
    own = linker.program.call(group.ref)
    return (
        group.ref != maker and own.scope == later.scope and group.ref.path == later.site.path and own.site.end <= later.site.start
    )


def _concerns_us(group: CallGroup) -> bool:
    """Whether something may be rewritten in a call."""
    return group.doubt is None and any(group.is_retired(each) or group.misplaced(each) for each in group.variants)


def _keys(rulebook: Rulebook) -> frozenset[str]:
    """What the entries of a mapping are called that decide where a request goes, for which model, and whether it is to think."""
    read: set[str] = set()
    for protocol in rulebook.protocols.values():
        read.update((protocol.model, *protocol.own.values(), *(each.at for each in protocol.settings.values())))
        read.update(each.at for each in protocol.foreign)
    written: set[str] = set()
    for operation in (row for surface in rulebook.surfaces for row in surface.operations):
        written.update(operation.write.values())
        for where, lands in operation.places.items():
            holder, _, inner = where.partition("/")
            written.update([where] if lands.removeprefix("body:") in read else [holder] if inner else [])
    pointers = (*read, *(where.partition(":")[2] for where in written))
    return _endpoints(rulebook).union(part for pointer in pointers for part in pointer.split("/")) - {"", "*", "?"}


def _endpoints(rulebook: Rulebook) -> frozenset[str]:
    """What the arguments are called that say where requests go."""
    clients = (where for surface in rulebook.surfaces for row in surface.clients for where in row.endpoint)
    operations = (where for surface in rulebook.surfaces for row in surface.operations for where in row.endpoint)
    return frozenset(part for where in (*clients, *operations) for part in where.partition(":")[2].split("/"))


def _read(linker: Linker, group: CallGroup, rulebook: Rulebook) -> Iterator[Read]:
    """What a call and those which made its object are given: mappings, models and addresses."""
    refs: dict[tuple[CallRef, Frames], None] = {}
    texts: set[Site] = {each.outcome.site for each in group.variants if each.outcome is not None}
    for judged in group.judged:
        texts.update(each.site for each in endpoints(judged.call.origin, linker, rulebook))
        for call in (judged.call, *judged.call.layers):
            refs.update(dict.fromkeys((ref, ()) for ref in (*call.parts, call.ref)))
            if call.made is not None:
                made = ((call.made.call, call.made.frames), *call.made.also)
                refs.update(dict.fromkeys((ref, frames) for ref, frames in made if ref is not None))
    for ref, frames in refs:
        written = linker.program.call(ref)
        scope, position = written.scope, written.site.start
        for argument in written.arguments:
            texts.update(each.site for each in linker.outcomes(argument.value, ref.path, frames))
            for mapping, until in _mappings(linker, argument.value, ref.path, frames, position, 0, set()):
                yield Read(mapping.site, mapping, ref.path, scope, until)
        yield from (Read(site, None, ref.path, scope, position) for site in texts)


def _mappings(
    linker: Linker, value: Value, path: str, frames: Frames, position: int, depth: int, seen: set[tuple[int, str, Frames, int]]
) -> Iterator[tuple[Mapping, int]]:
    """The mappings that a value may be or hold, each with the offset up to which a change of it counts.

    `seen`: values that were looked at already, with how deep they stood: what two mappings hold is one value.
    """
    key = id(value), path, frames, depth
    if key in seen:
        return
    seen.add(key)
    for outcome in linker.outcomes(value, path, frames):
        form = outcome.form
        if isinstance(form, Encoded):
            form = form.mapping
        if isinstance(form, Items) and depth < DEEPEST:
            for each in form.values:
                yield from _mappings(linker, each, form.path, form.frames, position, depth + 1, seen)
        if not isinstance(form, Mapping):
            continue
        yield form, position
        if form.copied is not None:
            yield replace(form, copied=None), form.copied.start if form.copied.path == path else position
        for holder in {slot.holder for slot in form.slots} - {form.site}:
            # What is spread into another is what it was then.
            yield Mapping(form.slots, form.complete, holder), form.site.start if form.site.path == path else position
        for slot in _counting(form.slots) if depth < DEEPEST else ():
            yield from _mappings(linker, slot.value, slot.path, slot.frames, position, depth + 1, seen)


def _counting(slots: Iterable[Slot]) -> Iterator[Slot]:
    """The keys of a mapping that are not surely given anew behind them."""
    given: set[str | None] = set()
    for slot in reversed(list(slots)):
        if slot.key not in given:
            yield slot
        if slot.sure and slot.key is not None:
            given.add(slot.key)


def _changes(
    linker: Linker, files: Collection[FileFacts], sites: Collection[Site], keys: Collection[str]
) -> dict[Site, list[Changed]]:
    """What changes the mappings that are written at some sites or hold what is, of what is to be known of them."""
    found: dict[Site, list[Changed]] = {}
    candidates = [(facts, mutation) for facts in files for mutation in facts.mutations if _may_matter(mutation, keys)]
    candidates.extend(_as_keys(linker, keys))
    makers = [CallRef(facts.path, call.number) for facts in files for call in facts.calls if call.site in sites]
    handed = Handed(linker, files, sites, makers) if candidates else None
    for facts, mutation in candidates:
        if handed is None or not handed(_changed_in(mutation), facts):
            continue
        gives = frozenset(_written_at(linker, mutation.value, facts))
        for mapping, key in _targets(linker, mutation, facts):
            if not isinstance(key, str) or key in keys:
                change = Changed(facts.path, mutation, key, mapping, gives)
                names = _names(linker, mutation, key, facts)
                for site in {mapping.site, *_lost(mapping, names, sites)}.intersection(sites):
                    found.setdefault(site, []).append(change)
    return found


def _as_keys(linker: Linker, keys: Collection[str]) -> Iterator[tuple[FileFacts, Mutation]]:
    """What objects that are no more than their keywords are given by attributes (`settings.extra_body = …`)."""
    for path, each in (one for name in sorted(keys) for one in linker.program.outer_attributes(name)):
        key = linker.keep(Literal(each.name, each.site))
        change = Mutation("set", each.base, (key,), each.value, each.scope, each.order, each.block, each.site)
        yield linker.program.facts[path], change


def _is_of_object(mutation: Mutation) -> bool:
    """Whether it is an object that is changed: whatever was given it may ask it later."""
    return bool(mutation.keys) and mutation.keys[0].site == mutation.site


def _changed_in(mutation: Mutation) -> Value:
    """What is changed itself, of which a change may name what it stands in."""
    value = mutation.target
    for key in mutation.keys[:-1]:
        value = Item(value, key, mutation.site)
    return value


def _written_at(linker: Linker, value: Value | None, facts: FileFacts) -> Iterator[Site]:
    for outcome in linker.outcomes(value, facts.path) if value is not None else ():
        yield outcome.site
        if isinstance(outcome.form, Mapping):
            yield from (slot.value_site for slot in outcome.form.slots)


def _names(linker: Linker, mutation: Mutation, key: Scalar, facts: FileFacts) -> Collection[Scalar]:
    """The keys that a change gives anew, as far as they are known."""
    if mutation.op == "update" and mutation.value is not None:
        return {slot.key for slot in linker.spread(mutation.value, facts.path, ())[0]}
    return {key} if mutation.op == "set" else ()


def _lost(mapping: Mapping, names: Collection[Scalar], sites: Iterable[Site]) -> Iterator[Site]:
    """What is written in a mapping under keys that are given anew; what a copy loses, its original keeps."""
    own = (slot for slot in mapping.slots if slot.holder == mapping.site and mapping.copied is None)
    slots = [slot for slot in own if slot.key in names]
    return (site for slot in slots for site in sites if slot.value_site.contains(site))


def _may_matter(mutation: Mutation, keys: Collection[str]) -> bool:
    """Whether a change may be one of what is to be known."""
    if mutation.op == "append":
        return False
    return not all(isinstance(each, Literal) for each in mutation.keys) or not mutation.keys or _last(mutation) in keys


def _last(mutation: Mutation) -> object:
    key = mutation.keys[-1]
    return key.value if isinstance(key, Literal) else None


def _targets(linker: Linker, mutation: Mutation, facts: FileFacts) -> Iterator[tuple[Mapping, Scalar]]:
    """The mappings that a change may be about, with the key in each that it changes."""
    keys = [_constant(linker, key, facts) for key in mutation.keys]
    waiting = [(outcome, keys) for outcome in linker.outcomes(mutation.target, facts.path)]
    while waiting:
        outcome, names = waiting.pop()
        if len(names) > 1:
            waiting.extend((each, names[1:]) for each in _held(linker, outcome, names[0], mutation.site))
        elif isinstance(outcome.form, Mapping):
            yield outcome.form, names[0] if names else None


def _held(linker: Linker, outcome: Outcome, key: Scalar, site: Site) -> Iterable[Outcome]:
    """What a mapping, a list, a module or an object has under a key or a name; of what is not known, anything."""
    match outcome.form:
        case Mapping() as mapping:
            return lookup(linker, mapping, key, site) if isinstance(key, str) else any_value(linker, mapping, site)
        case Items(values=values, path=path, frames=frames):
            return tuple(found for each in values for found in linker.outcomes(each, path, frames))
        case Module(path=path) if isinstance(key, str):
            return module_attribute(linker, path, key)
        case Object() as thing if isinstance(key, str):
            return instance_attribute(linker, thing, key, site)
        case _:
            return ()


def _constant(linker: Linker, key: Value, facts: FileFacts) -> Scalar:
    """What a key is, None where that is not known."""
    forms = [each.form for each in linker.outcomes(key, facts.path)]
    only = forms[0] if len(forms) == 1 else None
    return only.value if isinstance(only, Constant) else None


def _made_in(linker: Linker, mapping: Mapping) -> frozenset[Frames]:
    """The calls in which a mapping is made that stands in a function; nothing where it does not say so."""
    slots = (slot for slot in mapping.slots if slot.holder == mapping.site and slot.how in ("entry", "keyword"))
    frames = {tuple(each for each in slot.frames if _inside(linker, each, mapping.site)) for slot in slots}
    return frozenset(each for each in frames if each)


def _inside(linker: Linker, frame: tuple[str, int, CallRef], site: Site) -> bool:
    path, number, _ = frame
    return linker.program.facts[path].functions[number].site.contains(site)


def _first(
    linker: Linker, reads: Collection[Read], changes: dict[Site, list[Changed]], places: Collection[str]
) -> Changed | None:
    """A change that a call may meet and that is not among what it is known to send."""
    known = {each.site for each in reads}
    both = ((read, change) for read in reads for change in changes.get(read.site, ()))
    return next((change for read, change in both if _is_unseen(linker, read, change, known, places)), None)


def _is_unseen(linker: Linker, read: Read, change: Changed, known: AbstractSet[Site], places: Collection[str]) -> bool:
    if _is_late(linker, read, change):
        return False
    mapping, mutation = read.mapping, change.mutation
    if mapping is None or mapping.site != change.mapping.site:
        # It may read what is lost, if it reads neither what takes its place nor the mapping as it is.
        return change.mapping.site not in known and known.isdisjoint(change.gives)
    if mapping.copied != change.mapping.copied:
        return False
    made, changed = _made_in(linker, mapping), _made_in(linker, change.mapping)
    if made and changed and made.isdisjoint(changed):
        return False
    if mutation.op == "update" and mutation.value is not None:
        slots, whole = linker.spread(mutation.value, change.path, ())
        seen = {slot.site for slot in mapping.slots}
        return (not whole and mapping.complete) or any(slot.site not in seen for slot in slots)
    held = [slot for slot in mapping.slots if slot.key == change.key]
    if mutation.op == "delete":
        # What sometimes takes a switch away is known already; what sends requests elsewhere is not followed.
        gone = held if mutation.keys else mapping.slots
        return any((slot.sure or slot.key in places) and not _stands_behind(slot, change) for slot in gone)
    if change.key is None:
        return mapping.complete
    if mutation.op == "default" and any(slot.sure for slot in held):
        return False
    return not any(_accounts_for(slot, change) for slot in held)


def _accounts_for(slot: Slot, change: Changed) -> bool:
    """Whether a key is what a change gave, or was surely given anew behind it."""
    return slot.site == change.mutation.site or (slot.sure and _stands_behind(slot, change))


def _stands_behind(slot: Slot, change: Changed) -> bool:
    return slot.how in ("mutation", "nested") and slot.path == change.path and slot.site.start > change.mutation.site.start


def _is_late(linker: Linker, read: Read, change: Changed) -> bool:
    """Whether a change certainly comes behind the call, or never in the same run."""
    mutation = change.mutation
    if (change.path, mutation.scope) != (read.path, read.scope) or _is_of_object(mutation):
        return False
    facts = linker.program.facts[read.path]
    since = change.mapping.site.start if change.mapping.site.path == read.path else 0
    if mutation.site.start >= read.position:
        return not comes_again(facts, mutation.block, read.position, since)
    return excluded(facts, outside_arms(facts, mutation.block, read.position), read.position)


def _refusal(name: Scalar, site: Site, what: str, project: Project) -> Refusal:
    place = project.lift(site)
    line = project.lines[place.path].position(place.start)[0]
    key = f"`{name}`" if name is not None else "what this call is given"
    return Refusal(SHARED, f"{key} is changed in {place.path}, line {line}; say everything where the {what} is made")

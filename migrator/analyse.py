"""From a project's facts to findings with planned fixes: link, judge, plan."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from migrator.ahead import Written, edits_of, write_ahead
from migrator.assemble import Merged, finding_of, fingerprinted, fix_of, merge
from migrator.blocks import block_calls
from migrator.calls import SurfaceCall, Surfaces, surface_calls
from migrator.changed_elsewhere import unless_changed
from migrator.changes import Change
from migrator.checks import call_checks
from migrator.checks.mention import check as mentions
from migrator.convert.group import peers
from migrator.convert.plan import Conversions
from migrator.convert.sight import Sight
from migrator.decided import with_logic
from migrator.declared import declared_names
from migrator.declared_bodies import told_by_callers
from migrator.drafts import Draft, Note
from migrator.evidence import Assumptions
from migrator.facts import Call, FileFacts
from migrator.files.lines import Lines
from migrator.files.made import Made
from migrator.files.source import Unreadable, read_bytes
from migrator.findings import Certainty, Edit, Finding, Refusal
from migrator.ids import ids_in_bytes
from migrator.ignores import COMMENT, DESELECTED, Ignored, ignored, suppressions_of, unused
from migrator.judge import CallGroup
from migrator.languages.base import Document
from migrator.link.evaluate import Linker
from migrator.model_users import escapes, model_users, spoken_for, with_name
from migrator.named_providers import elsewhere
from migrator.neighbours import Neighbours
from migrator.other_readers import OtherReaders, names_of_mappings
from migrator.outcomes import CallRef, Code, Type, Unknown
from migrator.plan import Component, plan
from migrator.pointers import Pointers
from migrator.profiles import with_profiles
from migrator.project import MOST_UNNAMED, Project
from migrator.promises import Sent
from migrator.reach import BriefLinker, Reach, sheltered, spoken_keys
from migrator.requests import Texts
from migrator.rivals import settled
from migrator.rulebook import Card
from migrator.sdk_versions import BUILDS, CATALOGUE, PARSERS, Declared, agreed, built_with, declared_in, is_requirements
from migrator.senders import Senders
from migrator.settings_model import Settings
from migrator.steps import JUDGE, PLAN
from migrator.touched import Touched, Words
from migrator.unknown_calls import unknown_calls
from migrator.uses import GivenUp, Sensitive
from migrator.values import Site
from migrator.variants import World, doubted, variants_of

OTHERS = "other"
"""What a verdict says of a provider that is not Model Studio."""
NOTHING: Mapping[str, Declared] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PlannedFix:
    """A fix before it is written: its findings by number, and its edits."""

    id: str
    unsafe: bool
    findings: tuple[int, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one project's findings are, and the fixes for them."""

    findings: tuple[Finding, ...]
    fixes: tuple[PlannedFix, ...]
    fleeting: frozenset[int] = frozenset()
    """The findings in what is a call only while it names something retired."""
    sent: Sent | None = None
    """The requests that the calls send, or would if they did not raise first; where they were asked for."""


def analyse(project: Project, settings: Settings, cards: Mapping[str, Card], today: str, with_sent: bool = False) -> Analysis:
    """Judge everything in the project's targets; `with_sent` keeps what all calls send."""
    with project.steps(JUDGE):
        groups = call_groups(project, settings, today)
        drafts = [draft for group in groups for check in call_checks() for draft in check(group)]
    with project.steps(PLAN):
        planned = _planned(drafts, groups, project, settings, cards)
    if not with_sent:
        return planned
    requests = (variant.prediction.request for group in groups for variant in group.variants)
    return replace(planned, sent=Sent(requests, project.rulebook))


def mentions_alone(project: Project, settings: Settings, cards: Mapping[str, Card]) -> Analysis:
    """What names a retired model, where nobody can tell what is called."""
    return _planned([], [], project, settings, cards)


def _planned(
    drafts: list[Draft], groups: list[CallGroup], project: Project, settings: Settings, cards: Mapping[str, Card]
) -> Analysis:
    """Findings with their fixes, from what was judged."""
    drafts = [draft for draft in drafts if draft.site.path in project.targets]
    spoken = _spoken(groups) | {draft.site for draft in drafts}
    linker = groups[0].world.linker if groups else _linker(project, {})
    drafts.extend(_mentions(project, spoken, settings, linker))
    made = Made(settings.exclude)
    drafts = [_generated(draft, project, made) for draft in drafts]
    suppressions = suppressions_of(project)
    off = ignored(drafts, project, settings, cards, suppressions)
    drafts = _promising(drafts, off.off)
    late = project.go_on(names_of_mappings(drafts, project.program.facts)) if groups else frozenset[str]()
    neighbours = Neighbours(project.root, project.neighbours, project.anywhere)
    given_up = tuple(each for group in groups for each in _given_up(group, linker))
    sensitive = Sensitive(linker, tuple(project.program.facts.values()), project.where, neighbours, given_up)
    senders = Senders(linker, project.rulebook, lambda path: project.languages[path].surfaces)
    components = plan(drafts, frozenset(off.off), OtherReaders(groups, senders, late), sensitive)
    if project.cut:
        components = _unfollowed(components, groups, project)
    drafts.extend(unused(project, settings, cards, suppressions, off.used))
    fleeting = frozenset(group.ref for group in groups if any(judged.call.fleeting for judged in group.judged))
    return _assembled(drafts, off, components, project, settings, cards, fleeting)


def _promising(drafts: list[Draft], off: Collection[int]) -> list[Draft]:
    """The drafts without what they promise where a rule is off that has a part in it: that is the whole call put right."""
    partly = {ref for index in off if drafts[index].changes for ref in drafts[index].calls}
    if not partly:
        return drafts
    silent = frozenset(off)
    return [
        replace(draft, request=None) if index not in silent and draft.changes and not partly.isdisjoint(draft.calls) else draft
        for index, draft in enumerate(drafts)
    ]


def linker_of(project: Project) -> Linker:
    """The linker over a project's files."""
    return _linker(project, {})


def _declared(project: Project) -> dict[str, Declared]:
    """The SDK versions that the project's own files declare."""
    packages = {surface.package or surface.sdk for surface in project.rulebook.surfaces} - {""}
    root = "" if project.root in ("", ".") else project.root

    def names(folder: str) -> list[str]:
        try:
            return [entry.name for entry in project.tree.entries(folder)]
        except OSError:
            return []

    kept: dict[str, bytes] = {}

    def read(path: str) -> bytes | None:
        data = read_bytes(project.tree, path)
        if isinstance(data, Unreadable):
            return None
        kept[path] = data
        return data

    listed = names(root)
    files = [each for each in listed if each in PARSERS or is_requirements(each)]
    if "requirements" in listed:
        files.extend(f"requirements/{each}" for each in names(posixpath.join(root, "requirements")) if each.endswith(".txt"))
    found: list[Declared] = []
    for name in files:
        data = read(posixpath.join(root, name))
        found.extend(declared_in(name, posixpath.join(root, name), data, packages) if data is not None else ())
    builds = [each for each in BUILDS if each in listed]
    for name in (*builds, *([CATALOGUE] if builds else [])):
        found.extend(built_with(name, root, read, packages))
    for path in dict.fromkeys(each.site.path for each in found):
        project.lines.setdefault(path, Lines(path, kept[path]))
    return agreed(found)


def _linker(project: Project, known: dict[str, Surfaces], declared: Mapping[str, Declared] = NOTHING) -> Linker:
    """The project's linker; `known` collects the surfaces of each language that it meets."""

    versions = {package: each.version for package, each in declared.items()}

    def surfaces(path: str) -> Surfaces:
        language = project.languages[path].surfaces
        if language not in known:
            known[language] = Surfaces(project.rulebook, language, versions)
        return known[language]

    def keeps(path: str, symbol: str, names: tuple[str, ...]) -> bool:
        return surfaces(path).keeps(symbol, names)

    for path in project.languages:
        surfaces(path)
    return Linker(project.program, lambda path: project.languages[path].library, keeps)


def call_groups(project: Project, settings: Settings, today: str) -> list[CallGroup]:
    """Every call of the project that sends a request, judged."""
    known: dict[str, Surfaces] = {}
    declared = _declared(project) if project.program.facts else {}
    linker = _linker(project, known, declared)
    conversions = Conversions(
        Sight(
            linker,
            project.writable,
            project.languages,
            project.file_of,
            project.where,
            project.bytes_of,
            lambda: project.cut,
        )
    )
    world = World(
        linker,
        project.rulebook,
        Texts(project.data, project.lift),
        Pointers(project),
        Assumptions(
            settings.assume_provider,
            tuple(settings.gateways.items()),
            tuple(settings.variables.items()),
        ),
        settings,
        today,
        project.targets,
        declared,
        conversions,
    )
    paths = list(project.program.facts)
    groups = _judged(paths, project, world, known)
    inside = {
        judged.call.origin.ref
        for group in groups
        for judged in group.judged
        if judged.call.layers and judged.call.call.site.contains(judged.call.origin.call.site)
    }
    inside |= spoken_for(linker, [project.program.facts[path] for path in paths], groups)
    groups = [replace(group, deferred=True) if group.ref in inside else group for group in groups]
    groups = with_profiles(unless_changed(groups, linker, project), project)
    conversions.wanted = lambda: peers(groups)
    return groups


def _judged(paths: Sequence[str], project: Project, world: World, known: Mapping[str, Surfaces]) -> list[CallGroup]:
    """The calls of some files that send a request; what tells where to look for them weighs much, and goes with it."""
    linker, settings = world.linker, world.settings
    reached = _reach(project, linker, settings)
    touched = _touched(project, linker, settings)

    def worth_asking(facts: FileFacts, call: Call) -> bool:
        # By names alone it is told at once.
        return touched(facts, call) and reached(facts, call)

    def found_in(path: str, named: bool) -> list[SurfaceCall]:
        surfaces, facts = known[project.languages[path].surfaces], project.program.facts[path]
        return [with_name(linker, call) for call in surface_calls(linker, surfaces, facts, worth_asking, named)]

    by_name = {path: found_in(path, True) for path in paths}
    calls: list[SurfaceCall] = []
    with project.sparing(MOST_UNNAMED):
        for path in paths:
            calls.extend(sorted((*by_name[path], *found_in(path, False)), key=lambda each: each.ref.number))
            surfaces, facts = known[project.languages[path].surfaces], project.program.facts[path]
            calls.extend(model_users(linker, surfaces, facts, touched))
    groups = _grouped(_without_makers(calls, project, linker), world)
    spoken = _spoken(groups)
    by_others = spoken - _spoken(groups, OTHERS)
    judged = {ref for group in groups for each in group.judged for ref in (each.call.ref, each.call.origin.ref)}

    for path in paths:
        surfaces = known[project.languages[path].surfaces]
        facts = project.program.facts[path]
        blocks = [
            *block_calls(linker, surfaces, project.rulebook, facts, spoken, by_others, worth_asking),
            *unknown_calls(linker, surfaces, project.rulebook, facts, judged, worth_asking),
        ]
        groups.extend(_grouped((replace(each, fleeting=True) for each in blocks), world))
    return groups


def _touched(project: Project, linker: Linker, settings: Settings) -> Callable[[FileFacts, Call], bool]:
    """Rules calls out by names, where there is more to read than has been."""
    files = tuple(project.program.facts.values())
    if project.program.paths <= project.program.facts.keys():
        return lambda facts, call: True
    words = Words(project.sieves.second, settings.models)
    touched = Touched(linker, files, words, spoken_keys(project.rulebook))
    return lambda facts, call: touched.call(call, facts)


def _reach(project: Project, linker: Linker, settings: Settings) -> Reach:
    """Tells which calls are worth linking."""
    inner = BriefLinker(sheltered(project.program, project.may_hold), linker.library_of, linker.keeps)
    return Reach(inner, project.sieves.stems, spoken_keys(project.rulebook), settings.models)


def _grouped(calls: Iterable[SurfaceCall], world: World) -> list[CallGroup]:
    by_call: dict[CallRef, list[SurfaceCall]] = {}
    for call in calls:
        by_call.setdefault(call.ref, []).append(call)
    names = declared_names(world.settings.surfaces)
    groups = (
        CallGroup(ref, doubted([told_by_callers(variants_of(call, world), names, world.linker) for call in found]), world)
        for ref, found in by_call.items()
    )
    return [settled(group) for group in groups]


def _without_makers(calls: list[SurfaceCall], project: Project, linker: Linker) -> list[SurfaceCall]:
    """The calls but those that made a model of which all uses are in sight: the calls that use it speak for it."""
    used = frozenset(call.made_by for call in calls if call.made_by is not None)
    if not used:
        return calls
    sites = frozenset(call.made_at for call in calls if call.made_at is not None)
    spoken = {project.languages[ref.path].surfaces for ref in used}
    files = [facts for path, facts in linker.program.facts.items() if project.languages[path].surfaces in spoken]
    unseen = escapes(linker, files, used, sites)
    return [call for call in calls if call.ref not in used or call.ref in unseen]


def _spoken(groups: list[CallGroup], without: str = "") -> set[Site]:
    """Literals that reach a call: whatever is to be said of them has been said there; but for what such providers answer."""
    variants = (variant for group in groups for variant in group.variants if variant.verdict.kind != without)
    return {variant.outcome.site for variant in variants if variant.outcome is not None}


def _mentions(project: Project, spoken: set[Site], settings: Settings, linker: Linker) -> list[Draft]:
    """What speaks of a retired model without calling it; our own settings have to."""
    ours = {os.path.realpath(file) for file in settings.files}
    retired, prefixes = project.rulebook.retired_ids(), project.rulebook.own_prefixes()
    found: list[Draft] = []
    for path in sorted(project.targets):
        if ours and os.path.realpath(project.tree.location(project.file_of(path)) or path) in ours:
            continue
        facts = project.program.facts.get(path)
        if facts is not None:
            facts = with_logic(facts, linker)
            told = mentions(facts, project.data[path], retired, spoken | elsewhere(facts, project.rulebook), prefixes)
            found.extend(_stopped(each, facts, linker) if linker.stopped or project.cut else each for each in told)
        elif path in project.unparsed:
            for model, start, end in ids_in_bytes(project.data[path], retired, prefixes):
                site = Site(path, start, end)
                found.append(Draft("DSM102", Note("unparsed", {"model": model}), site, Certainty.POSSIBLE, model=model))
    return found


def _stopped(draft: Draft, facts: FileFacts, linker: Linker) -> Draft:
    """A mention that is handed to a function of the project, where values were not followed to their end."""
    for call in facts.calls if draft.rule == "DSM102" else ():
        if any(each.value_site == draft.site for each in call.arguments):
            forms = [each.form for each in linker.outcomes(call.callee, facts.path)]
            if any(isinstance(form, (Code, Type)) for form in forms):
                hint = "it goes through more functions than are followed; see where it ends, and change it by hand"
                return replace(draft, refusal=Refusal("too-deep", hint))
    return draft


def _given_up(group: CallGroup, linker: Linker) -> Iterator[GivenUp]:
    """What a call is given that may be more than was found: it may be what others are given by a name."""
    if "too-deep" not in group.open(None):
        return
    seen = frozenset(variant.outcome.site for variant in group.variants if variant.outcome is not None)
    for ref in (group.ref, *(part for judged in group.judged for part in judged.call.parts)):
        for argument in linker.program.call(ref).arguments:
            forms = [each.form for each in linker.outcomes(argument.value, ref.path)]
            if argument.kind == "spread" or any(isinstance(form, Unknown) and form.reason == "too-deep" for form in forms):
                yield GivenUp(linker.program.facts[ref.path], argument.value, seen)


def _unfollowed(components: tuple[Component, ...], groups: list[CallGroup], project: Project) -> tuple[Component, ...]:
    """The components, those refused that change more than what stands in a call itself: who else it reaches is not known."""
    calls = [project.program.call(group.ref).site for group in groups]
    hint = "the project is too large to follow every value through it; scan the part that this belongs to"
    return tuple(
        each
        if each.refusal is not None or all(any(call.contains(change.site) for call in calls) for change in each.changes)
        else replace(each, refusal=Refusal("too-deep", hint))
        for each in components
    )


def _generated(draft: Draft, project: Project, made: Made) -> Draft:
    facts = project.program.facts.get(draft.site.path)
    if draft.refusal is not None or not draft.actionable or facts is None:
        return draft
    if draft.site.path in project.untouchable:
        return replace(draft, refusal=Refusal("link", "this is a link to a file outside the given PATHs; name that file"))
    parts = draft.site.path.split("/")[:-1]
    if facts.generated:
        return replace(draft, refusal=Refusal("generated-file", "this file is generated; change what it is made from"))
    if made.holds(draft.site.path, project.program.root):
        hint = "this is a copy of somebody else's, or is built from something; change what it is made from"
        return replace(draft, refusal=Refusal("generated-file", hint))
    if "migrations" in parts or ("alembic" in parts and "versions" in parts):
        return replace(draft, refusal=Refusal("generated-file", "a migration is a record of what was; change what runs now"))
    return draft


def _assembled(
    drafts: list[Draft],
    ignored_: Ignored,
    components: tuple[Component, ...],
    project: Project,
    settings: Settings,
    cards: Mapping[str, Card],
    fleeting: frozenset[CallRef],
) -> Analysis:
    off = ignored_.off
    component_of = {index: number for number, each in enumerate(components) for index in each.drafts}
    written: dict[int, dict[Change, tuple[Edit, ...]] | Refusal] = {}
    asked = _asked(components)
    ahead = _written_ahead(asked, project)
    parts: dict[str, Document | None] = {}

    def document_of(path: str) -> Document | None:
        if path in project.targets and path not in parts:
            parts[path] = project.partly(path, [change for _, changes in asked[path] for change in changes])
        return parts.get(path) or (project.writable(path) if path in project.targets else None)

    for number, component in enumerate(components):
        written[number] = component.refusal or _written(component, project, ahead.get(number, {}), document_of)
    findings: list[tuple[Finding, Merged, int | None]] = []
    originals = [index for index in range(len(drafts)) if off.get(index) != DESELECTED]
    for merged in merge([drafts[index] for index in originals]):
        members = [originals[each] for each in merged.members]
        own = next((component_of[index] for index in members if index in component_of), None)
        result = written[own] if own is not None else None
        refusal = merged.draft.refusal
        if isinstance(result, Refusal):
            refusal = refusal or result
        suppressed = COMMENT if all(off.get(index) == COMMENT for index in members) else None
        unsafe = components[own].unsafe if own is not None else ()
        finding = finding_of(merged, project, cards, refusal, unsafe, suppressed)
        if suppressed is not None:
            finding = replace(finding, reason=next((reason for index in members if (reason := ignored_.reasons[index])), ""))
        findings.append((finding, merged, own if not isinstance(result, Refusal) and suppressed is None else None))
    findings.sort(key=lambda each: (each[0].place.path, each[0].place.line, each[0].place.column, each[0].rule))
    marked = fingerprinted([finding for finding, _, _ in findings])
    analysis = _with_fixes(marked, [(merged, number) for _, merged, number in findings], components, written)
    passing = (index for index, (_, merged, _) in enumerate(findings) if not fleeting.isdisjoint(merged.draft.calls))
    return replace(analysis, fleeting=frozenset(passing))


def _asked(components: Sequence[Component]) -> dict[str, list[tuple[int, list[Change]]]]:
    """By path the changes that are to be written, each component's with its number."""
    asked: dict[str, list[tuple[int, list[Change]]]] = {}
    for number, component in enumerate(components):
        if component.refusal is None:
            for path, changes in _by_path(component).items():
                asked.setdefault(path, []).append((number, changes))
    return asked


def _written_ahead(asked: Mapping[str, list[tuple[int, list[Change]]]], project: Project) -> dict[int, dict[str, Written]]:
    """By component and path the edits of files that have no tree any more, made in other processes where that pays."""
    treeless = {
        path: (project.kinds[path], project.documents[path], [changes for _, changes in wanted])
        for path, wanted in asked.items()
        if path in project.targets and path in project.kinds and project.is_treeless(path)
    }
    found: dict[int, dict[str, Written]] = {}
    for path, written in write_ahead(treeless, project.crew).items():
        for (number, _), each in zip(asked[path], written, strict=True):
            found.setdefault(number, {})[path] = each
    return found


def _by_path(component: Component) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in component.changes:
        found.setdefault(change.site.path, []).append(change)
    return found


def _written(
    component: Component, project: Project, ahead: Mapping[str, Written], document_of: Callable[[str], Document | None]
) -> dict[Change, tuple[Edit, ...]] | Refusal:
    """The component's changes as edits, or why they cannot be made; of some files that is known already."""
    result: dict[Change, tuple[Edit, ...]] = {}
    for path, changes in _by_path(component).items():
        # What was written ahead are whole files, none of the documents in them.
        written = ahead.get(path)
        if written is None:
            document = document_of(path)
            if document is None:
                return Refusal("outside-paths", f"{project.file_of(path)} has to change too; name it as a PATH")
            written = edits_of(project.languages[path], document, changes, partial(project.lift_edits, path))
        if isinstance(written, Refusal):
            return written
        result.update(zip(changes, written, strict=True))
    return result


def _with_fixes(
    findings: list[Finding],
    origins: list[tuple[Merged, int | None]],
    components: tuple[Component, ...],
    written: Mapping[int, dict[Change, tuple[Edit, ...]] | Refusal],
) -> Analysis:
    members: dict[int, list[int]] = {}
    for index, (merged, number) in enumerate(origins):
        if number is not None and merged.draft.actionable and written[number]:
            members.setdefault(number, []).append(index)
    fixes: list[PlannedFix] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for number, indexes in members.items():
        edits_of = written[number]
        assert not isinstance(edits_of, Refusal)
        unsafe = bool(components[number].unsafe)
        edits = tuple(sorted({edit for each in edits_of.values() for edit in each}))
        identity = fix_of([findings[index].fingerprint for index in indexes], unsafe, ())
        if _overlaps(edits, taken):  # pragma: no cover - no two fixes are known to meet; the proof would refuse the whole file
            for index in indexes:
                hint = "another fix changes the same place; run --fix again after that one"
                findings[index] = replace(findings[index], refusal=Refusal("shared-value", hint))
            continue
        first: dict[Edit, int] = {}
        for index in indexes:
            for change in origins[index][0].draft.changes:
                for edit in edits_of.get(change, ()):
                    first.setdefault(edit, index)
        mine: dict[int, list[Edit]] = {}
        for edit in edits:
            mine.setdefault(first.get(edit, indexes[0]), []).append(edit)
        for index in indexes:
            findings[index] = replace(findings[index], fix=replace(identity, edits=tuple(mine.get(index, ()))))
        fixes.append(PlannedFix(identity.id, unsafe, tuple(indexes), edits))
    for index, (merged, _) in enumerate(origins):
        if merged.draft.edits and not _overlaps(merged.draft.edits, taken):
            fix = fix_of([findings[index].fingerprint], False, merged.draft.edits)
            findings[index] = replace(findings[index], fix=fix)
            fixes.append(PlannedFix(fix.id, False, (index,), fix.edits))
    return Analysis(tuple(findings), tuple(fixes))


def _overlaps(edits: tuple[Edit, ...], taken: dict[str, list[tuple[int, int]]]) -> bool:
    for edit in edits:
        for start, end in taken.get(edit.path, ()):
            if (edit.start < end and start < edit.end) or (edit.start == edit.end == start == end):
                return True  # pragma: no cover - as above: no two are known to meet
    for edit in edits:
        taken.setdefault(edit.path, []).append((edit.start, edit.end))
    return False

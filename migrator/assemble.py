"""Turns drafts and components into findings: places, messages, evidence, fingerprints and fixes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from migrator.cards import message, severity
from migrator.drafts import Draft, Note
from migrator.either import either
from migrator.facts import Class, FileFacts, Function
from migrator.findings import Edit, Evidence, Finding, Fix, Place, Refusal, RequestChange
from migrator.fingerprints import fingerprint, same_text
from migrator.outcomes import Step
from migrator.project import Project
from migrator.rulebook import Card
from migrator.values import Site

MAX_EVIDENCE = 8
OF_THE_FIX = "note-thinking"
"""Notes that speak of what the fix writes."""
DEFAULT_REFUSALS = {
    "DSM102": Refusal("unknown-endpoint", "no call is shown here; change it by hand if it is about {vendor}"),
    "DSM103": Refusal(
        "branch-on-model", "decide what the program should do for the new model, and change it together with the id"
    ),
    "DSM301": Refusal("choice-needed", "say which is meant: write the thinking switch"),
    "DSM302": Refusal("choice-needed", "write a value that the model takes as it is, or leave the parameter out"),
    "DSM303": Refusal("choice-needed", "leave the parameter out, or choose a model that takes it"),
    "DSM304": Refusal("choice-needed", "lower the value, or choose a model that allows more"),
    "DSM305": Refusal("choice-needed", "raise the declared version, or use the older spelling; the notes name both"),
}
"""What a finding without a fix of its own tells a person to do."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One finding to be: the drafts that speak of the same rule at the same place."""

    draft: Draft
    members: tuple[int, ...]


def merge(drafts: Sequence[Draft]) -> list[Merged]:
    """Drafts of one rule at one place become one; a mention goes where a call is found at the same place."""
    by_place: dict[tuple[str, Site], list[int]] = {}
    for index, draft in enumerate(drafts):
        by_place.setdefault((draft.rule, draft.site), []).append(index)
    called = {draft.site for draft in drafts if draft.rule == "DSM101"}
    merged: list[Merged] = []
    for (rule, site), members in by_place.items():
        if rule == "DSM102" and site in called:
            continue
        first = max((drafts[index] for index in members), key=lambda each: each.certainty)
        merged.append(
            Merged(
                replace(
                    first,
                    request=_request(first, [drafts[index] for index in members]),
                    calls=frozenset().union(*(drafts[index].calls for index in members)),
                    steps=tuple(dict.fromkeys(step for index in members for step in drafts[index].steps)),
                    notes=tuple({repr(note): note for index in members for note in drafts[index].notes}.values()),
                    changes=tuple(dict.fromkeys(change for index in members for change in drafts[index].changes)),
                ),
                tuple(members),
            )
        )
    return merged


def _request(first: Draft, drafts: Sequence[Draft]) -> RequestChange | None:
    """What the call of a finding sends, in whichever of the runs that were told apart."""
    others = [each.request for each in drafts if each is not first and each.calls == first.calls and each.request is not None]
    return either((first.request, *others)) if first.request is not None else None


def place_of(site: Site, project: Project) -> Place:
    """A place as people count."""
    site = project.lift(site)
    lines = project.lines.get(site.path)
    return lines.place(site.start, site.end) if lines is not None else Place(site.path, 1, 1, 1, 1)


def symbol_at(facts: FileFacts | None, site: Site) -> str:
    """The functions and classes around a place, dotted."""
    if facts is None:
        return ""
    definitions: list[Function | Class] = [*facts.functions, *facts.classes]
    around = [each for each in definitions if each.site.contains(site) and each.name != "<lambda>"]
    return ".".join(each.name for each in sorted(around, key=lambda each: each.site.start))


def finding_of(
    merged: Merged,
    project: Project,
    cards: Mapping[str, Card],
    refusal: Refusal | None,
    unsafe: Sequence[str],
    suppressed: str | None,
) -> Finding:
    """The finding without its fix and fingerprint."""
    draft = merged.draft
    card = cards[draft.rule]
    vendor = project.rulebook.vendor.short
    refused = refusal is not None
    notes = [render(cards, draft.rule, note, vendor) for note in draft.notes if not (refused and note.key.startswith(OF_THE_FIX))]
    if refusal is None and not draft.actionable:
        refusal = DEFAULT_REFUSALS.get(draft.rule)
        refusal = refusal and replace(refusal, hint=refusal.hint.replace("{vendor}", vendor))
    elif refusal is None:
        notes.extend(message(cards["DSM101"], "note-unsafe", reason=reason) for reason in unsafe)
    request = draft.request
    wanted = None
    if refusal is not None and request is not None:
        request, wanted = replace(request, after=None), request.after
    data = project.data.get(draft.site.path, b"")
    return Finding(
        rule=draft.rule,
        name=card.name,
        severity=severity(card, draft.message.key),
        certainty=draft.certainty,
        message=render(cards, draft.rule, draft.message, vendor),
        place=place_of(draft.site, project),
        surface=draft.surface,
        provider=draft.provider,
        model=draft.model,
        replacement=draft.replacement,
        effect=draft.effect,
        request=request,
        notes=tuple(dict.fromkeys(notes)),
        evidence=evidence_of(draft.steps, draft.site, project),
        refusal=refusal,
        suppressed=suppressed,
        cell=project.cell(draft.site),
        symbol=symbol_at(project.program.facts.get(draft.site.path), draft.site),
        matched=data[draft.site.start : draft.site.end].decode("utf-8", "replace"),
        wanted=wanted,
    )


def render(cards: Mapping[str, Card], rule: str, note: Note, vendor: str) -> str:
    """A note's text; `vendor` is whom the rulebook is about."""
    return message(cards[rule], note.key, **{"vendor": vendor, **note.fields})


def evidence_of(steps: Sequence[Step], site: Site, project: Project) -> tuple[Evidence, ...]:
    """The steps as places and words."""
    found: list[Evidence] = []
    for step in steps:
        place = place_of(step.site, project)
        found.append(Evidence(place.path, place.line, place.column, step.note))
    return tuple(dict.fromkeys(found))[:MAX_EVIDENCE]


def fingerprinted(findings: Sequence[Finding]) -> list[Finding]:
    """Findings with fingerprints from rule, path, symbol, matched text and ordinal: a moved line keeps its own."""
    seen: Counter[tuple[str, ...]] = Counter()
    result: list[Finding] = []
    for finding in findings:
        key = (finding.rule, finding.place.path, finding.symbol, same_text(finding.matched))
        result.append(replace(finding, fingerprint=fingerprint(*key, seen[key])))
        seen[key] += 1
    return result


def fix_of(identity: Sequence[str], unsafe: bool, edits: Sequence[Edit]) -> Fix:
    """A fix whose id follows from the findings that it mends."""
    digest = hashlib.sha256("\0".join(sorted(identity)).encode()).hexdigest()[:12]
    return Fix(digest, "unsafe" if unsafe else "safe", False, tuple(edits))

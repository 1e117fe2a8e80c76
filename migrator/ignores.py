"""Which drafts are deselected or suppressed by a comment, and which comments suppress nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from migrator.changes import CannotWrite
from migrator.drafts import Draft, Note
from migrator.findings import Certainty, Edit, Refusal
from migrator.project import Project
from migrator.remarks import comments_of
from migrator.rulebook import Card
from migrator.selectors import unknown_selectors
from migrator.settings_model import Settings
from migrator.suppress import Suppression, Suppressions, read_suppressions
from migrator.unsuppress import removal

DESELECTED, COMMENT = "deselected", "comment"
UNUSED = "DSM901"


@dataclass(slots=True)
class Ignored:
    """Drafts by number that are off, "deselected" or by "comment"; why; and the selectors that each comment was used by."""

    off: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    used: dict[Suppression, set[str]] = field(default_factory=dict)


def suppressions_of(project: Project) -> dict[str, Suppressions]:
    """The ignore comments of each document that has some."""
    found: dict[str, Suppressions] = {}
    for path, facts in project.program.facts.items():
        comments = facts.comments
        if path not in project.outer and path in project.data:
            comments = comments_of(path, project.data[path], comments)
        if comments:
            found[path] = read_suppressions(comments)
    return found


def ignored(
    drafts: Sequence[Draft],
    project: Project,
    settings: Settings,
    cards: Mapping[str, Card],
    suppressions: Mapping[str, Suppressions],
) -> Ignored:
    """What the settings and the comments say of these drafts."""
    found = Ignored()
    for index, draft in enumerate(drafts):
        name = cards[draft.rule].name
        if not settings.selects(draft.rule, name) or settings.ignored_in(project.file_of(draft.site.path), draft.rule, name):
            found.off[index] = DESELECTED
            continue
        comment = _comment(draft, name, project, suppressions) if suppressions else None
        if comment is not None:
            found.off[index] = COMMENT
            found.reasons[index] = comment.reason
            found.used.setdefault(comment, set()).update(comment.naming(draft.rule, name))
    return found


def _comment(draft: Draft, name: str, project: Project, suppressions: Mapping[str, Suppressions]) -> Suppression | None:
    """The comment that suppresses it: in its own document, or in one around that, at the inner one's beginning."""
    site, first = draft.site, None
    while True:
        place = project.lines[site.path].place(site.start, site.end)
        entries = suppressions.get(site.path)
        found = entries.find(draft.rule, name, first or place.line, place.end_line) if entries is not None else None
        outer = project.outer.get(site.path)
        if found is not None or outer is None:
            return found
        begin, _ = outer.embedding.outer(0, 0)
        # What introduces the inner document (a fence, a tag, a key) stands on the line before it or on its first.
        first = max(project.lines[outer.path].position(begin)[0] - 1, 1)
        site = type(site)(outer.path, *outer.embedding.outer(site.start, site.end))


def unused(
    project: Project,
    settings: Settings,
    cards: Mapping[str, Card],
    suppressions: Mapping[str, Suppressions],
    used: Mapping[Suppression, set[str]],
) -> Iterator[Draft]:
    """DSM901: comments that suppress nothing, or name rules that they need not; only where every rule was looked for."""
    if UNUSED not in cards or not all(settings.selects(card.code, card.name) for card in cards.values()):
        return
    rules = [(card.code, card.name) for card in cards.values()]
    for path, entries in suppressions.items():
        if path not in project.targets or _is_example(path, project):
            continue
        file = project.file_of(path)
        exempt = {card.code for card in cards.values() if settings.ignored_in(file, card.code, card.name)}
        for entry in entries.entries:
            idle = [selector for selector in entry.selectors if selector not in used.get(entry, ())]
            unlooked = any(entry.naming(code, name) & set(idle) for code, name in rules if code in exempt)
            if UNUSED in exempt or unlooked or (entry.selectors and not idle):
                continue
            yield _draft(entry, idle, rules, project)


def _is_example(path: str, project: Project) -> bool:
    """Whether the document is an example in a text, which may well show an ignore comment."""
    outer = project.outer.get(path)
    return outer is not None and (outer.quoted or _is_example(outer.path, project))


def _draft(entry: Suppression, idle: list[str], rules: list[tuple[str, str]], project: Project) -> Draft:
    unknown = unknown_selectors(idle, rules)
    named = ", ".join(idle)
    if unknown and len(unknown) == len(idle):
        near = f"; did you mean {unknown[0].nearest}?" if len(unknown) == 1 and unknown[0].nearest else ""
        note = Note("unknown", {"codes": named, "nearest": near})
    elif entry.rules is not None and len(idle) < len(entry.selectors):
        note = Note("unused-codes", {"codes": named})
    else:
        note = Note("unused")
    # A rule that does not exist may be one that was misspelt: only a person knows.
    edits = None if unknown else _removal(entry, idle, project)
    refusal = Refusal("choice-needed", "remove the comment, or correct the rule that it names") if edits is None else None
    return Draft(UNUSED, note, entry.site, Certainty.POSSIBLE, edits=edits or (), refusal=refusal, actionable=edits is not None)


def _removal(entry: Suppression, idle: list[str], project: Project) -> tuple[Edit, ...] | None:
    path = entry.site.path
    edit = removal(entry, idle, project.data[path], project.lines[path].encoding)
    return None if edit is None else proven(project, path, edit)


def proven(project: Project, path: str, edit: Edit) -> tuple[Edit, ...] | None:
    """The edit of a document as edits of its file, where that file's language finds nothing wrong with them."""
    try:
        edits = project.lift_edits(path, (edit,))
    except CannotWrite:
        return None
    file = project.file_of(path)
    data, encoding = project.data[file], project.lines[file].encoding
    new = data
    for each in sorted(edits, reverse=True):
        new = new[: each.start] + each.text.encode(encoding, "replace") + new[each.end :]
    return edits if project.languages[file].compare(file, data, new, edits) is None else None

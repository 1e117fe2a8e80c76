"""Takes one project's analysis to its end: which fixes are applied, proven and written, and what the diff is."""

from __future__ import annotations

import difflib
import os
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from migrator.ahead import Compared, Rewritten, compare_ahead, compared, parsing
from migrator.analyse import Analysis, PlannedFix, analyse, mentions_alone
from migrator.bugs import BUG, in_one_line
from migrator.files.write import NotWritten, Written, write_together
from migrator.findings import Certainty, Edit, Finding, Place, Refusal, Skipped
from migrator.ignores import COMMENT, UNUSED
from migrator.languages.base import Document
from migrator.parts import Part
from migrator.project import Project, rewritten
from migrator.promises import Sent
from migrator.prove import Comparison
from migrator.review import Review, Reviewed, review_findings
from migrator.rulebook import Card
from migrator.settings_model import Settings
from migrator.steps import PROVE
from migrator.stops import INTERRUPTED

UNPROVEN = "not-proven"


def settle_project(
    project: Project, settings: Settings, cards: Mapping[str, Card], today: str, on_disk: bool, review: Review
) -> Part:
    """Analyse; with `fix` or `diff` prove the chosen fixes; with `fix` write them if the files are on disk."""
    analysis, skipped = _analysed(project, settings, cards, today)
    reviewed = review_findings(analysis.findings, review, project.data)
    findings = reviewed.findings
    diff = ""
    if settings.add_ignores is not None:
        # What the fixes would write is no part of this: a diff of both could not be applied.
        diff, failures = _add_ignores(findings, reviewed, project, settings, cards, today, analysis)
        skipped.extend(failures)
    elif settings.fixes or settings.diff:
        chosen = [
            fix for fix in analysis.fixes if (not fix.unsafe or settings.unsafe_fixes) and any(map(reviewed.counts, fix.findings))
        ]
        if review.choose is not None:
            chosen = list(review.choose(chosen, findings, project.data))
        with project.steps(PROVE):
            chosen, failures = _proven(chosen, project, settings, cards, today, analysis)
        skipped.extend(failures)
        _refuse(findings, _left_out(analysis, chosen), failures)
        if settings.fixes:
            # From here to the report, what was written must be told.
            project.stops.hold()
            chosen, unwritten = _write(chosen, project) if on_disk else (chosen, [])
            skipped.extend(unwritten)
            _refuse(findings, _left_out(analysis, chosen), unwritten)
            _mark_applied(findings, chosen)
        diff = _diff(chosen, project)
    told = reviewed.told(findings)
    paths = {finding.place.path for finding in told}
    paths |= {edit.path for finding in told if finding.fix is not None for edit in finding.fix.edits}
    sources = {path: project.data[path] for path in paths if path in project.data}
    return Part(told, (*project.skipped, *skipped), sources, diff, project.read, reviewed.known)


def _analysed(project: Project, settings: Settings, cards: Mapping[str, Card], today: str) -> tuple[Analysis, list[Skipped]]:
    """What the project's findings are; its mentions alone where a fault of this program's own is in the way."""
    try:
        return analyse(project, settings, cards, today), []
    except Exception as error:
        # Whatever a project does to this program, the others go on.
        bug = Skipped(project.root or ".", BUG, f"{in_one_line(error)}; of this project mentions alone are told", True)
    try:
        return mentions_alone(project, settings, cards), [bug]
    except Exception:
        return Analysis((), ()), [bug]


def _add_ignores(
    findings: list[Finding],
    reviewed: Reviewed,
    project: Project,
    settings: Settings,
    cards: Mapping[str, Card],
    today: str,
    analysis: Analysis,
) -> tuple[str, list[Skipped]]:
    """Suppress what a person would be shown, each finding by a comment; returns the diff and what failed."""
    from migrator.add_ignores import add_ignores

    least = Certainty.POSSIBLE if settings.verbose else Certainty.LIKELY
    reason = settings.add_ignores or ""
    shown = [i for i, each in enumerate(findings) if reviewed.counts(i) and each.certainty >= least and each.rule != UNUSED]
    added, failures = add_ignores(findings, shown, reason, project)
    comments = [PlannedFix(f"comment-{number}", False, each.findings, each.edits) for number, each in enumerate(added)]
    comments, unproven = _proven(comments, project, settings, cards, today, analysis)
    failures.extend(unproven)
    if not settings.diff:
        project.stops.hold()
        comments, unwritten = _write(comments, project)
        failures.extend(unwritten)
        for index in (index for comment in comments for index in comment.findings):
            findings[index] = replace(findings[index], suppressed=COMMENT, reason=reason, fix=None, refusal=None)
    return _diff(comments, project), failures


def apply_edits(data: bytes, edits: Iterable[Edit], encoding: str = "utf-8") -> bytes:
    """The bytes with the edits made, from the last to the first."""
    for edit in sorted(edits, reverse=True):
        data = data[: edit.start] + edit.text.encode(encoding) + data[edit.end :]
    return data


def _new_bytes(fixes: Iterable[PlannedFix], project: Project) -> dict[str, bytes]:
    by_path = sorted(_edits(fixes).items())
    return {path: apply_edits(project.data[path], edits, _encoding(project, path)) for path, edits in by_path}


def _encoding(project: Project, path: str) -> str:
    document = project.documents.get(path)
    encoding = document.encoding if document is not None else "utf-8"
    # An edit stands inside the file: its bytes must not bring a second byte-order mark.
    return encoding.removesuffix("-sig")


def _proven(
    chosen: list[PlannedFix],
    project: Project,
    settings: Settings,
    cards: Mapping[str, Card],
    today: str,
    analysis: Analysis,
) -> tuple[list[PlannedFix], list[Skipped]]:
    """The fixes whose files pass every step of the proof."""
    from migrator.prove import Failure, prove

    failures: dict[str, str] = {}
    while True:
        found: dict[str, str] = {}
        ahead: dict[str, Document] = {}
        new, edits = _new_bytes(chosen, project), _edits(chosen)
        told = _compared_ahead(new, edits, project)
        for path, data in new.items():
            compare = _comparison(project, path, ahead, told.get(path))
            failed = prove(path, project.data[path], data, edits[path], compare, encoding=_encoding(project, path))
            if isinstance(failed, Failure):
                found[path] = f"{failed.step}: {failed.message}"
        if not found:
            found = _second_pass(chosen, project, settings, cards, today, analysis, ahead)
        failures.update(found)
        left = _without(chosen, set(found))
        if len(left) == len(chosen):
            break
        # Without them the other files are not what was looked at.
        chosen = left
    command = _command(settings)
    return chosen, [_unproven(path, message, command) for path, message in failures.items()]


def _edits(fixes: Iterable[PlannedFix]) -> dict[str, list[Edit]]:
    """By path the edits of all these fixes, in order."""
    found: dict[str, set[Edit]] = {}
    for fix in fixes:
        for edit in fix.edits:
            found.setdefault(edit.path, set()).add(edit)
    return {path: sorted(edits) for path, edits in found.items()}


def _compared_ahead(new: Mapping[str, bytes], edits: Mapping[str, Sequence[Edit]], project: Project) -> dict[str, Compared]:
    """What comes of comparing the files that are rewritten, in other processes where that pays."""
    tasks = (
        Rewritten(project.kinds[path], project.documents[path], data, tuple(edits[path]))
        for path, data in new.items()
        if path in project.kinds
    )
    return compare_ahead(tasks, project.interesting, project.crew)


def _comparison(project: Project, path: str, ahead: dict[str, Document], told: Compared | None) -> Comparison:
    """The language's comparison, or what it `told` already; what is parsed for it is kept for the second pass in `ahead`."""
    language = project.languages[path]
    if parsing(language) is None:
        return language.compare

    def compare(path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        problem, after = told or compared(language, project.documents[path], new, edits, project.interesting)
        if after is not None:
            ahead[path] = after
        return problem

    return compare


def _unproven(path: str, message: str, command: str) -> Skipped:
    return Skipped(path, UNPROVEN, f"{message}; nothing was written. Reproduce: {command} {shlex.quote(path)}", fatal=True)


def _command(settings: Settings) -> str:
    """The command that comes to the same edits."""
    said = ["deepseek-migrate", "scan", "--diff"]
    said += ["--unsafe-fixes"] if settings.unsafe_fixes else []
    said += ["--to", settings.to] if settings.to else []
    said += ["--assume-provider", settings.assume_provider] if settings.assume_provider else []
    said += [part for each in settings.rulebook for part in ("--rulebook", each)]
    return shlex.join(said)


def _without(fixes: Sequence[PlannedFix], bad: set[str]) -> list[PlannedFix]:
    return [fix for fix in fixes if not any(edit.path in bad for edit in fix.edits)]


def _second_pass(
    chosen: list[PlannedFix],
    project: Project,
    settings: Settings,
    cards: Mapping[str, Card],
    today: str,
    analysis: Analysis,
    ahead: Mapping[str, Document],
) -> dict[str, str]:
    """Files in which the rewritten project would be edited again, or has a finding that it had not."""
    new = _new_bytes(chosen, project)
    if not new:
        return {}
    again = rewritten(project, new, ahead)
    try:
        after = analyse(again, settings, cards, today, with_sent=True)
    except Exception as error:
        return dict.fromkeys(new, f"second pass: {in_one_line(error)}")
    fixed = {index for fix in chosen for index in fix.findings}
    before = [finding for index, finding in enumerate(analysis.findings) if index not in fixed]
    known = {_known_by(finding) for finding in before}
    problems: dict[str, str] = {}
    # Fixes that were not chosen are still there; any other would be a surprise.
    open_fixes = Counter(_mended(fix, analysis) for fix in _left_out(analysis, chosen))
    left: set[str] = set()
    for fix in after.fixes:
        mended = _mended(fix, after)
        if all(rule == UNUSED for rule, *_ in mended):
            # What is mended needs no ignore comment any more; the next run says so.
            continue
        if open_fixes[mended]:
            open_fixes[mended] -= 1
        elif not fix.unsafe or settings.unsafe_fixes:
            left.update(edit.path for edit in fix.edits)
    for path in sorted(left & set(new)):
        problems[path] = "second pass: the rewritten file would be edited again"
    for finding in after.findings:
        is_new = finding.severity != "note" and finding.suppressed is None and _known_by(finding) not in known
        if finding.place.path in new and is_new:
            problems.setdefault(finding.place.path, f"new finding: {finding.rule} at line {finding.place.line}")
    for path, place in _broken(chosen, analysis, after.sent):
        problems.setdefault(path, f"request: what the call at line {place.line} then sends is not what was promised")
    return problems


def _known_by(finding: Finding) -> tuple[str, str, str, str]:
    """What makes a finding the same one before and after; a keyword may have become a key in quotes."""
    return finding.rule, finding.place.path, finding.symbol, finding.matched.strip("\"'")


def _broken(chosen: Iterable[PlannedFix], analysis: Analysis, sent: Sent | None) -> Iterator[tuple[str, Place]]:
    """The files of fixes after which a request is not the one that the finding shows.

    Of what is a call no more no request is seen, and those of others may differ.
    """
    for fix in chosen:
        for finding in (analysis.findings[index] for index in fix.findings if index not in analysis.fleeting):
            promised = finding.request.after if finding.request is not None else None
            if promised is not None and sent is not None and sent.breaks(promised):
                for edit in fix.edits:
                    yield edit.path, finding.place


def _left_out(analysis: Analysis, chosen: Iterable[PlannedFix]) -> list[PlannedFix]:
    taken = set(chosen)
    return [fix for fix in analysis.fixes if fix not in taken]


def _mended(fix: PlannedFix, analysis: Analysis) -> frozenset[tuple[str, str, str, str]]:
    """What a fix mends, told without places, which fixes before it move."""
    found = (analysis.findings[index] for index in fix.findings)
    return frozenset((each.rule, each.place.path, each.symbol, each.matched) for each in found)


def _write(chosen: list[PlannedFix], project: Project) -> tuple[list[PlannedFix], list[Skipped]]:
    """Write the files; those that one fix joins land together or not at all."""
    new = _new_bytes(chosen, project)
    failures: list[Skipped] = []
    bad: set[str] = set()
    for paths in _joined(chosen):
        files = [(project.tree.location(path) or path, project.data[path], new[path]) for path in paths]
        outcomes = _kept_from(files, project) or write_together(files)
        for path, outcome in zip(paths, outcomes, strict=True):
            if isinstance(outcome, NotWritten):
                bad.add(path)
                failures.append(Skipped(path, outcome.code, outcome.message, fatal=True))
    return _without(chosen, bad), failures


def _kept_from(files: Sequence[tuple[str, bytes, bytes]], project: Project) -> Sequence[Written | NotWritten]:
    """Why these files are not to be written, if so: somebody asked the run to end, or one lies outside the PATHs by now."""
    if project.stops.asked is not None:
        return [NotWritten(INTERRUPTED, "the run was interrupted before this was done", name) for name, _, _ in files]
    outside = next((name for name, _, _ in files if not f"{os.path.realpath(name)}{os.sep}".startswith(project.inside)), None)
    if outside is None:
        return ()
    return [NotWritten("link", "leads outside the given paths", name) for name, _, _ in files]


def _joined(fixes: Iterable[PlannedFix]) -> list[list[str]]:
    groups: list[set[str]] = []
    for fix in fixes:
        paths = {edit.path for edit in fix.edits}
        for group in [group for group in groups if group & paths]:
            paths |= group
            groups.remove(group)
        groups.append(paths)
    return [sorted(group) for group in groups if group]


def _refuse(findings: list[Finding], fixes: Iterable[PlannedFix], failures: Sequence[Skipped]) -> None:
    """Findings whose fix could not be proven or written say so."""
    reasons = {failure.path: failure for failure in failures}
    for fix in fixes:
        failure = next((reasons[edit.path] for edit in fix.edits if edit.path in reasons), None)
        if failure is None:
            continue
        for index in fix.findings:
            findings[index] = replace(findings[index], fix=None, refusal=Refusal(failure.code, failure.message))


def _mark_applied(findings: list[Finding], fixes: Iterable[PlannedFix]) -> None:
    for fix in fixes:
        for index in fix.findings:
            planned = findings[index].fix
            findings[index] = replace(findings[index], fix=planned and replace(planned, applied=True))


def _diff(fixes: Iterable[PlannedFix], project: Project) -> str:
    """One unified diff over all files, with a/ and b/ as git writes them."""
    parts: list[str] = []
    for path, data in _new_bytes(fixes, project).items():
        encoding = _encoding(project, path)
        old, new = _lines(project.data[path], encoding), _lines(data, encoding)
        for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"):
            parts.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(parts)


def _lines(data: bytes, encoding: str) -> list[str]:
    text = data.decode(encoding, "replace")
    return [line + "\n" for line in text.split("\n")[:-1]] + ([text.split("\n")[-1]] if not text.endswith("\n") and text else [])

"""What a commit and a pull request say: what changed and why, what to check, and what is left for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from migrator.edition import told
from migrator.findings import Finding, Report
from migrator.report.plain import count

_WIDTH = 72
"""What people wrap commit messages at."""
_KEPT = "Each changed call sends what its author wrote, to a model that there is; whether it thinks stays as it was meant."


def title_of(applied: Iterable[Finding], vendor: str) -> str:
    """The commit's and the pull request's first line."""
    models = sorted({each.replacement for each in applied if each.replacement})
    if not models:
        return f"Give {vendor} its parameters where it reads them"
    return f"Move off retired models to {', '.join(models)}"


def commit_message(report: Report, applied: Sequence[Finding]) -> str:
    """The message of the commit that makes these fixes."""
    lines = [title_of(applied, report.vendor), "", *wrap(_KEPT, _WIDTH)]
    for head, found in _groups(applied):
        lines += ["", *wrap(head, _WIDTH, break_long_words=False, break_on_hyphens=False)]
        lines += (f"- {each.place.path}:{each.place.line}" for each in found)
    return "\n".join(lines) + "\n"


def pull_text(report: Report, applied: Sequence[Finding], left: Sequence[Finding]) -> str:
    """A pull request's text, in Markdown."""
    lines = [_KEPT, "", "## Changed, and why"]
    lines += _listed(applied, "- ")
    notes = list(dict.fromkeys(note for each in applied for note in each.notes))
    if notes:
        lines += ["", "## To check", "", *(f"- {note}" for note in notes)]
    if left:
        lines += ["", f"## Left for a person ({count(len(left), 'finding')})"]
        lines += _listed(left, "- [ ] ")
    rules = told(report.rulebook, report.today)
    lines += ["", f"Made by {report.tool} {report.version}{f', {rules}' if rules else ''}, and looked at again after the change."]
    return "\n".join(lines) + "\n"


def _listed(findings: Sequence[Finding], bullet: str) -> Iterator[str]:
    """What several say once, with their places below; then those that say something of their own."""
    alone = []
    for head, found in _groups(findings):
        if len(found) == 1:
            alone.append(f"{bullet}{_place(found[0])}: {head}")
        else:
            yield from ("", f"{head}:", "", *(f"{bullet}{_place(each)}" for each in found))
    yield from ("", *alone) if alone else ()


def _groups(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Those that say the same, with what they say; the most frequent first."""
    groups: dict[str, list[Finding]] = {}
    for each in findings:
        becomes = f". It asks for `{each.replacement}` now" if _is_renamed(each) else ""
        why = f" ({each.refusal.code}: {each.refusal.hint})" if each.refusal is not None else ""
        groups.setdefault(f"{each.rule} {each.message}{becomes}{why}", []).append(each)
    yield from sorted(groups.items(), key=lambda item: -len(item[1]))


def _is_renamed(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applied and finding.replacement not in (None, finding.model)


def _place(finding: Finding) -> str:
    # A name may hold what ends the code.
    path = finding.place.path.replace("`", "'").replace("\n", "?")
    return f"`{path}:{finding.place.line}`"

"""What all rows of an audit say together: how much fails now, where, whose, and what became better since another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from migrator.audit.work import FAILED, Row
from migrator.findings import Certainty, Finding, Fix, Place, Refusal
from migrator.report.page.prices import plain_model
from migrator.rulebook import Rulebook, load

NOBODY = "nobody known"
RENAME = "DSM101"


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and where it is; `fails`: it stands for a call that fails now, each of which has one such finding."""

    repository: str
    owner: str
    finding: Finding
    fails: bool = False


def fails(finding: Finding) -> bool:
    """Whether a finding is of something that fails now, and is not yet mended."""
    applied = finding.fix is not None and finding.fix.applied
    live = finding.suppressed is None and not applied
    return live and finding.severity == "error" and finding.certainty >= Certainty.LIKELY


def counts(finding: Finding) -> bool:
    """Whether a finding keeps a repository from being clean."""
    applied = finding.fix is not None and finding.fix.applied
    live = finding.suppressed is None and not applied
    return live and finding.severity in ("error", "warning") and finding.certainty >= Certainty.LIKELY


@dataclass(slots=True)
class Figures:
    """The numbers of an audit."""

    rows: list[Row]
    rulebook: Rulebook
    found: list[Found] = field(default_factory=list)
    failed: list[Row] = field(default_factory=list)
    failing: int = 0
    by_owner: Counter[str] = field(default_factory=Counter)
    by_model: Counter[str] = field(default_factory=Counter)
    by_repository: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def audited(self) -> int:
        """How many repositories have an answer."""
        return len(self.rows) - len(self.failed)

    @property
    def clean(self) -> set[str]:
        """Repositories with nothing left that counts."""
        return {name for name, numbers in self.by_repository.items() if not numbers["counts"]}

    @property
    def concerned(self) -> int:
        """How many repositories have calls that fail now."""
        return sum(bool(numbers["fails"]) for numbers in self.by_repository.values())


def figures(rows: Iterable[Row], rulebooks: Sequence[str] = ()) -> Figures:
    """Add the rows up; `rulebooks` are the files that were asked for beside the tool's own."""
    book = load(extra=rulebooks)
    known = book.models
    told = Figures(list(rows), book)
    for row in told.rows:
        name = str(row["repository"])
        if row.get("status") == FAILED:
            told.failed.append(row)
            continue
        numbers = told.by_repository.setdefault(name, Counter())
        for each in found_in(row):
            told.found.append(each)
            finding = each.finding
            numbers["findings"] += finding.suppressed is None
            numbers["counts"] += counts(finding)
            numbers["fails"] += each.fails
            numbers["safe"] += finding.fix is not None and not finding.fix.applied and finding.fix.applicability == "safe"
            numbers["unsafe"] += finding.fix is not None and not finding.fix.applied and finding.fix.applicability == "unsafe"
            numbers["fixed"] += finding.fix is not None and finding.fix.applied
            numbers["refused"] += finding.refusal is not None
            if each.fails:
                told.failing += 1
                told.by_owner[each.owner] += 1
                told.by_model[plain_model(finding.model or "?", known)] += 1
    return told


def found_in(row: Row) -> Iterator[Found]:
    """A row's findings."""
    owners = row.get("owners")
    known = owners if isinstance(owners, dict) else {}
    findings = row.get("findings")
    listed = [finding_of(told) for told in findings if isinstance(told, dict)] if isinstance(findings, list) else []
    renamed = {each.fix.id for each in listed if each.fix is not None and fails(each) and each.rule == RENAME}
    for finding in listed:
        # What fails for a second reason is one call all the same, and mended by the same fix.
        said = finding.rule != RENAME and finding.fix is not None and finding.fix.id in renamed
        owner = str(known.get(finding.place.path) or NOBODY)
        yield Found(str(row["repository"]), owner, finding, fails(finding) and not said)


def finding_of(told: Mapping[str, object]) -> Finding:
    """A finding as far as its JSON tells."""

    def text(key: str) -> str | None:
        value = told.get(key)
        return value if isinstance(value, str) else None

    def number(key: str) -> int:
        value = told.get(key)
        return value if isinstance(value, int) else 1

    fix, refusal, notes = told.get("fix"), told.get("refusal"), told.get("notes")
    return Finding(
        rule=text("rule") or "",
        name=text("name") or "",
        severity=text("severity") or "note",
        certainty=Certainty[(text("certainty") or "possible").upper()],
        message=text("message") or "",
        place=Place(text("path") or "", number("line"), number("column"), number("end_line"), number("end_column")),
        surface=text("surface"),
        provider=text("provider"),
        model=text("model"),
        replacement=text("replacement"),
        effect=text("effect"),
        notes=tuple(map(str, notes)) if isinstance(notes, list) else (),
        fix=Fix(str(fix.get("id")), str(fix.get("applicability")), fix.get("applied") is True, ())
        if isinstance(fix, dict)
        else None,
        refusal=Refusal(str(refusal.get("code")), str(refusal.get("hint"))) if isinstance(refusal, dict) else None,
        fingerprint=text("fingerprint") or "",
        suppressed=text("suppressed"),
    )


@dataclass(frozen=True, slots=True)
class Against:
    """What changed since an earlier audit, by repository."""

    before_clean: int
    before: int
    mended: tuple[str, ...]
    worse: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]


def compared(now: Figures, before: Figures) -> Against:
    """What became of the repositories."""
    both = now.by_repository.keys() & before.by_repository.keys()
    return Against(
        len(before.clean),
        before.audited,
        tuple(sorted(name for name in both if name in now.clean and name not in before.clean)),
        tuple(sorted(name for name in both if name not in now.clean and name in before.clean)),
        tuple(sorted(now.by_repository.keys() - before.by_repository.keys())),
        tuple(sorted(before.by_repository.keys() - now.by_repository.keys())),
    )

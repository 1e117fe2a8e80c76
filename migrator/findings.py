"""What the tool says: findings, evidence, fixes, refusals and the report that every format renders."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeAlias

from migrator.steps import Steps

Json: TypeAlias = "str | int | float | bool | None | list[Json] | dict[str, Json]"


class Certainty(IntEnum):
    """How sure it is that a finding concerns Model Studio, lowest first."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place as people count: lines and columns from 1, columns in code points, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A notebook cell: `index` and the line in it, both from 1."""

    index: int
    line: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One step of why: a place and what it shows."""

    path: str
    line: int
    column: int
    note: str


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Bytes `start` to `end` of the file as it was become `text`."""

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that stand or fall together; `applicability` is "safe" or "unsafe"."""

    id: str
    applicability: str
    applied: bool
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is changed here, and what a person has to do."""

    code: str
    hint: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the SDK sends it: the URL's path and the JSON body; unknown parts are {"?": source}."""

    path: str
    body: Json


@dataclass(frozen=True, slots=True)
class RequestChange:
    """The request as it goes out now (None: the call raises first) and as it will."""

    before: Request | None
    after: Request | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said about one place."""

    rule: str
    name: str
    severity: str
    certainty: Certainty
    message: str
    place: Place
    surface: str | None = None
    provider: str | None = None
    model: str | None = None
    replacement: str | None = None
    effect: str | None = None
    request: RequestChange | None = None
    notes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    fix: Fix | None = None
    refusal: Refusal | None = None
    fingerprint: str = ""
    suppressed: str | None = None
    cell: Cell | None = None
    symbol: str = ""
    """The enclosing functions and classes, dotted; part of the fingerprint."""
    matched: str = ""
    """The source text that the finding stands at; part of the fingerprint."""
    reason: str = ""
    """Why it is suppressed, as the comment says."""
    wanted: Request | None = None
    """Of a refused finding: the request that would be right."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that could not be judged; `fatal` makes the exit status 2."""

    path: str
    code: str
    message: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many files were looked at: `seen` on the way, `read` as bytes, and the wall time in seconds."""

    seen: int
    read: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run has to say; every format renders this and nothing else."""

    tool: str
    version: str
    today: str
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    counts: Counts
    sources: dict[str, bytes]
    """The bytes, as they were before any fix, of the files that findings stand in."""
    diff: str = ""
    """The unified diff of what was, or would be, written."""
    remarks: tuple[str, ...] = ()
    """What else the run did, for people."""
    projects: dict[str, str] = field(default_factory=dict)
    """By the path of a file with findings: the project that it is in."""
    passed_over: tuple[str, ...] = ()
    """Files and folders below the PATHs that were not read because they are excluded."""
    rulebook: str = ""
    """The date of the rulebook."""
    steps: Steps = field(default_factory=Steps, compare=False)
    """Where the time went."""
    rulebooks: tuple[str, ...] = ()
    """The files that were asked for beside the tool's own rulebook."""
    vendor: str = ""
    """What people call the provider that the rulebook is about."""

    @property
    def remaining(self) -> tuple[Finding, ...]:
        """Findings neither applied nor suppressed."""
        return tuple(f for f in self.findings if f.suppressed is None and not (f.fix and f.fix.applied))

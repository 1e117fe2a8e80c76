"""What the tool says: findings, evidence, fixes, refusals and the report that every format renders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from migrator.reported import Certainty, Counts, Report, Skipped

__all__ = [
    "Cell",
    "Certainty",
    "Counts",
    "Edit",
    "Evidence",
    "Finding",
    "Fix",
    "Json",
    "Place",
    "Refusal",
    "Report",
    "Request",
    "RequestChange",
    "Skipped",
]

Json: TypeAlias = "str | int | float | bool | None | list[Json] | dict[str, Json]"


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
    body: dict[str, Json]


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

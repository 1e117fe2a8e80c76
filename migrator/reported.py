"""What a run has to say as a whole: the report, what was skipped, how many files there were.

A run that finds nothing needs no more than this, and is not to pay for the rest of what findings are made of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from migrator.steps import Steps

if TYPE_CHECKING:
    from migrator.findings import Finding


class Certainty(IntEnum):
    """How sure it is that a finding concerns Model Studio, lowest first."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3

    def __str__(self) -> str:
        return self.name.lower()


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

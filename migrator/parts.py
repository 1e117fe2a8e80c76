"""What one project adds to a run's report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrator.findings import Finding, Skipped


@dataclass(frozen=True, slots=True)
class Part:
    """Findings, skipped files, the sources that findings stand in, the diff, and how many files were read."""

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    sources: Mapping[str, bytes]
    diff: str
    read: int
    known: frozenset[str] = frozenset()
    """Fingerprints of the baseline that were met."""
    weight: int = 0
    """Bytes of source that the project's facts were read from."""

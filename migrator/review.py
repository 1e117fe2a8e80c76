"""What of a run's findings counts: hidden by a baseline, outside the changed lines, or turned down by who was asked."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from migrator.baseline import Baseline, with_known
from migrator.findings import Edit, Finding

if TYPE_CHECKING:
    from migrator.analyse import PlannedFix
    from migrator.files.changed import Base


class Chooser(Protocol):
    """Asks somebody which fixes to apply."""

    def __call__(
        self, fixes: Sequence[PlannedFix], findings: Sequence[Finding], sources: Mapping[str, bytes]
    ) -> Sequence[PlannedFix]:
        """Those of the fixes that are wanted."""


@dataclass(frozen=True, slots=True)
class Review:
    """What stands between an analysis and its report; `cwd` is the folder that paths are relative to."""

    cwd: str
    baseline: Baseline | None = None
    base: Base | None = None
    choose: Chooser | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Findings by their old numbers: `outside` are not to be told, `known` fingerprints of the baseline were met."""

    findings: list[Finding]
    outside: frozenset[int] = frozenset()
    known: frozenset[str] = frozenset()

    def counts(self, index: int) -> bool:
        """Whether the finding is to be mended: told, and not suppressed."""
        return index not in self.outside and self.findings[index].suppressed is None

    def told(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Those of the findings that are told; edits of a fix that only others held go to the first one told."""
        if not self.outside:
            return tuple(findings)
        kept = [finding for index, finding in enumerate(findings) if index not in self.outside]
        lost: dict[str, set[Edit]] = {}
        for index in self.outside:
            fix = findings[index].fix
            if fix is not None:
                lost.setdefault(fix.id, set()).update(fix.edits)
        return tuple(_with(finding, lost) for finding in kept)


def review_findings(findings: Sequence[Finding], review: Review, sources: Mapping[str, bytes]) -> Reviewed:
    """Mark what the baseline knows, and tell which findings stand on lines that did not change."""
    marked, known = list(findings), frozenset[str]()
    if review.baseline is not None:
        marked, known = with_known(findings, review.baseline, review.cwd)
    if review.base is None:
        return Reviewed(marked, frozenset(), known)
    held = {_absolute(each.place.path, review): sources[each.place.path] for each in marked if each.place.path in sources}
    changed = review.base.changed(held)
    outside = frozenset(
        index
        for index, finding in enumerate(marked)
        if (lines := changed.get(_absolute(finding.place.path, review))) is not None
        and not lines.touch(finding.place.line, finding.place.end_line)
    )
    return Reviewed(marked, outside, known)


def _absolute(path: str, review: Review) -> str:
    return os.path.normpath(os.path.join(review.cwd, path))


def _with(finding: Finding, lost: dict[str, set[Edit]]) -> Finding:
    edits = lost.pop(finding.fix.id, None) if finding.fix is not None else None
    if finding.fix is None or not edits:
        return finding
    return replace(finding, fix=replace(finding.fix, edits=tuple(sorted({*finding.fix.edits, *edits}))))

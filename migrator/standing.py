"""Brings a run's baseline up to date: entries that match nothing any more, and what is written in their place."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from migrator.baseline import KNOWN, Baseline, Entry, path_from, save, written_baseline
from migrator.cards import message
from migrator.findings import Certainty, Finding, Place, Refusal, Skipped
from migrator.fingerprints import fingerprint
from migrator.rulebook import Card
from migrator.settings_model import Settings

STALE = "DSM902"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What a run looked at: `files` by their paths in the report, and whether a file that is gone would have been one."""

    files: frozenset[str]
    failed: frozenset[str]
    """Files of which nothing can be said."""
    is_gone: Callable[[str], bool]


def judged(entry: Entry, baseline: Baseline, looked_at: LookedAt, settings: Settings, cards: Mapping[str, Card]) -> str | None:
    """The entry's file as the report names it, where this run looked for the finding; None where it did not."""
    card = cards.get(entry.rule)
    path = _in_report(entry, baseline, settings)
    if card is not None and not settings.selects(card.code, card.name):
        return None
    if card is not None and settings.ignored_in(path, card.code, card.name):
        return None
    if path in looked_at.failed:
        return None
    return path if path in looked_at.files or looked_at.is_gone(path) else None


def stale(
    baseline: Baseline,
    known: frozenset[str],
    looked_at: LookedAt,
    settings: Settings,
    cards: Mapping[str, Card],
    shown: str,
) -> list[Finding]:
    """DSM902 for each entry that matches nothing; `shown` is the baseline's file as the report names it."""
    card = cards[STALE]
    if not settings.selects(card.code, card.name):
        return []
    found: list[Finding] = []
    for entry in baseline.entries:
        path = None if entry.fingerprint in known else judged(entry, baseline, looked_at, settings, cards)
        if path is None:
            continue
        line = baseline.line_of(entry)
        text = baseline.data.split(b"\n")[line - 1].decode("utf-8", "replace").rstrip("\r")
        column = len(text) - len(text.lstrip()) + 1
        found.append(
            Finding(
                rule=card.code,
                name=card.name,
                severity=card.severity,
                certainty=Certainty.POSSIBLE,
                message=message(card, "stale", rule=entry.rule, path=path),
                place=Place(shown, line, column, line, len(text.rstrip(",")) + 1),
                refusal=Refusal("choice-needed", f"--write-baseline {shown} drops it"),
                fingerprint=fingerprint(card.code, shown, "", entry.fingerprint, 0),
                matched=entry.fingerprint,
            )
        )
    return found


def rewrite(
    findings: Sequence[Finding],
    old: Baseline,
    looked_at: LookedAt,
    settings: Settings,
    cards: Mapping[str, Card],
    shown: str,
) -> tuple[list[Finding], list[Skipped], str]:
    """Write the baseline: the findings as they stand from then on, what failed, and a line that says what was done."""
    new, gone = written_baseline(
        findings, old, settings.cwd, lambda entry: judged(entry, old, looked_at, settings, cards) is None
    )
    problem = save(new, old)
    if problem is not None:
        return list(findings), [Skipped(shown, "write-failed", problem, fatal=True)], ""
    applied = [finding.fix is not None and finding.fix.applied for finding in findings]
    marked = [
        finding if done or finding.suppressed is not None else replace(finding, suppressed=KNOWN)
        for finding, done in zip(findings, applied, strict=True)
    ]
    dropped = f", {gone:,} stale dropped" if gone else ""
    return marked, [], f"wrote {len(new.entries):,} to {shown}{dropped}"


def _in_report(entry: Entry, baseline: Baseline, settings: Settings) -> str:
    whole = os.path.normpath(os.path.join(os.path.dirname(baseline.file), entry.path))
    return path_from(os.path.join(settings.cwd, "x"), whole, settings.cwd)

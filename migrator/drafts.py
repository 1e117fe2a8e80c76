"""A finding in the making: what a check says, and what it wants changed."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrator.changes import Change
from migrator.findings import Certainty, Edit, Refusal, RequestChange
from migrator.outcomes import CallRef, Step
from migrator.values import Site


@dataclass(frozen=True, slots=True)
class Note:
    """A message of a card: its key and fields."""

    key: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing a check has to say.

    `calls` are the calls that it belongs to: drafts that share a call or a site stand or fall together when
    `actionable`. `needs` are rules whose changes on the same call its own fix cannot do without.
    """

    rule: str
    message: Note
    site: Site
    certainty: Certainty
    calls: frozenset[CallRef] = frozenset()
    surface: str | None = None
    provider: str | None = None
    model: str | None = None
    replacement: str | None = None
    effect: str | None = None
    request: RequestChange | None = None
    notes: tuple[Note, ...] = ()
    steps: tuple[Step, ...] = ()
    changes: tuple[Change, ...] = ()
    unsafe: tuple[str, ...] = ()
    refusal: Refusal | None = None
    actionable: bool = False
    needs: frozenset[str] = frozenset()
    edits: tuple[Edit, ...] = ()
    """Edits of its own document that no language has to write, and that stand alone."""

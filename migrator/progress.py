"""How far a run is: what the engine tells, and what nobody listens to."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told, often, how many of how many steps of a stage are done."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note."""


def silent(stage: str, done: int, total: int) -> None:
    """Take no note."""

"""Frozen dataclasses that the type checker alone keeps frozen: a fifth of the time to make one, and there are millions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(*, frozen, slots):
        """What `dataclasses.dataclass` makes but that assigning to a part raises nothing: it hashes and compares as that does."""
        return dataclasses.dataclass(unsafe_hash=frozen, slots=slots)

"""Settings files call nothing and import nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrator.link.common import nothing, unchanged

if TYPE_CHECKING:
    from migrator.link.program import Program


@dataclass(frozen=True, slots=True)
class NoLibrary:
    """What a language without functions and modules supplies."""

    may_omit = False
    keywords = False
    imports_only = False
    keyed = False

    result = member = supplied = walks = undefined = builtin = staticmethod(nothing)
    named = staticmethod(unchanged)

    def module(self, program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
        return ()

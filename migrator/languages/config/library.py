"""Settings files call nothing and import nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrator.facts import Call, FileFacts, FormalParameter, Function
from migrator.values import Member, Reference

if TYPE_CHECKING:
    from migrator.link.common import Outcomes
    from migrator.link.evaluate import Linker
    from migrator.link.program import Program
    from migrator.outcomes import Frames, Outcome


@dataclass(frozen=True, slots=True)
class NoLibrary:
    """What a language without functions and modules supplies."""

    keywords = False
    imports_only = False

    def result(self, linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
        return None

    def member(self, linker: Linker, value: Member, where: FileFacts, frames: Frames) -> Outcomes | None:
        return None

    def module(self, program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
        return ()

    def supplied(self, linker: Linker, function: Function, formal: FormalParameter, where: FileFacts) -> Outcomes | None:
        return None

    def undefined(self, linker: Linker, value: Reference, where: FileFacts) -> Outcomes | None:
        return None

    def named(self, linker: Linker, outcome: Outcome) -> Outcome:
        return outcome

    def builtin(self, name: str) -> str | None:
        return None

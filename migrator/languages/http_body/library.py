"""The linker's questions about languages that have no library: a request is the one thing that they know."""

from __future__ import annotations

import posixpath

from migrator.facts import Call, FileFacts, FormalParameter, Function
from migrator.languages.http_body.request import CALLEE
from migrator.link.common import Outcomes
from migrator.link.evaluate import Linker
from migrator.link.program import Program
from migrator.outcomes import Frames, Outcome
from migrator.values import Member, Reference


class RequestLibrary:
    """Answers nothing but the name of a request."""

    keywords = False
    imports_only = False

    def result(self, linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
        return None

    def member(self, linker: Linker, value: Member, where: FileFacts, frames: Frames) -> Outcomes | None:
        return None

    def module(self, program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
        """The file that a request reads its body from: beside what names it, else where the project is run from."""
        folder = importer.partition("#")[0].rpartition("/")[0]
        root = "" if program.root in ("", ".") else program.root
        wanted = [posixpath.normpath(posixpath.join(each, module.replace("\\", "/"))) for each in (folder, root)]
        return tuple(dict.fromkeys(each for each in wanted if each in program.paths))

    def supplied(self, linker: Linker, function: Function, formal: FormalParameter, where: FileFacts) -> Outcomes | None:
        return None

    def undefined(self, linker: Linker, value: Reference, where: FileFacts) -> Outcomes | None:
        return None

    def named(self, linker: Linker, outcome: Outcome) -> Outcome:
        return outcome

    def builtin(self, name: str) -> str | None:
        return CALLEE if name == CALLEE else None

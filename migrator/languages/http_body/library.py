"""The linker's questions about languages that have no library: a request is the one thing that they know."""

from __future__ import annotations

import posixpath

from migrator.languages.http_body.request import CALLEE
from migrator.link.common import nothing, unchanged
from migrator.link.program import Program


class RequestLibrary:
    """Answers nothing but the name of a request."""

    may_omit = False
    keywords = False
    imports_only = False
    keyed = False

    result = member = supplied = walks = undefined = staticmethod(nothing)
    named = staticmethod(unchanged)

    def module(self, program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
        """The file that a request reads its body from: beside what names it, else where the project is run from."""
        folder = importer.partition("#")[0].rpartition("/")[0]
        root = "" if program.root in ("", ".") else program.root
        wanted = [posixpath.normpath(posixpath.join(each, module.replace("\\", "/"))) for each in (folder, root)]
        return tuple(dict.fromkeys(each for each in wanted if each in program.paths))

    def builtin(self, name: str) -> str | None:
        return CALLEE if name == CALLEE else None

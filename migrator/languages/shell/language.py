"""Shell scripts as one of the tool's languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from migrator.changes import Change
from migrator.documents import inner_path
from migrator.files.source import Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Part, Unparsed
from migrator.languages.http_body.library import RequestLibrary
from migrator.languages.shell.dialects import (
    dockerfile,
    makefile,
    nothing_overridden,
    overridden_by_docker,
    overridden_by_make,
    script,
    with_returns,
)
from migrator.languages.shell.writer import Bodies, write

DEEPEST = 5
"""How deep scripts are looked for inside scripts."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Read with tree-sitter's Bash grammar; `clean` makes a file a script of the same length.

    `overridden` names the variables that whoever starts it may set otherwise; `exports` says that programs get all of them.
    """

    id: str = "shell"
    clean: Callable[[bytes], bytes] = script
    overridden: Callable[[bytes], frozenset[str]] = nothing_overridden
    exports: bool = False
    surfaces: str = "http"
    library: RequestLibrary = field(default_factory=RequestLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        source = decode(path, data, self.id)
        if isinstance(source, Unreadable):
            return Unparsed(source.code, source.message)
        if source.encoding != "utf-8":
            return Unparsed("encoding", f"no shell reads {source.encoding.upper()}")
        try:
            from migrator.languages.shell.parse import parse
        except ImportError:
            return Unparsed("no-parser", "tree-sitter and its Bash grammar are not installed")
        from migrator.languages.shell.nested import nested_script
        from migrator.languages.shell.reader import Walk

        cleaned = self.clean(data)
        root = parse(cleaned)
        if root is None:
            return Unparsed("too-deep", "the commands nest too deeply")
        script = Walk(path, with_returns(cleaned, data), interesting, self.overridden(data), self.exports).read(root)
        parts: list[Part] = []
        for number, word in enumerate(script.nested if path.count("#") < DEEPEST else (), 1):
            text, embedding = nested_script(word)
            inner = SHELL.read(inner_path(path, number), text, interesting)
            if isinstance(inner, Document):
                parts.append(Part(inner, SHELL, embedding))
        bodies = Bodies((*script.bodies, *script.inner), tuple(script.words))
        return Document(path, data, source.encoding, script.facts, bodies, tuple(parts))

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        assert isinstance(document.tree, Bodies)
        return write(document.path, document.data, document.tree, changes)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        from migrator.languages.shell.compare import compare

        return compare(path, self.clean(old), self.clean(new))


SHELL = Shell()
MAKEFILE = Shell("makefile", makefile, overridden_by_make)
DOCKERFILE = Shell("dockerfile", dockerfile, overridden_by_docker, exports=True)
ENVIRONMENT_LINES = Shell("shell", exports=True)
"""Nothing but variables that are set for others."""

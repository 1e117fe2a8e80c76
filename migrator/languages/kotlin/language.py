"""Kotlin as one of the tool's languages: it calls Java's SDKs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from migrator.changes import Change
from migrator.findings import Edit
from migrator.languages.base import Document, Unparsed
from migrator.languages.java.library import JavaLibrary
from migrator.languages.java.parse import Parsed, parse

GRAMMAR = "tree_sitter_kotlin"


@dataclass(frozen=True, slots=True)
class Kotlin:
    """Read and written over tree-sitter."""

    id: str = "kotlin"
    surfaces: str = "java"
    library: JavaLibrary = field(default_factory=JavaLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        parsed = parse(path, data, self.id, GRAMMAR)
        if isinstance(parsed, Unparsed):
            return parsed
        from migrator.languages.kotlin.reader import read

        try:
            facts = read(path, parsed, interesting)
        except RecursionError:
            return Unparsed("too-deep", "it nests deeper than programs that people write")
        return Document(path, data, parsed.source.encoding, facts, parsed)

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        from migrator.languages.kotlin.writer import write

        parsed = document.tree
        assert isinstance(parsed, Parsed)
        return write(document.path, parsed, changes)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        from migrator.languages.java.compare import compare

        return compare(path, old, new, edits, lambda name, data: parse(name, data, self.id, GRAMMAR))


KOTLIN = Kotlin()

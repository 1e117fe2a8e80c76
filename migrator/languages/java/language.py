"""Java and what runs beside it, as languages of the tool: one SDK, one library, one grammar each."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from migrator.changes import Change
from migrator.facts import FileFacts
from migrator.findings import Edit
from migrator.languages.base import Document, Unparsed
from migrator.languages.java.library import JavaLibrary
from migrator.languages.java.parse import Mend, Parsed, parse

Reader = Callable[[str, Parsed, Callable[[str], bool]], FileFacts]
Writer = Callable[[str, Parsed, Sequence[Change]], tuple[tuple[Edit, ...], ...]]


@dataclass(frozen=True, slots=True)
class JavaLike:
    """Read and written over tree-sitter; `folder` is the package of its `reader` and `writer`, imported on use."""

    id: str
    grammar: str
    folder: str
    surfaces: str = "java"
    library: JavaLibrary = field(default_factory=JavaLibrary)
    mend: Mend | None = None

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        parsed = self._parse(path, data)
        if isinstance(parsed, Unparsed):
            return parsed
        read = cast("Reader", importlib.import_module(f"{self.folder}.reader").read)
        try:
            facts = read(path, parsed, interesting)
        except RecursionError:
            return Unparsed("too-deep", "it nests deeper than programs that people write")
        return Document(path, data, parsed.source.encoding, facts, parsed)

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        parsed = document.tree
        assert isinstance(parsed, Parsed)
        return cast("Writer", importlib.import_module(f"{self.folder}.writer").write)(document.path, parsed, changes)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        from migrator.languages.java.compare import compare

        return compare(path, old, new, edits, self._parse)

    def _parse(self, path: str, data: bytes) -> Parsed | Unparsed:
        return parse(path, data, self.id, self.grammar, self.mend)


JAVA = JavaLike("java", "tree_sitter_java", "migrator.languages.java")

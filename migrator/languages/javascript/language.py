"""JavaScript and TypeScript as two of the tool's languages, and the programs inside web pages and components."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from migrator.changes import Change
from migrator.findings import Edit
from migrator.languages.base import Document, Unparsed
from migrator.languages.javascript.library import JavaScriptLibrary


@dataclass(frozen=True, slots=True)
class JavaScript:
    """Read with tree-sitter; `id` is the kind of file that the program stands in."""

    id: str = "javascript"
    surfaces: str = "javascript"
    library: JavaScriptLibrary = field(default_factory=JavaScriptLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        from migrator.languages.javascript.parse import parse
        from migrator.languages.javascript.reader import read

        parsed = parse(path, data, self._grammar(path))
        if isinstance(parsed, Unparsed):
            return parsed
        if parsed.deep:
            from migrator.languages.python.deep import on_deep_stack

            facts = on_deep_stack(lambda: read(path, self.id, parsed, interesting))
        else:
            facts = read(path, self.id, parsed, interesting)
        return Document(path, data, parsed.encoding, facts, parsed)

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        from migrator.languages.javascript.parse import Parsed
        from migrator.languages.javascript.writer import write

        parsed = document.tree
        assert isinstance(parsed, Parsed)
        return write(document.path, parsed, changes)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        from migrator.languages.javascript.compare import compare

        return compare(path, old, new, edits, self._grammar(path))

    def _grammar(self, path: str) -> str:
        return "tsx" if path.lower().endswith(".tsx") else self.id


JAVASCRIPT = JavaScript()
TYPESCRIPT = JavaScript("typescript")
VUE = JavaScript("vue")
SVELTE = JavaScript("svelte")
HTML = JavaScript("html")

"""Python as one of the tool's languages."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from migrator.changes import CannotWrite, Change
from migrator.facts import FileFacts
from migrator.files.source import Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Unparsed
from migrator.languages.python.imports import imports_in
from migrator.languages.python.library import PythonLibrary
from migrator.readings import Follower
from migrator.values import Imported


@dataclass(frozen=True, slots=True)
class Python:
    """Read with Python's own parser where that says what LibCST would, else with LibCST; written with LibCST."""

    id: str = "python"
    surfaces: str = "python"
    library: PythonLibrary = field(default_factory=PythonLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        source = decode(path, data, self.id)
        if isinstance(source, Unreadable):
            return Unparsed(source.code, source.message)
        from migrator.languages.python.parse import Failure, parse
        from migrator.languages.python.quick import quick
        from migrator.languages.python.reader import read

        usual = quick(data)
        if usual is not None:
            facts = read(path, data, usual, interesting)
            return Document(path, data, usual.outline.encoding, facts, None, outline=usual.outline)
        parsed = parse(data)
        if isinstance(parsed, Failure):
            return Unparsed(parsed.code, parsed.message, parsed.line)
        # Evaluating a string with an invalid escape warns; that is the program's business, not ours.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if parsed.deep:
                from migrator.languages.python.deep import on_deep_stack

                facts = on_deep_stack(lambda: read(path, data, parsed, interesting))
            else:
                facts = read(path, data, parsed, interesting)
        return Document(path, data, parsed.module.encoding, facts, parsed)

    def outline(self, tree: object) -> object:
        from migrator.languages.python.parse import Parsed

        return tree.outline() if isinstance(tree, Parsed) else None

    def again(self, data: bytes) -> object:
        from migrator.languages.python.parse import parse

        return parse(data)

    def part(self, document: Document, changes: Collection[Change]) -> object:
        from migrator.languages.python.outline import Outline
        from migrator.languages.python.parse import parse_part

        outline = document.outline
        return parse_part(document.data, outline, document.path, changes) if isinstance(outline, Outline) else None

    def skim(self, path: str, data: bytes, names: Collection[bytes]) -> FileFacts | None:
        from migrator.languages.python.passing import passing

        return passing(path, data, names)

    def imports_in(self, path: str, data: bytes) -> tuple[Imported, ...] | None:
        return imports_in(path, data)

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        from migrator.languages.python.parse import Failure, Parsed
        from migrator.languages.python.writer import write

        parsed = document.tree
        if isinstance(parsed, Failure):
            raise CannotWrite(parsed.code, parsed.message)
        assert isinstance(parsed, Parsed)
        return write(document.path, document.data, parsed, changes)

    def follower(self, document: object) -> Follower | None:
        from migrator.languages.python.follow import PythonFollower
        from migrator.languages.python.parse import Parsed, parse

        assert isinstance(document, Document)
        parsed = document.tree or parse(document.data)
        return PythonFollower(document.path, parsed, document.facts) if isinstance(parsed, Parsed) else None

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        from migrator.languages.python.compare import compare

        return compare(path, old, new, edits)

    def compare_documents(self, before: Document, after: Document, edits: Sequence[Edit]) -> str | None:
        from migrator.languages.python.compare import compare_parsed, compare_touched
        from migrator.languages.python.outline import Outline
        from migrator.languages.python.parse import Parsed, parse

        path, old, new = before.path, before.tree, after.tree
        outline = before.outline if old is None else None
        written = new.outline() if isinstance(new, Parsed) else after.outline
        match outline, written:
            case Outline(), Outline() if compare_touched(path, before.data, outline, after.data, written, edits):
                return None
        first = old if isinstance(old, Parsed) else parse(before.data)
        return compare_parsed(path, first, new if isinstance(new, Parsed) else parse(after.data), edits)


PYTHON = Python()

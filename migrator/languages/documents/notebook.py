"""Jupyter notebooks: the code cells are programs inside the file's JSON strings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from migrator.documents import inner_path, sunk
from migrator.facts import FileFacts, Mention, Scope
from migrator.files.kinds import of_language, resolve
from migrator.files.source import Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Language, Part, Unparsed
from migrator.languages.config.compare import leaves
from migrator.languages.config.jsons import parse_json
from migrator.languages.config.library import NoLibrary
from migrator.languages.config.nodes import Broken, Node
from migrator.languages.documents.cells import ENVIRONMENT, Cell, Program, cells_of, kernel_of, programs_of
from migrator.languages.documents.prose import PROSE, unwritten
from migrator.values import Site


@dataclass(frozen=True, slots=True)
class Notebook:
    """Read as JSON, written through the language of its code."""

    id: str = "notebook"
    surfaces: str = "config"
    library: NoLibrary = field(default_factory=NoLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        source = decode(path, data, self.id)
        if isinstance(source, Unreadable):
            return Unparsed(source.code, source.message)
        if source.encoding != "utf-8":
            return Unparsed("encoding", "notebooks are UTF-8")
        try:
            root, cells = _parsed(data)
        except Broken as problem:
            return Unparsed("parse-error", str(problem), data.count(b"\n", 0, problem.offset) + 1)
        parts = tuple(_parts(path, data, root, cells, interesting))
        strings = {(each.start, each.end) for cell in cells for each in cell.strings}
        mentions = tuple(
            Mention("docstring", str(value[1]), Site(path, start, end))
            for _, value, start, end in leaves(root, ())
            if isinstance(value, tuple) and (start, end) not in strings and interesting(str(value[1]))
        )
        facts = FileFacts(path, self.id, scopes=(Scope(0, "module", None, None, ""),), mentions=mentions)
        return Document(path, data, "utf-8", facts, None, parts)

    write = staticmethod(unwritten)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        try:
            (old_root, old_cells), (new_root, new_cells) = _parsed(old), _parsed(new)
        except Broken as problem:
            return f"it is no notebook any more: {problem}"
        if [leaf[:2] for leaf in _outside(old_root)] != [leaf[:2] for leaf in _outside(new_root)]:
            return "something outside the code cells is another thing now"
        kernel = kernel_of(old_root)
        before, after = list(programs_of(old, old_cells, kernel)), list(programs_of(new, new_cells, kernel))
        if [(each.language, each.number) for each in before] != [(each.language, each.number) for each in after]:
            return "a cell is of another kind now"
        for one, other in zip(before, after, strict=True):
            found = _compared(path, one, other, edits)
            if found is not None:
                return found
        return None


def _compared(path: str, before: Program, after: Program, edits: Sequence[Edit]) -> str | None:
    language = _language(before.language)
    if before.text == after.text or language is None:
        return None
    if language is PROSE and _said(before.text) == _said(after.text):
        return None
    inner = inner_path(path, before.number)
    moved, mine = 0, []
    for edit in sorted(edits):
        length = len(edit.text.encode())
        if before.embedding.holds(edit.start, edit.end):
            mine.append((edit, moved))
        moved += length - (edit.end - edit.start)
    lowered = [each for edit, by in mine for each in sunk(before.embedding, after.embedding, inner, after.text, [edit], by)]
    return language.compare(inner, before.text, after.text, lowered)


def _said(text: bytes) -> list[bytes]:
    """The lines that say anything: blanks stand where the cell holds another language, which may grow."""
    return [line for line in text.splitlines() if line.strip()]


def _parsed(data: bytes) -> tuple[Node, tuple[Cell, ...]]:
    begin = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    try:
        json.loads(data[begin:])
    except json.JSONDecodeError as problem:
        raise Broken(f"this is no JSON: {problem.msg}", len(problem.doc[: problem.pos].encode("utf-8", "replace"))) from None
    except (ValueError, RecursionError):
        raise Broken("this is no JSON that can be read", 0) from None
    root = parse_json(data, begin).roots[0]
    return root, cells_of(data, root)


def _outside(root: Node) -> Iterator[tuple[tuple[str, ...], object]]:
    """Everything but the cells' sources."""
    for names, value, _, _ in leaves(root, ()):
        if not (len(names) > 2 and names[0] == "cells" and names[2] == "source"):
            yield names, value


def _parts(path: str, data: bytes, root: Node, cells: tuple[Cell, ...], interesting: Callable[[str], bool]) -> Iterator[Part]:
    for program in programs_of(data, cells, kernel_of(root)):
        language = _language(program.language)
        inner = inner_path(path, program.number)
        document = None if language is None or language is PROSE else language.read(inner, program.text, interesting)
        if language is not None and isinstance(document, Document):
            yield Part(document, language, program.embedding)
        elif interesting(program.text.decode("utf-8", "replace")):
            yield Part(PROSE.told(inner, program.text, interesting), PROSE, program.embedding)


def _language(name: str) -> Language | None:
    """The language of a program; None where nobody reads it."""
    if name == PROSE.id:
        return PROSE
    if name == ENVIRONMENT:
        from migrator.languages.shell.language import ENVIRONMENT_LINES

        return ENVIRONMENT_LINES
    kind = of_language(name)
    return cast(Language, resolve(kind)) if kind is not None and kind.reader else None


NOTEBOOK = Notebook()

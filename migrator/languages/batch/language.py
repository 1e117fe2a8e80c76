"""Batch files as one of the tool's languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from migrator.changes import Change
from migrator.files.source import Source, Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Unparsed
from migrator.languages.batch.reader import Reader
from migrator.languages.http_body.library import RequestLibrary
from migrator.languages.http_body.writer import write


@dataclass(frozen=True, slots=True)
class Batch:
    """Read line by line."""

    id: str = "batch"
    surfaces: str = "http"
    library: RequestLibrary = field(default_factory=RequestLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        source = decode(path, data, self.id)
        if isinstance(source, Unreadable):
            return Unparsed(source.code, source.message)
        if source.encoding != "utf-8":
            return Unparsed("encoding", f"{source.encoding.upper()} is not read here")
        reader = _reader(source, interesting)
        return Document(path, data, source.encoding, reader.read(), tuple(reader.bodies))

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        assert isinstance(document.tree, tuple)
        return write(document.path, document.data, document.tree, changes)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        before, after = decode(path, old, self.id), decode(path, new, self.id)
        if isinstance(before, Unreadable) or isinstance(after, Unreadable):
            return "the file is no text"
        first, second = _reader(before, lambda text: False), _reader(after, lambda text: False)
        facts, others = first.read(), second.read()
        if len(facts.calls) != len(others.calls) or len(first.bodies) != len(second.bodies):
            return "a request's body can no longer be read"
        return None if set(facts.bindings) == set(others.bindings) else "other variables are set"


def _reader(source: Source, interesting: Callable[[str], bool]) -> Reader:
    return Reader(source.path, source.text, len(source.bom), interesting)


BATCH = Batch()

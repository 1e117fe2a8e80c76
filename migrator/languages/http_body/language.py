"""Files whose requests are found line by line, as languages of the tool: they differ in their reader only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from migrator.changes import Change
from migrator.facts import FileFacts
from migrator.files.source import Source, Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Unparsed
from migrator.languages.http_body.body import Body
from migrator.languages.http_body.library import RequestLibrary
from migrator.languages.http_body.writer import write


class RequestReader(Protocol):
    """Reads one file: its facts, and the bodies that it came across."""

    bodies: list[Body]

    def read(self) -> FileFacts:
        """The facts."""


Readers = Callable[[str, str, int, Callable[[str], bool]], RequestReader]
"""Makes the reader of a file from its path, its text, the length of its byte-order mark and what is interesting."""


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A kind of file that is read line by line."""

    id: str
    reader: Readers
    surfaces: str = "http"
    library: RequestLibrary = field(default_factory=RequestLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        source = text_of(path, data, self.id)
        if isinstance(source, Unparsed):
            return source
        reader = self._reader(source, interesting)
        return Document(path, data, source.encoding, reader.read(), tuple(reader.bodies))

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        assert isinstance(document.tree, tuple)
        return write(document.path, document.data, document.tree, changes)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        before, after = decode(path, old, self.id), decode(path, new, self.id)
        if isinstance(before, Unreadable) or isinstance(after, Unreadable):
            return NO_TEXT
        first, second = self._reader(before, nothing), self._reader(after, nothing)
        return difference(first.read(), second.read(), first.bodies, second.bodies)

    def _reader(self, source: Source, interesting: Callable[[str], bool]) -> RequestReader:
        return self.reader(source.path, source.text, len(source.bom), interesting)


NO_TEXT = "the file is no text"


def nothing(text: str) -> bool:
    """Nothing is interesting where only the shape of a file counts."""
    return False


def text_of(path: str, data: bytes, language: str) -> Source | Unparsed:
    """The text of a file that has to be UTF-8, or why it cannot be read."""
    source = decode(path, data, language)
    if isinstance(source, Unreadable):
        return Unparsed(source.code, source.message)
    if source.encoding != "utf-8":
        return Unparsed("encoding", f"{source.encoding.upper()} is not read here")
    return source


def difference(old: FileFacts, new: FileFacts, bodies: Sequence[Body], others: Sequence[Body]) -> str | None:
    """What a rewrite has changed that it must not; None if nothing."""
    if len(old.calls) != len(new.calls) or len(bodies) != len(others):
        return "a request's body can no longer be read"
    return None if set(old.bindings) == set(new.bindings) else "other variables are set"

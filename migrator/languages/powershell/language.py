"""PowerShell as one of the tool's languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from migrator.changes import Change
from migrator.files.source import Source, Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Unparsed
from migrator.languages.http_body.language import NO_TEXT, difference, nothing, text_of
from migrator.languages.http_body.library import RequestLibrary
from migrator.languages.powershell.expressions import Found
from migrator.languages.powershell.reader import Reader
from migrator.languages.powershell.writer import write


@dataclass(frozen=True, slots=True)
class PowerShell:
    """Read token by token; what is not understood is unknown."""

    id: str = "powershell"
    surfaces: str = "http"
    library: RequestLibrary = field(default_factory=RequestLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        source = text_of(path, data, self.id)
        if isinstance(source, Unparsed):
            return source
        try:
            reader = _reader(source, interesting)
            facts = reader.read()
        except RecursionError:
            return Unparsed("too-deep", "the script nests too deeply")
        return Document(path, data, source.encoding, facts, reader.found)

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        assert isinstance(document.tree, Found)
        return write(document.path, document.data, document.tree, changes)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        before, after = decode(path, old, self.id), decode(path, new, self.id)
        if isinstance(before, Unreadable) or isinstance(after, Unreadable):
            return NO_TEXT
        first, second = _reader(before, nothing), _reader(after, nothing)
        facts, others = first.read(), second.read()
        if second.found.broken and not first.found.broken:
            return "a string does not end any more"
        return difference(facts, others, first.found.bodies, second.found.bodies)


def _reader(source: Source, interesting: Callable[[str], bool]) -> Reader:
    return Reader(source.path, source.text, len(source.bom), interesting)


POWERSHELL = PowerShell()

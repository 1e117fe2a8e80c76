"""Plain text: a model that it names gets a note, and nothing in it is ever edited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from migrator.changes import CannotWrite, Change
from migrator.facts import FileFacts, Mention, Scope
from migrator.files.source import Source, Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Unparsed
from migrator.languages.config.library import NoLibrary
from migrator.values import Site

_LINE = re.compile(rb"[^\r\n]+")
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}")


def unwritten(document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
    """What stands outside code blocks takes no change."""
    raise CannotWrite("documentation", "only fenced code blocks are rewritten in documents; change this one by hand")


def unedited(path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
    """What takes no change is the same afterwards."""
    return None if old == new else "text is never edited"


@dataclass(frozen=True, slots=True)
class Prose:
    """Text; `kind` is that of its mentions, `needs_host` asks for a host of ours in the same file."""

    id: str
    kind: str
    needs_host: bool = False
    surfaces: str = "config"
    library: NoLibrary = field(default_factory=NoLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        source = decode(path, data, self.id)
        if isinstance(source, Unreadable) and self.needs_host and source.code == "not-utf-8":
            source = Source(path, data, data.decode("latin-1"), "utf-8", b"", "\n")
        if isinstance(source, Unreadable):
            return Unparsed(source.code, source.message)
        if source.encoding != "utf-8":
            return Unparsed("encoding", f"{source.encoding.upper()} is not read in {self.id} files")
        if self.needs_host and not any(interesting(host) for host in _HOST.findall(source.text)):
            return self.told(path, data, lambda text: False)
        return self.told(path, data, interesting)

    def told(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document:
        """What a text names, wherever it comes from."""
        mentions = tuple(line_mentions(path, data, self.kind, interesting))
        facts = FileFacts(path, self.id, scopes=(Scope(0, "module", None, None, ""),), mentions=mentions)
        return Document(path, data, "utf-8", facts, None)

    write = staticmethod(unwritten)
    compare = staticmethod(unedited)


def line_mentions(
    path: str, data: bytes, kind: str, interesting: Callable[[str], bool], start: int = 0, end: int | None = None
) -> Iterator[Mention]:
    """Each line that names something of ours."""
    for line in _LINE.finditer(data, start, len(data) if end is None else end):
        text = line.group().decode("utf-8", "replace")
        if interesting(text):
            yield Mention(kind, text, Site(path, line.start(), line.end()))


PROSE = Prose("prose", "docstring")
TEXT = Prose("text", "string", needs_host=True)

"""What every language supplies: a reader, a writer, a comparison for the proof, and its standard library."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from migrator.changes import Change
from migrator.documents import Embedding
from migrator.facts import FileFacts
from migrator.findings import Edit
from migrator.link.evaluate import Library
from migrator.values import Imported


@dataclass(frozen=True, slots=True)
class Unparsed:
    """Why a document has no facts; `line` counts from 1, 0 where none can be named."""

    code: str
    message: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its bytes, how they are encoded, its facts, and the tree that the writer needs.

    `tree` belongs to the language; nothing else looks into it.
    """

    path: str
    data: bytes
    encoding: str
    facts: FileFacts
    tree: object
    parts: tuple[Part, ...] = ()
    """The documents inside this one; each has a path of its own (`inner_path`)."""
    outline: object = None
    """What the language keeps of a tree that has gone."""

    def without_tree(self, outline: object) -> Document:
        """The same, with no more of its tree than that."""
        return replace(self, tree=None, outline=outline)


@dataclass(frozen=True, slots=True)
class Part:
    """A document inside another one, with its language and the way out."""

    document: Document
    language: Language
    embedding: Embedding
    quoted: bool = False
    """It is an example in a text: it tells nothing about the project."""


class Language(Protocol):
    """One language. `id` is that of `FileFacts.language`, `surfaces` the language of the rulebook's surfaces."""

    @property
    def id(self) -> str: ...

    @property
    def surfaces(self) -> str: ...

    @property
    def library(self) -> Library: ...

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        """The document's facts; `interesting` tells which strings may name a model, a host or a variable."""

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        """For each change its byte edits, disjoint all together. Raises `CannotWrite`."""

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        """What is wrong with the rewritten bytes: they do not parse, or differ outside the edits. None: nothing."""


@runtime_checkable
class Skimming(Protocol):
    """A language that can read a document only as far as it hands names on."""

    def skim(self, path: str, data: bytes, names: Collection[bytes]) -> FileFacts | None:
        """What the document imports, as `partial` facts, if it does nothing else with these names; None to read it all."""


@runtime_checkable
class Importing(Protocol):
    """A language of which a file's imports can be told from its bytes, without parsing it."""

    def imports_in(self, path: str, data: bytes) -> tuple[Imported, ...] | None:
        """Everything that the file may import, and more rather than less; None where that cannot be told."""


@runtime_checkable
class Parsing(Protocol):
    """A language whose documents can do without their trees, and hold no other documents: they may be read in another process."""

    def outline(self, tree: object) -> object:
        """What to keep of a tree that goes."""

    def again(self, data: bytes) -> object:
        """A document's tree, made from its bytes."""

    def part(self, document: Document, changes: Collection[Change]) -> object:
        """As much of a tree that has gone as these changes to the document need; None for all of it."""

    def compare_documents(self, before: Document, after: Document, edits: Sequence[Edit]) -> str | None:
        """As `compare`, where the new version has its tree; that of the old one may have gone."""

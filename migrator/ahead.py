"""Reads, writes and compares many documents in processes, where that is worth their start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

from migrator.changes import CannotWrite, Change
from migrator.facts import FileFacts
from migrator.files.kinds import Kind, resolve
from migrator.findings import Edit, Refusal
from migrator.languages.base import Document, Language, Parsing, Unparsed
from migrator.paused import collector_paused
from migrator.workers import Crew, weighed

ENOUGH = 1 << 18
"""Bytes of source from which processes pay."""
PIECE = 1 << 16
"""Bytes of source in one piece of work."""

Written: TypeAlias = "tuple[tuple[Edit, ...], ...] | Refusal"
Lifted: TypeAlias = "Callable[[tuple[Edit, ...]], tuple[Edit, ...]]"
Source: TypeAlias = "tuple[str, Kind, bytes]"


def read_ahead(
    sources: Iterable[Source], interesting: Callable[[str], bool], crew: Crew, done: Callable[[int, int], None]
) -> dict[str, Document | Unparsed]:
    """What is in those of the files that can be read apart, without trees; nothing where there is too little to share.

    `interesting` must pickle. `done` is told how many of how many are read.
    """
    apart = [each for each in sources if parsing(language_of(each[1])) is not None]
    if crew.jobs < 2 or sum(len(data) for _, _, data in apart) < ENOUGH:
        return {}
    # The largest first: whoever has the last piece has a small one.
    apart.sort(key=lambda each: (-len(each[2]), each[0]))
    found: dict[str, Document | Unparsed] = {}
    for chunk in crew.apart(_Reading(interesting), weighed(apart, lambda each: len(each[2]), PIECE), False, _lost):
        for document in chunk:
            path, _, data = apart[len(found)]
            found[path] = document if isinstance(document, Unparsed) else replace(document, data=data)
        done(len(found), len(apart))
    return found


def _lost(source: Source) -> Document | Unparsed:
    return Unparsed("parse-error", "the parser ended its process")


@dataclass(frozen=True, slots=True)
class _Reading:
    interesting: Callable[[str], bool]

    def __call__(self, chunk: Sequence[Source]) -> list[Document | Unparsed]:
        with collector_paused():
            return [self._read(*source) for source in chunk]

    def _read(self, path: str, kind: Kind, data: bytes) -> Document | Unparsed:
        language = language_of(kind)
        document = language.read(path, data, self.interesting)
        return document if isinstance(document, Unparsed) else replace(treeless(document, language), data=b"")


def write_ahead(asked: Mapping[str, tuple[Kind, Document, Sequence[Sequence[Change]]]], crew: Crew) -> dict[str, list[Written]]:
    """By path the edits of each set of changes, or why they cannot be made; nothing where there is too little to share."""
    if crew.jobs < 2 or sum(len(document.data) for _, document, _ in asked.values()) < ENOUGH:
        return {}
    tasks = [
        _Task(path, kind, _bare(document, language_of(kind)), tuple(map(tuple, changes)))
        for path, (kind, document, changes) in sorted(asked.items(), key=lambda each: (-len(each[1][1].data), each[0]))
    ]
    chunks = crew.apart(_write, weighed(tasks, lambda task: len(task.document.data), PIECE), False, _unwritten)
    return dict(zip((task.path for task in tasks), (each for chunk in chunks for each in chunk), strict=True))


@dataclass(frozen=True, slots=True)
class _Task:
    path: str
    kind: Kind
    document: Document
    changes: tuple[tuple[Change, ...], ...]


def _write(chunk: Sequence[_Task]) -> list[list[Written]]:
    with collector_paused():
        return [_written(task) for task in chunk]


def _written(task: _Task) -> list[Written]:
    language = language_of(task.kind)
    apart = parsing(language)
    assert apart is not None
    part = apart.part(task.document, [change for changes in task.changes for change in changes])
    document = replace(task.document, tree=apart.again(task.document.data) if part is None else part)
    return [edits_of(language, document, changes) for changes in task.changes]


def _unwritten(task: _Task) -> list[Written]:
    return [Refusal("parse-error", "the parser ended its process")] * len(task.changes)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A document, the bytes that it is to become, and the edits that lead there."""

    kind: Kind
    before: Document
    new: bytes
    edits: tuple[Edit, ...]


Compared: TypeAlias = "tuple[str | None, Document | None]"
"""What is wrong with a new version, and that version as read, without its tree."""


def compare_ahead(asked: Iterable[Rewritten], interesting: Callable[[str], bool], crew: Crew) -> dict[str, Compared]:
    """By path what comes of comparing the versions of documents that can be read apart; nothing where that is too little."""
    apart = [each for each in asked if parsing(language_of(each.kind)) is not None]
    if crew.jobs < 2 or sum(len(each.new) for each in apart) < ENOUGH:
        return {}
    apart.sort(key=lambda each: (-len(each.new), each.before.path))
    tasks = [replace(each, before=_bare(each.before, language_of(each.kind))) for each in apart]
    chunks = crew.apart(_Comparing(interesting), weighed(tasks, lambda task: len(task.new), PIECE), False, _not_compared)
    found: dict[str, Compared] = {}
    for task, (problem, after) in zip(tasks, (each for chunk in chunks for each in chunk), strict=True):
        found[task.before.path] = problem, after if after is None else replace(after, data=task.new)
    return found


def _bare(document: Document, language: object) -> Document:
    """The document with nothing but what another process needs to write it."""
    bare = document if document.tree is None else treeless(document, language)
    return replace(bare, facts=FileFacts(document.path, document.facts.language))


@dataclass(frozen=True, slots=True)
class _Comparing:
    interesting: Callable[[str], bool]

    def __call__(self, chunk: Sequence[Rewritten]) -> list[Compared]:
        with collector_paused():
            return [self._compared(task) for task in chunk]

    def _compared(self, task: Rewritten) -> Compared:
        language = language_of(task.kind)
        problem, after = compared(language, task.before, task.new, task.edits, self.interesting)
        return problem, after if after is None else replace(after, data=b"")


def _not_compared(task: Rewritten) -> Compared:
    return "the parser ended its process", None


def compared(
    language: Language, before: Document, new: bytes, edits: Sequence[Edit], interesting: Callable[[str], bool]
) -> Compared:
    """What is wrong with the new bytes of a document, and what is read in them."""
    apart, after = parsing(language), language.read(before.path, new, interesting)
    if apart is None or isinstance(after, Unparsed):
        return language.compare(before.path, before.data, new, edits), None
    return apart.compare_documents(before, after, edits), treeless(after, language)


def edits_of(language: Language, document: Document, changes: Sequence[Change], lifted: Lifted | None = None) -> Written:
    """The edits of each change, or why they cannot be made; `lifted` makes those of a file out of a document's."""
    try:
        written = language.write(document, changes)
        return written if lifted is None else tuple(lifted(each) for each in written)
    except CannotWrite as problem:
        return Refusal(problem.code, problem.reason)


def language_of(kind: Kind) -> Language:
    """The language that reads a kind of file, imported now."""
    return cast("Language", resolve(kind))


def treeless(document: Document, language: object) -> Document:
    """The document, with an outline in place of its tree."""
    apart = parsing(language)
    if document.tree is None:
        return document
    return document.without_tree(apart.outline(document.tree) if apart is not None else None)


def parsing(language: object) -> Parsing | None:
    """The language, if its documents can do without their trees."""
    return language if isinstance(language, Parsing) else None

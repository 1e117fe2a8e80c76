"""Looks through many files for words and tells which hold some; most files are read here once and never again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias

from migrator.files.kinds import SCRIPT, SHEBANG, Kind, settle
from migrator.files.source import Unreadable, read_bytes
from migrator.files.tree import Tree
from migrator.workers import Crew, chunked

CHUNK = 512
ENOUGH = 4096
"""From so many files on, starting processes costs less than they save."""
MANY = 512
"""From so many files on, importing a quicker search costs less than it saves."""

Test: TypeAlias = "Callable[[bytes], bool]"
Named: TypeAlias = "tuple[str, Kind]"


@dataclass(frozen=True, slots=True)
class Sifted:
    """The files that passed, those that could not be read, and those that nobody reads after all.

    These are scripts in a language of nobody's, by their first line, and what this tool wrote itself.
    """

    held: frozenset[str]
    unreadable: Mapping[str, Unreadable]
    foreign: frozenset[str]
    seen: frozenset[str]

    def joined(self, other: Sifted) -> Sifted:
        """Both, where they looked at different files."""
        return Sifted(
            self.held | other.held,
            {**self.unreadable, **other.unreadable},
            self.foreign | other.foreign,
            self.seen | other.seen,
        )


def sift(files: Iterable[Named], tree: Tree, test: Test, crew: Crew, among_many: Test | None = None) -> Sifted:
    """Which files pass the test on their bytes. `test` and `tree` must pickle; evidence-only kinds pass unread.

    `among_many`: the same test, quicker where there are many files. They may still be searched for while the first are read.
    """
    seen: list[str] = []
    held: list[str] = []
    unreadable: dict[str, Unreadable] = {}
    foreign: list[str] = []

    def unread() -> Iterator[tuple[str, bool]]:
        for path, kind in files:
            seen.append(path)
            if kind.evidence_only:
                held.append(path)
            else:
                yield path, kind is SCRIPT

    coming = unread()
    first = list(islice(coming, ENOUGH))
    chunks = chunked(chain(first, coming), CHUNK)
    work = _Work(tree, among_many if among_many is not None and len(first) >= MANY else test)
    for number, found in enumerate(crew.map(work, chunks, alone=len(first) < ENOUGH), 1):
        crew.progress("files looked at:", number * CHUNK, len(seen))
        for path, verdict in found:
            if verdict is True:
                held.append(path)
            elif verdict is False:
                foreign.append(path)
            else:
                unreadable[path] = verdict
    return Sifted(frozenset(held), unreadable, frozenset(foreign), frozenset(seen))


@dataclass(frozen=True, slots=True)
class _Work:
    """Reads a chunk of files: True for one that passes, False for one that nobody reads; nothing is said of the rest."""

    tree: Tree
    test: Test

    def __call__(self, chunk: Sequence[tuple[str, bool]]) -> list[tuple[str, bool | Unreadable]]:
        return list(self._verdicts(chunk))

    def _verdicts(self, chunk: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, bool | Unreadable]]:
        tree, test = self.tree, self.test
        for path, script in chunk:
            data = read_bytes(tree, path, SHEBANG if script else b"")
            if isinstance(data, Unreadable):
                yield path, data
            elif script and settle(SCRIPT, data) is None:
                yield path, False
            elif test(data):
                # Asked last, and only imported then: most files never come here.
                from migrator.files.own import is_own

                yield path, not is_own(data)

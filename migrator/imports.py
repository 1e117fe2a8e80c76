"""Notes what files say of one another: the words of their imports, once for each file, and names that may come that way."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

from migrator.files.kinds import Kind, is_minified, resolve
from migrator.files.own import is_own
from migrator.files.source import Unreadable, read_bytes
from migrator.files.tree import Tree
from migrator.languages.base import Importing
from migrator.values import Imported
from migrator.workers import Crew, chunked

CHUNK = 512
ENOUGH = 2048
"""From so many files on, starting processes costs less than they save."""
ALL = b"*"
"""The name of everything that a module exports."""
STAR = re.compile(rb"\b(?:import|export)\s*\*")
IMPORTS = re.compile(rb"\b(?:import|from|require)\b")
LISTED = re.compile(rb"import[ \t]*\(")
WORD = re.compile(rb"[\w-]+")
HERE = b"."
"""Stands among a file's words for the folder that it is in, or one further out: `from . import x`, `require("..")`."""
_DOTS = re.compile(rb"\bfrom[ \t]+\.+[ \t]+import\b|[\"'](?:\.{1,2}/?)+[\"']")
NAME = re.compile(rb"\w+")

FOLDERS = ("__init__", "index")
"""What a module is called that stands for its folder."""

Names: TypeAlias = "frozenset[bytes]"
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A file that says some names, and all that it imports, where its language can tell."""

    path: str
    names: Names
    imports: tuple[Imported, ...] | None


class Asked(Protocol):
    """What is looked for in a file."""

    @property
    def names(self) -> Collection[bytes]: ...

    @property
    def variables(self) -> Collection[bytes]:
        """Those of the names that matter only where requests are sent."""


class Imports:
    """Looks through files of a project that are not read: for their imports once, then for names."""

    def __init__(
        self, files: Mapping[str, Kind], paths: Iterable[str], tree: Tree, calls: Callable[[bytes], bool], crew: Crew
    ) -> None:
        """`paths` are all that may be imported; `calls` tells whether a file's bytes may send requests.

        It and `tree` must pickle.
        """
        self._paths = paths
        self._files = files
        self._tree = tree
        self._calls = calls
        self._crew = crew
        self._by_word: dict[bytes, list[str]] | None = None

    def importing(self, word: bytes) -> Sequence[str]:
        """The files that say a word where they import."""
        if self._by_word is None:
            self._by_word = self._indexed()
        return self._by_word.get(word, ())

    def _indexed(self) -> dict[bytes, list[str]]:
        # Most words are of what is imported from elsewhere: they are not kept.
        known: dict[bytes, list[str]] = {stem_of(path).encode("utf-8", "backslashreplace"): [] for path in self._paths}
        known[HERE] = []
        for chunk in self._shared(_Noting(self._tree), list(self._files)):
            for path, words in chunk:
                for each in words:
                    if each in known:
                        known[each].append(path)
        return known

    def say(self, wanted: Mapping[str, Asked]) -> Iterator[Spoken]:
        """The files that say some of the names asked of them."""
        chunks = [
            (path, self._files[path], frozenset(wanted[path].names), frozenset(wanted[path].variables)) for path in sorted(wanted)
        ]
        for found in self._shared(_Saying(self._tree, self._calls), chunks):
            yield from found

    def _shared(self, work: Callable[[Sequence[_Item]], list[_Result]], items: Sequence[_Item]) -> Iterator[list[_Result]]:
        return self._crew.map(work, chunked(items, CHUNK), alone=len(items) < ENOUGH)


@dataclass(frozen=True, slots=True)
class _Noting:
    tree: Tree

    def __call__(self, chunk: Sequence[str]) -> list[tuple[str, set[bytes]]]:
        read = ((path, read_bytes(self.tree, path)) for path in chunk)
        return [(path, import_words(data)) for path, data in read if not isinstance(data, Unreadable)]


@dataclass(frozen=True, slots=True)
class _Saying:
    tree: Tree
    calls: Callable[[bytes], bool]

    def __call__(self, chunk: Sequence[tuple[str, Kind, Names, Names]]) -> list[Spoken]:
        return [each for asked in chunk if (each := self._spoken(*asked)) is not None]

    def _spoken(self, path: str, kind: Kind, names: Names, variables: Names) -> Spoken | None:
        data = read_bytes(self.tree, path)
        if isinstance(data, Unreadable):
            return None
        said = said_in(data, names - {ALL})
        if ALL in names and STAR.search(data) is not None:
            said |= {ALL}
        if said & variables and not self.calls(data):
            said -= variables
        if not said or is_own(data) or is_minified(kind, data):
            return None
        language = resolve(kind)
        return Spoken(path, said, language.imports_in(path, data) if isinstance(language, Importing) else None)


def said_in(data: bytes, names: Names) -> Names:
    """The names that stand in a file as words of their own; those that are no words anywhere."""
    near = [name for name in names if name in data]
    if not near:
        return frozenset()
    plain = frozenset(name for name in near if NAME.fullmatch(name))
    words = plain.intersection(NAME.findall(data)) if plain else frozenset()
    return words | frozenset(near).difference(plain)


def import_words(data: bytes) -> set[bytes]:
    """The words in a file's lines that import something, and in the lists that they open."""
    words: set[bytes] = set()
    end = 0
    while (found := IMPORTS.search(data, end)) is not None:
        start = data.rfind(b"\n", 0, found.start()) + 1
        end = data.find(b"\n", found.end()) % (len(data) + 1)
        opened = LISTED.search(data, start, end) if data.find(b"(", start, end) >= 0 else None
        if opened is not None:
            end = max(end, data.find(b")", opened.end()))
        words.update(WORD.findall(data, start, end))
        if _DOTS.search(data, start, end) is not None:
            words.add(HERE)
    return words


def stem_of(path: str) -> str:
    """The word by which a module is imported: its file's name, or its folder's."""
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    return folder.rpartition("/")[2] or stem if stem in FOLDERS else stem


def folder_of(path: str) -> str | None:
    """The folder, with its stroke, that a module stands for; None where it stands for itself."""
    folder, stroke, name = path.rpartition("/")
    return folder + stroke if name.partition(".")[0] in FOLDERS else None

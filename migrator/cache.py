"""Keeps what came of projects that took long in a folder that the user names, and gives it back while nothing has changed."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from tempfile import NamedTemporaryFile
from typing import TypeAlias

from migrator import __version__
from migrator.files.kinds import Kind
from migrator.files.tree import Entry, Tree
from migrator.parts import Part
from migrator.settings_model import Settings

LONG = 0.2
"""Seconds of work from which keeping what comes of it pays: to look it up, all files of the project are read."""
MOST_ENTRIES, MOST_BYTES = 200, 1 << 28
"""So much is kept; what was asked for longest ago goes first."""
ENDING = ".kept"
HEAD = b"deepseek-migrate kept result 1\n"
READERS = ("libcst", "tree-sitter", "tree_sitter")
"""How the names begin under which packages lie that read files for this program; their versions stand there too."""
PLAIN = ("migrator.findings", "migrator.parts", "migrator.reported", "migrator.cache", "migrator.files.tree")
"""The modules whose classes an entry may hold."""
TORN = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, KeyError, TypeError, ValueError, OSError)
"""What reading a damaged entry may raise."""

Asked: TypeAlias = "tuple[str, str, bytes]"
"""A question that the tree was asked: its method, the path, and what the file had to begin with."""
Digests: TypeAlias = "tuple[tuple[str, str, str], ...]"
"""Path, language and digest of each file."""


class CannotKeep(Exception):
    """The folder cannot be written to."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a project, and all that it was made from."""

    digests: Digests
    answers: tuple[tuple[Asked, str], ...]
    part: Part


class Watched:
    """A tree that writes down what it was asked; what other processes ask of their copies concerns files of the project alone."""

    def __init__(self, base: Tree) -> None:
        self.base = base
        self.answers: dict[Asked, str] = {}
        self.steady = True
        """Whether it never gave two answers to one question."""

    def __reduce__(self) -> tuple[Callable[[Tree], Tree], tuple[Tree]]:
        return _itself, (self.base,)

    def read(self, path: str, magic: bytes = b"") -> bytes:
        """The file's bytes."""
        try:
            data = self.base.read(path, magic)
        except OSError as error:
            self._note(("read", path, magic), _told(error))
            raise
        self._note(("read", path, magic), _digest(data))
        return data

    def exists(self, path: str) -> bool:
        """Whether something is there."""
        answer = self.base.exists(path)
        self._note(("exists", path, b""), repr(answer))
        return answer

    def kind(self, path: str) -> str | None:
        """What `path` leads to."""
        answer = self.base.kind(path)
        self._note(("kind", path, b""), repr(answer))
        return answer

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """The folder's entries."""
        try:
            answer = self.base.entries(folder)
        except OSError as error:
            self._note(("entries", folder, b""), _told(error))
            raise
        self._note(("entries", folder, b""), _digest(repr(answer).encode("utf-8", "surrogatepass")))
        return answer

    def location(self, path: str) -> str | None:
        """The absolute path on disk: it follows from what an entry is found by."""
        return self.base.location(path)

    def _note(self, asked: Asked, answer: str) -> None:
        self.steady = self.steady and self.answers.setdefault(asked, answer) == answer


def _itself(tree: Tree) -> Tree:
    return tree


@dataclass(frozen=True, slots=True)
class Cache:
    """One project's place in the folder: `files` are those that it consists of, `around` whatever else its report depends on."""

    folder: str
    tree: Tree
    files: Mapping[str, Kind]
    around: str

    def find(self) -> Part | None:
        """What came of the project when all was as it is now."""
        entry = self._entry()
        if entry is None or self._files() != [each[:2] for each in entry.digests]:
            return None
        asked = Watched(self.tree)
        if any(_answer(asked, question) != answer for question, answer in entry.answers):
            return None
        if any(_digest_of(self.tree, path) != digest for path, _, digest in entry.digests):
            return None
        with contextlib.suppress(OSError):
            os.utime(self._path)
        return entry.part

    def keep(self, part: Part, watched: Watched, began: float) -> None:
        """Keep what came of the project, unless a file has changed since `began` (seconds since the epoch)."""
        if not watched.steady or any(_changed_since(self.tree, path, began) for path in self.files):
            return
        digests = tuple((path, language, _digest_of(self.tree, path)) for path, language in self._files())
        named = tuple(each for each in watched.answers.items() if each[0][0] != "read" or each[0][1] not in self.files)
        data = pickle.dumps(Kept(digests, named, part), protocol=5)
        with contextlib.suppress(OSError):
            _write(self._path, HEAD + _digest(data).encode() + b"\n" + data)
            _make_room(self.folder)

    def _files(self) -> list[tuple[str, str]]:
        return sorted((path, kind.language) for path, kind in self.files.items())

    @property
    def _path(self) -> str:
        return os.path.join(self.folder, f"{_digest(self.around.encode('utf-8', 'surrogatepass'))[:40]}{ENDING}")

    def _entry(self) -> Kept | None:
        try:
            with open(self._path, "rb") as file:
                data = file.read()
            begin = len(HEAD) + 65
            if not data.startswith(HEAD) or data[len(HEAD) : begin] != f"{_digest(data[begin:])}\n".encode():
                return None
            found: object = _PlainUnpickler(io.BytesIO(data[begin:])).load()
        except TORN:
            return None
        return found if isinstance(found, Kept) else None


class _PlainUnpickler(pickle.Unpickler):
    """Makes nothing but the records of a report: who can write to the folder must not get to run anything."""

    def find_class(self, module: str, name: str) -> object:
        found: object = super().find_class(module, name) if module in PLAIN and name.isidentifier() else None
        if not isinstance(found, type) or found.__module__ != module or found.__name__ != name:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a report")
        return found


def prepare(folder: str) -> None:
    """Make the folder, and have git ignore it. Raises `CannotKeep`."""
    try:
        os.makedirs(folder, exist_ok=True)
        # Where something lies already git goes on seeing it, and so does a scan: it may be the project itself.
        if not os.listdir(folder):
            _write(os.path.join(folder, ".gitignore"), b"*\n")
    except OSError as error:
        raise CannotKeep(f"cache-dir: nothing can be kept in {folder}: {error.strerror or error}") from error


def around(root: str, tree: Tree, settings: Settings, today: str, targets: Sequence[str], leading_out: Sequence[str]) -> str:
    """Whatever a project's report depends on besides its files: the program, the settings, the day."""
    shown = replace(
        settings,
        cache_dir=None,
        jobs=None,
        progress=True,
        color="auto",
        output=(),
        output_format="text",
        exit_zero=False,
        fail_on="likely",
        statistics=False,
        quiet=False,
        verbose=False,
        strict=False,
        wire=False,
        lang=None,
        origins={},
    )
    return repr((_program(), root, tree.location(root), shown, today, list(targets), sorted(leading_out)))


def _program() -> tuple[object, ...]:
    """This program, and what reads for it: its files by size and time, so that one that is worked on counts as another one."""
    from migrator.edition import folder_of

    package = os.path.dirname(os.path.abspath(__file__))
    files = sorted(_stamps(package)) + sorted(_stamps(folder_of(package) or package))
    folders = (folder for folder in sys.path if os.path.isdir(folder))
    others = sorted(name for folder in folders for name in os.listdir(folder) if name.startswith(READERS))
    return __version__, sys.version, _digest(repr(files).encode("utf-8", "surrogatepass")), others


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    for top, _, names in os.walk(folder):
        for name in names:
            if name.endswith((".py", ".toml", ".json", ".md")):
                state = os.stat(os.path.join(top, name))
                yield os.path.join(top, name), state.st_size, state.st_mtime_ns


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(tree: Tree, path: str) -> str:
    try:
        return _digest(tree.read(path))
    except OSError as error:
        return _told(error)


def _answer(tree: Tree, asked: Asked) -> str:
    """What a tree says today, as `Watched` writes it down."""
    watched = Watched(tree)
    method, path, magic = asked
    with contextlib.suppress(OSError):
        if method == "read":
            watched.read(path, magic)
        elif method == "entries":
            watched.entries(path)
        elif method == "exists":
            watched.exists(path)
        else:
            watched.kind(path)
    return watched.answers[asked]


def _told(error: OSError) -> str:
    return f"{type(error).__name__} {error.errno}"


def _changed_since(tree: Tree, path: str, began: float) -> bool:
    """Whether a file was written since then, or in the second before: clocks of file systems are coarse."""
    try:
        state = os.stat(tree.location(path) or path)
    except OSError:
        return True
    return max(state.st_mtime, state.st_ctime) >= began - 1


def _write(path: str, data: bytes) -> None:
    """Put a file in its place as a whole, or not at all."""
    with NamedTemporaryFile(dir=os.path.dirname(path), delete=False) as file:
        try:
            file.write(data)
            file.close()
            os.replace(file.name, path)
        except OSError:
            os.unlink(file.name)
            raise


def _make_room(folder: str) -> None:
    with os.scandir(folder) as found:
        entries = [(each.stat().st_mtime, each.stat().st_size, each.path) for each in found if each.name.endswith(ENDING)]
    held = 0
    for number, (_, size, path) in enumerate(sorted(entries, reverse=True)):
        held += size
        if number >= MOST_ENTRIES or held > MOST_BYTES:
            os.unlink(path)

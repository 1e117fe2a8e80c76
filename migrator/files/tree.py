"""Where files come from: a folder on disk, or new bytes laid over another tree."""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from collections.abc import Mapping
from typing import NamedTuple, Protocol

LARGEST = 64 * 1024 * 1024
_CHUNK = 1024 * 1024


class NotAFile(OSError):
    """A FIFO, socket or device: never read, since that may block or never end."""


class TooLarge(OSError):
    """More bytes than a source file has."""


class Entry(NamedTuple):
    """A name in a folder: `kind` is "file", "folder", "link" or "other" (FIFO, socket, device)."""

    name: str
    kind: str


class Tree(Protocol):
    """Files by path. Paths use "/" and are absolute or relative to the tree's own folder; "" is that folder."""

    def read(self, path: str, magic: bytes = b"") -> bytes:
        """The file's bytes; when it does not begin with `magic`, only as many as were needed to see that."""

    def exists(self, path: str) -> bool:
        """Whether something is there, a broken link included."""

    def kind(self, path: str) -> str | None:
        """What `path` leads to, links followed: an entry's kind, "link" for a broken link, None for nothing."""

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """The folder's entries, sorted by name, links not followed."""

    def location(self, path: str) -> str | None:
        """The absolute path on disk, or None when the tree is not on disk (git cannot be asked about it then)."""


def join(folder: str, name: str) -> str:
    """`name` in `folder`, where "" is the tree's own folder."""
    return posixpath.join(folder, name)


class FolderTree:
    """The files below a folder on disk; absolute paths and `..` reach those outside it."""

    def __init__(self, root: str = ".", largest: int = LARGEST) -> None:
        self.root = os.path.abspath(root)
        self.largest = largest

    def location(self, path: str) -> str:
        """The absolute path on disk."""
        return os.path.join(self.root, path) if path else self.root

    def read(self, path: str, magic: bytes = b"") -> bytes:
        """The file's bytes, no more of them than `largest` and none of anything that is not a regular file."""
        location = self.location(path)
        # O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
        handle = os.open(location, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            state = os.fstat(handle)
            if stat.S_ISDIR(state.st_mode):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
            if not stat.S_ISREG(state.st_mode):
                raise NotAFile(errno.EINVAL, "not a regular file", path)
            if magic:
                begin = os.read(handle, len(magic))
                if begin != magic:
                    return begin
            else:
                begin = b""
            if state.st_size > self.largest:
                raise TooLarge(errno.EFBIG, f"larger than {self.largest} bytes", path)
            return begin + self._rest(handle, path, state.st_size - len(begin), self.largest - len(begin))
        finally:
            os.close(handle)

    def _rest(self, handle: int, path: str, expected: int, largest: int) -> bytes:
        data = os.read(handle, expected + 1)
        if len(data) == expected:
            return data
        parts = [data]
        held = len(data)
        while held <= largest:
            part = os.read(handle, _CHUNK)
            if not part:
                return b"".join(parts)
            parts.append(part)
            held += len(part)
        raise TooLarge(errno.EFBIG, f"grew beyond {self.largest} bytes while it was read", path)

    def exists(self, path: str) -> bool:
        """Whether something is there, a broken link included."""
        return os.path.lexists(self.location(path))

    def kind(self, path: str) -> str | None:
        """What `path` leads to, links followed."""
        location = self.location(path)
        try:
            mode = os.stat(location).st_mode
        except (OSError, ValueError):
            return "link" if os.path.islink(location) else None
        if stat.S_ISREG(mode):
            return "file"
        return "folder" if stat.S_ISDIR(mode) else "other"

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """The folder's entries, sorted by name, links not followed."""
        with os.scandir(self.location(folder)) as found:
            return tuple(sorted([Entry(entry.name, _entry_kind(entry)) for entry in found]))


def _entry_kind(entry: os.DirEntry[str]) -> str:
    if entry.is_file(follow_symlinks=False):
        return "file"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "link" if entry.is_symlink() else "other"


class LatestListing:
    """The same tree, which remembers the folder that it listed last: whoever asks for a file's neighbours asks right then."""

    def __init__(self, base: Tree) -> None:
        self.base = base
        self.read, self.exists, self.kind, self.location = base.read, base.exists, base.kind, base.location
        self._latest: tuple[str, tuple[Entry, ...]] | None = None

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """The folder's entries, sorted by name, links not followed."""
        if self._latest is None or self._latest[0] != folder:
            self._latest = folder, self.base.entries(folder)
        return self._latest[1]


class OverlayTree:
    """New bytes for some paths, everything else from `base`."""

    def __init__(self, base: Tree, files: Mapping[str, bytes]) -> None:
        self.base = base
        self.files = dict(files)

    def read(self, path: str, magic: bytes = b"") -> bytes:
        """The new bytes where there are some, else those of the base."""
        held = self.files.get(path)
        return self.base.read(path, magic) if held is None else held

    def exists(self, path: str) -> bool:
        """Whether either tree has it."""
        return self.kind(path) is not None

    def kind(self, path: str) -> str | None:
        """What `path` is; folders that only new files imply are folders too."""
        if path in self.files:
            return "file"
        return self.base.kind(path) or ("folder" if self._added(path) else None)

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """The base's entries and those that the new files add."""
        added = self._added(folder)
        if added and self.base.kind(folder) is None:
            return tuple(sorted(added.values()))
        known = {entry.name: entry for entry in self.base.entries(folder)}
        return tuple(sorted((added | known).values())) if added else tuple(known.values())

    def location(self, path: str) -> str | None:
        """Where the base has it: what git thinks of a path does not depend on the new bytes."""
        return self.base.location(path)

    def _added(self, folder: str) -> dict[str, Entry]:
        start = join(folder, "")
        names = [path[len(start) :] for path in self.files if path.startswith(start)]
        found = {}
        for name in names:
            first, slash, _ = name.partition("/")
            if first:
                found[first] = Entry(first, "folder" if slash else "file")
        return found


def read_plain(path: str, largest: int = LARGEST) -> bytes:
    """The bytes of a file that settings name: a device would never end, and a FIFO never begin. Raises `OSError`."""
    return FolderTree(largest=largest).read(os.path.abspath(path))

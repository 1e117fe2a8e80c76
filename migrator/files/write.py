"""Replaces files in one step, and several together or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrator.files.journal import Journal, Noted
from migrator.files.names import PREFIX
from migrator.files.swap import alone, exchange, replace

_MOST_SAVES = 100


@dataclass(frozen=True, slots=True)
class Written:
    """The file at `path` holds the new bytes."""

    path: str


@dataclass(frozen=True, slots=True)
class NotWritten:
    """The file at `path` holds what it held.

    Codes: "changed-meanwhile", "read-only", "link", "not-a-file", "unreadable", "write-failed"; "not-together" for a
    file that is fine but belongs to one that is not.
    """

    code: str
    message: str
    path: str


class _Refused(Exception):
    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class _Ready:
    """New bytes, safe on disk beside the file that they will replace."""

    target: str
    temporary: str
    old: bytes
    new: bytes


def write_atomic(path: str, old: bytes, new: bytes) -> Written | NotWritten:
    """Replaces the bytes `old` of a file on disk by `new`: afterwards it holds the one or the other, whole."""
    try:
        ready = _prepare(path, old, new)
        try:
            _replace(ready)
        finally:
            # It is gone, or holds the old bytes now.
            _discard(ready.temporary)
    except _Refused as refused:
        return NotWritten(refused.code, refused.message, path)
    return Written(path)


def write_together(files: Sequence[tuple[str, bytes, bytes]]) -> tuple[Written | NotWritten, ...]:
    """`write_atomic` for several files (path, old, new): one that cannot be written leaves all of them as they were."""
    if len(files) < 2:
        return tuple(write_atomic(*each) for each in files)
    with _Together() as together:
        for path, old, new in files:
            try:
                together.prepare(path, old, new)
            except _Refused as refused:
                return _none_written(files, path, refused)
        try:
            together.note()
        except _Refused as refused:
            return _none_written(files, files[0][0], refused)
        for path, _, _ in files:
            try:
                together.replace(path)
            except _Refused as refused:
                return _none_written(files, path, refused)
        together.keep = True
    return tuple(Written(path) for path, _, _ in files)


def _none_written(files: Sequence[tuple[str, bytes, bytes]], culprit: str, refused: _Refused) -> tuple[Written | NotWritten, ...]:
    return tuple(
        NotWritten(refused.code, refused.message, path)
        if path == culprit
        else NotWritten("not-together", f"belongs together with {culprit}, which cannot be written", path)
        for path, _, _ in files
    )


class _Together:
    """Files on their way; left without `keep`, also by Ctrl-C, all that were replaced get their old file back."""

    def __init__(self) -> None:
        self.keep = False
        self._journal = Journal()
        self._ready: dict[str, _Ready] = {}
        self._backups: dict[str, str] = {}
        self._replaced: list[str] = []

    def __enter__(self) -> _Together:
        return self

    def prepare(self, path: str, old: bytes, new: bytes) -> None:
        ready = _prepare(path, old, new)
        self._ready[path] = ready
        # Made beforehand, so that going back needs no room on the disk; a copy, since a second name for the file would
        # stop the next run if this one is killed.
        with _refusing("write-failed"):
            self._backups[path] = _temporary(ready.target, ready.old, os.stat(ready.target))

    def note(self) -> None:
        """From here on a run that comes after this one was killed can put back what was replaced."""
        noted = [
            Noted(each.target, each.old, each.new, each.temporary, self._backups[path]) for path, each in self._ready.items()
        ]
        with _refusing("write-failed"):
            self._journal.begin(noted)
        for folder in dict.fromkeys(os.path.dirname(each.target) for each in noted):
            _flush_folder(folder)

    def replace(self, path: str) -> None:
        # Beforehand: an interruption may come between the two, and going back spares what was not replaced.
        self._replaced.append(path)
        _replace(self._ready[path])

    def __exit__(self, *_: object) -> None:
        left = False
        for path in () if self.keep else reversed(self._replaced):
            ready = self._ready[path]
            try:
                with _refusing("write-failed"):
                    _put(self._backups[path], ready.target, ready.new, ready.old)
            except _Refused as refused:
                # What somebody saved over ours in the meantime is theirs.
                left |= refused.code != "changed-meanwhile"
        if left:
            # The next run can still do it: it finds the notes and the copies.
            self._journal.leave()
            return
        self._journal.end()
        for path, ready in self._ready.items():
            _discard(ready.temporary)
            _discard(self._backups.get(path, ready.temporary))


def _prepare(path: str, old: bytes, new: bytes) -> _Ready:
    with _refusing("unreadable"):
        target = os.path.realpath(path)
        try:
            state = os.stat(target)
        except FileNotFoundError:
            raise _Refused("changed-meanwhile", "is no longer there") from None
    if not stat.S_ISREG(state.st_mode):
        raise _Refused("not-a-file", "not a regular file")
    if state.st_nlink > 1:
        raise _Refused("link", f"has {state.st_nlink} names (hard links); replacing one would part them")
    # The superuser may write what nobody is meant to write.
    if not state.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise _Refused("read-only", "the file is read-only")
    _expect(target, old)
    with _refusing("write-failed"):
        return _Ready(target, _temporary(target, new, state), old, new)


def _temporary(target: str, data: bytes, state: os.stat_result) -> str:
    handle, name = tempfile.mkstemp(prefix=PREFIX, dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            _keep_owner_and_mode(name, state, target)
            os.fsync(file.fileno())
    except BaseException:
        _discard(name)
        raise
    return name


def _keep_owner_and_mode(name: str, state: os.stat_result, target: str) -> None:
    if hasattr(os, "listxattr"):
        # Access lists among them; they may be somebody else's to set.
        with contextlib.suppress(OSError):
            for attribute in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(name, attribute, os.getxattr(target, attribute))
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(name, state.st_uid, state.st_gid)
    # After chown, which clears the set-user-id bit.
    os.chmod(name, stat.S_IMODE(state.st_mode))


def _replace(ready: _Ready) -> None:
    with _refusing("write-failed"):
        _put(ready.temporary, ready.target, ready.old, ready.new)


def _put(temporary: str, target: str, old: bytes, new: bytes) -> None:
    """Let `temporary`, which holds the bytes `new`, stand where `old` stands, unless that is something else by now.

    Where two files can change names, what somebody saved between the last look and the change goes back in its place.
    """
    folder = os.path.dirname(target)
    with alone(folder):
        _expect(target, old)
        if not exchange(temporary, target):
            replace(temporary, target)
        else:
            _keep_later(temporary, target, old, new)
        _flush_folder(folder)


def _keep_later(temporary: str, target: str, old: bytes, new: bytes) -> None:
    """After the change `temporary` is to hold what was there before; if it holds what somebody saved, that goes back."""
    out = _content(temporary)
    if out == old:
        return
    placed = new
    for _ in range(_MOST_SAVES):
        exchange(temporary, target)
        out, before, placed = _content(temporary), placed, out
        # Else somebody has saved again, and the later one stays.
        if out == before:
            break
    raise _Refused("changed-meanwhile", "changed after it was read")


def _expect(target: str, old: bytes) -> None:
    with _refusing("unreadable"):
        try:
            now = _content(target)
        except FileNotFoundError:
            raise _Refused("changed-meanwhile", "is no longer there") from None
    if now != old:
        raise _Refused("changed-meanwhile", "changed after it was read")


def _content(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read()


def _flush_folder(folder: str) -> None:
    # Windows cannot open folders, some network file systems cannot flush them: the rename itself is done.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _discard(name: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(name)


@contextlib.contextmanager
def _refusing(code: str) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        folder = "read-only" if code == "write-failed" else code
        raise _Refused(folder, error.strerror or str(error)) from error
    except OSError as error:
        raise _Refused(code, error.strerror or str(error)) from error

"""Notes down which files one fix is about to replace, so that a run which is killed in the midst of it leaves a trace.

The note lies beside the files from just before the first is replaced until the last one is; whoever writes holds a lock on
it, which goes with the process. What a later run makes of a note that nobody holds is told in `unfinished.py`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

from migrator.files.names import NOTE
from migrator.files.swap import claim

SCHEMA = "deepseek-migrate/unfinished/1"


@dataclass(frozen=True, slots=True)
class Noted:
    """A file that is replaced, by its place on disk: its bytes before and after, and the names of both beside it."""

    target: str
    old: bytes
    new: bytes
    temporary: str
    kept: str


def digest(data: bytes) -> str:
    """What tells bytes from others."""
    return hashlib.sha256(data).hexdigest()


class Journal:
    """The notes about one fix: the first file's folder has all of it, those of the others say where that is."""

    def __init__(self) -> None:
        self._handle: int | None = None
        self._names: list[str] = []

    def begin(self, files: Sequence[Noted]) -> None:
        """Write the notes, safe on disk. Raises `OSError`."""
        folders = list(dict.fromkeys(os.path.dirname(each.target) for each in files))
        rows = [
            {
                "path": _from(folders[0], each.target),
                "old": digest(each.old),
                "new": digest(each.new),
                "kept": os.path.basename(each.kept),
                "temporary": os.path.basename(each.temporary),
            }
            for each in files
        ]
        self._handle = self._note(folders[0], {"schema": SCHEMA, "files": rows}, held=True)
        for folder in folders[1:]:
            os.close(self._note(folder, {"schema": SCHEMA, "see": _from(folder, self._names[0])}, held=False))

    def _note(self, folder: str, content: object, held: bool) -> int:
        handle, name = tempfile.mkstemp(prefix=NOTE, dir=folder)
        self._names.append(name)
        try:
            if held:
                # Before anything stands in it: until then nobody takes it for a note.
                claim(handle)
            with os.fdopen(handle, "wb", closefd=False) as file:
                # All of it: on a disk that is nearly full the system's own call writes a part, and is content.
                file.write(json.dumps(content, indent=1).encode())
            # The next run may be somebody else's, and there is no line of a program in it.
            os.chmod(name, 0o644)
            os.fsync(handle)
        except BaseException:
            os.close(handle)
            raise
        return handle

    def end(self) -> None:
        """Take the notes away: what they are about is done, or put back."""
        left = [name for name in self._names if not _gone(name)]
        self.leave()
        # Elsewhere a file that is open stays.
        for name in left:
            _gone(name)
        self._names.clear()

    def leave(self) -> None:
        """Let the notes that were begun lie for the next run."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _from(folder: str, path: str) -> str:
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:  # pragma: no cover - two drives of Windows
        return path


def _gone(name: str) -> bool:
    with contextlib.suppress(OSError):
        os.unlink(name)
        return True
    return False

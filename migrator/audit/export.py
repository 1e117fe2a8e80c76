"""Lays the files of a revision into a folder, straight from the object store: no work tree, no filters, no hooks."""

from __future__ import annotations

import os
import posixpath

from migrator.audit.git import Blob, blobs_of, contents
from migrator.files.kinds import BINARY
from migrator.files.tree import LARGEST

_FILES = ("100644", "100755", "100664")
_LINK = "120000"
_LONGEST_LINK = 4096


class NotExported(Exception):
    """Why a revision cannot be read."""


def wanted(blob: Blob) -> bool:
    """Whether somebody may read the file: what a suffix shows to be no text is never opened."""
    name = posixpath.basename(blob.name)
    return blob.mode == _LINK or (blob.mode in _FILES and name.rpartition(".")[2].lower() not in BINARY)


def export(folder: str, commit: str, target: str) -> None:
    """Lay the commit's files into the empty folder `target`. Raises `NotExported`."""
    listed = blobs_of(folder, commit)
    if listed is None:
        raise NotExported("git cannot list the files of the revision")
    files: dict[str, list[Blob]] = {}
    for blob in listed:
        if wanted(blob) and _is_safe(blob.name):
            files.setdefault(blob.oid, []).append(blob)
    links: list[tuple[str, str]] = []
    for oid, data in contents(folder, list(files), LARGEST):
        for blob in files[oid]:
            if data is None:
                raise NotExported(f"{blob.name} has no contents here: the repository is a partial clone, or broken")
            if blob.mode != _LINK:
                try:
                    _write(os.path.join(target, blob.name), data)
                except OSError as error:
                    raise NotExported(f"cannot lay out {blob.name[:200]}: {error.strerror or error}") from error
            elif isinstance(data, bytes):
                links.append((blob.name, os.fsdecode(data[:_LONGEST_LINK])))
    # Last, so that nothing is written through one.
    for name, leads_to in links:
        _link(target, name, leads_to)


def _is_safe(name: str) -> bool:
    """Whether the name stays below the folder; git refuses others itself, but objects can be made by hand."""
    parts = name.split("/")
    return not name.startswith("/") and not any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)


def _write(path: str, data: bytes | int) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        if isinstance(data, bytes):
            file.write(data)
        else:
            # Nobody reads a file of that size, but its name and size are told.
            file.truncate(data)


def _link(target: str, name: str, leads_to: str) -> None:
    """A link within the revision; one that leads out of it would read files of this machine."""
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), leads_to))
    if posixpath.isabs(leads_to) or whole.startswith("../") or whole == ".." or "\0" in leads_to:
        return
    path = os.path.join(target, name)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.symlink(leads_to, path)
        if not os.path.realpath(path).startswith(os.path.join(os.path.realpath(target), "")):
            os.unlink(path)
    except OSError:
        return

"""Puts back what a killed run had replaced of several files that belong together, by the notes that it left.

A note is data from a tree that anybody may have written: it names files to look at, and what is put back are bytes that lie
beside them already, into files that may be written anyway. What does not add up is left alone and told.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from migrator.files.journal import SCHEMA, digest
from migrator.files.names import NOTE, PREFIX
from migrator.files.swap import claim
from migrator.files.tree import read_plain
from migrator.files.write import NotWritten, write_together

MayWrite: TypeAlias = "Callable[[str], bool]"
"""Whether a place on disk may be written; None where nothing is."""

_LARGEST = 1 << 22
"""Bytes of a note; one file takes 300."""


@dataclass(frozen=True, slots=True)
class HalfDone:
    """Files of which some are new and some are not, by their places on disk; `reason`: why they could not be put back."""

    note: str
    new: tuple[str, ...]
    others: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    target: str
    old: str
    new: str
    copies: tuple[str, str]
    """Beside it, the bytes from before and what was to replace it; the two may have changed places."""

    def state(self) -> str:
        """The digest of what stands there now; empty where that cannot be read."""
        data = _read(self.target)
        return "" if data is None else digest(data)

    def before(self) -> bytes | None:
        """The bytes from before, where a copy of them is still there."""
        found = (None if os.path.islink(copy) else _read(copy) for copy in self.copies)
        return next((each for each in found if each is not None and digest(each) == self.old), None)


def half_done(notes: Sequence[str], may_write: MayWrite | None) -> list[HalfDone]:
    """What killed runs left half done, by the notes that were found; with `may_write` it is put back, and the notes go."""
    mains = {name: _main(name) for name in notes}
    found = [each for main in dict.fromkeys(mains.values()) if main is not None for each in _looked_at(main, may_write)]
    for name, main in mains.items() if may_write is not None else ():
        # What says only where the note is goes last.
        if main is not None and not os.path.lexists(main):
            _discard(name)
    return found


def _main(name: str) -> str | None:
    """The note that holds everything: this one, or the one that it leads to."""
    content = _content(name)
    if content is None:
        return None
    if "files" in content:
        return os.path.realpath(name)
    see = content.get("see")
    if not _is_text(see):
        return None
    found = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(name)), str(see)))
    return found if os.path.basename(found).startswith(NOTE) else None


def _looked_at(main: str, may_write: MayWrite | None) -> Iterator[HalfDone]:
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(main, os.O_RDONLY | flags)
    except OSError:
        return
    try:
        free = claim(handle)
        # Whoever has it is at work still, or puts it back.
        if free is not False:
            yield from _judged(main, _files(main), may_write, free is None)
    finally:
        os.close(handle)


def _judged(main: str, files: Sequence[_File], may_write: MayWrite | None, unsure: bool) -> Iterator[HalfDone]:
    states = {each.target: each.state() for each in files}
    new = [each for each in files if states[each.target] == each.new]
    reason = ""
    if 0 < len(new) < len(files):
        changed = [each for each in files if states[each.target] not in (each.old, each.new)]
        reason = _obstacle(new, changed, may_write, unsure)
        if not reason and may_write is not None:
            reason = _put_back(new)
        others = tuple(each.target for each in files if each not in new)
        yield HalfDone(main, tuple(each.target for each in new), others, reason)
    if may_write is None or reason or unsure or not files or not all(may_write(each.target) for each in files):
        return
    # First: without it nobody asks for the copies.
    _discard(main)
    for copy in (copy for each in files for copy in each.copies):
        _discard(copy)


def _obstacle(new: Sequence[_File], changed: Sequence[_File], may_write: MayWrite | None, unsure: bool) -> str:
    """Why these cannot be put back, if so."""
    if unsure:
        return "nobody can tell on this disk whether that run is still at work"
    if changed:
        return f"{os.path.basename(changed[0].target)} has changed since"
    if any(each.before() is None for each in new):
        return "what stood there before is gone"
    outside = next((each.target for each in new if may_write is not None and not may_write(each.target)), None)
    return "" if outside is None else f"{os.path.basename(outside)} lies outside the given paths"


def _put_back(new: Sequence[_File]) -> str:
    """Why that failed, if it did."""
    pairs = [(each.target, _read(each.target) or b"", each.before() or b"") for each in new]
    failed = [each for each in write_together(pairs) if isinstance(each, NotWritten) and each.code != "not-together"]
    return failed[0].message if failed else ""


def _files(main: str) -> list[_File]:
    """What a note says; nothing where it does not say that properly."""
    content = _content(main) or {}
    rows = content.get("files")
    found: dict[str, _File] = {}
    for row in rows if isinstance(rows, list) else ():
        said = [row.get(key) for key in ("path", "old", "new", "kept", "temporary")] if isinstance(row, dict) else []
        if not said or not all(map(_is_text, said)):
            return []
        path, old, new, kept, temporary = map(str, said)
        target = os.path.realpath(os.path.join(os.path.dirname(main), path))
        if target in found or not (_is_ours(kept) and _is_ours(temporary)):
            return []
        beside = os.path.dirname(target)
        found[target] = _File(target, old, new, (os.path.join(beside, kept), os.path.join(beside, temporary)))
    return list(found.values())


def _content(name: str) -> dict[str, object] | None:
    try:
        content = json.loads(read_plain(name, _LARGEST))
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and content.get("schema") == SCHEMA else None


def _read(name: str) -> bytes | None:
    try:
        return read_plain(name)
    except OSError:
        return None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value) and "\0" not in value


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX) and os.path.basename(name) == name


def _discard(name: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(name)

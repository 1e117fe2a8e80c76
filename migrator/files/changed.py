"""Which lines of the work tree are new since a git revision: merge base, renames followed, untracked files whole.

Nothing here lets git compare contents, since a repository's own settings could then run programs: git lists names and
hands out objects, and the lines are compared here.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO

from migrator.files.git import run_git
from migrator.selectors import nearest

_MOST_COMPARED = 100_000_000
_BREAK = re.compile(rb"\r\n|\r|\n")


class NoRevision(Exception):
    """Why there is nothing to compare with."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Changed lines of one file; None for all of them."""

    ranges: tuple[tuple[int, int], ...] | None

    def touch(self, first: int, last: int) -> bool:
        """Whether one of the lines `first` to `last` (from 1, both included) is changed."""
        return self.ranges is None or any(first <= end and start <= last for start, end in self.ranges)


@dataclass(frozen=True, slots=True)
class Base:
    """The commit to compare with: `top` is the work tree's folder, `old_names` what renamed files were called there."""

    top: str
    commit: str
    old_names: Mapping[str, str]

    def changed(self, files: Mapping[str, bytes]) -> dict[str, Lines]:
        """The changed lines of files, given by their absolute paths with the bytes that they hold now."""
        names = {path: self._name(path) for path in files}
        known = self._contents([name for name in names.values() if name is not None])
        result: dict[str, Lines] = {}
        for path, now in files.items():
            old = known.get(names[path] or "")
            result[path] = Lines(None) if old is None else Lines(tuple(_changed(old, now)))
        return result

    def _name(self, path: str) -> str | None:
        """What the file was called in the commit; None for one outside the repository."""
        folder, name = os.path.split(path)
        inside = os.path.relpath(os.path.join(os.path.realpath(folder), name), self.top).replace(os.sep, "/")
        # git reads one name to a line.
        return None if inside.startswith("../") or "\n" in inside else self.old_names.get(inside, inside)

    def _contents(self, names: Sequence[str]) -> dict[str, bytes]:
        """The bytes of those of the files that the commit holds."""
        asked = b"".join(os.fsencode(f"{self.commit}:{name}") + b"\n" for name in names)
        answers = BytesIO(run_git(["cat-file", "--batch"], self.top, given=asked) or b"")
        found: dict[str, bytes] = {}
        for name in names:
            # "OID KIND SIZE", the bytes and an end of line; of what is not there only "NAME missing".
            head = answers.readline().rstrip(b"\n").split(b" ")
            if len(head) == 3 and head[2].isdigit():
                held = answers.read(int(head[2]) + 1)[:-1]
                if head[1] == b"blob":
                    found[name] = held
        return found


def base_of(revision: str, folder: str) -> Base:
    """Where the work tree's line of commits left the revision's. Raises `NoRevision`."""
    if shutil.which("git") is None:
        raise NoRevision("git is not installed")
    top = _line(run_git(["rev-parse", "--show-toplevel"], folder))
    if top is None:
        raise NoRevision(f"{folder} is in no git repository that git would read")
    if _line(run_git(["rev-parse", "--verify", "--quiet", "HEAD"], folder)) is None:
        raise NoRevision("the repository has no commits yet")
    commit = None
    if not revision.startswith("-"):
        commit = _line(run_git(["rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"], folder))
    if commit is None:
        raise NoRevision(f"there is no revision {revision!r} here{_hint(revision, folder)}")
    base = _line(run_git(["merge-base", commit, "HEAD"], folder))
    if base is None:
        raise NoRevision(f"{revision!r} and HEAD have no commit in common{_shallow(folder)}")
    renamed = run_git(["diff-index", "--cached", "-r", "-M", "-z", "--name-status", "--diff-filter=R", base, "--"], folder)
    return Base(os.path.realpath(top), base, dict(_renames(renamed or b"")))


def _line(told: bytes | None) -> str | None:
    return None if told is None else os.fsdecode(told).rstrip("\r\n") or None


def _hint(revision: str, folder: str) -> str:
    told = run_git(["for-each-ref", "--format=%(refname:short)"], folder)
    names = os.fsdecode(told or b"").split("\n")
    near = nearest(revision, [name for name in names if name])
    return (f"; did you mean {near!r}?" if near else "") + _shallow(folder)


def _shallow(folder: str) -> str:
    shallow = _line(run_git(["rev-parse", "--is-shallow-repository"], folder)) == "true"
    return " (this clone is shallow: fetch more of its history)" if shallow else ""


def _renames(told: bytes) -> Iterator[tuple[str, str]]:
    """New name and old name."""
    fields = told.split(b"\0")
    for old, new in zip(fields[1::3], fields[2::3], strict=True):
        yield os.fsdecode(new), os.fsdecode(old)


def _changed(old: bytes, new: bytes) -> Iterator[tuple[int, int]]:
    """Ranges of lines of `new`, from 1, that `old` does not have; the kind of line break does not count."""
    if old == new:
        return
    before, after = _BREAK.split(old), _BREAK.split(new)
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old_lines, new_lines = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(old_lines) * len(new_lines) > _MOST_COMPARED:
        # Rather too many lines than an endless comparison.
        yield head + 1, len(after) - tail
        return
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for tag, _, _, start, end in matcher.get_opcodes():
        if tag == "replace":
            yield head + start + 1, head + end
        elif tag == "insert":
            start, end = _slid(after, head + start, head + end)
            yield start + 1, end


def _slid(lines: Sequence[bytes], start: int, end: int) -> tuple[int, int]:
    """Of all the places where an insertion could as well stand: the one that begins with the outermost line, as git has it."""
    best, size = start, end - start
    while start > 0 and lines[start - 1] == lines[start - 1 + size]:
        start -= 1
    least = _indent(lines[best])
    while True:
        if (indent := _indent(lines[start])) <= least:
            best, least = start, indent
        if start + size >= len(lines) or lines[start] != lines[start + size]:
            return best, best + size
        start += 1


def _indent(line: bytes) -> int:
    text = line.lstrip()
    return len(line) - len(text) if text else len(line) + 1_000

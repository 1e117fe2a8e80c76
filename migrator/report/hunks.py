"""The lines of the files that findings stand in, and what a fix's byte edits make of them; secrets masked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from migrator.files.source import Source, decode
from migrator.findings import Edit
from migrator.report.mask import mask

_BREAK = re.compile(r"\r\n|\r|\n")
_BREAK_BYTES = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines from `line` (from 1) of the old file, and what they become."""

    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file's bytes with what is asked of them again and again."""

    data: bytes
    encoding: str
    lines: tuple[str, ...]
    """Masked, without their ends."""
    starts: tuple[int, ...]
    """The byte offset of each line."""

    def hunks(self, edits: Iterable[Edit]) -> list[Hunk]:
        """The lines that the edits touch, each group with what it becomes."""
        found: list[Hunk] = []
        for first, last, group in self._groups(sorted(set(edits), key=lambda edit: (edit.start, edit.end))):
            begin = self.starts[first]
            end = self.starts[last + 1] if last + 1 < len(self.starts) else len(self.data)
            moved = [Edit(e.path, e.start - begin, e.end - begin, e.text) for e in group]
            old = self.data[begin:end]
            found += _changed_lines(first + 1, self._split(old), self._split(apply_edits(old, moved, self.encoding)))
        return found

    def _groups(self, edits: list[Edit]) -> list[tuple[int, int, list[Edit]]]:
        groups: list[tuple[int, int, list[Edit]]] = []
        for edit in edits:
            first, last = bisect_right(self.starts, edit.start) - 1, bisect_right(self.starts, edit.end) - 1
            if groups and first <= groups[-1][1] + 1:
                begin, end, members = groups[-1]
                groups[-1] = (begin, max(end, last), [*members, edit])
            else:
                groups.append((first, last, [edit]))
        return groups

    def _split(self, data: bytes) -> list[str]:
        lines = _BREAK.split(mask(data.decode(self.encoding, "replace")).removeprefix("\ufeff"))
        return lines[:-1] if lines[-1] == "" else lines


MOST_HELD = 64
"""How many files are held in lines; the findings of one file follow each other."""


class SourceFiles:
    """The files of a report, each looked into once as long as it is asked for."""

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self._sources = sources
        self._known: dict[str, SourceFile] = {}

    def file(self, path: str) -> SourceFile | None:
        """The file, or None where the report does not hold it."""
        if path not in self._known and path in self._sources:
            if len(self._known) >= MOST_HELD:
                del self._known[next(iter(self._known))]
            self._known[path] = read_source(path, self._sources[path])
        return self._known.get(path)

    def line(self, path: str, number: int) -> str | None:
        """The line `number` (from 1), masked."""
        file = self.file(path)
        return file.lines[number - 1] if file is not None and 0 < number <= len(file.lines) else None


def read_source(path: str, data: bytes) -> SourceFile:
    """The file as its language reads it; where that fails, as much of it as can be shown."""
    source = decode(path, data, "python" if path.endswith((".py", ".pyi", ".pyw")) else "")
    text, encoding = (source.text, source.encoding) if isinstance(source, Source) else (data.decode("utf-8", "replace"), "utf-8")
    starts = (0, *(match.end() for match in _BREAK_BYTES.finditer(data)))
    return SourceFile(data, encoding, tuple(_BREAK.split(mask(text))), starts)


def apply_edits(data: bytes, edits: Iterable[Edit], encoding: str = "utf-8") -> bytes:
    """The bytes with these edits of one file made."""
    pieces: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += (data[done : edit.start], edit.text.encode(encoding, "replace"))
        done = max(done, edit.end)
    return b"".join((*pieces, data[done:]))


def changed_columns(line: str, other: str) -> tuple[int, int]:
    """The columns (from 0) of `line` between what it begins and what it ends with in common with `other`."""
    shorter = min(len(line), len(other))
    head = next((i for i in range(shorter) if line[i] != other[i]), shorter)
    tail = next((i for i in range(shorter - head) if line[-1 - i] != other[-1 - i]), shorter - head)
    return head, len(line) - tail


def _changed_lines(line: int, old: list[str], new: list[str]) -> list[Hunk]:
    """The hunks between two short texts, of which the first begins at `line`."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Hunk(line + i, tuple(old[i:j]), tuple(new[k:m])) for tag, i, j, k, m in steps if tag != "equal"]

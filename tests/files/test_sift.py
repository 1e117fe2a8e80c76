from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from migrator.files import sift as module
from migrator.files.kinds import KINDS, SCRIPT, kind_of, of_language
from migrator.files.sift import sift
from migrator.files.tree import FolderTree
from migrator.workers import Crew, Item, Result

PYTHON = KINDS[0]


class Alone(Crew):
    """Does all in this process, and remembers how it was asked."""

    def __init__(self) -> None:
        self.alone: list[bool] = []
        self.told: list[tuple[int, int]] = []
        super().__init__(1, progress=lambda what, done, of: self.told.append((done, of)))

    def map(self, work: Callable[[Sequence[Item]], Result], chunks: Iterable[Sequence[Item]], alone: bool) -> Iterator[Result]:
        self.alone.append(alone)
        return map(work, chunks)


def names(data: bytes) -> bool:
    return b"r1" in data


def nothing(data: bytes) -> bool:
    return False


def test_what_becomes_of_each_file(tmp_path: Path) -> None:
    files = {
        "a.py": b"r1",
        "b.py": b"other",
        "shell": b"#!/bin/sh\nr1\n",
        "ruby": b"#!/usr/bin/env ruby\nr1\n",
        "quiet": b"#!/usr/bin/env ruby\n",
        "prose": b"r1",
        "dump": b"r1" * 100,
        "report.md": b"<!-- deepseek-migrate report -->\nr1\n",
        ".env": b"\xff",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    os.mkfifo(tmp_path / "pipe.py")
    kinds = [(name, kind_of(name) or PYTHON) for name in (*files, "pipe.py", "gone.py")]
    found = sift(kinds, FolderTree(str(tmp_path), largest=150), names, Alone())
    assert found.held == {"a.py", "shell", ".env"}
    assert found.foreign == {"ruby", "quiet", "prose", "dump", "report.md"}
    assert {path: each.code for path, each in found.unreadable.items()} == {"pipe.py": "not-a-file", "gone.py": "unreadable"}
    assert found.seen == {*files, "pipe.py", "gone.py"}
    assert found.joined(found) == found


@pytest.mark.parametrize(("number", "many", "alone"), [(1, False, True), (2, True, True), (3, True, True), (4, True, False)])
def test_how_many_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, many: bool, alone: bool) -> None:
    monkeypatch.setattr(module, "MANY", 2)
    monkeypatch.setattr(module, "ENOUGH", 4)
    for each in range(number):
        (tmp_path / f"{each}.py").write_bytes(b"r1")
    crew, files = Alone(), [(f"{each}.py", PYTHON) for each in range(number)]
    assert bool(sift(files, FolderTree(str(tmp_path)), nothing, crew, names).held) is many
    assert crew.alone == [alone]
    # Without a quicker search there is but one.
    assert len(sift(files, FolderTree(str(tmp_path)), names, crew).held) == number


def test_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 2)
    monkeypatch.setattr(module, "ENOUGH", 4)
    for each in range(6):
        (tmp_path / f"{each}.py").write_bytes(b"r1")
    crew = Alone()
    sift(((f"{each}.py", PYTHON) for each in range(6)), FolderTree(str(tmp_path)), names, crew)
    assert [done for done, _ in crew.told] == [2, 4, 6]
    assert crew.told[-1] == (6, 6)


def test_kinds_that_tell_where_calls_go_are_held_unread(tmp_path: Path) -> None:
    dotenv = of_language("dotenv")
    assert dotenv is not None
    found = sift([(".env", dotenv), ("script", SCRIPT)], FolderTree(str(tmp_path)), names, Alone())
    assert (found.held, set(found.unreadable)) == ({".env"}, {"script"})

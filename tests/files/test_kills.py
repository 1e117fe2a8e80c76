"""`kill -9` at every step of a write: the process is gone at once, and every file is still the old one or the new one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.files import swap, write
from migrator.files.write import Written, write_atomic, write_together
from tests.files.kills import killed_after, steps_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="copies of a process are made by fork")

SIZE = 200_000
"""More than one buffer, so that a file can be half written."""
OLD, NEW = {name: name.encode() * SIZE for name in "abc"}, {name: name.upper().encode() * (SIZE + 1) for name in "abc"}


def folder_with_files(folder: Path) -> list[tuple[str, bytes, bytes]]:
    folder.mkdir(exist_ok=True)
    for name, data in OLD.items():
        (folder / name).write_bytes(data)
    return [(str(folder / name), OLD[name], NEW[name]) for name in OLD]


def whole(folder: Path) -> dict[str, bool]:
    """Which files are new; the others are old, and nothing else is there but what we may leave."""
    assert {each for each in os.listdir(folder) if not each.startswith(".deepseek-migrate-")} == set(OLD)
    now = {name: (folder / name).read_bytes() for name in OLD}
    assert all(now[name] in (OLD[name], NEW[name]) for name in OLD)
    assert all((folder / name).stat().st_mode & 0o777 == 0o640 for name in OLD)
    return {name: now[name] == NEW[name] for name in OLD}


def cleared(folder: Path) -> None:
    for each in folder.iterdir():
        each.unlink()


@pytest.fixture(params=["exchanged", "replaced"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    if request.param == "replaced":
        monkeypatch.setattr(write, "exchange", lambda one, other: False)
    else:
        # Found once and kept, as in a run; not a step of each write.
        swap._exchanging()
    # Nothing here is about the disk losing its power, and a real flush takes a hundred times as long.
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    before = os.umask(0o137)
    yield tmp_path / "x"
    os.umask(before)


@pytest.mark.parametrize("every", [11, pytest.param(1, marks=pytest.mark.slow)])
def test_killed_at_the_steps_of_one_write(folder: Path, every: int) -> None:
    path, old, new = folder_with_files(folder)[0]
    total = steps_of(lambda: write_atomic(path, old, new))
    seen: set[bool] = set()
    kills = 0
    for steps in range(1, total + 1, every):
        cleared(folder)
        folder_with_files(folder)
        kills += killed_after(steps, lambda: write_atomic(path, old, new))
        changed = whole(folder)
        assert not changed["b"]
        assert not changed["c"]
        seen.add(changed["a"])
        # What is left behind stops nobody.
        if not changed["a"]:
            assert write_atomic(path, old, new) == Written(path)
    assert seen == {True, False}
    # Not every step of the first time is one of each time.
    assert kills >= total * 0.9 // every


@pytest.mark.parametrize("every", [29, pytest.param(1, marks=pytest.mark.slow)])
def test_killed_at_the_steps_of_a_write_of_several(folder: Path, every: int) -> None:
    files = folder_with_files(folder)
    total = steps_of(lambda: write_together(files))
    kills = 0
    for steps in range(1, total + 1, every):
        cleared(folder)
        folder_with_files(folder)
        kills += killed_after(steps, lambda: write_together(files))
        changed = whole(folder)
        # They land in order, so that at most one border lies between old and new.
        assert list(changed.values()) == sorted(changed.values(), reverse=True)
        left = [each for each in files if not changed[Path(each[0]).name]]
        assert all(isinstance(each, Written) for each in write_together(left))
    # Not every step of the first time is one of each time.
    assert kills >= total * 0.9 // every

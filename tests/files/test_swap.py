"""What stands behind every write: two files that change names, patience where somebody holds one, a lock for our own runs."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from migrator.files import swap
from migrator.files.swap import alone, exchange, replace


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(1000))
    monkeypatch.setattr(swap, "time", SimpleNamespace(monotonic=lambda: next(now) / 10, sleep=_sleep))


def _sleep(seconds: float) -> None:
    assert 0 < seconds < swap.PATIENCE


def held(times: int) -> object:
    """`os.replace` on Windows while another process has the file open."""
    real, left = os.replace, [times]

    def answer(source: str, target: str) -> None:
        if left[0]:
            left[0] -= 1
            error = PermissionError(13, "The process cannot access the file")
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error
        real(source, target)

    return answer


def test_a_file_that_is_held_for_a_while_is_replaced_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new").write_bytes(b"new")
    monkeypatch.setattr(os, "replace", held(3))
    replace(str(tmp_path / "new"), str(tmp_path / "x.py"))
    assert (tmp_path / "x.py").read_bytes() == b"new"


def test_a_file_that_is_held_for_ever_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new").write_bytes(b"new")
    monkeypatch.setattr(os, "replace", held(10**6))
    with pytest.raises(PermissionError):
        replace(str(tmp_path / "new"), str(tmp_path / "x.py"))


def test_elsewhere_a_folder_that_takes_no_files_is_not_asked_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(source: str, target: str) -> None:
        asked.append(target)
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        replace("a", "b")
    assert asked == ["b"]


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EINVAL, errno.ENOTSUP])
def test_systems_that_cannot_exchange_say_so(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    import ctypes

    monkeypatch.setattr(swap, "_exchanging", lambda: lambda one, other: -1)
    monkeypatch.setattr(ctypes, "get_errno", lambda: number)
    assert exchange("a", "b") is False


def test_what_goes_wrong_in_an_exchange_is_told(tmp_path: Path) -> None:
    if swap._exchanging() is None:
        pytest.skip("not on this system")
    with pytest.raises(FileNotFoundError) as told:
        exchange(str(tmp_path / "none"), str(tmp_path / "neither"))
    assert told.value.strerror == os.strerror(errno.ENOENT)
    assert told.value.filename == str(tmp_path / "neither")


def test_a_system_whose_library_has_no_exchange_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda name, use_errno: SimpleNamespace())
    assert swap._exchanging.__wrapped__() is None


def test_where_there_is_no_exchange_nothing_is_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchanging", lambda: None)
    (tmp_path / "a").write_bytes(b"a")
    assert exchange(str(tmp_path / "a"), str(tmp_path / "b")) is False
    assert (tmp_path / "a").read_bytes() == b"a"


def test_another_system_has_no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert swap._exchanging.__wrapped__() is None


def test_two_runs_do_not_replace_files_of_one_folder_at_a_time(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    other = os.open(tmp_path, os.O_RDONLY)
    with alone(str(tmp_path)), pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    # Whoever never lets go of it does not stop us.
    with alone(str(tmp_path)):
        pass
    os.close(other)


def test_a_folder_that_cannot_be_locked_is_written_all_the_same(tmp_path: Path) -> None:
    with alone(str(tmp_path / "none")):
        pass


@pytest.mark.parametrize("held_by_another", [False, True])
def test_on_windows_a_note_is_marked_behind_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held_by_another: bool
) -> None:
    marked: list[tuple[int, int, int]] = []

    def locking(handle: int, how: int, size: int) -> None:
        marked.append((os.lseek(handle, 0, os.SEEK_CUR), how, size))
        if held_by_another:
            raise OSError(36, "Resource deadlock avoided")

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=locking))
    monkeypatch.setattr(sys, "platform", "win32")
    with open(tmp_path / "note", "w+b") as file:
        assert swap.claim(file.fileno()) is not held_by_another
        file.write(b"{}")
    assert marked == [(swap._BEHIND, 2, 1)]
    # Where the note is written, and read, is not moved by that.
    assert (tmp_path / "note").read_bytes() == b"{}"

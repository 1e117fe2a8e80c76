from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.files import write
from migrator.files.swap import exchange
from migrator.files.write import NotWritten, Written, write_atomic, write_together

FULL = OSError(28, "No space left on device")


@pytest.fixture(params=[True, False], ids=["exchanged", "replaced"])
def swaps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether two files can change names here: every promise holds on systems where they cannot, too."""
    can: bool = request.param
    if can and not can_exchange():
        pytest.skip("not on this system")
    if not can:
        monkeypatch.setattr(write, "exchange", lambda one, other: False)
    return can


def can_exchange() -> bool:
    with TemporaryDirectory() as folder:
        one, other = Path(folder) / "one", Path(folder) / "other"
        one.write_bytes(b"1")
        other.write_bytes(b"2")
        return exchange(str(one), str(other)) and one.read_bytes() == b"2" and other.read_bytes() == b"1"


def at_each_step(monkeypatch: pytest.MonkeyPatch, swaps: bool, step: Callable[[str, str], object]) -> None:
    """Call `step` in place of what puts a file in another's place; it is given that as it is as `real`."""
    name = {True: "exchange", False: "replace"}[swaps]
    monkeypatch.setattr(write, name, step)


def raise_(error: BaseException) -> None:
    raise error


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def code(outcome: Written | NotWritten) -> str:
    return getattr(outcome, "code", "written")


def test_replaces_and_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    path.chmod(0o4751)
    before = path.stat().st_ino
    assert write_atomic(str(path), b"old", b"new\r\n") == Written(str(path))
    assert path.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o4751
    assert path.stat().st_ino != before
    assert names(tmp_path) == ["x.py"]


def test_keeps_the_owner_where_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    asked: list[tuple[int, int]] = []
    state = os.stat(path)
    other = os.stat_result((state.st_mode, 0, 0, 1, 12345, 23456, 3, 0, 0, 0))
    real = os.stat
    monkeypatch.setattr(os, "stat", lambda name: {str(path): other}.get(str(name)) or real(name))
    monkeypatch.setattr(os, "chown", lambda name, user, group: (asked.append((user, group)), raise_(PermissionError(1, "no"))))
    assert code(write_atomic(str(path), b"old", b"new")) == "written"
    assert asked == [(12345, 23456)]


@given(st.binary(max_size=50), st.binary(max_size=50), st.binary(max_size=50))
def test_only_over_what_was_read(tmp_path_factory: pytest.TempPathFactory, old: bytes, now: bytes, new: bytes) -> None:
    path = tmp_path_factory.mktemp("x") / "x.py"
    path.write_bytes(now)
    outcome = write_atomic(str(path), old, new)
    assert (code(outcome), path.read_bytes()) == {True: ("written", new), False: ("changed-meanwhile", now)}[old == now]
    assert names(path.parent) == ["x.py"]


def test_a_change_while_the_new_bytes_are_written_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (real(handle), path.write_bytes(b"edited")))
    assert code(write_atomic(str(path), b"old", b"new")) == "changed-meanwhile"
    assert path.read_bytes() == b"edited"
    assert names(tmp_path) == ["x.py"]


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert code(write_atomic(str(tmp_path / "x.py"), b"", b"new")) == "changed-meanwhile"
    assert names(tmp_path) == []


def test_read_only_files_stay(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    path.chmod(0o444)
    assert code(write_atomic(str(path), b"old", b"new")) == "read-only"
    assert path.read_bytes() == b"old"


def test_folders_that_take_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    monkeypatch.setattr(write.tempfile, "mkstemp", lambda **_: raise_(PermissionError(13, "Permission denied")))
    assert code(write_atomic(str(path), b"old", b"new")) == "read-only"


def test_hard_links_stay_together(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    os.link(path, tmp_path / "y.py")
    assert code(write_atomic(str(path), b"old", b"new")) == "link"
    assert path.read_bytes() == b"old"


def test_symbolic_links_stay_links(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path = tmp_path / "real" / "x.py"
    path.write_bytes(b"old")
    os.symlink("real/x.py", tmp_path / "link.py")
    assert code(write_atomic(str(tmp_path / "link.py"), b"old", b"new")) == "written"
    assert (tmp_path / "link.py").is_symlink()
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["link.py", "real"]


def test_fifos_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.py")
    assert code(write_atomic(str(tmp_path / "x.py"), b"", b"new")) == "not-a-file"


@pytest.mark.parametrize("step", ["fdopen", "fsync", "chmod", "put"])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["full", "interrupted"])
def test_a_failure_at_any_step_leaves_the_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException, swaps: bool
) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    if step == "put":
        at_each_step(monkeypatch, swaps, lambda *_: raise_(error))
    else:
        monkeypatch.setattr(os, step, lambda *_, **__: raise_(error))
    seen = []
    try:
        seen.append(code(write_atomic(str(path), b"old", b"new")))
    except KeyboardInterrupt:
        seen.append("interrupted")
    assert seen == [{True: "write-failed", False: "interrupted"}[error is FULL]]
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["x.py"]


def together(folder: Path) -> list[tuple[str, bytes, bytes]]:
    files = [(str(folder / name), name.encode(), b"new " + name.encode()) for name in ("a", "b", "c")]
    for path, old, _ in files:
        Path(path).write_bytes(old)
    return files


def the_real(swaps: bool) -> Callable[[str, str], object]:
    return {True: exchange, False: write.replace}[swaps]


def save(path: Path, data: bytes) -> None:
    """As editors do it: a new file in the old one's place."""
    beside = path.with_name(f"{path.name}~")
    beside.write_bytes(data)
    beside.replace(path)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


OLD = {name: name.encode() for name in "abc"}


def test_together_all_land(tmp_path: Path) -> None:
    files = together(tmp_path)
    assert write_together(files) == tuple(Written(path) for path, _, _ in files)
    assert contents(tmp_path) == {name: b"new " + name.encode() for name in "abc"}


@pytest.mark.parametrize("bad", [0, 1, 2])
def test_together_one_that_changed_stops_all(tmp_path: Path, bad: int) -> None:
    files = together(tmp_path)
    files[bad] = (files[bad][0], b"something else", b"new")
    outcomes = [code(outcome) for outcome in write_together(files)]
    expected = ["not-together"] * 3
    expected[bad] = "changed-meanwhile"
    assert outcomes == expected
    assert contents(tmp_path) == OLD


@pytest.mark.parametrize("landed", [0, 1, 2])
def test_together_a_late_failure_is_rolled_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, landed: int, swaps: bool
) -> None:
    files = together(tmp_path)
    answers = iter([None] * landed + [FULL])
    real = the_real(swaps)

    def put(source: str, target: str) -> object:
        error = next(answers, None)
        return real(source, target) if error is None else raise_(error)

    at_each_step(monkeypatch, swaps, put)
    outcomes = [code(outcome) for outcome in write_together(files)]
    assert outcomes == [{True: "write-failed", False: "not-together"}[place == landed] for place in range(3)]
    assert contents(tmp_path) == OLD


@pytest.mark.parametrize("before", [True, False])
def test_together_an_interruption_is_rolled_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swaps: bool, before: bool
) -> None:
    files = together(tmp_path)
    answers = iter([None, KeyboardInterrupt()])
    real = the_real(swaps)

    def put(source: str, target: str) -> object:
        error = next(answers, None)
        done = None if before and error else real(source, target)
        return done if error is None else raise_(error)

    at_each_step(monkeypatch, swaps, put)
    with pytest.raises(KeyboardInterrupt):
        write_together(files)
    assert contents(tmp_path) == OLD


def test_together_rolling_back_spares_what_was_saved_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swaps: bool
) -> None:
    files = together(tmp_path)
    steps = iter([lambda: None, lambda: raise_(FULL)])
    real = the_real(swaps)

    def put(source: str, target: str) -> object:
        next(steps)()
        done = real(source, target)
        save(tmp_path / "b", b"b")
        save(tmp_path / "a", b"saved by hand")
        return done

    at_each_step(monkeypatch, swaps, put)
    assert [code(outcome) for outcome in write_together(files)] == ["not-together", "write-failed", "not-together"]
    assert contents(tmp_path) == OLD | {"a": b"saved by hand"}


def test_together_without_room_for_what_to_go_back_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = together(tmp_path)
    real, steps = os.fdopen, iter([lambda: None, lambda: raise_(FULL)])
    monkeypatch.setattr(os, "fdopen", lambda *arguments: (next(steps)(), real(*arguments))[1])
    assert [code(outcome) for outcome in write_together(files)] == ["write-failed", "not-together", "not-together"]
    assert contents(tmp_path) == OLD


def test_one_alone_is_written_alone(tmp_path: Path) -> None:
    files = together(tmp_path)[:1]
    assert [code(outcome) for outcome in write_together(files)] == ["written"]
    assert write_together([]) == ()


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_what_is_saved_at_the_last_moment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    saves = iter([b"saved %d" % number for number in range(times)])

    def late(one: str, other: str) -> bool:
        data = next(saves, None)
        if data is not None:
            save(path, data)
        return exchange(one, other)

    if not can_exchange():
        pytest.skip("not on this system")
    monkeypatch.setattr(write, "exchange", late)
    assert code(write_atomic(str(path), b"old", b"new")) == "changed-meanwhile"
    assert path.read_bytes() == b"saved %d" % (times - 1)
    assert names(tmp_path) == ["x.py"]


def test_a_file_that_goes_at_the_last_moment_stays_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")

    def late(one: str, other: str) -> bool:
        path.unlink()
        return exchange(one, other)

    if not can_exchange():
        pytest.skip("not on this system")
    monkeypatch.setattr(write, "exchange", late)
    assert code(write_atomic(str(path), b"old", b"new")) == "write-failed"
    assert names(tmp_path) == []


def test_access_lists_and_labels_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    try:
        os.setxattr(path, "user.label", b"mine")
    except (AttributeError, OSError):
        pytest.skip("no such attributes here")
    assert code(write_atomic(str(path), b"old", b"new")) == "written"
    assert os.getxattr(path, "user.label") == b"mine"


def test_two_names_for_one_file_are_written_once_or_not_at_all(tmp_path: Path) -> None:
    files = together(tmp_path)
    os.symlink("a", tmp_path / "link")
    both = [files[0], (str(tmp_path / "link"), b"a", b"other")]
    assert "written" not in [code(outcome) for outcome in write_together(both)]
    assert (tmp_path / "a").read_bytes() == b"a"
    assert names(tmp_path) == ["a", "b", "c", "link"]


def test_the_new_bytes_are_on_the_disk_before_they_are_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swaps: bool
) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    seen: list[str] = []
    flush, real = os.fsync, the_real(swaps)

    def fsync(handle: int) -> None:
        seen.append({True: "folder", False: "file"}[stat.S_ISDIR(os.fstat(handle).st_mode)])
        flush(handle)

    def put(one: str, other: str) -> object:
        assert Path(one).parent == tmp_path
        assert (Path(one).read_bytes(), stat.S_IMODE(Path(one).stat().st_mode)) == (b"new", stat.S_IMODE(path.stat().st_mode))
        seen.append("put")
        return real(one, other)

    monkeypatch.setattr(os, "fsync", fsync)
    at_each_step(monkeypatch, swaps, put)
    assert code(write_atomic(str(path), b"old", b"new")) == "written"
    assert seen == ["file", "put", "folder"]

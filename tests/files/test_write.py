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
    asked: list[tuple[str, int, int]] = []
    state = os.stat(path)
    other = os.stat_result((state.st_mode, 0, 0, 1, 12345, 23456, 3, 0, 0, 0))
    real = os.stat
    monkeypatch.setattr(os, "stat", lambda name: {str(path): other}.get(str(name)) or real(name))
    monkeypatch.setattr(os, "chown", lambda *given: (asked.append(given), raise_(PermissionError(1, "no"))))
    assert code(write_atomic(str(path), b"old", b"new")) == "written"
    ((name, *ids),) = asked
    assert Path(name).parent == tmp_path
    assert ids == [12345, 23456]


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


def test_a_file_that_goes_while_the_new_bytes_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda handle: path.unlink(missing_ok=True))
    assert write_atomic(str(path), b"old", b"new") == NotWritten("changed-meanwhile", "is no longer there", str(path))
    assert names(tmp_path) == []


@pytest.mark.parametrize("error, said", [(OSError(5, "Input/output error"), "Input/output error"), (OSError("odd"), "odd")])
def test_a_file_that_can_no_longer_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    monkeypatch.setattr(write, "_content", lambda name: raise_(error))
    assert write_atomic(str(path), b"old", b"new") == NotWritten("unreadable", said, str(path))
    assert path.read_bytes() == b"old"


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    path = str(tmp_path / "x.py")
    assert write_atomic(path, b"", b"new") == NotWritten("changed-meanwhile", "is no longer there", path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("mode", [0o444, 0o555])
def test_read_only_files_stay(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    path.chmod(mode)
    assert write_atomic(str(path), b"old", b"new") == NotWritten("read-only", "the file is read-only", str(path))
    assert path.read_bytes() == b"old"


def test_links_that_lead_round_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "x.py").symlink_to("y.py")
    (tmp_path / "y.py").symlink_to("x.py")
    assert code(write_atomic(str(tmp_path / "x.py"), b"old", b"new")) == "unreadable"
    assert names(tmp_path) == ["x.py", "y.py"]


def test_folders_that_take_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    monkeypatch.setattr(write.tempfile, "mkstemp", lambda **_: raise_(PermissionError(13, "Permission denied")))
    assert code(write_atomic(str(path), b"old", b"new")) == "read-only"


def test_hard_links_stay_together(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    os.link(path, tmp_path / "y.py")
    said = "has 2 names (hard links); replacing one would part them"
    assert write_atomic(str(path), b"old", b"new") == NotWritten("link", said, str(path))
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
    path = str(tmp_path / "x.py")
    os.mkfifo(path)
    assert write_atomic(path, b"", b"new") == NotWritten("not-a-file", "not a regular file", path)


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
    said = f"belongs together with {files[bad][0]}, which cannot be written"
    expected = [NotWritten("not-together", said, path) for path, _, _ in files]
    expected[bad] = NotWritten("changed-meanwhile", "changed after it was read", files[bad][0])
    assert write_together(files) == tuple(expected)
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


def test_together_one_that_cannot_go_back_does_not_keep_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swaps: bool
) -> None:
    files = together(tmp_path)
    answers = iter([None, None, FULL, FULL])
    real = the_real(swaps)

    def put(source: str, target: str) -> object:
        error = next(answers, None)
        return real(source, target) if error is None else raise_(error)

    at_each_step(monkeypatch, swaps, put)
    assert [code(outcome) for outcome in write_together(files)] == ["not-together", "not-together", "write-failed"]
    # Notes and copies are left with it, by which the next run puts it back.
    assert {name: data for name, data in contents(tmp_path).items() if name in OLD} == OLD | {"b": b"new b"}
    assert [name for name in names(tmp_path) if name.startswith(".deepseek-migrate-unfinished-")]


def test_together_going_back_spares_what_is_saved_in_that_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = together(tmp_path)[:2]
    steps = iter([lambda: None, lambda: raise_(FULL), lambda: save(tmp_path / "a", b"saved by hand")])

    def put(source: str, target: str) -> bool:
        next(steps, lambda: None)()
        return exchange(source, target)

    if not can_exchange():
        pytest.skip("not on this system")
    monkeypatch.setattr(write, "exchange", put)
    assert [code(outcome) for outcome in write_together(files)] == ["not-together", "write-failed"]
    assert contents(tmp_path) == OLD | {"a": b"saved by hand"}


def test_together_without_room_for_what_to_go_back_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = together(tmp_path)
    real, steps = os.fdopen, iter([lambda: None, lambda: raise_(FULL)])
    monkeypatch.setattr(os, "fdopen", lambda *arguments: (next(steps)(), real(*arguments))[1])
    assert [code(outcome) for outcome in write_together(files)] == ["write-failed", "not-together", "not-together"]
    assert contents(tmp_path) == OLD


def test_together_without_room_for_the_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = together(tmp_path)
    monkeypatch.setattr(write.Journal, "begin", lambda journal, noted: raise_(FULL))
    said = f"belongs together with {files[0][0]}, which cannot be written"
    assert write_together(files) == (
        NotWritten("write-failed", "No space left on device", files[0][0]),
        *(NotWritten("not-together", said, path) for path, _, _ in files[1:]),
    )
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
    assert write_atomic(str(path), b"old", b"new") == NotWritten("changed-meanwhile", "changed after it was read", str(path))
    assert path.read_bytes() == b"saved %d" % (times - 1)
    assert names(tmp_path) == ["x.py"]


def test_whoever_saves_without_end_does_not_hold_us_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    saves = iter(range(10_000))

    def late(one: str, other: str) -> bool:
        save(path, b"saved %d" % next(saves))
        return exchange(one, other)

    if not can_exchange():
        pytest.skip("not on this system")
    monkeypatch.setattr(write, "exchange", late)
    assert code(write_atomic(str(path), b"old", b"new")) == "changed-meanwhile"
    assert path.read_bytes().startswith(b"saved ")
    assert names(tmp_path) == ["x.py"]


@pytest.mark.parametrize("step", ["open", "fsync"])
def test_a_folder_that_cannot_be_flushed_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    flush, opened = os.fsync, os.open

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(22, "Invalid argument")
        flush(handle)

    def open_(name: str, flags: int, *mode: int) -> int:
        if os.path.isdir(name):
            raise PermissionError(13, "Permission denied")
        return opened(name, flags, *mode)

    monkeypatch.setattr(os, step, {"open": open_, "fsync": fsync}[step])
    assert code(write_atomic(str(path), b"old", b"new")) == "written"
    assert path.read_bytes() == b"new"


def test_a_system_without_owners_and_attributes_keeps_the_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    path.chmod(0o640)
    for name in ("listxattr", "getxattr", "setxattr", "chown"):
        monkeypatch.delattr(os, name, raising=False)
    assert code(write_atomic(str(path), b"old", b"new")) == "written"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


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


@pytest.mark.parametrize("step", ["listxattr", "getxattr", "setxattr"])
def test_where_there_are_no_access_lists_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "listxattr", lambda name: ["user.label"], raising=False)
    monkeypatch.setattr(os, "getxattr", lambda name, attribute: b"mine", raising=False)
    monkeypatch.setattr(os, "setxattr", lambda name, attribute, value: None, raising=False)
    monkeypatch.setattr(os, step, lambda *_: raise_(OSError(95, "Operation not supported")))
    assert code(write_atomic(str(path), b"old", b"new")) == "written"
    assert path.read_bytes() == b"new"


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
        # As SECURITY.md and docs/proof.md name what a killed run may leave.
        assert Path(one).name.startswith(".deepseek-migrate-")
        assert (Path(one).read_bytes(), stat.S_IMODE(Path(one).stat().st_mode)) == (b"new", stat.S_IMODE(path.stat().st_mode))
        seen.append("put")
        return real(one, other)

    monkeypatch.setattr(os, "fsync", fsync)
    at_each_step(monkeypatch, swaps, put)
    assert code(write_atomic(str(path), b"old", b"new")) == "written"
    assert seen == ["file", "put", "folder"]

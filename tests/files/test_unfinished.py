"""`kill -9` in the midst of a fix of several files: the next run sees it, and comes to what an undisturbed one would have."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from migrator import settle
from migrator.files import write
from migrator.files.journal import Journal, Noted
from migrator.files.write import Written, write_together
from tests.files.kills import killed_after, steps_of
from tests.tool import Done, scan, tool

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="copies of a process are made by fork")

OPENAI = "from openai import OpenAI\n"
CLIENT = 'client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")\n'
CALL = "client.chat.completions.create(model={}, messages=[])\n"
NATIVE = "from dashscope import Generation\n"
SAID = "[{'role': 'user', 'content': 'x'}]"
PROJECTS = {
    "a constant and its call": {
        "a.py": 'MODEL = "deepseek-v3"\n',
        "b.py": f"from a import MODEL\n{OPENAI}{CLIENT}{CALL.format('MODEL')}",
    },
    "each the constant of the other": {
        "a.py": f'import b\n{OPENAI}ONE = "deepseek-v3"\n{CLIENT}{CALL.format("b.TWO")}',
        "b.py": f'import a\n{OPENAI}TWO = "deepseek-v3.1"\n{CLIENT}{CALL.format("a.ONE")}',
    },
    "code and settings": {
        ".env": "CHAT_MODEL=deepseek-v3\n",
        "app.py": f"import os\n{OPENAI}{CLIENT}{CALL.format('os.getenv(' + chr(34) + 'CHAT_MODEL' + chr(34) + ')')}",
    },
    "another interface": {
        "names.py": 'MODEL = "deepseek-v3"\n',
        "use.py": f"from names import MODEL\n{NATIVE}"
        f"reply = Generation.call(model=MODEL, messages={SAID}, result_format='message')\n"
        "print(reply.output.choices[0].message.content)\n",
    },
    "folders apart": {
        "app/names.py": 'MODEL = "deepseek-v3"\n',
        "app/__init__.py": "",
        "app/inner/__init__.py": "",
        "app/inner/one.py": f"from app.names import MODEL\n{OPENAI}{CLIENT}{CALL.format('MODEL')}",
        "two.py": f"from app.names import MODEL\n{OPENAI}{CLIENT}{CALL.format('MODEL')}",
    },
}
OPTIONS = {
    "code and settings": ("--unsafe-fixes", "--no-respect-gitignore"),
    "another interface": ("--unsafe-fixes", "--to", "qwen3.7-plus"),
}
Files = list[tuple[str, bytes, bytes]]


@pytest.fixture(autouse=True)
def without_flushing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is about the disk losing its power, and a real flush takes a hundred times as long."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture(params=["exchanged", "replaced"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "replaced":
        monkeypatch.setattr(write, "exchange", lambda one, other: False)


def laid_out(folder: Path, files: dict[str, str]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "setup.py").touch()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def changes(before: dict[str, bytes], after: dict[str, bytes], folder: Path) -> Files:
    """What an undisturbed run writes together."""
    return [(str(folder / name), data, after[name]) for name, data in before.items() if after[name] != data]


def half_written(folder: Path) -> Files:
    """A constant that was replaced, and its call that was not: what is left by a kill between the two."""
    laid_out(folder, PROJECTS["a constant and its call"])
    before = contents(folder)
    assert scan(".", "--fix", cwd=folder).status == 0
    files = changes(before, contents(folder), folder)
    laid_out(folder, PROJECTS["a constant and its call"])
    stopped_after(1, files)
    assert contents(folder)["a.py"] == files[0][2]
    assert contents(folder)["b.py"] == files[1][1]
    return files


def stopped_after(replaced: int, files: Files) -> None:
    """Kill a write of several files after so many of them."""
    left = replaced

    def put(ready: write._Ready) -> None:
        nonlocal left
        if not left:
            os.kill(os.getpid(), 9)
        left -= 1
        real(ready)

    real, write._replace = write._replace, put
    try:
        assert killed_after(1 << 60, lambda: write_together(files))
    finally:
        write._replace = real


def skipped(done: Done) -> list[dict[str, str]]:
    rows = done.report["skipped"]
    assert isinstance(rows, list)
    return rows


@pytest.mark.parametrize("kills", [3, pytest.param(150, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", PROJECTS)
def test_wherever_it_is_killed_the_next_run_comes_to_the_same(tmp_path: Path, name: str, kills: int, way: None) -> None:
    folder, options = tmp_path / "x", ("--fix", *OPTIONS.get(name, ()))
    before = contents(laid_out(folder, PROJECTS[name]))
    scan(".", *options, cwd=folder)
    after = contents(folder)
    assert before.keys() == after.keys()
    files = changes(before, after, folder)
    assert len(files) >= 2
    laid_out(folder, PROJECTS[name])
    total = steps_of(lambda: write_together(files))
    half = 0
    for steps in (0, *range(total // kills, total, total // kills)):
        laid_out(folder, PROJECTS[name])
        if steps:
            killed_after(steps, lambda: write_together(files))
        else:
            stopped_after(1, files)
        now = {Path(path).relative_to(folder).as_posix() for path, _, new in files if Path(path).read_bytes() == new}
        seen = scan(".", *options[1:], cwd=folder)
        told = [each["code"] for each in skipped(seen)]
        if 0 < len(now) < len(files):
            half += 1
            assert told == ["unfinished"], steps
            assert seen.status == 2
        else:
            assert told == [], steps
        done = scan(".", *options, cwd=folder)
        assert done.status == 0, steps
        assert {path: data for path, data in contents(folder).items() if "deepseek" not in path} == after, steps
        # Before there are notes, copies may stay; afterwards nothing does.
        if 0 < len(now) < len(files):
            assert contents(folder) == after
    assert half


def test_a_scan_says_so_and_changes_nothing(tmp_path: Path) -> None:
    half_written(tmp_path / "x")
    before = contents(tmp_path / "x")
    done = scan(".", cwd=tmp_path / "x")
    assert done.status == 2
    said = "a run was killed when this was written and b.py was not; --fix puts it back and begins again"
    assert skipped(done) == [{"path": "a.py", "code": "unfinished", "message": said}]
    assert contents(tmp_path / "x") == before
    text = tool("scan", ".", "--fix", "--lang", "en", cwd=tmp_path / "x")
    assert text.status == 0
    assert "a run was killed before all of a fix was written; put back: a.py" in text.output + text.errors


def test_where_only_the_files_are_named(tmp_path: Path) -> None:
    files = half_written(tmp_path / "x")
    assert scan("b.py", cwd=tmp_path / "x").status == 2
    assert scan("--fix", "a.py", "b.py", cwd=tmp_path / "x").status == 0
    assert contents(tmp_path / "x") == {"a.py": files[0][2], "b.py": files[1][2], "setup.py": b""}


def test_what_lies_outside_the_paths_is_not_put_back(tmp_path: Path) -> None:
    half_written(tmp_path / "x")
    before = contents(tmp_path / "x")
    done = scan("--fix", "b.py", cwd=tmp_path / "x")
    assert done.status == 2
    assert [each["message"].partition("; ")[2].partition(":")[0] for each in skipped(done)] == [
        "a.py lies outside the given paths"
    ]
    assert contents(tmp_path / "x") == before


def test_what_somebody_has_changed_since_is_left_alone(tmp_path: Path) -> None:
    half_written(tmp_path / "x")
    (tmp_path / "x" / "b.py").write_text("print('by hand')\n", encoding="utf-8")
    before = contents(tmp_path / "x")
    done = scan("--fix", ".", cwd=tmp_path / "x")
    assert done.status == 2
    note = next(name for name in before if "unfinished" in name)
    said = f"b.py has changed since: look at them by hand, then delete {note}"
    assert [each["message"].partition("; ")[2] for each in skipped(done)] == [said]
    assert contents(tmp_path / "x") == before
    (tmp_path / "x" / note).unlink()
    assert scan("--fix", ".", cwd=tmp_path / "x").status == 0


def test_what_somebody_has_deleted_since_is_told_too(tmp_path: Path) -> None:
    half_written(tmp_path / "x")
    (tmp_path / "x" / "b.py").unlink()
    before = contents(tmp_path / "x")
    done = scan("--fix", ".", cwd=tmp_path / "x")
    assert done.status == 2
    (told,) = skipped(done)
    assert (told["path"], told["code"]) == ("a.py", "unfinished")
    assert "b.py has changed since" in told["message"]
    assert contents(tmp_path / "x") == before


@pytest.mark.parametrize("replaced", [0, 2])
def test_where_all_is_new_or_nothing_there_is_nothing_to_say(tmp_path: Path, replaced: int) -> None:
    files = half_written(tmp_path / "x")
    laid_out(tmp_path / "x", PROJECTS["a constant and its call"])
    stopped_after(1, files)
    for path, old, new in files:
        Path(path).write_bytes(new if replaced else old)
    before = contents(tmp_path / "x")
    assert [name for name in before if "unfinished" in name]
    done = scan(".", cwd=tmp_path / "x")
    assert (done.status, skipped(done)) == (0 if replaced else 1, [])
    assert contents(tmp_path / "x") == before
    assert scan("--fix", ".", cwd=tmp_path / "x").status == 0
    assert contents(tmp_path / "x") == {"a.py": files[0][2], "b.py": files[1][2], "setup.py": b""}


def test_what_was_put_back_by_hand_is_not_spoken_of(tmp_path: Path) -> None:
    files = half_written(tmp_path / "x")
    (tmp_path / "x" / "a.py").write_bytes(files[0][1])
    assert skipped(scan(".", cwd=tmp_path / "x")) == []
    assert scan("--fix", ".", cwd=tmp_path / "x").status == 0
    assert contents(tmp_path / "x") == {"a.py": files[0][2], "b.py": files[1][2], "setup.py": b""}


def test_without_its_copies_it_is_told(tmp_path: Path) -> None:
    half_written(tmp_path / "x")
    for each in (tmp_path / "x").glob(".deepseek-migrate-*"):
        # By the whole word: the names of copies end in letters at random.
        if not each.name.startswith(".deepseek-migrate-unfinished-"):
            each.unlink()
    done = scan("--fix", ".", cwd=tmp_path / "x")
    assert done.status == 2
    assert "what stood there before is gone" in skipped(done)[0]["message"]


def test_a_file_that_nobody_may_write_is_told(tmp_path: Path) -> None:
    half_written(tmp_path / "x")
    (tmp_path / "x" / "a.py").chmod(0o444)
    done = scan("--fix", ".", cwd=tmp_path / "x")
    assert done.status == 2
    assert "the file is read-only: look at them by hand" in skipped(done)[0]["message"]


def test_a_run_that_is_still_at_work_is_not_disturbed(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "x", {"a.py": "new\n", "b.py": "old\n"})
    journal = Journal()
    rows = [(name, str(folder / f".deepseek-migrate-{name[0]}")) for name in ("a.py", "b.py")]
    for _, copy in rows:
        Path(copy).write_bytes(b"old\n")
    journal.begin([Noted(str(folder / name), b"old\n", b"new\n", copy, copy) for name, copy in rows])
    before = contents(folder)
    assert skipped(scan(".", cwd=folder)) == []
    assert skipped(scan("--fix", ".", cwd=folder)) == []
    assert contents(folder) == before
    journal.leave()
    assert [each["code"] for each in skipped(scan(".", cwd=folder))] == ["unfinished"]


def test_on_a_disk_without_locks_it_is_told_and_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from migrator.files import swap, unfinished

    half_written(tmp_path / "x")
    before = contents(tmp_path / "x")
    import fcntl

    def refuses(handle: int, how: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuses)
    assert swap.claim(0) is None
    notes = [str(each) for each in (tmp_path / "x").glob(".deepseek-migrate-unfinished-*")]
    (found,) = unfinished.half_done(notes, lambda place: True)
    assert found.reason == "nobody can tell on this disk whether that run is still at work"
    assert contents(tmp_path / "x") == before


def test_one_that_cannot_go_back_can_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = laid_out(tmp_path / "x", {"a.py": "a = 1\n", "b.py": "b = 1\n"})
    files = [(str(folder / name), f"{name[0]} = 1\n".encode(), f"{name[0]} = 2\n".encode()) for name in ("a.py", "b.py")]
    answers = iter([False])
    real = write._put

    def put(*arguments: str | bytes) -> None:
        if next(answers, True):
            raise OSError(28, "No space left on device")
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(write, "_put", put)
    assert not any(isinstance(each, Written) for each in write_together(files))
    assert contents(folder)["a.py"] == b"a = 2\n"
    monkeypatch.setattr(write, "_put", real)
    assert scan("--fix", ".", cwd=folder).status == 0
    assert contents(folder) == {"a.py": b"a = 1\n", "b.py": b"b = 1\n", "setup.py": b""}


def note(folder: Path, content: object) -> Path:
    path = folder / ".deepseek-migrate-unfinished-1"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def row(path: str, **more: str) -> dict[str, str]:
    from migrator.files.journal import digest

    said = {"old": digest(b"old\n"), "new": digest(b"new\n"), "kept": ".deepseek-migrate-1", "temporary": ".deepseek-migrate-2"}
    return {"path": path, **said, **more}


SCHEMA = {"schema": "deepseek-migrate/unfinished/1"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[" * 100_000,
        "[]",
        {"schema": "other", "files": []},
        {**SCHEMA},
        {**SCHEMA, "files": {}},
        {**SCHEMA, "files": [1]},
        {**SCHEMA, "files": [row("a.py", kept="../a.py"), row("b.py")]},
        {**SCHEMA, "files": [row("a.py", temporary="b.py"), row("b.py")]},
        {**SCHEMA, "files": [row("a.py", kept="\0"), row("b.py")]},
        {**SCHEMA, "files": [row("a.py"), row("./a.py"), row("b.py")]},
        {**SCHEMA, "files": [{**row("a.py"), "old": 1}, row("b.py")]},
        {**SCHEMA, "see": 1},
        {**SCHEMA, "see": "a.py"},
        {**SCHEMA, "see": ".deepseek-migrate-unfinished-1"},
        {**SCHEMA, "see": "../" * 40 + "etc/passwd"},
    ],
)
def test_notes_that_nobody_of_us_wrote(tmp_path: Path, content: object) -> None:
    folder = laid_out(tmp_path / "x", {"a.py": "new\n", "b.py": "old\n", ".deepseek-migrate-1": "old\n"})
    note(folder, content)
    before = contents(folder)
    done = scan("--fix", ".", cwd=folder)
    assert (done.status, skipped(done)) == (0, [])
    assert contents(folder) == before


def test_a_note_leads_to_notes_alone(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "x", {"a.py": "new\n", "b.py": "old\n", ".deepseek-migrate-1": "old\n"})
    (folder / "data.json").write_text(json.dumps({**SCHEMA, "files": [row("a.py"), row("b.py")]}), encoding="utf-8")
    note(folder, {**SCHEMA, "see": "data.json"})
    before = contents(folder)
    assert skipped(scan("--fix", ".", cwd=folder)) == []
    assert contents(folder) == before


def test_a_note_writes_and_deletes_nothing_outside_the_paths(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for name, text in {"victim.py": "new\n", "other.py": "old\n", ".deepseek-migrate-1": "old\n"}.items():
        (outside / name).write_text(text, encoding="utf-8")
    folder = laid_out(tmp_path / "x", {"b.py": "old\n"})
    (folder / "link.py").symlink_to(outside / "victim.py")
    there = contents(outside)
    rows = ([row("../outside/victim.py"), row("b.py")], [row("link.py"), row("b.py")])
    for said in (*rows, [row("../outside/other.py"), row("b.py")], [row(str(outside / "victim.py")), row("b.py")]):
        note(folder, {**SCHEMA, "files": said})
        scan("--fix", ".", cwd=folder)
        assert contents(outside) == there
        assert (folder / "b.py").read_text() == "old\n"


def test_a_copy_that_is_a_link_is_none(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "x", {"a.py": "new\n", "b.py": "old\n", "c.txt": "old\n"})
    (folder / ".deepseek-migrate-1").symlink_to("c.txt")
    note(folder, {**SCHEMA, "files": [row("a.py"), row("b.py")]})
    done = scan("--fix", ".", cwd=folder)
    assert "what stood there before is gone" in skipped(done)[0]["message"]
    assert (folder / "a.py").read_text() == "new\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs")
def test_a_fifo_of_that_name_holds_nobody_up(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "x", {"a.py": "x = 1\n"})
    os.mkfifo(folder / ".deepseek-migrate-unfinished-1")
    (folder / ".deepseek-migrate-unfinished-2").symlink_to("/dev/zero")
    note_ = folder / ".deepseek-migrate-unfinished-3"
    note_.write_text(json.dumps({**SCHEMA, "see": ".deepseek-migrate-unfinished-1"}), encoding="utf-8")
    assert scan("--fix", ".", cwd=folder).status == 0
    assert scan("--fix", "a.py", cwd=folder).status == 0


def test_a_note_is_taken_away_with_the_last_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = laid_out(tmp_path / "x", PROJECTS["folders apart"])
    seen: list[set[str]] = []
    real: Callable[..., object] = write._replace

    def put(ready: write._Ready) -> None:
        seen.append({path.parent.relative_to(folder).as_posix() for path in folder.rglob(".deepseek-migrate-unfinished-*")})
        real(ready)

    monkeypatch.setattr(write, "_replace", put)
    files = [(str(folder / name), text.encode(), text.encode() + b"\n") for name, text in PROJECTS["folders apart"].items()]
    assert all(isinstance(each, Written) for each in settle.write_together(files))
    assert seen == [{"app", "app/inner", "."}] * 5
    assert not [name for name in contents(folder) if "deepseek" in name]


def test_a_note_that_leads_to_one_that_is_gone_goes(tmp_path: Path) -> None:
    from migrator.files.journal import SCHEMA

    folder = laid_out(tmp_path / "x", {"a.py": "a = 1\n"})
    path = note(folder, {"schema": SCHEMA, "see": ".deepseek-migrate-unfinished-9"})
    assert skipped(scan(".", cwd=folder)) == []
    assert path.exists()
    assert scan("--fix", ".", cwd=folder).status == 0
    assert not path.exists()


def test_notes_that_somebody_took_away_are_not_missed(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "x", {"a.py": "old\n", "sub/b.py": "old\n"})
    journal = Journal()
    noted = [Noted(str(folder / name), b"old\n", b"new\n", "one", "two") for name in ("a.py", "sub/b.py")]
    journal.begin(noted)
    (mine,) = folder.glob(".deepseek-migrate-unfinished-*")
    mine.unlink()
    journal.end()
    assert [each.name for each in folder.rglob(".deepseek-migrate-*")] == []


def test_a_note_that_nobody_can_delete_while_it_is_open_goes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[int] = []
    unlink, close = os.unlink, os.close

    def gone(name: str) -> None:
        if not closed:
            raise PermissionError(13, "in use", name)
        unlink(name)

    journal = Journal()
    journal.begin([Noted(str(tmp_path / "a.py"), b"old", b"new", "one", "two")])
    (mine,) = tmp_path.iterdir()
    assert mine.stat().st_mode & 0o777 == 0o644
    monkeypatch.setattr(os, "close", lambda handle: (closed.append(handle), close(handle)))
    monkeypatch.setattr(os, "unlink", gone)
    journal.end()
    assert list(tmp_path.iterdir()) == []
    journal.end()
    assert len(closed) == 1


def test_half_a_note_is_none_written(tmp_path: Path) -> None:
    import resource

    journal = Journal()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # As on a disk that has room for so much: the first write of more is a short one.
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            journal.begin([Noted(str(tmp_path / "a.py"), b"old", b"new", "one", "two")])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    journal.end()
    assert list(tmp_path.iterdir()) == []

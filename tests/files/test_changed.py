from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.files import changed
from migrator.files.changed import Lines, NoRevision, base_of
from migrator.files.git import clean_environment


def git(folder: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "diff.indentHeuristic=true")
    done = subprocess.run(
        ["git", *settings, "-C", str(folder), *arguments], capture_output=True, check=False, env=clean_environment(os.environ)
    )
    return done.stdout.decode()


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def ranges(folder: Path, old: str, new: str) -> tuple[tuple[int, int], ...] | None:
    """What is told of a file that was `old` and is `new`."""
    git(folder, "init", "-q")
    put(folder / "x", old)
    git(folder, "add", "x")
    git(folder, "commit", "-qm", "x")
    return base_of("HEAD", str(folder)).changed({str(folder / "x"): new.encode()})[str(folder / "x")].ranges


@pytest.mark.parametrize(
    ("first", "last", "touched"),
    [(1, 2, False), (2, 3, True), (3, 3, True), (4, 9, True), (5, 9, True), (6, 7, False), (1, 9, True), (8, 8, True)],
)
def test_lines_that_a_change_touches(first: int, last: int, touched: bool) -> None:
    assert Lines(((3, 5), (8, 8))).touch(first, last) is touched
    assert Lines(None).touch(first, last)
    assert not Lines(()).touch(first, last)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a\nb\nc\n", "a\nb\nc\n", ()),
        ("a\nb\nc\n", "a\r\nb\rc\n", ()),
        ("a\nb\nc\n", "a\nB\nc\n", ((2, 2),)),
        ("a\nb\nc\n", "a\nB\nC\nc\n", ((2, 3),)),
        ("a\nb\nc\n", "a\nc\n", ()),
        ("a\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n", ((1, 1), (5, 5))),
        ("a\nb\n", "a\nx\ny\nb\n", ((2, 3),)),
        ("a\nb\n", "x\na\nb\n", ((1, 1),)),
        ("a\nb", "a\nb\nc", ((3, 3),)),
        ("", "a", ((1, 1),)),
        ("a\na\n", "a\na\na\n", ((3, 3),)),
        # Where it may as well have come elsewhere, it begins with the line that is indented least.
        ("f(\n  a,\n)\n", "f(\n  a,\n)\nf(\n  a,\n)\n", ((4, 6),)),
        ("if a:\n    b()\n\nc()\n", "if a:\n    b()\n\nif a:\n    b()\n\nc()\n", ((4, 6),)),
        ("x\n  a:\n    b\n", "x\n  a:\n    b\n  a:\n    b\n", ((4, 5),)),
        ("a\nx", "a\n  b\na\nx", ((1, 2),)),
        ("c\nb", "  a\nb\nc\nb", ((1, 2),)),
        ("p\nx\nb\nc\nd\nr", "P\nx\nb\nb\nc\nd\nR", ((1, 1), (4, 4), (7, 7))),
        ("    a\n\n    b", "    a\n\n    a\n\n    b", ((3, 4),)),
        ("a\nb\n" * 150, "h\n" + "a\nb\n" * 150 + "t\n", ((1, 1), (302, 302))),
        ("x\n    b\n  a:\ny\n", "x\n    b\n  a:\n    b\n  a:\ny\n", ((3, 4),)),
    ],
)
def test_changed_lines(tmp_path: Path, old: str, new: str, expected: tuple[tuple[int, int], ...]) -> None:
    assert ranges(tmp_path, old, new) == expected


LINES = st.lists(st.sampled_from(["a", "  b", "", "c"]), max_size=7)


@settings(max_examples=60, deadline=None)
@given(LINES, LINES)
def test_without_the_lines_that_changed_the_rest_stood_there_before(old: list[str], new: list[str]) -> None:
    before, after = ("\n".join(each).encode() for each in (old, new))
    held = {first + each for first, last in changed._changed(before, after) for each in range(last - first + 1)}
    kept = [line for number, line in enumerate(after.split(b"\n"), 1) if number not in held]
    rest = iter(before.split(b"\n"))
    assert all(line in rest for line in kept)
    assert all(1 <= number <= after.count(b"\n") + 1 for number in held)


@pytest.mark.parametrize(("size", "whole"), [(4, False), (3, True)])
def test_too_much_to_compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, whole: bool) -> None:
    monkeypatch.setattr(changed, "_MOST_COMPARED", size)
    # Two lines against two; the one between them is the same.
    assert ranges(tmp_path, "h\na\nb\nt\n", "h\nA\nb\nt\n") == ((2, 2),)
    assert tuple(changed._changed(b"h\na\nb\nt", b"h\nb\nB\nt")) == (((2, 3),) if whole else ((3, 3),))


def test_names_files_and_folders(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    for name in ("old name.py", "same.py", "folder/x", "sub/y.py", "é.py", "new\nline.py"):
        put(tmp_path / name, f"{name}\n" * 9)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    git(tmp_path, "mv", "old name.py", "renamed.py")
    git(tmp_path, "mv", "sub/y.py", "z.py")
    base = base_of("HEAD", str(tmp_path))
    names = ("renamed.py", "z.py", "same.py", "é.py", "folder", "gone.py", "new\nline.py", "../beside.py", "old name.py missing")
    contents = {"renamed.py": "old name.py\n" * 9, "z.py": "sub/y.py\n" * 9, "é.py": "é.py\n" * 8 + "x\n"}
    told = base.changed({str(tmp_path / name): contents.get(name, "same.py\n" * 9).encode() for name in names})
    assert [told[str(tmp_path / name)].ranges for name in names] == [(), (), (), ((9, 9),), *[None] * 5]
    assert base.changed({}) == {}
    held = {name: f"{name}\n".encode() * 9 for name in ("é.py", "same.py", "old name.py")}
    assert base._contents(["é.py", "folder", "same.py", "gone.py", "old name.py"]) == held


@pytest.mark.parametrize(
    ("revision", "reason"),
    [
        ("mian", "there is no revision 'mian' here; did you mean 'main'?"),
        ("--all", "there is no revision '--all' here; did you mean 'main'?"),
        ("other", "'other' and HEAD have no commit in common"),
    ],
)
def test_no_revision(tmp_path: Path, revision: str, reason: str) -> None:
    git(tmp_path, "init", "-q", "-b", "other")
    git(tmp_path, "commit", "-qm", "x", "--allow-empty")
    git(tmp_path, "checkout", "-q", "--orphan", "main")
    with pytest.raises(NoRevision, match=r"^the repository has no commits yet$"):
        base_of(revision, str(tmp_path))
    git(tmp_path, "commit", "-qm", "y", "--allow-empty")
    with pytest.raises(NoRevision, match=f"^{re.escape(reason)}$"):
        base_of(revision, str(tmp_path))


def test_a_repository_without_branches_has_nothing_like_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-qm", "x", "--allow-empty")
    git(tmp_path, "checkout", "-q", "--detach")
    git(tmp_path, "branch", "-qD", "main")
    with pytest.raises(NoRevision, match=r"^there is no revision 'none' here$"):
        base_of("none", str(tmp_path))


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoRevision, match="is in no git repository"):
        base_of("HEAD", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoRevision, match=r"^git is not installed$"):
        base_of("HEAD", str(tmp_path))


def test_part_of_a_history(tmp_path: Path) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    whole.mkdir()
    git(whole, "init", "-q")
    for name in "ab":
        git(whole, "commit", "-qm", name, "--allow-empty")
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{whole}", str(part)], check=True)
    with pytest.raises(NoRevision, match=r"HEAD'\? \(this clone is shallow: fetch more of its history\)$"):
        base_of("HEAD~1", str(part))

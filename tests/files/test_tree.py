from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from migrator.files.tree import Entry, FolderTree, LatestListing, NotAFile, OverlayTree, TooLarge


def test_reads_relative_and_absolute_paths(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.py").write_bytes(b"x\r\n")
    tree = FolderTree(str(tmp_path))
    assert tree.read("a/x.py") == b"x\r\n"
    assert tree.read(str(tmp_path / "a" / "x.py")) == b"x\r\n"
    assert tree.location("") == str(tmp_path)


def test_magic_stops_at_the_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "script").write_bytes(b"#!/usr/bin/python\n1\n")
    (tmp_path / "text").write_bytes(b"no script, and long")
    (tmp_path / "empty").write_bytes(b"")
    tree = FolderTree(str(tmp_path))
    assert [tree.read(name, b"#!") for name in ("script", "text", "empty")] == [b"#!/usr/bin/python\n1\n", b"no", b""]


@pytest.mark.parametrize("size", [0, 1, 99, 100])
def test_reads_up_to_the_limit(tmp_path: Path, size: int) -> None:
    (tmp_path / "x").write_bytes(b"x" * size)
    assert FolderTree(str(tmp_path), largest=100).read("x") == b"x" * size


def test_refuses_what_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * 101)
    with pytest.raises(TooLarge):
        FolderTree(str(tmp_path), largest=100).read("x")


def test_a_file_that_grows_while_it_is_read_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_bytes(b"x" * 50)
    monkeypatch.setattr(os, "read", lambda handle, count: b"x" * min(count, 60))
    with pytest.raises(TooLarge, match="grew"):
        FolderTree(str(tmp_path), largest=100).read("x")


def test_a_file_that_grew_a_little_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_bytes(b"x")
    answers = iter([b"xy", b"z", b""])
    monkeypatch.setattr(os, "read", lambda handle, count: next(answers))
    assert FolderTree(str(tmp_path)).read("x") == b"xyz"


def test_what_comes_in_parts_is_read_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_bytes(b"x" * 100)
    answers = iter([b"x" * 60, b"x" * 40, b""])
    monkeypatch.setattr(os, "read", lambda handle, count: next(answers))
    assert FolderTree(str(tmp_path), largest=100).read("x") == b"x" * 100


def test_never_waits_for_a_fifo(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotAFile):
        FolderTree(str(tmp_path)).read("pipe")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        FolderTree(str(tmp_path)).read("")


def test_kinds_of_entries(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "fifo")
    os.symlink("file", tmp_path / "to_file")
    os.symlink("folder", tmp_path / "to_folder")
    os.symlink("nowhere", tmp_path / "broken")
    os.symlink("loop", tmp_path / "loop")
    tree = FolderTree(str(tmp_path))
    assert tree.entries("") == (
        Entry("broken", "link"),
        Entry("fifo", "other"),
        Entry("file", "file"),
        Entry("folder", "folder"),
        Entry("loop", "link"),
        Entry("to_file", "link"),
        Entry("to_folder", "link"),
    )
    names = ("broken", "fifo", "file", "folder", "loop", "to_file", "to_folder", "none", "nul\0")
    kinds = ["link", "other", "file", "folder", "link", "file", "folder", None, None]
    assert [tree.kind(name) for name in names] == kinds
    assert [tree.exists(name) for name in ("broken", "file", "none")] == [True, True, False]


def test_overlay_reads_new_bytes_first(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"old")
    (tmp_path / "b.py").write_bytes(b"b")
    tree = OverlayTree(FolderTree(str(tmp_path)), {"a.py": b"new", "sub/c.py": b""})
    assert [tree.read(name) for name in ("a.py", "b.py", "sub/c.py")] == [b"new", b"b", b""]
    assert [tree.kind(name) for name in ("sub/c.py", "sub", "su", "b.py", "")] == ["file", "folder", None, "file", "folder"]
    assert tree.exists("sub/c.py")
    assert not tree.exists("sub/d.py")
    assert tree.entries("") == (Entry("a.py", "file"), Entry("b.py", "file"), Entry("sub", "folder"))
    assert tree.entries("sub") == (Entry("c.py", "file"),)
    assert tree.location("b.py") == str(tmp_path / "b.py")


def test_overlays_stack(tmp_path: Path) -> None:
    below = OverlayTree(FolderTree(str(tmp_path)), {"a": b"1", "b": b"1"})
    assert [OverlayTree(below, {"a": b"2"}).read(name) for name in "ab"] == [b"2", b"1"]


def test_imports_nothing_heavy() -> None:
    import subprocess

    code = (
        "import sys, migrator.files.tree, migrator.files.kinds, migrator.files.sieve, migrator.files.discover;"
        "print([m for m in ('libcst', 'rich', 'pathspec', 'click', 'tree_sitter') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_folder_listed_last_is_not_listed_again(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.py").write_text("", encoding="utf-8")
    tree = LatestListing(FolderTree(str(tmp_path)))
    before = tree.entries("a")
    (tmp_path / "a" / "y.py").write_text("", encoding="utf-8")
    assert tree.entries("a") == before
    assert [entry.name for entry in tree.entries("")] == ["a"]
    assert [entry.name for entry in tree.entries("a")] == ["x.py", "y.py"]


def test_what_can_be_no_path_leads_nowhere(tmp_path: Path) -> None:
    assert FolderTree(str(tmp_path)).kind("nul\0") is None
    (tmp_path / "broken").symlink_to("gone")
    assert FolderTree(str(tmp_path)).kind("broken") == "link"


def test_a_file_laid_over_elsewhere_is_in_no_folder_of_the_tree(tmp_path: Path) -> None:
    (tmp_path / "a.py").touch()
    tree = OverlayTree(FolderTree(str(tmp_path)), {"/elsewhere/b.py": b"", "c/d.py": b""})
    assert [entry.name for entry in tree.entries("")] == ["a.py", "c"]

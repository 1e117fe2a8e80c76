from __future__ import annotations

from pathlib import Path

import pytest

from migrator.files.projects import is_marked, project_root
from migrator.files.tree import Entry, FolderTree, OverlayTree


def touch(folder: Path, *names: str) -> FolderTree:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return FolderTree(str(folder / "cwd"))


@pytest.mark.parametrize(
    "marker",
    [
        "pyproject.toml",
        "setup.py",
        "package.json",
        "pom.xml",
        "build.gradle",
        "build.gradle.kts",
        "go.mod",
        "a-1.0.dist-info/METADATA",
    ],
)
def test_markers(tmp_path: Path, marker: str) -> None:
    tree = touch(tmp_path, "cwd/.git/config", f"cwd/a/{marker}", "cwd/a/b/c/x.py", "cwd/other/y.py")
    assert project_root("a/b/c/x.py", ".", tree) == "a"
    assert project_root("other/y.py", "other", tree) == "other"


def test_the_nearest_wins(tmp_path: Path) -> None:
    tree = touch(tmp_path, "cwd/pyproject.toml", "cwd/a/package.json", "cwd/a/b/x.py", "cwd/y.py")
    assert project_root("a/b/x.py", ".", tree) == "a"
    assert project_root("y.py", ".", tree) == "."


def test_above_the_current_folder(tmp_path: Path) -> None:
    tree = touch(tmp_path, "go.mod", "cwd/x.py", "side/y.py")
    assert project_root("x.py", ".", tree) == ".."
    assert project_root("../side/y.py", "../side", tree) == ".."
    assert project_root(str(tmp_path / "side" / "y.py"), ".", tree) == str(tmp_path)


def test_a_checkout_is_the_limit(tmp_path: Path) -> None:
    tree = touch(tmp_path, "package.json", "cwd/.git", "cwd/a/x.py")
    assert project_root("a/x.py", "a", tree) == "a"


def test_a_folder_that_cannot_be_listed_marks_nothing(tmp_path: Path) -> None:
    tree = touch(tmp_path, "cwd/go.mod", "cwd/x.py")
    assert project_root("gone/y.py", "gone", tree) == "."


class Apart(FolderTree):
    """A tree whose files are in no folder of the disk, as those of a git revision are."""

    def location(self, path: str) -> None:  # type: ignore[override]
        return None

    def entries(self, folder: str) -> tuple[Entry, ...]:
        return (Entry("go.mod", "file"),) if folder == "../up" else ()


def test_above_a_tree_that_is_not_on_disk_are_only_the_folders_that_paths_name() -> None:
    assert project_root("../up/a/b/y.py", "../up/a", Apart("")) == "../up"
    assert project_root("/y.py", "/", Apart("")) == "/"


def test_what_is_known_of_a_folder_is_not_looked_for_again(tmp_path: Path) -> None:
    tree = touch(tmp_path, "cwd/go.mod", "cwd/a/b/x.py")
    known: dict[str, str | None] = {}
    assert project_root("a/b/x.py", ".", tree, known) == "."
    assert known == {"a/b": "", "a": "", "": ""}
    assert project_root("a/c/y.py", ".", tree, {"a": "elsewhere"}) == "elsewhere"


def test_marked_folders(tmp_path: Path) -> None:
    tree = touch(tmp_path, "cwd/.git", "cwd/a/go.mod", "cwd/b/x.py")
    assert [is_marked(each, tree) for each in (".", "", "a", "b", "..")] == [True, True, True, False, False]
    assert is_marked(".", OverlayTree(FolderTree(str(tmp_path)), {"go.mod": b""}))


def test_the_current_folder_is_not_above_its_neighbours(tmp_path: Path) -> None:
    touch(tmp_path, ".git/config")
    tree = touch(tmp_path / "in", "cwd/go.mod", "side/y.py")
    assert project_root("../side/y.py", "../side", tree) == "../side"

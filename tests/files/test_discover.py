from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from migrator.files.discover import Discovered, Found, Left, Missing, discover, files_in, normal, project_files
from migrator.files.git import clean_environment, run_git
from migrator.files.names import NOTE
from migrator.files.patterns import DEFAULT_EXCLUDE, PathMatcher, PathPattern
from migrator.files.tree import FolderTree, OverlayTree
from migrator.findings import Skipped


@dataclass(frozen=True)
class Choice:
    """The part of the settings that matters here."""

    folder: str = ""
    excluded: PathMatcher = field(default_factory=lambda: PathMatcher(DEFAULT_EXCLUDE))
    force_exclude: bool = False
    respect_gitignore: bool = True


def make(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=clean_environment(os.environ))


def listed(folder: Path, *paths: str, settings: Choice | None = None) -> list[str]:
    return [shown(item) for item in discover(paths, settings or Choice(str(folder)), FolderTree(str(folder)))]


def shown(item: Discovered) -> str:
    code = getattr(item, "code", "missing" if isinstance(item, Missing) else "")
    return f"{item.path} ({code})" if code else item.path


@pytest.fixture(params=["plain", "git", "refused"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same folder without git, as a checkout, and as a checkout that git refuses to look at."""
    top = tmp_path / "top"
    top.mkdir()
    commands = {"plain": [], "git": ["init"], "refused": ["init"]}[request.param]
    config = {"plain": "notes.png", "git": "notes.png", "refused": ".git/config"}[request.param]
    for command in commands:
        git(top, command, "-q")
    with (top / config).open("a") as file:
        file.write("[broken")
    return top


def test_finds_what_has_a_reader(folder: Path) -> None:
    make(folder, {"b.py": "", "a/x.pyi": "", "a/y.png": "", "script": "", "a/z.pyw": "", "c.py/inner.py": ""})
    assert listed(folder) == ["b.py", "script", "a/x.pyi", "a/z.pyw", "c.py/inner.py"]


def test_default_excludes(folder: Path) -> None:
    names = [".git2", ".venv", "venv", "node_modules", "dist", "build", "__pypackages__", "site-packages", ".tox", ".nox",
             ".mypy_cache", ".ruff_cache", ".pytest_cache", ".eggs", ".next", ".nuxt", "src"]  # fmt: skip
    make(folder, {f"{name}/deep/x.py": "" for name in names})
    assert listed(folder) == [".git2/deep/x.py", "src/deep/x.py"]


def test_minified_programs_are_somebody_elses(folder: Path) -> None:
    make(folder, {"app.min.js": "", "a/lib.min.mjs": "", "app.js": "", "admin.js": ""})
    assert listed(folder) == ["admin.js", "app.js"]


def test_gitignore(folder: Path) -> None:
    make(
        folder,
        {
            ".gitignore": "*.gen.py\n/only_top.py\nout/\n!keep.gen.py\n",
            "a.gen.py": "",
            "keep.gen.py": "",
            "only_top.py": "",
            "sub/only_top.py": "",
            "sub/.gitignore": "local.py\n!b.gen.py\n",
            "sub/local.py": "",
            "sub/b.gen.py": "",
            "sub/c.gen.py": "",
            "local.py": "",
            "out/x.py": "",
            "sub/out/x.py": "",
        },
    )
    assert listed(folder) == ["keep.gen.py", "local.py", "sub/b.gen.py", "sub/only_top.py"]


def test_no_respect_gitignore(folder: Path) -> None:
    make(folder, {".gitignore": "*.py\n", "a.py": ""})
    assert listed(folder) == []
    assert listed(folder, settings=Choice(str(folder), respect_gitignore=False)) == ["a.py"]


def test_an_ignored_folder_named_as_path_is_looked_into(folder: Path) -> None:
    make(folder, {".gitignore": "out/\n", "out/x.py": "", "out/.gitignore": "y.py", "out/y.py": ""})
    assert listed(folder, "out") == ["out/x.py"]


def test_a_broken_pattern_spoils_no_other(folder: Path) -> None:
    make(folder, {".gitignore": "!\na.py\n", "a.py": "", "b.py": ""})
    assert listed(folder) == ["b.py"]


def test_dotenv_files_are_found_though_ignored(folder: Path) -> None:
    make(folder, {".gitignore": ".env\nout/\n", ".env": "", ".env.example": "", "sub/.env": "", "sub/a.py": "", "out/.env": ""})
    found = list(discover([], Choice(str(folder)), FolderTree(str(folder))))
    kept = {(item.path, item.ignored) for item in found if isinstance(item, Found)}
    assert kept == {(".env", True), (".env.example", False), ("sub/.env", True), ("sub/a.py", False)}


def test_named_files_are_explicit_wherever_they_are(folder: Path) -> None:
    make(folder, {".gitignore": "gen.py\n", "gen.py": "", "build/x.py": "", "y.py": "", "notes.png": ""})
    found = list(discover(["gen.py", "build/x.py", "notes.png", "."], Choice(str(folder)), FolderTree(str(folder))))
    assert [(shown(item), getattr(item, "explicit", None)) for item in found] == [
        ("gen.py", True),
        ("build/x.py", True),
        ("notes.png (no-reader)", None),
        ("y.py", False),
    ]


def test_a_file_named_after_its_folder_is_explicit_all_the_same(folder: Path) -> None:
    make(folder, {"a.py": "", "b.py": ""})
    found = list(discover([".", "b.py"], Choice(str(folder)), FolderTree(str(folder))))
    assert [(shown(item), getattr(item, "explicit", None)) for item in found] == [("a.py", False), ("b.py", True)]


def test_force_exclude(folder: Path) -> None:
    make(folder, {"build/x.py": "", "src/y.py": ""})
    settings = Choice(str(folder), force_exclude=True)
    assert listed(folder, "build/x.py", "src/y.py", "build", settings=settings) == ["src/y.py"]


@pytest.mark.parametrize(
    "pattern,expected",
    [
        ("a", ["b/x.py", "x.py"]),
        ("*.py", []),
        ("b/x.py", ["x.py", "a/x.py"]),
        ("a/**", ["b/x.py", "x.py"]),
        ("[ab]", ["x.py"]),
        ("nothing", ["x.py", "a/x.py", "b/x.py"]),
    ],
)
def test_exclude_patterns(folder: Path, pattern: str, expected: list[str]) -> None:
    make(folder, {"a/x.py": "", "b/x.py": "", "x.py": ""})
    settings = Choice(str(folder), PathMatcher((*DEFAULT_EXCLUDE, PathPattern(pattern, str(folder)))))
    assert sorted(listed(folder, settings=settings)) == sorted(expected)


def test_missing_paths_are_values(folder: Path) -> None:
    make(folder, {"a.py": ""})
    assert listed(folder, "none.py", "a.py", "", "no/folder") == [
        "none.py (missing)",
        "a.py",
        " (missing)",
        "no/folder (missing)",
    ]


def test_what_cannot_be_opened_is_said(folder: Path) -> None:
    os.mkfifo(folder / "pipe.py")
    os.mkfifo(folder / "irrelevant.png")
    os.symlink("nowhere.py", folder / "broken.py")
    os.symlink("someone@host.1", folder / ".#lock.py")
    os.symlink("pipe.py", folder / "to_pipe.py")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket"))
    expected = ["broken.py (broken-link)", "pipe.py (not-a-file)", "socket (not-a-file)", "to_pipe.py (not-a-file)"]
    assert listed(folder) == expected
    assert listed(folder, "pipe.py", "broken.py") == ["pipe.py (not-a-file)", "broken.py (broken-link)"]


def test_unreadable_folders_are_said(folder: Path) -> None:
    class Swapped(FolderTree):
        def location(self, path: str) -> str:
            return super().location(path.replace("locked", "file.png"))

    make(folder, {"locked/x.py": "", "open/y.py": "", "file.png": ""})
    found = list(discover([], Choice(str(folder)), Swapped(str(folder))))
    assert found[0] == Skipped("locked", "unreadable", "folder: Not a directory")
    assert [item.path for item in found] == ["locked", "open/y.py"]


def test_folders_that_git_cannot_look_into_are_said(tmp_path: Path) -> None:
    class Locked(FolderTree):
        def location(self, path: str) -> str:
            return super().location(path.replace("locked", "no-folder"))

    git(tmp_path, "init", "-q")
    make(tmp_path, {".gitignore": "ignored-*\n", "a.py": ""})
    (tmp_path / "locked").mkdir()
    (tmp_path / "ignored-locked").mkdir()
    (tmp_path / "empty").mkdir()
    found = discover([], Choice(str(tmp_path)), Locked(str(tmp_path)))
    assert [shown(item) for item in found] == ["a.py", "locked (unreadable)"]


def test_loops_of_links_end(folder: Path) -> None:
    make(folder, {"a/x.py": ""})
    os.symlink("..", folder / "a" / "up")
    os.symlink("self", folder / "self")
    assert listed(folder) == ["self (broken-link)", "a/x.py"]


def test_links_to_files_come_last_and_only_for_new_files(folder: Path) -> None:
    make(folder, {"z/x.py": "", "outside.png": ""})
    os.symlink("z/x.py", folder / "a.py")
    os.symlink("outside.png", folder / "b.py")
    found = list(discover([], Choice(str(folder)), FolderTree(str(folder))))
    assert [(item.path, getattr(item, "link_to", None)) for item in found] == [
        ("z/x.py", None),
        ("b.py", os.path.realpath(folder / "outside.png")),
    ]


def test_each_file_once_whatever_the_paths(folder: Path) -> None:
    make(folder, {"a/x.py": "", "a/y.py": ""})
    os.symlink("a", folder / "link")
    paths = ["a/x.py", "a", "./a/../a", str(folder / "a"), "link", "a/x.py"]
    assert listed(folder, *paths) == ["a/x.py", "a/y.py"]


def test_a_link_to_a_folder_named_as_path_is_followed(folder: Path) -> None:
    make(folder, {"a/x.py": ""})
    os.symlink("a", folder / "link")
    assert listed(folder, "link") == ["link/x.py"]


def test_deleted_files_that_git_still_lists(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, {"gone.py": "", "here.py": "", "sub/gone.py": ""})
    git(tmp_path, "add", ".")
    (tmp_path / "gone.py").unlink()
    (tmp_path / "sub" / "gone.py").unlink()
    (tmp_path / "sub").rmdir()
    assert listed(tmp_path) == ["here.py"]


def test_tracked_files_count_though_ignored(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, {".gitignore": "*.py", "a.py": "", "b.py": ""})
    git(tmp_path, "add", "-f", "a.py")
    assert listed(tmp_path) == ["a.py"]


def test_repositories_in_repositories(tmp_path: Path) -> None:
    for inner in ("", "clone", "plain/clone"):
        (tmp_path / inner).mkdir(parents=True, exist_ok=True)
        git(tmp_path / inner, "init", "-q")
        make(tmp_path / inner, {".gitignore": "no.py", "no.py": "", "yes.py": ""})
    assert listed(tmp_path) == ["yes.py", "clone/yes.py", "plain/clone/yes.py"]


def test_a_folder_of_checkouts(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        git(tmp_path / name, "init", "-q")
        make(tmp_path / name, {".git/info/exclude": "excluded.py\n", ".gitignore": "no.py", "no.py": "", "yes.py": ""})
    make(tmp_path / "one", {"excluded.py": ""})
    (tmp_path / "two" / ".git" / "config").write_text("[broken")
    assert listed(tmp_path) == ["one/yes.py", "two/yes.py"]


@pytest.mark.parametrize("config", ["", "[broken"])
def test_ignore_rules_above_the_path_count_in_a_checkout(tmp_path: Path, config: str) -> None:
    git(tmp_path, "init", "-q")
    with (tmp_path / ".git" / "config").open("a") as file:
        file.write(config)
    make(tmp_path, {".gitignore": "no.py\n/a/b/top.py\n", "a/.gitignore": "also.py"})
    make(tmp_path, {f"a/b/{name}.py": "" for name in ("no", "top", "also", "yes")})
    assert listed(tmp_path, "a/b") == ["a/b/yes.py"]


def test_names_that_are_no_text_and_names_with_newlines(folder: Path) -> None:
    for name in (b"bad\xff.py", b"new\nline.py", b'quo"te.py'):
        (folder / os.fsdecode(name)).touch()
    assert listed(folder) == [os.fsdecode(b"bad\xff.py"), "new\nline.py", 'quo"te.py']


@pytest.mark.parametrize(
    "path,expected",
    [
        (".", ""),
        ("./a/", "a"),
        ("a//b/../c.py", "a/c.py"),
        ("{top}", ""),
        ("{top}/a.py", "a.py"),
        ("{top}2/a.py", "{top}2/a.py"),
        ("../x", "../x"),
        ("../top/x", "x"),
        ("/", "/"),
    ],
)
def test_how_paths_are_named(path: str, expected: str) -> None:
    tree = FolderTree("/some/top")
    assert normal(path.format(top="/some/top"), tree) == expected.format(top="/some/top")


def test_paths_outside_the_current_folder(tmp_path: Path) -> None:
    make(tmp_path, {"here/a.py": "", "there/b.py": ""})
    tree = FolderTree(str(tmp_path / "here"))
    settings = Choice(str(tmp_path / "here"))
    assert [item.path for item in discover(["../there"], settings, tree)] == ["../there/b.py"]
    there = str(tmp_path / "there")
    assert [item.path for item in discover([there], settings, tree)] == [f"{there}/b.py"]


def test_new_files_of_an_overlay_are_found(tmp_path: Path) -> None:
    make(tmp_path, {"a.py": ""})
    tree = OverlayTree(FolderTree(str(tmp_path)), {"b.py": b"", "new/c.py": b""})
    assert [item.path for item in discover(["."], Choice(str(tmp_path)), tree)] == ["a.py", "b.py", "new/c.py"]
    assert [item.path for item in discover(["new/c.py"], Choice(str(tmp_path)), tree)] == ["new/c.py"]


def test_a_tree_that_is_not_on_disk() -> None:
    class Revision(OverlayTree):
        def location(self, path: str) -> str | None:
            return None

    class Nothing(FolderTree):
        def kind(self, path: str) -> str | None:
            return None

    tree = Revision(Nothing("/"), {"a/x.py": b"", "build/y.py": b"", "b.py": b""})
    assert [item.path for item in discover(["a", "."], Choice(), tree)] == ["a/x.py", "b.py"]
    assert [item.path for item in discover(["."], Choice(), tree)] == ["b.py", "a/x.py"]


def test_project_files(folder: Path) -> None:
    make(folder, {"a/x.py": "", "b/y.py": "", "c.png": ""})
    os.mkfifo(folder / "pipe.py")
    found = project_files(".", Choice(str(folder)), FolderTree(str(folder)))
    assert [item.path for item in found] == ["a/x.py", "b/y.py"]


def test_which_path_a_file_was_found_in(folder: Path) -> None:
    make(folder, {"a/x.py": "", "a/b/y.py": "", "z.py": "", "w.py": ""})
    os.symlink(folder / "z.py", folder / "a" / "link.py")

    def roots(*paths: str) -> dict[str, str]:
        found = discover(paths, Choice(str(folder)), FolderTree(str(folder)))
        return {item.path: item.root for item in found if isinstance(item, Found)}

    assert roots() == {"a/x.py": ".", "a/b/y.py": ".", "z.py": ".", "w.py": "."}
    assert roots("a", "w.py") == {"a/x.py": "a", "a/b/y.py": "a", "a/link.py": "a", "w.py": "."}
    assert roots("a/b/y.py") == {"a/b/y.py": "a/b"}


def test_links_to_dotenv_files_are_found_though_ignored(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, {".gitignore": ".env\n", "settings/this.png": "", "settings/all.png": ""})
    os.symlink("settings/this.png", tmp_path / ".env")
    os.symlink("settings/all.png", tmp_path / ".env.example")
    found = discover([], Choice(str(tmp_path)), FolderTree(str(tmp_path)))
    assert {(item.path, item.ignored, item.explicit) for item in found if isinstance(item, Found) and item.link_to} == {
        (".env", True, False),
        (".env.example", False, False),
    }


def test_notes_of_killed_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder, {f"{NOTE}1": "", f"a/{NOTE}2": "", "a/x.py": "", f"{NOTE}folder/y.png": ""})

    def notes(*paths: str) -> list[str]:
        found = discover(paths, Choice(str(folder)), FolderTree(str(folder)))
        return [os.path.relpath(folder / item.path, folder) for item in found if isinstance(item, Left)]

    assert notes() == [f"{NOTE}1", f"a/{NOTE}2"]
    assert notes("a") == [f"a/{NOTE}2"]
    assert notes("a/x.py") == [f"a/{NOTE}2"]
    assert notes("a", "a/x.py") == [f"a/{NOTE}2"]

    class Revision(OverlayTree):
        def location(self, path: str) -> str | None:
            return None

    monkeypatch.chdir(folder)
    apart = Revision(FolderTree(str(folder)), {})
    assert [item.path for item in discover(["a/x.py"], Choice(), apart)] == ["a/x.py"]


def test_files_right_in_a_folder(folder: Path) -> None:
    make(folder, {"a/x.py": "", "a/.env": "", "a/y.png": "", "a/b/z.py": "", "w.py": ""})
    os.symlink("x.py", folder / "a" / "link.py")
    os.mkfifo(folder / "a" / "pipe.py")
    found = files_in("a", Choice(str(folder)), FolderTree(str(folder)))
    assert [item.path for item in found] == ["a/.env", "a/x.py"]


def test_git_is_asked_once_of_a_checkout(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, {".gitignore": "gen/\n", "a/b/x.py": "", "a/y.py": "", "c/z.py": "", "gen/w.py": ""})
    asked: list[Sequence[str]] = []

    def counted(arguments: Sequence[str], folder: str) -> bytes | None:
        asked.append(arguments)
        return run_git(arguments, folder)

    found = discover(["."], Choice(str(tmp_path)), FolderTree(str(tmp_path)), counted)
    assert [item.path for item in found] == ["a/y.py", "a/b/x.py", "c/z.py"]
    assert [each[0] for each in asked] == ["ls-files"]


def test_which_rules_count_for_a_folder_that_is_a_path(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    files = [".gitignore", "all/x.gen.py", "deep/b/x.gen.py", "deep/b/y.py", "gen/a.py", "gen/b.py", "alone/c.py", "alone/d/e.py"]
    make(tmp_path, dict.fromkeys(files, "*.gen.py\ngen\nalone\n"))
    git(tmp_path, "add", "-f", "gen/a.py")
    # What git tracks in a folder that it ignores, or, if that is nothing, all of it.
    expected = {"all": [], "deep": ["deep/b/y.py"], "gen": ["gen/a.py"], "alone": ["alone/c.py", "alone/d/e.py"]}
    assert {path: listed(tmp_path, path) for path in expected} == expected

"""Which files a checkout ignores: git's own answer where it gives one, else `.gitignore` files read here."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from migrator.files.git import run_git
from migrator.files.tree import Entry, Tree, join

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Git = Callable[[Sequence[str], str], "bytes | None"]


class Ignore(Protocol):
    """What to keep of the entries of one folder and of those below it."""

    def inside(self, folder: str, entries: Sequence[Entry]) -> Ignore:
        """The rules for what is directly in `folder`, asked once when it is entered."""

    def keeps_file(self, path: str) -> bool:
        """Whether the file is not ignored."""

    def keeps_folder(self, path: str) -> bool:
        """Whether the folder may hold something that is not ignored."""


class KeepAll:
    """Ignores nothing."""

    def inside(self, folder: str, entries: Sequence[Entry]) -> Ignore:
        """The same."""
        return self

    def keeps_file(self, path: str) -> bool:
        """Always."""
        return True

    def keeps_folder(self, path: str) -> bool:
        """Always."""
        return True


@dataclass(frozen=True)
class GitListing:
    """The files that git lists: tracked ones, and untracked ones that it does not ignore."""

    tree: Tree
    git: Git
    names: dict[str, set[str]]
    """By folder; folders that only lead to others have an empty set."""

    def inside(self, folder: str, entries: Sequence[Entry]) -> Ignore:
        """The same, except in a repository inside this one (a submodule or an untracked clone), which has its own."""
        return self if folder in self.names else rules_of(self.tree, folder, self.git)

    def keeps_file(self, path: str) -> bool:
        """Whether git lists it."""
        folder, name = posixpath.split(path)
        return name in self.names.get(folder, ())

    def keeps_folder(self, path: str) -> bool:
        """Whether git lists something below it, lists it as a repository of its own, or could not look into it."""
        return path in self.names or self.keeps_file(path) or self._is_locked(path)

    def _is_locked(self, path: str) -> bool:
        """Whether nobody may read the folder, which git then passes over without a word."""
        location = self.tree.location(path)
        if location is None or os.access(location, os.R_OK | os.X_OK):
            return False
        return not self.git(["check-ignore", "--", os.path.basename(location)], os.path.dirname(location))


@dataclass(frozen=True)
class GitignoreFiles:
    """`.gitignore` files as read on the way down: (absolute folder, rules), outermost first."""

    tree: Tree
    git: Git
    rules: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def inside(self, folder: str, entries: Sequence[Entry]) -> Ignore:
        """These and the folder's own; a checkout met on the way is git's to answer for."""
        names = {entry.name for entry in entries}
        location = self.tree.location(folder) or folder
        if ".git" in names:
            listed = _listing(self.tree, folder, location, self.git)
            if listed is not None:
                return listed
        if ".gitignore" not in names:
            return self
        return GitignoreFiles(self.tree, self.git, (*self.rules, *_rules_in(self.tree, folder, location)))

    def keeps_file(self, path: str) -> bool:
        """Whether the innermost rule that speaks of it does not ignore it."""
        return self._keeps(path, "")

    def keeps_folder(self, path: str) -> bool:
        """The same for a folder."""
        return self._keeps(path, "/")

    def _keeps(self, path: str, end: str) -> bool:
        if not self.rules:
            return True
        location = (self.tree.location(path) or path).replace(os.sep, "/")
        for folder, rules in reversed(self.rules):
            ignored = rules.check_file(posixpath.relpath(location, folder) + end).include
            if ignored is not None:
                return not ignored
        return True


def rules_of(tree: Tree, folder: str, git: Git = run_git) -> Ignore:
    """The rules in force in `folder`, where a walk begins."""
    location = tree.location(folder)
    if location is None:
        return KeepAll()
    checkout = checkout_of(location)
    if checkout is None:
        return GitignoreFiles(tree, git)
    listed = _listing(tree, folder, location, git)
    if listed is None:
        above = GitignoreFiles(tree, git, tuple(_rules_above(tree, checkout, location)))
        return above if above.keeps_folder(folder) else GitignoreFiles(tree, git)
    if not listed.names[folder] and len(listed.names) == 1 and git(["check-ignore", "."], location):
        # Asked for by name although the checkout ignores it: then only its own rules count.
        return GitignoreFiles(tree, git)
    return listed


def checkout_of(location: str) -> str | None:
    """The nearest absolute folder at or above `location` that has a `.git`."""
    folder = location
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def _listing(tree: Tree, folder: str, location: str, git: Git) -> GitListing | None:
    listed = git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], location)
    if listed is None:
        return None
    names: dict[str, set[str]] = {folder: set()}
    for item in os.fsdecode(listed).split("\0"):
        # A slash at the end stands for a repository inside this one.
        inner, _, name = item.rstrip("/").rpartition("/")
        if name:
            names.setdefault(join(folder, inner) if inner else folder, set()).add(name)
    for inner in list(names):
        _add_folders_above(names, inner, folder)
    return GitListing(tree, git, names)


def _add_folders_above(names: dict[str, set[str]], folder: str, top: str) -> None:
    while folder != top:
        folder = posixpath.dirname(folder)
        if folder in names:
            return
        names[folder] = set()


def _rules_above(tree: Tree, checkout: str, location: str) -> Iterable[tuple[str, GitIgnoreSpec]]:
    folder = checkout
    below = os.path.relpath(location, checkout)
    for part in [] if below == os.curdir else below.split(os.sep):
        yield from _rules_in(tree, folder, folder)
        folder = os.path.join(folder, part)


def _rules_in(tree: Tree, folder: str, location: str) -> Iterable[tuple[str, GitIgnoreSpec]]:
    from pathspec import GitIgnoreSpec

    try:
        lines = tree.read(join(folder, ".gitignore")).decode("utf-8", "replace").splitlines()
    except OSError:
        return
    try:
        yield location.replace(os.sep, "/"), GitIgnoreSpec.from_lines(lines)
    except ValueError:
        yield location.replace(os.sep, "/"), GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True

"""Finds the files to look at: which PATHs there are, what is excluded or ignored, and what can be read at all."""

from __future__ import annotations

import contextlib
import os
import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from migrator.files.git import run_git
from migrator.files.ignore import Git, Ignore, KeepAll, rules_of
from migrator.files.kinds import Kind, kind_of
from migrator.files.names import NOTE
from migrator.files.patterns import PathMatcher
from migrator.files.tree import Entry, FolderTree, Tree, join
from migrator.reported import Skipped

HERE = "."


@dataclass(frozen=True, slots=True)
class Found:
    """A file to look at.

    `explicit`: a PATH of its own. `ignored`: git ignores it (an `.env` file beside tracked ones). `link_to`: the absolute
    path that a symbolic link leads to. `root`: the PATH that it was found in, for a PATH of its own its folder.
    """

    path: str
    kind: Kind
    explicit: bool
    root: str = HERE
    ignored: bool = False
    link_to: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A PATH that does not exist."""

    path: str


@dataclass(frozen=True, slots=True)
class Left:
    """A note that a run left which was killed while it replaced several files."""

    path: str


Discovered: TypeAlias = "Found | Missing | Skipped | Left"


class Selection(Protocol):
    """What of the settings decides which files are looked at."""

    @property
    def excluded(self) -> PathMatcher: ...
    @property
    def force_exclude(self) -> bool: ...
    @property
    def respect_gitignore(self) -> bool: ...
    @property
    def folder(self) -> str: ...


def normal(path: str, tree: Tree) -> str:
    """A PATH as the report names it: relative to the tree's folder with "/", absolute if it was and lies outside; "" there."""
    top = tree.location("")
    path = path.replace(os.sep, "/")
    if top is None:
        return _no_dot(posixpath.normpath(path))
    top = top.replace(os.sep, "/")
    whole = posixpath.normpath(posixpath.join(top, path))
    if whole == top or whole.startswith(top.rstrip("/") + "/"):
        return whole[len(top) :].lstrip("/")
    return whole if posixpath.isabs(path) else posixpath.relpath(whole, top)


def _no_dot(path: str) -> str:
    return "" if path == HERE else path


def discover(
    paths: Sequence[str],
    settings: Selection,
    tree: Tree | None = None,
    git: Git = run_git,
    passed_over: Callable[[str], None] = lambda path: None,
) -> Iterator[Discovered]:
    """The files below `paths` (none: the current folder), each once; symbolic links to other files come last.

    Links to folders are not followed, so that loops cannot arise. Nothing is opened. `passed_over` is told each file and
    folder that is excluded. Notes of killed runs are found in these folders, and beside files that are PATHs themselves.
    """
    walk = _Walk(tree or FolderTree(), settings, git, passed_over)
    asked = [(path, normal(path, walk.tree)) for path in paths or (HERE,)]
    walk.named.update(walk.real(path) for given, path in asked if given and walk.tree.kind(path) == "file")
    for given, path in asked:
        yield from walk.path(path) if given else (Missing(given),)
    yield from walk.links()
    yield from walk.beside()


def project_files(root: str, settings: Selection, tree: Tree | None = None, git: Git = run_git) -> Iterator[Found]:
    """All files of the project at `root` that may matter for linking, inside the PATHs or not."""
    found = discover([root], settings, tree, git)
    return (item for item in found if isinstance(item, Found))


def files_in(folder: str, settings: Selection, tree: Tree, git: Git = run_git) -> Iterator[Found]:
    """The files right in a folder that may matter for linking."""
    walk = _Walk(tree, settings, git, lambda path: None)
    found = (walk.met(join(folder, each.name), each, KeepAll(), folder) for each in tree.entries(folder) if each.kind == "file")
    return (item for item in found if isinstance(item, Found))


@dataclass
class _Walk:
    tree: Tree
    settings: Selection
    git: Git
    passed_over: Callable[[str], None]
    named: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    deferred: list[Found] = field(default_factory=list)

    def real(self, path: str) -> str:
        location = self.tree.location(path)
        return path if location is None else os.path.realpath(location)

    def path(self, path: str) -> Iterator[Discovered]:
        kind = self.tree.kind(path)
        if kind is None:
            yield Missing(path)
        elif self.settings.force_exclude and self._excluded_above(path):
            return
        elif kind == "folder":
            yield from self._below(path)
        elif kind == "file":
            yield from self._explicit(path)
        else:
            yield from self._once(_unusable(path, kind), self.real(path))

    def links(self) -> Iterator[Discovered]:
        for found in self.deferred:
            yield from self._once(found, found.link_to or found.path)

    def beside(self) -> Iterator[Discovered]:
        on_disk = self.tree.location("") is not None
        for folder in dict.fromkeys(map(os.path.dirname, self.named)) if on_disk else ():
            with contextlib.suppress(OSError):
                for name in filter(_is_note, os.listdir(folder)):
                    note = os.path.join(folder, name)
                    yield from self._once(Left(note), note)

    def _explicit(self, path: str) -> Iterator[Discovered]:
        kind = kind_of(posixpath.basename(path))
        root = posixpath.dirname(path) or HERE
        if kind is None:
            yield from self._once(Skipped(path, "no-reader", "no reader for this kind of file"), self.real(path))
        else:
            yield from self._once(Found(path, kind, True, root), self.real(path))

    def _once(self, item: Found | Skipped | Left, key: str) -> Iterator[Discovered]:
        if key not in self.seen:
            self.seen.add(key)
            yield item

    def _below(self, top: str) -> Iterator[Discovered]:
        rules = rules_of(self.tree, top, self.git) if self.settings.respect_gitignore else KeepAll()
        real_top = self.real(top)
        waiting: list[tuple[str, Ignore]] = [(top, rules)]
        while waiting:
            folder, rules = waiting.pop()
            try:
                entries = self.tree.entries(folder)
            except OSError as error:
                reason = error.strerror or str(error)
                yield from self._once(Skipped(folder or HERE, "unreadable", f"folder: {reason}"), self.real(folder))
                continue
            rules = rules.inside(folder, entries)
            inner = []
            within = join(folder, "")
            really = os.path.join(real_top, folder[len(top) :].lstrip("/"), "")
            for entry in entries:
                path = within + entry.name
                if entry.kind == "folder":
                    if self._excluded(path, entry.name):
                        self.passed_over(path)
                    elif rules.keeps_folder(path):
                        inner.append((path, rules))
                    continue
                item = self.met(path, entry, rules, top)
                if item is not None:
                    yield from self._once(item, really + entry.name)
            waiting.extend(reversed(inner))

    def met(self, path: str, entry: Entry, rules: Ignore, top: str) -> Found | Skipped | Left | None:
        kind = kind_of(entry.name)
        if kind is None:
            return Left(path) if _is_note(entry.name) and entry.kind == "file" else None
        if self._excluded(path, entry.name):
            self.passed_over(path)
            return None
        kept = rules.keeps_file(path)
        if entry.kind == "other":
            return _unusable(path, entry.kind)
        if not kept and not kind.evidence_only:
            return None
        if entry.kind == "file":
            return Found(path, kind, self._is_named(path), top or HERE, not kept)
        return self._link(path, kind, top or HERE, not kept)

    def _is_named(self, path: str) -> bool:
        return bool(self.named) and self.real(path) in self.named

    def _link(self, path: str, kind: Kind, root: str, ignored: bool) -> Skipped | None:
        leads_to = self.tree.kind(path)
        if leads_to == "file":
            target = self.real(path)
            self.deferred.append(Found(path, kind, False, root, ignored, link_to=target))
        elif leads_to == "link" and not posixpath.basename(path).startswith(".#"):
            # Emacs marks a file being edited with a broken link of that name.
            return _unusable(path, leads_to)
        elif leads_to == "other":
            return _unusable(path, leads_to)
        return None

    def _excluded(self, path: str, name: str) -> bool:
        matcher = self.settings.excluded
        return matcher.matches(self._absolute(path) if matcher.wants_path else "", name)

    def _excluded_above(self, path: str) -> bool:
        return self.settings.excluded.matches_up_to(self._absolute(path), self.settings.folder)

    def _absolute(self, path: str) -> str:
        return posixpath.normpath((self.tree.location(path) or path).replace(os.sep, "/"))


def _is_note(name: str) -> bool:
    return name.startswith(NOTE)


def _unusable(path: str, kind: str) -> Skipped:
    if kind == "link":
        return Skipped(path, "broken-link", "a symbolic link that leads nowhere")
    return Skipped(path, "not-a-file", "a FIFO, socket or device; never opened")

"""Finds the files of a run and sorts them by the project that each belongs to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from migrator.files.discover import Found, Left, Missing, discover, normal
from migrator.files.kinds import Kind, kind_of
from migrator.files.projects import project_root
from migrator.files.tree import LatestListing, Tree
from migrator.reported import Skipped
from migrator.settings_model import Settings


@dataclass(frozen=True, slots=True)
class Targets:
    """The files that may be reported, by the project that they are in; `hidden` ones only tell (git ignores them)."""

    by_root: Mapping[str, dict[str, Kind]]
    hidden: Mapping[str, dict[str, Kind]]
    tops: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    seen: int
    leading_out: frozenset[str]
    """Links to files that no PATH holds: they may be reported, never edited."""
    passed_over: tuple[str, ...]
    inside: tuple[str, ...]
    """What the places of files in the PATHs begin with, all links followed: nothing else is written."""
    notes: tuple[str, ...]
    """What runs left that were killed while they replaced several files."""
    neighbours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By project: the files of others that name something of ours."""


class Search:
    """The search for the files of a run: yields those that may be reported, and knows afterwards all that it met.

    `alone`: the only path is a file, wherever its bytes are.
    """

    def __init__(self, paths: Sequence[str], settings: Settings, tree: Tree, alone: bool = False) -> None:
        self._paths = paths
        self._settings = settings
        self._alone = alone
        self._tree = LatestListing(tree)
        self._by_root: dict[str, dict[str, Kind]] = {}
        self._hidden: dict[str, dict[str, Kind]] = {}
        self._skipped: list[Skipped] = []
        self._leading_out: set[str] = set()
        self._passed_over: list[str] = []
        self._notes: list[str] = []
        self._seen = 0
        self._inside = tuple(f"{os.path.realpath(tree.location(normal(path, tree)) or path)}{os.sep}" for path in paths or (".",))

    def files(self) -> Iterator[tuple[str, Kind]]:
        """Each file that may be reported, as soon as it is found."""
        tree = self._tree
        asked = self._paths or (".",)
        written = {normal(file, tree) for _, file in self._settings.output}
        roots: dict[str, str] = {}
        folders: dict[str, str | None] = {}
        for each in self._met(asked):
            if isinstance(each, Missing):
                self._skipped.append(Skipped(each.path, "no-such-path", "there is no such file or folder", fatal=True))
            elif isinstance(each, Skipped):
                self._skipped.append(each)
            elif isinstance(each, Left):
                self._notes.append(each.path)
            elif each.path not in written:
                self._seen += 1
                folder = each.path.rpartition("/")[0]
                if folder not in roots:
                    roots[folder] = project_root(each.path, each.root, tree, folders)
                if each.link_to is not None and not f"{each.link_to}{os.sep}".startswith(self._inside):
                    self._leading_out.add(each.path)
                if each.ignored and not each.explicit:
                    self._hidden.setdefault(roots[folder], {})[each.path] = each.kind
                else:
                    self._by_root.setdefault(roots[folder], {})[each.path] = each.kind
                    yield each.path, each.kind

    def _met(self, asked: Sequence[str]) -> Iterable[Found | Missing | Skipped | Left]:
        if not self._alone:
            return discover(asked, self._settings, self._tree, passed_over=self._passed_over.append)
        path = asked[0]
        kind = kind_of(path.rpartition("/")[2])
        return [Found(path, kind, True)] if kind is not None else []

    def targets(self) -> Targets:
        """All that was met, once `files` is at its end."""
        return Targets(
            self._by_root,
            self._hidden,
            tuple(normal(path, self._tree) for path in self._paths),
            tuple(self._skipped),
            self._seen,
            frozenset(self._leading_out),
            tuple(sorted(self._passed_over)),
            self._inside,
            tuple(self._notes),
        )

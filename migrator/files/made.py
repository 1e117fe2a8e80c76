"""Tells the files that a program made, or somebody else, by where they are: never edited, though a PATH names them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field

from migrator.files.patterns import DEFAULT_EXCLUDE, PathMatcher, PathPattern

OWN = frozenset({".bzr", ".git", ".hg", ".ipynb_checkpoints", ".svn", ".vscode"})
"""Default excludes that hold a person's own files all the same, or a version control's."""
VENDORED = frozenset({"__pypackages__", "bower_components", "node_modules", "site-packages"})
"""What is below these is somebody else's, wherever they are; a `build` above a project is where somebody keeps it."""


@dataclass(frozen=True, slots=True)
class Made:
    """The default excludes that are still in force: who takes one of them out says that it holds programs of their own."""

    exclude: Iterable[PathPattern]
    _matcher: PathMatcher = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kept = [each for each in DEFAULT_EXCLUDE if each in self.exclude and each.text not in OWN]
        object.__setattr__(self, "_matcher", PathMatcher(tuple(kept)))

    def holds(self, path: str, root: str) -> bool:
        """Whether a file of the project at `root` is in such a tree; both are named as in the report."""
        if any(part in VENDORED and self._matcher.matches("", part) for part in path.split("/")):
            return True
        below = path.removeprefix(f"{root}/")
        parts = below.split("/")
        if not root.startswith(("/", "../")):
            # Where nothing marks a project, a file that a PATH names is taken for one of its folder's.
            parts.append(posixpath.basename(root))
        return any(self._matcher.matches("", part) for part in parts)

"""Which project a file belongs to: the nearest folder above it that says it is one."""

from __future__ import annotations

import os

from migrator.files.discover import HERE, normal
from migrator.files.tree import Tree

_MARKERS = frozenset({"pyproject.toml", "setup.py", "package.json", "pom.xml", "go.mod"})
_MARKER_START = "build.gradle"


def project_root(path: str, scan_root: str, tree: Tree) -> str:
    """The folder of the project that `path` is in ("." for the current one), else `scan_root`.

    The search ends at the top of a checkout: a stray package.json in a home folder makes no project of all that is there.
    """
    folder = _above(normal(path, tree), tree)
    while folder is not None:
        names = _names(folder, tree)
        if names & _MARKERS or any(name.startswith(_MARKER_START) for name in names):
            return folder or HERE
        if ".git" in names:
            break
        folder = _above(folder, tree)
    return normal(scan_root, tree) or HERE


def _names(folder: str, tree: Tree) -> set[str]:
    try:
        return {entry.name for entry in tree.entries(folder)}
    except OSError:
        return set()


def _above(path: str, tree: Tree) -> str | None:
    """The folder that `path` is in, named as `normal` names it; None above the top."""
    location = tree.location(path)
    if location is None:
        return path.rpartition("/")[0] if path else None
    location = os.path.normpath(location)
    parent = os.path.dirname(location)
    if parent == location:
        return None
    relative = not os.path.isabs(path)
    return normal(os.path.relpath(parent, tree.location("")) if relative else parent, tree)

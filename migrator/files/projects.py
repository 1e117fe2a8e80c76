"""Which project a file belongs to: the nearest folder above it that says it is one."""

from __future__ import annotations

import os

from migrator.files.discover import HERE, normal
from migrator.files.tree import Tree

_MARKERS = frozenset({"pyproject.toml", "setup.py", "package.json", "pom.xml", "go.mod"})
_MARKER_START = "build.gradle"
_INSTALLED = ".dist-info"
"""The end of a folder's name beside what was installed, or unpacked from a wheel, together with it."""
_PROJECT, _TOP = "project", "top of a checkout"


def project_root(path: str, scan_root: str, tree: Tree, known: dict[str, str | None] | None = None) -> str:
    """The folder of the project that `path` is in ("." for the current one), else `scan_root`.

    The search ends at the top of a checkout: a stray package.json in a home folder makes no project of all that is there.
    `known` keeps the project of each folder, None where there is none: searching those far up again for every folder below
    them takes longer than to read the files.
    """
    known = {} if known is None else known
    folder = _above(normal(path, tree), tree)
    passed: list[str] = []
    found: str | None = None
    while folder is not None:
        if folder in known:
            found = known[folder]
            break
        passed.append(folder)
        what = _what(folder, tree)
        if what:
            found = folder if what == _PROJECT else None
            break
        folder = _above(folder, tree)
    known.update(dict.fromkeys(passed, found))
    return normal(scan_root, tree) or HERE if found is None else found or HERE


def is_marked(folder: str, tree: Tree) -> bool:
    """Whether something in the folder says that what is below belongs together."""
    return _what("" if folder == HERE else folder, tree) != ""


def _what(folder: str, tree: Tree) -> str:
    names = _names(folder, tree)
    if names & _MARKERS or any(name.startswith(_MARKER_START) or name.endswith(_INSTALLED) for name in names):
        return _PROJECT
    return _TOP if ".git" in names else ""


def _names(folder: str, tree: Tree) -> set[str]:
    try:
        return {entry.name for entry in tree.entries(folder)}
    except OSError:
        return set()


def _above(path: str, tree: Tree) -> str | None:
    """The folder that `path` is in, named as `normal` names it; None above the top."""
    if path and not path.startswith("..") and not os.path.isabs(path):
        return path.rpartition("/")[0]
    location = tree.location(path)
    if location is None:
        return path.rpartition("/")[0] if path else None
    location = os.path.normpath(location)
    parent = os.path.dirname(location)
    if parent == location:
        return None
    relative = not os.path.isabs(path)
    return normal(os.path.relpath(parent, tree.location("")) if relative else parent, tree)

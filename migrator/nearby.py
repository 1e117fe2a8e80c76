"""Files of other projects of a run that may go by the names of one: those that name something of ours, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

MOST = 200
"""Files of other projects that are looked at."""


def of_each(held: Iterable[str], by_root: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """By each project's root: the files of the others that name something of ours, the nearest first."""
    marked = frozenset(held)
    mine = {root: marked.intersection(files) for root, files in by_root.items()}
    return {root: tuple(_nearest(root, marked - own)[:MOST]) for root, own in mine.items() if own and own != marked}


def _nearest(root: str, paths: Iterable[str]) -> list[str]:
    """Paths, those first that share the most folders with a project."""
    folders = root.split("/")

    def shared(path: str) -> int:
        return next(
            (at for at, pair in enumerate(zip(folders, path.split("/"), strict=False)) if pair[0] != pair[1]), len(folders)
        )

    return sorted(paths, key=lambda path: (-shared(path), path))

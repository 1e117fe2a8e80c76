"""Loads each rulebook once a process, as long as its files stay the same: an audit asks for it anew for each repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from migrator.edition import MARKER
from migrator.rulebook import Rulebook
from migrator.rulebook_load import load_folder
from migrator.rulebook_load.extra import MORE, read_extra

_Stamp = tuple[str, int, int]


def loaded(rules: Path, extra: tuple[str, ...]) -> Rulebook:
    """The rulebook of this folder and these files."""
    # A file is told of as it is seen from the current folder.
    return _loaded(rules, extra, os.getcwd() if extra else "", tuple(_stamps(rules, extra)))


@lru_cache(maxsize=4)
def _loaded(rules: Path, extra: tuple[str, ...], cwd: str, stamps: tuple[_Stamp, ...]) -> Rulebook:
    return load_folder(rules, tuple(read_extra(each, rules) for each in extra))


def _stamps(rules: Path, extra: tuple[str, ...]) -> Iterator[_Stamp]:
    """Each file, with what changes when it does."""
    files = [rules / MARKER, *sorted(rules.glob("*.toml")), *sorted((rules / "surfaces").glob("*.toml"))]
    for path in (*files, *(each for named in extra for each in (Path(named), rules / MORE / f"{named}.toml"))):
        try:
            state = path.stat()
        except OSError:
            continue
        yield str(path), state.st_size, state.st_mtime_ns

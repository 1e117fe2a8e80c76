"""Finds the repositories that SOURCEs stand for: checkouts in a folder, bare mirrors, and lists of paths and URLs."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

CHECKOUT, BARE, FOLDER, REMOTE = "checkout", "bare", "folder", "remote"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[\w.-]+@[\w.-]+:")
_TOKEN = re.compile(r"(?<=http://)[^/\s@]+@|(?<=https://)[^/\s@]+@", re.IGNORECASE)
_PASSWORD = re.compile(r"(?<=:)[^/\s:@]+@(?=[^/\s]+/)")
_SAID = re.compile(r"\s+(branch|owner)=(\S+)\s*$")


class NoSource(Exception):
    """A SOURCE that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A repository: `location` is an absolute path or a URL, `branch` what to read of it (empty: its head)."""

    name: str
    location: str
    kind: str
    branch: str = ""
    owner: str = ""

    @property
    def shown(self) -> str:
        """The location as others may read it."""
        return without_password(self.location) if self.kind == REMOTE else self.location


def sources_of(given: Sequence[str], cwd: str) -> tuple[list[Source], list[Source]]:
    """Each repository once, with a name that no other has; and those that were named again. Raises `NoSource`."""
    kept: dict[tuple[str, str], Source] = {}
    again: list[Source] = []
    names: set[str] = set()
    for source in (found for each in given for found in _of(each, cwd)):
        key = (source.location if source.kind == REMOTE else os.path.realpath(source.location)), source.branch
        if key in kept:
            again.append(source)
            continue
        kept[key] = replace(source, name=_unique(source.name, names))
        names.add(kept[key].name)
    return list(kept.values()), again


def _of(given: str, cwd: str) -> Iterator[Source]:
    if _is_url(given):
        yield Source(_name_of(given), given, REMOTE)
        return
    path = os.path.abspath(os.path.join(cwd, given))
    if os.path.isdir(path):
        yield from _in_folder(path, posixpath.basename(path.replace(os.sep, "/")) or "repository")
    elif os.path.isfile(path):
        yield from _listed(path)
    else:
        raise NoSource(f"there is no file or folder {given}")


def _in_folder(path: str, name: str) -> Iterator[Source]:
    kind = kind_of(path)
    if kind is not None:
        yield Source(_no_git(name), path, kind)
        return
    below = list(_repositories(path, ""))
    # A folder in which git knows of nothing is one project as it is.
    yield from below or [Source(name, path, FOLDER)]


def _repositories(path: str, inside: str) -> Iterator[Source]:
    """What lies below a folder that is no repository itself."""
    try:
        with os.scandir(path) as found:
            names = sorted(each.name for each in found if each.is_dir(follow_symlinks=False))
    except OSError:
        return
    for name in names:
        below, whole = posixpath.join(inside, name), os.path.join(path, name)
        kind = kind_of(whole)
        if kind is not None:
            yield Source(_no_git(below), whole, kind)
        elif not name.startswith(".") and name != "node_modules":
            yield from _repositories(whole, below)


def kind_of(path: str) -> str | None:
    """What repository a folder is, None for none."""
    if os.path.lexists(os.path.join(path, ".git")):
        return CHECKOUT
    is_bare = all(os.path.exists(os.path.join(path, name)) for name in ("HEAD", "objects", "refs"))
    return BARE if is_bare else None


def _listed(path: str) -> Iterator[Source]:
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
            lines = file.read().splitlines()
    except OSError as error:
        raise NoSource(f"cannot read {path}: {error.strerror or error}") from error
    if any("\0" in line for line in lines):
        raise NoSource(f"{path} is no list of repositories: it holds what is no text")
    for line in lines:
        location, said = _parts(line.strip())
        if location and not location.startswith("#"):
            yield from _one(location, said, os.path.dirname(path))


def _parts(line: str) -> tuple[str, dict[str, str]]:
    """Where the repository is, and what the line says of it at its end."""
    said: dict[str, str] = {}
    while (match := _SAID.search(line)) is not None:
        said[match[1]] = match[2]
        line = line[: match.start()]
    return line, said


def _one(location: str, said: dict[str, str], folder: str) -> Iterator[Source]:
    branch, owner = said.get("branch", ""), said.get("owner", "")
    if _is_url(location):
        yield Source(_name_of(location), location, REMOTE, branch, owner)
        return
    path = os.path.normpath(os.path.join(folder, os.path.expanduser(location)))
    kind = kind_of(path) or FOLDER
    # One that is not there is a row of the report: the others have to be looked at all the same.
    yield Source(_no_git(posixpath.basename(path.replace(os.sep, "/"))), path, kind, branch, owner)


def without_password(text: str) -> str:
    """A text without what opens the repositories at the URLs in it: passwords, and the tokens that stand for a name."""
    return _PASSWORD.sub("***@", _TOKEN.sub("***@", text))


def _is_url(text: str) -> bool:
    return _URL.match(text) is not None


def _name_of(url: str) -> str:
    url = url.rstrip("/").removesuffix("/.git")
    parts = [part for part in re.split(r"[/:]", url.partition("://")[2] or url) if part]
    return _no_git("/".join(parts[-2:])) or "repository"


def _no_git(name: str) -> str:
    return name.removesuffix("/.git").removesuffix(".git") or name


def _unique(name: str, names: Iterable[str]) -> str:
    taken = set(names)
    number = 2
    wanted = name
    while wanted in taken:
        wanted, number = f"{name}-{number}", number + 1
    return wanted

"""File patterns as ruff has them: a name anywhere, or a path from where the pattern was written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_SPECIAL = re.compile(r"[*?\[{\\]")


class BadPattern(ValueError):
    """A pattern that cannot be understood."""


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A pattern and the absolute folder that it is relative to ("" for patterns that name no path)."""

    text: str
    base: str = ""


STAR, FOLDERS = ".*", "(?:.*/)?"
FEW = 2
"""Stars that one can try each place for."""
DEFAULT_EXCLUDE = tuple(
    PathPattern(name)
    for name in (
        "*.min.cjs", "*.min.js", "*.min.mjs", ".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".ipynb_checkpoints",
        ".mypy_cache", ".next", ".nox", ".nuxt", ".output", ".pants.d", ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache",
        ".svelte-kit", ".svn", ".tox", ".venv", ".vscode", "__pycache__", "__pypackages__", "_build", "bower_components",
        "buck-out", "build", "dist", "node_modules", "npm-shrinkwrap.json", "package-lock.json", "pnpm-lock.yaml",
        "site-packages", "venv",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PathMatcher:
    """Several patterns at once, asked with an absolute path and its last name."""

    patterns: tuple[PathPattern, ...]
    _names: frozenset[str] = field(init=False, repr=False, compare=False)
    _name: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    _path: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        plain = {pattern.text for pattern in self.patterns if not _SPECIAL.search(pattern.text)}
        globs = [pattern.text for pattern in self.patterns if pattern.text not in plain]
        paths = [absolute(pattern) for pattern in self.patterns if pattern.base]
        object.__setattr__(self, "_names", frozenset(name for name in plain if "/" not in name))
        object.__setattr__(self, "_name", _any_of(text for text in globs if "/" not in text))
        object.__setattr__(self, "_path", _any_of(paths))

    @property
    def wants_path(self) -> bool:
        """Whether the path matters, and not the last name alone."""
        return self._path is not None

    def matches(self, path: str, name: str) -> bool:
        """Whether a pattern names this file or folder; what is below a folder that one names is not asked here."""
        if name in self._names or (self._name is not None and self._name.fullmatch(name)):
            return True
        return self._path is not None and self._path.fullmatch(path) is not None

    def matches_up_to(self, path: str, folder: str) -> bool:
        """Whether a pattern names this absolute path or a folder above it, those at and above `folder` not asked."""
        inside = path.startswith(folder.rstrip("/") + "/")
        while path not in ("/", "", folder):
            if self.matches(path, posixpath.basename(path)):
                return True
            if not inside:
                return False
            path = posixpath.dirname(path)
        return False


def absolute(pattern: PathPattern) -> str:
    """The pattern with its folder in front, that folder's own characters meant literally."""
    if posixpath.isabs(pattern.text):
        return posixpath.normpath(pattern.text)
    base = re.sub(r"([*?\[\]{}\\])", r"\\\1", pattern.base)
    return posixpath.normpath(posixpath.join(base, pattern.text))


def _any_of(globs: Iterable[str]) -> re.Pattern[str] | None:
    translated = [translate(glob, f"g{number}") for number, glob in enumerate(globs)]
    return re.compile("|".join(translated), re.DOTALL) if translated else None


def translate(glob: str, name: str = "g") -> str:
    """The glob as a regular expression: `*` and `?` match "/" too, as ruff's globs do; `{a,b}` are alternatives.

    `name`: what its groups' names begin with, none else's in the same expression.
    """
    parts: list[str] = []
    place = depth = 0
    while place < len(glob):
        char = glob[place]
        place += 1
        if char == "*":
            stars = place
            while glob[place : place + 1] == "*":
                place += 1
            before = glob[stars - 2] if stars > 1 else "/"
            if place - stars == 1 and before == "/" and glob[place : place + 1] == "/":
                place += 1
                # Of several in a row each says what one says.
                parts += [FOLDERS] if parts[-1:] != [FOLDERS] else []
            else:
                parts.append(STAR)
        elif char == "?":
            parts.append(".")
        elif char == "\\" and place < len(glob):
            parts.append(re.escape(glob[place]))
            place += 1
        elif char == "[":
            found = re.compile(r"([!^]?)(\]?[^\]]*)\]").match(glob, place)
            if found is None:
                raise BadPattern(f"`{glob}`: `[` is not closed")
            parts.append(f"[{'^' if found[1] else ''}{_members(found[2])}]")
            place = found.end()
        elif char == "{":
            depth += 1
            parts.append("(?:")
        elif char == "}" and depth:
            depth -= 1
            parts.append(")")
        elif char == "," and depth:
            parts.append("|")
        else:
            parts.append(re.escape(char))
    if depth:
        raise BadPattern(f"`{glob}`: `{{` is not closed")
    expression = "".join(parts if "{" in glob or FOLDERS in parts else _without_return(parts, name))
    try:
        re.compile(expression)
    except re.error as error:
        raise BadPattern(f"`{glob}`: {error}") from error
    return expression


def _members(text: str) -> str:
    """What stands between a glob's brackets, each sign but a range's hyphen meant literally."""
    # One sign, or a first and a last one: what else two hyphens may mean, `re` warns of.
    return re.sub(r"(?s)(.)(?:-(.))?", lambda found: "-".join(re.escape(sign) for sign in found.groups() if sign), text)


def _without_return(parts: list[str], name: str) -> list[str]:
    """The same, except that what stands between two stars is taken where it comes first, and no later place is tried.

    Nothing is lost by that, and `*a*a*a*a*b` ends on a long name. A group is looked at and then taken as a whole:
    expressions that do not go back by themselves are new in Python 3.11.
    """
    if parts.count(STAR) <= FEW:
        return parts
    pieces: list[list[str]] = [[]]
    for part in parts:
        if part == STAR:
            pieces.append([])
        else:
            pieces[-1].append(part)
    first, *middle, last = ("".join(piece) for piece in pieces)
    taken = (f"(?=(?P<{name}_{number}>.*?{piece}))(?P={name}_{number})" for number, piece in enumerate(middle) if piece)
    return [first, *taken, STAR, last]

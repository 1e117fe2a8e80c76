"""Tells whether a declared requirement allows an SDK version that a row speaks of."""

from __future__ import annotations

import re

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

_CLAUSE = re.compile(r"(?:===?|~=|!=|>=?|<=?)\s*([^\s,]+)")
_CARET = re.compile(r"^([\^~])\s*v?(\d+(?:\.\d+)*)$")
_BARE = re.compile(r"^v?\d+(?:\.\d+)*(?:\.[*x])?$")
_ANY = frozenset({"", "*", "latest", "x"})


def version_may_apply(specifier: str, declared: str | None) -> bool:
    """Whether some version that the declared requirement allows falls into the row's range.

    `declared` is a requirement as Python or npm projects write it (">=1.3,<2", "^1.3", "==1.60.2", "1.60.2"); None, and
    what cannot be read, allows every version.
    """
    if not specifier or declared is None:
        return True
    rows = SpecifierSet(specifier, prereleases=True)
    return any(_overlap(rows, alternative) for alternative in declared.split("||"))


def _overlap(rows: SpecifierSet, declared: str) -> bool:
    text = _as_pep440(declared.strip())
    try:
        wanted = SpecifierSet(text, prereleases=True)
        points = list(_points(f"{rows},{wanted}"))
    except (InvalidSpecifier, InvalidVersion):
        return True
    return any(point in rows and point in wanted for point in points)


def _as_pep440(declared: str) -> str:
    """Poetry's and npm's spellings as Python's."""
    if declared in _ANY:
        return ""
    caret = _CARET.match(declared)
    if caret is not None:
        sign, text = caret.groups()
        release = [int(part) for part in text.split(".")]
        keep = (
            min(1, len(release) - 1) if sign == "~" else next((at for at, part in enumerate(release) if part), len(release) - 1)
        )
        ceiling = [*release[:keep], release[keep] + 1]
        return f">={text},<{'.'.join(map(str, ceiling))}"
    if _BARE.match(declared):
        return f"=={declared.lstrip('v').replace('x', '*')}"
    return declared


def _points(clauses: str) -> list[Version]:
    """Versions that stand for all: nought, each bound, and what comes right after each bound."""
    points = [Version("0")]
    for text in _CLAUSE.findall(clauses):
        version = Version(text.removesuffix(".*"))
        points.append(version)
        points.append(Version(f"{version.base_version}.0.0.0.1"))
    return points


def version_must_apply(specifier: str, declared: str) -> bool:
    """Whether every version that the declared requirement allows falls into the row's range.

    A range that cannot be read allows versions that do not.
    """
    rows = SpecifierSet(specifier, prereleases=True)
    for alternative in declared.split("||"):
        try:
            wanted = SpecifierSet(_as_pep440(alternative.strip()), prereleases=True)
            points = [*_points(f"{rows},{wanted}"), Version("99999")]
        except (InvalidSpecifier, InvalidVersion):
            return False
        allowed = [point for point in points if point in wanted]
        if not allowed or any(point not in rows for point in allowed):
            return False
    return True

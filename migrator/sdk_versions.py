"""Which versions of SDKs a project declares, and where: one pure parser for each kind of file."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from migrator.builds import BuildText, Row, catalogue, gradle, maven, parent_of
from migrator.values import Site

_REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]\n]*\]\s*)?((?:[=<>!~]={0,2}\s*[\w.*+-]+\s*(?:,\s*)?)+)")
_NAMED = re.compile(r'^([A-Za-z0-9][\w.-]*)\s*=\s*(?:\{[^}\n]*?version\s*=\s*)?"([^"\n]*)"', re.MULTILINE)
_POETRY_TABLE = re.compile(
    r"^\[tool\.poetry\.(?:group\.[\w.-]+\.)?(?:dev-)?dependencies\][^\n]*$(.*?)(?=^\[|\Z)", re.MULTILINE | re.DOTALL
)
_PIPFILE_TABLE = re.compile(r"^\[(?:dev-)?packages\][^\n]*$(.*?)(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"""(["'])([^"'\n]*)\1""")
_PLAIN = re.compile(r"\d+(\.\d+)*([.-]?[A-Za-z]+\.?\d*)?")


@dataclass(frozen=True, slots=True)
class Declared:
    """A package with the version or range that a file asks for; `site` is the version as written."""

    package: str
    version: str
    site: Site


Found: TypeAlias = "Iterator[tuple[str, str, int, int]]"
"""Package, version, and where the version stands, in characters."""


def requirements(text: str) -> Found:
    """`requirements*.txt`: one requirement a line."""
    at = 0
    for line in text.splitlines(keepends=True):
        found = _REQUIREMENT.match(line)
        if found is not None:
            version = found[2].rstrip().rstrip(",")
            yield _normal(found[1]), version, at + found.start(2), at + found.start(2) + len(version)
        at += len(line)


def pyproject(text: str) -> Found:
    """`pyproject.toml`: requirements in quotes, and Poetry's tables."""
    yield from quoted(text)
    yield from _tables(_POETRY_TABLE, text)


def pipfile(text: str) -> Found:
    """Pipenv's `Pipfile`."""
    yield from _tables(_PIPFILE_TABLE, text)


def _tables(head: re.Pattern[str], text: str) -> Found:
    for section in head.finditer(text):
        for row in _NAMED.finditer(section[1]):
            start = section.start(1) + row.start(2)
            yield _normal(row[1]), row[2], start, start + len(row[2])


def indented(text: str) -> Found:
    """`setup.cfg`: requirements on lines of their own, or behind `install_requires =`."""
    at = 0
    for line in text.splitlines(keepends=True):
        behind = len(line) - len(line[line.find(" = ") + 3 :].lstrip()) if " = " in line else len(line) - len(line.lstrip())
        found = _REQUIREMENT.match(line[behind:]) if line[:1].isspace() or "install_requires" in line else None
        if found is not None:
            version = found[2].rstrip().rstrip(",")
            start = at + behind + found.start(2)
            yield _normal(found[1]), version, start, start + len(version)
        at += len(line)


def quoted(text: str) -> Found:
    """`setup.py`: requirements in quotes."""
    for found in _QUOTED.finditer(text):
        inner = _REQUIREMENT.match(found[2])
        if inner is not None:
            version = inner[2].rstrip().rstrip(",")
            start = found.start(2) + inner.start(2)
            yield _normal(inner[1]), version, start, start + len(version)


def package_json(text: str) -> Found:
    """npm's `package.json`."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return
    for key in ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies"):
        table = read.get(key) if isinstance(read, dict) else None
        for name, version in table.items() if isinstance(table, dict) else ():
            place = re.search(rf'"{re.escape(name)}"\s*:\s*"({re.escape(str(version))})"', text)
            if isinstance(version, str) and place is not None:
                yield name, version, place.start(1), place.end(1)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


PARSERS: Mapping[str, Callable[[str], Found]] = {
    "pyproject.toml": pyproject,
    "requirements.txt": requirements,
    "constraints.txt": requirements,
    "setup.cfg": indented,
    "setup.py": quoted,
    "Pipfile": pipfile,
    "package.json": package_json,
}
BUILDS = ("pom.xml", "build.gradle", "build.gradle.kts")
CATALOGUE = "gradle/libs.versions.toml"
MOST_PARENTS = 8


def is_requirements(name: str) -> bool:
    """Whether a file below the project's root lists requirements, by its name."""
    folder, _, last = name.rpartition("/")
    return last.endswith(".txt") and (last.startswith("requirements") or folder == "requirements")


def declared_in(name: str, path: str, data: bytes, packages: Collection[str]) -> Iterator[Declared]:
    """What a file declares of some packages; `name` is its name below the project's root."""
    parser = PARSERS.get(name, requirements if is_requirements(name) else None)
    text = _text(data)
    if parser is None or text is None:
        return
    for package, version, start, end in parser(text):
        if package in packages:
            yield Declared(package, version, _site(path, text, start, end))


def built_with(name: str, folder: str, read: Callable[[str], bytes | None], packages: Collection[str]) -> Iterator[Declared]:
    """What a build file declares, with its parents and the files that its variables stand in.

    `name` is one of `BUILDS` or `CATALOGUE`; a catalogue stands in the folder or in one above it.
    """

    def build(path: str) -> BuildText | None:
        data = read(path)
        text = _text(data) if data is not None else None
        return BuildText(path, text) if text is not None else None

    own = build(posixpath.join(folder, name))
    above = list(_folders(folder))
    rows: Iterator[Row] = iter(())
    if name == CATALOGUE:
        found = next((each for each in (build(posixpath.join(up, name)) for up in above) if each is not None), None)
        rows = catalogue(found) if found is not None else rows
    elif own is not None and name == "pom.xml":
        rows = maven(_with_parents(own, build))
    elif own is not None:
        beside = [posixpath.join(up, each) for up in above for each in ("gradle.properties", *BUILDS[1:])]
        rows = gradle([own, *(each for each in map(build, beside) if each is not None)])
    for row in rows:
        if row.package in packages and _PLAIN.fullmatch(row.version) is not None:
            yield Declared(row.package, f"=={row.version}", _site(row.file.path, row.file.text, row.start, row.end))


def _with_parents(own: BuildText, build: Callable[[str], BuildText | None]) -> list[BuildText]:
    files = [own]
    while len(files) < MOST_PARENTS:
        relative = parent_of(files[-1].text)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(files[-1].path), relative)) if relative is not None else ""
        found = build(path) if path and not path.startswith(("..", "/")) else None
        if found is None or any(found.path == each.path for each in files):
            break
        files.append(found)
    return files


def _folders(folder: str) -> Iterator[str]:
    """A folder and those above it, up to the top of the tree."""
    current = folder
    # A project outside the current folder has its whole path for a name.
    while current not in ("", "/"):
        yield current
        current = posixpath.dirname(current)
    yield current


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _site(path: str, text: str, start: int, end: int) -> Site:
    return Site(path, len(text[:start].encode()), len(text[:end].encode()))


def agreed(found: Collection[Declared]) -> dict[str, Declared]:
    """One declaration for each package; none where a project declares two that differ."""
    result: dict[str, Declared] = {}
    for package in {each.package for each in found}:
        rows = [each for each in found if each.package == package]
        if len({each.version for each in rows}) == 1:
            result[package] = rows[0]
    return result

"""Which versions of SDKs a project declares, and where: one pure parser for each kind of file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from migrator.values import Site

_DEPENDENCY = re.compile(r"<dependency>.*?</dependency>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]\n]*\])?\s*((?:[=<>!~]=?=?\s*[\w.*+-]+\s*,?\s*)+)")
_POETRY = re.compile(r'^([A-Za-z0-9][\w.-]*)\s*=\s*(?:\{[^}\n]*?version\s*=\s*)?"([^"\n]*)"', re.MULTILINE)
_QUOTED = re.compile(r"""(["'])([^"'\n]*)\1""")
_CATALOGUE = re.compile(r"^[\w.-]+\s*=\s*\{([^}\n]*)\}", re.MULTILINE)
_PLAIN = re.compile(r"\d+(\.\d+)*([.-]?[A-Za-z]+\.?\d*)?")


@dataclass(frozen=True, slots=True)
class Declared:
    """A package with the version or range that a file asks for; `site` is the version as written."""

    package: str
    version: str
    site: Site


Found: TypeAlias = "Iterator[tuple[str, str, int, int]]"
"""Package, version, and where the version stands, in characters."""


def pom(text: str) -> Found:
    """Maven's `pom.xml`; a property of the same file is followed."""
    blank = _COMMENT.sub(lambda found: " " * len(found[0]), text)
    for block in _DEPENDENCY.finditer(blank):
        parts = {name: re.search(rf"<{name}>\s*([^<\s]+)\s*</{name}>", block[0]) for name in ("groupId", "artifactId", "version")}
        group, artifact, version = parts["groupId"], parts["artifactId"], parts["version"]
        if group is None or artifact is None or version is None:
            continue
        written, start = version[1], block.start() + version.start(1)
        if written.startswith("${"):
            named = re.search(rf"<{re.escape(written[2:-1])}>\s*([^<\s]+)\s*</", blank)
            if named is None:
                continue
            written, start = named[1], named.start(1)
        yield f"{group[1]}:{artifact[1]}", written, start, start + len(written)


def gradle(text: str) -> Found:
    """Gradle's `build.gradle` and `build.gradle.kts`: "group:name:version" in quotes."""
    for found in _QUOTED.finditer(text):
        group, _, rest = found[2].partition(":")
        name, _, version = rest.partition(":")
        if version:
            end = found.end(2)
            yield f"{group}:{name}", version, end - len(version), end


def catalogue(text: str) -> Found:
    """Gradle's version catalogue, `libs.versions.toml`."""
    yield from gradle(text)
    for row in _CATALOGUE.finditer(text):
        keys = {key: (value, row.start(1) + at) for key, value, at in _pairs(row[1])}
        module = keys["module"][0] if "module" in keys else f"{keys.get('group', ('',))[0]}:{keys.get('name', ('',))[0]}"
        if "version" in keys:
            version, start = keys["version"]
            yield module, version, start, start + len(version)
        elif "version.ref" in keys:
            named = re.search(rf'^{re.escape(keys["version.ref"][0])}\s*=\s*"([^"\n]*)"', text, re.MULTILINE)
            if named is not None:
                yield module, named[1], named.start(1), named.end(1)


def _pairs(row: str) -> Iterator[tuple[str, str, int]]:
    for found in re.finditer(r'([\w.]+)\s*=\s*"([^"]*)"', row):
        yield found[1], found[2], found.start(2)


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
    for quoted in _QUOTED.finditer(text):
        found = _REQUIREMENT.match(quoted[2])
        if found is not None:
            version = found[2].rstrip().rstrip(",")
            start = quoted.start(2) + found.start(2)
            yield _normal(found[1]), version, start, start + len(version)
    section = re.search(r"^\[tool\.poetry\.dependencies\]$(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL)
    if section is not None:
        for row in _POETRY.finditer(section[1]):
            start = section.start(1) + row.start(2)
            yield _normal(row[1]), row[2], start, start + len(row[2])


def package_json(text: str) -> Found:
    """npm's `package.json`."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return
    for key in ("dependencies", "devDependencies", "peerDependencies"):
        table = read.get(key) if isinstance(read, dict) else None
        for name, version in table.items() if isinstance(table, dict) else ():
            place = re.search(rf'"{re.escape(name)}"\s*:\s*"({re.escape(str(version))})"', text)
            if isinstance(version, str) and place is not None:
                yield name, version, place.start(1), place.end(1)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


PARSERS: Mapping[str, Callable[[str], Found]] = {
    "pom.xml": pom,
    "build.gradle": gradle,
    "build.gradle.kts": gradle,
    "gradle/libs.versions.toml": catalogue,
    "pyproject.toml": pyproject,
    "requirements.txt": requirements,
    "package.json": package_json,
}
EXACT = frozenset({"pom.xml", "build.gradle", "build.gradle.kts", "gradle/libs.versions.toml"})
"""Files in which a bare version means that one."""


def declared_in(name: str, path: str, data: bytes, packages: Collection[str]) -> Iterator[Declared]:
    """What a file declares of some packages; `name` is its name below the project's root."""
    parser = PARSERS.get(name, requirements if name.startswith("requirements") and name.endswith(".txt") else None)
    if parser is None:
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    for package, version, start, end in parser(text):
        if package not in packages:
            continue
        if name in EXACT:
            if _PLAIN.fullmatch(version) is None:
                continue
            version = f"=={version}"
        first, last = len(text[:start].encode()), len(text[:end].encode())
        yield Declared(package, version, Site(path, first, last))


def agreed(found: Collection[Declared]) -> dict[str, Declared]:
    """One declaration for each package; none where a project declares two that differ."""
    result: dict[str, Declared] = {}
    for package in {each.package for each in found}:
        rows = [each for each in found if each.package == package]
        if len({each.version for each in rows}) == 1:
            result[package] = rows[0]
    return result

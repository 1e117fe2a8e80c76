"""Which versions Maven's and Gradle's build files declare, with what stands in the files around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DEPENDENCY = re.compile(r"<dependency>.*?</dependency>", re.DOTALL)
_XML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PARENT = re.compile(r"<parent>.*?</parent>", re.DOTALL)
_QUOTED = re.compile(r"""(["'])([^"'\n]*)\1""")
_CATALOGUE = re.compile(r"^[\w.-]+\s*=\s*\{([^\n]*)\}", re.MULTILINE)
_COMMENT = re.compile(r"""(["'])(?:\\.|(?!\1)[^\n\\])*\1|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_VARIABLE = re.compile(r"^\$\{?([\w.]+)\}?$")
_NAMED = re.compile(
    r"""\bgroup\s*[:=]\s*["']([^"']+)["']\s*,\s*name\s*[:=]\s*["']([^"']+)["']\s*,\s*version\s*[:=]\s*["']([^"']+)["']"""
)
_THREE = re.compile(r"""\(\s*["']([\w.-]+)["']\s*,\s*["']([\w.-]+)["']\s*,\s*["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class BuildText:
    """One build file."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A package with its version, and where that stands, in characters."""

    package: str
    version: str
    file: BuildText
    start: int
    end: int


def parent_of(pom: str) -> str | None:
    """Where a `pom.xml` says that its parent stands, from its own folder; None without a parent in the tree."""
    block = _PARENT.search(_without(pom, _XML_COMMENT))
    if block is None or re.search(r"<relativePath\s*/>|<relativePath>\s*</relativePath>", block[0]):
        return None
    named = re.search(r"<relativePath>\s*([^<\s]+)\s*</relativePath>", block[0])
    path = named[1] if named is not None else "../pom.xml"
    return path if path.endswith(".xml") else f"{path.rstrip('/')}/pom.xml"


def maven(files: Sequence[BuildText]) -> Iterator[Row]:
    """A `pom.xml` and its parents, the nearest first: what a nearer one says wins."""
    blanks = [_without(each.text, _XML_COMMENT) for each in files]
    seen: set[str] = set()
    for file, blank in zip(files, blanks, strict=True):
        for block in _DEPENDENCY.finditer(blank):
            parts = [re.search(rf"<{name}>\s*([^<\s]+)\s*</{name}>", block[0]) for name in ("groupId", "artifactId", "version")]
            group, artifact, version = parts
            if group is None or artifact is None or version is None or f"{group[1]}:{artifact[1]}" in seen:
                continue
            package = f"{group[1]}:{artifact[1]}"
            row: Row | None = Row(package, version[1], file, block.start() + version.start(1), block.start() + version.end(1))
            if version[1].startswith("${"):
                row = _property(package, version[1][2:-1], files, blanks)
            if row is not None:
                seen.add(package)
                yield row


def _property(package: str, name: str, files: Sequence[BuildText], blanks: Sequence[str]) -> Row | None:
    for file, blank in zip(files, blanks, strict=True):
        found = re.search(rf"<{re.escape(name)}>\s*([^<\s]+)\s*</{re.escape(name)}>", blank)
        if found is not None:
            return Row(package, found[1], file, found.start(1), found.end(1))
    return None


def gradle(files: Sequence[BuildText]) -> Iterator[Row]:
    """A `build.gradle` or `build.gradle.kts`, and the files in which its variables may stand."""
    first = files[0]
    blank = _without(first.text, _COMMENT)
    for package, version, start in _written(blank):
        variable = _VARIABLE.match(version)
        if variable is None:
            yield Row(package, version, first, start, start + len(version))
            continue
        row = _variable(package, variable[1].rpartition(".")[2], files)
        if row is not None:
            yield row


def _written(text: str) -> Iterator[tuple[str, str, int]]:
    for found in _QUOTED.finditer(text):
        group, _, rest = found[2].partition(":")
        name, _, version = rest.partition(":")
        version = version.partition("@")[0]
        if version:
            yield f"{group}:{name}", version, found.start(2) + len(group) + len(name) + 2
    for pattern in (_NAMED, _THREE):
        for found in pattern.finditer(text):
            yield f"{found[1]}:{found[2]}", found[3], found.start(3)


def _variable(package: str, name: str, files: Sequence[BuildText]) -> Row | None:
    word = re.escape(name)
    forms = (
        rf"""(?<![\w.-]){word}["'\])]*\s*(?:=|:)\s*["']?(\d[\w.+-]*)""",
        rf"""\b{word}\s+by\s+extra\s*[({{]\s*["'](\d[\w.+-]*)""",
        rf"""\bset\s*\(\s*["']{word}["']\s*,\s*["'](\d[\w.+-]*)""",
        rf"""\.{word}\s*=\s*["'](\d[\w.+-]*)""",
    )
    for file in files:
        blank = _without(file.text, _COMMENT) if not file.path.endswith(".properties") else file.text
        for form in forms:
            found = re.search(form, blank)
            if found is not None:
                return Row(package, found[1], file, found.start(1), found.end(1))
    return None


def catalogue(file: BuildText) -> Iterator[Row]:
    """Gradle's version catalogue, `libs.versions.toml`."""
    text = _without(file.text, re.compile(r"(?m)^\s*#[^\n]*"))
    for package, version, start in _written(text):
        yield Row(package, version, file, start, start + len(version))
    for row in _CATALOGUE.finditer(text):
        keys = {key: (value, row.start(1) + at) for key, value, at in _pairs(row[1])}
        module = keys["module"][0] if "module" in keys else f"{keys.get('group', ('',))[0]}:{keys.get('name', ('',))[0]}"
        if "version" in keys:
            version, start = keys["version"]
            yield Row(module, version, file, start, start + len(version))
        elif "version.ref" in keys or "ref" in keys:
            named = re.search(rf'^{re.escape(keys.get("version.ref", keys.get("ref", ("",)))[0])}\s*=\s*"([^"\n]*)"', text, re.M)
            if named is not None:
                yield Row(module, named[1], file, named.start(1), named.end(1))


def _pairs(row: str) -> Iterator[tuple[str, str, int]]:
    for found in re.finditer(r'([\w.]+)\s*=\s*"([^"]*)"', row):
        yield found[1], found[2], found.start(2)


def _without(text: str, comment: re.Pattern[str]) -> str:
    """The text with blanks for its comments; the pattern may match strings as well, which stay."""
    return comment.sub(lambda found: found[0] if found[0][:1] in "\"'" else " " * len(found[0]), text)

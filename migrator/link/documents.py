"""Settings files as values: which file of the project a path names, and what it says as a whole."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrator.facts import Call, FileFacts
from migrator.link import names
from migrator.link.common import Outcomes
from migrator.outcomes import HOLE, Constant, Frames, Made, Text, Unknown
from migrator.values import Literal, Member, Record, Sequence, Setting, Site, Value

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker
    from migrator.link.program import Program

WHOLE = "default"
"""The name under which a settings file's facts hold all that it says."""
WHOLES = frozenset({WHOLE, "module.exports"})
"""What a module that is imported as one thing calls it."""
SAMPLES = ("example", "sample", "template", "dist", "default")
"""What stands in the name of a file that is to be copied to the one that programs read."""

SAMPLE = re.compile(rf"[._-](?:{'|'.join(SAMPLES)})(?=\.|$)")


def document(linker: Linker, path: str) -> Outcomes:
    """What a settings file says as a whole; nothing if it is none."""
    return names.module_attribute(linker, path, WHOLE)


def names_of(path: str) -> frozenset[str]:
    """What programs may call a settings file, which may be the sample of the one that they read."""
    name = path.rpartition("/")[2]
    return frozenset({name, SAMPLE.sub("", name)})


INIT = "__init__"
"""What a module is called that stands for its folder: nobody opens it as a document."""
MAX_STEPS = 6
"""How many calls stand between a path and its file's content."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a language names and opens files: by symbols (`openers`, `paths`) and by methods of paths and open files."""

    openers: frozenset[str]
    paths: frozenset[str]
    methods: frozenset[str]
    joins: frozenset[str] = frozenset()

    def content(self, linker: Linker, value: Value, where: FileFacts, frames: Frames) -> Outcomes | None:
        """What the file says that a value names, or is the open file or the text of; None if it is none of the project."""
        return self.named(linker, self._texts(linker, value, where, frames, 0), where.path)

    def named(self, linker: Linker, texts: Iterable[str], importer: str) -> Outcomes | None:
        """The same for a path as text."""
        found = {path for text in texts for path in files_named(linker.program, importer, text)}
        return (document(linker, found.pop()) or None) if len(found) == 1 else None

    def _texts(self, linker: Linker, value: Value, where: FileFacts, frames: Frames, depth: int) -> list[str]:
        """The paths; what is unknown before the end is left out."""
        found: list[str] = []
        for outcome in linker.outcomes(value, where.path, frames) if depth < MAX_STEPS else ():
            match outcome.form:
                case Constant(value=str() as text):
                    found.append(text)
                case Text(text=text):
                    found.append(text.rpartition(HOLE)[2])
                case Made(symbol=symbol, call=ref, frames=inner) if ref is not None:
                    there = linker.program.facts[ref.path]
                    found.extend(self._of_call(linker, symbol, linker.program.call(ref), there, inner, depth))
                case Unknown():
                    # `(BASE / "config.yaml").read_text()`: a path that is put together has no class here.
                    at = linker.program.of(outcome.site.path)
                    for call in at.calls if at is not None else ():
                        if call.site == outcome.site and isinstance(call.callee, Member) and call.callee.name in self.methods:
                            found.extend(self._texts(linker, call.callee.base, at or where, frames, depth + 1))
        return found

    def _of_call(self, linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames, depth: int) -> list[str]:
        name = symbol.rpartition(".")[2]
        given = [each.value for each in call.arguments if each.kind in ("positional", "keyword")]
        base = call.callee.base if isinstance(call.callee, Member) else None
        if symbol in self.openers:
            return self._texts(linker, given[0], where, frames, depth + 1) if given else []
        if symbol in self.paths or name in self.joins:
            pieces = [base, *given] if base is not None and name in self.joins else given
            known = [self._texts(linker, each, where, frames, depth + 1) for each in pieces]
            return ["/".join(each[0] for each in known if len(each) == 1)] if known and len(known[-1]) == 1 else []
        if name in self.methods and base is not None:
            return self._texts(linker, base, where, frames, depth + 1)
        return []


def keys_to(value: Value, site: Site) -> tuple[str, ...]:
    """The keys on the way to what a settings file says at a place."""
    keys: tuple[str, ...] = ()
    while isinstance(value, Setting):
        value = value.value
        if isinstance(value, Record):
            found = next((each for each in value.entries if each.value.site.contains(site)), None)
            if found is None:
                return keys
            keys, value = ((*keys, str(found.key.value)) if isinstance(found.key, Literal) else keys), found.value
        elif isinstance(value, Sequence):
            value = next((each for each in value.items if each.site.contains(site)), value)
    return keys


def files_named(program: Program, importer: str, text: str) -> tuple[str, ...]:
    """The file that a path means: from the project's root, beside the importer, or the only one that ends so."""
    wanted = posixpath.normpath(text.replace("\\", "/").lstrip("/"))
    while wanted.startswith("../"):
        wanted = wanted[3:]
    if wanted in (".", "..", ""):
        return ()
    found = _named(program, importer, wanted)
    if found:
        return found
    stem, dot, suffix = wanted.rpartition(".")
    spellings = [f"{stem}{mark}{word}{dot}{suffix}" for word in SAMPLES for mark in (".", "-", "_")] if stem else []
    for other in (*spellings, *(f"{wanted}.{word}" for word in SAMPLES)):
        found = _named(program, importer, other)
        if found:
            return found
    return ()


def _named(program: Program, importer: str, wanted: str) -> tuple[str, ...]:
    root = "" if program.root in (".", "") else f"{program.root}/"
    folder = importer.rpartition("/")[0]
    places = dict.fromkeys((f"{root}{wanted}", posixpath.normpath(f"{folder}/{wanted}") if folder else wanted))
    direct = tuple(place for place in places if place in program.paths)
    if direct:
        return direct if len(direct) == 1 else ()
    word = wanted.rpartition("/")[2].partition(".")[0]
    ending = tuple(path for path in (program.called(word) if word != INIT else ()) if path.endswith(f"/{wanted}"))
    return ending if len(ending) == 1 else ()

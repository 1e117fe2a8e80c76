"""What a conversion may look at: the project's documents, followed by their languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from migrator.facts import Call
from migrator.languages.base import Document, Language
from migrator.link.evaluate import Linker
from migrator.link.program import Program
from migrator.readings import Follower, Follows, Reading, Steps
from migrator.values import Imported, Site


class NotInSight(Exception):
    """Something that a conversion would have to change is not in sight, or not understood."""

    def __init__(self, site: Site, why: str) -> None:
        super().__init__(why)
        self.site = site
        self.why = why


@dataclass(slots=True)
class Sight:
    """The project as conversions see it; `wanted` gives, once all calls are judged, those that are to be converted."""

    linker: Linker
    document: Callable[[str], Document | None]
    """A document with its tree."""
    languages: Mapping[str, Language]
    file_of: Callable[[str], str]
    where: Callable[[Site], str]
    """A place as a person would say it."""
    read: Callable[[str], bytes | None]
    """A file's bytes; None where it cannot be read."""
    cut: Callable[[], bool]
    """Whether files are left unread because there are too many."""
    _followers: dict[str, Follower | None] = field(default_factory=dict)
    _lent: dict[tuple[str, str], bool] = field(default_factory=dict)
    _replaced: dict[str, str | None] = field(default_factory=dict)
    _kept: dict[str, bytes] = field(default_factory=dict)
    _room: int = 64 << 20
    """How many bytes of files may still be kept: each is asked for once a name."""

    @property
    def program(self) -> Program:
        """The facts of the project."""
        return self.linker.program

    def follows(self, path: str) -> bool:
        """Whether values in a document can be followed at all."""
        return self._follower(path) is not None

    def follow(self, site: Site, stops: Collection[Steps], prefix: Steps = ()) -> tuple[Reading, ...]:
        """Everything that becomes of the expression at a site. Raises `NotInSight`."""
        follower = self._follower(site.path)
        found = follower.follow(site, stops, prefix) if follower is not None else None
        if found is None:
            raise NotInSight(site, "this cannot be followed")
        return found

    def load(self, *words: str) -> list[str]:
        """Read every file of the project that says all these words; returns their paths. Raises `NotInSight`."""
        program = self.program
        wanted = [word.encode() for word in words]
        found: list[str] = []
        for path in self._files():
            data = self._bytes(path)
            if not all(word in data for word in wanted):
                continue
            if program.of(path) is not None:
                found.append(path)
            elif path in program.broken:
                raise NotInSight(Site(path, 0, 0), f"this file cannot be parsed, and names {', '.join(words)}")
            elif self.cut():
                raise NotInSight(Site(path, 0, 0), f"too much would have to be read; this file names {', '.join(words)}")
        return found

    def _files(self) -> list[str]:
        program = self.program
        return sorted(program.paths | program.facts.keys() | program.broken)

    def lent(self, path: str, name: str) -> bool:
        """Whether another file takes a name of a module's top level from it."""
        if (path, name) not in self._lent:
            self._lent[path, name] = self._in_another_block(path, name) or self._is_imported(path, name)
        return self._lent[path, name]

    def _is_imported(self, path: str, name: str) -> bool:
        stem = path.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2]
        return any(self._takes(other, path, name) for other in self.load(name, stem) if other != path)

    def _in_another_block(self, path: str, name: str) -> bool:
        """Whether another program in the same text uses the name: readers run one after the other."""
        whole, word = self.file_of(path), re.compile(rf"(?<!\w){re.escape(name)}(?!\w)".encode())
        blocks = [other for other in self.program.facts if other not in (path, whole) and self.file_of(other) == whole]
        return any(word.search(self._bytes(other)) for other in blocks)

    def replaced(self, method: str) -> str | None:
        """The first file that seems to put something else in a method's place, as tests and tracers do."""
        if method not in self._replaced:
            self._replaced[method] = self._find_replaced(method)
        return self._replaced[method]

    def _find_replaced(self, method: str) -> str | None:
        owner, _, name = method.rpartition(".")
        words = [f"{text}{quote}".encode() for quote in ('"', "'") for text in (method, f"{owner}, {quote}{name}")]
        words.append(f"{method} = ".encode())
        for path in self._files():
            data = self._bytes(path)
            if any(word in data for word in words):
                return self.file_of(path)
        return None

    def _bytes(self, path: str) -> bytes:
        """A file's bytes, kept as long as there is room; none where it cannot be read."""
        if path in self._kept:
            return self._kept[path]
        data = self.read(path) or b""
        if len(data) <= self._room:  # pragma: no branch - the room is for 64 megabytes of sources
            self._room -= len(data)
            self._kept[path] = data
        return data

    def check_lent(self, reading: Reading) -> None:
        """Raises `NotInSight` where another file may use what a name holds."""
        if self.lent(reading.place.path, reading.argument):
            raise NotInSight(reading.place, f"another file takes `{reading.argument}` from here")

    def _takes(self, other: str, path: str, name: str) -> bool:
        facts = self.program.facts[other]
        module = self.linker.library_of(other).module
        if any(path in module(self.program, other, each.module, each.level) for each in facts.star_imports):
            return True
        said = any(word in self._bytes(other) for word in (f".{name}".encode(), b"getattr"))
        for value in (each.value for bindings in facts.bindings.values() for each in bindings):
            if isinstance(value, Imported):
                if value.name == name and path in module(self.program, other, value.module, value.level):
                    return True
                dotted = value.module if value.name is None else f"{value.module}.{value.name}".lstrip(".")
                if said and path in module(self.program, other, dotted, value.level):
                    return True
        return False

    def call_at(self, site: Site) -> Call | None:
        """The call that stands at a site."""
        return next((call for call in self.program.facts[site.path].calls if call.site == site), None)

    def _follower(self, path: str) -> Follower | None:
        if path not in self._followers:
            language, document = self.languages.get(path), self.document(path)
            able: object = language
            found = able.follower(document) if isinstance(able, Follows) and document is not None else None
            self._followers[path] = found
        return self._followers[path]

"""What a conversion may look at: the project's documents, followed by their languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from migrator.facts import Call
from migrator.files.lines import Lines
from migrator.languages.base import Document, Language
from migrator.link.evaluate import Linker
from migrator.link.program import Program
from migrator.readings import Follower, Follows, Reading, Steps
from migrator.values import Site


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
    documents: Mapping[str, Document]
    languages: Mapping[str, Language]
    lines: Mapping[str, Lines]
    file_of: Callable[[str], str]
    _followers: dict[str, Follower | None] = field(default_factory=dict)

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

    def where(self, site: Site) -> str:
        """A place as a person would say it."""
        lines = self.lines.get(site.path)
        line = lines.position(site.start)[0] if lines is not None else 0
        return f"{self.file_of(site.path)}:{line}"

    def call_at(self, site: Site) -> Call | None:
        """The call that stands at a site."""
        facts = self.program.facts.get(site.path)
        return next((call for call in facts.calls if call.site == site), None) if facts is not None else None

    def _follower(self, path: str) -> Follower | None:
        if path not in self._followers:
            language, document = self.languages.get(path), self.documents.get(path)
            able: object = language
            found = able.follower(document) if isinstance(able, Follows) and document is not None else None
            self._followers[path] = found
        return self._followers[path]

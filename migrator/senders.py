"""Tells which calls send requests, whoever answers: also those that nothing of ours reaches, which are not judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrator.calls import Surfaces, calls_named, match
from migrator.facts import Call, FileFacts
from migrator.link.evaluate import Linker
from migrator.rulebook import Rulebook


class Senders:
    """Asks the rulebook's rows about the calls of a file; `language_of` says by path whose rows count there."""

    def __init__(self, linker: Linker, rulebook: Rulebook, language_of: Callable[[str], str]) -> None:
        self._linker, self._rulebook, self._language_of = linker, rulebook, language_of
        self._known: dict[str, Surfaces] = {}

    def named(self, facts: FileFacts) -> Iterator[Call]:
        """The calls that may be such, by their names alone."""
        called = self._surfaces(facts.path).called
        return calls_named(facts, called | self._linker.program.descended(called))

    def sends(self, facts: FileFacts, call: Call) -> bool:
        """Whether it is one."""
        return bool(match(self._linker, self._surfaces(facts.path), facts, call))

    def _surfaces(self, path: str) -> Surfaces:
        language = self._language_of(path)
        if language not in self._known:
            self._known[language] = Surfaces(self._rulebook, language)
        return self._known[language]

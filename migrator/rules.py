"""The rulebook that the settings ask for, read when the first thing asks for it: a run that finds nothing asks for none."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from migrator.sieves import Sieves

if TYPE_CHECKING:
    from migrator.rulebook import Rulebook
    from migrator.settings_model import Settings


class Rules:
    """The rulebook of one run, and the sieves that its words make."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def book(self) -> Rulebook:
        """The tool's own rulebook, what files add to it, and what wrappers the settings declare."""
        from migrator.declared import rulebook_of

        return rulebook_of(self._settings)

    @cached_property
    def sieves(self) -> Sieves:
        """The sieves of the rulebook; those of the tool's own are kept beside it."""
        if not self._settings.rulebook and not self._settings.surfaces:
            from migrator.kept_words import kept

            found = kept()
            if found is not None:
                return found
        from migrator.words import sieve_of

        return sieve_of(self.book)

"""The sieves that a rulebook's words make: which files are worth reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from migrator.files.sieve import Sieve, plain


class SecondLook(NamedTuple):
    """What must stand in a file that passed the sieves for it to be worth parsing.

    `ids` are whole ids as they begin at one of `stems`, `pieces` what the beginning of one must hold to count without further
    evidence, `heads` what may stand before an id, `foreign` what makes it another provider's, `names` whole words that count
    outside comments, `parts` those that count only where calls are made, `marks` those that count anywhere.
    """

    stems: tuple[str, ...]
    ids: tuple[str, ...]
    pieces: tuple[str, ...]
    heads: tuple[str, ...]
    foreign: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sieves:
    """Tells which files are worth reading.

    A name may be put together from pieces: what all retired ids begin with is enough where Model Studio is named too.
    `stems` are a few pieces of which every word holds one: nearly all files end at them.
    `vendor` is what people call the provider that the rulebook is about.
    """

    stems: Sieve
    words: Sieve
    stem: str
    calls: Sieve
    vendor: str
    second: SecondLook

    def candidate(self, data: bytes) -> bool:
        """Whether the file may hold a finding."""
        return self.stems.candidate(data) and self._says_more(data)

    def among_many(self, data: bytes) -> bool:
        """The same, quicker where many files are asked about."""
        from migrator.files.swift import holds

        return holds(data, self.stems.needles) and self._says_more(data)

    def _says_more(self, data: bytes) -> bool:
        """Whether a file that holds one of the stems holds a word, and more than in passing."""
        if not (self.words.candidate(data) or (self.stem.encode() in data and self.words.evidence(data))):
            return False
        # Nearly all files end above: what looks again is imported for those that do not.
        from migrator.second_look import worth_parsing

        return worth_parsing(self.second, plain(data), self.words.evidence, self.calls.candidate)

    def evidence(self, data: bytes) -> bool:
        """Whether the file may tell where calls go."""
        return self.words.evidence(data)


@dataclass(frozen=True, slots=True)
class Calling:
    """Tells which files may send requests for a model that another file names, where `names` are given by one of them."""

    names: Sieve | None
    calls: Sieve

    def __call__(self, data: bytes) -> bool:
        """Whether the file may send such a request."""
        return (self.names is None or self.names.candidate(data)) and self.calls.candidate(data)

"""The sieves that a rulebook's words make: which files are worth reading."""

from __future__ import annotations

from dataclasses import dataclass

from migrator.files.sieve import Sieve, plain
from migrator.second_look import SecondLook


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
        if not self.stems.candidate(data):
            return False
        if not (self.words.candidate(data) or (self.stem.encode() in data and self.words.evidence(data))):
            return False
        return self.second(plain(data), self.words.evidence, self.calls.candidate)

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

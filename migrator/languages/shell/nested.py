"""Scripts inside a script's words (`sh -c "…"`), with the way back to each byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrator.documents import Embedding, Piece
from migrator.hosts import HOLE
from migrator.languages.http_body.quoted import Quoted

UNKNOWN = b"${_}"
"""What stands in the inner script for a part that the outer one puts in."""


@dataclass(frozen=True, slots=True)
class Nested:
    """A word that is a script; `urls` are the parts of it, by character, that the outer script is known to put in."""

    quoted: Quoted
    urls: Mapping[int, str]


def nested_script(nested: Nested) -> tuple[bytes, Embedding]:
    """A word's text as a script."""
    quoted = nested.quoted
    text = bytearray()
    pieces: list[Piece] = []
    for at, character in enumerate(quoted.text):
        known = nested.urls.get(at)
        unknown = character == HOLE and at in quoted.holes
        said = known.encode() if known else UNKNOWN if unknown else character.encode("utf-8", "replace")
        start, end = quoted.starts[at], quoted.ends[at]
        last = pieces[-1] if pieces else None
        plain = end - start == len(said) and at not in quoted.holes
        if plain and last is not None and last.linear and last.outer_end == start and _alike(quoted, last.run, at):
            pieces[-1] = Piece(last.start, len(text) + len(said), last.outer_start, end, last.run)
        else:
            pieces.append(Piece(len(text), len(text) + len(said), start, end, at))
        text.extend(said)
    return bytes(text), Embedding(tuple(pieces), lambda words, run: quoted.written(run, words))


def _alike(quoted: Quoted, first: int, at: int) -> bool:
    return quoted.quoting[first] == quoted.quoting[at] and first not in quoted.holes

"""Finds where LibCST's nodes stand in a file, as byte offsets, from one code generation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

import libcst as cst

from migrator.changes import CannotWrite
from migrator.languages.python.emit_statements import StatementEmitter
from migrator.languages.python.record import HALF, Recorder

_WIDE = re.compile(r"[^\x00-\x7f]+")


class Offsets:
    """Maps characters of a text to bytes of the file that it was decoded from."""

    def __init__(self, text: str, encoding: str, lead: int) -> None:
        self._text = text
        self.encoding = encoding
        self._lead = lead
        self._starts: list[int] = []
        self._extra: list[int] = []
        if not text.isascii():
            runs = [(match.start(), match.group()) for match in _WIDE.finditer(text)]
            self._starts = [start for start, _ in runs]
            self._extra = list(accumulate((len(run.encode(encoding)) - len(run) for _, run in runs), initial=0))

    def byte(self, character: int) -> int:
        """The offset of a character in the file."""
        before = bisect_right(self._starts, character) - 1
        if before < 0:
            return self._lead + character
        start = self._starts[before]
        part = _WIDE.match(self._text, start, character)
        inside = part.group() if part else ""
        extra = len(inside.encode(self.encoding)) - len(inside)
        return self._lead + character + self._extra[before] + extra


class _Places:
    """The nodes that one code generation noted."""

    def __init__(self, recorder: Recorder, encoding: str, lead: int) -> None:
        self.recorder = recorder
        self._encoding = encoding
        self._lead = lead
        self._starts: list[int] | None = None
        self._bytes: list[int] | None = None

    def characters(self, packed: int) -> tuple[int, int]:
        if self._starts is None:
            self._starts = _sums(map(len, self.recorder.tokens), 0)
        return self._starts[packed >> 32], self._starts[packed & HALF]

    def byte_span(self, packed: int) -> tuple[int, int]:
        if self._bytes is None:
            encoding = self._encoding
            lengths = (len(each) if each.isascii() else len(each.encode(encoding)) for each in self.recorder.tokens)
            self._bytes = _sums(lengths, self._lead)
        return self._bytes[packed >> 32], self._bytes[packed & HALF]


def _sums(lengths: Iterable[int], first: int) -> list[int]:
    starts = list(accumulate(lengths, initial=first))
    # A module without a newline at its end drops its last token after that was counted.
    starts.append(starts[-1])
    return starts


class Spans:
    """Where the nodes of one module stand.

    Expressions and statements are noted at once, in a code generation of our own. All other nodes, and what a node owns beside
    itself, are of interest to writers only: LibCST's own code generation tells them, once, when the first of them is asked for.
    """

    def __init__(self, module: cst.Module, encoding: str, lead: int, *, exact: bool = False) -> None:
        """`lead`: the bytes of the byte-order mark; `exact` leaves everything to LibCST at once."""
        self._module = module
        self._encoding = encoding
        self._lead = lead
        self._noted = self._by_libcst() if exact else self._quickly()
        self._exact = self._noted if exact else None
        self.text = "".join(self._noted.recorder.tokens)
        self._known = self._noted.recorder.inner

    def byte_span(self, node: cst.CSTNode) -> tuple[int, int]:
        """A node's bytes, without the white space around it and without redundant parentheses."""
        found = self._known.get(node)
        if found is not None:
            return self._noted.byte_span(found)
        places = self._of(node)
        return places.byte_span(places.recorder.packed(node))

    def characters(self, node: cst.CSTNode) -> tuple[int, int]:
        """A node's characters, without the white space around it and without redundant parentheses."""
        places = self._of(node)
        return places.characters(places.recorder.packed(node))

    def outer_characters(self, node: cst.CSTNode) -> tuple[int, int]:
        """A node's characters with everything that it owns: parentheses, and for some nodes white space."""
        places = self._exactly()
        return places.characters(places.recorder.whole[node])

    def nodes(self) -> tuple[cst.CSTNode, ...]:
        """Every node, inner ones before those that hold them."""
        return tuple(self._exactly().recorder.whole)

    def _of(self, node: cst.CSTNode) -> _Places:
        return self._noted if self._noted.recorder.knows(node) else self._exactly()

    def _quickly(self) -> _Places:
        emitter = StatementEmitter(self._module)
        emitter.module(self._module)
        return _Places(emitter, self._encoding, self._lead)

    def _by_libcst(self) -> _Places:
        recorder = Recorder(self._module)
        self._module._codegen(recorder)
        return _Places(recorder, self._encoding, self._lead)

    def _exactly(self) -> _Places:
        if self._exact is None:
            exact = self._by_libcst()
            if "".join(exact.recorder.tokens) != self.text:
                # Places in another text than the file's are those of other code.
                raise CannotWrite("round-trip-mismatch", "LibCST does not keep this file byte for byte")
            self._exact = exact
        return self._exact

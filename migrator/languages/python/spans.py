"""Finds where LibCST's nodes stand in a file, as byte offsets, from one code generation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

import libcst as cst

from migrator.changes import CannotWrite
from migrator.languages.python.emit_statements import StatementEmitter
from migrator.languages.python.light import Light
from migrator.languages.python.record import HALF, Recorder
from migrator.values import Site

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
        self.text = "".join(recorder.tokens)
        self._plain = self.text.isascii()

    def characters(self, packed: int) -> tuple[int, int]:
        if self._starts is None:
            self._starts = _sums(map(len, self.recorder.tokens), 0)
        return self._starts[packed >> 32], self._starts[packed & HALF]

    def byte_span(self, packed: int) -> tuple[int, int]:
        starts = self.byte_starts()
        return starts[packed >> 32], starts[packed & HALF]

    def byte_starts(self) -> list[int]:
        """Where each token begins in the file."""
        if self._bytes is None:
            tokens, encoding = self.recorder.tokens, self._encoding
            lengths = map(len, tokens) if self._plain else (len(each.encode(encoding)) for each in tokens)
            self._bytes = _sums(lengths, self._lead)
        return self._bytes


def _sums(lengths: Iterable[int], first: int) -> list[int]:
    starts = list(accumulate(lengths, initial=first))
    # A module without a newline at its end drops its last token after that was counted.
    starts.append(starts[-1])
    return starts


class Spans:
    """Where the nodes of one module stand.

    Expressions and statements are noted at once, in a code generation of our own. All other nodes, and what a node owns beside
    itself, are of interest to writers only: LibCST's own code generation tells them, for those statements that are entered.
    """

    def __init__(self, module: cst.Module, encoding: str, lead: int, *, exact: bool = False) -> None:
        """`lead`: the bytes of the byte-order mark; `exact` leaves everything to LibCST at once."""
        self._module = module
        self._encoding = encoding
        self._lead = lead
        self._indents: Mapping[int, tuple[str, ...]] = {}
        self._noted = self._by_libcst() if exact else self._quickly()
        self._exact = self._noted if exact else None
        self._entered: set[int] = set()
        self._inside: dict[int, tuple[tuple[int, int], tuple[int, int]]] = {}
        self.text = self._noted.text
        self._known = self._noted.recorder.inner

    def byte_span(self, node: cst.CSTNode) -> tuple[int, int] | None:
        """An expression's or statement's bytes, without redundant parentheses; None for other nodes."""
        found = self._known.get(id(node))
        return None if found is None else self._noted.byte_span(found)

    def characters(self, node: cst.CSTNode) -> tuple[int, int]:
        """A node's characters, without the white space around it and without redundant parentheses."""
        if id(node) in self._inside:
            return self._inside[id(node)][0]
        places = self._of(node)
        return places.characters(places.recorder.packed(node))

    def outer_characters(self, node: cst.CSTNode) -> tuple[int, int]:
        """A node's characters with everything that it owns: parentheses, and for some nodes white space."""
        if id(node) in self._inside:
            return self._inside[id(node)][1]
        places = self._noted if id(node) in self._noted.recorder.whole else self._exactly()
        return places.characters(places.recorder.whole[id(node)])

    def starts(self, statements: Iterable[cst.CSTNode]) -> tuple[int, ...]:
        """The byte that each statement begins at, with the empty lines and comments before it."""
        whole, starts = self._noted.recorder.whole, self._noted.byte_starts()
        return tuple(starts[whole[id(each)] >> 32] for each in statements)

    @property
    def strings(self) -> Sequence[cst.SimpleString]:
        """The plain strings of the module."""
        return self._noted.recorder.strings

    def sites(self, path: str) -> Callable[[cst.CSTNode], Site]:
        """Tells where expressions and statements stand: asked for each of them, so that every step counts.

        Much stands where something else does, and a third of all facts is places: each is made once.
        """
        known, starts, byte = self._known, self._noted.byte_starts(), self._noted.byte_span
        made: dict[int, Site] = {}

        def site(node: cst.CSTNode) -> Site:
            packed = known.get(id(node))
            if packed is None:
                return Site(path, *byte(self._noted.recorder.packed(node)))
            found = made.get(packed)
            if found is None:
                found = made[packed] = Site(path, starts[packed >> 32], starts[packed & HALF])
            return found

        return site

    def noted(self) -> Iterator[tuple[int, int, int]]:
        """By its identity each node that was noted, with its bytes."""
        recorder, byte = self._noted.recorder, self._noted.byte_span
        return ((each, *byte(packed)) for each, packed in {**recorder.whole, **recorder.inner}.items())

    def enter(self, node: cst.CSTNode) -> None:
        """Learn the places of everything in a statement, of a compound one those of its first line."""
        if self._exact is not None or id(node) in self._entered or id(node) not in self._indents:
            return
        self._entered.add(id(node))
        alone = _first_line(node)
        if alone is None:
            return
        recorder = Recorder(self._module)
        recorder.indent_tokens.extend(self._indents[id(node)])
        start = self._noted.characters(self._noted.recorder.whole[id(node)])[0]
        if isinstance(node, cst.If):
            own = self._noted.characters(self._known[id(node)])[0]
            alone._codegen(recorder, is_elif=self.text.startswith("elif", own))
        else:
            alone._codegen(recorder)
        places = _Places(recorder, self._encoding, start)
        written = places.text
        if alone is not node:
            written = written[: written.rindex(_STANDS_FOR_A_BODY)]
        # The newline that a file does not end with is written all the same.
        if not self.text.startswith(written, start) and f"{self.text[start:]}{self._module.default_newline}" != written:
            raise _other_text()
        last = len(self.text)

        def place(packed: int) -> tuple[int, int]:
            first, end = places.characters(packed)
            return min(first + start, last), min(end + start, last)

        for each, whole in recorder.whole.items():
            self._inside[each] = place(recorder.inner.get(each, whole)), place(whole)

    def _of(self, node: cst.CSTNode) -> _Places:
        return self._noted if self._noted.recorder.knows(node) else self._exactly()

    def _quickly(self) -> _Places:
        emitter = StatementEmitter(self._module)
        emitter.module(self._module)
        self._indents = emitter.indents
        return _Places(emitter, self._encoding, self._lead)

    def _by_libcst(self) -> _Places:
        recorder = Recorder(self._module)
        self._module._codegen(recorder)
        return _Places(recorder, self._encoding, self._lead)

    def _exactly(self) -> _Places:
        if self._exact is None:
            exact = self._by_libcst()
            if exact.text != self.text:
                raise _other_text()
            self._exact = exact
        return self._exact


def placed_sites(path: str, places: Mapping[int, tuple[int, int]]) -> Callable[[cst.CSTNode], Site]:
    """Tells where light nodes stand, and those nodes of LibCST's whose places are given by their identities."""
    made: dict[int, Site] = {}
    offsets: dict[int, int] = {}
    """One object for each: many places begin or end where others do."""

    def site(node: cst.CSTNode) -> Site:
        at, to = (node.at, node.to) if isinstance(node, Light) else places[id(node)]
        packed = at << 32 | to
        found = made.get(packed)
        if found is None:
            found = made[packed] = Site(path, offsets.setdefault(at, at), offsets.setdefault(to, to))
        return found

    return site


_STANDS_FOR_A_BODY = "pass"


def _first_line(node: cst.CSTNode) -> cst.CSTNode | None:
    """A statement as it is, a compound one without its body; None where all that it holds is known by itself."""
    if isinstance(node, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
        return node
    body = cst.SimpleStatementSuite([cst.Pass()], leading_whitespace=cst.SimpleWhitespace(""))
    if isinstance(node, (cst.If, cst.For, cst.While)):
        return node.with_changes(body=body, orelse=None)
    if isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.With, cst.ExceptHandler)):
        return node.with_changes(body=body)
    return None


def _other_text() -> CannotWrite:
    """Places in another text than the file's are those of other code."""
    return CannotWrite("round-trip-mismatch", "LibCST does not keep this file byte for byte")

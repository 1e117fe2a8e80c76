"""Parses Python with LibCST where that is safe, and tells where each node stands in the bytes."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import libcst as cst

from migrator.changes import CannotWrite, Change
from migrator.languages.python.deep import on_deep_stack
from migrator.languages.python.outline import Outline, needed, usual_quote
from migrator.languages.python.shape import DEEPEST, LONGEST, MOST_BRANCHES, Shape, shape
from migrator.languages.python.spans import Offsets, Spans
from migrator.values import Site

LARGEST = 1 << 31
_CHECKED = cst.CSTNode.__post_init__
SHIFTING = ("iso2022", "hz", "utf-7", "utf-16", "utf-32")
"""Encodings in which a piece of text cannot be encoded apart from what stands before it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file cannot be used; `line` counts from 1, 0 where none can be named."""

    code: str
    message: str
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """A module and the places of its nodes. A `deep` one must be walked by `on_deep_stack`."""

    module: cst.Module = field(repr=False)
    text: str = field(repr=False)
    data: bytes = field(repr=False)
    spans: Spans = field(repr=False)
    offsets: Offsets = field(repr=False)
    deep: bool
    part_of: Outline | None = None
    """That of the whole module, where this is but a part of it."""

    @property
    def body(self) -> Sequence[cst.CSTNode]:
        """The module's statements."""
        return self.module.body

    def sites(self, path: str) -> Callable[[cst.CSTNode], Site]:
        """Tells where nodes stand."""
        return self.spans.sites(path)

    @property
    def indent(self) -> str:
        """One step of the module's indentation."""
        return self.module.default_indent if self.part_of is None else self.part_of.indent

    @property
    def quote(self) -> str:
        """The quote that the module's strings mostly have."""
        return (usual_quote(self.spans.strings) or '"') if self.part_of is None else self.part_of.quote

    def require_all(self) -> None:
        """Refuse where only a part of the module is there."""
        if self.part_of is not None:
            raise CannotWrite("changed-meanwhile", "not all of the file was read again")

    def outline(self) -> Outline:
        """What is kept of the tree when it goes."""
        self.require_all()
        return Outline(self.spans.starts(self.module.body), self.module.encoding, self.indent, self.quote)

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """A node's bytes, without white space around it and without redundant parentheses."""
        noted = self.spans.byte_span(node)
        if noted is not None and type(node) is not cst.Param:
            return noted
        start, end = self.spans.characters(node)
        if isinstance(node, cst.Param):
            end = max([end] + [self.spans.outer_characters(part)[1] for part in (node.annotation, node.default) if part])
        return self.offsets.byte(start), self.offsets.byte(end)

    def outer_span(self, node: cst.BaseExpression) -> tuple[int, int]:
        """An expression's bytes with its parentheses."""
        start, end = self.spans.outer_characters(node)
        return self.offsets.byte(start), self.offsets.byte(end)


def parse(data: bytes, parse_module: Callable[[bytes], cst.Module] = cst.parse_module) -> Parsed | Failure:
    """The module in `data`, or why there is none."""
    if len(data) >= LARGEST:  # pragma: no cover - two gigabytes: only standard input brings as much
        return Failure("too-large", f"{len(data)} bytes")
    form = shape(data)
    refusal = _too_much(form)
    if refusal is not None:
        return refusal
    if form.modest:
        try:
            return _parse(data, parse_module, deep=False)
        except RecursionError:
            pass
    try:
        return on_deep_stack(lambda: _parse(data, parse_module, deep=True))
    except RecursionError:
        return Failure("too-deep", "statements or expressions nest too deeply")


def parse_part(data: bytes, outline: Outline, path: str, changes: Collection[Change]) -> Parsed | None:
    """As much of the module as the changes need; None where that is all of it, or where a part cannot be parsed alone."""
    part = needed(data, outline, path, changes)
    if part is None:
        return None
    parsed = parse(part)
    if isinstance(parsed, Failure) or parsed.module.encoding != outline.encoding:
        return None
    return replace(parsed, part_of=outline)


def _too_much(form: Shape) -> Failure | None:
    if form.depth > DEEPEST:
        return Failure("too-deep", f"brackets nest {form.depth} deep, Python itself takes {DEEPEST}")
    if form.chain > LONGEST:
        return Failure("too-large", f"an expression chains {form.chain} operators, more than {LONGEST}")
    if form.branches > MOST_BRANCHES:
        return Failure("too-large", f"{form.branches} branches, more than {MOST_BRANCHES}")
    return None


def _parse(data: bytes, parse_module: Callable[[bytes], cst.Module], *, deep: bool) -> Parsed | Failure:
    module = _module(data, parse_module)
    if isinstance(module, Failure):
        return module
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    encoding = codecs.lookup("utf-8" if mark else module.encoding).name
    spans = Spans(module, encoding, len(mark))
    if spans.text.encode(module.encoding) != data:
        # What a tree leaves to LibCST's defaults only LibCST knows.
        spans = Spans(module, encoding, len(mark), exact=True)
        written = spans.text.encode(module.encoding)
        if written != data:
            return Failure(
                "round-trip-mismatch", "LibCST does not keep this file byte for byte", _first_difference(data, written)
            )
    if encoding.startswith(SHIFTING):
        return Failure("parse-error", f"the encoding {encoding} has no fixed bytes for a character")
    return Parsed(module, spans.text, data, spans, Offsets(spans.text, encoding, len(mark)), deep)


def _module(data: bytes, parse_module: Callable[[bytes], cst.Module]) -> cst.Module | Failure:
    try:
        with _unchecked():
            return parse_module(data)
    except cst.ParserSyntaxError as error:
        return Failure("parse-error", error.message, error.raw_line)
    except UnicodeDecodeError as error:
        return Failure("parse-error", str(error.reason), data.count(b"\n", 0, error.start) + 1)
    except (RecursionError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in the native parser is no Exception
        return Failure("parse-error", str(error).split("\n")[0] or type(error).__name__)


@contextmanager
def _unchecked() -> Iterator[None]:
    """Nodes made in here are not checked one by one: the parser makes them, and what they say is compared with the bytes.

    A seventh of a parse goes into that check, which is for trees made by hand.
    """
    cst.CSTNode.__post_init__ = _not_checked  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        cst.CSTNode.__post_init__ = _CHECKED  # type: ignore[method-assign]


def _not_checked(node: cst.CSTNode) -> None:
    pass


def _first_difference(old: bytes, new: bytes) -> int:
    """The line of the first byte that differs."""
    same = next((index for index, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return old.count(b"\n", 0, same) + 1

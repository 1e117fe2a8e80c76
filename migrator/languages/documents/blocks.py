"""Finds the code blocks of Markdown and reStructuredText, with the way back to each byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrator.documents import Embedding, Piece

BOM = b"\xef\xbb\xbf"
_FENCE = re.compile(rb"^((?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})[ \t]*([^\r\n]*)")
_INFO = re.compile(r"(\{?)\.?([\w+#.-]*)[^}\s]*\}?[ \t]*([\w+#.-]*)")
_OPTION = re.compile(rb"[ \t]*:[\w-]+:|[ \t]*$")
_NAMES = rb"code-block|code|sourcecode|prompt|ipython|jupyter-execute|testcode"
_DIRECTIVE = re.compile(rb"^([ \t]*)\.\.[ \t]+(?:" + _NAMES + rb")::[ \t]*([\w+#.-]*)[^\r\n]*\r?\n?$")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")
_LIST = re.compile(rb"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
NAMED_BEHIND = frozenset({"code-cell", "code-block", "code", "sourcecode"})
"""Directives of MyST that name their language behind themselves."""


@dataclass(frozen=True, slots=True)
class Block:
    """A code block: the language that it names, its text without indentation, and where it stands.

    `fenced` says that its ends are marked, `cell` that it is one part of the document's own program. `left` are stretches
    of the file inside it that are no part of the program; `joins` are the places of the cells that it is put together from.
    """

    language: str
    text: bytes
    embedding: Embedding
    start: int
    end: int
    fenced: bool = True
    cell: bool = False
    left: tuple[tuple[int, int], ...] = ()
    joins: tuple[tuple[int, int], ...] = ()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The stretches of the file that the block takes up: several, if it is put together from cells."""
        return self.joins or ((self.start, self.end),)


Line = tuple[int, bytes]


def fenced(data: bytes) -> Iterator[Block]:
    """Markdown's blocks: fenced ones, and those that are only indented. A fence that is never closed opens none."""
    lines = _lines(data)
    at = 0
    while at < len(lines):
        start, line = lines[at]
        opening = _FENCE.match(line)
        if opening is None or (opening[2][:1] == b"`" and b"`" in opening[3]):
            end = _indented_end(lines, at)
            if end > at:
                yield _block("", lines[at:end], _Lead(b"", _indent(line)), start, False)
            at = max(end, at + 1)
            continue
        lead = _lead(opening[1])
        close = _closing(lines, at + 1, opening[2], lead)
        if close is None:
            at += 1
            continue
        language, cell = _named(opening[3].decode("utf-8", "replace"))
        first = at + 1
        if opening[3].startswith(b"{") and cell is not None:
            first = _behind_options(lines, first, close, lead)
        yield _block(language, lines[first:close], lead, start, True, bool(cell))
        at = close + 1


def directives(data: bytes) -> Iterator[Block]:
    """reStructuredText's blocks: `code-block` directives, literal blocks and doctests."""
    lines = _lines(data)
    at = 0
    while at < len(lines):
        start, line = lines[at]
        opening = _DIRECTIVE.match(line)
        literal = opening is None and line.rstrip().endswith(b"::") and not line.lstrip().startswith(b"..")
        if opening is None and not literal:
            end = _paragraph(lines, at) if line.lstrip().startswith(b">>>") else at
            if end > at:
                yield _block("pycon", lines[at:end], _Lead(b"", _indent(line)), start, False)
            at = max(end, at + 1)
            continue
        at += 1
        while opening is not None and at < len(lines) and lines[at][1].strip().startswith(b":"):
            at += 1
        first = next((number for number in range(at, len(lines)) if lines[number][1].strip()), len(lines))
        indent = _indent(lines[first][1]) if first < len(lines) else b""
        if len(indent) <= len(_indent(line)):
            continue
        end = next(
            (n for n in range(first, len(lines)) if lines[n][1].strip() and not lines[n][1].startswith(indent)), len(lines)
        )
        while end > first and not lines[end - 1][1].strip():
            end -= 1
        language = opening[2].decode("utf-8", "replace").lower() if opening is not None else ""
        yield _block(language, lines[first:end], _Lead(b"", indent), start, opening is not None)
        at = end


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands before each line of a block: the marks of quotes around it, and white space."""

    quotes: bytes
    indent: bytes

    def behind(self, line: bytes) -> int | None:
        """How many bytes of a line stand before the block's text; None where the line is outside the quotes."""
        at = 0
        for _ in range(self.quotes.count(b">")):
            found = re.compile(rb"[ \t]{0,3}>[ \t]?").match(line, at)
            if found is None:
                return None
            at = found.end()
        rest = line[at:]
        if rest.startswith(self.indent):
            return at + len(self.indent)
        return at + len(rest) - len(rest.lstrip(b" \t"))


def _lead(prefix: bytes) -> _Lead:
    last = prefix.rfind(b">") + 1
    if last and prefix[last : last + 1] in (b" ", b"\t"):
        last += 1
    quotes, rest = prefix[:last], prefix[last:]
    return _Lead(quotes, bytes(each if each in b" \t" else 32 for each in rest))


def _closing(lines: list[Line], at: int, mark: bytes, lead: _Lead) -> int | None:
    closing = re.compile(rb"[ \t]*" + re.escape(mark[:1]) + rb"{" + str(len(mark)).encode() + rb",}[ \t]*\r?\n?$")
    for number in range(at, len(lines)):
        line = lines[number][1]
        skip = _Lead(lead.quotes, b"").behind(line)
        if skip is None:
            return None
        if closing.match(line, skip):
            return number
    return None


def _named(info: str) -> tuple[str, bool | None]:
    """The language that a fence names, and whether the block is a cell of the document; None: it takes no options."""
    found = next(_INFO.finditer(info))
    name, behind = found[2].lower(), found[3].lower()
    if not found[1]:
        return name, None
    if name in NAMED_BEHIND:
        return behind or ("python" if name == "code-cell" else ""), name == "code-cell"
    return name, not info.startswith("{.")


def _behind_options(lines: list[Line], at: int, end: int, lead: _Lead) -> int:
    """The first line behind a directive's options, `:name: value` or between `---`."""

    def text(number: int) -> bytes:
        return lines[number][1][lead.behind(lines[number][1]) or 0 :].strip()

    if at < end and text(at) == b"---":
        close = next((number for number in range(at + 1, end) if text(number) == b"---"), None)
        return close + 1 if close is not None else at
    while at < end and _OPTION.match(text(at)):
        at += 1
    return at


def _indented_end(lines: list[Line], at: int) -> int:
    """Where an indented block ends that begins here; `at` itself if none does."""
    if not _deep(lines[at][1]) or (at and lines[at - 1][1].strip()):
        return at
    before = next((lines[number][1] for number in range(at - 1, -1, -1) if lines[number][1].strip()), b"")
    if _LIST.match(before) or (_deep(before) and at):
        return at
    end = at
    while end < len(lines) and (_deep(lines[end][1]) or not lines[end][1].strip()):
        end += 1
    while not lines[end - 1][1].strip():
        end -= 1
    return end


def _paragraph(lines: list[Line], at: int) -> int:
    return next((number for number in range(at, len(lines)) if not lines[number][1].strip()), len(lines))


def _deep(line: bytes) -> bool:
    return line.startswith((b"    ", b"\t")) and bool(line.strip())


def _lines(data: bytes) -> list[Line]:
    begin = len(BOM) if data.startswith(BOM) else 0
    return [(found.start(), found.group()) for found in _LINE.finditer(data, begin) if found.group()]


def _indent(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip(b" \t"))]


def _block(language: str, lines: list[Line], lead: _Lead, start: int, fenced: bool, cell: bool = False) -> Block:
    pieces: list[Piece] = []
    at = 0
    for start_of_line, line in lines:
        skip = lead.behind(line) or 0
        pieces.append(Piece(at, at + len(line) - skip, start_of_line + skip, start_of_line + len(line)))
        at += len(line) - skip
    text = b"".join(line[lead.behind(line) or 0 :] for _, line in lines)
    end = lines[-1][0] + len(lines[-1][1]) if lines else start
    codec = LedBy((lead.quotes + lead.indent).decode("utf-8", "replace"))
    return Block(language, text, Embedding(tuple(pieces), codec), start, end, fenced, cell)


@dataclass(frozen=True, slots=True)
class LedBy:
    """Writes each new line behind what stands before the block's lines."""

    lead: str

    def __call__(self, text: str, run: int) -> str:
        return text.replace("\n", f"\n{self.lead}")


def joined(blocks: Sequence[Block]) -> Block:
    """Cells of one document as one program."""
    pieces: list[Piece] = []
    text = bytearray()
    for run, block in enumerate(blocks):
        pieces.extend(
            Piece(each.start + len(text), each.end + len(text), each.outer_start, each.outer_end, run)
            for each in block.embedding.pieces
        )
        text.extend(block.text)
        if not block.text.endswith(b"\n"):
            at = pieces[-1].outer_end if pieces else block.end
            pieces.append(Piece(len(text), len(text) + 1, at, at, run))
            text.extend(b"\n")
    codecs = tuple(block.embedding.codec for block in blocks)
    embedding = Embedding(tuple(pieces), lambda words, run: codecs[run](words, 0))
    spans = tuple((block.start, block.end) for block in blocks)
    return Block(blocks[0].language, bytes(text), embedding, blocks[0].start, blocks[-1].end, joins=spans)

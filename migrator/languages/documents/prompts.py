"""Sessions in documents: what was typed behind prompts is the program, what was printed is left out."""

from __future__ import annotations

import re
from dataclasses import replace

from migrator.documents import Embedding, Piece
from migrator.languages.documents.blocks import Block, LedBy

_SHELL = re.compile(rb"[ \t]*(?:\([\w.-]+\)[ \t]*)?(?:[\w.@~:/-]*[$%]|PS [^>\r\n]*>)[ \t]+")
_SHELL_MORE = re.compile(rb"> ?")
_PYTHON = re.compile(rb">>> ?|In \[\d+\]: ")
_PYTHON_MORE = re.compile(rb"\.\.\. ?|   \.\.\.: ")


def typed(block: Block, python: bool) -> Block:
    """The block with only what was typed; the same block where its first line has no prompt."""
    prompt, more = (_PYTHON, _PYTHON_MORE) if python else (_SHELL, _SHELL_MORE)
    lines = [(piece, block.text[piece.start : piece.end]) for piece in block.embedding.pieces]
    first = next((line for _, line in lines if line.strip() and not line.startswith(b"#")), b"")
    if not prompt.match(first):
        return block
    pieces: list[Piece] = []
    left: list[tuple[int, int]] = []
    text = bytearray()
    goes_on = False
    quote = b""
    for piece, line in lines:
        found = prompt.match(line) if not quote else None
        further = more.match(line) if goes_on and found is None and (python or not quote) else None
        skip = found.end() if found is not None else further.end() if further is not None else 0
        if found is None and not (further is not None if python else goes_on):
            left.append((piece.outer_start, piece.outer_end))
            goes_on = False
            continue
        kept = line[skip:]
        pieces.append(Piece(len(text), len(text) + len(kept), piece.outer_start + skip, piece.outer_end))
        text.extend(kept)
        quote = b"" if python else _quote(kept, quote)
        goes_on = python or bool(quote) or kept.rstrip(b"\r\n").endswith(b"\\")
    codec = block.embedding.codec
    if python and isinstance(codec, LedBy):
        codec = LedBy(f"{codec.lead}... ")
    return replace(block, text=bytes(text), embedding=Embedding(tuple(pieces), codec), left=tuple(left))


def _quote(line: bytes, quote: bytes) -> bytes:
    """The quote that is open at the end of a line."""
    at = 0
    while at < len(line):
        mark = line[at : at + 1]
        if mark == b"\\" and quote != b"'":
            at += 1
        elif mark in (b"'", b'"') and quote in (b"", mark):
            quote = b"" if quote else mark
        elif mark == b"#" and not quote and (at == 0 or line[at - 1 : at] in (b" ", b"\t")):
            break
        at += 1
    return quote

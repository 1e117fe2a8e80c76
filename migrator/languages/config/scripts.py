"""Finds the shell commands in settings files: what CI jobs run, what containers are started with, npm's scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from migrator.documents import Embedding, Piece
from migrator.languages.config.nodes import Items, Mapping, Node, Parsed, Scalar

# fmt: off
KEYS = frozenset({
    "after_script", "args", "bash", "before_script", "cmd", "cmds", "command", "commands", "entrypoint", "exec", "inlineScript",
    "run", "script", "sh", "shell", "test",
})
# fmt: on
HOLDERS = frozenset({"scripts", "tasks"})
"""Mappings of names to commands."""
RUNS = re.compile(r"-[a-z]*c|CMD-SHELL")
_CLIENT = re.compile(r"\b(?:curl|wget|https?|xhs?)(?:\.exe)?[\s\\]")
_NAMED = re.compile(rb"\b(?:curl|wget|https?|xhs?)\b")
_EXPRESSION = re.compile(rb"\$\{\{[^\r\n]*?\}\}")
_ESCAPE = re.compile(rb"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\r\n])")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Script:
    """A script in a settings file, and the scalars that it stands in."""

    text: bytes
    embedding: Embedding
    scalars: tuple[Scalar, ...]


def scripts(data: bytes, parsed: Parsed) -> Iterator[Script]:
    """Every script of a file that may send a request."""
    if not _NAMED.search(data):
        return
    for root in parsed.roots:
        yield from _walk(data, root, "", "")


def _walk(data: bytes, node: Node, key: str, holder: str) -> Iterator[Script]:
    if isinstance(node, Mapping):
        for pair in node.pairs:
            yield from _walk(data, pair.value, pair.key, key)
    elif isinstance(node, Items):
        found = _of_items(data, node) if key in KEYS else None
        if found is not None:
            yield found
        else:
            for item in node.items:
                yield from _walk(data, item, key, holder)
    elif isinstance(node.value, str) and (key in KEYS or holder in HOLDERS):
        found = _put_together(data, [node], "\n")
        if found is not None:
            yield found


def _of_items(data: bytes, node: Items) -> Script | None:
    """A list: the words of one command, one of them maybe a script; else the lines of one script."""
    scalars = [item for item in node.items if isinstance(item, Scalar) and isinstance(item.value, str)]
    said = [str(each.value) for each in scalars]
    after = next((at + 1 for at, text in enumerate(said) if RUNS.fullmatch(text)), None)
    if after is not None and after < len(scalars):
        return _put_together(data, scalars[after : after + 1], "\n")
    if said and said[0].rpartition("/")[2] in ("curl", "wget"):
        words = [item for item in node.items if isinstance(item, Scalar)]
        return _put_together(data, words, " ") if len(words) == len(node.items) else None
    return _put_together(data, scalars, "\n") if len(scalars) == len(node.items) else None


def _put_together(data: bytes, scalars: Sequence[Scalar], between: str) -> Script | None:
    """Scalars as one text: lines of a script, or (where a blank parts them) words that are quoted for it."""
    builder = _Builder(data)
    for scalar in scalars:
        if between == " " and "'" in str(scalar.value):
            return None
        mark = "'" if between == " " else ""
        if not builder.take(scalar, mark, between):
            return None
    text = bytes(builder.text)
    if not _CLIENT.search(text.decode("utf-8", "replace").replace("'", " ")):
        return None
    # What the CI puts in is a variable to the shell.
    text = _EXPRESSION.sub(lambda found: b"${" + b"_" * (len(found[0]) - 3) + b"}", text)
    return Script(text, Embedding(tuple(builder.pieces), builder.codec()), tuple(scalars))


@dataclass(slots=True)
class _Builder:
    data: bytes
    text: bytearray = field(default_factory=bytearray)
    pieces: list[Piece] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)

    def take(self, scalar: Scalar, mark: str, between: str) -> bool:
        """One more scalar; False where it is written in a way that cannot be followed."""
        start, end, run = scalar.start, scalar.end, len(self.styles)
        first = self.data[start : start + 1]
        self.add(mark.encode(), start, start, run)
        if first == b"'":
            self.styles.append("'")
            ok = self._quoted(start + 1, end - 1, run, re.compile(rb"''"))
        elif first == b'"':
            self.styles.append('"')
            ok = self._quoted(start + 1, end - 1, run, _ESCAPE)
        elif first in (b"|", b">"):
            ok = self._block(start, end, run, first == b">")
        else:
            self.styles.append("")
            ok = scalar.literal
            self.add(self.data[start:end], start, end, run)
        self.add((mark + between).encode() if mark or not self.text.endswith(b"\n") else b"", end, end, run)
        return ok

    def add(self, text: bytes, start: int, end: int, run: int) -> None:
        if text:
            self.pieces.append(Piece(len(self.text), len(self.text) + len(text), start, end, run))
            self.text.extend(text)

    def _quoted(self, start: int, end: int, run: int, escape: re.Pattern[bytes]) -> bool:
        at = start
        for found in escape.finditer(self.data, start, end):
            self.add(self.data[at : found.start()], at, found.start(), run)
            said = _said(found[0])
            if said is None:
                return False
            self.add(said, found.start(), found.end(), run)
            at = found.end()
        self.add(self.data[at:end], at, end, run)
        # A text that goes over lines is folded; nobody writes scripts so.
        return b"\n" not in self.data[start:end]

    def _block(self, start: int, end: int, run: int, folded: bool) -> bool:
        lines = [(found.start(), found.group()) for found in _LINE.finditer(self.data, start, end) if found.group()][1:]
        indent = next((line[: len(line) - len(line.lstrip(b" "))] for _, line in lines if line.strip()), b"")
        self.styles.append(f"|{indent.decode()}")
        for number, (at, line) in enumerate(lines):
            skip = len(indent) if line.startswith(indent) else len(line) - len(line.lstrip(b" "))
            text = line[skip:]
            following = lines[number + 1][1] if number + 1 < len(lines) else b""
            if folded and text.strip() and following.strip() and not following[len(indent) : len(indent) + 1].isspace():
                text = text.rstrip(b"\r\n") + b" " * (len(text) - len(text.rstrip(b"\r\n")))
            self.add(text, at + skip, at + len(line), run)
        return True

    def codec(self) -> _Codec:
        return _Codec(tuple(self.styles))


def _said(escape: bytes) -> bytes | None:
    if escape == b"''":
        return b"'"
    if escape[1:2] in b"xU":
        return chr(int(escape[2:], 16)).encode("utf-8", "replace")
    try:
        return str(json.loads(b'"' + escape + b'"')).encode("utf-8", "replace")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Codec:
    """Writes text into a scalar as it is quoted."""

    styles: tuple[str, ...]

    def __call__(self, text: str, run: int) -> str:
        style = self.styles[run]
        if style == "'":
            return text.replace("'", "''")
        if style == '"':
            return json.dumps(text, ensure_ascii=False)[1:-1]
        return text.replace("\n", f"\n{style[1:]}") if style else text

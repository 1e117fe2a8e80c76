"""Documents that an editor holds: their text as bytes on disk would be, and which files their URIs name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from migrator.files.source import Source, decode
from migrator.server.positions import MARK

_PYTHON = (".py", ".pyi", ".pyw")


@dataclass(frozen=True)
class Opened:
    """A document as the editor has it, saved or not."""

    uri: str
    path: str
    text: str
    version: int | None

    @property
    def data(self) -> bytes:
        """What saving it would write, as far as can be told."""
        try:
            return self.text.encode(self.encoding)
        except UnicodeEncodeError:
            # What its coding line cannot hold: no editor could save that either.
            return self.text.encode("utf-8", "surrogatepass")

    @cached_property
    def encoding(self) -> str:
        """What a coding line says, in Python; UTF-8 for everything else, since nobody else sees these bytes."""
        data = self.text.encode("utf-8", "surrogatepass")
        # The coding line is ASCII whatever follows it, so that it can be read before it is obeyed.
        lines = b"".join(map(_in_ascii, data.splitlines(keepends=True)[:2]))
        source = decode(self.path, lines, "python") if self.path.endswith(_PYTHON) else None
        return source.encoding if isinstance(source, Source) else "utf-8"

    @property
    def marked(self) -> bool:
        """Whether the editor counts a byte-order mark."""
        return self.text.startswith(MARK)


def _in_ascii(line: bytes) -> bytes:
    if line.isascii():
        return line
    return b"#\n" if line.lstrip().startswith(b"#") else b"x\n"


def path_of(uri: str) -> str | None:
    """The absolute path of a `file:` URI; None for every other one."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file" or not parts.path:
        return None
    host = f"//{parts.netloc}" if parts.netloc not in ("", "localhost") else ""
    path = os.path.normpath(host + url2pathname(parts.path))
    return path if os.path.isabs(path) and "\0" not in path else None


def uri_of(path: str) -> str:
    """The URI of an absolute path."""
    return Path(path).as_uri()

"""A file's bytes as text: encoding, byte-order mark, newline, or why it cannot be read."""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from dataclasses import dataclass
from itertools import islice

from migrator.files.tree import NotAFile, TooLarge, Tree

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STATEFUL = ("utf_7", "utf-7", "iso2022", "hz", "punycode", "idna", "unicode_escape", "raw_unicode_escape")
_ASCII = b"AZaz09_\"'()[]{}+-=,.:;# \t\r\n"
_BREAK = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: `data` as on disk, `text` without the byte-order mark `bom`; `newline` is the first one."""

    path: str
    data: bytes
    text: str
    encoding: str
    bom: bytes
    newline: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file has no text: `code` is "unreadable", "not-a-file", "too-large", "binary", "not-utf-8" or "encoding"."""

    code: str
    message: str


def read_bytes(tree: Tree, path: str, magic: bytes = b"") -> bytes | Unreadable:
    """The file's bytes as `Tree.read` gives them, or why there are none."""
    try:
        return tree.read(path, magic)
    except NotAFile:
        return Unreadable("not-a-file", "not a regular file; never opened")
    except TooLarge as error:
        return Unreadable("too-large", error.strerror or "too large")
    except (OSError, ValueError) as error:
        return Unreadable("unreadable", getattr(error, "strerror", None) or str(error))


def decode(path: str, data: bytes, language: str) -> Source | Unreadable:
    """The bytes as text: UTF-8 unless a byte-order mark or, in Python, a coding line says otherwise."""
    bom, encoding = _bom(data)
    if encoding.startswith("utf-16"):
        if language == "python":
            return Unreadable("encoding", "UTF-16 is no encoding that Python reads")
    elif b"\0" in data:
        return Unreadable("binary", "holds NUL bytes")
    elif language == "python":
        declared = _declared(data)
        if isinstance(declared, Unreadable):
            return declared
        encoding = declared
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        code = "not-utf-8" if encoding == "utf-8" else "encoding"
        return Unreadable(code, f"byte {len(bom) + error.start + 1} is not {encoding.upper()}")
    if encoding != "utf-8" and text.encode(encoding) != data[len(bom) :]:
        return Unreadable("encoding", f"{encoding} does not give the same bytes back")
    return Source(path, data, text, encoding, bom, _newline(text))


def encoding_of(data: bytes) -> str:
    """What a byte-order mark says, else UTF-8."""
    return _bom(data)[1]


def _bom(data: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return mark, encoding
    return b"", "utf-8"


def _declared(data: bytes) -> str | Unreadable:
    try:
        found, _ = tokenize.detect_encoding(io.BytesIO(_first_two_lines(data)).readline)
        name = codecs.lookup("utf-8" if found == "utf-8-sig" else found).name
        plain = not name.startswith(_STATEFUL) and _ASCII.decode(name) == _ASCII.decode("ascii")
    except (SyntaxError, LookupError, UnicodeError) as error:
        return _undeclarable(data, str(error))
    if not plain:
        return Unreadable("encoding", f"{name}: places in it cannot be told by bytes")
    return name


def _first_two_lines(data: bytes) -> bytes:
    # Python ends lines at a lone CR too, `detect_encoding` does not.
    ends = [found.end() for found in islice(_BREAK.finditer(data), 2)]
    head = data[: ends[1]] if len(ends) == 2 else data
    return head.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _undeclarable(data: bytes, reason: str) -> Unreadable:
    if "unknown encoding" in reason or "encoding problem" in reason:
        return Unreadable("encoding", reason)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Unreadable("not-utf-8", f"byte {error.start + 1} is not UTF-8 and no encoding is declared")
    return Unreadable("encoding", reason)


def _newline(text: str) -> str:
    first = min((place for place in (text.find("\n"), text.find("\r")) if place >= 0), default=-1)
    if first < 0 or text[first] == "\n":
        return "\n"
    return "\r\n" if text.startswith("\r\n", first) else "\r"

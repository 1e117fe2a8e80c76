"""Reads files of `key = value` lines with exact offsets: properties, INI and `.env`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator import values
from migrator.languages.config.nodes import Mapping, Pair, Parsed, Remark, Scalar
from migrator.languages.config.variables import Given

_LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|$)")
_PROPERTY = re.compile(rb"[ \t\f]*((?:[^\\\s:=]|\\.)+)[ \t\f]*[=: \t\f][ \t\f]*(.*?)[ \t\f]*$", re.DOTALL)
_SETTING = re.compile(rb"[ \t]*([^=:\[\]#;\s][^=:\r\n]*?)[ \t]*[=:][ \t]*(.*?)[ \t]*$", re.DOTALL)
_VARIABLE = re.compile(rb"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*?)[ \t]*$", re.DOTALL)
_SECTION = re.compile(rb"[ \t]*\[([^\]\r\n]*)\][ \t]*(?:[#;].*)?$")
_COMMENT = re.compile(rb"(?:^|[ \t])([#;].*)$", re.DOTALL)
_PARTING = (b"#---", b"!---")
"""Lines between the documents of one properties file."""
_CONSTANTS: dict[str, values.Scalar] = {"true": True, "false": False}
_ENDS = (b"'", b'"')


def parse_properties(data: bytes, begin: int = 0) -> Parsed:
    """A properties file: a mapping of dotted keys, or one for each of the documents that Spring tells apart."""
    documents: list[Mapping] = []
    pairs: list[Pair] = []
    remarks: list[Remark] = []
    continued = False
    for start, line in _lines(data, begin):
        held, continued = continued, (len(line) - len(line.rstrip(b"\\"))) % 2 == 1
        if held:
            continue
        if line.lstrip().startswith((b"#", b"!")):
            continued = False
            remarks.append(_remark(line, start, start))
            if line.rstrip() in _PARTING:
                documents.append(_mapping(pairs, begin, "lines"))
                pairs, begin = [], start + len(line)
            continue
        found = _PROPERTY.match(line)
        if found is not None:
            value = Scalar(None, start + found.start(2), start + found.end(2), False) if continued else _bare(found, start)
            pairs.append(_pair(found, start, value))
    return Parsed((*documents, _mapping(pairs, begin, "lines")), tuple(remarks))


def parse_ini(data: bytes, begin: int = 0) -> Parsed:
    """An INI file: a mapping for each section."""
    top: list[Pair] = []
    sections: list[Pair] = []
    remarks: list[Remark] = []
    name: tuple[str, int, int] | None = None
    held: list[Pair] = []

    def close() -> None:
        if name is not None:
            mapping = _mapping(held, name[1], "lines")
            sections.append(Pair(*name, mapping, name[1], mapping.end))

    for start, line in _lines(data, begin):
        section = _SECTION.match(line)
        if line.lstrip().startswith((b"#", b";")):
            remarks.append(_remark(line, start, start))
        elif section is not None:
            close()
            name = (section[1].decode("utf-8", "replace").strip(), start + section.start(1), start + section.end(1))
            held = []
        elif line[:1] not in (b" ", b"\t") and (found := _SETTING.match(line)) is not None:
            (held if name is not None else top).append(_pair(found, start, _value(found, start, remarks)))
    close()
    return Parsed((_mapping((*top, *sections), begin, "lines"),), tuple(remarks))


def parse_dotenv(data: bytes, begin: int = 0) -> tuple[Parsed, tuple[Given, ...]]:
    """An `.env` file: its comments, and the variables that it sets."""
    remarks: list[Remark] = []
    given: list[Given] = []
    pairs: list[Pair] = []
    for start, line in _lines(data, begin):
        found = _VARIABLE.match(line)
        if line.lstrip().startswith(b"#"):
            remarks.append(_remark(line, start, start))
        elif found is not None:
            value = _value(found, start, remarks)
            said = found[2].decode("utf-8", "replace") if isinstance(value.value, bool) else str(value.value)
            given.append(Given(found[1].decode(), said, start, value.start, value.end))
            pairs.append(_pair(found, start, value))
    return Parsed((_mapping(pairs, begin, "fixed"),), tuple(remarks)), tuple(given)


def _lines(data: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    at = begin
    while at < len(data):
        found = _LINE.match(data, at)
        assert found is not None
        yield at, found[1]
        at = found.end()


def _remark(line: bytes, start: int, at: int) -> Remark:
    text = line[at - start :]
    lead = len(text) - len(text.lstrip())
    return Remark(text.strip().decode("utf-8", "replace"), at + lead, at + len(text.rstrip()), at == start)


def _pair(found: re.Match[bytes], start: int, value: Scalar) -> Pair:
    key = found[1].decode("utf-8", "replace")
    return Pair(key, start + found.start(1), start + found.end(1), value, start + found.start(1), value.end, key)


def _bare(found: re.Match[bytes], start: int) -> Scalar:
    text = found[2].decode("utf-8", "replace")
    return Scalar(_CONSTANTS.get(text, text), start + found.start(2), start + found.end(2), "\\" not in text)


def _value(found: re.Match[bytes], start: int, remarks: list[Remark]) -> Scalar:
    """The value without the comment behind it; quotes belong to it and are not part of what it says."""
    raw, begin = found[2], start + found.start(2)
    if raw[:1] in _ENDS and (end := raw.find(raw[:1], 1)) > 0:
        text = raw[1:end].decode("utf-8", "replace")
        if b"#" in raw[end + 1 :]:
            at = begin + raw.index(b"#", end + 1)
            remarks.append(_remark(raw[at - begin :], at, at))
        return Scalar(text, begin, begin + end + 1, "\\" not in text)
    comment = _COMMENT.search(raw)
    if comment is not None:
        remarks.append(Remark(comment[1].decode("utf-8", "replace"), begin + comment.start(1), begin + len(raw), False))
        raw = raw[: comment.start()].rstrip()
    text = raw.decode("utf-8", "replace")
    return Scalar(_CONSTANTS.get(text, text), begin, begin + len(raw))


def _mapping(pairs: list[Pair] | tuple[Pair, ...], begin: int, style: str) -> Mapping:
    return Mapping(tuple(pairs), pairs[0].start if pairs else begin, pairs[-1].end if pairs else begin, style)

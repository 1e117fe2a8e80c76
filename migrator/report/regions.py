"""Places and edits as SARIF regions: lines, columns, bytes and characters, all counted from the file's own bytes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import quote

from migrator.files.lines import Lines
from migrator.findings import Edit, Json, Place
from migrator.report.hunks import read_source
from migrator.report.mask import mask


class Regions:
    """Regions in the files of a report, each file looked into once."""

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self._sources = sources
        self._known: dict[str, Lines] = {}

    def location(self, place: Place) -> Json:
        """A physical location; its region has offsets where the file's bytes are known."""
        region: dict[str, Json] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        lines = self._lines(place.path)
        if lines is not None and place.end_line <= len(lines.starts):
            start, end = lines.offset(place.line, place.column), lines.offset(place.end_line, place.end_column)
            region |= self._offsets(lines, start, end)
            first = lines.line_text(place.line)
            # The whole line is masked, since what makes a value a secret may stand before it.
            shown = mask(first)[place.column - 1 : place.end_column - 1 if place.end_line == place.line else None]
            region["snippet"] = {"text": shown}
        return {"artifactLocation": uri_of(place.path), "region": region}

    def region_of(self, edit: Edit) -> Json:
        """What an edit takes away."""
        lines = self._lines(edit.path)
        if lines is None:
            return {"byteOffset": edit.start, "byteLength": edit.end - edit.start}
        line, column = lines.position(edit.start)
        end_line, end_column = lines.position(edit.end)
        return {
            "startLine": line,
            "startColumn": column,
            "endLine": end_line,
            "endColumn": end_column,
            **self._offsets(lines, edit.start, edit.end),
        }

    def _lines(self, path: str) -> Lines | None:
        if path not in self._known and path in self._sources:
            data = self._sources[path]
            self._known[path] = Lines(path, data, read_source(path, data).encoding)
        return self._known.get(path)

    @staticmethod
    def _offsets(lines: Lines, start: int, end: int) -> dict[str, Json]:
        """Bytes count from the file's first, characters from behind its byte-order mark, as the standard has it."""
        begin = lines.starts[0]
        before = lines.data[begin:start].decode(lines.encoding, "replace")
        inside = lines.data[start:end].decode(lines.encoding, "replace")
        return {
            "charOffset": len(before),
            "charLength": len(inside),
            "byteOffset": start,
            "byteLength": end - start,
        }


def uri_of(path: str) -> Json:
    """An artifact's location: relative to the source root, absolute for what lies outside."""
    if path.startswith("../") or os.path.isabs(path):
        whole = os.path.abspath(path).replace(os.sep, "/")
        return {"uri": "file://" + _quoted(whole if whole.startswith("/") else f"/{whole}")}
    return {"uri": _quoted(path), "uriBaseId": "%SRCROOT%"}


def _quoted(path: str) -> str:
    # A colon in the first part of a relative path would make it a scheme.
    return quote(os.fsencode(path), safe="/-._~")

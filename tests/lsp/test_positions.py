from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol.types import Position, Range

from migrator.findings import Place
from migrator.server.opened import Opened, path_of, uri_of
from migrator.server.positions import MARK, Ruler, overlaps, units


@pytest.mark.parametrize("counted, wanted", [("utf-8", 10), ("utf-16", 5), ("utf-32", 4)])
def test_columns_are_units_of_the_agreed_encoding(counted: str, wanted: int) -> None:
    assert units("a\u00e9\u4e2d\U0001f600", counted) == wanted


@pytest.mark.parametrize(
    "start, end, wanted",
    [
        (0, 1, Range(Position(0, 0), Position(0, 1))),
        (5, 6, Range(Position(0, 3), Position(1, 0))),  # behind an astral character, up to behind a lone CR
        (8, 10, Range(Position(2, 0), Position(2, 1))),  # é has two bytes
        (10, 10, Range(Position(2, 1), Position(2, 1))),
    ],
)
def test_bytes_become_places(start: int, end: int, wanted: Range) -> None:
    data = "x\U0001f600\r\r\n\u00e9".encode()
    assert Ruler("a", data, "utf-8", "utf-16").span(start, end) == wanted


def test_a_byte_order_mark_counts_only_where_the_editor_counts_it() -> None:
    data = f"{MARK}ab\ncd".encode()
    place = Place("a", 1, 2, 2, 2)
    assert Ruler("a", data, "utf-8", "utf-16").range(place) == Range(Position(0, 1), Position(1, 1))
    assert Ruler("a", data, "utf-8", "utf-16", marked=True).range(place) == Range(Position(0, 2), Position(1, 1))
    assert Ruler("a", data, "utf-8", "utf-8", marked=True).range(place) == Range(Position(0, 4), Position(1, 1))


def test_a_line_that_is_no_more_is_behind_the_end() -> None:
    assert Ruler("a", b"one", "utf-8", "utf-16").at(7, 3) == Position(6, 0)


def test_a_cursor_beside_a_word_is_at_the_word() -> None:
    word = Range(Position(1, 4), Position(1, 8))
    for column, wanted in ((3, False), (4, True), (8, True), (9, False)):
        here = Position(1, column)
        assert overlaps(word, Range(here, here)) is wanted


@pytest.mark.parametrize("name", ["plain.py", "with blank.py", "100%.py", "a#b;c?d.py", "中é.py"])
def test_a_path_and_its_uri_are_each_other_s(tmp_path: Path, name: str) -> None:
    path = str(tmp_path / name)
    assert path_of(uri_of(path)) == path


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "https://example.com/a.py", "file:", "", "file://[", "file:///a%00b"])
def test_what_is_no_file_has_no_path(uri: str) -> None:
    assert path_of(uri) is None


def test_a_document_s_bytes_are_those_that_saving_it_writes() -> None:
    def data(path: str, text: str) -> bytes:
        return Opened("", path, text, 1).data

    assert data("a.py", "# coding: latin-1\n'\u00e9'") == b"# coding: latin-1\n'\xe9'"
    assert data("a.py", "# \u4e2d\n# coding: latin-1\n'\u00e9'") == "# \u4e2d\n# coding: latin-1\n'\u00e9'".encode()
    assert data("a.py", "'\u4e2d'\n# coding: latin-1\n'\u00e9'") == "'\u4e2d'\n# coding: latin-1\n'\u00e9'".encode()
    assert data("a.js", "// coding: latin-1\n'\u00e9'") == "// coding: latin-1\n'\u00e9'".encode()
    assert data("a.py", "'\ud800'") == b"'\xed\xa0\x80'"

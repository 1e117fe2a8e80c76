from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.files.lines import Lines
from migrator.findings import Place

ENCODINGS = {
    "utf-8": "ab é你😀",
    "iso8859-1": "ab é",
    "gbk": "ab 你丂",
    "gb18030": "ab 你😀é",
    "shift_jis": "ab ソ表",
    "big5": "ab 功許",
    "utf-16-le": "ab é你😀\u0a0d",
    "utf-16-be": "ab é你😀\u0d0a",
}
MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def naive(text: str) -> list[tuple[int, int]]:
    """Line and column before each character and at the end, by walking over them."""
    line = column = 1
    found = []
    for place, char in enumerate(text):
        found.append((line, column))
        ends = char == "\n" or (char == "\r" and text[place + 1 : place + 2] != "\n")
        line, column = (line + 1, 1) if ends else (line, column + 1)
    return [*found, (line, column)]


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str, bytes]:
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    text = draw(st.text(st.sampled_from(ENCODINGS[encoding] + "\r\n\f\t\v\x1c"), max_size=30))
    return encoding, text, draw(st.sampled_from([b"", MARKS.get(encoding, b"")]))


@given(texts())
def test_agrees_with_walking_over_the_characters(case: tuple[str, str, bytes]) -> None:
    encoding, text, mark = case
    lines = Lines("x", mark + text.encode(encoding), encoding)
    offsets = [len(mark) + len(text[:place].encode(encoding)) for place in range(len(text) + 1)]
    assert [lines.position(offset) for offset in offsets] == naive(text)
    assert [lines.offset(*position) for position in naive(text)] == offsets


def test_a_place() -> None:
    data = b"\xef\xbb\xbf" + '甲 = "v3"\r\nx'.encode()
    lines = Lines("a.py", data)
    start = data.index(b'"')
    assert lines.place(start, start + 4) == Place("a.py", 1, 5, 1, 9)
    assert lines.line_text(1) == '甲 = "v3"'
    assert lines.line_text(2) == "x"
    assert lines.position(0) == (1, 1)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file_has_one_place(data: bytes) -> None:
    assert Lines("x", data).place(0, len(data)) == Place("x", 1, 1, 1, 1)


def test_beyond_the_end_is_the_end() -> None:
    lines = Lines("x", b"ab\ncd")
    assert lines.position(99) == (2, 3)
    assert lines.offset(2, 99) == 5
    assert lines.offset(1, 99) == 3


def test_undecodable_bytes_have_a_place_too() -> None:
    lines = Lines("x", b"a\xffb\n")
    assert lines.position(2) == (1, 3)
    assert lines.offset(1, 3) == 2
    assert lines.line_text(1) == "a\ufffdb"


def test_half_of_a_wide_character_has_a_place_too() -> None:
    half, cut = b"a\0\x00\xd8\n\0b\0", b"a\0\n\0b"
    lines = Lines("x", half, "utf-16-le")
    assert lines.position(6) == (2, 1)
    assert lines.offset(1, 3) == 4
    assert Lines("x", cut, "utf-16-le").place(4, 5) == Place("x", 2, 1, 2, 1)


def test_a_line_keeps_all_but_its_break() -> None:
    lines = Lines("x", b"ab \nX\n")
    assert [lines.line_text(1), lines.line_text(2)] == ["ab ", "X"]


def test_nothing_is_counted_before_it_is_asked_for() -> None:
    lines = Lines("x", b"a\nb")
    assert lines._starts is None
    lines.position(0)
    assert lines._starts == [0, 2]

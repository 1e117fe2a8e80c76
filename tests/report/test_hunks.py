from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.findings import Edit
from migrator.report.hunks import Hunk, SourceFiles, apply_edits, changed_columns, read_source


def hunks_of(data: bytes, *edits: tuple[int, int, str], path: str = "a.py") -> list[Hunk]:
    return read_source(path, data).hunks(Edit(path, *edit) for edit in edits)


def test_lines_far_apart_are_hunks_of_their_own() -> None:
    assert hunks_of(b"a\nb\nc\nd\n", (0, 1, "A"), (6, 7, "D")) == [Hunk(1, ("a",), ("A",)), Hunk(4, ("d",), ("D",))]


def test_lines_side_by_side_are_one_hunk() -> None:
    assert hunks_of(b"a\nb\nc\n", (0, 1, "A"), (2, 3, "B")) == [Hunk(1, ("a", "b"), ("A", "B"))]


def test_a_line_that_stays_between_two_others_is_not_shown() -> None:
    assert hunks_of(b"a\nb\nc\n", (0, 1, "A"), (4, 4, "new\n")) == [Hunk(1, ("a",), ("A",)), Hunk(3, (), ("new",))]


def test_an_inserted_line_takes_none_away() -> None:
    assert hunks_of(b"a\nb\n", (2, 2, "new\n")) == [Hunk(2, (), ("new",))]


def test_a_removed_line_puts_none_in() -> None:
    assert hunks_of(b"a\nb\nc\n", (2, 4, "")) == [Hunk(2, ("b",), ())]


def test_two_edits_in_one_line_are_shown_together() -> None:
    assert hunks_of(b"f(a, b)\n", (2, 3, "x"), (5, 6, "y")) == [Hunk(1, ("f(a, b)",), ("f(x, y)",))]


def test_a_file_without_final_newline() -> None:
    assert hunks_of(b"a\nb", (3, 3, ", c")) == [Hunk(2, ("b",), ("b, c",))]


@pytest.mark.parametrize("newline", [b"\r\n", b"\r"])
def test_other_newlines(newline: bytes) -> None:
    data = newline.join((b"a", b"b", b"c", b""))
    start = data.index(b"c")
    assert hunks_of(data, (start, start + 1, "C")) == [Hunk(3, ("c",), ("C",))]


def test_a_byte_order_mark_is_not_shown() -> None:
    assert hunks_of(b"\xef\xbb\xbfa\n", (3, 4, "b")) == [Hunk(1, ("a",), ("b",))]


def test_offsets_are_bytes_in_the_file_s_encoding() -> None:
    data = "# -*- coding: gbk -*-\n模型 = 'old'\n".encode("gbk")
    start = data.index(b"old")
    assert hunks_of(data, (start, start + 3, "新")) == [Hunk(2, ("模型 = 'old'",), ("模型 = '新'",))]


def test_a_file_that_cannot_be_decoded_is_shown_as_far_as_it_goes() -> None:
    assert SourceFiles({"a.py": b"x\xff\n"}).line("a.py", 1) == "x\ufffd"


@pytest.mark.parametrize(("path", "line"), [("gone.py", 1), ("a.py", 0), ("a.py", 3)])
def test_a_line_that_is_not_there(path: str, line: int) -> None:
    assert SourceFiles({"a.py": b"x\n"}).line(path, line) is None


def test_lines_end_where_python_ends_them() -> None:
    assert read_source("a.py", "a\x0cb\u2028c\nd".encode()).lines == ("a\x0cb\u2028c", "d")


@pytest.mark.parametrize(
    ("line", "other", "columns"),
    [("abc", "axc", (1, 2)), ("abc", "abc", (3, 3)), ("abbc", "abc", (2, 3)), ("ac", "abc", (1, 1)), ("a", "", (0, 1))],
)
def test_the_columns_that_changed(line: str, other: str, columns: tuple[int, int]) -> None:
    assert changed_columns(line, other) == columns


@given(st.text("ab\n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.text("xy\n", max_size=3)), max_size=4))
def test_hunks_turn_the_old_lines_into_the_new(text: str, insertions: list[tuple[int, str]]) -> None:
    data = text.encode()
    edits = list({start: Edit("a.py", min(start, len(data)), min(start, len(data)), new) for start, new in insertions}.values())
    edits = list({edit.start: edit for edit in edits}.values())
    lines = text.split("\n")
    for hunk in reversed(read_source("a.py", data).hunks(edits)):
        assert tuple(lines[hunk.line - 1 : hunk.line - 1 + len(hunk.old)]) == hunk.old
        lines[hunk.line - 1 : hunk.line - 1 + len(hunk.old)] = hunk.new
    assert "\n".join(lines).rstrip("\n") == apply_edits(data, edits).decode().rstrip("\n")

"""The proof itself: right edits pass, and each kind of wrong one is caught by the step that is there for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from migrator.findings import Edit
from migrator.languages.python.compare import compare
from migrator.languages.python.parse import Parsed, parse
from migrator.prove import Failure, prove
from tests.in_part import compare_in_part

OLD = b"""\
x = a * b
if x:
    first(model="deepseek-v3")
    second()
third()
"""


def edit(old: bytes, text: str, new: str) -> Edit:
    start = old.index(text.encode())
    return Edit("a.py", start, start + len(text.encode()), new)


def made(old: bytes, edits: Sequence[Edit]) -> bytes:
    for each in sorted(edits, reverse=True):
        old = old[: each.start] + each.text.encode() + old[each.end :]
    return old


def proven(edits: Sequence[Edit], new: bytes | None = None, old: bytes = OLD) -> Failure | None:
    new = made(old, edits) if new is None else new
    failure = prove("a.py", old, new, edits, "python")
    assert prove("a.py", old, new, edits, compare_in_part) == failure
    return failure


RENAME = edit(OLD, "deepseek-v3", "qwen3.7-plus")
END = OLD.index(b'")') + 1
INSERT = Edit("a.py", END, END, ', extra_body={"enable_thinking": False}')


@pytest.mark.parametrize(
    "edits",
    [
        [],
        [RENAME],
        [INSERT],
        [RENAME, INSERT],
        [edit(OLD, '"deepseek-v3"', "None"), INSERT],
        [edit(OLD, "third()", "third(1)"), RENAME],
    ],
)
def test_right_edits_are_proven(edits: list[Edit]) -> None:
    assert proven(edits) is None


SHORN = b"print(r.a.b[0]['text'], 1)\n"


def test_the_end_of_an_expression_may_go() -> None:
    assert proven([edit(SHORN, "[0]['text']", "")], old=SHORN) is None
    assert proven([edit(SHORN, "['text']", "")], old=SHORN) is None


def test_what_is_left_of_an_expression_is_one_of_its_own() -> None:
    assert proven([edit(SHORN, "b[0]['text']", "")], old=SHORN) is not None
    assert proven([edit(b"x = a + b * c\n", " + b", "")], old=b"x = a + b * c\n") is not None


@pytest.mark.parametrize("old", [b"", b"\xef\xbb\xbfx = 'a'\r\n", "# coding: gbk\nx = '中', 'a'\n".encode("gbk")])
def test_encodings_and_empty_files_are_proven(old: bytes) -> None:
    assert proven([], old=old) is None


def test_an_edit_may_not_change_the_encoding() -> None:
    old = b"# coding: latin-1\nx = 1\n"
    failure = proven([edit(old, "latin-1", "utf-8")], old=old)
    assert failure is not None
    assert "encoding" in failure.message


def test_text_is_written_in_the_files_encoding() -> None:
    old = "# coding: gbk\nx = '中', 'a'\n".encode("gbk")
    change = edit(old, "'a'", "'文'")
    new = old[: change.start] + "'文'".encode("gbk") + old[change.end :]
    assert prove("a.py", old, new, [change], "python") is None
    assert prove("a.py", old, made(old, [change]), [change], "python") is not None


@pytest.mark.parametrize(
    "edits, said",
    [
        ([Edit("b.py", 0, 1, "y")], "an edit belongs to b.py"),
        ([Edit("a.py", 0, 9999, "y")], "an edit at 0 to 9999 lies outside the file"),
        ([Edit("a.py", 3, 2, "y")], "an edit at 3 to 2 lies outside the file"),
        ([Edit("a.py", -1, 2, "y")], "an edit at -1 to 2 lies outside the file"),
        ([Edit("a.py", 0, 3, "y"), Edit("a.py", 2, 4, "z")], "the edits at 0 and 2 overlap"),
        ([Edit("a.py", 0, 0, "y"), Edit("a.py", 0, 0, "z")], "the edits at 0 and 0 overlap"),
    ],
)
def test_edits_must_be_disjoint_and_inside_the_file(edits: list[Edit], said: str) -> None:
    assert proven(edits, OLD) == Failure("edits", said)


def by_bytes(old: bytes, new: bytes, *places: tuple[int, int], texts: Sequence[str] = ()) -> Failure | None:
    """The proof without a language, for edits at these places."""
    edits = [Edit("a.py", *place, texts[number] if texts else "?") for number, place in enumerate(places)]
    return prove("a.py", old, new, edits, lambda path, old, new, edits: None)


@pytest.mark.parametrize(
    "old, new, places",
    [
        (b"a", b"ab", [(1, 1)]),
        (b"a", b"", [(0, 1)]),
        (b"a=b", b"=c", [(0, 1), (2, 3)]),
        (b"a=b", b"c=", [(0, 1), (2, 3)]),
        (b"a=b+c", b"x=y+w=", [(0, 1), (2, 3), (4, 5)]),
        (b"a=b+c", b"x=+=+w", [(0, 1), (2, 3), (4, 5)]),
    ],
)
def test_what_is_written_may_be_empty_or_look_like_what_stands_beside_it(
    old: bytes, new: bytes, places: list[tuple[int, int]]
) -> None:
    assert by_bytes(old, new, *places) is None


@pytest.mark.parametrize(
    "old, new, places, said",
    [
        # What stands before the edit and what stands behind it may not share bytes.
        (b"ab-ba", b"aba", [(2, 3)], "the bytes before the first edit or behind the last one differ"),
        (b"ab-", b"a-", [(2, 3)], "the bytes before the first edit or behind the last one differ"),
        # Nor may what stands between two edits be a part of what stands behind the last.
        (b"a=b=", b"cd=", [(0, 1), (2, 3)], "the bytes 1 to 2 differ outside the edits"),
        # It stands there in order,
        (b"a=b+c", b"x+y=z", [(0, 1), (2, 3), (4, 5)], "the bytes 3 to 4 differ outside the edits"),
        # as often as it did.
        (b"a=b=c", b"x=y", [(0, 1), (2, 3), (4, 5)], "the bytes 3 to 4 differ outside the edits"),
        (b"a", b"b", [], "the bytes differ without an edit"),
    ],
)
def test_what_stands_beside_edits_stands_there_afterwards(
    old: bytes, new: bytes, places: list[tuple[int, int]], said: str
) -> None:
    assert by_bytes(old, new, *places) == Failure("bytes", said)


NOTE = b"a = 1  # as agreed \nb = 2\n"


def test_a_comment_that_an_edit_takes_away_stands_in_what_edits_write() -> None:
    assert by_bytes(NOTE, b"a = 1\nb = 2\n", (5, 19), texts=[""]) == Failure("comments", "a comment is lost: # as agreed")
    # At another place, without the blank that ended its line.
    assert by_bytes(NOTE, b"# as agreed\na = 1\nb = 2\n", (0, 0), (5, 19), texts=["# as agreed\n", ""]) is None


def test_a_long_comment_is_told_by_its_beginning() -> None:
    old = b"# " + b"0123456789" * 9
    assert by_bytes(old, b"", (0, len(old)), texts=[""]) == Failure("comments", f"a comment is lost: # {'0123456789' * 6}"[:79])


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "shift_jis"])
def test_a_comment_may_move_whatever_its_encoding(encoding: str) -> None:
    old, new = (text.encode(encoding) for text in ("a(1)  # 中文\n", "# 中文\na(1)\n"))
    edits = [Edit("a.py", 0, 0, "# 中文\n"), Edit("a.py", 4, len(old) - 1, "")]
    assert prove("a.py", old, new, edits, lambda path, old, new, edits: None, encoding=encoding) is None
    lost = prove("a.py", old, b"a(1)\n", edits[1:], lambda path, old, new, edits: None, encoding=encoding)
    assert lost == Failure("comments", "a comment is lost: # 中文")


def test_a_comment_that_is_not_in_its_files_encoding_can_still_be_told() -> None:
    old = b"a(1)  # \xc4\xe3\n"
    assert by_bytes(old, b"a(1)\n", (4, len(old) - 1), texts=[""]) == Failure("comments", "a comment is lost: # \ufffd\ufffd")


@pytest.mark.parametrize(
    "undeclared",
    [
        edit(OLD, "a * b", "a + b"),
        edit(OLD, "    second", "second"),
        edit(OLD, "third()\n", "third()"),
        edit(OLD, "x = a", "x  = a"),
        edit(OLD, "second()", "second()\n    more()"),
    ],
)
def test_a_change_outside_the_declared_edits_is_caught(undeclared: Edit) -> None:
    for declared in ([RENAME], [], [INSERT, RENAME, edit(OLD, "if x", "if y")]):
        failure = proven(declared, made(OLD, [*declared, undeclared]))
        assert failure is not None
        assert failure.step == "bytes"


def test_text_other_than_the_declared_is_caught() -> None:
    assert proven([RENAME], OLD.replace(b"deepseek-v3", b"qwen3.7-max")) is not None


@pytest.mark.parametrize(
    "declared",
    [
        edit(OLD, "second()\n", "second()\n    "),
        edit(OLD, "\n    second", "\nsecond"),
        edit(OLD, "a *", "1 + a *"),
        edit(OLD, "b\n", "b + 1\n"),
        edit(OLD, "deepseek-v3", 'x"); print("y'),
        edit(OLD, "first", "# first"),
        edit(OLD, "x = a", "x = lambda: a"),
        edit(OLD, "if x", "while x"),
        edit(OLD, "if x:", "if x:\n    '''"),
        edit(OLD, "a", "1 + a"),
        edit(OLD, "b", "b if c else d"),
    ],
)
def test_what_an_edit_does_to_its_surroundings_is_caught(declared: Edit) -> None:
    failure = proven([declared])
    assert failure is not None
    assert failure.step == "tree"


def test_text_that_becomes_code_is_caught() -> None:
    old = b"x = 1\n'''\nfirst()\nsecond()\nthird()\n'''\n"
    quotes = [Edit("a.py", at, at + 3, "") for at in (old.index(b"'''"), old.rindex(b"'''"))]
    assert proven(quotes, old=old) == Failure("tree", "line 3: Expr came about outside the edits")


def test_the_comparison_looks_at_the_text_between_the_edits_itself() -> None:
    assert compare("a.py", b"x = 1\n", b"x = 2\n", []) == "the new text is not the old one with the edits"


def test_the_comparison_takes_a_tree_that_is_there_already() -> None:
    before = parse(OLD)
    assert isinstance(before, Parsed)
    assert compare("a.py", OLD, made(OLD, [RENAME]), [RENAME], before) is None


@pytest.mark.parametrize("text", ["third(", "third(]", "'unclosed", "\x0cthird()"])
def test_new_bytes_that_do_not_parse_are_caught(text: str) -> None:
    failure = proven([edit(OLD, "third()", text)])
    assert failure is not None
    assert failure.step == "tree"


def test_a_second_pass_that_would_change_more_is_a_failure() -> None:
    seen: list[bytes] = []

    def again(new: bytes) -> str | None:
        seen.append(new)
        return "DSM101 at line 3"

    new = made(OLD, [RENAME])
    assert prove("a.py", OLD, new, [RENAME], "python", again) == Failure("second-pass", "DSM101 at line 3")
    assert seen == [new]


def test_a_clean_second_pass_is_proven() -> None:
    assert prove("a.py", OLD, made(OLD, [RENAME]), [RENAME], "python", lambda new: None) is None


def test_another_language_is_plugged_in_by_its_dotted_name() -> None:
    assert prove("a.py", b"= =", b"= =", [], "tests.test_prove:never_content") == Failure("tree", "never")


def never_content(path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
    return "never"

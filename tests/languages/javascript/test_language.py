"""What the language itself promises: it refuses what it cannot write, sees wrong rewrites, and may lack its grammar."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from migrator.changes import AddEntry, AddToCall, CannotWrite, Change, DropArgument, DropEntry, MoveInCall, RenameText, UseSymbol
from migrator.findings import Edit
from migrator.languages.base import Document
from migrator.languages.javascript.language import JAVASCRIPT, TYPESCRIPT
from migrator.languages.javascript.parse import parser_of
from migrator.values import Scalar, Site
from tests.languages.fixing import found, skipped

PROGRAM = b"const a = { model: 'deepseek-v3', b: c };\nnew X;\nf`x`;\ng({ o: ({ p: 1 }) }, 2);\nh(...i);\n"


def at(text: bytes) -> Site:
    start = PROGRAM.index(text)
    return Site("a.js", start, start + len(text))


def written(*changes: Change) -> bytes:
    """The program with these changes."""
    document = JAVASCRIPT.read("a.js", PROGRAM, lambda text: True)
    assert isinstance(document, Document)
    data = PROGRAM
    for edit in sorted((each for edits in JAVASCRIPT.write(document, changes) for each in edits), reverse=True):
        data = data[: edit.start] + edit.text.encode() + data[edit.end :]
    return data


OBJECT = at(b"{ model: 'deepseek-v3', b: c }")
REFUSED: dict[str, tuple[str, tuple[Change, ...]]] = {
    "one key twice": ("key-conflict", (AddEntry(OBJECT, ("n",), 1), AddEntry(OBJECT, ("n",), 2))),
    "a key and one below it": ("key-conflict", (AddEntry(OBJECT, ("n",), 1), AddEntry(OBJECT, ("n", "m"), 2))),
    "a key that is there": ("key-conflict", (AddEntry(OBJECT, ("b", "n"), 1),)),
    "two changes to the same text": (
        "key-conflict",
        (
            DropEntry(OBJECT, at(b"model: 'deepseek-v3'")),
            RenameText(at(b"'deepseek-v3'"), "deepseek-v3", "qwen3.7-plus"),
        ),
    ),
    "no object": ("body-not-literal", (AddEntry(at(b"c"), ("n",), 1),)),
    "a call without arguments": ("body-not-literal", (AddToCall(at(b"new X"), "n", (), 1),)),
    "a call with a text": ("body-not-literal", (AddToCall(at(b"f`x`"), "n", (), 1),)),
    "a call with what is not in sight": ("body-not-literal", (AddToCall(at(b"h(...i)"), "n", (), 1),)),
    "an argument that goes into no object": (
        "body-not-literal",
        (MoveInCall(at(b"g({ o: ({ p: 1 }) }, 2)"), at(b"2"), at(b"2"), "n", ("m",)),),
    ),
    "an import": ("interface-change", (UseSymbol(at(b"X"), "X", "Y"),)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_change_that_cannot_be_made_is_refused(name: str) -> None:
    code, changes = REFUSED[name]
    with pytest.raises(CannotWrite) as refused:
        written(*changes)
    assert refused.value.code == code


def test_a_key_goes_into_the_object_that_is_there_and_an_argument_goes() -> None:
    call = at(b"g({ o: ({ p: 1 }) }, 2)")
    assert b"g({ o: ({ p: 1, q: 3 }) }, 2)" in written(AddToCall(call, "o", ("q",), 3))
    assert b"g({ o: ({ p: 1 }) });" in written(DropArgument(call, at(b"2")))


@pytest.mark.parametrize(
    ("value", "text"), [(None, "null"), (True, "true"), (False, "false"), (5, "5"), (0.5, "0.5"), ("it's", "'it\\'s'")]
)
def test_constants_are_spelled_as_the_language_does(value: Scalar, text: str) -> None:
    after = PROGRAM.replace(b"b: c }", f"b: c, n: {text} }}".encode())
    assert written(AddEntry(OBJECT, ("n",), value)) == after


OLD = b"x = a ? b : c;\nclass A { m() { return 1 } }\n"


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ([(4, 5, "d")], None),
        ([(21, 21, "a")], "line 2: identifier is another thing or belongs elsewhere now"),
        ([(0, 0, "(")], "line 1: not understood as a program (parse-error)"),
    ],
)
def test_a_wrong_rewrite_is_seen(edits: list[tuple[int, int, str]], why: str | None) -> None:
    new, end = b"", 0
    for start, stop, text in edits:
        new, end = new + OLD[end:start] + text.encode(), stop
    told = JAVASCRIPT.compare("a.js", OLD, new + OLD[end:], [Edit("a.js", *each) for each in edits])
    assert told == why


def test_a_token_that_came_about_beside_the_edits_is_seen() -> None:
    old, edits = b"x = a ? b : c; y = a - b * c;\n", [Edit("a.js", 10, 10, "!"), Edit("a.js", 28, 29, "1")]
    told = JAVASCRIPT.compare("a.js", old, b"x = a ? b !: c; y = a - b * c1\n", edits)
    assert told == "something came about, or went, outside the edits"


def test_bytes_that_no_edit_made_are_seen() -> None:
    edit = [Edit("a.js", 4, 5, "d")]
    assert JAVASCRIPT.compare("a.js", OLD, OLD, edit) == "the new text is not the old one with the edits"
    assert JAVASCRIPT.compare("a.js", b"x = (", OLD, edit) == "the old file does not parse: not understood as a program"
    wide = b"\xff\xfe" + OLD.decode().encode("utf-16-le")
    assert JAVASCRIPT.compare("a.js", OLD, wide, edit) == "the edits change the file's encoding"


def test_programs_that_nest_deeply_are_compared() -> None:
    old = b"if (x) " * 60 + b"f(a, 1);"
    edit = Edit("a.ts", old.index(b"a"), old.index(b"a") + 1, "b")
    assert TYPESCRIPT.compare("a.ts", old, old.replace(b"a", b"b"), [edit]) is None


@pytest.mark.parametrize("package", ["tree_sitter_javascript", "tree_sitter"])
def test_a_grammar_that_is_missing_costs_its_files(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'ask("deepseek-v3");\n'
    parser_of.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)
    try:
        assert skipped(tmp_path, "a.mjs", data) == ["no-parser"]
        assert [each.rule for each in found(tmp_path, "a.mjs", data)] == ["DSM102"]
    finally:
        parser_of.cache_clear()

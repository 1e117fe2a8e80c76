from __future__ import annotations

from dataclasses import replace

import pytest

from migrator.changes import CannotWrite, Change, CoerceBoolean, MoveInCall, RenameText
from migrator.findings import Edit
from migrator.languages.python import outline as outlines
from migrator.languages.python.compare import compare_touched
from migrator.languages.python.constants import require_bool
from migrator.languages.python.outline import Outline, needed
from migrator.languages.python.parse import Parsed, parse, parse_part
from migrator.languages.python.writer import write
from migrator.values import Site

PATH = "a.py"
SOURCE = """# -*- coding: utf-8 -*-
import os

# before
def first(x):
  return 'a' + 'b'


client.create(model="deepseek-v3")  # 模型
NAMES = ['x', 'y', 'ü']
""" + "".join(f"\n\ndef more_{n}(a):\n  return [a, '{n}']\n" for n in range(20))


def renamed(data: bytes) -> RenameText:
    start = data.index(b'"deepseek-v3"')
    return RenameText(Site(PATH, start, start + len(b'"deepseek-v3"')), "deepseek-v3", "new")


def both(data: bytes, *changes: Change) -> tuple[Parsed, Parsed | None]:
    """The whole tree, and the part of it that the changes need."""
    whole = parse(data)
    assert isinstance(whole, Parsed)
    return whole, parse_part(data, whole.outline(), PATH, changes)


@pytest.mark.parametrize(
    "data",
    [
        SOURCE.encode(),
        SOURCE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + SOURCE.encode(),
        SOURCE.rstrip("\n").encode(),
        SOURCE.replace("utf-8", "gb18030").encode("gb18030"),
        SOURCE.replace("  return", "\treturn").encode(),
    ],
)
def test_a_part_holds_what_is_needed_and_nothing_else(data: bytes) -> None:
    change = renamed(data)
    whole, part = both(data, change)
    assert part is not None
    assert len(part.data) == len(data)
    assert [type(each).__name__ for each in part.module.body] == ["SimpleStatementLine"]
    assert part.data[change.site.start : change.site.end] == b'"deepseek-v3"'
    assert (part.indent, part.quote) == (whole.indent, whole.quote) == (whole.module.default_indent, "'")
    assert write(PATH, data, part, [change]) == write(PATH, data, whole, [change])


def test_what_is_left_out_is_one_line_for_each_statement() -> None:
    data = SOURCE.encode()
    _, part = both(data, renamed(data))
    assert part is not None
    lines = part.text.split("\n")
    assert lines[0] == "# -*- coding: utf-8 -*-"
    assert all(line.strip("-") == "#" for line in lines[1:3])
    assert 'client.create(model="deepseek-v3")  # 模型' in lines


def test_a_change_that_looks_further_needs_all_of_it() -> None:
    data = SOURCE.encode()
    site = renamed(data).site
    assert both(data, CoerceBoolean(site))[1] is None
    moved = MoveInCall(site, site, site, "extra_body", ("enable_thinking",), coerce=True)
    assert both(data, moved)[1] is None


def test_nothing_is_left_out_where_that_is_little() -> None:
    data = b'client.create(model="deepseek-v3")\nprint(1)\n'
    assert both(data, renamed(data))[1] is None


def test_what_stands_before_all_statements_needs_all_of_it() -> None:
    whole = parse(SOURCE.encode())
    assert isinstance(whole, Parsed)
    outline = whole.outline()
    assert outline.starts[0] > 0
    assert needed(SOURCE.encode(), outline, PATH, [RenameText(Site(PATH, 0, 3), "a", "b")]) is None


def test_other_bytes_than_those_that_were_read_have_no_part() -> None:
    data = SOURCE.encode()
    whole = parse(data)
    assert isinstance(whole, Parsed)
    known = whole.outline()
    inside = Outline((data.index(b"return"), *known.starts[2:]), known.encoding, known.indent, known.quote)
    assert parse_part(data, inside, PATH, [renamed(data)]) is None


def test_a_part_does_not_say_what_only_the_whole_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "FEW", 1)
    data = SOURCE.encode()
    _, part = both(data, renamed(data))
    assert part is not None
    with pytest.raises(CannotWrite):
        require_bool(part)
    with pytest.raises(CannotWrite):
        part.outline()


def test_of_a_file_whose_encoding_is_another_the_whole_is_looked_at() -> None:
    old = b"x = 1\n" + b"y = 2\n" * 9
    new, edits = old.replace(b"1", b"3"), [Edit("a.py", 4, 5, "3")]
    parsed = parse(old)
    assert isinstance(parsed, Parsed)
    outline = parsed.outline()
    assert compare_touched("a.py", old, outline, new, outline, edits)
    assert not compare_touched("a.py", old, outline, new, replace(outline, encoding="latin-1"), edits)

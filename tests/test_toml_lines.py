from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migrator.toml_lines import key_lines, line_of

TEXT = '''\
# [not.a.table]
title = "x = 1"
note = """
[not.a.table]
fake = 1
"""
list = [
  "a", # ]
  [ "b" ],
]
other = 1

[tool."deepseek-migrate"]   # ours
select = ["A]",
  "B"]
'fail-on' = "never"
a.b = 1
raw = \'\'\'
x = 1\'\'\'

[[points]]
x = { y = 1,
z = 2 }

[tool.deepseek-migrate.replace]
"deepseek-r1" = "x"
"a\\"b" = 1
'''


def test_lines() -> None:
    ours = ("tool", "deepseek-migrate")
    assert key_lines(TEXT) == {
        ("title",): 2,
        ("note",): 3,
        ("list",): 7,
        ("other",): 11,
        ours: 13,
        (*ours, "select"): 14,
        (*ours, "fail-on"): 16,
        (*ours, "a"): 17,
        (*ours, "a", "b"): 17,
        (*ours, "raw"): 18,
        ("points",): 21,
        ("points", "x"): 22,
        ("points", "#0"): 21,
        ("points", "#0", "x"): 22,
        (*ours, "replace"): 25,
        (*ours, "replace", "deepseek-r1"): 26,
        (*ours, "replace", 'a\\"b'): 27,
    }


def test_the_nearest_known_part_stands_for_the_rest() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("points", "x", "y")) == 22
    assert line_of(lines, ("tool", "deepseek-migrate", "replace", "none")) == 25
    assert line_of(lines, ("none",)) == 1


@given(st.text(st.sampled_from("ab=.[]{}\"'#\\ \n"), max_size=60))
def test_any_text_gives_lines_that_exist(text: str) -> None:
    assert all(1 <= line <= len(text.splitlines()) for line in key_lines(text).values())


def test_the_tables_of_a_list_are_numbered() -> None:
    lines = key_lines("[[a.b]]\nx = 1\n\n[[a.b]]\nx = 2\ny = 3\n[c]\nx = 4\n")
    assert [line_of(lines, ("a", "b", *key)) for key in (("#0", "x"), ("#1",), ("#1", "y"), ("#1", "z"))] == [2, 4, 6, 4]
    assert ("a", "b", "#1", "c") not in lines
    assert line_of(lines, ("c", "x")) == 8

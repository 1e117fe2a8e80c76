from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.files.patterns import DEFAULT_EXCLUDE, BadPattern, PathMatcher, PathPattern, translate


@pytest.mark.parametrize(
    "pattern,path,expected",
    [
        ("build", "/p/build", True),
        ("build", "/p/a/b/build", True),
        ("build", "/p/builder", False),
        ("*.pyi", "/p/a/x.pyi", True),
        ("*.pyi", "/p/a/x.py", False),
        ("test_?.py", "/p/test_1.py", True),
        ("test_[0-9].py", "/p/test_7.py", True),
        ("test_[!0-9].py", "/p/test_7.py", False),
        ("test_[^0-9].py", "/p/test_x.py", True),
        ("x.{py,pyi}", "/p/x.pyi", True),
        ("x.{py,pyi}", "/p/x.pyx", False),
        ("a/b.py", "/p/a/b.py", True),
        ("a/b.py", "/p/x/a/b.py", False),
        ("./a/b.py", "/p/a/b.py", True),
        ("a/", "/p/a", True),
        ("a/*.py", "/p/a/deep/x.py", True),
        ("a/**/x.py", "/p/a/x.py", True),
        ("a/**/x.py", "/p/a/b/c/x.py", True),
        ("**/x.py", "/p/a/x.py", True),
        ("**/x.py", "/p/x.py", True),
        ("**/x.py", "/p/ax.py", False),
        ("a**/x.py", "/p/a/b/x.py", True),
        ("a**/x.py", "/p/ax.py", False),
        ("a**b", "/p/a1b", True),
        ("a**b", "/p/a1", False),
        ("{a*,b*,*c*}", "/p/bx", True),
        ("{a*,b*,*c*}", "/p/xd", False),
        ("x*/**/b*c*d", "/p/x1/b1c/b2d", True),
        ("a/**", "/p/a/b/c", True),
        ("a/**", "/p/b", False),
        ("/p/a", "/p/a", True),
        ("/q/a", "/p/a", False),
        ("[]].py", "/p/].py", True),
        ("[+--].py", "/p/,.py", True),
        ("[a-c-e].py", "/p/-.py", True),
        ("[a-c-e].py", "/p/d.py", False),
        ("[-a].py", "/p/-.py", True),
        ("[a-].py", "/p/-.py", True),
        (r"a\*b", "/p/a*b", True),
        (r"a\*b", "/p/axb", False),
        ("a.b", "/p/axb", False),
        ("sub", "/p/sub", True),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert PathMatcher((PathPattern(pattern, "/p"),)).matches(path, path.rpartition("/")[2]) is expected


def test_the_folder_of_a_pattern_is_meant_literally() -> None:
    matcher = PathMatcher((PathPattern("a/*.py", "/p[1]{x}"),))
    assert matcher.matches("/p[1]{x}/a/b.py", "b.py")
    assert not matcher.matches("/p1x/a/b.py", "b.py")


@pytest.mark.parametrize("pattern", ["[a", "{a,b", "[z-a]"])
def test_bad_patterns(pattern: str) -> None:
    with pytest.raises(BadPattern, match=re.escape(pattern)):
        translate(pattern)


@given(st.text(st.sampled_from("ab*?[]{},!^\\-/."), max_size=12))
def test_every_pattern_compiles_or_is_bad(pattern: str) -> None:
    try:
        expression = translate(pattern)
    except BadPattern:
        expression = ""
    assert re.compile(expression)


def test_parts_of_a_path_up_to_a_folder() -> None:
    matcher = PathMatcher(DEFAULT_EXCLUDE)
    assert matcher.matches_up_to("/p/build/a/x.py", "/p")
    assert not matcher.matches_up_to("/build/p/x.py", "/build/p")
    assert not matcher.matches_up_to("/p/src/x.py", "/p")
    assert not matcher.matches_up_to("/build/other/x.py", "/p")
    assert not matcher.matches_up_to("/p", "/p")


def test_plain_names_need_no_path() -> None:
    assert not PathMatcher(DEFAULT_EXCLUDE).wants_path
    assert PathMatcher((PathPattern("x", "/p"),)).wants_path


@given(st.text("ab/*?", max_size=9), st.text("ab/", max_size=9))
def test_many_stars_mean_what_few_mean(pattern: str, name: str) -> None:
    plain = "".join({"*": ".*", "?": "."}.get(each, each) for each in pattern)
    if "**/" not in pattern:
        assert bool(re.fullmatch(translate(pattern), name)) == bool(re.fullmatch(plain, name))


def test_many_stars_end_on_a_long_name() -> None:
    evil = (PathPattern("*a" * 20 + "*b"), PathPattern("**/" * 20 + "b", "/p"), PathPattern("*a" * 20 + "*c"))
    matcher = PathMatcher(evil)
    assert not matcher.matches("/p/" + "a/" * 100 + "c", "a" * 200)
    assert matcher.matches("/p/" + "a/" * 100 + "b", "c")
    assert matcher.matches("", "a" * 200 + "c")


def test_two_stars_stand_for_folders_only_between_slashes() -> None:
    found = [bool(re.fullmatch(translate(pattern), "ab")) for pattern in ("**/b", "a**/b", "a**b", "**")]
    assert found == [False, False, True, True]
    assert all(re.fullmatch(translate("**/b"), name) for name in ("b", "a/b"))

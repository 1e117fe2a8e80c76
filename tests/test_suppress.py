from __future__ import annotations

import pytest

from migrator.facts import Comment
from migrator.suppress import Suppressions, read_suppressions
from migrator.values import Site

RETIRED = ("DSM101", "retired-model")
MISPLACED = ("DSM201", "misplaced-parameter")


def comment(text: str, line: int, alone: bool = False) -> Comment:
    return Comment(text, line, Site("a.py", line * 100, line * 100 + len(text)), alone)


def of(text: str, line: int = 20, alone: bool = False) -> Suppressions:
    return read_suppressions([comment(text, line, alone)])


def is_hit(found: Suppressions, rule: tuple[str, str], first: int, last: int | None = None) -> bool:
    return found.find(*rule, first, last or first) is not None


@pytest.mark.parametrize(
    "text,retired,misplaced",
    [
        ("# deepseek-migrate: ignore", True, True),
        ("# deepseek-migrate:ignore", True, True),
        ("# deepseek-migrate: ignore because", True, True),
        ("# deepseek-migrate: ignore[DSM101]", True, False),
        ("# deepseek-migrate: ignore [DSM101]", True, False),
        ("# deepseek-migrate: ignore[DSM1]", True, False),
        ("# deepseek-migrate: ignore[retired-model] reason", True, False),
        ("# deepseek-migrate: ignore[DSM201, retired-model,] reason", True, True),
        ("// deepseek-migrate: ignore[DSM101]", True, False),
        ("<!-- deepseek-migrate: ignore[DSM101] -->", True, False),
        ("# noqa  # deepseek-migrate: ignore[DSM101]", True, False),
        ("# deepseek-migrate: ignore[]", False, False),
        ("# deepseek-migrate: ignore[DSM101", False, False),
        ("# deepseek-migrate: ignored", False, False),
        ("# deepseek-migrate: ignore-next", False, False),
        ("# my-deepseek-migrate: ignore", False, False),
        ("# deepseek-migrate ignore", False, False),
        ("# see deepseek-migrate", False, False),
    ],
)
def test_what_a_comment_says(text: str, retired: bool, misplaced: bool) -> None:
    found = of(text)
    assert is_hit(found, RETIRED, 20) is retired
    assert is_hit(found, MISPLACED, 20) is misplaced


@pytest.mark.parametrize(
    "alone,first,last,expected",
    [
        (False, 19, 19, False),
        (False, 20, 20, True),
        (False, 21, 21, False),
        (False, 18, 20, True),
        (False, 18, 19, False),
        (False, 18, 25, True),
        (True, 19, 19, False),
        (True, 21, 21, True),
        (True, 21, 25, True),
        (True, 22, 22, False),
    ],
)
def test_which_lines_it_speaks_of(alone: bool, first: int, last: int, expected: bool) -> None:
    assert is_hit(of("# deepseek-migrate: ignore", 20, alone), RETIRED, first, last) is expected


def test_comments_above_one_another_all_speak_of_the_code_below() -> None:
    found = read_suppressions(
        [
            comment("# deepseek-migrate: ignore[DSM101] one", 3, True),
            comment("# deepseek-migrate: ignore[DSM201] two", 4, True),
        ]
    )
    assert is_hit(found, RETIRED, 5)
    assert is_hit(found, MISPLACED, 5)
    assert not is_hit(found, RETIRED, 6)


def test_a_comment_of_several_lines() -> None:
    found = of("/* first\n * deepseek-migrate: ignore why\n */", 20, True)
    assert is_hit(found, RETIRED, 23)
    assert found.entries[0].line == 21


@pytest.mark.parametrize("line,expected", [(1, True), (10, True), (11, False)])
def test_a_whole_file(line: int, expected: bool) -> None:
    found = of("# deepseek-migrate: ignore-file[DSM101] old", line, True)
    assert is_hit(found, RETIRED, 1) is expected
    assert is_hit(found, RETIRED, 5000) is expected
    assert not is_hit(found, MISPLACED, 5000)


@pytest.mark.parametrize(
    "text,reason",
    [
        ("# deepseek-migrate: ignore[DSM101] kept for the archive  ", "kept for the archive"),
        ("# deepseek-migrate: ignore", ""),
        ("# deepseek-migrate: ignore why not", "why not"),
        ("# deepseek-migrate: ignore[DSM101]: why", "why"),
        ("/* deepseek-migrate: ignore[DSM101] why */", "why"),
        ("<!-- deepseek-migrate: ignore[DSM101] why -->", "why"),
    ],
)
def test_the_reason(text: str, reason: str) -> None:
    assert of(text).entries[0].reason == reason


def test_the_nearest_comment_is_the_one_used_and_the_others_are_unused() -> None:
    found = read_suppressions(
        [
            comment("# deepseek-migrate: ignore-file", 1, True),
            comment("# deepseek-migrate: ignore", 4, True),
            comment("# deepseek-migrate: ignore[DSM101]", 5),
            comment("# deepseek-migrate: ignore[DSM301]", 9),
        ]
    )
    used = found.find(*RETIRED, 5, 5)
    assert used is found.entries[2]
    assert found.find(*MISPLACED, 5, 5) is found.entries[1]
    assert found.find(*MISPLACED, 7, 7) is found.entries[0]
    assert found.unused([used]) == (found.entries[0], found.entries[1], found.entries[3])
    assert found.unused(found.entries) == ()


def test_two_comments_that_say_the_same_are_two() -> None:
    found = read_suppressions([comment("# deepseek-migrate: ignore", 5), comment("# deepseek-migrate: ignore", 7)])
    assert found.unused([found.entries[0]]) == (found.entries[1],)

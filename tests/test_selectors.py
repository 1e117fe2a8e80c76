from __future__ import annotations

import pytest

from migrator.selectors import RuleSelection, UnknownSelector, names_rule, nearest, unknown_selectors

RULES = (("DSM101", "retired-model"), ("DSM102", "retired-model-mention"), ("DSM201", "misplaced-parameter"))


def chosen(select: tuple[str, ...] | None, ignore: tuple[str, ...]) -> list[str]:
    selection = RuleSelection(select, ignore)
    return [code for code, name in RULES if selection.selects(code, name)]


@pytest.mark.parametrize(
    "select,ignore,expected",
    [
        (None, (), ["DSM101", "DSM102", "DSM201"]),
        (("ALL",), (), ["DSM101", "DSM102", "DSM201"]),
        (("DSM",), (), ["DSM101", "DSM102", "DSM201"]),
        (("DSM1",), (), ["DSM101", "DSM102"]),
        (("dsm101",), (), ["DSM101"]),
        (("retired-model",), (), ["DSM101"]),
        (("Retired-Model-Mention", "DSM2"), (), ["DSM102", "DSM201"]),
        ((), (), []),
        (None, ("DSM1",), ["DSM201"]),
        (None, ("ALL",), []),
        (("DSM1",), ("DSM101",), ["DSM102"]),
        (("DSM101",), ("DSM1",), ["DSM101"]),
        (("retired-model",), ("DSM10",), ["DSM101"]),
        (("DSM101",), ("retired-model",), []),
        (("DSM101",), ("DSM101",), []),
        (("DSM9",), (), []),
    ],
)
def test_the_more_exact_selector_wins(select: tuple[str, ...] | None, ignore: tuple[str, ...], expected: list[str]) -> None:
    assert chosen(select, ignore) == expected


def test_a_name_is_no_prefix_and_nothing_names_nothing() -> None:
    assert not names_rule(("retired",), *RULES[0])
    assert not names_rule(("",), *RULES[0])
    assert not names_rule((), *RULES[0])
    assert not names_rule(("DSM1011",), *RULES[0])


def test_unknown_selectors_name_the_nearest() -> None:
    found = unknown_selectors(("DSM1", "ALL", "misplaced-parametr", "retird-model", "retired-model"), RULES)
    assert found == (
        UnknownSelector("misplaced-parametr", "misplaced-parameter"),
        UnknownSelector("retird-model", "retired-model"),
    )


def test_the_nearest_ignores_case_and_underscores() -> None:
    assert nearest("Fail_On", ["fix", "fail-on"]) == "fail-on"
    assert nearest("x", []) == ""

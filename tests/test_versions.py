"""Declared requirements against the version ranges of rows."""

from __future__ import annotations

import pytest

from migrator.versions import version_may_apply


@pytest.mark.parametrize(
    "row, declared",
    [
        ("", ">=1"),
        (">=1", None),
        (">=1", ""),
        (">=1", "*"),
        (">=1", ">=0.27"),
        (">=1", "==1.60.2"),
        (">=1", "1.60.2"),
        (">=1", "1.*"),
        (">=1", "1.x"),
        (">=1", "v1.60.2"),
        ("<1", ">=0.27,<2"),
        ("<1", "<=0.28.1"),
        ("<1", "^0.28"),
        ("<1", "~0.28.0"),
        ("<1", "<1"),
        (">=1.58", ">1.57"),
        (">=1.58", "~=1.3"),
        (">=1.58", "^1.3.9"),
        (">=1.26,<1.58", ">1.26,<1.26.1"),
        (">=1.26", "^0.28 || ^1.60"),
        (">=2", "!=2.0.1"),
        (">=2", ">=2.0.0rc1"),
        (">=1", "git+https://example.org/openai"),
        (">=1", "latest"),
    ],
)
def test_some_allowed_version_is_in_the_range(row: str, declared: str | None) -> None:
    assert version_may_apply(row, declared)


@pytest.mark.parametrize(
    "row, declared",
    [
        (">=1", "==0.28.1"),
        (">=1", "0.28.1"),
        (">=1", "<1"),
        (">=1", "^0.28"),
        (">=1", "~0.28"),
        (">=1", "0.28.*"),
        ("<1", ">=1.3"),
        ("<1", "^1"),
        (">=1.58", "~=1.57.0"),
        (">=1.58", ">=1.26,<1.58"),
        (">=1.58", "~1.57.2"),
        (">=2", "^1.25 || ~0.9"),
        (">=1.58", ">1.57,<1.57.1"),
    ],
)
def test_no_allowed_version_is_in_the_range(row: str, declared: str) -> None:
    assert not version_may_apply(row, declared)

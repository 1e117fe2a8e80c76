from __future__ import annotations

import io

import pytest

from migrator.report.diff import write_diff

DIFF = "--- a.py\n+++ a.py\n@@ -1 +1 @@\n-x\x0c\tkey\r\n+y\n\\ No newline at end of file\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def written(diff: str, color: str, out: io.StringIO) -> str:
    write_diff(diff, color, out)
    return out.getvalue()


@pytest.mark.parametrize("color", ["auto", "never"])
def test_into_a_pipe_it_goes_as_it_is(color: str) -> None:
    assert written(DIFF, color, io.StringIO()) == DIFF


def test_on_a_terminal_it_is_coloured_and_harmless() -> None:
    text = written("--- a\n-x\x1b]0;title\x07\n+y\n@@ 1\n", "auto", Terminal())
    assert "\x1b]0" not in text
    assert "\x07" not in text
    assert "\x1b[31m-x\ufffd]0;title\ufffd\x1b[0m\n" in text
    assert "\x1b[32m+y\x1b[0m\n" in text
    assert "\x1b[1m--- a\x1b[0m\n" in text


def test_colour_can_be_asked_for() -> None:
    assert "\x1b[32m+y\x1b[0m" in written("+y\n", "always", io.StringIO())


def test_long_lines_are_not_wrapped() -> None:
    assert "+" + "y" * 300 in written("+" + "y" * 300 + "\n", "auto", Terminal())


def test_an_empty_diff_is_nothing() -> None:
    assert written("", "auto", io.StringIO()) == ""
    assert written("", "auto", Terminal()) == ""


def test_secrets_are_masked() -> None:
    assert written(' api_key = "abc"\n', "auto", io.StringIO()) == ' api_key = "***"\n'

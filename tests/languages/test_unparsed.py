"""Files that cannot be read or parsed: each is listed, and what it names is told all the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from migrator.languages import grammar
from tests.languages.fixing import found, skipped

NAMED = {
    "a.sh": "echo deepseek-v3\n",
    "a.yaml": "a: deepseek-v3\n",
    "a.toml": 'a = "deepseek-v3"\n',
}
PARSERS = {
    "a.sh": "migrator.languages.shell.parse",
    "a.yaml": "tree_sitter_yaml",
    "a.toml": "tree_sitter_toml",
}


def told(folder: Path, name: str, data: bytes) -> list[tuple[str, str]]:
    return [(each.rule, str(each.certainty)) for each in found(folder, name, data)]


@pytest.mark.parametrize("name", NAMED)
def test_a_grammar_that_is_not_installed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, PARSERS[name], None)
    assert skipped(tmp_path, name, NAMED[name].encode()) == ["no-parser"]
    assert told(tmp_path, name, NAMED[name].encode()) == [("DSM102", "possible")]


@pytest.mark.parametrize(("name", "code"), [("a.sh", "too-deep"), ("a.yaml", "parse-error"), ("a.toml", "parse-error")])
def test_a_parser_that_goes_on_for_ever(name: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A parser counts its steps only now and then.
    data = (NAMED[name] + "".join(NAMED[name].replace("deepseek-v3", "x").replace("a", f"a{at}") for at in range(500))).encode()
    assert skipped(tmp_path, name, data) == []
    monkeypatch.setattr(grammar, "LEAST", -1_000_000)
    monkeypatch.setattr(grammar, "MICROSECONDS", 1)
    assert skipped(tmp_path, name, data) == [code]
    assert told(tmp_path, name, data) == [("DSM102", "possible")]


def test_settings_in_another_encoding_that_are_data(tmp_path: Path) -> None:
    data = ("\ufeffmodel: deepseek-v3\n" + "# \n" * 400_000).encode("utf-16-le")
    assert skipped(tmp_path, "a.yaml", data) == ["encoding"]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.ipynb", "a.http", "a.sh"])
def test_text_in_another_encoding(name: str, tmp_path: Path) -> None:
    assert skipped(tmp_path, name, "\ufeffcurl https://dashscope.aliyuncs.com deepseek-v3".encode("utf-16-le")) == ["encoding"]


def test_a_text_that_is_cut_short(tmp_path: Path) -> None:
    data = "\ufeffhttps://dashscope.aliyuncs.com deepseek-v3".encode("utf-16-le") + b"x"
    assert skipped(tmp_path, "a.txt", data) == ["encoding"]
    assert told(tmp_path, "a.txt", data) == [("DSM102", "possible")]

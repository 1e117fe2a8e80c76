"""YAML that nests deeper than its grammar can hold costs one file: some 250 blocks inside each other ended the process."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.languages.config.nodes import Broken
from migrator.languages.config.yamls import parse_yaml
from tests.tool import scan

DEEP = {
    "mappings": lambda n: "".join(" " * each + "a:\n" for each in range(n)),
    "lists on one line": lambda n: "- " * n + "x\n",
    "lists line by line": lambda n: "".join(" " * each + "-\n" for each in range(n)),
    "lists in mappings": lambda n: "".join(" " * each + "a:\n" + " " * each + "-\n" for each in range(n)),
    "keys that are mappings": lambda n: "? " * n + "x\n",
}


@pytest.mark.parametrize("name", DEEP)
def test_too_deep_for_the_grammar_costs_one_file(name: str, tmp_path: Path) -> None:
    for number in (130, 300, 3_000):
        (tmp_path / f"{number}.yaml").write_text("model: deepseek-v3\nb:\n" + DEEP[name](number), encoding="utf-8")
    (tmp_path / "model.txt").write_text("deepseek-v3", encoding="utf-8")
    done = scan(".", "--isolated", cwd=tmp_path)
    assert (done.status, done.errors) == (0, "")
    rows = done.report["skipped"]
    assert isinstance(rows, list)
    assert {(each["path"], each["code"]) for each in rows} == {(f"{number}.yaml", "parse-error") for number in (130, 300, 3_000)}


@pytest.mark.parametrize("name", DEEP)
def test_as_deep_as_anybody_writes_is_read(name: str) -> None:
    with pytest.raises(Broken):
        parse_yaml(DEEP[name](130).encode())
    parse_yaml(DEEP[name](48).encode())


def test_far_to_the_right_is_not_deep() -> None:
    text = "a: |\n" + "".join("  " + " " * (each % 7 * 30) + "- text ----\n" for each in range(500)) + "  " + "-" * 200 + "\n"
    parse_yaml(text.encode())

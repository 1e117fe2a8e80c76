"""DSM103 for what a program decides by a name: the id is written somewhere else than it is compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import scanned

PYTHON = {
    "a name": ('OLD = "deepseek-v3"\n', "model == OLD"),
    "a name that begins others": ('OLD = "deepseek-v3"\n', "model.startswith(OLD)"),
    "a set": ('OLD = {"deepseek-v3"}\n', "model in OLD"),
    "a list that a call makes": ('OLD = frozenset(["deepseek-v3"])\n', "model not in OLD"),
    "a class's field": ('class Old:\n    NAME = "deepseek-v3"\n', "model == Old.NAME"),
}
TABLES = {
    "a table": ('PRICES = {"deepseek-v3": 2}\n', "PRICES.get(model)"),
    "a list that is shown": ('KNOWN = ["deepseek-v3"]\n', "print(KNOWN)"),
    "what a function makes": ('OLD = load("deepseek-v3")\n', "model == OLD"),
    "a list deep in lists": ('OLD = [[[["deepseek-v3"]]]]\n', "model in OLD"),
}
OTHERS = {
    "old.js": (
        'const OLD = "deepseek-v3";\nconst SET = new Set(["deepseek-r1"]);\n'
        "export const f = (model) => model === OLD || SET.has(model);\n"
    ),
    "Old.java": (
        'class Old {\n  static final String OLD = "deepseek-v3";\n'
        '  static final java.util.List<String> ALL = List.of("deepseek-r1");\n'
        "  boolean f(String model) { return OLD.equals(model) || ALL.contains(model); }\n}\n"
    ),
    "Old.kt": (
        'val OLD = "deepseek-v3"\nval ALL = setOf("deepseek-r1")\nfun f(model: String) = model == OLD || ALL.contains(model)\n'
    ),
}


def rules(folder: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return [str(each["rule"]) for each in scanned(".")[1]]


@pytest.mark.parametrize("name", PYTHON)
def test_what_is_compared_by_a_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written, asked = PYTHON[name]
    assert rules(tmp_path, "old.py", f"{written}def f(model):\n    return {asked}\n", monkeypatch) == ["DSM103"]


@pytest.mark.parametrize("name", TABLES)
def test_what_nothing_is_decided_by(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written, asked = TABLES[name]
    assert rules(tmp_path, "old.py", f"{written}def f(model):\n    return {asked}\n", monkeypatch) == ["DSM102"]


@pytest.mark.parametrize("file", OTHERS)
def test_what_is_compared_by_a_name_in_other_languages(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rules(tmp_path, file, OTHERS[file], monkeypatch) == ["DSM103", "DSM103"]

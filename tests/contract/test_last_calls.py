"""Calls and values that turn back on themselves, or of which only a part is in sight: each ran lines that no other test did."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V32 = '"deepseek-v3.2"'
ASK = "    create(model=model, messages=M)\n"
SWITCHED = {V32: '"qwen3.7-plus"', "model=model, messages=M)": 'model=model, messages=M, extra_body={"enable_thinking": False})'}
FIELDS = """from dataclasses import dataclass


@dataclass
class Conf:
    model: str = "deepseek-v3.2"
    extra: dict = None

    def ask(self):
        create(model=self.model, messages=M, extra_body=self.extra)


Conf().ask()
Conf("deepseek-v3.1").ask()
Conf(extra={"enable_thinking": False}).ask()
"""

CASES = [
    Case(
        "a function that is handed itself",
        f"def ask(again, model):\n    again(again, model)\n{ASK}ask(ask, {V32})\n",
        ("DSM101 4 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "a class that is handed itself",
        f"class A:\n    def __init__(self, kind, model):\n        self.other = kind(kind, model)\n    {ASK}A(A, {V32})\n",
        ("DSM101 5 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "arguments that are parsed, or a dict",
        f'import argparse\nns = {{"model": {V32}}} if M else argparse.ArgumentParser().parse_args()\nmodel = vars(ns)["model"]\n'
        + ASK.lstrip(),
        ("DSM101 2 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "a router's list of which an entry is not in sight",
        "from litellm import Router\nfrom elsewhere import entry\n"
        'Router(model_list=[entry, {"model_name": "x", "litellm_params": {"model": "dashscope/deepseek-v3.2"}}, "y"])\n',
        ("DSM101 3 certain safe",),
        {'"dashscope/deepseek-v3.2"': '"dashscope/qwen3.7-plus", "extra_body": {"enable_thinking": False}'},
    ),
    Case(
        "fields of one class that are made in several ways",
        FIELDS,
        ("DSM101 6 certain shared-value", "DSM101 14 certain shared-value"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_found_and_written(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

"""A switch that is a parameter with a default of its own: whoever says nothing gets that, whoever calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, V31, V32, R1, NEW = '"deepseek-v3"', '"deepseek-v3.1"', '"deepseek-v3.2"', '"deepseek-r1"', '"qwen3.7-plus"'
SENT = '    create(model=model, messages=M, extra_body={"enable_thinking": thinking})\n'


def ask(model: str, thinking: str, calls: str) -> str:
    """A function that anybody may call; two lines."""
    return f"def ask(model={model}, thinking={thinking}):\n{SENT}{calls}"


CASES = [
    Case("nobody in sight calls", ask(V31, "False", ""), ("DSM101 1 certain safe",), {V31: NEW}),
    Case("a call that says nothing", ask(V31, "False", "ask()\n"), ("DSM101 1 certain safe",), {V31: NEW}),
    Case(
        "one that says nothing, and one that says both",
        ask(V31, "False", f"ask()\nask({V32}, True)\n"),
        ("DSM101 1 certain safe", "DSM101 4 certain safe"),
        {V31: NEW, V32: NEW},
    ),
    Case(
        "a model that did not obey a switch that others may give",
        ask(V3, "False", "ask()\n"),
        ("DSM101 1 certain unsafe",),
        {V3: NEW},
    ),
    Case(
        "a model that always thought, whatever others may give",
        ask(R1, "True", "ask()\n"),
        ("DSM101 1 certain unsafe",),
        {R1: NEW},
    ),
    Case(
        "a default that the model did not obey",
        ask(V3, "True", "ask()\n"),
        ("DSM101 1 certain unsafe",),
        {V3: NEW, "thinking=True": "thinking=False", "ask()\n": "ask(thinking=False)\n"},
    ),
    Case(
        "a class that anybody may make, with a switch in the wrong place",
        f"class Bot:\n    def __init__(self, model={V31}, thinking=False):\n"
        "        self.model = model\n        self.thinking = thinking\n"
        "    def ask(self):\n        kwargs = dict(model=self.model, messages=M, enable_thinking=self.thinking)\n"
        f"        return create(**kwargs)\nBot().ask()\nBot({V32}, thinking=True).ask()\n",
        ("DSM101 2 certain safe", "DSM201 6 certain safe", "DSM101 9 certain safe"),
        {V31: NEW, V32: NEW, "enable_thinking=self.thinking": 'extra_body={"enable_thinking": self.thinking}'},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_contract(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

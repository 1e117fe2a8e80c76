"""Messages show values as a request holds them: null, true, numbers, text in quotes, and what is not known as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import scan

CLIENT = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
"""
VALUES = [("200", "200"), ("None", "null"), ("True", "true"), ("False", "false"), ('"much"', '"much"'), ("x", "an expression")]


@pytest.mark.parametrize("written, told", VALUES)
def test_a_value_is_told_as_it_goes_out(tmp_path: Path, written: str, told: str) -> None:
    call = f'client.chat.completions.create(model="qwen3.7-plus", messages=[], thinking_budget={written}, extra_body=MORE)\n'
    more = '{"enable_thinking": True, "thinking_budget": 100}'
    (tmp_path / "a.py").write_text(CLIENT + call.replace("MORE", more), encoding="utf-8")
    (message,) = [each["message"] for each in scan("--isolated", ".", cwd=tmp_path).findings if each["rule"] == "DSM202"]
    assert message == f"`thinking_budget` is {told} here and 100 in extra_body; the call raises before either is sent"


def test_of_two_values_the_one_that_goes_out_is_told_and_shown(tmp_path: Path) -> None:
    call = 'client.chat.completions.create(model="qwen3.7-plus", messages=[], temperature=0.5, extra_body=MORE)\n'
    (tmp_path / "a.py").write_text(CLIENT + call.replace("MORE", '{"temperature": 1}'), encoding="utf-8")
    (found,) = [each for each in scan("--isolated", ".", cwd=tmp_path).findings if each["rule"] == "DSM202"]
    assert found["message"] == "`temperature` is 0.5 here and 1 in extra_body; 1 goes out"
    body = {"model": "qwen3.7-plus", "messages": [], "temperature": 1}
    assert found["request"] == {"before": {"path": "/compatible-mode/v1/chat/completions", "body": body}, "after": None}
    assert found["refusal"] == {"code": "choice-needed", "hint": "decide which value is meant and remove the other"}


def test_two_models_that_a_fix_makes_one_are_settled_by_it(tmp_path: Path) -> None:
    call = 'client.chat.completions.create(model="qwen3.7-plus", messages=[], extra_body={"model": "deepseek-v3"})\n'
    (tmp_path / "a.py").write_text(CLIENT + call, encoding="utf-8")
    found = {str(each["rule"]): each for each in scan("--isolated", ".", cwd=tmp_path).findings}
    path = "/compatible-mode/v1/chat/completions"
    before = {"path": path, "body": {"model": "deepseek-v3", "messages": []}}
    after = {"path": path, "body": {"model": "qwen3.7-plus", "messages": [], "enable_thinking": False}}
    for rule in ("DSM101", "DSM202"):
        assert found[rule]["request"] == {"before": before, "after": after}
        assert found[rule]["refusal"] is None
        assert found[rule]["fix"] is not None
    assert found["DSM202"]["message"] == '`model` is "qwen3.7-plus" here and "deepseek-v3" in extra_body; "deepseek-v3" goes out'

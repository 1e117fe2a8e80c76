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

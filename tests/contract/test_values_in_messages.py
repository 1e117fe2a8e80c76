"""Messages show values as a request holds them: null, true, numbers, text in quotes, and what is not known as such."""

# ruff: noqa: E501 - messages in one line
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


BOTH = 'model="qwen3.7-plus", messages=[]'
THINKS = '"enable_thinking": False'
TWICE = [
    # Of two parameters the one that differs, though the other is given twice as well.
    (
        f'{BOTH}, temperature=1, top_p=0.5, extra_body={{{THINKS}, "temperature": 1, "top_p": 0.6}}',
        ["`top_p` is 0.5 here and 0.6 in extra_body; 0.6 goes out"],
    ),
    # Once, whichever model goes out.
    (
        f'model="qwen3.7-plus" if client else "qwen3.7-max", messages=[], top_p=0.5, extra_body={{{THINKS}, "top_p": 0.6}}',
        ["`top_p` is 0.5 here and 0.6 in extra_body; 0.6 goes out"],
    ),
    # A mapping goes out whole: once, not for each key in it, and in JSON's words.
    (
        f'{BOTH}, stream_options={{"include_usage": False}}, extra_body={{{THINKS}, "stream_options": {{"include_usage": True}}}}',
        ['`stream_options` is {"include_usage": false} here and {"include_usage": true} in extra_body; {"include_usage": true} goes out'],
    ),
    (f'{BOTH}, top_p=0.5, extra_body={{{THINKS}, "top_p": 0.5}}', []),
    (f'{BOTH}, top_p=client, extra_body={{{THINKS}, "top_p": client}}', ["`top_p` is an expression here and an expression in extra_body; an expression goes out"]),
]  # fmt: skip


@pytest.mark.parametrize("host, asked", [("dashscope", True), ("coding.dashscope", True), ("example", False)])
@pytest.mark.parametrize("arguments, messages", TWICE)
def test_what_is_given_twice_is_told_once(tmp_path: Path, arguments: str, messages: list[str], host: str, asked: bool) -> None:
    source = CLIENT.replace("dashscope", host) + f"client.chat.completions.create({arguments})\n"
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    found = [each["message"] for each in scan("--isolated", ".", cwd=tmp_path).findings if each["rule"] == "DSM202"]
    assert found == (messages if asked else [])


def test_what_goes_out_is_shown_as_it_does_now_where_a_person_has_to_choose(tmp_path: Path) -> None:
    call = 'client.chat.completions.create(model="deepseek-v3", messages=[], top_p=0.5, extra_body={"top_p": 0.6})\n'
    (tmp_path / "a.py").write_text(CLIENT + call, encoding="utf-8")
    found = {str(each["rule"]): each for each in scan("--isolated", ".", cwd=tmp_path).findings}
    body = {"model": "deepseek-v3", "messages": [], "top_p": 0.6}
    assert found["DSM202"]["request"] == {"before": {"path": "/compatible-mode/v1/chat/completions", "body": body}, "after": None}

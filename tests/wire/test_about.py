"""A rulebook about another provider: what its runs predict is what the real SDK sends there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tool import scan
from tests.wire.environments import interpreter
from tests.wire.matching import differences
from tests.wire.run import KEY, run_program

pytestmark = pytest.mark.wire
OPENAI = ("openai-1.3.9", "openai-3.54.0")
HEAD = """\
from openai import OpenAI

client = OpenAI(base_url="https://api.deepseek.com")
M = [{"role": "user", "content": "Hello"}]
"""
CALLS = [
    'client.chat.completions.create(model="deepseek-chat", messages=M)',
    'client.chat.completions.create(model="deepseek-reasoner", messages=M, temperature=0.3)',
    'client.chat.completions.create(model="deepseek-chat", messages=M, extra_body={"top_k": 3})',
    'client.chat.completions.create(model="deepseek-v4-pro", messages=M, extra_body={"enable_thinking": True})',
    'client.chat.completions.create(model="deepseek-chat", messages=M, extra_body={"chat_template_kwargs": {"thinking": False}})',
]


@pytest.mark.parametrize("environment", OPENAI)
@pytest.mark.parametrize("call", CALLS)
def test_the_requests_before_and_after(call: str, environment: str, tmp_path: Path) -> None:
    file = tmp_path / "main.py"
    file.write_text(f"{HEAD}{call}\n", encoding="utf-8")
    options = ("--rulebook", "deepseek-api", "--output-format", "json", "main.py")
    found, *_ = json.loads(scan(*options, cwd=tmp_path).output)["findings"]
    sent = []
    for program in (file.read_bytes(), (scan("--fix", *options, cwd=tmp_path), file.read_bytes())[1]):
        done = run_program(interpreter(environment), program, {"DEEPSEEK_API_KEY": KEY})
        assert done.status == 0, done.errors
        sent += [(request.path, request.body) for request in done.requests]
    predicted = [found["request"]["before"], found["request"]["after"]]
    assert [path for path, _ in sent] == [one["path"] for one in predicted]
    assert [differences(one["body"], body) for one, (_, body) in zip(predicted, sent, strict=True)] == [[], []]
    assert sent[0] != sent[1]

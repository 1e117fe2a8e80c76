"""What a person is told to do where a switch cannot be written: whole sentences, and the switch as that surface says it."""

# ruff: noqa: E501 - hints in one line
from __future__ import annotations

from pathlib import Path

from tests.tool import scan

HEAD = """\
import requests
from dashscope import Generation
from openai import OpenAI

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
create = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1").chat.completions.create
M = []
"""
UNPACKED = "unpacked-arguments: this call unpacks arguments that are not in sight, which may hold the same keyword; write the switch by hand: "
CONFLICT = "key-conflict: `extra_body` may hold the same key already; merge them by hand: "
NULL = "choice-needed: the switch may be null; say true or false: "
BODY = 'extra_body={"enable_thinking": …}'
CALLS = [
    ('def f(**kw): create(model="deepseek-v3", messages=M, **kw)', {UNPACKED + BODY}),
    ('def f(**kw): create(model="deepseek-v3", messages=M, enable_thinking=False, **kw)', {UNPACKED + BODY}),
    ('def f(**kw): Generation.call(model="deepseek-v3.2", messages=M, **kw)', {UNPACKED + "enable_thinking=…"}),
    ('def f(b): create(model="deepseek-v3", messages=M, enable_thinking=False, extra_body=b)', {CONFLICT + BODY}),
    ('def f(t=None): requests.post(URL, json={"model": "deepseek-v3.2", "messages": M, "parameters": {"enable_thinking": t}})', {NULL + 'json={"enable_thinking": …}'}),
    ('def f(q={"enable_thinking": False, "x": 1}): create(model="deepseek-v3.2", messages=M, extra_query=q)', {f"body-not-literal: `extra_query` is not written out here; move the key by hand: {BODY}", "choice-needed: the switch is only sometimes given; give it always"}),
    # Twins that are mended.
    ('def f(): create(model="deepseek-v3", messages=M)', set()),
    ('def f(): create(model="deepseek-v3", messages=M, enable_thinking=False)', set()),
    ('def f(): create(model="deepseek-v3", messages=M, enable_thinking=False, extra_body={"top_k": 1})', set()),
]  # fmt: skip


def test_what_a_person_is_told_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(HEAD + "".join(f"{call}\n" for call, _ in CALLS), encoding="utf-8")
    told: dict[str, set[str]] = {call: set() for call, _ in CALLS}
    lines = HEAD.splitlines() + list(told)
    for each in scan("--isolated", ".", cwd=tmp_path).findings:
        refusal = each["refusal"]
        if isinstance(refusal, dict):
            told[lines[int(str(each["line"])) - 1]].add(f"{refusal['code']}: {refusal['hint']}")
    assert told == dict(CALLS)

"""Places of lists that unpack others: what is unpacked moves what stands behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

OFF = ', extra_body={"enable_thinking": False})'
CASES = (
    Case(
        "behind what is unpacked",
        'more = ["gpt-4", "gpt-5"]\nall = [*more, "deepseek-v3"]\ncreate(messages=M, model=all[1])\n',
        ("DSM101 2 certain unsafe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "model=all[1])": f"model=all[1]{OFF}"},
    ),
    Case(
        "before what is unpacked",
        'more = ["gpt-4", "gpt-5"]\nall = ["deepseek-v3", *more]\ncreate(messages=M, model=all[0])\n',
        ("DSM101 2 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "model=all[0])": f"model=all[0]{OFF}"},
    ),
    Case(
        "from behind",
        'more = ["gpt-4", "gpt-5"]\nall = [*more, "deepseek-v3"]\ncreate(messages=M, model=all[-1])\n',
        ("DSM101 2 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "model=all[-1])": f"model=all[-1]{OFF}"},
    ),
    Case(
        "no such place",
        'all = ["deepseek-v3"]\ncreate(messages=M, model=all[1])\n',
        ("DSM102 1 possible unknown-endpoint",),
    ),
    Case(
        "a body that unpacks what is not in sight, before a model of its own",
        'extra = {"model": "deepseek-v3"}\nimport requests\n'
        'requests.post("https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", json={**load(), **extra})\n',
        ("DSM101 1 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "{**load(),": '{"enable_thinking": False, **load(),'},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_stands_there(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

"""What programs showed that were written from the contract alone, without a look at the code or at other tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

FAST = '    {"model_name": "fast", "litellm_params": {"model": "dashscope/deepseek-v3"}},\n'
DEEP = '    {"model_name": "deep", "litellm_params": {"model": "dashscope/deepseek-r1"}},\n'
LITE = "from litellm import Router\nLISTED = [\n"
BOTH = ("DSM101 3 certain choice-needed", "DSM101 4 certain choice-needed")
CASES = [
    *(
        Case(
            f"a wrapper that hands on whatever it is given, called with {given or 'nothing'}",
            f'def ask(model="deepseek-v3", **more):\n    return create(model=model, messages=M, **more)\nask({given})\n',
            ("DSM101 1 certain unpacked-arguments",),
            hint="unpacks arguments that are not in sight",
        )
        for given in ("", "temperature=1")
    ),
    Case(
        "a router whose models stand in for each other",
        f'{LITE}{FAST}{DEEP}]\nrouter = Router(model_list=LISTED, fallbacks=[{{"fast": ["deep"]}}])\n',
        BOTH,
        head="",
        hint="two different models in one collection",
    ),
    Case(
        "a router that asks each of them where all else fails",
        f'{LITE}{FAST}{DEEP}]\nrouter = Router(model_list=LISTED, default_fallbacks=["fast", "deep"])\n',
        BOTH,
        head="",
    ),
    Case(
        "a router that has two models under one name",
        f"{LITE}{FAST}{DEEP.replace('deep', 'fast', 1)}]\nrouter = Router(model_list=LISTED)\n",
        BOTH,
        head="",
    ),
    Case(
        "a router whose models have nothing to do with each other",
        f'{LITE}{FAST}{DEEP}]\nrouter = Router(model_list=LISTED, fallbacks=[{{"fast": ["other"]}}])\n',
        ("DSM101 3 certain safe", "DSM101 4 certain safe"),
        {
            '"dashscope/deepseek-v3"': '"dashscope/qwen3.7-plus", "extra_body": {"enable_thinking": False}',
            "deepseek-r1": "qwen3.7-plus",
        },
        head="",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_program(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

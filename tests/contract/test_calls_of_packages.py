"""Calls of packages that no row knows, which are given our address and a model by the name of a constant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.table import Case, check

HEAD = """import os, argparse
from types import SimpleNamespace
from openai import OpenAI
from deepeval.models import GPTModel
from lightrag.llm.openai import openai_complete_if_cache as complete
from own import Own
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
"""
CHOOSE = ("DSM101 1 certain choice-needed",)
SHARED = ("DSM101 1 certain shared-value",)
V3, R1 = 'N = "deepseek-v3"\n', 'N = "deepseek-r1"\n'
ASKED = "OpenAI(base_url=URL).chat.completions.create(model=N, messages=[])\n"
OFF = {"deepseek-v3": "qwen3.7-plus", "messages=[]": 'messages=[], extra_body={"enable_thinking": False}'}
OWN = {"own.py": "class Own:\n    def __init__(self, model, base_url):\n        print(model)\n"}


def given(name: str, source: str, found: tuple[str, ...], after: dict[str, str] | None = None) -> Case:
    """A program in which something is given a model and our address."""
    return Case(name, source, found, after or {}, head=HEAD, files=OWN)


CASES = [
    given("a class", f"{V3}GPTModel(model=N, base_url=URL)\n", CHOOSE),
    given(
        "a class that may think",
        f"{R1}GPTModel(model=N, base_url=URL)\n",
        ("DSM101 1 certain unsafe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    given(
        "the environment's default",
        'GPTModel(model_name=os.getenv("N", "deepseek-r1"), base_url=URL)\n',
        ("DSM101 1 certain unsafe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    given("a call that shares its model", f"{V3}GPTModel(model=N, base_url=URL)\n{ASKED}", CHOOSE),
    given("the first argument", f"{V3}complete(N, 'a', base_url=URL)\n", CHOOSE),
    given(
        "the first argument as it is",
        'complete("deepseek-r1", "a", base_url=URL)\n',
        ("DSM101 1 certain unsafe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    given("another argument", 'complete("a", "deepseek-r1", base_url=URL)\n', ("DSM102 1 possible unknown-endpoint",)),
    given("the address first", 'GPTModel(URL, "deepseek-v3")\n', CHOOSE),
    given(
        "the address first, to a method that makes one, and a key between",
        'GPTModel.of(URL, "sk-1", "deepseek-r1")\n',
        ("DSM101 1 certain unsafe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    given("another provider's address first", 'GPTModel("https://api.siliconflow.cn/v1", "deepseek-v3")\n', ()),
    given("the environment's default for an address first", 'GPTModel(os.getenv("URL", URL), "deepseek-v3")\n', CHOOSE),
    given("an address that is only told", 'GPTModel.info(URL, "deepseek-v3")\n', ("DSM102 1 possible unknown-endpoint",)),
    given("what is no address first", 'GPTModel("a", "deepseek-v3", URL)\n', ("DSM102 1 possible unknown-endpoint",)),
    given(
        "the address first, and a model deeper in", 'GPTModel(URL, ["deepseek-v3"])\n', ("DSM102 1 possible unknown-endpoint",)
    ),
    given("only shown", 'print("deepseek-r1", URL)\n', ("DSM102 1 possible unknown-endpoint",)),
    given(
        "a client beside it",
        f"{V3}c = OpenAI(base_url=URL)\nGPTModel(N, client=c)\nc.chat.completions.create(model=N, messages=[])\n",
        CHOOSE,
    ),
    given(
        "another provider's client",
        f'{V3}GPTModel(N, client=OpenAI(base_url="https://api.siliconflow.cn/v1"))\n{ASKED}',
        SHARED,
    ),
    given(
        "a client, and its model written out",
        'GPTModel(client=OpenAI(base_url=URL), model="deepseek-r1")\n',
        ("DSM101 1 certain unsafe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    given(
        "a client first",
        'GPTModel(OpenAI(base_url=URL), "deepseek-r1")\n',
        ("DSM101 1 certain unsafe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    given("a client of an address out of sight", 'GPTModel(OpenAI(), "deepseek-r1")\n', ("DSM102 1 possible unknown-endpoint",)),
    # What says nothing of who answers, or takes both for other ends.
    given("no address", f"{V3}GPTModel(model=N)\n{ASKED}", ("DSM101 1 certain safe",), OFF),
    given("Python's own", f"{V3}SimpleNamespace(model=N, base_url=URL)\n{ASKED}", ("DSM101 1 certain safe",), OFF),
    given("a mapping", f"{V3}dict(model=N, base_url=URL)\n{ASKED}", ("DSM101 1 certain safe",), OFF),
    given("the project's own", f"{V3}Own(model=N, base_url=URL)\n{ASKED}", ("DSM101 1 certain safe",), OFF),
    given("another provider", f'{V3}GPTModel(model=N, base_url="https://api.siliconflow.cn/v1")\n{ASKED}', SHARED),
    given("an address of nobody", f'{V3}GPTModel(model=N, base_url="http://localhost/v1")\n{ASKED}', SHARED),
    given("nobody's alone", f'{V3}GPTModel(model=N, base_url="http://localhost/v1")\n', ("DSM102 1 possible unknown-endpoint",)),
    given(
        "another model", f"{V3}GPTModel(model='qwen-max', judge_model=M, base_url=URL)\n{ASKED}", ("DSM101 1 certain safe",), OFF
    ),
]


def test_the_refusal_says_which_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = given("which call", f"{V3}{ASKED}GPTModel(model=N, base_url=URL)\n", CHOOSE)
    check(replace(case, hint=f"the call in main.py:{HEAD.count(chr(10)) + 3} has no known place"), tmp_path, monkeypatch)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_call_that_no_row_knows(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

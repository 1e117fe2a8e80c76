"""Objects whose calls unpack what is not in sight: a body among it takes the place of the one that the object was made with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

HEAD = """import os
from langchain_openai import ChatOpenAI
from conf import load
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
"""
MADE = 'llm = ChatOpenAI(model="deepseek-v3.1", api_key=os.environ["DASHSCOPE_API_KEY"], base_url=URL)\n'
V31, R1, NEW = '"deepseek-v3.1"', '"deepseek-r1"', '"qwen3.7-plus"'
OFF = {V31: NEW, "base_url=URL)": 'base_url=URL, extra_body={"enable_thinking": False})'}


@pytest.mark.parametrize(
    "used",
    [
        "def ask(q, **kwargs):\n    return llm.invoke(q, **kwargs)\n",
        "def ask(q, **kwargs):\n    return llm.bind(**kwargs).invoke(q)\n",
        'bound = llm.bind(stop=["x"], **load())\ndef ask(q):\n    return bound.invoke(q)\n',
        "def ask(q, **kwargs):\n    return [each for each in llm.stream(q, stop=['x'], **kwargs)]\n",
    ],
)
def test_what_may_bring_a_body(used: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(Case("", MADE + used, ("DSM101 1 certain unsafe",), OFF, head=HEAD), tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "used",
    [
        "def ask(q):\n    return llm.invoke(q)\n",
        "def ask(q):\n    return llm.invoke(q, **{'stop': ['x']})\n",
        "def _ask(q, **kwargs):\n    return llm.invoke(q, **kwargs)\n_ask('hi', temperature=1)\n",
        "def ask(q, **kwargs):\n    return load(q, **kwargs)(llm)\n",
    ],
)
def test_what_brings_none(used: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(Case("", MADE + used, ("DSM101 1 certain safe",), OFF, head=HEAD), tmp_path, monkeypatch)


def test_a_model_that_needs_no_switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = MADE.replace(V31, R1) + "def ask(q, **kwargs):\n    return llm.invoke(q, **kwargs)\n"
    check(Case("", source, ("DSM101 1 certain safe",), {R1: NEW}, head=HEAD), tmp_path, monkeypatch)


SAID = MADE.replace("base_url=URL)", 'base_url=URL, extra_body={"enable_thinking": False})')
PREPARED = """from functools import partial
from openai import OpenAI
create = OpenAI(base_url=URL).chat.completions.create
ask = partial(create, model="deepseek-v3.1", extra_body={"enable_thinking": True})
"""


@pytest.mark.parametrize(
    "source,how",
    [
        (SAID + "def go(q, **kwargs):\n    return llm.invoke(q, **kwargs)\n", "1 certain unsafe"),
        (SAID + "def go(q):\n    return llm.invoke(q, stop=['x'])\n", "1 certain safe"),
        (PREPARED + "def go(q, **kwargs):\n    return ask(messages=q, **kwargs)\n", "4 certain unsafe"),
        (PREPARED + "def go(q):\n    return ask(messages=q, **{'stop': ['x']})\n", "4 certain safe"),
        (
            PREPARED.replace("3.1", "4-pro") + f"def go(q, **kwargs):\n    return create(model={V31}, **kwargs, messages=q)\n",
            "6 certain unpacked-arguments",
        ),
    ],
)
def test_what_may_take_the_place_of_a_switch(source: str, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    after = {} if "unpacked" in how else {V31: NEW}
    check(Case("", source, (f"DSM101 {how}",), after, head=HEAD), tmp_path, monkeypatch)


CLIENT = "from openai import OpenAI\ncreate = OpenAI(base_url=URL).chat.completions.create\n"
DEFAULT = "kwargs.setdefault('extra_body', {})\n"
ASK = "    return create(model='deepseek-v3.1', messages=q, **kwargs)\n"
NAMES = {"deepseek-v3.1": "qwen3.7-plus"}


@pytest.mark.parametrize(
    "source,how,after",
    [
        (f"def ask(q, **kwargs):\n    {DEFAULT}{ASK}", "unsafe", {"{})\n": "{'enable_thinking': False})\n"}),
        (f"def ask(q, **kwargs):\n    {DEFAULT}{ASK}".replace("{}", "{'enable_thinking': True}"), "unsafe", {}),
        (f"def _ask(q, **kwargs):\n    {DEFAULT}{ASK}_ask('', n=1)\n", "safe", {"{})\n": "{'enable_thinking': False})\n"}),
        (
            f"def ask(q, **kwargs):\n    kwargs.setdefault('n', 1)\n    kwargs['extra_body'] = {{}}\n{ASK}",
            "safe",
            {"= {}\n": "= {'enable_thinking': False}\n"},
        ),
    ],
)
def test_a_body_that_counts_where_none_is_given(
    source: str, how: str, after: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = 3 + source[: source.index("deepseek")].count("\n")
    found = (f"DSM101 {line} certain {how}",)
    check(Case("", CLIENT + source, found, {**NAMES, **after}, head=HEAD), tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "again,how,indent",
    [
        ("{**body, **x}", "unsafe", ""),
        ("body | x", "unsafe", ""),
        ("{**body, 'messages': x}", "safe", "    "),
    ],
)
def test_a_body_that_each_round_makes_anew(
    again: str, how: str, indent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (
        "import requests\nbody = {'model': 'deepseek-v3.1', 'messages': []}\n"
        f"for x in load():\n    body = {again}\n{indent}requests.post(URL + '/chat/completions', json=body)\n"
    )
    after = {**NAMES, "'messages': []}": "'messages': [], 'enable_thinking': False}"}
    check(Case("", source, (f"DSM101 2 certain {how}",), after, head=HEAD), tmp_path, monkeypatch)

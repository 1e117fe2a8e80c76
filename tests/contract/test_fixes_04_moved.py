"""Fixes 4 and 7: a misplaced switch keeps the value that its author wrote, and goes only where nothing else may say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

MODEL = '"deepseek-v3.1"'
NEW = {MODEL: '"qwen3.7-plus"'}
LANGCHAIN = """from langchain_openai import ChatOpenAI
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
"""
NATIVE = """from dashscope import Generation
"""


def moved(name: str, source: str, before: str, after: str, head: str | None = None, line: int = 1) -> Case:
    """A call whose switch goes from where it is to where it belongs."""
    found = (f"DSM101 {line} certain safe", f"DSM201 {line} certain safe")
    model = '"qwen3.7-max"' if head == NATIVE else NEW[MODEL]
    whole = {MODEL: model, before: after}
    return Case(name, source, found, whole) if head is None else Case(name, source, found, whole, head=head)


def kept(name: str, source: str, code: str, switch: int = 1, model: int = 1) -> Case:
    """A call that nobody can mend but a person."""
    return Case(name, source, (f"DSM101 {model} certain {code}", f"DSM201 {switch} certain {code}"))


SWITCH = "enable_thinking=False"
BODY = 'extra_body={"enable_thinking": False}'
CALL = f"create(model={MODEL}, messages=M, "
CASES = [
    moved("a keyword", f"{CALL}{SWITCH})\n", SWITCH, BODY),
    moved(
        "a keyword that may be null",
        f"def f(t=None):\n    {CALL}enable_thinking=t)\n",
        "enable_thinking=t",
        'extra_body={"enable_thinking": bool(t)}',
        None,
        2,
    ),
    moved(
        "a key of a query that keeps another",
        f'{CALL}extra_query={{"enable_thinking": False, "x": 1}})\n',
        'extra_query={"enable_thinking": False, "x": 1}',
        f'extra_query={{"x": 1}}, {BODY}',
    ),
    moved("said twice alike", f"{CALL}{SWITCH}, {BODY})\n", f"{SWITCH}, ", ""),
    kept(
        "said twice, with a reason inside what would go",
        f"{CALL}enable_thinking=(  # it is a short answer\n    False), {BODY})\n",
        "body-not-literal",
    ),
    moved(
        "in what is unpacked",
        f'kw = {{"model": {MODEL}, "messages": M, "enable_thinking": False}}\ncreate(**kw)\n',
        '"enable_thinking": False',
        '"extra_body": {"enable_thinking": False}',
    ),
    moved(
        "in what is unpacked, beside a body",
        f'kw = {{"model": {MODEL}, "messages": M, "enable_thinking": False, "extra_body": {{"top_k": 1}}}}\ncreate(**kw)\n',
        '"enable_thinking": False, "extra_body": {"top_k": 1}',
        '"extra_body": {"top_k": 1, "enable_thinking": False}',
    ),
    moved(
        "of a model that others call",
        f"ChatOpenAI(model={MODEL}, base_url=URL, {SWITCH}).invoke([])\n",
        SWITCH,
        BODY,
        LANGCHAIN,
    ),
    moved(
        "among what a model hands on",
        f'ChatOpenAI(model={MODEL}, base_url=URL, model_kwargs={{"enable_thinking": False, "x": 1}}).invoke([])\n',
        'model_kwargs={"enable_thinking": False, "x": 1}',
        f'model_kwargs={{"x": 1}}, {BODY}',
        LANGCHAIN,
    ),
    moved(
        "in another vendor's object",
        f'Generation.call(model={MODEL}, messages=[], {BODY}, result_format="message")\n',
        BODY,
        SWITCH,
        NATIVE,
    ),
    # What raises does so whoever answers; elsewhere nobody knows whether the switch is meant for the vendor at all.
    Case(
        "at another vendor",
        'create(model="deepseek-chat", messages=M, enable_thinking=False)\n',
        ("DSM201 1 certain unsafe",),
        {SWITCH: BODY},
        head='from openai import OpenAI\nM = []\ncreate = OpenAI(base_url="https://api.deepseek.com").chat.completions.create\n',
    ),
    kept("beside a body that may hold it", f"def f(b):\n    {CALL}{SWITCH}, extra_body=b)\n", "key-conflict", 2, 2),
    kept("beside keywords that may hold it", f"def f(**kw):\n    {CALL}{SWITCH}, **kw)\n", "unpacked-arguments", 2, 2),
    kept(
        "in a mapping that has a name",
        f'q = {{"enable_thinking": False, "x": 1}}\n{CALL}extra_query=q)\n',
        "body-not-literal",
        1,
        2,
    ),
    kept(
        "beside a body that has a name",
        f'b = {{"top_k": 1}}\n{CALL}extra_query={{"enable_thinking": False, "x": 1}}, extra_body=b)\n',
        "key-conflict",
        2,
        2,
    ),
    kept(
        "in what is unpacked, beside a body that has a name",
        f'b = {{"top_k": 1}}\nkw = {{"model": {MODEL}, "messages": M, "enable_thinking": False, "extra_body": b}}\n'
        "create(**kw)\n",
        "key-conflict",
        2,
        2,
    ),
    kept(
        "among other keys of what is unpacked",
        f'kw = {{"model": {MODEL}, "messages": M, "extra_query": {{"enable_thinking": False, "x": 1}}}}\ncreate(**kw)\n',
        "body-not-literal",
    ),
    kept(
        "set in a mapping of what is unpacked",
        f'kw = {{"model": {MODEL}, "messages": M, "extra_query": {{}}}}\n'
        'kw["extra_query"]["enable_thinking"] = False\ncreate(**kw)\n',
        "body-not-literal",
        2,
    ),
    kept(
        "set where it may be null",
        f'def f(t=None):\n    kw = {{"model": {MODEL}, "messages": M}}\n    kw["enable_thinking"] = t\n    create(**kw)\n',
        "body-not-literal",
        3,
        2,
    ),
    kept(
        "set beside a body that is passed",
        f'kw = {{"model": {MODEL}, "messages": M}}\nkw["enable_thinking"] = False\ncreate(**kw, extra_body={{"top_k": 1}})\n',
        "key-conflict",
        2,
    ),
    kept(
        "in what is unpacked, before what may hold the body",
        f'def f(**more):\n    create(**{{"model": {MODEL}, "messages": M, "enable_thinking": False, **more}})\n',
        "unpacked-arguments",
        2,
        2,
    ),
    kept(
        "in what is unpacked and filled from what may hold the body",
        f'def f(more):\n    kw = {{"model": {MODEL}, "messages": M, "enable_thinking": False, "extra_body": {{"top_k": 1}}}}\n'
        "    kw.update(more)\n    create(**kw)\n",
        "unpacked-arguments",
        2,
        2,
    ),
    moved(
        "in what is unpacked, beside what is known",
        f'MORE = {{"temperature": 0}}\ncreate(**{{"model": {MODEL}, "messages": M, "enable_thinking": False, **MORE}})\n',
        '"enable_thinking": False',
        '"extra_body": {"enable_thinking": False}',
        line=2,
    ),
    Case(
        "in a body, before what may hold it too",
        "import requests\ndef f(**more):\n"
        '    requests.post("https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", '
        f'json={{"model": {MODEL}, "messages": M, "extra_body": {{"enable_thinking": False}}, **more}})\n',
        tuple(f"{rule} 3 certain key-conflict" for rule in ("DSM101", "DSM201")),
        head="",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

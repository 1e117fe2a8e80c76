"""What generated programs (`tests/programs/`) brought to light, each as the smallest program that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

NATIVE = """from dashscope import Generation
M = [{"role": "user", "content": "hi"}]
"""
POST = """import requests
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
M = [{"role": "user", "content": "hi"}]
"""
TONGYI = """from langchain_community.chat_models import ChatTongyi
"""
AGNO = """from agno.models.dashscope import DashScope
"""
NEW = {'"deepseek-v3"': '"qwen3.7-plus"'}
CASES = [
    Case(
        "another vendor's words inside a mapping that DashScope sends as it is",
        'Generation.call(model="deepseek-v3.2", messages=M, result_format="message", '
        'extra_body={"thinking": {"type": "enabled"}})\n',
        ("DSM101 1 certain safe", "DSM203 1 certain safe"),
        {'"deepseek-v3.2"': '"qwen3.7-max"', 'extra_body={"thinking": {"type": "enabled"}}': "enable_thinking=True"},
        head=NATIVE,
    ),
    Case(
        "the same in `parameters`, where it is off",
        'Generation.call(model="deepseek-v3", messages=M, parameters={"thinking": {"type": "disabled"}})\n',
        ("DSM101 1 certain safe", "DSM203 1 certain safe"),
        {'"deepseek-v3"': '"qwen3.7-max"', 'parameters={"thinking": {"type": "disabled"}}': "enable_thinking=False"},
        head=NATIVE,
    ),
    Case(
        "another vendor's words in a mapping nested once too often",
        'create(model="deepseek-v3", messages=M, extra_body={"extra_body": {"thinking": {"type": "disabled"}}})\n',
        ("DSM101 1 certain safe", "DSM203 1 certain safe"),
        {**NEW, '{"extra_body": {"thinking": {"type": "disabled"}}}': '{"enable_thinking": False}'},
    ),
    Case(
        "and beside a key that stays",
        'create(model="deepseek-v3", messages=M, extra_body={"extra_body": {"thinking": {"type": "disabled"}, "a": 1}})\n',
        ("DSM101 1 certain safe", "DSM203 1 certain safe"),
        {
            **NEW,
            '{"extra_body": {"thinking": {"type": "disabled"}, "a": 1}}': '{"extra_body": {"a": 1}, "enable_thinking": False}',
        },
    ),
    Case(
        "a mapping that a caller may give as nothing, and that is only sometimes put into",
        "def call(thinking=False, **extra):\n"
        '    body = extra.pop("extra_body", {})\n    if thinking:\n        body["enable_thinking"] = True\n'
        '    create(model="deepseek-v3.2", messages=M, extra_body=body)\n',
        ("DSM101 5 certain safe",),
        {'"deepseek-v3.2"': '"qwen3.7-plus"', "extra_body=body": 'extra_body={"enable_thinking": False, **(body or {})}'},
    ),
    Case(
        "the same, always put into",
        "def call(**extra):\n"
        '    body = extra.pop("extra_body", {})\n    body["top_k"] = 1\n'
        '    create(model="deepseek-v3.2", messages=M, extra_body=body)\n',
        ("DSM101 4 certain safe",),
        {'"deepseek-v3.2"': '"qwen3.7-plus"', "extra_body=body": 'extra_body={"enable_thinking": False, **body}'},
    ),
    Case(
        "the fields of one of several objects of a data class",
        "from dataclasses import asdict, dataclass\n@dataclass\nclass Options:\n"
        '    model: str = "deepseek-v3"\n    temperature: float = 0.5\n'
        "options = Options()\nif os.environ.get('X'):\n    options = Options(temperature=1)\n"
        "create(messages=M, **asdict(options))\n",
        ("DSM101 4 certain safe",),
        {**NEW, "messages=M, **asdict": 'messages=M, extra_body={"enable_thinking": False}, **asdict'},
    ),
    Case(
        "a mapping that `or` takes, whatever stands behind it",
        'create(model="deepseek-v3", messages=M, extra_body={"enable_thinking": False} or {})\n',
        ("DSM101 1 certain safe",),
        NEW,
    ),
    Case(
        "a misplaced switch in a mapping that `or` takes",
        'Generation.call(model="deepseek-v3.2", messages=M, result_format="message", '
        'extra_body={"enable_thinking": True} or {})\n',
        ("DSM101 1 certain body-not-literal", "DSM201 1 certain body-not-literal"),
        head=NATIVE,
    ),
    Case(
        "another spelling in a mapping that loses its only key",
        'requests.post(URL, json={"model": "deepseek-v3.2", "messages": M, "extra_body": {"enableThinking": True}})\n',
        ("DSM101 1 certain safe", "DSM203 1 certain safe"),
        {'"deepseek-v3.2"': '"qwen3.7-plus"', '"extra_body": {"enableThinking": True}': '"enable_thinking": True'},
        head=POST,
    ),
    Case(
        "a switch said in words beside another key, where both go to another keyword",
        'ChatTongyi(model="deepseek-v3.2", extra_body={"enable_thinking": "true", "top_k": 3})\n',
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {
            '"deepseek-v3.2"': '"qwen3.7-max"',
            'extra_body={"enable_thinking": "true", "top_k": 3}': 'model_kwargs={"top_k": 3, "enable_thinking": True}',
        },
        head=TONGYI,
    ),
    Case(
        "a switch that is nothing, for the Responses API",
        'client.responses.create(model="deepseek-v3.2", input="hi", enable_thinking=None)\n',
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {'"deepseek-v3.2"': '"qwen3.7-plus"', "enable_thinking=None": 'extra_body={"enable_thinking": False}'},
    ),
    Case(
        "a parameter and the switch that go to two keywords, at the end of a call",
        'client.responses.create(model="deepseek-v3", input="hi", enable_search=True)\n',
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {**NEW, "enable_search=True": 'extra_body={"enable_search": True}, reasoning={"effort": "none"}'},
    ),
    Case(
        "a key whose string has letters before it",
        'requests.post(URL, json={"model": "deepseek-v3.2", "messages": M, "extra_body": {r"enable_thinking": True}})\n',
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {'"deepseek-v3.2"': '"qwen3.7-plus"', '"extra_body": {r"enable_thinking": True}': '"enable_thinking": True'},
        head=POST,
    ),
    Case(
        "another vendor's words as keywords of `dict`",
        'create(model="deepseek-v3", messages=M, extra_body=dict(thinking={"type": "disabled"}))\n',
        ("DSM101 1 certain safe", "DSM203 1 certain safe"),
        {**NEW, 'thinking={"type": "disabled"}': "enable_thinking=False"},
    ),
    Case(
        "a switch that may be None and goes from entry to entry",
        "def ask(deep=None):\n"
        '    given = {"model": "deepseek-v3.1", "messages": M, "chat_template_kwargs": {"enable_thinking": deep}}\n'
        "    return create(**given)\nask()\nask(True)\n",
        ("DSM101 2 certain choice-needed", "DSM203 2 certain choice-needed"),
    ),
    Case(
        "an argument that the call gives twice",
        'given = {"enable_thinking": True}\ncreate(model="deepseek-v3.2", messages=M, enable_thinking=True, **given)\n',
        ("DSM101 2 certain choice-needed", "DSM201 1 certain choice-needed"),
    ),
    *(
        Case(
            f"a switch that may be None, out of {holder[:11]}",
            f'flag = True if len(M) < 3 else None\nDashScope(id="deepseek-v3.1", extra_body={holder})\n',
            ("DSM101 2 certain safe", "DSM201 2 certain safe"),
            {'"deepseek-v3.1"': '"qwen3.7-plus"', f"extra_body={holder}": "enable_thinking=bool(flag)"},
            head="M = []\n" + AGNO,
        )
        for holder in (
            "dict(enable_thinking=flag)",
            'dict(parameters={"enable_thinking": flag})',
            "{'parameters': dict(enable_thinking=flag)}",
        )
    ),
    Case(
        "None where the class would say off by itself",
        'DashScope(id="deepseek-v3", enable_thinking=None)\n',
        ("DSM101 1 certain safe",),
        {**NEW, "None": "False"},
        head=AGNO,
    ),
    Case(
        "a parameter that has to move though the model ignores it: that is told before",
        'create(model="deepseek-v4-flash", messages=M, top_k=3)\n',
        ("DSM201 1 certain safe", "DSM303 1 possible choice-needed"),
        {"top_k=3": 'extra_body={"top_k": 3}'},
        quiet=("DSM301",),
    ),
    Case(
        "one that the retired model ignored as its replacement does",
        'create(model="deepseek-v3", messages=M, extra_body={"top_k": 3})\n',
        ("DSM101 1 certain safe", "DSM303 1 possible choice-needed"),
        {'"deepseek-v3"': '"deepseek-v4-flash"', '{"top_k": 3}': '{"top_k": 3, "enable_thinking": False}'},
        ("--to", "deepseek-v4-flash"),
        quiet=(),
    ),
    Case(
        "one that the retired model obeyed and its replacement ignores",
        'create(model="deepseek-v3", messages=M, repetition_penalty=1.1)\n',
        ("DSM101 1 certain choice-needed", "DSM201 1 certain choice-needed"),
        options=("--to", "deepseek-v4-flash"),
        quiet=(),
    ),
    Case(
        "another vendor's words that go to that vendor stay, and are promised to stay",
        'create = OpenAI(base_url="https://api.deepseek.com").responses.create\n'
        'create(model="qwen-plus", input="x", top_k=3, extra_body={"chat_template_kwargs": {"enable_thinking": True}})\n',
        ("DSM201 2 certain unsafe",),
        {"top_k=3, ": "", "True}}": 'True}, "top_k": 3}'},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_contract_holds(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


REQUESTS = [
    ('DashScope(id="deepseek-v3", enable_thinking=None)\n', AGNO, "enable_thinking", None, False),
    (
        'b = {"top_k": 3}\ncreate(model="deepseek-v3", messages=[], extra_body={"extra_body": b})\n',
        Case("", "").head,
        "extra_body",
        {"top_k": 3},
        {},
    ),
]


@pytest.mark.parametrize("source, head, key, before, after", REQUESTS, ids=["none", "a mapping that is left empty"])
def test_the_requests_are_what_is_sent(source: str, head: str, key: str, before: object, after: object) -> None:
    from tests.programs.promise import treat

    found = next(each for each in treat((head + source).encode()).report.findings if each.rule == "DSM101")
    assert found.request is not None
    assert found.request.before is not None
    assert found.request.after is not None
    bodies = (found.request.before.body, found.request.after.body)
    assert [body.get(key) for body in bodies if isinstance(body, dict)] == [before, after]

"""Fixes 2 to 4: thinking stays as it was, an explicit switch is kept, a misplaced one counts as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

NEW = {'"deepseek-v3.2"': '"qwen3.7-plus"'}
UNDER = 'extra_body={"enable_thinking": False, **'
LINE = "\n"
OPTIONS = "import argparse\np = argparse.ArgumentParser()\n"
BOOL = "bool(p.parse_args().on)"
CASES = [
    Case(
        "a body that two changes would make in two places",
        'given = dict(enable_search=True)\ncreate(**given, model="deepseek-v3", messages=M)\n',
        ("DSM101 2 certain key-conflict", "DSM201 1 certain key-conflict"),
    ),
    Case(
        "two moves that would make it in two places",
        'given = {"enable_search": True}\ncreate(model="qwen3.7-plus", messages=M, top_k=3, **given)\n',
        ("DSM201 1 certain key-conflict", "DSM201 2 certain key-conflict"),
    ),
    Case(
        "the vendor's words for what nobody knows",
        'def ask(x):\n    create(model="deepseek-v3.2", messages=M, extra_body={"thinking": {"type": x}})\n',
        ("DSM101 2 certain choice-needed", "DSM203 2 certain choice-needed"),
    ),
    Case(
        "nothing said at the older place of the Responses API",
        'client.responses.create(model="deepseek-v3", input="Hello", extra_body={"enable_thinking": None})\n',
        ("DSM101 1 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "None": "False"},
    ),
    Case(
        "said twice in wrong places, and differently",
        'create(model="deepseek-v3.2", messages=M, enable_thinking=True, extra_query={"enable_thinking": False})\n',
        ("DSM101 1 certain choice-needed", "DSM201 1 certain choice-needed"),
    ),
    Case(
        "said twice in wrong places, and alike",
        'create(model="deepseek-v3.2", messages=M, enable_thinking=True, extra_query={"enable_thinking": True, "a": 1})\n',
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {
            **NEW,
            'enable_thinking=True, extra_query={"enable_thinking": True, "a": 1}': 'extra_body={"enable_thinking": True}, '
            'extra_query={"a": 1}',
        },
    ),
    Case(
        "said twice in wrong places by something that may differ",
        'create(model="deepseek-v3.2", messages=M, enable_thinking=f(), extra_query={"enable_thinking": f()})\n',
        ("DSM101 1 certain choice-needed", "DSM201 1 certain choice-needed"),
    ),
    Case(
        "said in two other vendors' words",
        'create(model="deepseek-v3.2", messages=M, extra_body={"chat_template_kwargs": {"enable_thinking": True}, '
        '"thinking": {"type": "enabled"}})\n',
        ("DSM101 1 certain safe", "DSM203 1 certain safe"),
        {
            **NEW,
            'extra_body={"chat_template_kwargs": {"enable_thinking": True}, "thinking": {"type": "enabled"}}': (
                'extra_body={"enable_thinking": True}'
            ),
        },
    ),
    Case(
        "said in two other vendors' words that contradict each other",
        'create(model="deepseek-v3.2", messages=M, extra_body={"chat_template_kwargs": {"enable_thinking": True}, '
        '"thinking": {"type": "disabled"}})\n',
        ("DSM101 1 certain choice-needed", "DSM203 1 certain choice-needed"),
    ),
    Case(
        "a switch in one of two bodies",
        'def ask(on):\n    create(model="deepseek-v3.2", messages=M, extra_body={"enable_thinking": True} if on else None)\n',
        ("DSM101 2 certain safe",),
        {
            **NEW,
            'extra_body={"enable_thinking": True} if on else None)': UNDER
            + '(({"enable_thinking": True} if on else None) or {})})',
        },
    ),
    Case(
        "a body that may be nothing",
        """def ask(on):
    body = None
    if on:
        body = {"enable_thinking": True}
    create(model="deepseek-v3.2", messages=M, extra_body=body)
""",
        ("DSM101 5 certain safe",),
        {**NEW, "extra_body=body": UNDER + "(body or {})}"},
    ),
    Case(
        "a key that is only sometimes set",
        """def ask(on):
    body = {}
    if on:
        body["enable_thinking"] = True
    create(model="deepseek-v3.2", messages=M, extra_body=body)
""",
        ("DSM101 5 certain safe",),
        {**NEW, "extra_body=body": UNDER + "body}"},
    ),
    Case(
        "a body that is only sometimes given",
        """def ask(on):
    given = {"model": "deepseek-v3.2", "messages": M}
    if on:
        given["extra_body"] = {"enable_thinking": True}
    create(**given)
""",
        ("DSM101 2 certain safe",),
        {'"deepseek-v3.2", "messages": M': '"qwen3.7-plus", "messages": M, "extra_body": {"enable_thinking": False}'},
    ),
    Case(
        "a body that is only sometimes given, without the switch",
        """def ask(on):
    given = {"model": "deepseek-v3.2", "messages": M}
    if on:
        given["extra_body"] = {"top_k": 5}
    create(**given)
""",
        ("DSM101 2 certain body-not-literal",),
    ),
    Case(
        "a body put into what a function made",
        """def given():
    return {"model": "deepseek-v3.2", "messages": M}
def ask(on):
    keywords = given()
    keywords["extra_body"] = {"enable_thinking": on}
    create(**keywords)
""",
        ("DSM101 2 certain safe",),
        NEW,
    ),
    Case(
        "a copy that replaces the body of what others send too",
        """BASE = {"model": "deepseek-v3.2", "messages": M}
def ask():
    given = BASE.copy()
    given["extra_body"] = {"top_k": 3}
    create(**given)
def tell():
    create(**BASE)
""",
        ("DSM101 1 certain shared-value",),
    ),
    Case(
        "a keyword put into what a caller gives",
        """def ask(given=None):
    given = given or {}
    given["enable_thinking"] = True
    create(model="deepseek-v3.2", messages=M, **given)
""",
        ("DSM101 4 certain choice-needed", "DSM201 3 certain choice-needed"),
    ),
    Case(
        "a body of the caller, who may be known or not",
        """def ask(q, extra=None):
    create(model="deepseek-v3.2", messages=q, extra_body=extra)
ask(M)
ask(M, extra={"enable_thinking": True})
""",
        ("DSM101 2 certain safe",),
        {**NEW, "extra_body=extra)": UNDER + "(extra or {})})"},
    ),
    *(
        Case(
            f"a parameter of type {kind}",
            f"import typing\ndef ask(on: {kind}):\n"
            '    create(model="deepseek-v3.2", messages=M, extra_body={"enable_thinking": on})\n',
            ("DSM101 3 certain safe",),
            {**NEW, '"enable_thinking": on': f'"enable_thinking": {written}'},
        )
        for kind, written in (
            ("bool | None", "bool(on)"),
            ("None | bool", "bool(on)"),
            ("typing.Optional[bool]", "bool(on)"),
            ("typing.Union[bool, None]", "bool(on)"),
            ("'bool | None'", "bool(on)"),
            ("bool", "on"),
            ("object", "on"),
        )
    ),
    *(
        Case(
            name,
            f'{source}create(model="deepseek-v3.2", messages=M, extra_body={{"enable_thinking": {value}}})\n',
            (f"DSM101 {source.count(LINE) + 1} certain safe",),
            {**NEW, f'"enable_thinking": {value}': f'"enable_thinking": {written or value}'},
        )
        for name, source, value, written in (
            ("an option without a default", OPTIONS + 'p.add_argument("--on", type=bool)\n', "p.parse_args().on", BOOL),
            ("an option that is a switch", OPTIONS + 'p.add_argument("--on", action="store_true")\n', "p.parse_args().on", ""),
            (
                "the next one, if any",
                "",
                "next((x for x in [True] if os.sep), None)",
                "bool(next((x for x in [True] if os.sep), None))",
            ),
            ("what a function may give", "def on():\n  if os.sep:\n    return True\n", "on()", "bool(on())"),
            ("what a function may leave out", "def on():\n  if os.sep:\n    return\n  return True\n", "on()", "bool(on())"),
        )
    ),
    *(
        Case(
            f"a switch in brackets that may be None, moved: {given}",
            f'create(model="deepseek-v3.2", messages=M, {given})\n',
            ("DSM101 1 certain safe", "DSM201 1 certain safe"),
            {**NEW, given: f'extra_body={{"enable_thinking": bool(None if os.sep else {rest})}}'},
        )
        for given, rest in (
            ("enable_thinking=(None if os.sep else False)", "False"),
            ('extra_query={"enable_thinking": (None if os.sep else True)}', "True"),
            ("enable_thinking=(None if os.sep else (False))", "(False)"),
        )
    ),
    Case(
        "a body that a function of somebody else's gives",
        'from extra import build\ncreate(model="deepseek-v3.2", messages=M, extra_body=build(M))\n',
        ("DSM101 2 certain safe",),
        {**NEW, "extra_body=build(M))": UNDER + "(build(M) or {})})"},
    ),
    Case(
        "a body that a function gives",
        'def build():\n    return {"top_k": 3}\ncreate(model="deepseek-v3.2", messages=M, extra_body=build())\n',
        ("DSM101 3 certain safe",),
        {**NEW, "extra_body=build())": UNDER + "build()})"},
    ),
    Case(
        "a parameter moved to a body that a function gives",
        'def build():\n    return {"top_k": 3}\n'
        'create(model="deepseek-v3.2", messages=M, extra_body=build(), enable_thinking=True)\n',
        ("DSM101 3 certain safe", "DSM201 3 certain safe"),
        {**NEW, "extra_body=build(), enable_thinking=True)": 'extra_body={**build(), "enable_thinking": True})'},
    ),
    Case(
        "an always thinking model told not to in one of two bodies",
        'def ask(on):\n    create(model="deepseek-r1", messages=M, extra_body={"enable_thinking": False} if on else {})\n',
        ("DSM101 2 certain unsafe",),
        {'"deepseek-r1"': '"qwen3.7-plus"'},
    ),
    Case(
        "nothing in the wrong place becomes off in the right one",
        'create(model="deepseek-v3.2", messages=M, enable_thinking=None)\n',
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {**NEW, "enable_thinking=None": 'extra_body={"enable_thinking": False}'},
    ),
    Case(
        "a look-up that may find nothing",
        "def ask(settings):\n"
        '    create(model="deepseek-v3.2", messages=M, extra_body={"enable_thinking": settings.get("think")})\n',
        ("DSM101 2 certain safe",),
        {**NEW, 'settings.get("think")': 'bool(settings.get("think"))'},
    ),
    Case(
        "a parameter that may be None on a model that always thought",
        'def ask(on=None):\n    create(model="deepseek-r1", messages=M, extra_body={"enable_thinking": on})\n',
        ("DSM101 2 certain choice-needed",),
    ),
    Case(
        "on in the query",
        'create(model="deepseek-v3.2", messages=M, extra_query={"enable_thinking": True})\n',
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {**NEW, "extra_query": "extra_body"},
    ),
    Case(
        "on as text in the metadata",
        'create(model="deepseek-v3.2", messages=M, metadata={"enable_thinking": "true"})\n',
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {**NEW, 'metadata={"enable_thinking": "true"}': 'extra_body={"enable_thinking": True}'},
    ),
    Case(
        "the same in the right place and in a wrong one works by accident",
        "from dashscope import Generation\n"
        'Generation.call(model="qwen-plus", messages=M, enable_thinking=True, extra_body={"enable_thinking": True})\n',
        ("DSM201 2 possible safe",),
        {', extra_body={"enable_thinking": True}': ""},
        status=0,
    ),
    Case(
        "another SDK's client that asks for messages by itself",
        "from dashscope import Client\nc = Client()\n"
        'c.chat.completions.create(model="deepseek-v3.2", messages=M, extra_body={"enable_thinking": True})\n',
        ("DSM101 3 certain safe", "DSM201 3 certain safe"),
        {'"deepseek-v3.2"': '"qwen3.7-max"', 'extra_body={"enable_thinking": True}': "enable_thinking=True"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

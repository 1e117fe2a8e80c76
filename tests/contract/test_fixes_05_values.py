"""Fixes 5: a switch is added only where every value that the model can take is known and needs the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

OFF = ', extra_body={"enable_thinking": False})'
CLIENT = """from openai import OpenAI
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
"""
BASE = """class Base:
    model = "deepseek-v3"
    def ask(self, q):
        return create(model=self.model, messages=q)
"""
CASES = [
    Case(
        "an heir sets a model that needs something else",
        BASE + 'class Heir(Base):\n    model = "deepseek-r1"\n',
        ("DSM101 2 certain shared-value", "DSM101 6 certain shared-value"),
    ),
    Case(
        "an object is given a model that needs something else",
        BASE + 'b = Base()\nb.model = "deepseek-r1"\nb.ask(M)\n',
        ("DSM101 2 certain shared-value", "DSM101 6 certain shared-value"),
    ),
    Case(
        "an heir's object is given a model that needs something else",
        BASE + 'class Heir(Base):\n    pass\nb = Heir()\nb.model = "deepseek-r1"\n',
        ("DSM101 2 certain shared-value", "DSM101 8 certain shared-value"),
    ),
    Case(
        "an object of another class is given a model",
        BASE + 'class Other:\n    model = ""\nother = Other()\nother.model = "qwen-plus"\n',
        ("DSM101 2 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "messages=q)": "messages=q" + OFF},
    ),
    Case(
        "a property that can be set",
        'class P:\n    @property\n    def model(self):\n        return "deepseek-r1"\n'
        "    @model.setter\n    def model(self, value):\n        self.other = value\n"
        "create(model=P().model, messages=M)\n",
        ("DSM101 4 certain safe",),
        {'"deepseek-r1"': '"qwen3.7-plus"'},
    ),
    Case(
        "settings that another module fills in by hand",
        "from conf import config\ncreate(model=config.model, messages=M)\n",
        ("DSM101 conf.py:4 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "config.model, messages=M)": "config.model, messages=M" + OFF},
        files={"conf.py": 'class Config:\n    pass\nconfig = Config()\nconfig.model = "deepseek-v3"\n'},
    ),
    Case(
        "an object that its class makes by hand",
        "class Only:\n    one = None\n    def __new__(cls):\n        if cls.one is None:\n"
        "            cls.one = super().__new__(cls)\n            cls.one.create = client.chat.completions.create\n"
        '            cls.one.model = "deepseek-v3"\n        return cls.one\n'
        "    def ask(self, q):\n        return self.create(model=self.model, messages=q)\n",
        ("DSM101 7 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "messages=q)": "messages=q" + OFF},
    ),
    *(
        Case(
            f"a model that {who} may give",
            f'from conf import {name}\ncreate(model={value} or "deepseek-v3", messages=M)\n',
            ("DSM101 2 certain unsafe",),
            {'"deepseek-v3"': '"qwen3.7-plus"', "messages=M)": "messages=M" + OFF},
        )
        for who, name, value in (
            ("another package", "MODEL", "MODEL"),
            ("another package's function", "pick", "pick()"),
            ("another package's object", "Settings", "Settings().model"),
        )
    ),
    Case(
        "a model that another package may give, and that needs no switch",
        'from conf import MODEL\ncreate(model=MODEL or "deepseek-r1", messages=M)\n',
        ("DSM101 2 certain safe",),
        {'"deepseek-r1"': '"qwen3.7-plus"'},
    ),
    Case(
        "an heir sets a model that needs the same",
        BASE + 'class Heir(Base):\n    model = "deepseek-v3.1"\n',
        ("DSM101 2 certain safe", "DSM101 6 certain safe"),
        {'"deepseek-v3"': '"qwen3.7-plus"', '"deepseek-v3.1"': '"qwen3.7-plus"', "messages=q)": "messages=q" + OFF},
    ),
    Case(
        "heirs bring endpoint and model together",
        """from abc import ABC
class Base(ABC):
    def __init__(self):
        self.client = OpenAI(base_url=self.url)
    def ask(self, q):
        return self.client.chat.completions.create(model=self.model, messages=q)
class Ours(Base):
    url, model = "https://dashscope.aliyuncs.com/compatible-mode/v1", "deepseek-r1"
class Theirs(Base):
    url, model = "https://api.lkeap.cloud.tencent.com/v1", "deepseek-v3.1"
""",
        ("DSM101 8 certain safe",),
        {'"deepseek-r1"': '"qwen3.7-plus"'},
    ),
    Case(
        "an inherited constructor",
        """class Base:
    def __init__(self, model, url):
        self.model = model
        self.client = OpenAI(base_url=url)
    def ask(self, q):
        return self.client.chat.completions.create(model=self.model, messages=q)
class Ours(Base):
    def __init__(self):
        super().__init__("deepseek-v3.2", "https://dashscope.aliyuncs.com/compatible-mode/v1")
class Theirs(Base):
    def __init__(self):
        super().__init__(model="deepseek-v3.1", url="https://api.lkeap.cloud.tencent.com/v1")
""",
        ("DSM101 9 certain shared-value",),
    ),
    Case(
        "a prepared call of which one use names another model",
        """from functools import partial
ask = partial(create, model="deepseek-v3.2", messages=M)
ask()
ask(model="qwen-plus")
""",
        ("DSM101 2 certain shared-value",),
    ),
    Case(
        "a prepared call whose uses agree",
        """from functools import partial
ask = partial(create, model="deepseek-v3.2")
ask(messages=M)
ask(messages=M, stream=True)
""",
        ("DSM101 2 certain safe",),
        {'model="deepseek-v3.2")': 'model="qwen3.7-plus"' + OFF},
    ),
    Case(
        "a key that only run time knows, with values that need different things",
        'MODELS = {"fast": "deepseek-v3.2", "deep": "deepseek-r1"}\ndef ask(kind):\n    create(model=MODELS[kind], messages=M)\n',
        ("DSM101 1 certain shared-value",),
    ),
    Case(
        "a key that only run time knows, where the rename alone is right",
        'MODELS = {"deep": "deepseek-r1", "fast": "qwen-plus"}\ndef ask(kind):\n    create(model=MODELS[kind], messages=M)\n',
        ("DSM101 1 certain safe",),
        {'"deepseek-r1"': '"qwen3.7-plus"'},
    ),
    Case(
        "pairs of a mapping",
        'for name, model in {"a": "deepseek-v3"}.items():\n    create(model=model, messages=M)\n',
        ("DSM101 1 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "messages=M)": "messages=M" + OFF},
    ),
    Case(
        "providers in a mapping",
        """PROVIDERS = {
    "ours": {"url": "https://dashscope.aliyuncs.com/compatible-mode/v1", "model": "deepseek-r1"},
    "theirs": {"url": "https://api.lkeap.cloud.tencent.com/v1", "model": "deepseek-r1"},
}
for name, each in PROVIDERS.items():
    OpenAI(base_url=each["url"]).chat.completions.create(model=each["model"], messages=M)
""",
        ("DSM101 2 certain safe",),
        {'compatible-mode/v1", "model": "deepseek-r1"': 'compatible-mode/v1", "model": "qwen3.7-plus"'},
    ),
    Case(
        "a keyword with a default taken from a keyword mapping",
        'def ask(**given):\n    create(model=given.pop("model", "deepseek-v3.2"), messages=M)\nask()\n',
        ("DSM101 2 certain unsafe",),
        {'"deepseek-v3.2"': '"qwen3.7-plus"', "messages=M)": "messages=M" + OFF},
    ),
    Case(
        "callers that hand keywords on",
        """def ask(q, **more):
    create(messages=q, **more)
ask(M, model="deepseek-v3.2")
ask(M, model="deepseek-r1")
""",
        ("DSM101 3 certain safe", "DSM101 4 certain safe"),
        {'"deepseek-v3.2")': '"qwen3.7-plus"' + OFF, '"deepseek-r1"': '"qwen3.7-plus"'},
    ),
    Case(
        "a model in another file than the call, neither of which names the other's",
        "from config import MODEL, client\nclient.chat.completions.create(model=MODEL, messages=[])\n",
        ("DSM101 config.py:3 certain safe",),
        {'"deepseek-v3.2"': '"qwen3.7-plus"', "messages=[])": "messages=[]" + OFF},
        files={"config.py": CLIENT + 'MODEL = "deepseek-v3.2"\n'},
        head="",
    ),
    Case(
        "everything of a module",
        "from config import *\nclient.chat.completions.create(model=MODEL, messages=[])\n",
        ("DSM101 config.py:3 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "messages=[])": "messages=[]" + OFF},
        files={"config.py": CLIENT + 'MODEL = "deepseek-v3"\n'},
        head="",
    ),
    Case(
        "a model in a file that is no PATH",
        "from config import MODEL, client\nclient.chat.completions.create(model=MODEL, messages=[])\n",
        ("DSM101 2 certain outside-paths",),
        files={"config.py": CLIENT + 'MODEL = "deepseek-v3.2"\n'},
        head="",
        paths=("main.py",),
    ),
    Case(
        "the environment may supply another: unsafe with a switch",
        'create(model=os.getenv("MODEL", "deepseek-v3.2"), messages=M)\n',
        ("DSM101 1 certain unsafe",),
        {'"deepseek-v3.2"': '"qwen3.7-plus"', "messages=M)": "messages=M" + OFF},
    ),
    Case(
        "a caller may supply another, and the switch is only sometimes given",
        """class Bot:
    def __init__(self, model=None):
        self.model = model or "deepseek-v3.1"
    def ask(self, think=False):
        given = dict(model=self.model, messages=M)
        if think:
            given["enable_thinking"] = True
        create(**given)
""",
        ("DSM101 3 certain unsafe", "DSM201 7 certain unsafe"),
        {
            '"deepseek-v3.1"': '"qwen3.7-plus"',
            "messages=M)\n        if": 'messages=M, extra_body={"enable_thinking": False})\n        if',
            'given["enable_thinking"]': 'given["extra_body"]["enable_thinking"]',
        },
    ),
    Case(
        "the environment may supply another: safe without one",
        'create(model=os.getenv("MODEL") or "deepseek-r1", messages=M)\n',
        ("DSM101 1 certain safe",),
        {'"deepseek-r1"': '"qwen3.7-plus"'},
    ),
    Case(
        "one value on two interfaces",
        'from dashscope import Generation\nMODEL = "deepseek-v3"\ncreate(model=MODEL, messages=M)\n'
        'Generation.call(model=MODEL, messages=M, result_format="message")\n',
        ("DSM101 2 certain shared-value",),
    ),
    Case(
        "one value on two interfaces, and a replacement that serves both",
        'from dashscope import Generation\nMODEL = "deepseek-v3"\ncreate(model=MODEL, messages=M)\n'
        'Generation.call(model=MODEL, messages=M, result_format="message")\n',
        ("DSM101 2 certain safe",),
        {
            '"deepseek-v3"': '"deepseek-v4-flash"',
            "messages=M)": "messages=M" + OFF,
            'result_format="message")': 'result_format="message", enable_thinking=False)',
        },
        ("--to", "deepseek-v4-flash"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

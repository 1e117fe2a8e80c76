"""Classes that inherit from an SDK's and say in their body what a call does not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
OFF = 'extra_body={"enable_thinking": False}'
OURS = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
HEAD = "from pydantic import Field\nfrom langchain_openai import ChatOpenAI\n"
CHAT = f"class LLM(ChatOpenAI):\n    model_name: str = {{}}\n    openai_api_base: str = {OURS}\n"


CASES = [
    Case(
        "a model that always thought", CHAT.format(R1) + "LLM().invoke('hi')\n", ("DSM101 2 certain safe",), {R1: NEW}, head=HEAD
    ),
    Case(
        "a model that did not think, made in another file",
        'from llms import LLM\nLLM().invoke("hi")\nLLM(temperature=0).invoke("hi")\n',
        ("DSM101 llms.py:4 certain safe",),
        {V3: NEW, "LLM()": f"LLM({OFF})", "temperature=0": f"temperature=0, {OFF}"},
        files={"llms.py": HEAD + CHAT.format(V3)},
        head="",
    ),
    Case(
        "a class between, and fields with further words",
        f"class Ours(ChatOpenAI):\n    openai_api_base: str = Field(default={OURS}, alias='base_url')\n"
        f"class LLM(Ours):\n    model_name: str = Field(default={R1}, alias='model')\nLLM().invoke('hi')\n",
        ("DSM101 4 certain safe",),
        {R1: NEW},
        head=HEAD,
    ),
    Case(
        "a body of the class's own",
        CHAT.format(V3) + "    extra_body: dict = {'top_k': 5}\nLLM().invoke('hi')\n",
        ("DSM101 2 certain safe",),
        {V3: NEW, "{'top_k': 5}": "{'top_k': 5, 'enable_thinking': False}"},
        head=HEAD,
    ),
    Case(
        "a body of the class's own that a call with another model has too",
        CHAT.format(V3) + "    extra_body: dict = {'top_k': 5}\nLLM().invoke('hi')\nLLM(model='qwen-max').invoke('hi')\n",
        ("DSM101 2 certain shared-value",),
        head=HEAD,
    ),
    Case(
        "an attribute that goes by the name of what it is given",
        f"from openai import OpenAI\nclient = OpenAI(base_url={OURS})\nclass A:\n    client: OpenAI = client\n"
        f"    def ask(self):\n        return self.client.chat.completions.create(model={R1}, messages=[])\n",
        ("DSM101 6 certain safe",),
        {R1: NEW},
        head="",
    ),
    Case(
        "a base class with a type parameter, whose heir has model and client",
        "from typing import Generic, TypeVar\nfrom openai import OpenAI\nT = TypeVar('T')\nclass Base(Generic[T]):\n"
        "    def ask(self):\n        return self.client.chat.completions.create(model=self.model, messages=[])\n"
        f"class Ali(Base[str]):\n    model = {R1}\n    def __init__(self):\n        self.client = OpenAI(base_url={OURS})\n",
        ("DSM101 8 certain safe",),
        {R1: NEW},
        head="",
    ),
    Case(
        "a property of one of two objects",
        "from openai import OpenAI\nclass Service:\n    def __init__(self, url):\n        self.url = url\n    @property\n"
        "    def client(self):\n        return OpenAI(base_url=self.url)\n"
        f"ours, theirs = Service({OURS}), Service('https://api.deepseek.com')\n"
        f"ours.client.chat.completions.create(model={R1}, messages=[])\n"
        "theirs.client.chat.completions.create(model='deepseek-r1', messages=[])\n",
        ("DSM101 9 certain safe",),
        {R1: NEW},
        head="",
    ),
    Case(
        "a call that names another model",
        CHAT.format(V3) + "LLM(model='qwen-max').invoke('hi')\n",
        ("DSM102 2 possible unknown-endpoint",),
        head=HEAD,
    ),
    Case(
        "fields that reach nothing",
        CHAT.format(V3).replace("model_name", "model") + "LLM()\n",
        ("DSM102 2 possible unknown-endpoint",),
        head=HEAD,
    ),
    Case("somebody else's host", CHAT.format(R1).replace(OURS, '"https://api.deepseek.com"') + "LLM().invoke('hi')\n", head=HEAD),
    Case(
        "arguments that are handed up unseen",
        CHAT.format(V3) + "    def __init__(self, **more):\n        super().__init__(**more)\nLLM().invoke('hi')\n",
        ("DSM101 2 certain unpacked-arguments",),
        head=HEAD,
    ),
    *(
        Case(
            f"the class that comes first counts: {bases}",
            f"{CHAT.format(R1)}class Kind({inherits}):\n    model_name: str = {V3}\nclass Other(LLM):\n    pass\n"
            f"class Ours({bases}):\n    pass\nOurs().invoke('hi')\n",
            ("DSM102 2 possible unknown-endpoint", "DSM101 5 certain safe"),
            {V3: NEW, "Ours().": f"Ours({OFF})."},
            head=HEAD,
        )
        for inherits, bases in (("LLM", "Kind, Other"), ("LLM", "Other, Kind"), ("object", "Kind, LLM"))
    ),
    Case(
        "the class that comes last does not",
        f"{CHAT.format(R1)}class Kind:\n    model_name: str = {V3}\nclass Ours(LLM, Kind):\n    pass\nOurs().invoke('hi')\n",
        ("DSM101 2 certain safe", "DSM102 5 possible unknown-endpoint"),
        {R1: NEW},
        head=HEAD,
    ),
    Case(
        "a field that is another one on some days",
        f"{CHAT.format(R1)}    if Field:\n        model_name = 'qwen-plus'\nLLM().invoke('hi')\n",
        ("DSM102 2 possible unknown-endpoint",),
        head=HEAD,
    ),
    Case(
        "the native interface, with the switch as it was",
        f"class LLM(ChatTongyi):\n    model_name: str = {V3}\n    model_kwargs: dict = {{'enable_thinking': False}}\n"
        "LLM().invoke('hi')\n",
        ("DSM101 2 certain safe",),
        {V3: '"qwen3.7-max"'},
        head="from langchain_community.chat_models import ChatTongyi\n",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_class_fields(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

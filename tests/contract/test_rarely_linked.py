"""Linking where programs seldom go: odd classes, callers, settings, endpoints and keys, each with what is known in the end."""

# ruff: noqa: E501 - programs in one line
from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import HEAD, Case, check

ENDPOINT = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
PLUS, V3, V31, V32, R1 = '"qwen3.7-plus"', '"deepseek-v3"', '"deepseek-v3.1"', '"deepseek-v3.2"', '"deepseek-r1"'
OFF = 'extra_body={"enable_thinking": False}'
ASK = "create(model={}, messages=M)\n"


def shared(name: str, source: str, *lines: str, files: dict[str, str] | None = None, head: str = HEAD) -> Case:
    """One call of models that need different things."""
    return Case(name, source, tuple(f"DSM101 {line} shared-value" for line in lines), files=files or {}, head=head)


def safe(
    name: str,
    source: str,
    *lines: int,
    after: dict[str, str] | None = None,
    files: dict[str, str] | None = None,
    how: str = "certain safe",
) -> Case:
    """A rename, with the switch where `after` says so."""
    models = {old: PLUS for old in (V3, V31, V32, R1) if old in source}
    return Case(name, source, tuple(f"DSM101 {line} {how}" for line in lines), {**(after or {}), **models}, files=files or {})


def at(
    name: str, endpoint: str, found: str, files: dict[str, str] | None = None, head: str = "", options: tuple[str, ...] = ()
) -> Case:
    """Where a call goes: what is found, in words."""
    source = f"from openai import OpenAI\nimport os, sys\nfrom other import load\nclient = OpenAI({endpoint})\nclient.chat.completions.create(model={R1}, messages=[])\n"
    found = "DSM102 5 possible unknown-endpoint" if found == "unknown" else f"DSM101 5 {found}" if found else ""
    after = {R1: PLUS} if "safe" in found or "unsafe" in found else {}
    return Case(name, head + source, (found,) if found else (), after, options, files or {}, head="")


SETTINGS = "from pydantic_settings import BaseSettings, SettingsConfigDict\n"
CASES = [
    # Classes and their heirs.
    shared(
        "heirs that say another model",
        f"class Base:\n    model = {V3}\n    def go(self):\n        {ASK.format('self.model')}class A(Base):\n    model = {R1}\nclass B(A):\n    pass\nclass C(Base):\n    model: str = None\nB().go()\n",
        "2 certain",
        "6 certain",
    ),
    shared(
        "what constructors hand up",
        f"class Base:\n    def __init__(self, model):\n        self.model = model\n    def go(self):\n        {ASK.format('self.model')}class One(Base):\n    def __init__(self):\n        super().__init__({V3})\nclass Two(Base):\n    def __init__(self, a):\n        if a:\n            super().__init__({R1})\n        else:\n            super().__init__({V31})\nclass Three(Base):\n    pass\nOne().go()\nTwo(1).go()\nThree({V32}).go()\n",
        "8 certain",
        "12 certain",
        "14 certain",
        "19 certain",
    ),
    safe(
        "an SDK's class through two of ours",
        f"class Mine(OpenAI):\n    def __init__(self, key):\n        super().__init__(api_key=key, base_url={ENDPOINT})\nclass Plain(object):\n    pass\nclass Deeper(Plain, Mine):\n    pass\nDeeper('x').chat.completions.create(model={R1}, messages=M)\n",
        8,
    ),
    Case(
        "classes that inherit from one another",
        f"def loop():\n    class A(B):\n        pass\n    class B(A):\n        pass\n    A('x').chat.completions.create(model={R1}, messages=M)\n",
        ("DSM102 6 possible unknown-endpoint",),
    ),
    safe(
        "an object of a class that is named before it",
        f"def run(x: 'Base'):\n    {ASK.format('x.model')}class Base:\n    model = None\nclass A(Base):\n    model = {V3}\nrun(A())\n",
        6,
        after={"x.model, messages=M": f"x.model, messages=M, {OFF}"},
        how="certain unsafe",
    ),
    safe(
        "what `with` gives",
        f"class C:\n    model = {R1}\n    def __enter__(self):\n        return self\n    def __exit__(self, *a):\n        pass\nclass D:\n    model = {R1}\n    __enter__ = 3\nwith C() as c:\n    {ASK.format('c.model')}with D() as d:\n    {ASK.format('d.model')}",
        2,
        8,
    ),
    safe(
        "a mapping of a class",
        f"class C:\n    kw = {{'model': {V3}}}\n    def go(self):\n        self.kw['top_p'] = 1\n        create(messages=M, **self.kw)\n",
        2,
        after={f"{V3}}}": f'{PLUS}, "extra_body": {{"enable_thinking": False}}}}'},
    ),
    shared(
        "an object that is called",
        f"class Base:\n    def __init__(self, x):\n        self.x = x\n    def __call__(self, q, model={V3}):\n        {ASK.format('model')}class Heir(Base):\n    pass\nh = Heir(1)\nh('q')\nh('q', {R1})\n",
        "4 certain",
        "10 certain",
    ),
    safe(
        "a class that is said to inherit from itself",
        f"class A(A):\n    model = {V3}\n    def ask(self):\n        {ASK.format('self.model')}A().ask()\n",
        2,
        after={"messages=M": f"messages=M, {OFF}"},
    ),
    shared(
        "an heir by two ways",
        f"class A:\n    model = {V3}\n    def ask(self):\n        {ASK.format('self.model')}class B(A):\n    pass\nclass C(A):\n    pass\nclass D(B, C):\n    model = {R1}\nD().ask()\n",
        "2 certain",
        "10 certain",
    ),
    Case(
        "an heir of a namesake",
        f"class A:\n    model = {V3}\n    def ask(self):\n        {ASK.format('self.model')}A().ask()\n",
        ("DSM101 2 certain safe", "DSM102 b.py:4 possible unknown-endpoint"),
        {V3: PLUS, "messages=M": f"messages=M, {OFF}"},
        files={"b.py": f"class A:\n    pass\nclass B(A):\n    model = {R1}\n"},
    ),
    safe(
        "what is set on what is set",
        f"class Node:\n    def __init__(self, model):\n        self.model = model\n        self.next = None\na = Node('x')\na.next = Node({V3})\na.next.next = Node({R1})\n{ASK.format('a.next.model')}{ASK.format('a.next.next.model')}",
        6,
        7,
        after={"a.next.model, messages=M": f"a.next.model, messages=M, {OFF}"},
    ),
    Case(
        "classes of which objects are made from mappings, or that say which ones",
        f"from pydantic import BaseModel\nclass Conf(BaseModel):\n    kind: type = None\n    model: str = {V3}\n    def ask(self):\n        {ASK.format('self.model')}        create(model=self.kind.model_validate({{'model': 'x'}}).model, messages=M, top_p=1)\n"
        f"class Other(BaseModel):\n    model: str = 'x'\n    def ask(self):\n        {ASK.format('self.model')}Conf().ask()\nOther.model_validate({{'model': 'y'}}).ask()\nmodel_validate({{}})\n",
        ("DSM101 4 certain safe",),
        {
            V3: PLUS,
            "        create(model=self.model, messages=M)\n        create": f"        create(model=self.model, messages=M, {OFF})\n        create",
        },
    ),
    # What is prepared, looked up or annotated.
    safe(
        "classes and functions that are prepared",
        f"from functools import partial\nclass K:\n    model = {R1}\nmake = partial(K)\nk = make()\n{ASK.format('k.model')}def name(m):\n    return m\nf = partial(name, {R1})\n{ASK.format('f()')}g = partial(f)\n{ASK.format('g()')}h = partial(3)\n{ASK.format('h()')}",
        3,
        9,
    ),
    safe(
        "a type with something beside it",
        f"from typing import Annotated\nC = Annotated[OpenAI, 1]\ndef f(c: C):\n    c.chat.completions.create(model={R1}, messages=M)\n",
        4,
        how="likely unsafe",
    ),
    safe(
        "a mapping that may be none",
        f"D = None\nif M:\n    D = {{'m': {R1}}}\n{ASK.format(chr(68) + '[' + chr(39) + 'm' + chr(39) + ']')}",
        3,
    ),
    safe(
        "a key that is not there",
        f"D = {{'a': {R1}}}\n{ASK.format('D[' + chr(39) + 'z' + chr(39) + ']')}def f(k):\n    {ASK.format('D[k]')}",
        1,
    ),
    shared(
        "a key that is set anew at times",
        f"D = {{'a': {V3}}}\nif M:\n    D['a'] = {R1}\n{ASK.format('D[' + chr(39) + 'a' + chr(39) + ']')}",
        "1 certain",
        "3 certain",
    ),
    Case(
        "text in text",
        f"name = {R1}\n{ASK.format('f' + chr(34) + '{name}' + chr(34))}",
        ("DSM101 1 certain safe",),
        {R1: PLUS},
    ),
    # Settings classes.
    shared(
        "a prefix in a mapping",
        SETTINGS
        + f"class S(BaseSettings):\n    model_config = {{'extra': 'x', 'env_prefix': 'APP_'}}\n    model: str = {V3}\n{ASK.format('S().model')}",
        ".env:1 likely",
        "4 certain",
        files={".env": "APP_MODEL=deepseek-r1\n"},
    ),
    shared(
        "a prefix in a class",
        f"from pydantic import BaseSettings\nclass S(BaseSettings):\n    model: str = {V3}\n    class Config:\n        env_prefix = 'APP_'\n{ASK.format('S().model')}",
        ".env:1 likely",
        "3 certain",
        files={".env": "APP_MODEL=deepseek-r1\n"},
    ),
    shared(
        "no prefix, through bases",
        SETTINGS
        + f"class Base(BaseSettings):\n    model_config = SettingsConfigDict(extra='ignore')\nclass S(Base):\n    model: str = {V3}\n    class Other:\n        env_prefix = 'X_'\nclass T(S):\n    pass\n{ASK.format('T().model')}",
        ".env:1 likely",
        "5 certain",
        files={".env": "MODEL=deepseek-r1\n"},
    ),
    Case(
        "aliases",
        SETTINGS
        + f"from pydantic import Field, AliasChoices\nclass S(BaseSettings):\n    model_config = SettingsConfigDict(extra='x', env_prefix='APP_')\n    a: str = Field('x', validation_alias=AliasChoices('A', 'LLM'))\n    b: str = Field({R1}, env=['B'])\ns = S()\n{ASK.format('s.a')}{ASK.format('s.b')}",
        ("DSM101 .env:1 likely unsafe", "DSM101 .env:2 certain safe", "DSM101 6 certain safe"),
        {"deepseek-r1": "qwen3.7-plus"},
        files={".env": "LLM=deepseek-r1\nB=deepseek-r1\n"},
    ),
    # What is called instead, and objects that take calls.
    Case(
        "models to fall back on",
        'import litellm\nfrom other import more\nlitellm.completion(model="dashscope/deepseek-r1", messages=[], fallbacks=["dashscope/deepseek-r1-0528", {"model": "dashscope/deepseek-r1-distill-qwen-7b"}])\n'
        'litellm.completion(model="dashscope/deepseek-r1", messages=[], fallbacks=more())\nlitellm.completion(model="dashscope/deepseek-r1", messages=[], fallbacks=None)\n'
        'litellm.completion(model="dashscope/deepseek-r1", messages=[], fallbacks=[{"model": "dashscope/qwen-max", "top_p": 1}, {"api_key": "x"}])\n',
        ("DSM101 3 certain choice-needed", "DSM101 4 certain safe", "DSM101 5 certain safe", "DSM101 6 certain safe"),
        {
            line: line.replace("deepseek-r1", "qwen3.7-plus")
            for line in (
                '"dashscope/deepseek-r1", messages=[], fallbacks=more',
                '"dashscope/deepseek-r1", messages=[], fallbacks=None',
                '"dashscope/deepseek-r1", messages=[], fallbacks=[{"model": "dashscope/qwen-max"',
            )
        },
        head="",
    ),
    Case(
        "wrapped clients",
        f"import instructor\nc = instructor.from_openai(OpenAI(base_url={ENDPOINT}))\nc.chat.completions.create(model={R1}, messages=[], response_model=int)\n"
        f"d = instructor.from_openai()\nd.chat.completions.create(model={V3}, messages=[], response_model=int)\n"
        f"e = instructor.from_openai(client=M)\ne.chat.completions.create(model={V3}, messages=[], response_model=int)\n",
        ("DSM101 3 certain choice-needed", "DSM102 5 possible unknown-endpoint", "DSM102 7 possible unknown-endpoint"),
    ),
    Case(
        "arguments whose names run time makes",
        f"from langchain_openai import ChatOpenAI\nm = ChatOpenAI(model={R1}, base_url={ENDPOINT})\nm.bind(top_p=1).bind(**{{load(): 3}}).invoke('x')\n",
        ("DSM101 2 certain safe",),
        {R1: PLUS},
        head="",
    ),
    Case(
        "the same where no such argument can replace a body",
        f"from llama_index.llms.dashscope import DashScope\nm = DashScope(model_name={R1})\nm.complete('x', **{{load(): 3}})\n",
        ("DSM101 2 certain safe",),
        {R1: '"qwen3.7-max"'},
        head="",
    ),
    Case(
        "a body of a method that loses to one which nobody sees",
        f"from llama_index.llms.openai_like import OpenAILike\nfrom other import load\nm = OpenAILike(model={V3}, api_base={ENDPOINT}, is_chat_model=True, additional_kwargs={{'extra_body': load()}})\nm.chat([], extra_body={{'top_k': 1}})\n",
        ("DSM101 3 certain choice-needed", "DSM201 4 certain key-conflict"),
        head="",
    ),
    Case(
        "settings that a copy of an agent has in the place of others",
        f"from agents import Agent, AsyncOpenAI, ModelSettings, OpenAIChatCompletionsModel\nc = AsyncOpenAI(base_url={ENDPOINT})\nm = OpenAIChatCompletionsModel(model={V3}, openai_client=c)\n"
        "a = Agent(name='a', model=m, model_settings=ModelSettings(top_p=0.5, extra_headers={'x': 'y'}))\n"
        "a.clone(model_settings=ModelSettings(extra_body={'top_k': 1}))\n",
        ("DSM101 3 certain safe",),
        {
            V3: PLUS,
            "{'x': 'y'}": "{'x': 'y'}, extra_body={'enable_thinking': False}",
            "{'top_k': 1}": "{'top_k': 1, 'enable_thinking': False}",
        },
        head="",
    ),
    Case(
        "a switch that is said already, in a mapping that is put in later",
        f'body = {{"enable_thinking": False}}\nbody["parameters"] = {{"enable_thinking": False}}\ncreate(model={V32}, messages=M, extra_body=body)\n',
        ("DSM201 2 possible safe", "DSM101 3 certain safe"),
        {V32: PLUS, '["parameters"] = {"enable_thinking": False}': '["parameters"] = {}'},
    ),
    Case(
        "an inherited constructor outside of any class",
        f"def make():\n    super().__init__(model={R1})\nsuper().__init__(model={R1})\n",
        ("DSM102 2 possible unknown-endpoint", "DSM102 3 possible unknown-endpoint"),
        head="",
    ),
    # Where calls go.
    at("ours or unknown", f"base_url={ENDPOINT} if sys.argv[1:] else load()", "likely unsafe"),
    Case(
        "a client that others may give in place of ours",
        f"from agents import AsyncOpenAI, OpenAIChatCompletionsModel\ndef f(client: AsyncOpenAI = None):\n    client = client or AsyncOpenAI(base_url={ENDPOINT})\n    return OpenAIChatCompletionsModel(model={R1}, openai_client=client)\n",
        ("DSM101 4 certain safe",),
        {R1: PLUS},
        head="",
    ),
    at("one of two others", 'base_url="https://openrouter.ai/api/v1" if sys.argv[1:] else "https://api.deepseek.com"', ""),
    at(
        "a declared variable",
        'base_url=os.environ["MY_URL"]',
        "certain safe",
        {"deepseek-migrate.toml": '[variables]\nMY_URL = "model-studio"\n'},
    ),
    at(
        "a gateway",
        'base_url="https://b.example.com/v1"',
        "certain safe",
        {"deepseek-migrate.toml": '[gateways]\n"a.example.com" = "deepseek"\n"b.example.com" = "model-studio"\n'},
    ),
    at("no URL at all", "base_url={}", "unknown"),
    at("a client that somebody makes", "base_url=OpenAI()", "unknown"),
    at("assumed", "base_url=load()", "likely unsafe", options=("--assume-provider", "model-studio")),
    at("a plan's host elsewhere", "base_url=load()", "unknown", {"b.py": 'URL = "https://coding.dashscope.aliyuncs.com/v1"\n'}),
    at("a variable in a settings file", "base_url=load()", "likely unsafe", {".env": "DASHSCOPE_API_KEY=x\n"}),
    at(
        "the environment of the SDK",
        "",
        "likely unsafe",
        {".env": "OPENAI_BASE_URL=https://dashscope.aliyuncs.com/compatible-mode/v1\n"},
    ),
    Case(
        "a client that comes from outside",
        f"from openai import OpenAI\ndef f(client: OpenAI, key):\n    client.chat.completions.create(model={R1}, messages=[])\n    client.with_options(api_key=key).chat.completions.create(model={R1}, messages=[])\n",
        ("DSM102 3 possible unknown-endpoint", "DSM102 4 possible unknown-endpoint"),
        head="",
    ),
    Case(
        "a key that the module is given",
        f'import os, openai\nopenai.api_key = os.environ["DASHSCOPE_API_KEY"]\nopenai.ChatCompletion.create(model={R1}, messages=[])\n',
        ("DSM101 3 likely unsafe",),
        {R1: PLUS},
        files={"requirements.txt": "openai==0.28\n"},
        head="",
    ),
    Case(
        "a deployment in the URL",
        f"import openai\nopenai.api_base = {ENDPOINT}\nopenai.ChatCompletion.create(engine={V3}, messages=[])\n",
        ("DSM101 3 certain safe",),
        {V3: PLUS, "messages=[]": "messages=[], enable_thinking=False"},
        files={"requirements.txt": "openai==0.28\n"},
        head="",
    ),
    Case(
        "paths below a client's URL",
        f'import httpx\nfrom other import load\nhttpx.Client(base_url=load()).post("/chat/completions", json={{"model": {R1}, "messages": []}})\n'
        f'd = httpx.Client(base_url={ENDPOINT})\nd.post("/chat/completions", json={{"model": {R1}, "messages": [1]}})\nhttpx.Client(base_url=None).post("/chat/completions", json={{"model": {R1}, "messages": []}})\n',
        ("DSM101 3 likely unknown-endpoint", "DSM101 5 certain safe", "DSM101 6 likely unknown-endpoint"),
        {f'{R1}, "messages": [1]': f'{PLUS}, "messages": [1]'},
        head="",
    ),
    Case(
        "paths that go with URLs",
        f'import httpx, sys\nif sys.argv[1:]:\n    url, path = {ENDPOINT}, "/chat/completions"\nelse:\n    url, path = "https://api.deepseek.com", "/v1/chat/completions"\nhttpx.Client(base_url=url).post(path, json={{"model": {R1}, "messages": []}})\n',
        ("DSM101 6 likely shared-value",),
        head="",
    ),
    # What callers say of thinking.
    Case(
        "an arm that asks for something else",
        f'def _ask(model, flag=None, other=0):\n    kw = {{}}\n    if other:\n        kw["extra_body"] = {{"enable_thinking": flag}}\n    create(model=model, messages=M, **kw)\n_ask({V32}, True, 1)\n_ask({R1})\n',
        ("DSM101 6 certain shared-value", "DSM101 7 certain choice-needed"),
    ),
    Case(
        "an arm that asks for what nobody knows",
        f'from other import x\ndef _ask(model, flag=None):\n    kw = {{}}\n    if flag is not None:\n        kw["extra_body"] = {{"enable_thinking": flag}}\n    create(model=model, messages=M, **kw)\n_ask({V32}, True)\n_ask({V31}, x)\n_ask({R1})\n',
        tuple(f"DSM101 {n} certain choice-needed" for n in (7, 8, 9)),
        hint="the switch is only sometimes given",
    ),
    safe(
        "a choice that asks for something else",
        f'def _ask(model, flag=None, other=0):\n    create(model=model, messages=M, extra_body={{"top_k": 1, "enable_thinking": flag}} if other else {{}})\n_ask({V32}, True, 1)\n_ask({R1}, None, 0)\n',
        3,
        4,
    ),
    safe(
        "a choice that always asks for it",
        f'def _ask(model, flag=None, other=0):\n    create(model=model, messages=M, extra_body={{"enable_thinking": flag}} if other is not None else {{}})\n_ask({V32}, None, 1)\n_ask({R1})\n',
        3,
        4,
        after={f"{V32}, None": f"{PLUS}, False", f"({R1})": f"({PLUS}, flag=True)"},
    ),
    shared(
        "callers outside that unpack",
        f"def ask(model={V32}, **kw):\n    create(model=model, messages=M, **kw)\nask({R1})\n",
        "1 certain",
        "3 certain",
    ),
    shared(
        "a default under a name",
        f'D = None\ndef ask(model={V32}, flag=D):\n    create(model=model, messages=M, extra_body={{"enable_thinking": flag}})\nask({R1}, True)\n',
        "2 certain",
        "4 certain",
    ),
    shared(
        "a mapping by default",
        f'def ask(model={V32}, extra={{}}):\n    create(model=model, messages=M, extra_body=extra)\nask({R1}, {{"top_k": 1}})\n',
        "1 certain",
        "3 certain",
    ),
    safe(
        "a star",
        f'def _ask(model, flag=None):\n    create(model=model, messages=M, extra_body={{"enable_thinking": flag}})\nA = [True]\n_ask({V32}, *A)\n_ask({R1})\n',
        4,
        5,
        after={f"({R1})": f"({PLUS}, flag=True)"},
    ),
    shared(
        "a parameter in the way",
        f'def _ask(model, extra_body=None, **kw):\n    create(model=model, messages=M, **kw)\n_ask({V32}, top_p=1)\n_ask({R1}, extra_body={{"enable_thinking": True}})\n',
        "3 certain",
        "4 certain",
    ),
    safe(
        "fields by their makers",
        f'from dataclasses import dataclass\n@dataclass\nclass _C:\n    model: str\n    flag: bool = None\n    def ask(self):\n        create(model=self.model, messages=M, extra_body={{"enable_thinking": self.flag}})\n_C({V32}, flag=None).ask()\ndef _make(t):\n    _C({V31}, t).ask()\n_make(None)\n_C({R1}, True).ask()\n',
        8,
        10,
        12,
        after={f"{V32}, flag=None": f"{PLUS}, flag=False", f"{V31}, t)": f"{PLUS}, bool(t))"},
    ),
    safe(
        "a field's default",
        f'from dataclasses import dataclass\n@dataclass\nclass C:\n    model: str = {V32}\n    flag: bool = None\n    def ask(self):\n        create(model=self.model, messages=M, extra_body={{"enable_thinking": self.flag}})\nC({R1}, flag=True).ask()\nC().ask()\n',
        4,
        8,
        after={"flag: bool = None": "flag: bool = False"},
    ),
    shared(
        "fields out of a mapping",
        f'from dataclasses import dataclass\n@dataclass\nclass _C:\n    model: str\n    flag: bool = None\n    def ask(self):\n        create(model=self.model, messages=M, extra_body={{"enable_thinking": self.flag}})\nKW = {{"flag": None}}\n_C({V32}, **KW).ask()\n_C({R1}).ask()\n',
        "9 certain",
        "10 certain",
    ),
    safe(
        "attributes of another object",
        f'class C:\n    def __init__(self, flag):\n        self.flag = flag\n    def ask(self, other):\n        create(model={V32}, messages=M, extra_body={{"enable_thinking": other.flag}})\nC(True).ask(C(None))\n',
        5,
        after={"other.flag}": "bool(other.flag)}"},
    ),
    safe(
        "attributes that are set twice",
        f'class _C:\n    def __init__(self, flag):\n        self.flag = flag\n        if flag:\n            self.flag = False\n    def ask(self):\n        create(model={V32}, messages=M, extra_body={{"enable_thinking": self.flag}})\n_C(True).ask()\n_C(None).ask()\n',
        7,
        after={": self.flag}": ": bool(self.flag)}"},
    ),
    safe(
        "attributes that are made of something",
        f'class _C:\n    def __init__(self, flag):\n        self.flag = not flag\n    def ask(self):\n        create(model={V32}, messages=M, extra_body={{"enable_thinking": self.flag}})\n_C(True).ask()\n',
        5,
    ),
    safe(
        "attributes that are set elsewhere",
        f'class _C:\n    def setup(self, flag):\n        self.flag = flag\n    def ask(self):\n        create(model={V32}, messages=M, extra_body={{"enable_thinking": self.flag}})\nc = _C()\nc.setup(None)\nc.ask()\n',
        5,
        after={": self.flag}": ": False}"},
    ),
    Case(
        "a body that nobody knows",
        f'from other import more\ndef _ask(model, extra):\n    create(model=model, messages=M, extra_body=extra)\n_ask({V32}, {{"top_k": 1}})\n_ask({V31}, more)\n_ask({R1}, {{}})\n',
        tuple(f"DSM101 {n} certain body-not-literal" for n in (4, 5, 6)),
        hint="`extra` is not written out here",
    ),
    safe(
        "a body under a name",
        f'B = {{"top_k": 1}}\ndef _ask(model, extra):\n    create(model=model, messages=M, extra_body=extra)\n_ask({V32}, B)\n_ask({R1}, {{"enable_thinking": True}})\n',
        4,
        5,
        after={f"{V32}, B)": f'{PLUS}, {{"enable_thinking": False, **B}})'},
    ),
    shared(
        "a body that a function makes",
        f'def _inner(model, kw):\n    create(model=model, messages=M, **kw)\ndef _build(n):\n    return {{"extra_body": {{"top_k": n}}}}\n_inner({V32}, _build(1))\n_inner({R1}, _build(2))\n',
        "5 certain",
        "6 certain",
    ),
    # Files, names and texts.
    Case(
        "settings by odd paths",
        f'import json, yaml\nfrom pathlib import Path\nA = json.load(open("../conf/llm.json"))\n{ASK.format("A[" + chr(39) + "model" + chr(39) + "]")}B = yaml.safe_load(Path("conf/b.yaml").open())\n{ASK.format("B[" + chr(39) + "model" + chr(39) + "]")}C = json.loads(Path("conf/llm.json").open().read())\n{ASK.format("C[" + chr(39) + "model" + chr(39) + "]")}D = json.load(open("."))\n{ASK.format("D[" + chr(39) + "model" + chr(39) + "]")}',
        ("DSM101 conf/b.yaml:1 likely unsafe", "DSM101 conf/llm.json:1 likely unsafe"),
        {"deepseek-r1": "qwen3.7-plus"},
        files={"conf/llm.json": '{"model": "deepseek-r1"}\n', "conf/b.yaml": "model: deepseek-r1\n"},
    ),
    *(
        Case(
            f"settings that are a list: {path}, {asked}",
            f"import json, yaml\nA = {load}\n{'for each in A:' if 'each' in asked else 'if A:'}\n    {ASK.format(asked)}",
            tuple(f"DSM101 {path}:1 likely {how}" for how in found),
            {"deepseek-r1": "qwen3.7-plus"} if "unsafe" in found else {},
            files={path: text},
        )
        for path, load, asked, text, found in (
            ("c.json", "json.load(open('c.json'))", "each['model']", '[{"model": "deepseek-r1"}]\n', ("unsafe",)),
            ("c.json", "json.load(open('c.json'))", "each", '["deepseek-r1"]\n', ("unsafe",)),
            ("c.json", "json.load(open('c.json'))", "A[0]['model']", '[{"model": "deepseek-r1"}, {"model": "x"}]\n', ("unsafe",)),
            ("c.yaml", "yaml.safe_load(open('c.yaml'))", "each['model']", "- model: deepseek-r1\n", ("unsafe",)),
            (
                "c.json",
                "json.load(open('c.json'))",
                "each['m']",
                '[{"m": "deepseek-r1"}, {"m": "deepseek-v3"}]\n',
                ("shared-value",),
            ),
        )
    ),
    *(
        Case(
            f"settings that are not read so: {asked}",
            f"import json, yaml\nfrom other import reach\nA = {load}\nfor each in A['models']:\n    {ASK.format('each')}",
            (f"DSM102 {path}:2 possible unknown-endpoint",),
            files={path: text},
        )
        for asked, path, load, text in (
            ("keys", "c.yaml", "yaml.safe_load(open('c.yaml'))", "models:\n  deepseek-v3:\n    price: 1\n"),
            ("somebody else's files", "c.json", "json.load(reach('c.json'))", '{\n"models": ["deepseek-v3"]}\n'),
        )
    ),
    Case(
        "stars through files that hand on",
        f"from b import *\n{ASK.format('MODEL')}",
        ("DSM101 d.py:1 certain safe",),
        {R1: PLUS},
        files={"b.py": "from c import *\nx = 1\n", "c.py": "from d import MODEL, OTHER\n", "d.py": f"MODEL = {R1}\nOTHER = 1\n"},
    ),
    Case(
        "stars that lists restrict",
        f"from b import *\n{ASK.format('MODEL')}",
        ("DSM101 d.py:1 certain safe",),
        {R1: PLUS},
        files={
            "b.py": "__all__ = ['MODEL']\nfrom c import MODEL\n",
            "c.py": "from d import MODEL\n__all__ = ['MODEL']\n",
            "d.py": f"MODEL = {R1}\n",
        },
    ),
    Case(
        "variables that the program sets",
        f"import os\nname = 'A' + M[0]\nos.environ[name] = {V3}\nos.environ.update({{**{{'LLM': {R1}}}, name: 3, **M}})\n{ASK.format('os.environ[' + chr(39) + 'LLM' + chr(39) + ']')}",
        ("DSM102 3 possible unknown-endpoint", "DSM101 4 certain safe"),
        {R1: PLUS},
    ),
    safe(
        "attributes that are set in a class inside",
        f"class C:\n    def __init__(self):\n        class D:\n            self.model = {R1}\n    def go(self):\n        {ASK.format('self.model')}x = 1\nx.y = 2\nfor z in M:\n    z.w = 3\nC().go()\n",
        4,
    ),
    Case(
        "texts that are put together",
        f"create(model='{{}}-{{}}'.format('deepseek', 'r1'), messages=M)\ncreate(model='{{}}{{}}'.format('deepseek-', 'r1'), messages=M)\ncreate(model='{{'.format({R1}), messages=M)\n",
        ("DSM101 1 certain dynamic-model", "DSM101 2 certain dynamic-model", "DSM102 3 possible unknown-endpoint"),
    ),
    Case(
        "constructors above which no SDK is",
        f"class P:\n    pass\nclass Q(P):\n    def __init__(self):\n        super().__init__(model={V3})\nclass R(Q):\n    pass\nclass S(R):\n    def __init__(self):\n        super().__init__(model={V31})\nclass X(Y):\n    def __init__(self):\n        super().__init__(model={V32})\nclass Y(X):\n    pass\n",
        tuple(f"DSM102 {n} possible unknown-endpoint" for n in (5, 10, 13)),
    ),
    Case(
        "a list of what may be chosen",
        f"import argparse\np = argparse.ArgumentParser()\np.add_argument('--model', default={R1}, choices=[{R1}, 'x'])\n{ASK.format('p.parse_args().model')}N = {R1}\n{ASK.format('N')}",
        ("DSM101 3 certain branch-on-model", "DSM103 3 possible branch-on-model", "DSM101 5 certain branch-on-model"),
    ),
    safe(
        "what is prepared with a star",
        f"from functools import partial\ndef f(*args, **kw):\n    create(model={R1}, messages=M, **kw)\ng = partial(f, *M)\ng(top_p=1)\npartial(3, f)\npartial('x'.join, f)\n",
        3,
    ),
    safe(
        "more values than are looked at",
        "".join(f"a{n} = 'x{n}'\n" for n in range(130))
        + f"create(model={R1} if M else ({' or '.join(f'a{n}' for n in range(130))}), messages=[{', '.join(f'a{n}' for n in range(130))}])\n",
        131,
    ),
    Case(
        "settings that are made of a mapping, or by place",
        f"from agents import Agent, ModelSettings, OpenAIChatCompletionsModel\nfrom openai import AsyncOpenAI\nclient = AsyncOpenAI(base_url={ENDPOINT})\nKW = {{'top_p': 1}}\na = Agent(name='a', model=OpenAIChatCompletionsModel({V3}, client), model_settings=ModelSettings(**KW))\nb = Agent(name='b', model=OpenAIChatCompletionsModel({V3}, client), model_settings=ModelSettings(0.5))\n",
        ("DSM101 5 certain safe", "DSM101 6 certain safe"),
        {V3: PLUS, "ModelSettings(**": f"ModelSettings({OFF}, **", "(0.5)": f"(0.5, {OFF})"},
        head="",
    ),
    Case(
        "pairs of other lengths, and of keys that are no text",
        f"KW = dict([('model', {R1}), ('x', 'y', 'z')])\ncreate(**KW)\nMORE = dict([('model', {R1}), ('messages', M), (M, 3)])\ncreate(**MORE)\n",
        ("DSM102 1 possible unknown-endpoint", "DSM101 3 certain safe"),
        {f"{R1}), ('messages'": f"{PLUS}), ('messages'"},
    ),
    Case(
        "parts of a text that go together",
        f"if M:\n    a, b = 'deepseek', 'r1'\nelse:\n    a, b = 'qwen', 'max'\n{ASK.format('f' + chr(39) + '{a}-{b}' + chr(39))}c = f'x{{M}}'\n{ASK.format('f' + chr(39) + 'deepseek-r1{c}{a}' + chr(39))}",
        ("DSM101 5 certain dynamic-model", "DSM102 7 possible dynamic-model"),
    ),
    safe(
        "functions that are given themselves",
        f"def f(g, model={R1}):\n    g(f, model)\n    {ASK.format('model')}f(f)\nclass K:\n    def __call__(self, k, m={R1}):\n        k(k, m)\n        {ASK.format('m')}k = K()\nk(k)\nclass L:\n    def __init__(self, other, m={R1}):\n        other(L, m)\n        {ASK.format('m')}L(L)\n",
        1,
        6,
        12,
    ),
    safe(
        "attributes of which an heir knows more",
        f"class A:\n    model = None\n    def go(self):\n        {ASK.format('self.model')}class B(A):\n    def __init__(self, x):\n        if x:\n            self.model = {R1}\n        else:\n            self.model = {R1}\ndef run(a: A, b: B):\n    {ASK.format('a.model or b.model')}    a.go()\n",
        8,
        10,
    ),
    safe(
        "mappings of which nothing is known, and those that are copied",
        f"D = {{'a': {R1}}}\nN = {{}}\n{ASK.format('N[' + chr(39) + 'a' + chr(39) + ']')}{ASK.format('D.get(M)')}E = {{**D}}\n{ASK.format('E[' + chr(39) + 'a' + chr(39) + ']')}",
        1,
    ),
    Case(
        "settings whose prefix only the heir's call says",
        SETTINGS
        + f"class P:\n    pass\nclass S(P, BaseSettings):\n    model_config = SettingsConfigDict()\n    model: str = {R1}\nclass T(S, P):\n    model_config = SettingsConfigDict(extra='x', env_prefix='A_')\n    model: str = {R1}\n{ASK.format('S().model')}{ASK.format('T().model')}",
        ("DSM101 6 certain safe", "DSM101 9 certain safe"),
        {R1: PLUS},
    ),
    shared(
        "switches that a function makes",
        f'def _inner(model, kw):\n    create(model=model, messages=M, **kw)\ndef _build(n):\n    return {{"extra_body": {{"enable_thinking": n}}}}\n_inner({V32}, _build(None))\n_inner({R1}, _build(True))\n',
        "5 certain",
        "6 certain",
    ),
    safe(
        "calls that take too long to rule out",
        "".join(f"a{n} = 'x{n}'\n" for n in range(130))
        + f"create(model={R1}, messages=M)\ncreate(model={' or '.join(f'a{n}' for n in range(130))}, messages=[{', '.join(f'a{n}' for n in range(130))}])\ncreate(model='x', messages=[[[[[[[['y']]]]]]]])\n",
        131,
    ),
    Case(
        "an object that says it for its calls",
        f"from langchain_openai import ChatOpenAI\nm = ChatOpenAI(model={V3}, base_url={ENDPOINT})\nm.bind(top_p=1).bind(stop='x').invoke('x')\n",
        ("DSM101 2 certain safe",),
        {V3: PLUS, f"base_url={ENDPOINT})": f"base_url={ENDPOINT}, {OFF})"},
        head="",
    ),
    safe(
        "classes whose bases are not known, and a key by a computed one",
        f"class A(B):\n    def go(self):\n        {ASK.format('self.model')}class B(A):\n    pass\ndef name(k):\n    return k\nD = {{'a': {R1}, name(M): 'x'}}\n{ASK.format('D[' + chr(39) + 'a' + chr(39) + ']')}E = {{}}\nif M:\n    E['a'] = {R1}\n{ASK.format('E[' + chr(39) + 'a' + chr(39) + ']')}class X(name(M)):\n    other = {R1}\n    def go(self):\n        {ASK.format('self.model')}        {ASK.format('self.other')}X().go()\nA().go()\n",
        8,
        12,
        15,
    ),
    safe(
        "constructors that hand up twice",
        f"class Mine(object, OpenAI):\n    def __init__(self):\n        super().__init__(base_url={ENDPOINT})\nclass Deep(Mine):\n    def __init__(self, x):\n        if x:\n            super().__init__()\n        else:\n            super().__init__()\nDeep(1).chat.completions.create(model={R1}, messages=M)\nclass P:\n    def __init__(self, m={R1}):\n        self.m = m\nclass Q(P):\n    def __init__(self, x):\n        if x:\n            super().__init__({R1})\n        else:\n            super().__init__({R1})\n{ASK.format('Q(1).m')}",
        10,
        12,
        17,
        19,
    ),
    Case(
        "a class of an SDK's by two ways",
        f"from langchain_openai import ChatOpenAI\nclass A(ChatOpenAI):\n    openai_api_base: str = {ENDPOINT}\nclass B(A):\n    pass\nclass C(A):\n    model_name: str = {R1}\nclass D(B, C):\n    pass\nD().invoke('x')\n",
        ("DSM101 7 certain safe",),
        {R1: PLUS},
        head="",
    ),
    Case(
        "settings with a base that nobody knows",
        SETTINGS + f"from other import load\nclass S(load(), BaseSettings):\n    model: str = {R1}\n{ASK.format('S().model')}",
        ("DSM101 4 certain safe",),
        {R1: PLUS},
    ),
    # Models that cannot stop, or cannot begin, thinking.
    Case(
        "one that cannot stop",
        f'create(model={V32}, messages=M, extra_body={{"enable_thinking": False}})\ncreate(model={V31}, messages=M, extra_body={{"enable_thinking": True}})\ncreate(model={V32}, messages=M, extra_body={{"enable_thinking": True if M else None}})\n',
        ("DSM101 1 certain choice-needed", "DSM101 2 certain safe", "DSM101 3 certain choice-needed"),
        {V31: '"qwen3.7-max-preview"'},
        ("--to", "qwen3.7-max-preview"),
        hint="cannot stop thinking and this call may ask it to",
    ),
    Case(
        "one that cannot stop, where a caller says nothing",
        f'def ask(model={V3}, flag=True):\n    create(model=model, messages=M, extra_body={{"enable_thinking": flag}})\nask({R1}, True)\n',
        ("DSM101 1 certain choice-needed", "DSM101 3 certain choice-needed"),
        {},
        ("--to", "qwen3.7-max-preview"),
        hint="cannot stop thinking and this call must not think",
    ),
    Case(
        "one that cannot begin",
        f'create(model={V3}, messages=M, extra_body={{"enable_thinking": False}})\ncreate(model={V32}, messages=M, extra_body={{"enable_thinking": True}})\ncreate(model={V31}, messages=M)\ncreate(model={R1}, messages=M)\ncreate(model={V32}, messages=M, extra_body={{"enable_thinking": True if M else None}})\n',
        (
            "DSM101 1 certain safe",
            "DSM101 2 certain choice-needed",
            "DSM101 3 certain safe",
            "DSM101 4 certain choice-needed",
            "DSM101 5 certain choice-needed",
        ),
        {V3: '"mine"', V31: '"mine"'},
        ("--to", "mine"),
        {"deepseek-migrate.toml": '[models.mine]\nthinking = "never"\n'},
        hint="mine cannot think and this call m",
    ),
    Case(
        "one that never did, with a switch that may be None",
        f"flag = True if M else None\ncreate(model={V3}, messages=M, extra_body={{'enable_thinking': flag}})\n",
        ("DSM101 2 certain unsafe",),
        {V3: PLUS, ": flag}": ": bool(flag)}"},
    ),
    Case(
        "one of which nobody knows",
        'create(model="deepseek-v9", messages=M)\ncreate(model="deepseek-v9", messages=M, extra_body={"enable_thinking": True})\n',
        ("DSM101 1 certain choice-needed", "DSM101 2 certain safe"),
        {'"deepseek-v9", messages=M, extra': '"qwen3.7-plus", messages=M, extra'},
        files={
            "deepseek-migrate.toml": 'rulebook = ["more.toml"]\nexclude = ["more.toml"]\n',
            "more.toml": '[models."deepseek-v9"]\nlike = "deepseek-v3"\nthinking = "unknown"\n',
        },
        hint="nobody documents whether deepseek-v9 thinks",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

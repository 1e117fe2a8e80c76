"""What programs showed that were written from the contract alone, without a look at the code or at other tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

FAST = '    {"model_name": "fast", "litellm_params": {"model": "dashscope/deepseek-v3"}},\n'
DEEP = '    {"model_name": "deep", "litellm_params": {"model": "dashscope/deepseek-r1"}},\n'
SPLIT = {
    '"dashscope/deepseek-v3"': '"dashscope/qwen3.7-plus", "extra_body": {"enable_thinking": False}',
    "deepseek-r1": "qwen3.7-plus",
}
LITE = "from litellm import Router\nLISTED = [\n"
OFF = {'"deepseek-v3"': '"qwen3.7-plus"', "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'}
TABLE = """from openai import OpenAI
PROVIDERS = {
    "here": {"url": "https://dashscope.aliyuncs.com/compatible-mode/v1", "model": "deepseek-r1"},
    "there": {"url": "https://api.lkeap.cloud.tencent.com/v1", "model": "deepseek-r1"},
}
"""
TABLED = {'compatible-mode/v1", "model": "deepseek-r1"': 'compatible-mode/v1", "model": "qwen3.7-plus"'}
ASKS = 'OpenAI(base_url=chosen["url"]).chat.completions.create(model=chosen["model"], messages=[])\n'
CONF = """from pydantic import BaseModel
from dataclasses import dataclass
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
class Conf(BaseModel):
    url: str
    model: str
"""
BOT = """class Bot:
    def __init__(self, model):
        self.model = model
    def ask(self):
        return create(model=self.model, messages=M)
"""
ONE = "    @classmethod\n    def one(cls, name):\n        return cls(name)\n"
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
        "a method that is taken by its name",
        'getattr(client.chat.completions, "create")(model="deepseek-v3", messages=M)\n',
        ("DSM101 1 certain safe",),
        {"deepseek-v3": "qwen3.7-plus", "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'},
    ),
    Case(
        "a method that is taken by a name that nobody knows",
        'getattr(client.chat.completions, os.environ["METHOD"])(model="deepseek-v3", messages=M)\n',
        ("DSM102 1 possible unknown-endpoint",),
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
        "a router whose models have names of their own, given by place",
        f'{LITE}{FAST}{DEEP}]\nQUICK, DEEP = "fast", "deep"\nNAMES = [DEEP, M]\n'
        "router = Router(LISTED, fallbacks=[5, {**M}, {QUICK: NAMES}])\n",
        BOTH,
        head="",
    ),
    *(
        Case(
            f"a router of which too little is in sight: {more}",
            f"{LITE}{FAST}{DEEP}    {{'model_name': 'fast', 'litellm_params': {{'model': M}}}}, 5]\n"
            f"router = Router(model_list=LISTED, {more})\n",
            ("DSM101 3 certain safe", "DSM101 4 certain safe"),
            SPLIT,
            head="",
        )
        for more in ("fallbacks=M", "fallbacks=[{M: ['deep']}]", "fallbacks=[{'fast': M}]")
    ),
    Case(
        "a router whose models have nothing to do with each other",
        f'{LITE}{FAST}{DEEP}]\nrouter = Router(model_list=LISTED, fallbacks=[{{"fast": ["other"]}}])\n',
        ("DSM101 3 certain safe", "DSM101 4 certain safe"),
        SPLIT,
        head="",
    ),
    Case(
        "a base URL that the program puts into the environment itself",
        'import os\nos.environ["OPENAI_BASE_URL"] = "https://dashscope.aliyuncs.com/compatible-mode/v1"\n'
        'from openai import OpenAI\nOpenAI().chat.completions.create(model="deepseek-r1", messages=[])\n',
        ("DSM101 4 certain safe",),
        {"deepseek-r1": "qwen3.7-plus"},
        head="",
    ),
    Case(
        "a base URL that is joined",
        'from urllib.parse import urljoin\nHOST = "https://dashscope.aliyuncs.com"\n'
        'OpenAI(base_url=urljoin(HOST, "/compatible-mode/v1")).chat.completions.create(model="deepseek-r1", messages=[])\n'
        'OpenAI(base_url=urljoin(HOST, "https://api.deepseek.com")).chat.completions.create(model="deepseek-r1", messages=[])\n'
        'OpenAI(base_url=urljoin("http://[", "x")).chat.completions.create(model="deepseek-r1", messages=[])\n',
        ("DSM101 3 certain safe", "DSM101 5 likely unsafe"),
        {
            'mode/v1")).chat.completions.create(model="deepseek-r1"': 'mode/v1")).chat.completions.create(model="qwen3.7-plus"',
            '"x")).chat.completions.create(model="deepseek-r1"': '"x")).chat.completions.create(model="qwen3.7-plus"',
        },
    ),
    Case(
        "a request that is made before it is fetched",
        "",
        ("DSM101 ask.js:2 certain safe",),
        {"deepseek-v3": "qwen3.7-plus", "m })": "m, enable_thinking: false })"},
        files={
            "main.py": "",
            "package.json": "{}",
            "ask.js": 'const url = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions";\n'
            'const ask = (m) => fetch(new Request(url, { method: "POST", '
            'body: JSON.stringify({ model: "deepseek-v3", messages: m }) }));\n',
        },
        head="",
    ),
    *(
        Case(
            f"an object whose fields come out of a mapping: {made[:24]}",
            f"{CONF}given = {made}\nOpenAI(base_url=given.url).chat.completions.create(model=given.model, messages=M)\n",
            ("DSM101 7 certain safe",),
            {**OFF, "deepseek-v3": "qwen3.7-plus"},
        )
        for made in (
            'Conf(**{"url": URL, "model": "deepseek-v3"})',
            'Conf.model_validate({"url": URL, "model": "deepseek-v3"})',
            'Conf.parse_obj(dict(url=URL, model="deepseek-v3"))',
        )
    ),
    Case(
        "a dataclass that a settings file fills",
        "import yaml\n"
        + CONF.replace("class Conf(BaseModel)", "@dataclass\nclass Conf")
        + "given = Conf(**yaml.safe_load(open('conf.yaml')))\n"
        "OpenAI(base_url=URL).chat.completions.create(model=given.model, messages=M)\n",
        ("DSM101 conf.yaml:1 likely unsafe",),
        {"deepseek-v3": "qwen3.7-plus", "messages=M)": OFF["messages=M)"]},
        files={"conf.yaml": "model: deepseek-v3\n"},
    ),
    Case(
        "a field that a mapping out of sight may give, beside its default",
        CONF + '    deep: str = "deepseek-v3"\n'
        "def ask(more):\n    return create(model=Conf(url=URL, model='x', **more).deep, messages=M)\n",
        ("DSM101 7 certain unsafe",),
        {**OFF, "messages=M)": "messages=M, extra_body={'enable_thinking': False})"},
    ),
    *(
        Case(
            f"pairs of which two values would become the same: {made}",
            "",
            ("DSM101 ask.js:2 certain choice-needed",),
            files={
                "main.py": "",
                "package.json": "{}",
                "ask.js": 'import OpenAI from "openai";\n'
                f'const models = {made}([["fast", "deepseek-v3"], ["deep", "deepseek-r1"]]);\n'
                'const c = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });\n'
                f"c.chat.completions.create({{ model: {read[0]}, messages: [] }});\n"
                f"c.chat.completions.create({{ model: {read[1]}, messages: [] }});\n",
            },
            head="",
        )
        for made, read in {
            "new Map": ('models.get("fast")', 'models.get("deep")'),
            "Object.fromEntries": ("models.fast", "models.deep"),
        }.items()
    ),
    Case(
        "a method that the class inherits, called by the one that takes its place",
        "class Base:\n    def ask(self, model):\n        return create(model=model, messages=M)\n"
        'class Bot(Base):\n    def ask(self):\n        return super().ask("deepseek-r1")\nBot().ask()\n',
        ("DSM101 6 certain safe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    Case(
        "the same in Java",
        "",
        ("DSM101 Bot.java:2 certain safe",),
        {"deepseek-r1": "qwen3.7-max"},
        files={
            "main.py": "",
            "pom.xml": "<project></project>",
            "Base.java": "import com.alibaba.dashscope.aigc.generation.*;\nclass Base {\n"
            "  void ask(String model) throws Exception {\n"
            '    new Generation().call(GenerationParam.builder().model(model).resultFormat("message").build());\n  }\n}\n',
            "Bot.java": 'class Bot extends Base {\n  void ask() throws Exception { super.ask("deepseek-r1"); }\n}\n',
        },
        head="",
    ),
    Case(
        "what a client's class inherits, called by a method of it",
        "class Bot(OpenAI):\n    def __init__(self):\n"
        '        super().__init__(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")\n'
        '    def ask(self):\n        return super().chat.completions.create(model="deepseek-v3", messages=M)\n',
        ("DSM101 5 certain safe",),
        OFF,
    ),
    *(
        Case(
            f"a method that another thread is to call: {how[:32]}",
            f"import asyncio\nfrom functools import partial\n\nasync def go(pool, loop):\n    {how}\n",
            ("DSM101 5 certain safe",),
            {'"deepseek-v3"': '"qwen3.7-plus"', "messages=M)": OFF["messages=M)"]},
        )
        for how in (
            'await asyncio.to_thread(client.chat.completions.create, model="deepseek-v3", messages=M)',
            'pool.submit(client.chat.completions.create, model="deepseek-v3", messages=M)',
            'await loop.run_in_executor(None, partial(client.chat.completions.create, model="deepseek-v3", messages=M))',
            'await asyncio.to_thread(partial(client.chat.completions.create, model="deepseek-v3", messages=M))',
            'partial(client.chat.completions.create, model="deepseek-v3", messages=M)()',
        )
    ),
    Case(
        "a method of the project's that another thread is to call",
        "import asyncio\nclass _Api:\n    def call(self, model):\n        return create(model=model, messages=M)\n"
        'async def go():\n    await asyncio.to_thread(_Api().call, "deepseek-r1")\n'
        '    await asyncio.to_thread(_Api().call, model="deepseek-r1")\n',
        ("DSM101 6 certain safe", "DSM101 7 certain safe"),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    Case(
        "the method below all others of a client",
        'client.post("/chat/completions", body={"model": "deepseek-v3", "messages": []}, cast_to=object)\n'
        'OpenAI(base_url="https://api.deepseek.com").post("/chat/completions", body={"model": "deepseek-v3"}, cast_to=object)\n',
        ("DSM101 1 certain safe",),
        {'"deepseek-v3", "messages": []': '"qwen3.7-plus", "messages": [], "enable_thinking": False'},
    ),
    *(
        Case(
            f"a name that is cut out of a longer one: {cut}",
            f"NAME = 'dashscope/deepseek-r1'\ncreate(model={cut}, messages=M)\n",
            ("DSM101 2 certain dynamic-model",),
            quiet=("DSM102", "DSM301", "DSM303"),
        )
        for cut in (
            "NAME.split('/')[-1]",
            "NAME.split('/', 1)[1]",
            "NAME.rsplit('/', 1)[1]",
            "NAME.partition('/')[2]",
            "NAME.rpartition('/')[-1]",
            "NAME.removeprefix('dashscope/')",
            "'deepseek-r1:free'.removesuffix(':free')",
        )
    ),
    *(
        Case(
            f"a name that is cut where nobody in sight says: {cut}",
            f"NAME = 'dashscope/deepseek-r1'\ndef ask(at):\n    create(model={cut}, messages=M)\n",
            ("DSM102 1 possible unknown-endpoint",),
        )
        for cut in ("NAME.split(at)[-1]", "NAME.split('/', at)[1]", "NAME.split()[0]", "NAME.removeprefix(at)")
    ),
    Case(
        "a name that JavaScript cuts, in as many pieces as it is told",
        "",
        ("DSM101 ask.js:4 certain dynamic-model",),
        files={
            "main.py": "",
            "package.json": "{}",
            "ask.js": 'import OpenAI from "openai";\n'
            'const c = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });\n'
            'const [provider, model] = "dashscope/deepseek-r1".split("/", 2);\n'
            "c.chat.completions.create({ model, messages: [] });\n",
        },
        head="",
        quiet=("DSM102", "DSM103", "DSM301", "DSM303"),
    ),
    Case(
        "an assistant's model, and one whose tokens are counted",
        "import dashscope\nfrom dashscope import Tokenization\n"
        'dashscope.Assistants.create(model="deepseek-v3", name="a")\nTokenization.call("deepseek-r1", prompt="hi")\n'
        'dashscope.get_tokenizer("deepseek-v3")\n',
        (
            *(f"{rule} {line} certain not-offered" for rule in ("DSM101", "DSM105") for line in (3, 4)),
            "DSM102 5 possible unknown-endpoint",
        ),
        head="",
        status=1,
    ),
    Case(
        "a class method that makes an object of its class",
        "class Bot:\n    def __init__(self, model):\n        self.model = model\n\n    @classmethod\n"
        '    def usual(cls):\n        return cls("deepseek-v3")\n\n'
        "    def ask(self):\n        return create(model=self.model, messages=M)\nBot.usual().ask()\n",
        ("DSM101 7 certain unsafe",),
        OFF,
    ),
    Case(
        "settings that a class method reads",
        "from dataclasses import dataclass\n@dataclass\nclass Settings:\n    url: str\n    model: str\n    @classmethod\n"
        '    def read(cls):\n        return cls(url=os.getenv("URL", "https://dashscope.aliyuncs.com/compatible-mode/v1"), '
        'model=os.getenv("MODEL", "deepseek-r1"))\n'
        "given = Settings.read()\nOpenAI(base_url=given.url).chat.completions.create(model=given.model, messages=[])\n",
        ("DSM101 8 certain safe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    Case(
        "what a class method of a base makes where a class that inherits is asked",
        "from base import Base\nclass Bot(Base):\n    def ask(self):\n        return create(model=self.model, messages=M)\n"
        "Bot.usual().ask()\n",
        ("DSM101 base.py:6 certain unsafe",),
        OFF,
        files={
            "base.py": "class Base:\n    def __init__(self, model):\n        self.model = model\n    @classmethod\n"
            '    def usual(cls):\n        return cls("deepseek-v3")\n'
        },
    ),
    Case(
        "class methods that make objects of classes that have nothing to do with each other, one through another one",
        f"{BOT}{ONE}    @classmethod\n    def two(cls):\n        return cls.one('deepseek-v3')\n"
        f"class Other:\n    def __init__(self, name):\n        self.name = name\n"
        f"{ONE}    def show(self):\n        print(self.name)\n"
        "Other.one('deepseek-r1').show()\ncreate(model=Bot.two().model, messages=M)\n",
        ("DSM101 11 certain unsafe", "DSM102 20 possible unknown-endpoint"),
        {"'deepseek-v3'": "'qwen3.7-plus'", "messages=M)": OFF["messages=M)"]},
    ),
    Case(
        "a class method that is asked of an object",
        f"{BOT}{ONE}create(model=Bot('qwen-plus').one('deepseek-v3').model, messages=M)\n",
        ("DSM101 9 certain shared-value",),
    ),
    Case(
        "a function that is no class method, though it calls something by that name",
        f"{BOT}    @staticmethod\n    def one(cls, name):\n        return cls(name)\n    @staticmethod\n    def two():\n"
        "        cls = print\n        return cls('deepseek-r1')\n"
        "create(model=Bot.one(Bot, 'deepseek-v3').model, messages=M)\nBot.two()\n",
        ("DSM102 12 possible unknown-endpoint", "DSM101 13 certain safe"),
        {"'deepseek-v3').model, messages=M)": "'qwen3.7-plus').model, messages=M, extra_body={'enable_thinking': False})"},
    ),
    Case(
        "an object of a class method that is called itself",
        f"{BOT}{ONE}    def __call__(self, name):\n        return name\n"
        "create(model=Bot.one('qwen-plus')('deepseek-v3'), messages=M)\n",
        ("DSM101 11 certain safe",),
        {"'deepseek-v3'), messages=M)": "'qwen3.7-plus'), messages=M, extra_body={'enable_thinking': False})"},
    ),
    *(
        Case(f"one of a table, {name}", f"{TABLE}{chosen}{ASKS}", ("DSM101 3 certain safe",), TABLED, head="import os\n")
        for name, chosen in {
            "by a variable that has a default": 'chosen = PROVIDERS[os.getenv("WHICH", "here")]\n',
            "by a parameter that others give too": "def ask(which='here'):\n    chosen = PROVIDERS[which]\n    return chosen\n"
            "chosen = ask('there')\nchosen = ask()\n",
            "by an option whose choices are its keys": "from argparse import ArgumentParser\nparser = ArgumentParser()\n"
            'parser.add_argument("--which", choices=list(PROVIDERS), default="here")\n'
            "chosen = PROVIDERS[parser.parse_args().which]\n",
            "by an option whose choices it is": "from argparse import ArgumentParser\nparser = ArgumentParser()\n"
            'parser.add_argument("--which", choices=PROVIDERS, default="here")\n'
            "chosen = PROVIDERS[parser.parse_args().which]\n",
        }.items()
    ),
    Case(
        "one of a table, looked up twice by what callers in sight and others say",
        f'{TABLE}def ask(which="here"):\n    client = OpenAI(base_url=PROVIDERS[which]["url"])\n'
        '    return client.chat.completions.create(model=PROVIDERS[which]["model"], messages=[])\nask("there")\n',
        ("DSM101 3 certain safe",),
        TABLED,
        head="",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_program(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

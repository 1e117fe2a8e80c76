"""Values that others hand on: callbacks, fixtures, options as keywords, classes of objects, variables set together."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
OFF = ', extra_body={"enable_thinking": False}'
OURS = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
QUIET = ("DSM303", "DSM301", "DSM103")
JS = (
    'import OpenAI from "openai";\n'
    f"const client = new OpenAI({{ baseURL: {OURS} }});\n"
    "const call = (m) => client.chat.completions.create({ model: m, messages: [] });\n"
)
FIXTURES = f"import pytest\nfrom openai import OpenAI\n@pytest.fixture\ndef client():\n    yield OpenAI(base_url={OURS})\n"


def asks(model: str, client: str = "client") -> str:
    return f"{client}.chat.completions.create(model={model}, messages=[])\n"


CASES = [
    Case(
        "a function that is called with each item",
        f"def ask(m):\n    {asks('m')}from concurrent.futures import ThreadPoolExecutor\n"
        f"with ThreadPoolExecutor() as pool:\n    pool.map(ask, [{R1}])\n",
        ("DSM101 5 certain safe",),
        {R1: NEW},
    ),
    Case(
        "a filter that compares",
        f'MODELS = [{{"id": {R1}}}]\nfound = filter(lambda m: m["id"] == "deepseek-r1", MODELS)\n' + asks('MODELS[0]["id"]'),
        ("DSM101 1 certain branch-on-model",),
        quiet=QUIET,
    ),
    Case(
        "the keys of a mapping that is made of names",
        f'MODELS = [{R1}, "qwen-max"]\nprices = {{m: 1 for m in MODELS}}\n' + asks("MODELS[0]"),
        ("DSM101 1 certain branch-on-model",),
    ),
    Case(
        "a comparison with the text in capitals",
        f'MODEL = {R1}\nif MODEL.upper() == "DEEPSEEK-R1":\n    pass\n' + asks("MODEL"),
        ("DSM101 1 certain branch-on-model",),
    ),
    Case(
        "an attribute of an object's class",
        f"class C:\n    model = {R1}\n    def a(self):\n        {asks('type(self).model')}",
        ("DSM101 2 certain safe",),
        {R1: NEW},
    ),
    Case(
        "options handed on as keywords",
        f'import argparse\np = argparse.ArgumentParser()\np.add_argument("--llm-model", default={R1})\n'
        f"def run(llm_model, **kwargs):\n    {asks('llm_model')}run(**vars(p.parse_args()))\n",
        ("DSM101 3 certain safe",),
        {R1: NEW},
    ),
    Case(
        "options handed on as keywords, where the switch would go to any of them",
        f'import argparse\np = argparse.ArgumentParser()\np.add_argument("--llm-model", default={V3})\n'
        f"def run(llm_model, **kwargs):\n    {asks('llm_model')}run(**vars(p.parse_args()))\n",
        ("DSM101 3 certain unsafe",),
        {V3: NEW, "messages=[]": "messages=[]" + OFF},
    ),
    Case(
        "variables that are set together",
        f'os.environ.update({{"LLM": {R1}}})\n' + asks('os.environ["LLM"]'),
        ("DSM101 1 certain safe",),
        {R1: NEW},
    ),
    Case(
        "a keyword that is there unless the caller gives it",
        f"class A:\n    def __init__(self, model=None):\n        {asks('model')}"
        f'class B(A):\n    def __init__(self, **kw):\n        kw.setdefault("model", {R1})\n        super().__init__(**kw)\n'
        "B()\n",
        ("DSM101 6 certain safe",),
        {R1: NEW},
    ),
    Case(
        "fixtures",
        f"import pytest\n@pytest.fixture\ndef model():\n    return {R1}\ndef test_a(client, model):\n    {asks('model')}"
        f'@pytest.mark.parametrize("name, n", [("deepseek-r1-0528", 1)])\ndef test_b(client, name, n):\n    {asks("name")}',
        ("DSM101 4 certain safe", "DSM101 7 certain safe"),
        {R1: NEW, '"deepseek-r1-0528"': NEW},
        files={"conftest.py": FIXTURES},
        head="",
    ),
    Case(
        "a fixture of a folder that is not above",
        f"def test_a(client):\n    {asks(R1)}",
        ("DSM101 2 likely unsafe",),
        {R1: NEW},
        files={"other/conftest.py": FIXTURES},
        head="",
    ),
    Case(
        "an object that is called",
        "class LLM:\n    def __call__(self, q, model=None):\n        return "
        f"{asks('model')}class Bot:\n    def __init__(self):\n        self.llm = LLM()\n    def a(self):\n"
        f"        self.llm('hi', model={R1})\nllm = LLM()\nllm('hi', \"deepseek-r1-0528\")\n",
        ("DSM101 8 certain safe", "DSM101 10 certain safe"),
        {R1: NEW, '"deepseek-r1-0528"': NEW},
    ),
    Case(
        "an object that compares what it is called with",
        f'class LLM:\n    def __call__(self, q, model=None):\n        if model == "x":\n            pass\n        return '
        f"{asks('model')}llm = LLM()\nllm('hi', {R1})\n",
        ("DSM101 7 certain branch-on-model",),
    ),
    Case(
        "a caller's model before the settings' one",
        f"DEFAULT = {V3}\ndef _ask(model=None, **kwargs):\n"
        "    return client.chat.completions.create(model=model or DEFAULT, messages=M, **kwargs)\n"
        f"_ask()\n_ask({R1})\n",
        ("DSM101 1 certain safe", "DSM101 5 certain safe"),
        {V3: NEW, R1: NEW, "_ask()": '_ask(extra_body={"enable_thinking": False})'},
    ),
    Case(
        "a table of which callers out of sight may mean any entry",
        f'TABLE = {{"a": {V3}, "b": "qwen-max"}}\ndef ask(kind):\n    {asks("TABLE[kind]")}ask("a")\n',
        ("DSM101 1 certain unsafe",),
        {V3: NEW, "messages=[]": "messages=[]" + OFF},
    ),
    Case(
        "what is appended to a list",
        f"models = []\nmodels.append({R1})\nfor m in models:\n    {asks('m')}",
        ("DSM101 2 certain safe",),
        {R1: NEW},
    ),
    Case(
        "models of one list, appended one by one, that would become equal",
        f'models = []\nmodels.append({R1})\nmodels.append("deepseek-r1-0528")\nfor m in models:\n    {asks("m")}',
        ("DSM101 2 certain choice-needed", "DSM101 3 certain choice-needed"),
    ),
    Case(
        "answers that are kept with the name of the model",
        f"import json\nmodel = {R1}\nanswers = []\n{asks('model')}answers.append({{'model': model}})\n"
        "with open('answers.json', 'w') as f:\n    json.dump(answers, f)\n",
        ("DSM101 2 certain branch-on-model",),
    ),
    Case(
        "each item of an array",
        "",
        ("DSM101 main.mjs:4 certain safe",),
        {R1: NEW},
        files={"package.json": '{"name": "x"}', "main.mjs": JS + f"[{R1}].forEach((m) => call(m));\n"},
        head="",
    ),
    Case(
        "a function that a module gives others by assignment",
        "",
        ("DSM101 main.cjs:2 certain shared-value", "DSM101 main.cjs:3 certain shared-value"),
        files={
            "package.json": '{"name": "x"}',
            "llm.cjs": 'const OpenAI = require("openai");\n'
            f"const client = new OpenAI({{ baseURL: {OURS} }});\n"
            "exports.ask = (m) => client.chat.completions.create({ model: m, messages: [] });\n",
            "main.cjs": f'const {{ ask }} = require("./llm.cjs");\nask({R1});\nask({V3});\n',
        },
        head="",
    ),
    Case(
        "the settings of a program, with a default",
        "",
        ("DSM101 main.ts:5 certain safe",),
        {R1: NEW},
        files={
            "package.json": '{"name": "x"}',
            "main.ts": 'import { ConfigService } from "@nestjs/config";\n'
            + JS
            + f'export const run = (config: ConfigService) => call(config.get<string>("MODEL", {R1}));\n',
        },
        head="",
    ),
    Case(
        "an array that is searched",
        "",
        ("DSM101 main.mjs:4 certain branch-on-model",),
        files={
            "package.json": '{"name": "x"}',
            "main.mjs": JS + f'const L = [{{ id: {R1} }}];\nconst x = L.find((m) => m.id === "deepseek-r1");\ncall(L[0].id);\n',
        },
        head="",
        quiet=QUIET,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

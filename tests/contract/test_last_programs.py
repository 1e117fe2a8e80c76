"""Programs for what the last measurement found in no test: values of which a part is in sight, and switches with defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V32 = '"deepseek-v3.2"'
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
PLUS = '"qwen3.7-plus"'
OFF = ', extra_body={"enable_thinking": False}'
FIXED = {V32: PLUS, "messages=M)": f"messages=M{OFF})"}
QUIET = ("DSM303", "DSM301", "DSM103")
ASK = "create(model={}, messages=M)\n"
NOBODY = "possible unknown-endpoint"
TUPLES = """from collections import namedtuple
from elsewhere import names
A = namedtuple("A", "model") if M else namedtuple("A", ["model"])
B = namedtuple("B", "model extra")
C = namedtuple("C", names)
create(model=A("deepseek-v3").model, messages=M)
create(model=B("deepseek-v3", 1, 2).model, messages=M)
create(model=C("deepseek-v3").model, messages=M)
create(model=B(model="deepseek-v3.2", extra=1).model, messages=M)
"""
VARIABLES = """from contextvars import ContextVar
seen = set([1])
other = M
other.set(1)
either = ContextVar("a", default="deepseek-v3") if M else ContextVar("b")
one = ContextVar("one", default="deepseek-v3.2")
create(model=either.get(), messages=M)
create(model=one.get(), messages=M)
"""
SETTINGS = """import configparser
import streamlit as st
parser = configparser.ConfigParser()
parser.read("a.ini")
name = "deepseek-v3.2"
create(model=st.secrets["model"] or name, messages=M)
create(model=parser.defaults() or name, messages=M)
"""
HANDED_OVER = """from fastapi import Depends
def ask(a=Depends(os.getenv("X")), b=Depends(5)):
    create(model=a or "deepseek-v3.2", messages=M)
    create(model=b.model or "deepseek-v3.2", messages=M)
create(model=os.getenv(**M) or "deepseek-v3.2", messages=M)
"""
GIVEN_BY_NAME = """from dataclasses import asdict
from elsewhere import Conf
def ask(conf):
    create(**asdict(conf), messages=M)
ask(Conf(model="deepseek-v3"))
class Thing:
    pass
thing = Thing()
thing.__dict__.update(M, model="deepseek-v3.2")
create(model=thing.model, messages=M)
"""
POOL = """from joblib import Parallel, delayed
def ask(model):
    create(model=model, messages=M)
def count(name):
    return len(name)
Parallel()(delayed(ask)(name) for name in ["deepseek-v3.2"])
Parallel()(delayed(count)(name) for name in ["deepseek-v3"])
"""
TWO_OF_ONE_NAME = """from dataclasses import dataclass
class Util:
    def fill(self, body):
        body["user"] = "x"
@dataclass
class fill:
    body: dict
body = {"model": "deepseek-v3.2", "messages": M}
fill(body)
create(**body)
"""
OWN_KIND = """from dataclasses import dataclass
@dataclass
class A:
    model: str
    A: object = None
    def ask(self):
        self.A("deepseek-v3")
        create(model=self.model, messages=M)
A("deepseek-v3.2").ask()
"""
ARMS = """class Conf:
    def __init__(self):
        self.model = NAME
if M:
    NAME = "deepseek-v3.2"
    conf = Conf()
else:
    NAME = "qwen-plus"
    conf = Conf()
create(model=conf.model, messages=M)
"""
HEIR = """class Base:
    other = "deepseek-v3.2"
    def start(self):
        self.model = self.other
    def ask(self):
        create(model=self.model, messages=M)
class Heir(Base):
    other = "deepseek-v3"
    model = "qwen-plus"
"""
BASES = """from abc import ABC
from elsewhere import made
from langchain_openai import ChatOpenAI
class A(made()):
    pass
class B(ABC, ChatOpenAI):
    def __init__(self):
        super().__init__(model="deepseek-v3.2", base_url="URL")
B().invoke("hi")
create(model=A().model or "deepseek-v3.2", messages=M)
""".replace("URL", URL)
WRAPPED = """import instructor
from fastapi import Depends
def ask(client, other=Depends(instructor.from_openai)):
    instructor.from_openai(client).chat.completions.create(model="deepseek-v3", messages=M)
    other.chat.completions.create(model="deepseek-v3", messages=M)
"""
SWITCHED = """from elsewhere import made
def ask(model, on=DEFAULT):
    create(model=model, messages=M, extra_body={"enable_thinking": on})
ask("deepseek-v3.2")
ask("deepseek-v3.2", True)
"""
FIELD = """from dataclasses import dataclass
from elsewhere import made
@dataclass
class Conf:
    model: str = "deepseek-v3.2"
    on: bool = DEFAULT
    def ask(self):
        create(model=self.model, messages=M, extra_body={"enable_thinking": self.on})
Conf(on=True).ask()
Conf("deepseek-v3.2").ask()
"""
EXPRESSIONS = ("made()", "not M", 'os.getenv("T") == "1"')
ENUM = "from enum import Enum\nclass Kind(Enum):\n"
ENUM += "".join(f'    M{number} = "model-{number}"\n' for number in range(30)) + '    OLD = "deepseek-v3"\n'
JAVASCRIPT = f"""import OpenAI from "openai";
import {{ generateText }} from "ai";
const {{ join }} = require("path").posix;
const url = "{URL}/chat/completions";
const client = new OpenAI({{ baseURL: "{URL}" }});
fetch(url, {{ method: "POST", body: '{{"model": "deepseek-v3.2", \\
"messages": []}}' }});
fetch(url, {{ method: "POST", body: '{{"model": "deepseek-v3", oops' }});
const kept = "deepseek-v3.1";
join("/models", kept);
client.chat.completions.create({{ model: kept, messages: [] }});
await generateText({{ prompt: "deepseek-v3" }});
"""
KOTLIN = f"""fun main() {{
    val body = \"\"\"{{"model": "deepseek-v3.2", "n": ${{ /* how many */ 1 + 1}}, "messages": []}}\"\"\"
    println("deepseek-v3 costs 2 $")
    println("$body$")
    val http = okhttp3.OkHttpClient()
    val request = okhttp3.Request.Builder().url("{URL}/chat/completions").post(body.toRequestBody()).build()
    http.newCall(request).execute()
}}
"""
DEEP = "name"
for number in range(10):
    DEEP = f'{{"k{number}": {DEEP}}}'

CASES = [
    Case(
        "named tuples whose fields are not in sight",
        TUPLES,
        (f"DSM102 6 {NOBODY}", f"DSM102 7 {NOBODY}", f"DSM102 8 {NOBODY}", "DSM101 9 certain safe"),
        {V32: PLUS, "extra=1).model, messages=M)": f"extra=1).model, messages=M{OFF})"},
    ),
    Case(
        "one of two context variables",
        VARIABLES,
        (f"DSM102 5 {NOBODY}", "DSM101 6 certain safe"),
        {V32: PLUS, "one.get(), messages=M)": f"one.get(), messages=M{OFF})"},
    ),
    Case(
        "secrets and settings that are not there",
        SETTINGS,
        ("DSM101 5 certain unsafe",),
        FIXED,
    ),
    Case(
        "what a framework hands over that nobody knows",
        HANDED_OVER,
        ("DSM101 3 certain unsafe", "DSM101 4 certain unsafe", "DSM101 5 certain unsafe"),
        FIXED,
    ),
    Case(
        "an object's fields, given in other ways",
        GIVEN_BY_NAME,
        (f"DSM102 5 {NOBODY}", "DSM101 9 certain safe"),
        {V32: PLUS, "thing.model, messages=M)": f"thing.model, messages=M{OFF})"},
    ),
    Case(
        "functions that are run later, of which one asks",
        POOL,
        ("DSM101 6 certain unsafe", f"DSM102 7 {NOBODY}"),
        FIXED,
    ),
    Case(
        "a router's entry whose parameters are not in sight",
        "from elsewhere import params\nfrom litellm import Router\nRouter(model_list=[\n"
        '    {"model_name": "x", "litellm_params": params},\n'
        '    {"model_name": "x", "litellm_params": {"model": "dashscope/deepseek-v3.2"}},\n])\n',
        ("DSM101 5 certain safe",),
        {'"dashscope/deepseek-v3.2"': '"dashscope/qwen3.7-plus", "extra_body": {"enable_thinking": False}'},
    ),
    Case(
        "a parser of settings that reads a program",
        "import configparser\nparser = configparser.ConfigParser()\nparser.read('conf.py')\n"
        "create(model=parser['llm']['model'], messages=M)\n",
        (f"DSM102 conf.py:1 {NOBODY}",),
        files={"conf.py": 'default = "deepseek-v3"\n'},
    ),
    Case(
        "text that is made of a list",
        f'create(model=f"{{[{V32}]}}", messages=M)\n',
        (f"DSM102 1 {NOBODY}",),
    ),
    Case(
        "a class and a function of one name",
        TWO_OF_ONE_NAME,
        ("DSM101 8 certain safe",),
        {f'{V32}, "messages": M': f'{PLUS}, "messages": M, "extra_body": {{"enable_thinking": False}}'},
    ),
    Case(
        "a field that has the name of its class",
        OWN_KIND,
        (f"DSM102 7 {NOBODY}", "DSM101 9 certain safe"),
        FIXED,
    ),
    Case(
        "a name that is another one in each branch, as are the objects that read it",
        ARMS,
        ("DSM101 5 certain shared-value",),
    ),
    Case(
        "an attribute that heirs set in two ways",
        HEIR,
        ("DSM101 2 certain shared-value", f"DSM102 8 {NOBODY}"),
    ),
    Case(
        "bases that give nothing, and one that is not in sight",
        BASES,
        ("DSM101 8 certain safe", "DSM101 10 certain unsafe"),
        {f'{V32}, base_url="{URL}"': f'{PLUS}, base_url="{URL}"{OFF}', f"{V32}, messages=M": f"{PLUS}, messages=M{OFF}"},
    ),
    Case(
        "bases that go round in a circle",
        f"from a import A\nname = {V32}\nA(name)\ncreate(model=A().model or name, messages=M)\n",
        ("DSM101 2 certain unsafe",),
        FIXED,
        files={"a.py": "from b import B\nclass A(B):\n    pass\n", "b.py": "from a import A\nclass B(A):\n    pass\n"},
    ),
    Case(
        "wrappers of a client that nobody knows",
        WRAPPED,
        (f"DSM102 4 {NOBODY}", f"DSM102 5 {NOBODY}"),
    ),
    Case(
        "a budget that the retired model had no limit for",
        'create(model="deepseek-v3", messages=M, extra_body={"thinking_budget": 300000})\n',
        ("DSM101 1 certain choice-needed", "DSM304 1 certain choice-needed"),
        hint="at most 262144",
    ),
    Case(
        "a replacement of one's own that pays no heed to the switch",
        f"create(model={V32}, messages=M, extra_body={{'enable_thinking': bool(M)}})\n",
        ("DSM101 1 certain safe",),
        {V32: '"mine"'},
        ("--to", "mine"),
        {
            "deepseek-migrate.toml": 'rulebook = ["more.toml"]\nexclude = ["more.toml"]\n',
            "more.toml": '[models.mine]\nlike = "qwen3.7-plus"\nconstraints = ["never-thinks"]\n',
        },
    ),
    Case(
        "a constructor that makes another one by the name of its class",
        "class A:\n    def __init__(self, model, kind):\n        A = kind\n        A(model, kind)\n"
        f"        {ASK.format('model')}A({V32}, A)\n",
        ("DSM101 6 certain unsafe",),
        FIXED,
    ),
    Case(
        "a name that stands deep in what is sent",
        f"name = {V32}\ncreate(messages=M, foo={DEEP})\n" + ASK.format("name"),
        ("DSM101 1 certain safe",),
        {V32: PLUS, "name, messages=M)": f"name, messages=M{OFF})"},
    ),
    Case(
        "two comparisons that are too deep to follow",
        f"name = {V32}\ndef f(x):\n    return x\ny = {'f(' * 70}name{')' * 70}\n"
        + ASK.format("name")
        + 'if y == "x":\n    print(1)\nif y == "z":\n    print(2)\n',
        ("DSM101 1 certain too-deep",),
    ),
    Case(
        "a variable that another file only names",
        'import conf\ncreate(model=os.environ["CHAT_MODEL"], messages=M)\n',
        ("DSM101 conf.py:2 certain unsafe",),
        FIXED,
        files={"conf.py": f'import os\nos.environ["CHAT_MODEL"] = {V32}\n', "words.py": 'NAME = "CHAT_MODEL"\n'},
    ),
    Case(
        "a member of a register that a file with an id of its own names",
        "from other import X, pick\ncreate(model=X, messages=M)\nprint(pick())\n",
        (f"DSM102 conf.py:33 {NOBODY}", "DSM101 other.py:4 certain safe"),
        {V32: PLUS, "X, messages=M)": f"X, messages=M{OFF})"},
        files={"conf.py": ENUM, "other.py": f"from conf import Kind\ndef pick():\n    return Kind.OLD\nX = {V32}\n"},
    ),
    Case(
        "JSON in JavaScript on two lines, and a name that becomes a path",
        "",
        (
            "DSM101 main.mjs:6 certain safe",
            f"DSM102 main.mjs:8 {NOBODY}",
            "DSM101 main.mjs:9 certain branch-on-model",
            f"DSM102 main.mjs:12 {NOBODY}",
        ),
        {V32: PLUS, '"messages": []}': '"messages": [], "enable_thinking": false}'},
        files={"main.mjs": JAVASCRIPT},
        quiet=QUIET,
    ),
    Case(
        "Kotlin's text with a comment in what fills it, and a sign for money",
        "",
        ("DSM101 main.kt:2 certain safe", f"DSM102 main.kt:3 {NOBODY}"),
        {V32: PLUS, '"messages": []}': '"messages": [], "enable_thinking": false}'},
        files={"main.kt": KOTLIN},
    ),
    *(
        Case(
            f"a switch whose default is {default}",
            SWITCHED.replace("DEFAULT", default),
            ("DSM101 4 certain safe", "DSM101 5 certain safe"),
            {V32: PLUS},
        )
        for default in EXPRESSIONS
    ),
    Case(
        "a parameter for the switch whose default may be None",
        SWITCHED.replace("DEFAULT", "True if M else None"),
        ("DSM101 4 certain choice-needed", "DSM101 5 certain choice-needed"),
        {},
    ),
    *(
        Case(
            f"a field for the switch whose default is {default}",
            FIELD.replace("DEFAULT", default),
            ("DSM101 5 certain safe", "DSM101 10 certain safe"),
            {V32: PLUS},
        )
        for default in EXPRESSIONS
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_found_and_written(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

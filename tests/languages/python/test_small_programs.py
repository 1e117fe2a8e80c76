"""Programs as people write them, in the less common turns of the language."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst
import pytest

from tests.languages.tables import Outcome, Row, check, outcomes

NAME = "main.py"
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
HEAD = f"""import os
from openai import OpenAI
client = OpenAI(base_url="{URL}")
create = client.chat.completions.create
"""
OLD = 'model="deepseek-v3"'
NEW = 'model="qwen3.7-plus"'
OFF = ', extra_body={"enable_thinking": False}'


def _kept(source: str, *found: str, files: Mapping[str, str] | None = None) -> Row:
    """A program behind the head (its lines count from 5 on) that stays as it is."""
    return Row(HEAD + source, None, found, files=files)


def _fixed(source: str, *swaps: tuple[str, str], found: tuple[str, ...] = (), files: Mapping[str, str] | None = None) -> Row:
    """A program behind the head, and what is written for what stands in it."""
    after = HEAD + source
    for old, new in swaps:
        assert old in after
        after = after.replace(old, new)
    return Row(HEAD + source, after, found, files=files)


RENAMED = ("deepseek-r1", "qwen3.7-plus")
CALL = f"create({OLD}, messages=[])\n"
DONE = f"create({NEW}, messages=[]{OFF})\n"
ROWS: dict[str, Row] = {
    "brackets nest deeply": _fixed(f"x = {'[' * 90}{']' * 90}\n{CALL}", (CALL, DONE), found=("DSM101 6 certain safe",)),
    "a switch that may be None where bool is a pattern's name": _kept(
        "def ask(flag=None):\n    match flag:\n        case [_, bool]:\n            pass\n"
        '    create(model="deepseek-v3.1", messages=[], extra_body={"enable_thinking": flag})\n',
        "DSM101 9 certain dynamic-model",
    ),
    "a switch that may be None where other things are assigned": _fixed(
        "create.note = 1\ndef ask(flag=None):\n"
        '    create(model="deepseek-v3.1", messages=[], extra_body={"enable_thinking": flag})\nask()\nask(True)\n',
        ("deepseek-v3.1", "qwen3.7-plus"),
        ('": flag}', '": bool(flag)}'),
        found=("DSM101 7 certain safe",),
    ),
    "variables of a file, whichever": Row(
        "MODEL=deepseek-r1\n",
        "MODEL=qwen3.7-plus\n",
        ("DSM101 1 likely unsafe",),
        ".env",
        {"main.py": HEAD + 'from dotenv import dotenv_values\nM = dotenv_values()["MODEL"]\ncreate(model=M, messages=[])\n'},
    ),
    "a secret by a name that is not known": _kept(
        "import streamlit as st\ndef ask(name):\n    create(model=st.secrets[name], messages=[])\n",
        "DSM102 .streamlit/secrets.toml:1 possible unknown-endpoint",
        files={".streamlit/secrets.toml": 'model = "deepseek-r1"\n'},
    ),
    "a parser of settings, asked in other ways": _kept(
        "import configparser\nc = configparser.ConfigParser()\nc.read('a.ini')\nopen('x').read(5)\n"
        "create(model=c.options('llm')[0], messages=[])\ncreate(model=c.get('llm'), messages=[])\n"
        "create(model=c.get('top', 'model'), messages=[])\n",
        "DSM102 a.ini:3 possible unknown-endpoint",
        files={"a.ini": "top = 1\n[llm]\nmodel = deepseek-r1\n"},
    ),
    "a parser of settings that reads a list": _kept(
        "import configparser\nc = configparser.ConfigParser()\nc.read('a.json')\ncreate(model=c['llm']['model'], messages=[])\n",
        "DSM102 a.json:1 possible unknown-endpoint",
        files={"a.json": '["deepseek-r1"]\n'},
    ),
    "a class's fields, given in another way": _kept(
        "from dataclasses import asdict, dataclass\n@dataclass\nclass Ask:\n    model: str = 'deepseek-v3'\n"
        "def ask(x, how):\n    create(**asdict(Ask(), dict_factory=how))\n    create(**asdict(x))\n",
        "DSM102 8 possible unknown-endpoint",
    ),
    "a class's fields, with bases that are not in sight": _kept(
        "from a import Base\nfrom pydantic import BaseModel\nclass Ask(Base, BaseModel):\n    model: str = 'deepseek-v3'\n"
        "create(**Ask().model_dump(), messages=[])\n",
        "DSM102 8 possible unknown-endpoint",
    ),
    "a package's own name": Row(
        'MODEL = "deepseek-r1"\n',
        'MODEL = "qwen3.7-plus"\n',
        ("DSM101 1 certain safe",),
        "pkg/__init__.py",
        {"pkg/a.py": f"from . import (MODEL,)\n{HEAD}def ask():\n    create(model=MODEL, messages=[])\n"},
    ),
    "a list of targets": _fixed(f"*a, b = 1, 2\n*c = [1]\n{CALL}", (CALL, DONE), found=("DSM101 7 certain safe",)),
    "a sibling of no name": _fixed(f"from . import x\n{CALL}", (CALL, DONE), found=("DSM101 6 certain safe",)),
    "options that are not in sight": _kept(
        "import argparse\np = argparse.ArgumentParser()\nargs = p.parse_args()\nx = 'deepseek-v3'\n"
        "create(model=vars(args)['model'], messages=[])\ncreate(model=p.parse_known_args()[x], messages=[])\n"
        "create(model=p.parse_known_args()[0:1], messages=[])\n",
        "DSM102 8 possible unknown-endpoint",
    ),
    "a class's fields, with another base that is not in sight": _kept(
        "from a import Base\nfrom pydantic import BaseModel\nclass Ask(BaseModel, Base):\n    model: str = 'deepseek-v3'\n"
        "create(**Ask().model_dump(), messages=[])\n",
        "DSM102 8 possible unknown-endpoint",
    ),
    "a module of no name": _fixed(
        f'import importlib\nimportlib.import_module("")\n{CALL}', (CALL, DONE), found=("DSM101 7 certain safe",)
    ),
    "two of a name": _fixed(
        "def ask(model):\n    create(model=model, messages=[])\n"
        'sorted(["deepseek-r1"], key=ask)\n["deepseek-r1"].sort(key=ask)\n',
        RENAMED,
        found=("DSM101 7 certain safe", "DSM101 8 certain safe"),
    ),
    "numbers in a text": _fixed(
        f'x = "%d of %s" % (1, 2)\ny = "%s" % (1, 2)\n{CALL}', (CALL, DONE), found=("DSM101 7 certain safe",)
    ),
    "a slice and a key": _fixed(f"x = [1, 2][0:1:2]\n{CALL}", (CALL, DONE), found=("DSM101 6 certain safe",)),
    "what is yielded outside of functions": _fixed(
        f"f = lambda: (yield 1)\n{CALL}", (CALL, DONE), found=("DSM101 6 certain safe",)
    ),
    "an attribute that is set with what is not known": _fixed(
        f"setattr(*create, 'model', 1)\n{CALL}", (CALL, DONE), found=("DSM101 6 certain safe",)
    ),
    "sorted by a call": _fixed(
        "def ask(model):\n    create(model=model, messages=[])\n"
        'sorted(["deepseek-v3"], key=ask)\n["deepseek-r1"].sort(key=ask)\n',
        found=(
            "DSM101 7 certain shared-value",
            "DSM101 8 certain shared-value",
        ),
    ),
    "handed on with arguments that are not known": _fixed(
        "from threading import Thread\ndef ask(model):\n    create(model=model, messages=[])\n"
        "ARGS = ('deepseek-r1',)\nThread(target=ask, args=ARGS).start()\nThread(target=ask, args=None, kwargs={}).start()\n"
        "Thread(target=ask, args=(), kwargs=None).start()\n",
        found=("DSM102 8 possible unknown-endpoint",),
    ),
    "its own class": _fixed(
        'class A:\n    MODEL = "deepseek-r1"\n    def ask(self):\n        create(model=self.__class__.MODEL, messages=[])\n',
        RENAMED,
        found=("DSM101 6 certain safe",),
    ),
    "another thing's variables": _fixed(
        'class A:\n    def __init__(self):\n        self.model = "deepseek-r1"\ncreate(model=vars(A())["model"], messages=[])\n',
        found=("DSM102 7 possible unknown-endpoint",),
    ),
    "options under another name": _fixed(
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--m', dest='model', default='deepseek-r1')\n"
        "args = p.parse_args()\ncreate(model=vars(args)['model'], messages=[])\n",
        RENAMED,
        found=("DSM101 7 certain safe",),
    ),
    "options right away": _fixed(
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--model', default='deepseek-r1')\n"
        "create(model=vars(p.parse_args())['model'], messages=[])\n",
        RENAMED,
        found=("DSM101 7 certain safe",),
    ),
    "an attribute that is known": _fixed(
        'class A:\n    model = "deepseek-r1"\ncreate(model=getattr(A, "model", "qwen-plus"), messages=[])\n',
        RENAMED,
        found=("DSM101 6 certain safe",),
    ),
    "the environment by keywords": _fixed(
        'create(model=os.getenv(key="MODEL", default="deepseek-r1"), messages=[])\n'
        'create(model=os.getenv("MODEL", default="deepseek-r1"), messages=[])\ncreate(model=os.environ.get(), messages=[])\n',
        RENAMED,
        found=("DSM101 5 certain safe", "DSM101 6 certain safe"),
    ),
    "a mapping made of what is not known": _kept(
        'def ask(pairs):\n    create(**dict(*pairs, model="deepseek-v3"))\n', "DSM101 6 certain unpacked-arguments"
    ),
    "a body that is put together": _fixed(
        'def ask(a: dict, b: dict):\n    create(model="deepseek-v3", messages=[], extra_body=a | b)\n',
        ("deepseek-v3", "qwen3.7-plus"),
        ("=a | b", '={"enable_thinking": False, **(a | b)}'),
        found=("DSM101 6 certain safe",),
    ),
    "a body that is a sum": _fixed(
        'def ask(a, b):\n    create(model="deepseek-v3", messages=[], extra_body=a + b)\n',
        ("deepseek-v3", "qwen3.7-plus"),
        ("=a + b", '={"enable_thinking": False, **(a + b or {})}'),
        found=("DSM101 6 certain safe",),
    ),
    "a key that is set to several": _kept(
        'body = {"model": "qwen-plus", "messages": []}\nbody["enable_thinking"] = on = True\ncreate(**body)\n',
        "DSM201 6 certain body-not-literal",
    ),
    "a key that is set": _fixed(
        'def ask(extra):\n    body = {"model": "qwen-plus", **extra}\n    body["enable_thinking"] = True\n    create(**body)\n',
        found=("DSM201 7 certain unpacked-arguments",),
    ),
    "a bracket that closes nothing": Row(
        'x = )\ny = "deepseek-v3"\n', None, ("DSM102 2 possible unknown-endpoint",), skipped=("parse-error",)
    ),
    "bytes that stand alone": _fixed(f'b"deepseek-v3"\n{CALL}', (CALL, DONE), found=("DSM101 6 certain safe",)),
    "names from outside": _fixed(
        'def a():\n    model = "deepseek-r1"\n    def b():\n        def c():\n            nonlocal model, missing\n'
        "            create(model=model, messages=[])\n        c()\n    b()\n",
        RENAMED,
        found=("DSM101 6 certain safe",),
    ),
    # As text this model is served on the other interface alone.
    "a remark in a content": Row(
        'from dashscope import MultiModalConversation\nr = MultiModalConversation.call(\n    "deepseek-v4-pro",\n'
        '    messages=[{"role": "user", "content": [  # greeting\n        {"text": "hi"}]}],\n)\n'
        'print(r.output.choices[0].message.content[0]["text"])\n',
        None,
        ("DSM104 3 certain interface-change",),
    ),
    "a literal that Python does not read": _kept('create(model="deepseek-r1\\N{no such}", messages=[])\n'),
}

if hasattr(cst, "TemplatedString"):
    # No Python takes such a mixture, but a file may hold it.
    ROWS["a text beside a template"] = _fixed(
        f'x = "a" t"b"\ny = t"a" t"b"\n{CALL}', (CALL, DONE), found=("DSM101 7 certain safe",)
    )


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """What comes of all rows, in one run."""
    return outcomes(tmp_path_factory.mktemp("rows"), ROWS, NAME)


@pytest.mark.parametrize("title", ROWS)
def test_a_program(title: str, results: Mapping[str, Outcome]) -> None:
    check(ROWS[title], results[title], NAME)

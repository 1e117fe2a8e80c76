"""Programs as people write them, in the less common turns of the language."""

from __future__ import annotations

from collections.abc import Mapping

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


def _row(before: str, *found: str, files: Mapping[str, str] | None = None, **after: str) -> Row:
    """Behind the head, so that lines count from 5 on; `after` is said by what is replaced, else OLD and a switch."""
    raise NotImplementedError


def _kept(source: str, *found: str, files: Mapping[str, str] | None = None) -> Row:
    """A program behind the head (its lines count from 5 on) that stays as it is."""
    return Row(HEAD + source, None, found or None, files=files)


def _fixed(source: str, *swaps: tuple[str, str], found: tuple[str, ...] = (), files: Mapping[str, str] | None = None) -> Row:
    """A program behind the head, and what is written for what stands in it."""
    after = HEAD + source
    for old, new in swaps:
        assert old in after
        after = after.replace(old, new)
    return Row(HEAD + source, after, found or None, files=files)


CALL = f"create({OLD}, messages=[])\n"
DONE = f"create({NEW}, messages=[]{OFF})\n"
ROWS: dict[str, Row] = {
    "brackets nest deeply": _fixed(f"x = {'[' * 90}{']' * 90}\n{CALL}", (CALL, DONE)),
    "a switch that may be None where bool is a pattern's name": _kept(
        'def ask(flag=None):\n    match flag:\n        case [_, bool]:\n            pass\n'
        '    create(model="deepseek-v3.1", messages=[], extra_body={"enable_thinking": flag})\n'
    ),
    "a switch that may be None where other things are assigned": _fixed(
        "create.note = 1\ndef ask(flag=None):\n"
        '    create(model="deepseek-v3.1", messages=[], extra_body={"enable_thinking": flag})\nask()\nask(True)\n',
        ("deepseek-v3.1", "qwen3.7-plus"),
        ('": flag}', '": bool(flag)}'),
    ),
    "variables of a file, whichever": _fixed(
        'from dotenv import dotenv_values\nM = dotenv_values()["MODEL"]\ncreate(model=M, messages=[])\n',
        files={".env": "MODEL=deepseek-r1\n"},
    ),
    "a secret by a name that is not known": _kept(
        "import streamlit as st\ndef ask(name):\n    create(model=st.secrets[name], messages=[])\n",
        files={".streamlit/secrets.toml": 'model = "deepseek-r1"\n'},
    ),
    "a parser of settings, asked in other ways": _kept(
        "import configparser\nc = configparser.ConfigParser()\nc.read('a.ini')\nopen('x').read(5)\n"
        "create(model=c.options('llm')[0], messages=[])\ncreate(model=c.get('llm'), messages=[])\n"
        "create(model=c.get('top', 'model'), messages=[])\n",
        files={"a.ini": "top = 1\n[llm]\nmodel = deepseek-r1\n"},
    ),
    "a parser of settings that reads a list": _kept(
        "import configparser\nc = configparser.ConfigParser()\nc.read('a.json')\ncreate(model=c['llm']['model'], messages=[])\n",
        files={"a.json": '["deepseek-r1"]\n'},
    ),
    "a class's fields, given in another way": _kept(
        "from dataclasses import asdict, dataclass\n@dataclass\nclass Ask:\n    model: str = 'deepseek-v3'\n"
        "def ask(x, how):\n    create(**asdict(Ask(), dict_factory=how))\n    create(**asdict(x))\n"
    ),
    "a class's fields, with bases that are not in sight": _kept(
        "from elsewhere import Base\nfrom pydantic import BaseModel\nclass Ask(Base, BaseModel):\n    model: str = 'deepseek-v3'\n"
        "create(**Ask().model_dump(), messages=[])\n"
    ),
    "a package's own name": _fixed(
        "from pkg.a import ask\nask()\n",
        files={
            "pkg/__init__.py": 'MODEL = "deepseek-r1"\n',
            "pkg/a.py": f"from . import MODEL\n{HEAD}def ask():\n    create(model=MODEL, messages=[])\n",
        },
    ),
    "numbers in a text": _fixed(f'x = "%d of %s" % (1, 2)\ny = "%s" % (1, 2)\n{CALL}', (CALL, DONE)),
    "a slice and a key": _fixed(f"x = [1, 2][0:1:2]\n{CALL}", (CALL, DONE)),
    "what is yielded outside of functions": _fixed(f"f = lambda: (yield 1)\n{CALL}", (CALL, DONE)),
    "an attribute that is set with what is not known": _fixed(f"setattr(*create, 'model', 1)\n{CALL}", (CALL, DONE)),
    "sorted by a call": _fixed(
        'def ask(model):\n    create(model=model, messages=[])\nsorted(["deepseek-v3"], key=ask)\n["deepseek-r1"].sort(key=ask)\n',
    ),
    "handed on with arguments that are not known": _fixed(
        "from threading import Thread\ndef ask(model):\n    create(model=model, messages=[])\n"
        "ARGS = ('deepseek-r1',)\nThread(target=ask, args=ARGS).start()\nThread(target=ask, args=None, kwargs={}).start()\n"
        "Thread(target=ask, args=(), kwargs=None).start()\n",
    ),
    "its own class": _fixed(
        'class A:\n    MODEL = "deepseek-r1"\n    def ask(self):\n        create(model=self.__class__.MODEL, messages=[])\n'
    ),
    "another thing's variables": _fixed(
        'class A:\n    def __init__(self):\n        self.model = "deepseek-r1"\ncreate(model=vars(A())["model"], messages=[])\n'
    ),
    "options under another name": _fixed(
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--m', dest='model', default='deepseek-r1')\n"
        "args = p.parse_args()\ncreate(model=vars(args)['model'], messages=[])\n",
    ),
    "options right away": _fixed(
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--model', default='deepseek-r1')\n"
        "create(model=vars(p.parse_args())['model'], messages=[])\n",
    ),
    "an attribute that is known": _fixed(
        'class A:\n    model = "deepseek-r1"\ncreate(model=getattr(A, "model", "qwen-plus"), messages=[])\n'
    ),
    "the environment by keywords": _fixed(
        'create(model=os.getenv(key="MODEL", default="deepseek-r1"), messages=[])\n'
        'create(model=os.getenv("MODEL", default="deepseek-r1"), messages=[])\ncreate(model=os.environ.get(), messages=[])\n'
    ),
    "a mapping made of what is not known": _kept(
        'def ask(pairs):\n    create(**dict(*pairs, model="deepseek-v3"))\n'
    ),
    "a body that is put together": _fixed(
        "def ask(a: dict, b: dict):\n    create(model=\"deepseek-v3\", messages=[], extra_body=a | b)\n",
    ),
    "a body that is a sum": _fixed(
        "def ask(a, b):\n    create(model=\"deepseek-v3\", messages=[], extra_body=a + b)\n",
    ),
    "a key that is set to several": _kept(
        'body = {"model": "qwen-plus", "messages": []}\nbody["enable_thinking"] = on = True\ncreate(**body)\n'
    ),
    "a key that is set": _fixed(
        'def ask(extra):\n    body = {"model": "qwen-plus", "messages": [], **extra}\n    body["enable_thinking"] = True\n    create(**body)\n'
    ),
    "a bracket that closes nothing": Row('x = )\ny = "deepseek-v3"\n', None, ("DSM102 2 possible unknown-endpoint",), skipped=("parse-error",)),
    "bytes that stand alone": _fixed(f'b"deepseek-v3"\n{CALL}', (CALL, DONE)),
    "names from outside": _fixed(
        'def a():\n    model = "deepseek-r1"\n    def b():\n        def c():\n            nonlocal model, missing\n'
        '            create(model=model, messages=[])\n        c()\n    b()\n',
    ),
    "a literal that Python does not read": _kept('create(model="deepseek-r1\\N{no such}", messages=[])\n'),
    "a text with escapes": _fixed('create(model=f"deepseek\\x2dr1", messages=[])\n'),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """What comes of all rows, in one run."""
    return outcomes(tmp_path_factory.mktemp("rows"), ROWS, NAME)


@pytest.mark.parametrize("title", ROWS)
def test_a_program(title: str, results: Mapping[str, Outcome]) -> None:
    check(ROWS[title], results[title], NAME)

"""What Python's helpers hold of others' values: copies with other fields, chained mappings, context variables, named tuples."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
SWITCHED = {V3: NEW, "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'}
CLASS = 'from dataclasses import dataclass, replace\n@dataclass\nclass C:\n    model: str = "qwen-plus"\n    t: float = 0\n'
"""Five lines."""
IMPORT = "from dataclasses import replace\n"
BOT = (
    "from dataclasses import dataclass, replace\n@dataclass\nclass Bot:\n    model: str\n"
    "    t: float = 0\n    def ask(self):\n        return create(model=self.model, messages=M)\n"
)
"""Seven lines."""
VALIDATED = BOT.replace("dataclasses import dataclass, replace\n@dataclass", "pydantic import BaseModel\n").replace(
    ":", "(BaseModel):", 1
)
FIELDS = "from typing import NamedTuple\nclass C(NamedTuple):\n    model: str\n    t: float = 0\n"
"""Four lines."""
SPACE = "from types import SimpleNamespace\nc = SimpleNamespace()\n"
VARIABLE = "from contextvars import ContextVar\n"
TUPLE = "from collections import namedtuple\n"
ASK = "create(model=c.model, messages=M)\n"
GET = "def go():\n    create(model=MODEL.get(), messages=M)\n"


def safe(name: str, source: str, line: int) -> Case:
    """A model that did not think, in this line."""
    return Case(name, source, (f"DSM101 {line} certain safe",), SWITCHED)


def unsafe(name: str, source: str, line: int) -> Case:
    """The same where the object may be any."""
    return Case(name, source, (f"DSM101 {line} certain unsafe",), SWITCHED)


CASES = [
    safe("a copy with another model", f"{CLASS}c = replace(C(), model={V3})\n{ASK}", 6),
    safe("a copy that keeps the model", f"{CLASS}c = replace(C(model={V3}), t=1)\n{ASK}", 6),
    Case("a copy that has another model than a retired one", f'{CLASS}c = replace(C(), model="qwen-max")\n{ASK}'),
    safe("a copy of what is not known", f"{IMPORT}def go(x):\n    c = replace(x, model={V3})\n    {ASK}", 3),
    Case(
        "a copy of what is not known that keeps the model",
        f"{IMPORT}def go(x):\n    c = replace(x, t={V3})\n    {ASK}",
        ("DSM102 3 possible unknown-endpoint",),
    ),
    safe("a copy that asks", f"{BOT}def go(bot: Bot):\n    replace(bot, model={V3}).ask()\n", 9),
    safe("a copy of a copy that asks", f"{BOT}def go(bot: Bot):\n    replace(replace(bot, t=1), model={V3}).ask()\n", 9),
    unsafe(
        "a copy of a pydantic object that asks",
        f"{VALIDATED}def go(bot: Bot):\n    bot.model_copy(update={{'t': 1, **T, 'model': {V3}}}).ask()\n",
        9,
    ),
    safe(
        "a copy of a named tuple that is handed on",
        f"{FIELDS}def go(c):\n    {ASK}go(C('qwen-max', 1)._replace(m=2, model={V3}))\n",
        7,
    ),
    Case(
        "a named tuple, and a copy with another model",
        f"{FIELDS}def go(c):\n    {ASK}c = C({V3}, 1)\ngo(c)\ngo(c._replace(model='qwen3.7-max'))\n",
        ("DSM101 7 certain shared-value",),
    ),
    Case(
        "a copy of a named tuple that asks for what needs something else",
        f"{FIELDS}    def ask(c):\n        {ASK}c = C({V3}, 1)\nc.ask()\nc._replace(model='qwen3.7-max').ask()\n",
        ("DSM101 7 certain shared-value",),
    ),
    Case(
        "a copy of what is not known that changes nothing",
        f"{IMPORT}def go(x):\n    c = replace(x)\n    {ASK}go({V3})\n",
        ("DSM102 5 possible unknown-endpoint",),
    ),
    Case(
        "a copy that asks for what needs something else",
        f"{BOT}bot = Bot({V3})\nbot.ask()\nreplace(bot, model='qwen3.7-max').ask()\n",
        ("DSM101 8 certain shared-value",),
    ),
    safe(
        "a copy of another class",
        f"{BOT}{CLASS.partition(chr(10))[2]}replace(C(), model='qwen3.7-max')\nBot({V3}).ask()\n",
        13,
    ),
    Case(
        "an object, and a copy with another model",
        f"{CLASS}def go(c):\n    {ASK}go(C({V3}))\ngo(replace(C(), model='qwen3.7-max'))\n",
        ("DSM101 8 certain shared-value",),
    ),
    safe(
        "a copy that keeps an inherited model",
        f"{CLASS.replace('qwen-plus', 'deepseek-v3')}@dataclass\nclass D(C):\n    n: int = 0\nc = replace(D(), n=1)\n{ASK}",
        4,
    ),
    safe(
        "a copy of a pydantic object",
        'from pydantic import BaseModel\nclass C(BaseModel):\n    model: str = "qwen-plus"\n'
        f'c = C().model_copy(update={{"model": {V3}}})\n{ASK}',
        4,
    ),
    safe(
        "mappings of which the first counts",
        f'from collections import ChainMap\nc = ChainMap({{"model": {V3}}}, {{"model": "qwen-plus"}})\n'
        'create(model=c["model"], messages=M)\n',
        2,
    ),
    Case(
        "mappings of which the second does not count",
        f'from collections import ChainMap\nc = ChainMap({{"model": "qwen-plus"}}, {{"model": {V3}}})\n'
        'create(model=c["model"], messages=M)\n',
        ("DSM102 2 possible unknown-endpoint",),
    ),
    safe("an object without a class, set later", f"{SPACE}c.model = {V3}\n{ASK}", 3),
    safe("an object without a class, set by a function", f"{SPACE}def fill(x):\n    x.model = {V3}\nfill(c)\n{ASK}", 4),
    Case(
        "another object without a class",
        f"{SPACE}d = SimpleNamespace(model='qwen-plus')\nc.model = {V3}\n{ASK.replace('c.', 'd.')}",
        ("DSM102 4 possible unknown-endpoint",),
    ),
    safe(
        "an object's own mapping",
        f"class Bot:\n    def __init__(self):\n        self.__dict__.update(model={V3})\n"
        "    def ask(self):\n        return create(model=self.model, messages=M)\n",
        3,
    ),
    safe("a context variable's default", f'{VARIABLE}MODEL = ContextVar("m", default={V3})\n{GET}', 2),
    safe("a context variable that is set", f'{VARIABLE}MODEL = ContextVar("m")\nMODEL.set({V3})\n{GET}', 3),
    safe(
        "a context variable, or else what has a name",
        f'{VARIABLE}MODEL, NAME = ContextVar("m"), {V3}\ncreate(model=MODEL.get(NAME), messages=M)\n',
        2,
    ),
    Case(
        "a table, asked by what has a name",
        f'TABLE, NAME = {{"x": "y"}}, {R1}\nprint(TABLE.get(NAME))\ncreate(model=NAME, messages=M)\n',
        ("DSM101 1 certain branch-on-model",),
    ),
    safe("a context variable, or else", f'{VARIABLE}MODEL = ContextVar("m")\ncreate(model=MODEL.get({V3}), messages=M)\n', 3),
    Case(
        "a context variable that is set to what needs something else",
        f'{VARIABLE}MODEL = ContextVar("m", default={R1})\nMODEL.set({V3})\n{GET}',
        ("DSM101 2 certain shared-value", "DSM101 3 certain shared-value"),
    ),
    Case(
        "a context variable that anybody may set",
        f'{VARIABLE}MODEL = ContextVar("m", default={V3})\ndef use(name):\n    MODEL.set(name)\n{GET}',
        ("DSM101 2 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "another context variable that is set",
        f'{VARIABLE}MODEL = ContextVar("m", default="qwen-plus")\nOTHER = ContextVar("o")\nOTHER.set({V3})\n{GET}',
        ("DSM102 4 possible unknown-endpoint",),
    ),
    safe("a named tuple", f'{TUPLE}C = namedtuple("C", "model t")\nc = C({V3}, 1)\n{ASK}', 3),
    safe("a named tuple by names", f'{TUPLE}C = namedtuple("C", ["t", "model"])\nc = C(1, model={V3})\n{ASK}', 3),
    Case(
        "a text that another replaces in a part",
        f'm = {V3}.replace("v3", "r1")\ncreate(model=m, messages=M)\n',
        ("DSM102 1 possible unknown-endpoint",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_contract(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

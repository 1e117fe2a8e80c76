"""Evidence across files: clients, models and functions that other modules define, and what lowers certainty."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
OFF = ', extra_body={"enable_thinking": False})'
OURS = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
MAKE = f"OpenAI(base_url={OURS})"
CLIENT = f"from openai import OpenAI\nclient = {MAKE}\n"
THEIRS = CLIENT.replace("dashscope.aliyuncs.com/compatible-mode", "api.deepseek.com")


def asks(client: str = "client", model: str = R1) -> str:
    """A call that needs no switch."""
    return f"{client}.chat.completions.create(model={model}, messages=[])\n"


def found(name: str, source: str, files: dict[str, str], line: int, certainty: str = "certain", how: str = "safe") -> Case:
    """A program whose one call in main.py is found and, where that is safe or unsafe, renamed."""
    after = {R1: NEW} if how in ("safe", "unsafe") else {}
    return Case(name, source, (f"DSM101 {line} {certainty} {how}",), after, files=files, head="")


def silent(name: str, source: str, files: dict[str, str], line: int) -> Case:
    """A program of which nothing shows whom it calls."""
    return Case(name, source, (f"DSM102 {line} possible unknown-endpoint",), files=files, head="")


METHOD = "    def ask(self):\n        return self." + asks()
CASES = [
    found("a dotted import", "import pkg.llm\n" + asks("pkg.llm.client"), {"pkg/__init__.py": "", "pkg/llm.py": CLIENT}, 2),
    found("a renamed module", "import pkg.llm as l\n" + asks("l.client"), {"pkg/__init__.py": "", "pkg/llm.py": CLIENT}, 2),
    found("folders without __init__", "import a.b.llm\n" + asks("a.b.llm.client"), {"a/b/llm.py": CLIENT}, 2),
    found("a module of a folder", "from a.b import llm\n" + asks("llm.client"), {"a/b/llm.py": CLIENT}, 2),
    found(
        "handed on by __init__",
        "from pkg import ask_client\n" + asks("ask_client"),
        {"pkg/__init__.py": "from .llm import client as ask_client\n", "pkg/llm.py": CLIENT},
        2,
    ),
    Case(
        "a default that is handed on to a wrapper in another file, which names no model",
        f"from llm import call\ndef ask(q, model={R1}):\n    return call(model, q)\n",
        ("DSM101 2 certain safe",),
        {R1: NEW},
        files={"llm.py": CLIENT + "def call(name, q):\n    return " + asks("client", "name")},
        head="",
    ),
    found(
        "a client that is prepared, and made with more",
        f"from functools import partial\nfrom openai import OpenAI\nmake = partial(OpenAI, base_url={OURS})\n"
        + asks("make(api_key='k')"),
        {},
        4,
    ),
    found(
        "a container that makes a client",
        "from box import Box\nbox = Box()\n" + asks("box.client()"),
        {
            "box.py": "from dependency_injector import containers, providers\nfrom openai import OpenAI\n"
            f"class Box(containers.DeclarativeContainer):\n    client = providers.Singleton(OpenAI, base_url={OURS})\n"
        },
        3,
    ),
    found("a src layout", "from pkg.llm import client\n" + asks(), {"src/pkg/__init__.py": "", "src/pkg/llm.py": CLIENT}, 2),
    found(
        "found through sys.path",
        "import sys\nsys.path.append('lib/deep')\nfrom llm import client\n" + asks(),
        {"lib/deep/llm.py": CLIENT},
        4,
    ),
    found(
        "six modules deep",
        "from m0 import client\n" + asks(),
        {**{f"m{n}.py": f"from m{n + 1} import client\n" for n in range(6)}, "m6.py": CLIENT},
        2,
    ),
    found("everything of a module", "from llm import *\n" + asks(), {"llm.py": CLIENT}, 2),
    found("everything of an SDK", f"from openai import *\nclient = OpenAI(base_url={OURS})\n" + asks(), {}, 3),
    Case(
        "everything of an SDK, which has no `dict` of its own",
        f"from openai import *\nclient = OpenAI(base_url={OURS})\n"
        'client.chat.completions.create(model="deepseek-v3", messages=[], extra_body=dict(top_k=3))\n',
        ("DSM101 3 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-plus"', "dict(top_k=3)": "dict(top_k=3, enable_thinking=False)"},
        head="",
    ),
    silent(
        "everything of an SDK, and a class of that name",
        f"from openai import *\nclass OpenAI(dict):\n    pass\nclient = OpenAI(url={OURS})\n" + asks(),
        {},
        5,
    ),
    silent("not among what a module lists", "from llm import *\n" + asks(), {"llm.py": "__all__ = ['other']\n" + CLIENT}, 2),
    Case(
        "the later of two modules",
        "from a import *\nfrom b import *\n" + asks(),
        (),
        files={"a.py": CLIENT, "b.py": THEIRS},
        head="",
    ),
    found(
        "one of two modules",
        "try:\n    from a import client\nexcept ImportError:\n    from b import client\n" + asks(),
        {"a.py": CLIENT, "b.py": THEIRS},
        5,
        "likely",
        "shared-value",
    ),
    found(
        "one of two modules, the other not in sight",
        "try:\n    from fast import client\nexcept ImportError:\n    from a import client\n" + asks(),
        {"a.py": CLIENT},
        5,
        "likely",
        "unsafe",
    ),
    found(
        "several modules of a name",
        "import sys\nsys.path.append('one')\nfrom llm import client\n" + asks(),
        {"one/llm.py": CLIENT, "two/llm.py": THEIRS},
        4,
        "likely",
        "shared-value",
    ),
    silent("a module that cannot be read", "from llm import client\n" + asks(), {"llm.py": CLIENT + "def (:\n"}, 2),
    silent("the user's own openai.py", CLIENT + asks(), {"openai.py": "class OpenAI:\n    pass\n"}, 3),
    silent(
        "the user's own dashscope.py",
        f"from dashscope import Generation\nGeneration.call(model={R1}, messages=[], enable_thinking=True)\n",
        {"dashscope.py": "class Generation:\n    @staticmethod\n    def call(model, messages, enable_thinking):\n        pass\n"},
        2,
    ),
    Case("a client that is replaced before the call", CLIENT + THEIRS + asks(), (), head=""),
    found(
        "a class that binds its client anew",
        f"from openai import OpenAI\nclass S:\n    def __init__(self):\n        self.client = {MAKE}\n"
        "    def switch(self):\n        self.client = OpenAI(base_url='https://api.deepseek.com/v1')\n" + METHOD,
        {},
        8,
        "likely",
        "shared-value",
    ),
    found(
        "a cached property",
        f"from functools import cached_property\nfrom openai import OpenAI\nclass S:\n    @cached_property\n"
        f"    def client(self):\n        return {MAKE}\n" + METHOD,
        {},
        8,
    ),
    found(
        "a cached getter",
        "from llm import get_client\n" + asks("get_client()"),
        {
            "llm.py": "from functools import lru_cache\nfrom openai import OpenAI\n@lru_cache\n"
            f"def get_client():\n    return {MAKE}\n"
        },
        2,
    ),
    found(
        "a getter that makes it once",
        "from llm import get_client\n" + asks("get_client()"),
        {
            "llm.py": "from openai import OpenAI\n_client: OpenAI | None = None\ndef get_client():\n    global _client\n"
            f"    if _client is None:\n        _client = {MAKE}\n    return _client\n"
        },
        2,
    ),
    found(
        "injected by a default",
        "from fastapi import Depends\nfrom openai import OpenAI\nfrom llm import get_client\n"
        "def ask(client: OpenAI = Depends(get_client)):\n    return " + asks(),
        {"llm.py": f"from openai import OpenAI\ndef get_client():\n    yield {MAKE}\n"},
        5,
    ),
    found(
        "injected by an annotation",
        "from typing import Annotated\nfrom fastapi import Depends\nfrom openai import OpenAI\nfrom llm import get_client\n"
        "def ask(client: Annotated[OpenAI, Depends(get_client)]):\n    return " + asks(),
        {"llm.py": f"from openai import OpenAI\ndef get_client():\n    return {MAKE}\n"},
        6,
    ),
    found(
        "a context of one's own",
        "from llm import Session\nwith Session() as c:\n    " + asks("c"),
        {
            "llm.py": f"from openai import OpenAI\nclass Session:\n    def __enter__(self):\n        return {MAKE}\n"
            "    def __exit__(self, *error):\n        pass\n"
        },
        3,
    ),
    found(
        "made by a field's factory",
        "from dataclasses import dataclass, field\nfrom openai import OpenAI\n@dataclass\nclass S:\n"
        f"    client: OpenAI = field(default_factory=lambda: {MAKE})\n" + METHOD,
        {},
        7,
    ),
    found(
        "from the second of two bases",
        f"from openai import OpenAI\nclass A:\n    other = 1\nclass B:\n    client = {MAKE}\nclass S(A, B):\n" + METHOD,
        {},
        8,
    ),
    found(
        "handed over, or made",
        "from openai import OpenAI\nclass S:\n    def __init__(self, client=None):\n"
        f"        self.client = client or {MAKE}\n" + METHOD,
        {},
        6,
    ),
    Case(
        "a settings object of another module",
        "from openai import OpenAI\nfrom settings import settings\nc = OpenAI(base_url=settings.url)\n"
        + asks("c", "settings.model"),
        ("DSM101 settings.py:5 certain unsafe",),
        {V3: NEW, "messages=[])": "messages=[]" + OFF},
        files={
            "settings.py": "import os\nclass Settings:\n    def __init__(self):\n"
            f"        self.url = os.getenv('URL', {OURS})\n        self.model = os.getenv('MODEL', {V3})\n"
            "settings = Settings()\n"
        },
        head="",
    ),
    Case(
        "a name that changes on the way",
        "from openai import OpenAI\nfrom deps import LLM, BASE\nc = OpenAI(base_url=BASE)\n" + asks("c", "LLM"),
        ("DSM101 conf.py:1 certain safe",),
        {V3: NEW, "messages=[])": "messages=[]" + OFF},
        files={"conf.py": f"MODEL = {V3}\nURL = {OURS}\n", "deps.py": "from conf import MODEL as LLM, URL as BASE\n"},
        head="",
    ),
    Case(
        "a function of a module that names nothing, through another one",
        f"from svc import chat\nchat([], {R1})\n",
        ("DSM101 2 certain safe",),
        {R1: NEW},
        files={
            "urls.py": f"BASE = {OURS}\n",
            "llm.py": "from openai import OpenAI\nimport urls\nclient = OpenAI(base_url=urls.BASE)\n"
            "def ask(q, model):\n    return " + asks("client", "model"),
            "svc.py": "from llm import ask\ndef chat(q, m):\n    return ask(q, m)\n",
        },
        head="",
    ),
    Case(
        "an heir of a class of another module",
        f"from llm import Base\nclass Bot(Base):\n    model = {R1}\n",
        ("DSM101 3 certain safe",),
        {R1: NEW},
        files={
            "llm.py": CLIENT + "class Base:\n    model = None\n    def ask(self):\n        return " + asks("client", "self.model")
        },
        head="",
    ),
    Case(
        "modules that import each other",
        "from a import client, MODEL\ndef ask():\n    return " + asks("client", "MODEL"),
        ("DSM101 a.py:4 certain safe",),
        {R1: NEW},
        files={"a.py": "import main\n" + CLIENT + f"MODEL = {R1}\n"},
        head="",
    ),
    Case(
        "more functions than are followed",
        f"def f0(model):\n    return {asks('client', 'model')}"
        + "".join(f"def f{n}(model):\n    return f{n - 1}(model)\n" for n in range(1, 40))
        + f"f39({R1})\n",
        ("DSM102 81 possible too-deep",),
    ),
    Case(
        "one of more models than can be told",
        f"for model in [{', '.join(map(repr, (f'qwen-{n}' for n in range(300))))}, {R1}]:\n    {asks('client', 'model')}",
        ("DSM102 1 possible unknown-endpoint",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

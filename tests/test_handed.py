"""Which uses names alone rule out for a literal, and which they never may."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.analyse import linker_of
from migrator.handed import Handed
from migrator.values import Site
from tests.link.programs import project_of

MODEL = '"deepseek-v3"'
REACHED = {
    "a name": {"a.py": f'm = {MODEL}\nif m == "x":\n    pass\n'},
    "a name of another file": {"a.py": f"m = {MODEL}\n", "b.py": 'from a import m as n\nif n == "x":\n    pass\n'},
    "a name of a module": {"a.py": f"m = {MODEL}\n", "b.py": 'import a\nif a.m == "x":\n    pass\n'},
    "an attribute set elsewhere": {
        "conf.py": "class C:\n    pass\nc = C()\n",
        "a.py": f"from conf import c\nc.m = {MODEL}\n",
        "b.py": 'from conf import c\nif c.m == "x":\n    pass\n',
    },
    "a parameter by its name": {"a.py": f'def f(a, b):\n    if b == "x":\n        pass\nf(1, b={MODEL})\n'},
    "a parameter by its place": {"a.py": f'def f(a, b):\n    if b == "x":\n        pass\nf(1, {MODEL})\n'},
    "a method's parameter": {"a.py": f'class C:\n    def f(self, b):\n        if b == "x":\n            pass\nC().f({MODEL})\n'},
    "a constructor's": {
        "a.py": "class C:\n    def __init__(self, b):\n        self.b = b\n"
        f'    def f(self):\n        return self.b == "x"\nC({MODEL})\n'
    },
    "an inherited constructor's": {
        "a.py": 'class C:\n    def __init__(self, b):\n        self.b = b\n    def f(self):\n        return self.b == "x"\n',
        "b.py": f"from a import C\nclass D(C):\n    pass\nD({MODEL})\n",
    },
    "what is prepared": {
        "a.py": f'from functools import partial\ndef f(a, b):\n    if b == "x":\n        pass\npartial(f, b={MODEL})()\n'
    },
    "spread keywords": {"a.py": f'def f(b):\n    if b == "x":\n        pass\no = {{"b": {MODEL}}}\nf(**o)\n'},
    "under another name": {"a.py": f'def f(b):\n    if b == "x":\n        pass\ng = f\ng({MODEL})\n'},
    "what a function gives": {"a.py": f'def f():\n    return {MODEL}\nif f() == "x":\n    pass\n'},
    "what a lambda gives": {"a.py": f'f = lambda: {MODEL}\nif f() == "x":\n    pass\n'},
    "an item": {"a.py": f'o = {{}}\no["m"] = {MODEL}\nif o["m"] == "x":\n    pass\n'},
    "a loop": {"a.py": f'for m in [{MODEL}]:\n    if m == "x":\n        pass\n'},
    "a part of a text": {"a.py": f'm = {MODEL}\nif f"dashscope/{{m}}" == "x":\n    pass\n'},
    "an option of the command line": {
        "a.py": f'import argparse\np = argparse.ArgumentParser()\np.add_argument("--the-model", default={MODEL})\n'
        'if p.parse_args().the_model == "x":\n    pass\n'
    },
    "a default": {"a.py": f'def f(b={MODEL}):\n    if b == "x":\n        pass\n'},
    "a variable set by code": {
        "a.py": f'import os\nos.environ["M"] = {MODEL}\n',
        "b.py": 'import os\nif os.getenv("M") == "x":\n    pass\n',
    },
    "a variable of a settings file": {
        ".env": "M=deepseek-v3\n",
        "b.py": 'import os\nm = os.environ.get("M")\nif m == "x":\n    pass\n',
    },
    "a settings file": {
        "conf.yaml": f"llm:\n  name: {MODEL}\n",
        "b.py": 'import yaml\nc = yaml.safe_load(open("conf.yaml"))\nif c["llm"]["name"] == "x":\n    pass\n',
    },
    "what a class gives to `with`": {
        "a.py": f"class C:\n    def __enter__(self):\n        return {MODEL}\n    def __exit__(self, *a):\n        pass\n"
        'with C() as m:\n    if m == "x":\n        pass\n'
    },
    "a variable whose name is put together": {
        ".env": "APP_M=deepseek-v3\n",
        "b.py": 'import os\nif os.environ[f"APP_{n}"] == "x":\n    pass\n',
    },
    "a variable whose name is put together for a call": {
        ".env": "APP_M=deepseek-v3\n",
        "b.py": 'import os\nif os.getenv("APP_" + n) == "x":\n    pass\n',
    },
    "variables set together": {
        "a.py": f'import os\nos.environ.update({{"M": {MODEL}}})\n',
        "b.py": 'import os\nif os.getenv("M") == "x":\n    pass\n',
    },
    "variables set together by their names": {
        "a.py": f"import os\nos.environ.update(M={MODEL})\n",
        "b.py": 'import os\nif os.getenv("M") == "x":\n    pass\n',
    },
    "options that are handed on as keywords": {
        "a.py": f'import argparse\np = argparse.ArgumentParser()\np.add_argument("--the-model", default={MODEL})\n'
        'def run(the_model):\n    if the_model == "x":\n        pass\nrun(**vars(p.parse_args()))\n'
    },
    "what `map` calls a function with": {
        "a.py": f'def f(m):\n    if m == "x":\n        pass\nMODELS = [{MODEL}]\nlist(map(f, MODELS))\n'
    },
    "a fixture": {
        "conftest.py": f"import pytest\n@pytest.fixture\ndef m():\n    return {MODEL}\n",
        "test_a.py": 'def test_a(m):\n    assert m == "x"\n',
    },
    "what is appended inside a function": {
        "a.py": f"def f():\n    o = []\n    m = {MODEL}\n    o.append(m)\n"
        '    for x in o:\n        if x == "x":\n            pass\n'
    },
    "what a local mapping is updated with": {
        "a.py": f'def f():\n    o = {{}}\n    m = {MODEL}\n    o.update(m=m)\n    if o == "x":\n        pass\n'
    },
    "an object that is called": {
        "a.py": f'class C:\n    def __call__(self, m):\n        if m == "x":\n            pass\nc = C()\nc({MODEL})\n'
    },
    "an attribute set by its name": {
        "a.py": f'class C:\n    pass\nc = C()\nsetattr(c, "m", {MODEL})\nif c.m == "x":\n    pass\n'
    },
    "an array's items": {"a.mjs": f'const L = [{{ id: {MODEL} }}];\nL.find((m) => m.id === "deepseek-r1");\n'},
    "JavaScript": {
        "a.mjs": f"export const m = {MODEL};\n",
        "b.mjs": 'import { m } from "./a.mjs";\nif (m === "deepseek-r1") run();\n',
    },
}
RULED_OUT = {
    "another name": {"a.py": f'm = {MODEL}\nn = 1\nif n == "x":\n    pass\n'},
    "the same name inside functions": {
        "a.py": f'def f():\n    m = {MODEL}\n    return 1\ndef g(m):\n    if m == "x":\n        pass\n'
    },
    "the same name in a file that has nothing to do with it": {
        "a.py": f"m = {MODEL}\n",
        "b.py": 'm = 1\nif m == "x":\n    pass\n',
    },
    "another parameter": {"a.py": f'def f(a, b):\n    if a == "x":\n        pass\nf(1, {MODEL})\n'},
    "what a function is given and does not give back": {
        "a.py": f'def f(b):\n    return 1\nx = f({MODEL})\nif x == "x":\n    pass\n'
    },
}


def handed(folder: Path, files: dict[str, str]) -> list[bool]:
    """Of each use in the programs: whether the literals may reach it."""
    project = project_of(folder, files)
    known = tuple(project.program.facts.values())
    sites: list[Site] = [
        mention.site
        for facts in known
        for mention in facts.mentions
        if mention.text == "deepseek-v3" and mention.kind == "string"
    ]
    assert sites
    asked = Handed(linker_of(project), known, sites)
    return [asked(use.value, facts) for facts in known for use in facts.uses if use.kind == "comparison"]


@pytest.mark.parametrize("case", REACHED)
def test_what_a_literal_may_reach_is_linked(case: str, tmp_path: Path) -> None:
    assert any(handed(tmp_path, REACHED[case]))


@pytest.mark.parametrize("case", RULED_OUT)
def test_what_it_cannot_reach_is_not(case: str, tmp_path: Path) -> None:
    found = handed(tmp_path, RULED_OUT[case])
    assert found
    assert not any(found)

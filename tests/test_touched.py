"""Which calls names alone rule out, and which they never may: of the others nothing is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.analyse import linker_of
from migrator.link.program import trailing_name
from migrator.reach import spoken_keys
from migrator.touched import Touched, Words
from migrator.words import sieve_of
from tests.link.programs import project_of

ID = '"deepseek-v3"'
OFF = '{"enable_thinking": False}'
REACHED: dict[str, dict[str, str]] = {
    "an id": {"a.py": f"probe(model={ID})\n"},
    "a model that is offered": {"a.py": 'probe(model="qwen3.7-max")\n'},
    "a parameter": {"a.py": "probe(enable_thinking=True)\n"},
    "a parameter of which something is to be said in a call alone": {"a.py": "probe(top_k=1)\n"},
    "one in a mapping of a call": {"a.py": 'probe(extra_body={"top_k": 1})\n'},
    "a mapping": {"a.py": f"p = {OFF}\nprobe(**p)\n"},
    "a mapping that is added to": {"a.py": 'p = {}\np["enable_thinking"] = False\nprobe(**p)\n'},
    "a mapping of another file": {"conf.py": f"P = {OFF}\n", "a.py": "from conf import P\nprobe(extra_body=P)\n"},
    "a function's mapping": {"conf.py": f"def options():\n    return {OFF}\n", "a.py": "import conf\nprobe(**conf.options())\n"},
    "keywords": {"a.py": "def ask(**more):\n    probe(**more)\nask(enable_thinking=False)\n"},
    "keywords handed to a method": {
        "lib.py": "class Bot:\n    def ask(self, **more):\n        probe(**more)\n",
        "a.py": "from lib import Bot\nBot().ask(enable_thinking=False)\n",
    },
    "a mapping made by keywords": {"a.py": "p = dict(enable_thinking=False)\nprobe(**p)\n"},
    "what an object was made with": {"a.py": f"c = Client(model={ID})\nc.probe('hi')\n"},
    "an attribute": {"lib.py": f"class C:\n    pass\nc = C()\nc.m = {ID}\n", "a.py": "from lib import c\nprobe(model=c.m)\n"},
    "an object as a whole": {
        "lib.py": f"class C:\n    def __init__(self):\n        self.model = {ID}\nc = C()\n",
        "a.py": "from lib import c\nprobe(**vars(c))\n",
    },
    "an object whose attribute is set": {"a.py": f"c = C()\nc.model = {ID}\nprobe(**vars(c))\n"},
    "an object whose attribute is a parameter": {"a.py": "c = C()\nc.enable_thinking = x\nprobe(**vars(c))\n"},
    "a class's field": {"a.py": f"class C(Base):\n    model: str = {ID}\nprobe(C())\n"},
    "a class's parameter": {"a.py": "class C(Base):\n    enable_thinking: bool\nprobe(C(True))\n"},
    "an heir": {
        "lib.py": f"class A:\n    model = {ID}\n",
        "a.py": "from lib import A\nclass B(A):\n    pass\nprobe(**B().all())\n",
    },
    "a class's own constructor": {
        "a.py": f"class B(Base):\n    model: str = {ID}\n    def __init__(self, **more):\n        super().__init__(**more)\n"
    },
    "a key of a mapping": {"a.py": f"for m in {{{ID}: 1}}:\n    probe(model=m)\n"},
    "a piece of an id": {"a.py": 'probe(model="deepseek-" + version)\n'},
    "what follows a piece": {"a.py": 'probe(model=f"{vendor}-v3")\n'},
    "pieces": {"a.py": 'a, b = "deepseek", "r1"\nprobe(model=f"{a}-{b}")\n'},
    "pieces of two files": {
        "a.py": 'A = "DeepSeek"\n',
        "b.py": 'B = "v3"\n',
        "c.py": 'from a import A\nfrom b import B\nm = "{}-{}".format(A, B)\nprobe(model=m)\n',
    },
    "an id behind a prefix": {"a.py": 'probe("deepseek:deepseek-r1")\n'},
    "a body": {"a.py": "probe(data='{\"enable_thinking\": true}')\n"},
    "a settings file": {
        "conf.yaml": f"llm:\n  name: {ID}\n",
        "a.py": 'import yaml\nc = yaml.safe_load(open("conf.yaml"))\nprobe(model=c["llm"]["name"])\n',
    },
    "a settings file of which there is a sample": {
        "conf.example.json": f'{{"llm": {{"name": {ID}}}}}\n',
        "a.py": 'import json\nc = json.load(open(BASE / "conf.json"))\nprobe(model=c["llm"]["name"])\n',
    },
    "a parameter in a settings file": {
        "conf.json": '{"enable_thinking": true}\n',
        "a.py": 'import json\nprobe(**json.load(open("conf.json")))\n',
    },
    "a settings file that nobody names": {
        ".streamlit/secrets.toml": f"[llm]\nname = {ID}\n",
        "a.py": 'import streamlit as st\nprobe(model=st.secrets["llm"]["name"])\n',
    },
    "a settings file that is imported": {
        "conf.json": f'{{"llm": {{"name": {ID}}}}}\n',
        "a.mjs": 'import conf from "./conf.json";\nprobe({ model: conf.llm.name });\n',
    },
    "a settings file that is required": {
        "conf.json": f'{{"llm": {{"name": {ID}}}}}\n',
        "a.cjs": 'const conf = require("./conf");\nprobe({ model: conf.llm.name });\n',
    },
    "a body in a file": {
        "body.json": f'{{"model": {ID}}}\n',
        "a.ps1": "irm https://dashscope.aliyuncs.com/v1/chat/completions -Method Post -InFile .\\body.json\n",
    },
    "what a module gives as a whole": {
        "lib.js": f"module.exports = {{ model: {ID} }};\n",
        "a.mjs": 'import lib from "./lib.js";\nprobe({ model: lib.model });\n',
    },
    "a constant of another language": {
        "b/Names.kt": f"package b\n\nconst val M = {ID}\n",
        "a/A.java": "package a;\nimport static b.NamesKt.M;\nclass A { void f() { probe(M); } }\n",
    },
    "a variable": {".env": "M=deepseek-v3\n", "a.py": 'import os\nprobe(model=os.getenv("M"))\n'},
    "a variable for a parameter": {
        ".env": "ENABLE_THINKING=1\n",
        "a.py": 'import os\nx = os.getenv("ENABLE_THINKING")\nprobe(x)\n',
    },
    "a task whose first parameter nobody gives": {
        "a.py": f"@app.task(bind=True)\ndef ask(self, model):\n    probe(model=model)\nask.delay({ID})\n"
    },
    "what is handed to a thread": {
        "a.py": f"def ask(model):\n    probe(model=model)\nThread(target=ask, args=({ID},)).start()\n"
    },
    "JavaScript": {"lib.mjs": f"export const P = {OFF};\n", "a.mjs": 'import { P } from "./lib.mjs";\nprobe({ ...P });\n'},
}
RULED_OUT: dict[str, dict[str, str]] = {
    "nothing of ours": {"a.py": 'probe(model="gpt-5", messages=[{"role": "user", "content": "Hi"}])\n'},
    "a tool's parameters": {"a.py": 't = [{"type": "function", "parameters": {"type": "object"}}]\nprobe(tools=t)\n'},
    "a comparison": {"a.py": f"x = name == {ID}\nprobe(x)\n"},
    "names of parameters": {"a.py": 'NAMES = {"enable_thinking", "x"}\nprobe(NAMES)\n'},
    "a parameter of that name": {"a.py": "def ask(enable_thinking):\n    probe(enable_thinking)\n"},
    "another vendor's text": {"a.py": 'a, b = "deepseek", "chat"\nprobe(model=f"{a}-{b}")\n'},
    "a catalogue that nobody loads": {"catalogue.json": f'{{"llm": {{"model": {ID}}}}}\n', "a.py": 'probe(model=x["model"])\n'},
    "another object": {"a.py": f"a = C()\nb = D()\na.model = {ID}\nprobe(b)\n"},
}


def touched(folder: Path, files: dict[str, str]) -> list[bool]:
    """Of each call of `probe`, or of a constructor that a class inherits, whether something of ours may reach it."""
    project = project_of(folder, files)
    known = tuple(project.program.facts.values())
    words = Words(sieve_of(project.rulebook).second, ())
    asked = Touched(linker_of(project), known, words, spoken_keys(project.rulebook))
    return [
        asked.call(call, facts)
        for facts in known
        for call in facts.calls
        if trailing_name(call.callee) in ("probe", "__init__", "http_request")
    ]


@pytest.mark.parametrize("case", REACHED)
def test_what_something_of_ours_may_reach_is_linked(case: str, tmp_path: Path) -> None:
    assert any(touched(tmp_path, REACHED[case]))


@pytest.mark.parametrize("case", RULED_OUT)
def test_what_it_cannot_reach_is_not(case: str, tmp_path: Path) -> None:
    found = touched(tmp_path, RULED_OUT[case])
    assert found
    assert not any(found)

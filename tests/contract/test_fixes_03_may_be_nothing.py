"""Switches that may be nothing, or are text, seen where a value comes from: what nobody gives must not become thinking."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V32 = {'"deepseek-v3.2"': '"qwen3.7-plus"'}
NODE = """import OpenAI from "openai";
const c = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
"""


def asks(switch: str) -> str:
    return f'create(model="deepseek-v3.2", messages=M, extra_body={{"enable_thinking": {switch}}})\n'


def node(name: str, source: str, found: str, after: dict[str, str] | None = None) -> Case:
    files = {"main.py": "", "package.json": "{}", "ask.js": NODE + source}
    return Case(name, "", (found,), after or {}, files=files, head="")


CASES = [
    *(
        Case(
            f"a key of a mapping that is called {kind}",
            f"import json\nfrom typing import *\ndef ask(given: {kind}):\n    return {asks('given.get(key)')}",
            ("DSM101 4 certain safe",),
            {**V32, "given.get(key)": "bool(given.get(key))"},
            head="import os\n" + Case("", "").head + 'key = "think"\n',
        )
        for kind in ("dict", "dict[str, Any]", "Dict[str, Any]", "Mapping[str, Any]")
    ),
    Case(
        "a key that may be missing, with nothing for it",
        "def ask(given: dict):\n    return " + asks("given.get('think', None)"),
        ("DSM101 2 certain safe",),
        {**V32, "given.get('think', None)": "bool(given.get('think', None))"},
    ),
    Case(
        "a settings file that is not in sight",
        "import json\nconf = json.load(open('conf.json'))\n" + asks("conf.get('think')"),
        ("DSM101 3 certain safe",),
        {**V32, "conf.get('think')": "bool(conf.get('think'))"},
    ),
    *(
        Case(
            f"text of the environment: {read}",
            asks(read),
            ("DSM101 1 certain choice-needed",),
            hint="the switch is text that only run time tells",
        )
        for read in (
            'os.getenv("THINK")',
            'os.getenv("THINK", "false")',
            'os.environ["THINK"]',
            'os.environ.get("T", "").lower()',
        )
    ),
    *(
        Case(f"what is made of such text: {read}", asks(read), ("DSM101 1 certain safe",), V32)
        for read in ('os.getenv("THINK") == "1"', 'os.getenv("THINK", "").lower() in ("1", "true")', 'bool(os.getenv("THINK"))')
    ),
    Case(
        "text of a command line, and what is none",
        "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--text')\n"
        "parser.add_argument('--flag', action='store_true')\ngiven = parser.parse_args()\n"
        + asks("given.text")
        + asks("given.flag").replace("M,", "[],"),
        ("DSM101 6 certain choice-needed", "DSM101 7 certain safe"),
        {'"deepseek-v3.2", messages=[]': '"qwen3.7-plus", messages=[]'},
    ),
    Case(
        "a field that settings read, who know what it is",
        "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    think: bool = False\n"
        + asks("Settings().think"),
        ("DSM101 4 certain safe",),
        V32,
    ),
    Case(
        "a variable that is told what to be",
        "from decouple import config\n" + asks("config('THINK', default=False, cast=bool)"),
        ("DSM101 2 certain safe",),
        V32,
    ),
    node(
        "an argument that a call leaves out",
        'const ask = (messages, on) => c.chat.completions.create({ model: "deepseek-v3.2", messages, enable_thinking: on });\n'
        "ask([]);\nask([], true);\n",
        "DSM101 ask.js:3 certain safe",
        {**V32, "thinking: on": "thinking: Boolean(on)"},
    ),
    node(
        "an argument that every call gives",
        'const ask = (messages, on) => c.chat.completions.create({ model: "deepseek-v3.2", messages, enable_thinking: on });\n'
        "ask([], false);\nask([], true);\n",
        "DSM101 ask.js:3 certain safe",
        V32,
    ),
    node(
        "text of the environment in JavaScript",
        'c.chat.completions.create({ model: "deepseek-v3.2", messages: [], enable_thinking: process.env.THINK });\n',
        "DSM101 ask.js:3 certain choice-needed",
    ),
    node(
        "what is made of it there",
        'c.chat.completions.create({ model: "deepseek-v3.2", messages: [], enable_thinking: process.env.THINK === "1" });\n',
        "DSM101 ask.js:3 certain safe",
        V32,
    ),
    *(
        node(
            f"a field of a request's body, {name}",
            f"async function ask(req, res) {{\n  {said}\n  await c.chat.completions.create({{ "
            f'model: "deepseek-v3.2", messages: [], enable_thinking: {value} }});\n}}\n',
            "DSM101 ask.js:5 certain safe",
            {**V32, f"thinking: {value}": f"thinking: {after}"},
        )
        for name, said, value, after in (
            ("as it is", "", "req.body.think", "Boolean(req.body.think)"),
            ("by name", "const body = await req.json();", "body.think", "Boolean(body.think)"),
            ("taken out", "const { think } = req.body;", "think", "Boolean(think)"),
            ("taken out with a default", "const { think = false } = req.body;", "think", "think"),
            ("checked", "const { think } = Schema.parse(await req.json());", "think", "Boolean(think)"),
            ("checked by its own name", "let b = await req.text(); b = Schema.parse(b);", "b.think", "Boolean(b.think)"),
            ("read from a text", "const { think } = JSON.parse(await req.text());", "think", "Boolean(think)"),
            ("by its text", "const body = await req.json();", 'body["think"]', 'Boolean(body["think"])'),
            ("a part of a part", "const { options } = await req.json();", "options.think", "Boolean(options.think)"),
            ("let through", "const r = S.safeParse(await req.json());", "r.data.think", "Boolean(r.data.think)"),
            ("turned around", "const body = await req.json();", "!body.think", "!body.think"),
            ("taken of itself", "let a = theirs; a = a.next;", "a.think", "a.think"),
            ("checked in turns", "let a = Schema.parse(b), b = Schema.parse(a);", "b.think", "b.think"),
            ("of another call", "const { think } = Schema.parse(theirs);", "think", "think"),
            ("and the rest of what is given", "const { think } = req.theirs;", "think", "think"),
        )
    ),
    *(
        Case(
            f"text that comes with a request: {given}",
            "from flask import request\n" + asks(given),
            (f"DSM101 2 certain {code}",),
            V32 if code == "safe" else {},
        )
        for given, code in (
            ("request.args.get('think')", "choice-needed"),
            ("request.args['think']", "choice-needed"),
            ("request.form.get('think')", "choice-needed"),
            ("request.GET['think']", "choice-needed"),
            ("options.form['think']", "safe"),
            ("request.args.get('think') == '1'", "safe"),
            ("request.theirs['think']", "safe"),
            ("self.args.think", "safe"),
        )
    ),
    *(
        node(
            f"text of a request in JavaScript: {said}{value}",
            f"async function ask(req, res) {{\n  {said}\n  await c.chat.completions.create({{ "
            f'model: "deepseek-v3.2", messages: [], enable_thinking: {value} }});\n}}\n',
            "DSM101 ask.js:5 certain choice-needed",
        )
        for said, value in (
            ("", "req.query.think"),
            ("const q = req.query;", "q.think"),
            ("", 'res.req.query("think")'),
            ("", 'localStorage.getItem("think")'),
            ("const { searchParams } = new URL(req.url);", 'searchParams.get("think")'),
            ("const form = await req.formData();", 'form.get("think")'),
        )
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_switch(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

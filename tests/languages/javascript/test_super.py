"""Constructors that hand on to the one which their class inherits: what `super(…)` is given is what the object is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

URL = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
IMPORT = 'import OpenAI from "openai";\n'
BASE = f"""{IMPORT}export class Base {{
  constructor(options) {{
    this.options = options;
    this.client = new OpenAI({{ baseURL: options.url }});
  }}
  ask(messages) {{
    return this.client.chat.completions.create({{ model: this.options.model, messages }});
  }}
}}
"""


def case(name: str, source: str, found: tuple[str, ...], after: dict[str, str], files: dict[str, str] | None = None) -> Case:
    return Case(name, "", found, after, files={"main.py": "", "package.json": "{}", "bot.js": source, **(files or {})}, head="")


CASES = [
    case(
        "a class of the SDK's",
        f"{IMPORT}class Bot extends OpenAI {{\n  constructor() {{ super({{ baseURL: {URL} }}); }}\n"
        '  ask(messages) { return this.chat.completions.create({ model: "deepseek-v3", messages }); }\n}\n',
        ("DSM101 bot.js:4 certain safe",),
        {'"deepseek-v3", messages }': '"qwen3.7-plus", messages, enable_thinking: false }'},
    ),
    case(
        "a class of the project's, in another file, with an heir that goes elsewhere",
        f'import {{ Base }} from "./base.js";\nexport class Bot extends Base {{\n  constructor() {{\n'
        f'    super({{ url: {URL}, model: "deepseek-r1" }});\n  }}\n}}\n',
        ("DSM101 bot.js:4 certain safe",),
        {'v1", model: "deepseek-r1"': 'v1", model: "qwen3.7-plus"'},
        {
            "base.js": BASE,
            "other.js": 'import { Base } from "./base.js";\nexport class Other extends Base {\n  constructor() {\n'
            '    super({ url: "https://api.lkeap.cloud.tencent.com", model: "deepseek-r1" });\n  }\n}\n',
        },
    ),
    case(
        "a method that the class inherits",
        f"{IMPORT}const c = new OpenAI({{ baseURL: {URL} }});\n"
        "class Base { ask(model) { return c.chat.completions.create({ model, messages: [] }); } }\n"
        'class Bot extends Base { ask() { return [1].map(() => super.ask("deepseek-r1")); } }\nnew Bot().ask();\n',
        ("DSM101 bot.js:4 certain safe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    case(
        "a class that is not in sight",
        'import { Base } from "elsewhere";\nclass Bot extends Base {\n  constructor() { super({ model: "deepseek-r1" }); }\n}\n',
        ("DSM102 bot.js:3 possible unknown-endpoint",),
        {},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_super(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

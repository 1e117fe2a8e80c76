"""Programs that come where few do: each was written for lines of the tool that no other test ran."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V32 = '"deepseek-v3.2"'
OFF = ', extra_body={"enable_thinking": False}'
QUIET = ("DSM303", "DSM301", "DSM103")
SETTINGS = """from pydantic_settings import BaseSettings, SettingsConfigDict


class A(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")
    model: str = "deepseek-v3.2"


class B(BaseSettings):
    model_config = {"env_file": ".env"}
    model: str = "deepseek-v3.1"


class C(BaseSettings):
    class Config:
        env_file = ".env"

    model: str = "deepseek-v3"


create(model=A().model, messages=M)
create(model=B().model, messages=M)
create(model=C().model, messages=M)
"""
PROXY = """model_list:
  - model_name: x
    litellm_params:
      model: 3
  - model_name: [a]
    litellm_params:
      model: dashscope/qwen-plus
  - model_name: y
    litellm_params:
      model: dashscope/deepseek-v3.2
litellm_settings:
  fallbacks: [{"x": ["y"]}]
"""
SENDS = """import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
client.chat.completions.create({ model: "deepseek-v3.2", messages: [] });
"""

CASES = [
    Case(
        "a variable that another file sets",
        'import conf\ncreate(model=os.environ["CHAT_MODEL"], messages=M)\n',
        ("DSM101 conf.py:2 certain unsafe",),
        {V32: '"qwen3.7-plus"', "messages=M)": f"messages=M{OFF})"},
        files={"conf.py": f'import os\nos.environ["CHAT_MODEL"] = {V32}\n'},
    ),
    Case(
        "a record of an SDK's class, made elsewhere",
        f"from conf import Conf\nc = Conf(model={V32})\ncreate(model=c.model, messages=M)\n",
        ("DSM101 2 certain safe",),
        {V32: '"qwen3.7-plus"', "messages=M)": f"messages=M{OFF})"},
        files={"conf.py": "from pydantic import BaseModel\n\n\nclass Conf(BaseModel):\n    model: str\n"},
    ),
    Case(
        "an attribute of classes that inherit from one another",
        "class A(B):\n    pass\n\n\nclass B(A):\n    pass\n\n\ncreate(model=A().model, messages=M)\n"
        f"create(model={V32}, messages=M)\n",
        ("DSM101 10 certain safe",),
        {f"{V32}, messages=M": f'"qwen3.7-plus", messages=M{OFF}'},
    ),
    Case(
        "settings whose fields have no prefix",
        SETTINGS,
        (
            "DSM101 .env:1 likely shared-value",
            "DSM101 6 certain shared-value",
            "DSM101 11 certain shared-value",
            "DSM101 18 certain shared-value",
        ),
        files={".env": "MODEL=deepseek-r1\n"},
    ),
    Case(
        "a proxy whose entries are not all names",
        "",
        ("DSM101 config.yaml:10 certain safe",),
        {"dashscope/deepseek-v3.2": "dashscope/qwen3.7-plus\n      extra_body:\n        enable_thinking: false"},
        files={"config.yaml": PROXY},
    ),
    Case(
        "what a web framework hands over",
        "from fastapi import Depends\nfrom elsewhere import Thing\n\n\nclass S:\n    model = "
        + V32
        + "\n\n\ndef f(s=Depends(Thing), t=Depends(S), u=Depends(OpenAI)):\n    create(model=t.model, messages=M)\n"
        '    u.chat.completions.create(model="deepseek-v3.1", messages=M)\n    create(model=s.model, messages=M)\n',
        ("DSM101 6 certain unsafe", "DSM101 11 likely unsafe"),
        {
            V32: '"qwen3.7-plus"',
            "t.model, messages=M": f"t.model, messages=M{OFF}",
            '"deepseek-v3.1", messages=M': f'"qwen3.7-plus", messages=M{OFF}',
        },
    ),
    Case(
        "a list of permitted values beside another model",
        f'MODEL = {V32}\nparser.add_argument("--model", choices=[{V32}, "x"])\ncreate(model=MODEL, messages=M)\n'
        'create(model="deepseek-r1", messages=M)\n',
        ("DSM101 1 certain branch-on-model", "DSM101 4 certain safe"),
        {"deepseek-r1": "qwen3.7-plus"},
        quiet=QUIET,
    ),
    Case(
        "a package file whose versions are not all texts",
        "",
        ("DSM101 main.mjs:3 certain safe",),
        {'"deepseek-v3.2", messages: []': '"qwen3.7-plus", messages: [], enable_thinking: false'},
        files={"main.mjs": SENDS, "package.json": '{"dependencies": {"openai": 4, "x": null, "y": "^1"}}\n'},
    ),
    Case(
        "a wrapper around a client that is not in sight",
        "import instructor\nfrom elsewhere import made\n"
        'instructor.from_openai().chat.completions.create(model="deepseek-v3", messages=M)\n'
        'instructor.from_openai(made()).chat.completions.create(model="deepseek-v3", messages=M)\n'
        f"instructor.from_openai(client).chat.completions.create(model={V32}, messages=M)\n",
        (
            "DSM102 3 possible unknown-endpoint",
            "DSM102 4 possible unknown-endpoint",
            "DSM101 5 certain safe",
        ),
        {f"{V32}, messages=M": f'"qwen3.7-plus", messages=M{OFF}'},
    ),
    Case(
        "an SDK's own endpoint, without a key",
        'import openai\nopenai.chat.completions.create(model="deepseek-v3", messages=[])\n',
        ("DSM102 2 possible unknown-endpoint",),
        head="",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_found_and_written(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

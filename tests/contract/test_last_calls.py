"""Calls and values that turn back on themselves, or of which only a part is in sight: each ran lines that no other test did."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V32 = '"deepseek-v3.2"'
V31 = '"deepseek-v3.1"'
CHAT = 'from langchain_openai import ChatOpenAI\nU = "https://dashscope.aliyuncs.com/compatible-mode/v1"\n'
OWN = f"first = ChatOpenAI(model={V32}, base_url=U)\n"
ASK = "    create(model=model, messages=M)\n"
SWITCHED = {V32: '"qwen3.7-plus"', "model=model, messages=M)": 'model=model, messages=M, extra_body={"enable_thinking": False})'}
FIELDS = """from dataclasses import dataclass


@dataclass
class Conf:
    model: str = "deepseek-v3.2"
    extra: dict = None

    def ask(self):
        create(model=self.model, messages=M, extra_body=self.extra)


Conf().ask()
Conf("deepseek-v3.1").ask()
Conf(extra={"enable_thinking": False}).ask()
"""

SCRIPT = """import OpenAI from "openai";
import { generateText } from "ai";
import { named } from "./lib.js";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
const asked = client.chat.completions.create({ model: "deepseek-v3.2", messages: [] });
generateText({ model: asked, prompt: "hi" });
client.chat.completions.create({ model: named("deepseek-v3.1"), messages: [] });
"""


def package(modules: int) -> dict[str, str]:
    """A package that takes everything of so many modules, of which the last one names a model."""
    stars = "".join(f"from .m{number} import *\n" for number in range(modules))
    empty = {f"pkg/m{number}.py": "x = 1\n" for number in range(modules - 1)}
    return {"pkg/__init__.py": stars, **empty, f"pkg/m{modules - 1}.py": f"model = {V32}\n"}


CASES = [
    Case(
        "a function that is handed itself",
        f"def ask(again, model):\n    again(again, model)\n{ASK}ask(ask, {V32})\n",
        ("DSM101 4 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "a class that is handed itself",
        f"class A:\n    def __init__(self, kind, model):\n        self.other = kind(kind, model)\n    {ASK}A(A, {V32})\n",
        ("DSM101 5 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "arguments that are parsed, or a dict",
        f'import argparse\nns = {{"model": {V32}}} if M else argparse.ArgumentParser().parse_args()\nmodel = vars(ns)["model"]\n'
        + ASK.lstrip(),
        ("DSM101 2 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "a router's list of which an entry is not in sight",
        "from litellm import Router\nfrom elsewhere import entry\n"
        'Router(model_list=[entry, {"model_name": "x", "litellm_params": {"model": "dashscope/deepseek-v3.2"}}, "y"])\n',
        ("DSM101 3 certain safe",),
        {'"dashscope/deepseek-v3.2"': '"dashscope/qwen3.7-plus", "extra_body": {"enable_thinking": False}'},
    ),
    Case(
        "a router's list that holds itself",
        "from litellm import Router\n"
        'models = [{"model_name": "x", "litellm_params": {"model": "dashscope/deepseek-v3.2"}}]\n'
        "models.append(models)\nRouter(model_list=models)\n",
        ("DSM101 2 certain safe",),
        {'"dashscope/deepseek-v3.2"': '"dashscope/qwen3.7-plus", "extra_body": {"enable_thinking": False}'},
    ),
    Case(
        "what is tried next, in a list of its own",
        f"{CHAT}{OWN}others = [ChatOpenAI(model={V31}, base_url=U)]\nfirst.with_fallbacks(others).invoke('hi')\n",
        ("DSM101 3 certain choice-needed", "DSM101 4 certain choice-needed"),
        hint="where one model fails another is tried, and the one in main.py:",
    ),
    Case(
        "what is tried next, made by a function",
        f"{CHAT}def made(model):\n    return ChatOpenAI(model=model, base_url=U)\n{OWN}"
        f"others = [made({V31})]\nothers.append(others)\nfirst.with_fallbacks(others).invoke('hi')\n",
        ("DSM101 5 certain choice-needed", "DSM101 6 certain choice-needed"),
    ),
    Case(
        "a request in the place of a model, and a name that a compressed script makes",
        "",
        ("DSM101 main.mjs:5 certain safe", "DSM102 main.mjs:7 possible unknown-endpoint"),
        {'"deepseek-v3.2", messages: []': '"qwen3.7-plus", messages: [], enable_thinking: false'},
        files={"main.mjs": SCRIPT, "lib.js": "var x=1;" * 2000 + "export function named(a){return a}"},
    ),
    Case(
        "an agent whose model is of a class that is not in sight",
        "from agents import Agent, ModelSettings\nfrom elsewhere import Model\n"
        f"Agent(name='x', model=Model({V32}), model_settings=ModelSettings(extra_body={{'enable_thinking': True}}))\n",
        ("DSM102 3 possible unknown-endpoint",),
    ),
    Case(
        "a package that takes everything of many modules",
        f"from pkg import model\n{ASK.lstrip()}",
        ("DSM101 pkg/m109.py:1 certain safe",),
        SWITCHED,
        files=package(110),
    ),
    Case(
        "a package that takes everything of more modules than are asked",
        f"from pkg import model\n{ASK.lstrip()}",
        ("DSM102 pkg/m549.py:1 possible unknown-endpoint",),
        files=package(550),
    ),
    Case(
        "a model that is held deep in calls",
        f"from elsewhere import f\nmodel = {V32}\n{ASK.lstrip()}if {'f(' * 50}model{')' * 50}:\n    print(1)\n",
        ("DSM101 2 certain safe",),
        SWITCHED,
    ),
    Case(
        "fields of one class that are made in several ways",
        FIELDS,
        ("DSM101 6 certain shared-value", "DSM101 14 certain shared-value"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_found_and_written(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

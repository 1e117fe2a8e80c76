"""OpenAI's Agents SDK for JavaScript: what its models and agents are made with, and where an agent says more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
HEAD = f"""import OpenAI from "openai";
import {{ Agent, OpenAIChatCompletionsModel, Runner }} from "@openai/agents";
const client = new OpenAI({{ apiKey: process.env.DASHSCOPE_API_KEY, baseURL: "{BASE}" }});
"""
MODEL = 'new OpenAIChatCompletionsModel(client, "deepseek-{}")'
LIKELY, R1 = "DSM101 app.mjs:4 likely unsafe", {"deepseek-r1": "qwen3.7-plus"}
SWITCH = "modelSettings: { providerData: { enable_thinking: false } }"


def agents(name: str, source: str, *found: str, after: dict[str, str] | None = None, hint: str = "") -> Case:
    """An agent of one line."""
    return Case(name, "", found, after or {}, files={"app.mjs": HEAD + source + "\n"}, head="", hint=hint)


CASES = [
    agents(
        "a model's object that thinks",
        f"new Agent({{ name: 'a', model: {MODEL.format('r1')} }});",
        "DSM101 app.mjs:4 certain safe",
        after=R1,
    ),
    agents(
        "a model's object that did not",
        f"new Agent({{ name: 'a', model: {MODEL.format('v3')} }});",
        "DSM101 app.mjs:4 certain choice-needed",
        hint="modelSettings: { providerData: { enable_thinking: … } }",
    ),
    agents(
        "a model's object with another provider's client",
        "new OpenAIChatCompletionsModel(new OpenAI({ baseURL: 'https://api.deepseek.com' }), 'deepseek-v3');",
    ),
    agents(
        "an agent of a model's name",
        "new Agent({ name: 'a', model: 'deepseek-v3' });",
        LIKELY,
        after={"'deepseek-v3'": f"'qwen3.7-plus', {SWITCH}"},
    ),
    agents(
        "an agent with settings",
        "new Agent({ name: 'a', model: 'deepseek-v3', modelSettings: { temperature: 0.5, providerData: { top_k: 3 } } });",
        LIKELY,
        after={"'deepseek-v3'": "'qwen3.7-plus'", "top_k: 3": "top_k: 3, enable_thinking: false"},
    ),
    agents(
        "a switch in the wrong place",
        "new Agent({ name: 'a', model: 'deepseek-v3.2', modelSettings: { enable_thinking: true } });",
        LIKELY,
        "DSM201 app.mjs:4 likely unsafe",
        after={
            "'deepseek-v3.2', modelSettings: { enable": "'qwen3.7-plus', modelSettings: { providerData: { enable",
            "true }": "true } }",
        },
    ),
    agents("a runner", "new Runner({ model: 'deepseek-r1' });", LIKELY, after=R1),
    agents(
        "what says it already",
        f"new Agent({{ name: 'a', model: 'qwen3.7-plus', {SWITCH} }});",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_agent(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

"""Spring's settings in several profiles, which are laid over one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

MAX, PLUS = "qwen3.7-max", "qwen3.7-plus"
BLOCK = "spring:\n  ai:\n    dashscope:\n      chat:\n        options:\n          model: "
FLAT = "spring.ai.dashscope.chat.options"
DEV = "spring:\n  config: {activate: {on-profile: dev}}\n"
URL = "https://dashscope.aliyuncs.com/compatible-mode"
OPENAI = f"spring.ai.openai.base-url={URL}\nspring.ai.openai.chat.options.model=deepseek-r1\n"
ON = "          enable-thinking: true\n"


def case(name: str, files: dict[str, str], found: tuple[str, ...], after: dict[str, str] | None = None, hint: str = "") -> Case:
    return Case(name, "", found, after or {}, files=files, head="", hint=hint)


CASES = [
    case(
        "a model that does not think over one that comes to be told to",
        {"application.yml": f"{BLOCK}deepseek-r1\n", "application-dev.properties": f"{FLAT}.model=deepseek-v3.2\n"},
        ("DSM101 application.yml:6 certain safe", "DSM101 application-dev.properties:1 certain safe"),
        {
            "model: deepseek-r1\n": f"model: {MAX}\n{ON}",
            "model=deepseek-v3.2\n": f"model={MAX}\n{FLAT}.enable-thinking=false\n",
        },
    ),
    case(
        "the same in one file",
        {"application.yml": f"{BLOCK}deepseek-r1\n---\n{DEV}{BLOCK[8:]}deepseek-v3\n"},
        ("DSM101 application.yml:6 certain safe", "DSM101 application.yml:14 certain safe"),
        {
            "model: deepseek-r1\n": f"model: {MAX}\n{ON}",
            "model: deepseek-v3\n": f"model: {MAX}\n          enable-thinking: false\n",
        },
    ),
    case(
        "the same in one file of properties",
        {
            "application.properties": f"{FLAT}.model=deepseek-r1\n#---\n"
            f"spring.config.activate.on-profile=dev\n{FLAT}.model=deepseek-v3\n!---\n#--- no\n"
        },
        ("DSM101 application.properties:1 certain safe", "DSM101 application.properties:4 certain safe"),
        {
            "model=deepseek-r1\n": f"model={MAX}\n{FLAT}.enable-thinking=true\n",
            "model=deepseek-v3\n": f"model={MAX}\n{FLAT}.enable-thinking=false\n",
        },
    ),
    case(
        "a model that thinks over one that does not",
        {"application.yml": f"{BLOCK}deepseek-v3\nexcept: [a, b]\n", "application-dev.yml": f"{BLOCK}deepseek-r1\n"},
        ("DSM101 application.yml:6 certain safe", "DSM101 application-dev.yml:6 certain safe"),
        {"model: deepseek-v3\n": f"model: {MAX}\n", "model: deepseek-r1\n": f"model: {MAX}\n{ON}"},
    ),
    case(
        "profiles beside each other",
        {"application-a.yml": f"{BLOCK}deepseek-v3\n", "application-b.yml": f"{BLOCK}deepseek-r1\n", "application.yml": "a: [\n"},
        ("DSM101 application-a.yml:6 certain safe", "DSM101 application-b.yml:6 certain safe"),
        {"model: deepseek-v3\n": f"model: {MAX}\n", "model: deepseek-r1\n": f"model: {MAX}\n{ON}"},
    ),
    case(
        "a switch that the model did not obey",
        {"application.yml": f"{BLOCK}qwen-plus\n{ON}", "application-dev.yml": f"{BLOCK}deepseek-v3\n"},
        ("DSM101 application-dev.yml:6 certain choice-needed",),
        hint="the settings in application.yml:7 say the switch",
    ),
    case(
        "a switch that the model obeyed",
        {"application.yml": f"{BLOCK}qwen-plus\n{ON}", "application-dev.yml": f"{BLOCK}deepseek-v3.2\n"},
        ("DSM101 application-dev.yml:6 certain safe",),
        {"deepseek-v3.2": MAX},
    ),
    case(
        "an address of somebody else for the same model",
        {"application.properties": OPENAI, "application-local.yml": "spring.ai.openai:\n  baseUrl: https://api.deepseek.com\n"},
        ("DSM101 application.properties:2 certain shared-value",),
        hint="application-local.yml:2 send this model elsewhere",
    ),
    case(
        "an address of somebody else for a model of its own",
        {
            "application.properties": OPENAI,
            "application-local.properties": "spring.ai.openai.base-url=https://api.deepseek.com\nspring.ai.openai.chat.options.model=x\n",
        },
        ("DSM101 application.properties:2 certain safe",),
        {"model=deepseek-r1": f"model={PLUS}"},
    ),
    case(
        "another address of ours",
        {"application.properties": OPENAI, "application-us.properties": f"spring.ai.openai.base-url={URL}\n"},
        ("DSM101 application.properties:2 certain safe",),
        {"model=deepseek-r1": f"model={PLUS}"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_profiles(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

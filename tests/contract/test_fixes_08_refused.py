"""Fixes 2, 8, 10, 11 and regions: what keeps thinking as it was, what a replacement refuses, and where it is offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

SAFE = ("DSM101 1 certain safe",)
CHOOSE = ("DSM101 1 certain choice-needed",)
PLUS = {"deepseek-r1": "qwen3.7-plus"}
OFF = {'"deepseek-v3.2", messages=M': '"qwen3.7-plus", messages=M', "M)": 'M, extra_body={"enable_thinking": False})'}
NATIVE = 'import dashscope\nM = [{"role": "user", "content": "hi"}]\ncall = dashscope.Generation.call\n'
FORCED = 'tools=[], tool_choice={"type": "function", "function": {"name": "f"}}'


def r1(name: str, arguments: str, found: tuple[str, ...] = CHOOSE, *options: str) -> Case:
    """A call that thinks, with something that its replacement may not take."""
    source = f'create(model="deepseek-r1", messages=M, {arguments})\n'
    return Case(name, source, found, PLUS if found == SAFE else {}, options)


def v3(name: str, arguments: str, found: tuple[str, ...] = CHOOSE) -> Case:
    """The same for one that does not think."""
    after = {'"deepseek-v3.2"': '"qwen3.7-plus"', f"{arguments})": f'{arguments}, extra_body={{"enable_thinking": False}})'}
    return Case(name, f'create(model="deepseek-v3.2", messages=M, {arguments})\n', found, after if found == SAFE else {})


def native(name: str, arguments: str, found: tuple[str, ...], after: dict[str, str], *options: str) -> Case:
    """A native call whose reply nobody reads, which asks for messages."""
    source = f'call(model="deepseek-v3.2", messages=M, result_format="message", {arguments})\n'
    return Case(name, source, found, after, options, head=NATIVE)


def at(name: str, host: str, found: tuple[str, ...], after: dict[str, str], *options: str) -> Case:
    """One call at a host."""
    client = f'c = OpenAI(base_url="https://{host}/compatible-mode/v1")\n'
    source = 'c.chat.completions.create(model="deepseek-v3.2", messages=M)\n'
    head = f"from openai import OpenAI\nM = []\n{client}"
    return Case(name, source, found, after, options, head=head)


def responses(name: str, model: str, rest: str, after: dict[str, str], found: tuple[str, ...] = SAFE, *options: str) -> Case:
    """A call of the Responses API."""
    return Case(name, f'client.responses.create(model="{model}", input="hi"{rest})\n', found, after, options)


CASES = [
    # 2: thinking stays as it was
    Case(
        "v3 never thought",
        'create(model="deepseek-v3", messages=M)\n',
        SAFE,
        {'"deepseek-v3"': '"qwen3.7-plus"', "M)": OFF["M)"]},
    ),
    Case("v3.2 did not unless asked", 'create(model="deepseek-v3.2", messages=M)\n', SAFE, {**OFF}),
    Case(
        "v3.1 did not unless asked",
        'create(model="deepseek-v3.1", messages=M)\n',
        SAFE,
        {'"deepseek-v3.1"': '"qwen3.7-plus"', "M)": OFF["M)"]},
    ),
    Case(
        "v3.2-exp did not unless asked",
        'create(model="deepseek-v3.2-exp", messages=M)\n',
        SAFE,
        {'"deepseek-v3.2-exp"': '"qwen3.7-plus"', "M)": OFF["M)"]},
    ),
    Case("r1 always did", 'create(model="deepseek-r1", messages=M)\n', SAFE, PLUS),
    Case(
        "a distilled model always did",
        'create(model="deepseek-r1-distill-qwen-7b", messages=M)\n',
        SAFE,
        {"deepseek-r1-distill-qwen-7b": "qwen3.7-plus"},
    ),
    Case(
        "one that the notice does not list",
        'create(model="deepseek-r1-distill-llama-70b", messages=M)\ncreate(model="siliconflow/deepseek-v3.2", messages=M)\n',
        (),
        {},
    ),
    # 8: what the replacement refuses or does not document
    r1("a required tool", 'tools=[], tool_choice="required"'),
    r1("a forced tool while thinking", FORCED),
    v3("a forced tool without thinking", FORCED, SAFE),
    r1("several answers while thinking", "n=2"),
    v3("several answers without thinking", "n=2", SAFE),
    r1("one answer", "n=1", SAFE),
    v3("log probabilities", "logprobs=True"),
    v3("no log probabilities", "logprobs=False", SAFE),
    v3("a temperature of two", "temperature=2"),
    v3("a temperature below two", "temperature=1.9", SAFE),
    r1("reasoning_effort on qwen", 'reasoning_effort="high"'),
    r1("too many tokens", "max_tokens=65537", ("DSM101 1 certain choice-needed", "DSM304 1 certain choice-needed")),
    r1("as many tokens as there may be", "max_tokens=65536", SAFE),
    Case(
        "too many tokens to think",
        'create(model="deepseek-r1", messages=M, extra_body={"thinking_budget": 262145})\n',
        ("DSM101 1 certain choice-needed", "DSM304 1 certain choice-needed"),
    ),
    r1("what r1 ignored", "temperature=0.1, top_p=0.5, presence_penalty=1", SAFE),
    Case(
        "a refusal refuses the call's other fixes",
        'create(model="deepseek-r1", messages=M, n=2, enable_thinking=True)\n',
        ("DSM101 1 certain choice-needed", "DSM201 1 certain choice-needed"),
    ),
    # 10: targets
    Case(
        "v4 is told to think",
        'create(model="deepseek-r1", messages=M)\n',
        SAFE,
        {'"deepseek-r1"': '"deepseek-v4-flash"', "M)": 'M, extra_body={"enable_thinking": True})'},
        ("--to", "deepseek-v4-flash"),
    ),
    Case(
        "v4 is told not to",
        'create(model="deepseek-v3.2", messages=M)\n',
        SAFE,
        {'"deepseek-v3.2"': '"deepseek-v4-flash"', "M)": OFF["M)"]},
        ("--to", "deepseek-v4-flash"),
    ),
    Case(
        "v4 takes an effort",
        'create(model="deepseek-r1", messages=M, reasoning_effort="high")\n',
        SAFE,
        {'"deepseek-r1"': '"deepseek-v4-pro"', '"high")': '"high", extra_body={"enable_thinking": True})'},
        ("--to", "deepseek-v4-pro"),
    ),
    Case(
        "a target that cannot stop",
        'create(model="deepseek-v3.2", messages=M)\n',
        CHOOSE,
        {},
        ("--to", "qwen3.7-max-2026-05-17"),
    ),
    Case(
        "a target that need not stop",
        'create(model="deepseek-r1", messages=M)\n',
        SAFE,
        {"deepseek-r1": "qwen3.7-max-2026-05-17"},
        ("--to", "qwen3.7-max-2026-05-17"),
    ),
    Case(
        "another replacement for each model",
        'create(model="deepseek-r1", messages=M)\ncreate(model="deepseek-v3.2", messages=M)\n',
        ("DSM101 1 certain safe", "DSM101 2 certain safe"),
        {
            'create(model="deepseek-r1"': 'create(model="qwen3.6-flash"',
            'create(model="deepseek-v3.2", messages=M)': 'create(model="qwen3.7-max", messages=M, '
            'extra_body={"enable_thinking": False})',
        },
        files={
            "pyproject.toml": '[project]\nname = "x"\nversion = "1"\n[tool.deepseek-migrate.replace]\n'
            '"deepseek-r1" = "qwen3.6-flash"\n"deepseek-v3.2" = { compatible = "qwen3.7-max" }\n'
        },
    ),
    # the native interface keeps its class by default
    native(
        "native, the default keeps the class",
        "top_p=0.5",
        SAFE,
        {"deepseek-v3.2": "qwen3.7-max", "0.5)": "0.5, enable_thinking=False)"},
    ),
    native(
        "native, v4 keeps the class",
        "top_p=0.5",
        SAFE,
        {"deepseek-v3.2": "deepseek-v4-flash", "0.5)": "0.5, enable_thinking=False)"},
        "--to",
        "deepseek-v4-flash",
    ),
    native(
        "native, thinking as asked",
        "enable_thinking=True",
        SAFE,
        {"deepseek-v3.2": "qwen3.7-max"},
    ),
    native("native, a required tool", 'tool_choice="required"', CHOOSE, {}),
    native("native, n while not thinking", "n=2", SAFE, {"deepseek-v3.2": "qwen3.7-max", "n=2)": "n=2, enable_thinking=False)"}),
    native("native, n while thinking", "n=2, enable_thinking=True", CHOOSE, {}),
    native("native, temperature", "temperature=2.0", CHOOSE, {}),
    # 11: other protocols
    responses(
        "responses, off",
        "deepseek-v3.2",
        "",
        {'"deepseek-v3.2"': '"qwen3.7-plus"', '"hi")': '"hi", reasoning={"effort": "none"})'},
    ),
    responses("responses, on by default", "deepseek-r1", "", {"deepseek-r1": "qwen3.7-plus"}),
    responses("responses, said", "deepseek-v3.2", ', reasoning={"effort": "low"}', {"deepseek-v3.2": "qwen3.7-plus"}),
    responses(
        "responses, v4 is told",
        "deepseek-r1",
        "",
        {'"deepseek-r1"': '"deepseek-v4-pro"', '"hi")': '"hi", reasoning={"effort": "high"})'},
        SAFE,
        "--to",
        "deepseek-v4-pro",
    ),
    # regions
    at("Beijing", "dashscope.aliyuncs.com", SAFE, OFF),
    at("Singapore", "dashscope-intl.aliyuncs.com", SAFE, OFF),
    at("Virginia", "dashscope-us.aliyuncs.com", SAFE, OFF),
    at("Frankfurt", "llm-1.eu-central-1.maas.aliyuncs.com", SAFE, OFF),
    at("Tokyo", "llm-1.ap-northeast-1.maas.aliyuncs.com", SAFE, OFF),
    at(
        "Hong Kong does not say that it has plus",
        "cn-hongkong.dashscope.aliyuncs.com",
        ("DSM101 1 certain not-offered", "DSM105 1 certain not-offered"),
        {},
    ),
    at(
        "a workspace in Hong Kong",
        "llm-1.cn-hongkong.maas.aliyuncs.com",
        ("DSM101 1 certain not-offered", "DSM105 1 certain not-offered"),
        {},
    ),
    at(
        "Hong Kong has max",
        "cn-hongkong.dashscope.aliyuncs.com",
        SAFE,
        {"deepseek-v3.2": "qwen3.7-max", "messages=M)": OFF["M)"].replace("M, ", "messages=M, ", 1)},
        "--to",
        "qwen3.7-max",
    ),
    at(
        "Hong Kong has no v4",
        "cn-hongkong.dashscope.aliyuncs.com",
        ("DSM101 1 certain not-offered", "DSM105 1 certain not-offered"),
        {},
        "--to",
        "deepseek-v4-pro",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

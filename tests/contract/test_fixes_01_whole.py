"""Fixes 0, 1, 8 to 11 and 13: targets, whole calls, what speaks against a replacement, and what is never edited."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

OFF = ', extra_body={"enable_thinking": False})'
ON = ', extra_body={"enable_thinking": True})'
R1, V3 = 'create(model="deepseek-r1", messages=M)\n', 'create(model="deepseek-v3", messages=M)\n'
SAFE = ("DSM101 1 certain safe",)
GENERATION = "from dashscope import Generation\n"


def native(name: str, arguments: str, found: str, after: dict[str, str] | None = None, *options: str) -> Case:
    """One call of the native interface."""
    return Case(name, f"Generation.call({arguments})\n", (f"DSM101 1 certain {found}",), after or {}, options, head=GENERATION)


def refused(name: str, arguments: str, *also: str) -> Case:
    """A call whose arguments the replacement does not take."""
    return Case(name, f"create({arguments}, messages=M)\n", ("DSM101 1 certain choice-needed", *also))


def replaced(old: str, new: str, end: str) -> dict[str, str]:
    return {f'"{old}", messages=M)': f'"{new}", messages=M{end}'}


FORCED = 'tool_choice={"type": "function", "function": {"name": "f"}}'
CASES = [
    Case("the default", V3, SAFE, replaced("deepseek-v3", "qwen3.7-plus", OFF)),
    Case("v4 says on", R1, SAFE, replaced("deepseek-r1", "deepseek-v4-pro", ON), ("--to", "deepseek-v4-pro")),
    Case("v4 says off", V3, SAFE, replaced("deepseek-v3", "deepseek-v4-pro", OFF), ("--to", "deepseek-v4-pro")),
    Case("a model that cannot stop", V3, ("DSM101 1 certain choice-needed",), {}, ("--to", "qwen3.7-max-preview")),
    Case("need not stop", R1, SAFE, replaced("deepseek-r1", "qwen3.7-max-preview", ")"), ("--to", "qwen3.7-max-preview")),
    native(
        "native keeps its class",
        'model="deepseek-v3", prompt="hi"',
        "safe",
        {'"deepseek-v3", prompt="hi"': '"qwen3.7-max", prompt="hi", enable_thinking=False'},
    ),
    native("native, another interface", 'model="deepseek-v3", prompt="hi"', "interface-change", None, "--to", "qwen3.7-plus"),
    native(
        "native, thinking, messages",
        'model="deepseek-r1", result_format="message"',
        "safe",
        {"deepseek-r1": "qwen3.7-max"},
    ),
    native("native, thinking, text", 'model="deepseek-r1", prompt="hi"', "interface-change"),
    native("native, thinking, growing chunks", 'model="deepseek-r1", stream=True, result_format="message"', "interface-change"),
    native(
        "native, thinking, new chunks",
        'model="deepseek-r1", stream=True, incremental_output=True, result_format="message"',
        "safe",
        {"deepseek-r1": "qwen3.7-max"},
    ),
    Case(
        "the Responses API has its own way",
        'client.responses.create(model="deepseek-v3", input="hi")\n',
        SAFE,
        {'"deepseek-v3", input="hi"': '"qwen3.7-plus", input="hi", reasoning={"effort": "none"}'},
    ),
    refused("a tool that must be used", 'model="deepseek-v3", tool_choice="required"'),
    refused("a forced tool while thinking", f'model="deepseek-r1", {FORCED}'),
    refused("several answers while thinking", 'model="deepseek-r1", n=2'),
    refused("log probabilities", 'model="deepseek-v3", logprobs=True'),
    refused("too hot", 'model="deepseek-v3", temperature=2.0'),
    refused("an effort", 'model="deepseek-v3", reasoning_effort="high"'),
    refused("too long", 'model="deepseek-v3", max_tokens=100000', "DSM304 1 certain choice-needed"),
    Case(
        "the same without thinking",
        f'create(model="deepseek-v3", {FORCED}, n=2, messages=M)\n',
        SAFE,
        {'"deepseek-v3"': '"qwen3.7-plus"', "messages=M)": "messages=M" + OFF},
    ),
    Case(
        "a fix that needs a deselected rule",
        'create(model="deepseek-v3.2", messages=M, enable_thinking=True)\n',
        ("DSM101 1 certain rule-off",),
        {},
        ("--select", "DSM101"),
    ),
    *(
        Case(
            f"a fix that needs {name} to be mended, which is {how}",
            f'create(model="deepseek-v3.2", messages=M, {argument}){comment}\n',
            ("DSM101 1 certain rule-off", *told),
            {},
            options,
            hint="the fix needs DSM203",
        )
        for name, argument in (
            ("a switch", 'extra_body={"enable_thinking": "false"}'),
            ("another vendor's switch", 'extra_body={"chat_template_kwargs": {"enable_thinking": False}}'),
        )
        for how, comment, options, told in (
            ("deselected", "", ("--ignore", "DSM203"), ()),
            ("suppressed", "  # deepseek-migrate: ignore[DSM203] later", (), ("DSM203 1 certain -",)),
        )
    ),
    Case(
        "what is refused for its model, of which nothing is to be said",
        'create(model="deepseek-r1", messages=M, n=2, thinking_budget=9)\n',
        ("DSM201 1 certain choice-needed",),
        {},
        ("--select", "DSM201"),
        hint="more than one answer is only given while not thinking",
    ),
    # What is left to do by another rule is not promised: a call of the new model that says it already proved nothing then.
    *(
        Case(
            f"a part of what is wrong with a call, {name}",
            'create(model="qwen3.7-plus", messages=M, extra_body={"enable_thinking": False})\n' + source,
            tuple(f"{rule} 2 certain {how}" for rule, how in told.items()),
            after,
            options,
        )
        for name, source, options, told, after in (
            (
                "its switch alone",
                'create(model="deepseek-v3.2", messages=M, enable_thinking=True)\n',
                ("--select", "DSM201"),
                {"DSM201": "safe"},
                {"enable_thinking=True": 'extra_body={"enable_thinking": True}'},
            ),
            (
                "all but its model",
                'create(model="deepseek-v3.2", messages=M, enable_thinking=True)  # deepseek-migrate: ignore[DSM101] later\n',
                (),
                {"DSM201": "safe", "DSM101": "-"},
                {"enable_thinking=True": 'extra_body={"enable_thinking": True}'},
            ),
            (
                "another vendor's words alone",
                'create(model="deepseek-v3", messages=M, extra_body={"thinking": {"type": "disabled"}})\n',
                ("--select", "DSM203"),
                {"DSM203": "safe"},
                {'{"thinking": {"type": "disabled"}}': '{"enable_thinking": False}'},
            ),
            (
                "a text, and not what stands in the wrong place",
                'create(model="qwen3.7-plus", messages=M, extra_body={"enable_thinking": "true"}, thinking_budget=9)\n',
                ("--select", "DSM203"),
                {"DSM203": "safe"},
                {'"true"': "True"},
            ),
            (
                "what stands in the wrong place, and not a text",
                'create(model="qwen3.7-plus", messages=M, extra_body={"enable_thinking": "true"}, thinking_budget=9)\n',
                ("--select", "DSM201"),
                {"DSM201": "safe"},
                {'"true"}, thinking_budget=9': '"true", "thinking_budget": 9}'},
            ),
        )
    ),
    # What is promised to go out is the whole call, put right.
    Case(
        "a fix that needs a deselected rule for something else than the switch",
        'create(model="deepseek-v3.2", messages=M, thinking_budget=9, extra_body={"enable_thinking": True})\n',
        ("DSM101 1 certain rule-off",),
        {},
        ("--select", "DSM101"),
        hint="the fix needs DSM201",
    ),
    Case(
        "a fix that does not need a deselected rule",
        'create(model="deepseek-v3.2", messages=M, thinking_budget=9, extra_body={"enable_thinking": True})\n',
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {'"deepseek-v3.2"': '"qwen3.7-plus"', "thinking_budget=9, ": "", "True}": 'True, "thinking_budget": 9}'},
        ("--ignore", "DSM203"),
    ),
    Case(
        "a fix that needs a suppressed rule",
        'create(\n    model="deepseek-v3.2",\n    enable_thinking=True,  # deepseek-migrate: ignore[DSM201] later\n)\n',
        ("DSM101 2 certain rule-off", "DSM201 3 certain -"),
    ),
    Case(
        "keywords out of sight",
        'def ask(q, **more):\n    create(model="deepseek-v3", messages=q, **more)\n',
        ("DSM101 2 certain unpacked-arguments",),
    ),
    Case(
        "keywords out of sight, and nothing to add",
        'def ask(q, **more):\n    create(model="deepseek-r1", messages=q, **more)\n',
        ("DSM101 2 certain safe",),
        {'"deepseek-r1"': '"qwen3.7-plus"'},
    ),
    Case(
        "a model in the body beats the keyword",
        'create(model="qwen-plus", messages=M, extra_body={"model": "deepseek-v3.2"})\n',
        SAFE,
        {'{"model": "deepseek-v3.2"}': '{"model": "qwen3.7-plus", "enable_thinking": False}'},
        quiet=("DSM202",),
    ),
    Case(
        "expected to raise",
        "import pytest\nwith pytest.raises(TypeError):\n    create(model='deepseek-v3', enable_thinking=True)\n"
        "try:\n    create(model='deepseek-v3', enable_thinking=True)\nexcept TypeError:\n    pass\n",
        tuple(f"{rule} {line} possible expected-to-fail" for rule in ("DSM102", "DSM201") for line in (3, 5)),
        status=0,
    ),
    Case(
        "comments and docstrings",
        '# create(model="deepseek-v3")\ndef f():\n    """Asks deepseek-v3."""\n',
        ("DSM102 3 possible documentation",),
        status=0,
    ),
    Case("suppressed", V3.replace("\n", "  # deepseek-migrate: ignore[retired-model] ours\n"), ("DSM101 1 certain -",), status=0),
    Case(
        "ignored in a file",
        V3,
        files={"pyproject.toml": '[tool.deepseek-migrate.per-file-ignores]\n"main.py" = ["DSM101"]\n'},
        status=0,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

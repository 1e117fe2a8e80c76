"""Fixes 11: on the Anthropic-compatible interface thinking is said in that vendor's words, which are right there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

HEAD = 'from anthropic import Anthropic\nc = Anthropic(base_url="https://dashscope.aliyuncs.com/apps/anthropic")\nM = []\n'
SAFE = ("DSM101 1 certain safe",)


def ask(name: str, model: str, rest: str, after: dict[str, str], found: tuple[str, ...] = SAFE, *options: str) -> Case:
    """One call."""
    source = f'c.messages.create(model="{model}", max_tokens=9, messages=M{rest})\n'
    return Case(name, source, found, after, options, head=HEAD)


CASES = [
    ask(
        "off",
        "deepseek-v3.2",
        "",
        {'"deepseek-v3.2"': '"qwen3.7-plus"', "messages=M)": 'messages=M, thinking={"type": "disabled"})'},
    ),
    ask("on by default", "deepseek-r1", "", {"deepseek-r1": "qwen3.7-plus"}),
    ask("said", "deepseek-v3.2", ', thinking={"type": "enabled", "budget_tokens": 1024}', {"deepseek-v3.2": "qwen3.7-plus"}),
    ask("said off", "deepseek-v3.2", ', thinking={"type": "disabled"}', {"deepseek-v3.2": "qwen3.7-plus"}),
    ask("too many tokens", "deepseek-r1", ", temperature=2", {}, ("DSM101 1 certain choice-needed",)),
    ask(
        "another vendor's words",
        "qwen3.7-plus",
        ', extra_body={"enable_thinking": False}',
        {', extra_body={"enable_thinking": False}': ', thinking={"type": "disabled"}'},
        ("DSM203 1 certain safe",),
    ),
    ask(
        "another vendor's words, further in",
        "qwen3.7-plus",
        ', extra_body={"chat_template_kwargs": {"enable_thinking": True}, "top_k": 3}',
        {
            ', extra_body={"chat_template_kwargs": {"enable_thinking": True}, "top_k": 3}': ', extra_body={"top_k": 3}, '
            'thinking={"type": "enabled"}'
        },
        ("DSM203 1 certain safe",),
    ),
    ask(
        "another vendor's words, decided elsewhere",
        "qwen3.7-plus",
        ', extra_body={"enable_thinking": think}',
        {},
        ("DSM203 1 certain choice-needed",),
    ),
    ask(
        "another vendor's words for a retired model",
        "deepseek-v3.2",
        ', extra_body={"enable_thinking": False}',
        {'"deepseek-v3.2"': '"qwen3.7-plus"', ', extra_body={"enable_thinking": False}': ', thinking={"type": "disabled"}'},
        ("DSM101 1 certain safe", "DSM203 1 certain safe"),
    ),
    Case(
        "another endpoint",
        'Anthropic().messages.create(model="deepseek-v3.2", max_tokens=9, messages=M, thinking={"type": "disabled"})\n',
        (),
        head=HEAD,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

"""A program that chooses between the native interfaces itself is not told that a model is on the wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import scan

HEAD = "from dashscope import Generation, MultiModalConversation\n\n\n"
OFF = "messages=messages, enable_thinking=False"
CHOOSES = """\
def ask(model, messages, vision):
    params = {"model": model, "messages": messages, "enable_thinking": False}
    if vision:
        return MultiModalConversation.call(**params)
    else:
        return Generation.call(**params)


"""
ONE_ARM = CHOOSES.replace("MultiModalConversation.call(**params)", "None")
USES = 'ask("qwen3.7-plus", [], True)\nask("qwen3.7-max", [], False)\n'
RETURNS = CHOOSES.replace("    else:\n        return Generation", "    return Generation")
WRITTEN = f"""\
def ask(messages, vision):
    if vision:
        return MultiModalConversation.call(model="qwen3.7-max", {OFF})
    else:
        return Generation.call(model="qwen3.7-plus", {OFF})
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (CHOOSES + USES, []),
        # Who is called with what says nothing where the other arm calls nothing, or elsewhere.
        (ONE_ARM + USES, ["qwen3.7-plus"]),
        (ONE_ARM + USES + 'MultiModalConversation.call(model="qwen3.7-plus", messages=[])\n', ["qwen3.7-plus"]),
        # Who returns before the call chose the other one.
        (RETURNS + USES, []),
        (RETURNS.replace("return Multi", "Multi") + USES, ["qwen3.7-plus", "qwen3.7-max"]),
        (RETURNS.replace("MultiModalConversation.call(**params)", "None") + USES, ["qwen3.7-plus"]),
        (RETURNS.replace("Generation.call(**params)", f'Generation.call(model="qwen3.7-plus", {OFF})') + USES, ["qwen3.7-plus"]),
        # What an arm writes goes to its own interface.
        (WRITTEN, ["qwen3.7-max", "qwen3.7-plus"]),
    ],
)
def test_an_interface_that_the_program_chooses(source: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(HEAD + source, encoding="utf-8")
    found = scan("--isolated", "--select", "DSM104", ".", cwd=tmp_path).findings
    assert [each["model"] for each in found] == expected

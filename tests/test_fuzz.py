"""Damaged files of every kind are read, judged and rewritten without a fault: a short run of `tools/fuzz.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.scan import fix_source
from migrator.settings_model import Settings
from tests.tool import ROOT
from tests.tools.fuzz import failures, problem

CALL = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
x = client.chat.completions.create(model="deepseek-v3", messages=[])
"""


@pytest.mark.parametrize("seed", [0, pytest.param(10_000, marks=pytest.mark.slow)])
def test_damaged_files_are_treated_without_a_fault(seed: int) -> None:
    most = {0: 40}.get(seed, 5000)
    assert [(used, name, found) for used, name, _, found in failures(seed, most, None)] == []


@pytest.mark.parametrize("text", [r"C:\users", r"\x4", r"\N{no such}", r"\U00110000"])
@pytest.mark.parametrize(
    "use", ['x = "{0}"', 'x["{0}"] = 1', 'x = {{"{0}": 1}}', 'x.get("{0}")', 'print(x, end="{0}")', 'f(a="{0}" "b")']
)
def test_a_string_that_python_does_not_read_costs_itself(tmp_path: Path, text: str, use: str) -> None:
    data = (CALL + use.format(text) + "\n").encode()
    assert problem(str(tmp_path), "a.py", data) is None
    assert b"qwen3.7-plus" in fix_source("a.py", data, Settings(cwd=str(tmp_path)))


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\f\n"])
def test_comments_that_move_are_let_through_whatever_ends_a_line(tmp_path: Path, newline: bytes) -> None:
    name = "body_in_steps.ts"
    data = (ROOT / "fixtures" / "fixable" / "javascript" / name).read_bytes()
    assert b", // tokens" in data
    assert problem(str(tmp_path), name, data.replace(b"\n", newline)) is None


@pytest.mark.parametrize("form", ['"meessage"', "form", "1", "None"])
def test_a_form_of_replies_that_nobody_knows_is_refused(tmp_path: Path, form: str) -> None:
    call = f'Generation.call(model="deepseek-r1", messages=[], result_format={form}, stream=True)'
    data = f"from dashscope import Generation\n\nfor part in {call}:\n    print(part.output.text)\n".encode()
    assert problem(str(tmp_path), "a.py", data) is None

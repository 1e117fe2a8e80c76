"""Longer names that libraries make of a model's, by which something is looked up: the model is not renamed alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
SCRIPT = (
    f'import OpenAI from "openai";\nconst client = new OpenAI({{ baseURL: "{BASE}" }});\nconst M = "deepseek-r1";\n'
    "export const told = (prices) => {};\nawait client.chat.completions.create({ model: M, messages: [] });\n"
)
KOTLIN = (
    'import com.alibaba.dashscope.aigc.generation.*\nconst val M = "deepseek-v3"\nfun told(prices: Map<String, Double>) = {}\n'
    "fun ask() = Generation().call(GenerationParam.builder().model(M).build())\n"
)
OFF = {'"deepseek-v3"': '"qwen3.7-max"', ".build())": '.parameter("enable_thinking", false).build())'}


def case(name: str, file: str, text: str, how: str, after: dict[str, str] | None = None) -> Case:
    """A program of one file, with the line of the model in it."""
    line = 3 if file == "a.mjs" else 2
    return Case(name, "", (f"DSM101 {file}:{line} certain {how}",), after or {}, files={file: text}, head="")


MADE = ('"%s-in".format(M)', '"%2\\$s%%%n-%1\\$s".format(1, M)', 'M.plus("-in")', "M.uppercase()")
CASES = [
    *(
        case(f"a key: {made}", "a.mjs", SCRIPT.replace("=> {}", f"=> prices[{made}]"), "branch-on-model")
        for made in ('M.concat("-in")', "M.toUpperCase()")
    ),
    *(case(f"a key: {made}", "A.kt", KOTLIN.format(f"prices[{made}]"), "branch-on-model") for made in MADE),
    case("a key of something else", "A.kt", KOTLIN.format('prices["%s-%s".format(M)]'), "safe", OFF),
    *(case(f"a message: {made}", "A.kt", KOTLIN.format(f"println({made})"), "safe", OFF) for made in MADE),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_looked_up_by_a_longer_name(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

"""Methods of a client that are taken by other spellings: bound to it, called on it, or found by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

HEAD = (
    'import OpenAI from "openai";\nconst client = new OpenAI({baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1"});\n'
)
OLD, NEW = '{model: "deepseek-v3", messages}', '{model: "qwen3.7-plus", messages, enable_thinking: false}'
PLACE = "client.chat.completions"


def script(name: str, source: str, *found: str, fixed: bool = True) -> Case:
    files = {"main.py": "", "package.json": "{}", "ask.js": HEAD + source.replace("ASK", OLD)}
    return Case(name, "", found or ("DSM101 ask.js:3 certain safe",), {OLD: NEW} if fixed else {}, files=files, head="")


CASES = [
    script("bound to its owner", f"const ask = {PLACE}.create.bind({PLACE}), asked = await ask(ASK);\n"),
    script("bound where it is called", f"await {PLACE}.create.bind({PLACE})(ASK);\n"),
    script("called on its owner", f"await {PLACE}.create.call({PLACE}, ASK);\n"),
    script("applied to a list", f"await {PLACE}.create.apply({PLACE}, [ASK]);\n"),
    script("applied to a list of two", f"await {PLACE}.create.apply({PLACE}, [ASK, {{timeout: 5}}]);\n"),
    script(
        "applied to a list of another name",
        f"const given = [ASK];\nawait {PLACE}.create.apply({PLACE}, given);\n",
        "DSM102 ask.js:3 possible unknown-endpoint",
        fixed=False,
    ),
    script("found by its name", 'await client.chat["completions"]["create"](ASK);\n'),
    script(
        "bound with more than its owner",
        f"const ask = {PLACE}.create.bind({PLACE}, ASK);\n",
        "DSM102 ask.js:3 possible unknown-endpoint",
        fixed=False,
    ),
    script(
        "called on somebody else",
        f"await {PLACE}.create.call(other, ASK);\n",
        "DSM102 ask.js:3 possible unknown-endpoint",
        fixed=False,
    ),
    script(
        "found by a name that nobody knows",
        f"await {PLACE}[process.env.METHOD](ASK);\n",
        "DSM102 ask.js:3 possible unknown-endpoint",
        fixed=False,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_method(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

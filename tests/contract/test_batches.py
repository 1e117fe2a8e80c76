"""Lines of a batch that a program writes: each holds a request, which is answered by whoever is sent the batch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

LINE = '{"custom_id": str(n), "method": "POST", "url": "/v1/chat/completions", "body": {"model": "deepseek-v3", "messages": M}}'
WRITTEN = f'import json\nfor n in range(9):\n    print(json.dumps({LINE}))\nclient.batches.create(input_file_id="a")\n'
OFF = {'"deepseek-v3", "messages": M': '"qwen3.7-plus", "messages": M, "enable_thinking": False'}
SCRIPT = """const client = { apiKey: process.env.DASHSCOPE_API_KEY };
const url = "/v1/chat/completions";
const line = (n, messages) => ({ custom_id: `${n}`, method: "POST", url, body: { model: "deepseek-v3", messages } });
"""

CASES = [
    Case("a line", WRITTEN, ("DSM101 3 likely unsafe",), OFF),
    Case(
        "a line whose body has a name",
        'n, body = 1, {"model": "deepseek-v3", "messages": M}\n'
        'line = {"custom_id": n, "url": "/v1/chat/completions", "body": body}\n',
        ("DSM101 1 likely unsafe",),
        OFF,
    ),
    Case(
        "a line with the switch where it is read",
        WRITTEN.replace('"deepseek-v3"', '"deepseek-v3.2", "enable_thinking": True'),
        ("DSM101 3 likely unsafe",),
        {"deepseek-v3.2": "qwen3.7-plus"},
    ),
    Case(
        "a line with the switch where it is not",
        WRITTEN.replace('"deepseek-v3"', '"deepseek-v3.2", "extra_body": {"enable_thinking": True}'),
        ("DSM101 3 likely unsafe", "DSM201 3 likely unsafe"),
        {"deepseek-v3.2": "qwen3.7-plus", '"extra_body": {"enable_thinking": True}': '"enable_thinking": True'},
    ),
    Case(
        "a line for another interface", WRITTEN.replace("chat/completions", "embeddings"), ("DSM102 3 possible unknown-endpoint",)
    ),
    Case("a mapping that is no line", WRITTEN.replace("custom_id", "id"), ("DSM102 3 possible unknown-endpoint",)),
    Case(
        "a line of a project that says nothing of who answers",
        f"import json\nM = []\nn = 1\nprint(json.dumps({LINE}))\n",
        ("DSM102 4 possible unknown-endpoint",),
        head="",
    ),
    Case("a line that is right", WRITTEN.replace('"deepseek-v3"', '"qwen3.7-plus", "enable_thinking": False')),
    Case(
        "a line of a script",
        "",
        ("DSM101 app.mjs:3 likely unsafe",),
        {'"deepseek-v3", messages': '"qwen3.7-plus", messages, enable_thinking: false'},
        files={"app.mjs": SCRIPT},
        head="",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_line_of_a_batch(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

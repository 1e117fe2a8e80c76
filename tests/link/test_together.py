"""Values that a function returns together are taken together."""

from __future__ import annotations

from pathlib import Path

from tests.tool import scan

SOURCE = """from openai import OpenAI


def choose(name):
    if name == "ali":
        return OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1"), "deepseek-v3"
    return OpenAI(base_url="https://api.lkeap.cloud.tencent.com/v1"), "deepseek-v3"


client, model = choose("ali")
client.chat.completions.create(model=model, messages=[])
"""


def test_a_model_is_judged_by_the_client_that_is_returned_with_it(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(SOURCE, encoding="utf-8")
    findings = scan("--isolated", "program.py", cwd=tmp_path).findings
    assert [(finding["rule"], finding["line"]) for finding in findings] == [("DSM101", 6)]

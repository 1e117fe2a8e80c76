"""What a scanned program warns of is not passed on."""

from __future__ import annotations

from pathlib import Path

from tests.tool import tool

SOURCE = r"""from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-r1", messages=[{"role": "user", "content": "\d+"}])
"""


def test_an_invalid_escape_is_read_in_silence(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(SOURCE, encoding="utf-8")
    done = tool("scan", "--isolated", "program.py", cwd=tmp_path)
    assert done.status == 1
    assert done.errors == ""

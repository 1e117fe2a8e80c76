"""What a scanned program warns of is not passed on."""

from __future__ import annotations

import tokenize
from pathlib import Path

import pytest

from tests.languages.fixing import found
from tests.tool import tool

SOURCE = r"""from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-r1", messages=[{"role": "user", "content": "\d+"}])
"""


def test_a_remark_counts_where_python_itself_cannot_tell_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(line: object) -> None:
        raise tokenize.TokenError("a newer Python's program")

    kept = SOURCE.replace("client.chat", "# deepseek-migrate: ignore[DSM101] kept\nclient.chat").encode()
    assert [each.suppressed for each in found(tmp_path, "a.py", kept) if each.rule == "DSM101"] == ["comment"]
    monkeypatch.setattr(tokenize, "generate_tokens", fails)
    assert [each.suppressed for each in found(tmp_path, "a.py", kept) if each.rule == "DSM101"] == ["comment"]


def test_an_invalid_escape_is_read_in_silence(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(SOURCE, encoding="utf-8")
    done = tool("scan", "--isolated", "program.py", cwd=tmp_path)
    assert done.status == 1
    assert done.errors == ""

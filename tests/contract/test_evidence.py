"""The evidence of a finding: who answers the call, then the way that its model takes to it."""

from __future__ import annotations

from pathlib import Path

from tests.tool import scan

CALL = """\
from openai import OpenAI
from names import MODEL

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")


def ask(model=MODEL):
    client.chat.completions.create(model=model, messages=[], enable_thinking=False)


ask()
"""


def test_it_leads_from_the_endpoint_to_where_the_model_is_written(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text('MODEL = "deepseek-v3.1"\n', encoding="utf-8")
    (tmp_path / "a.py").write_text(CALL, encoding="utf-8")
    findings = scan("--isolated", ".", cwd=tmp_path).findings
    assert {str(each["rule"]): (each["path"], each["line"]) for each in findings} == {
        "DSM101": ("names.py", 1),
        "DSM201": ("a.py", 8),
    }
    way = [
        ("a.py", 4, "the endpoint is https://dashscope.aliyuncs.com/compatible-mode/v1"),
        ("a.py", 4, "client is set here"),
        ("a.py", 7, "model is set here"),
        ("a.py", 2, "imported from names"),
        ("names.py", 1, "MODEL is set here"),
    ]
    for each in findings:
        evidence = each["evidence"]
        assert isinstance(evidence, list)
        assert (each["model"], each["provider"], each["surface"]) == ("deepseek-v3.1", "model-studio", "openai-python")
        assert [(step["path"], step["line"], step["note"]) for step in evidence] == way


def test_it_ends_at_the_client_where_no_model_is_written(tmp_path: Path) -> None:
    source = CALL.replace("model=MODEL", "model").replace("ask()\n", "")
    (tmp_path / "a.py").write_text(source.replace("from names import MODEL\n", ""), encoding="utf-8")
    (found,) = scan("--isolated", ".", cwd=tmp_path).findings
    evidence = found["evidence"]
    assert isinstance(evidence, list)
    assert (found["rule"], found["model"], found["certainty"]) == ("DSM201", None, "certain")
    assert [step["note"] for step in evidence] == [
        "the endpoint is https://dashscope.aliyuncs.com/compatible-mode/v1",
        "client is set here",
    ]


def test_a_model_that_the_rulebook_does_not_know_is_none(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text('MODEL = "qwen-of-our-own"\n', encoding="utf-8")
    (tmp_path / "a.py").write_text(CALL, encoding="utf-8")
    (found,) = scan("--isolated", ".", cwd=tmp_path).findings
    assert (found["rule"], found["model"]) == ("DSM201", None)
    evidence = found["evidence"]
    assert isinstance(evidence, list)
    assert evidence[-1]["note"] == "MODEL is set here"

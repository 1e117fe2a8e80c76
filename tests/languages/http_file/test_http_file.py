"""What `--fix` makes of files of HTTP requests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.languages.base import Document, Unparsed
from migrator.languages.http_file.language import HTTP_FILE
from tests.languages.fixing import fixed, found
from tests.tool import scan

HOST = "https://dashscope.aliyuncs.com"
CHAT = f"POST {HOST}/compatible-mode/v1/chat/completions"
NATIVE = f"POST {HOST}/api/v1/services/aigc/text-generation/generation"
REWRITES = {
    "plain": (
        f"""{CHAT} HTTP/1.1\nA: b\n\n{{"model": "deepseek-v3"}}\n""",
        f"""{CHAT} HTTP/1.1\nA: b\n\n{{"model": "qwen3.7-plus", "enable_thinking": false}}\n""",
    ),
    "variables": (
        (
            f"""@host = {HOST}\n@m=deepseek-v3\n\n###\n# @name x\nPOST {{{{host}}}}/compatible-mode/v1/chat/completions\n\n"""
            """{\n  "model": "{{m}}",\n  "messages": "好{{text}}"\n}\n\n> {% client.log() %}\n"""
        ),
        (
            f"""@host = {HOST}\n@m=qwen3.7-plus\n\n###\n# @name x\nPOST {{{{host}}}}/compatible-mode/v1/chat/completions\n\n"""
            """{\n  "model": "{{m}}",\n  "messages": "好{{text}}",\n  "enable_thinking": false\n}\n\n> {% client.log() %}\n"""
        ),
    ),
    "several": (
        (
            f"""{CHAT}\n\n{{"model": "deepseek-v3"}}\n###\n{NATIVE}\n\n"""
            """{"model": "qwen-plus", "input": {}, "enable_thinking": true}\n"""
        ),
        (
            f"""{CHAT}\n\n{{"model": "qwen3.7-plus", "enable_thinking": false}}\n###\n{NATIVE}\n\n"""
            """{"model": "qwen-plus", "input": {}, "parameters": {"enable_thinking": true}}\n"""
        ),
    ),
}
LEFT_ALONE = {
    "another host": """POST http://localhost/v1/chat/completions\n\n{"model": "deepseek-v3"}\n""",
    "a file": f"""{CHAT}\n\n< deepseek-v3.json\n""",
    "a form": f"""{CHAT}\n\nmodel=deepseek-v3\n""",
    "a comment": f"""# {CHAT}\n\n# {{"model": "deepseek-v3"}}\n""",
    "no body": f"""{CHAT}\nX-Model: deepseek-v3\n""",
    "a host from the editor's settings": """POST {{host}}/compatible-mode/v1/chat/completions\n\n{"model": "deepseek-v3"}\n""",
}


@pytest.mark.parametrize("name", REWRITES)
def test_a_request_is_rewritten(name: str, tmp_path: Path) -> None:
    before, after = (text.encode() for text in REWRITES[name])
    assert fixed(tmp_path, "a.http", before).decode() == after.decode()
    assert fixed(tmp_path, "a.rest", before.rstrip(b"\n")) == after.rstrip(b"\n")
    assert fixed(tmp_path, "a.http", b"\xef\xbb\xbf" + before) == b"\xef\xbb\xbf" + after
    assert fixed(tmp_path, "a.http", before.replace(b"\n", b"\r\n")) == after.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("name", REWRITES)
def test_a_second_run_changes_nothing(name: str, tmp_path: Path) -> None:
    after = REWRITES[name][1].encode()
    assert fixed(tmp_path, "a.http", after, unsafe=True) == after


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_requests_are_left_alone(name: str, tmp_path: Path) -> None:
    data = LEFT_ALONE[name].encode()
    assert fixed(tmp_path, "a.http", data, unsafe=True) == data


def test_a_finding_stands_at_the_value(tmp_path: Path) -> None:
    finding = next(each for each in found(tmp_path, "a.http", REWRITES["plain"][0].encode()) if each.rule == "DSM101")
    assert (finding.place.line, finding.place.column) == (4, 11)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from('POSTGE {}"#@=<>:/?&\r\n\t,x€')) | st.text())
def test_nothing_raises_on_garbage(text: str) -> None:
    data = text.encode("utf-8", "replace")
    assert isinstance(HTTP_FILE.read("a.http", data, lambda text: True), (Document, Unparsed))


def test_a_body_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "body.json").write_text('{\n  "model": "deepseek-v3"\n}\n')
    (tmp_path / "ask.http").write_text(f"{CHAT}\nContent-Type: application/json\n\n< ./body.json\n")
    done = scan("--fix", ".", cwd=tmp_path)
    assert [(row["rule"], row["path"], row["certainty"]) for row in done.findings] == [("DSM101", "body.json", "certain")]
    assert (tmp_path / "body.json").read_text() == '{\n  "model": "qwen3.7-plus",\n  "enable_thinking": false\n}\n'

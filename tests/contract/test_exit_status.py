"""Exit status, encodings and secrets, by the command as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.report import FORMATS
from tests.contract.table import HEAD
from tests.tool import scan, tool

PROGRAM = HEAD + 'def ask():\n\tx = "ü"; return create(model="deepseek-v3.2", messages=M, enable_thinking=True)\n'
FIXED = PROGRAM.replace('"deepseek-v3.2"', '"qwen3.7-plus"').replace(
    "enable_thinking=True", 'extra_body={"enable_thinking": True}'
)


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("--fail-on", "never"), 0),
        (("--fail-on", "certain"), 1),
        (("--fail-on", "maybe"), 2),
        (("--diff",), 1),
        (("--fix",), 0),
        (("--fix", "--exit-non-zero-on-fix"), 1),
        (("--select", "DSM777"), 2),
        (("--output-format", "xml"), 2),
        (("--today", "soon"), 2),
        (("--today", "2026-07-20"), 1),
        (("--to", "deepseek-v3.1"), 2),
        (("--to", "gwen3.7-plus"), 2),
        (("--assume-provider", "nobody"), 2),
    ],
)
def test_the_status_of_one_file_with_a_fix(options: tuple[str, ...], status: int, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(PROGRAM, encoding="utf-8")
    assert tool("scan", "--isolated", *options, "main.py", cwd=tmp_path).status == status


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize(
    ("options", "status"), [((), 1), (("--fix",), 0), (("--fix", "--exit-non-zero-on-fix"), 1), (("--diff",), 1), (("no.py",), 2)]
)
def test_the_status_is_the_same_in_each_format(output_format: str, options: tuple[str, ...], status: int, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(PROGRAM, encoding="utf-8")
    done = tool("scan", "--isolated", "--output-format", output_format, *options, "main.py", cwd=tmp_path)
    assert done.status == status
    assert "Traceback" not in done.errors
    assert ((tmp_path / "main.py").read_text(encoding="utf-8") == FIXED) == ("--fix" in options)


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--strict",), 2)])
@pytest.mark.parametrize("broken", [PROGRAM.encode() + b")\n", PROGRAM.encode() + b"# \xff\n"])
def test_a_file_that_cannot_be_parsed(broken: bytes, options: tuple[str, ...], status: int, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_bytes(broken)
    done = scan("--isolated", "--fix", *options, "main.py", cwd=tmp_path)
    assert (done.status, (tmp_path / "main.py").read_bytes()) == (status, broken)
    line = PROGRAM[: PROGRAM.index("deepseek-v3.2")].count("\n") + 1
    assert [(each["rule"], each["certainty"], each["line"]) for each in done.findings] == [("DSM102", "possible", line)]
    assert done.report["skipped"]


def test_a_path_that_does_not_exist_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(PROGRAM, encoding="utf-8")
    done = scan("--isolated", "--fix", "none.py", "main.py", cwd=tmp_path)
    assert (done.status, (tmp_path / "main.py").read_text(encoding="utf-8")) == (2, FIXED)


@pytest.mark.parametrize(
    ("head", "encoding", "newline"),
    [
        ("", "utf-8", "\n"),
        ("", "utf-8", "\r\n"),
        ("", "utf-8-sig", "\n"),
        ("# -*- coding: latin-1 -*-\n", "latin-1", "\n"),
        ("# coding: gbk\n", "gbk", "\r\n"),
        ("import sys\n\x0c\n", "utf-8", "\n"),
    ],
)
def test_the_bytes_around_a_fix_stay(head: str, encoding: str, newline: str, tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_bytes((head + PROGRAM).rstrip("\n").replace("\n", newline).encode(encoding))
    done = scan("--isolated", "--fix", "main.py", cwd=tmp_path)
    assert path.read_bytes() == (head + FIXED).rstrip("\n").replace("\n", newline).encode(encoding)
    assert done.status == 0
    line = PROGRAM.splitlines()[-1]
    columns = {each["column"] for each in done.findings}
    assert columns == {line.index(each) + 1 for each in ('"deepseek-v3.2"', "enable_thinking")}


def test_standard_input(tmp_path: Path) -> None:
    done = tool("scan", "--isolated", "--fix", "--stdin-filename", "main.py", "-", cwd=tmp_path, given=PROGRAM.encode())
    assert (done.status, done.output) == (0, FIXED)


@pytest.mark.parametrize("extra", [(), ("--diff",), ("--wire",)])
@pytest.mark.parametrize("output_format", FORMATS)
def test_secrets_are_masked(output_format: str, extra: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(
        'from openai import OpenAI\nc = OpenAI(api_key="sk-aaaaaaaaaaaaaaaaaaaa", base_url="https://dashscope.aliyuncs.com/v1")\n'
        'MY_TOKEN = "hushhushhush"; c.chat.completions.create(model="deepseek-r1", user="sk-bbbbbbbbbbbbbbbbbbbb")\n'
        'OLD = "deepseek-r1"\n',
        encoding="utf-8",
    )
    done = tool("scan", "--isolated", "-v", "--output-format", output_format, *extra, "main.py", cwd=tmp_path)
    shown = done.output + done.errors
    assert "deepseek-r1" in shown
    assert not [secret for secret in ("aaaaaaaa", "hushhush", "bbbbbbbb") if secret in shown]

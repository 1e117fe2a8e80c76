"""Reports and baselines of ours in a scanned folder name models and are left alone; what only looks like one is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.files.own import is_own
from migrator.report import FORMATS
from tests.tool import scan, tool

USE = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=messages, tool_choice="required")
"""
SUFFIXES = {"json": ".json", "sarif": ".sarif", "gitlab": ".json", "markdown": ".md", "tasks": ".md", "html": ".html"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(USE, encoding="utf-8")
    return tmp_path


def places(*arguments: str, cwd: Path) -> set[object]:
    return {finding["path"] for finding in scan(*arguments, cwd=cwd).findings}


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_in_the_folder_is_left_alone(project: Path, name: str) -> None:
    report = f"report{SUFFIXES.get(name, '.txt')}"
    assert tool("scan", "--output", f"{name}={report}", ".", cwd=project).status == 1
    assert b"deepseek-v3" in (project / report).read_bytes()
    assert places(".", cwd=project) == {"app.py"}
    assert places(report, cwd=project) == set()


def test_reports_after_a_fix_or_in_colour_are_left_alone(project: Path) -> None:
    (project / "colour.txt").write_text(tool("scan", "--color", "always", ".", cwd=project).output, encoding="utf-8")
    assert b"\x1b[" in (project / "colour.txt").read_bytes()
    # What PowerShell makes of a redirected report.
    (project / "wide.json").write_text(scan(".", cwd=project).output, encoding="utf-16")
    (project / "marked.json").write_text(scan(".", cwd=project).output, encoding="utf-8-sig")
    assert places(".", cwd=project) == {"app.py"}


def test_a_baseline_is_left_alone(project: Path) -> None:
    folder = project / "deepseek-v3"
    folder.mkdir()
    (folder / "app.py").write_text(USE, encoding="utf-8")
    assert tool("scan", "--write-baseline", "known.json", ".", cwd=project).status == 0
    assert b"deepseek-v3" in (project / "known.json").read_bytes()
    assert places(".", cwd=project) == {"app.py", "deepseek-v3/app.py"}


def test_what_this_run_writes_is_not_read(project: Path) -> None:
    (project / "old.txt").write_text("a report of an older version: deepseek-v3 at dashscope.aliyuncs.com\n", encoding="utf-8")
    assert places(".", cwd=project) == {"app.py", "old.txt"}
    assert places("--output", "concise=old.txt", ".", cwd=project) == {"app.py"}


@pytest.mark.parametrize(
    "text",
    [
        '{"tool": "deepseek-migrate", "model": "deepseek-v3"}',
        '{"schema": "somebody/report/1", "model": "deepseek-v3"}',
        '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "another"}}}]}',
        '[{"engine_name": "pylint", "check_name": "DSM101"}]',
        '<!doctype html>\n<html><head><meta charset="utf-8">\n<meta name="generator" content="Hugo">',
        "# Notes\n\n<!-- deepseek-migrate report -->\n",
        "# app.py:1:1: DSM101 was here\nmodel = 'deepseek-v3'\n",
        "# deepseek-migrate: ignore[DSM101]\nmodel = 'deepseek-v3'\n",
        "",
    ],
)
def test_what_only_speaks_of_the_tool_is_read(text: str) -> None:
    assert not is_own(text.encode())


def test_the_marker_counts_at_the_beginning_only() -> None:
    assert is_own(b'{"schema":"deepseek-migrate/report/1"')
    assert not is_own(b'{"before": 1, "schema":"deepseek-migrate/report/1"')
    assert not is_own(b"\n" * 5000 + b'{"schema":"deepseek-migrate/report/1"')

"""One way to say a contract case: a program, what is found in it, and what the fixes make of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from migrator.cli import application
from tests.tool import Record, runner

HEAD = """import os
from openai import OpenAI
client = OpenAI(api_key=os.environ["DASHSCOPE_API_KEY"], base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
create = client.chat.completions.create
M = [{"role": "user", "content": "hi"}]
"""
"""Five lines that most cases begin with; `create` is there for brevity."""


@dataclass(frozen=True)
class Case:
    """A program and what the contract demands of it.

    `found` are "RULE LINE CERTAINTY HOW" of main.py and, as "RULE PATH:LINE …", of other files, without the rules in
    `quiet`; HOW is "safe", "unsafe", a refusal's code, or "-" where a comment suppresses it. `after` maps what stands in
    the sources to what the fixes write there; nothing else changes. `status` is that of a plain scan. Each refusal's hint
    holds `hint`.
    """

    name: str
    source: str
    found: tuple[str, ...] = ()
    after: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    head: str = HEAD
    status: int | None = None
    quiet: tuple[str, ...] = ("DSM303", "DSM301")
    paths: tuple[str, ...] = (".",)
    hint: str = ""


def check(case: Case, folder: Path, monkeypatch: object) -> None:
    """Scan, fix everything, scan again: findings, status and bytes are the declared ones."""
    sources = {"main.py": case.head + case.source, **case.files}
    sources.setdefault("pyproject.toml", '[project]\nname = "program"\nversion = "1"\n')
    for path, text in sources.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    monkeypatch.chdir(folder)  # type: ignore[attr-defined]
    status, findings = scanned(*case.options, *case.paths)
    assert {_told(each, case.head.count("\n")) for each in findings if each["rule"] not in case.quiet} == set(case.found)
    assert case.status is None or status == case.status
    assert all(case.hint in each["refusal"]["hint"] for each in findings if isinstance(each["refusal"], dict))
    scanned(*case.options, "--fix", "--unsafe-fixes", *case.paths)
    for path, text in sources.items():
        expected = text
        for old, new in case.after.items():
            expected = expected.replace(old, new)
        assert (folder / path).read_bytes().decode() == expected
    missing = [old for old in case.after if not any(old in text for text in sources.values())]
    assert missing == []
    before = {path: (folder / path).read_bytes() for path in sources}
    scanned(*case.options, "--fix", "--unsafe-fixes", *case.paths)
    assert before == {path: (folder / path).read_bytes() for path in sources}


def scanned(*arguments: str) -> tuple[int, list[Record]]:
    """The exit status and the findings of a scan of the current folder's files."""
    done = runner().invoke(application, ["scan", "--output-format", "json", "--no-progress", *arguments])
    assert done.exit_code in (0, 1), done.output
    findings: list[Record] = json.loads(done.stdout)["findings"]
    return done.exit_code, findings


def refused(folder: Path, path: str, text: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of a program of one file: the code by which each call of a retired model is refused, nothing for a fix."""
    (folder / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    found = [each for each in scanned(".")[1] if each["rule"] == "DSM101"]
    return [str(each["refusal"]["code"]) if isinstance(each["refusal"], dict) else "" for each in found]


def _told(finding: Record, head: int) -> str:
    """A finding in one line; lines of main.py count from behind the head."""
    fix, refusal = finding["fix"], finding["refusal"]
    how = fix["applicability"] if isinstance(fix, dict) else refusal["code"] if isinstance(refusal, dict) else "-"
    line = int(str(finding["line"]))
    place = str(line - head) if finding["path"] == "main.py" else f"{finding['path']}:{line}"
    return f"{finding['rule']} {place} {finding['certainty']} {how}"

"""Both hooks, as pre-commit installs and runs them from this checkout."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
BEFORE = ROOT / "fixtures" / "fixable" / "openai" / "never_thought.py"
AFTER = ROOT / "fixtures" / "fixable" / "expected" / "openai" / "never_thought.py"
REFUSED = ROOT / "fixtures" / "refused" / "openai" / "required_tool.py"

pytestmark = pytest.mark.hooks


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment that it builds: once for all tests here."""
    return tmp_path_factory.mktemp("pre-commit")


class Repository:
    """A small git repository with pre-commit beside it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        who = {f"GIT_{role}_{part}": f"{part}@example" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
        self.environment = {**inherited, **who, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}
        self.run("git", "init", "--quiet")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", timeout=600, check=False
        )

    def write(self, name: str, source: Path) -> Path:
        file = self.folder / name
        file.write_bytes(source.read_bytes())
        self.run("git", "add", name)
        return file

    def hook(self, name: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), name, "--all-files", "--verbose")


@pytest.fixture
def repository(tmp_path: Path, home: Path) -> Repository:
    return Repository(tmp_path, home)


def test_the_scan_hook_fails_and_says_why(repository: Repository) -> None:
    file = repository.write("app.py", BEFORE)
    ended = repository.hook("deepseek-migrate-scan")
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "app.py" in ended.stdout
    assert "DSM101" in ended.stdout
    assert file.read_bytes() == BEFORE.read_bytes()


def test_the_fix_hook_rewrites_then_passes(repository: Repository) -> None:
    file = repository.write("app.py", BEFORE)
    first = repository.hook("deepseek-migrate-fix")
    assert first.returncode == 1, first.stdout + first.stderr
    assert "files were modified by this hook" in first.stdout
    assert file.read_bytes() == AFTER.read_bytes()
    repository.run("git", "add", "app.py")
    second = repository.hook("deepseek-migrate-fix")
    assert second.returncode == 0, second.stdout + second.stderr


def test_the_fix_hook_fails_on_what_it_must_refuse(repository: Repository) -> None:
    file = repository.write("app.py", REFUSED)
    ended = repository.hook("deepseek-migrate-fix")
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "choice-needed" in ended.stdout
    assert file.read_bytes() == REFUSED.read_bytes()


def test_the_scan_hook_passes_where_nothing_is_wrong(repository: Repository) -> None:
    repository.write("app.py", AFTER)
    ended = repository.hook("deepseek-migrate-scan")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Passed" in ended.stdout


COMPATIBLE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
JAVASCRIPT = f"""\
import OpenAI from "openai";

const client = new OpenAI({{ baseURL: "{COMPATIBLE}" }});
await client.chat.completions.create({{ model: "deepseek-v3", messages: [], enable_thinking: false }});
"""
CURL = f"""\
curl {COMPATIBLE}/chat/completions -d '{{"model": "deepseek-v3", "messages": [], "enable_thinking": false}}'
"""
HTTP = f"""\
POST {COMPATIBLE}/chat/completions
Content-Type: application/json

{{"model": "deepseek-v3", "messages": [], "enable_thinking": false}}
"""
EVERY_KIND = {
    "app.mts": JAVASCRIPT,
    "app.tsx": JAVASCRIPT,
    "app.js": JAVASCRIPT,
    "call.sh": CURL,
    "call": f"#!/bin/sh\n{CURL}",
    "call.http": HTTP,
    "Makefile": f"call:\n\t{CURL}",
    "Dockerfile": f"FROM scratch\nRUN {CURL}",
    "README.md": f"# Use\n\n```sh\n{CURL}```\n",
    "app.vue": f"<script>\n{JAVASCRIPT}</script>\n",
    ".env": f"OPENAI_BASE_URL={COMPATIBLE}\nMODEL=deepseek-v3\n",
    "settings.yaml": f"base_url: {COMPATIBLE}\nmodel: deepseek-v3\n",
    "settings.toml": f'base_url = "{COMPATIBLE}"\nmodel = "deepseek-v3"\n',
    "settings.json": json.dumps({"base_url": COMPATIBLE, "model": "deepseek-v3"}),
    "call.ps1": f'Invoke-RestMethod -Uri {COMPATIBLE}/chat/completions -Method Post -Body \'{{"model": "deepseek-v3"}}\'\n',
    "call.bat": f'curl {COMPATIBLE}/chat/completions -d "{{\\"model\\": \\"deepseek-v3\\"}}"\r\n',
    "App.java": f'class App {{ String url = "{COMPATIBLE}"; String model = "deepseek-v3"; }}\n',
    "App.kt": f'val url = "{COMPATIBLE}"\nval model = "deepseek-v3"\n',
    "book.ipynb": json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "execution_count": None,
                    "metadata": {},
                    "outputs": [],
                    "source": BEFORE.read_text(encoding="utf-8").splitlines(keepends=True),
                }
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    ),
}


def test_every_kind_of_file_comes_to_the_hooks(repository: Repository) -> None:
    for name, text in EVERY_KIND.items():
        (repository.folder / name).write_text(text, encoding="utf-8", newline="")
    repository.write("app.py", BEFORE)
    repository.run("git", "add", "--all", "--force")
    scanned = repository.hook("deepseek-migrate-scan")
    assert scanned.returncode == 1
    named = set(re.findall(r"--> (\S+?):\d+", scanned.stdout))
    # Text and concise leave merely possible findings out: those of files that call nothing.
    assert named >= {*EVERY_KIND, "app.py"} - {"App.java", "App.kt"}, scanned.stdout
    fixed = repository.hook("deepseek-migrate-fix")
    assert fixed.returncode == 1
    assert "files were modified by this hook" in fixed.stdout
    assert (repository.folder / "app.py").read_bytes() == AFTER.read_bytes()
    for name in ("app.mts", "call.sh", "call", "call.http", "Makefile", "app.vue", "book.ipynb"):
        assert "deepseek-v3" not in (repository.folder / name).read_text(encoding="utf-8"), name


def test_what_is_excluded_stays_so(repository: Repository) -> None:
    repository.write("app.py", BEFORE)
    (repository.folder / "deepseek-migrate.toml").write_text('extend-exclude = ["app.py"]\n', encoding="utf-8")
    ended = repository.hook("deepseek-migrate-fix")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert (repository.folder / "app.py").read_bytes() == BEFORE.read_bytes()

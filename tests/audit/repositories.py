"""Makes git repositories of a few files, and audits them as a user does."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.tool import Done, Record, tool

CALL = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[])
"""
FIXED = CALL.replace('"deepseek-v3", messages=[]', '"qwen3.7-plus", messages=[], extra_body={"enable_thinking": False}')
CLEAN = "print('hello')\n"
WHO = {f"GIT_{role}_{part}": f"{part.lower()}@example" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
DATES = {"GIT_AUTHOR_DATE": "2026-11-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-11-01T00:00:00Z"}


def git(folder: Path, *arguments: str, **more: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**kept, **WHO, **DATES, "GIT_CONFIG_GLOBAL": os.devnull, **more}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


def repository(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A checkout with one commit of these files."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "first")
    return folder


def audit(folder: Path, *arguments: str) -> Done:
    options = ("--cache", str(folder / "cache"), "--jobs", "1", "--today", "2026-11-22")
    return tool("audit", *arguments, *options, cwd=folder)


def rows(folder: Path, name: str = "deepseek-migrate-audit.jsonl") -> dict[str, Record]:
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return {str(row["repository"]): row for row in map(json.loads, lines)}


def findings(row: Record) -> list[Record]:
    found = row["findings"]
    assert isinstance(found, list)
    return found


def places(row: Record) -> list[tuple[object, ...]]:
    return [(each["rule"], each["path"], each["line"], each["column"], each["fingerprint"]) for each in findings(row)]

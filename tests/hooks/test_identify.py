"""The hooks' filter against the real `identify`: every kind of file that the tool reads is handed to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from identify import identify

from migrator.files.kinds import KINDS, kind_of
from tests.tool import ROOT

HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
NAMES = sorted(
    {
        *(f"app{suffix}" for kind in KINDS for suffix in kind.suffixes),
        *(prefix for kind in KINDS for prefix in kind.prefixes),
        *(
            ".env.local",
            ".env.example",
            "config.json.template",
            "notes.txt",
            "prompt.tmpl.yaml",
            "Makefile.inc",
            "Dockerfile.dev",
        ),
        *("docker-compose.yml", "application.properties", "build.gradle.kts", "settings.cfg", "page.adoc", "app.jinja2"),
    }
)


def entries() -> list[str]:
    return re.findall(r"^  entry: (.+)$", HOOKS, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_file_is_text_to_it(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("model = deepseek-v3\n", encoding="utf-8")
    assert kind_of(name) is not None
    assert "text" in identify.tags_from_path(str(file))


@pytest.mark.parametrize("interpreter", sorted({each for kind in KINDS for each in kind.interpreters}))
def test_scripts_without_suffix_are_text_to_it(tmp_path: Path, interpreter: str) -> None:
    for mode in (0o644, 0o755):
        file = tmp_path / f"script{mode}"
        file.write_text(f"#!/usr/bin/env {interpreter}\necho\n", encoding="utf-8")
        file.chmod(mode)
        assert "text" in identify.tags_from_path(str(file))


def test_what_no_reader_wants_is_not_given() -> None:
    for name in ("a.png", "a.whl", "a.parquet"):
        assert "text" not in identify.tags_from_filename(name)


def test_both_hooks_ask_for_text_and_for_nothing_else() -> None:
    assert re.findall(r"^- id: (\S+)$", HOOKS, re.MULTILINE) == ["deepseek-migrate-scan", "deepseek-migrate-fix"]
    assert len(re.findall(r"^  types: \[text\]$", HOOKS, re.MULTILINE)) == 2
    # Files of one run are read together: one process, or they would not see each other.
    assert len(re.findall(r"^  require_serial: true$", HOOKS, re.MULTILINE)) == 2
    assert re.findall(r"^  (?:types_or|files|exclude|exclude_types|args):", HOOKS, re.MULTILINE) == []


def test_what_a_user_adds_may_follow_the_entry() -> None:
    assert len(entries()) == 2
    for entry in entries():
        words = entry.split()
        assert words[:2] == ["deepseek-migrate", "scan"]
        assert "--force-exclude" in words
        assert "--" not in words

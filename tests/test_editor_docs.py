"""What docs/editors.md shows is what editors, shells and the tool take."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from migrator.cli import application
from migrator.report import Style, render
from tests.report.samples import refused, report, retired
from tests.tool import START, tool

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
PROBLEMS = [json.loads(text) for language, text in BLOCKS if language == "json" and "problemMatcher" in text]


def test_every_editor_starts_the_server_as_it_is_called() -> None:
    assert "server" in application.commands
    started = [text for _, text in BLOCKS if '"server"' in text]
    assert len(started) == 5
    assert all('"deepseek-migrate"' in text for text in started)
    (settings,) = [json.loads(text) for language, text in BLOCKS if language == "json" and "glspc" in text]
    assert "source.fixAll.deepseek-migrate" in settings["editor.codeActionsOnSave"]
    (helix,) = [tomllib.loads(text) for language, text in BLOCKS if language == "toml"]
    assert helix["language-server"]["deepseek-migrate"]["args"] == ["server"]


def test_the_problem_matcher_takes_every_concise_line() -> None:
    task = PROBLEMS[0]["tasks"][0]
    pattern: Mapping[str, object] = task["problemMatcher"]["pattern"]
    out = io.StringIO()
    render("concise", report(retired(), refused()), Style(quiet=True, verbose=True), out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    for line, finding in zip(lines, (retired(), refused()), strict=True):
        # Written for JavaScript; nothing in it is read otherwise here.
        found = re.match(cast(str, pattern["regexp"]), line)
        assert found is not None
        place = finding.place
        said = [found[cast(int, pattern[name])] for name in ("file", "line", "column", "code")]
        assert said == [place.path, str(place.line), str(place.column), finding.rule]
        assert found[cast(int, pattern["message"])].startswith(finding.message)


def test_the_task_runs_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text('import dashscope\n\nMODEL = "deepseek-r1"\n', encoding="utf-8")
    task = PROBLEMS[0]["tasks"][0]
    ended = tool(*task["args"], cwd=tmp_path)
    assert ended.status in (0, 1)
    assert ended.output.splitlines()
    assert [line for line in ended.output.splitlines() if not re.match(task["problemMatcher"]["pattern"]["regexp"], line)] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_of_that_shell(shell: str) -> None:
    assert f"_DEEPSEEK_MIGRATE_COMPLETE={shell}_source" in TEXT
    script = completed(f"{shell}_source")
    assert f"_DEEPSEEK_MIGRATE_COMPLETE={shell}_complete" in script
    if shutil.which(shell) is not None:
        subprocess.run([shell, "-n"], input=script, encoding="utf-8", check=True, timeout=60)


def test_completion_knows_commands_and_options() -> None:
    assert completed("bash_complete", COMP_WORDS="deepseek-migrate sc", COMP_CWORD="1").split() == ["plain,scan"]
    options = completed("bash_complete", COMP_WORDS="deepseek-migrate scan --output", COMP_CWORD="2").split()
    assert options == ["plain,--output-format", "plain,--output"]


@pytest.mark.parametrize(
    "typed, wanted, unwanted",
    [
        (["scan", "--output-format", ""], {"text", "sarif", "tasks"}, {"scan"}),
        (["scan", "--output-format", "s"], {"sarif"}, {"json"}),
        (["explain", "--output-format", ""], {"text", "json"}, {"sarif"}),
        (["explain", "DSM1"], {"DSM101", "DSM105"}, {"DSM201"}),
        (["explain", "retired"], {"retired-model"}, {"DSM101"}),
        (["scan", "--select", "DSM101,mis"], {"DSM101,misplaced-parameter"}, set()),
        (["scan", "--to", "qwen3.7"], {"qwen3.7-plus", "qwen3.7-max"}, {"deepseek-v3"}),
        (["scan", "--to", "deepseek-v3"], set(), {"deepseek-v3"}),
        (["models", "deepseek-v3"], {"deepseek-v3", "deepseek-v3.2"}, set()),
        (["scan", "--assume-provider", "model"], {"model-studio"}, set()),
        (["scan", "--fail-on", ""], {"certain", "likely", "possible", "never"}, set()),
        (["scan", "--color", "a"], {"auto", "always"}, {"never"}),
        (["scan", "--lang", ""], {"en", "zh"}, set()),
        (["ser"], {"server"}, set()),
    ],
)
def test_bash_completes(typed: list[str], wanted: set[str], unwanted: set[str], tmp_path: Path) -> None:
    found = replies(typed, tmp_path)
    assert wanted <= found
    assert not unwanted & found


def replies(typed: list[str], folder: Path) -> set[str]:
    """What bash offers for the last of these words, by the line that the documentation gives."""
    bash = shutil.which("bash")
    assert bash is not None
    program = folder / "deepseek-migrate"
    program.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -I -c \'{START}\' "$@"\n'.replace(f"'{ROOT}'", f'"{ROOT}"'), encoding="utf-8"
    )
    program.chmod(0o755)
    (line,) = re.findall(r"^(eval .*bash_source.*?\))\"? +#", TEXT, re.MULTILINE)
    script = f"""{line}"
COMP_WORDS=(deepseek-migrate "$@"); COMP_CWORD=$#
_deepseek_migrate_completion deepseek-migrate "${{@: -1}}" ""
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    command = [bash, "--norc", "-c", script, "bash", *typed]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stderr == ""
    return set(done.stdout.split("\n")) - {""}


def completed(instruction: str, **variables: str) -> str:
    """What the program prints when a shell asks."""
    environment = {**os.environ, "_DEEPSEEK_MIGRATE_COMPLETE": instruction, **variables}
    command = [sys.executable, "-I", "-c", START]
    # bash_source asks which bash there is; its warning about an old one goes to standard error.
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False).stdout

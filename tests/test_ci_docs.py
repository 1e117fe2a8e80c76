"""What docs/ci.md shows is what the tool takes and prints."""

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
import yaml

from migrator.cli import application
from migrator.report import Style, render
from tests.report.samples import refused, report, retired
from tests.tool import START, tool

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
YAML = {text.splitlines()[0].removeprefix("# "): yaml.safe_load(text) for language, text in BLOCKS if language == "yaml"}


def test_every_block_parses() -> None:
    assert set(YAML) == {
        ".github/workflows/deepseek-migrate.yml",
        ".gitlab-ci.yml",
        "azure-pipelines.yml",
        ".pre-commit-config.yaml",
    }
    assert [language for language, _ in BLOCKS if language not in ("yaml", "json", "groovy", "sh")] == []


def test_the_options_that_it_names_exist() -> None:
    options = {name for option in application.commands["scan"].params for name in option.opts}
    lines = re.findall(r"deepseek-migrate scan\b([^\n'`]*)", TEXT)
    named = {option for line in lines for option in re.findall(r"(?<!\S)--[a-z-]+", line)}
    named |= set(re.findall(r"`(--[a-z-]+)", TEXT))
    assert len(named) >= 6
    assert named - options == set()


def test_the_action_is_used_as_it_is() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = [
        step
        for step in YAML[".github/workflows/deepseek-migrate.yml"]["jobs"]["scan"]["steps"]
        if "/deepseek-migrate@" in step.get("uses", "")
    ]
    assert set(step["with"]) <= set(action["inputs"])
    table = dict(re.findall(r"^\| `([a-z-]+)` \| .* \| (.*?) ?\|$", TEXT, re.MULTILINE))
    assert set(table) == set(action["inputs"])
    for name, said in table.items():
        default = action["inputs"][name]["default"]
        assert said.strip('`"') == default or (not default and said in ("", "what the settings say"))
    (outputs,) = re.findall(r"^Outputs: ([^.]+)\.", TEXT, re.MULTILINE)
    assert set(re.findall(r"`([a-z-]+)`", outputs)) == set(action["outputs"])
    assert set(re.findall(r"steps\.migrate\.outputs\.([a-z-]+)", TEXT)) <= set(action["outputs"])


def test_the_hooks_are_there() -> None:
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert {hook["id"] for hook in YAML[".pre-commit-config.yaml"]["repos"][0]["hooks"]} == hooks


def test_the_problem_matcher_takes_every_concise_line() -> None:
    (text,) = [text for language, text in BLOCKS if language == "json"]
    task = json.loads(text)["tasks"][0]
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
    (text,) = [text for language, text in BLOCKS if language == "json"]
    (tmp_path / "app.py").write_text('import dashscope\n\nMODEL = "deepseek-r1"\n', encoding="utf-8")
    task = json.loads(text)["tasks"][0]
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


def completed(instruction: str, **variables: str) -> str:
    """What the program prints when a shell asks."""
    environment = {**os.environ, "_DEEPSEEK_MIGRATE_COMPLETE": instruction, **variables}
    command = [sys.executable, "-I", "-c", START]
    # bash_source asks which bash there is; its warning about an old one goes to standard error.
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False).stdout

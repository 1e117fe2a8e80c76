"""What docs/ci.md shows is what the tool takes and prints."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from migrator.cli import application

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
    assert [language for language, _ in BLOCKS if language not in ("yaml", "groovy")] == []


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

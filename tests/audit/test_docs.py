from __future__ import annotations

import re

from migrator.audit.command import FORMATS
from migrator.cli import application
from tests.tool import ROOT

TEXT = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")


def test_the_options_that_the_page_names_exist() -> None:
    options = {name for command in application.commands.values() for option in command.params for name in option.opts}
    ours = re.findall(r"deepseek-migrate (?:audit|scan)\b([^\n`#>\"]*)", TEXT)
    named = {option for line in ours for option in re.findall(r"(?<!\S)--[a-z-]+", line)}
    named |= set(re.findall(r"`(--[a-z-]+)", TEXT))
    assert len(named) > 8
    assert named - options == set()


def test_every_format_and_executor_is_told() -> None:
    assert [name for name in FORMATS if f"{name}=" not in TEXT] == []
    assert "--executor dask" in TEXT

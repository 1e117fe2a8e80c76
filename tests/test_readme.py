from __future__ import annotations

import re
from pathlib import Path

import pytest

from migrator.cli import application
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings
from tests.link.programs import counted
from tests.tools.rules_table import README, written_into
from tests.tools.terminal_picture import picture

ROOT = README.parent
TEXT = README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def test_the_table_of_rules_is_up_to_date() -> None:
    assert written_into(TEXT) == TEXT


def test_a_table_that_is_not_is_noticed() -> None:
    stale = TEXT.replace("| retired-model |", "| other |")
    assert stale != TEXT
    assert written_into(stale) == TEXT


def test_the_first_two_blocks_are_the_two_commands() -> None:
    (_, install), (_, test) = [block for block in BLOCKS if block[0] == "sh"]
    assert install.count("\n") == test.count("\n") == 1
    assert "deepseek-migrate scan" in install
    assert install.rstrip().endswith(" fixtures")
    assert test.rstrip().endswith("-m pytest")
    assert [language for language, _ in BLOCKS[:2]] == ["sh", "sh"]


def test_the_first_command_ends_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """This repository speaks of retired models everywhere: linking must not look at all of it for the sake of its fixtures."""
    looked_at = counted(monkeypatch)
    settings = load_settings(["fixtures"], str(ROOT), {}, None, True)
    report = run(ScanRequest(("fixtures",), settings, None, str(ROOT)))
    assert len(report.findings) > 300
    assert looked_at() < 16_000


def test_links_lead_somewhere() -> None:
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", TEXT) if "://" not in target]
    assert len(targets) > 15
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_options_that_it_names_exist() -> None:
    options = {name for command in application.commands.values() for option in command.params for name in option.opts}
    ours = re.findall(r"deepseek-migrate (?:scan|explain|models|config)\b([^\n`#>]*)", TEXT)
    named = {option for line in ours for option in re.findall(r"(?<!\S)--[a-z-]+", line)}
    assert len(named) >= 5
    assert named - options == set()


def test_the_settings_that_it_shows_are_valid(tmp_path: Path) -> None:
    (shown,) = [text for language, text in BLOCKS if language == "toml"]
    (tmp_path / "pyproject.toml").write_text(shown, encoding="utf-8")
    settings = load_settings((), str(tmp_path), {})
    assert settings.fail_on == "certain"
    assert set(settings.replace) == {"deepseek-r1", "deepseek-v3.2"}


def test_the_hooks_that_it_names_are_there() -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert re.findall(r"^- id: (.+)$", hooks, re.MULTILINE) == ["deepseek-migrate-scan", "deepseek-migrate-fix"]
    assert {"deepseek-migrate-scan", "deepseek-migrate-fix"} <= set(re.findall(r"deepseek-migrate-\w+", TEXT))


@pytest.mark.parametrize("entry", ["deepseek-migrate scan --force-exclude", "deepseek-migrate scan --fix --force-exclude"])
def test_a_user_s_arguments_may_follow_a_hook_s_entry(entry: str) -> None:
    assert f"  entry: {entry}\n" in (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")


def test_the_picture_loads_nothing() -> None:
    drawn = picture("\x1b[1;31merror[DSM101]\x1b[0m 你是助手\n")
    assert "DSM101" in drawn
    assert re.findall(r"url\((?!#)|(?:href|src)=", drawn) == []
    assert "@font-face" not in drawn


def test_the_picture_is_of_a_real_run() -> None:
    drawn = (ROOT / "docs" / "terminal.svg").read_text(encoding="utf-8")
    assert "error[DSM101]" in drawn
    assert re.findall(r"url\((?!#)|(?:href|src)=", drawn) == []


def test_the_page_s_picture_is_small() -> None:
    drawn = (ROOT / "docs" / "page.png").read_bytes()
    assert drawn.startswith(b"\x89PNG")
    assert len(drawn) < 200_000

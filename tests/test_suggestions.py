"""Whatever is mistyped on the command line or in the settings, the nearest that there is gets named."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.cli import application
from tests.tool import runner

OPTIONS = [
    (command, name)
    for command, found in application.commands.items()
    for option in found.params
    for name in option.opts
    if name.startswith("--")
]


def said(*arguments: str) -> str:
    done = runner().invoke(application, arguments)
    assert done.exit_code == 2
    assert not done.stdout
    assert len(done.stderr.strip().splitlines()) <= 4
    return done.stderr.replace("`", "'")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command, name", OPTIONS)
def test_an_option(command: str, name: str) -> None:
    # Two letters the other way round, the commonest mistake.
    mistyped = name[:-2] + name[-1] + name[-2] if name[-1] != name[-2] else name[:-1]
    assert f"'{name}'" in said(command, mistyped)


@pytest.mark.parametrize(
    "arguments, nearest",
    [
        (["scna"], "scan"),
        (["modles"], "models"),
        (["explain", "DSM21"], "DSM201"),
        (["explain", "retired-modl"], "retired-model"),
        (["models", "deepsek-r1"], "deepseek-r1"),
        (["scan", "--select", "DSM11"], "DSM101"),
        (["scan", "--extend-select", "unused-supression"], "unused-suppression"),
        (["scan", "--ignore", "retird-model"], "retired-model"),
        (["scan", "--to", "qwen3.7-pls"], "qwen3.7-plus"),
        (["scan", "--assume-provider", "model-studo"], "model-studio"),
        (["scan", "--output-format", "jsn"], "json"),
        (["scan", "--output", "sarf=x"], "sarif"),
        (["scan", "--fail-on", "likly"], "likely"),
        (["scan", "--color", "alway"], "always"),
        (["models", "--output-format", "jso"], "json"),
        (["scan", "--config", "fail-onn = 'likely'"], "fail-on"),
        (["scan", "--config", "fail-on = 'likly'"], "likely"),
        (["scan", "--config", "replace = { deepseek-r2 = 'qwen3.7-plus' }"], "deepseek-r1"),
        (["scan", "--config", "replace = { deepseek-r1 = { nativ = 'qwen3.7-plus' } }"], "native"),
        (["scan", "--config", "per-file-ignores = { 'a.py' = ['DSM11'] }"], "DSM101"),
        (["scan", "--config", "gateways = { 'llm.example' = 'model-studo' }"], "model-studio"),
        (["scan", "--config", "models = { mine = { like = 'qwen3.7-pls' } }"], "qwen3.7-plus"),
    ],
)
def test_a_name(arguments: list[str], nearest: str) -> None:
    assert f"did you mean '{nearest}'?" in said(*arguments)


def test_a_key_in_a_settings_file(folder: Path) -> None:
    (folder / "deepseek-migrate.toml").write_text("respect-gitignor = true\n", encoding="utf-8")
    assert "did you mean 'respect-gitignore'?" in said("scan")

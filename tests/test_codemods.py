"""The codemod under LibCST's own runner."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import libcst as cst
import pytest
from libcst.codemod import CodemodContext
from libcst.tool import main

from migrator.codemods import MigrateDeepSeek
from migrator.settings_model import Settings

PROGRAM = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[])  # ask
"""


class StandIn(MigrateDeepSeek):
    """Notes what it is given; the bytes become those of `gives`."""

    gives: bytes | None = None
    given: tuple[str, bytes, Settings] | None = None

    def fix(self, path: str, data: bytes, settings: Settings) -> bytes:  # type: ignore[override]
        self.given = path, data, settings
        return data if self.gives is None else self.gives


def test_the_engine_is_given_the_files_name_bytes_and_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = StandIn(CodemodContext(filename="a.py"), to="qwen3.7-max", assume_provider="model-studio", unsafe_fixes=True)
    data = b"\xef\xbb\xbfx = 1\r\n"
    command.transform_module(cst.parse_module(data))
    assert command.given is not None
    path, given, settings = command.given
    assert (path, given) == ("a.py", data)
    assert (settings.to, settings.assume_provider, settings.unsafe_fixes) == ("qwen3.7-max", "model-studio", True)


def test_what_the_engine_returns_becomes_the_module() -> None:
    command = StandIn(CodemodContext(filename="a.py"))
    command.gives = b"y = 2\n"
    assert command.transform_module(cst.parse_module(b"x = 1\n")).code == "y = 2\n"


def test_a_module_with_nothing_to_change_stays_the_same() -> None:
    tree = cst.parse_module(b"x = 1\n")
    assert StandIn(CodemodContext(filename="a.py")).transform_module_impl(tree) is tree


def test_a_module_without_a_name_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tree = cst.parse_module(PROGRAM.encode())
    new = MigrateDeepSeek(CodemodContext()).transform_module(tree)
    assert 'model="deepseek-v3"' not in new.code


def test_the_options_are_those_of_scan() -> None:
    parser = argparse.ArgumentParser()
    MigrateDeepSeek.add_args(parser)
    assert vars(parser.parse_args(["--to", "m", "--assume-provider", "p", "--unsafe-fixes"])) == {
        "to": "m",
        "assume_provider": "p",
        "unsafe_fixes": True,
    }


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> int:
        return main("libcst.tool", ["codemod", "-x", "migrator.codemods.MigrateDeepSeek", "--no-format", "-j", "1", *arguments])

    return run


def test_libcsts_runner_rewrites_a_file(tmp_path: Path, runner: Callable[..., int]) -> None:
    program = tmp_path / "app.py"
    program.write_text(PROGRAM)
    assert runner("app.py") == 0
    assert program.read_text() == PROGRAM.replace(
        'model="deepseek-v3", messages=[]', 'model="qwen3.7-plus", messages=[], extra_body={"enable_thinking": False}'
    )


def test_libcsts_runner_leaves_other_files(tmp_path: Path, runner: Callable[..., int]) -> None:
    program = tmp_path / "app.py"
    program.write_text("x = 'deepseek-v3-pro'\n")
    assert runner("app.py") == 0
    assert program.read_text() == "x = 'deepseek-v3-pro'\n"

"""Files that a program or somebody else made: left out, named under `-v`, and never edited though a PATH names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.files.made import Made
from migrator.files.patterns import DEFAULT_EXCLUDE
from tests.tool import scan, tool

CALL = """\
import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
client.chat.completions.create({ model: "deepseek-r1", messages: [], stream: true });
"""


@pytest.mark.parametrize(
    ("path", "root", "made"),
    [
        ("dist/a.js", "", True),
        ("dist/a.js", "dist", True),
        ("web/a.min.js", ".", True),
        ("web/a.js", ".", False),
        ("build/shop/a.js", "build/shop", False),
        ("build/shop/dist/a.js", "build/shop", True),
        ("/ci/build/a.js", "/ci/build", False),
        ("../build/a.js", "../build", False),
        ("/ci/build/out/dist/a.js", "/ci/build", True),
        ("/p/node_modules/x/a.js", "/p/node_modules/x", True),
        (".vscode/settings.json", "", False),
    ],
)
def test_what_is_above_a_project_says_nothing(path: str, root: str, made: bool) -> None:
    assert Made(DEFAULT_EXCLUDE).holds(path, root) is made


def test_a_tree_that_is_no_longer_excluded_is_ones_own() -> None:
    kept = tuple(each for each in DEFAULT_EXCLUDE if each.text != "dist")
    assert not Made(kept).holds("dist/a.js", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("dist/a.js", "node_modules/x/a.js", "src/a.min.js", "src/a.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(CALL)
    (tmp_path / "package-lock.json").write_text('{"name": "deepseek-r1 at dashscope.aliyuncs.com"}')
    (tmp_path / "logo.png").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("path", ["dist", "dist/a.js", "node_modules/x/a.js", "src/a.min.js"])
def test_a_path_that_is_named_is_reported_and_not_edited(folder: Path, path: str) -> None:
    (found,) = scan(path, "--fix", "--unsafe-fixes", cwd=folder).findings
    refusal = found["refusal"]
    assert isinstance(refusal, dict)
    assert (found["rule"], found["certainty"], refusal["code"]) == ("DSM101", "certain", "generated-file")
    assert [(folder / name).read_text() for name in ("dist/a.js", "node_modules/x/a.js", "src/a.min.js")] == [CALL] * 3


def test_what_was_not_read_is_named_where_it_is_asked_for(folder: Path) -> None:
    said = "4 paths excluded and not read: dist, node_modules, package-lock.json, src/a.min.js"
    assert said in tool("scan", "--isolated", "-v", "--output-format", "concise", cwd=folder).output
    assert "excluded" not in tool("scan", "--isolated", cwd=folder).output

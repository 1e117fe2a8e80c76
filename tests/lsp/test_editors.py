"""Editors that differ: what they can do, how they count, which language and settings they bring; and no editor at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.lsp.client import RESOLVING, ROOT, Client, laid
from tests.lsp.test_server import CALL, FIXED, REFUSED, WHOLE, codes, titles
from tests.tool import tool

WITHOUT = """
import sys
sys.path.insert(0, {root!r})
sys.modules[{missing!r}] = None
sys.argv = ["deepseek-migrate", "server"]
import migrator.cli
migrator.cli.main()
"""


@pytest.fixture
def started() -> Iterator[Callable[..., Client]]:
    clients: list[Client] = []

    def start(
        folder: Path | None, capabilities: Mapping[str, object] = RESOLVING, options: object = None, locale: str = "en"
    ) -> Client:
        clients.append(Client(folder, capabilities, options, locale))
        return clients[-1]

    yield start
    for client in clients:
        client.end()


@pytest.fixture
def app(tmp_path: Path) -> Path:
    path = tmp_path.resolve() / "app.py"
    path.write_text(CALL, encoding="utf-8")
    return path


def test_an_editor_that_knows_little_gets_edits_at_once(started: Callable[..., Client], app: Path) -> None:
    client = started(app.parent, {})
    client.open(app)
    actions = client.actions(app, WHOLE)
    assert [each["edit"]["changes"].keys() == {app.as_uri()} for each in actions] == [True, True]
    assert laid(CALL, actions[0]["edit"]["changes"][app.as_uri()]) == FIXED
    assert client.close() == ""
    assert client.process.returncode == 0


def test_an_editor_may_count_in_bytes(started: Callable[..., Client], app: Path) -> None:
    client = started(app.parent, {"general": {"positionEncodings": ["utf-8", "utf-16"]}})
    assert client.capabilities["positionEncoding"] == "utf-8"
    [found] = client.open(app, CALL.replace("client.chat", '"\u4e2d\U0001f600"; client.chat'))
    start = found["range"]["start"]
    assert (start["line"], start["character"]) == (3, len('"\u4e2d\U0001f600"; client.chat.completions.create(model='.encode()))


@pytest.mark.parametrize("locale, options", [("zh-cn", None), ("zh", {}), ("de", {"lang": "zh"})])
def test_the_editor_s_language_counts(started: Callable[..., Client], app: Path, locale: str, options: object) -> None:
    client = started(app.parent, options=options, locale=locale)
    [found] = client.open(app)
    assert found["message"].startswith("`deepseek-v3` 已于 2026-10-10 下线")
    assert titles(client.actions(app, found["range"])) == ["改写为 `qwen3.7-plus` (DSM101)"]


def test_complaints_are_in_the_editor_s_language(started: Callable[..., Client], app: Path) -> None:
    client = started(app.parent, options={"to": "qwen"}, locale="zh-cn")
    assert client.open(app) == []
    assert client.shown[-1]["message"].startswith("deepseek-migrate: --to: 没有模型 'qwen'，您是否指 ")


def test_settings_of_the_editor_win_and_may_change(started: Callable[..., Client], app: Path) -> None:
    (app.parent / "deepseek-migrate.toml").write_text('to = "qwen3.7-max"\n', encoding="utf-8")
    client = started(app.parent, options={"to": "qwen3.7-plus"})
    client.open(app)
    assert titles(client.actions(app, WHOLE)) == ["Rewrite with `qwen3.7-plus` (DSM101)"]
    client.notify("workspace/didChangeConfiguration", {"settings": {"deepseek-migrate": {"ignore": ["DSM101"]}}})
    assert client.diagnostics(app) == []
    client.notify("workspace/didChangeConfiguration", {"settings": {"deepseek-migrate": {"ignroe": ["DSM101"]}}})
    assert client.diagnostics(app) == []
    assert "unknown setting `ignroe`; did you mean `ignore`?" in client.shown[-1]["message"]
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    assert codes(client.diagnostics(app)) == ["DSM101"]
    assert titles(client.actions(app, WHOLE)) == ["Rewrite with `qwen3.7-max` (DSM101)"]


def test_settings_that_write_are_not_heeded(started: Callable[..., Client], app: Path) -> None:
    settings = 'fix = true\nunsafe-fixes = true\noutput = ["json=out.json"]\nwrite-baseline = "known.json"\n'
    (app.parent / "deepseek-migrate.toml").write_text(settings, encoding="utf-8")
    client = started(app.parent)
    assert codes(client.open(app)) == ["DSM101"]
    assert app.read_text(encoding="utf-8") == CALL
    assert sorted(each.name for each in app.parent.iterdir()) == ["app.py", "deepseek-migrate.toml"]


def test_without_a_folder_a_document_stands_alone(started: Callable[..., Client], app: Path) -> None:
    client = started(None)
    assert codes(client.open(app)) == ["DSM101"]
    assert codes(client.open(app.with_name("unsaved.py"), REFUSED)) == ["DSM101"]


@pytest.mark.parametrize("missing", ["pygls", "lsprotocol", "pygls.lsp.server"])
def test_without_the_extra_one_line_says_what_to_install(missing: str) -> None:
    program = WITHOUT.format(root=str(ROOT), missing=missing)
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    package = missing.partition(".")[0]
    told = f"server: {package} is not installed, or too old; python -m pip install 'deepseek-migrate[lsp]'"
    assert done.stderr == f"error: {told}\n"


def test_an_editor_that_goes_away_ends_the_server(started: Callable[..., Client], app: Path) -> None:
    client = started(app.parent)
    client.open(app)
    assert client.process.stdin is not None
    client.process.stdin.close()
    assert client.process.wait(60) == 0


def test_the_server_tells_of_itself() -> None:
    assert "Language Server Protocol" in tool("server", "--help").output

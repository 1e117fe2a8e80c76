"""What an editor does seldom: other settings, other folders, fixes that are gone, documents that were never opened."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator import server
from migrator.server import desk
from migrator.server.diagnostics import diagnostics_of
from tests.lsp import client as client_module
from tests.lsp.client import Client
from tests.lsp.test_server import CALL, HOST, REFUSED, WHOLE, codes, written


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Client]:
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    client = Client(tmp_path.resolve())
    yield client
    try:
        assert client.close() == ""
    finally:
        client.end()


def told(editor: Client) -> list[str]:
    return [str(each["message"]) for each in editor.shown]


def test_settings_of_the_editor_count_as_soon_as_they_are_told(editor: Client) -> None:
    path = written(editor.top, "app.py", CALL)
    assert codes(editor.open(path)) == ["DSM101"]
    for settings, found in (({"select": ["DSM2"]}, []), (5, []), ({}, ["DSM101"])):
        editor.notify("workspace/didChangeConfiguration", {"settings": {"deepseek-migrate": settings}})
        assert codes(editor.diagnostics(path)) == found


def test_other_folders_are_looked_at_anew(editor: Client) -> None:
    path = written(editor.top, "app.py", CALL)
    editor.open(path)
    editor.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": []}})
    assert codes(editor.diagnostics(path)) == ["DSM101"]


def test_a_fix_that_is_gone_is_told(editor: Client) -> None:
    path = written(editor.top, "app.py", CALL)
    editor.open(path)
    for fixes in (5, ["none"]):
        action = {"title": "Rewrite", "data": {"uri": path.as_uri(), "fixes": fixes, "unsafe": False}}
        assert editor.resolved(action).get("edit") is None
    assert told(editor) == ["deepseek-migrate: the fix is no longer what it was, or could not be proven"]


def test_settings_that_broke_meanwhile_stop_a_fix(editor: Client) -> None:
    path = written(editor.top, "app.py", CALL)
    editor.open(path)
    [action, *_] = editor.actions(path, WHOLE)
    written(editor.top, "deepseek-migrate.toml", 'selct = ["DSM1"]\n')
    assert editor.resolved(action).get("edit") is None
    assert ["unknown setting `selct`" in each for each in told(editor)] == [True]


def test_a_baseline_that_is_none_is_told(editor: Client) -> None:
    written(editor.top, "deepseek-migrate.toml", 'baseline = "known.json"\n')
    written(editor.top, "known.json", "none")
    assert editor.open(written(editor.top, "app.py", CALL)) == []
    assert ["known.json" in each for each in told(editor)] == [True]


def test_what_would_be_right_is_shown_though_the_fix_is_refused(editor: Client) -> None:
    path = written(editor.top, "app.py", REFUSED)
    editor.open(path)
    shown = editor.hover(path, {"line": 3, "character": 45})
    assert shown is not None
    assert "refused (unpacked-arguments)" in shown
    assert "qwen3.7-plus" in shown


def test_a_document_that_was_never_opened_can_be_closed(editor: Client) -> None:
    editor.notify("textDocument/didClose", {"textDocument": {"uri": "untitled:Untitled-1"}})
    assert codes(editor.open(written(editor.top, "app.py", CALL))) == ["DSM101"]


def test_an_editor_that_asks_for_edits_at_once_gets_none_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    plain = Client(tmp_path.resolve(), {})
    try:
        path = written(plain.top, "app.py", CALL)
        plain.open(path)
        assert all(each["edit"] for each in plain.actions(path, WHOLE))
        written(plain.top, "deepseek-migrate.toml", 'selct = ["DSM1"]\n')
        assert plain.actions(path, WHOLE) == []
        assert plain.close() == ""
    finally:
        plain.end()


def test_files_are_watched_where_the_editor_can(tmp_path: Path) -> None:
    client = Client(tmp_path.resolve(), {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}})
    try:
        asked = client.wait(lambda message: message.get("method") == "client/registerCapability")
        [registered] = asked["params"]["registrations"]
        patterns = [each["globPattern"] for each in registered["registerOptions"]["watchers"]]
        assert patterns == ["**/deepseek-migrate.toml", "**/pyproject.toml", "**/.env*"]
        assert client.close() == ""
    finally:
        client.end()


def test_a_part_of_our_own_that_is_missing_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "migrator.server.app", None)
    with pytest.raises(ImportError):
        server.serve()


def test_a_bug_is_told_and_the_editor_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "from migrator.server import desk\ndef look(*given): raise ValueError('no')\ndesk.look = look\nmain()"
    monkeypatch.setattr(client_module, "START", client_module.START.replace("main()", broken))
    editor = Client(tmp_path.resolve())
    try:
        path = written(editor.top, "app.py", CALL)
        assert editor.open(path) == []
        assert editor.hover(path, {"line": 3, "character": 45}) is None
        assert told(editor) == ["deepseek-migrate: this is a bug, please report it: ValueError: no"]
        assert editor.close() == ""
    finally:
        editor.end()


def test_what_tells_where_a_call_goes_is_shown_in_a_file_that_is_not_open(editor: Client) -> None:
    clients = f'# "模型"\nfrom openai import OpenAI\n\nclient = OpenAI(base_url="{HOST}")\n'
    written(editor.top, "clients.py", clients)
    call = 'from clients import client\n\nclient.chat.completions.create(model="deepseek-r1", messages=[])\n'
    [found] = editor.open(written(editor.top, "app.py", call))
    places = [each["location"] for each in found["relatedInformation"]]
    starts = [each["range"]["start"] for each in places if each["uri"] == (editor.top / "clients.py").as_uri()]
    assert {"line": 3, "character": len("client = OpenAI(base_url=")} in starts


def test_of_a_file_that_is_gone_the_line_is_shown(tmp_path: Path) -> None:
    top = tmp_path.resolve()
    clients = written(top, "clients.py", f'from openai import OpenAI\n\nclient = OpenAI(base_url="{HOST}")\n')
    app = written(top, "app.py", "from clients import client\n\n" + CALL.splitlines()[-1].replace("v3", "r1"))
    look = desk.look(desk.Group(str(top), str(top)), {}, desk.Wishes({}, "en", "utf-16"))
    clients.unlink()
    [found] = diagnostics_of(look, str(app))
    places = [each.location for each in found.related_information or () if each.location.uri == clients.as_uri()]
    assert {(each.range.start.line, each.range.start.character) for each in places} == {(2, 0)}


POM = """<project><dependencies><dependency>
<groupId>com.alibaba</groupId><artifactId>dashscope-sdk-java</artifactId><version>2.18.0</version>
</dependency></dependencies></project>
"""
NEW = """import com.alibaba.dashscope.aigc.generation.*;
class A { void f() throws Exception {
new Generation().call(GenerationParam.builder().model("qwen3.7-max").enableThinking(false).build());
} }
"""
LONG = CALL.replace("deepseek-v3", "qwen3.7-plus").replace("messages=MESSAGES", "messages=MESSAGES, max_tokens=9999999")
SAYS_LITTLE = [("app.py", LONG, (3, LONG.splitlines()[3].index("max_tokens")), "DSM304"), ("A.java", NEW, (2, 72), "DSM305")]


@pytest.mark.parametrize("name, text, place, rule", SAYS_LITTLE)
def test_a_hover_says_no_more_than_there_is(name: str, text: str, place: tuple[int, int], rule: str, editor: Client) -> None:
    written(editor.top, "pom.xml", POM)
    path = written(editor.top, name, text)
    assert codes(editor.open(path)) == [rule]
    shown = editor.hover(path, {"line": place[0], "character": place[1]})
    assert shown is not None
    assert shown.startswith(f"**{rule} ")
    assert "refused (choice-needed)" in shown
    assert "```" not in shown


def test_the_request_of_a_constant_that_something_depends_on(editor: Client) -> None:
    branch = CALL.replace('model="deepseek-v3"', "model=NAME") + 'if NAME == "deepseek-v3":\n    print(1)\n'
    path = written(editor.top, "app.py", 'NAME = "deepseek-v3"\n' + branch)
    editor.open(path)
    shown = editor.hover(path, {"line": 0, "character": 10})
    assert shown is not None
    assert "refused (branch-on-model)" in shown
    assert '+ "enable_thinking": false' in shown

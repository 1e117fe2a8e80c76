from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.client import Client, Message, laid, taken
from tests.tool import scan

HOST = "https://dashscope.aliyuncs.com/compatible-mode/v1"
CALL = f"""\
from openai import OpenAI

client = OpenAI(base_url="{HOST}")
client.chat.completions.create(model="deepseek-v3", messages=MESSAGES)
"""
FIXED = CALL.replace(
    '"deepseek-v3", messages=MESSAGES', '"qwen3.7-plus", messages=MESSAGES, extra_body={"enable_thinking": False}'
)
REFUSED = CALL.replace("messages=MESSAGES", "messages=MESSAGES, **REST")
UNSAFE = CALL.replace(f'base_url="{HOST}"', "base_url=URL")
WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}}
ALL = "source.fixAll.deepseek-migrate"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One editor for all tests that need no special one; each test has a project of its own in its folder."""
    client = Client(tmp_path_factory.mktemp("workspace").resolve())
    yield client
    try:
        assert client.close() == ""
    finally:
        client.end()


@pytest.fixture
def project(editor: Client, request: pytest.FixtureRequest) -> Path:
    folder = editor.top / request.node.name.partition("[")[0]
    folder.mkdir()
    (folder / "package.json").write_text("{}", encoding="utf-8")
    return folder


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


def codes(found: list[Message]) -> list[str]:
    return [each["code"] for each in found]


def titles(found: list[Message], kind: str = "quickfix") -> list[str]:
    return [each["title"] for each in found if each["kind"] == kind]


def test_diagnostics_are_what_scan_finds(editor: Client, project: Path) -> None:
    path = written(project, "app.py", CALL + 'client.chat.completions.create(model="qwen3-max", enable_thinking=True)\n')
    found = editor.open(path)
    told = scan("--isolated", "--today", "2026-11-22", str(path)).findings
    severities = {"error": 1, "warning": 2, "note": 3}
    assert len(told) == 2
    assert [(d["code"], d["severity"], d["message"], d["range"]["start"]["line"] + 1) for d in found] == [
        (f["rule"], severities[str(f["severity"])], f["message"], f["line"]) for f in told
    ]
    assert all(each["source"] == "deepseek-migrate" for each in found)
    assert taken(editor.texts[path.as_uri()], found[0]["range"]) == '"deepseek-v3"'


def test_evidence_is_told_as_related_places(editor: Client, project: Path) -> None:
    path = written(project, "app.py", CALL)
    [found] = editor.open(path)
    related = found["relatedInformation"]
    assert any(each["message"] == f"the endpoint is {HOST}" and each["location"]["uri"] == path.as_uri() for each in related)


def test_what_is_typed_counts_before_it_is_saved(editor: Client, project: Path) -> None:
    path = written(project, "app.py", "print(1)\n")
    assert editor.open(path) == []
    assert codes(editor.change(path, CALL)) == ["DSM101"]
    assert editor.change(path, FIXED) == []
    assert path.read_text(encoding="utf-8") == "print(1)\n"


def test_unsaved_text_of_one_file_is_evidence_for_another(editor: Client, project: Path) -> None:
    settings = written(project, "config.py", 'URL = "http://localhost/v1"\n')
    code = CALL.replace(f'base_url="{HOST}"', "base_url=URL").replace(
        "import OpenAI\n", "import OpenAI\nfrom config import URL\n"
    )
    path = written(project, "app.py", code)
    assert editor.open(path) == []
    editor.open(settings)
    editor.notify(
        "textDocument/didChange",
        {"textDocument": {"uri": settings.as_uri(), "version": 2}, "contentChanges": [{"text": f'URL = "{HOST}"\n'}]},
    )
    assert codes(editor.diagnostics(path)) == ["DSM101"]


def test_a_quick_fix_is_one_fix_with_the_document_s_version(editor: Client, project: Path) -> None:
    path = written(project, "app.py", CALL)
    editor.open(path)
    [found] = editor.change(path, CALL)
    actions = editor.actions(path, found["range"])
    assert titles(actions) == ["Rewrite with `qwen3.7-plus` (DSM101)"]
    assert actions[0]["isPreferred"] is True
    assert [each["code"] for each in actions[0]["diagnostics"]] == ["DSM101"]
    assert "edit" not in actions[0]
    edit = editor.resolved(actions[0])["edit"]
    assert edit["documentChanges"][0]["textDocument"]["version"] == 2
    after = editor.applied(edit)
    assert after == {path.as_uri(): FIXED}
    assert editor.change(path, FIXED) == []


def test_no_fix_is_offered_away_from_its_finding(editor: Client, project: Path) -> None:
    path = written(project, "app.py", CALL)
    editor.open(path)
    here = {"line": 0, "character": 3}
    assert titles(editor.actions(path, {"start": here, "end": here})) == []


def test_everything_safe_in_a_file_is_one_action(editor: Client, project: Path) -> None:
    twice = CALL + "\n\n" + CALL.splitlines()[-1] + "\n"
    path = written(project, "app.py", twice)
    assert codes(editor.open(path)) == ["DSM101", "DSM101"]
    actions = editor.actions(path, WHOLE, ["source.fixAll"])
    assert [each["kind"] for each in actions] == [ALL]
    after = editor.applied(editor.resolved(actions[0])["edit"])
    assert after[path.as_uri()].count("qwen3.7-plus") == 2
    assert editor.change(path, after[path.as_uri()]) == []


def test_only_the_kinds_asked_for_are_offered(editor: Client, project: Path) -> None:
    path = written(project, "app.py", CALL)
    editor.open(path)
    kinds = [
        {each["kind"] for each in editor.actions(path, WHOLE, only)} for only in (["quickfix"], ["source"], ["refactor"], [""])
    ]
    assert kinds == [{"quickfix"}, {ALL}, set(), {"quickfix", ALL}]


def test_an_unsafe_fix_says_so_and_is_never_among_all(editor: Client, project: Path) -> None:
    written(project, "deepseek-migrate.toml", 'assume-provider = "model-studio"\n')
    path = written(project, "app.py", UNSAFE)
    [found] = editor.open(path)
    actions = editor.actions(path, found["range"])
    assert titles(actions) == ["Rewrite with `qwen3.7-plus` (DSM101, unsafe: look at it first)"]
    assert actions[0]["isPreferred"] is False
    assert titles(actions, ALL) == []
    after = editor.applied(editor.resolved(actions[0])["edit"])
    assert after[path.as_uri()] == FIXED.replace(f'base_url="{HOST}"', "base_url=URL")


def test_a_refusal_has_no_action_and_tells_what_to_do(editor: Client, project: Path) -> None:
    path = written(project, "app.py", REFUSED)
    [found] = editor.open(path)
    assert editor.actions(path, found["range"]) == []
    told = [each["message"] for each in found["relatedInformation"]]
    assert any(each.startswith("refused (unpacked-arguments): ") for each in told)
    shown = editor.hover(path, found["range"]["start"])
    assert shown is not None
    assert "refused (unpacked-arguments): " in shown


def test_a_fix_that_spans_files_edits_the_closed_one_too(editor: Client, project: Path) -> None:
    other = written(project, "names.py", 'MODEL = "deepseek-v3"\n')
    path = written(
        project, "app.py", CALL.replace('"deepseek-v3"', "MODEL").replace("OpenAI\n\n", "OpenAI\nfrom names import MODEL\n\n")
    )
    editor.open(other)
    editor.open(path)
    [found] = editor.change(other, 'MODEL = "deepseek-v3"\n')
    [action] = editor.actions(other, found["range"])
    after = editor.applied(editor.resolved(action)["edit"])
    assert after[other.as_uri()] == 'MODEL = "qwen3.7-plus"\n'
    assert 'model=MODEL, messages=MESSAGES, extra_body={"enable_thinking": False})' in after[path.as_uri()]
    editor.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
    del editor.versions[path.as_uri()], editor.texts[path.as_uri()]
    edit = editor.resolved(editor.actions(other, found["range"])[0])["edit"]
    assert {change["textDocument"]["uri"]: change["textDocument"]["version"] for change in edit["documentChanges"]} == {
        other.as_uri(): 2,
        path.as_uri(): None,
    }
    assert editor.applied(edit) == after


def test_hover_shows_evidence_and_the_request_now_and_then(editor: Client, project: Path) -> None:
    path = written(project, "app.py", CALL)
    [found] = editor.open(path)
    shown = editor.hover(path, found["range"]["start"])
    assert shown is not None
    for part in (
        "**DSM101 retired-model** (error, certain)",
        f"the endpoint is `{HOST}`",
        '- "model": "deepseek-v3"\n+ "model": "qwen3.7-plus"',
        '+ "enable_thinking": false',
    ):
        assert part in shown
    assert editor.hover(path, {"line": 0, "character": 0}) is None


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_are_counted_in_utf_16(editor: Client, tmp_path: Path, newline: str, mark: str) -> None:
    text = mark + (f'"𝒳中é";{CALL.splitlines()[0]}\n' + CALL.partition("\n")[2]).replace(
        "client.chat", '"😀👩‍👩‍👧é"; client.chat'
    ).replace("\n", newline)
    path = tmp_path.resolve() / "app.py"
    [found] = editor.open(path, text)
    assert taken(text, found["range"]) == '"deepseek-v3"'
    [action, *_] = editor.actions(path, found["range"])
    changes = editor.resolved(action)["edit"]["documentChanges"]
    after = laid(text, changes[0]["edits"])
    wanted = text.replace("deepseek-v3", "qwen3.7-plus").replace("MESSAGES)", 'MESSAGES, extra_body={"enable_thinking": False})')
    assert after == wanted


def test_a_coding_line_does_not_move_places(editor: Client, project: Path) -> None:
    text = "# coding: latin-1\n" + CALL.replace("client.chat", '"é"; client.chat')
    path = project / "app.py"
    path.write_bytes(text.encode("latin-1"))
    [found] = editor.open(path, text)
    assert taken(text, found["range"]) == '"deepseek-v3"'


def test_what_is_suppressed_or_excluded_or_known_is_hidden(editor: Client, project: Path) -> None:
    lines = CALL.splitlines()
    ignored = written(project, "ignored.py", "\n".join([*lines[:3], f"{lines[3]}  # deepseek-migrate: ignore[DSM101] for now"]))
    (project / "third").mkdir()
    excluded = written(project / "third", "app.py", CALL)
    known = written(project, "known.py", CALL)
    written(project, "deepseek-migrate.toml", 'extend-exclude = ["third"]\nbaseline = "known.json"\n')
    done = scan("--write-baseline", "known.json", "known.py", "--isolated", cwd=project)
    assert done.status == 0
    assert [editor.open(path) for path in (ignored, excluded, known)] == [[], [], []]
    assert codes(editor.change(known, CALL + "\n" + CALL.splitlines()[-1])) == ["DSM101"]


def test_merely_possible_findings_show_when_the_settings_say_verbose(editor: Client, project: Path) -> None:
    path = written(project, "app.py", 'NAMES = ["deepseek-v3"]\n')
    assert editor.open(path) == []
    written(project, "deepseek-migrate.toml", "verbose = true\n")
    editor.notify("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})
    [found] = editor.diagnostics(path)
    assert (found["code"], found["severity"]) == ("DSM102", 3)


def test_bad_settings_are_told_once_and_the_server_goes_on(editor: Client, project: Path) -> None:
    settings = written(project, "deepseek-migrate.toml", 'selct = ["DSM1"]\n')
    path = written(project, "app.py", CALL)
    before = len(editor.shown)
    assert editor.open(path) == []
    assert editor.change(path, CALL) == []
    assert editor.actions(path, WHOLE) == []
    told = [each["message"] for each in editor.shown[before:]]
    assert len(told) == 1
    assert "deepseek-migrate.toml:1: unknown setting `selct`; did you mean `select`?" in told[0]
    settings.unlink()
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": settings.as_uri(), "type": 3}]})
    assert codes(editor.diagnostics(path)) == ["DSM101"]


@pytest.mark.parametrize(
    "name, text",
    [
        ("broken.py", "def (:\n    'deepseek-v3'\n"),
        ("deep.py", "x = " + "[" * 5000 + "'deepseek-v3'" + "]" * 5000),
        ("nul.py", "x = '\0' 'deepseek-v3'\n"),
        ("alone.py", "x = '\ud800 deepseek-v3'\n"),
        ("coding.py", "# coding: nonesuch\nx = 'deepseek-v3'\n"),
        ("broken.json", '{"model": "deepseek-v3", '),
        ("broken.ipynb", '{"cells": [{"cell_type": 1}]} deepseek-v3'),
        ("broken.yaml", "a: [\n deepseek-v3 \t- : :"),
        ("unknown.xyz", "deepseek-v3"),
        ("empty.py", ""),
    ],
)
def test_a_broken_document_stops_nothing(editor: Client, tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path.resolve() / name
    before = len(editor.shown)
    editor.open(path, text)
    assert editor.actions(path, WHOLE) == []
    assert codes(editor.open(tmp_path.resolve() / "fine.py", CALL)) == ["DSM101"]
    assert editor.shown[before:] == []


def test_a_closed_document_has_no_findings_left(editor: Client, project: Path) -> None:
    path = written(project, "app.py", CALL)
    editor.open(path)
    editor.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
    assert editor.diagnostics(path) == []
    assert editor.hover(path, {"line": 3, "character": 45}) is None
    assert codes(editor.open(path)) == ["DSM101"]


def test_documents_that_are_no_files_are_left_alone(editor: Client, project: Path) -> None:
    document = {"uri": "untitled:Untitled-1", "languageId": "python", "version": 1, "text": CALL}
    editor.notify("textDocument/didOpen", {"textDocument": document})
    given = {"textDocument": {"uri": document["uri"]}, "range": WHOLE, "context": {"diagnostics": []}}
    assert editor.request("textDocument/codeAction", given) == []
    assert codes(editor.open(written(project, "app.py", CALL))) == ["DSM101"]


@pytest.mark.parametrize(
    "name, text",
    [
        ("call.http", f'POST {HOST}/chat/completions\n\n{{"model": "deepseek-v3", "messages": []}}\n'),
        ("call.sh", f"curl {HOST}/chat/completions -d '{{\"model\": \"deepseek-v3\", \"messages\": []}}'\n"),
        ("call.mjs", CALL.replace("from openai import OpenAI", 'import OpenAI from "openai";').replace("base_url=", "baseURL: ")
         .replace("OpenAI(base", "new OpenAI({base").replace('/v1")', '/v1"});').replace("client = ", "const client = ")
         .replace("(model=", "({model: ").replace("messages=MESSAGES)", "messages: MESSAGES});")),
        ("book.ipynb", json.dumps({"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
         "source": CALL.splitlines(keepends=True)}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)),
    ],
)  # fmt: skip
def test_every_language_is_served(editor: Client, tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path.resolve() / name
    [found] = editor.open(path, text)
    assert found["code"] == "DSM101"
    assert "deepseek-v3" in taken(text, found["range"])
    [action, *_] = editor.actions(path, found["range"])
    [change] = editor.resolved(action)["edit"]["documentChanges"]
    path.write_bytes(text.encode("utf-8"))
    assert scan("--isolated", "--fix", "--today", "2026-11-22", str(path)).status == 0
    assert laid(text, change["edits"]).encode("utf-8") == path.read_bytes()

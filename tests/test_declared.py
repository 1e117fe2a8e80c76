"""A user's own wrappers: calls of what the settings describe are judged and fixed as an SDK's are."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from migrator.rulebook import load
from migrator.settings import SettingsError, load_settings
from tests.contract.table import Case, check
from tests.tool import ROOT, tool

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT = '[project]\nname = "x"\nversion = "1"\n'
TABLE = "[[tool.deepseek-migrate.surfaces]]\n"
ASK = 'name = "acme.llm.ask"\nmodel = { name = "model", position = 1 }\nthinking = "thinking"\n'
IMPORT = "from acme.llm import ask\n"


def declared(*tables: str) -> dict[str, str]:
    return {"pyproject.toml": PROJECT + "".join(TABLE + each for each in tables)}


def python(name: str, source: str, how: tuple[str, ...], after: dict[str, str], table: str = ASK, head: str = IMPORT) -> Case:
    """Calls of an installed wrapper."""
    return Case(name, source, how, after, files=declared(table), head=head)


CASES = [
    python(
        "by position and by name",
        'ask("hi", "deepseek-v3")\nask("hi", model="deepseek-v3.2")\n',
        ("DSM101 1 certain safe", "DSM101 2 certain safe"),
        {'"deepseek-v3")': '"qwen3.7-plus", thinking=False)', '"deepseek-v3.2")': '"qwen3.7-plus", thinking=False)'},
    ),
    python("what always thought", 'ask("hi", "deepseek-r1")\n', ("DSM101 1 certain safe",), {"deepseek-r1": "qwen3.7-plus"}),
    python(
        "a switch that is there",
        'ask("hi", "deepseek-v3.2", thinking=True)\n',
        ("DSM101 1 certain safe",),
        {"deepseek-v3.2": "qwen3.7-plus"},
    ),
    python(
        "another function", 'from acme.llm import tell\ntell("hi", "deepseek-v3")\n', ("DSM102 2 possible unknown-endpoint",), {}
    ),
    python(
        "no place for the switch",
        'ask("hi", model="deepseek-v3")\n',
        ("DSM101 1 certain choice-needed",),
        {},
        'name = "acme.llm.ask"\nmodel = "model"\n',
    ),
    python(
        "it says no by itself",
        'ask("hi", model="deepseek-v3")\nask("hi", model="deepseek-r1")\n',
        ("DSM101 1 certain safe", "DSM101 2 certain safe"),
        {'"deepseek-v3"': '"qwen3.7-plus"', '"deepseek-r1")': '"qwen3.7-plus", thinking=True)'},
        ASK + "sends-when-unset = false\n",
    ),
    python(
        "a method, and a mapping that is passed on",
        'c = Client()\nc.ask(model="deepseek-v3.2", extra_body={"top_k": 3})\nc.ask(model="deepseek-v3.2")\n',
        ("DSM101 2 certain safe", "DSM101 3 certain safe"),
        {
            '"deepseek-v3.2")': '"qwen3.7-plus", extra_body={"enable_thinking": False})',
            '"deepseek-v3.2"': '"qwen3.7-plus"',
            '"top_k": 3}': '"top_k": 3, "enable_thinking": False}',
        },
        'name = "acme.llm.Client.ask"\nmodel = "model"\nthinking = "extra_body/enable_thinking"\n',
        "from acme.llm import Client\n",
    ),
    python(
        "the native interface",
        'ask("hi", "deepseek-v3")\n',
        ("DSM101 1 certain safe",),
        {'"deepseek-v3")': '"qwen3.7-max", thinking=False)'},
        ASK + 'protocol = "native-text"\n',
    ),
    python(
        "limits where arguments are passed on",
        'ask("hi", "deepseek-r1", max_tokens=70000)\n',
        ("DSM101 1 certain choice-needed", "DSM304 1 certain choice-needed"),
        {},
        ASK + "passes-on = true\n",
    ),
    python("somebody else answers", 'ask("hi", "deepseek-v3")\n', (), {}, ASK + 'provider = "deepseek"\n'),
    Case(
        "a wrapper of the project, whose inside is its own business",
        'ask("hi", "deepseek-v3")\n',
        ("DSM101 1 certain safe",),
        {'"deepseek-v3")': '"qwen3.7-plus", thinking=False)'},
        files={
            **declared(ASK),
            "acme/__init__.py": "",
            "acme/llm.py": "import requests\n\n\ndef ask(text, model, thinking=None):\n"
            '    body = {"model": model, "text": text, "thinking": thinking}\n'
            '    return requests.post("https://llm.corp.example/chat/completions", json=body).json()\n',
        },
        head=IMPORT,
    ),
    Case(
        "JavaScript",
        "",
        ("DSM101 ask.mjs:2 certain safe",),
        {'"deepseek-v3", text: "hi"': '"qwen3.7-plus", text: "hi", thinking: false'},
        files={
            **declared('name = "@acme/llm.ask"\nlanguage = "javascript"\nobject = 0\nmodel = "model"\nthinking = "thinking"\n'),
            "ask.mjs": 'import { ask } from "@acme/llm";\nawait ask({ model: "deepseek-v3", text: "hi" });\n',
        },
        head="",
    ),
    Case(
        "Java",
        "",
        ("DSM101 App.java:4 certain safe", "DSM101 App.java:5 certain choice-needed"),
        {'"deepseek-v3", "hi", false': '"qwen3.7-plus", "hi", false'},
        files={
            **declared(
                'name = "com.acme.llm.Gateway.ask"\nlanguage = "java"\nmodel = 0\n'
                'thinking = { name = "thinking", position = 2 }\n'
            ),
            "App.java": "import com.acme.llm.Gateway;\n\nclass App {\n"
            '    String one = new Gateway().ask("deepseek-v3", "hi", false);\n'
            '    String two = new Gateway().ask("deepseek-v3.2", "hi");\n}\n',
        },
        head="",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


WRONG = [
    ('name = "acme.ask"\nmodle = "model"\n', 3, "surfaces[1].modle: unknown key; did you mean 'model'?"),
    ('name = "acme.ask"\n', 1, "surfaces[1]: `model` is missing"),
    ('model = "model"\n', 1, "surfaces[1]: `name` is missing"),
    ('name = "ask"\nmodel = "model"\n', 2, "expected a dotted name"),
    ('name = "acme.ask"\nmodel = true\n', 3, "expected an argument's name, its position"),
    ('name = "acme.ask"\nmodel = -1\n', 3, "expected a position from 0, found -1"),
    ('name = "acme.ask"\nmodel = { nam = "x" }\n', 3, "unknown key 'nam'; did you mean 'name'?"),
    ('name = "acme.ask"\nmodel = "a b"\n', 3, "expected an argument's name, or ARGUMENT/KEY"),
    ('name = "acme.ask"\nmodel = "body/model"\n', 3, "the model is an argument of its own"),
    ('name = "acme.ask"\nmodel = "model"\nlanguage = "pyhton"\n', 4, "did you mean 'python'?"),
    ('name = "acme.ask"\nmodel = "model"\nprotocol = "responses"\n', 4, "expected compatible-chat"),
    ('name = "acme.ask"\nmodel = "model"\nsends-when-unset = "no"\n', 4, "expected true or false, found a string"),
    (f'name = "a.b"\nmodel = "m"\n\n{TABLE}name = "a.b"\nmodel = "m"\n', 6, "'a.b' is declared twice"),
]


@pytest.mark.parametrize("table, line, message", WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_table_is_told_with_its_line(table: str, line: int, message: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(TABLE + table, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings((), str(tmp_path), {})
    assert message in str(caught.value)
    assert caught.value.where == f"pyproject.toml:{line}"


@pytest.mark.parametrize(
    "line, message",
    [
        (
            'provider = "model-studo"',
            "surfaces.acme.llm.ask.provider: there is no provider 'model-studo'; did you mean 'model-studio'?",
        ),
        ('thinking = "extra/think"', "surfaces.acme.llm.ask.thinking: in a mapping the switch is called enable_thinking"),
    ],
)
def test_a_name_that_the_rulebook_does_not_know_is_told(line: str, message: str, tmp_path: Path) -> None:
    table = f'{TABLE}name = "acme.llm.ask"\nmodel = "model"\n{line}\n'
    (tmp_path / "pyproject.toml").write_text(table, encoding="utf-8")
    done = tool("scan", cwd=tmp_path)
    assert (done.status, message in done.errors) == (2, True)


def test_what_is_declared_is_shown(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(f'{TABLE}name = "a.b"\nmodel = 0\n\n{TABLE}{ASK}', encoding="utf-8")
    shown = tool("config", cwd=tmp_path).output
    assert re.search(r'surfaces\.a\.b +=.*model = "model at 0".*\(pyproject\.toml:1\)', shown)
    assert re.search(r'surfaces\.acme\.llm\.ask +=.*thinking = "thinking".*\(pyproject\.toml:5\)', shown)


def test_the_documented_tables_are_settings(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "own-surfaces.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.S)
    for block in blocks:
        tomllib.loads(block)
        if "surfaces" not in block:
            (tmp_path / "own.toml").write_text(block, encoding="utf-8")
            assert load(extra=[str(tmp_path / "own.toml")]).models["corp-small"].status == "current"
            continue
        (tmp_path / "pyproject.toml").write_text(block, encoding="utf-8")
        assert load_settings((), str(tmp_path), {}).surfaces
    assert len(blocks) == 3


def test_other_files_add_to_what_an_organisation_declares(tmp_path: Path) -> None:
    (tmp_path / "org.toml").write_text(f"[[surfaces]]\n{ASK}", encoding="utf-8")
    (tmp_path / "deepseek-migrate.toml").write_text(
        'extend = "org.toml"\n\n[[surfaces]]\nname = "team.ask"\nmodel = "model"\n', encoding="utf-8"
    )
    assert [each.name for each in load_settings((), str(tmp_path), {}).surfaces] == ["acme.llm.ask", "team.ask"]

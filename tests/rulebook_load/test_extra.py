"""A user's own rulebook files: they add models, providers and surfaces, or say them otherwise, and errors name file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.rulebook import RulebookError, load
from tests.tool import scan, tool

OWN = """[models."corp-small"]
like = "qwen3.7-plus"
note = "ours"

[models."corp-old"]
like = "deepseek-v3"

[models."qwen3.7-max"]
like = "qwen3.7-plus"
native = "multimodal"

[replacements]
compatible = "corp-small"

[providers.corp]
name = "Corp"
kind = "covered"
hosts = [{ pattern = "llm.corp.example" }]
source = "https://corp.example/llm"
date = "2026-11-01"
tag = "confirmed"

[[surfaces]]
id = "corp"
title = "Corp's client"
language = "python"
sdk = "corp_llm"
source = "https://corp.example/llm"
date = "2026-11-01"
tag = "confirmed"

[[surfaces.operations]]
id = "ask"
protocol = "compatible-chat"
symbols = ["corp_llm.ask"]
default_host = "llm.corp.example"
body = ["model", "messages"]
place."keyword:options/*" = "body:/*"
place."keyword:?" = "raises:TypeError"
write = { thinking = "keyword:options/enable_thinking" }
"""
WORDS = 'evidence_words = ["corp.example"]\n\n'
CALL = 'from corp_llm import ask\n\nask(model="deepseek-v3", messages=[])\nask(model="corp-old", messages=[])\n'


def write(folder: Path, text: str, name: str = "own.toml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_what_a_file_says_comes_first_and_the_rest_stays(tmp_path: Path) -> None:
    shipped, book = load(), load(extra=[write(tmp_path, WORDS + OWN)])
    assert book.models["corp-small"].thinking_default is True
    assert book.models["corp-old"].status == "retired"
    assert book.models["qwen3.7-max"].native == "multimodal"
    assert book.models["deepseek-v3"] == shipped.models["deepseek-v3"]
    assert book.replacements == {"compatible": "corp-small", "native": shipped.replacements["native"]}
    assert [each.id for each in book.surfaces] == ["corp", *(each.id for each in shipped.surfaces)]
    assert {*book.evidence_words} == {*shipped.evidence_words, "corp.example"}


def test_a_row_of_a_known_model_says_only_what_is_different(tmp_path: Path) -> None:
    shipped = load().models["qwen3.6-flash"]
    text = '[models."qwen3.6-flash"]\nstatus = "retired"\nswitched_off = "2027-02-01"\nprotocols = ["compatible-chat"]\n'
    own = load(extra=[write(tmp_path, text)]).models["qwen3.6-flash"]
    assert (own.status, own.retires, own.switched_off) == ("retired", "2027-02-01", "2027-02-01")
    assert (own.limits, own.prices, own.thinking_default) == (shipped.limits, shipped.prices, True)
    # A list is said whole.
    assert own.protocols == {"compatible-chat"}
    # What is like another one has nothing of what it was before.
    like = load(extra=[write(tmp_path, '[models."qwen3.6-flash"]\nlike = "deepseek-v4-pro"\n')]).models["qwen3.6-flash"]
    assert (like.family, like.native) == ("deepseek-v4-pro", load().models["deepseek-v4-pro"].native)


def test_a_row_of_a_known_provider_says_only_what_is_different(tmp_path: Path) -> None:
    text = '[providers.openai]\nhosts = [{ pattern = "gw.corp.example" }]\n'
    own = next(each for each in load(extra=[write(tmp_path, text)]).providers if each.id == "openai")
    assert (own.name, [host.pattern for host in own.hosts]) == ("OpenAI", ["gw.corp.example"])


def test_an_error_in_such_a_row_is_told_of_the_file_that_it_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, '[models."qwen3.6-flash"]\nstatus = "retird"\n')
    with pytest.raises(RulebookError, match=r"own\.toml:2: models\.qwen3\.6-flash\.status: unknown value 'retird'"):
        load(extra=["own.toml"])


def test_a_later_file_is_above_an_earlier_one(tmp_path: Path) -> None:
    first = write(tmp_path, '[replacements]\ncompatible = "qwen3.7-max"\n', "first.toml")
    second = write(tmp_path, '[replacements]\ncompatible = "qwen3.6-flash"\n', "second.toml")
    assert load(extra=[first, second]).replacements["compatible"] == "qwen3.6-flash"


def test_a_surface_of_the_same_id_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    text = OWN[OWN.index("[[surfaces]]") :].replace('id = "corp"', 'id = "aiohttp-python"').replace("llm.corp.example", "")
    book = load(extra=[write(tmp_path, text)])
    assert [each.title for each in book.surfaces if each.id == "aiohttp-python"] == ["Corp's client"]


@pytest.mark.parametrize("how", ["option", "setting"])
def test_a_scan_knows_what_the_file_says(how: str, tmp_path: Path) -> None:
    write(tmp_path, WORDS + OWN)
    write(tmp_path, '[project]\nname = "x"\nversion = "1"\n', "pyproject.toml")
    write(tmp_path, CALL, "main.py")
    if how == "setting":
        write(tmp_path, 'rulebook = ["own.toml"]\n', "deepseek-migrate.toml")
    options = ("--rulebook", "own.toml") if how == "option" else ()
    done = scan("--fix", *options, "main.py", cwd=tmp_path)
    assert (done.status, done.errors.strip()) == (0, "")
    assert (tmp_path / "main.py").read_text(encoding="utf-8") == CALL.replace(
        'ask(model="deepseek-v3", messages=[])', 'ask(model="corp-small", messages=[], options={"enable_thinking": False})'
    ).replace('ask(model="corp-old", messages=[])', 'ask(model="corp-small", messages=[], options={"enable_thinking": False})')


def test_the_catalogue_shows_what_the_file_says(tmp_path: Path) -> None:
    write(tmp_path, WORDS + OWN)
    assert "ours" in tool("models", "corp-small", "--rulebook", "own.toml", cwd=tmp_path).output


WRONG = [
    (
        '[models."x"]\nlike = "qwen3.7-pluss"\n',
        "own.toml:2: models.x.like: unknown row 'qwen3.7-pluss'; did you mean 'qwen3.7-plus'?",
    ),
    ('\n[modles."x"]\nlike = "y"\n', "own.toml:2: modles: unknown key; did you mean 'models'?"),
    ('[models."x"]\nlike = "qwen3.7-plus"\nnativ = "text"\n', "own.toml:3: models.x.nativ: unknown key; did you mean 'native'?"),
    ('[models."x"]\nstatus = "current"\n', "own.toml:1: models.x."),
    ('[replacements]\ncompatible = "x"\n', "own.toml:2: replacements.compatible: unknown model 'x'"),
    (
        '[replacements]\nnative = "deepseek-v3"\n',
        "own.toml:2: replacements.native: 'deepseek-v3' is retired itself; name another one",
    ),
    (
        '[models."qwen3.7-plus"]\nstatus = "retired"\nswitched_off = "2027-02-01"\n',
        "replacements.compatible: 'qwen3.7-plus' is retired itself; name another one",
    ),
    (OWN, "no word finds 'llm.corp.example' of corp"),
    (WORDS + OWN.replace('"compatible-chat"', '"compatible-chatt"'), "did you mean 'compatible-chat'?"),
    (WORDS + OWN.replace('symbols = ["corp_llm.ask"]', ""), "own.toml:25: surfaces[corp].operations[ask].paths: missing"),
    ("x = \n", "own.toml:1: not TOML"),
]


@pytest.mark.parametrize("text, message", WRONG, ids=lambda value: str(value)[-40:])
def test_an_error_names_file_and_line(text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, text)
    with pytest.raises(RulebookError) as caught:
        load(extra=["own.toml"])
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["none.toml", "."])
def test_a_file_that_cannot_be_read_is_a_usage_error(name: str, tmp_path: Path) -> None:
    done = tool("scan", "--rulebook", name, cwd=tmp_path)
    assert done.status == 2
    assert done.errors.startswith(f"error: {name}")
    assert "Traceback" not in done.errors

"""A rulebook about another provider's models: the one that the tool comes with, end to end."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from migrator.declared import declared_surfaces, with_declared
from migrator.rulebook import COVERED, RulebookError, load
from migrator.words import candidate_words
from tests.tool import ROOT, scan, tool

BOOK = "deepseek-api"
HEAD = """\
import os

from openai import OpenAI

client = OpenAI(api_key=os.environ["DEEPSEEK_API_KEY"], base_url="https://api.deepseek.com")
studio = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
M = [{"role": "user", "content": "Hello"}]
"""


PAGE = (ROOT / "docs" / "rulebooks.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
WHOLE = next(block for block in BLOCKS if block.startswith('about = "openai"'))


def fixed(folder: Path, calls: str, *options: str) -> tuple[list[str], str]:
    """The rules that are found, and the calls after the fix."""
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "1"\n', encoding="utf-8")
    (folder / "main.py").write_text(HEAD + calls, encoding="utf-8")
    found = json.loads(scan("--rulebook", BOOK, *options, "--output-format", "json", "main.py", cwd=folder).output)["findings"]
    scan("--rulebook", BOOK, *options, "--fix", "main.py", cwd=folder)
    return [each["rule"] for each in found], (folder / "main.py").read_text(encoding="utf-8").removeprefix(HEAD)


CALLS = [
    (
        'client.chat.completions.create(model="deepseek-chat", messages=M)\n',
        ["DSM101"],
        'client.chat.completions.create(model="deepseek-v4-flash", messages=M, extra_body={"thinking": {"type": "disabled"}})\n',
    ),
    (
        'client.chat.completions.create(model="deepseek-reasoner", messages=M)\n',
        ["DSM101"],
        'client.chat.completions.create(model="deepseek-v4-flash", messages=M)\n',
    ),
    (
        'client.chat.completions.create(model="deepseek-v4-pro", messages=M, extra_body={"enable_thinking": False})\n',
        ["DSM203"],
        'client.chat.completions.create(model="deepseek-v4-pro", messages=M, extra_body={"thinking": {"type": "disabled"}})\n',
    ),
    (
        'client.chat.completions.create(model="deepseek-v4-flash", messages=M, extra_body={"thinking": {"type": "disabled"}})\n',
        [],
        None,
    ),
    # What another run is about: the same ids at Model Studio, and its retired ones.
    ('studio.chat.completions.create(model="deepseek-v3", messages=M, extra_body={"enable_thinking": True})\n', [], None),
    ('studio.chat.completions.create(model="deepseek-v4-flash", messages=M, enable_thinking=x())\n', [], None),
]


@pytest.mark.parametrize("before, rules, after", CALLS)
def test_a_call(before: str, rules: list[str], after: str | None, tmp_path: Path) -> None:
    assert fixed(tmp_path, before) == (rules, before if after is None else after)


def test_other_surfaces_write_the_switch_where_they_can(tmp_path: Path) -> None:
    calls = 'from langchain_deepseek import ChatDeepSeek\n\nChatDeepSeek(model="deepseek-chat").invoke("Hello")\n'
    rules, after = fixed(tmp_path, calls)
    assert rules == ["DSM101"]
    assert 'ChatDeepSeek(model="deepseek-v4-flash", extra_body={"thinking": {"type": "disabled"}}).invoke("Hello")' in after


def test_without_its_name_the_run_is_about_model_studio(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(HEAD + CALLS[0][0] + CALLS[1][0], encoding="utf-8")
    done = scan("main.py", cwd=tmp_path)
    assert done.status == 0


def test_messages_speak_of_that_provider(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(HEAD + CALLS[0][0] + CALLS[1][0] + CALLS[2][0], encoding="utf-8")
    for lang in ("en", "zh"):
        said = scan("--rulebook", BOOK, "--wire", "--lang", lang, "main.py", cwd=tmp_path).output
        assert "DeepSeek" in said
        assert "Model Studio" not in said
        assert "百炼" not in said


@pytest.mark.parametrize(
    "form, lang", [(form, lang) for form in ("html", "markdown", "tasks", "gitlab") for lang in ("en", "zh")]
)
def test_reports_speak_of_that_provider(form: str, lang: str, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(HEAD.replace("studio", "client2") + CALLS[0][0] + CALLS[2][0], encoding="utf-8")
    said = scan("--rulebook", BOOK, "--lang", lang, "--output-format", form, "main.py", cwd=tmp_path).output
    assert "Model Studio" not in said
    assert "百炼" not in said
    if form == "html":
        # What the model's row tells comes from that rulebook too.
        assert "2026-07-24" in said


def test_only_its_own_models_are_known() -> None:
    book = load(extra=[BOOK])
    assert {*book.models} == {"deepseek-chat", "deepseek-reasoner", "deepseek-v4-flash", "deepseek-v4-pro"}
    assert [each.id for each in book.providers if each.kind == COVERED] == ["deepseek"]
    assert book.vendor.name == "DeepSeek"
    assert "deepseek-v3" not in candidate_words(book)


def test_the_shipped_rulebook_is_about_model_studio() -> None:
    book = load()
    assert (book.vendor.id, book.vendor.short) == ("model-studio", "Model Studio")
    assert "deepseek-chat" not in book.models


def test_the_catalogue_is_that_provider_s(tmp_path: Path) -> None:
    listed = json.loads(tool("models", "--rulebook", BOOK, "--output-format", "json", cwd=tmp_path).output)
    assert {each["id"]: each["status"] for each in listed} == {
        "deepseek-chat": "retired",
        "deepseek-reasoner": "retired",
        "deepseek-v4-flash": "current",
        "deepseek-v4-pro": "current",
    }


def test_a_file_of_that_name_comes_first(tmp_path: Path) -> None:
    (tmp_path / BOOK).write_text('[replacements]\ncompatible = "qwen3.7-max"\n', encoding="utf-8")
    (tmp_path / "main.py").write_text(HEAD + CALLS[0][0], encoding="utf-8")
    assert scan("--rulebook", BOOK, "main.py", cwd=tmp_path).status == 0


def test_the_name_in_settings(tmp_path: Path) -> None:
    (tmp_path / "deepseek-migrate.toml").write_text(f'rulebook = ["{BOOK}"]\n', encoding="utf-8")
    (tmp_path / "main.py").write_text(HEAD + CALLS[0][0], encoding="utf-8")
    assert scan("main.py", cwd=tmp_path).status == 1


@pytest.mark.parametrize(
    "text, message",
    [
        ('about = "deepsek"\n', "own.toml:1: about: unknown provider 'deepsek'; did you mean 'deepseek'?"),
        ("about = 3\n", "own.toml:1: about: expected a string"),
        ('about = "openai"\n', "own.toml:1: replacements: missing: say which model takes a retired one's place"),
    ],
)
def test_an_error_says_where(text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load(extra=["own.toml"])
    assert message in str(caught.value)


def test_a_run_is_about_one_provider(tmp_path: Path) -> None:
    (tmp_path / "openai.toml").write_text(WHOLE, encoding="utf-8")
    done = tool("scan", "--rulebook", BOOK, "--rulebook", "openai.toml", cwd=tmp_path)
    assert done.status == 2
    assert "openai.toml:1: about: another file is about 'deepseek' already, and a run is about one provider" in done.errors


def test_an_unknown_name_tells_which_there_are(tmp_path: Path) -> None:
    done = tool("scan", "--rulebook", "deepseek-apii", cwd=tmp_path)
    assert done.status == 2
    assert f"there is {BOOK}" in done.errors


def test_the_page_shows_what_the_file_says() -> None:
    said = (ROOT / "rules" / "more" / f"{BOOK}.toml").read_text(encoding="utf-8")
    assert [block in said for block in BLOCKS] == [False, False, True, True, True, True, False]


def test_the_files_on_the_page_are_whole(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("\n".join(BLOCKS[:2]), encoding="utf-8")
    models = load(extra=[str(tmp_path / "own.toml")]).models
    assert (models["qwen3.6-flash"].status, models["qwen3.6-flash"].retires) == ("retired", "2027-02-01")
    assert (models["corp-chat-1"].thinking, models["corp-chat-1"].retires) == ("hybrid", "2027-03-31")


VENDOR = """\
import os

from openai import OpenAI

client = OpenAI(api_key=os.environ["OPENAI_API_KEY"], base_url="https://api.openai.com/v1")
studio = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="gpt-4-0314", messages=[], temperature=0.2)
client.responses.create(model="gpt-4-0314", input="Hello")
studio.chat.completions.create(model="gpt-4-0314", messages=[])
studio.chat.completions.create(model="deepseek-v3", messages=[])
"""


def test_another_vendor_s_file_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "openai.toml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "main.py").write_text(VENDOR, encoding="utf-8")
    done = scan("--rulebook", "openai.toml", "--fix", "main.py", cwd=tmp_path)
    first, second = done.findings
    assert done.status == 0
    assert first["message"] == "`gpt-4-0314` was retired on 2024-06-13; this call to OpenAI fails"
    assert (first["replacement"], second["replacement"]) == ("gpt-4o", "gpt-4o")
    before = VENDOR.splitlines()
    after = (tmp_path / "main.py").read_text(encoding="utf-8").splitlines()
    assert after == [*before[:6], *(line.replace("gpt-4-0314", "gpt-4o") for line in before[6:8]), *before[8:]]


CLAUDE = """\
about = "anthropic"
evidence_words = ["anthropic", "ANTHROPIC_"]
sources.A = { title = "Deprecations", date = "2026-11-22" }
replacements.compatible = "claude-new"

[models."claude-2.1"]
status = "retired"
switched_off = "2025-07-21"
family = "claude-2"
thinking = "never"
protocols = ["anthropic"]
source = "A"
tag = "confirmed"

[models."claude-new"]
like = "claude-2.1"
status = "current"
family = "claude-new"
thinking = "hybrid"
thinking_default = false
switched_off = ""
"""


def test_a_vendor_with_an_interface_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "claude.toml").write_text(CLAUDE, encoding="utf-8")
    call = 'client.messages.create(model="claude-2.1", max_tokens=9, messages=[])\n'
    (tmp_path / "main.py").write_text(f"import anthropic\n\nclient = anthropic.Anthropic()\n{call}", encoding="utf-8")
    (found,) = scan("--rulebook", "claude.toml", "--fix", "main.py", cwd=tmp_path).findings
    assert (found["certainty"], found["provider"]) == ("certain", "anthropic")
    assert "`claude-2.1` did not think here and `claude-new` can" in str(found["notes"])
    assert (tmp_path / "main.py").read_text(encoding="utf-8").splitlines()[3] == call.strip().replace(
        '"claude-2.1", max_tokens=9, messages=[]', '"claude-new", max_tokens=9, messages=[], thinking={"type": "disabled"}'
    )


def test_the_diff_on_the_page(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "rulebooks.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```console\n(.*?)```", page, re.S)
    before = [line[1:] for line in shown.splitlines() if line.startswith("-")]
    after = [line[1:] for line in shown.splitlines() if line.startswith("+")]
    head = HEAD.replace("M =", "messages =")
    (tmp_path / "main.py").write_text(head + "\n".join(before) + "\n", encoding="utf-8")
    scan("--rulebook", BOOK, "--fix", "main.py", cwd=tmp_path)
    assert (tmp_path / "main.py").read_text(encoding="utf-8") == head + "\n".join(after) + "\n"


COMING = """[models."deepseek-v4-flash"]
like = "deepseek-v3"
thinking = "hybrid"
thinking_default = true
retires = "2027-03-01"
switched_off = "2027-03-01"
"""


@pytest.mark.parametrize(
    "options, status",
    [
        ((), 1),
        (("--within", "95d"), 1),
        (("--within", "94"), 0),
        (("--within", "0d"), 0),
        (("--within", "0d", "--today", "2027-03-01"), 1),
    ],
)
def test_retirements_to_come_may_be_too_far_away(options: tuple[str, ...], status: int, tmp_path: Path) -> None:
    (tmp_path / "coming.toml").write_text(COMING, encoding="utf-8")
    (tmp_path / "main.py").write_text(
        HEAD + 'studio.chat.completions.create(model="deepseek-v4-flash", messages=M)\n', encoding="utf-8"
    )
    asked = options if "--today" in options else ("--today", "2026-11-26", *options)
    done = scan("--rulebook", "coming.toml", *asked, "main.py", cwd=tmp_path)
    assert (done.status, done.errors.strip()) == (status, "")


def test_a_declared_wrapper_goes_to_that_provider() -> None:
    declared = declared_surfaces([{"name": "acme.llm.ask", "model": "model"}], ".")
    for extra, provider in (((), "model-studio"), ((BOOK,), "deepseek")):
        (operation,) = with_declared(load(extra=extra), declared).surfaces[0].operations
        assert operation.provider == provider

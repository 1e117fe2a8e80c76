from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from migrator.cards import load_cards, sections
from migrator.language import language_of, words_of
from migrator.translations import load_translations, texts
from tests.tool import ROOT, Done, tool

HOLES = re.compile(r"\{(\w+)(?::t)?\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CARDS = load_cards()
TRANSLATED = load_translations("zh")
TEXTS = texts("zh")
CALL = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[{"role": "user", "content": "Hello"}])
client.chat.completions.create(model="deepseek-v3", messages=MESSAGES, **REST)
"""


def holes(text: str) -> set[str]:
    return set(HOLES.findall(text))


@pytest.mark.parametrize("code", CARDS)
def test_each_card_is_translated_with_the_same_holes(code: str) -> None:
    card, translation = CARDS[code], TRANSLATED[code]
    assert translation.messages.keys() == card.messages.keys()
    for key, text in translation.messages.items():
        assert holes(text) == holes(card.messages[key]), key
        assert CHINESE.search(text), key
    assert CHINESE.search(translation.summary)
    assert CHINESE.search(translation.fix_safety)
    parts = re.split(r"^## (.+)$", translation.text, flags=re.MULTILINE)
    assert parts[1::2] == ["What", "Why", "Fix safety"]
    assert all(CHINESE.search(part) for part in parts[2::2])


def test_every_code_and_option_that_a_card_names_is_named_in_its_translation() -> None:
    named = re.compile(r"DSM\d{3}|--[a-z-]+")
    for code, card in CARDS.items():
        told = sections(card)
        english = "".join(told[heading] for heading in ("What", "Why", "Fix safety"))
        assert set(named.findall(TRANSLATED[code].text)) == set(named.findall(english)), code


def test_each_text_has_the_same_holes() -> None:
    assert not [source for source, target in TEXTS.items() if holes(target) != holes(source)]


def said_in_code() -> str:
    """All texts in the code and the rulebook, what varies in them left out."""
    found: list[str] = []
    for path in sorted((ROOT / "migrator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    found += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "rules").rglob("*.toml")) if "lang" not in path.parts]
    found += [path.read_text(encoding="utf-8") for path in (ROOT / "rules" / "cards").glob("*.md")]
    found.append((ROOT / "migrator" / "report" / "page" / "page.js").read_text(encoding="utf-8"))
    return "\n".join(found)


def composed(piece: str, said: str, parts: int = 5) -> bool:
    """Whether the code can put the text together from a few that it has."""
    end = next((end for end in range(len(piece), 0, -1) if piece[:end] in said), 0)
    return not piece or (end > 0 and parts > 0 and composed(piece[end:], said, parts - 1))


def test_no_text_is_translated_that_nobody_says() -> None:
    said = said_in_code()
    stale = []
    for source in TEXTS:
        pieces = [piece for piece in re.split(r"\{\w+\}|\(s\)", source) if piece.strip(" .,:;()*`")]
        stale += [source for piece in pieces if not composed(piece, said)]
    assert not stale


def test_every_constant_hint_is_translated() -> None:
    hints = set()
    for path in sorted((ROOT / "migrator").glob("*.py")) + sorted((ROOT / "migrator" / "checks").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Refusal", "refuse"):
                hints |= {each.value for each in node.args[1:] if isinstance(each, ast.Constant)}
    words = words_of("zh")
    assert len(hints) > 10
    assert not [hint for hint in hints if isinstance(hint, str) and not CHINESE.search(words(hint))]


@pytest.mark.parametrize(
    "environment, wanted",
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zhfoo"}, "en"),
    ],
)
def test_the_locale_decides_unless_it_is_said(environment: dict[str, str], wanted: str) -> None:
    assert language_of(None, environment) == wanted
    assert language_of("en", environment) == "en"
    assert language_of("zh", environment) == "zh"


def test_counts_and_lists_are_translated_part_by_part() -> None:
    words = words_of("zh")
    found = words("Found 1,234 findings in 1 file: 3 errors, 1 warning (5 files looked at).")
    assert found == "在 1 个文件中发现 1,234 个问题：3 个错误，1 个警告（已检查 5 个文件）。"
    assert words("what nobody translated") == "what nobody translated"
    assert words_of("en")("1 file looked at") == "1 file looked at"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(CALL, encoding="utf-8")
    return tmp_path


def scan(project: Path, *options: str) -> Done:
    return tool("scan", "--isolated", "--today", "2026-11-22", *options, ".", cwd=project)


@pytest.mark.parametrize("form", ["text", "concise", "markdown", "html", "github", "tasks"])
def test_every_report_for_people_can_be_chinese(project: Path, form: str) -> None:
    english, chinese = (scan(project, "--output-format", form, "--lang", lang) for lang in ("en", "zh"))
    assert not CHINESE.search(english.output)
    told = " ".join(chinese.output.split())
    if form == "html":
        told = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), told)
    assert "`deepseek-v3` 已于 2026-10-10 下线" in told
    assert "was retired" not in told
    assert english.status == chinese.status == 1


def test_the_locale_is_asked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "在 1 个文件中发现 2 个问题：2 个错误（已检查 1 个文件）。" in scan(project).output
    assert "Found 2 findings in 1 file: 2 errors (1 file looked at)." in scan(project, "--lang", "en").output


def test_a_setting_says_the_language(project: Path) -> None:
    (project / "deepseek-migrate.toml").write_text('lang = "zh"\n', encoding="utf-8")
    assert "在 1 个文件中发现 2 个问题" in tool("scan", ".", cwd=project).output


def test_json_keeps_its_keys_and_codes(project: Path) -> None:
    english, chinese = (scan(project, "--output-format", "json", "--lang", lang).report for lang in ("en", "zh"))
    assert chinese != english
    assert machine(chinese) == machine(english)


def machine(value: object) -> object:
    """A report without its texts for people."""
    if isinstance(value, dict):
        return {key: None if key in PROSE else machine(item) for key, item in value.items()}
    return [machine(item) for item in value] if isinstance(value, list) else value


PROSE = ("message", "note", "hint", "notes", "seconds")


def test_what_is_written_is_the_same_in_both_languages(project: Path) -> None:
    diffs = [scan(project, "--diff", "--lang", lang).output for lang in ("en", "zh")]
    assert diffs[0] == diffs[1]
    assert "qwen3.7-plus" in diffs[0]


def test_a_language_that_is_not_there_is_an_error() -> None:
    for command in (("scan", "--lang", "zg"), ("explain", "--lang", "zg", "DSM101")):
        done = tool(*command)
        assert (done.status, done.output) == (2, "")
        assert "did you mean 'zh'" in done.errors


def test_a_card_is_explained_in_chinese_with_its_own_examples() -> None:
    english, chinese = (tool("explain", "DSM101", "--lang", lang).output for lang in ("en", "zh"))
    blocks = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
    assert blocks.findall(chinese) == blocks.findall(english)
    assert "## 修复安全性" in chinese
    prose = [line for line in blocks.sub("", chinese).splitlines() if re.search("[a-z]{3}", line)]
    assert not [line for line in prose[1:] if not CHINESE.search(line)]
    told = json.loads(tool("explain", "DSM101", "--lang", "zh", "--output-format", "json").output)
    assert told.keys() == json.loads(tool("explain", "DSM101", "--output-format", "json").output).keys()
    assert CHINESE.search(told["summary"])

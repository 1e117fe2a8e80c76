from __future__ import annotations

import ast
import inspect
import json
import re
from pathlib import Path

import click
import pytest

from migrator.cards import load_cards, sections
from migrator.cli import application
from migrator.language import language_of, words_of
from migrator.report.ask import _HELP as QUESTIONS
from migrator.report.catalogue import _facts as facts_of
from migrator.report.plain import columns
from migrator.rulebook import load
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
    # The library that reads the command line says what is wrong with it in its own words.
    found += [path.read_text(encoding="utf-8") for path in sorted(Path(click.__file__).parent.glob("*.py"))]
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


COMPLAINTS = (
    "AuditProblem",
    "BadPattern",
    "BaselineError",
    "CannotAudit",
    "LogError",
    "NoExecutor",
    "NoExtra",
    "NoRevision",
    "NoSource",
    "NotExported",
    "SettingsError",
    "UsageProblem",
    "WrongValue",
    "_fail",
    "fail",
)


def complaints() -> list[str]:
    """What the user may be told of the command line and the settings, with something in place of what varies."""
    found = []
    for path in sorted((ROOT / "migrator").rglob("*.py")):
        if "rulebook_load" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and called(node.func) in COMPLAINTS:
                found += [text for text in variants(node.args[0]) if text.rpartition(": ")[2] != "xx"]
    return found


def row_complaints() -> list[str]:
    """What the user may be told of a rulebook file of their own."""
    found = []
    for path in sorted((ROOT / "migrator" / "rulebook_load").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = called(node.func) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in ("fail", "RulebookError", "_check", "known"):
                # The key comes first, or the row; of `known` the last one is what is named.
                wanted = node.args[-1]
                texts = variants(wanted)
                found += [f"'xx' is not {text}" if name == "_check" else text for text in texts if name != "known"]
                found += [
                    f"unknown {text} 'xx'{hint}" for text in texts for hint in ("", "; did you mean 'yy'?") if name == "known"
                ]
    return found


def test_every_complaint_of_a_rulebook_is_translated() -> None:
    words = words_of("zh")
    said = row_complaints()
    assert len(said) > 60
    # The first two are told of a broken installation; the third is put together of what is looked for and `_check`'s texts.
    skipped = ("no rules found", "xx: xx", "xx is not xx", "unknown keyxx")
    said += ["unknown key", "unknown key; did you mean 'yy'?"]
    assert not [text for text in said if not any(each in text for each in skipped) and not CHINESE.search(words.labelled(text))]
    told = words.labelled("own.toml:3: models.corp: status: unknown value 'retird'; did you mean 'retired'?")
    assert told == "own.toml:3: models.corp: status: 未知的值 'retird'，您是否指 'retired'？"


@pytest.mark.parametrize(
    "command, how", [("scan", "option"), ("scan", "locale"), ("scan", "settings"), ("models", "option"), ("models", "locale")]
)
def test_an_unusable_rulebook_is_told_in_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, how: str
) -> None:
    (tmp_path / "own.toml").write_text('[models.corp]\nstatus = "retird"\n', encoding="utf-8")
    options = ["--rulebook", "own.toml"]
    if how == "option":
        options += ["--lang", "zh"]
    elif how == "locale":
        monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    else:
        (tmp_path / "deepseek-migrate.toml").write_text('lang = "zh"\n', encoding="utf-8")
    done = tool(command, *options, cwd=tmp_path)
    assert (done.status, done.output) == (2, "")
    assert done.errors.startswith("错误: own.toml:")
    assert re.search(r": (缺失|未知的)", done.errors), done.errors


def called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""


def variants(text: ast.expr) -> list[str]:
    """A text, and what an f-string makes with and without the words that it may hold."""
    if isinstance(text, ast.Constant):
        return [text.value] if isinstance(text.value, str) else []
    if not isinstance(text, ast.JoinedStr):
        return []
    parts = [part.value if isinstance(part, ast.Constant) else "xx" for part in text.values]
    return ["".join(str(part) for part in parts)]


def test_every_complaint_is_translated() -> None:
    words = words_of("zh")
    said = complaints()
    assert len(said) > 50
    optional = {
        "expected xx or xx, found xxxx": "expected one or other, found 'xx'",
        "--lang: expected xx, found xx; did you mean xx?": "--lang: expected en or zh, found 'zg'; did you mean 'zh'?",
        "there is no revision xx herexx": "there is no revision 'xx' here",
        "xx and HEAD have no commit in commonxx": "'xx' and HEAD have no commit in common",
        "xx is not JSONxx; mend it, or remove it and write it anew": "xx is not JSON; mend it, or remove it and write it anew",
    }
    assert not [text for text in said if not CHINESE.search(words.labelled(optional.get(text, text)))]
    assert words.labelled("a.toml:3: jobs: expected a whole number from 1, found a string") == (
        "a.toml:3: jobs: 应为不小于 1 的整数，实际为 字符串"
    )
    assert words.labelled("to: nobody translated this") == "to: nobody translated this"


def test_all_help_is_translated() -> None:
    words = words_of("zh")
    said = {"Usage:", "Options", "Commands", str(application.epilog)}
    for command in (application, *application.commands.values()):
        said |= {
            inspect.cleandoc(command.help or ""),
            command.get_short_help_str(100) if command is not application else "Usage:",
        }
        context = click.Context(command, info_name="x")
        for parameter in command.get_params(context):
            record = parameter.get_help_record(context)
            if record is not None:
                said |= {record[1], str(getattr(parameter, "heading", "Options"))}
    assert len(said) > 50
    assert not [text for text in said - {""} if not CHINESE.search(words(text))]


@pytest.mark.parametrize("command", [(), ("scan",), ("explain",), ("models",), ("config",), ("server",)])
def test_help_is_chinese_and_fits(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    by_option = tool(*command, "--lang", "zh", "--help") if command not in ((), ("server",)) else None
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    told = tool(*command, "--help")
    assert (told.status, told.errors) == (0, "")
    assert by_option is None or by_option.output == told.output
    assert told.output.startswith("用法： deepseek-migrate")
    assert not [line for line in told.output.splitlines() if columns(line) > 80]
    monkeypatch.setenv("LC_ALL", "C")
    assert not CHINESE.search(tool(*command, "--help").output)


@pytest.mark.parametrize(
    "arguments, wanted",
    [
        (["scan", "--lang", "zh", "--selct", "DSM1"], "错误: 没有选项 '--selct'"),
        (["scan", "--lang=zh", "--select", "DSM7"], "错误: 没有规则 'DSM7'，您是否指 "),
        (["scan", "--lang", "zh", "--to", "qwen"], "错误: --to: 没有模型 'qwen'，您是否指 "),
        (["scan", "--lang", "zh", "--to", "deepseek-v3"], "错误: --to: 'deepseek-v3' 本身已下线；默认替代模型为 "),
        (["scan", "--lang", "zh", "--output-format", "sarf"], "错误: output-format: 应为 text, concise, "),
        (["scan", "--lang", "zh", "--jobs", "x"], "错误: '--jobs' 的值无效：'x' 不是整数。"),
        (["scan", "--lang", "zh", "--to"], "错误: 选项 '--to' 需要一个值。"),
        (["scan", "--lang", "zh", "--today", "x"], "错误: today: 应为日期，例如 2026-10-10，实际为 'x'"),
        (["scan", "--lang", "zh", "-i"], "错误: interactive: 没有可供询问的终端；"),
        (
            ["scan", "--lang", "zh", "--baseline", "none.json"],
            "错误: baseline: 没有文件 none.json；使用 --write-baseline none.json 创建",
        ),
        (
            ["scan", "--lang", "zh", "--config", 'fail-on = "x"'],
            "错误: fail-on: 应为 certain, likely, possible 或 never，实际为 'x'",
        ),
        (["explain", "--lang", "zh"], "错误: 请指定一个 RULE，或使用 --all"),
        (["explain", "--lang", "zh", "a", "b"], "错误: 多余的参数（b）"),
        (["models", "--lang", "zh", "deepseek-v9"], "错误: 没有模型 'deepseek-v9'，您是否指 "),
        (["models", "--lang", "zh", "--output-format", "x"], "错误: --output-format: 应为 text 或 json，实际为 'x'，您是否指 "),
        (["config", "--lang", "zh", "--config", "to = 3"], "错误: to: 应为字符串，实际为 整数"),
        (["scn", "--lang", "zh"], "错误: 没有命令 'scn'，您是否指 'scan'？"),
    ],
)
def test_complaints_are_chinese_where_that_is_asked_for(arguments: list[str], wanted: str, tmp_path: Path) -> None:
    done = tool(*arguments, cwd=tmp_path)
    assert (done.status, done.output) == (2, "")
    assert done.errors.splitlines()[-1].startswith(wanted)
    english = tool(*("en" if each == "zh" else each.replace("=zh", "=en") for each in arguments), cwd=tmp_path)
    assert not CHINESE.search(english.errors)


def test_a_settings_file_s_language_counts_for_what_is_wrong_with_it(tmp_path: Path) -> None:
    (tmp_path / "deepseek-migrate.toml").write_text('lang = "zh"\nto = "qwen"\n', encoding="utf-8")
    assert tool("scan", cwd=tmp_path).errors.startswith("错误: --to: 没有模型 'qwen'，您是否指 ")


def test_the_catalogue_is_chinese() -> None:
    english, chinese = (tool("models", "--lang", lang).output.splitlines() for lang in ("en", "zh"))
    assert chinese[0].split() == ["模型", "状态", "起始日期", "思考", "原生接口", "替代模型"]
    assert [line.split()[0] for line in chinese[1:]] == [line.split()[0] for line in english[1:]]
    assert len({columns(line[: line.index(" 2026")]) for line in chinese if " 2026" in line}) == 1
    for line in chinese[1:]:
        assert not re.search(r"retired|current|covered|hybrid|never|always|unknown|default|multimodal", line)
    english, chinese = (tool("models", "deepseek-v3", "--lang", lang).output for lang in ("en", "zh"))
    assert re.search(r"^  状态 +已下线$", chinese, re.MULTILINE)
    assert re.search(r"^  价格，cn-beijing +每百万 2 / 8 CNY（", chinese, re.MULTILINE)
    assert "忽略：该模型不支持思考" in chinese
    assert "已拒绝：temperature 的取值范围为 [0, 2)" in chinese
    told = (tool("models", "deepseek-v3", "--lang", lang, "--output-format", "json").output for lang in ("en", "zh"))
    assert len(set(told)) == 1


def test_every_label_of_the_catalogue_is_translated() -> None:
    words, book = words_of("zh"), load()
    for model in book.models.values():
        parameters = {constraint.parameter for constraint in model.constraints}
        labels = {label for label, text in facts_of(model, book) if text} - parameters
        assert not [label for label in labels if not CHINESE.search(words(label))]
        for constraint in model.constraints:
            told = words.labelled(f"{constraint.effect}: {constraint.reason}")
            assert CHINESE.search(told), constraint
            assert not told.startswith(constraint.effect), constraint


def test_every_note_and_reason_on_a_model_is_translated() -> None:
    words, book = words_of("zh"), load()
    notes = {model.note for model in book.models.values() if model.note}
    reasons = {each.reason for model in book.models.values() for each in model.constraints}
    assert len(notes) > 15
    # The server's own words.
    reasons.remove("The value of the enable_thinking parameter is restricted to True.")
    assert not [text for text in notes | reasons if not CHINESE.search(words(text))]


def test_settings_in_force_keep_their_names() -> None:
    english, chinese = (tool("config", "--isolated", "--lang", lang).output.splitlines() for lang in ("en", "zh"))
    assert [line.split(" = ")[0] for line in chinese] == [line.split(" = ")[0] for line in english]
    assert any(re.fullmatch(r"baseline +=\ 未设置  （默认）|baseline +=\ 未设置  \(默认\)", line) for line in chinese)
    assert any(re.fullmatch(r'lang +=\ "zh"  \(命令行\)', line) for line in chinese)


def test_the_questions_are_translated() -> None:
    words = words_of("zh")
    assert words("Apply this fix? (2 of 15)") == "应用此修复？（2/15）"
    assert not [text for _, text in QUESTIONS if not CHINESE.search(words(text))]


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

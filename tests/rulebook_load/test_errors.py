"""A bad row is an error that names its file and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from migrator.rulebook import RulebookError, load, rules_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real rules that a test may spoil."""
    return Path(shutil.copytree(rules_folder(), tmp_path / "rules"))


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


V3 = '[models."deepseek-v3"]\nstatus = "retired"\n'
CHAT = 'id = "chat.create"\nprotocol = "compatible-chat"\nversions = ">=1"\n'


@pytest.mark.parametrize(
    "name, old, new, message",
    [
        (
            "models.toml",
            V3,
            V3 + "regoins = []\n",
            "models.toml: models.deepseek-v3.regoins: unknown key; did you mean 'regions'?",
        ),
        ("models.toml", 'family = "deepseek-v3"\n', "", "models.toml: models.deepseek-v3.family: missing"),
        (
            "models.toml",
            'status = "retired"',
            'status = "retird"',
            "models.deepseek-v3.status: unknown value 'retird'; did you mean 'retired'?",
        ),
        ("models.toml", 'status = "retired"', "status = 1", "models.deepseek-v3.status: expected a string, not a number"),
        (
            "models.toml",
            "max_input = 131_072",
            'max_input = "big"',
            "models.deepseek-v3.limits.max_input: expected a whole number, not a string",
        ),
        ("models.toml", "max_input = 131_072", "max_input = true", "limits.max_input: expected a whole number, not a boolean"),
        (
            "models.toml",
            "temperature = 0.7, top_p = 0.6",
            "temperature = false",
            "defaults.temperature: expected a number, not a boolean",
        ),
        ("models.toml", 'retires = "2026-07-09"', 'retires = "July"', "models.deepseek-v3.retires: expected a date"),
        (
            "models.toml",
            'retires = "2026-07-09"\nswitched_off = "2026-10-10"',
            "",
            "models.deepseek-v3.retires: missing: a retired model has the day on which it ends",
        ),
        ("models.toml", "thinking_default = false\n", "", "models.deepseek-v3.1.thinking_default: missing"),
        (
            "models.toml",
            "thinking_default = false",
            'thinking_default = "no"',
            "thinking_default: expected true or false, not a string",
        ),
        (
            "models.toml",
            'alias_of = "qwen3.7-plus"',
            'alias_of = "qwen3.7-pls"',
            "alias_of: unknown model 'qwen3.7-pls'; did you mean 'qwen3.7-plus'?",
        ),
        ("models.toml", 'like = "deepseek-v3"', 'like = "deepseek-v3.1"', "like: goes round in a circle"),
        ("models.toml", 'like = "deepseek-v3"', 'like = "deepseek-v9"', "models.deepseek-v3.1.like: unknown row 'deepseek-v9'"),
        ("models.toml", 'compatible = "qwen3.7-plus"', 'compatible = "qwen9"', "replacements.compatible: unknown model 'qwen9'"),
        (
            "models.toml",
            'compatible = "qwen3.7-plus"',
            'compatibel = "qwen3.7-plus"',
            "replacements.compatibel: unknown key; did you",
        ),
        ("models.toml", '"native-text"]', '"native-txt"]', "protocols: unknown name 'native-txt'; did you mean 'native-text'?"),
        (
            "models.toml",
            '"never-thinks", ',
            '"never-thnks", ',
            "constraints: unknown group 'never-thnks'; did you mean 'never-thinks'?",
        ),
        ("models.toml", 'parameter = "top_p"', 'parameter = "topp"', "constraints.ranges[1].parameter: unknown parameter 'topp'"),
        ("models.toml", 'mapped_to = "high"', "", "mapped_to: goes with"),
        ("models.toml", 'values = ["required"]', "values = [[1]]", "values: expected a string, number or boolean, not a list"),
        (
            "models.toml",
            'source = "SEED"',
            'source = "SEDE"',
            "models.deepseek-v3.source: unknown source 'SEDE'; did you mean 'SEED'?",
        ),
        ("models.toml", 'tag = "confirmed"', 'tag = "sure"', "models.deepseek-v3.tag: unknown value 'sure'"),
        ("models.toml", 'region = "cn-beijing", ', "", "models.deepseek-v3.prices[0].region: missing"),
        ("models.toml", "prices = [\n", "prices = [ 1,\n", "models.deepseek-v3.prices[0]: expected a table, not a number"),
        (
            "models.toml",
            'regions = ["cn-beijing"]',
            'regions = "cn-beijing"',
            "models.deepseek-v3.regions: expected a list of strings, not a string",
        ),
        (
            "models.toml",
            'regions = ["cn-beijing"]',
            "regions = [1]",
            "models.deepseek-v3.regions: expected strings, not a number",
        ),
        ("models.toml", "[replacements]", "[replacements", "models.toml: "),
        (
            "providers.toml",
            '"dashscope.aliyuncs.com"',
            '"https://dashscope"',
            "providers.model-studio.hosts[https://dashscope].pattern: ",
        ),
        (
            "providers.toml",
            'kind = "plan"',
            'kind = "plann"',
            "providers.coding-plan.kind: unknown value 'plann'; did you mean 'plan'?",
        ),
        (
            "providers.toml",
            '"DASHSCOPE_"',
            '"DASH_SCOPE"',
            "providers.toml: evidence_words: no word finds 'DASHSCOPE_*' of model-studio",
        ),
        ("protocols.toml", 'model = "/model"', 'model = "model"', "protocols.compatible-chat.model: 'model' is not a pointer"),
        (
            "protocols.toml",
            'base_paths = ["/compatible',
            'base_paths = ["/other", "/compatible',
            "protocols.compatible-chat.base_paths: the first",
        ),
        (
            "protocols.toml",
            'parts = ["openai-like"]',
            'parts = ["openai"]',
            "protocols.compatible-chat.parts: unknown part 'openai'",
        ),
        (
            "protocols.toml",
            'setting = "thinking"',
            'setting = "thinks"',
            "setting: unknown setting 'thinks'; did you mean 'thinking'?",
        ),
        ("sources.toml", 'date = "2026-06-30"', 'date = "2026-13-30"', "sources.toml: SEED.date: expected a date"),
        ("RULEBOOK", "schema = 1", "schema = 2", "RULEBOOK: schema: this version of the tool reads schema 1"),
        (
            "surfaces/openai-python.toml",
            CHAT,
            CHAT.replace('chat"\n', 'chatt"\n'),
            "operations[chat.create].protocol: unknown protocol",
        ),
        (
            "surfaces/openai-python.toml",
            CHAT,
            CHAT.replace(">=1", "1+"),
            "operations[chat.create].versions: '1+' is not a version range",
        ),
        (
            "surfaces/openai-python.toml",
            '"keyword:extra_body/*" =',
            '"extra_body/*" =',
            "parts.sdk.place.extra_body/*: 'extra_body/*' is not a place",
        ),
        (
            "surfaces/openai-python.toml",
            '"body:/*"',
            '"body:*"',
            "parts.sdk.place.keyword:extra_body/*: 'body:*' is not a landing",
        ),
        ("surfaces/openai-python.toml", '"raises:TypeError"', '"raise"', "parts.sdk.place.keyword:?: 'raise' is not a landing"),
        ("surfaces/openai-python.toml", 'place."keyword:?" = "raises:TypeError"\n', "", 'place: nothing is said of "keyword:?"'),
        (
            "surfaces/openai-python.toml",
            'parts = ["sdk", ',
            'parts = ["skd", ',
            "operations[chat.create].parts: unknown part 'skd'; did you mean 'sdk'?",
        ),
        (
            "surfaces/openai-python.toml",
            "write = { thinking",
            "write = { thinkng",
            "operations[chat.create].write.thinkng: unknown setting or parameter",
        ),
        (
            "surfaces/openai-python.toml",
            '"keyword:extra_body/enable_thinking"',
            '"extra_body"',
            "write.thinking: 'extra_body' is not a place",
        ),
        (
            "surfaces/openai-python.toml",
            'provider = "azure"',
            'provider = "azur"',
            "clients[1].provider: unknown provider 'azur'; did you mean 'azure'?",
        ),
        ("surfaces/openai-python.toml", 'wraps = "position:0"', 'wraps = "0"', "clients[2].wraps: '0' is not a place"),
        ("surfaces/openai-python.toml", 'id = "chat.parse"', 'id = "chat.create"', "operations[chat.create].id: is there twice"),
        ("surfaces/openai-python.toml", 'null = "sent"', 'null = "kept"', "operations[chat.create].null: unknown value 'kept'"),
        ("surfaces/openai-python.toml", '{ "/stream" = false }', '{ "stream" = false }', "adds: 'stream' is not a pointer"),
        (
            "surfaces/openai-python.toml",
            'id = "openai-python"',
            'id = "dashscope-python"',
            "id: 'dashscope-python' is another file's id too",
        ),
        ("surfaces/openai-python.toml", 'symbols = [\n  "instructor', 'keeps = [\n  "instructor', "clients[3].symbols: missing"),
    ],
)
def test_an_error_names_file_and_key(folder: Path, name: str, old: str, new: str, message: str) -> None:
    spoil(folder, name, old, new)
    with pytest.raises(RulebookError) as caught:
        load(folder)
    text = str(caught.value)
    assert text.startswith(name + ": ")
    assert message in text


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "models.toml").unlink()
    with pytest.raises(RulebookError, match=r"^models\.toml: "):
        load(folder)


def test_an_unspoilt_copy_loads(folder: Path) -> None:
    assert load(folder) == load()

"""Fixes 0, 8, 9 and 10 in words: what notes say of price, ignored parameters and errors, and which targets are errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migrator.cli import application
from tests.contract.table import HEAD
from tests.tool import runner

NATIVE = 'import dashscope\n\nprint(dashscope.Generation.call(model="{}", prompt="hi", result_format="message").output.choices)\n'


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str, *options: str) -> tuple[str, list[str], str]:
    """The replacement of the only finding of an error, its notes, and the hint of its refusal."""
    (folder / "main.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(folder)
    done = runner().invoke(application, ["scan", "--output-format", "json", "--no-progress", *options, "main.py"])
    (finding,) = [each for each in json.loads(done.stdout)["findings"] if each["rule"] == "DSM101"]
    refusal = finding["refusal"]
    return finding["replacement"], finding["notes"], refusal["hint"] if refusal else ""


def test_the_native_default_says_what_it_costs_and_what_is_cheaper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replacement, notes, _ = told(tmp_path, monkeypatch, NATIVE.format("deepseek-v3"))
    assert replacement == "qwen3.7-max"
    (price,) = [note for note in notes if "per million tokens" in note]
    assert "costs 12 / 36 CNY" in price
    assert "cost 2 / 8 CNY" in price
    cheaper = [note for note in notes if note.startswith("cheaper")]
    assert any("--to qwen3.7-plus" in note and "converts the interface" in note for note in cheaper)
    assert any("--to deepseek-v4-flash" in note and "keeps the interface" in note for note in cheaper)


def test_in_compatible_mode_the_default_is_plus_with_its_price(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replacement, notes, _ = told(tmp_path, monkeypatch, HEAD + 'create(model="deepseek-v3.2", messages=M)\n')
    assert replacement == "qwen3.7-plus"
    assert any("costs 2 / 8 CNY" in note and "cost 2 / 3 CNY" in note for note in notes)
    assert not [note for note in notes if note.startswith("cheaper")]


def test_what_r1_ignored_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = HEAD + 'create(model="deepseek-r1", messages=M, temperature=0.1, presence_penalty=1, seed=3)\n'
    _, notes, _ = told(tmp_path, monkeypatch, source)
    (obeyed,) = [note for note in notes if "ignored" in note]
    assert "`temperature`" in obeyed
    assert "`presence_penalty`" in obeyed
    assert "seed" not in obeyed


@pytest.mark.parametrize("said", ["temperature=0.1", ""])
def test_a_model_that_obeyed_has_nothing_listed(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, notes, _ = told(tmp_path, monkeypatch, HEAD + f'create(model="deepseek-v3.2", messages=M, {said})\n')
    assert not [note for note in notes if "ignored" in note]


ERRORS = (
    "parameter.enable_thinking must be set to false for non-streaming calls",
    "parameter.enable_thinking only support stream call",
    "This model only support stream mode, please enable the stream parameter to access the model.",
)


def test_a_thinking_call_that_does_not_stream_is_told_the_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, notes, _ = told(tmp_path, monkeypatch, HEAD + 'create(model="deepseek-r1", messages=M)\n')
    assert all(any(error in note for note in notes) for error in ERRORS)
    _, notes, _ = told(tmp_path, monkeypatch, HEAD + 'create(model="deepseek-r1", messages=M, stream=True)\n')
    assert not any(error in note for note in notes for error in ERRORS)


def test_what_thinking_needs_natively_is_told_in_the_servers_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "import dashscope\n\n"
    call = 'for c in dashscope.Generation.call(model="deepseek-r1", prompt="hi", stream=True):\n    print(c)\n'
    _, _, hint = told(tmp_path, monkeypatch, head + call)
    assert 'The result_format parameter must be "message" when enable_thinking is true' in hint
    assert 'The incremental_output parameter must be "true" when enable_thinking is true' in hint
    converted = 'print(dashscope.Generation.call(model="deepseek-r1", prompt="hi").output.text)\n'
    _, notes, hint = told(tmp_path, monkeypatch, head + converted)
    assert hint == ""
    assert any('The result_format parameter must be "message" when enable_thinking is true' in note for note in notes)


def test_a_conversion_by_hand_is_told_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = 'import dashscope\n\nprint(dashscope.Generation.call(model="deepseek-v3", prompt="hi"))\n'
    _, _, hint = told(tmp_path, monkeypatch, source, "--to", "qwen3.7-plus")
    for words in (
        "(main.py:3)",
        "call MultiModalConversation.call instead of Generation.call",
        'give each content as [{"text": …}]',
        'read output.choices[0].message.content[0]["text"] instead of output.text',
        "--to qwen3.7-max",
    ):
        assert words in hint


@pytest.mark.parametrize(
    "name, source, words",
    [
        (
            "App.java",
            (
                "import com.alibaba.dashscope.aigc.generation.GenerationParam;\n\nclass App {\n"
                '  Object p = GenerationParam.builder().model("deepseek-v3").resultFormat("message").build();\n}\n'
            ),
            ("call MultiModalConversationParam instead of GenerationParam", 'content[0]["text"]'),
        ),
        (
            "raw.py",
            (
                "import requests\n\nURL = "
                '"https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"\n'
                'requests.post(URL, json={"model": "deepseek-v3", "input": {"prompt": "hi"}})\n'
            ),
            ("send it to /api/v1/services/aigc/multimodal-generation/generation", 'give each content as [{"text": …}]'),
        ),
    ],
)
def test_other_native_surfaces_are_refused_with_instructions(
    name: str, source: str, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    asked = ["scan", "--output-format", "json", "--to", "qwen3.7-plus", "--fix", "--unsafe-fixes", name]
    done = runner().invoke(application, asked)
    refusals = [each["refusal"] for each in json.loads(done.stdout)["findings"] if each["rule"] == "DSM101"]
    assert [each["code"] for each in refusals] == ["interface-change"]
    assert all(each in refusals[0]["hint"] for each in words)
    assert (tmp_path / name).read_text(encoding="utf-8") == source


@pytest.mark.parametrize(
    "target, words",
    [
        ("deepseek-v3", "'deepseek-v3' is retired itself; the defaults are qwen3.7-plus, qwen3.7-max"),
        ("deepseek-r1-distill-qwen-32b", "is retired itself"),
        ("qwen3.7-pluss", "there is no model 'qwen3.7-pluss'; did you mean 'qwen3.7-plus'?"),
        ("corp-1", "there is no model 'corp-1'"),
    ],
)
def test_a_target_that_nobody_can_take_is_a_usage_error(
    target: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = runner().invoke(application, ["scan", "--to", target, "."])
    assert done.exit_code == 2
    assert words in done.stderr


def test_a_target_that_the_settings_declare_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deepseek-migrate.toml").write_text('[models]\n"corp-1" = "qwen3.7-plus"\n', encoding="utf-8")
    replacement, _, hint = told(tmp_path, monkeypatch, HEAD + 'create(model="deepseek-v3", messages=M)\n', "--to", "corp-1")
    assert (replacement, hint) == ("corp-1", "")

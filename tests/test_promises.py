"""What a fix promises to send is what the rewritten project sends, or the fix is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator import cli, judge, promises
from migrator.findings import Json, Request
from migrator.promises import Sent
from migrator.rewrites import Target
from migrator.rulebook import load
from tests.tool import runner

BOOK = load()
SOMETHING: Json = {"?": "x"}
AGREE: list[tuple[Json, Json]] = [
    ({"model": "a"}, {"model": "a"}),
    ({"model": "a", "top_k": 1}, {"top_k": 1, "model": "a"}),
    ({"model": "a", "enable_thinking": SOMETHING}, {"model": "a", "enable_thinking": False}),
    ({"model": "a", "enable_thinking": SOMETHING}, {"model": "a"}),
    ({"model": "a", "enable_thinking": None}, {"model": "a"}),
    ({"model": "a", "enable_thinking": True}, {"model": SOMETHING, "enable_thinking": True}),
    ({"model": "a", "enable_thinking": True}, {"model": "a", "?": "**rest"}),
    ({"model": "a", "parameters": {"enable_thinking": True}}, {"model": "a", "parameters": SOMETHING}),
    ({"model": "a", "temperature": 1, "messages": []}, {"model": "a", "temperature": 2}),
]
DIFFER: list[tuple[Json, Json]] = [
    ({"model": "a", "enable_thinking": False}, {"model": "a"}),
    ({"model": "a", "enable_thinking": False}, {"model": "a", "enable_thinking": True}),
    ({"model": "a", "enable_thinking": False}, {"model": SOMETHING}),
    ({"model": "a", "top_k": 1}, {"model": "a", "top_k": True}),
    ({"model": "a", "thinking": {"type": "enabled"}}, {"model": "a", "thinking": {}}),
    ({"model": "a", "parameters": {"enable_thinking": True}}, {"model": "a", "enable_thinking": True}),
    ({"model": "a", "reasoning": {"effort": "none"}}, {"model": "a"}),
    ({"model": "a", "parameters": {"enable_thinking": True}}, {"model": "a", "parameters": None}),
    ({"model": "a", "parameters": {"enable_thinking": True}}, {"model": "a", "parameters": "what?"}),
    ({"model": "a", "parameters": {"enable_thinking": True}}, {"model": "a", "parameters": ["enable_thinking", "?"]}),
]


def breaks(sent: list[Json], promised: Json, path: str = "/p") -> bool:
    return Sent([None, *(Request("/p", body) for body in sent)], BOOK).breaks(Request(path, promised))


@pytest.mark.parametrize("one, other", AGREE)
def test_what_is_not_known_may_be_anything(one: Json, other: Json) -> None:
    assert not breaks([one], other)
    assert not breaks([other], one)


@pytest.mark.parametrize("one, other", DIFFER)
def test_what_is_known_has_to_be_the_same(one: Json, other: Json) -> None:
    assert breaks([one], other)
    assert breaks([other], one)


def test_one_that_keeps_it_is_enough() -> None:
    sent: list[Json] = [{"model": "a", "top_k": 1}, {"model": "a", "top_k": 2}]
    assert not breaks(sent, {"model": "a", "top_k": 2})
    assert breaks(sent, {"model": "a", "top_k": 3})


def test_a_model_that_nobody_asks_breaks_nothing() -> None:
    assert not breaks([{"model": "a", "top_k": 1}], {"model": "b"})
    assert not breaks([{"model": "a", "top_k": 1}], {"model": "a"}, "/q")


PROGRAM = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[])
"""


def test_a_fix_that_sends_something_else_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "main.py"
    file.write_text(PROGRAM, encoding="utf-8")
    # A rewriter that puts the switch where it raises no finding and is not read.
    monkeypatch.setattr(judge, "target_of", lambda *given: Target("extra_body", ("unread",)))
    done = runner().invoke(cli.application, ["scan", "--fix", "--isolated", "main.py"])
    assert done.exit_code == 2
    assert file.read_text(encoding="utf-8") == PROGRAM
    assert "request: what the call at line 4 then sends is not what was promised" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    "name, settings",
    [
        ("app.yaml", "llm:\n  base_url: https://dashscope.aliyuncs.com/compatible-mode/v1\n  model: deepseek-r1\n"),
        (
            "app.py",
            (
                "from langchain_openai import ChatOpenAI\n\n"
                'URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"\n'
                'config = dict(type=ChatOpenAI, model="deepseek-r1", base_url=URL)\n'
            ),
        ),
    ],
)
def test_settings_are_not_held_against_the_calls_of_others(
    name: str, settings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(settings, encoding="utf-8")
    (tmp_path / "main.py").write_text(PROGRAM, encoding="utf-8")
    done = runner().invoke(cli.application, ["scan", "--fix", "--isolated", name, "main.py"])
    assert done.exit_code == 0
    assert (tmp_path / name).read_text(encoding="utf-8") == settings.replace("deepseek-r1", "qwen3.7-plus")
    # The same model with the switch: another request at the same path.
    assert 'extra_body={"enable_thinking": False}' in (tmp_path / "main.py").read_text(encoding="utf-8")


def test_thousands_of_calls_are_not_held_against_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies: list[Json] = [{"model": "a", "top_k": number % 7, "messages": [number]} for number in range(2000)]
    sent = Sent([Request("/p", body) for body in bodies], BOOK)
    held = 0

    def counting(one: Json, other: Json) -> bool:
        nonlocal held
        held += 1
        return one == other

    monkeypatch.setattr(promises, "_agree", counting)
    assert not any(sent.breaks(Request("/p", body)) for body in bodies)
    assert held == 0
    assert sent.breaks(Request("/p", {"model": "a", "top_k": 9}))
    assert held <= 7 * 20

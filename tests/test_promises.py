"""What a fix promises to send is what the rewritten project sends, or the fix is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from migrator import cli, judge
from migrator.findings import Json, Request
from migrator.promises import Sent
from migrator.rewrites import Target

SOMETHING: Json = {"?": "x"}
AGREE: list[tuple[Json, Json]] = [
    ({"model": "a"}, {"model": "a"}),
    ({"model": "a", "n": 1}, {"n": 1, "model": "a"}),
    ({"model": "a", "n": SOMETHING}, {"model": "a", "n": 3}),
    ({"model": SOMETHING}, {"model": SOMETHING}),
    ({"model": "a", "stream": SOMETHING}, {"model": "a"}),
    ({"model": "a", "?": "**rest"}, {"model": "a", "n": 1, "?": "**rest"}),
    ({"messages": [{"role": "user", "content": SOMETHING}]}, {"messages": [{"role": "user", "content": "Hello"}]}),
]
DIFFER: list[tuple[Json, Json]] = [
    ({"model": "a", "n": 1}, {"model": "a"}),
    ({"model": "a"}, {"model": "a", "n": 1}),
    ({"model": "a", "n": {"x": 1}}, {"model": "a", "n": {}}),
    ({"model": "a"}, {"model": "a", "n": {}}),
    ({"model": "a", "n": 1}, {"model": "a", "n": True}),
    ({"model": "a", "n": [1]}, {"model": "a", "n": [1, 2]}),
    ({"model": "a", "n": None}, {"model": "a", "n": False}),
]


@pytest.mark.parametrize("one, other", AGREE)
def test_what_is_not_known_may_be_anything(one: Json, other: Json) -> None:
    assert not Sent([Request("/p", one)]).breaks(Request("/p", other))
    assert not Sent([None, Request("/p", other)]).breaks(Request("/p", one))


@pytest.mark.parametrize("one, other", DIFFER)
def test_what_is_known_has_to_be_the_same(one: Json, other: Json) -> None:
    assert Sent([Request("/p", one)]).breaks(Request("/p", other))
    assert Sent([Request("/p", other), None]).breaks(Request("/p", one))


def test_one_that_keeps_it_is_enough() -> None:
    sent = Sent([Request("/p", {"model": "a", "n": 1}), Request("/p", {"model": "a", "n": 2})])
    assert not sent.breaks(Request("/p", {"model": "a", "n": 2}))
    assert sent.breaks(Request("/p", {"model": "a", "n": 3}))


def test_a_model_that_nobody_asks_breaks_nothing() -> None:
    sent = Sent([Request("/p", {"model": "a", "n": 1})])
    assert not sent.breaks(Request("/p", {"model": "b"}))
    assert not sent.breaks(Request("/q", {"model": "a"}))


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
    done = CliRunner().invoke(cli.application, ["scan", "--fix", "--isolated", "main.py"])
    assert done.exit_code == 2
    assert file.read_text(encoding="utf-8") == PROGRAM
    assert "request: what the call at line 4 then sends is not what was promised" in " ".join(done.stdout.split())

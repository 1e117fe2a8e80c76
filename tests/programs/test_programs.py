"""Generated programs: the promises that need no SDK, on a few of them; `python -m tests.programs --minutes 30` has more."""

from __future__ import annotations

import ast

import pytest
from hypothesis import HealthCheck, given, settings

from tests.programs.build import programs
from tests.programs.meaning import RETIRED, Meaning, Program
from tests.programs.promise import broken, treat
from tests.programs.search import kind_of, search

FEW = settings(derandomize=True, database=None, deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


@FEW
@given(programs())
def test_what_is_generated_is_python(program: Program) -> None:
    ast.parse(program.data)
    assert program.meanings


@FEW
@given(programs())
def test_every_promise_holds(program: Program) -> None:
    assert list(broken(program.data)) == []


@pytest.mark.parametrize(
    "said, model, thinks",
    [
        ("not said", "deepseek-v3", False),
        ("not said", "deepseek-r1", True),
        (None, "deepseek-v3.2", False),
        (True, "deepseek-v3", True),
        ("false", "deepseek-r1", False),
        (1, "deepseek-v3", "free"),
        ("not said", "qwen3.7-plus", "free"),
    ],
)
def test_what_is_meant(said: str | bool | None, model: str, thinks: bool | str) -> None:
    assert model in (*RETIRED, "qwen3.7-plus")
    assert Meaning("Hi", model, said).thinks == thinks


def test_a_broken_promise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    source = b'from openai import OpenAI\nOpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")'
    source += b'.chat.completions.create(model="deepseek-r1", messages=[])\n'
    assert treat(source, fix=True).new != source
    assert list(broken(source)) == []
    monkeypatch.setattr("migrator.prove._bytes", lambda *_: "everything is another thing")
    assert [each.partition(": bytes")[0] for each in broken(source)] == ["--fix: not proven", "--fix --unsafe-fixes: not proven"]


def test_a_search_keeps_the_shortest_program_of_each_problem() -> None:
    def long(program: Program) -> list[str]:
        return [f"it has {len(program.data)} bytes"] if len(program.data) > 300 else []

    found = search(programs(), long, 1, 20)
    assert found.tried == 20
    assert list(found.problems) == ["it has bytes"]
    assert kind_of("line 3: a 'b' c\nd") == "line a c"

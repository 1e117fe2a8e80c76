"""Generated programs under the real SDKs, a bounded number of them: `python -m tests.programs --minutes 30` has more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from tests.programs.build import programs
from tests.programs.meaning import Meaning, Program
from tests.programs.sdk import Bench
from tests.programs.wired import wrong

pytestmark = pytest.mark.wire
SOURCE = b"""from openai import OpenAI
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3.2", messages=[{"role": "user", "content": "Hi 0"}], top_p=0.5)
"""
REST = {"messages": [{"role": "user", "content": "Hi 0"}], "top_p": 0.5}


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench() as running:
        yield running


@settings(derandomize=True, database=None, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(program=programs())
def test_what_is_sent_is_what_was_predicted_and_what_was_meant(bench: Bench, program: Program) -> None:
    assert list(wrong(program, bench)) == []


def test_a_program_that_means_what_it_says_is_right(bench: Bench) -> None:
    program = Program(SOURCE, "openai-2.54.0", (Meaning("Hi 0", "deepseek-v3.2", rest=REST),))
    assert list(wrong(program, bench)) == []


@pytest.mark.parametrize(
    "meaning, told",
    [
        (Meaning("Hi 0", "deepseek-v3.2", said=True, rest=REST), "was meant to think"),
        (Meaning("Hi 0", "deepseek-v3.2", rest={**REST, "top_p": 1}), "top_p is 0.5"),
        (Meaning("Hi 0", "deepseek-v3.2", rest={**REST, "seed": 1}), "seed is not sent"),
        (Meaning("Hi 0", "deepseek-v3.2", rest=REST, ours=False), "renamed to qwen3.7-plus"),
        (Meaning("Hi 0", "deepseek-v3", rest=REST), "the generator: meant"),
    ],
)
def test_a_program_that_means_something_else_is_noticed(bench: Bench, meaning: Meaning, told: str) -> None:
    assert any(told in each for each in wrong(Program(SOURCE, "openai-2.54.0", (meaning,)), bench))

"""Every framework program that can be fixed, before and after, under the real packages."""

from __future__ import annotations

from functools import cache

import pytest

from tests.wire.environments import interpreter
from tests.wire.model_studio import objections, switch_of, thinking_kept
from tests.wire.observed import ENDINGS
from tests.wire.programs import FIXTURES, expected
from tests.wire.recorder import Recorded
from tests.wire.run import run_program

CORE = {"langchain": "langchain-1", "litellm": "litellm-1", "agno": "agno-3"}
OTHERS = {
    "with_ag2": "ag2",
    "with_agentscope_1": "agentscope-1",
    "with_agentscope_2": "agentscope-2",
    "with_anthropic": "anthropic",
    "with_autogen": "autogen",
    "with_camel": "camel",
    "with_crewai": "crewai-1",
    "with_dspy": "dspy",
    "with_google_adk": "google-adk",
    "with_haystack": "haystack",
    "with_huggingface_hub": "huggingface-hub",
    "with_instructor": "instructor",
    "with_llama_index": "llama-index",
    "with_openai_agents": "openai-agents",
    "with_openai_agents_sharing_a_model": "openai-agents",
    "with_pydantic_ai": "pydantic-ai-2",
    "with_qwen_agent": "qwen-agent",
    "with_semantic_kernel": "semantic-kernel",
    "with_smolagents": "smolagents",
}
PROGRAMS = [
    *(
        pytest.param(f"fixable/{name}/{path.name}", environment, id=f"{name}-{path.stem}", marks=pytest.mark.wire)
        for name, environment in CORE.items()
        for path in sorted((FIXTURES / "fixable" / name).glob("*.py"))
    ),
    *(
        pytest.param(f"fixable/frameworks/{stem}.py", environment, id=stem, marks=pytest.mark.frameworks)
        for stem, environment in OTHERS.items()
    ),
]


@cache
def ran(program: str, environment: str) -> tuple[int, str, tuple[Recorded, ...]]:
    done = run_program(interpreter(environment), (FIXTURES / program).read_bytes())
    return done.status, done.errors, tuple(each for each in done.requests if each.path.endswith(ENDINGS))


@pytest.mark.parametrize("program, environment", PROGRAMS)
def test_the_original_runs_or_raises(program: str, environment: str) -> None:
    status, errors, requests = ran(program, environment)
    assert (bool(requests) and status == 0) or "unexpected keyword argument" in errors, errors


@pytest.mark.parametrize("program, environment", PROGRAMS)
def test_the_fixed_program_runs_and_is_answered(program: str, environment: str) -> None:
    status, errors, requests = ran(expected(program), environment)
    assert status == 0, errors
    assert requests
    assert [objections(request) for request in requests] == [[] for _ in requests]


MENDED = ("fixable/langchain/dropped_switch.py", "fixable/agno/reversed_switch.py")
"""Programs whose switch leaves no trace on the wire, or is sent the other way round."""


@pytest.mark.parametrize("program, environment", PROGRAMS)
def test_the_fixed_program_thinks_where_its_author_had_it_think(program: str, environment: str) -> None:
    if program in MENDED:
        assert [switch_of(request) for request in ran(program, environment)[2]] != [True]
        assert [switch_of(request) for request in ran(expected(program), environment)[2]] == [True]
        return
    assert thinking_kept(ran(program, environment)[2], ran(expected(program), environment)[2])

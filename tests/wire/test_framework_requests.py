"""Every request that a framework makes of a program is predicted: models named in its own way, and what is fallen back on."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.findings import Json
from migrator.requests import Prediction
from tests.wire.environments import interpreter
from tests.wire.matching import differences
from tests.wire.observed import ENDINGS, predicted
from tests.wire.recorder import Recorded
from tests.wire.run import run_program

BASE = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
M = 'messages=[{"role": "user", "content": "Hi"}]'
GONE = '"dashscope/no-such-model"'
"""What the recorder does not answer."""
LITE = "import litellm\nfrom litellm import Router, completion\nlitellm.num_retries = 0\n"
CREW = f"import os\nfrom crewai import Agent\nos.environ['OPENAI_BASE_URL'] = {BASE}\n"
AGENTS = f"""\
from agents import Agent, ModelSettings, OpenAIChatCompletionsModel, RunConfig, Runner, set_tracing_disabled
from openai import AsyncOpenAI
set_tracing_disabled(True)
client = AsyncOpenAI(base_url={BASE}, api_key="k")
def model(name):
    return OpenAIChatCompletionsModel(model=name, openai_client=client)
"""
KERNEL = f"""\
import asyncio
from openai import AsyncOpenAI
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion, OpenAIChatPromptExecutionSettings
from semantic_kernel.contents import ChatHistory
service = OpenAIChatCompletion(ai_model_id="deepseek-v3.2", async_client=AsyncOpenAI(base_url={BASE}, api_key="k"))
history = ChatHistory()
history.add_user_message("Hi")
asyncio.run(service.get_chat_message_content(history, OpenAIChatPromptExecutionSettings(temperature=0.2)))
"""
PROGRAMS = [
    pytest.param(
        "litellm-1",
        LITE + f'completion({GONE}, {M}, fallbacks=["dashscope/deepseek-v3.2"], extra_body={{"enable_thinking": True}})\n',
        ["no-such-model", "deepseek-v3.2"],
        id="LiteLLM's fallbacks",
        marks=pytest.mark.wire,
    ),
    pytest.param(
        "litellm-1",
        LITE + f'completion({GONE}, {M}, temperature=0.1, fallbacks=[{{"model": "dashscope/deepseek-r1"}}])\n',
        ["no-such-model", "deepseek-r1"],
        id="LiteLLM's fallbacks as mappings",
        marks=pytest.mark.wire,
    ),
    pytest.param(
        "litellm-1",
        LITE
        + f'Router(model_list=[{{"model_name": "main", "litellm_params": {{"model": {GONE}, "api_key": "k"}}}}, '
        + '{"model_name": "spare", "litellm_params": {"model": "dashscope/deepseek-v3.2", "api_key": "k", '
        + '"extra_body": {"enable_thinking": True}}}], fallbacks=[{"main": ["spare"]}], num_retries=0)'
        + f'.completion(model="main", {M})\n',
        ["no-such-model", "deepseek-v3.2"],
        id="a router's fallbacks",
        marks=pytest.mark.wire,
    ),
    pytest.param(
        "crewai-1",
        CREW + 'Agent(role="r", goal="g", backstory="b", llm="dashscope/deepseek-v3.2").kickoff("Hi")\n',
        ["deepseek-v3.2"],
        id="CrewAI's agent with a prefixed name",
        marks=pytest.mark.frameworks,
    ),
    pytest.param(
        "crewai-1",
        CREW + 'Agent(role="r", goal="g", backstory="b", llm="deepseek-r1").kickoff("Hi")\n',
        ["deepseek-r1"],
        id="CrewAI's agent with a name",
        marks=pytest.mark.frameworks,
    ),
    pytest.param(
        "openai-agents",
        AGENTS + 'Runner.run_sync(Agent(name="a"), "Hi", run_config=RunConfig(model=model("deepseek-v3.2")))\n',
        ["deepseek-v3.2"],
        id="a run's own model",
        marks=pytest.mark.frameworks,
    ),
    pytest.param(
        "openai-agents",
        AGENTS
        + 'agent = Agent(name="a", model=model("deepseek-r1"), model_settings=ModelSettings(temperature=0.3))\n'
        + 'Runner.run_sync(agent, "Hi")\n',
        ["deepseek-r1"],
        id="an agent's settings",
        marks=pytest.mark.frameworks,
    ),
    pytest.param("semantic-kernel", KERNEL, ["deepseek-v3.2"], id="Semantic Kernel's service", marks=pytest.mark.frameworks),
]


def fits(prediction: Prediction, request: Recorded) -> list[str]:
    """How a request differs from what is predicted."""
    sent = prediction.sent
    return (
        ["nothing is sent"]
        if sent is None
        else [*differences(sent.body, request.body), *([] if sent.path == request.path else ["path"])]
    )


def model_of(body: Json) -> Json:
    return body.get("model") if isinstance(body, dict) else None


@pytest.mark.parametrize("environment, program, models", PROGRAMS)
def test_every_request_is_predicted(environment: str, program: str, models: list[str], tmp_path: Path) -> None:
    done = run_program(interpreter(environment), program.encode())
    requests = [each for each in done.requests if each.path.endswith(ENDINGS)]
    assert [model_of(each.body) for each in requests] == models, done.errors
    found = predicted(tmp_path, {"program.py": program}, "[]")["program.py"]
    for request in requests:
        if model_of(request.body) != "no-such-model":
            assert [] in [fits(each, request) for each in found], [fits(each, request) for each in found]

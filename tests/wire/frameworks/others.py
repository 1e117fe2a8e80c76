"""Frameworks with one or two classes each: ways to write the thinking switch, and what each really does with it."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.wire.spellings import BODY, DROPPED, KEYWORD, MESSAGES, MISPLACED, MODEL, RAISES, Spelling

FLIPPED = "flipped"
AT_COMPATIBLE = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
BASE = 'BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"\n'
SWITCH = '{"enable_thinking": True}'
INSIDE = f'{{"extra_body": {SWITCH}}}'


def put(call: str, more: str) -> str:
    """A call with more arguments."""
    return call.replace("@@", more)


def rows(environment: str, setup: str, *calls: tuple[str, str, str | None]) -> tuple[Spelling, ...]:
    """The spellings of one environment: each by name, expression and effect."""
    filled = ((name, re.sub(r"\bMODEL\b", f'"{MODEL}"', call).replace("URL", "BASE"), effect) for name, call, effect in calls)
    return tuple(Spelling(name, BASE + setup, call, effect, (environment,)) for name, call, effect in filled)


LLAMA = "OpenAILike(model=MODEL, api_base=URL, api_key='k', is_chat_model=True@@)"
LLAMA_INDEX = rows(
    "llama-index",
    "from llama_index.llms.openai_like import OpenAILike\nfrom llama_index.llms.deepseek import DeepSeek\n"
    "from llama_index.llms.dashscope import DashScope\n",
    ("like-body", put(LLAMA, f", additional_kwargs={INSIDE}") + ".complete('Hi')", None),
    ("like-kwargs", put(LLAMA, f", additional_kwargs={SWITCH}") + ".complete('Hi')", RAISES),
    ("like-keyword", put(LLAMA, f", {KEYWORD}") + ".complete('Hi')", DROPPED),
    ("like-extra", put(LLAMA, f", {BODY}") + ".complete('Hi')", DROPPED),
    ("like-call-body", put(LLAMA, "") + f".complete('Hi', {BODY})", None),
    ("like-call", put(LLAMA, "") + f".complete('Hi', {KEYWORD})", RAISES),
    ("like-stream", put(LLAMA, f", additional_kwargs={INSIDE}") + ".stream_complete('Hi').__next__()", None),
    ("like-call-stream", put(LLAMA, "") + f".stream_complete('Hi', {KEYWORD}).__next__()", RAISES),
    ("like-call-loses", put(LLAMA, ", additional_kwargs={'extra_body': {'top_k': 5}}") + f".complete('Hi', {BODY})", DROPPED),
    ("completions", f"OpenAILike(model=MODEL, api_base=URL, api_key='k', additional_kwargs={INSIDE}).complete('Hi')", None),
    ("deepseek-body", f"DeepSeek(model=MODEL, api_base=URL, api_key='k', additional_kwargs={INSIDE}).complete('Hi')", None),
    ("deepseek-kwargs", f"DeepSeek(model=MODEL, api_base=URL, api_key='k', additional_kwargs={SWITCH}).complete('Hi')", RAISES),
    ("dashscope-keyword", f"DashScope(model_name=MODEL, api_key='k', {KEYWORD}).complete('Hi')", DROPPED),
    ("dashscope-body", f"DashScope(model_name=MODEL, api_key='k', {BODY}).complete('Hi')", DROPPED),
    ("dashscope-call", f"DashScope(model_name=MODEL, api_key='k').complete('Hi', {KEYWORD})", None),
    ("dashscope-call-stream", f"DashScope(model_name=MODEL, api_key='k').stream_complete('Hi', {KEYWORD}).__next__()", MISPLACED),
    ("dashscope-call-body", f"DashScope(model_name=MODEL, api_key='k').complete('Hi', {BODY})", MISPLACED),
)
SMOL = "OpenAIServerModel(model_id=MODEL, api_base=URL, api_key='k'@@)"
ASKED = "[{'role': 'user', 'content': [{'type': 'text', 'text': 'Hi'}]}]"
SMOLAGENTS = rows(
    "smolagents",
    "from smolagents import LiteLLMModel, OpenAIModel, OpenAIServerModel\n",
    ("body", put(SMOL, f", {BODY}") + f".generate({ASKED})", None),
    ("keyword", put(SMOL, f", {KEYWORD}") + f".generate({ASKED})", RAISES),
    ("client", put(SMOL, f", client_kwargs={SWITCH}") + f".generate({ASKED})", RAISES),
    ("call-body", put(SMOL, "") + f".generate({ASKED}, {BODY})", None),
    ("call", put(SMOL, "") + f".generate({ASKED}, {KEYWORD})", RAISES),
    ("stream", f"list({put(SMOL, f', {BODY}')}.generate_stream({ASKED}))", None),
    ("litellm-body", f"LiteLLMModel('openai/{MODEL}', api_base=URL, api_key='k', {BODY}).generate({ASKED})", None),
    ("litellm-keyword", f"LiteLLMModel(model_id='dashscope/{MODEL}', api_key='k', {KEYWORD}).generate({ASKED})", None),
    ("shorter-name", f"OpenAIModel(MODEL, api_base=URL, api_key='k', temperature=0.5, {BODY})({ASKED})", None),
)
DSPY = rows(
    "dspy",
    "import dspy\n",
    ("keyword", f"dspy.LM('openai/{MODEL}', api_base=URL, api_key='k', cache=False, {KEYWORD})('Hi')", None),
    ("body", f"dspy.LM('openai/{MODEL}', api_base=URL, api_key='k', cache=False, {BODY})('Hi')", None),
    ("dashscope", f"dspy.LM('dashscope/{MODEL}', api_key='k', cache=False, {BODY})('Hi')", None),
)
ADK_SETUP = """\
import asyncio
from google.adk.models.lite_llm import LiteLlm
from google.adk.models.llm_request import LlmRequest
from google.genai import types
async def ask(llm):
    hi = types.Content(role="user", parts=[types.Part(text="Hi")])
    async for part in llm.generate_content_async(LlmRequest(contents=[hi], config=types.GenerateContentConfig())):
        pass
"""
ADK = rows(
    "google-adk",
    ADK_SETUP,
    ("body", f"asyncio.run(ask(LiteLlm(model='openai/{MODEL}', api_base=URL, api_key='k', {BODY})))", None),
    ("keyword", f"asyncio.run(ask(LiteLlm(model='openai/{MODEL}', api_base=URL, api_key='k', {KEYWORD})))", None),
)
HAY = "OpenAIChatGenerator(model=MODEL, api_base_url=URL, api_key=Secret.from_token('k')@@)"
HI = "[ChatMessage.from_user('Hi')]"
HAYSTACK = rows(
    "haystack",
    "from haystack.components.generators.chat import OpenAIChatGenerator\nfrom haystack.dataclasses import ChatMessage\n"
    "from haystack.utils import Secret\n",
    ("body", put(HAY, f", generation_kwargs={INSIDE}") + f".run({HI})", None),
    ("kwargs", put(HAY, f", generation_kwargs={SWITCH}") + f".run({HI})", RAISES),
    ("keyword", put(HAY, f", {KEYWORD}") + f".run({HI})", RAISES),
    ("run-body", put(HAY, "") + f".run({HI}, generation_kwargs={INSIDE})", None),
    (
        "run-replaces",
        put(HAY, ', generation_kwargs={"extra_body": {"top_k": 5}}') + f".run({HI}, generation_kwargs={INSIDE})",
        None,
    ),
    ("run-kwargs", put(HAY, "") + f".run({HI}, generation_kwargs={SWITCH})", RAISES),
)
AT = "https://dashscope.aliyuncs.com/apps/anthropic"
CLAUDE = f"anthropic.Anthropic(base_url='{AT}', api_key='k').messages.create(model=MODEL, max_tokens=9, {MESSAGES}@@)"
THINKING = ", thinking={'type': 'enabled', 'budget_tokens': 1024}"
ANTHROPIC = rows(
    "anthropic",
    "import anthropic\n",
    ("keyword", put(CLAUDE, f", {KEYWORD}"), RAISES),
    ("thinking", put(CLAUDE, THINKING), None),
    ("stream", f"list({put(CLAUDE, THINKING).replace('.create', '.stream')}.__enter__())", None),
    ("stream-keyword", put(CLAUDE, f", {KEYWORD}").replace(".create", ".stream"), RAISES),
)
HUB = f"InferenceClient(base_url=URL, api_key='k').chat_completion({MESSAGES}, model=MODEL, @@)"
HUGGINGFACE = rows(
    "huggingface-hub",
    "from huggingface_hub import InferenceClient\n",
    ("body", put(HUB, BODY), None),
    ("keyword", put(HUB, KEYWORD), RAISES),
    ("stream", f"list({put(HUB, f'stream=True, {BODY}')})", None),
    ("alias", f"InferenceClient(base_url=URL, api_key='k').chat.completions.create({MESSAGES}, model=MODEL, {BODY})", None),
)
PYDANTIC_SETUP = """\
import asyncio
from pydantic_ai import Agent, ModelSettings
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIChatModelSettings
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.providers.alibaba import AlibabaProvider
async def streamed(agent, **more):
    async with agent.run_stream("Hi", **more) as result:
        async for text in result.stream_text():
            pass
"""
CHAT = "OpenAIChatModel(MODEL, provider=OpenAIProvider(base_url=URL, api_key='k')@@)"
PYDANTIC_CALLS = (
    ("model-body", f"Agent({put(CHAT, f', settings={INSIDE}')}).run_sync('Hi')", None),
    ("model-settings", f"Agent({put(CHAT, f', settings={SWITCH}')}).run_sync('Hi')", DROPPED),
    ("model-object", f"Agent({put(CHAT, f', settings=ModelSettings({BODY})')}).run_sync('Hi')", None),
    ("agent-body", f"Agent({put(CHAT, '')}, model_settings={INSIDE}).run_sync('Hi')", None),
    ("agent-settings", f"Agent({put(CHAT, '')}, model_settings={SWITCH}).run_sync('Hi')", DROPPED),
    ("agent-object", f"Agent({put(CHAT, '')}, model_settings=OpenAIChatModelSettings({BODY})).run_sync('Hi')", None),
    ("run-body", f"Agent({put(CHAT, '')}).run_sync('Hi', model_settings={INSIDE})", None),
    ("run-settings", f"Agent({put(CHAT, '')}).run_sync('Hi', model_settings={SWITCH})", DROPPED),
    ("run-stream", f"asyncio.run(streamed(Agent({put(CHAT, '')}), model_settings={INSIDE}))", None),
    ("provider", f"Agent(OpenAIChatModel(MODEL, provider=AlibabaProvider(api_key='k'), settings={INSIDE})).run_sync('Hi')", None),
)
PYDANTIC_AI = rows("pydantic-ai-2", PYDANTIC_SETUP, *PYDANTIC_CALLS)
PYDANTIC_AI_1 = rows("pydantic-ai-1", PYDANTIC_SETUP, *PYDANTIC_CALLS)
AGENTS_SETUP = """\
import asyncio
from agents import Agent, ModelSettings, OpenAIChatCompletionsModel, RunConfig, Runner, set_tracing_disabled
from openai import AsyncOpenAI
set_tracing_disabled(True)
def ask(agent):
    asyncio.run(Runner.run(agent, "Hi"))
def run(config):
    asyncio.run(Runner.run(Agent(name="a"), "Hi", run_config=config))
"""
HELD = "OpenAIChatCompletionsModel(model=MODEL, openai_client=AsyncOpenAI(base_url=URL, api_key='k'))"


def cloned(more: str) -> str:
    """A copy of an agent that is given more."""
    return f"ask(Agent(name='a', model={HELD}).clone({more}))"


AGENT = (
    "ask(Agent(name='a', model=OpenAIChatCompletionsModel(model=MODEL, openai_client=AsyncOpenAI(base_url=URL, api_key='k'))@@))"
)
OPENAI_AGENTS = rows(
    "openai-agents",
    AGENTS_SETUP,
    ("body", put(AGENT, f", model_settings=ModelSettings({BODY})"), None),
    ("arguments", put(AGENT, f", model_settings=ModelSettings(extra_args={SWITCH})"), RAISES),
    ("query", put(AGENT, f", model_settings=ModelSettings(extra_query={SWITCH})"), MISPLACED),
    ("keyword", put(AGENT, f", {KEYWORD}"), RAISES),
    ("clone", cloned(f"model_settings=ModelSettings({BODY})"), None),
    ("clone-arguments", cloned(f"model_settings=ModelSettings(extra_args={SWITCH})"), RAISES),
    ("run", f"run(RunConfig(model={HELD}, model_settings=ModelSettings({BODY})))", None),
    ("run-arguments", f"run(RunConfig(model={HELD}, model_settings=ModelSettings(extra_args={SWITCH})))", RAISES),
    ("run-query", f"run(RunConfig(model={HELD}, model_settings=ModelSettings(extra_query={SWITCH})))", MISPLACED),
)
AUTOGEN_SETUP = """\
import asyncio
from autogen_core.models import UserMessage
from autogen_ext.models.openai import OpenAIChatCompletionClient
INFO = {"vision": False, "function_calling": True, "json_output": True, "family": "unknown", "structured_output": False}
HI = [UserMessage(content="Hi", source="user")]
async def walk(stream):
    async for part in stream:
        pass
"""
CLIENT = "OpenAIChatCompletionClient(model=MODEL, base_url=URL, api_key='k', model_info=INFO@@)"
AUTO = "asyncio.run(OpenAIChatCompletionClient(model=MODEL, base_url=URL, api_key='k', model_info=INFO@@).create(HI##))"
AUTOGEN = rows(
    "autogen",
    AUTOGEN_SETUP,
    ("body", put(AUTO, f", {BODY}").replace("##", ""), None),
    ("keyword", put(AUTO, f", {KEYWORD}").replace("##", ""), DROPPED),
    ("arguments", put(AUTO, f", extra_create_args={INSIDE}").replace("##", ""), DROPPED),
    ("create-body", put(AUTO, "").replace("##", f", extra_create_args={INSIDE}"), None),
    ("create", put(AUTO, "").replace("##", f", extra_create_args={SWITCH}"), RAISES),
    ("stream", f"asyncio.run(walk({put(CLIENT, '')}.create_stream(HI, extra_create_args={INSIDE})))", None),
)
ENTRY = "{'model': MODEL, 'base_url': URL, 'api_key': 'k', 'cache_seed': None, @@}"
AG2 = rows(
    "ag2",
    "import autogen\n",
    ("body", f"autogen.OpenAIWrapper(config_list=[{put(ENTRY, INSIDE[1:-1])}]).create({MESSAGES})", None),
    ("entry", f"autogen.OpenAIWrapper(config_list=[{put(ENTRY, SWITCH[1:-1])}]).create({MESSAGES})", RAISES),
    (
        "agent",
        f"autogen.AssistantAgent('a', llm_config={{'config_list': [{put(ENTRY, INSIDE[1:-1])}]}}).generate_reply({MESSAGES})",
        None,
    ),
    (
        "config",
        f"autogen.AssistantAgent(name='a', llm_config=autogen.LLMConfig({put(ENTRY, INSIDE[1:-1])})).generate_reply({MESSAGES})",
        None,
    ),
)
CREWAI = rows(
    "crewai-1",
    f"import os\nfrom crewai import Agent, LLM\nos.environ['OPENAI_BASE_URL'] = {AT_COMPATIBLE}\n"
    "def ask(llm):\n    Agent(role='r', goal='g', backstory='b', llm=llm).kickoff('Hi')\n",
    ("agent", f"ask(LLM(model='openai/{MODEL}', base_url=URL, api_key='k', {BODY}))", None),
    ("dashscope", f"LLM(model='dashscope/{MODEL}', {BODY}).call('Hi')", None),
    ("dashscope-keyword", f"LLM(model='dashscope/{MODEL}', {KEYWORD}).call('Hi')", RAISES),
    ("body", f"LLM(model='openai/{MODEL}', base_url=URL, api_key='k', {BODY}).call('Hi')", None),
    ("parameters-body", f"LLM(model='openai/{MODEL}', base_url=URL, api_key='k', additional_params={INSIDE}).call('Hi')", None),
    ("keyword", f"LLM(model='openai/{MODEL}', base_url=URL, api_key='k', {KEYWORD}).call('Hi')", RAISES),
    ("parameters", f"LLM(model='openai/{MODEL}', base_url=URL, api_key='k', additional_params={SWITCH}).call('Hi')", RAISES),
)
CREWAI_0 = rows(
    "crewai-0",
    "from crewai import LLM\n",
    ("body", f"LLM(model='openai/{MODEL}', base_url=URL, api_key='k', {BODY}).call('Hi')", None),
    ("keyword", f"LLM(model='openai/{MODEL}', base_url=URL, api_key='k', {KEYWORD}).call('Hi')", None),
    ("parameters", f"LLM(model='openai/{MODEL}', base_url=URL, api_key='k', additional_params={SWITCH}).call('Hi')", MISPLACED),
    ("temperature", f"LLM('openai/{MODEL}', base_url=URL, api_key='k', temperature=0.3, max_tokens=5, {BODY}).call('Hi')", None),
)
SCOPE_2_SETUP = """\
import asyncio
from agentscope.credential import DashScopeCredential, OpenAICredential
from agentscope.message import UserMsg
from agentscope.model import DashScopeChatModel, OpenAIChatModel
def ask(model, **more):
    async def run():
        reply = await model([UserMsg(name="u", content="Hi")], **more)
        if hasattr(reply, "__aiter__"):
            async for part in reply:
                pass
    asyncio.run(run())
"""
NATIVE = "DashScopeChatModel(credential=DashScopeCredential(api_key='k'), model=MODEL, stream=False@@)"
OTHER = "OpenAIChatModel(credential=OpenAICredential(api_key='k', base_url=URL), model=MODEL, stream=False@@)"
AGENTSCOPE_2 = rows(
    "agentscope-2",
    SCOPE_2_SETUP,
    ("parameters", f"ask({put(NATIVE, ', parameters=DashScopeChatModel.Parameters(thinking_enable=True)')})", None),
    ("wrong-field", f"ask({put(NATIVE, f', parameters=DashScopeChatModel.Parameters({KEYWORD})')})", FLIPPED),
    ("keyword", f"ask({put(NATIVE, f', {KEYWORD}')})", RAISES),
    ("openai-body", f"ask({put(OTHER, f', {BODY}')})", None),
    ("openai-keyword", f"ask({put(OTHER, f', {KEYWORD}')})", RAISES),
    ("openai-call-body", f"ask({put(OTHER, '')}, {BODY})", None),
    ("openai-call", f"ask({put(OTHER, '')}, {KEYWORD})", RAISES),
)
SCOPE_1_SETUP = """\
import asyncio
from agentscope.model import DashScopeChatModel, OpenAIChatModel
def ask(model, **more):
    async def run():
        reply = await model([{"role": "user", "content": "Hi"}], **more)
        if hasattr(reply, "__aiter__"):
            async for part in reply:
                pass
    asyncio.run(run())
"""
NATIVE_1 = "DashScopeChatModel(model_name=MODEL, api_key='k', stream=False@@)"
OTHER_1 = "OpenAIChatModel(model_name=MODEL, api_key='k', stream=False, client_args={'base_url': URL}@@)"
AGENTSCOPE_1 = rows(
    "agentscope-1",
    SCOPE_1_SETUP,
    ("keyword", f"ask({put(NATIVE_1, f', {KEYWORD}')})", None),
    ("kwargs", f"ask({put(NATIVE_1, f', generate_kwargs={SWITCH}')})", None),
    ("kwargs-body", f"ask({put(NATIVE_1, f', generate_kwargs={INSIDE}')})", MISPLACED),
    ("body", f"ask({put(NATIVE_1, f', {BODY}')})", DROPPED),
    ("openai-body", f"ask({put(OTHER_1, f', generate_kwargs={INSIDE}')})", None),
    ("openai-kwargs", f"ask({put(OTHER_1, f', generate_kwargs={SWITCH}')})", RAISES),
    ("openai-keyword", f"ask({put(OTHER_1, f', {KEYWORD}')})", DROPPED),
    ("call", f"ask({put(NATIVE_1, '')}, {KEYWORD})", None),
    ("openai-call-body", f"ask({put(OTHER_1, '')}, {BODY})", None),
    ("openai-call", f"ask({put(OTHER_1, '')}, {KEYWORD})", RAISES),
)
QWEN_SETUP = """\
from qwen_agent.llm import get_chat_model
def ask(model):
    for reply in model.chat([{"role": "user", "content": "Hi"}]):
        pass
"""
OAI = "{'model': MODEL, 'model_server': URL, 'api_key': 'k', @@}"
SCOPE = "{'model': MODEL, 'model_type': 'qwen_dashscope', 'api_key': 'k', @@}"
QWEN_AGENT = rows(
    "qwen-agent",
    QWEN_SETUP,
    ("body", f"ask(get_chat_model({put(OAI, f'{chr(39)}generate_cfg{chr(39)}: {INSIDE}')}))", None),
    ("cfg", f"ask(get_chat_model({put(OAI, f'{chr(39)}generate_cfg{chr(39)}: {SWITCH}')}))", RAISES),
    ("top", f"ask(get_chat_model({put(OAI, SWITCH[1:-1])}))", DROPPED),
    ("dashscope-cfg", f"ask(get_chat_model({put(SCOPE, f'{chr(39)}generate_cfg{chr(39)}: {SWITCH}')}))", None),
    ("dashscope-body", f"ask(get_chat_model({put(SCOPE, f'{chr(39)}generate_cfg{chr(39)}: {INSIDE}')}))", MISPLACED),
)
CAMEL_SETUP = """\
from camel.configs import QwenConfig
from camel.models import ModelFactory
from camel.types import ModelPlatformType
HI = [{"role": "user", "content": "Hi"}]
"""
LIKE = "ModelFactory.create(ModelPlatformType.OPENAI_COMPATIBLE_MODEL, MODEL, url=URL, api_key='k'@@)"
CONFIG = f"QwenConfig({BODY}).as_dict()"
CAMEL = rows(
    "camel",
    CAMEL_SETUP,
    ("body", put(LIKE, f", model_config_dict={INSIDE}") + ".run(HI)", None),
    ("config", put(LIKE, f", model_config_dict={SWITCH}") + ".run(HI)", RAISES),
    ("keyword", put(LIKE, f", {KEYWORD}") + ".run(HI)", RAISES),
    (
        "qwen",
        f"ModelFactory.create(ModelPlatformType.QWEN, MODEL, api_key='k', model_config_dict={CONFIG}).run(HI)",
        None,
    ),
)
SEMANTIC_SETUP = """\
import asyncio
from openai import AsyncOpenAI
from semantic_kernel.connectors.ai import open_ai
from semantic_kernel.connectors.ai.open_ai import OpenAIChatPromptExecutionSettings
from semantic_kernel.contents import ChatHistory
def ask(settings):
    client = AsyncOpenAI(base_url=BASE, api_key="k")
    service = getattr(open_ai, "OpenAIChatCompletion")(ai_model_id="qwen3.7-plus", async_client=client)
    history = ChatHistory()
    history.add_user_message("Hi")
    asyncio.run(service.get_chat_message_content(history, settings))
"""
SETTINGS = "ask(OpenAIChatPromptExecutionSettings(ai_model_id=MODEL, @@))"
SEMANTIC_KERNEL = rows(
    "semantic-kernel",
    SEMANTIC_SETUP,
    ("body", put(SETTINGS, BODY), None),
    ("extension-body", put(SETTINGS, f"extension_data={INSIDE}"), None),
    ("extension", put(SETTINGS, f"extension_data={SWITCH}"), DROPPED),
    ("keyword", put(SETTINGS, KEYWORD), DROPPED),
)
TYPED = f"client.chat.completions.create(model=MODEL, response_model=Answer, {MESSAGES}, @@)"
INSTRUCTOR = rows(
    "instructor",
    "import instructor\nfrom openai import OpenAI\nfrom pydantic import BaseModel\nclass Answer(BaseModel):\n    text: str\n"
    "client = instructor.from_openai(OpenAI(base_url=BASE, api_key='k'), mode=instructor.Mode.JSON_SCHEMA)\n"
    "def given(**more):\n"
    "    return instructor.from_openai(OpenAI(base_url=BASE, api_key='k'), mode=instructor.Mode.JSON_SCHEMA, **more)\n",
    ("body", f"client.chat.completions.create(model=MODEL, response_model=Answer, {MESSAGES}, {BODY})", None),
    (
        "keyword",
        f"client.chat.completions.create(model=MODEL, response_model=Answer, {MESSAGES}, max_retries=1, {KEYWORD})",
        RAISES,
    ),
)
PROVIDED = f"instructor.from_provider('openai/{MODEL}', base_url=URL, api_key='k', mode=instructor.Mode.JSON_SCHEMA@@)"
INSTRUCTOR += rows(
    "instructor",
    INSTRUCTOR[0].setup.split(BASE)[-1],
    (
        "with-reply",
        f"client.chat.completions.create_with_completion(model=MODEL, response_model=Answer, {MESSAGES}, {BODY})",
        None,
    ),
    ("default", f"given(extra_body={SWITCH}).create(model=MODEL, response_model=Answer, {MESSAGES})", None),
    (
        "default-replaced",
        f"given(extra_body={{'top_k': 5}}).create(model=MODEL, response_model=Answer, {MESSAGES}, {BODY})",
        None,
    ),
    ("provider", f"{put(PROVIDED, f', {BODY}')}.create(response_model=Answer, {MESSAGES})", None),
    ("provider-keyword", f"{put(PROVIDED, f', {KEYWORD}')}.create(response_model=Answer, {MESSAGES}, max_retries=1)", RAISES),
    ("provider-call", f"{put(PROVIDED, '')}.create(response_model=Answer, {MESSAGES}, {BODY})", None),
    ("provider-call-keyword", f"{put(PROVIDED, '')}.create(response_model=Answer, {MESSAGES}, max_retries=1, {KEYWORD})", RAISES),
    ("shorter", f"client.create(model=MODEL, response_model=Answer, {MESSAGES}, {BODY})", None),
)
OPENCOMPASS_SETUP = """\
import importlib.abc
import importlib.machinery
import sys
import types
from unittest.mock import MagicMock
class Kind(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing
class Nothing(metaclass=Kind):
    def __new__(cls, *given, **named):
        return False if cls is Nothing else object.__new__(cls)
class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in ("torch", "transformers", "datasets", "importlib_metadata", "filelock"):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__path__, module.__version__ = [], "99"
        module.__getattr__ = lambda name: getattr(Nothing, name)
        return module
    def exec_module(self, module):
        pass
if not any(type(each).__name__ == "Absent" for each in sys.meta_path):
    sys.meta_path.append(Absent())
    sys.modules["tiktoken"] = MagicMock()
from opencompass.models import OpenAISDK
sys.modules["transformers"].AutoTokenizer = MagicMock()
def ask(model):
    model.generate(["Hi"], max_out_len=16)
"""
COMPASS = "OpenAISDK(path=MODEL, key='k', openai_api_base=URL, retry=1@@)"
OPENCOMPASS = rows(
    "opencompass",
    OPENCOMPASS_SETUP,
    ("body", f"ask({put(COMPASS, f', {BODY}')})", None),
    ("keyword", f"ask({put(COMPASS, f', {KEYWORD}')})", RAISES),
    ("further-body", f"ask({put(COMPASS, f', openai_extra_kwargs={INSIDE}')})", None),
    ("further", f"ask({put(COMPASS, f', openai_extra_kwargs={SWITCH}')})", RAISES),
    ("temperature", f"ask({put(COMPASS, f', temperature=0.3, {BODY}')})", None),
)
INSTRUCTOR = tuple(replace(row, beside=("response_format",)) for row in INSTRUCTOR)

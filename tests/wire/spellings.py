"""Ways to write one call and what each really does with the thinking switch: `surfaces.md` A and C as a table."""

from __future__ import annotations

from dataclasses import dataclass

from tests.wire.environments import DASHSCOPE, OPENAI

MODEL = "deepseek-v3.2"
ALL_OPENAI = tuple(row.name for row in OPENAI)
NEWER_OPENAI = ALL_OPENAI[1:]
ALL_DASHSCOPE = tuple(row.name for row in DASHSCOPE)
DASHSCOPE_2 = ALL_DASHSCOPE[1:]

OPENAI_SETUP = """\
import asyncio
import functools
import openai
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel
BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
openai.base_url = BASE + "/"
openai.api_key = "sk-recorded-not-a-key"
client = OpenAI(base_url=BASE)
later = AsyncOpenAI(base_url=BASE)
class Answer(BaseModel):
    text: str
"""
DASHSCOPE_SETUP = """\
import asyncio
import dashscope
from dashscope import AioMultiModalConversation, Generation, MultiModalConversation
from dashscope.aigc.chat_completion import Completions
from dashscope.aigc.conversation import Conversation
from dashscope.aigc.generation import AioGeneration
"""
CLIENT_SETUP = """\
import asyncio
import dashscope
client = dashscope.Client()
compatible = dashscope.Client(protocol="openai")
"""


@dataclass(frozen=True)
class Spelling:
    """One call. `effect` is None where the switch arrives where it is read and nowhere else."""

    name: str
    setup: str
    call: str
    effect: str | None
    environments: tuple[str, ...]
    beside: tuple[str, ...] = ()
    """What later calls put into the body that says nothing of the switch."""

    @property
    def program(self) -> str:
        """The call as a program of its own."""
        return f"{self.setup}\n{self.call}\n"


MESSAGES = 'messages=[{"role": "user", "content": "Hi"}]'
PARTS = 'messages=[{"role": "user", "content": [{"text": "Hi"}]}]'
KEYWORD = "enable_thinking=True"
BODY = 'extra_body={"enable_thinking": True}'
RAISES, MISPLACED, DROPPED, ACCIDENT = "raises", "misplaced", "dropped", "accident"


def chat(name: str, arguments: str, effect: str | None, callee: str = "client.chat.completions.create") -> Spelling:
    return Spelling(name, OPENAI_SETUP, f'{callee}(model="{MODEL}", {MESSAGES}, {arguments})', effect, ALL_OPENAI)


def newer(name: str, call: str, effect: str | None) -> Spelling:
    return Spelling(name, OPENAI_SETUP, call, effect, NEWER_OPENAI)


def generation(name: str, arguments: str, effect: str | None) -> Spelling:
    return native(name, f'Generation.call(model="{MODEL}", {MESSAGES}, result_format="message", {arguments})', effect)


def native(name: str, call: str, effect: str | None) -> Spelling:
    return Spelling(name, DASHSCOPE_SETUP, call, effect, ALL_DASHSCOPE)


def client_of_2(name: str, arguments: str, effect: str | None, receiver: str = "client") -> Spelling:
    call = f'{receiver}.chat.completions.create(model="{MODEL}", {MESSAGES}, {arguments})'
    return Spelling(name, CLIENT_SETUP, call, effect, DASHSCOPE_2)


SPELLINGS = (
    chat("keyword", KEYWORD, RAISES),
    chat("keyword-false", "enable_thinking=False", RAISES),
    chat("keyword-stream", KEYWORD + ", stream=True", RAISES),
    chat("keyword-splat", '**{"enable_thinking": True}', RAISES),
    chat("keyword-async", KEYWORD, RAISES, "later.chat.completions.create"),
    chat("keyword-raw", KEYWORD, RAISES, "client.chat.completions.with_raw_response.create"),
    chat("keyword-options", KEYWORD, RAISES, "client.with_options(timeout=5).chat.completions.create"),
    chat("keyword-module", KEYWORD, RAISES, "openai.chat.completions.create"),
    chat("keyword-and-body", f"{KEYWORD}, {BODY}", RAISES),
    chat("body", BODY, None),
    chat("body-stream", BODY + ", stream=True", None),
    chat("body-raw", BODY, None, "client.chat.completions.with_raw_response.create"),
    chat("body-options", BODY, None, "client.with_options(timeout=5).chat.completions.create"),
    chat("body-module", BODY, None, "openai.chat.completions.create"),
    chat("body-nested", 'extra_body={"extra_body": {"enable_thinking": True}}', MISPLACED),
    chat("body-template", 'extra_body={"chat_template_kwargs": {"enable_thinking": True}}', MISPLACED),
    chat("body-parameters", 'extra_body={"parameters": {"enable_thinking": True}}', MISPLACED),
    chat("query", 'extra_query={"enable_thinking": True}', MISPLACED),
    newer(
        "metadata",
        f'client.chat.completions.create(model="{MODEL}", {MESSAGES}, metadata={{"enable_thinking": "true"}})',
        MISPLACED,
    ),
    chat("template-keyword", 'chat_template_kwargs={"enable_thinking": True}', RAISES),
    chat("parameters-keyword", 'parameters={"enable_thinking": True}', RAISES),
    newer("responses-keyword", f'client.responses.create(model="{MODEL}", input="Hi", {KEYWORD})', RAISES),
    newer(
        "parse-keyword", f'client.chat.completions.parse(model="{MODEL}", {MESSAGES}, response_format=Answer, {KEYWORD})', RAISES
    ),
    newer("beta-keyword", f'client.beta.chat.completions.parse(model="{MODEL}", {MESSAGES}, {KEYWORD})', RAISES),
    newer("stream-keyword", f'client.chat.completions.stream(model="{MODEL}", {MESSAGES}, {KEYWORD})', RAISES),
    newer("parse-body", f'client.chat.completions.parse(model="{MODEL}", {MESSAGES}, {BODY})', None),
    newer("async-body", f'asyncio.run(later.chat.completions.create(model="{MODEL}", {MESSAGES}, {BODY}))', None),
    Spelling(
        "completions-keyword",
        OPENAI_SETUP,
        f'client.completions.create(model="{MODEL}", prompt="Hi", {KEYWORD})',
        RAISES,
        ALL_OPENAI,
    ),
    generation("generation-keyword", KEYWORD, None),
    generation("generation-body", BODY, MISPLACED),
    generation("generation-both", f"{KEYWORD}, {BODY}", ACCIDENT),
    generation("generation-parameters", 'parameters={"enable_thinking": True}', MISPLACED),
    generation("generation-template", 'chat_template_kwargs={"enable_thinking": True}', MISPLACED),
    generation("generation-query", 'extra_query={"enable_thinking": True}', MISPLACED),
    native("generation-positional", f'Generation.call("{MODEL}", {MESSAGES}, {KEYWORD})', None),
    native("generation-instance", f'Generation().call("{MODEL}", {MESSAGES}, {KEYWORD})', None),
    native("conversation", f'Conversation().call(model="{MODEL}", prompt="Hi", {KEYWORD})', None),
    native("generation-async", f'asyncio.run(AioGeneration.call(model="{MODEL}", {MESSAGES}, {KEYWORD}))', None),
    native("generation-async-body", f'asyncio.run(AioGeneration.call(model="{MODEL}", {MESSAGES}, {BODY}))', MISPLACED),
    native("multimodal", f'MultiModalConversation.call(model="{MODEL}", {PARTS}, {KEYWORD})', None),
    native("multimodal-body", f'MultiModalConversation.call(model="{MODEL}", {PARTS}, {BODY})', MISPLACED),
    native("multimodal-async", f'asyncio.run(AioMultiModalConversation.call(model="{MODEL}", {PARTS}, {KEYWORD}))', None),
    native("style-keyword", f'Completions.create(model="{MODEL}", {MESSAGES}, {KEYWORD})', DROPPED),
    native("style-body", f'Completions.create(model="{MODEL}", {MESSAGES}, {BODY})', None),
    client_of_2("client-keyword", KEYWORD, None),
    client_of_2("client-parameters", 'parameters={"enable_thinking": True}', None),
    client_of_2("client-body", BODY, RAISES),
    client_of_2("client-compatible-keyword", KEYWORD, None, "compatible"),
    client_of_2("client-compatible-body", BODY, RAISES, "compatible"),
    Spelling("shortcut", CLIENT_SETUP, f'dashscope.chat("{MODEL}", "Hi", {KEYWORD})', None, DASHSCOPE_2),
)

"""agno's models: ways to write the thinking switch, and what each really does with it."""

from __future__ import annotations

from tests.wire.environments import AGNO
from tests.wire.spellings import BODY, KEYWORD, MODEL, RAISES, Spelling

ALL = tuple(row.name for row in AGNO)
DECLARED = '["agno>=3"]'
FLIPPED = "flipped"
SETUP = """\
from agno.agent import Agent
from agno.models.dashscope import DashScope
from agno.models.openai import OpenAIChat
from agno.models.openai.like import OpenAILike
from agno.models.deepseek import DeepSeek
BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
def ask(model):
    Agent(model=model, telemetry=False).run("Hi")
"""
SWITCH = '{"enable_thinking": True}'


def model(name: str, made: str, effect: str | None) -> Spelling:
    return Spelling(name, SETUP, f"ask({made})", effect, ALL)


def chat(name: str, arguments: str, effect: str | None, cls: str = "OpenAIChat") -> Spelling:
    return model(name, f'{cls}(id="{MODEL}", base_url=BASE, api_key="k", {arguments})', effect)


SPELLINGS = (
    chat("chat-body", BODY, None),
    chat("chat-params-body", f'request_params={{"extra_body": {SWITCH}}}', None),
    chat("chat-keyword", KEYWORD, RAISES),
    chat("chat-params", f"request_params={SWITCH}", RAISES),
    chat("chat-temperature", f"temperature=0.3, max_tokens=7, {BODY}", None),
    chat("like-body", BODY, None, "OpenAILike"),
    chat("like-keyword", KEYWORD, RAISES, "OpenAILike"),
    chat("deepseek-body", BODY, None, "DeepSeek"),
    chat("deepseek-keyword", KEYWORD, RAISES, "DeepSeek"),
    chat("dashscope-keyword", KEYWORD, None, "DashScope"),
    chat("dashscope-thoughts", "include_thoughts=True", None, "DashScope"),
    chat("dashscope-body", BODY, FLIPPED, "DashScope"),
    chat("dashscope-params-body", f'request_params={{"extra_body": {SWITCH}}}', FLIPPED, "DashScope"),
    model("dashscope-positional", f'DashScope("{MODEL}", api_key="k", {KEYWORD})', None),
)

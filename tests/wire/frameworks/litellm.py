"""LiteLLM: ways to write the thinking switch, and what each really does with it."""

from __future__ import annotations

from tests.wire.environments import LITELLM
from tests.wire.spellings import BODY, DROPPED, KEYWORD, MESSAGES, MISPLACED, MODEL, Spelling

ALL = tuple(row.name for row in LITELLM)
SETUP = """\
import asyncio
import litellm
from litellm import Router, completion
from langchain_litellm import ChatLiteLLM
BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
litellm.num_retries = 0
"""
SWITCH = '{"enable_thinking": True}'


def call(
    name: str, arguments: str, effect: str | None, model: str = f"dashscope/{MODEL}", callee: str = "completion"
) -> Spelling:
    return Spelling(name, SETUP, f'{callee}(model="{model}", {MESSAGES}, {arguments})', effect, ALL)


def asked(name: str, expression: str, effect: str | None) -> Spelling:
    return Spelling(name, SETUP, expression, effect, ALL)


OPENAI = f"openai/{MODEL}"
AT = "api_base=BASE, "
SPELLINGS = (
    call("dashscope-keyword", KEYWORD, None),
    call("dashscope-body", BODY, None),
    call("dashscope-stream", f"stream=True, {BODY}", None),
    call("dashscope-body-nested", f'extra_body={{"extra_body": {SWITCH}}}', MISPLACED),
    call("dashscope-parameters", f"parameters={SWITCH}", MISPLACED),
    call("dashscope-kwargs", f"model_kwargs={SWITCH}", MISPLACED),
    call("dashscope-template", f"chat_template_kwargs={SWITCH}", MISPLACED),
    asked("dashscope-positional", f'completion("dashscope/{MODEL}", {MESSAGES.removeprefix("messages=")}, {KEYWORD})', None),
    asked(
        "dashscope-async",
        f'asyncio.run(litellm.acompletion(model="dashscope/{MODEL}", {MESSAGES}, {KEYWORD}))',
        None,
    ),
    call("openai-keyword", AT + KEYWORD, None, OPENAI),
    call("openai-body", AT + BODY, None, OPENAI),
    call("openai-base-url", f"base_url=BASE, {BODY}", None, OPENAI, "litellm.completion"),
    call("deepseek-keyword", AT + KEYWORD, None, f"deepseek/{MODEL}"),
    call("deepseek-body", AT + BODY, None, f"deepseek/{MODEL}"),
    call("provider-body", f'custom_llm_provider="openai", {AT}{BODY}', None, MODEL),
    asked("text-keyword", f'litellm.text_completion(model="{OPENAI}", prompt="Hi", {AT}{KEYWORD})', None),
    asked(
        "router-body",
        f'Router(model_list=[{{"model_name": "deepseek-v3.2", "litellm_params": {{"model": "dashscope/{MODEL}", "api_key": "k", '
        f'"extra_body": {SWITCH}}}}}]).completion(model="deepseek-v3.2", {MESSAGES})',
        None,
    ),
    asked(
        "router-keyword",
        f'Router(model_list=[{{"model_name": "main", "litellm_params": {{"model": "{OPENAI}", "api_base": BASE, "api_key": "k", '
        f'"enable_thinking": True}}}}]).completion(model="main", {MESSAGES})',
        None,
    ),
    asked("chat-keyword", f'ChatLiteLLM(model="dashscope/{MODEL}", {KEYWORD}).invoke("Hi")', DROPPED),
    asked("chat-body", f'ChatLiteLLM(model="dashscope/{MODEL}", {BODY}).invoke("Hi")', DROPPED),
    asked("chat-kwargs", f'ChatLiteLLM(model="dashscope/{MODEL}", model_kwargs={SWITCH}).invoke("Hi")', None),
    asked(
        "chat-kwargs-body", f'ChatLiteLLM(model="dashscope/{MODEL}", model_kwargs={{"extra_body": {SWITCH}}}).invoke("Hi")', None
    ),
    asked("chat-bind", f'ChatLiteLLM(model="dashscope/{MODEL}").bind({KEYWORD}).invoke("Hi")', None),
    asked("chat-openai", f'ChatLiteLLM(model="{OPENAI}", api_base=BASE, model_kwargs={SWITCH}).invoke("Hi")', None),
)

"""LangChain's classes: ways to write the thinking switch, and what each really does with it."""

from __future__ import annotations

from dataclasses import replace

from tests.wire.environments import LANGCHAIN
from tests.wire.spellings import ACCIDENT, BODY, DROPPED, KEYWORD, MISPLACED, MODEL, RAISES, Spelling

ALL = tuple(row.name for row in LANGCHAIN)
SETUP = """\
from pydantic import BaseModel
from langchain_openai import ChatOpenAI, OpenAI
BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
class Answer(BaseModel):
    text: str
"""
SWITCH = '{"enable_thinking": True}'
STRUCTURED = '.with_structured_output(Answer).invoke("Hi")'
INSIDE = f'{{"extra_body": {SWITCH}}}'


def chat(name: str, made: str, effect: str | None, later: str = '.invoke("Hi")') -> Spelling:
    arguments = f", {made}" if made else ""
    return Spelling(name, SETUP, f'ChatOpenAI(model="{MODEL}", base_url=BASE{arguments}){later}', effect, ALL)


SPELLINGS = (
    chat("openai-keyword", KEYWORD, RAISES),
    chat("openai-kwargs", f"model_kwargs={SWITCH}", RAISES),
    chat("openai-kwargs-body", f"model_kwargs={INSIDE}", ACCIDENT),
    chat("openai-body", BODY, None),
    chat("openai-body-stream", BODY, None, '.stream("Hi").__next__()'),
    chat("openai-body-streaming", f"streaming=True, {BODY}", None),
    replace(
        chat("openai-body-structured", BODY, None, '.with_structured_output(Answer).invoke("Hi")'), beside=("response_format",)
    ),
    chat("openai-body-temperature", f"temperature=0.2, max_tokens=5, top_p=0.5, {BODY}", None),
    chat("openai-body-nested", f"extra_body={INSIDE}", MISPLACED),
    chat("openai-template", 'extra_body={"chat_template_kwargs": {"enable_thinking": True}}', MISPLACED),
    chat("openai-query", f"default_query={SWITCH}", MISPLACED),
    chat("openai-bind", "", RAISES, f'.bind({KEYWORD}).invoke("Hi")'),
    chat("openai-bind-body", "", None, f'.bind({BODY}).invoke("Hi")'),
    chat("openai-bind-replaces", 'extra_body={"top_k": 5}', None, f'.bind({BODY}).invoke("Hi")'),
    chat("openai-invoke", "", RAISES, f'.invoke("Hi", {KEYWORD})'),
    chat("openai-invoke-body", "", None, f'.invoke("Hi", {BODY})'),
    chat("openai-stream", "", RAISES, f'.stream("Hi", {KEYWORD}).__next__()'),
    chat("openai-structured", "", RAISES, f'.with_structured_output(Answer, {KEYWORD}).invoke("Hi")'),
    chat("openai-config", "", DROPPED, f'.invoke("Hi", config={{"configurable": {SWITCH}}})'),
    chat("openai-bound-config", "", DROPPED, f'.with_config(configurable={SWITCH}).invoke("Hi")'),
    chat("openai-invoke-model", BODY, None, '.invoke("Hi", model="deepseek-v3.1")'),
    Spelling("openai-llm-body", SETUP, f'OpenAI(model="{MODEL}", base_url=BASE, {BODY}).invoke("Hi")', None, ALL),
    Spelling("openai-llm-keyword", SETUP, f'OpenAI(model="{MODEL}", base_url=BASE, {KEYWORD}).invoke("Hi")', RAISES, ALL),
)

MORE = """\
from langchain.chat_models import init_chat_model
from langchain_community.chat_models import ChatTongyi
from langchain_community.llms import Tongyi
from langchain_deepseek import ChatDeepSeek
from langchain_qwq import ChatQwen, ChatQwQ
BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
"""


def made(name: str, call: str, effect: str | None, later: str = '.invoke("Hi")') -> Spelling:
    return Spelling(name, MORE, call.format(m=f'"{MODEL}"', b="base_url=BASE") + later, effect, ALL)


SPELLINGS += (
    made("deepseek-body", 'ChatDeepSeek(model={m}, {b}, api_key="k", extra_body={{"enable_thinking": True}})', None),
    made(
        "deepseek-api-base", 'ChatDeepSeek(model={m}, api_base=BASE, api_key="k", extra_body={{"enable_thinking": True}})', None
    ),
    made("deepseek-keyword", f'ChatDeepSeek(model={{m}}, {{b}}, api_key="k", {KEYWORD})', RAISES),
    made("deepseek-kwargs", 'ChatDeepSeek(model={m}, {b}, api_key="k", model_kwargs={{"enable_thinking": True}})', RAISES),
    made("deepseek-bind", 'ChatDeepSeek(model={m}, {b}, api_key="k")', RAISES, f'.bind({KEYWORD}).invoke("Hi")'),
    made("deepseek-bind-body", 'ChatDeepSeek(model={m}, {b}, api_key="k")', None, f'.bind({BODY}).invoke("Hi")'),
    made("tongyi-keyword", f"ChatTongyi(model={{m}}, {KEYWORD})", DROPPED),
    made("tongyi-body", 'ChatTongyi(model={m}, extra_body={{"enable_thinking": True}})', DROPPED),
    made("tongyi-kwargs", 'ChatTongyi(model={m}, model_kwargs={{"enable_thinking": True}})', None),
    made("tongyi-kwargs-body", 'ChatTongyi(model={m}, model_kwargs={{"extra_body": {{"enable_thinking": True}}}})', MISPLACED),
    made(
        "tongyi-kwargs-stream",
        'ChatTongyi(model={m}, model_kwargs={{"enable_thinking": True}})',
        None,
        '.stream("Hi").__next__()',
    ),
    made("tongyi-kwargs-streaming", 'ChatTongyi(model_name={m}, streaming=True, model_kwargs={{"enable_thinking": True}})', None),
    made("tongyi-bind", "ChatTongyi(model={m})", None, f'.bind({KEYWORD}).invoke("Hi")'),
    made("tongyi-bind-body", "ChatTongyi(model={m})", MISPLACED, f'.bind({BODY}).invoke("Hi")'),
    made("tongyi-invoke", "ChatTongyi(model={m})", None, f'.invoke("Hi", {KEYWORD})'),
    made("tongyi-invoke-body", "ChatTongyi(model={m})", MISPLACED, f'.invoke("Hi", {BODY})'),
    made("tongyi-stream", "ChatTongyi(model={m})", None, f'.stream("Hi", {KEYWORD}).__next__()'),
    made("tongyi-llm-keyword", f"Tongyi(model={{m}}, {KEYWORD})", DROPPED),
    made("tongyi-llm-kwargs", 'Tongyi(model={m}, model_kwargs={{"enable_thinking": True}})', None),
    made("tongyi-llm-invoke", "Tongyi(model={m})", None, f'.invoke("Hi", {KEYWORD})'),
    made("qwen-keyword", f'ChatQwen(model={{m}}, {{b}}, api_key="k", {KEYWORD})', None),
    made("qwen-api-base", f'ChatQwen(model={{m}}, api_base=BASE, api_key="k", max_tokens=9, {KEYWORD})', None),
    made("qwen-body", 'ChatQwen(model={m}, {b}, api_key="k", extra_body={{"enable_thinking": True}})', None),
    made("qwen-kwargs", 'ChatQwen(model={m}, {b}, api_key="k", model_kwargs={{"enable_thinking": True}})', ACCIDENT),
    made("qwen-bind", 'ChatQwen(model={m}, {b}, api_key="k")', RAISES, f'.bind({KEYWORD}).invoke("Hi")'),
    made("qwen-bind-body", 'ChatQwen(model={m}, {b}, api_key="k")', None, f'.bind({BODY}).invoke("Hi")'),
    made("qwq-keyword", f'ChatQwQ(model={{m}}, {{b}}, api_key="k", {KEYWORD})', RAISES),
    made("qwq-kwargs", 'ChatQwQ(model={m}, {b}, api_key="k", model_kwargs={{"enable_thinking": True}})', RAISES),
    made("qwq-body", 'ChatQwQ(model={m}, {b}, api_key="k", extra_body={{"enable_thinking": True}})', None),
    made("init-body", 'init_chat_model({m}, model_provider="openai", {b}, extra_body={{"enable_thinking": True}})', None),
    made("init-prefix", f'init_chat_model("openai:{MODEL}", {{b}}, extra_body={{{{"enable_thinking": True}}}})', None),
    made("init-inferred", 'init_chat_model({m}, {b}, api_key="k", extra_body={{"enable_thinking": True}})', None),
    made(
        "init-deepseek",
        f'init_chat_model("deepseek:{MODEL}", {{b}}, api_key="k", extra_body={{{{"enable_thinking": True}}}})',
        None,
    ),
    made("init-keyword", f'init_chat_model({{m}}, model_provider="openai", {{b}}, {KEYWORD})', RAISES),
    made("init-inferred-keyword", f'init_chat_model({{m}}, {{b}}, api_key="k", {KEYWORD})', RAISES),
    made("init-invoke", 'init_chat_model({m}, model_provider="openai", {b})', RAISES, f'.invoke("Hi", {KEYWORD})'),
)

HEIRS = (
    MORE
    + f"""\
from langchain_openai import ChatOpenAI
class Ours(ChatOpenAI):
    model_name: str = "{MODEL}"
    openai_api_base: str = BASE
class Thinking(Ours):
    extra_body: dict = {SWITCH}
class Native(ChatTongyi):
    model_name: str = "{MODEL}"
    model_kwargs: dict = {SWITCH}
class Deep(ChatDeepSeek):
    model_name: str = "{MODEL}"
    api_base: str = BASE
class Qwen(ChatQwen):
    model_name: str = "{MODEL}"
    api_base: str = BASE
    enable_thinking: bool = True
"""
)


def heir(name: str, made: str, effect: str | None, later: str = '.invoke("Hi")') -> Spelling:
    return Spelling(name, HEIRS, made + later, effect, ALL)


SPELLINGS += (
    heir("heir-body", f"Ours({BODY})", None),
    heir("heir-keyword", f"Ours({KEYWORD})", RAISES),
    heir("heir-bind", "Ours()", RAISES, f'.bind({KEYWORD}).invoke("Hi")'),
    heir("heir-field", "Thinking()", None),
    heir("heir-field-replaced", f"Thinking(extra_body={SWITCH[:-1]}, 'top_k': 5}})", None),
    heir("heir-tongyi", "Native()", None),
    heir("heir-deepseek", f'Deep(api_key="k", {BODY})', None),
    heir("heir-qwen", 'Qwen(api_key="k")', None),
)

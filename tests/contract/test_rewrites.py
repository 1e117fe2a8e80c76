"""Fixes 4 and 7: where a switch is written to and taken from, in each of the shapes that arguments and bodies have."""

# ruff: noqa: E501 - programs in one line
from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import HEAD, Case, check, scanned

ENDPOINT = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
PLUS, MAX = '"qwen3.7-plus"', '"qwen3.7-max"'
V32, V3, R1 = '"deepseek-v3.2"', '"deepseek-v3"', '"deepseek-r1"'
CREATE = f"create(model={V32}, messages=M, "
OFF, ON = 'extra_body={"enable_thinking": False}', 'extra_body={"enable_thinking": True}'
POST = f"""import json, sys
import requests
URL = {ENDPOINT[:-1]}/chat/completions"
BODY = {{"model": {V32}, "messages": []}}
"""
NATIVE = f"""import json, sys
import requests
URL = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
BODY = {{"model": {V32}, "input": {{"messages": []}}, "parameters": {{"result_format": "message"}}}}
"""
BARE, BARE_NATIVE = POST.rpartition("BODY")[0], NATIVE.rpartition("BODY")[0]
SEND = "requests.post(URL, json=BODY)\n"
CHAT = f"from langchain.chat_models import init_chat_model\nURL = {ENDPOINT}\n"
AGENTS = f"""import sys
from agents import Agent, ModelSettings, OpenAIChatCompletionsModel
from openai import AsyncOpenAI
client = AsyncOpenAI(base_url={ENDPOINT})
model = OpenAIChatCompletionsModel(model={V3}, openai_client=client)
"""
SCOPE = "from agentscope.model import DashScopeChatModel\n"
SDK = f"""import {{ createOpenAICompatible }} from "@ai-sdk/openai-compatible";
import {{ generateText }} from "ai";
const p = createOpenAICompatible({{ name: "qwen", baseURL: {ENDPOINT} }});
"""
DEEPER = '{"a": '
LANG = f"from langchain_openai import ChatOpenAI\nURL = {ENDPOINT}\n"


def both(
    name: str, source: str, how: str, hint: str = "", at: tuple[int, int] = (1, 1), head: str = HEAD, rule: str = "DSM201"
) -> Case:
    """A call with a misplaced switch that stays as it is."""
    found = (f"DSM101 {at[0]} certain {how}", f"{rule} {at[1]} certain {how}")
    return Case(name, source, found, {}, head=head, hint=hint)


def alone(name: str, source: str, how: str, hint: str = "", at: str = "1", head: str = HEAD, **more: str) -> Case:
    """A call that stays as it is, with nothing misplaced."""
    return Case(name, source, (f"DSM101 {at} certain {how}",), {}, head=head, hint=hint, files=dict(more.items()))


def fixed(
    name: str, source: str, after: dict[str, str], found: tuple[str, ...] = ("DSM101 1 certain safe",), head: str = HEAD
) -> Case:
    """A call that is rewritten."""
    return Case(name, source, found, after, head=head)


NAMED, NEXT = ("DSM201 1 certain safe", "DSM101 2 certain safe"), ("DSM101 1 certain safe", "DSM201 1 certain safe")
CASES = [
    # init_chat_model takes whom to call from the model's name, unless it is told.
    fixed(
        "a provider that is told",
        f'm = init_chat_model({V3}, model_provider="openai", base_url=URL)\n',
        {V3: PLUS, "base_url=URL)": f"base_url=URL, {OFF})"},
        head=CHAT,
    ),
    fixed(
        "a provider that is not told",
        f"m = init_chat_model({V3}, base_url=URL)\n",
        {V3: PLUS, "base_url=URL)": f'base_url=URL, {OFF}, model_provider="deepseek")'},
        head=CHAT,
    ),
    fixed(
        "a provider that is None",
        f"m = init_chat_model({V3}, base_url=URL, model_provider=None)\n",
        {V3: PLUS, "None)": f'"deepseek", {OFF})'},
        head=CHAT,
    ),
    alone(
        "a provider that may be None",
        f"def make(p=None):\n    return init_chat_model({V3}, base_url=URL, model_provider=p)\n",
        "choice-needed",
        "say model_provider='deepseek'",
        "2",
        CHAT,
    ),
    fixed(
        "a provider before the name",
        f'm = init_chat_model("openai:deepseek-v3", base_url=URL, {OFF})\n',
        {"openai:deepseek-v3": "openai:qwen3.7-plus"},
        head=CHAT,
    ),
    fixed(
        "a provider before the name that means another address",
        f'm = init_chat_model("deepseek:deepseek-v3", base_url=URL, {OFF})\n',
        {"deepseek:deepseek-v3": "deepseek:qwen3.7-plus"},
        head=CHAT,
    ),
    fixed(
        "a provider that what the environment gives would get too",
        f'import os\nm = init_chat_model(os.getenv("MODEL", {V3}), base_url=URL, {OFF})\n',
        {V3: PLUS, f"{OFF})": f'{OFF}, model_provider="deepseek")'},
        ("DSM101 2 certain unsafe",),
        CHAT,
    ),
    fixed(
        "a provider before the name that the environment may give",
        f'import os\nm = init_chat_model(os.getenv("MODEL", "openai:deepseek-v3"), base_url=URL, {OFF})\n',
        {"openai:deepseek-v3": "openai:qwen3.7-plus"},
        ("DSM101 2 certain safe",),
        CHAT,
    ),
    fixed(
        "a provider that is the other model's too",
        f'import sys\nname = {R1} if sys.argv[1:] else "deepseek-v4-pro"\nm = init_chat_model(name, base_url=URL)\n',
        {R1: PLUS, "base_url=URL)": 'base_url=URL, model_provider="deepseek")'},
        ("DSM101 2 certain safe",),
        CHAT,
    ),
    *(
        alone(
            f"a provider that is not that of {other}",
            f"import sys\nname = {R1} if sys.argv[1:] else {other}\nm = init_chat_model(name, base_url=URL)\n",
            "shared-value",
            f"wrong for {other[1:-1]};",
            "2",
            CHAT,
        )
        for other in ('"openai:qwen3-max"', '"gpt-4o"')
    ),
    # A later call names the model: the class is chosen already.
    fixed(
        "a provider of the model that was made",
        f'm = init_chat_model("gpt-4o", base_url=URL).bind(model={V3}, {OFF})\n',
        {V3: PLUS},
        head=CHAT,
    ),
    alone(
        "a provider out of a mapping",
        f'KW = {{"base_url": URL, "model_provider": None}}\nm = init_chat_model({V3}, **KW)\n',
        "choice-needed",
        "say model_provider='deepseek'",
        "2",
        CHAT,
    ),
    alone(
        "a provider among what is unpacked",
        f"def make(**more):\n    return init_chat_model({V3}, base_url=URL, {OFF}, **more)\n",
        "unpacked-arguments",
        "model_provider=…",
        "2",
        CHAT,
    ),
    # Objects that take what elsewhere is a mapping.
    fixed(
        "settings",
        'a = Agent(name="a", model=model, model_settings=ModelSettings(top_p=1))\n',
        {V3: PLUS, "top_p=1)": f"top_p=1, {OFF})"},
        ("DSM101 0 certain safe",),
        AGENTS,
    ),
    fixed(
        "settings under a name",
        'S = ModelSettings(top_p=1)\na = Agent(name="a", model=model, model_settings=S)\n',
        {V3: PLUS, "top_p=1)": f"top_p=1, {OFF})"},
        ("DSM101 0 certain safe",),
        AGENTS,
    ),
    alone(
        "settings by two ways",
        'S = ModelSettings(top_p=1) if sys.argv[1:] else ModelSettings(top_p=0)\na = Agent(name="a", model=model, model_settings=S)\n',
        "choice-needed",
        "takes an object",
        "0",
        AGENTS,
    ),
    alone(
        "settings that somebody gives",
        'from other import s\na = Agent(name="a", model=model, model_settings=s())\n',
        "choice-needed",
        'write model_settings=ModelSettings(extra_body={"enable_thinking": …})',
        "0",
        AGENTS,
    ),
    alone(
        "no settings",
        f"m = DashScopeChatModel(credential=c, model={R1})\n",
        "choice-needed",
        "write parameters=Parameters(thinking_enable=…)",
        head=SCOPE,
    ),
    Case(
        "a keyword that takes an object",
        'a = Agent(name="a", model=model, enable_thinking=False)\n',
        ("DSM101 0 certain choice-needed", "DSM201 1 certain choice-needed"),
        head=AGENTS,
        hint="takes an object",
    ),
    Case(
        "what is the opposite, and what is the same by accident",
        f"DashScopeChatModel(credential=c, model={V32}, parameters=DashScopeChatModel.Parameters(enable_thinking=True))\n"
        f"DashScopeChatModel(credential=c, model={V32}, parameters=DashScopeChatModel.Parameters(enable_thinking=False))\n",
        ("DSM101 1 certain safe", "DSM201 1 certain safe", "DSM101 2 certain safe", "DSM201 2 possible safe"),
        {V32: PLUS, "enable_thinking": "thinking_enable"},
        head=SCOPE,
    ),
    fixed(
        "a stream whose increments the framework asks for",
        f'DashScopeChatModel(model_name={R1}, api_key="k", stream=True)\n',
        {R1: MAX},
        head=SCOPE,
    ),
    fixed(
        "a stream of which only run time tells, whose increments the framework asks for",
        f'DashScopeChatModel(model_name={R1}, api_key="k", stream=input() == "1")\n',
        {R1: MAX},
        head=SCOPE,
    ),
    fixed(
        "a model in the first place, where another version has its credential",
        f'DashScopeChatModel({V3}, "k")\nDashScopeChatModel("k", {V32})\n',
        {f'{V3}, "k"': f'{MAX}, "k", enable_thinking=False', V32: PLUS},
        ("DSM101 1 certain safe", "DSM101 2 certain safe"),
        head=SCOPE,
    ),
    fixed(
        "a model in the first place of the OpenAI class",
        f'from agentscope.model import OpenAIChatModel\nOpenAIChatModel({R1}, "k", client_kwargs={{"base_url": {ENDPOINT}}})\n',
        {R1: PLUS},
        ("DSM101 2 certain safe",),
        head="",
    ),
    # A model that others use.
    Case(
        "what is given to the model instead of the call",
        "",
        ("DSM101 main.ts:4 certain body-not-literal", "DSM201 main.ts:4 certain body-not-literal"),
        files={"main.ts": SDK + f'await generateText({{ model: p({V3}, {{ enable_thinking: true }}), prompt: "x" }});\n'},
        hint="write it into the calls that use that",
    ),
    Case(
        "a message of the system beside those of people, which go out together",
        "",
        ("DSM101 main.ts:4 certain safe",),
        {V3: PLUS, 'system: "y"': 'system: "y", providerOptions: { qwen: { enable_thinking: false } }'},
        files={"main.ts": SDK + f'await generateText({{ model: p({V3}), messages: m, system: "y" }});\n'},
    ),
    # Keywords and the mappings that they take.
    fixed(
        "a switch that may be None",
        f"flag = True if M else None\n{CREATE}enable_thinking=flag)\n",
        {V32: PLUS, "enable_thinking=flag": 'extra_body={"enable_thinking": bool(flag)}'},
        ("DSM101 2 certain safe", "DSM201 2 certain safe"),
    ),
    both(
        "one that may be None in a mapping",
        f'flag = True if M else None\nKW = {{"model": {V32}, "messages": M, "enable_thinking": flag}}\ncreate(**KW)\n',
        "choice-needed",
        "the switch may be null",
        (2, 2),
    ),
    fixed(
        "set after",
        f'kw = {{"model": {V32}, "messages": M}}\nkw["enable_thinking"] = False\ncreate(**kw)\n',
        {V32: PLUS, 'kw["enable_thinking"] = False': 'kw["extra_body"] = {"enable_thinking": False}'},
        ("DSM101 1 certain safe", "DSM201 2 certain safe"),
    ),
    both(
        "set after, with more",
        f'def ask(**more):\n    kw = {{"model": {V32}, "messages": M}}\n    kw["enable_thinking"] = False\n    create(**kw, **more)\n',
        "unpacked-arguments",
        "write the switch by hand",
        (2, 3),
    ),
    fixed(
        "beside others in the query",
        f'{CREATE}extra_query={{"enable_thinking": True, "x": 1}})\n',
        {V32: PLUS, '{"enable_thinking": True, "x": 1}': f'{{"x": 1}}, {ON}'},
        NEXT,
    ),
    fixed(
        "beside others in the query, into a body",
        f'{CREATE}extra_query={{"enable_thinking": True, "x": 1}}, extra_body={{"top_k": 2}})\n',
        {V32: PLUS, '{"enable_thinking": True, ': "{", '"top_k": 2': '"top_k": 2, "enable_thinking": True'},
        NEXT,
    ),
    both(
        "beside others in the query, into a named body",
        f'B = {{"top_k": 2}}\n{CREATE}extra_query={{"enable_thinking": True, "x": 1}}, extra_body=B)\n',
        "key-conflict",
        "`extra_body` is not written out here",
        (2, 2),
    ),
    fixed(
        "a body in a body",
        f'X = {{"enable_thinking": True}}\n{CREATE}extra_body={{"extra_body": X}})\n',
        {V32: PLUS, 'X = {"enable_thinking": True}': "X = {}", '": X}': '": X, "enable_thinking": True}'},
        NAMED,
    ),
    both(
        "a named body in a body",
        f'X = {{"extra_body": {{"enable_thinking": True}}}}\n{CREATE}extra_body=X)\n',
        "body-not-literal",
        "the mapping is not written out as such",
        (2, 1),
    ),
    fixed(
        "two other places, one value",
        f'{CREATE}extra_body={{"chat_template_kwargs": {{"enable_thinking": True}}, "parameters": {{"enable_thinking": True}}}})\n',
        {
            V32: PLUS,
            '{"chat_template_kwargs": {"enable_thinking": True}, "parameters": {"enable_thinking": True}}': '{"enable_thinking": True}',
        },
        (*NEXT, "DSM203 1 certain safe"),
    ),
    both(
        "one of two mappings",
        f'A = {{"enable_thinking": True}}\nB = {{"enable_thinking": True, "x": 1}}\n{CREATE}extra_body={{"chat_template_kwargs": A if M else B}})\n',
        "body-not-literal",
        "stands in more than one mapping",
        (3, 1),
        rule="DSM203",
    ),
    both(
        "set again",
        f'B = {{"extra_body": {{"enable_thinking": True}}}}\nB["extra_body"]["enable_thinking"] = False\n{CREATE}extra_body=B)\n',
        "body-not-literal",
        "stands in more than one mapping",
        (3, 1),
    ),
    both(
        "twice, once after",
        f'kw = {{}}\nkw["enable_thinking"] = True\n{CREATE}{ON}, **kw)\n',
        "body-not-literal",
        "given twice; remove this one by hand",
        (3, 2),
    ),
    both(
        "text that says neither",
        f'{CREATE}extra_body={{"chat_template_kwargs": {{"enable_thinking": "maybe"}}}})\n',
        "choice-needed",
        "does not say plainly on or off",
        rule="DSM203",
    ),
    Case(
        "twice, once in a mapping that is filled after",
        'import requests\nbody = {"model": "deepseek-v3.2", "messages": M, "enable_thinking": True, "extra_body": {}}\n'
        'body["extra_body"]["enable_thinking"] = True\n'
        'requests.post("https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", json=body)\n',
        ("DSM101 2 certain body-not-literal", "DSM201 3 possible body-not-literal"),
        hint="given twice; remove this one by hand",
    ),
    fixed(
        "text that says on",
        f'{CREATE}extra_body={{"chat_template_kwargs": {{"enable_thinking": "true"}}}})\n',
        {V32: PLUS, '{"chat_template_kwargs": {"enable_thinking": "true"}}': '{"enable_thinking": True}'},
        ("DSM101 1 certain safe", "DSM203 1 certain safe"),
    ),
    fixed(
        "a keyword that the SDK refuses, with the switch",
        f'{CREATE}parameters={{"enable_thinking": True}})\n',
        {V32: PLUS, "parameters=": "extra_body="},
        NEXT,
    ),
    fixed("a keyword that nobody knows", f'{CREATE}foo={{"enable_thinking": True}})\n', {V32: PLUS, "True})": f"True}}, {OFF})"}),
    both(
        "a keyword that is there already",
        f'import dashscope\ndashscope.Generation.call(model={V32}, messages=M, extra_body={{"enable_thinking": True}}, enable_thinking=None)\n',
        "key-conflict",
        "may hold the same key already",
        (2, 2),
    ),
    alone(
        "a record whose body is elsewhere",
        f'from other import B\nC = {{"model": {V32}, "base_url": {ENDPOINT}, "extra_body": B}}\n',
        "body-not-literal",
        "add the switch where it is made",
        "2",
    ),
    both(
        "an object's fields",
        f"from dataclasses import dataclass, asdict\n@dataclass\nclass P:\n    model: str = {V32}\n    top_k: int = 1\ncreate(messages=M, **asdict(P()))\n",
        "body-not-literal",
        "is a field of an object",
        (4, 6),
    ),
    alone(
        "what is taken away again",
        f'kw = {{"model": {V3}, "messages": M, {ON.replace("extra_body=", chr(34) + "extra_body" + chr(34) + ": ")}}}\ndel kw["extra_body"]\ncreate(**kw)\n',
        "key-conflict",
    ),
    alone(
        "what is only sometimes taken away",
        f'kw = {{"model": {V3}, "messages": M, "extra_body": {{"enable_thinking": False}}}}\nif M:\n    del kw["extra_body"]\ncreate(**kw)\n',
        "choice-needed",
        "only sometimes given",
    ),
    fixed(
        "a default that comes late",
        f'kw = {{"model": {V32}, "messages": M, "extra_body": {{"enable_thinking": True}}}}\nkw.setdefault("extra_body", {{}})\nkw.setdefault("top_p")\ncreate(**kw)\n',
        {V32: PLUS},
    ),
    # Values that stand for nothing, and keys that are not known.
    fixed(
        "not given",
        f"import openai\n{CREATE}timeout=openai.NOT_GIVEN, top_p=openai.NOT_GIVEN)\n",
        {V32: PLUS, "p=openai.NOT_GIVEN)": f"p=openai.NOT_GIVEN, {OFF})"},
        ("DSM101 2 certain safe",),
    ),
    fixed(
        "not given, inside",
        f'import openai\n{CREATE}extra_body={{"x": {{"y": openai.NOT_GIVEN, "enable_thinking": True}}, "top_k": openai.NOT_GIVEN}})\n',
        {V32: PLUS, ', "enable_thinking": True}': "}", 'k": openai.NOT_GIVEN': 'k": openai.NOT_GIVEN, "enable_thinking": True'},
        ("DSM101 2 certain safe", "DSM201 2 certain safe"),
    ),
    fixed(
        "null that is not sent",
        f'from dashscope.aigc.chat_completion import Completions\nCompletions.create(model={V32}, messages=[], extra_body={{"enable_thinking": None}})\n',
        {V32: PLUS, "None": "False"},
        ("DSM101 2 certain safe",),
        "",
    ),
    fixed(
        "keys that run time makes",
        f'{CREATE}extra_body={{"x": {{M[0]: 1, 2: 3, "enable_thinking": True}}}})\n',
        {V32: PLUS, ', "enable_thinking": True}': '}, "enable_thinking": True'},
        NEXT,
    ),
    alone("keywords that run time makes", f"create(model={V32}, messages=M, **{{M[0]: 1}})\n", "unpacked-arguments"),
    fixed(
        "nested deeply",
        f'D = {14 * DEEPER}1{14 * "}"}\n{CREATE}extra_body={{"x": D}})\n',
        {V32: PLUS, '": D': '": D, "enable_thinking": False'},
        ("DSM101 2 certain safe",),
    ),
    Case(
        "a model by a key that something unpacked may hold",
        f'from other import more\nD = {{"a": {V3}, **more}}\ncreate(model=D["a"], messages=M)\n',
        ("DSM101 2 certain unsafe",),
        {V3: PLUS, "messages=M": f"messages=M, {OFF}"},
    ),
    # Objects whose settings a later call gives anew.
    fixed(
        "settings given anew",
        f'm = ChatOpenAI(model={V32}, base_url=URL, extra_body={{"enable_thinking": True, "x": None}})\nm.bind(extra_body={{"top_k": 1}}).invoke("x")\n',
        {V32: PLUS, '"top_k": 1': '"top_k": 1, "enable_thinking": False'},
        head=LANG,
    ),
    fixed(
        "unknown settings given anew",
        f'from other import more\nm = ChatOpenAI(model={V32}, base_url=URL, extra_body=more)\nm.bind(extra_body={{"top_k": 1}}).invoke("x")\n',
        {V32: PLUS, "=more": '={"enable_thinking": False, **(more or {})}', '"top_k": 1': '"top_k": 1, "enable_thinking": False'},
        ("DSM101 2 certain safe",),
        LANG,
    ),
    alone(
        "an inherited switch that says neither",
        f'm = ChatOpenAI(model={PLUS}, base_url=URL, extra_body={{"enable_thinking": None}})\nm.invoke("x", model={V32})\n',
        "choice-needed",
        "the switch that it inherits says neither",
        "2",
        LANG,
    ),
    fixed(
        "a key that holds the body already",
        f'from haystack.components.generators.chat import OpenAIChatGenerator\ng = OpenAIChatGenerator(model={V32}, api_base_url={ENDPOINT}, generation_kwargs={{"parameters": {{"enable_thinking": True}}, "extra_body": {{"top_k": 1}}}})\n',
        {V32: PLUS, '{"parameters": {"enable_thinking": True}, ': "{", '{"top_k": 1}': '{"top_k": 1, "enable_thinking": True}'},
        ("DSM101 2 certain safe", "DSM201 2 certain safe"),
    ),
    Case(
        "one that may be None and meant thinking",
        f"flag = True if M else None\ncreate(model={R1}, messages=M, enable_thinking=flag)\n",
        ("DSM101 2 certain choice-needed", "DSM201 2 certain choice-needed"),
        hint="may be None, which meant thinking",
    ),
    fixed(
        "an attribute",
        f'class C:\n    def __init__(self):\n        self.kw = {{"model": {V32}, "messages": M, "enable_thinking": True}}\n        self.ms = [1]\n    def go(self):\n        self.kw["top_p"] = 1\n        self.kw.append(3)\n        del self.kw["top_p"]\n        create(**self.kw)\n',
        {V32: PLUS, '"enable_thinking": True': '"extra_body": {"enable_thinking": True}'},
        ("DSM101 3 certain safe", "DSM201 3 certain safe"),
    ),
    fixed(
        "keys that are set inside",
        f'kw = {{"model": {V32}, "messages": M}}\nkw["x"] = {{"a": 1}}\nkw["x"]["b"] = 2\nkw["x"]["c"]["d"] = 2\nkw["y"]["c"]["d"] = 2\nkw.update()\ncreate(**kw)\n',
        {V32: f"{PLUS}", "M}\n": 'M, "extra_body": {"enable_thinking": False}}\n'},
    ),
    fixed(
        "set where the call does not run",
        f'kw = {{"model": {V32}, "messages": M}}\nif M:\n    kw["extra_body"] = {{"enable_thinking": True}}\nelse:\n    create(**kw)\n',
        {V32: PLUS, "M}\n": 'M, "extra_body": {"enable_thinking": False}}\n'},
    ),
    fixed(
        "a key that is given twice",
        f'{CREATE}extra_body={{"a": {{"enable_thinking": True}}, "a": 3}})\n',
        {V32: PLUS, '"a": {"enable_thinking": True}': '"enable_thinking": True'},
        NEXT,
    ),
    Case(
        "pairs of which one is none",
        f'KW = dict([("model", {V3}), ("x",)])\ncreate(**KW)\n',
        ("DSM102 1 possible unknown-endpoint",),
    ),
    fixed(
        "pairs", f'KW = dict([("model", {V3}), ("messages", M)])\ncreate(**KW)\n', {V3: PLUS, "create(**": f"create({OFF}, **"}
    ),
    Case(
        "a value that one run has only with another",
        f'if M:\n    a, b = None, {V3}\nelse:\n    a, b = {V3}, "x"\ncreate(model=a or b, messages=M)\n',
        ("DSM101 2 certain safe", "DSM101 4 certain safe"),
        {V3: PLUS, "messages=M": f"messages=M, {OFF}"},
    ),
    fixed(
        "private functions in between",
        f"def _inner(**kw):\n    {CREATE}**kw)\ndef _outer(flag):\n    _inner(extra_body={{'enable_thinking': flag}})\n_outer(None)\n",
        {V32: PLUS, ": flag}": ": False}"},
        ("DSM101 2 certain safe",),
    ),
    Case(
        "a form of reply for whatever the environment names",
        f'import os, dashscope\nr = dashscope.Generation.call(model=os.getenv("M", {R1}), messages=M)\nprint(r.output.text)\n',
        ("DSM101 2 certain unsafe",),
        {R1: MAX, "messages=M": 'messages=M, result_format="message"', "output.text": "output.choices[0].message.content"},
    ),
    Case(
        "sometimes, where nothing has a place for it",
        f'kw = {{}}\nif sys.argv[1:]:\n    kw["enable_thinking"] = True\nOpenAIChatCompletionsModel(model={V32}, openai_client=client, **kw)\n',
        ("DSM101 4 certain choice-needed", "DSM201 3 certain choice-needed"),
        head=AGENTS.rpartition("model =")[0],
    ),
    fixed(
        "another vendor's word among what is never sent",
        f'm = ChatOpenAI(model={V32}, base_url=URL, metadata={{"chat_template_kwargs": {{"enable_thinking": False}}}})\nm.invoke("x")\n',
        {V32: PLUS, "False}})": f"False}}}}, {OFF})"},
        head=LANG,
    ),
    # Bodies that are handed over whole.
    both(
        "sometimes, as text",
        'if sys.argv[1:]:\n    BODY["chat_template_kwargs"] = {"enable_thinking": "true"}\n' + SEND,
        "body-not-literal",
        "",
        (0, 2),
        POST,
        "DSM203",
    ),
    both(
        "sometimes",
        'if sys.argv[1:]:\n    BODY["enable_thinking"] = True\n' + SEND,
        "body-not-literal",
        "only sometimes given",
        (0, 2),
        NATIVE,
    ),
    fixed(
        "after it was made",
        'BODY["enable_thinking"] = True\n' + SEND,
        {V32: MAX, 'BODY["enable': 'BODY["parameters"]["enable'},
        ("DSM101 0 certain safe", "DSM201 1 certain safe"),
        NATIVE,
    ),
    both(
        "text after it was made",
        'BODY["enable_thinking"] = "true"\n' + SEND,
        "body-not-literal",
        "set after the body was made",
        (0, 1),
        NATIVE,
    ),
    both(
        "a mapping after it was made",
        'BODY["chat_template_kwargs"] = {"enable_thinking": True, "x": 1}\n' + SEND,
        "body-not-literal",
        "set after the body was made",
        (0, 1),
        POST,
        "DSM203",
    ),
    both(
        "set again in a body",
        f'B = {{"model": {V32}, "parameters": {{"result_format": "message"}}, "enable_thinking": True}}\nB["enable_thinking"] = False\nrequests.post(URL, json=B)\n',
        "body-not-literal",
        "stands in more than one mapping",
        (1, 1),
        BARE_NATIVE,
    ),
    both(
        "one of two mappings in a body",
        f'A = {{"enable_thinking": True}}\nB = {{"enable_thinking": True, "x": 1}}\nrequests.post(URL, json={{"model": {V32}, "extra_body": {{"chat_template_kwargs": A if sys.argv[1:] else B}}}})\n',
        "body-not-literal",
        "stands in more than one mapping",
        (3, 1),
        BARE,
        "DSM203",
    ),
    both(
        "one that may be None in a body",
        f'flag = True if sys.argv[1:] else None\nrequests.post(URL, json={{"model": {V32}, "extra_body": {{"enable_thinking": flag}}}})\n',
        "choice-needed",
        "the switch may be null",
        (2, 2),
        BARE,
    ),
    Case(
        "in another file",
        f'from other import X\nrequests.post(URL, json={{"model": {V32}, "messages": [], **X}})\n',
        ("DSM101 2 certain body-not-literal", "DSM201 other.py:1 certain body-not-literal"),
        files={"other.py": 'X = {"extra_body": {"enable_thinking": True}}\n'},
        head=BARE,
        hint="the body is made in another file",
    ),
    Case(
        "no body",
        'requests.post(URL, params={"enable_thinking": True})\n',
        ("DSM201 1 certain body-not-literal",),
        head=POST.replace(V32, PLUS),
        hint="the body is not written out here",
    ),
    fixed(
        "in the query",
        f'requests.post(URL, params={{"enable_thinking": True}}, json={{"model": {V32}, "messages": []}})\n',
        {
            f'params={{"enable_thinking": True}}, json={{"model": {V32}, "messages": []}}': f'json={{"model": {PLUS}, "messages": [], "enable_thinking": True}}'
        },
        NEXT,
        BARE,
    ),
    alone(
        "two bodies",
        "requests.post(URL, data=json.dumps(BODY), json=None)\n",
        "body-not-literal",
        "the body is not in sight here",
        "0",
        POST,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


KW = f'kw = {{"model": {V32}, "messages": M, "enable_thinking": True}}\n'
MOVED = {V32: PLUS, '"enable_thinking": True}\n': '"extra_body": {"enable_thinking": True}}\n'}
KEPT = ("DSM101 1 certain shared-value", "DSM201 1 certain shared-value")
READERS = [
    Case("read by an item", KW + 'create(**kw)\nif kw["enable_thinking"]:\n    print()\n', KEPT, hint="main.py:8 reads this key"),
    Case("read by a get", KW + "create(**kw)\nprint(kw.get('enable_thinking'))\n", KEPT, hint="main.py:8 reads this key"),
    Case("printed whole", KW + "print(kw)\ncreate(**kw)\n", ("DSM101 1 certain safe", "DSM201 1 certain safe"), MOVED),
    Case("unpacked for somebody else", KW + "create(**kw)\nlog(**kw)\n", KEPT, hint="also go to the call in main.py:8"),
    Case(
        "unpacked into another mapping", KW + "create(**dict(**kw))\n", ("DSM101 1 certain safe", "DSM201 1 certain safe"), MOVED
    ),
    Case(
        "unpacked for a function of ours",
        KW + "def _ask(**k):\n    create(**k)\n_ask(**kw)\n",
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        MOVED,
    ),
    Case(
        "another name of another function",
        f"def one():\n    {KW}    create(**kw)\ndef two(kw):\n    return kw['enable_thinking']\n",
        ("DSM101 2 certain safe", "DSM201 2 certain safe"),
        MOVED,
    ),
    Case(
        "the same name of a function that is further in",
        f"def one():\n    {KW}    create(**kw)\nkw = {{}}\nprint(kw['enable_thinking'])\n",
        ("DSM101 2 certain safe", "DSM201 2 certain safe"),
        MOVED,
    ),
    *(
        Case(f"written as {key} and read", KW.replace('"enable_thinking"', key) + f"create(**kw)\nprint(kw[{read}])\n", KEPT)
        for key, read in {
            '("enable_thinking")': '"enable_thinking"',
            'r"enable_thinking"': "'enable_thinking'",
            '"enable\\x5fthinking"': '"enable_thinking"',
        }.items()
    ),
    *(
        Case(
            f"read by a name: {read}",
            f"from keys import KEY\n{KW.replace(written, key)}create(**kw)\n{read}\n",
            tuple(each.replace(" 1 ", " 2 ") for each in KEPT),
            files={"keys.py": 'KEY = "enable_thinking"\n'},
        )
        for written, key, read in (
            ('"enable_thinking"', "KEY", "kw[KEY]"),
            ('"enable_thinking"', "KEY", "kw.get(KEY, 1)"),
            ("", "", "for each in ('model', 'enable_thinking'): print(kw[each])"),
        )
    ),
    Case(
        "another key read by a name",
        f"{KW}create(**kw)\nfor each in ('model', 'messages', M):\n    print(kw[each])\n",
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        MOVED,
    ),
    Case(
        "set after by a name, and read",
        f'KEY = "enable_thinking"\nkw = {{"model": {V32}, "messages": M}}\nkw[KEY] = True\ncreate(**kw)\nprint(kw[KEY])\n',
        ("DSM101 2 certain shared-value", "DSM201 3 certain shared-value"),
    ),
    Case(
        "set after, and read",
        f'kw = {{"model": {V32}, "messages": M}}\nkw["enable_thinking"] = True\ncreate(**kw)\nprint(kw["enable_thinking"])\n',
        ("DSM101 1 certain shared-value", "DSM201 2 certain shared-value"),
        hint="main.py:9 reads this key",
    ),
    # By whatever name code gets at the mapping.
    *(
        Case(f"read elsewhere: {line}", f"{KW}{line}\ncreate(**kw)\n", KEPT, hint="reads this key of the same mapping")
        for line in (
            'again = kw\nprint(again["enable_thinking"])',
            'copy = {**kw}\nprint(copy["enable_thinking"])',
            'def told(q):\n    return q["enable_thinking"]\nprint(told(kw))',
            'class Run:\n    given = kw\n    def told(self):\n        return self.given.get("enable_thinking")',
            'ALL = {"chat": kw}\nprint(ALL["chat"]["enable_thinking"])',
            'print(kw.setdefault("enable_thinking", False))',
            'class Keys:\n    T = "enable_thinking"\nprint(kw[Keys.T])',
            'print({"chat": kw}.get("chat", {}).get("enable_thinking"))',
            'def conf():\n    return kw\non = conf()["enable_thinking"]',
            'if "enable_thinking" in kw.keys():\n    print()',
            'def told(q):\n    if q["enable_thinking"]:\n        print()\ntold(kw)',
            'ALL = {"chat": kw}\nif ALL["chat"]["enable_thinking"]:\n    print()',
            'first = 0\nif M[first] and kw["enable_thinking"]:\n    print()',
            'rest = {k: v for k, v in kw.items() if k != "enable_thinking"}',
            'for k, v in kw.items():\n    if k in ("user", "enable_thinking"):\n        print(v)',
            'from lib import pick\npick(kw, ["enable_thinking"])',
            'class Run:\n    def __init__(self):\n        self.key = "enable_thinking"\n    def told(self):\n        return kw.get(self.key)',
            'print([M[each] or M[each] for each in (0,)])\nx = kw\nprint(x["enable_thinking"])',
        )
    ),
    *(
        Case(
            f"looked for: {line}",
            f'KW = {{"messages": M, "enable_thinking": True}}\n{line}\n    print()\ncreate(model={PLUS}, **KW)\n',
            ("DSM201 1 certain shared-value",),
            hint="main.py:7 reads this key",
        )
        for line in ('if "enable_thinking" in KW:', 'while "enable_thinking" not in KW:')
    ),
    # A text that is made a boolean is another thing for whoever compares it.
    *(
        Case(
            f"a text that is {what} too",
            f'KW = {{"messages": M, "extra_body": {{"enable_thinking": "true"}}}}\ncreate(model={PLUS}, **KW)\n{line}\n',
            ("DSM203 1 certain shared-value",),
            hint="main.py:8 reads this key",
        )
        for what, line in {
            "compared": 'print(KW["extra_body"]["enable_thinking"] == "true")',
            "sent": f'create(model={PLUS}, messages=M, metadata={{"on": KW["extra_body"]["enable_thinking"]}}, extra_body={{"enable_thinking": True}})',
        }.items()
    ),
    Case(
        "a body that is read and gets a switch",
        f'KW = {{"messages": M, "extra_body": {{"seed": 1}}}}\ncreate(model={V32}, **KW)\nprint(KW["extra_body"], KW.keys())\n',
        ("DSM101 2 certain safe",),
        {V32: PLUS, '"seed": 1': '"seed": 1, "enable_thinking": False'},
    ),
    Case("taken away after the call", KW + 'create(**kw)\ndel kw["enable_thinking"]\n', KEPT, hint="main.py:8 reads this key"),
    Case(
        "read in another file",
        KW + "create(**kw)\n",
        KEPT,
        files={"b.py": 'import main\nprint(main.kw["enable_thinking"])\n'},
        hint="b.py:2 reads this key",
    ),
    *(
        Case(
            f"read in another file, by {what}",
            KW + "create(**kw)\n",
            KEPT if key != "model" else ("DSM101 1 certain safe", "DSM201 1 certain safe"),
            MOVED if key == "model" else {},
            files={"b.py": f"{line}\n", "keys.py": f'MODEL, T = "model", "{key}"\n'},
            hint="b.py:2 reads this key",
        )
        for what, key, line in (
            ("a name of a third one", "enable_thinking", "from main import kw; from keys import T\nprint(kw[T])"),
            ("an attribute of a third one", "enable_thinking", "import keys, main\nprint(main.kw[keys.T])"),
            ("an attribute that is another key", "model", "import keys, main\nprint(main.kw[keys.T])"),
        )
    ),
    *(
        Case(f"not read: {line}", f"{KW}{line}\ncreate(**kw)\n", ("DSM101 1 certain safe", "DSM201 1 certain safe"), MOVED)
        for line in (
            'OTHER = {}\nprint(OTHER.get("enable_thinking"), OTHER["enable_thinking"])',
            'rest = {k: v for k, v in kw.items() if k != "user"}',
            'from lib import pick\npick(kw, ["user"])\npick(M, ["enable_thinking"])',
        )
    ),
    Case(
        "unpacked into a call among the arguments of ours",
        KW + "create(**kw, user=name_of(**kw))\n",
        KEPT,
        hint="also go to the call in main.py:7",
    ),
    Case(
        "a body that a call unpacks, into which the key moves",
        KW.replace("}\n", ', "extra_body": {"seed": 1}}\n') + 'B = kw["extra_body"]\ncreate(**kw)\nsave(**B)\n',
        KEPT,
        hint="also go to the call in main.py:9",
    ),
    Case(
        "a function that takes the key by its name",
        KW + "create(**kw)\ndef told(enable_thinking=False, **rest):\n    print(enable_thinking)\ntold(**kw)\n",
        KEPT,
        hint="also go to the call in main.py:10",
    ),
    *(
        Case(f"no reader: {line}", f"{KW}{line}\ncreate(**kw)\n", ("DSM101 1 certain safe", "DSM201 1 certain safe"), MOVED)
        for line in (
            "for each in kw:\n    print(each)",
            'OTHER = {"enable_thinking": 1}\ndef told(q):\n    return q["enable_thinking"]\nprint(told(OTHER))',
            'print(kw["messages"], "enable_thinking" in M)',
            "def told(messages, **rest):\n    print(messages)\ntold(**kw)",
        )
    ),
]


@pytest.mark.parametrize("case", READERS, ids=lambda case: case.name)
def test_a_mapping_that_others_read(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


@pytest.mark.parametrize("encoding", ["latin-1", "gbk"])
@pytest.mark.parametrize(
    ("line", "codes"), [("", [""]), ('if d["{word}"]["b"]["enable_thinking"]:\n    print()\n', ["shared-value"])]
)
def test_what_reads_a_key_is_found_in_any_encoding(
    line: str, codes: list[str], encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = {"latin-1": "café", "gbk": "模型"}[encoding]
    program = f'{KW}# {{{word}}} = x\nd = {{"{word}": {{"b": kw}}}}\ncreate(**kw)\nprint(d["{word}"]["b"])\n'
    text = f"# coding: {encoding}\n{HEAD}{program}{line.format(word=word)}"
    (tmp_path / "a.py").write_bytes(text.encode(encoding))
    monkeypatch.chdir(tmp_path)
    found = [each for each in scanned(".")[1] if each["rule"] == "DSM201"]
    assert [each["refusal"]["code"] if isinstance(each["refusal"], dict) else "" for each in found] == codes


@pytest.mark.parametrize(
    "line",
    [
        "console.log(body.extra_body);",
        "console.log(body?.extra_body);",
        "const { model, extra_body } = body;",
        "const { model } = body; const { extra_body } = body;",
        'const Keys = { body: "extra_body" }; console.log(body[Keys.body]);',
        'function told(q) { return q["extra_body"]; } told(body);',
        'if ("extra_body" in body) console.log(1);',
        'if (Object.hasOwn(body, "extra_body")) console.log(1);',
        "const { extra_body: { enable_thinking }, ...rest } = body;",
    ],
)
def test_an_object_that_others_read(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = f"""import OpenAI from "openai";
const client = new OpenAI({{ baseURL: {ENDPOINT} }});
const body = {{ model: {V32}, messages: [], extra_body: {{ enable_thinking: true }} }};
const r = await client.chat.completions.create(body);
{line}
"""
    found = ("DSM101 main.mjs:3 certain shared-value", "DSM201 main.mjs:3 certain shared-value")
    check(Case("JavaScript", "", found, files={"main.mjs": program}, hint="main.mjs:5 reads this key"), tmp_path, monkeypatch)


LLAMA = f"import json\nfrom llama_index.llms.openai_like import OpenAILike\nU = {ENDPOINT}\nX, Y = {{'seed': 1}}, json.load(open('y'))\n"
TRUE = '"enable_thinking": True'
AGENT = 'a = Agent(name="a", model=model, model_settings=ModelSettings('
DASHSCOPE = "from dashscope import Generation\n"
THINK, THINKS = "DSM203 1 certain safe", ("DSM101 1 certain safe", "DSM203 1 certain safe")
HELD = "may hold the same key already; merge them by hand:"


HANDING = """\
import asyncio, json, litellm
from functools import partial
from threading import Thread
from dashscope import Generation
loop, Y = asyncio.get_event_loop(), json.load(open("y"))
"""
ROUTER = 'r = litellm.Router(model_list=[{{"model_name": "a", "litellm_params": {{"model": "dashscope/deepseek-v3.2", "extra_body": {}}}}}])\n'


def llama(name: str, given: str, after: str | None) -> Case:
    """An object that takes the body one mapping further in, with the switch somewhere else in that mapping."""
    source = f"m = OpenAILike(model={V32}, api_base=U, additional_kwargs={given})\n"
    if after is None:
        return both(name, source, "key-conflict", f"`additional_kwargs` {HELD} additional_kwargs={{", head=LLAMA)
    return fixed(name, source, {V32: PLUS, given: after}, NEXT, LLAMA)


def agent(name: str, rule: str, given: str, after: str) -> Case:
    return fixed(
        name,
        f"{AGENT}{given}))\n",
        {V3: PLUS, f"({given})": f"({after})"},
        ("DSM101 0 certain safe", f"{rule} 1 certain safe"),
        AGENTS,
    )


def fits(name: str, given: str, after: str | None) -> Case:
    """A body that says the switch in another vendor's word."""
    source = f"create(model={V32}, messages=M, extra_body={given})\n"
    if after is None:
        return both(name, source, "key-conflict", f"`extra_body` {HELD} extra_body={{", rule="DSM203")
    return fixed(name, source, {V32: PLUS, given: after}, THINKS)


WITHIN = [
    # What moves within one mapping goes to where nothing else can be.
    llama("a body beside it", f'{{{TRUE}, "extra_body": {{"seed": 1}}}}', f'{{"extra_body": {{"seed": 1, {TRUE}}}}}'),
    llama(
        "a body before it",
        f'{{"extra_body": {{"seed": 1}}, "parameters": {{{TRUE}}}}}',
        f'{{"extra_body": {{"seed": 1, {TRUE}}}}}',
    ),
    llama("a body that takes its place", f'{{"parameters": {{{TRUE}}}, "seed": 1}}', f'{{"extra_body": {{{TRUE}}}, "seed": 1}}'),
    llama("a body around it", f'{{"extra_body": {{"parameters": {{{TRUE}}}}}}}', f'{{"extra_body": {{{TRUE}}}}}'),
    llama("a body that is null", f'{{{TRUE}, "extra_body": None}}', f'{{"extra_body": {{{TRUE}}}}}'),
    llama("a dict", "dict(enable_thinking=True, extra_body=dict(seed=1))", "dict(extra_body=dict(seed=1, enable_thinking=True))"),
    llama("other keys of a known name", f"{{**X, {TRUE}}}", f'{{**X, "extra_body": {{{TRUE}}}}}'),
    llama("a body that is not in sight", f'{{{TRUE}, "extra_body": Y}}', None),
    llama("a body that is partly in sight", f'{{{TRUE}, "extra_body": {{**Y}}}}', None),
    llama("other keys that are not in sight", f"{{**Y, {TRUE}}}", None),
    llama("other keys behind it that are not in sight", f"{{{TRUE}, **Y}}", None),
    Case(
        "a body that says null",
        f'm = OpenAILike(model={V32}, api_base=U, additional_kwargs={{{TRUE}, "extra_body": {{"enable_thinking": None}}}})\n',
        tuple(f"{rule} 1 certain choice-needed" for rule in ("DSM101", "DSM201", "DSM202")),
        head=LLAMA,
    ),
    fits("the only key", '{"think": True}', f"{{{TRUE}}}"),
    fits("the first key", '{"think": True, "seed": 1}', f'{{{TRUE}, "seed": 1}}'),
    fits("the only key of a dict", "dict(think=True)", "dict(enable_thinking=True)"),
    fits("a key of a dict", "dict(seed=1, think=True)", "dict(seed=1, enable_thinking=True)"),
    fits("a key that nobody knows", '{"think": True, M[0]: 1}', None),
    Case(
        "what is unpacked",
        f'm = ChatOpenAI(model={V32}, base_url=URL, extra_body={{"think": True, **{{"enable_thinking": None}}}})\n',
        tuple(f"{rule} 1 certain choice-needed" for rule in ("DSM101", "DSM202", "DSM203")),
        head=LANG,
    ),
    fixed(
        "a body in the body's body, with others",
        f'create(model={V32}, messages=M, extra_body={{"extra_body": {{"extra_body": {{{TRUE}}}, "x": 1}}}})\n',
        {V32: PLUS, f'"extra_body": {{"extra_body": {{{TRUE}}}, "x": 1}}': f'"extra_body": {{"x": 1}}, {TRUE}'},
        NEXT,
    ),
    # What an argument brings is merged where the whole way is written out.
    fixed(
        "a keyword, and a body written out",
        f'm = OpenAILike(model={V32}, api_base=U, enable_thinking=True, additional_kwargs={{"extra_body": {{"seed": 1}}}})\n',
        {V32: PLUS, "enable_thinking=True, ": "", '"seed": 1}}': f'"seed": 1, {TRUE}}}}}'},
        NEXT,
        LLAMA,
    ),
    both(
        "a keyword, and a body by its name",
        f'K = {{"extra_body": X}}\nm = OpenAILike(model={V32}, api_base=U, enable_thinking=True, additional_kwargs=K)\n',
        "key-conflict",
        HELD,
        (2, 2),
        LLAMA,
    ),
    both(
        "an entry, and a body that is not in sight",
        f'K = {{"model": {V32}, "api_base": U, "enable_thinking": True, "additional_kwargs": {{"extra_body": Y}}}}\nOpenAILike(**K)\n',
        "key-conflict",
        HELD,
        head=LLAMA,
    ),
    both(
        "a keyword, and a body that is null or not in sight",
        f"import json, sys\nB = None if sys.argv[1:] else json.load(open('b'))\n{CREATE}enable_thinking=True, extra_body=B)\n",
        "key-conflict",
        HELD,
        (3, 3),
    ),
    fixed(
        "a keyword, and a body that is null or known",
        f"import sys\nB = None if sys.argv[1:] else {{'seed': 1}}\n{CREATE}enable_thinking=True, extra_body=B)\n",
        {V32: PLUS, "enable_thinking=True, extra_body=B": f"extra_body={{**(B or {{}}), {TRUE}}}"},
        ("DSM101 3 certain safe", "DSM201 3 certain safe"),
    ),
    # An entry of what is unpacked, where the switch stands at its place already and says nothing.
    both(
        "an entry beside null",
        f'KW = {{"model": {V32}, "messages": [], "enable_thinking": None, "extra_body": {{{TRUE}}}, "result_format": "message"}}\n'
        "Generation.call(**KW)\n",
        "key-conflict",
        f"`enable_thinking` {HELD} enable_thinking=",
        head=DASHSCOPE,
    ),
    both(
        "a statement behind null",
        f'KW = {{"model": {V32}, "messages": [], "enable_thinking": None, "result_format": "message"}}\n'
        'KW["enableThinking"] = True\nGeneration.call(**KW)\n',
        "key-conflict",
        "`enable_thinking` is passed as well",
        (1, 2),
        DASHSCOPE,
        "DSM203",
    ),
    both(
        "an entry that has others beside it",
        f'KW = {{"model": {V32}, "messages": [], "extra_body": {{{TRUE}, "x": 1}}, "result_format": "message"}}\nGeneration.call(**KW)\n',
        "body-not-literal",
        "`extra_body` holds other keys too",
        head=DASHSCOPE,
    ),
    fixed(
        "an entry that is all of its mapping",
        f'KW = {{"model": {V32}, "messages": M, "extra_query": {{{TRUE}}}}}\ncreate(**KW)\n',
        {V32: PLUS, "extra_query": "extra_body"},
        NEXT,
    ),
    # What somebody else calls is handed no keyword, what is prepared for that is.
    *(
        alone(
            f"handed to somebody: {handed}",
            f"{handed}\n",
            "body-not-literal",
            "write the switch among what it is handed to call it with",
            head=HANDING,
        )
        for handed in (
            f'loop.run_in_executor(None, Generation.call, {V32}, "hi")',
            'loop.run_in_executor(None, litellm.completion, "dashscope/deepseek-v3.2", [])',
            f'Thread(target=Generation.call, args=({V32}, "hi")).start()',
        )
    ),
    fixed(
        "prepared, and handed to somebody",
        f'p = partial(Generation.call, {V32})\nloop.run_in_executor(None, p, "hi")\n',
        {f"{V32})": f"{MAX}, enable_thinking=False)"},
        head=HANDING,
    ),
    fixed(
        "a body that is written out beside what is unpacked",
        f'def ask(**more):\n    return create(model={V32}, messages=M, extra_body={{"seed": 1}}, **more)\n',
        {V32: PLUS, '"seed": 1}': '"seed": 1, "enable_thinking": False}'},
        ("DSM101 2 certain safe",),
    ),
    # A default goes before what may say it.
    *(
        fixed(
            f"{name} that is {'partly in sight' if more else 'written out'}",
            source.format(f'{{"seed": 1{more}}}'),
            {"deepseek-v3.2": "qwen3.7-plus", '"seed": 1': '"seed": 1, "enable_thinking": False'},
            head=HANDING,
        )
        for more in ("", ", **Y")
        for name, source in {
            "a body among what is unpacked": 'KW = {{"model": "dashscope/deepseek-v3.2", "extra_body": {}}}\nlitellm.completion(messages=[], **KW)\n',
            "a body of a router's model": ROUTER,
        }.items()
    ),
    alone(
        "a router's model with keys that are not in sight",
        ROUTER.replace('"extra_body": {}', "**Y").format(),
        "unpacked-arguments",
        'extra_body={"enable_thinking": …}',
        head=HANDING,
    ),
    # An object is no mapping, but keeps those that it is made with.
    agent("another word in an object's body", "DSM203", 'extra_body={"think": False}', OFF),
    agent("another argument of an object", "DSM201", 'extra_query={"enable_thinking": False}', OFF),
    agent("an argument that an object does not have", "DSM201", "enable_thinking=False", OFF),
    agent(
        "an argument beside an object's body",
        "DSM201",
        'enable_thinking=False, extra_body={"seed": 1}',
        f'extra_body={{"seed": 1, {OFF[12:]}',
    ),
    agent("a body in an object's body", "DSM201", 'extra_body={"extra_body": {"enable_thinking": False}}', OFF),
    fixed(
        "an argument beside an object",
        'a = Agent(name="a", model=model, enable_thinking=False, model_settings=ModelSettings(top_p=1))\n',
        {V3: PLUS, "enable_thinking=False, ": "", "top_p=1)": f"top_p=1, {OFF})"},
        ("DSM101 0 certain safe", "DSM201 1 certain safe"),
        AGENTS,
    ),
    Case(
        "a query's key, before what may hold the same one",
        f"from conf import Y\ncreate(model={V32}, messages=M, extra_query={{'enable_thinking': True, **Y}})\n",
        ("DSM101 2 certain key-conflict", "DSM201 2 certain key-conflict"),
    ),
    fixed(
        "a query's key, behind what may hold the same one",
        f"from conf import Y\ncreate(model={V32}, messages=M, extra_query={{**Y, 'enable_thinking': True}})\n",
        {V32: PLUS, "{**Y, 'enable_thinking': True})": f"{{**Y}}, extra_body={{{TRUE}}})"},
        ("DSM101 2 certain safe", "DSM201 2 certain safe"),
    ),
    # What a mapping is written as stays.
    fixed(
        "a keyword, and a body that is a dict",
        f"{CREATE}enable_thinking=True, extra_body=dict(seed=1))\n",
        {V32: PLUS, "enable_thinking=True, ": "", "seed=1": "seed=1, enable_thinking=True"},
        NEXT,
    ),
    fixed(
        "a prepared keyword, and a body by its name",
        f"from functools import partial\nB = {{'seed': 1}}\nask = partial(create, messages=M, enable_thinking=True, extra_body=B)\nask(model={V32})\n",
        {V32: PLUS, "enable_thinking=True, extra_body=B": f"extra_body={{**B, {TRUE}}}"},
        ("DSM201 3 certain safe", "DSM101 4 certain safe"),
    ),
]


@pytest.mark.parametrize("case", WITHIN, ids=lambda case: case.name)
def test_a_move_within_a_mapping(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


def test_a_property_goes_into_an_object_that_is_written_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = f"""import {{ ChatOpenAI }} from "@langchain/openai";
const configuration = {{ baseURL: {ENDPOINT} }};
export const chat = new ChatOpenAI({{ model: {V32}, configuration, enable_thinking: true, modelKwargs: {{ seed: 1 }} }});
"""
    found = ("DSM101 main.mjs:3 certain safe", "DSM201 main.mjs:3 certain safe")
    after = {V32: PLUS, "enable_thinking: true, ": "", "seed: 1": "seed: 1, enable_thinking: true"}
    check(Case("LangChain.js", "", found, after, files={"main.mjs": program}), tmp_path, monkeypatch)

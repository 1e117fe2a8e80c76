"""Small programs of each surface with the request that they send, before and after: what is told of a call, word for word."""

from __future__ import annotations

from dataclasses import dataclass

from migrator.findings import Json

Body = dict[str, Json]
CHAT, RESPONSES = "/compatible-mode/v1/chat/completions", "/compatible-mode/v1/responses"
COMPLETIONS = "/compatible-mode/v1/completions"
TEXT = "/api/v1/services/aigc/text-generation/generation"
PARTS = "/api/v1/services/aigc/multimodal-generation/generation"
HI: Json = [{"role": "user", "content": "hi"}]


@dataclass(frozen=True)
class Row:
    """A call and the body that it sends; `after` is that body with the fix, nothing for what most fixes make of it.

    `refused` says that nothing is promised, `runs` that the real SDK can be asked here what it sends.
    """

    call: str
    before: Body | None
    after: Body | None = None
    path: str = CHAT
    refused: bool = False
    runs: bool = True

    @property
    def requests(self) -> tuple[Json, Json]:
        """The request before and after, as a finding tells them."""
        after = self.after if self.after is not None else fixed(self.before or {})
        before: Json = None if self.before is None else {"path": self.path, "body": self.before}
        return before, None if self.refused else {"path": self.path, "body": after}


@dataclass(frozen=True)
class Surface:
    """Rows that begin alike; `environments` are those of the wire tests that they run in."""

    name: str
    file: str
    head: str
    rows: tuple[Row, ...]
    environments: tuple[str, ...] = ()
    foot: str = ""

    def program(self, row: Row) -> str:
        """A row as a program of its own."""
        return f"{self.head}{row.call}\n{self.foot}"


def fixed(body: Body) -> Body:
    """What most fixes make of a body: another model, and the switch off."""
    if "input" in body:
        parameters = body.get("parameters")
        assert isinstance(parameters, dict)
        return {**body, "model": "qwen3.7-max", "parameters": {**parameters, "enable_thinking": False}}
    return {**body, "model": "qwen3.7-plus", "enable_thinking": False}


def chat(**more: Json) -> Body:
    return {"model": "deepseek-v3", "messages": HI, **more}


def native(**parameters: Json) -> Body:
    return {"model": "deepseek-v3", "input": {"messages": HI}, "parameters": parameters}


def _of_depth(number: int, innermost: Json) -> Json:
    return innermost if number == 0 else {"x": [_of_depth(number - 2, innermost)]}


OPENAI_HEAD = """\
import ast, asyncio, functools, json, os, sys
from openai import NOT_GIVEN, AsyncOpenAI, OpenAI
from pydantic import BaseModel
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
create = client.chat.completions.create
M = [{"role": "user", "content": "hi"}]
V3 = dict(model="deepseek-v3", messages=M)
load = functools.partial(ast.literal_eval, "{'top_p': 0.5}")
class Answer(BaseModel):
    text: str
"""
LONG = "load()['a very long way to say what is taken here, which is cut off at the eightieth sign']"
OPENAI = Surface(
    "OpenAI for Python",
    "main.py",
    OPENAI_HEAD,
    (
        Row("create(**V3)", chat()),
        Row("create(**V3, temperature=0.5, n=1, stop=('a', 'b'))", chat(temperature=0.5, n=1, stop=["a", "b"])),
        Row(
            "create(**V3, stream=True, stream_options=dict(include_usage=True))",
            chat(stream=True, stream_options={"include_usage": True}),
        ),
        # What stands for "not given" is left out; None is said.
        Row("create(**V3, seed=NOT_GIVEN, stop=None)", chat(stop=None)),
        Row("create(**V3, extra_body={'top_k': NOT_GIVEN, 'x': {'y': None}})", chat(x={"y": None})),
        Row("create(**V3, extra_body=None, timeout=9)", chat()),
        Row("create(timeout=NOT_GIVEN, **V3)", chat()),
        Row("create(**V3, extra_headers={'X-A': 'b'}, extra_query={'c': 1})", chat()),
        # What is merged into the body beats what stands beside it.
        Row("create(**V3, seed=1, extra_body={'seed': 2, 'top_k': 3})", chat(seed=2, top_k=3)),
        Row("create(messages=M, model='x', extra_body={'model': 'deepseek-v3'})", chat()),
        # What is not in sight may bring anything.
        Row("create(**V3, extra_body=load())", chat(**{"?": "load()"})),
        Row("create(**V3, extra_body={'top_k': 3, **load()})", chat(top_k=3, **{"?": "{'top_k': 3, **load()}"})),
        Row("create(**V3, extra_body={'x': {'y': 1, **load()}})", chat(x={"y": 1, "?": "{'y': 1, **load()}"})),
        Row("create(**V3, **load())", chat(**{"?": "unknown keys"}), refused=True),
        Row("create(**V3, metadata={'a': 'b'}, **load())", chat(metadata={"a": "b"}, **{"?": "unknown keys"}), refused=True),
        Row("create(**V3, extra_body={sys.argv[0]: 1, 'top_k': 2})", chat(top_k=2, **{"?": "sys.argv[0]: 1"})),
        Row(
            "create(**V3, extra_body={'x': {1: 2, 'y': {sys.argv[0]: 3, 'z': 4}}})",
            chat(x={"y": {"z": 4, "?": "{sys.argv[0]: 3, 'z': 4}"}, "?": "{1: 2, 'y': {sys.argv[0]: 3, 'z': 4}}"}),
        ),
        Row("create(**V3, temperature=load()['top_p'])", chat(temperature={"?": "load()['top_p']"})),
        Row(f"create(**V3, user={LONG})", chat(user={"?": LONG[:80]}), runs=False),
        Row("create(**V3, stop=['a', *sys.argv[1:]])", chat(stop={"?": "['a', *sys.argv[1:]]"})),
        Row("create(**V3, stop=['a', *('b', 'c')])", chat(stop=["a", "b", "c"])),
        Row(
            "create(**V3, metadata={'a': f'{len(sys.argv)}', 'b': 'x' + 'y'})",
            chat(metadata={"a": {"?": "f'{len(sys.argv)}'"}, "b": "xy"}),
        ),
        Row("create(**V3, extra_body={'x': float('inf')})", chat(x={"?": "float('inf')"}), runs=False),
        Row("create(**V3, extra_body={'x': 1e999})", chat(x={"?": "1e999"}), runs=False),
        Row(f"create(**V3, extra_body={{'x': {_of_depth(12, 'y')}}})", chat(x=_of_depth(12, "y"))),
        Row(f"create(**V3, extra_body={{'x': {_of_depth(14, 'y')}}})", chat(x=_of_depth(12, {"x": {"?": "['y']"}}))),
        # What is there only sometimes, or one of several, is not known.
        Row("create(**V3, **({'seed': 1} if len(sys.argv) > 1 else {}))", chat(seed={"?": "1"})),
        Row(
            "create(model='deepseek-v3', messages=M, **({'seed': 1, 'n': 1} if len(sys.argv) > 1 else {'seed': 2, 'n': 1}))",
            chat(seed={"?": "1 or 2"}, n=1),
        ),
        Row("create(**V3, extra_body={'top_k': 1} if len(sys.argv) > 1 else None)", chat(top_k={"?": "1"})),
        Row("create(**V3, seed=3, extra_body={'seed': 1} if len(sys.argv) > 1 else {})", chat(seed={"?": "1"})),
        Row("create(**V3, extra_body={'top_k': 1} if len(sys.argv) > 1 else {'top_k': 2})", chat(top_k={"?": "2"})),
        Row("create(**V3, extra_body={'x': True} if len(sys.argv) > 1 else {'x': 1})", chat(x={"?": "1"})),
        Row(
            "K = dict(V3)\nif len(sys.argv) > 1:\n    K['extra_body'] = {'top_k': 1}\ncreate(**K)",
            chat(top_k={"?": "1"}),
            refused=True,
        ),
        Row(
            "X = {'a': 1}\nif len(sys.argv) > 1:\n    X['b'] = 2\ncreate(**V3, extra_body={'x': X})",
            chat(x={"a": 1, "b": {"?": "2"}}),
        ),
        Row(
            "def ask(extra={'top_k': 1}):\n    return create(**V3, extra_body=extra)",
            chat(top_k={"?": "1"}, **{"?": "extra"}),
            runs=False,
        ),
        Row("create(**V3, extra_body={'top_k': 1} if len(sys.argv) > 1 else {'top_k': 1, 'a': 2})", chat(top_k=1, a={"?": "2"})),
        Row(
            "create(**V3, extra_body={'top_k': 1} if len(sys.argv) > 1 else load())",
            chat(top_k={"?": "1"}, **{"?": "{'top_k': 1} if len(sys.argv) > 1 else load()"}),
        ),
        Row("create(**V3, seed=1 if len(sys.argv) > 1 else 2)", chat(seed={"?": "1 if len(sys.argv) > 1 else 2"})),
        Row("create(**V3, seed=1 if len(sys.argv) > 1 else 1)", chat(seed=1)),
        Row("create(**V3, user=True if len(sys.argv) > 1 else 1)", chat(user={"?": "True if len(sys.argv) > 1 else 1"})),
        Row(
            "B = {'x': {'a': 1}}\nif len(sys.argv) > 1:\n    B['x'] = {'a': 1, 'b': 2}\n    B['y'] = {'c': 1}\n"
            "create(**V3, extra_body=B)",
            chat(x={"?": "{'a': 1, 'b': 2}"}, y={"?": "{'c': 1}"}),
        ),
        Row(
            "def ask(**more):\n    return create(model='deepseek-v3', messages=M, **more)\nask(seed=1)\nask(seed=2, n=1)",
            chat(seed={"?": "1 or 2"}, n={"?": "1"}),
        ),
        # Each method, and the one below them all.
        Row(
            "client.chat.completions.parse(**V3, response_format=Answer)",
            chat(response_format={"?": "Answer"}, stream=False),
        ),
        Row("with client.chat.completions.stream(**V3) as s:\n    list(s)", chat(stream=True)),
        Row("client.with_options(timeout=9).chat.completions.with_raw_response.create(**V3)", chat()),
        Row("asyncio.run(AsyncOpenAI(base_url=client.base_url).chat.completions.create(**V3))", chat()),
        Row(
            "client.completions.create(model='deepseek-v3', prompt='hi', max_tokens=5)",
            {"model": "deepseek-v3", "prompt": "hi", "max_tokens": 5},
            path=COMPLETIONS,
        ),
        Row(
            "client.responses.create(model='deepseek-v3', input='hi')",
            {"model": "deepseek-v3", "input": "hi"},
            {"model": "qwen3.7-plus", "input": "hi", "reasoning": {"effort": "none"}},
            path=RESPONSES,
        ),
        Row("client.post('/chat/completions', body={**V3, 'seed': 1}, cast_to=object)", chat(seed=1)),
        # What raises is not sent.
        Row("create(**V3, enable_thinking=True)", None, {**chat(), "model": "qwen3.7-plus", "enable_thinking": True}),
        Row("create(**V3, enable_thinking=NOT_GIVEN)", None, fixed(chat())),
        Row(
            "create(model='deepseek-v3', messages=M, **({'foo': 1} if len(sys.argv) > 1 else {'seed': 1}))",
            chat(seed=1),
            fixed(chat(seed={"?": "1"})),
        ),
        Row(
            "create(**V3, extra_body={'parameters': {'enable_thinking': False}})",
            chat(parameters={"enable_thinking": False}),
            fixed(chat()),
        ),
        # It is looked for as far inside as people put it.
        Row(
            "create(**V3, extra_body={'parameters': {'extra_body': {'extra_body': {'enable_thinking': False}}}})",
            chat(parameters={"extra_body": {"extra_body": {"enable_thinking": False}}}),
            fixed(chat()),
        ),
        Row(
            "create(**V3, extra_body={'x': {'x': {'x': {'extra_body': {'enable_thinking': False}}}}})",
            chat(x={"x": {"x": {"extra_body": {"enable_thinking": False}}}}),
        ),
        Row(
            "create(**V3, extra_body={'parameters': {sys.argv[0]: 1, 'enable_thinking': False}})",
            chat(parameters={"enable_thinking": False, "?": "{sys.argv[0]: 1, 'enable_thinking': False}"}),
            fixed(chat(parameters={"?": "{sys.argv[0]: 1, 'enable_thinking': False}"})),
        ),
    ),
    ("openai-3.54.0",),
)

DASHSCOPE_HEAD = """\
import ast, asyncio, functools, json, sys
import dashscope
from dashscope import AioGeneration, Generation, MultiModalConversation
from dashscope.aigc.chat_completion import Completions
client = dashscope.Client()
compatible = dashscope.Client(protocol="openai")
M = [{"role": "user", "content": "hi"}]
P = [{"role": "user", "content": [{"text": "hi"}]}]
V3 = dict(model="deepseek-v3", messages=M)
load = functools.partial(ast.literal_eval, "{'top_p': 0.5}")
"""
PROMPT = {"model": "deepseek-v3", "input": {"prompt": "hi"}}
DASHSCOPE = Surface(
    "DashScope for Python",
    "main.py",
    DASHSCOPE_HEAD,
    (
        Row("Generation.call(**V3)", native(), path=TEXT),
        Row("Generation.call('deepseek-v3', 'hi', temperature=0.5)", {**PROMPT, "parameters": {"temperature": 0.5}}, path=TEXT),
        # A None is left out, but inside of what is handed on as it is.
        Row("Generation.call(**V3, seed=None, top_k=5, x={'y': None})", native(top_k=5, x={"y": None}), path=TEXT),
        Row(
            "Generation.call(**V3, extra_body={'x': {'y': [1]}}, workspace='w')",
            native(extra_body={"x": {"y": [1]}}),
            path=TEXT,
        ),
        Row("Generation.call(**V3, headers={'X-A': 'b'}, request_timeout=9)", native(), path=TEXT),
        Row(
            "list(Generation.call(**V3, stream=True, incremental_output=True))",
            native(incremental_output=True, stream={"?": "what the SDK puts here by itself"}),
            path=TEXT,
        ),
        Row("Generation.call(**V3, stream=False)", native(), path=TEXT),
        Row("Generation.call(**V3, stream=len(sys.argv) > 5)", native(), path=TEXT),
        Row(
            "Generation.call(**V3, **load())",
            {
                "model": "deepseek-v3",
                "input": {"messages": HI, "?": "unknown keys"},
                "parameters": {"?": "unknown keys"},
                "?": "unknown keys",
            },
            path=TEXT,
            refused=True,
        ),
        Row("asyncio.run(AioGeneration.call(**V3, result_format='message'))", native(result_format="message"), path=TEXT),
        Row(
            "MultiModalConversation.call(model='deepseek-v3', messages=P, top_p=0.5)",
            {
                "model": "deepseek-v3",
                "input": {"messages": [{"role": "user", "content": [{"text": "hi"}]}]},
                "parameters": {"top_p": 0.5},
            },
            {
                "model": "qwen3.7-plus",
                "input": {"messages": [{"role": "user", "content": [{"text": "hi"}]}]},
                "parameters": {"top_p": 0.5, "enable_thinking": False},
            },
            path=PARTS,
        ),
        # The class for the compatible interface sends no keyword that it does not know.
        Row("Completions.create(**V3, extra_body={'y': None}, seed=3, stop=None)", chat(y=None)),
        # The client of 2.x: None is left out here, too.
        Row("client.chat.completions.create(**V3, top_k=None, seed=3)", native(seed=3, result_format="message"), path=TEXT),
        Row(
            "list(client.chat.completions.create(**V3, stream=True))",
            native(result_format="message", incremental_output=True),
            path=TEXT,
        ),
        Row(
            "client.chat.completions.create(**V3, parameters={'top_k': 1} if len(sys.argv) > 1 else {'x': 2})",
            native(top_k={"?": "1"}, x={"?": "2"}, result_format="message"),
            path=TEXT,
        ),
        Row(
            "client.chat.completions.create(**V3, parameters=load())",
            native(result_format="message", **{"?": "load()"}),
            path=TEXT,
        ),
        Row("compatible.chat.completions.create(**V3, seed=3, n=None, parameters={'y': None})", chat(seed=3, y=None)),
        Row(
            "list(compatible.chat.completions.create(**V3, stream=True))",
            chat(stream=True, stream_options={"include_usage": True}),
        ),
        Row(
            "client.chat.completions.create(**V3, extra_body={'top_k': 1})",
            None,
            fixed(native(result_format="message", top_k=1)),
            path=TEXT,
        ),
        Row(
            "dashscope.chat('deepseek-v3', 'hi', seed=3)",
            {
                "model": "deepseek-v3",
                "input": {"messages": {"?": "'hi'"}},
                "parameters": {"seed": 3, "result_format": "message"},
            },
            path=TEXT,
        ),
    ),
    ("dashscope-2.0.2",),
)

HTTP_HEAD = """\
import ast, functools, json, sys, urllib.request
import requests
HOST = "https://dashscope.aliyuncs.com"
CHAT = f"{HOST}/compatible-mode/v1/chat/completions"
TEXT = f"{HOST}/api/v1/services/aigc/text-generation/generation"
M = [{"role": "user", "content": "hi"}]
V3 = dict(model="deepseek-v3", messages=M)
load = functools.partial(ast.literal_eval, "{'top_p': 0.5}")
"""
HTTP = Surface(
    "HTTP from Python",
    "main.py",
    HTTP_HEAD,
    (
        Row("requests.post(CHAT, json=V3, headers={'X-A': 'b'}, timeout=9)", chat()),
        Row("requests.post(CHAT, json={**V3, 'seed': None})", chat(seed=None)),
        Row("requests.post(CHAT, data=json.dumps({'model': 'deepseek-v3', 'messages': M, 'seed': 1}))", chat(seed=1)),
        Row("requests.post(CHAT, json={**V3, **load()})", chat(**{"?": "{**V3, **load()}"})),
        Row(
            "urllib.request.urlopen(urllib.request.Request(CHAT, json.dumps(V3).encode(), {'Content-Type': 'application/json'}))",
            chat(),
        ),
        Row(
            "requests.post(TEXT, json={'model': 'deepseek-v3', 'input': {'messages': M}, 'parameters': {'top_k': 5}})",
            native(top_k=5),
            path=TEXT,
        ),
        Row(
            "requests.post(TEXT, json={'model': 'deepseek-v3', 'input': {'prompt': 'hi'}})",
            PROMPT,
            {"model": "qwen3.7-max", "input": {"prompt": "hi"}, "parameters": {"enable_thinking": False}},
            path=TEXT,
        ),
        Row(
            'requests.post(CHAT, data=\'{"model": "deepseek-v3", "messages": [], "user": "%s", "n": %d}\' % (\'a\', 1))',
            {"model": "deepseek-v3", "messages": [], "user": "a", "n": {"?": "1"}},
        ),
        Row(
            "B = dict(V3)\nif len(sys.argv) > 1:\n    B['seed'] = 1\nB['n'] = 1\nrequests.post(CHAT, json=B)",
            chat(seed={"?": "1"}, n=1),
        ),
        Row("def ask(body):\n    return requests.post(CHAT, json=body)\nask({**V3, 'n': 1})", chat(n=1)),
        Row(
            "requests.post(CHAT, json={**V3, **load()} if sys.argv[1:] else {**V3, 'n': 1})",
            chat(n={"?": "1"}, **{"?": "{**V3, **load()}"}),
        ),
        Row(
            "requests.post(CHAT, json={**V3, 'x': {'a': 1}} if sys.argv[1:] else {**V3, 'x': {'a': 1, 'b': 'é'}})",
            chat(x={"a": 1, "b": {"?": '"é"'}}),
            refused=True,
        ),
        Row(
            "def ask(body={'model': 'deepseek-v3', 'messages': M}):\n    return requests.post(CHAT, json=body)\nask()",
            chat(),
            refused=True,
        ),
        Row(
            "def ask(text):\n    return requests.post(CHAT, data=text)\n"
            "ask(json.dumps({'model': 'deepseek-v3', 'messages': M, 'n': 1}))",
            chat(n=1),
        ),
    ),
    ("dashscope-2.0.2",),
)

NODE_HEAD = """\
import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
const messages = [{ role: "user", content: "hi" }], V3 = { model: "deepseek-v3", messages };
const URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions";
const load = () => JSON.parse(process.env.NOWHERE ?? `{"top_p":${0.5}}`);
const post = (body) => fetch(URL, { method: "POST", body });
"""
NODE = Surface(
    "Node",
    "main.mjs",
    NODE_HEAD,
    (
        Row("await client.chat.completions.create({ ...V3, top_k: 3 }, { timeout: 9000, query: { a: 1 } });", chat(top_k=3)),
        # What is undefined is left out, null is said; a list keeps its places.
        Row("await client.chat.completions.create({ ...V3, seed: undefined, stop: null });", chat(stop=None)),
        Row(
            "await client.chat.completions.create({ ...V3, x: { a: void 0, b: [undefined, , 1], c: null, d: V3.nothing } });",
            chat(x={"b": [None, None, 1], "c": None}),
        ),
        Row(
            "const of = (seed, n) => client.chat.completions.create({ model: 'deepseek-v3', messages, seed, n });\nawait of(1);",
            chat(seed=1),
        ),
        Row("await client.chat.completions.create({ ...V3, ...(process.argv[2] ? { seed: 1 } : {}) });", chat(seed={"?": "1"})),
        Row("await client.chat.completions.create({ ...V3, ...(process.argv[2] && { seed: 1 }) });", chat(seed={"?": "1"})),
        Row("await client.chat.completions.create({ ...V3, ...load() });", chat(**{"?": "{ ...V3, ...load() }"})),
        Row(
            "await client.chat.completions.create({ ...V3, stop: ['a', ...process.argv.slice(2)], n: load().n });",
            chat(stop={"?": "['a', ...process.argv.slice(2)]"}, n={"?": "load().n"}),
        ),
        Row("for await (const _ of await client.chat.completions.create({ ...V3, stream: true }));", chat(stream=True)),
        Row("await client.chat.completions.stream(V3).done();", chat(stream=True)),
        Row(
            "await client.responses.create({ model: 'deepseek-v3', input: 'hi' });",
            {"model": "deepseek-v3", "input": "hi"},
            {"model": "qwen3.7-plus", "input": "hi", "reasoning": {"effort": "none"}},
            path=RESPONSES,
        ),
        Row("await client.post('/chat/completions', { body: { ...V3, n: 1 }, query: { a: 1 } });", chat(n=1)),
        Row(
            "await client.chat.completions.create({ ...V3, extra_body: { x: undefined, enable_thinking: false } });",
            chat(extra_body={"enable_thinking": False}),
            fixed(chat(extra_body={})),
        ),
        # What else is handed over is not sent.
        Row("await client.chat.completions.create(V3, load());", chat()),
        Row("await client.chat.completions.create(V3, process.argv[2] ? { enable_thinking: true } : {});", chat()),
        # A body that is text.
        Row("await post(JSON.stringify({ ...V3, seed: undefined, x: { y: undefined, z: [null] } }));", chat(x={"z": [None]})),
        Row(
            'await post(`{"model": "deepseek-v3", "messages": [], "n": ${1}}`);',
            {"model": "deepseek-v3", "messages": [], "n": {"?": "1"}},
        ),
        Row(
            "let body = { ...V3 };\nif (process.argv[2]) body = { ...V3, seed: 1 };\nawait post(JSON.stringify(body));",
            chat(seed={"?": "1"}),
            refused=True,
        ),
    ),
    ("node-openai-7.57.0",),
)

JAVA_HEAD = """\
import com.alibaba.dashscope.aigc.generation.*;
import com.alibaba.dashscope.common.*;
import java.util.*;
import java.net.URI;
import java.net.http.*;
class A {
  void ask(String q, boolean b) throws Exception {
"""
POST = (
    'HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("https://dashscope.aliyuncs.com/compatible-mode/v1'
    '/chat/completions")).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());'
)
TOLD: Json = {"?": '\\"%s\\"'}
JAVA = Surface(
    "Java",
    "A.java",
    JAVA_HEAD,
    (
        Row(
            'new Generation().call(GenerationParam.builder().model("deepseek-v3").prompt("hi").temperature(0.5f).maxTokens(9)'
            '.topK(5).resultFormat("message").parameter("x", Map.of("y", 1)).build());',
            {
                **PROMPT,
                "parameters": {"temperature": 0.5, "max_tokens": 9, "top_k": 5, "result_format": "message", "x": {"y": 1}},
            },
            path=TEXT,
        ),
        Row(
            'new Generation().call(GenerationParam.builder().model("deepseek-v3").prompt(String.format("Hello %s", q))'
            '.seed(b ? 1 : 2).parameter("x", "%s!".formatted(q)).parameter("y", String.format("%s!", "a")).build());',
            {
                "model": "deepseek-v3",
                "input": {"prompt": {"?": 'String.format("Hello %s", q)'}},
                "parameters": {"seed": {"?": "b ? 1 : 2"}, "x": {"?": '"%s!".formatted(q)'}, "y": "a!"},
            },
            path=TEXT,
        ),
        Row(
            'String body = "{\\"model\\":\\"deepseek-v3\\",\\"messages\\":[],'
            '\\"user\\":\\"Hello %s!\\",\\"stop\\":[\\"%s\\",\\"a\\"]}"'
            f".formatted(q, q);\n{POST}",
            {"model": "deepseek-v3", "messages": [], "user": {"?": '\\"Hello %s!\\"'}, "stop": [{"?": "q"}, "a"]},
        ),
        *(
            Row(
                f'String t = "{{\\"model\\":\\"deepseek-v3\\",\\"messages\\":[],\\"user\\":\\"%s\\",\\"stop\\":[\\"%s\\"]}}";\n'
                f"String body = {filled};\n{POST}",
                {"model": "deepseek-v3", "messages": [], "user": user, "stop": [user]},
            )
            for filled, user in [
                ("String.format(t, q, q)", TOLD),
                ("t.formatted(q, q)", TOLD),
                ("String.format(Locale.ROOT, t, q, q)", TOLD),
                ('t.replace("%s", q)', TOLD),
                ('t.replace("%d", q)', "%s"),
                ('t; q = String.format("%s", q)', "%s"),
            ]
        ),
    ),
    foot="  }\n}\n",
)

KOTLIN = Surface(
    "Kotlin",
    "a.kt",
    "import java.net.URI\nimport java.net.http.*\nfun ask(q: String) {\n",
    (
        Row(
            'val body = """{"model": "deepseek-v3", "messages": [], "user": "%s", "stop": ["$q"]}""".format(q)\n'
            f"{POST.removesuffix(';')}",
            {"model": "deepseek-v3", "messages": [], "user": {"?": '"%s"'}, "stop": [{"?": "$q"}]},
        ),
    ),
    foot="}\n",
)

CURL_HEAD = """\
HOST=https://dashscope.aliyuncs.com
CHAT=$HOST/compatible-mode/v1/chat/completions
TEXT=$HOST/api/v1/services/aigc/text-generation/generation
post() { curl -s "$@" -H "Content-Type: application/json"; }
"""
CURL = Surface(
    "curl",
    "ask.sh",
    CURL_HEAD,
    (
        Row(
            """curl -s $CHAT -d '{"model": "deepseek-v3", "messages": [], "seed": null}'""",
            {"model": "deepseek-v3", "messages": [], "seed": None},
        ),
        Row(
            """curl -s $CHAT --json '{"model": "deepseek-v3", "messages": [], "n": '$1', "user": "a '"$2"'"}'""",
            {"model": "deepseek-v3", "messages": [], "n": {"?": "$1"}, "user": {"?": '"a \'"$2"\'"'}},
            runs=False,
        ),
        Row(
            """curl -s $TEXT -d '{"model": "deepseek-v3", "input": {"prompt": "hi"}, "parameters": {"top_k": 5}}'""",
            {**PROMPT, "parameters": {"top_k": 5}},
            path=TEXT,
        ),
        Row(
            """curl -s $TEXT -d @- <<'END'\n{"model": "deepseek-v3", "input": {"prompt": "hi"}}\nEND""",
            PROMPT,
            {"model": "qwen3.7-max", "input": {"prompt": "hi"}, "parameters": {"enable_thinking": False}},
            path=TEXT,
        ),
    ),
)

SDK: Json = {"?": "what the SDK puts here by itself"}
SCHEMA: Body = {name: {"?": "what becomes of the schema"} for name in ("tools", "response_format", "parallel_tool_calls")}
FRAMEWORK_HEAD = """\
import ast, functools, sys
from pydantic import BaseModel
class Answer(BaseModel):
    text: str
BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
V3 = "deepseek-v3"
load = functools.partial(ast.literal_eval, "{'top_p': 0.5}")
"""


def framed(*left_out: str, **more: Json) -> Body:
    """What frameworks add to what they are told."""
    added = {"messages": SDK, "stream": SDK, "stream_options": SDK}
    return {"model": "deepseek-v3", **{key: value for key, value in added.items() if key not in left_out}, **more}


LANGCHAIN = Surface(
    "LangChain",
    "main.py",
    f"from langchain_openai import ChatOpenAI as Chat\nfrom langchain_deepseek import ChatDeepSeek as Deep\n{FRAMEWORK_HEAD}",
    (
        Row("Chat(model=V3, base_url=BASE, temperature=0.5, seed=None).invoke('hi')", framed(temperature=0.5)),
        Row(
            "Chat(model=V3, base_url=BASE, model_kwargs={'user': 'a'}, extra_body={'x': None}).invoke('hi')",
            framed(user="a", x=None),
        ),
        # What is given later takes the place of the whole.
        Row(
            "Chat(model=V3, base_url=BASE, extra_body={'top_k': 1}, seed=1).invoke('hi', extra_body={'x': 2}, seed=2)",
            framed(x=2, seed=2),
        ),
        Row("Chat(model=V3, base_url=BASE, extra_body={'top_k': 1}).bind(extra_body={'x': 2}).invoke('hi')", framed(x=2)),
        Row("Chat(model=V3, base_url=BASE, extra_body=load()).invoke('hi', extra_body={'x': 2})", framed(x=2)),
        Row("Chat(model=V3, base_url=BASE, extra_body=load()).invoke('hi')", framed(**{"?": "load()"})),
        Row("Chat(model=V3, base_url=BASE, extra_body={'top_k': 1}).invoke('hi', seed=2)", framed(top_k=1, seed=2)),
        Row(
            "Chat(model=V3, base_url=BASE, extra_body={'top_k': 1}).invoke('hi', **load())",
            framed(top_k=1, **{"?": "unknown keys"}),
        ),
        Row("Chat(model=V3, base_url=BASE).bind(**load()).invoke('hi', seed=2)", framed(seed=2, **{"?": "unknown keys"})),
        Row(
            "Chat(model=V3, base_url=BASE, **load()).invoke('hi', seed=2)", framed(seed=2, **{"?": "unknown keys"}), refused=True
        ),
        Row(
            "Chat(model=V3, base_url=BASE).bind_tools([], tool_choice='any').invoke('hi')",
            framed(tool_choice="required"),
            refused=True,
            runs=False,
        ),
        Row(
            "Deep(model=V3, api_base=BASE).with_structured_output(Answer).invoke('hi')",
            framed(tool_choice={"type": "function", "?": "what the SDK makes of it"}, **SCHEMA),
        ),
        Row(
            "Deep(model=V3, api_base=BASE).with_structured_output(Answer, method='json_mode').invoke('hi json')", framed(**SCHEMA)
        ),
        Row(
            "Deep(model=V3, api_base=BASE).with_structured_output(Answer, method=None).invoke('hi json')",
            framed(**SCHEMA),
            runs=False,
        ),
        Row("Chat(model=V3, base_url=BASE, enable_thinking=None).invoke('hi')", None, fixed(framed())),
        # What is prepared.
        Row("functools.partial(Chat, model=V3)(base_url=BASE, seed=1).invoke('hi', seed=2)", framed(seed=2)),
        Row("ask = functools.partial(Chat, model=V3, base_url=BASE)\nask().bind(seed=1).invoke('hi', n=1)", framed(seed=1, n=1)),
    ),
    ("langchain-1",),
)
AGNO = Surface(
    "agno",
    "main.py",
    "from agno.models.dashscope import DashScope\nfrom agno.models.openai.like import OpenAILike\n"
    f"from agno.agent import Agent\n{FRAMEWORK_HEAD}",
    (
        # It says that the model is not to think, unless it is told.
        Row("Agent(model=DashScope(id='deepseek-v3', base_url=BASE)).run('hi')", framed(tools=SDK, enable_thinking=False)),
        Row("Agent(model=DashScope(id='deepseek-v3', base_url=BASE, enable_thinking=None)).run('hi')", framed(tools=SDK)),
        Row(
            "Agent(model=DashScope(id='deepseek-v3', base_url=BASE, seed=None)).run('hi')",
            framed(tools=SDK, enable_thinking=False),
        ),
        Row(
            "Agent(model=DashScope(id='deepseek-v3', base_url=BASE, extra_body=load())).run('hi')",
            framed(tools=SDK, enable_thinking=False),
        ),
        Row(
            "Agent(model=OpenAILike(id='deepseek-v3', base_url=BASE, extra_body={'a': 1}, "
            "request_params={'extra_headers': {'X-A': 'b'}, 'seed': 3})).run('hi')",
            framed(tools=SDK, a=1, seed=3),
        ),
        Row(
            "Agent(model=OpenAILike(id='deepseek-v3', base_url=BASE, extra_body={'a': 1}, "
            "request_params={'extra_body': {'b': 2}, 'seed': 3})).run('hi')",
            framed(tools=SDK, b=2, seed=3),
        ),
    ),
    ("agno-3",),
)
LLAMA_INDEX = Surface(
    "LlamaIndex",
    "main.py",
    "from llama_index.llms.openai_like import OpenAILike as Like\nfrom llama_index.core.llms import ChatMessage\n"
    f"{FRAMEWORK_HEAD}M = [ChatMessage('hi')]\n",
    (
        Row(
            "Like(model=V3, api_base=BASE, is_chat_model=True, "
            "additional_kwargs={'extra_body': {'a': 1, 'n': None}, 'seed': 2}).chat(M, extra_body={'b': 2})",
            framed("stream_options", temperature=SDK, a=1, n=None, seed=2),
            refused=True,
        ),
        Row(
            "Like(model=V3, api_base=BASE, is_chat_model=True, additional_kwargs={'extra_body': {'a': 1}}).chat(M, seed=2)",
            framed("stream_options", temperature=SDK, a=1, seed=2),
        ),
    ),
    ("llama-index",),
)
SMOLAGENTS = Surface(
    "smolagents",
    "main.py",
    f"from smolagents import OpenAIServerModel as Model, ToolCallingAgent as Agent\n{FRAMEWORK_HEAD}",
    (
        Row(
            "Agent(tools=[], model=Model(V3, BASE)).run('hi', max_steps=1)",
            framed(stop=SDK, tools=SDK, tool_choice="required"),
            refused=True,
            runs=False,
        ),
        Row(
            "Agent(tools=[], model=Model(V3, BASE, tool_choice='auto')).run('hi', max_steps=1)",
            framed(stop=SDK, tools=SDK, tool_choice="auto"),
            {
                **fixed(framed(stop=SDK, tools=SDK, tool_choice="auto")),
                "enable_thinking": {"?": "what the calls that use it say"},
            },
        ),
    ),
    ("smolagents",),
)
AXIOS = Surface(
    "axios",
    "main.mjs",
    """\
import axios from "axios";
const URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions";
const V3 = { model: "deepseek-v3", messages: [] };
""",
    (
        Row("await axios.post(URL, { ...V3, n: undefined }, { params: { a: 1 } });", {"model": "deepseek-v3", "messages": []}),
        Row("await axios.post(URL, JSON.stringify({ ...V3, n: 1 }));", {"model": "deepseek-v3", "messages": [], "n": 1}),
    ),
    ("node-frameworks",),
)
SURFACES = (OPENAI, DASHSCOPE, HTTP, NODE, AXIOS, JAVA, KOTLIN, CURL, LANGCHAIN, AGNO, LLAMA_INDEX, SMOLAGENTS)

"""What a person is told to do where a switch cannot be written: whole sentences, and the switch as that surface says it."""

# ruff: noqa: E501 - hints in one line
from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import scan

HEAD = """\
import requests
from dashscope import Generation
from openai import OpenAI

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
create = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1").chat.completions.create
M = []
"""
UNPACKED = "unpacked-arguments: this call unpacks arguments that are not in sight, which may hold the same keyword; write the switch by hand: "
CONFLICT = "key-conflict: `extra_body` may hold the same key already; merge them by hand: "
NULL = "choice-needed: the switch may be null; say true or false: "
BODY = 'extra_body={"enable_thinking": …}'
CALLS = [
    ('def f(**kw): create(model="deepseek-v3", messages=M, **kw)', {UNPACKED + BODY}),
    ('def f(**kw): create(model="deepseek-v3", messages=M, enable_thinking=False, **kw)', {UNPACKED + BODY}),
    ('def f(**kw): Generation.call(model="deepseek-v3.2", messages=M, **kw)', {UNPACKED + "enable_thinking=…"}),
    ('def f(b): create(model="deepseek-v3", messages=M, enable_thinking=False, extra_body=b)', {CONFLICT + BODY}),
    ('def f(t=None): requests.post(URL, json={"model": "deepseek-v3.2", "messages": M, "parameters": {"enable_thinking": t}})', {NULL + 'json={"enable_thinking": …}'}),
    ('def f(q={"enable_thinking": False, "x": 1}): create(model="deepseek-v3.2", messages=M, extra_query=q)', {f"body-not-literal: `extra_query` is not written out here; move the key by hand: {BODY}", "choice-needed: the switch is only sometimes given; give it always"}),
    # Twins that are mended.
    ('def f(): create(model="deepseek-v3", messages=M)', set()),
    ('def f(): create(model="deepseek-v3", messages=M, enable_thinking=False)', set()),
    ('def f(): create(model="deepseek-v3", messages=M, enable_thinking=False, extra_body={"top_k": 1})', set()),
]  # fmt: skip


def test_what_a_person_is_told_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(HEAD + "".join(f"{call}\n" for call, _ in CALLS), encoding="utf-8")
    told: dict[str, set[str]] = {call: set() for call, _ in CALLS}
    lines = HEAD.splitlines() + list(told)
    for each in scan("--isolated", ".", cwd=tmp_path).findings:
        refusal = each["refusal"]
        if isinstance(refusal, dict):
            told[lines[int(str(each["line"])) - 1]].add(f"{refusal['code']}: {refusal['hint']}")
    assert told == dict(CALLS)


def hints(folder: Path, name: str, text: str) -> list[str]:
    """What a person is told to do about the findings of one file."""
    (folder / name).write_text(text, encoding="utf-8")
    return [
        str(each["refusal"]["hint"]) for each in scan("--isolated", ".", cwd=folder).findings if isinstance(each["refusal"], dict)
    ]


COMPATIBLE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
PROVIDER = f"""\
import {{ createOpenAICompatible }} from "@ai-sdk/openai-compatible";
const ours = createOpenAICompatible({{ name: "our-own", baseURL: "{COMPATIBLE}" }});
export const model = ours("deepseek-v3");
"""
CHAIN = f"""\
import {{ ChatOpenAI }} from "@langchain/openai";
const more = (name) => (name.includes("qwen") ? {{ extra_body: {{ enable_thinking: false }} }} : undefined);
export const chat = (name) => new ChatOpenAI({{ model: name, modelKwargs: more(name), configuration: {{ baseURL: "{COMPATIBLE}" }} }});
"""


def test_a_script_is_told_as_one_types_there(tmp_path: Path) -> None:
    (told,) = hints(tmp_path, "a.ts", PROVIDER)
    assert told.endswith('providerOptions: { "our-own": { enable_thinking: … } }')


def test_a_script_is_told_of_what_a_function_gives(tmp_path: Path) -> None:
    (told,) = hints(tmp_path, "a.mjs", CHAIN)
    assert told.endswith("move the key by hand: modelKwargs: { enable_thinking: … }")


BODIES = [
    ("a.py", 'import http.client, json\nc = http.client.HTTPSConnection("dashscope.aliyuncs.com")\ndef f(t=None): c.request("POST", "/compatible-mode/v1/chat/completions", body=json.dumps({"model": "deepseek-v3.2", "messages": [], "parameters": {"enable_thinking": t}}))', 'the body: {"enable_thinking": …}'),
    ("a.py", f'import httpx\ndef f(t=None): httpx.post("{COMPATIBLE}/chat/completions", json={{"model": "deepseek-v3.2", "messages": [], "parameters": {{"enable_thinking": t}}}})', 'json={"enable_thinking": …}'),
    ("a.mjs", f'export const f = (t = null) => fetch("{COMPATIBLE}/chat/completions", {{ method: "POST", body: JSON.stringify({{ model: "deepseek-v3.2", messages: [], parameters: {{ enable_thinking: t }} }}) }});', "the body: { enable_thinking: … }"),
    ("a.mjs", f'import axios from "axios";\nexport const f = (t = null) => axios.post("{COMPATIBLE}/chat/completions", {{ model: "deepseek-v3.2", messages: [], parameters: {{ enable_thinking: t }} }});', "data: { enable_thinking: … }"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "place"), BODIES)
def test_a_body_is_told_by_the_name_that_it_goes_by(name: str, text: str, place: str, tmp_path: Path) -> None:
    assert set(hints(tmp_path, name, f"{text}\n")) == {NULL.partition(": ")[2] + place}


def test_settings_are_no_call(tmp_path: Path) -> None:
    reader = " has to send `enable_thinking` too (off if nothing is said); then rename it"
    block = f"chat:\n  base_url: {COMPATIBLE}\n  model: deepseek-v3.1\n"
    assert hints(tmp_path, "a.yaml", block) == ["what reads the settings in a.yaml:2" + reader]
    (tmp_path / "a.yaml").unlink()
    table = f'export const OURS = {{ chat: {{ baseUrl: "{COMPATIBLE}", model: "deepseek-v3.2" }} }};\n'
    assert hints(tmp_path, "a.ts", table) == ["what reads the settings in a.ts:1" + reader]
    (tmp_path / "a.ts").unlink()
    # What is called is a call.
    (told,) = hints(tmp_path, "a.ts", f'import {{ Chat }} from "chat";\nnew Chat("deepseek-v3", "{COMPATIBLE}");\n')
    assert told.startswith("the call in a.ts:2 has no known place for the thinking switch")

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


DOCUMENT = f"""\
Two programs:

```python
from openai import OpenAI
V = "deepseek-v3.2"
OpenAI(base_url="{COMPATIBLE}").chat.completions.create(model=V, messages=[])
OpenAI(base_url="https://api.deepseek.com").chat.completions.create(model=V, messages=[])
```

```python
from openai import OpenAI
W = "deepseek-v3.2"
OpenAI(base_url="{COMPATIBLE}").chat.completions.create(model=W, messages=[])
print(W == "x")
```
"""


def test_a_place_in_a_document_is_told_by_the_lines_of_the_document(tmp_path: Path) -> None:
    assert hints(tmp_path, "a.md", DOCUMENT) == [
        "the same value also goes to deepseek (a.md:7); give each call its own",
        "it is compared in a.md:14; change both places together, by hand",
    ]


NATIVE = """\
import requests
from dashscope import Generation, MultiModalConversation

URL = "https://dashscope.aliyuncs.com/api/v1/services/aigc/"
"""
ASK = 'ask for result_format="message"'
WHY = ' ("The result_format parameter must be "message" when enable_thinking is true")'
ADDED = 'ask for incremental_output=True ("The incremental_output parameter must be "true" when enable_thinking is true") and put the chunks together, each holds only what is new then'
TEXT, MESSAGE, PART = "output.text", "output.choices[0].message.content", 'output.choices[0].message.content[0]["text"]'
NO_READER, NO_MESSAGES = (
    "`f` returns the reply, and nothing in sight calls it (a.py:5); by hand: ",
    "the messages are not in sight (a.py:5); by hand: ",
)
TO_PARTS = 'qwen3.7-plus is served on the multimodal interface only: call MultiModalConversation.call instead of Generation.call, give each content as [{"text": …}], '
TO_TEXT = "qwen3.7-max is served on the text interface only: call Generation.call instead of MultiModalConversation.call, give each content as plain text, "
STAYS, AS_PARTS = (
    "; or keep the interface and call qwen3.7-max or deepseek-v4-pro",
    "; or keep the interface and call qwen3.7-plus or qwen3.7-max-2026-06-08",
)
INTERFACES = [
    ('Generation.call(model="deepseek-r1", messages=m)', f"{NO_READER}a call that thinks: {ASK}{WHY}, read {MESSAGE} instead of {TEXT}"),
    ('Generation.call(model="deepseek-r1", messages=m, stream=True, result_format="message")', f"{NO_READER}a call that thinks: {ADDED}"),
    ('Generation.call(model="deepseek-r1", messages=m, stream=True)', f"{NO_READER}a call that thinks: {ASK}{WHY}, {ADDED}, read {MESSAGE} instead of {TEXT}"),
    ('Generation.call(model="qwen3.7-plus", messages=m, result_format="message")', f"{NO_MESSAGES}{TO_PARTS}read {PART} instead of {MESSAGE}{STAYS}"),
    ('Generation.call(model="qwen3.7-plus", messages=m)', f"{NO_MESSAGES}{TO_PARTS}read {PART} instead of {TEXT}{STAYS}"),
    ('MultiModalConversation.call(model="qwen3.7-max", messages=m)', f"{NO_MESSAGES}{TO_TEXT}{ASK}{WHY}, read {MESSAGE} instead of {PART}{AS_PARTS}"),
    ('MultiModalConversation.call(model="qwen3.7-max", messages=m, enable_thinking=False)', f"{NO_MESSAGES}{TO_TEXT}{ASK}, read {MESSAGE} instead of {PART}{AS_PARTS}"),
    ('requests.post(URL + "text-generation/generation", json={"model": "deepseek-r1", "input": {"messages": m}})', f"a call that thinks: {ASK}{WHY}, read {MESSAGE} instead of {TEXT}"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "told"), INTERFACES)
def test_an_interface_is_told_step_by_step(call: str, told: str, tmp_path: Path) -> None:
    assert told in hints(tmp_path, "a.py", f"{NATIVE}def f(m): return {call}\n")

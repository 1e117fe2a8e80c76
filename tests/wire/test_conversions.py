"""Programs whose calls get another interface, under the real SDKs: they print what they printed, and nothing objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.scan import fix_source
from migrator.settings_model import Settings
from tests.wire.environments import DASHSCOPE, interpreter
from tests.wire.model_studio import body_of, objections, switch_of, thinks
from tests.wire.run import run_program

pytestmark = pytest.mark.wire
HISTORY = """from dashscope import Generation

name = "Ada"
messages = [
    {"role": "system", "content": "Answer in one word."},
    {"role": "user", "content": f"I am {name}."},
]

for question in ("Who am I?", "Who are you?"):
    messages.append({"role": "user", "content": question})
    response = Generation.call(model="deepseek-v3.2", messages=messages, result_format="message", enable_search=True)
    if response.status_code != 200:
        raise RuntimeError(f"{response.code}: {response.message}")
    answer = response.output.choices[0].message.content
    print(answer.upper(), response.output.choices[0].finish_reason, response.usage.total_tokens)
    print(response.output.choices[0].message.reasoning_content)
    messages.append({"role": "assistant", "content": answer})
"""
WHOLE_MESSAGES = """import dashscope

history = [dict(role="user", content="Hello")]
history.append({"role": "user", "content": "Hello again"})
reply = dashscope.Generation.call("deepseek-v3", messages=history, result_format="message")
history.append(reply.output.choices[0].message)
history.append({"role": "user", "content": "And once more"})
reply = dashscope.Generation.call("deepseek-v3", messages=history, result_format="message")
print(reply["output"]["choices"][0]["message"]["content"])
"""
THINKS = """from dashscope.aigc.generation import Generation as Model

reply = Model.call("deepseek-r1", "Who are you?")
output = reply["output"]
print(reply.status_code, f"{output['text']}", output.get("text"), output.finish_reason)
"""
GROWING_CHUNKS = """import dashscope

last = None
for chunk in dashscope.Generation.call(model="deepseek-v3.1", prompt="Hi", stream=True, enable_thinking=False):
    print([chunk.output.text])
    last = chunk
print(last.output.text, last.request_id)
"""
IN_A_CLASS = """from dashscope import Generation


class Chat:
    def __init__(self, model="deepseek-v3"):
        self.model = model

    def ask(self, question):
        response = Generation.call(
            model=self.model,
            messages=[
                {"role": "system", "content": "Be short."},
                {"role": "user", "content": question + "?"},
            ],
            result_format="message",
            temperature=0.2,
        )
        return response.output.choices[0]["message"]["content"]


print(Chat().ask("Who are you"))
"""
PROGRAMS = {
    "a history": HISTORY,
    "whole messages": WHOLE_MESSAGES,
    "a text reply that thinks": THINKS,
    "growing chunks": GROWING_CHUNKS,
    "in a class": IN_A_CLASS,
}


@pytest.mark.parametrize("environment", [each.name for each in DASHSCOPE])
@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_converted_program_prints_what_it_printed(program: str, environment: str, tmp_path: Path) -> None:
    settings = Settings(to="qwen3.7-plus", unsafe_fixes=True, cwd=str(tmp_path))
    fixed = fix_source("program.py", program.encode(), settings)
    before = run_program(interpreter(environment), program.encode())
    after = run_program(interpreter(environment), fixed)
    assert before.output.strip()
    assert (after.status, after.output) == (0, before.output), after.errors
    assert {body_of(request)["model"] for request in after.requests} == {"qwen3.7-plus"}
    assert [objections(request) for request in after.requests] == [[] for _ in before.requests]
    assert [thinks(request) for request in after.requests] == [thinks(request) for request in before.requests]


@pytest.mark.parametrize("environment", [each.name for each in DASHSCOPE])
def test_a_model_that_thought_goes_on_thinking_without_a_switch(environment: str, tmp_path: Path) -> None:
    fixed = fix_source("program.py", THINKS.encode(), Settings(to="qwen3.7-plus", cwd=str(tmp_path)))
    (request,) = run_program(interpreter(environment), fixed).requests
    assert switch_of(request) is None
    assert request.path.endswith("/multimodal-generation/generation")

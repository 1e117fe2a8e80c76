"""Ways to write one call in JavaScript and what each really does with the thinking switch: `surfaces.md` B as a table."""

from __future__ import annotations

from dataclasses import dataclass

from tests.wire.node import FRAMEWORKS, OPENAI

ALL_OPENAI = OLDEST, NEWEST = tuple(each.name for each in OPENAI)
MISPLACED, DROPPED, ACCIDENT = "misplaced", "dropped", "accident"
BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
OPENAI_SETUP = f"""\
import OpenAI from "openai";
const baseURL = "{BASE}";
const client = new OpenAI({{ baseURL }});
const messages = [{{ role: "user", content: "Hi" }}];
"""
LANGCHAIN_SETUP = f"""\
import {{ ChatOpenAI }} from "@langchain/openai";
const configuration = {{ baseURL: "{BASE}" }};
"""
MODEL = 'model: "deepseek-v3.2"'
SWITCH = "enable_thinking: true"


@dataclass(frozen=True)
class Spelling:
    """One call. `effect` is None where the switch arrives where it is read and nowhere else."""

    name: str
    setup: str
    call: str
    effect: str | None
    environments: tuple[str, ...]

    @property
    def program(self) -> str:
        """The call as a program of its own."""
        return f"{self.setup}\nawait {self.call};\n"


def openai(name: str, call: str, effect: str | None) -> Spelling:
    return Spelling(name, OPENAI_SETUP, call, effect, ALL_OPENAI)


def chat(name: str, keys: str, effect: str | None, options: str = "", method: str = "chat.completions.create") -> Spelling:
    return openai(name, f"client.{method}({{ {MODEL}, messages, {keys} }}{options and ', '}{options})", effect)


def of_one(name: str, call: str, environment: str) -> Spelling:
    """A right spelling that only some versions know: helpers left `beta` with 5 and were gone from it by 7."""
    return Spelling(name, OPENAI_SETUP, call, None, (environment,))


def langchain(name: str, keys: str, effect: str | None) -> Spelling:
    call = f'new ChatOpenAI({{ {MODEL}, configuration, {keys} }}).invoke("Hi")'
    return Spelling(name, LANGCHAIN_SETUP, call, effect, (FRAMEWORKS.name,))


SPELLINGS = (
    chat("top", SWITCH, None),
    chat("top-stream", f"{SWITCH}, stream: true", None),
    of_one("parse", f"client.chat.completions.parse({{ {MODEL}, messages, {SWITCH} }})", NEWEST),
    of_one("stream-helper", f"client.chat.completions.stream({{ {MODEL}, messages, {SWITCH} }}).finalContent()", NEWEST),
    of_one("beta-parse", f"client.beta.chat.completions.parse({{ {MODEL}, messages, {SWITCH} }})", OLDEST),
    of_one("beta-stream", f"client.beta.chat.completions.stream({{ {MODEL}, messages, {SWITCH} }}).finalContent()", OLDEST),
    chat("spread", f"...{{ {SWITCH} }}", None),
    chat("with-options", SWITCH, None, "{ timeout: 9000 }"),
    chat("body", f"extra_body: {{ {SWITCH} }}", MISPLACED),
    chat("camel-body", f"extraBody: {{ {SWITCH} }}", MISPLACED),
    chat("parameters", f"parameters: {{ {SWITCH} }}", MISPLACED),
    chat("template", f"chat_template_kwargs: {{ {SWITCH} }}", MISPLACED),
    chat("camel", "enableThinking: true", MISPLACED),
    chat("options", "n: 1", DROPPED, f"{{ {SWITCH} }}"),
    chat("options-body", "n: 1", DROPPED, f"{{ extra_body: {{ {SWITCH} }} }}"),
    chat("query", "n: 1", MISPLACED, f"{{ query: {{ {SWITCH} }} }}"),
    chat("both", f"{SWITCH}, extra_body: {{ {SWITCH} }}", ACCIDENT),
    openai("completions", f'client.completions.create({{ {MODEL}, prompt: "Hi", {SWITCH} }})', None),
    openai("completions-body", f'client.completions.create({{ {MODEL}, prompt: "Hi", extra_body: {{ {SWITCH} }} }})', MISPLACED),
    langchain("langchain-kwargs", f"modelKwargs: {{ {SWITCH} }}", None),
    langchain("langchain-field", SWITCH, DROPPED),
    langchain("langchain-nested", f"modelKwargs: {{ extra_body: {{ {SWITCH} }} }}", MISPLACED),
)

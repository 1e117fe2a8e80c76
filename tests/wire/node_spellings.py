"""Ways to write one call in JavaScript and what each really does with the thinking switch: `surfaces.md` B as a table."""

from __future__ import annotations

from dataclasses import dataclass

from tests.wire.node import AGENTS, FRAMEWORKS, OPENAI, QWEN

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
AI_SETUP = f"""\
import {{ generateText, streamText }} from "ai";
import {{ createAlibaba }} from "@ai-sdk/alibaba";
import {{ createDeepSeek }} from "@ai-sdk/deepseek";
import {{ createOpenAI }} from "@ai-sdk/openai";
import {{ createOpenAICompatible }} from "@ai-sdk/openai-compatible";
const baseURL = "{BASE}", apiKey = "sk-recorded-not-a-key", prompt = "Hi";
const compatible = createOpenAICompatible({{ name: "alibaba-cloud", baseURL, apiKey }});
const alibaba = createAlibaba({{ baseURL, apiKey }});
const openai = createOpenAI({{ baseURL, apiKey }});
const deepseek = createDeepSeek({{ baseURL, apiKey }});
"""
QWEN_SETUP = f"""\
import {{ generateText }} from "ai";
import {{ createQwen }} from "qwen-ai-provider";
const qwen = createQwen({{ baseURL: "{BASE}", apiKey: "sk-recorded-not-a-key" }}), prompt = "Hi";
"""
AGENTS_SETUP = f"""\
import OpenAI from "openai";
import {{ Agent, run, setDefaultOpenAIClient, setOpenAIAPI, setTracingDisabled }} from "@openai/agents";
setTracingDisabled(true);
setOpenAIAPI("chat_completions");
setDefaultOpenAIClient(new OpenAI({{ baseURL: "{BASE}" }}));
const name = "one";
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


def agents(name: str, keys: str, effect: str | None) -> Spelling:
    return Spelling(name, AGENTS_SETUP, f'run(new Agent({{ name, {MODEL}, {keys} }}), "Hi")', effect, (AGENTS.name,))


def ai(name: str, made: str, keys: str, effect: str | None, function: str = "generateText") -> Spelling:
    call = f"{function}({{ model: {made.replace('MODEL', chr(34) + 'deepseek-v3.2' + chr(34))}, prompt, {keys} }})"
    call += ".text" if function == "streamText" else ""
    setup, environment = (QWEN_SETUP, QWEN) if made.startswith("qwen") else (AI_SETUP, FRAMEWORKS)
    return Spelling(name, setup, call, effect, (environment.name,))


def options(name: str, keys: str) -> str:
    return f"providerOptions: {{ {name}: {{ {keys} }} }}"


CLOUD = '"alibaba-cloud"'
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
    chat("whole-body", "n: 1", None, f"{{ body: {{ {MODEL}, messages, {SWITCH} }} }}"),
    openai("post", f'client.post("/chat/completions", {{ body: {{ {MODEL}, messages, {SWITCH} }} }})', None),
    openai(
        "post-body",
        f'client.post("/chat/completions", {{ body: {{ {MODEL}, messages, extra_body: {{ {SWITCH} }} }} }})',
        MISPLACED,
    ),
    agents("agent-data", f"modelSettings: {{ providerData: {{ {SWITCH} }} }}", None),
    agents("agent-settings", f"modelSettings: {{ {SWITCH} }}", DROPPED),
    agents("agent-settings-body", f"modelSettings: {{ extraBody: {{ {SWITCH} }} }}", DROPPED),
    agents("agent-data-body", f"modelSettings: {{ providerData: {{ extra_body: {{ {SWITCH} }} }} }}", MISPLACED),
    agents("agent-itself", SWITCH, DROPPED),
    of_one(
        "other-options",
        f"client.withOptions({{ timeout: 9000 }}).chat.completions.create({{ {MODEL}, messages, {SWITCH} }})",
        NEWEST,
    ),
    openai(
        "default-query",
        f"new OpenAI({{ baseURL, defaultQuery: {{ {SWITCH} }} }}).chat.completions.create({{ {MODEL}, messages }})",
        MISPLACED,
    ),
    ai("ai-options", "compatible(MODEL)", options(CLOUD, SWITCH), None),
    ai("ai-camel-options", "compatible.chatModel(MODEL)", options("alibabaCloud", SWITCH), None),
    ai("ai-stream", "compatible.languageModel(MODEL)", options(CLOUD, SWITCH), None, "streamText"),
    ai("ai-camel", "compatible(MODEL)", options(CLOUD, "enableThinking: true"), MISPLACED),
    ai("ai-nested", "compatible(MODEL)", options(CLOUD, f"extra_body: {{ {SWITCH} }}"), MISPLACED),
    ai("ai-other-name", "compatible(MODEL)", options("openaiCompatible", SWITCH), DROPPED),
    ai("ai-openai-name", "compatible(MODEL)", options("openai", SWITCH), DROPPED),
    ai("ai-top", "compatible(MODEL)", SWITCH, DROPPED),
    ai("ai-body", "compatible(MODEL)", f"extra_body: {{ {SWITCH} }}", DROPPED),
    ai("ai-settings", f"compatible(MODEL, {{ {SWITCH} }})", "maxRetries: 0", DROPPED),
    ai("ai-alibaba", "alibaba(MODEL)", options("alibaba", "enableThinking: true"), None),
    ai("ai-alibaba-chat", "alibaba.chatModel(MODEL)", options("alibaba", "enableThinking: true, thinkingBudget: 9"), None),
    ai("ai-alibaba-snake", "alibaba(MODEL)", options("alibaba", SWITCH), DROPPED),
    ai("ai-alibaba-name", "alibaba(MODEL)", options("dashscope", "enableThinking: true"), DROPPED),
    ai("ai-openai", "openai.chat(MODEL)", options("openai", SWITCH), DROPPED),
    ai("ai-openai-responses", "openai(MODEL)", options("openai", SWITCH), DROPPED),
    ai("ai-deepseek", "deepseek(MODEL)", options("deepseek", SWITCH), DROPPED),
    ai("ai-qwen", "qwen(MODEL)", options("qwen", SWITCH), None),
    ai("ai-qwen-camel", "qwen.chatModel(MODEL)", options("qwen", "enableThinking: true"), MISPLACED),
    ai("ai-qwen-settings", f"qwen(MODEL, {{ {SWITCH} }})", "maxRetries: 0", DROPPED),
    langchain("langchain-kwargs", f"modelKwargs: {{ {SWITCH} }}", None),
    langchain("langchain-field", SWITCH, DROPPED),
    langchain("langchain-nested", f"modelKwargs: {{ extra_body: {{ {SWITCH} }} }}", MISPLACED),
)

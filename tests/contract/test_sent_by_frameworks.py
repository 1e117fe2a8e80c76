"""Fix 8 where no argument shows what is refused: a framework makes a choice of tools of something else (seen on real SDKs)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

SAFE = ("DSM101 1 certain safe",)
CHOOSE = ("DSM101 1 certain choice-needed",)
BODY = 'extra_body={"enable_thinking": False}'
V3 = '"deepseek-v3"'
LANGCHAIN = """from langchain.chat_models import init_chat_model
from langchain_deepseek import ChatDeepSeek
from langchain_openai import ChatOpenAI
from tools import Out, search
U = "https://dashscope.aliyuncs.com/compatible-mode/v1"
"""
AGENT = """from langchain.agents import create_agent
from langchain.agents.structured_output import ProviderStrategy, ToolStrategy
from langchain_openai import ChatOpenAI
class Out:
    a: int
U = "https://dashscope.aliyuncs.com/compatible-mode/v1"
"""
PYDANTIC = """from pydantic import BaseModel
from pydantic_ai import Agent, NativeOutput, ToolOutput
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider
class Out(BaseModel):
    a: int
class Other(BaseModel):
    b: int
P = OpenAIProvider(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1", api_key="k")
"""
SMOL = """from elsewhere import made
from smolagents import CodeAgent, OpenAIServerModel, ToolCallingAgent
U = "https://dashscope.aliyuncs.com/compatible-mode/v1"
"""


def chain(model: str, later: str, found: tuple[str, ...] = CHOOSE, kind: str = "ChatOpenAI", hint: str = "") -> Case:
    """A LangChain model, and what is made of it."""
    source = f'{kind}(model="deepseek-{model}", base_url=U){later}\n'
    off = f", {BODY}" if model == "v3" else ""
    after = {f'"deepseek-{model}", base_url=U': f'"qwen3.7-plus", base_url=U{off}'} if found == SAFE else {}
    return Case(f"{kind} {model} {later}", source, found, after, head=LANGCHAIN, hint=hint)


def made(rest: str, found: tuple[str, ...], hint: str = "") -> Case:
    """An agent of LangChain."""
    source = f"create_agent(ChatOpenAI(model={V3}, base_url=U), {rest})\n"
    after = {f"{V3}, base_url=U": f'"qwen3.7-plus", base_url=U, {BODY}'} if found == SAFE else {}
    return Case(f"create_agent {rest}", source, found, after, head=AGENT, hint=hint)


def agent(rest: str, found: tuple[str, ...], later: str = "") -> Case:
    """An agent of pydantic-ai with one output or another."""
    source = f"Agent(OpenAIChatModel({V3}, provider=P){rest}){later}\n"
    after = {f"{V3}, provider=P": '"qwen3.7-plus", provider=P, settings={"extra_body": {"enable_thinking": False}}'}
    return Case(f"an agent{rest}{later}", source, found, after if found == SAFE else {}, head=PYDANTIC)


def smol(name: str, source: str, found: tuple[str, ...], after: dict[str, str] | None = None, hint: str = "") -> Case:
    """An agent of smolagents."""
    return Case(name, source, found, after or {}, head=SMOL, hint=hint)


ANY = '.bind_tools([search], tool_choice="any")'
CALLED = '.with_structured_output(Out, method="function_calling")'
RIGHT = {f"{V3}, U": f'"qwen3.7-plus", U, {BODY}'}
AUTOGEN = """from autogen_ext.models.openai import OpenAIChatCompletionClient
c = OpenAIChatCompletionClient(model="deepseek-v3", base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
"""
SCOPE = """from agentscope.model import OpenAIChatModel
c = OpenAIChatModel(model_name="deepseek-v3", client_args={"base_url": "https://dashscope.aliyuncs.com/compatible-mode/v1"})
"""


def later(name: str, source: str, choice: str) -> Case:
    """A model that is made, and asked with a choice of tools later."""
    return Case(
        f"{name} {choice}", f"{source}CALL(messages, tools, tool_choice={choice})\n".replace("CALL", name), CALLED_LATER, head=""
    )


def opened(fields: str, how: str) -> Case:
    """A model of which a run may say more."""
    source = f'init_chat_model({V3}, model_provider="openai", base_url=U, configurable_fields={fields})\n'
    after = {V3: '"qwen3.7-plus"', f"configurable_fields={fields}": f"configurable_fields={fields}, {BODY}"}
    return Case(f"configurable {fields}", source, (f"DSM101 1 certain {how}",), after, head=LANGCHAIN)


CALLED_LATER = ("DSM101 2 certain choice-needed",)
INSTRUCTOR = """import instructor
from openai import OpenAI
class Out:
    a: int
U = "https://dashscope.aliyuncs.com/compatible-mode/v1"
"""


def typed(rest: str, found: tuple[str, ...], mode: str = "", model: str = "deepseek-r1") -> Case:
    """What instructor is asked with, which sends a tool that the model has to call unless its mode says otherwise."""
    by = f", mode=instructor.Mode.{mode}" if mode else ""
    asked = f'model="{model}", messages=[]'
    source = f"c = instructor.from_openai(OpenAI(base_url=U){by})\nc.{rest.replace('@', asked)}\n"
    lines = tuple(each.replace("101 1", "101 2") for each in found)
    after = {model: "qwen3.7-plus", **({"=Out)": f"=Out, {BODY})"} if model == "deepseek-v3" else {})} if found == SAFE else {}
    return Case(f"instructor {rest} {mode} {model}", source, lines, after, head=INSTRUCTOR)


def provided(mode: str, found: tuple[str, ...]) -> Case:
    """The same by a provider's name."""
    by = f", mode=instructor.Mode.{mode}" if mode else ""
    source = f'instructor.from_provider("openai/deepseek-r1", base_url=U{by}).create(messages=[], response_model=Out)\n'
    after = {"openai/deepseek-r1": "openai/qwen3.7-plus"} if found == SAFE else {}
    return Case(f"instructor from_provider {mode}", source, found, after, head=INSTRUCTOR)


def native_stream(rest: str, found: tuple[str, ...]) -> Case:
    """AgentScope's native model, whose streams bring only what is new unless they are told otherwise."""
    made = f'DashScopeChatModel(model_name="deepseek-r1", api_key="x", stream=True{rest})\n'
    after = {'"deepseek-r1"': '"qwen3.7-max"'} if found == SAFE else {}
    return Case(f"a stream{rest}", made, found, after, head="from agentscope.model import DashScopeChatModel\n")


ANYONES = (
    "import instructor\nfrom crewai import LLM\nfrom langchain.chat_models import init_chat_model\n"
    "U = 'https://dashscope.aliyuncs.com/compatible-mode/v1'\nONLY_SO_THAT_IT_IS_READ = 'enable_thinking'\n"
)
DECLARED = '[project]\nname = "x"\nversion = "1"\ndependencies = ["crewai>=1.2", "langchain>=1", "instructor>=1"]\n'


def anyones(source: str, raises: bool) -> Case:
    """A parameter beside a name that decides which class answers, in a project that calls Model Studio too."""
    given = source.rpartition(", ")[2].rstrip(")")
    name, _, value = given.partition("=")
    return Case(
        source,
        f"{source}\nclient = LLM('openai/qwen-plus', base_url=U)\n",
        ("DSM201 1 certain unsafe",) if raises else (),
        {given: f"extra_body={{'{name}': {value}}}"} if raises else {},
        head=ANYONES,
        files={"pyproject.toml": DECLARED},
    )


CASES = [
    *(
        anyones(source, raises=False)
        for source in (
            "LLM('bedrock/claude', top_k=3)",
            "LLM('gemini-2.5-flash', top_k=3)",
            "LLM('watsonx/granite', enable_thinking=True)",
            "init_chat_model('google_genai:gemini-2.5-flash', top_k=40)",
            "init_chat_model('claude-sonnet', top_k=40)",
            "init_chat_model(input(), thinking_budget=9)",
            "instructor.from_provider('anthropic/claude').create(response_model=int, messages=[], top_k=3)",
        )
    ),
    *(
        anyones(source, raises=True)
        for source in (
            "LLM('openai/gpt-5', top_k=3)",
            "LLM('hosted_vllm/mine', enable_thinking=True)",
            "LLM(input(), enable_thinking=True)",
            "init_chat_model('gpt-5', model_provider='openai', top_k=40)",
            "init_chat_model('openai:gpt-5', top_k=40)",
            "instructor.from_provider('openai/gpt-5').create(response_model=int, messages=[], top_k=3)",
        )
    ),
    native_stream("", SAFE),
    native_stream(', generate_kwargs={"incremental_output": False}', ("DSM101 1 certain interface-change",)),
    opened('("model", "temperature")', "unsafe"),
    opened('"any"', "unsafe"),
    opened("[search]", "unsafe"),
    opened('("temperature",)', "safe"),
    opened("None", "safe"),
    later("c.create", AUTOGEN, '"required"'),
    later("c.create_stream", AUTOGEN, '"required"'),
    later("c", SCOPE, '"any"'),
    chain("v3", ANY, hint='tool_choice = "required" is not supported; decide about `tool_choice`'),
    chain("v3", ".bind_tools([search], tool_choice=True)"),
    chain("v3", '.bind_tools([search], tool_choice="search")', SAFE),
    chain("v3", ".bind_tools([search])", SAFE),
    chain("r1", '.bind_tools([search], tool_choice="search")', hint="a forced tool is not supported while thinking"),
    chain("r1", '.bind_tools([search], tool_choice="auto")', SAFE),
    chain("r1", ".bind_tools([search], tool_choice=False)", SAFE),
    chain("r1", CALLED, hint="decide about `method`"),
    chain("v3", CALLED, SAFE),
    chain("r1", '.with_structured_output(Out, method="json_mode")', SAFE),
    chain("r1", ".with_structured_output(Out)", SAFE),
    chain("r1", ".with_structured_output(Out)", CHOOSE, "ChatDeepSeek"),
    chain("r1", '.with_structured_output(Out, method="json_schema")', CHOOSE, "ChatDeepSeek"),
    chain("r1", '.with_structured_output(Out, method="json_mode")', SAFE, "ChatDeepSeek"),
    chain("v3", ".with_structured_output(Out)", SAFE, "ChatDeepSeek"),
    Case(
        "a model chosen by its provider",
        f'init_chat_model({V3}, model_provider="openai", base_url=U){ANY}\n',
        CHOOSE,
        head=LANGCHAIN,
    ),
    made("response_format=Out", CHOOSE, hint="decide about `response_format`"),
    made("tools=[], response_format=ToolStrategy(Out)", CHOOSE),
    made("response_format=ProviderStrategy(Out)", SAFE),
    made("tools=[]", SAFE),
    agent(", output_type=Out", CHOOSE),
    agent(", output_type=ToolOutput(Out)", CHOOSE),
    agent(", output_type=[ToolOutput(Out), Other]", CHOOSE),
    agent(", output_type=[Out, Other]", CHOOSE),
    agent(", result_type=Out", CHOOSE),
    agent("", CHOOSE, '.run_sync("x", output_type=Out)'),
    agent(", output_type=Out | Other", CHOOSE),
    agent(", output_type=list[Out]", CHOOSE),
    agent(", output_type=bool", CHOOSE),
    agent(", output_type=Out | str", SAFE),
    agent(", output_type=NativeOutput(Out)", SAFE),
    agent(", output_type=elsewhere", SAFE),
    agent(", output_type=str", SAFE),
    agent(", output_type=[Out, str]", SAFE),
    agent(", output_type=[]", SAFE),
    agent("", SAFE, '.run_sync("x")'),
    smol(
        "tools that are called", f"ToolCallingAgent([], OpenAIServerModel({V3}, U))\n", CHOOSE, hint="decide about `tool_choice`"
    ),
    smol(
        "a model by its name",
        f"m = OpenAIServerModel({V3}, U)\na = ToolCallingAgent(tools=[], model=m)\n",
        CHOOSE,
        hint="decide about `tool_choice` in main.py:5",
    ),
    smol("code that is run", f"CodeAgent([], OpenAIServerModel({V3}, U))\n", SAFE, RIGHT),
    smol(
        "a model of elsewhere", f"ToolCallingAgent([], made())\nOpenAIServerModel({V3}, U)\n", ("DSM101 2 certain safe",), RIGHT
    ),
    smol(
        "another choice of the model's",
        f'ToolCallingAgent([], OpenAIServerModel({V3}, U, tool_choice="auto"))\n',
        SAFE,
        {f'{V3}, U, tool_choice="auto"': f'"qwen3.7-plus", U, tool_choice="auto", {BODY}'},
    ),
    *(
        typed(f"{call}(@, response_model={kind})", CHOOSE)
        for call, kind in (
            ("chat.completions.create", "Out"),
            ("chat.completions.create", "list[Out]"),
            ("chat.completions.create", "int"),
            ("create", "Out"),
            ("chat.completions.create_partial", "Out"),
        )
    ),
    *(typed("create(@, response_model=Out)", CHOOSE, mode) for mode in ("TOOLS", "TOOLS_STRICT")),
    *(typed("create(@, response_model=Out)", SAFE, mode) for mode in ("MD_JSON", "JSON", "PARALLEL_TOOLS")),
    typed("create(@, response_model=None)", SAFE),
    typed("chat.completions.create(@)", SAFE),
    typed("create(@, response_model=Out)", SAFE, model="deepseek-v3"),
    provided("", CHOOSE),
    provided("TOOLS", CHOOSE),
    provided("MD_JSON", SAFE),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_framework_sends_by_itself(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

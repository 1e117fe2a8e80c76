"""Calls that make an object, hand on to one, or fall back on others: where thinking is said then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

OURS = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
OFF = 'extra_body={"enable_thinking": False}'
CHAT = "from langchain_openai import ChatOpenAI\n"
AGENTS = (
    "from agents import Agent, ModelSettings, OpenAIChatCompletionsModel, RunConfig, Runner\nfrom openai import AsyncOpenAI\n"
    f"client = AsyncOpenAI(base_url={OURS})\n"
)
MODEL = f"model = OpenAIChatCompletionsModel(model={V3}, openai_client=client)\n"
LITE = "from litellm import completion\nM = []\n"
HF = "from huggingface_hub import InferenceClient\n"

INSTRUCTOR = f"import instructor\nfrom openai import OpenAI\nclient = instructor.from_openai(OpenAI(base_url={OURS}){{}})\n"

CASES = [
    Case(
        "a name that is set among its module's",
        f"MODEL = {V3}\ndef setup(name):\n    globals()['MODEL'] = name\nimport sys\nsetup(sys.argv[1])\n"
        "create(model=MODEL, messages=M)\n",
        ("DSM101 1 certain unsafe",),
        {V3: NEW, "messages=M)": f"messages=M, {OFF})"},
    ),
    Case(
        "a name that only its module's names say",
        f"globals()['MODEL'] = {R1}\nglobals()['OTHER']['MODEL'] = 1\nglobals()[M] = 2\ncreate(model=MODEL, messages=M)\n",
        ("DSM101 1 certain safe",),
        {R1: NEW},
    ),
    Case(
        "an attribute that a decorator gives a class",
        f"def told(cls):\n    cls.model = os.environ['MODEL']\n    return cls\n@told\nclass A:\n    model = {V3}\n"
        "    def ask(self):\n        return create(model=self.model, messages=M)\n",
        ("DSM101 6 certain unsafe",),
        {V3: NEW, "messages=M)": f"messages=M, {OFF})"},
    ),
    Case(
        "decorators that keep a class, and mark one",
        "import functools\nKNOWN = {}\ndef kept(cls):\n    KNOWN[cls.__name__] = cls\n    return cls\n"
        "def named(name):\n    def mark(cls):\n        cls.name = name\n        return cls\n    return mark\n"
        f"@kept\n@named('a')\n@functools.total_ordering\nclass A:\n    model = {V3}\n"
        "    def ask(self):\n        return create(model=self.model, messages=M)\n",
        ("DSM101 15 certain safe",),
        {V3: NEW, "messages=M)": f"messages=M, {OFF})"},
    ),
    Case(
        "a switch that a wrapper gives every call",
        INSTRUCTOR.format(', extra_body={"enable_thinking": True}') + "client.create(model='deepseek-v3.2', messages=[])\n",
        ("DSM101 4 certain safe",),
        {"deepseek-v3.2": "qwen3.7-plus"},
        head="",
    ),
    Case(
        "a body that a wrapper gives calls which need different things",
        INSTRUCTOR.format(', extra_body={"top_k": 3}')
        + "client.create(model='deepseek-v3.2', messages=[])\nclient.create(model='deepseek-r1', messages=[])\n",
        ("DSM101 4 certain shared-value", "DSM101 5 certain safe"),
        {"deepseek-r1": "qwen3.7-plus"},
        head="",
    ),
    Case(
        "a client by a provider's name",
        f'import instructor\nc = instructor.from_provider("openai/deepseek-v3", base_url={OURS})\nc.create(messages=M)\n',
        ("DSM101 2 certain safe",),
        {"openai/deepseek-v3": "openai/qwen3.7-plus", f"base_url={OURS}": f"base_url={OURS}, {OFF}"},
        head="",
    ),
    Case(
        "what a class hands on to the constructor of the SDK's",
        CHAT + f"class Chat(ChatOpenAI):\n    def __init__(self):\n        super().__init__(model={V3}, base_url={OURS})\n"
        "Chat().invoke('hi')\n",
        ("DSM101 4 certain safe",),
        {f"model={V3}, base_url={OURS}": f"model={NEW}, base_url={OURS}, {OFF}"},
        head="",
    ),
    Case(
        "such a class with methods of its own",
        CHAT + f"class Chat(ChatOpenAI):\n    def __init__(self):\n        super().__init__(model={R1}, base_url={OURS})\n"
        "    def _generate(self, *args):\n        return super()._generate(*args)\n",
        ("DSM101 4 certain unsafe",),
        {R1: NEW},
        head="",
    ),
    Case(
        "such a class whose body says what the switch would replace",
        CHAT + "class Chat(ChatOpenAI):\n    extra_body: dict = {'top_k': 3}\n    def __init__(self):\n"
        f"        super().__init__(model={R1}, base_url={OURS})\n",
        ("DSM101 5 certain unsafe",),
        {R1: NEW},
        head="",
    ),
    Case(
        "such a class that goes elsewhere",
        CHAT + f"class Chat(ChatOpenAI):\n    def __init__(self):\n"
        f"        super().__init__(model={V3}, base_url='https://api.deepseek.com')\n",
        head="",
    ),
    Case(
        "an object of such a class whose body is replaced",
        CHAT + f"class Chat(ChatOpenAI):\n    def __init__(self):\n        super().__init__(model={V3}, base_url={OURS})\n"
        'Chat().bind(extra_body={"top_k": 3}).invoke("hi")\n',
        ("DSM101 4 certain safe",),
        {
            f"model={V3}, base_url={OURS}": f"model={NEW}, base_url={OURS}, {OFF}",
            '{"top_k": 3}': '{"top_k": 3, "enable_thinking": False}',
        },
        head="",
    ),
    Case(
        "a misplaced switch in such a constructor, below a class without one",
        CHAT + "class Base(ChatOpenAI):\n    pass\nclass Chat(Base):\n    def __init__(self):\n"
        f"        super().__init__(model={V3}, base_url={OURS}, enable_thinking=False)\n",
        ("DSM101 6 certain safe", "DSM201 6 certain safe"),
        {V3: NEW, "enable_thinking=False": OFF},
        head="",
    ),
    Case(
        "a client of the project's own class",
        "from openai import OpenAI\nclass Ours(OpenAI):\n    def __init__(self, key):\n"
        f"        super().__init__(api_key=key, base_url={OURS})\n    def ask(self):\n"
        f"        return self.chat.completions.create(model={V3}, messages=[])\n"
        f"Ours('k').chat.completions.create(model={R1}, messages=[])\n",
        ("DSM101 6 certain safe", "DSM101 7 certain safe"),
        {f"model={V3}, messages=[]": f"model={NEW}, messages=[], {OFF}", R1: NEW},
        head="",
    ),
    Case(
        "an attribute that is set by its name",
        f"class Bot:\n    pass\nbot = Bot()\nsetattr(bot, 'model', {V3})\ncreate(model=bot.model, messages=M)\n",
        ("DSM101 4 certain safe",),
        {V3: NEW, "messages=M": f"messages=M, {OFF}"},
    ),
    Case(
        "an attribute whose name is not known",
        f"class Bot:\n    pass\nbot = Bot()\nname = input()\nsetattr(bot, name, {V3})\n",
        ("DSM102 5 possible unknown-endpoint",),
    ),
    Case(
        "a model that agents in sight use",
        AGENTS + MODEL + "a = Agent(name='a', model=model, model_settings=ModelSettings(temperature=0.1))\n"
        "b = Agent(name='b', model=model, model_settings=ModelSettings(extra_body={}))\n",
        ("DSM101 4 certain safe",),
        {
            V3: NEW,
            "temperature=0.1": f"temperature=0.1, {OFF}",
            "extra_body={}": OFF,
        },
        head="",
    ),
    Case(
        "a copy of an agent with settings of its own",
        AGENTS + MODEL + 'a = Agent(name="a", model=model, model_settings=ModelSettings(temperature=0.1))\n'
        'b = a.clone(name="b", model_settings=ModelSettings(temperature=0.2))\nc = a.clone(name="c")\n',
        ("DSM101 4 certain safe",),
        {V3: NEW, "temperature=0.1": f"temperature=0.1, {OFF}", "temperature=0.2": f"temperature=0.2, {OFF}"},
        head="",
    ),
    Case(
        "a model that an agent without settings uses as well",
        AGENTS + MODEL + "a = Agent(name='a', model=model, model_settings=ModelSettings(temperature=0.1))\n"
        "b = Agent(name='b', model=model)\n",
        ("DSM101 4 certain choice-needed",),
        head="",
    ),
    Case(
        "a model that a run takes as well",
        AGENTS + MODEL + "a = Agent(name='a', model=model, model_settings=ModelSettings(temperature=0.1))\n"
        "Runner.run_sync(a, 'hi', run_config=RunConfig(model=model))\n",
        ("DSM101 4 certain choice-needed",),
        head="",
    ),
    Case(
        "a model that an agent is given later as well",
        AGENTS + MODEL + "a = Agent(name='a', model=model, model_settings=ModelSettings(temperature=0.1))\n"
        "b = Agent(name='b')\nb.model = model\n",
        ("DSM101 4 certain choice-needed",),
        head="",
    ),
    Case(
        "a run with a model and settings of its own",
        AGENTS
        + f"r = RunConfig(model=OpenAIChatCompletionsModel(model={V3}, openai_client=client), model_settings=ModelSettings())\n",
        ("DSM101 4 certain safe",),
        {V3: NEW, "ModelSettings()": f"ModelSettings({OFF})"},
        head="",
    ),
    Case(
        "a run that says a body of its own, below an agent that says nothing",
        "from pydantic_ai import Agent\nfrom pydantic_ai.models.openai import OpenAIChatModel\n"
        "from pydantic_ai.providers.openai import OpenAIProvider\n"
        f"model = OpenAIChatModel({V3}, provider=OpenAIProvider(base_url={OURS}))\nagent = Agent(model)\n"
        'agent.run_sync("hi", model_settings={"extra_body": {"top_k": 1}})\nagent.run_sync("hi")\n',
        ("DSM101 4 certain safe",),
        {
            V3: NEW,
            f"base_url={OURS})": f'base_url={OURS}), settings={{"extra_body": {{"enable_thinking": False}}}}',
            '{"top_k": 1}': '{"top_k": 1, "enable_thinking": False}',
        },
        head="",
    ),
    Case(
        "CrewAI's agents with a name in the place of an LLM",
        'from crewai import Agent, LLM\na = Agent(role="x", llm="dashscope/deepseek-r1")\n'
        'b = Agent(role="x", llm="dashscope/deepseek-v3")\nc = Agent(role="x", llm=LLM("dashscope/deepseek-v3.1"))\n',
        ("DSM101 2 certain safe", "DSM101 3 certain choice-needed", "DSM101 4 certain safe"),
        {
            "deepseek-r1": "qwen3.7-plus",
            '"dashscope/deepseek-v3.1"': f'"dashscope/qwen3.7-plus", {OFF}',
        },
        head="",
    ),
    Case(
        "a fallback that thought",
        LITE + 'completion(model="dashscope/qwen-plus", messages=M, fallbacks=["dashscope/deepseek-r1"])\n',
        ("DSM101 3 certain safe",),
        {'"dashscope/deepseek-r1"': '"dashscope/qwen3.7-plus"'},
        head="",
    ),
    Case(
        "a fallback that did not think, below a model that is not retired",
        LITE + 'completion(model="gpt-4o", messages=M, fallbacks=["dashscope/deepseek-v3"])\n',
        ("DSM101 3 certain shared-value",),
        head="",
    ),
    Case(
        "a fallback that would become what has failed",
        LITE + 'completion("dashscope/deepseek-v3.2", M, fallbacks=["dashscope/deepseek-v3"])\n',
        ("DSM101 3 certain choice-needed",),
        head="",
    ),
    Case(
        "a model that would become its own fallback",
        LITE + 'completion("dashscope/deepseek-r1", M, fallbacks=["dashscope/qwen3.7-plus"])\n',
        ("DSM101 3 certain choice-needed",),
        head="",
    ),
    Case(
        "a fallback that brings more than a model",
        LITE + 'completion("dashscope/deepseek-v3", M, fallbacks=[{"model": "gpt-4o", "api_base": "http://x"}])\n',
        ("DSM101 3 certain unsafe",),
        {"deepseek-v3": "qwen3.7-plus", '"http://x"}]': f'"http://x"}}], {OFF}'},
        head="",
    ),
    Case(
        "no fallback",
        LITE + 'completion("dashscope/deepseek-v3", M, fallbacks=[])\n',
        ("DSM101 3 certain safe",),
        {"deepseek-v3": "qwen3.7-plus", "fallbacks=[]": f"fallbacks=[], {OFF}"},
        head="",
    ),
    Case(
        "what a router calls its models by",
        'from litellm import Router\nRouter(model_list=[{"model_name": "deepseek-r1", "litellm_params": '
        '{"model": "dashscope/deepseek-r1"}}], fallbacks=[{"main": ["deepseek-r1"]}])\n',
        ("DSM101 2 certain safe", "DSM102 2 possible unknown-endpoint"),
        {"dashscope/deepseek-r1": "dashscope/qwen3.7-plus"},
        head="",
    ),
    Case(
        "Hugging Face's client with a model of its own",
        HF + f"InferenceClient(model={R1}).chat_completion(messages=[])\n",
        head="",
    ),
    Case(
        "Hugging Face's client with our endpoint",
        HF + f"InferenceClient(base_url={OURS}).chat_completion(messages=[], model={V3})\n",
        ("DSM101 2 certain safe",),
        {f"model={V3}": f"model={NEW}, {OFF}"},
        head="",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

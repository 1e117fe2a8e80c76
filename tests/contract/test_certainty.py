"""Evidence and certainty: who answers a call, how sure that is, and what follows for its findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

ASK = '.chat.completions.create(model="deepseek-r1", messages=[])\n'
IMPORT = "import os\nfrom openai import AzureOpenAI, OpenAI\n"
NEW = {'"deepseek-r1"': '"qwen3.7-plus"'}
CERTAIN, LIKELY = ("DSM101 1 certain safe",), ("DSM101 1 likely unsafe",)
UNKNOWN = ("DSM102 1 possible unknown-endpoint",)


def at(name: str, client: str, found: tuple[str, ...], fixed: bool, options: tuple[str, ...] = (), **files: str) -> Case:
    """One call of a client, made in one line."""
    named = {path.replace("__", "."): text for path, text in files.items()}
    return Case(name, client + ASK, found, NEW if fixed else {}, options, named, IMPORT)


def host(url: str) -> str:
    return f'OpenAI(base_url="{url}", api_key="x")'


CASES = [
    at("Beijing", host("https://dashscope.aliyuncs.com/compatible-mode/v1"), CERTAIN, True),
    at("Singapore", host("https://dashscope-intl.aliyuncs.com/compatible-mode/v1"), CERTAIN, True),
    at("Virginia", host("https://dashscope-us.aliyuncs.com/compatible-mode/v1"), CERTAIN, True),
    at("a workspace", host("https://llm-1.cn-beijing.maas.aliyuncs.com/compatible-mode/v1"), CERTAIN, True),
    at(
        "Hong Kong",
        host("https://cn-hongkong.dashscope.aliyuncs.com/compatible-mode/v1"),
        ("DSM101 1 certain not-offered", "DSM105 1 certain not-offered"),
        False,
    ),
    at("the coding plan", host("https://coding.dashscope.aliyuncs.com/v1"), ("DSM102 1 possible not-covered",), False),
    at(
        "the token plan",
        host("https://token-plan.cn-beijing.maas.aliyuncs.com/compatible-mode/v1"),
        ("DSM102 1 possible not-covered",),
        False,
    ),
    at("Tencent", host("https://api.lkeap.cloud.tencent.com/v1"), (), False),
    at("DeepSeek", host("https://api.deepseek.com"), (), False),
    at("Ollama", host("http://localhost:11434/v1"), (), False),
    at("Azure", 'AzureOpenAI(azure_endpoint="https://x.openai.azure.com", api_version="1")', (), False),
    at("a gateway", 'OpenAI(base_url="https://llm.example.com/v1", api_key=os.getenv("DASHSCOPE_API_KEY"))', UNKNOWN, False),
    at(
        "a gateway that the settings declare",
        host("https://llm.example.com/v1"),
        CERTAIN,
        True,
        pyproject__toml='[tool.deepseek-migrate.gateways]\n"llm.example.com" = "model-studio"\n',
    ),
    at("nothing tells", "OpenAI()", UNKNOWN, False),
    at("assumed", "OpenAI()", LIKELY, True, ("--assume-provider", "model-studio")),
    at("shown, so not assumed", host("http://localhost:8000/v1"), UNKNOWN, False, ("--assume-provider", "model-studio")),
    at("the key alone", 'OpenAI(api_key=os.getenv("DASHSCOPE_API_KEY"))', LIKELY, True),
    at("the key with an unknown base", 'OpenAI(api_key=os.getenv("DASHSCOPE_API_KEY"), base_url=os.environ["B"])', LIKELY, True),
    at("another code file points", "OpenAI()", LIKELY, True, other__py='import dashscope\ndashscope.api_key = ""\n'),
    at("a comment does not", "OpenAI()", UNKNOWN, False, other__py='# dashscope.aliyuncs.com\n"""dashscope.aliyuncs.com"""\n'),
    at(
        "a default in the code counts, the key's name lies",
        'OpenAI(base_url=os.getenv("B", "https://dashscope.aliyuncs.com/compatible-mode/v1"), '
        'api_key=os.getenv("DEEPSEEK_API_KEY"))',
        CERTAIN,
        True,
    ),
    at("names lie", 'OpenAI(base_url=os.getenv("DASHSCOPE_BASE_URL", "https://api.deepseek.com"))', (), False),
    Case(
        "a class of another provider with a base URL from the environment",
        "from langchain_deepseek import ChatDeepSeek\n"
        'ChatDeepSeek(model="deepseek-v3.2", api_base=os.getenv("B"), api_key=os.getenv("DEEPSEEK_API_KEY"))\n',
        ("DSM102 2 possible unknown-endpoint",),
    ),
    Case(
        "a class of another provider by itself",
        'from langchain_deepseek import ChatDeepSeek\nChatDeepSeek(model="deepseek-v3.2", api_base=None)\n',
    ),
    Case(
        "another base URL assigned to the client later",
        'client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")\nclient.base_url = "http://localhost:1/v1"\n'
        'client.chat.completions.create(model="deepseek-r1", messages=[])\n',
        ("DSM102 3 possible unknown-endpoint",),
        head="from openai import OpenAI\n",
    ),
    Case(
        "ours assigned to the client later",
        'client = OpenAI(api_key="x")\nclient.base_url = "https://dashscope.aliyuncs.com/compatible-mode/v1"\n'
        'client.chat.completions.create(model="deepseek-r1", messages=[])\n',
        ("DSM101 3 certain safe",),
        NEW,
        head="from openai import OpenAI\n",
    ),
    Case(
        "a proxy before the SDK's own endpoint",
        'import dashscope\ndashscope.base_http_api_url = "http://proxy/api/v1"\ndashscope.Generation.call(model="deepseek-v3")\n',
        ("DSM102 3 possible unknown-endpoint",),
    ),
    Case(
        "a keyword that raises, whoever answers",
        'OpenAI().chat.completions.create(model="m", messages=M, enable_thinking=True)\n',
        ("DSM201 1 certain unsafe",),
        {"enable_thinking=True": 'extra_body={"enable_thinking": True}'},
        head='from openai import OpenAI\nM = "deepseek"\n',
        status=1,
    ),
    Case(
        "an id that is part of a longer name",
        "for m in ('deepseek-v3-0324', 'siliconflow/deepseek-v3.2', 'my-deepseek-r1', 'deepseek-r1:8b', 'deepseek-r1@x',\n"
        "          'deepseek-r1-distill-qwen-1.5b', 'deepseek-v3.1-terminus'):\n    create(model=m, messages=M)\n",
        status=0,
    ),
    Case(
        "put together at run time from a retired id",
        'def ask(x):\n    create(model=f"deepseek-v3.2{x}", messages=M)\n',
        ("DSM102 2 possible dynamic-model",),
        status=0,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

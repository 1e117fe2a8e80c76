"""Who answers a call, where its address is chosen, joined, set later, declared, or said by what the call is given."""

# ruff: noqa: E501 - programs in one line
from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check, scanned

STUDIO, INTL = "https://dashscope.aliyuncs.com/compatible-mode/v1", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"
DEEPSEEK, CORP = "https://api.deepseek.com/v1", "https://llm.corp.example/v1"
V3, PLUS, OFF = '"deepseek-v3"', '"qwen3.7-plus"', 'extra_body={"enable_thinking": False}'
INSIDE = '"extra_body": {"enable_thinking": False}'
OPENAI = "import os\nfrom openai import OpenAI, AzureOpenAI\n"
POINTS = {"near.py": f'import requests\nrequests.get("{STUDIO}/models")\n'}
UNKNOWN, CERTAIN, LIKELY = "DSM102 {} possible unknown-endpoint", "DSM101 {} certain safe", "DSM101 {} likely unsafe"
BODY = f'json={{"model": {V3}, "messages": []}}'
ASKED = {f'{V3}, "messages": []': f'{PLUS}, "messages": [], "enable_thinking": False'}

AGENT = "from pydantic_ai import Agent\nfrom pydantic_ai.models.openai import OpenAIChatModel\n"


def settings(**tables: dict[str, str]) -> dict[str, str]:
    said = "".join(
        f"[tool.deepseek-migrate.{name}]\n" + "".join(f'"{key}" = "{value}"\n' for key, value in table.items())
        for name, table in tables.items()
    )
    return {"pyproject.toml": '[project]\nname = "p"\nversion = "1"\n' + said}


def called(name: str, client: str, how: str = "", files: dict[str, str] | None = None, before: str = "") -> Case:
    """A call of OpenAI's client, made like this."""
    source = f"{before}{client}.chat.completions.create(model={V3}, messages=[])\n"
    found = (how.format(source.count("\n")),) if how else ()
    after = {f"{V3}, messages=[])": f"{PLUS}, messages=[], {OFF})"} if how in (CERTAIN, LIKELY) else {}
    return Case(name, source, found, after, head=OPENAI, files=files or {})


def httpx(name: str, source: str, how: str) -> Case:
    after = ASKED if how in (CERTAIN, LIKELY) else {}
    return Case(name, source, (how.format(source.count("\n")),) if how else (), after, head="import os, httpx\n")


def javascript(name: str, source: str, found: tuple[str, ...], after: dict[str, str] | None = None) -> Case:
    return Case(name, "", found, after or {}, files={"main.js": source, "package.json": '{"name": "p"}'}, head="")


def axios(name: str, call: str, how: str) -> Case:
    head = f'import axios from "axios";\nconst ours = "{STUDIO}";\n'
    said = {'"deepseek-v3", messages: []': '"qwen3.7-plus", messages: [], enable_thinking: false'}
    return javascript(name, f"{head}await {call};\n", (how,) if how else (), said if "safe" in how else {})


ASK = f"{{ model: {V3}, messages: [] }}"
SENT, SENT_LIKELY = "DSM101 main.js:3 certain safe", "DSM101 main.js:3 likely unsafe"
DECLARED = '[[tool.deepseek-migrate.surfaces]]\nname = "corp.ask"\nmodel = "model"\n'

CASES = [
    # A class that belongs to another provider, whatever the rest of the project names.
    called("Azure's own class", 'AzureOpenAI(azure_endpoint=os.environ["A"])', "", POINTS),
    called("the class beside it", "OpenAI()", LIKELY, POINTS),
    Case(
        "a function that the settings declare",
        f"from corp import ask\nask(model={V3})\n",
        ("DSM101 2 certain choice-needed",),
        head="",
        files={"pyproject.toml": '[project]\nname = "p"\nversion = "1"\n' + DECLARED},
    ),
    # What the settings say of a host or a variable.
    called("a gateway to another", f'OpenAI(base_url="{CORP}")', "", settings(gateways={"llm.corp.example": "deepseek"})),
    called("a gateway to us", f'OpenAI(base_url="{CORP}")', CERTAIN, settings(gateways={"llm.corp.example": "model-studio"})),
    called("a variable to another", 'OpenAI(base_url=os.environ["U"])', "", settings(variables={"U": "deepseek"})),
    called("a variable to us", 'OpenAI(base_url=os.environ["U"])', CERTAIN, settings(variables={"U": "model-studio"})),
    called(
        "a function named as that variable",
        "    OpenAI(base_url=url)",
        UNKNOWN,
        settings(variables={"ask": "model-studio"}),
        "def ask(url):\n",
    ),
    # An address that is chosen: the one that nobody knows has to be asked about.
    called("ours, or nobody's", "OpenAI(base_url=url)", LIKELY, before=f'url = "{STUDIO}" if input() else load()\n'),
    called(
        "another's, or another's",
        "OpenAI(base_url=url)",
        before=f'url = "{DEEPSEEK}" if input() else "https://api.openai.com/v1"\n',
    ),
    called("ours in two regions", "OpenAI(base_url=url)", CERTAIN, before=f'url = "{STUDIO}" if input() else "{INTL}"\n'),
    called(
        "ours, or one that no rule knows", "OpenAI(base_url=url)", UNKNOWN, before=f'url = "{STUDIO}" if input() else "{CORP}"\n'
    ),
    called(
        "a part from outside, or ours",
        "OpenAI(base_url=url)",
        CERTAIN,
        before=f'url = os.environ["H"] + "/v1" if input() else "{STUDIO}"\n',
    ),
    called(
        "a part that nobody knows, or ours",
        "OpenAI(base_url=url)",
        LIKELY,
        before=f'url = load() + "/v1" if input() else "{STUDIO}"\n',
    ),
    called(
        "parts of both, or ours",
        "OpenAI(base_url=url)",
        LIKELY,
        before=f'url = os.environ["H"] + load() if input() else "{STUDIO}"\n',
    ),
    # What only a file beside the code says is likely.
    called("a variable that the SDK reads, in a file", "OpenAI()", LIKELY, {".env": f"OPENAI_BASE_URL={STUDIO}\n"}),
    called("a variable that the code reads, in a file", 'OpenAI(base_url=os.getenv("B"))', LIKELY, {".env": f"B={STUDIO}\n"}),
    Case(
        "ours or a gateway",
        f'OpenAI(base_url="{STUDIO}" if os.environ.get("X") else "{CORP}").chat.completions.create(model={V3}, messages=[])\n',
        (UNKNOWN.format(1),),
        head=OPENAI,
        hint="say who answers there: `gateways` in the settings",
    ),
    # A module's attribute says where its clients go.
    *(
        Case(
            f"a module's attribute and a client: {url or 'none'}",
            (f'dashscope.settings.base_url = "{url}"\n' if url else "")
            + f"dashscope.Client().chat.completions.create(model={V3}, messages=[])\n",
            found,
            {f"{V3}, messages=[]": '"qwen3.7-max", messages=[], enable_thinking=False'} if found else {},
            files={"pyproject.toml": '[project]\nname = "p"\nversion = "1"\ndependencies = ["dashscope>=2"]\n'},
            head="import dashscope\n",
        )
        for url, found in {DEEPSEEK: (), "": (CERTAIN.format(1),)}.items()
    ),
    # Of `{base}v1/…` nothing tells whom it goes to but the project; a host of which a part is written is another one.
    *(
        Case(
            f"an address that begins with a parameter: {rest}",
            f'def ask(base):\n    httpx.post(f"{{base}}{rest}", {BODY})\n',
            (how.format(2),),
            ASKED if how == LIKELY else {},
            files=POINTS,
            head="import httpx\n",
        )
        for rest, how in {"v1/chat/completions": LIKELY, ".example.com/v1/chat/completions": UNKNOWN}.items()
    ),
    *(
        Case(
            f"an address as it is, and in a request: {given}",
            f'urlopen({given}, data=json.dumps({{"model": {V3}, "messages": []}}).encode())\n',
            (CERTAIN.format(1),),
            ASKED,
            head="import json\nfrom urllib.request import Request, urlopen\n",
        )
        for given in (f'"{STUDIO}/chat/completions"', f'Request("{STUDIO}/chat/completions")')
    ),
    Case(
        "a client's provider, or none",
        f'OpenAIChatModel({V3}, provider=OpenAIProvider(base_url="{STUDIO}") if input() else None)\n',
        (LIKELY.format(1),),
        {V3: PLUS, "else None)": 'else None, settings={"extra_body": {"enable_thinking": False}})'},
        head=f"{AGENT}from pydantic_ai.providers.openai import OpenAIProvider\n",
    ),
    Case(
        "an address of the environment where options may stand",
        "",
        ("DSM101 main.js:3 certain unknown-endpoint",),
        files={
            "main.js": 'const https = require("https");\nconst r = https.request(process.env.GW, { method: "POST" });\n'
            f"r.write(JSON.stringify({ASK}));\nr.end();\n",
            **settings(variables={"GW": "model-studio"}),
        },
        head="",
    ),
    *(
        called(
            f"a declared variable and a path: {url}", f"OpenAI(base_url={url})", how, settings(variables={"GW": "model-studio"})
        )
        for url, how in {
            'os.environ["GW"] + "/v1"': CERTAIN,
            "f\"{os.environ['GW']}/v1\"": CERTAIN,
            'os.environ["GW"].rstrip("/") + "/v1"': CERTAIN,
            'os.environ["OTHER"] + "/v1"': UNKNOWN,
            '"https://" + os.environ["GW"] + "/v1"': UNKNOWN,
            '(input() or os.environ["GW"]) + "/v1"': UNKNOWN,
        }.items()
    ),
    called("another provider that only a file says", 'OpenAI(base_url=os.environ["B"])', "", {".env": f"B={DEEPSEEK}\n"}),
    called(
        "a default, and a file that says more", f'OpenAI(base_url=os.getenv("B", "{STUDIO}"))', CERTAIN, {".env": f"B={CORP}\n"}
    ),
    called("a variable that the code sets", "OpenAI()", CERTAIN, before=f'os.environ["OPENAI_BASE_URL"] = "{STUDIO}"\n'),
    # What is assigned to a client, and to others.
    called("assigned later", "client", CERTAIN, before=f'client = OpenAI()\nclient.base_url = "{STUDIO}"\n'),
    called(
        "assigned to something else before",
        "client",
        CERTAIN,
        before=f'class A: pass\na = A()\na.base_url = "{DEEPSEEK}"\nclient = OpenAI()\nclient.timeout = 3\nclient.base_url = "{STUDIO}"\n',
    ),
    called(
        "assigned to an object from elsewhere",
        "openai",
        LIKELY,
        before=f'import openai\nconf = load()\nconf.base_url = "{STUDIO}"\n',
    ),
    called("assigned to the module", "openai", CERTAIN, before=f'import openai\nopenai.base_url = "{STUDIO}"\n'),
    # A path goes below the base of its client, an address does not.
    httpx("below a base", f'client = httpx.Client(base_url="{STUDIO}")\nclient.post("/chat/completions", {BODY})\n', CERTAIN),
    httpx(
        "an address of its own",
        f'client = httpx.Client(base_url="{STUDIO}")\nclient.post("{CORP}/chat/completions", {BODY})\n',
        UNKNOWN,
    ),
    httpx(
        "a path that is put together",
        f'client = httpx.Client(base_url="{STUDIO[:-3]}/")\nclient.post(f"v1/{{load()}}/chat/completions", {BODY})\n',
        CERTAIN,
    ),
    httpx(
        "a base from outside, or ours",
        f'url = os.environ["H"] if input() else "{STUDIO}"\nhttpx.Client(base_url=url).post("/chat/completions", {BODY})\n',
        CERTAIN,
    ),
    httpx(
        "a part of the base from outside, or ours",
        f'url = os.environ["H"] + "/v1" if input() else "{STUDIO}"\nhttpx.Client(base_url=url).post("/chat/completions", {BODY})\n',
        CERTAIN,
    ),
    httpx(
        "a part of the base that nobody knows, or ours",
        f'url = load() + "/v1" if input() else "{STUDIO}"\nhttpx.Client(base_url=url).post("/chat/completions", {BODY})\n',
        LIKELY,
    ),
    httpx("a path alone", f'httpx.post("/chat/completions", {BODY})\n', UNKNOWN),
    # A call's own base URL counts instead of its client's, and nothing else does where it says one.
    axios("axios with its own base", f'axios.post("/chat/completions", {ASK}, {{ baseURL: ours }})', SENT),
    axios("axios with another's base", f'axios.post("/chat/completions", {ASK}, {{ baseURL: "{DEEPSEEK}" }})', ""),
    axios("axios with more that is not in sight", f'axios.post("/chat/completions", {ASK}, more)', SENT_LIKELY),
    axios("axios with an address and a base", f'axios.post("{DEEPSEEK}/chat/completions", {ASK}, {{ baseURL: ours }})', ""),
    axios(
        "a client of axios with another's base",
        f'axios.create({{ baseURL: "{DEEPSEEK}" }}).post("/chat/completions", {ASK}, {{ timeout: 3 }})',
        "",
    ),
    axios(
        "the same with its own base",
        f'axios.create({{ baseURL: "{DEEPSEEK}" }}).post("/chat/completions", {ASK}, {{ baseURL: ours }})',
        SENT,
    ),
    axios("axios with all in one", f'axios({{ method: "post", url: "/chat/completions", baseURL: ours, data: {ASK} }})', SENT),
    *(
        javascript(
            f"{name} with its own base",
            f'import {name} from "{name}";\nconst api = {made}({{ prefixUrl: "{DEEPSEEK}" }});\n'
            f'await {call}("chat/completions", {{ prefixUrl: "{STUDIO}", json: {ASK} }});\n'
            f'await {call}("chat/completions", {{ prefixUrl: "{DEEPSEEK}", json: {ASK} }});\n',
            ("DSM101 main.js:3 certain safe",),
            {
                f'{STUDIO}", json: {{ model: {V3}, messages: []': f'{STUDIO}", json: {{ model: {PLUS}, messages: [], enable_thinking: false'
            },
        )
        for name, made in (("ky", "ky.create"), ("got", "got.extend"))
        for call in (f"{name}.post", "api.post")
    ),
    # Of several objects that a call may be given each says where it goes.
    *(
        Case(
            f"{name}: {one} or {other}",
            f"given = {words[one]} if input() else {words[other]}\n{call}\n",
            (how.format(2),),
            {V3: PLUS, **added} if "safe" in how else {},
            head=head,
            files={"requirements.txt": "pydantic-ai-slim==1.20.0\nopenai==2.0.0\n"},
        )
        for name, head, call, words, added in (
            (
                "mappings",
                "from agentscope.model import OpenAIChatModel\n",
                f"OpenAIChatModel(model_name={V3}, client_kwargs=given)",
                {"ours": f'{{"base_url": "{STUDIO}"}}', "another's": f'{{"base_url": "{DEEPSEEK}"}}', "nobody's": "load()"},
                {"client_kwargs=given)": f"client_kwargs=given, generate_kwargs={{{INSIDE}}})"},
            ),
            (
                "providers",
                AGENT + "from pydantic_ai.providers.openai import OpenAIProvider\nfrom openai import AsyncOpenAI\n",
                f"Agent(OpenAIChatModel({V3}, provider=given))",
                {
                    "ours": f'OpenAIProvider(base_url="{STUDIO}")',
                    "another's": f'OpenAIProvider(openai_client=AsyncOpenAI(base_url="{DEEPSEEK}"))',
                    "nobody's": "OpenAIProvider()",
                },
                {"provider=given)": f"provider=given, settings={{{INSIDE}}})"},
            ),
            (
                "providers of their own",
                AGENT
                + "from pydantic_ai.providers.alibaba import AlibabaProvider\nfrom pydantic_ai.providers.deepseek import DeepSeekProvider\n",
                f"Agent(OpenAIChatModel({V3}, provider=given))",
                {"ours": "AlibabaProvider()", "another's": "DeepSeekProvider()", "nobody's": "load()"},
                {"provider=given)": f"provider=given, settings={{{INSIDE}}})"},
            ),
        )
        for one, other, how in (
            ("ours", "ours", "DSM101 {} certain safe"),
            ("ours", "another's", "DSM101 {} likely shared-value"),
            ("another's", "ours", "DSM101 {} likely shared-value"),
            ("ours", "nobody's", "DSM101 {} likely unsafe"),
            ("nobody's", "ours", "DSM101 {} likely unsafe"),
        )
    ),
    # An object that only its type is known of is made by a caller.
    Case(
        "a provider that a caller gives",
        f"def ask(given: DeepSeekProvider):\n    Agent(OpenAIChatModel({V3}, provider=given))\n",
        (),
        head=AGENT + "from pydantic_ai.providers.deepseek import DeepSeekProvider\n",
        files=POINTS,
    ),
    # A model that is given its provider beside it.
    Case(
        "whose model it is, said beside it",
        f"init_chat_model({V3}, model_provider='deepseek').invoke('x')\ninit_chat_model('deepseek:deepseek-v3').invoke('x')\ninit_chat_model('openai:deepseek-v3').invoke('x')\n",
        (UNKNOWN.format(3),),
        head="from langchain.chat_models import init_chat_model\n",
    ),
    # A plan of which the code shows no more than that some runs go there.
    *(
        Case(
            f"a plan's address, {told}",
            f'url = {url}\nOpenAI(base_url=url).chat.completions.create(model={V3}, messages=[], temperature=1, extra_body={{"temperature": 0.5}})\n',
            ("DSM102 2 possible not-covered", f"DSM202 2 {certainty} choice-needed"),
            head=OPENAI,
        )
        for told, url, certainty in (
            ("or nobody's", '"https://coding.dashscope.aliyuncs.com/v1" if input() else load()', "likely"),
            (
                "or the same in another region",
                '"https://coding.dashscope.aliyuncs.com/v1" if input() else "https://coding-intl.dashscope.aliyuncs.com/v1"',
                "certain",
            ),
            (
                "or another plan's",
                '"https://coding.dashscope.aliyuncs.com/v1" if input() else "https://token-plan.cn-beijing.maas.aliyuncs.com/v1"',
                "certain",
            ),
        )
    ),
    # Calls that go to one provider are not told apart: what all need is said where all come by.
    Case(
        "callers that go to two regions",
        "def ask(url, extra):\n    client = OpenAI(base_url=url)\n"
        '    client.chat.completions.create(model="deepseek-v3.2", messages=[], extra_body=extra)\n'
        f'ask("{STUDIO}", {{"enable_thinking": True}})\nask("{INTL}", {{}})\n',
        ("DSM101 3 certain safe",),
        {'"deepseek-v3.2"': PLUS, "extra_body=extra": 'extra_body={"enable_thinking": False, **(extra or {})}'},
        head=OPENAI,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[each.name for each in CASES])
def test_who_answers(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


KEYED = "import os\nfrom openai import OpenAI\n"
TOLD = {
    "a key that is read": (
        KEYED + f'OpenAI(api_key=os.environ["DASHSCOPE_API_KEY"]).chat.completions.create(model={V3}, messages=[])\n',
        [(3, "the key is read from DASHSCOPE_API_KEY")],
    ),
    "a key that is written": (
        KEYED + f'KEY = os.environ["DASHSCOPE_API_KEY"]\nOpenAI(api_key="x").chat.completions.create(model={V3}, messages=[])\n',
        [(3, "the project reads DASHSCOPE_API_KEY")],
    ),
    "a key of each model": (
        KEYED
        + f'if input():\n    key, model = os.environ["DASHSCOPE_API_KEY"], {V3}\nelse:\n    key, model = os.environ["OPENAI_API_KEY"], "deepseek-r1"\n'
        "OpenAI(api_key=key).chat.completions.create(model=model, messages=[])\n",
        [(4, "the key is read from DASHSCOPE_API_KEY"), (4, "the project reads DASHSCOPE_API_KEY")],
    ),
    "a key of the module": (
        KEYED
        + f'import openai\nopenai.api_key = os.environ["DASHSCOPE_API_KEY"]\nopenai.chat.completions.create(model={V3}, messages=[])\n',
        [(4, "the key is read from DASHSCOPE_API_KEY")],
    ),
    "an address of which another is assigned": (
        KEYED
        + f'client = OpenAI(base_url="{DEEPSEEK}")\nclient.base_url = "{STUDIO}"\nclient.chat.completions.create(model={V3}, messages=[])\n',
        [(4, f"the endpoint is {STUDIO}")],
    ),
}
"""The first piece of evidence of each finding, by the line of its model."""


@pytest.mark.parametrize("case", TOLD)
def test_what_tells_who_answers(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, expected = TOLD[case]
    (tmp_path / "main.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = [each["evidence"] for each in sorted(scanned(".")[1], key=lambda each: int(str(each["line"])))]
    assert [(each[0]["line"], each[0]["note"]) for each in found if isinstance(each, list)] == expected

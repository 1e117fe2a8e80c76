"""Programs and projects as people seldom write them: build files, wrappers, wrong interfaces, mentions in odd strings."""

# ruff: noqa: E501 - programs in one line
from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check
from tests.tool import scan

ENDPOINT = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
PLUS, V3, R1 = '"qwen3.7-plus"', '"deepseek-v3"', '"deepseek-r1"'
OFF = 'extra_body={"enable_thinking": False}'
CLIENT = f"from openai import OpenAI\nclient = OpenAI(base_url={ENDPOINT})\n"
ASYNC = f'import dashscope\nasync def f():\n    r = await dashscope.AioGeneration.call(model={V3}, messages=[{{"role": "user", "content": "x"}}], result_format="message")\n    print(r.output.choices[0].message.content)\n'
JAVA = f"""import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
class A {{
    void go() {{
        OpenAIOkHttpClient.builder().baseUrl({ENDPOINT}).build().chat().completions().create(ChatCompletionCreateParams.builder().model({V3}).build());
    }}
}}
"""
MOVED_JAVA = {
    f"model({V3})": f'model({PLUS}).putAdditionalBodyProperty("enable_thinking", com.openai.core.JsonValue.from(false))'
}
CATALOGUE = """[versions]
openai = "4.0.0"
[libraries]
openai = { module = "com.openai:openai-java", version.ref = "openai" }
own = { group = "com.alibaba", name = "dashscope-sdk-java", version = "2.18.0" }
none = { module = "com.x:y", version.ref = "nowhere" }
bom = { module = "com.x:z" }
plain = "com.squareup:okhttp:4.0.0"
"""
SDK = """import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { createAlibaba } from "@ai-sdk/alibaba";
import { embed, generateText, streamText } from "ai";
"""
WRAPPER = '[[surfaces]]\nname = "{}"\nlanguage = "python"\nmodel = "name"\nprovider = "model-studio"\n'
CASES = [
    # Versions that build files and folders of requirements declare.
    Case(
        "a folder of requirements",
        ASYNC,
        ("DSM101 3 certain interface-change",),
        {},
        ("--to", "qwen3.7-plus"),
        {"requirements/base.txt": "dashscope==1.22.0\n", "requirements/notes.md": "dashscope==1.25.0\n"},
        head="",
        hint="needs dashscope >=1.24.5",
    ),
    Case(
        "a file called requirements",
        f"import dashscope\ndashscope.Generation.call(model={R1}, messages=[])\n",
        ("DSM101 2 certain interface-change",),
        files={"requirements": "dashscope==1.0\n"},
        head="",
    ),
    Case(
        "a catalogue",
        "",
        ("DSM101 A.java:5 certain safe",),
        MOVED_JAVA,
        files={
            "A.java": JAVA,
            "build.gradle": 'dependencies {\n    implementation libs.openai\n    implementation "com.x:y:$missing"\n}\n',
            "gradle/libs.versions.toml": CATALOGUE,
        },
    ),
    Case(
        "a property that nothing sets",
        "",
        ("DSM101 A.java:5 certain safe",),
        MOVED_JAVA,
        files={
            "A.java": JAVA,
            "pom.xml": "<project><dependencies><dependency><groupId>com.openai</groupId><artifactId>openai-java</artifactId><version>${nowhere}</version></dependency></dependencies></project>\n",
        },
    ),
    # Models on interfaces that do not serve them, and constraints of live ones.
    Case(
        "a retired model on the other interface",
        f"import dashscope\nr = dashscope.MultiModalConversation.call(model={V3}, messages=[])\nprint(r.output.choices[0].message.content)\n",
        ("DSM101 2 certain safe",),
        {V3: PLUS, "messages=[]": "messages=[], enable_thinking=False"},
        head="",
    ),
    Case(
        "a live model by a URL that run time tells",
        f'import requests, os\nK = os.environ["DASHSCOPE_API_KEY"]\nrequests.post(os.environ["B"] + "/api/v1/services/aigc/text-generation/generation", headers={{"Authorization": "Bearer " + K}}, json={{"model": {PLUS}, "input": {{"messages": []}}}})\n',
        ("DSM104 3 likely interface-change",),
        head="",
    ),
    Case(
        "a protocol that the target does not serve",
        f"{CLIENT}client.responses.create(model={V3}, input='x')\n",
        ("DSM101 3 certain not-offered", "DSM105 3 certain not-offered"),
        {},
        ("--to", "deepseek-v4.1-flash"),
        head="",
        hint="not known to be served on responses",
    ),
    *(
        Case(
            f"a native call of a target whose native interface {what}",
            f'import dashscope\nr = dashscope.Generation.call(model={V3}, prompt="hi")\nprint(r.output.text)\n',
            found,
            {f'{V3}, prompt="hi"': '"qwen3.7-flash", prompt="hi", enable_thinking=False'} if len(found) == 1 else {},
            ("--to", "qwen3.7-flash"),
            {"deepseek-migrate.toml": settings},
            head="",
            hint="qwen3.7-flash is not known to be served on native-text",
        )
        for what, settings, found in (
            ("nobody knows", "", ("DSM101 2 certain not-offered", "DSM105 2 certain not-offered")),
            ("the settings tell", '[models."qwen3.7-flash"]\nnative = "text"\n', ("DSM101 2 certain safe",)),
        )
    ),
    Case(
        "a native call of a target that only the settings know",
        f'import dashscope\nr = dashscope.Generation.call(model={V3}, prompt="hi")\nprint(r.output.text)\n',
        ("DSM101 2 certain safe",),
        {f'{V3}, prompt="hi"': '"corp-1", prompt="hi", enable_thinking=False'},
        ("--to", "corp-1"),
        {"deepseek-migrate.toml": '[models.corp-1]\nthinking = "hybrid"\nthinking-default = true\n'},
        head="",
    ),
    Case(
        "what a live model refuses",
        f'create(model={PLUS}, messages=M, logprobs=True, tool_choice="required", n=2, extra_body={{"enable_thinking": True}})\ncreate(model={PLUS}, messages=M, logprobs=True, {OFF})\n',
        ("DSM303 1 possible choice-needed", "DSM303 2 possible choice-needed"),
        quiet=(),
    ),
    Case(
        "an argument that raises, where the client may be another's",
        f"import sys\nfrom openai import OpenAI\nfrom other import mine\nc = OpenAI(base_url=sys.argv[1]) if sys.argv[2:] else mine\nc.chat.completions.create(model={V3}, messages=[], enable_thinking=True)\n",
        ("DSM102 5 possible unknown-endpoint", "DSM201 5 possible unsafe"),
        {"enable_thinking=True": 'extra_body={"enable_thinking": True}'},
        head="",
    ),
    Case(
        "a body that would take the place of another",
        f'from langchain_openai import ChatOpenAI\nm = ChatOpenAI(model="qwen-max", base_url={ENDPOINT}, extra_body={{"top_k": 3}})\nm.invoke("x", model={V3})\n',
        ("DSM101 3 certain key-conflict",),
        head="",
        hint="takes the place of the one that the object was made with",
    ),
    # Wrappers that the settings declare.
    Case(
        "a declared wrapper in sight",
        f"{CLIENT}def ask(name, q):\n    def inner():\n        return client.chat.completions.create(model=name, messages=[q])\n    return inner()\ndef other(model):\n    return client.chat.completions.create(model=model, messages=[])\nask({V3}, 'x')\nask(name={V3}, q='x')\nother({R1})\n",
        ("DSM101 9 certain choice-needed", "DSM101 10 certain choice-needed", "DSM101 11 certain safe"),
        {R1: PLUS},
        files={"deepseek-migrate.toml": WRAPPER.format("main.ask")},
        head="",
    ),
    Case(
        "a declared method in sight",
        f"{CLIENT}class C:\n    def ask(self, name):\n        return client.chat.completions.create(model=name, messages=[])\nC().ask({V3})\n",
        ("DSM101 6 certain choice-needed",),
        files={"deepseek-migrate.toml": WRAPPER.format("main.C.ask")},
        head="",
    ),
    # The AI SDK: models that others use.
    Case(
        "models among what somebody else is given",
        "",
        ("DSM101 main.ts:5 certain choice-needed",),
        files={
            "main.ts": SDK
            + f"const p = createOpenAICompatible({{ name: 'own', baseURL: {ENDPOINT} }}), model = p({V3});\n".replace(
                "), model", ");\nconst model"
            )
            + "keep([model], flag ? model : null);\nawait generateText({ model, prompt: 'x' });\n"
        },
        head="",
        hint="not all of which are in sight",
    ),
    Case(
        "providers whose names are not known, and what takes no model",
        "",
        (
            "DSM101 main.ts:5 certain choice-needed",
            "DSM102 main.ts:7 possible unknown-endpoint",
            "DSM101 main.ts:9 certain safe",
            "DSM101 main.ts:10 certain choice-needed",
        ),
        {f"q({R1})": f"q({PLUS})"},
        files={
            "main.ts": SDK
            + f'const p = createOpenAICompatible({{ name: process.env.N, baseURL: {ENDPOINT} }});\nawait generateText({{ model: p({V3}), prompt: "x" }});\nawait generateText({{ prompt: "x" }});\nawait generateText({{ model: p.embeddingModel({V3}), prompt: "x" }});\nconst q = createOpenAICompatible({{ name: "q", baseURL: {ENDPOINT} }}), a = createAlibaba({{}});\nawait streamText({{ model: q({R1}), prompt: "x" }});\nawait embed({{ model: a({V3}), value: "x" }});\n'
        },
    ),
    # Chains, blocks and strings.
    Case(
        "a chain in a list",
        f"from langchain_openai import ChatOpenAI\nU = {ENDPOINT}\nA = ChatOpenAI(model={R1}, base_url=U)\nBACK = [A]\nChatOpenAI(model={V3}, base_url=U).with_fallbacks(BACK).invoke('x')\n",
        ("DSM101 3 certain choice-needed", "DSM101 5 certain choice-needed"),
        head="",
        hint="would become the same as this one",
    ),
    Case(
        "blocks that name a class",
        f"from langchain_openai import ChatOpenAI\nclass Mine:\n    pass\nA = dict(type=ChatOpenAI, model={V3}, base_url={ENDPOINT})\nB = dict(type=3, model={V3}, base_url={ENDPOINT})\nC = dict(type=Mine, model={V3}, base_url={ENDPOINT})\n",
        ("DSM101 4 certain safe", "DSM101 5 certain choice-needed", "DSM101 6 certain choice-needed"),
        {f"ChatOpenAI, model={V3}, base_url={ENDPOINT})": f"ChatOpenAI, model={PLUS}, base_url={ENDPOINT}, {OFF})"},
        head="",
    ),
    Case(
        "blocks with a key alone",
        f'import os\nA = dict(model={V3}, api_key=os.environ["DEEPSEEK_API_KEY"])\nB = dict(model={V3}, api_key=os.environ["DASHSCOPE_API_KEY"])\nC = dict(model={V3}, api_key="x")\n',
        tuple(f"DSM102 {n} possible unknown-endpoint" for n in (2, 3, 4)),
        head="",
    ),
    Case(
        "strings with escapes",
        'A = {"deepseek\\x2dv3": 1}\nB = ["x deepseek-v3 \\u4e00 deepseek-v3", "deep" "seek-v3"]\nC = "\\N{BULLET} deepseek-v3 deepseek-\\x76\\x33"\n',
        tuple(f"DSM102 {n} possible unknown-endpoint" for n in (1, 2, 3)),
        head="",
    ),
    Case(
        "a migration that has another reason to stay",
        "",
        ("DSM101 app/migrations/a.py:4 certain unpacked-arguments", "DSM101 app/migrations/a.py:5 certain generated-file"),
        files={
            "app/migrations/a.py": f"{CLIENT}def a(**more):\n    client.chat.completions.create(model={V3}, messages=[], **more)\n    client.chat.completions.create(model={R1}, messages=[])\n"
        },
    ),
    Case(
        "constructors that leave their work to one another",
        "",
        ("DSM101 A.java:6 certain safe",),
        {R1: PLUS},
        files={
            "A.java": f'import com.openai.client.okhttp.OpenAIOkHttpClient;\nimport com.openai.models.chat.completions.ChatCompletionCreateParams;\n\nclass A {{\n    private final String model;\n    A() {{ this({R1}); }}\n    A(String model) {{ this.model = model; }}\n    A(String a, int b) {{ this.model = "x"; }}\n    void go() {{\n        OpenAIOkHttpClient.builder().baseUrl({ENDPOINT}).build().chat().completions().create(ChatCompletionCreateParams.builder().model(model).build());\n    }}\n    public static void main(String[] a) {{ A one = new A(); one.go(); new A().go(); }}\n}}\n'
        },
    ),
    Case(
        "a comment of PowerShell's that suppresses nothing",
        "",
        ("DSM901 a.ps1:1 possible safe", "DSM901 b.ps1:1 possible safe"),
        {"<# deepseek-migrate: ignore[DSM101] é #>\r\n": "", "# deepseek-migrate: ignore[DSM102]\n": ""},
        files={
            "a.ps1": "<# deepseek-migrate: ignore[DSM101] é #>\r\nGet-Item x\r\n",
            "b.ps1": "# deepseek-migrate: ignore[DSM102]\nGet-Item x\n",
        },
    ),
    Case(
        "a value that is written outside",
        f"{CLIENT}from other import MODEL\nclient.chat.completions.create(model=MODEL, messages=[])\n",
        ("DSM101 4 certain outside-paths",),
        files={"other.py": f"MODEL = {R1}\n"},
        head="",
        paths=("main.py",),
        hint="the id is written in other.py",
    ),
    Case(
        "a switch that belongs outside",
        f"from other import ask\nask({V3})\n",
        ("DSM101 2 certain outside-paths",),
        files={"other.py": f"{CLIENT}def ask(model):\n    client.chat.completions.create(model=model, messages=[])\n"},
        head="",
        paths=("main.py",),
        hint="other.py has to change too",
    ),
    Case(
        "constructors that take so many, or none",
        "",
        ("DSM101 A.java:6 certain shared-value", "DSM101 A.java:12 certain shared-value"),
        files={
            "A.java": f"import com.openai.client.okhttp.OpenAIOkHttpClient;\nimport com.openai.models.chat.completions.ChatCompletionCreateParams;\n\nclass A {{\n    private final String model;\n    A() {{ this({R1}); }}\n    A(String model) {{ this.model = model; }}\n    A(String a, int b) {{ this.model = a; }}\n    void go() {{\n        OpenAIOkHttpClient.builder().baseUrl({ENDPOINT}).build().chat().completions().create(ChatCompletionCreateParams.builder().model(model).build());\n    }}\n    public static void main(String[] a) {{ A one = new A(); one.go(); A two = new A({V3}, 2); two.go(); new A(1, 2, 3, 4).go(); }}\n}}\n"
        },
    ),
    Case(
        "parents above parents",
        "",
        ("DSM101 A.java:5 certain safe",),
        MOVED_JAVA,
        files={
            "A.java": JAVA,
            "pom.xml": "<project><parent><relativePath>p/0/pom.xml</relativePath></parent></project>\n",
            **{
                f"p/{n}/pom.xml": f"<project><parent><relativePath>../{n + 1}/pom.xml</relativePath></parent></project>\n"
                for n in range(40)
            },
        },
    ),
    # Text of a shell and of workflows that is put together.
    Case(
        "bodies in several quotes",
        "",
        (
            *(f"DSM102 a.sh:{n} possible unknown-endpoint" for n in (2, 4)),
            "DSM101 a.sh:3 certain safe",
            "DSM101 a.sh:5 certain safe",
            "DSM101 a.sh:6 certain body-not-literal",
            "DSM201 a.sh:6 certain body-not-literal",
        ),
        {
            """'{"model": "deepseek-v3", "messages": '"$M"'}'""": """'{"model": "qwen3.7-plus", "messages": '"$M, \\"enable_thinking\\": false"'}'""",
            """{'"model": "deepseek-v3"'}""": """{'"model": "qwen3.7-plus", "enable_thinking": false'}""",
        },
        files={
            "a.sh": "U=https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions\n"
            """curl $U -d '{'"$REST"', "model": "deepseek-v3"}'\ncurl $U -d '{"model": "deepseek-v3", "messages": '"$M"'}'\ncurl $U -d '{"model": "deepseek-v3"'"$M"'}'\ncurl $U -d {'"model": "deepseek-v3"'}\ncurl $U -d '{"extra_body": {"enable_th'"inking"'": true}, "model": "deepseek-v3.2"}'\n"""
        },
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


def test_an_id_behind_letters_of_another_encoding_is_found_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes('# coding: latin-1\nB = "é deepseek-v3"\n'.encode("latin-1"))
    (finding,) = scan("a.py", cwd=tmp_path).findings
    assert (finding["rule"], finding["line"], finding["column"], finding["end_column"]) == ("DSM102", 2, 8, 19)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_an_id_in_wide_characters_that_nobody_can_parse_is_found(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes("\ufeffmodel = (\n'deepseek-v3'\n".encode(encoding))
    found = scan("a.py", cwd=tmp_path).findings
    assert [(each["rule"], each["certainty"], each["line"], each["model"]) for each in found] == [
        ("DSM102", "possible", 2, "deepseek-v3")
    ]

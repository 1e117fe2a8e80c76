"""A model that a test expects is not renamed without the test: by what it compares, or by what it says was called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
PYTHON = {
    "main.py": "",
    "cfg.py": 'MODEL = "deepseek-r1"\n',
    "app.py": (
        f'import cfg\nfrom openai import OpenAI\nclient = OpenAI(base_url="{URL}")\n'
        "def ask():\n    return client.chat.completions.create(model=cfg.MODEL, messages=[])\n"
    ),
}
SCRIPT = {
    "main.py": "",
    "package.json": "{}",
    "cfg.js": 'export const MODEL = "deepseek-r1";\n',
    "app.js": (
        f'import OpenAI from "openai";\nimport {{MODEL}} from "./cfg.js";\nconst client = new OpenAI({{baseURL: "{URL}"}});\n'
        "export const ask = (messages) => client.chat.completions.create({model: MODEL, messages});\n"
    ),
}
R1 = {'MODEL = "deepseek-r1"': 'MODEL = "qwen3.7-plus"'}


def python(name: str, test: str, *found: str, after: dict[str, str] | None = None) -> Case:
    return Case(name, "", found, after or {}, files={**PYTHON, "test_app.py": test}, head="")


def script(name: str, test: str, *found: str, after: dict[str, str] | None = None) -> Case:
    return Case(name, "", found, after or {}, files={**SCRIPT, "app.test.js": test}, head="")


def kept(kind: str, line: int, rule: str = "DSM103") -> tuple[str, ...]:
    """The model of the settings is not renamed, and the test's own line is spoken of."""
    code = "branch-on-model" if rule == "DSM103" else "unknown-endpoint"
    test = "test_app.py" if kind == "py" else "app.test.js"
    return f"DSM101 cfg.{kind}:1 certain branch-on-model", f"{rule} {test}:{line} possible {code}"


JVM = """import com.alibaba.dashscope.aigc.generation.*;
class App { void ask() throws Exception {
  new Generation().call(GenerationParam.builder().model("deepseek-r1").resultFormat("message").build());
} }
"""


def jvm(name: str, line: str, found: bool = True, file: str = "AppTest.java") -> Case:
    """A test of one line, about a program in Java that sends what nobody follows."""
    head = "class AppTest {{\n@Test {} {{\n"
    text = head.format("fun asks()" if file.endswith("kt") else "void asks() throws Exception") + f"{line}\n}}\n}}\n"
    told = ("branch-on-model", "DSM103", "branch-on-model") if found else ("safe", "DSM102", "unknown-endpoint")
    lines = (f"DSM101 App.java:3 certain {told[0]}", f"{told[1]} {file}:3 possible {told[2]}")
    after = {} if found else {'.model("deepseek-r1").resultFormat': '.model("qwen3.7-max").resultFormat'}
    return Case(name, "", lines, after, files={"main.py": "", "App.java": JVM, file: text}, head="")


CALL = 'create(model="deepseek-v3", messages=M'
OFF = ', extra_body={"enable_thinking": False}'


def streamed(name: str, source: str, line: int, found: bool = True) -> Case:
    """A program that reads what it is streamed."""
    told = "branch-on-model" if found else "safe"
    after = {} if found else {f"{CALL}, stream=True": f"{CALL.replace('deepseek-v3', 'qwen3.7-plus')}, stream=True{OFF}"}
    lines = (f"DSM101 {line} certain {told}", f"DSM103 {line + 1} possible branch-on-model")
    return Case(name, source, lines, after)


CASES = [
    streamed("a part of what is streamed", f'for part in {CALL}, stream=True):\n    print(part.model == "deepseek-v3")\n', 1),
    Case(
        "a part of what is streamed, by a name",
        f"async def ask():\n    parts = {CALL}, stream=True)\n    async for part in parts:\n"
        '        if part.model == "deepseek-v3":\n            print(part)\n',
        ("DSM101 2 certain branch-on-model", "DSM103 4 possible branch-on-model"),
    ),
    streamed(
        "something else of what is streamed",
        f'for part in {CALL}, stream=True):\n    print(part.object == "deepseek-v3")\n',
        1,
        False,
    ),
    *(
        python(f"a request that a mock waits for: {how}", f"import app, cfg\n{how}\n", *kept("py", 2))
        for how in (
            'respx.post("https://x", json={"model": "deepseek-r1"})',
            'respx_mock.post("https://x", content__contains="{\\"model\\": [\\"deepseek-r1\\"]}")',
            'responses.post("https://x", match=[matchers.json_params_matcher({"model": "deepseek-r1"})])',
            'httpx_mock.add_response(match_json={"model": "deepseek-r1"})',
        )
    ),
    python(
        "what a mock is to answer",
        'import app, cfg\nrespx.post("https://x").respond(json={"model": "deepseek-r1"})\n',
        "DSM101 cfg.py:1 certain safe",
        "DSM102 test_app.py:2 possible unknown-endpoint",
        after=R1,
    ),
    script(
        "a request that an adapter waits for",
        'import {ask} from "./app.js";\nmock.onPost("/chat/completions", {model: "deepseek-r1"}).reply(200);\n',
        *kept("js", 2),
    ),
    *(
        jvm(f"Java's tests: {line.partition('(')[0]} {number}", line)
        for number, line in enumerate(
            (
                'stubFor(post("/x").withRequestBody(equalToJson("{\\"model\\": \\"deepseek-r1\\"}")));',
                'verify(postRequestedFor(any()).withRequestBody(matchingJsonPath("$.model", equalTo("deepseek-r1"))));',
                'assertEquals("deepseek-r1", sent.get("model").asText());',
                'assertThat(captor.getValue().getModel()).isEqualTo("deepseek-r1");',
                'server.expect(any()).andExpect(jsonPath("$.model").value("deepseek-r1"));',
                'server.expect(any()).andExpect(content().json("{\\"model\\": \\"deepseek-r1\\"}"));',
            )
        )
    ),
    jvm("a test of Kotlin, of what was sent", 'assertEquals("deepseek-r1", sent.getString("model"))', file="AppTest.kt"),
    jvm("a JSON that nobody waits for", 'stubFor(post("/x").willReturn(okJson("{\\"model\\": \\"deepseek-r1\\"}")));', False),
    Case(
        "what is no JSON",
        "",
        ("DSM101 App.java:3 certain safe", "DSM103 AppTest.java:2 possible branch-on-model"),
        {'.model("deepseek-r1").resultFormat': '.model("qwen3.7-max").resultFormat'},
        files={
            "main.py": "",
            "App.java": JVM,
            "AppTest.java": 'class AppTest { void asks() {\nstubFor(post("/x", equalToJson("{ deepseek-r1")));\n} }\n',
        },
        head="",
    ),
    python(
        "a test case's method",
        'import cfg\nclass T(TestCase):\n    def test(self):\n        self.assertEqual(cfg.MODEL, "deepseek-r1")\n',
        *kept("py", 4),
    ),
    python(
        "what a mock was called with",
        'import app\ndef test(create):\n    app.ask()\n    create.assert_called_once_with(model="deepseek-r1", messages=[])\n',
        *kept("py", 4),
    ),
    python(
        "what a mock was called with, among others",
        'import app\ndef test(create):\n    app.ask()\n    create.assert_has_calls([call(model="deepseek-r1")])\n',
        *kept("py", 4),
    ),
    python(
        "what was sent",
        'import app\ndef test(sent):\n    app.ask()\n    assert sent["model"] == "deepseek-r1"\n',
        *kept("py", 4),
    ),
    python(
        "what was sent, by a test case's method",
        'import app\nclass T:\n    def test(self):\n        self.assertEqual(self.sent.model, "deepseek-r1")\n',
        *kept("py", 4),
    ),
    python(
        "something else that is expected",
        'import app\ndef test(said):\n    app.ask()\n    assert said["text"] == "deepseek-r1"\n',
        "DSM101 cfg.py:1 certain safe",
        "DSM103 test_app.py:4 possible branch-on-model",
        after=R1,
    ),
    python(
        "what the test itself says",
        'import app\ndef test(ask, create):\n    ask("deepseek-r1")\n    create.assert_called_with(model="deepseek-r1")\n',
        "DSM101 cfg.py:1 certain safe",
        "DSM102 test_app.py:3 possible unknown-endpoint",
        "DSM103 test_app.py:4 possible branch-on-model",
        after=R1,
    ),
    python(
        "a test of another program",
        'def test(create):\n    create.assert_called_with(model="deepseek-r1")\n',
        "DSM101 cfg.py:1 certain safe",
        "DSM103 test_app.py:2 possible branch-on-model",
        after=R1,
    ),
    Case(
        "a variable's value, and an example that nobody runs",
        "",
        (
            "DSM101 .env:1 likely branch-on-model",
            "DSM101 README.md:4 certain safe",
            "DSM103 test_app.py:2 possible branch-on-model",
        ),
        {'create(model="deepseek-r1"': 'create(model="qwen3.7-plus"'},
        files={
            "main.py": "",
            ".env": "M=deepseek-r1\n",
            "app.py": PYTHON["app.py"].replace("import cfg", "import os").replace("cfg.MODEL", 'os.environ["M"]'),
            "README.md": (
                f'```python\nfrom openai import OpenAI\nclient = OpenAI(base_url="{URL}")\n'
                'client.chat.completions.create(model="deepseek-r1", messages=[])\n```\n'
            ),
            "test_app.py": 'def test(create):\n    create.assert_called_with(model="deepseek-r1")\n',
        },
        head="",
    ),
    script(
        "a matcher",
        'import {MODEL} from "./cfg.js";\ntest("x", () => expect(MODEL).not.toBe("deepseek-r1"));\n',
        *kept("js", 2),
    ),
    script(
        "a chain of words",
        'import {MODEL} from "./cfg.js";\nexpect(MODEL).to.be.equal("deepseek-r1");\n',
        *kept("js", 2),
    ),
    script(
        "a function of assert",
        'import assert from "node:assert";\nimport {MODEL} from "./cfg.js";\nassert.strictEqual(MODEL, "deepseek-r1");\n',
        *kept("js", 3),
    ),
    script(
        "what a mock was called with",
        'import {ask} from "./app.js";\nask([]);\n'
        'expect(create).toHaveBeenCalledWith(expect.objectContaining({model: "deepseek-r1"}));\n',
        *kept("js", 3),
    ),
    script(
        "what was sent",
        'import {ask} from "./app.js";\nask([]);\nexpect(sent.model).toEqual("deepseek-r1");\n',
        *kept("js", 3),
    ),
    script(
        "a matcher of nothing that a test expects",
        'import {MODEL} from "./cfg.js";\nseen(MODEL).toBe("deepseek-r1");\n',
        "DSM101 cfg.js:1 certain safe",
        "DSM102 app.test.js:2 possible unknown-endpoint",
        after=R1,
    ),
    script(
        "words of a test that match nothing",
        'import {MODEL} from "./cfg.js";\nexpect(MODEL).toBeDefined("deepseek-r1");\n',
        "DSM101 cfg.js:1 certain safe",
        "DSM102 app.test.js:2 possible unknown-endpoint",
        after=R1,
    ),
    Case(
        "a test of Kotlin",
        "",
        ("DSM101 A.kt:2 certain branch-on-model", "DSM103 A.kt:5 possible branch-on-model"),
        files={
            "main.py": "",
            "A.kt": (
                'import com.alibaba.dashscope.aigc.generation.*\nconst val M = "deepseek-r1"\n'
                'fun ask() = Generation().call(GenerationParam.builder().model(M).resultFormat("message").build())\n'
                'fun test() {\n    assertEquals("deepseek-r1", M)\n}\n'
            ),
        },
        head="",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_expectation(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

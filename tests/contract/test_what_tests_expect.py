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


CASES = [
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

"""Blocks that hold an endpoint beside a model: who reads them decides what is safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import scan

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
CASES = {
    "a mapping": (f'CONFIG = {{"base_url": "{URL}", "model": "deepseek-r1"}}\n', "safe"),
    "dict()": (f'CONFIG = dict(base_url="{URL}", model="deepseek-r1")\n', "safe"),
    "a class that nobody has observed": (
        f'from frame import Chat\n\nchat = Chat(api_base="{URL}", model_name="deepseek-r1")\n',
        "unsafe",
    ),
}


@pytest.mark.parametrize(("source", "applicability"), CASES.values(), ids=CASES.keys())
def test_a_block(source: str, applicability: str, tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text(source, encoding="utf-8")
    (finding,) = scan("--isolated", "settings.py", cwd=tmp_path).findings
    assert isinstance(finding["fix"], dict)
    assert (finding["certainty"], finding["fix"]["applicability"]) == ("certain", applicability)


OWN = (
    "from dataclasses import dataclass\n\n\n@dataclass\nclass Task:\n    model: str\n    api_url: str\n\n\n"
    'MODEL = "deepseek-r1"\n'
)
JAVA = 'class A {\n  static final String MODEL = "deepseek-r1";\n  record Task(String model, String baseUrl) {}\n'
KOTLIN = 'const val MODEL = "deepseek-r1"\ndata class Task(val model: String, val baseUrl: String)\n'
ELSEWHERE = (
    'from openai import OpenAI\n\nOpenAI(base_url="https://api.deepseek.com").chat.completions.create(model=MODEL, messages=[])\n'
)
BY_NAME = {
    "a mapping": ("a.py", f'MODEL = "deepseek-r1"\nCONFIG = {{"base_url": "{URL}", "model": MODEL}}\n'),
    "dict()": ("a.py", f'MODEL, URL = "deepseek-r1", "{URL}"\nCONFIG = dict(base_url=URL, model=MODEL)\n'),
    "an attribute": ("a.py", f'class Names:\n    MODEL = "deepseek-r1"\n\n\nCONFIG = {{"url": "{URL}", "model": Names.MODEL}}\n'),
    "an object": ("a.py", OWN + f'TASK = Task(model=MODEL, api_url="{URL}")\n'),
    "an object, by places": ("a.py", OWN + f'TASK = Task(MODEL, "{URL}")\n'),
    "in TypeScript": ("a.ts", f'const MODEL = "deepseek-r1";\nexport const config = {{ baseURL: "{URL}", model: MODEL }};\n'),
    "in Java": ("A.java", JAVA + f'  Task task = new Task(MODEL, "{URL}");\n}}\n'),
    "in Kotlin, of a class in another file": (
        "a.kt",
        f'package a\n\nval task = Task(model = "deepseek-r1", baseUrl = "{URL}")\n',
    ),
    "in Kotlin": ("a.kt", KOTLIN + f'val task = Task(MODEL, "{URL}")\n'),
}


@pytest.mark.parametrize(("name", "source"), BY_NAME.values(), ids=BY_NAME.keys())
def test_a_block_that_says_the_model_by_a_constant(name: str, source: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(source, encoding="utf-8")
    (finding,) = scan("--isolated", ".", cwd=tmp_path).findings
    assert isinstance(finding["fix"], dict)
    assert (finding["rule"], finding["certainty"], finding["fix"]["applicability"]) == ("DSM101", "certain", "safe")
    scan("--isolated", "--fix", ".", cwd=tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8") == source.replace("deepseek-r1", "qwen3.7-plus")


@pytest.mark.parametrize(("name", "source"), BY_NAME.values(), ids=BY_NAME.keys())
def test_such_a_block_of_another_provider(name: str, source: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(source.replace(URL, "https://api.deepseek.com/v1"), encoding="utf-8")
    assert [each["rule"] for each in scan("--isolated", ".", cwd=tmp_path).findings] in ([], ["DSM102"])


def test_such_a_block_of_a_model_that_needs_a_switch(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(BY_NAME["an object"][1].replace("deepseek-r1", "deepseek-v3"), encoding="utf-8")
    (finding,) = scan("--isolated", ".", cwd=tmp_path).findings
    assert isinstance(finding["refusal"], dict)
    assert (finding["rule"], finding["certainty"], finding["refusal"]["code"]) == ("DSM101", "certain", "choice-needed")


def test_such_a_constant_that_a_call_elsewhere_takes_too(tmp_path: Path) -> None:
    source = BY_NAME["a mapping"][1] + ELSEWHERE
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    (finding,) = scan("--isolated", ".", cwd=tmp_path).findings
    assert isinstance(finding["refusal"], dict)
    assert (finding["rule"], finding["certainty"], finding["refusal"]["code"]) == ("DSM101", "certain", "shared-value")
    scan("--isolated", "--fix", "--unsafe-fixes", ".", cwd=tmp_path)
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == source


def test_a_constant_of_a_block_that_a_call_elsewhere_takes(tmp_path: Path) -> None:
    block = f'CONFIG = {{"base_url": "{URL}", "model": "deepseek-r1"}}\nMODEL = CONFIG["model"]\n'
    (tmp_path / "a.py").write_text(block + ELSEWHERE, encoding="utf-8")
    assert scan("--isolated", ".", cwd=tmp_path).findings == []


def test_a_host_with_half_a_pair_of_brackets_does_not_end_the_run(tmp_path: Path) -> None:
    text = '{"base_url": "https://]rk.cn-beijing.volces.com/api/v3", "model": "deepseek-r1"}\n'
    (tmp_path / "providers.json").write_text(text, encoding="utf-8")
    (tmp_path / "settings.py").write_text(CASES["dict()"][0].replace("https://", "https://["), encoding="utf-8")
    done = scan("--isolated", ".", cwd=tmp_path)
    assert done.errors == ""
    assert {(each["rule"], each["path"]) for each in done.findings} == {("DSM102", "settings.py")}

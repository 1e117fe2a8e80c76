"""Calls of other providers' own libraries: what they name is nobody's finding, however it is spelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import scanned

PYTHON = {
    "ollama's functions": 'import ollama\nollama.chat(model="deepseek-r1", messages=[])\nollama.generate("deepseek-r1", "x")\n',
    "a client of ollama's": 'from ollama import Client\nClient(host="http://10.0.0.1").chat(model="deepseek-r1", messages=[])\n',
    "LangChain's class": 'from langchain_ollama import ChatOllama\nChatOllama(model="deepseek-r1").invoke("x")\n',
    "LlamaIndex's class": 'from llama_index.llms.ollama import Ollama\nllm = Ollama(model="deepseek-r1", request_timeout=60)\n',
    "agno's class": 'from agno.models.ollama import Ollama\nmodel = Ollama(id="deepseek-r1")\n',
    "a client of groq's": 'from groq import Groq\nGroq().chat.completions.create(model="deepseek-v3", messages=[])\n',
    "LangChain's class for groq": 'from langchain_groq import ChatGroq\nChatGroq(model="deepseek-v3").invoke("x")\n',
}
SCRIPT = {
    "ollama's functions": 'import ollama from "ollama";\nawait ollama.chat({model: "deepseek-r1", messages: []});\n',
    "a client of ollama's": (
        'import {Ollama} from "ollama";\nconst ours = new Ollama({host: "http://10.0.0.1"});\n'
        'await ours.generate({model: "deepseek-r1", prompt: ""});\n'
    ),
    "LangChain's class": (
        'import {ChatOllama} from "@langchain/ollama";\nconst m = new ChatOllama({model: "deepseek-r1"});\nawait m.invoke("x");\n'
    ),
    "a client of groq's": (
        'import Groq from "groq-sdk";\nconst g = new Groq();\n'
        'await g.chat.completions.create({model: "deepseek-v3", messages: []});\n'
    ),
    "LangChain's class for groq": 'import {ChatGroq} from "@langchain/groq";\nconst m = new ChatGroq({model: "deepseek-v3"});\n',
}
PROGRAMS = [("a.py", name, text) for name, text in PYTHON.items()] + [("a.mjs", name, text) for name, text in SCRIPT.items()]


@pytest.mark.parametrize("path, name, text", PROGRAMS)
def test_nothing_is_said_of_it(path: str, name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert scanned(".") == (0, []), name


@pytest.mark.parametrize("path, name, text", PROGRAMS)
def test_the_same_words_of_a_library_that_nobody_knows_are_mentions(
    path: str, name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = text.replace("ollama", "somewhere").replace("groq", "somewhere")
    (tmp_path / path).write_text(strange, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert {each["rule"] for each in scanned(".")[1]} == {"DSM102"}, name


def test_an_address_of_model_studio_counts_for_more_than_the_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://dashscope.aliyuncs.com/compatible-mode/v1"
    text = f'from langchain_ollama import ChatOllama\nChatOllama(model="deepseek-v3", base_url="{url}").invoke("x")\n'
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    told = [(each["rule"], each["certainty"], bool(each["fix"])) for each in scanned(".")[1]]
    assert told == [("DSM101", "certain", False)]


BLOCKS = {
    "config.json": '{{"models": [{{"title": "Local", "provider": "{0}", "model": "deepseek-r1"}}]}}\n',
    "config.yaml": "llm:\n  model-provider: {0}\n  model: deepseek-r1\n",
    "config.toml": '[llm]\nbackend = "{0}"\nmodel = "deepseek-r1"\n',
    "config.py": 'CONFIG = {{"provider": "{0}", "model": "deepseek-r1"}}\n',
    "made.py": 'llm = make(llm_provider="{0}", model="deepseek-r1")\n',
}


@pytest.mark.parametrize("path", BLOCKS)
def test_a_block_that_names_another_provider_is_not_spoken_of(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, rules in (
        ("ollama", []),
        ("Groq", []),
        ("openai", ["DSM102"]),
        ("DeepSeek", ["DSM102"]),
        ("anthropic", ["DSM102"]),
        ("ours", ["DSM102"]),
    ):
        (tmp_path / path).write_text(BLOCKS[path].format(name), encoding="utf-8")
        assert [each["rule"] for each in scanned(".")[1]] == rules, name


def test_an_address_counts_for_more_than_a_name_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://dashscope.aliyuncs.com/compatible-mode/v1"
    text = f'{{"provider": "ollama", "model": "deepseek-r1", "apiBase": "{url}"}}\n'
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    (tmp_path / "b.json").write_text(text.replace(url, "http://10.0.0.1/v1"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [(each["rule"], each["path"]) for each in scanned(".")[1]] == [("DSM101", "a.json"), ("DSM102", "b.json")]


def test_what_a_block_names_by_our_prefix_is_spoken_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'llm = make(provider="ollama", model="deepseek-r1", fallback="dashscope/deepseek-v3")\n'
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [(each["rule"], each["model"]) for each in scanned(".")[1]] == [("DSM102", "deepseek-v3")]

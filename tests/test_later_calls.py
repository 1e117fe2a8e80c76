"""Methods that add to what their object was made with, and rows that only an SDK's version tells apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import Record, scan

BASE = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
IMPORT = "from langchain_openai import ChatOpenAI\n"


def fixed(folder: Path, source: str, *options: str, requirements: str = "") -> tuple[str, list[Record]]:
    folder.joinpath("program.py").write_text(source, encoding="utf-8")
    if requirements:
        folder.joinpath("requirements.txt").write_text(requirements, encoding="utf-8")
    findings = scan("--fix", *options, ".", cwd=folder).findings
    return folder.joinpath("program.py").read_text(encoding="utf-8"), findings


def refusals(findings: list[Record]) -> set[str]:
    return {str(each["refusal"]["code"]) for each in findings if isinstance(each["refusal"], dict)}


@pytest.mark.parametrize(
    "made, later, made_after, later_after",
    [
        ('model="deepseek-v3.2"', 'invoke("Hi")', 'model="qwen3.7-plus"|extra_body={"enable_thinking": False}', 'invoke("Hi")'),
        (
            'model="deepseek-v3.2"',
            "bind(enable_thinking=True)",
            'model="qwen3.7-plus"|extra_body={"enable_thinking": False}',
            'bind(extra_body={"enable_thinking": True})',
        ),
        (
            'model="deepseek-v3.2"',
            "bind(top_k=5)",
            'model="qwen3.7-plus"|extra_body={"enable_thinking": False}',
            'bind(extra_body={"top_k": 5, "enable_thinking": False})',
        ),
        (
            'model="deepseek-r1"',
            'bind(extra_body={"enable_search": True})',
            'model="qwen3.7-plus"',
            'bind(extra_body={"enable_search": True})',
        ),
        (
            'model="qwen3.7-plus"',
            'invoke("Hi", model="deepseek-r1")',
            'model="qwen3.7-plus"',
            'invoke("Hi", model="qwen3.7-plus", extra_body={"enable_thinking": True})',
        ),
    ],
)
def test_a_later_call_says_what_it_replaces(made: str, later: str, made_after: str, later_after: str, tmp_path: Path) -> None:
    after, *others = made_after.split("|")
    source = f"{IMPORT}llm = ChatOpenAI({made}, base_url={BASE})\nllm.{later}\n"
    wanted = f"{IMPORT}llm = ChatOpenAI({', '.join((after, f'base_url={BASE}', *others))})\nllm.{later_after}\n"
    assert fixed(tmp_path, source)[0] == wanted


def test_a_later_body_that_would_hide_other_keys_is_left_to_a_person(tmp_path: Path) -> None:
    source = f'{IMPORT}llm = ChatOpenAI(model="qwen3.7-plus", base_url={BASE}, extra_body={{"top_k": 5}})\n'
    source += "llm.bind(enable_thinking=True)\n"
    after, findings = fixed(tmp_path, source)
    assert after == source
    assert "key-conflict" in refusals(findings)


def test_a_later_call_that_is_refused_refuses_the_model_too(tmp_path: Path) -> None:
    source = f'{IMPORT}llm = ChatOpenAI(model="deepseek-v3.2", base_url={BASE})\nllm.bind(tool_choice="required")\n'
    after, findings = fixed(tmp_path, source)
    assert (after, refusals(findings)) == (source, {"choice-needed"})


def test_a_later_call_without_arguments_of_the_request_is_no_call_of_its_own(tmp_path: Path) -> None:
    source = f'{IMPORT}llm = ChatOpenAI(model="qwen3.7-plus", base_url={BASE}, extra_body={{"top_k": 5}})\n'
    source += 'llm.with_retry().invoke("Hi", config={"tags": ["a"]})\n'
    after, findings = fixed(tmp_path, source)
    assert after == source
    assert {str(each["rule"]) for each in findings} <= {"DSM301"}


@pytest.mark.parametrize(
    "requirements, written",
    [
        ("agno>=2\n", 'extra_body={"enable_thinking": False}'),
        ("agno==1.8.4\n", 'request_params={"extra_body": {"enable_thinking": False}}'),
        ("", 'request_params={"extra_body": {"enable_thinking": False}}'),
    ],
)
def test_what_every_allowed_version_takes_is_written(requirements: str, written: str, tmp_path: Path) -> None:
    source = 'from agno.models.openai import OpenAIChat\nOpenAIChat(id="{}", base_url=' + BASE + "{})\n"
    after, _ = fixed(tmp_path, source.format("deepseek-v3", ""), requirements=requirements)
    assert after == source.format("qwen3.7-plus", f", {written}")


def test_a_newer_keyword_that_is_there_already_is_used(tmp_path: Path) -> None:
    source = (
        f'from agno.models.openai import OpenAIChat\nOpenAIChat(id="deepseek-v3", base_url={BASE}, extra_body={{"top_k": 5}})\n'
    )
    after, _ = fixed(tmp_path, source)
    assert 'extra_body={"top_k": 5, "enable_thinking": False}' in after


@pytest.mark.parametrize("name", ["deepseek-v3.2", "deepseek:deepseek-v3.2"])
def test_a_name_that_means_deepseek_itself_is_left_alone(name: str, tmp_path: Path) -> None:
    source = f'from langchain.chat_models import init_chat_model\ninit_chat_model("{name}")\n'
    after, findings = fixed(tmp_path, source)
    assert after == source
    assert findings == [] or {str(each["certainty"]) for each in findings} == {"possible"}


def test_a_native_class_keeps_its_interface(tmp_path: Path) -> None:
    source = 'from langchain_community.chat_models import ChatTongyi\nChatTongyi(model="deepseek-v3")\n'
    after, findings = fixed(tmp_path, source, "--to", "qwen3.7-plus")
    assert (after, refusals(findings)) == (source, {"interface-change"})


@pytest.mark.parametrize("body, applied", [("pass", True), ("def bind(self, **options):\n        return self", False)])
def test_a_class_that_inherits_its_constructor_is_called_like_its_base(body: str, applied: bool, tmp_path: Path) -> None:
    source = f'{IMPORT}\n\nclass Ours(ChatOpenAI):\n    {body}\n\n\nOurs(model="{{}}", base_url={BASE}{{}})\n'
    before, wanted = source.format("deepseek-v3.2", ""), source.format("qwen3.7-plus", ', extra_body={"enable_thinking": False}')
    after, findings = fixed(tmp_path, before)
    assert after == (wanted if applied else before)
    assert {each["fix"]["applicability"] for each in findings if each["rule"] == "DSM101"} == {"safe" if applied else "unsafe"}

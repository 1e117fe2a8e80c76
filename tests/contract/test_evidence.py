"""The evidence of a finding: who answers the call, then the way that its model takes to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import Record, scan

CALL = """\
from openai import OpenAI
from names import MODEL

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")


def ask(model=MODEL):
    client.chat.completions.create(model=model, messages=[], enable_thinking=False)


ask()
"""


def test_it_leads_from_the_endpoint_to_where_the_model_is_written(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text('MODEL = "deepseek-v3.1"\n', encoding="utf-8")
    (tmp_path / "a.py").write_text(CALL, encoding="utf-8")
    findings = scan("--isolated", ".", cwd=tmp_path).findings
    assert {str(each["rule"]): (each["path"], each["line"]) for each in findings} == {
        "DSM101": ("names.py", 1),
        "DSM201": ("a.py", 8),
    }
    way = [
        ("a.py", 4, "the endpoint is https://dashscope.aliyuncs.com/compatible-mode/v1"),
        ("a.py", 4, "client is set here"),
        ("a.py", 7, "model is set here"),
        ("a.py", 2, "imported from names"),
        ("names.py", 1, "MODEL is set here"),
    ]
    for each in findings:
        evidence = each["evidence"]
        assert isinstance(evidence, list)
        assert (each["model"], each["provider"], each["surface"]) == ("deepseek-v3.1", "model-studio", "openai-python")
        assert [(step["path"], step["line"], step["note"]) for step in evidence] == way


def test_it_ends_at_the_client_where_no_model_is_written(tmp_path: Path) -> None:
    source = CALL.replace("model=MODEL", "model").replace("ask()\n", "")
    (tmp_path / "a.py").write_text(source.replace("from names import MODEL\n", ""), encoding="utf-8")
    (found,) = scan("--isolated", ".", cwd=tmp_path).findings
    evidence = found["evidence"]
    assert isinstance(evidence, list)
    assert (found["rule"], found["model"], found["certainty"]) == ("DSM201", None, "certain")
    assert [step["note"] for step in evidence] == [
        "the endpoint is https://dashscope.aliyuncs.com/compatible-mode/v1",
        "client is set here",
    ]


def test_a_model_that_the_rulebook_does_not_know_is_none(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text('MODEL = "qwen-of-our-own"\n', encoding="utf-8")
    (tmp_path / "a.py").write_text(CALL, encoding="utf-8")
    (found,) = scan("--isolated", ".", cwd=tmp_path).findings
    assert (found["rule"], found["model"]) == ("DSM201", None)
    evidence = found["evidence"]
    assert isinstance(evidence, list)
    assert evidence[-1]["note"] == "MODEL is set here"


STUDIO, DEEPSEEK = "https://dashscope.aliyuncs.com/compatible-mode/v1", "https://api.deepseek.com/v1"
CALLED = "    client = OpenAI(**args)\n    return client.chat.completions.create(model=model, messages=[])\n"
GIVEN_LATER = """\
import os
from openai import OpenAI


def ask(model="deepseek-v3", base_url="{0}"):
    args = {{}}
    if base_url:
        args["base_url"] = base_url
    else:
        args["base_url"] = os.getenv("OPENAI_BASE_URL", None)
"""
GIVEN_AGAIN = """\
from openai import OpenAI


def ask(flag):
    args, model = {{"base_url": "{0}"}}, "deepseek-v3"
    if flag:
        args["base_url"] = "{1}"
"""
PAIRED = """\
from openai import OpenAI


def ask(flag):
    args = {{}}
    if flag:
        args["base_url"], model = "{0}", "deepseek-v3"
    else:
        args["base_url"], model = "{1}", "{2}"
"""
DEFAULTED = """\
from openai import OpenAI


def ask(flag):
    args, model = {{}}, "deepseek-v3"
    if flag:
        args["base_url"] = "{0}"
    args.setdefault("base_url", "{1}")
"""
SOMETIMES = {
    "a default, or else the environment": (GIVEN_LATER.format(STUDIO), ["DSM101 certain unsafe"]),
    "another's default, or else the environment": (GIVEN_LATER.format(DEEPSEEK), []),
    "ours over another's": (GIVEN_AGAIN.format(DEEPSEEK, STUDIO), ["DSM102 possible unknown-endpoint"]),
    "another's over ours": (GIVEN_AGAIN.format(STUDIO, DEEPSEEK), ["DSM102 possible unknown-endpoint"]),
    "ours over ours": (GIVEN_AGAIN.format(STUDIO, STUDIO.replace("dashscope", "dashscope-intl")), ["DSM101 certain safe"]),
    "another's over another's": (GIVEN_AGAIN.format(DEEPSEEK, "https://openrouter.ai/api/v1"), []),
    "another's, or else ours": (DEFAULTED.format(DEEPSEEK, STUDIO), ["DSM102 possible unknown-endpoint"]),
    "ours, or else another's": (DEFAULTED.format(STUDIO, DEEPSEEK), ["DSM102 possible unknown-endpoint"]),
    "ours, or else ours": (DEFAULTED.format(STUDIO, STUDIO), ["DSM101 certain safe"]),
    "each with its model": (PAIRED.format(STUDIO, DEEPSEEK, "deepseek-chat"), ["DSM101 certain shared-value"]),
    "each with its model, the retired one elsewhere": (PAIRED.format(DEEPSEEK, STUDIO, "qwen-plus"), []),
}
"""What only some runs put into the arguments of a client leaves there what was before."""


@pytest.mark.parametrize("case", SOMETIMES)
def test_an_address_that_only_some_runs_give(case: str, tmp_path: Path) -> None:
    source, expected = SOMETIMES[case]
    (tmp_path / "a.py").write_text(source + CALLED, encoding="utf-8")
    found = [each for each in scan("--isolated", ".", cwd=tmp_path).findings if each["rule"] in {"DSM101", "DSM102"}]
    assert [f"{each['rule']} {each['certainty']} {_outcome(each)}" for each in found] == expected
    several = [str(each["message"]) for each in found if each["rule"] == "DSM102"]
    assert all(each.endswith("the code lets this call go there or elsewhere") for each in several)


NEARBY = 'import os\nfrom openai import OpenAI\n\nKEY = os.environ["DASHSCOPE_API_KEY"]\n\n\n'
ENDS = {
    "in sight": ("https://llm.corp.example/v1", 3, ["DSM102 possible"]),
    "Model Studio in sight": (STUDIO, 3, ["DSM101 certain"]),
    "out of sight": ("https://llm.corp.example/v1", 70, ["DSM102 possible"]),
}
"""An address behind so many names."""


@pytest.mark.parametrize("case", ENDS)
def test_an_address_that_is_not_followed_to_its_end_may_be_any(case: str, tmp_path: Path) -> None:
    address, length, expected = ENDS[case]
    way = f'URL0 = "{address}"\n' + "".join(f"URL{each + 1} = URL{each}\n" for each in range(length))
    call = f'OpenAI(base_url=URL{length}).chat.completions.create(model="deepseek-v3", messages=[])\n'
    (tmp_path / "a.py").write_text(NEARBY + way + call, encoding="utf-8")
    assert [f"{each['rule']} {each['certainty']}" for each in scan("--isolated", ".", cwd=tmp_path).findings] == expected


def test_an_address_that_nobody_gives_is_what_the_project_points_to(tmp_path: Path) -> None:
    call = 'OpenAI(base_url=given()).chat.completions.create(model="deepseek-v3", messages=[])\n'
    (tmp_path / "a.py").write_text(NEARBY + "from somewhere import given\n" + call, encoding="utf-8")
    assert [f"{each['rule']} {each['certainty']}" for each in scan("--isolated", ".", cwd=tmp_path).findings] == ["DSM101 likely"]


FILLED = """\
{2}


def ask(flag):
    args = {{"model": "{3}deepseek-v3", "{4}": "{0}"}}
    if flag:
        args["{4}"] = "{1}"
    return {5}
"""
"""What only some runs put into the arguments of a call that takes its address itself."""
SURFACES = {
    "litellm": ("import litellm", "openai/", "api_base", "litellm.completion(messages=[], **args)"),
    "langchain": ("from langchain_openai import ChatOpenAI", "", "base_url", 'ChatOpenAI(**args).invoke("x")'),
}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (DEEPSEEK, STUDIO, "DSM102 possible unknown-endpoint"),
        (STUDIO, DEEPSEEK, "DSM102 possible unknown-endpoint"),
        (STUDIO, STUDIO, "DSM101 certain safe"),
        (DEEPSEEK, DEEPSEEK, None),
    ],
)
def test_an_address_that_only_some_runs_give_to_a_call(
    surface: str, before: str, after: str, expected: str | None, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text(FILLED.format(before, after, *SURFACES[surface]), encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("litellm==1.80.0\nlangchain-openai==1.0.0\nopenai==2.0.0\n", encoding="utf-8")
    found = [each for each in scan("--isolated", ".", cwd=tmp_path).findings if each["rule"] in {"DSM101", "DSM102"}]
    assert [f"{each['rule']} {each['certainty']} {_outcome(each)}" for each in found] == ([expected] if expected else [])


@pytest.mark.parametrize(("models", "expected"), [(("deepseek-v3", "deepseek-chat"), 1), (("qwen-plus", "deepseek-v3"), 0)])
def test_settings_that_are_chosen_together_go_together(models: tuple[str, str], expected: int, tmp_path: Path) -> None:
    arms = [
        f'        args["url"] = "{url}"\n        args["model"] = "{model}"\n'
        for url, model in zip((STUDIO, DEEPSEEK), models, strict=True)
    ]
    call = (
        "    client = OpenAI(base_url=args['url'])\n    return client.chat.completions.create(model=args['model'], messages=[])\n"
    )
    head = "from openai import OpenAI\n\n\ndef ask(flag):\n    args = {}\n"
    (tmp_path / "a.py").write_text(f"{head}    if flag:\n{arms[0]}    else:\n{arms[1]}{call}", encoding="utf-8")
    found = [each for each in scan("--isolated", ".", cwd=tmp_path).findings if each["rule"] in {"DSM101", "DSM102"}]
    assert [f"{each['rule']} {each['certainty']}" for each in found] == ["DSM101 certain"] * expected


def _outcome(found: Record) -> object:
    fix, refusal = found["fix"], found["refusal"]
    return fix["applicability"] if isinstance(fix, dict) else refusal["code"] if isinstance(refusal, dict) else None

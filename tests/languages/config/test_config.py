"""What settings files become, and which stay as they are."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.languages.fixing import fixed, found, skipped

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"

OLD_WORDS = f"- url: {URL}\n  model: {{}}\n  extra_body:\n    enable_thinking: {{}}\n"
FIXED = {
    "yaml, quoted": (
        "a.yaml",
        f"# 模型\nllm:\n  base_url: {URL}  # here\n  model: 'deepseek-r1'  # and here\n",
        f"# 模型\nllm:\n  base_url: {URL}  # here\n  model: 'qwen3.7-plus'  # and here\n",
    ),
    "yaml, in a flow mapping": (
        "a.yml",
        f'llm: {{"base_url": "{URL}", "model": "deepseek-r1"}}\n',
        f'llm: {{"base_url": "{URL}", "model": "qwen3.7-plus"}}\n',
    ),
    "yaml, second document": (
        "a.yaml",
        f"a: 1\n---\n- url: {URL}\n  model: deepseek-r1\n",
        f"a: 1\n---\n- url: {URL}\n  model: qwen3.7-plus\n",
    ),
    "yaml, an extra body takes the switch": (
        "a.yaml",
        f"llm:\n  base_url: {URL}\n  model: deepseek-v3\n  extra_body:\n    top_k: 3\n",
        f"llm:\n  base_url: {URL}\n  model: qwen3.7-plus\n  extra_body:\n    top_k: 3\n    enable_thinking: false\n",
    ),
    # Without quotes these are booleans to most libraries; in quotes they are text, whatever it means.
    "yaml, a switch in old words": (
        "a.yaml",
        "".join(OLD_WORDS.format("deepseek-v3.2", word) for word in ("off", "Yes", "NO", "'on'")),
        "".join(OLD_WORDS.format("qwen3.7-plus", word) for word in ("off", "Yes", "NO", "true")),
    ),
    "litellm": (
        "config.yaml",
        "model_list:\n  - model_name: deepseek-v3\n    litellm_params:\n      model: dashscope/deepseek-v3\n      rpm: 3\n",
        (
            "model_list:\n  - model_name: deepseek-v3\n    litellm_params:\n      model: dashscope/qwen3.7-plus\n"
            "      extra_body:\n        enable_thinking: false\n      rpm: 3\n"
        ),
    ),
    "litellm, behind openai/": (
        "config.yaml",
        f"model_list:\n- model_name: r1\n  litellm_params: {{model: openai/deepseek-r1, api_base: {URL}}}\n",
        f"model_list:\n- model_name: r1\n  litellm_params: {{model: openai/qwen3.7-plus, api_base: {URL}}}\n",
    ),
    "spring, properties": (
        "application.properties",
        "spring.ai.dashscope.chat.options.model = deepseek-r1\nserver.port=80\n",
        (
            "spring.ai.dashscope.chat.options.model = qwen3.7-max\n"
            "spring.ai.dashscope.chat.options.enable-thinking = true\nserver.port=80\n"
        ),
    ),
    "spring, nested": (
        "application.yml",
        "spring:\n  ai:\n    dashscope:\n      chat:\n        options:\n          model: deepseek-v3\n",
        "spring:\n  ai:\n    dashscope:\n      chat:\n        options:\n          model: qwen3.7-max\n",
    ),
    "spring, flat in yaml": (
        "application.yml",
        "spring.ai.dashscope.chat.options.model: deepseek-r1\n",
        "spring.ai.dashscope.chat.options.model: qwen3.7-max\nspring.ai.dashscope.chat.options.enable-thinking: true\n",
    ),
    "spring, openai with a base url further out": (
        "application.properties",
        f"spring.ai.openai.base-url={URL}\nspring.ai.openai.chat.options.model=deepseek-r1\n",
        f"spring.ai.openai.base-url={URL}\nspring.ai.openai.chat.options.model=qwen3.7-plus\n",
    ),
    "toml, a table with a table of its own": (
        "a.toml",
        f'[llm]\nmodel = "deepseek-v3"\nurl = "{URL}"\n[llm.extra_body]\ntop_k = 3\n[llm.extra_body.deep]\na = 1\n[n]\nb.c = 1\n',
        (
            f'[llm]\nmodel = "qwen3.7-plus"\nurl = "{URL}"\n[llm.extra_body]\ntop_k = 3\nenable_thinking = false\n'
            "[llm.extra_body.deep]\na = 1\n[n]\nb.c = 1\n"
        ),
    ),
    "toml, tables of two, of which one says the switch": (
        "a.toml",
        f'[[m]]\nurl = "{URL}"\nmodel = "deepseek-v3.2"\n[m.extra_body]\nenable_thinking = true\n[[m]]\nn = 1\n[m.o]\na = 1\n',
        f'[[m]]\nurl = "{URL}"\nmodel = "qwen3.7-plus"\n[m.extra_body]\nenable_thinking = true\n[[m]]\nn = 1\n[m.o]\na = 1\n',
    ),
    "json": (
        "a.json",
        f'{{\n  "api_base": "{URL}",\n  "model": "deepseek-v3",\n  "extra_body": {{}}\n}}\n',
        None,
    ),
    "json, plain": (
        "a.json",
        f'{{\n\t"api_base": "{URL}",\n\t"model": "deepseek-r1"\n}}',
        f'{{\n\t"api_base": "{URL}",\n\t"model": "qwen3.7-plus"\n}}',
    ),
    "json, with an extra body": (
        "a.json",
        f'{{\n  "api_base": "{URL}",\n  "model": "deepseek-v3",\n  "extra_body": {{"top_k": 1}}\n}}\n',
        f'{{\n  "api_base": "{URL}",\n  "model": "qwen3.7-plus",\n  "extra_body": {{"top_k": 1, "enable_thinking": false}}\n}}\n',
    ),
    "json5": (
        "a.json5",
        f"{{ // note\n  apiBase: '{URL}',\n  model: 'deepseek-r1',\n}}\n",
        f"{{ // note\n  apiBase: '{URL}',\n  model: 'qwen3.7-plus',\n}}\n",
    ),
    "toml": (
        "a.toml",
        f'[llm]\nbase_url = "{URL}"\nmodel = "deepseek-r1" # x\n[other]\nmodel = "deepseek-r1"\n',
        f'[llm]\nbase_url = "{URL}"\nmodel = "qwen3.7-plus" # x\n[other]\nmodel = "deepseek-r1"\n',
    ),
    "toml, an inline table": (
        "a.toml",
        f"llm = {{ base_url = '{URL}', model = 'deepseek-r1' }}\n",
        f"llm = {{ base_url = '{URL}', model = 'qwen3.7-plus' }}\n",
    ),
    "ini": (
        "a.ini",
        f"[llm]\nbase_url = {URL}\nmodel = deepseek-r1 ; x\n",
        f"[llm]\nbase_url = {URL}\nmodel = qwen3.7-plus ; x\n",
    ),
    "dotenv, names that belong together": (
        ".env",
        f'DASHSCOP_API_URL="{URL}"\nexport DASHSCOP_MODEL="deepseek-r1" # x\nOLLAMA_MODEL=deepseek-r1\n',
        f'DASHSCOP_API_URL="{URL}"\nexport DASHSCOP_MODEL="qwen3.7-plus" # x\nOLLAMA_MODEL=deepseek-r1\n',
    ),
    "compose": (
        "docker-compose.yml",
        f"services:\n  app:\n    environment:\n      LLM_MODEL: deepseek-r1\n      LLM_BASE_URL: {URL}\n",
        f"services:\n  app:\n    environment:\n      LLM_MODEL: qwen3.7-plus\n      LLM_BASE_URL: {URL}\n",
    ),
    "compose, a list": (
        "docker-compose.yml",
        f"services:\n  app:\n    environment:\n      - LLM_MODEL=deepseek-r1\n      - LLM_BASE_URL={URL}\n",
        f"services:\n  app:\n    environment:\n      - LLM_MODEL=qwen3.7-plus\n      - LLM_BASE_URL={URL}\n",
    ),
    "dotenv, a default": (
        ".env",
        f"LLM_URL={URL}\nexport LLM_MODEL=${{MODEL:-deepseek-r1}}\n",
        f"LLM_URL={URL}\nexport LLM_MODEL=${{MODEL:-qwen3.7-plus}}\n",
    ),
    "dotenv, a URL from another variable": (
        ".env",
        f"BASE={URL}\nLLM_URL=$BASE\nLLM_MODEL='deepseek-r1'\n",
        f"BASE={URL}\nLLM_URL=$BASE\nLLM_MODEL='qwen3.7-plus'\n",
    ),
    "compose, defaults": (
        "compose.yaml",
        f"services:\n  a:\n    environment:\n      - LLM_MODEL=${{LLM_MODEL:-deepseek-r1}}\n      - LLM_URL=${{URL:-{URL}}}\n",
        f"services:\n  a:\n    environment:\n      - LLM_MODEL=${{LLM_MODEL:-qwen3.7-plus}}\n      - LLM_URL=${{URL:-{URL}}}\n",
    ),
    "yaml, a merge key": (
        "a.yaml",
        f"base: &base\n  base_url: {URL}\n  timeout: 3\ndev:\n  <<: *base\n  model: deepseek-r1 # x\n",
        f"base: &base\n  base_url: {URL}\n  timeout: 3\ndev:\n  <<: *base\n  model: qwen3.7-plus # x\n",
    ),
    "a model's own mapping": (
        "a.yaml",
        f"model:\n  name: deepseek-r1\n  base_url: {URL}\n",
        f"model:\n  name: qwen3.7-plus\n  base_url: {URL}\n",
    ),
    "a name beside the model": (
        "a.json",
        f'{{"model_name": "deepseek-r1", "model": "deepseek-r1", "base_url": "{URL}"}}',
        f'{{"model_name": "deepseek-r1", "model": "qwen3.7-plus", "base_url": "{URL}"}}',
    ),
    "two keys with the same model": (
        "a.yaml",
        f"base_url: {URL}\nchat_model: deepseek-r1\ncoder_model: deepseek-r1\n",
        f"base_url: {URL}\nchat_model: qwen3.7-plus\ncoder_model: qwen3.7-plus\n",
    ),
    "a prefix of ours in a list": (
        "promptfooconfig.yaml",
        "providers:\n- alibaba:deepseek-r1\n",
        "providers:\n- alibaba:qwen3.7-plus\n",
    ),
    "a prefix of ours": ("a.toml", 'model = "dashscope/deepseek-r1" # x\n', 'model = "dashscope/qwen3.7-plus" # x\n'),
    "kubernetes": (
        "deploy.yaml",
        f"spec:\n  env:\n  - name: LLM_MODEL\n    value: deepseek-r1\n  - name: LLM_URL\n    value: {URL}\n",
        f"spec:\n  env:\n  - name: LLM_MODEL\n    value: qwen3.7-plus\n  - name: LLM_URL\n    value: {URL}\n",
    ),
}

KEPT = {
    "another provider in the block": ("a.yaml", "llm:\n  base_url: https://api.deepseek.com\n  model: deepseek-r1\n"),
    "ollama under spring": (
        "application.yml",
        f"x: {URL}\nspring:\n  ai:\n    ollama:\n      chat:\n        model: deepseek-r1\n",
    ),
    "an alias": ("config.yaml", f"u: {URL}\nmodel_list:\n- model_name: deepseek-r1\n  litellm_params:\n    model: gpt-4o\n"),
    "another litellm provider": (
        "config.yaml",
        f"u: {URL}\nmodel_list:\n- model_name: a\n  litellm_params:\n    model: deepseek/deepseek-r1\n",
    ),
    "a block of its own without an endpoint": ("a.yaml", f"dashscope_url: {URL}\nollama:\n  model: deepseek-r1\n"),
    "a key": ("a.json", f'{{"base_url": "{URL}", "deepseek-r1": 1}}'),
    "a list of models": ("a.json", f'{{"base_url": "{URL}", "models": ["deepseek-r1", "deepseek-v3"]}}'),
    "two endpoints": ("a.ini", f"[a]\nx = {URL}\ny = https://api.deepseek.com/v1\nmodel = deepseek-r1\n"),
    "a plan": ("a.yaml", "base_url: https://coding.dashscope.aliyuncs.com/v1\nmodel: deepseek-r1\n"),
    "no place for the switch": ("a.yaml", f"base_url: {URL}\nmodel: deepseek-v3\n"),
    "an alias of YAML": ("a.yaml", f"x: &m deepseek-r1\nllm:\n  base_url: {URL}\n  model: *m\n"),
    "a tag of YAML": ("a.yaml", f"llm:\n  base_url: {URL}\n  model: !secret deepseek-r1\n"),
    "a merge key and another provider": (
        "a.yaml",
        f"base: &base\n  base_url: {URL}\n  model: deepseek-r1\ndev:\n  <<: *base\n  base_url: https://api.deepseek.com\n",
    ),
    "what a block is called by": ("a.yaml", f"llm:\n  name: deepseek-r1\n  model: qwen3.7-max\n  base_url: {URL}\n"),
    "a name and no model": ("a.yaml", f"chat:\n  name: deepseek-r1\n  base_url: {URL}\n"),
    "two models that need different things": ("a.yaml", f"base_url: {URL}\nfast: deepseek-v3\nslow: deepseek-r1\n"),
    "several URLs in one value": (".env", f"LLM_URLS={URL};http://ollama:11434/v1\nLLM_MODEL=deepseek-r1\n"),
    "one name, two models": (
        "config.yaml",
        (
            "model_list:\n- model_name: a\n  litellm_params: {model: dashscope/deepseek-r1}\n"
            "- model_name: a\n  litellm_params: {model: dashscope/deepseek-r1-0528}\n"
        ),
    ),
    "a fallback": (
        "config.yaml",
        (
            "model_list:\n- model_name: a\n  litellm_params: {model: dashscope/deepseek-r1}\n"
            "- model_name: b\n  litellm_params: {model: dashscope/qwen3.7-plus}\nrouter_settings:\n  fallbacks: [{a: [b]}]\n"
        ),
    ),
    "a prefix of ours, and no place for the switch": ("a.yaml", "providers:\n- id: dashscope:deepseek-v3\n"),
    "two prefixed names that would be the same": ("a.yaml", "providers:\n- alibaba:deepseek-r1\n- alibaba:deepseek-r1-0528\n"),
    "a table by prefixed names": ("a.json", '{"dashscope/deepseek-r1": {"input": 1}}'),
    "another supplier on Model Studio": ("a.yaml", "model: dashscope/siliconflow/deepseek-v3.2\n"),
    "a comment": ("a.yaml", f"base_url: {URL}\n# model: deepseek-r1\nmodel: qwen3.7-plus\n"),
    "generated": ("a.yaml", f"# @generated\nbase_url: {URL}\nmodel: deepseek-r1\n"),
    "two variables as near": (".env", f"A_URL={URL}\nB_URL=https://api.deepseek.com\nMODEL=deepseek-r1\n"),
}


def shapes(before: str, after: str) -> list[tuple[bytes, bytes]]:
    pairs = [(before.encode(), after.encode())]
    pairs.append((before.replace("\n", "\r\n").encode(), after.replace("\n", "\r\n").encode()))
    pairs.append((b"\xef\xbb\xbf" + before.encode(), b"\xef\xbb\xbf" + after.encode()))
    pairs.append((before.rstrip("\n").encode(), after.rstrip("\n").encode()))
    return pairs


@pytest.mark.parametrize("name,before,after", FIXED.values(), ids=list(FIXED))
def test_the_file_becomes(name: str, before: str, after: str | None, tmp_path: Path) -> None:
    for old, new in shapes(before, after or before):
        assert fixed(tmp_path, name, old, unsafe=True) == new
        assert fixed(tmp_path, name, new, unsafe=True) == new


@pytest.mark.parametrize("name,before", KEPT.values(), ids=list(KEPT))
def test_the_file_stays(name: str, before: str, tmp_path: Path) -> None:
    for old, new in shapes(before, before):
        assert fixed(tmp_path, name, old, unsafe=True) == new


def test_another_providers_settings_are_no_finding(tmp_path: Path) -> None:
    name, data = KEPT["ollama under spring"]
    assert found(tmp_path, name, data.encode()) == ()


def test_an_endpoint_further_out_makes_it_likely(tmp_path: Path) -> None:
    data = f"llm:\n  base_url: {URL}\n  chat:\n    model: deepseek-r1\n".encode()
    assert [(each.rule, str(each.certainty)) for each in found(tmp_path, "a.yaml", data)] == [("DSM101", "likely")]
    assert fixed(tmp_path, "a.yaml", data) == data
    assert fixed(tmp_path, "a.yaml", data, unsafe=True) == data.replace(b"deepseek-r1", b"qwen3.7-plus")


def test_a_key_of_model_studio_makes_it_likely(tmp_path: Path) -> None:
    data = b"DASHSCOPE_API_KEY=\nMODEL_NAME=deepseek-v3\n"
    assert [(each.rule, str(each.certainty), each.refusal and each.refusal.code) for each in found(tmp_path, ".env", data)] == [
        ("DSM101", "likely", "choice-needed")
    ]


def test_a_file_that_git_ignores_tells_but_is_not_edited_unless_named(tmp_path: Path) -> None:
    import subprocess

    from tests.tool import scan

    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text(".env\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\ndependencies = ["openai>=2"]\n')
    before = f"LLM_URL={URL}\nLLM_MODEL=deepseek-r1\n"
    (tmp_path / ".env").write_text(before)
    (tmp_path / "app.py").write_text(
        'import os\nfrom openai import OpenAI\nclient = OpenAI(base_url=os.environ["LLM_URL"])\n'
        'client.chat.completions.create(model=os.environ["LLM_MODEL"], messages=[], extra_body={"enable_thinking": True})\n'
    )
    told = scan("--fix", "--unsafe-fixes", "--isolated", ".", cwd=tmp_path).findings
    assert {row["path"] for row in told} == {"app.py"}
    assert (tmp_path / ".env").read_text() == before
    assert scan("--fix", "--unsafe-fixes", "--isolated", ".env", cwd=tmp_path).findings
    assert (tmp_path / ".env").read_text() == before.replace("deepseek-r1", "qwen3.7-plus")


@pytest.mark.parametrize("name", ["one name, two models", "a fallback"])
def test_models_that_stand_in_for_each_other_are_left_to_a_person(name: str, tmp_path: Path) -> None:
    file, data = KEPT[name]
    codes = [each.refusal and each.refusal.code for each in found(tmp_path, file, data.encode()) if each.rule == "DSM101"]
    assert codes
    assert set(codes) == {"choice-needed"}


MENTIONED = {
    "a template": ("deploy.yaml", 'value: {{ .Values.model | default "deepseek-r1" }}\n', (1, 36)),
    "a prefixed key": ("a.yaml", "dashscope/deepseek-r1: 1\n", (1, 11)),
    "a list of variables": ("a.yaml", "env:\n- MODELS=deepseek-r1\n", (2, 10)),
    "a default": (".env", "A=${B:-deepseek-r1}\n", (1, 8)),
}


@pytest.mark.parametrize("name,text,place", MENTIONED.values(), ids=list(MENTIONED))
def test_what_no_block_speaks_of_is_mentioned_once(name: str, text: str, place: tuple[int, int], tmp_path: Path) -> None:
    told = found(tmp_path, name, text.encode())
    assert [(each.rule, str(each.certainty), (each.place.line, each.place.column)) for each in told] == [
        ("DSM102", "possible", place)
    ]


def test_a_tab_in_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    from migrator.scan import ScanRequest, run
    from migrator.settings_model import Settings

    data = b"llm:\n  a: 1\n\tmodel: deepseek-r1\n"
    report = run(ScanRequest(("a.yaml",), Settings(cwd=str(tmp_path)), ("a.yaml", data), str(tmp_path)))
    assert [(each.code, each.message) for each in report.skipped] == [
        ("parse-error", "line 3: a tab indents this line, which YAML does not allow")
    ]


def test_an_alias_bomb_costs_no_more_than_its_text(tmp_path: Path) -> None:
    names = "abcdefghijklmnopqrst"
    lists = [f"{new}: &{new} [{', '.join([f'*{old}'] * 20)}]" for old, new in pairwise(names)]
    merges = [f"m{new}: &m{new}\n  <<: [{', '.join([f'*m{old}'] * 20)}]\n  {new}: 1" for old, new in pairwise(names)]
    text = "\n".join(["a: &a [x]", *lists, "ma: &ma {a: 1}", *merges, "z:\n  <<: *mt\n  model: deepseek-r1\n"])
    assert [each.rule for each in found(tmp_path, "a.yaml", text.encode())] == ["DSM102"]


def test_a_suppressed_line_stays(tmp_path: Path) -> None:
    data = f"base_url: {URL}\nmodel: deepseek-r1  # deepseek-migrate: ignore[DSM101] kept\n".encode()
    assert fixed(tmp_path, "a.yaml", data) == data


def test_the_example_and_the_default_that_repeats_it_change_together(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\ndependencies = ["openai>=2"]\n')
    (tmp_path / ".env.example").write_text("MODEL_NAME=deepseek-r1\n")
    (tmp_path / "app.py").write_text(
        f'import os\nfrom openai import OpenAI\nclient = OpenAI(base_url="{URL}")\n'
        'client.chat.completions.create(model=os.getenv("MODEL_NAME", "deepseek-r1"), messages=[])\n'
    )
    from tests.tool import tool

    assert tool("scan", "--fix", "--isolated", ".", cwd=tmp_path).status == 0
    assert (tmp_path / ".env.example").read_text() == "MODEL_NAME=qwen3.7-plus\n"
    assert '"qwen3.7-plus")' in (tmp_path / "app.py").read_text()


@pytest.mark.parametrize("name,begin", [("a.jsonl", ""), ("a.jsonl", "\n")])
def test_each_line_of_a_batch_file_gets_its_switch(name: str, begin: str, tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(f'from openai import OpenAI\nclient = OpenAI(base_url="{URL}")\n')
    (tmp_path / "pyproject.toml").write_text("")
    line = '{"custom_id": "1", "url": "/v1/chat/completions", "body": {"model": "deepseek-v3", "messages": []}}\n'
    after = line.replace('"deepseek-v3"', '"qwen3.7-plus", "enable_thinking": false')
    assert fixed(tmp_path, name, (begin + line * 2).encode(), unsafe=True).decode() == begin + after * 2


@pytest.mark.parametrize(
    "name,data,code",
    [
        ("a.json", '{"model": "deepseek-r1"', "parse-error"),
        ("a.json", '{"model" "deepseek-r1"}', "parse-error"),
        ("a.json", "[" * 3000 + '"deepseek-r1"' + "]" * 3000, "parse-error"),
        ("a.yaml", "a: [deepseek-r1\nb: }\n", "parse-error"),
        ("a.toml", "model = deepseek-r1\n", "parse-error"),
    ],
)
def test_what_cannot_be_read_is_named_and_stays(name: str, data: str, code: str, tmp_path: Path) -> None:
    assert skipped(tmp_path, name, data.encode()) == [code]
    assert {str(each.certainty) for each in found(tmp_path, name, data.encode())} == {"possible"}
    assert fixed(tmp_path, name, data.encode(), unsafe=True) == data.encode()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_edited_in_its_own_bytes(encoding: str, tmp_path: Path) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding]
    for name, before, after in FIXED.values():
        if after is not None:
            old, new = (mark + text.replace("\n", "\r\n").encode(encoding) for text in (before, after))
            assert fixed(tmp_path, name, old, unsafe=True) == new


def test_utf_16_places_are_counted_in_characters(tmp_path: Path) -> None:
    data = f"# 模型𝄞\nllm:\n  base_url: {URL}\n  model: deepseek-r1\n".encode("utf-16")
    place = found(tmp_path, "a.yaml", data)[0].place
    assert (place.line, place.column, place.end_column) == (4, 10, 21)


def test_utf_16_that_does_not_parse_is_told_from_its_text(tmp_path: Path) -> None:
    data = "a: [\nmodel: deepseek-r1\n".encode("utf-16")
    assert skipped(tmp_path, "a.yaml", data) == ["parse-error"]
    assert [(each.rule, each.place.line, each.place.column) for each in found(tmp_path, "a.yaml", data)] == [("DSM102", 2, 8)]


def test_properties_in_latin_1_keep_their_bytes(tmp_path: Path) -> None:
    data = f"# Gerät\nllm.base-url={URL}\nllm.model=deepseek-r1\nx=\\u00e4\n".encode("latin-1")
    assert fixed(tmp_path, "a.properties", data) == data.replace(b"deepseek-r1", b"qwen3.7-plus")


def test_data_of_that_size_is_only_looked_through_for_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrator.languages.config.language.MAX_PARSED", 1000)
    data = f'{{"base_url": "{URL}", "model": "deepseek-r1", "rows": "{"x" * 1000}"}}'.encode()
    assert skipped(tmp_path, "a.json", data) == ["too-large"]
    assert [(each.rule, str(each.certainty)) for each in found(tmp_path, "a.json", data)] == [("DSM102", "possible")]
    assert fixed(tmp_path, "a.json", data, unsafe=True) == data


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    name=st.sampled_from(["a.yaml", "a.json", "a.jsonl", "a.json5", "a.toml", "a.ini", "a.properties", ".env", "a.cs"]),
    data=st.data(),
)
def test_no_bytes_at_all_make_it_fail(name: str, data: st.DataObject, tmp_path: Path) -> None:
    before, behind = data.draw(st.binary(max_size=40)), data.draw(st.binary(max_size=40))
    text = before + b"model: deepseek-r1" + behind
    once = fixed(tmp_path, name, text, unsafe=True)
    assert fixed(tmp_path, name, once, unsafe=True) == once


SAMPLES = [(name, before) for name, before, _ in FIXED.values()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    sample=st.sampled_from(SAMPLES),
    at=st.integers(0, 400),
    put=st.text(alphabet="{}[]:,'\"#\n\t =-&*!|é\\", max_size=4),
    cut=st.integers(0, 3),
)
def test_a_broken_file_is_edited_rightly_or_not_at_all(
    sample: tuple[str, str], at: int, put: str, cut: int, tmp_path: Path
) -> None:
    name, text = sample
    data = (text[:at] + put + text[at + cut :]).encode()
    once = fixed(tmp_path, name, data, unsafe=True)
    assert fixed(tmp_path, name, once, unsafe=True) == once
    # Only names change, and a switch may come beside them.
    kept = data.split(b"deepseek-")
    assert once.startswith(kept[0])
    assert once.endswith(kept[-1].lstrip(b"r1v3")) or once == data or b"thinking" in once

"""Settings files as people write them, in the less common spellings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from migrator.languages.config import facts
from tests.languages.tables import Outcome, Row, check, outcomes

NAME = "config.yaml"
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
CHAT = f"{URL}/chat/completions"
UNKNOWN = "possible unknown-endpoint"
SENT = {"ask.sh": f"curl {CHAT} -d @body.json # deepseek-v3\n"}
"""A script that sends a file."""


def _broken(text: str, name: str = "a.json") -> Row:
    """A file that does not parse: what it names is told all the same."""
    return Row(text, None, (f"DSM102 1 {UNKNOWN}",), name, None, ("parse-error",))


def _litellm(params: str, after: str | None, *found: str, name: str = NAME) -> Row:
    """A LiteLLM deployment with these parameters, from line 4 on."""
    head = "model_list:\n- model_name: chat\n  litellm_params:\n"
    return Row(head + params, head + after if after is not None else None, found, name)


SWITCH = "      enable_thinking: false\n"
ROWS: dict[str, Row] = {
    # Names with dots, and with what says how to speak to whoever answers.
    "a version in a key that is another's": Row('{"prices": {"deepseek-v3.1-terminus": 12, "a.1.b": 2}}\n', None, (), "a.json"),
    "a key of somebody's table": Row(
        f"llm:\n  model: deepseek-r1\n  base_url: {URL}\n  pricing_plan: deepseek-r1\n",
        f"llm:\n  model: qwen3.7-plus\n  base_url: {URL}\n  pricing_plan: deepseek-r1\n",
        ("DSM101 2 certain safe", f"DSM102 4 {UNKNOWN}"),
    ),
    "another model beside it": Row(
        f"llm:\n  model: qwen-plus\n  reasoner_model: deepseek-r1\n  base_url: {URL}\n",
        f"llm:\n  model: qwen-plus\n  reasoner_model: qwen3.7-plus\n  base_url: {URL}\n",
        ("DSM101 3 certain safe",),
    ),
    "one that no key calls a model": Row(
        f"llm:\n  reasoner: deepseek-r1\n  embedding_model: text-embedding-v4\n  base_url: {URL}\n",
        f"llm:\n  reasoner: qwen3.7-plus\n  embedding_model: text-embedding-v4\n  base_url: {URL}\n",
        ("DSM101 2 certain safe",),
    ),
    "a name for any compatible gateway": Row(
        f"llm:\n  model: openai/deepseek-r1\n  base_url: {URL}\n",
        f"llm:\n  model: openai/qwen3.7-plus\n  base_url: {URL}\n",
        ("DSM101 2 certain safe",),
    ),
    "a name for any compatible gateway, elsewhere": Row(
        "llm:\n  model: openai/deepseek-r1\n  base_url: http://10.0.0.1/v1\n", None, ()
    ),
    # JSON that is none.
    "a comma is missing": _broken('{"a": 1 "model": "deepseek-v3"}'),
    "a comma too many": _broken('{"model": "deepseek-v3",, "a": 1}'),
    "a comma and nothing": _broken('{, "model": "deepseek-v3"}'),
    "a value without a key": _broken('{"model": "deepseek-v3", [1]}'),
    "a key without a value": _broken('{"model": "deepseek-v3", "a":}'),
    "a key without a colon": _broken('{"model": "deepseek-v3", "a"}'),
    "a colon without a key": _broken('["deepseek-v3": 1]'),
    "a colon too many": _broken('{"model":: "deepseek-v3"}'),
    "brackets that cross": _broken('{"model": ["deepseek-v3"}]'),
    "a bracket that closes nothing": _broken('"deepseek-v3"]'),
    "a word that is none": _broken('{"model": "deepseek-v3", "a": maybe}'),
    "a single quote that is not closed": _broken("{'model': 'deepseek-v3}"),
    "nothing but a remark": _broken("// deepseek-v3"),
    # Values that are not written as they are meant.
    "a name with an escape of JSON5": Row(
        f"{{base_url: '{URL}', /* deepseek-r1 */ model: 'deepseek\\x2dr1'}}\n",
        None,
        ("DSM101 1 certain body-not-literal", "DSM102 1 possible documentation"),
        "a.json5",
    ),
    "a name with an escape of JSON": Row(
        f'{{"base_url": "{URL}", "model": "deepseek\\u002dr1", "x": "deepseek-r1"}}\n',
        None,
        ("DSM101 1 certain body-not-literal", f"DSM102 1 {UNKNOWN}"),
        "a.json",
    ),
    "a name with an escape of YAML": Row(
        f'llm:\n  base_url: {URL}\n  model: "deepseek\\x2dr1"  # deepseek-r1\n', None, ("DSM102 3 possible documentation",)
    ),
    "a name over lines": Row(
        f'llm:\n  base_url: {URL}\n  model: "deepseek-r1\n    "\n', None, ("DSM102 3 possible unknown-endpoint",)
    ),
    "a name with an escape of TOML": Row(
        f'base_url = "{URL}"\nmodel = "deepseek\\U0000002dr1"  # deepseek-r1\n',
        None,
        ("DSM102 2 possible documentation",),
        "a.toml",
    ),
    "a name in three quotes": Row(
        f'base_url = "{URL}"\nmodel = """deepseek-r1"""\n', None, ("DSM102 2 possible unknown-endpoint",), "a.toml"
    ),
    "a name with a tag": Row(
        f"llm:\n  base_url: {URL}\n  model: !!str deepseek-r1\n",
        None,
        ("DSM102 3 possible unknown-endpoint",),
    ),
    "numbers and dates": Row(
        f'day = 2026-01-02\ntemperature = 0.5\nbig = inf\nbase_url = "{URL}"\nmodel = "deepseek-r1"\n',
        f'day = 2026-01-02\ntemperature = 0.5\nbig = inf\nbase_url = "{URL}"\nmodel = "qwen3.7-plus"\n',
        ("DSM101 5 certain safe",),
        "a.toml",
    ),
    "all that YAML has": Row(
        (
            f"? a\n: 1\n? [b]\n: 2\n~: 3\nnull: 4\nempty: &e\ntyped: !!null\nf: 0.5\ni: .inf\nn: 0o17\nl: [x: 1]\n"
            f"llm:\n  base_url: {URL}\n  model: deepseek-r1\n  more: &m\n    k: v\n"
        ),
        (
            f"? a\n: 1\n? [b]\n: 2\n~: 3\nnull: 4\nempty: &e\ntyped: !!null\nf: 0.5\ni: .inf\nn: 0o17\nl: [x: 1]\n"
            f"llm:\n  base_url: {URL}\n  model: qwen3.7-plus\n  more: &m\n    k: v\n"
        ),
        ("DSM101 15 certain safe",),
    ),
    "a mapping without a key": Row(
        f": 1\nllm: {{base_url: {URL}, model: deepseek-r1, : 2}}\n",
        f": 1\nllm: {{base_url: {URL}, model: qwen3.7-plus, : 2}}\n",
        ("DSM101 2 certain safe",),
    ),
    "a pair in a list": Row(f"l: [base_url: {URL}, model: deepseek-r1]\n", None, ("DSM102 1 possible unknown-endpoint",)),
    "merged from what is no mapping": Row(
        f"base: &b\n  base_url: {URL}\nother: &o text\nllm:\n  <<: [*b, *o, 5]\n  model: deepseek-r1\n",
        f"base: &b\n  base_url: {URL}\nother: &o text\nllm:\n  <<: [*b, *o, 5]\n  model: qwen3.7-plus\n",
        ("DSM101 6 certain safe",),
    ),
    "a remark that keeps it": Row(
        f"llm:\n  base_url: {URL}\n  model: deepseek-r1  # deepseek-migrate: ignore[DSM101] deepseek-r1 stays\n",
        None,
        ("DSM101 3 certain -",),
    ),
    # Lines.
    "a line that goes on": Row(
        "note = a \\\n  model = deepseek-v3\nspring.ai.dashscope.chat.options.model = deepseek-r1\n",
        (
            "note = a \\\n  model = deepseek-v3\nspring.ai.dashscope.chat.options.model = qwen3.7-max\n"
            "spring.ai.dashscope.chat.options.enable-thinking = true\n"
        ),
        ("DSM101 3 certain safe", f"DSM102 2 {UNKNOWN}"),
        "application.properties",
    ),
    # Environment.
    "variables that are no text": Row(
        f"services:\n  a:\n    environment:\n      PORT: 80\n      LLM_MODEL: deepseek-r1\n      LLM_BASE_URL: {URL}\n",
        f"services:\n  a:\n    environment:\n      PORT: 80\n      LLM_MODEL: qwen3.7-plus\n      LLM_BASE_URL: {URL}\n",
        ("DSM101 5 certain safe",),
        "docker-compose.yml",
    ),
    "variables from elsewhere": Row(
        (
            "env:\n- name: KEY\n  valueFrom: {secretKeyRef: {key: b}}\n- value: x\n- name: LLM_MODEL\n  value: deepseek-r1\n"
            f"- name: LLM_BASE_URL\n  value: {URL}\n"
        ),
        (
            "env:\n- name: KEY\n  valueFrom: {secretKeyRef: {key: b}}\n- value: x\n- name: LLM_MODEL\n  value: qwen3.7-plus\n"
            f"- name: LLM_BASE_URL\n  value: {URL}\n"
        ),
        ("DSM101 6 certain safe",),
        "pod.yaml",
    ),
    "two URLs that are as near": Row(
        f"LLM_A_URL={URL}\nLLM_B_URL=https://api.other.com/v1\nLLM_MODEL=deepseek-r1\n",
        None,
        ("DSM102 3 possible unknown-endpoint",),
        ".env",
    ),
    "a name that another one begins with": Row(
        f"LLM={'deepseek-r1'}\nLLM_URL={URL}\n", f"LLM=qwen3.7-plus\nLLM_URL={URL}\n", ("DSM101 1 certain safe",), ".env"
    ),
    # LiteLLM.
    "fallbacks of all": Row(
        (
            "model_list:\n- model_name: a\n  litellm_params: {model: dashscope/deepseek-v3}\n"
            "- model_name: b\n  litellm_params: {model: dashscope/deepseek-r1}\n"
            "litellm_settings:\n  default_fallbacks: [a, b]\n  fallbacks: [{a: [c]}, {b: []}, text]\n"
        ),
        None,
        ("DSM101 3 certain choice-needed", "DSM101 5 certain choice-needed"),
    ),
    "fallbacks of none": Row(
        (
            "model_list:\n- model_name: a\n  litellm_params:\n    model: dashscope/deepseek-r1\n"
            "litellm_settings:\n  default_fallbacks: []\n  fallbacks: [{a: [c]}]\n"
        ),
        (
            "model_list:\n- model_name: a\n  litellm_params:\n    model: dashscope/qwen3.7-plus\n"
            "litellm_settings:\n  default_fallbacks: []\n  fallbacks: [{a: [c]}]\n"
        ),
        ("DSM101 4 certain safe",),
    ),
    "the switch as text": _litellm(
        '    model: dashscope/deepseek-v3.1\n    extra_body:\n      enable_thinking: "false"\n',
        "    model: dashscope/qwen3.7-plus\n    extra_body:\n      enable_thinking: false\n",
        "DSM101 4 certain safe",
        "DSM203 6 certain safe",
    ),
    "the switch into a flow mapping": _litellm(
        "    model: dashscope/deepseek-v3\n    extra_body: {top_k: 3}\n",
        "    model: dashscope/qwen3.7-plus\n    extra_body: {top_k: 3, enable_thinking: false}\n",
        "DSM101 4 certain safe",
    ),
    "the switch into an object that is not there": _litellm(
        "    {model: dashscope/deepseek-v3, rpm: 3}\n",
        "    {model: dashscope/qwen3.7-plus, extra_body: {enable_thinking: false}, rpm: 3}\n",
        "DSM101 4 certain safe",
    ),
    "the switch beside lists alone": _litellm(
        "    model: dashscope/deepseek-v3\n    extra_body:\n      stop:\n      - a\n", None, "DSM101 4 certain body-not-literal"
    ),
    "the switch beside nothing": _litellm(
        "    model: dashscope/deepseek-v3\n    extra_body:\n", None, "DSM101 4 certain body-not-literal"
    ),
    # The one that thinks needs nothing but its name.
    "the switch into what others share": Row(
        (
            "x: &b\n  top_k: 3\nmodel_list:\n- model_name: a\n  litellm_params:\n    model: dashscope/deepseek-v3\n"
            "    extra_body: *b\n- model_name: b\n  litellm_params:\n    model: dashscope/deepseek-r1\n    extra_body: *b\n"
        ),
        (
            "x: &b\n  top_k: 3\nmodel_list:\n- model_name: a\n  litellm_params:\n    model: dashscope/deepseek-v3\n"
            "    extra_body: *b\n- model_name: b\n  litellm_params:\n    model: dashscope/qwen3.7-plus\n    extra_body: *b\n"
        ),
        ("DSM101 6 certain body-not-literal", "DSM101 10 certain safe"),
    ),
    "litellm in JSON": Row(
        '{"model_list": [{"model_name": "a", "litellm_params": {"model": "dashscope/deepseek-v3", "rpm": 3}}]}\n',
        (
            '{"model_list": [{"model_name": "a", "litellm_params": '
            '{"model": "dashscope/qwen3.7-plus", "extra_body": {"enable_thinking": false}, "rpm": 3}}]}\n'
        ),
        ("DSM101 1 certain safe",),
        "a.json",
    ),
    "litellm in JSON with a remark": Row(
        '{"model_list": [{"model_name": "a", "litellm_params": {"model" /* it */ : "dashscope/deepseek-v3", "rpm": 3}}]}\n',
        None,
        ("DSM101 1 certain body-not-literal",),
        "a.jsonc",
    ),
    "litellm in TOML": Row(
        '[[model_list]]\nmodel_name = "a"\n[model_list.litellm_params]\nmodel = "dashscope/deepseek-v3"\nrpm = 3\n',
        (
            '[[model_list]]\nmodel_name = "a"\n[model_list.litellm_params]\nmodel = "dashscope/qwen3.7-plus"\n'
            "extra_body = { enable_thinking = false }\nrpm = 3\n"
        ),
        ("DSM101 4 certain safe",),
        "a.toml",
    ),
    "litellm in TOML on one line": Row(
        '[[model_list]]\nmodel_name = "a"\nlitellm_params = { model = "dashscope/deepseek-v3", rpm = 3 }\n',
        (
            '[[model_list]]\nmodel_name = "a"\n'
            'litellm_params = { model = "dashscope/qwen3.7-plus", extra_body = { enable_thinking = false }, rpm = 3 }\n'
        ),
        ("DSM101 3 certain safe",),
        "a.toml",
    ),
    "litellm in lines": Row(
        "[litellm_params]\nmodel = dashscope/deepseek-v3\n", None, ("DSM101 2 certain choice-needed",), "a.ini"
    ),
    "litellm in dotted lines": Row(
        "litellm_params.model = dashscope/deepseek-v3\n", None, ("DSM101 1 certain choice-needed",), "a.properties"
    ),
    # A body in a file of its own.
    "a body with a remark": Row(
        '{"model": "qwen-plus", // here\n"extra_body": {"enable_thinking": true}}\n',
        None,
        ("DSM201 2 certain body-not-literal",),
        "body.json",
        SENT,
    ),
    "a body that says a key twice": Row(
        '{"model": "qwen-plus", "extra_body": {"enable_thinking": true}, "n": 1, "n": 2}\n',
        None,
        ("DSM201 1 certain body-not-literal",),
        "body.json",
        SENT,
    ),
    "a body with the switch twice": Row(
        '{"model": "qwen-plus", "enable_thinking": true, "extra_body": {"enable_thinking": true}}\n',
        '{"model": "qwen-plus", "enable_thinking": true}\n',
        ("DSM201 1 possible safe",),
        "body.json",
        SENT,
    ),
    # Scripts.
    "two scripts, one of which changes": Row(
        f'a:\n  run: curl http://localhost\nb:\n  run: |\n    curl {CHAT} -d \'{{"model": "deepseek-v3"}}\'\n',
        (
            f"a:\n  run: curl http://localhost\nb:\n  run: |\n"
            f'    curl {CHAT} -d \'{{"model": "qwen3.7-plus", "enable_thinking": false}}\'\n'
        ),
        ("DSM101 5 certain safe",),
        "ci.yml",
    ),
    "a script with escapes": Row(
        f'a:\n  run: "curl {CHAT} -d \'{{\\x22model\\u0022: \\"deepseek-v3\\"}}\' #\\U0001F600"\n',
        f'a:\n  run: "curl {CHAT} -d \'{{\\x22model\\u0022: \\"qwen3.7-plus\\", \\"enable_thinking\\": false}}\' #\\U0001F600"\n',
        ("DSM101 2 certain safe",),
        "ci.yml",
    ),
    "a script with escapes of YAML's own": Row(
        f'a:\n  run: "curl {CHAT} \\_ -d \'{{\\"model\\": \\"deepseek-v3\\"}}\'"\n',
        None,
        ("DSM102 2 possible unknown-endpoint",),
        "ci.yml",
    ),
    "a command of words that are no text": Row(
        f'a:\n  command: [curl, --max-time, 5, "{CHAT}", -d, \'{{"model": "deepseek-v3"}}\']\n',
        f'a:\n  command: [curl, --max-time, 5, "{CHAT}", -d, \'{{"model": "qwen3.7-plus", "enable_thinking": false}}\']\n',
        ("DSM101 2 certain safe",),
        "ci.yml",
    ),
    "a command with a list among its words": Row(
        f'a:\n  command: [curl, [x], "{CHAT}", -d, \'{{"model": "deepseek-v3"}}\']\n',
        None,
        ("DSM102 2 possible unknown-endpoint",),
        "ci.yml",
    ),
    "lines of which one is no text": Row(
        f"""a:\n  script:\n  - 5\n  - curl {CHAT} -d '{{"model":"deepseek-v3"}}'\n""",
        f"""a:\n  script:\n  - 5\n  - curl {CHAT} -d '{{"model":"qwen3.7-plus","enable_thinking":false}}'\n""",
        ("DSM101 4 certain safe",),
        "ci.yml",
    ),
    "a script that nobody can read": Row(
        f'a:\n  run: "{"( " * 400}curl {CHAT} -d deepseek-v3 {") " * 400}"\n', None, (f"DSM102 2 {UNKNOWN}",), "ci.yml"
    ),
    "a number for a script": Row(
        "a:\n  run: 5\nb:\n  run: curl x # deepseek-v3\n", None, ("DSM102 4 possible documentation",), "ci.yml"
    ),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """What comes of all rows, in one run."""
    return outcomes(tmp_path_factory.mktemp("rows"), ROWS, NAME)


@pytest.mark.parametrize("title", ROWS)
def test_a_file(title: str, results: Mapping[str, Outcome]) -> None:
    check(ROWS[title], results[title], NAME)


@pytest.mark.parametrize(("spare", "found"), [(0, "DSM101 1 certain safe"), (-1, f"DSM102 1 {UNKNOWN}")])
def test_a_file_that_is_too_large_for_a_body(spare: int, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = '{"model": "deepseek-r1", "messages": []}'
    monkeypatch.setattr(facts, "LARGEST_BODY", len(body) + spare)
    row = Row(body, None if spare else body.replace("deepseek-r1", "qwen3.7-plus"), (found,), "body.json", SENT)
    check(row, outcomes(tmp_path, {"it": row}, NAME)["it"], NAME)

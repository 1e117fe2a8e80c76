"""Bodies that come from elsewhere (a request, a file) and get their model here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

HEAD = """import httpx, json
from flask import request
from openai import OpenAI
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
"""
SEND = "httpx.post(URL, json=body)\n"
OFF = {"json=body": 'json={"enable_thinking": False, **body}'}


def body(name: str, model: str, line: str, found: tuple[str, ...], made: str = "request.get_json()", send: str = SEND) -> Case:
    """A body of elsewhere, a line that puts a model into it, and a call that sends it."""
    after = {f"deepseek-{model}": "qwen3.7-plus", **(OFF if model == "v3" else {})}
    settled = found[0].endswith("safe")
    source = f"body = {made}\n{line}\n{send}".replace("MODEL", f'"deepseek-{model}"')
    return Case(name, source, found, after if settled else {}, head=HEAD)


def given(name: str, model: str, line: str, how: str, taken: str = "**body", after: dict[str, str] | None = None) -> Case:
    """A wrapper that puts a model into what its callers give it."""
    sent = "client.chat.completions.create(**body)" if taken != "body" else "httpx.post(URL, json=body)"
    source = f"def ask({taken}):\n    {line}\n    return {sent}\n".replace("MODEL", f'"deepseek-{model}"')
    return Case(name, source, (f"DSM101 2 certain {how}",), after or {}, head=HEAD)


R1 = {"deepseek-r1": "qwen3.7-plus"}
V3 = {"deepseek-v3": "qwen3.7-plus"}
NATIVE = '"https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"'
SET = 'body["model"] = MODEL'
ELSE = f'if "model" not in body:\n    {SET}'
CASES = [
    body("a request's", "r1", SET, ("DSM101 2 certain safe",)),
    body("a file's", "v3", SET, ("DSM101 2 certain safe",), 'json.load(open("a.json"))'),
    body("what cannot be told", "r1", SET, ("DSM101 2 certain safe",), "(yield)"),
    body("only where there is none", "r1", ELSE, ("DSM101 3 certain safe",)),
    # Whoever says a model of their own would get the switch as well.
    body("with a switch only where there is none", "v3", ELSE, ("DSM101 3 certain unsafe",)),
    body("unpacked", "v3", SET, ("DSM101 2 certain unpacked-arguments",), send="client.chat.completions.create(**body)\n"),
    body("another key", "r1", 'body["n"] = 1\nNAME = MODEL', ("DSM102 3 possible unknown-endpoint",)),
    body("a key that nobody knows", "r1", "body[request.args] = MODEL", ("DSM102 2 possible unknown-endpoint",)),
    body("something inside it", "v3", f"{SET}\nbody['a']['b'] = 1", ("DSM102 2 possible unknown-endpoint",)),
    body(
        "on the native interface, where it may hold parameters",
        "v3",
        SET,
        ("DSM101 2 certain body-not-literal",),
        send=f"httpx.post({NATIVE}, json=body).json()['output']['choices'][0]['message']['content']\n",
    ),
    body("another mapping", "r1", "other = {}\nother['model'] = MODEL", ("DSM102 3 possible unknown-endpoint",)),
    given("keywords", "r1", SET, "safe", after=R1),
    given("keywords that may bring the switch", "v3", SET, "unpacked-arguments"),
    given(
        "keywords that say the switch",
        "v3",
        f"{SET}; body['extra_body'] = {{'enable_thinking': False}}",
        "safe",
        after=V3,
    ),
    given("a default among keywords", "r1", 'body.setdefault("model", MODEL)', "safe", after=R1),
    given("a default among keywords that may bring the switch", "v3", 'body.setdefault("model", MODEL)', "unpacked-arguments"),
    given("a body", "v3", SET, "safe", "body", {**V3, **OFF}),
    # Callers who say a model of their own would get the switch as well.
    given("a default of a body", "v3", 'body.setdefault("model", MODEL)', "unsafe", "body", {**V3, **OFF}),
    given("a default of a body that may think", "r1", 'body.setdefault("model", MODEL)', "safe", "body", R1),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_body_of_elsewhere(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

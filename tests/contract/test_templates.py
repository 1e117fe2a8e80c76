"""Bodies that stand as text and are filled later, with the model in the text or among what is filled in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contract.table import Case, check, scanned

HEAD = """import json, requests
from string import Template
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
"""
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
OTHER = '"https://api.openai.com/v1/chat/completions"'
V3, NEW = '"deepseek-v3"', '"qwen3.7-plus"'
OFF = ', "enable_thinking": false'
ASKED = '"messages": [{"role": "user", "content": "HOLE"}]'
END, DOUBLED = '"}]}', '"}}]}}'
"""How a body ends, and one that str.format fills."""


def sent(body: str, filled: str, how: str = "data=") -> str:
    """A body, and a function that fills and sends it: three lines."""
    return f"BODY = {body}\ndef ask(q):\n    return requests.post(URL, {how}{filled}, headers={{}})\n"


def said(model: str, hole: str) -> str:
    """A body as a text."""
    return f"""'{{"model": {model}, {ASKED.replace("HOLE", hole)}}}'"""


def to_format(model: str, hole: str) -> str:
    """The same for str.format, its braces doubled."""
    body = said("MODEL", "HOLE").replace("{", "{{").replace("}", "}}")
    return body.replace("MODEL", model).replace("HOLE", hole)


def whole(name: str, body: str, filled: str, how: str = "data=") -> Case:
    """A body that says its model itself."""
    end, room = (DOUBLED, 4) if DOUBLED in body else (END, 3)
    after = {V3: NEW, f"{end}'": f"{end[:room]}{OFF}{end[room:]}'"}
    return Case(name, sent(body, filled, how), ("DSM101 1 certain safe",), after, head=HEAD)


def given(name: str, body: str, filled: str) -> Case:
    """A body whose model is filled in."""
    return Case(name, sent(body, filled), ("DSM101 3 certain safe",), whole(name, body, filled).after, head=HEAD)


def silent(name: str, filled: str, *found: str, body: str = said(V3, "")) -> Case:
    """A body whose model something else may take the place of."""
    return Case(name, sent(body, filled), ("DSM102 1 possible unknown-endpoint", *found), head=HEAD)


CASES = [
    whole("percent", said(V3, "%s"), "BODY % q"),
    whole("percent, as bytes", said(V3, "%s"), '(BODY % q).encode("utf-8")'),
    whole("percent, by name", said(V3, "%(q)s"), 'BODY % {"q": q}'),
    whole("percent, read again", said(V3, "%s"), "json.loads(BODY % q)", "json="),
    whole("replaced", said(V3, "__Q__"), 'BODY.replace("__Q__", q)'),
    whole("replaced twice", said(V3, "__Q__ @more@"), 'BODY.replace("__Q__", q).replace("@more@", q)'),
    whole("a template", said(V3, "$q"), "Template(BODY).substitute(q=q)"),
    whole("a template with braces", said(V3, "${q}"), "Template(BODY).safe_substitute({'q': q})"),
    whole("a format", to_format(V3, "{q}"), "BODY.format(q=q)"),
    whole("a format by place", to_format(V3, "{}"), "BODY.format(q)"),
    whole("a format that is spread", to_format(V3, "{q!s:>3}"), "BODY.format(**q)"),
    whole("a raw format", "r" + to_format(V3, "{q}"), "BODY.format(q=q)"),
    given("percent gives the model", said('"%s"', "%s"), f"BODY % ({V3}, q)"),
    given("percent gives the model by name", said('"%(m)s"', "%(q)s"), f'BODY % {{"m": {V3}, "q": q}}'),
    given("a format gives the model", to_format('"{m}"', "{q}"), f"BODY.format(q=q, m={V3})"),
    given("a format gives the model by place", to_format('"{}"', "{}"), f"BODY.format({V3}, q)"),
    given("a format gives the model by number", to_format('"{1}"', "{0}"), f"BODY.format(q, {V3})"),
    given("a template gives the model", said('"$m"', "$q"), f"Template(BODY).substitute(q=q, m={V3})"),
    given("a replacement gives the model", said('"__M__"', "%s"), f'BODY.replace("__M__", {V3}) % q'),
    Case(
        "what stands without quotes is counted, too",
        sent('\'{"max_tokens": %d, "stop": [%s], "model": "%s", "messages": %s}\'', f"BODY % (9, q, {V3}, q)"),
        ("DSM101 3 certain safe",),
        {V3: NEW, "%s}": f"%s{OFF}}}"},
        head=HEAD,
    ),
    Case(
        "the same of a format",
        sent('\'{{"max_tokens": {}, "stop": [{}], "model": "{}", "messages": {}}}\'', f"BODY.format(9, q, {V3}, q)"),
        ("DSM101 3 certain safe",),
        {V3: NEW, "{}}}": f"{{}}{OFF}}}}}"},
        head=HEAD,
    ),
    Case(
        "what a template fills in without quotes",
        sent(f'\'{{"model": {V3}, "messages": $q}}\'', "Template(BODY).substitute(q=q)"),
        ("DSM101 1 certain safe",),
        {V3: NEW, "$q}": f"$q{OFF}}}"},
        head=HEAD,
    ),
    Case(
        "a switch that is filled in stays",
        sent('\'{"model": "deepseek-v3.2", "enable_thinking": %s, "messages": %s}\'', 'BODY % ("true", q)'),
        ("DSM101 1 certain safe",),
        {'"deepseek-v3.2"': NEW},
        head=HEAD,
    ),
    Case(
        "a switch at the wrong place of a format",
        sent('\'{{"model": "deepseek-v3.2", "extra_body": {{"enable_thinking": true}}, "messages": {q}}}\'', "BODY.format(q=q)"),
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {'"deepseek-v3.2"': NEW, '"extra_body": {{"enable_thinking": true}}': '"enable_thinking": true'},
        head=HEAD,
    ),
    Case(
        "a native body, its braces doubled",
        sent(f'\'{{{{"model": {V3}, "input": {{{{"prompt": "{{q}}"}}}}}}}}\'', "BODY.format(q=q)").replace("URL", f'"{NATIVE}"'),
        ("DSM101 1 certain safe",),
        {V3: '"qwen3.7-max"', '"}}}}': '"}}, "parameters": {{"enable_thinking": false}}}}'},
        head=HEAD,
    ),
    Case(
        "two models filled into one body",
        sent(said('"%s"', "%s"), f"BODY % ({V3}, q)")
        + "def other(q):\n    return requests.post(URL, data=BODY % ('qwen-max', q))\n",
        ("DSM101 3 certain shared-value",),
        head=HEAD,
    ),
    Case(
        "another vendor's model in its place",
        sent(said(V3, "%s"), "BODY % q")
        + f"def other(q):\n    return requests.post({OTHER}, data=BODY.replace({V3}, 'x') % q)\n",
        ("DSM101 1 certain shared-value", "DSM103 5 possible branch-on-model"),
        head=HEAD,
    ),
    # With a backslash that no escape of JSON begins with it is no body, wherever that stands.
    silent("no JSON before what is filled in", "BODY.format(q=q)", body=to_format(V3, "\\d {q}")),
    silent("no JSON behind what is filled in", "BODY.format(q=q)", body=to_format(V3, "{q} \\d")),
    silent("another model in its place", "BODY.replace('deepseek-v3', q)", "DSM103 3 possible branch-on-model"),
    silent("a piece of the model replaced", "BODY.replace('v3', 'r1')"),
    silent("anything may be replaced", "BODY.replace(q, 'x')"),
    silent("nothing is replaced by everything", "BODY.replace('', 'x')"),
    silent("a key replaced", "BODY.replace('model', 'engine')"),
    silent("a key inside replaced", "BODY.replace('role', 'who')"),
    Case(
        "a model replaced that has a name",
        f"M = {V3}\ndef ask(q):\n    body = json.dumps({{'model': M, 'messages': q}})\n"
        "    return requests.post(URL, data=body.replace('v3', 'r1'))\n",
        ("DSM102 1 possible unknown-endpoint",),
        head=HEAD,
    ),
    Case(
        "quotes replaced in a body whose model has a name",
        f"M = {V3}\ndef ask(q):\n    body = json.dumps({{'model': M, 'messages': q}})\n"
        "    return requests.post(URL, data=body.replace('&', 'and'))\n",
        ("DSM101 1 certain safe",),
        {V3: NEW, "'messages': q": "'messages': q, 'enable_thinking': False"},
        head=HEAD,
    ),
    silent("a body that is filled by nobody knows what", "render(BODY, q)"),
    Case("numbers", "N = 5\ndef ask(i):\n    return (i % N, N % i, N.x % (i, 3), ask(N) % {'a': 1})\n", head=HEAD),
    Case(
        "a format that is no body",
        sent('\'{{"model": "deepseek-v3", {q}\'', "BODY.format(q=q)"),
        ("DSM102 1 possible unknown-endpoint",),
        head=HEAD,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_filled_later(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


JS = f"""const URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions";
const BODY = {said(V3, "__Q__")};
export const ask = (q) => fetch(URL, {{ method: "POST", body: FILLED }});
"""


@pytest.mark.parametrize(
    "filled", ["BODY.replace('__Q__', q)", "BODY.replaceAll('__Q__', () => q)", "BODY.replace(/__Q__/g, q)", "format(BODY, q)"]
)
def test_javascript(filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = 'import { format } from "node:util";\n' + JS.replace("FILLED", filled)
    after = {V3: NEW, f"{END}'": f"{END[:3]}{OFF}{END[3:]}'"}
    check(Case("", "", ("DSM101 main.mjs:3 certain safe",), after, files={"main.mjs": source}, head=""), tmp_path, monkeypatch)


def test_javascript_replaces_all_of_a_text_that_is_no_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = JS.replace("__Q__", "{{q}}").replace("FILLED", "BODY.replaceAll('{{q}}', q)")
    after = {V3: NEW, f"{END}'": f"{END[:3]}{OFF}{END[3:]}'"}
    check(Case("", "", ("DSM101 main.mjs:2 certain safe",), after, files={"main.mjs": source}, head=""), tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "filled", ["BODY.replace(/deep.*/, q)", "BODY.replace(/[a-z]+/g, q)", "BODY.replace(q, 'x')", "BODY.replace('a')"]
)
def test_javascript_that_may_replace_anything(filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"main.mjs": JS.replace("FILLED", filled)}
    check(Case("", "", ("DSM102 main.mjs:2 possible unknown-endpoint",), files=files, head=""), tmp_path, monkeypatch)


def test_the_request_has_the_model_and_a_hole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "main.py").write_text(HEAD + sent(said('"%s"', "Say %s!"), f"BODY % ({V3}, q)"))
    monkeypatch.chdir(tmp_path)
    [found] = scanned(".")[1]
    assert isinstance(found["request"], dict)
    content = {"?": '"Say %s!"'}
    assert json.loads(json.dumps(found["request"]["after"]["body"])) == {
        "model": "qwen3.7-plus",
        "messages": [{"role": "user", "content": content}],
        "enable_thinking": False,
    }

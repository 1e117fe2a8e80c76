"""Bodies that stand as JSON in a string of Python: read as the mapping that they are, and written inside the quotes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.table import Case, check
from tests.tool import scan, tool

HEAD = """import http.client, httpx, json, requests
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
"""
NOBODY = "possible unknown-endpoint"
SAFE = ("DSM101 1 certain safe",)
MODEL = {"deepseek-v3": "qwen3.7-plus"}
CASES = [
    Case(
        "a string between single quotes",
        """requests.post(URL, data='{"model": "deepseek-v3", "messages": []}')\n""",
        SAFE,
        {**MODEL, "[]}": '[], "enable_thinking": false}'},
    ),
    Case(
        "a string whose quotes are escaped, with line ends as Postman writes them",
        'payload = "{\\r\\n    \\"model\\": \\"deepseek-v3\\",\\r\\n    \\"messages\\": []\\r\\n}"\n'
        'to = http.client.HTTPSConnection("dashscope.aliyuncs.com")\n'
        'to.request("POST", "/compatible-mode/v1/chat/completions", payload)\n',
        SAFE,
        {**MODEL, "[]\\r\\n": '[],\\r\\n    \\"enable_thinking\\": false\\r\\n'},
    ),
    Case(
        "several lines, encoded on the way, with a letter outside ASCII before the place",
        'body = """{\n  "model": "deepseek-v3",\n  "messages": [{"role": "user", "content": "你好"}]\n}"""\n'
        'httpx.post(URL, content=body.encode("utf-8"))\n',
        ("DSM101 2 certain safe",),
        {**MODEL, "}]\n": '}],\n  "enable_thinking": false\n'},
    ),
    Case(
        "strings that stand side by side",
        """requests.post(URL, data=('{"model": "deepseek-v3", '\n    '"messages": []}'))\n""",
        SAFE,
        {**MODEL, "[]}": '[], "enable_thinking": false}'},
    ),
    Case(
        "bytes, and a raw string",
        """requests.post(URL, data=b'{"model": "deepseek-v3", "messages": []}')\n"""
        """requests.post(URL, data=r'{"model": "deepseek-v3", "messages": []}')\n""",
        ("DSM101 1 certain safe", "DSM101 2 certain safe"),
        {**MODEL, "[]}": '[], "enable_thinking": false}'},
    ),
    Case(
        "a template with one value behind the other",
        """requests.post(URL, data=f'{{"model": "deepseek-v3", "messages": [], "user": "{URL}{NATIVE}"}}')\n""",
        SAFE,
        {**MODEL, '{NATIVE}"}}': '{NATIVE}", "enable_thinking": false}}'},
    ),
    Case(
        "a line that goes on in the next",
        'requests.post(URL, data="""\\\n{"model": "deepseek-v3", "messages": []}""")\n',
        ("DSM101 2 certain safe",),
        {**MODEL, "[]}": '[], "enable_thinking": false}'},
    ),
    Case(
        "bytes that say an escape of texts",
        """requests.post(URL, data=b'{"model": "deepseek-v3", "messages": [], "user": "\\u00e9"}')\n""",
        SAFE,
        {**MODEL, '\\u00e9"}': '\\u00e9", "enable_thinking": false}'},
    ),
    Case(
        "a template that is filled with the name",
        'name = "deepseek-v3"\n'
        """requests.post(URL, data=f'{{"model": "{name}", "messages": [{{"role": "user", "content": "{URL}"}}]}}')\n""",
        SAFE,
        {**MODEL, "}}]}}": '}}], "enable_thinking": false}}'},
    ),
    Case(
        "a template that gets a mapping written into it",
        """requests.post(NATIVE, data=f'{{"model": "deepseek-v3", "input": {{"messages": []}}}}')\n""",
        SAFE,
        {"deepseek-v3": "qwen3.7-max", "[]}}}}": '[]}}, "parameters": {{"enable_thinking": false}}}}'},
    ),
    Case(
        "a text that `%` fills",
        """requests.post(URL, data='{"model": "%s", "messages": %s}' % ("deepseek-v3", json.dumps([])))\n""",
        SAFE,
        {**MODEL, "%s}": '%s, "enable_thinking": false}'},
    ),
    Case(
        "a template that ends with what fills it",
        """requests.post(URL, data=f'{{"model": "deepseek-v3", "messages": {json.dumps([])}}}')\n""",
        SAFE,
        {**MODEL, "[])}}}": '[])}, "enable_thinking": false}}'},
    ),
    Case(
        "a text that is read as JSON first",
        """requests.post(URL, json=json.loads('{"model": "deepseek-v3", "messages": []}'))\n""",
        SAFE,
        {**MODEL, "[]}": '[], "enable_thinking": false}'},
    ),
    Case(
        "a switch in a place that this surface does not have",
        """requests.post(URL, data='{"model": "deepseek-v3.2", "messages": [], "extra_body": {"enable_thinking": true}}')\n""",
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {"deepseek-v3.2": "qwen3.7-plus", '"extra_body": {"enable_thinking": true}': '"enable_thinking": true'},
    ),
    Case(
        "what a test says that a server answers is nobody's request",
        """REPLY = '{"id": "1", "model": "deepseek-v3", "choices": []}'\nassert json.loads(REPLY)["choices"] == []\n""",
        ("DSM102 1 possible unknown-endpoint",),
    ),
    Case(
        "a text that is compared as a whole",
        """BODY = '{"model": "deepseek-v3", "messages": []}'\nrequests.post(URL, data=BODY)\nassert BODY == json.dumps({})\n""",
        ("DSM101 1 certain branch-on-model",),
    ),
    Case(
        "a text that also goes elsewhere",
        """BODY = '{"model": "deepseek-v3", "messages": []}'\nrequests.post(URL, data=BODY)\n"""
        'requests.post("https://api.deepseek.com/chat/completions", data=BODY)\n',
        ("DSM101 1 certain shared-value",),
    ),
    *(
        Case(
            f"an escape that nobody knows: {quotes}",
            f"requests.post(URL, data={text})\n",
            ("DSM102 1 possible unknown-endpoint",),
        )
        for quotes, text in {
            "a template": """f'{{"model": "deepseek-v3", "messages": [], "user": "\\N{NO SUCH THING}{URL}"}}'""",
            "no JSON": """'{"model": "deepseek-v3", "messages": [], "user": "\\\\q"}'""",
        }.items()
    ),
    Case(
        "a raw string of several lines",
        'requests.post(URL, data=r"""{\n  "model": "deepseek-v3",\n  "messages": []\n}""")\n',
        ("DSM101 2 certain safe",),
        {**MODEL, "[]\n": '[],\n  "enable_thinking": false\n'},
    ),
    Case(
        "raw strings to which no line can be added",
        """requests.post(URL, data=(r'{' "\\n" r'  "model": "deepseek-v3",' "\\n" r'  "messages": []' "\\n" r'}'))\n""",
        ("DSM101 1 certain body-not-literal",),
        hint="a raw string",
    ),
    *(
        Case(f"a text that nobody can tell: {text[-20:]}", f"requests.post(URL, data={text})\n", (f"DSM102 1 {NOBODY}",))
        for text in (
            """f'{{"model": "deepseek-v3", "messages": [] and more {URL}'""",
            """'deepseek-v3 of "model": %s' % URL""",
        )
    ),
    Case(
        "a text that `%` fills by name",
        """requests.post(URL, data='{"model": "deepseek-v3", "user": "%(name)s"}' % {"name": URL})\n""",
        SAFE,
        {**MODEL, """)s"}'""": """)s", "enable_thinking": false}'"""},
    ),
    Case(
        "a text that `%` fills more often than there are values in sight",
        """requests.post(URL, data='{"model": "deepseek-v3", "messages": %s, "user": "%s"}' % json.dumps([]))\n""",
        SAFE,
        {**MODEL, """%s"}'""": """%s", "enable_thinking": false}'"""},
    ),
    Case(
        "texts that are added up",
        """requests.post(URL, data='{"model":"deepseek-v3","messages":[{"role":"user","content":"' + input() + '"}]}')\n""",
        SAFE,
        {**MODEL, """'"}]}'""": """'"}],"enable_thinking":false}'"""},
    ),
    Case(
        "texts that are added up, with the model by its name, in bytes",
        """MODEL = "deepseek-r1"\n"""
        """body = ('{"model": "' + MODEL + '", ' + f'"user": "{URL}", ' + '"n": %s, "messages": ' % 1 + json.dumps([]) + "}")\n"""
        """httpx.post(URL, content=body.encode())\n""",
        SAFE,
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    Case(
        "a sum that ends in what run time puts there: the switch goes behind that",
        """body = '{"model": "%s", ' % "deepseek-v3" + '"messages": [], "temperature": ' + str(0) + '}'\n"""
        """requests.post(URL, data=body)\n""",
        SAFE,
        {**MODEL, "'}'": """', "enable_thinking": false}'"""},
    ),
    Case(
        "a switch that is written as text in a sum",
        """requests.post(URL, data='{"model": "deepseek-v3.2", "enable_thinking": "true", "user": "' + URL + '"}')\n""",
        ("DSM101 1 certain safe", "DSM203 1 certain safe"),
        {"deepseek-v3.2": "qwen3.7-plus", '"true"': "true"},
    ),
    Case(
        "sums that are no body, or begin with another text",
        """print("sent " + '{"model": "deepseek-v3", "messages": []}' + URL)\n"""
        """requests.post(URL, data='{"model": "deepseek-v3", "messages": []' + URL + '}')\n"""
        """requests.post(URL, data='{"model": "deepseek-v3", "messages": [], "n": %s' % 1 % 2 + '}')\n"""
        """requests.post(URL, data='{"model": "deepseek-v3", "user": "%s%s"' % 1 + '}')\n""",
        tuple(f"DSM102 {line} possible unknown-endpoint" for line in (1, 2, 3, 4)),
    ),
    Case(
        "a whole body in a sum that is none",
        """requests.post(URL, data='{"model": "deepseek-v3", "messages": []}' + chr(10))\n""",
        ("DSM102 1 possible unknown-endpoint",),
    ),
    Case(
        "a whole body, and a line end behind it",
        """requests.post(URL, data='{"model": "deepseek-v3", "messages": []}' + "\\n")\n""",
        SAFE,
        {**MODEL, "[]}": '[], "enable_thinking": false}'},
    ),
    Case(
        "a sum that goes to somebody else",
        """requests.post("https://api.deepseek.com/chat/completions", data='{"model": "deepseek-v3", "n": ' + URL + '}')\n""",
    ),
    Case(
        "a sum that says all of it already",
        """requests.post(URL, data='{"model": "qwen3.7-plus", "enable_thinking": false, "user": "' + URL + '"}')\n""",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_json_text(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(replace(case, head=HEAD), tmp_path, monkeypatch)


def test_line_ends_and_a_mark_in_front_stay(tmp_path: Path) -> None:
    source = HEAD + 'body = """{\n  "model": "deepseek-v3",\n  "messages": []\n}"""\nrequests.post(URL, data=body)\n'
    written = "\N{ZERO WIDTH NO-BREAK SPACE}" + source.replace("\n", "\r\n")
    (tmp_path / "main.py").write_bytes(written.encode())
    assert tool("scan", "--fix", cwd=tmp_path).status == 0
    wanted = written.replace("deepseek-v3", "qwen3.7-plus").replace("[]\r\n", '[],\r\n  "enable_thinking": false\r\n')
    assert (tmp_path / "main.py").read_bytes() == wanted.encode()
    assert [each["rule"] for each in scan(cwd=tmp_path).findings] == []


def test_a_text_in_letters_of_another_kind_is_left_as_it_is(tmp_path: Path) -> None:
    said = """requests.post(URL, data='{"model": "deepseek-v3", "messages": [{"role": "user", "content": "你好"}]}')\n"""
    (tmp_path / "main.py").write_bytes(f"# -*- coding: gbk -*-\n{HEAD}{said}".encode("gbk"))
    assert [(each["rule"], each["certainty"]) for each in scan(cwd=tmp_path).findings] == [("DSM102", "possible")]

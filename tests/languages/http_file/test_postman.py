"""Postman collections: JSON inside JSON strings, edited in place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.languages.fixing import fixed, found

HOST = "https://dashscope.aliyuncs.com"
CHAT = f"{HOST}/compatible-mode/v1/chat/completions"
NATIVE = f"{HOST}/api/v1/services/aigc/text-generation/generation"


def item(url: object, body: str) -> dict[str, object]:
    header = [{"key": "Authorization", "value": "Bearer {{key}}"}]
    request = {"method": "POST", "header": header, "body": {"mode": "raw", "raw": body}, "url": url}
    return {"name": "问 deepseek", "request": request, "response": []}


def collection(*items: dict[str, object], escaped: bool = False, indent: int | str | None = "\t", **variables: str) -> bytes:
    said = {
        "info": {"name": "a", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "folder", "item": list(items)}],
        "variable": [{"key": key, "value": value} for key, value in variables.items()],
    }
    return (json.dumps(said, indent=indent, ensure_ascii=escaped) + "\n").encode()


def parts(url: str) -> dict[str, object]:
    scheme, _, rest = url.partition("://")
    host, *path = rest.split("/")
    return {"protocol": scheme, "host": host.split("."), "path": path}


REWRITES = {
    "lines": (CHAT, '{\r\n    "model": "deepseek-v3",\r\n    "n": "你"\r\n}'),
    "tabs": ({"raw": CHAT, **parts(CHAT)}, '{\n\t"model": "deepseek-v3",\n\t"n": "\\"q\\""\n}'),
    "one line": (parts(CHAT), '{"model": "deepseek-v3", "n": 1}'),
}
LAST = {
    "lines": ',\r\n    "enable_thinking": false',
    "tabs": ',\n\t"enable_thinking": false',
    "one line": ', "enable_thinking": false',
}


@pytest.mark.parametrize("name", REWRITES)
@pytest.mark.parametrize("escaped", [True, False])
@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_a_body_is_rewritten_inside_its_string(name: str, escaped: bool, indent: int | str | None, tmp_path: Path) -> None:
    url, body = REWRITES[name]
    close = "\r\n}" if name == "lines" else "\n}" if name == "tabs" else "}"
    after = body.replace("deepseek-v3", "qwen3.7-plus").removesuffix(close) + LAST[name] + close
    old, new = (collection(item(url, each), escaped=escaped, indent=indent) for each in (body, after))
    assert fixed(tmp_path, "a.postman_collection.json", old).decode() == new.decode()
    assert fixed(tmp_path, "a.json", b"\xef\xbb\xbf" + old) == b"\xef\xbb\xbf" + new
    assert fixed(tmp_path, "a.json", new, unsafe=True) == new


def test_a_switch_goes_where_the_interface_reads_it(tmp_path: Path) -> None:
    wrong = item(NATIVE, '{"model": "qwen-plus", "enable_thinking": true, "input": {}}')
    right = item(NATIVE, '{"model": "qwen-plus", "parameters": {"enable_thinking": true}, "input": {}}')
    extra = item(CHAT, '{"model": "qwen-plus", "extra_body": {"enable_thinking": "true"}}')
    after = item(CHAT, '{"model": "qwen-plus", "enable_thinking": true}')
    data = collection(wrong, extra)
    assert sorted({each.rule for each in found(tmp_path, "a.json", data)}) == ["DSM201"]
    assert fixed(tmp_path, "a.json", data) == collection(right, after)


def test_variables_of_the_collection_count(tmp_path: Path) -> None:
    before = item("{{host}}/compatible-mode/v1/chat/completions", '{"model": "{{model}}", "n": {{n}}}')
    after = item("{{host}}/compatible-mode/v1/chat/completions", '{"model": "{{model}}", "n": {{n}}, "enable_thinking": false}')
    old = collection(before, host=HOST, model="deepseek-v3", n="1")
    assert fixed(tmp_path, "a.json", old) == collection(after, host=HOST, model="qwen3.7-plus", n="1")


@pytest.mark.parametrize(
    "data",
    [
        collection(item("{{host}}/compatible-mode/v1/chat/completions", '{"model": "deepseek-v3"}')),
        collection(item("http://localhost/v1/chat/completions", '{"model": "deepseek-v3"}')),
        collection(item(CHAT, '{"model": "deepseek-v3"')),
        collection(item(CHAT, "{}") | {"response": [{"originalRequest": item(CHAT, '{"model": "deepseek-v3"}')["request"]}]}),
    ],
)
def test_other_requests_stay_and_are_named(data: bytes, tmp_path: Path) -> None:
    assert fixed(tmp_path, "a.json", data, unsafe=True) == data
    assert "DSM102" in {each.rule for each in found(tmp_path, "a.json", data)}


def test_a_finding_stands_at_the_value(tmp_path: Path) -> None:
    data = collection(item(CHAT, '{\n  "model": "deepseek-v3"\n}'))
    (finding,) = (each for each in found(tmp_path, "a.json", data) if each.rule == "DSM101")
    line = data.decode().splitlines()[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith('\\"deepseek-v3\\"')
    assert finding.place.path == "a.json"

"""What `--fix` makes of raw HTTP requests in Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.fixing import fixed, found

HEAD = """import json
import aiohttp, httpx, requests, urllib.request
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
def ask(text, flag, session=None):
"""
NOW_AND_THEN = '**({"enable_thinking": True} if flag else {})'
REWRITES = {
    "json": (
        'requests.post(URL, json={"model": "deepseek-v3", "messages": text})',
        'requests.post(URL, json={"model": "qwen3.7-plus", "messages": text, "enable_thinking": False})',
    ),
    "third positional": (
        'requests.post(URL, None, {"model": "deepseek-v3"})',
        'requests.post(URL, None, {"model": "qwen3.7-plus", "enable_thinking": False})',
    ),
    "request with a method": (
        'requests.request("POST", URL, json={"model": "deepseek-v3"})',
        'requests.request("POST", URL, json={"model": "qwen3.7-plus", "enable_thinking": False})',
    ),
    "JSON text": (
        'requests.post(URL, data=json.dumps({"model": "deepseek-v3"}))',
        'requests.post(URL, data=json.dumps({"model": "qwen3.7-plus", "enable_thinking": False}))',
    ),
    "JSON text as bytes": (
        'httpx.post(URL, content=json.dumps({"model": "deepseek-v3"}).encode("utf-8"))',
        'httpx.post(URL, content=json.dumps({"model": "qwen3.7-plus", "enable_thinking": False}).encode("utf-8"))',
    ),
    "JSON text made bytes": (
        'requests.post(URL, data=bytes(json.dumps({"model": "deepseek-v3"}), "utf-8"))',
        'requests.post(URL, data=bytes(json.dumps({"model": "qwen3.7-plus", "enable_thinking": False}), "utf-8"))',
    ),
    "urllib": (
        'urllib.request.Request(URL, data=json.dumps({"model": "deepseek-v3"}).encode())',
        'urllib.request.Request(URL, data=json.dumps({"model": "qwen3.7-plus", "enable_thinking": False}).encode())',
    ),
    **{
        name: (source % ("deepseek-v3", ""), source % ("qwen3.7-plus", ', "enable_thinking": False'))
        for name, source in {
            "a request that is opened with its body": (
                'urllib.request.urlopen(urllib.request.Request(URL, method="POST"), '
                'data=json.dumps({"model": "%s"%s}).encode(), timeout=9)'
            ),
            "a URL that is opened with a body": 'urllib.request.urlopen(URL, json.dumps({"model": "%s"%s}).encode())',
            "urllib3": 'import urllib3; urllib3.PoolManager().request("POST", URL, body=json.dumps({"model": "%s"%s}))',
            "urllib3 by itself": 'import urllib3; urllib3.request("POST", URL, json={"model": "%s"%s})',
            "a request that is sent later": 'session.send(requests.Request("POST", URL, json={"model": "%s"%s}).prepare())',
            "httpx's request": 'httpx.Client().send(httpx.Request("POST", URL, content=json.dumps({"model": "%s"%s})))',
            "curl_cffi": 'from curl_cffi import requests as other; other.Session().post(URL, json={"model": "%s"%s})',
            "grequests": 'import grequests; grequests.map([grequests.post(URL, json={"model": "%s"%s})])',
            "tornado": (
                "from tornado.httpclient import AsyncHTTPClient as C, HTTPRequest as R; "
                'C().fetch(R(URL, method="POST", body=json.dumps({"model": "%s"%s})))'
            ),
            "tornado's client": (
                'from tornado.httpclient import HTTPClient; HTTPClient().fetch(URL, body=json.dumps({"model": "%s"%s}))'
            ),
            "a thread": 'import asyncio; asyncio.to_thread(requests.post, URL, json={"model": "%s"%s})',
            "an executor": 'session.submit(requests.request, "POST", URL, json={"model": "%s"%s})',
        }.items()
    },
    "session": (
        's = requests.Session(); s.post(URL, json={"model": "deepseek-v3"})',
        's = requests.Session(); s.post(URL, json={"model": "qwen3.7-plus", "enable_thinking": False})',
    ),
    "known base URL": (
        (
            'httpx.Client(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1/").stream('
            '"POST", "chat/completions", json={"model": "qwen-plus", "extra_body": {"enable_thinking": flag}})'
        ),
        (
            'httpx.Client(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1/").stream('
            '"POST", "chat/completions", json={"model": "qwen-plus", "enable_thinking": flag})'
        ),
    ),
    "built in steps": (
        'body = {"model": "deepseek-v3"}; body["messages"] = text; requests.post(URL, json=body)',
        'body = {"model": "qwen3.7-plus", "enable_thinking": False}; body["messages"] = text; requests.post(URL, json=body)',
    ),
    "sometimes given": (
        (
            'body = {"model": "deepseek-v3.1"}\n    if flag: body["enable_thinking"] = True\n'
            "    requests.post(URL, data=json.dumps(body))"
        ),
        (
            'body = {"model": "qwen3.7-plus", "enable_thinking": False}\n    if flag: body["enable_thinking"] = True\n'
            "    requests.post(URL, data=json.dumps(body))"
        ),
    ),
    "unpacked with the switch now and then": (
        f'requests.post(URL, json={{"model": "deepseek-v3.2", {NOW_AND_THEN}}})',
        f'requests.post(URL, json={{"model": "qwen3.7-plus", "enable_thinking": False, {NOW_AND_THEN}}})',
    ),
    "unpacked": (
        'requests.post(URL, json={**text, "model": "deepseek-v3"})',
        'requests.post(URL, json={"enable_thinking": False, **text, "model": "qwen3.7-plus"})',
    ),
    "a keyword that raises": (
        'requests.post(URL, json={"model": "qwen-plus"}, enable_thinking=flag)',
        'requests.post(URL, json={"model": "qwen-plus", "enable_thinking": flag})',
    ),
    "in the query": (
        'requests.post(URL, json={"model": "qwen-plus"}, params={"enable_thinking": True})',
        'requests.post(URL, json={"model": "qwen-plus", "enable_thinking": True})',
    ),
    "native": (
        'requests.post(NATIVE, json={"model": "qwen-plus", "input": text, "enable_thinking": flag, "parameters": {"n": 1}})',
        'requests.post(NATIVE, json={"model": "qwen-plus", "input": text, "parameters": {"n": 1, "enable_thinking": flag}})',
    ),
    "native, by assignment": (
        'body = {"model": "qwen-plus", "parameters": {}}; body["enable_thinking"] = flag; requests.post(NATIVE, json=body)',
        (
            'body = {"model": "qwen-plus", "parameters": {}}; body["parameters"]["enable_thinking"] = flag; '
            "requests.post(NATIVE, json=body)"
        ),
    ),
    "helper": (
        (
            "def post(body): return requests.post(URL, json=body)\n"
            '    post({"model": "deepseek-r1"})\n    post({"model": "deepseek-v3"})'
        ),
        (
            "def post(body): return requests.post(URL, json=body)\n"
            '    post({"model": "qwen3.7-plus"})\n    post({"model": "qwen3.7-plus", "enable_thinking": False})'
        ),
    ),
}
LEFT_ALONE = {
    "a request to another provider that is opened": (
        'urllib.request.urlopen(urllib.request.Request("https://api.deepseek.com"), json.dumps({"model": "deepseek-v3"}))'
    ),
    "a form of urllib3": 'import urllib3; urllib3.request("POST", URL, fields={"model": "deepseek-v3"})',
    "another host": 'requests.post("http://a/v1/chat/completions", json={"model": "deepseek-v3", "extra_body": {"top_k": 1}})',
    "a form": 'requests.post(URL, data={"model": "deepseek-v3", "extra_body": {"enable_thinking": True}})',
    "text twice": 'requests.post(URL, json=json.dumps({"model": "deepseek-v3"}))',
    "another path": 'requests.post(URL.replace("chat", text), json={"model": "deepseek-v3"})',
    "right": 'requests.post(URL, json={"model": "qwen3.7-plus", "enable_thinking": flag})',
    "shared with another endpoint": (
        'body = {"model": "deepseek-v3"}; requests.post(URL, json=body); requests.post("http://localhost/x", json=body)'
    ),
    "parameters made later": (
        'body = {"model": "qwen-plus"}; body["enable_thinking"] = flag; body["parameters"] = {}; requests.post(NATIVE, json=body)'
    ),
    "a name that has no value yet": (
        'body = {"model": "qwen-plus"}; think = flag; requests.post(URL, json=body, params={"enable_thinking": think})'
    ),
    "a stream without increments": (
        'requests.post(NATIVE, headers={"X-DashScope-SSE": "enable"}, '
        'json={"model": "deepseek-r1", "parameters": {"result_format": "message"}})'
    ),
}


def variants(code: str) -> list[bytes]:
    data = f"{HEAD}    {code}\n".encode()
    return [data, data.replace(b"\n", b"\r\n"), data.replace(b"    ", b"\t"), b"\xef\xbb\xbf" + data, data.rstrip(b"\n")]


@pytest.mark.parametrize("name", REWRITES)
def test_a_request_is_rewritten(name: str, tmp_path: Path) -> None:
    before, after = REWRITES[name]
    for old, new in zip(variants(before), variants(after), strict=True):
        assert fixed(tmp_path, "a.py", old).decode() == new.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'requests.post(URL, json={"model": "deepseek-v3", **text})',
            'requests.post(URL, json={"model": "qwen3.7-plus", "enable_thinking": False, **text})',
        ),
        (
            'body = {"model": "deepseek-v3"}; body.update(text); requests.post(URL, json=body)',
            'body = {"model": "qwen3.7-plus", "enable_thinking": False}; body.update(text); requests.post(URL, json=body)',
        ),
    ],
)
def test_what_is_unpacked_after_the_model_may_be_another(before: str, after: str, tmp_path: Path) -> None:
    for old, new in zip(variants(before), variants(after), strict=True):
        assert fixed(tmp_path, "a.py", old) == old
        assert fixed(tmp_path, "a.py", old, unsafe=True).decode() == new.decode()


@pytest.mark.parametrize("name", REWRITES)
def test_a_second_run_changes_nothing(name: str, tmp_path: Path) -> None:
    after = variants(REWRITES[name][1])[0]
    assert fixed(tmp_path, "a.py", after) == after


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_requests_are_left_alone(name: str, tmp_path: Path) -> None:
    data = variants(LEFT_ALONE[name])[0]
    assert fixed(tmp_path, "a.py", data, unsafe=True) == data


@pytest.mark.parametrize("name", ["another host", "a form"])
def test_nothing_is_certain_about_other_endpoints(name: str, tmp_path: Path) -> None:
    findings = found(tmp_path, "a.py", variants(LEFT_ALONE[name])[0])
    assert {each.rule for each in findings} == {"DSM102"}
    assert {each.certainty.name for each in findings} == {"POSSIBLE"}

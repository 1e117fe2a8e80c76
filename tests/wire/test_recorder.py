"""The recorder and the redirection, tried with nothing but the standard library."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.wire.run import KEY, Run, run_program

POST = b"""
import json, urllib.request
body = json.dumps({"model": "m", "stream": False, "a": 1}).encode()
request = urllib.request.Request("%s", body, {"Content-Type": "application/json", "X-Trace": "t"})
print(json.load(urllib.request.urlopen(request)))
"""


def run(program: bytes, variables: dict[str, str] | None = None) -> Run:
    return run_program(Path(sys.executable), program, variables)


@pytest.mark.parametrize("scheme", [b"http", b"https"])
def test_a_request_to_any_host_arrives_whole_and_is_answered(scheme: bytes) -> None:
    done = run(POST % (scheme + b"://ws-1.cn-beijing.maas.aliyuncs.com/compatible-mode/v1/chat/completions?a=b"))
    assert (done.status, done.errors) == (0, "")
    assert "Hello." in done.output
    (recorded,) = done.requests
    assert (recorded.method, recorded.host, recorded.path) == (
        "POST",
        "ws-1.cn-beijing.maas.aliyuncs.com",
        "/compatible-mode/v1/chat/completions",
    )
    assert recorded.query == {"a": "b"}
    assert recorded.headers["x-trace"] == "t"
    assert isinstance(recorded.body, dict)
    assert list(recorded.body.items()) == [("model", "m"), ("stream", False), ("a", 1)]


@pytest.mark.parametrize(
    "path",
    [
        b"/api/v1/services/aigc/text-generation/generation",
        b"/api/v1/services/aigc/multimodal-generation/generation",
        b"/compatible-mode/v1/responses",
        b"/compatible-mode/v1/completions",
    ],
)
def test_every_interface_of_model_studio_is_answered(path: bytes) -> None:
    done = run(POST % (b"https://dashscope.aliyuncs.com" + path))
    assert (done.status, done.errors) == (0, "")
    assert "Hello." in done.output


def test_an_address_is_redirected_as_a_name_is() -> None:
    done = run(POST % b"http://192.0.2.1/compatible-mode/v1/completions")
    assert [request.host for request in done.requests] == ["192.0.2.1"]


def test_nothing_leaves_by_the_newer_protocol() -> None:
    done = run(b"import socket\nsocket.socket(socket.AF_INET6).connect(('2001:db8::1', 443))\n")
    assert "the wire tests let nothing leave" in done.errors
    assert (done.status, done.requests) == (1, ())


def test_a_program_sees_a_key_that_is_none_and_the_variables_it_is_given() -> None:
    program = b"import os\nprint(os.environ['DASHSCOPE_API_KEY'], os.environ['CHAT_MODEL'], 'HTTPS_PROXY' in os.environ)\n"
    assert run(program, {"CHAT_MODEL": "m"}).output.split() == [KEY, "m", "False"]


def test_a_program_that_fails_says_so() -> None:
    done = run(b"raise SystemExit('no')\n")
    assert (done.status, done.errors.strip(), done.requests) == (1, "no", ())

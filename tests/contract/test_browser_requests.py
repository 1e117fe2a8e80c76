"""JavaScript's older ways to send a request: XMLHttpRequest, superagent, needle and request, as the real packages send."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

OURS = '"https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"'
OTHER = '"https://api.deepseek.com/chat/completions"'
BODY = '{ model: "deepseek-v3", messages: q }'
FIXED = '{ model: "qwen3.7-plus", messages: q, enable_thinking: false }'
XHR = """function ask(q, done) {{
  const xhr = new XMLHttpRequest();
  {opened}
  xhr.setRequestHeader("Content-Type", "application/json");
  xhr.onload = () => done(xhr.responseText);
  xhr.send(JSON.stringify({body}));
}}
"""
SENT = {
    "superagent": 'const request = require("superagent");\nexports.ask = (q) => request.post(URL).send(BODY);\n',
    "superagent with headers": (
        'import superagent from "superagent";\n'
        'export const ask = (q) => superagent.post(URL).set("Authorization", KEY).type("json").timeout(9).send(BODY);\n'
    ),
    "superagent with text": (
        'import superagent from "superagent";\n'
        'export const ask = (q) => superagent.post(URL).accept("json").send(JSON.stringify(BODY));\n'
    ),
    "request with options": (
        'const request = require("request");\nexports.ask = (q, cb) => request({ url: URL, method: "POST", json: BODY }, cb);\n'
    ),
    "request with a uri": (
        'const request = require("request-promise");\n'
        'exports.ask = (q) => request({ method: "POST", uri: URL, body: BODY, json: true });\n'
    ),
    "request.post with an address": (
        'const request = require("request");\nexports.ask = (q, cb) => request.post(URL, { headers: {}, json: BODY }, cb);\n'
    ),
    "request.post with text": (
        'const request = require("request");\n'
        "exports.ask = (q, cb) => request.post({ url: URL, body: JSON.stringify(BODY) }, cb);\n"
    ),
    "needle": 'const needle = require("needle");\nexports.ask = (q) => needle("post", URL, BODY, { json: true });\n',
    "needle.post": 'const needle = require("needle");\nexports.ask = (q, cb) => needle.post(URL, BODY, { json: true }, cb);\n',
    "needle.post with text": (
        'const needle = require("needle");\nexports.ask = (q, cb) => needle.post(URL, JSON.stringify(BODY), {}, cb);\n'
    ),
}
PROGRAMS = list(SENT)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_library(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"main.mjs": SENT[name].replace("URL", OURS).replace("BODY", BODY)}
    check(Case(name, "", ("DSM101 main.mjs:2 certain safe",), {BODY: FIXED}, files=files, head=""), tmp_path, monkeypatch)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_library_that_asks_somebody_else(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"main.mjs": SENT[name].replace("URL", OTHER).replace("BODY", BODY)}
    check(Case(name, "", (), files=files, head=""), tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("opened", "found"),
    [
        (f'xhr.open("POST", {OURS}, true);', "DSM101 main.js:6 certain safe"),
        (f"const url = {OURS}; xhr.open('post', url);", "DSM101 main.js:6 certain safe"),
        (f'xhr.open("POST", {OTHER});', ""),
        (f'xhr.open("POST", done ? {OURS} : {OTHER});', "DSM101 main.js:6 likely shared-value"),
        (f'if (done) xhr.open("POST", {OURS}); else xhr.open("POST", {OTHER});', "DSM101 main.js:6 likely unknown-endpoint"),
        (f'other.open("POST", {OURS});', "DSM101 main.js:6 likely unknown-endpoint"),
    ],
)
def test_a_browser(opened: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"main.js": XHR.format(opened=opened, body=BODY)}
    after = {BODY: FIXED} if found.endswith(" safe") else {}
    check(Case("", "", (found,) if found else (), after, files=files, head=""), tmp_path, monkeypatch)


def test_each_request_goes_where_it_was_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = XHR.format(opened=f'xhr.open("POST", {OURS});', body=BODY)
    theirs = XHR.format(opened=f'xhr.open("POST", {OTHER});', body=BODY.replace("q }", "q, n: 1 }")).replace("ask", "other")
    files = {"main.js": ours + theirs}
    check(Case("", "", ("DSM101 main.js:6 certain safe",), {BODY: FIXED}, files=files, head=""), tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "line", [f"window.open('x', {OURS}).send({BODY});", f"const s = new WebSocket({OURS}); s.send(JSON.stringify({BODY}));"]
)
def test_what_sends_no_request(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = ("DSM102 main.js:1 possible unknown-endpoint",)
    check(Case("", "", found, files={"main.js": line + "\n"}, head=""), tmp_path, monkeypatch)

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from migrator.findings import Cell, Finding, Report, Skipped
from migrator.report import Style, render
from tests.report.samples import CHAT, mentioned, refused, report, retired
from tests.tool import tool

EVIL = '</script><img src=x onerror="alert(1)">\u202e\x1b[31m<!--'


def page(made: Report) -> str:
    out = io.StringIO()
    render("html", made, Style(), out)
    return out.getvalue()


def data(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    return read


def first(*findings: Finding) -> dict[str, Any]:
    told: dict[str, Any] = data(page(report(*findings)))["findings"][0]
    return told


def test_nothing_in_it_comes_from_elsewhere() -> None:
    text = page(report(retired(), refused(), mentioned()))
    assert not re.findall(r"<(?:link|img|iframe|object|embed|base|form)\b|@import|url\(|<script[^>]+src=", text)
    assert set(re.findall(r'href="https?://([^/"]+)', text)) <= {"help.aliyun.com", "www.alibabacloud.com"}


def test_the_policy_names_the_very_style_and_script() -> None:
    text = page(report(retired()))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    for kind, tag in (("style", "style"), ("script", "script")):
        found = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert found is not None
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy[1]


def test_text_from_the_code_cannot_become_markup() -> None:
    evil = replace(
        refused(f"a{EVIL}.py"), message=EVIL, model=EVIL, surface=EVIL, symbol=EVIL, reason=EVIL, notes=(EVIL,), cell=Cell(1, 2)
    )
    made = replace(
        report(evil, skipped=(Skipped(EVIL, "parse-error", EVIL),)), sources={f"a{EVIL}.py": (EVIL + "\n").encode() * 12}
    )
    text = page(made)
    assert "<img" not in text
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert text.count("</script>") == 2
    told = data(text)["findings"][0]
    assert told["message"] == '</script><img src=x onerror="alert(1)">\ufffd\ufffd[31m<!--'


def test_a_finding_has_source_evidence_fix_and_request() -> None:
    made = data(page(report(retired())))
    (finding,) = made["findings"]
    start, lines, begin, end = finding["source"]
    assert (start, lines[8 - start][begin:end]) == (5, '"deepseek-v3.2"')
    assert [place for place, _ in finding["evidence"]] == ["app/chat.py:7:12", "app/chat.py:3:26"]
    (file,) = dict(made["fixes"])["f1"]
    changed = [row for row in file["rows"] if row[4]]
    assert changed == [
        [8, '        model="deepseek-v3.2",', 8, '        model="qwen3.7-plus",', "change"],
        [0, "", 10, '        extra_body={"enable_thinking": False},', "new"],
    ]
    assert [row[0] for row in file["rows"]] == [6, 7, 8, 9, 0, 10]
    request = made["requests"][finding["request"]]
    assert ['  "model": "deepseek-v3.2",', '  "model": "qwen3.7-plus",'] in [[row[1], row[3]] for row in request["rows"]]
    assert '"content": ‹question›' in "".join(row[1] for row in request["rows"])


def test_a_call_that_raises_and_a_refusal_are_told() -> None:
    change = retired().request
    assert change is not None
    told = data(page(report(replace(refused(), request=replace(change, before=None, after=None), wanted=change.after))))
    (finding,) = told["findings"]
    assert told["requests"][0]["raises"] is True
    assert finding["refusal"] == [
        "unpacked-arguments",
        "`**options` may hold more; write the call's arguments out",
        "deepseek-migrate scan --select DSM201 -- app/chat.py",
    ]


@pytest.mark.parametrize(
    ("finding", "state"),
    [
        (retired(), "safe"),
        (retired(applicability="unsafe"), "unsafe"),
        (retired(applied=True), "fixed"),
        (refused(), "refused"),
        (replace(retired(), suppressed="comment"), "suppressed"),
        (replace(retired(), fix=None), "open"),
    ],
)
def test_what_becomes_of_a_finding(finding: Finding, state: str) -> None:
    assert first(finding)["state"] == state


def test_the_page_says_what_fails_since_when_and_what_it_costs() -> None:
    text = page(report(retired(), replace(mentioned(), suppressed="baseline")))
    assert re.search(r"<code>deepseek-v3.2</code></td><td>2026-07-09</td>\s*<td>2026-10-10</td><td>qwen3.7-plus</td>", text)
    assert "What it costs" in text
    assert re.search(r"2 / 3 CNY</td>\s*<td class=\"number\">2 / 8 CNY</td>\s*.*same.*\+167%", text)
    assert '<rect class="certain"' in text
    assert "<b>1</b><span>suppressed</span>" in text


def test_nothing_is_promised_of_a_call_that_goes_to_nobody_knows_whom(tmp_path: Path) -> None:
    # A body that is moved nowhere: what another provider makes of it is theirs.
    call = 'create(model="deepseek-v3", messages=[], extra_body={"parameters": {"enable_thinking": True}})\n'
    client = 'create = OpenAI(base_url="https://llm.example.com/v1").chat.completions.create\n'
    (tmp_path / "main.py").write_text(f"from openai import OpenAI\n{client}{call}", encoding="utf-8")
    whole = data(tool("scan", "--isolated", "--select", "DSM102", "--output-format", "html", ".", cwd=tmp_path).output)
    assert [each["after"] for each in whole["requests"]] == [False]


@pytest.mark.parametrize("model", ["deepseek-v3", "qwen3.7-plus"])
def test_nothing_is_promised_where_a_person_has_to_choose(model: str, tmp_path: Path) -> None:
    client = 'create = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1").chat.completions.create\n'
    given = 'user="a", extra_body={"user": "b", "parameters": {"thinking_budget": 9}}'
    source = f'from openai import OpenAI\n{client}create(model="{model}", messages=[], {given})\n'
    (tmp_path / "main.py").write_text(source, encoding="utf-8")
    whole = data(tool("scan", "--isolated", "--select", "DSM202", "--output-format", "html", ".", cwd=tmp_path).output)
    assert [each["after"] for each in whole["requests"]] == [False]


def test_an_empty_report_says_so() -> None:
    text = page(report())
    assert "<b>Nothing found</b>" in text
    assert "14 files looked at, none calls a retired model." in text


def test_secrets_are_masked() -> None:
    text = page(report(retired(), replace(refused(), place=replace(refused().place, line=3))))
    assert "sk-0123456789abcdef" not in text
    assert "*******************" in text


def test_a_stream_that_is_not_utf_8_gets_plain_characters() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    render("html", report(retired()), Style(), out)
    out.flush()


def browser() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for name in names if (path := shutil.which(name)) is not None), None)


def opened(text: str, folder: Path, script: str = "") -> str:
    """The page's DOM after a script of ours ran in it; with one, the page's policy has to go."""
    if script:
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
        text = text.replace("</body>", f"<script>{script}</script></body>")
    (folder / "page.html").write_text(text, encoding="utf-8")
    command = [
        browser() or "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=10000",
        "--dump-dom",
        (folder / "page.html").as_uri(),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


CLICKS = """
const seen = {};
const $ = (one) => document.querySelector(one), $$ = (all) => [...document.querySelectorAll(all)];
const type = (text) => { const box = $("#search"); box.value = text; box.dispatchEvent(new Event("input")); };
seen.first = $$("details.finding").length;
$("#more").click();
seen.more = $$("details.finding").length;
seen.count = $("#count").textContent;
type("mod17.py");
seen.found = $$("details.finding").map((each) => each.querySelector(".place").textContent);
const card = $("details.finding");
card.querySelector("summary").click();
card.fill();
seen.marked = card.querySelector("mark").textContent;
seen.after = [...card.querySelectorAll("figure:nth-child(2) .change.right")].map((row) => row.textContent);
$("#reset").click();
const choice = $("#by-state");
choice.value = "refused";
choice.dispatchEvent(new Event("change"));
seen.refused = $("#count").textContent;
[...$$("#tabs button")].find((each) => each.textContent === "Model").click();
seen.models = $$("#breakdown button.link").map((each) => each.textContent);
$("#breakdown button.link").click();
seen.narrowed = $("#count").textContent;
$("#todo input").click();
seen.done = $$("#todo li.done").length;
$("#todo button").click();
seen.open = $$("details.finding[open]").length;
window.dispatchEvent(new Event("beforeprint"));
seen.printed = $$("details.finding[open] .body").length;
document.documentElement.dataset.seen = JSON.stringify(seen);
"""


@pytest.mark.browser
def test_a_reader_clicks_through_thousands(tmp_path: Path) -> None:
    findings = []
    sources = {}
    for number in range(5000):
        path = f"svc{number % 17}/mod{number}.py"
        finding = retired(path) if number % 2 else refused(path)
        fix = finding.fix and replace(finding.fix, id=f"f{number}")
        findings.append(replace(finding, fix=fix, fingerprint=f"{number:020x}"))
        sources[path] = CHAT.encode()
    dom = opened(page(replace(report(*findings), sources=sources)), tmp_path, CLICKS)
    told = re.search(r'data-seen="([^"]*)"', dom)
    assert told is not None, dom[-2000:]
    seen = json.loads(told[1].replace("&quot;", '"').replace("&amp;", "&"))
    assert seen == {
        "first": 50,
        "more": 100,
        "count": "5,000 of 5,000 findings",
        "found": ["svc0/mod17.py:8:15"],
        "marked": '"deepseek-v3.2"',
        "after": ['8        model="qwen3.7-plus",', '3  "model": "qwen3.7-plus",', "9  ],"],
        "refused": "2,500 of 5,000 findings",
        "models": ["deepseek-v3.2", "none"],
        "narrowed": "2,500 of 5,000 findings",
        "done": 1,
        "open": 1,
        "printed": 1,
    }


@pytest.mark.browser
def test_with_its_policy_the_page_runs_and_harmful_text_stays_text(tmp_path: Path) -> None:
    evil = replace(refused("a.py"), message=EVIL, evidence=(), notes=(EVIL,))
    dom = opened(page(replace(report(evil), sources={"a.py": CHAT.encode()})), tmp_path)
    assert 'data-ready="yes"' in dom
    assert "<img" not in dom
    assert "&lt;img src=x onerror=" in dom

from __future__ import annotations

import io
import json
from dataclasses import replace

from migrator.findings import Cell, Finding, Place, Skipped
from migrator.report import Style, render
from tests.report.samples import mentioned, refused, report, retired


def rendered(*findings: Finding, skipped: tuple[Skipped, ...] = ()) -> dict[str, object]:
    out = io.StringIO()
    render("json", report(*findings, skipped=skipped), Style(), out)
    loaded: dict[str, object] = json.loads(out.getvalue())
    return loaded


def findings_of(*findings: Finding) -> list[dict[str, object]]:
    listed = rendered(*findings)["findings"]
    assert isinstance(listed, list)
    return listed


def test_the_object_has_the_contract_s_keys_in_order() -> None:
    loaded = rendered()
    assert list(loaded) == ["schema", "tool", "today", "summary", "findings", "skipped"]
    assert loaded["schema"] == "deepseek-migrate/report/1"
    assert loaded["tool"] == {"name": "deepseek-migrate", "version": "0.1.0"}
    assert loaded["today"] == "2026-11-22"


def test_a_finding_has_the_contract_s_keys_in_order() -> None:
    (finding,) = findings_of(retired())
    assert list(finding) == [
        "rule",
        "name",
        "severity",
        "certainty",
        "message",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "cell",
        "surface",
        "provider",
        "model",
        "replacement",
        "effect",
        "request",
        "notes",
        "evidence",
        "fix",
        "refusal",
        "fingerprint",
        "suppressed",
    ]


def test_what_is_not_known_is_null() -> None:
    (finding,) = findings_of(mentioned())
    nulls = [key for key, value in finding.items() if value is None]
    assert nulls == ["cell", "surface", "provider", "replacement", "effect", "request", "fix", "suppressed"]


def test_the_parts_of_a_finding() -> None:
    (finding,) = findings_of(replace(retired(), cell=Cell(2, 3)))
    assert finding["certainty"] == "certain"
    assert finding["cell"] == {"index": 2, "line": 3}
    assert finding["evidence"] == [
        {"path": "app/chat.py", "line": 7, "column": 12, "note": "chat.completions.create of the OpenAI SDK"},
        {"path": "app/chat.py", "line": 3, "column": 26, "note": "its base URL is Model Studio's, region cn-beijing"},
    ]
    assert finding["request"] == {
        "before": {
            "path": "/compatible-mode/v1/chat/completions",
            "body": {"model": "deepseek-v3.2", "messages": [{"role": "user", "content": {"?": "question"}}]},
        },
        "after": {
            "path": "/compatible-mode/v1/chat/completions",
            "body": {
                "model": "qwen3.7-plus",
                "messages": [{"role": "user", "content": {"?": "question"}}],
                "enable_thinking": False,
            },
        },
    }
    assert finding["fix"] == {
        "id": "f1",
        "applicability": "safe",
        "applied": False,
        "edits": [
            {"path": "app/chat.py", "start": 215, "end": 228, "text": "qwen3.7-plus"},
            {"path": "app/chat.py", "start": 289, "end": 289, "text": '        extra_body={"enable_thinking": False},\n'},
        ],
    }


def test_a_refusal_has_code_and_hint() -> None:
    (finding,) = findings_of(refused())
    assert finding["refusal"] == {
        "code": "unpacked-arguments",
        "hint": "`**options` may hold more; write the call's arguments out",
    }


def test_a_call_that_raises_sends_nothing_before() -> None:
    change = retired().request
    assert change is not None
    (finding,) = findings_of(replace(retired(), request=replace(change, before=None)))
    request = finding["request"]
    assert isinstance(request, dict)
    assert request["before"] is None


def test_the_summary_counts() -> None:
    loaded = rendered(
        retired(applied=True),
        retired(applicability="unsafe"),
        refused(),
        replace(mentioned(), suppressed="comment"),
        skipped=(Skipped("a.py", "parse-error", "line 1"),),
    )
    assert loaded["summary"] == {
        "files_seen": 14,
        "files_read": 3,
        "findings": 4,
        "fixable": 2,
        "fixed": 1,
        "remaining": 2,
        "suppressed": 1,
        "skipped": 1,
        "seconds": 0.25,
    }
    assert loaded["skipped"] == [{"path": "a.py", "code": "parse-error", "message": "line 1"}]


def test_findings_are_ordered_by_place_and_rule() -> None:
    places = [("b.py", 1, 1, "DSM101"), ("a.py", 2, 1, "DSM101"), ("a.py", 1, 9, "DSM201"), ("a.py", 1, 9, "DSM101")]
    made = [replace(mentioned(), place=Place(path, line, column, 9, 9), rule=rule) for path, line, column, rule in places]
    listed = findings_of(*made)
    assert [(each["path"], each["line"], each["column"], each["rule"]) for each in listed] == places[::-1]


def test_a_path_that_is_no_text_is_still_json() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8")
    render("json", report(mentioned("模\udcff.py")), Style(), out)
    out.flush()
    assert json.loads(raw.getvalue())["findings"][0]["path"] == "模\udcff.py"


def test_a_stream_that_knows_ascii_alone_gets_escapes() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    render("json", report(mentioned("模😀.py")), Style(), out)
    out.flush()
    assert json.loads(raw.getvalue())["findings"][0]["path"] == "模😀.py"

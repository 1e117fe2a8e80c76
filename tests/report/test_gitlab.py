from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest

from migrator.findings import Certainty, Finding
from migrator.report import Style, render
from tests.report.samples import mentioned, refused, report, retired


def entries(*findings: Finding) -> list[dict[str, Any]]:
    out = io.StringIO()
    render("gitlab", report(*findings), Style(), out)
    read: list[dict[str, Any]] = json.loads(out.getvalue())
    return read


def test_an_entry_has_the_published_shape() -> None:
    (entry,) = entries(retired())
    assert entry["check_name"] == "DSM101"
    assert entry["fingerprint"] == "abc"
    assert entry["severity"] == "critical"
    assert entry["location"] == {"path": "app/chat.py", "lines": {"begin": 8, "end": 8}}
    assert entry["description"].startswith("`deepseek-v3.2` was retired")
    assert "its base URL is Model Studio's" in entry["content"]["body"]


def test_nothing_found_is_an_empty_list() -> None:
    assert entries() == []


def test_fingerprints_are_unique() -> None:
    listed = entries(retired(), replace(retired(), rule="DSM201"), refused())
    assert [each["fingerprint"] for each in listed] == ["abc", "abc-2", ""]


@pytest.mark.parametrize(
    ("finding", "severity"),
    [
        (replace(retired(), certainty=Certainty.LIKELY), "major"),
        (replace(retired(), certainty=Certainty.POSSIBLE), "minor"),
        (replace(retired(), severity="warning"), "major"),
        (replace(retired(), severity="warning", certainty=Certainty.LIKELY), "minor"),
        (mentioned(), "info"),
        (retired(applied=True), "info"),
    ],
)
def test_severities_follow_rule_and_certainty(finding: Finding, severity: str) -> None:
    assert [each["severity"] for each in entries(finding)] == [severity]


def test_the_suppressed_are_left_out_and_the_fixed_are_said_to_be() -> None:
    listed = entries(replace(refused(), suppressed="comment"), retired(applied=True))
    assert [each["description"][:7] for each in listed] == ["Fixed: "]

from __future__ import annotations

import gzip
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from migrator.cards import load_cards
from migrator.findings import Edit, Finding, Fix, Place, Report, Skipped
from migrator.report import Style, render, sarif
from tests.report.samples import CHAT, CHINESE, mentioned, place_of, refused, report, retired


def log(made: Report) -> dict[str, Any]:
    out = io.StringIO()
    render("sarif", made, Style(), out)
    read: dict[str, Any] = json.loads(out.getvalue())
    return read


def run(*findings: Finding, skipped: tuple[Skipped, ...] = ()) -> dict[str, Any]:
    (only,) = log(report(*findings, skipped=skipped))["runs"]
    assert isinstance(only, dict)
    return only


def one(finding: Finding) -> dict[str, Any]:
    (result,) = run(finding)["results"]
    assert isinstance(result, dict)
    return result


def test_the_log_names_its_version_and_the_rules_with_their_help() -> None:
    made = log(report())
    assert made["version"] == "2.1.0"
    assert "sarif-schema-2.1.0" in made["$schema"]
    rules = made["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(load_cards())
    assert rules[0]["name"] == "RetiredModel"
    assert rules[0]["help"]["markdown"].startswith("# DSM101 retired-model\n")
    assert "Renaming alone changes what the program does" in rules[0]["help"]["text"]


def test_a_finding_is_a_result_at_its_region() -> None:
    result = one(retired())
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "app/chat.py", "uriBaseId": "%SRCROOT%"}
    start = CHAT.index('"deepseek-v3.2"')
    assert place["region"] == {
        "startLine": 8,
        "startColumn": 15,
        "endLine": 8,
        "endColumn": 30,
        "charOffset": start,
        "charLength": 15,
        "byteOffset": start,
        "byteLength": 15,
        "snippet": {"text": '"deepseek-v3.2"'},
    }
    assert (result["ruleId"], result["ruleIndex"], result["level"], result["kind"]) == ("DSM101", 0, "error", "fail")
    assert result["partialFingerprints"] == {"deepseekMigrate/v1": "abc"}
    assert result["suppressions"] == []
    assert [step["message"]["text"] for step in result["relatedLocations"]] == [
        "chat.completions.create of the OpenAI SDK",
        "its base URL is Model Studio's, region cn-beijing",
    ]
    assert (result["properties"]["certainty"], result["properties"]["refusal"]) == ("certain", None)


def test_bytes_and_characters_are_told_apart() -> None:
    region = one(mentioned())["locations"][0]["physicalLocation"]["region"]
    start = CHINESE.index('"deepseek-r1"')
    assert (region["startColumn"], region["charOffset"], region["charLength"]) == (start + 1, start, 13)
    assert (region["byteOffset"], region["byteLength"]) == (len(CHINESE[:start].encode()), 13)


def test_a_byte_order_mark_is_bytes_and_no_character() -> None:
    made = replace(report(mentioned()), sources={"models.py": b"\xef\xbb\xbf" + CHINESE.encode()})
    region = log(made)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    start = CHINESE.index('"deepseek-r1"')
    assert (region["charOffset"], region["byteOffset"]) == (start, len(CHINESE[:start].encode()) + 3)


def test_a_fix_is_whole_in_each_result_that_shares_it() -> None:
    first = retired()
    assert first.fix is not None
    halves = [replace(first, fix=replace(first.fix, edits=(edit,))) for edit in first.fix.edits]
    results = run(*halves)["results"]
    (change,) = results[0]["fixes"][0]["artifactChanges"]
    assert results[0]["fixes"] == results[1]["fixes"]
    assert [each["insertedContent"]["text"] for each in change["replacements"]] == [
        "qwen3.7-plus",
        '        extra_body={"enable_thinking": False},\n',
    ]
    deleted = change["replacements"][0]["deletedRegion"]
    start = CHAT.index("deepseek-v3.2")
    assert (deleted["byteOffset"], deleted["byteLength"], deleted["startLine"], deleted["startColumn"]) == (start, 13, 8, 16)
    insertion = change["replacements"][1]["deletedRegion"]
    assert (insertion["byteLength"], insertion["startLine"], insertion["endColumn"]) == (0, 10, 1)


def test_what_was_applied_is_told_and_no_longer_a_failure() -> None:
    result = one(retired(applied=True))
    assert (result["kind"], result["level"]) == ("informational", "none")
    assert "fixes" not in result
    assert result["properties"]["fix"] == {"id": "f1", "applicability": "safe", "applied": True}
    assert result["message"]["text"].splitlines()[1] == "Fixed by this run."


def test_refusals_stand_in_the_message_and_the_properties() -> None:
    result = one(refused())
    assert result["properties"]["refusal"]["code"] == "unpacked-arguments"
    assert "Refused (unpacked-arguments): `**options` may hold more" in result["message"]["text"]


@pytest.mark.parametrize(
    ("suppressed", "reason", "expected"),
    [
        ("comment", "until May", [{"kind": "inSource", "status": "accepted", "justification": "until May"}]),
        ("baseline", "", [{"kind": "external", "status": "accepted"}]),
        (None, "", []),
    ],
)
def test_suppressions(suppressed: str | None, reason: str, expected: object) -> None:
    assert one(replace(retired(), suppressed=suppressed, reason=reason))["suppressions"] == expected


def test_files_that_failed_are_notifications() -> None:
    made = run(skipped=(Skipped("a b.py", "parse-error", "line 3"), Skipped("gone.py", "no-such-path", "no", fatal=True)))
    (invocation,) = made["invocations"]
    assert invocation["executionSuccessful"] is False
    first, second = invocation["toolExecutionNotifications"]
    assert (first["level"], first["descriptor"], second["level"]) == ("warning", {"id": "parse-error"}, "error")
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.py"
    assert run(skipped=(Skipped("a.py", "parse-error", "x"),))["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize(
    ("path", "uri", "relative"),
    [
        ("模型/a#b.py", "%E6%A8%A1%E5%9E%8B/a%23b.py", True),
        ("a:b%20.py", "a%3Ab%2520.py", True),
        ("odd\udcff.py", "odd%FF.py", True),
        ("/tmp/a b.py", "file:///tmp/a%20b.py", False),
    ],
)
def test_paths_become_uris(path: str, uri: str, relative: bool) -> None:
    finding = replace(retired(path), fix=None, evidence=())
    location = one(finding)["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == ({"uri": uri, "uriBaseId": "%SRCROOT%"} if relative else {"uri": uri})


def test_secrets_beside_the_value_are_masked_in_snippets() -> None:
    place = place_of(CHAT, 'api_key="sk-0123456789abcdef"', "app/chat.py")
    region = one(replace(refused(), place=place))["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"] == 'api_key="*******************"'


def test_an_edit_in_a_file_without_bytes_still_has_a_region() -> None:
    fix = Fix("f", "safe", False, (Edit("gone.py", 3, 5, "x"),))
    (change,) = one(replace(retired(), fix=fix))["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["deletedRegion"] == {"byteOffset": 3, "byteLength": 2}


def test_more_than_github_takes_is_cut_to_the_most_important_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    places = [Place("app/chat.py", line, 1, line, 2) for line in range(1, 6)]
    notes = [replace(mentioned(), place=place) for place in places[:3]]
    made = run(*notes, replace(refused(), place=places[3]), replace(retired(applied=True), place=places[4]))
    assert [each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in made["results"]] == [1, 2, 4]
    (notice,) = made["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"].startswith("2 of 5 findings are left out")
    assert made["properties"]["leftOut"] == 2


def test_more_bytes_than_github_takes_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_BYTES", 20_000)
    made = run(*(replace(refused(), fingerprint=str(number), message=f"{number} {number * 7919}") for number in range(2000)))
    assert 1 < len(made["results"]) < 2000
    assert made["properties"]["leftOut"] == 2000 - len(made["results"])


@pytest.mark.slow
def test_a_hundred_thousand_findings_become_what_github_takes() -> None:
    findings = []
    for number in range(100_000):
        finding = retired(f"svc{number % 17}/mod{number % 4000}.py") if number % 3 else mentioned()
        fix = finding.fix and replace(finding.fix, id=f"f{number}")
        findings.append(replace(finding, fix=fix, fingerprint=f"{number:020x}"))
    sources = {finding.place.path: CHAT.encode() for finding in findings if finding.rule == "DSM101"}
    out = io.StringIO()
    render("sarif", replace(report(*findings), sources={**report().sources, **sources}), Style(), out)
    (only,) = json.loads(out.getvalue())["runs"]
    assert len(only["results"]) == 25_000
    assert {result["ruleId"] for result in only["results"]} == {"DSM101"}
    assert only["properties"]["leftOut"] == 75_000
    assert only["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("75,000 of 100,000 findings")
    assert len(gzip.compress(out.getvalue().encode())) <= 10 * 1024 * 1024


@pytest.mark.parametrize("vendor, tags", [("Model Studio", ["model-studio"]), ("OpenAI", ["openai"]), ("", [])])
def test_a_rule_is_tagged_with_whom_the_rulebook_is_about(vendor: str, tags: list[str]) -> None:
    rule = log(replace(report(retired()), vendor=vendor))["runs"][0]["tool"]["driver"]["rules"][0]
    assert rule["properties"]["tags"] == ["migration", *tags, "retired-model"]

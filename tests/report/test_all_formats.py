"""One scan in every format: each tells the same findings, places, fixes and refusals."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from migrator.report import FORMATS
from tests.tool import ROOT, scan

FILES = {name: f"report.{name}" for name in FORMATS}


class Told:
    """All reports of one run over the fixtures, some of which are fixed."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        for kind in ("fixable", "refused", "unsafe"):
            shutil.copytree(ROOT / "fixtures" / kind, folder / kind, ignore=shutil.ignore_patterns("expected"))
        chat = folder / "refused" / "suppressed.py"
        chat.write_text('OLD = "deepseek-r1"  # deepseek-migrate: ignore[DSM102] a price table\n', encoding="utf-8")
        (folder / "broken.py").write_text('call("deepseek-v3"\n', encoding="utf-8")
        outputs = [part for name, file in FILES.items() for part in ("--output", f"{name}={folder.parent / file}")]
        self.report: dict[str, Any] = scan("--isolated", "-v", *options, *outputs, ".", cwd=folder).report
        self.findings: list[dict[str, Any]] = self.report["findings"]
        self.live = [each for each in self.findings if each["suppressed"] is None]

    def text(self, name: str) -> str:
        return (self.folder.parent / FILES[name]).read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=[(), ("--fix",)], ids=["scan", "fix"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("formats") / "work"
    folder.mkdir()
    return Told(folder, *request.param)


def key(finding: dict[str, Any]) -> tuple[str, str, int]:
    return finding["rule"], finding["path"], finding["line"]


def test_there_is_something_of_everything(told: Told) -> None:
    assert len(told.live) > 100
    assert {each["suppressed"] for each in told.findings} == {None, "comment"}
    assert {each["refusal"] is None for each in told.live} == {True, False}
    assert {each["cell"] is None for each in told.live} == {True, False}
    assert told.report["skipped"]


def test_json_in_a_file_is_json_on_standard_output(told: Told) -> None:
    assert json.loads(told.text("json")) == told.report


def test_sarif(told: Told) -> None:
    (run,) = json.loads(told.text("sarif"))["runs"]
    results = run["results"]
    assert len(results) == len(told.findings)
    for finding, result in zip(told.findings, results, strict=True):
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        assert (result["ruleId"], place["artifactLocation"]["uri"]) == (finding["rule"], finding["path"])
        assert [region[name] for name in ("startLine", "startColumn", "endLine", "endColumn")] == [
            finding[name] for name in ("line", "column", "end_line", "end_column")
        ]
        properties = result["properties"]
        for name in ("certainty", "severity", "refusal", "model", "replacement", "cell", "request", "notes", "suppressed"):
            assert properties[name] == finding[name]
        fix = finding["fix"]
        assert properties["fix"] == (fix and {name: fix[name] for name in ("id", "applicability", "applied")})
        assert ("fixes" in result) == (fix is not None and not fix["applied"])
        assert len(result["suppressions"]) == (finding["suppressed"] is not None)
        assert len(result.get("relatedLocations", [])) == len(finding["evidence"])
    skipped = run["invocations"][0]["toolExecutionNotifications"]
    assert [each["descriptor"]["id"] for each in skipped] == [each["code"] for each in told.report["skipped"]]


def test_sarif_regions_hold_what_the_json_columns_say(told: Told) -> None:
    (run,) = json.loads(told.text("sarif"))["runs"]
    for kind in ("fixable", "refused", "unsafe"):
        for result in run["results"]:
            place = result["locations"][0]["physicalLocation"]
            uri, region = place["artifactLocation"]["uri"], place["region"]
            path = ROOT / "fixtures" / uri
            if not uri.startswith(kind) or not path.exists() or region["startLine"] != region["endLine"]:
                continue
            data = path.read_bytes()
            encoding = "latin-1" if b"latin-1" in data else "utf-8"
            piece = data[region["byteOffset"] : region["byteOffset"] + region["byteLength"]].decode(encoding)
            text = data.decode(encoding).removeprefix("\ufeff")
            assert text[region["charOffset"] : region["charOffset"] + region["charLength"]] == piece
            line = re.split(r"\r\n|\r|\n", text)[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == piece


def test_github(told: Told) -> None:
    commands = [line for line in told.text("github").splitlines() if line.startswith("::") and " title=DSM" in line]
    pattern = re.compile(r"::(\w+) title=(\w+) [\w-]+,file=(.+?),line=(\d+)")
    found = [pattern.match(line) for line in commands]
    assert [(each[2], each[3], int(each[4])) for each in found if each] == [key(each) for each in told.live]
    for finding, line in zip(told.live, commands, strict=True):
        assert (f"refused: {(finding['refusal'] or {}).get('code')}]" in line) == (finding["refusal"] is not None)
        assert (" fixable" in line) == (finding["fix"] is not None and not finding["fix"]["applied"])


def test_gitlab(told: Told) -> None:
    entries = json.loads(told.text("gitlab"))
    places = [(each["check_name"], each["location"]["path"], each["location"]["lines"]["begin"]) for each in entries]
    assert places == [key(each) for each in told.live]
    assert len({each["fingerprint"] for each in entries}) == len(entries)
    for finding, entry in zip(told.live, entries, strict=True):
        assert entry["fingerprint"] == finding["fingerprint"]
        assert (f"refused ({(finding['refusal'] or {}).get('code')})" in entry["content"]["body"]) == bool(finding["refusal"])
        assert entry["description"].startswith("Fixed: ") == bool(finding["fix"] and finding["fix"]["applied"])


def test_markdown(told: Told) -> None:
    text = told.text("markdown")
    rows = re.findall(r"^\| \S+ \| `+(.+?):(\d+):\d+.*?` \| (DSM\d+) .*\| (\w+) \| (.*) \|$", text, re.MULTILINE)
    assert [(rule, path, int(line)) for path, line, rule, _, _ in rows] == [key(each) for each in told.live]
    assert [certainty for *_, certainty, _ in rows] == [each["certainty"] for each in told.live]
    fixes = {each["fix"]["id"] for each in told.live if each["fix"]}
    assert len(re.findall(r"^<details><summary>(?:\w+ fix|fixed): ", text, re.MULTILINE)) == len(fixes)
    assert text.count("- [ ] ") == sum(each["refusal"] is not None for each in told.live)


def test_tasks(told: Told) -> None:
    tasks = re.findall(r"^## Task \d+: (DSM\d+) [\w-]+ in `+(.+?):(\d+)`+$", told.text("tasks"), re.MULTILINE)
    assert [(rule, path, int(line)) for rule, path, line in tasks] == [key(each) for each in told.live if each["refusal"]]


def test_html(told: Told) -> None:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', told.text("html"), re.DOTALL)
    assert found is not None
    page = json.loads(found[1])
    assert [(each["rule"], each["path"], each["line"]) for each in page["findings"]] == [key(each) for each in told.findings]
    for finding, shown in zip(told.findings, page["findings"], strict=True):
        assert shown["certainty"] == finding["certainty"]
        assert shown.get("fix") == (finding["fix"] or {}).get("id")
        assert shown.get("refusal", [None])[0] == (finding["refusal"] or {}).get("code")
        assert (shown["state"] == "fixed") == bool(finding["fix"] and finding["fix"]["applied"])
        assert (shown["state"] == "suppressed") == (finding["suppressed"] is not None)
        assert len(shown.get("evidence", [])) == len(finding["evidence"])
    assert [each["code"] for each in page["skipped"]] == [each["code"] for each in told.report["skipped"]]


def test_text_and_concise(told: Told) -> None:
    text, concise = told.text("text"), told.text("concise")
    for finding in told.live:
        place = f"{finding['path']}:{finding['line']}:{finding['column']}"
        assert f"--> {place}" in text
        assert f"{place}: {finding['rule']} {finding['message']} [{finding['certainty']}" in concise
    assert len(re.findall(r"^(?:error|warning|note)\[DSM", text, re.MULTILINE)) == len(told.live)
    codes = Counter(each["refusal"]["code"] for each in told.live if each["refusal"])
    for code, number in codes.items():
        assert text.count(f"= refused ({code})") == number
        assert concise.count(f"; refused: {code}]") == number

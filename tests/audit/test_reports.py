"""What an audit writes over all repositories: the page, the table, and SARIF for each."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from migrator.audit.figures import figures
from migrator.audit.page import write_audit_page
from migrator.findings import Json
from migrator.language import ENGLISH
from tests.audit.repositories import CALL, CLEAN, audit, repository, rows
from tests.report.test_html import opened

MISPLACED = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-r1", messages=[], enable_thinking=True)
"""


@pytest.fixture
def done(tmp_path: Path) -> Path:
    repository(tmp_path / "repos" / "=pay<b>", {"app.py": CALL, "CODEOWNERS": "* =cmd()\n"})
    repository(tmp_path / "repos" / "search", {"a.py": MISPLACED})
    repository(tmp_path / "repos" / "site", {"app.py": CLEAN})
    (tmp_path / "list.txt").write_text("nowhere\n", encoding="utf-8")
    outputs = ("--output", "html=o.html", "--output", "csv=o.csv", "--output", "sarif=sarif")
    assert audit(tmp_path, "repos", "list.txt", *outputs).status == 2
    return tmp_path


def page(folder: Path) -> tuple[str, dict[str, list[dict[str, object]]]]:
    text = (folder / "o.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return text, json.loads(found[1])


def test_the_page_says_how_it_stands(done: Path) -> None:
    text, data = page(done)
    assert "<title>Retired models on Model Studio: 2 calls failing now in 2 repositories</title>" in text
    tiles = re.findall(r'<div class="tile [a-z]*"><b>([^<]*)</b><span>([^<]*)</span>', text)
    # A call that fails for two reasons is one call.
    assert tiles[:3] == [("2", "calls failing now"), ("2", "repositories with such calls"), ("1 of 3", "repositories clean")]
    assert ("1", "repositories not audited") in tiles
    assert "=pay&lt;b&gt;" in text
    assert "<b>pay" not in text
    assert {(each["project"], each["owner"], each["path"]) for each in data["findings"]} == {
        ("=pay<b>", "=cmd()", "=pay<b>/app.py"),
        ("search", "email@example", "search/a.py"),
    }
    assert "there is no such folder" in text


def test_the_page_can_be_chinese(done: Path) -> None:
    audit(done, "repos", "--output", "html=o.html", "--lang", "zh")
    text, data = page(done)
    assert "2 个仓库中有 2 处调用当前失败" in text
    assert re.search(r"[\u4e00-\u9fff]", str(data["findings"][0]["message"]))


def test_the_table_is_safe_in_a_spreadsheet(done: Path) -> None:
    with (done / "o.csv").open(encoding="utf-8", newline="") as file:
        head, *lines = csv.reader(file)
    assert len({len(head), *map(len, lines)}) == 1
    first = dict(zip(head, lines[0], strict=True))
    assert (first["repository"], first["owner"], first["path"], first["rule"]) == ("'=pay<b>", "'=cmd()", "app.py", "DSM101")
    assert first["commit"] == rows(done)["=pay<b>"]["commit"]
    assert lines[-1][0] == "nowhere"


def test_parquet_holds_the_rows_of_the_table(done: Path) -> None:
    from pyarrow import parquet

    assert audit(done, "repos", "list.txt", "--output", "parquet=o.parquet").status == 2
    table = parquet.read_table(done / "o.parquet")
    with (done / "o.csv").open(encoding="utf-8", newline="") as file:
        head, *lines = csv.reader(file)
    assert table.column_names == head
    told = [[("" if value is None else str(value)) for value in row.values()] for row in table.to_pylist()]
    # What a spreadsheet would take for a formula is plain here.
    assert told == [[cell.removeprefix("'") for cell in line] for line in lines]
    assert table.schema.field("line").type == "int64"
    assert table.to_pylist()[-1]["line"] is None


def test_a_table_of_nothing_has_its_columns(tmp_path: Path) -> None:
    from pyarrow import parquet

    repository(tmp_path / "one", {"app.py": CLEAN})
    assert audit(tmp_path, "one", "--output", "parquet=o.parquet").status == 0
    table = parquet.read_table(tmp_path / "o.parquet")
    assert (table.num_rows, table.column_names[0]) == (0, "repository")


def test_each_repository_has_its_sarif(done: Path) -> None:
    logs = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in (done / "sarif").iterdir()}
    assert len(logs) == 3
    assert [len(log["runs"][0]["results"]) for name, log in sorted(logs.items())] == [1, 2, 0]
    assert "sarif" not in rows(done)["search"]
    # What was written stays, what is missing is made again.
    (done / "sarif" / "search.sarif").unlink()
    audit(done, "repos", "--output", "sarif=sarif")
    assert len(list((done / "sarif").iterdir())) == 3


def test_a_model_goes_by_its_own_id() -> None:
    finding = {"rule": "DSM101", "severity": "error", "certainty": "certain", "path": "a.py"}
    models = ("dashscope/deepseek-v3", "deepseek-v3", "siliconflow/deepseek-v3.2", "corp:own", None)
    row = {"repository": "one", "status": "scanned", "findings": [{**finding, "model": model} for model in models]}
    told = figures([row])
    assert told.by_model == {"deepseek-v3": 2, "siliconflow/deepseek-v3.2": 1, "corp:own": 1, "?": 1}
    assert (told.failing, told.concerned, told.clean) == (5, 1, set())


def test_prices_are_added_up_and_called_no_forecast(done: Path) -> None:
    text, _ = page(done)
    costs = text.partition("<h2>What it costs</h2>")[2].partition("</section>")[0]
    assert "No forecast: how many tokens a call takes is not in the code." in costs
    rows = [re.sub(r"<[^>]+>", "|", row).split("|") for row in re.findall(r"<tr.*?</tr>", costs, re.DOTALL)]
    told = [" ".join(" ".join(filter(str.strip, row)).split()) for row in rows]
    # deepseek-v3 cost 2 / 8, deepseek-r1 4 / 16, qwen3.7-plus costs 2 / 8.
    assert "All of them cn-beijing 2 6 / 24 CNY 4 / 16 CNY -33% / -33%" in told
    assert any(row.startswith("deepseek-v3 qwen3.7-plus cn-beijing 1 2 / 8 CNY 2 / 8 CNY same / same") for row in told)


def fleet(repositories: int, each: int) -> list[dict[str, Json]]:
    """Rows of so many repositories with so many findings, each other one for a person."""
    rows: list[dict[str, Json]] = []
    for number in range(repositories):
        findings: list[Json] = []
        for line in range(each):
            found: dict[str, Json] = {"rule": "DSM101", "name": "retired-model", "severity": "error", "certainty": "certain"}
            place = {"path": f"src/m{line}.py", "line": line + 1, "column": 5, "end_line": line + 1, "end_column": 9}
            found.update({"message": "`deepseek-v3` was retired", "model": "deepseek-v3", "replacement": "qwen3.7-plus", **place})
            found["fingerprint"] = f"{number:06}{line:06}"
            if line % 2:
                found["refusal"] = {"code": "choice-needed", "hint": "choose"}
            else:
                found["fix"] = {"id": f"f{line}", "applicability": "safe", "applied": False, "edits": []}
            findings.append(found)
        owners: dict[str, Json] = {f"src/m{line}.py": f"@team-{number % 20}" for line in range(each)}
        rows.append({"repository": f"svc-{number:03}", "status": "scanned", "findings": findings, "owners": owners})
    return rows


LOOK = """
const seen = {}, $ = (one) => document.querySelector(one), $$ = (all) => [...document.querySelectorAll(all)];
seen.tiles = $$(".tile b").map((each) => each.textContent);
seen.first = $$("details.finding").length;
seen.tab = $("#tabs [aria-pressed=true]").textContent;
$("#breakdown button.link").click();
seen.project = $("#count").textContent;
const box = $("#search"); box.value = "m7.py"; box.dispatchEvent(new Event("input"));
seen.searched = $("#count").textContent;
$("#reset").click();
const owner = $("#by-owner"); owner.value = "@team-3"; owner.dispatchEvent(new Event("change"));
seen.owned = $("#count").textContent;
seen.wide = document.documentElement.scrollWidth <= innerWidth;
document.documentElement.dataset.seen = JSON.stringify(seen);
"""


@pytest.mark.browser
def test_a_reader_finds_a_way_through_two_hundred_repositories(tmp_path: Path) -> None:
    out = io.StringIO()
    write_audit_page(figures(fleet(200, 100)), None, "2026-11-22", ENGLISH, out)
    dom = opened(out.getvalue(), tmp_path, LOOK)
    told = re.search(r'data-seen="([^"]*)"', dom)
    assert told is not None, dom[-2000:]
    assert json.loads(told[1].replace("&quot;", '"').replace("&amp;", "&")) == {
        "tiles": ["20,000", "200", "0 of 200", "10,000", "10,000"],
        "first": 50,
        "tab": "Project",
        "project": "100 of 20,000 findings",
        "searched": "1 of 20,000 findings",
        "owned": "1,000 of 20,000 findings",
        "wide": True,
    }
    assert "5 more, with 5,000 calls." in dom

"""Reports of very many findings: what is written is made on the way, since all of it at once would fill the memory."""

from __future__ import annotations

import gc
import io
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from migrator import scan
from migrator.findings import Json
from migrator.report import Style, render
from migrator.report.common import Told, json_parts
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings
from tests.report.samples import CHAT, report, retired

NUMBER = 2_000
CALL = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[])
"""


class Counting(io.TextIOBase):
    """A stream that keeps nothing."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.written = 0

    def write(self, text: str) -> int:
        self.written += len(text)
        return len(text)


@pytest.mark.parametrize("form", ["json", "gitlab", "markdown", "html", "sarif"])
def test_a_large_report_is_never_held_whole(form: str) -> None:
    findings = []
    for number in range(NUMBER):
        finding = retired(f"app/{number}.py")
        assert finding.fix is not None
        findings.append(replace(finding, fix=replace(finding.fix, id=f"f{number}"), fingerprint=str(number)))
    large = replace(report(*findings), sources={f"app/{number}.py": CHAT.encode() for number in range(NUMBER)})
    out = Counting()
    # What is imported and read once does not count.
    render(form, report(retired()), Style(), Counting())
    gc.collect()
    tracemalloc.start()
    try:
        render(form, large, Style(), out)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert out.written > NUMBER * 300
    # SARIF holds its text until it is known to be small enough, and no more than that. What the others hold is the index
    # of findings, which Python 3.10 makes larger: held whole, the text alone is 1, and twice that where it is put together.
    assert peak < out.written * (1.8 if form == "sarif" else 0.95), (peak, out.written)


def test_what_is_told_on_the_way_is_the_same_json() -> None:
    def tell(number: int) -> Json:
        return {"n": number, "a": ["é", None]}

    for indent, expected in ((None, '[{"n":0,"a":["é",null]},{"n":1,"a":["é",null]}]'), (2, None)):
        eager: Json = [tell(0), tell(1)]
        told = "".join(json_parts(Told(range(2), tell), False, indent))
        assert told == "".join(json_parts(eager, False, indent))
        assert expected in (None, told)
    assert "".join(json_parts({"x": Told((), tell)}, False)) == '{\n  "x": []\n}'


def test_what_finished_projects_leave_behind_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "setup.py").write_text("", encoding="utf-8")
        (tmp_path / name / "app.py").write_text(CALL, encoding="utf-8")
    looked: list[int] = []
    monkeypatch.setattr(scan.gc, "collect", lambda: looked.append(1))
    settings = load_settings(["."], str(tmp_path), {"jobs": 1}, None, True)
    assert len(run(ScanRequest((".",), settings, None, str(tmp_path))).findings) == 3
    assert looked == []
    monkeypatch.setattr(scan, "MUCH", 0)
    assert len(run(ScanRequest((".",), settings, None, str(tmp_path))).findings) == 3
    assert len(looked) == 2

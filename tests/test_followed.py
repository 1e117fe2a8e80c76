"""What becomes of fixes in a project that is too large for every call to be followed into files yet unread."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from migrator import project
from migrator.findings import Finding
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings

FILES = {
    "config.py": 'MODEL = "deepseek-v3.1"\n',
    "helper.py": "def ask(client, model):\n    return client.chat.completions.create(model=model, messages=[])\n",
    "main.py": """from config import MODEL
from helper import ask
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model=MODEL, messages=[])
client.chat.completions.create(model="deepseek-r1", messages=[])
ask(client, MODEL)
""",
}


def found(folder: Path, files: Mapping[str, str] = MappingProxyType(FILES)) -> dict[str, Finding]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = load_settings([str(folder)], str(folder), {"jobs": 1}, None, True)
    report = run(ScanRequest((str(folder),), settings, None, str(folder)))
    return {finding.model or "": finding for finding in report.findings if finding.rule in ("DSM101", "DSM102")}


def test_a_small_project_is_followed_everywhere(tmp_path: Path) -> None:
    fixes = {model: finding.fix for model, finding in found(tmp_path).items()}
    shared = fixes["deepseek-v3.1"]
    assert shared is not None
    assert {edit.path for edit in shared.edits} == {"config.py", "helper.py", "main.py"}


def test_a_value_that_may_reach_more_than_was_followed_is_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "MOST_FOLLOWED", 0)
    findings = found(tmp_path)
    shared = findings["deepseek-v3.1"]
    assert shared.fix is None
    assert shared.refusal is not None
    assert shared.refusal.code == "too-deep"
    # What stands in the call itself reaches nobody else.
    assert findings["deepseek-r1"].fix is not None


APART = {
    "clients.py": FILES["main.py"].split("client.chat")[0].replace("from config import MODEL\nfrom helper import ask\n", ""),
    "main.py": 'from clients import client\nclient.chat.completions.create(model="deepseek-r1", messages=[])\n',
}


@pytest.mark.parametrize(("most", "rule"), [(1, "DSM101"), (0, "DSM102")])
def test_linking_reads_no_more_than_so_much(most: int, rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "MOST_FOLLOWED", 0)
    monkeypatch.setattr(project, "MOST_LINKED", most)
    finding = found(tmp_path, APART)["deepseek-r1"]
    assert finding.rule == rule
    assert (finding.fix is None) == (rule == "DSM102")

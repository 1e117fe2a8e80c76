"""What becomes of fixes in a project that is too large for every call to be followed into files yet unread."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from migrator import analyse, project, scan
from migrator.findings import Certainty, Finding
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


UNNAMED = {
    **APART,
    "ways.py": "from clients import client\nask = client.chat.completions.create\n",
    "main.py": 'from ways import ask as say\nsay(model="deepseek-v3.2", messages=[])\n' + APART["main.py"],
}


@pytest.mark.parametrize("most", [project.MOST_UNNAMED, 0])
def test_calls_by_the_names_that_the_rulebook_has_for_them_are_followed_first(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "MOST_FOLLOWED", 0)
    monkeypatch.setattr(analyse, "MOST_UNNAMED", most)
    findings = found(tmp_path, UNNAMED)
    assert findings["deepseek-r1"].fix is not None
    assert findings["deepseek-v3.2"].rule == ("DSM101" if most else "DSM102")


ADDRESSED = {
    "addresses.py": 'URL = "https://models.example.com/v1"\n',
    "main.py": FILES["main.py"].split("client.chat")[0].replace("from config import MODEL\nfrom helper import ask", "")
    + "from addresses import URL\nother = OpenAI(base_url=URL)\n"
    + 'other.chat.completions.create(model="deepseek-r1", messages=[])\n',
}


def test_an_address_that_was_not_read_may_be_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else the project names says nothing of it."""
    monkeypatch.setattr(project, "MOST_LINKED", 0)
    finding = found(tmp_path, ADDRESSED)["deepseek-r1"]
    assert (finding.rule, finding.certainty) == ("DSM102", Certainty.POSSIBLE)


BESIDE = {
    "near/main.py": FILES["main.py"].split("client.chat")[0].replace("from config import MODEL\nfrom helper import ask\n", "")
    + 'MODEL = "deepseek-v3"\n'
    + "client.chat.completions.create(model=MODEL, messages=[])\n"
    + 'client.chat.completions.create(model="deepseek-r1", messages=[])\n',
    "near/use.py": "from main import MODEL\nif MODEL == 'deepseek-v3':\n    print(MODEL)\n",
    "far/use.py": "MODELS = ['deepseek-v3']\n",
}


def of_one(folder: Path) -> dict[str, Finding]:
    (folder / ".git").mkdir()
    for name, text in BESIDE.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "pyproject.toml").write_text("", encoding="utf-8")
    settings = load_settings(["near/main.py"], str(folder), {"jobs": 1}, None, True)
    report = run(ScanRequest(("near/main.py",), settings, None, str(folder)))
    return {finding.model or "": finding for finding in report.findings if finding.rule == "DSM101"}


def test_files_that_no_path_names_are_read_for_what_they_do_with_a_value(tmp_path: Path) -> None:
    refusal = of_one(tmp_path)["deepseek-v3"].refusal
    assert refusal is not None
    assert refusal.code == "branch-on-model"


@pytest.mark.parametrize("most", [len(BESIDE["near/use.py"]), len(BESIDE["near/use.py"]) - 1])
def test_of_too_many_files_that_no_path_names_the_nearest_are_read(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "MOST_BESIDE", most)
    findings = of_one(tmp_path)
    refusal = findings["deepseek-v3"].refusal
    assert refusal is not None
    assert refusal.code == ("branch-on-model" if most == len(BESIDE["near/use.py"]) else "too-deep")
    assert findings["deepseek-r1"].fix is not None


def test_of_a_folder_with_too_many_files_those_beside_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MOST_NEIGHBOURS", 2)
    findings = of_one(tmp_path)
    refusal = findings["deepseek-v3"].refusal
    assert refusal is not None
    assert refusal.code == "branch-on-model"
    (tmp_path / "near" / "use.py").write_text("", encoding="utf-8")
    (tmp_path / "far" / "use.py").write_text(
        "from near.main import MODEL\nif MODEL == 'deepseek-v3':\n    print(1)\n", encoding="utf-8"
    )
    settings = load_settings(["near/main.py"], str(tmp_path), {"jobs": 1}, None, True)
    report = run(ScanRequest(("near/main.py",), settings, None, str(tmp_path)))
    codes = {finding.model: finding.refusal and finding.refusal.code for finding in report.findings if finding.rule == "DSM101"}
    assert codes == {"deepseek-v3": "too-deep", "deepseek-r1": None}


def test_a_folder_that_merely_holds_a_lot_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MOST_NEIGHBOURS", 0)
    (tmp_path / "main.py").write_text(BESIDE["near/main.py"], encoding="utf-8")
    settings = load_settings(["main.py"], str(tmp_path), {"jobs": 1}, None, True)
    report = run(ScanRequest(("main.py",), settings, None, str(tmp_path)))
    assert {finding.model for finding in report.findings if finding.fix is not None} == {"deepseek-v3", "deepseek-r1"}

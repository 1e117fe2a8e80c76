"""SARIF's own schema, and the public validator that brings it along, on a report of all fixtures.

Needs npm, pip and the network. The validator lets words through that are none of an enumeration's, hence both.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tool import ROOT, tool

pytestmark = pytest.mark.network

CHECK = """
import json, sys
from jsonschema import Draft202012Validator
schema, report = (json.load(open(name, encoding="utf-8-sig")) for name in sys.argv[1:])
print(json.dumps([f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(schema).iter_errors(report)]))
"""


@pytest.fixture(scope="module")
def multitool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("multitool")
    subprocess.run(
        ["npm", "install", "--no-fund", "--no-audit", "@microsoft/sarif-multitool"], cwd=top, check=True, capture_output=True
    )
    (schema,) = top.glob("node_modules/@microsoft/sarif-multitool-*/sarif-2.1.0.json")
    return schema.parent


@pytest.fixture(scope="module", params=[(), ("--fix",)], ids=["scan", "fix"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("report")
    for kind in ("fixable", "refused", "unsafe"):
        subprocess.run(["cp", "-r", ROOT / "fixtures" / kind, top / kind], check=True)
    (top / "kept.py").write_text('OLD = "deepseek-r1"  # deepseek-migrate: ignore a price table\n', encoding="utf-8")
    file = top / "report.sarif"
    done = tool("scan", "--isolated", "-q", *request.param, "--output", f"sarif={file}", "none.py", ".", cwd=top)
    assert done.status == 2
    return file


def test_the_schema_holds(multitool: Path, report: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "v"], check=True)
    python = next(path for path in (tmp_path / "v/bin/python", tmp_path / "v/Scripts/python.exe") if path.exists())
    subprocess.run([python, "-m", "pip", "install", "-q", "jsonschema"], check=True, capture_output=True)
    done = subprocess.run(
        [python, "-c", CHECK, multitool / "sarif-2.1.0.json", report], check=True, capture_output=True, text=True
    )
    assert json.loads(done.stdout) == []


def test_the_multitool_finds_no_error(multitool: Path, report: Path, tmp_path: Path) -> None:
    (program,) = (path for path in multitool.glob("Sarif.Multitool*") if path.suffix in (".Multitool", ".exe"))
    program.chmod(0o755)
    verdict = tmp_path / "verdict.sarif"
    command = [program, "validate", report, "--output", verdict, "--log", "ForceOverwrite"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    (run,) = json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"]
    assert [each["message"] for each in run.get("results", []) if each.get("level") == "error"] == []

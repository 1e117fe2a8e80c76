"""The public validator, with the schema that it brings along, on a report of all fixtures. Needs npm and the network."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.tool import ROOT, tool

pytestmark = pytest.mark.network


def test_the_multitool_finds_no_error(tmp_path: Path) -> None:
    package = "@microsoft/sarif-multitool"
    subprocess.run(["npm", "install", "--no-fund", "--no-audit", package], cwd=tmp_path, check=True, capture_output=True)
    (program,) = (
        path
        for path in tmp_path.glob("node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool*")
        if path.suffix in (".Multitool", ".exe")
    )
    program.chmod(0o755)
    report, verdict = tmp_path / "report.sarif", tmp_path / "verdict.sarif"
    made = tool("scan", "--isolated", "-q", "--output", f"sarif={report}", "no-such-file.py", ".", cwd=ROOT / "fixtures")
    assert made.status == 2
    command = [program, "validate", report, "--output", verdict, "--log", "ForceOverwrite"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    (run,) = json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"]
    assert [each["message"] for each in run.get("results", []) if each.get("level") == "error"] == []

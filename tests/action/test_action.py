"""The GitHub Action's own shell, run as a runner runs it: inputs by environment, whatever stands in them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from tests.tool import START

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "action.yml").read_text(encoding="utf-8")
USE = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[{"role": "user", "content": "hello"}])
"""

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def scripts() -> list[str]:
    """The shell of each step, as YAML reads a block."""
    found = re.findall(r"^      run: \|\n((?:        .*\n|\n)+)", TEXT, re.MULTILINE)
    return [re.sub(r"^ {8}", "", block, flags=re.MULTILINE) for block in found]


@dataclass
class Job:
    """A job's workspace, with the tool where the step before would have installed it."""

    folder: Path
    inputs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("bin", "work", "checkout"):
            (self.folder / name).mkdir()
        (self.checkout / "app.py").write_text(USE, encoding="utf-8")
        program = self.folder / "bin" / "deepseek-migrate"
        program.write_text(f"#!{sys.executable} -I\n{START}\n", encoding="utf-8")
        program.chmod(0o755)
        (self.folder / "bin" / "python").symlink_to(sys.executable)

    @property
    def checkout(self) -> Path:
        return self.folder / "checkout"

    def scan(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """The scanning step, with the action's defaults for what is not given."""
        given = {"paths": ".", "args": "", "output_format": "github", "fail_on": "", "baseline": "", "upload_sarif": "false"}
        environment = {
            "PATH": os.environ["PATH"],
            "WORK": str(self.folder / "work"),
            "BIN": str(self.folder / "bin"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "GITHUB_WORKSPACE": str(self.checkout),
            **{f"INPUT_{name.upper()}": text for name, text in (given | inputs).items()},
        }
        file = self.folder / "step.sh"
        file.write_text(scripts()[1], encoding="utf-8")
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(file)]
        return subprocess.run(
            command, cwd=self.checkout, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
        )

    @property
    def outputs(self) -> dict[str, str]:
        lines = (self.folder / "output").read_text(encoding="utf-8").splitlines()
        return dict(cast("tuple[str, str]", tuple(line.split("=", 1))) for line in lines)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


def test_no_input_is_written_into_the_shell() -> None:
    assert len(scripts()) == 2
    assert [script for script in scripts() if "${{" in script] == []


def test_every_input_reaches_a_step_and_every_output_comes_from_one() -> None:
    head, _, steps = TEXT.partition("\nruns:\n")
    named = re.findall(r"^  ([a-z-]+):$", head.partition("\ninputs:\n")[2].partition("\noutputs:\n")[0], re.MULTILINE)
    assert len(named) == 7
    assert [name for name in named if f"${{{{ inputs.{name} }}}}" not in steps and f"inputs.{name} ==" not in steps] == []
    written = "".join(scripts())
    for name in re.findall(r"steps\.scan\.outputs\.([a-z-]+)", head):
        assert f"{name}=" in written or f'"{name}"' in written


def test_other_peoples_actions_are_pinned_by_hash() -> None:
    used = re.findall(r"uses: (\S+)", TEXT)
    assert len(used) == 2
    assert [each for each in used if re.fullmatch(r"[\w-]+(/[\w-]+)+@[0-9a-f]{40}", each) is None] == []


def test_findings_fail_the_step_and_are_counted(job: Job) -> None:
    ended = job.scan()
    assert ended.returncode == 1, ended.stderr
    assert "::error title=DSM101 retired-model,file=app.py,line=4," in ended.stdout
    assert job.outputs == {
        "exit-status": "1",
        "findings": "1",
        "fixable": "1",
        "fixed": "0",
        "remaining": "1",
        "report": str(job.folder / "work" / "report.json"),
    }
    assert "**1 finding** in 1 file" in (job.folder / "summary").read_text(encoding="utf-8")


def test_a_fix_leaves_nothing(job: Job) -> None:
    ended = job.scan(args="--fix --to qwen3.7-max\n--no-progress\n")
    assert ended.returncode == 0, ended.stderr
    assert 'model="qwen3.7-max"' in (job.checkout / "app.py").read_text(encoding="utf-8")
    assert {name: job.outputs[name] for name in ("exit-status", "fixed", "remaining")} == {
        "exit-status": "0",
        "fixed": "1",
        "remaining": "0",
    }


def test_other_formats_still_write_the_summary(job: Job) -> None:
    ended = job.scan(output_format="concise", fail_on="never", upload_sarif="true")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("app.py:4:")
    assert "**1 finding**" in (job.folder / "summary").read_text(encoding="utf-8")
    assert json.loads(Path(job.outputs["sarif"]).read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_a_baseline_hides_what_it_knows(job: Job) -> None:
    assert job.scan(args="--write-baseline known.json").returncode == 0
    (job.folder / "output").unlink()
    assert job.scan(baseline="known.json").returncode == 0
    assert job.outputs["remaining"] == "0"


def test_paths_stand_one_to_a_line_and_may_hold_blanks(job: Job) -> None:
    for name in ("with blank", "*"):
        (job.checkout / name).mkdir()
        (job.checkout / name / "app.py").write_text(USE, encoding="utf-8")
    ended = job.scan(paths="with blank\r\n\n*\n", output_format="concise")
    assert [line.partition(":")[0] for line in ended.stdout.splitlines() if "DSM101" in line] == ["*/app.py", "with blank/app.py"]


def test_no_path_at_all_is_the_workspace(job: Job) -> None:
    assert job.scan(paths="").returncode == 1
    assert job.outputs["findings"] == "1"


@pytest.mark.parametrize("name", ["paths", "args", "output_format", "fail_on", "baseline", "upload_sarif"])
@pytest.mark.parametrize(
    "text",
    [
        "$(touch owned)`touch owned`${IFS}",
        "\"; touch owned; \"'; touch owned; '",
        "a\ntouch owned\nEOF",
        "x[$(touch owned)] && touch owned",
    ],
)
def test_hostile_inputs_are_only_texts(job: Job, name: str, text: str) -> None:
    ended = job.scan(**{name: text})
    assert list(job.folder.rglob("owned")) == []
    # Whether a flag is "true" is all that is asked of it; the rest are wrong values or missing files.
    assert ended.returncode == (1 if name == "upload_sarif" else 2), ended.stdout + ended.stderr
    assert job.outputs["exit-status"] == str(ended.returncode)
    assert set(job.outputs) <= {"exit-status", "findings", "fixable", "fixed", "remaining", "report", "sarif"}
    assert "Traceback" not in ended.stderr


def test_a_path_is_never_an_option(job: Job) -> None:
    ended = job.scan(paths="--fix")
    assert ended.returncode == 2
    assert (job.checkout / "app.py").read_text(encoding="utf-8") == USE


def test_what_would_come_with_a_repository_is_not_imported(job: Job) -> None:
    (job.checkout / "json.py").write_text("open('owned', 'w')\n", encoding="utf-8")
    assert job.scan().returncode == 1
    assert not (job.checkout / "owned").exists()

"""Ctrl-C and SIGTERM while files are written: every file is old or new, and the report says which."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from migrator.stops import Stops
from tests.tool import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")

OLD = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[])
"""
NEW = OLD.replace('"deepseek-v3", messages=[]', '"qwen3.7-plus", messages=[], extra_body={"enable_thinking": False}')
CONSTANT = 'MODEL = "deepseek-v3"\n'
USE = OLD.replace("from openai", "from names import MODEL\nfrom openai").replace('"deepseek-v3"', "MODEL")
KILLING = """\
import os, signal, sys
# What the tests were started with (in the background, by nohup) is not what they are about.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
sys.path.insert(0, {root!r})
import {module} as module
real, left = module.{name}, [{after}]
def counted(*arguments, **named):
    done = real(*arguments, **named)
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.{signal})
    return done
module.{name} = counted
from migrator.cli import main
main()
"""


def projects(folder: Path) -> dict[str, str]:
    """Two projects with three files of their own each, and one in which a fix needs two files."""
    files = {f"{top}/{name}.py": OLD for top in ("a", "b") for name in ("one", "two", "three")}
    files |= {"c/names.py": CONSTANT, "c/use.py": USE}
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
        (folder / path).with_name("setup.py").touch()
    return files


def killed(folder: Path, signal: str, module: str, name: str, after: int, *more: str) -> tuple[int, dict[str, object], str]:
    """How a run ends that sends itself a signal after the so-many-th call of a function."""
    program = KILLING.format(root=str(ROOT), signal=signal, module=module, name=name, after=after)
    command = [sys.executable, "-I", "-c", program, "scan", "--fix", "--output-format", "json", "--jobs", "1", *more, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


def applied(report: dict[str, object]) -> set[str]:
    findings = report["findings"]
    assert isinstance(findings, list)
    edits = [edit for each in findings if each["fix"] and each["fix"]["applied"] for edit in each["fix"]["edits"]]
    return {edit["path"] for edit in edits}


def consistent(folder: Path, files: dict[str, str]) -> set[str]:
    """The files that were rewritten, all others being as they were and none besides them there."""
    now = {path: (folder / path).read_text(encoding="utf-8") for path in files}
    changed = {path for path in files if now[path] != files[path]}
    assert all(now[path] == NEW for path in changed if not path.startswith("c/"))
    assert {"c/names.py", "c/use.py"} & changed in (set(), {"c/names.py", "c/use.py"})
    assert [name for _, _, names in os.walk(folder) for name in names if "deepseek" in name] == []
    return changed


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_between_files_the_one_being_written_is_finished(tmp_path: Path, name: str, status: int) -> None:
    files = projects(tmp_path)
    ended, report, errors = killed(tmp_path, name, "os", "fsync", 4)
    assert (ended, errors) == (status, "")
    changed = consistent(tmp_path, files)
    assert len(changed) == 2
    assert applied(report) == changed
    skipped = report["skipped"]
    assert isinstance(skipped, list)
    assert {each["code"] for each in skipped} == {"interrupted"}
    # The rest of the first project file by file, then the projects that nobody came to.
    assert {each["path"] for each in skipped} == ({f"a/{each}.py" for each in ("one", "two", "three")} - changed) | {"b", "c"}


@pytest.mark.parametrize("after", [1, 2, 7, 12, 13, 14, 16, 17, 18, 19, 20, 21])
def test_wherever_it_comes_the_report_says_what_was_done(tmp_path: Path, after: int) -> None:
    files = projects(tmp_path)
    ended, report, errors = killed(tmp_path, "SIGTERM", "os", "fsync", after)
    # A file and its folder for each of the eight, a copy of the two that belong together, and a note about those in its folder.
    assert (ended, errors) == (143 if after <= 20 else 0, "")
    assert applied(report) == consistent(tmp_path, files)


def test_while_the_next_project_is_read_what_was_written_is_told(tmp_path: Path) -> None:
    files = projects(tmp_path)
    ended, report, errors = killed(tmp_path, "SIGINT", "migrator.project", "read_project", 2)
    assert (ended, errors) == (130, "")
    assert applied(report) == consistent(tmp_path, files) == {"a/one.py", "a/two.py", "a/three.py"}


def test_before_anything_is_read_there_is_nothing_to_tell(tmp_path: Path) -> None:
    files = projects(tmp_path)
    ended, report, errors = killed(tmp_path, "SIGTERM", "migrator.scan", "_first_look", 1)
    assert (ended, report, errors) == (143, {}, "")
    assert consistent(tmp_path, files) == set()


def test_an_interrupted_run_takes_nothing_from_the_baseline(tmp_path: Path) -> None:
    projects(tmp_path)
    baseline = tmp_path / "known.json"
    subprocess.run(
        [sys.executable, "-m", "migrator", "scan", "--write-baseline", str(baseline), str(tmp_path)],
        cwd=ROOT, check=False, capture_output=True,
    )  # fmt: skip
    before = baseline.read_bytes()
    assert before.count(b"DSM101") == 7
    ended, _, _ = killed(
        tmp_path, "SIGINT", "migrator.project", "read_project", 2, "--write-baseline", "known.json", "--baseline", "known.json"
    )
    assert ended == 130
    assert baseline.read_bytes() == before


def test_hang_ups_that_are_ignored_stay_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Stops():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_second_signal_ends_the_report_too() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        with Stops() as stops:
            stops.hold()
            os.kill(os.getpid(), signal.SIGTERM)
            stops.last()
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGTERM)
            assert stops.status == 143
    finally:
        signal.signal(signal.SIGTERM, before)


def test_where_nobody_listens_an_interruption_is_not_ours() -> None:
    stops = Stops()
    assert not stops.interrupted()
    assert stops.status is None


ORPHAN = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from migrator.stops import leave_signals

if __name__ == "__main__":
    pool = ProcessPoolExecutor(2, get_context("spawn"), leave_signals)
    print(*pool.map(type, [1, 2]), flush=True)
    time.sleep(600)
"""


def test_workers_end_with_whoever_started_them(tmp_path: Path) -> None:
    (tmp_path / "start.py").write_text(ORPHAN, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, tmp_path / "start.py"], env=environment, stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stdout.readline()
        started.kill()
        # The stream ends when nobody has it any more, workers included.
        started.communicate(timeout=60)

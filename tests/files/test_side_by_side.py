"""Several processes at one file: runs of ours, and an editor that saves; nothing that somebody wrote is lost or torn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from migrator.files import swap, write
from migrator.files.write import Written, write_atomic
from tests.tool import ROOT

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="copies of a process are made by fork")

USE = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[])
"""


def at_once(works: Sequence[Callable[[], bool]]) -> list[bool]:
    """What each of them says; all run in processes of their own that wait for each other first."""
    gate_out, gate_in = os.pipe()
    children = []
    for work in works:
        child = os.fork()
        if child == 0:
            answer = 2
            try:
                os.close(gate_in)
                os.read(gate_out, 1)
                answer = int(work())
            finally:
                os._exit(answer)
        children.append(child)
    os.close(gate_in)
    os.close(gate_out)
    answers = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert set(answers) <= {0, 1}
    return [bool(each) for each in answers]


def slow(monkeypatch: pytest.MonkeyPatch, swaps: bool) -> None:
    """Let time pass between the last look at a file and what replaces it, so that others come in between."""
    name = {True: "exchange", False: "replace"}[swaps]
    real = getattr(write, name)

    def late(one: str, other: str) -> object:
        time.sleep(0.002)
        return real(one, other)

    monkeypatch.setattr(write, "exchange", lambda one, other: False)
    monkeypatch.setattr(write, name, late)
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def writes(path: Path, old: bytes, new: bytes) -> Callable[[], bool]:
    return lambda: isinstance(write_atomic(str(path), old, new), Written)


@pytest.mark.parametrize("runs", [2, 3])
@pytest.mark.parametrize("swaps", [True, False])
def test_of_several_runs_one_writes_and_the_others_say_that_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: int, swaps: bool
) -> None:
    slow(monkeypatch, swaps)
    path = tmp_path / "x.py"
    for number in range(15):
        path.write_bytes(b"old")
        new = [f"{number} by {run}".encode() * 1000 for run in range(runs)]
        answers = at_once([writes(path, b"old", each) for each in new])
        assert answers.count(True) == 1
        assert path.read_bytes() == new[answers.index(True)]
        assert os.listdir(tmp_path) == ["x.py"]


@pytest.mark.skipif(swap._exchanging() is None, reason="a save between the last look and the write is lost there")
def test_what_an_editor_saves_meanwhile_is_never_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow(monkeypatch, True)
    path = tmp_path / "x.py"
    path.write_bytes(b"0")
    saves = 100

    def editor() -> bool:
        for number in range(1, saves + 1):
            beside = path.with_name("x.py~")
            beside.write_bytes(b"%d" % number)
            beside.replace(path)
            time.sleep(0.0005)
        return True

    def ours() -> bool:
        written = 0
        for _ in range(20000):
            old = path.read_bytes()
            done = write_atomic(str(path), old, old.rstrip(b"+") + b"+")
            written += isinstance(done, Written)
            if path.read_bytes().rstrip(b"+") == b"%d" % saves:
                return written > 0
        return False

    at_once([editor, ours])
    # The last save, with or without what we made of it.
    assert path.read_bytes() in (b"%d" % saves, b"%d+" % saves)


def test_two_commands_at_once_leave_what_one_leaves(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"use_{number}.py").write_text(USE, encoding="utf-8")
    command = [sys.executable, "-m", "migrator", "scan", "--fix", "--jobs", "1", "--isolated", str(tmp_path)]
    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    ended = [(process.communicate()[1], process.returncode) for process in started]
    # 2: some file had just been written by another one.
    assert {status for _, status in ended} <= {0, 2}
    assert not any("Traceback" in errors for errors, _ in ended)
    expected = USE.replace("messages=[]", 'messages=[], extra_body={"enable_thinking": False}').replace(
        "deepseek-v3", "qwen3.7-plus"
    )
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {expected}
    assert len(os.listdir(tmp_path)) == 12

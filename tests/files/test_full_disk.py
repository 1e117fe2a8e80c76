"""A disk that fills up while files are written: all of a fix or nothing of it, and no word of success."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.files.write import NotWritten, Written, write_atomic, write_together
from tests.tool import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")

USE = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[])
"""
LIMITED = """\
import resource, signal, sys
sys.path.insert(0, {root!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))
from migrator.cli import main
main()
"""


@pytest.mark.parametrize("most", [0, 1, 100, len(USE)])
def test_files_that_may_not_grow_stay_and_the_run_says_so(tmp_path: Path, most: int) -> None:
    (tmp_path / "use.py").write_text(USE, encoding="utf-8")
    program = LIMITED.format(root=str(ROOT), most=most)
    command = [sys.executable, "-I", "-B", "-c", program, "scan", "--fix", "--isolated", "--output-format", "concise", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "use.py: failed (write-failed): File too large" in done.stdout
    assert "0 left" not in done.stdout
    assert (tmp_path / "use.py").read_text(encoding="utf-8") == USE
    assert os.listdir(tmp_path) == ["use.py"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 pages in memory; only who may mount has one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=755", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


PAGE = 4096


@pytest.mark.parametrize("pages", range(0, 64, 3))
def test_whatever_room_is_left_files_land_together_or_not_at_all(small_disk: Path, pages: int) -> None:
    old = {name: name.encode() * PAGE * 3 for name in "abc"}
    new = {name: name.upper().encode() * PAGE * 4 for name in "abc"}
    for name, data in old.items():
        (small_disk / name).write_bytes(data)
    room = os.statvfs(small_disk)
    filled = max(0, room.f_bavail * room.f_bsize - pages * PAGE)
    (small_disk / "full").write_bytes(b"x" * filled)
    outcomes = write_together([(str(small_disk / name), old[name], new[name]) for name in "abc"])
    landed = all(isinstance(each, Written) for each in outcomes)
    assert landed or all(isinstance(each, NotWritten) for each in outcomes)
    assert {name: (small_disk / name).read_bytes() for name in "abc"} == {True: new, False: old}[landed]
    assert sorted(os.listdir(small_disk)) == ["a", "b", "c", "full"]
    now = {True: new, False: old}[landed]["a"]
    alone = write_atomic(str(small_disk / "a"), now, b"A")
    assert (small_disk / "a").read_bytes() == {True: b"A", False: now}[isinstance(alone, Written)]

"""Trees that are made to hold a scan up: bounded time and memory, and what was not read is said in the report."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from migrator.findings import Report
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings

FOUND = """from openai import OpenAI
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-r1", messages=[])
"""
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="no such files there")


def scanned(folder: Path) -> Report:
    settings = load_settings([str(folder)], str(folder), {"jobs": 1}, None, True)
    return run(ScanRequest((str(folder),), settings, None, str(folder)))


def said(report: Report) -> dict[str, str]:
    return {os.path.basename(each.path): each.code for each in report.skipped}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "found.py").write_text(FOUND, encoding="utf-8")
    return tmp_path


def found(report: Report) -> list[str]:
    return [os.path.basename(finding.place.path) for finding in report.findings if finding.rule == "DSM101"]


def test_many_empty_files_in_one_folder_are_passed(tree: Path) -> None:
    for number in range(5000):
        (tree / f"empty_{number}.py").touch()
    report = scanned(tree)
    assert found(report) == ["found.py"]
    assert report.counts.seen == 5001
    assert report.steps.parsed == 1


@needs_posix
def test_a_fifo_is_never_opened(tree: Path) -> None:
    os.mkfifo(tree / "waits.py")
    report = scanned(tree)
    assert found(report) == ["found.py"]
    assert said(report) == {"waits.py": "not-a-file"}


@needs_posix
def test_a_link_to_a_device_is_never_read(tree: Path) -> None:
    (tree / "endless.py").symlink_to("/dev/zero")
    report = scanned(tree)
    assert found(report) == ["found.py"]
    assert said(report) == {"endless.py": "not-a-file"}


@needs_posix
def test_links_in_a_circle_end(tree: Path) -> None:
    (tree / "inner").mkdir()
    (tree / "inner" / "up").symlink_to(tree, target_is_directory=True)
    (tree / "self.py").symlink_to("self.py")
    report = scanned(tree)
    assert found(report) == ["found.py"]
    assert said(report) == {"self.py": "broken-link"}
    assert report.counts.seen == 1


@needs_posix
def test_a_huge_file_is_not_read(tree: Path) -> None:
    with (tree / "huge.py").open("wb") as file:
        file.truncate(2 << 30)
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = scanned(tree)
    assert found(report) == ["found.py"]
    assert said(report) == {"huge.py": "too-large"}
    # Kilobytes: a tenth of the file would show.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10


@needs_posix
def test_names_of_files_need_be_no_text(tmp_path: Path) -> None:
    for name in ("app.py", os.fsdecode(b"caf\xe9.py")):
        (tmp_path / name).write_text(FOUND, encoding="utf-8")
    # What such a file gives to others is followed from file to file.
    (tmp_path / os.fsdecode(b"names_\xe9.py")).write_text('MODEL = "deepseek-r1"\n', encoding="utf-8")
    (tmp_path / "names.py").write_text('MODEL = "deepseek-r1"\n', encoding="utf-8")
    (tmp_path / "use.py").write_text(
        f"from names import MODEL\n{FOUND.replace(chr(34) + 'deepseek-r1' + chr(34), 'MODEL')}", "utf-8"
    )
    assert sorted(found(scanned(tmp_path))) == ["app.py", os.fsdecode(b"caf\xe9.py"), "names.py"]

"""Nothing outside the given paths is written, whatever links lead there and whenever they came."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from migrator import settle
from migrator.findings import Report
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")

USE = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[])
"""


def fixed(folder: Path, *paths: str) -> Report:
    settings = load_settings([str(folder)], str(folder), {"jobs": 1, "fix": True}, None, True)
    return run(ScanRequest(paths or (".",), settings, None, str(folder)))


def held(*paths: Path) -> list[bool]:
    """Of each file whether it is as it was."""
    return [path.read_text(encoding="utf-8") == USE for path in paths]


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """The folder that is asked for, and a file beside it."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "use.py").write_text(USE, encoding="utf-8")
    return inside, outside / "use.py"


def test_a_link_that_leads_out_is_reported_and_not_followed(places: tuple[Path, Path]) -> None:
    inside, outside = places
    (inside / "link.py").symlink_to(outside)
    report = fixed(inside)
    assert held(inside / "use.py", outside) == [False, True]
    assert [each.refusal.code for each in report.findings if each.place.path == "link.py" and each.refusal] == ["link"]


def test_a_folder_that_is_a_link_is_not_entered(places: tuple[Path, Path]) -> None:
    inside, outside = places
    (inside / "folder").symlink_to(outside.parent, target_is_directory=True)
    report = fixed(inside)
    assert held(inside / "use.py", outside) == [False, True]
    assert {each.place.path for each in report.findings} == {"use.py"}


def test_a_link_inside_has_its_file_written_once(places: tuple[Path, Path]) -> None:
    inside, _ = places
    (inside / "also.py").symlink_to("use.py")
    report = fixed(inside)
    assert (inside / "also.py").is_symlink()
    assert held(inside / "use.py") == [False]
    assert {each.place.path for each in report.findings} == {"use.py"}
    text = (inside / "use.py").read_text(encoding="utf-8")
    assert text.count("enable_thinking") == 1


@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_link_that_comes_between_reading_and_writing_is_not_followed(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    inside, outside = places
    (inside / "inner").mkdir()
    (inside / "inner" / "use.py").write_text(USE, encoding="utf-8")

    def swapped(*arguments: object) -> object:
        os.rename(inside / "inner", inside / "was")
        if what == "folder":
            (inside / "inner").symlink_to(outside.parent, target_is_directory=True)
        else:
            (inside / "inner").mkdir()
            (inside / "inner" / "use.py").symlink_to(outside)
        return real(*arguments)

    real: Callable[..., object] = settle._proven
    monkeypatch.setattr(settle, "_proven", swapped)
    report = fixed(inside)
    assert held(inside / "use.py", outside) == [False, True]
    assert [(each.path, each.code, each.fatal) for each in report.skipped] == [("inner/use.py", "link", True)]


def test_hard_links_and_read_only_files_are_refused_with_a_reason(places: tuple[Path, Path]) -> None:
    inside, _ = places
    (inside / "twice.py").write_text(USE, encoding="utf-8")
    os.link(inside / "twice.py", inside.parent / "other_name")
    (inside / "locked.py").write_text(USE, encoding="utf-8")
    (inside / "locked.py").chmod(0o444)
    report = fixed(inside)
    assert held(inside / "use.py", inside / "twice.py", inside / "locked.py") == [False, True, True]
    assert {each.path: each.code for each in report.skipped} == {"twice.py": "link", "locked.py": "read-only"}
    refused = {each.place.path: each.refusal.code for each in report.findings if each.refusal is not None}
    assert refused == {"twice.py": "link", "locked.py": "read-only"}

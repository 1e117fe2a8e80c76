from __future__ import annotations

from pathlib import Path

import pytest

from migrator import project
from migrator.findings import Report
from migrator.languages.config import language as settings_files
from migrator.languages.python import outline, parse
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings

HEAD = 'from openai import OpenAI\n\nclient = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")\n'
CALL = 'client.chat.completions.create(model="deepseek-v3", messages=[])\n'


def parses(folder: Path, calls: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many whole files are parsed for three files with so many fixes each, where one tree at most is kept."""
    for name in ("a.py", "b.py", "c.py"):
        (folder / name).write_text(HEAD + CALL * calls, encoding="utf-8")
    count = 0
    whole = parse._parse

    def counting(*given: object, **named: object) -> object:
        nonlocal count
        count += 1
        return whole(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(parse, "_parse", counting)
    monkeypatch.setattr(project, "MOST_HELD", 1)
    settings = load_settings([str(folder)], str(folder), {"jobs": 1}, None, True)
    report = run(ScanRequest((str(folder),), settings, None, str(folder)))
    assert len(report.findings) == 3 * calls
    assert all(finding.fix is not None for finding in report.findings)
    monkeypatch.undo()
    return count


def test_a_file_is_not_parsed_anew_for_each_of_its_fixes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (parses(tmp_path, calls, monkeypatch) for calls in (2, 12))
    assert 0 < many == few


@pytest.mark.parametrize("kind", ["fixable", "unsafe", "refused"])
def test_a_file_of_which_a_part_is_parsed_again_is_written_as_the_whole(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(Path(__file__).parent.parent / "fixtures" / kind)

    def scanned() -> Report:
        options = {"jobs": 1, "unsafe_fixes": True, "diff": True}
        settings = load_settings([folder], folder, options, None, True)
        return run(ScanRequest((folder,), settings, None, folder))

    whole = scanned()
    monkeypatch.setattr(project, "MOST_HELD", 0)
    monkeypatch.setattr(project, "MOST_ALONE", 0)
    monkeypatch.setattr(outline, "FEW", 1)
    monkeypatch.setattr(settings_files, "MOST_KEPT", 0)
    in_part = scanned()
    assert whole.findings == in_part.findings
    assert whole.skipped == in_part.skipped
    assert whole.diff == in_part.diff

"""What becomes of a fix that is not proven: nothing of it is written, the run says why and how to see it again."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from migrator.changes import Change
from migrator.findings import Edit, Report
from migrator.languages.base import Document
from migrator.languages.python.language import Python
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings
from migrator.status import exit_status
from tests.tool import tool

CLIENT = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
"""
USE = CLIENT + 'total = a * b\nclient.chat.completions.create(model="deepseek-v3", messages=[])  # why\n'
Written = tuple[tuple[Edit, ...], ...]


def fixed(folder: Path, **options: object) -> tuple[Report, int]:
    settings = load_settings([str(folder)], str(folder), {"jobs": 1, "fix": True, **options}, None, True)
    report = run(ScanRequest((".",), settings, None, str(folder)))
    return report, exit_status(report, settings)


def wrong(monkeypatch: pytest.MonkeyPatch, change: Callable[[Document, Written], Written]) -> None:
    """A codemod that does something else in files that are named `bad…`."""
    right = Python.write

    def write(self: Python, document: Document, changes: Sequence[Change]) -> Written:
        made = right(self, document, changes)
        return change(document, made) if "bad" in document.path and changes else made

    monkeypatch.setattr(Python, "write", write)


def with_edit(document: Document, made: Written, old: str, new: str) -> Written:
    at = document.data.index(old.encode())
    return ((*made[0], Edit(document.path, at, at + len(old), new)), *made[1:])


CODEMODS: dict[str, tuple[str, Callable[[Document, Written], Written]]] = {
    "regroups": ("tree", lambda document, made: with_edit(document, made, "* b", "* b + c")),
    "breaks": ("tree", lambda document, made: with_edit(document, made, "total", "to tal")),
    "drops a comment": ("comments", lambda document, made: with_edit(document, made, "  # why", "")),
    "leaves work": (
        "second pass",
        lambda document, made: tuple(
            tuple(replace(each, text=each.text.replace("qwen3.7-plus", "deepseek-v3.1")) for each in edits) for edits in made
        ),
    ),
    "brings a finding": (
        "new finding",
        lambda document, made: tuple(
            tuple(replace(each, text=each.text.replace("qwen3.7-plus", "deepseek-r1")) for each in edits) for edits in made
        ),
    ),
}


@pytest.mark.parametrize("name", CODEMODS)
def test_an_unproven_fix_is_refused_with_its_step_and_the_others_land(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    step, change = CODEMODS[name]
    for file in ("bad one.py", "good.py"):
        (tmp_path / file).write_text(USE, encoding="utf-8")
    wrong(monkeypatch, change)
    report, status = fixed(tmp_path)
    assert status == 2
    assert (tmp_path / "bad one.py").read_text(encoding="utf-8") == USE
    assert "qwen3.7-plus" in (tmp_path / "good.py").read_text(encoding="utf-8")
    told = [each for each in report.skipped if each.code == "not-proven"]
    assert [(each.path, each.fatal) for each in told] == [("bad one.py", True)]
    assert told[0].message.startswith(f"{step}: ")
    assert told[0].message.endswith("Reproduce: deepseek-migrate scan --diff 'bad one.py'")
    refused = {each.place.path: each.refusal.code for each in report.findings if each.refusal is not None}
    assert refused == {"bad one.py": "not-proven"}


def test_a_fix_that_nobody_asked_for_does_not_hide_why_another_one_fell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    likely = USE.replace(
        'base_url="https://dashscope.aliyuncs.com/compatible-mode/v1"', "api_key=os.environ['DASHSCOPE_API_KEY']"
    )
    (tmp_path / "a.py").write_text(f"import os\n{likely}", encoding="utf-8")
    (tmp_path / "bad.py").write_text(USE, encoding="utf-8")
    wrong(monkeypatch, CODEMODS["regroups"][1])
    report, _ = fixed(tmp_path)
    told = {each.place.path: each.refusal and each.refusal.code for each in report.findings}
    assert told == {"a.py": None, "bad.py": "not-proven"}


def test_of_three_alike_the_known_ones_are_left(tmp_path: Path) -> None:
    call = 'client.chat.completions.create(model="deepseek-v3", messages=[])\n'
    (tmp_path / "a.py").write_text(CLIENT + 2 * call, encoding="utf-8")
    assert tool("scan", "--isolated", "--write-baseline", "known.json", ".", cwd=tmp_path).status == 0
    (tmp_path / "a.py").write_text(CLIENT + 3 * call, encoding="utf-8")
    assert tool("scan", "--isolated", "--fix", "--baseline", "known.json", ".", cwd=tmp_path).status == 0
    assert (tmp_path / "a.py").read_text(encoding="utf-8").count("deepseek-v3") == 2


def test_a_fix_that_needs_an_unproven_file_lands_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "names.py").write_text('MODEL = "deepseek-v3"\n', encoding="utf-8")
    use = CLIENT + "from names import MODEL\ntotal = a * b\nclient.chat.completions.create(model=MODEL, messages=[])  # why\n"
    (tmp_path / "bad.py").write_text(use, encoding="utf-8")
    wrong(monkeypatch, CODEMODS["regroups"][1])
    _, status = fixed(tmp_path)
    assert status == 2
    assert (tmp_path / "names.py").read_text(encoding="utf-8") == 'MODEL = "deepseek-v3"\n'
    assert (tmp_path / "bad.py").read_text(encoding="utf-8") == use


def test_the_command_that_shows_it_again_has_the_options_that_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.py").write_text(USE, encoding="utf-8")
    wrong(monkeypatch, CODEMODS["regroups"][1])
    report, _ = fixed(tmp_path, to="qwen3.7-plus", unsafe_fixes=True)
    command = "deepseek-migrate scan --diff --unsafe-fixes --to qwen3.7-plus bad.py"
    assert [each.message.rpartition("Reproduce: ")[2] for each in report.skipped] == [command]


def test_the_command_names_the_provider_and_the_rulebook_that_were_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.py").write_text(
        USE.replace('base_url="https://dashscope.aliyuncs.com/compatible-mode/v1"', ""), encoding="utf-8"
    )
    (tmp_path / "own.toml").write_text("", encoding="utf-8")
    wrong(monkeypatch, CODEMODS["regroups"][1])
    report, _ = fixed(tmp_path, assume_provider="model-studio", rulebook=("own.toml",), unsafe_fixes=True)
    told = [each.message.rpartition("Reproduce: ")[2] for each in report.skipped]
    assert told == [
        f"deepseek-migrate scan --diff --unsafe-fixes --assume-provider model-studio --rulebook {tmp_path / 'own.toml'} bad.py"
    ]


def test_files_that_fixes_share_are_written_together(tmp_path: Path) -> None:
    """One fix takes a.py and b.py, another a.py and c.py: no one of the three is left out."""
    sources = {
        "a.py": 'ONE = "deepseek-v3"\nTWO = "deepseek-v3.2"\n',
        **{
            f"{file}.py": f"{CLIENT}from a import {name}\nclient.chat.completions.create(model={name}, messages=[])\n"
            for file, name in (("b", "ONE"), ("c", "TWO"))
        },
    }
    for path, text in sources.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    report, status = fixed(tmp_path)
    assert (status, len({each.fix.id for each in report.findings if each.fix is not None})) == (0, 2)
    after = {path: (tmp_path / path).read_text(encoding="utf-8") for path in sources}
    assert after["a.py"] == 'ONE = "qwen3.7-plus"\nTWO = "qwen3.7-plus"\n'
    assert all("enable_thinking" in after[path] for path in ("b.py", "c.py"))


def test_a_report_shows_the_lines_of_all_files_of_a_fix(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text('MODEL = "deepseek-v3"\n', encoding="utf-8")
    call = "client.chat.completions.create(model=MODEL, messages=[])"
    (tmp_path / "use.py").write_text(f"{CLIENT}from names import MODEL\n{call}\n", encoding="utf-8")
    shown = tool("scan", "--isolated", "--lang", "en", ".", cwd=tmp_path).output
    for line in (
        '1 | MODEL = "deepseek-v3"',
        '    1 - MODEL = "deepseek-v3"\n    1 + MODEL = "qwen3.7-plus"',
        f"    in use.py\n    5 - {call}",
    ):
        assert line in shown


def test_a_file_with_a_mark_in_front_keeps_one(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbf" + USE.encode())
    _, status = fixed(tmp_path)
    assert status == 0
    written = (tmp_path / "a.py").read_bytes()
    assert (written.count(b"\xef\xbb\xbf"), b"qwen3.7-plus" in written) == (1, True)


@pytest.mark.parametrize("ending", ["\n", "", "\n\n"])
def test_a_diff_can_be_applied(ending: str, tmp_path: Path) -> None:
    text = f'{CLIENT}client.chat.completions.create(model="deepseek-v3", messages=[])\x0c{ending}'
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    report, _ = fixed(tmp_path, fix=False, diff=True)
    applied = subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=report.diff.encode(), check=False)
    assert applied.returncode == 0
    assert ("\\ No newline at end of file" in report.diff) == (not ending)
    after = (tmp_path / "a.py").read_text(encoding="utf-8")
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    fixed(tmp_path)
    assert after == (tmp_path / "a.py").read_text(encoding="utf-8") != text


def test_a_comment_moves_along_in_whatever_encoding(tmp_path: Path) -> None:
    call = """\
client.chat.completions.create(
    model="deepseek-v3.1",
    messages=[],
    enable_thinking=bool(  # 关闭思考
        x
    ),
    extra_body={"top_k": 1},
)
"""
    for encoding in ("gbk", "utf-8"):
        (tmp_path / f"{encoding}.py").write_bytes(f"# coding: {encoding}\n{CLIENT}x = 0\n{call}".encode(encoding))
    report, status = fixed(tmp_path)
    assert status == 0
    assert not report.skipped
    for encoding in ("gbk", "utf-8"):
        text = (tmp_path / f"{encoding}.py").read_bytes().decode(encoding)
        assert 'extra_body={"top_k": 1, "enable_thinking": bool(  # 关闭思考\n        x\n    )},' in text


def test_an_ignore_comment_that_a_fix_leaves_without_work_is_for_the_next_run(tmp_path: Path) -> None:
    call = 'client.chat.completions.create(\n    model="deepseek-r1",\n    messages=[],\n    temperature=0.5,{}\n)\n'
    path = tmp_path / "a.py"
    path.write_text(CLIENT + call.format("  # deepseek-migrate: ignore[DSM303] fine"), encoding="utf-8")
    _, status = fixed(tmp_path)
    assert status == 0
    after = CLIENT + call.replace("deepseek-r1", "qwen3.7-plus")
    assert path.read_text(encoding="utf-8") == after.format("  # deepseek-migrate: ignore[DSM303] fine")
    report, _ = fixed(tmp_path)
    assert "DSM901" in [each.rule for each in report.findings]
    assert path.read_text(encoding="utf-8") == after.format("")


def test_what_comes_from_standard_input_is_written_to_standard_output_alone(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(USE, encoding="utf-8")
    done = tool("scan", "--isolated", "--fix", "--stdin-filename", "a.py", "-", cwd=tmp_path, given=USE.encode())
    assert "qwen3.7-plus" in done.output
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == USE

"""What was kept of a project is given back as long as nothing that it came from has changed, and never otherwise."""

from __future__ import annotations

import errno
import hashlib
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from migrator import cache, settle
from migrator.files.kinds import kind_of
from migrator.files.tree import FolderTree
from migrator.parts import Part
from migrator.reported import Report
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings
from migrator.settings_model import Settings
from tests.tool import tool

CALL = """from openai import OpenAI
from models import MODEL
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model=MODEL, messages=[])
"""
LATER = 60
"""Seconds: of what was written just now a run cannot be sure that it saw it, of what was written a minute ago it can."""


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LONG", 0.0)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for name in ("a", "b"):
        (folder / name).mkdir(parents=True)
        (folder / name / "pyproject.toml").write_text(
            f'[project]\nname = "{name}"\ndependencies = ["openai>=1"]\n', encoding="utf-8"
        )
        (folder / name / "main.py").write_text(CALL, encoding="utf-8")
        (folder / name / "models.py").write_text('MODEL = "deepseek-v3"\n', encoding="utf-8")
    (tmp_path / "kept").mkdir()
    return folder


def scanned(folder: Path, kept: Path | None, began: float = LATER, **options: object) -> Report:
    given = {"jobs": 1, **options, **({} if kept is None else {"cache-dir": str(kept)})}
    settings = load_settings([str(folder)], str(folder), given, None, True)
    return run(ScanRequest((".",), settings, None, str(folder), began=time.time() + began))


def told(report: Report) -> Report:
    """The report without what no two runs have alike."""
    return replace(report, steps=None, counts=replace(report.counts, seconds=0.0))  # type: ignore[arg-type]


def test_a_second_run_tells_the_same_and_parses_nothing(project: Path, tmp_path: Path) -> None:
    fresh = told(scanned(project, None))
    first, second = scanned(project, tmp_path / "kept"), scanned(project, tmp_path / "kept")
    assert first.steps is not None
    assert second.steps is not None
    assert first.steps.parsed > 0
    assert second.steps.parsed == 0
    assert told(first) == told(second) == fresh
    assert len(fresh.findings) == 2
    assert told(scanned(project, tmp_path / "kept", jobs=2)) == fresh


def write(path: Path, text: str) -> None:
    """Change a file behind the back of whoever looks at sizes and times."""
    state = path.stat() if path.exists() else None
    path.write_text(text, encoding="utf-8")
    if state is not None:
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "an id": lambda folder: write(folder / "a/models.py", 'MODEL = "deepseek-r1"\n'),
    "no id any more": lambda folder: write(folder / "a/models.py", 'MODEL = "deepseek-v4"\n'),
    "another provider": lambda folder: write(folder / "a/main.py", CALL.replace("dashscope.aliyuncs", "api.deepseek")),
    "a file that said nothing": lambda folder: write(folder / "a/pyproject.toml", '[project]\ndependencies = ["openai==0.28"]\n'),
    "a file more": lambda folder: write(folder / "a/more.py", CALL.replace("models import MODEL", "os import path as MODEL")),
    "a file more with an id": lambda folder: write(folder / "a/more.py", 'from models import MODEL\nOTHER = "deepseek-r1"\n'),
    "a file less": lambda folder: (folder / "a/models.py").unlink(),
    "a folder that is a project": lambda folder: (
        (folder / "a/inner").mkdir(),
        write(folder / "a/inner/setup.py", ""),
        write(folder / "a/inner/x.py", CALL),
    ),
    "a suppression": lambda folder: write(
        folder / "a/models.py", 'MODEL = "deepseek-v3"  # deepseek-migrate: ignore[DSM101] later\n'
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_changes_is_looked_at_anew(project: Path, tmp_path: Path, change: Callable[[Path], object]) -> None:
    before = told(scanned(project, tmp_path / "kept"))
    change(project)
    after = scanned(project, tmp_path / "kept")
    assert told(after) == told(scanned(project, None))
    assert after.steps is not None
    assert told(after) != before or after.steps.parsed > 0


@pytest.mark.parametrize(
    "options", [{"to": "qwen3.7-plus"}, {"select": ("DSM102",)}, {"today": "2026-01-01"}, {"gateways": {"x.org": "y"}}]
)
def test_whatever_is_asked_differently_is_looked_at_anew(project: Path, tmp_path: Path, options: dict[str, object]) -> None:
    scanned(project, tmp_path / "kept")
    found = scanned(project, tmp_path / "kept", **options)
    assert found.steps is not None
    assert found.steps.parsed > 0
    assert told(found) == told(scanned(project, None, **options))


@pytest.mark.parametrize("options", [{"output-format": "json"}, {"quiet": True}, {"fail-on": "never"}, {"lang": "zh"}])
def test_how_it_is_shown_makes_no_difference(project: Path, tmp_path: Path, options: dict[str, object]) -> None:
    scanned(project, tmp_path / "kept")
    found = scanned(project, tmp_path / "kept", **options)
    assert found.steps is not None
    assert found.steps.parsed == 0


def test_what_was_written_while_the_run_went_on_is_not_kept(project: Path, tmp_path: Path) -> None:
    scanned(project, tmp_path / "kept", began=0.0)
    assert not list((tmp_path / "kept").iterdir())


def test_what_took_no_time_is_not_kept(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LONG", 1000.0)
    scanned(project, tmp_path / "kept")
    assert not list((tmp_path / "kept").iterdir())


def test_a_fix_neither_keeps_nor_asks(project: Path, tmp_path: Path) -> None:
    scanned(project, tmp_path / "kept")
    fixed = scanned(project, tmp_path / "kept", fix=True)
    assert [each.fix.applied for each in fixed.findings if each.fix] == [True, True]
    assert not scanned(project, tmp_path / "kept").findings


class Mean:
    """What would run a command where it is unpickled."""

    def __init__(self, place: Path) -> None:
        self.place = str(place)

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self.place,)


class Meaner(Mean):
    """The same by a class of somebody else's."""

    def __reduce__(self) -> tuple[object, ...]:
        return subprocess.Popen, ((sys.executable, "-c", f"import os; os.mkdir({self.place!r})"),)


def forged(data: bytes) -> bytes:
    return cache.HEAD + hashlib.sha256(data).hexdigest().encode() + b"\n" + data


@pytest.mark.parametrize(
    "damage", ["empty", "cut", "one bit", "a command", "a class that runs one", "a function of ours", "another thing"]
)
def test_an_entry_that_is_not_ours_is_worth_nothing(project: Path, tmp_path: Path, damage: str) -> None:
    before = told(scanned(project, tmp_path / "kept"))
    entries = list((tmp_path / "kept").iterdir())
    assert len(entries) == 2
    for entry in entries:
        data = entry.read_bytes()
        flipped = data[:-20] + bytes([data[-20] ^ 1]) + data[-19:]
        bad = {
            "empty": b"",
            "cut": data[:-1],
            "one bit": flipped,
            "a command": forged(pickle.dumps(Mean(tmp_path / "ran"))),
            "a class that runs one": forged(pickle.dumps(Meaner(tmp_path / "ran"))),
            "a function of ours": forged(b"cmigrator.findings\ndataclass\n."),
            "another thing": forged(pickle.dumps(("no", "entry"))),
        }
        entry.write_bytes(bad[damage])
    found = scanned(project, tmp_path / "kept")
    assert found.steps is not None
    assert found.steps.parsed > 0
    assert told(found) == before
    assert not (tmp_path / "ran").exists()


def test_what_was_asked_for_longest_ago_goes_first(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 3)
    for number, day in enumerate(("2026-11-01", "2026-11-02", "2026-11-03")):
        scanned(project, tmp_path / "kept", today=day)
        for entry in (tmp_path / "kept").iterdir():
            os.utime(entry, (number, number))
    assert len(list((tmp_path / "kept").iterdir())) == 3


def test_what_cannot_be_put_in_its_place_leaves_nothing_behind(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "replace", full)
    assert told(scanned(project, tmp_path / "kept")) == told(scanned(project, None))
    assert not list((tmp_path / "kept").iterdir())


def test_a_folder_that_went_away_costs_nothing_but_time(project: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").rmdir()
    assert told(scanned(project, tmp_path / "kept")) == told(scanned(project, None))


def test_every_answer_is_written_down_and_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("x", encoding="utf-8")
    tree = FolderTree(str(tmp_path))

    def answers() -> dict[cache.Asked, str]:
        watched = cache.Watched(tree)
        assert watched.location("a") == tree.location("a")
        assert watched.exists("a/b.txt") == tree.exists("a/b.txt")
        assert watched.kind("a/b.txt") == tree.kind("a/b.txt")
        for ask in (watched.read, watched.entries):
            for path in ("a", "a/b.txt", "nowhere"):
                with suppress(OSError):
                    ask(path)
        assert watched.steady
        return watched.answers

    before = answers()
    assert len(before) == 8
    assert {asked: cache._answer(tree, asked) for asked in before} == before
    (tmp_path / "a" / "b.txt").unlink()
    after = answers()
    assert {asked[:2] for asked in before if before[asked] != after[asked]} == {
        ("exists", "a/b.txt"),
        ("kind", "a/b.txt"),
        ("read", "a/b.txt"),
        ("entries", "a"),
        ("entries", "a/b.txt"),
    }


def test_two_answers_to_one_question_are_no_ground(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x", encoding="utf-8")
    watched = cache.Watched(FolderTree(str(tmp_path)))
    watched.read("a.py")
    assert watched.steady
    (tmp_path / "a.py").write_text("y", encoding="utf-8")
    watched.read("a.py")
    assert not watched.steady
    place = cache.Cache(str(tmp_path), FolderTree(str(tmp_path)), {}, "around")
    place.keep(Part((), (), {}, "", 1), watched, time.time() + LATER)
    # What the first answer was, it is again; what came of the second was made from something else.
    (tmp_path / "a.py").write_text("x", encoding="utf-8")
    assert place.find() is None


def test_another_day_is_another_question(tmp_path: Path) -> None:
    tree, settings = FolderTree(str(tmp_path)), Settings(cwd=str(tmp_path))
    first, second = (cache.around("", tree, settings, day, [], []) for day in ("2026-11-01", "2026-11-02"))
    assert first != second
    assert first == cache.around("", tree, settings, "2026-11-01", [], [])


def test_other_processes_get_the_tree_itself(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x", encoding="utf-8")
    copied = pickle.loads(pickle.dumps(cache.Watched(FolderTree(str(tmp_path)))))
    assert isinstance(copied, FolderTree)
    assert copied.read("a.py") == b"x"


def test_a_project_of_which_a_file_has_gone_is_not_kept(tmp_path: Path) -> None:
    tree = FolderTree(str(tmp_path))
    kind = kind_of("gone.py")
    assert kind is not None
    place = cache.Cache(str(tmp_path), tree, {"gone.py": kind}, "around")
    place.keep(Part((), (), {}, "", 1), cache.Watched(tree), time.time() + LATER)
    assert place.find() is None


def test_a_file_that_nobody_may_read_counts_as_that(tmp_path: Path) -> None:
    (tmp_path / "a.py").mkdir()
    tree = FolderTree(str(tmp_path))
    kind = kind_of("a.py")
    assert kind is not None
    place = cache.Cache(str(tmp_path), tree, {"a.py": kind}, "around")
    part = Part((), (), {}, "", 1)
    place.keep(part, cache.Watched(tree), time.time() + LATER)
    assert place.find() == part
    (tmp_path / "a.py").rmdir()
    (tmp_path / "a.py").write_text("x", encoding="utf-8")
    assert place.find() is None


def test_an_sdk_that_is_declared_above_the_project_counts(project: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (project / name / "pyproject.toml").write_text("", encoding="utf-8")
    (project / "requirements.txt").write_text("openai>=1\n", encoding="utf-8")
    scanned(project, tmp_path / "kept")
    write(project / "requirements.txt", "openai==0.28\n")
    assert told(scanned(project, tmp_path / "kept")) == told(scanned(project, None))


def test_the_folder_is_made_and_git_leaves_it_alone(project: Path) -> None:
    done = tool("scan", ".", "--isolated", "--cache-dir", "kept", cwd=project)
    assert done.status == 1
    assert (project / "kept" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert (
        tool("scan", ".", "--isolated", "--cache-dir", "kept", cwd=project).output.splitlines()[:5]
        == done.output.splitlines()[:5]
    )


@pytest.mark.parametrize("folder", [".", "a"])
def test_a_folder_with_something_in_it_goes_on_being_looked_at(project: Path, folder: str) -> None:
    done = tool("scan", ".", "--isolated", "--cache-dir", folder, cwd=project)
    assert done.status == 1
    assert "Found 2 findings" in done.output
    assert not (project / folder / ".gitignore").exists()


def test_a_folder_that_cannot_be_is_told(project: Path) -> None:
    done = tool("scan", ".", "--isolated", "--cache-dir", "a/main.py", cwd=project)
    assert done.status == 2
    assert "cache-dir: nothing can be kept in" in done.errors


def test_what_failed_is_not_kept(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*given: object) -> None:
        raise LookupError("for once")

    with monkeypatch.context() as once:
        once.setattr(settle, "analyse", failing)
        assert {each.code for each in scanned(project, tmp_path / "kept").skipped} == {"bug"}
    assert told(scanned(project, tmp_path / "kept")) == told(scanned(project, None))

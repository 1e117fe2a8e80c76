"""What processes read and write is what one process does, and a parser that dies costs one file."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path

import pytest

from migrator import ahead
from migrator.files.kinds import KINDS
from migrator.findings import Json
from migrator.languages.base import Document, Unparsed
from migrator.languages.python.language import PYTHON
from migrator.report.json import as_json
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings
from migrator.workers import Crew, weighed
from tests.benchmarks.candidate import candidate
from tests.tool import ROOT

KIND = next(kind for kind in KINDS if kind.language == "python")
BROKEN = "def broken(:\n    'deepseek-v3'\n"
DYING = """
import os, sys
sys.path.insert(0, {root!r})
from migrator import ahead
from migrator.cli import main
from migrator.languages.python.language import Python

ahead.ENOUGH, ahead.PIECE = 1, 4000
here = os.environ.setdefault("FIRST_PROCESS", str(os.getpid()))
kept = Python.{step}

def dying(self, first, *more):
    if "m1.py" in (first, getattr(first, "path", None)) and here != str(os.getpid()):
        os._exit(1)
    return kept(self, first, *more)

Python.{step} = dying
if __name__ == "__main__":
    sys.argv = ["deepseek-migrate", "scan", "--isolated", "--jobs", "2", "--output-format", "json", "--fix"]
    main()
"""
"""The command, with a parser that ends its process, if it is not the first one, at one of the files."""


@pytest.fixture(autouse=True)
def little_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "ENOUGH", 1)
    monkeypatch.setattr(ahead, "PIECE", 4000)


def told(folder: Path, jobs: int, **options: object) -> dict[str, Json]:
    settings = load_settings([str(folder)], str(folder), {"jobs": jobs, **options}, None, True)
    report = run(ScanRequest((str(folder),), settings, None, str(folder)))
    found = as_json(report)
    assert isinstance(found["summary"], dict)
    found["summary"].pop("seconds")
    return found


def filled(folder: Path) -> Path:
    folder.mkdir()
    for number in range(5):
        (folder / f"m{number}.py").write_text(candidate(number), encoding="utf-8")
    (folder / "shared.py").write_text('MODEL = "deepseek-v3"\n', encoding="utf-8")
    (folder / "uses.py").write_text(
        "from shared import MODEL\n" + candidate(1).replace('"deepseek-v3"', "MODEL"), encoding="utf-8"
    )
    (folder / "broken.py").write_text(BROKEN, encoding="utf-8")
    (folder / "note.md").write_text("Ask `deepseek-v3` for it.\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("fix", [False, True])
def test_two_processes_find_and_write_what_one_does(tmp_path: Path, fix: bool) -> None:
    one, two = filled(tmp_path / "one"), filled(tmp_path / "two")
    alone, shared = told(one, 1, fix=fix), told(two, 2, fix=fix)
    assert alone["findings"]
    assert json.dumps(alone).replace("one/", "two/") == json.dumps(shared)
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {path.name: path.read_bytes() for path in two.iterdir()}


def test_a_document_that_was_read_apart_is_the_one_that_is_read_here() -> None:
    data = candidate(2).encode()
    sources = [("a.py", KIND, data), ("broken.py", KIND, BROKEN.encode())]
    with Crew(2) as crew:
        found = ahead.read_ahead(sources, _interesting, crew, lambda done, all_: None)
    here = PYTHON.read("a.py", data, _interesting)
    document = found["a.py"]
    assert isinstance(here, Document)
    assert isinstance(document, Document)
    assert (document.facts, document.data, document.encoding, document.tree) == (here.facts, data, "utf-8", None)
    assert found["broken.py"] == PYTHON.read("broken.py", BROKEN.encode(), _interesting)
    assert isinstance(found["broken.py"], Unparsed)


def test_facts_come_back_from_a_pickle_as_they_were() -> None:
    document = PYTHON.read("a.py", candidate(3).encode(), _interesting)
    assert isinstance(document, Document)
    again = pickle.loads(pickle.dumps(document.facts))
    assert again == document.facts
    assert repr(again) == repr(document.facts)


def _interesting(text: str) -> bool:
    return "deepseek" in text


def _doubled(chunk: Sequence[int]) -> list[int]:
    if 7 in chunk:
        os._exit(1)
    return [2 * each for each in chunk]


def test_an_item_that_ends_its_process_costs_itself_alone() -> None:
    with Crew(2) as crew:
        chunks: Iterator[Sequence[int]] = weighed(range(12), lambda each: 1, 3)
        found = [each for chunk in crew.apart(_doubled, chunks, False, lambda item: -item) for each in chunk]
    assert found == [-7 if each == 7 else 2 * each for each in range(12)]


class Breaking(Executor):
    """Does what it is given at once, and takes nothing more after so many pieces."""

    def __init__(self, most: int) -> None:
        self.most = most

    def submit(self, work: Callable[..., object], /, *given: object, **named: object) -> Future[object]:  # type: ignore[override]
        if not self.most:
            raise BrokenExecutor
        self.most -= 1
        done: Future[object] = Future()
        done.set_result(work(*given, **named))
        return done


@pytest.mark.parametrize("most", [0, 3, 9, 99])
def test_what_breaks_between_two_pieces_is_done_here(most: int) -> None:
    with Crew(2, Breaking(most)) as crew:
        assert list(crew.map(sum, ([each] for each in range(20)), False)) == list(range(20))
        assert list(crew.map(sum, ([each] for each in range(20)), False)) == list(range(20))


@pytest.mark.parametrize(
    "step, code, status", [("read", "parse-error", 0), ("write", "parse-error", 1), ("compare_documents", "not-proven", 2)]
)
def test_a_parser_that_dies_costs_one_file(step: str, code: str, status: int, tmp_path: Path) -> None:
    folder = filled(tmp_path / "tree")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (tmp_path / "dying.py").write_text(DYING.format(root=str(ROOT), step=step), encoding="utf-8")
    command = [sys.executable, str(tmp_path / "dying.py")]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=300, check=False)
    report = json.loads(done.stdout)
    assert done.returncode == status, done.stderr
    changed = {name for name, data in before.items() if (folder / name).read_bytes() != data}
    assert changed == {"m0.py", "m2.py", "m3.py", "m4.py", "uses.py"}
    skipped = [(each["code"], each["message"]) for each in report["skipped"] if each["path"] == "m1.py"]
    refused = [each["refusal"] for each in report["findings"] if each["path"] == "m1.py" and each["rule"] == "DSM101"]
    told = skipped or [(each["code"], each["hint"]) for each in refused]
    assert [each[0] for each in told] == [code]
    assert "the parser ended its process" in told[0][1]


def test_pieces_are_of_one_weight() -> None:
    assert list(weighed([3, 3, 3, 9, 1, 1], lambda each: each, 6)) == [[3, 3], [3], [9], [1, 1]]
    assert list(weighed([], len, 6)) == []

"""What known weaknesses are told of an environment from a folder of advisories, where no database can be reached."""

import json
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.tools.advisories import serving, shelf

ADVISORY = """\
id: PYSEC-1-1
published: 2024-01-02T03:04:05Z
affected:
- package: {name: Some_Parser, ecosystem: PyPI}
  ranges:
  - type: ECOSYSTEM
    events:
    - introduced: '0'
    - fixed: 1.10.0
    - introduced: 2.0
    - last_affected: 2.1
  versions: [0.9.dev-odd]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one advisory and a file that is none."""
    (tmp_path / "some-parser").mkdir()
    (tmp_path / "some-parser" / "PYSEC-1-1.yaml").write_text(ADVISORY, encoding="utf-8")
    (tmp_path / "notes.yaml").write_text("about: nothing\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("version", "is_told"),
    [("1.9", True), ("1.10.0", False), ("1.11", False), ("2.0", True), ("2.1", True), ("2.2", False), ("0.9.dev-odd", True)],
)
def test_a_version_is_told_where_it_lies_between_two_events_or_is_named(folder: Path, version: str, is_told: bool) -> None:
    assert bool(shelf(folder).about("some-parser", version)) == is_told


def test_other_packages_are_not_told(folder: Path) -> None:
    assert shelf(folder).about("some-printer", "1.0") == []


def test_a_folder_without_advisories_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no advisories"):
        shelf(tmp_path)


def test_the_loopback_answers_as_osv_does(folder: Path) -> None:
    with serving(shelf(folder)) as url:
        told, nothing = (_answer(url, version) for version in ("1.9", "3.0"))
    assert [each["id"] for each in told["vulns"]] == ["PYSEC-1-1"]
    assert nothing == {}


def _answer(url: str, version: str) -> dict[str, list[dict[str, str]]]:
    question = {"package": {"name": "some-parser", "ecosystem": "PyPI"}, "version": version}
    with urlopen(Request(url, json.dumps(question).encode(), method="POST")) as reply:
        answer: dict[str, list[dict[str, str]]] = json.load(reply)
    return answer

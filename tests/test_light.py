"""What must stay unimported when there is nothing to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from migrator.files.sift import MANY

ROOT = Path(__file__).parent.parent
HEAVY = ["libcst", "rich", "markdown_it", "pygments", "yaml", "pygls", "lsprotocol"]
LINKING = ["migrator.link.evaluate", "migrator.requests", "migrator.analyse"]
RULEBOOK = ["migrator.rulebook", "migrator.rulebook_load", "migrator.cards", "tomllib", "tomli"]
"""What the words that are kept beside the rules make needless."""
FINDING = [
    "migrator.facts",
    "migrator.findings",
    "migrator.second_look",
    "migrator.values",
    "migrator.files.write",
    "migrator.files.own",
    "migrator.declared",
    "migrator.report.mask",
    "difflib",
    "stringzilla",
]
"""What only a finding needs, or many files: making its classes takes longer than to look at twenty files."""
IMPORTED = """
import json, sys
sys.argv = ["deepseek-migrate", *json.loads(sys.argv[1])]
from migrator.cli import main
status = 0
try:
    main()
except SystemExit as ended:
    status = ended.code
print(json.dumps([status or 0, sorted(sys.modules)]), file=sys.stderr)
"""


def imported(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    """The exit status of the command and the modules that it had imported by then."""
    # Without what measures coverage there: that imports more.
    own = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment = {**own, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", IMPORTED, json.dumps(arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    status, modules = json.loads(ended.stderr.splitlines()[-1])
    return status, set(modules)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text("import os\n\nprint(os.getcwd())\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "arguments", [["scan", "."], ["scan", "--output-format", "json", "."], ["scan", "--fix", "."], ["--version"]]
)
def test_a_tree_with_nothing_to_find_loads_nothing_heavy(clean: Path, arguments: list[str]) -> None:
    status, modules = imported(clean, *arguments)
    assert status == 0
    assert modules.isdisjoint([*HEAVY, *LINKING, *RULEBOOK])


@pytest.mark.parametrize("arguments", [["scan", "."], ["scan", "--fix", "app.py"], ["--version"]])
def test_a_hook_with_nothing_to_find_does_not_pay_for_findings(clean: Path, arguments: list[str]) -> None:
    status, modules = imported(clean, *arguments)
    assert status == 0
    assert modules.isdisjoint(FINDING)


def test_a_tree_with_something_to_find_loads_the_parser(clean: Path) -> None:
    source = (ROOT / "fixtures" / "fixable" / "openai" / "constants.py").read_bytes()
    (clean / "found.py").write_bytes(source)
    status, modules = imported(clean, "scan", ".")
    assert status == 1
    assert {"libcst", "rich"} <= modules


def test_what_searches_many_files_is_loaded_for_many_and_finds_the_one(clean: Path) -> None:
    for number in range(MANY):
        (clean / f"m{number}.txt").write_text("nothing\n", encoding="utf-8")
    status, modules = imported(clean, "scan", ".", "--jobs", "1")
    assert status == 0
    assert "stringzilla" in modules
    source = (ROOT / "fixtures" / "fixable" / "openai" / "constants.py").read_bytes()
    (clean / "found.py").write_bytes(source)
    assert imported(clean, "scan", ".")[0] == 1

"""Every framework's spellings: what the real package does with each, and that the tool says the same."""

from __future__ import annotations

import pytest

from migrator.requests import Prediction
from tests.tool import Record, scan
from tests.wire.frameworks import CORE, TABLES
from tests.wire.matching import differences
from tests.wire.observed import effect_of, observed, predicted
from tests.wire.spellings import ACCIDENT, Spelling

MARK = {name: pytest.mark.wire if name in CORE else pytest.mark.frameworks for name in TABLES}
TRIPLES = [
    pytest.param(name, row, environment, marks=MARK[name], id=f"{name}-{row.name}-{environment}")
    for name, table in TABLES.items()
    for row in table.spellings
    for environment in row.environments
]
ROWS = [pytest.param(name, row, id=f"{name}-{row.name}") for name, table in TABLES.items() for row in table.spellings]


def program_of(row: Spelling) -> str:
    return f"{row.name.replace('-', '_')}.py"


@pytest.fixture(scope="module")
def predictions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[Prediction]]]:
    return {
        name: predicted(tmp_path_factory.mktemp(name), {program_of(row): row.program for row in table.spellings}, table.declared)
        for name, table in TABLES.items()
    }


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Record]]:
    """The tool's findings for each spelling as a program of its own."""
    findings: dict[str, list[Record]] = {}
    for name, table in TABLES.items():
        folder = tmp_path_factory.mktemp(name)
        (folder / "pyproject.toml").write_text(f"[project]\nname = 'programs'\ndependencies = {table.declared}\n")
        for row in table.spellings:
            (folder / program_of(row)).write_text(row.program, encoding="utf-8")
        for finding in scan(".", cwd=folder).findings:
            findings.setdefault(f"{name}/{finding['path']}", []).append(finding)
    return findings


@pytest.mark.parametrize("name, row, environment", TRIPLES)
def test_the_framework_does_what_the_table_says(name: str, row: Spelling, environment: str) -> None:
    error, requests = observed(TABLES[name].spellings, environment)[row.name]
    seen = effect_of(requests)
    assert seen == row.effect or (row.effect == ACCIDENT and seen is None), error


@pytest.mark.parametrize("name, row, environment", TRIPLES)
def test_the_tool_predicts_what_is_sent(
    name: str, row: Spelling, environment: str, predictions: dict[str, dict[str, list[Prediction]]]
) -> None:
    _, requests = observed(TABLES[name].spellings, environment)[row.name]
    found = predictions[name][program_of(row)]
    assert found
    assert [each.sent is not None for each in found] == [bool(requests)] * len(found)
    for each in found:
        for request in requests[:1]:
            assert each.sent is not None
            assert each.sent.path == request.path
            assert differences(each.sent.body, without(request.body, row.beside)) == []


def without(body: object, names: tuple[str, ...]) -> object:
    """A body without what later calls add that say nothing of the switch."""
    return {key: value for key, value in body.items() if key not in names} if isinstance(body, dict) else body


@pytest.mark.parametrize("name, row", ROWS)
def test_the_tool_names_the_effect(name: str, row: Spelling, told: dict[str, list[Record]]) -> None:
    effects = {finding["effect"] for finding in told.get(f"{name}/{program_of(row)}", [])} - {None}
    assert effects == {row.effect} - {None}


def test_every_framework_has_spellings() -> None:
    assert all(table.spellings for table in TABLES.values())

"""Every spelling in the table: what the real SDK does with it, and that the tool says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import Record, scan
from tests.wire.environments import DASHSCOPE, OPENAI
from tests.wire.matching import differences
from tests.wire.observed import effect_of, observed
from tests.wire.spellings import SPELLINGS, Spelling

pytestmark = pytest.mark.wire
PAIRS = [(spelling, environment) for spelling in SPELLINGS for environment in spelling.environments]
IDS = [f"{spelling.name}-{environment}" for spelling, environment in PAIRS]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Record]]:
    """The tool's findings for each spelling as a program of its own."""
    folder = tmp_path_factory.mktemp("spellings")
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "spellings"\ndependencies = ["openai>=1.92", "dashscope>=1.25.24"]\n'
    )
    for spelling in SPELLINGS:
        (folder / f"call_{spelling.name.replace('-', '_')}.py").write_text(spelling.program, encoding="utf-8")
    findings: dict[str, list[Record]] = {spelling.name: [] for spelling in SPELLINGS}
    for finding in scan(".", cwd=folder).findings:
        findings[Path(str(finding["path"])).stem.removeprefix("call_").replace("_", "-")].append(finding)
    return findings


@pytest.mark.parametrize("spelling, environment", PAIRS, ids=IDS)
def test_the_sdk_does_what_the_table_says(spelling: Spelling, environment: str) -> None:
    assert effect_of(observed(SPELLINGS, environment)[spelling.name][1]) == spelling.effect


@pytest.mark.parametrize("spelling, environment", PAIRS, ids=IDS)
def test_the_tool_predicts_what_is_sent(spelling: Spelling, environment: str, told: dict[str, list[Record]]) -> None:
    _, requests = observed(SPELLINGS, environment)[spelling.name]
    predicted = [finding["request"]["before"] for finding in told[spelling.name] if isinstance(finding["request"], dict)]
    assert predicted
    assert [
        differences(one["body"], request.body) if one else "predicted to raise" for one in predicted for request in requests
    ] == [[] for _ in predicted for _ in requests]
    assert all(one is None for one in predicted) or requests


@pytest.mark.parametrize("spelling", SPELLINGS, ids=[spelling.name for spelling in SPELLINGS])
def test_the_tool_names_the_effect(spelling: Spelling, told: dict[str, list[Record]]) -> None:
    effects = {finding["effect"] for finding in told[spelling.name]} - {None}
    assert effects == {spelling.effect} - {None}


def test_every_environment_has_spellings() -> None:
    assert {environment for _, environment in PAIRS} == {row.name for row in (*OPENAI, *DASHSCOPE)}

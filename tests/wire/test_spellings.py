"""Every spelling in the table: what the real SDK does with it, and that the tool says the same."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from migrator.findings import Json
from tests.tool import Record, scan
from tests.wire.environments import ENVIRONMENTS, interpreter
from tests.wire.matching import differences
from tests.wire.model_studio import switch_of
from tests.wire.recorder import Recorded
from tests.wire.run import run_program
from tests.wire.spellings import SPELLINGS, Spelling

pytestmark = pytest.mark.wire
PAIRS = [(spelling, environment) for spelling in SPELLINGS for environment in spelling.environments]
IDS = [f"{spelling.name}-{environment}" for spelling, environment in PAIRS]
ONE_BY_ONE = """
import json
import sys
for name, setup, call in json.loads({rows!r}):
    space = {{}}
    try:
        exec(setup, space)
        print(json.dumps(["mark", name]), flush=True)
        __import__("urllib.request").request.urlopen("http://mark.example/" + name + "/completions")
        exec(call, space)
        print(json.dumps([name, None]), flush=True)
    except Exception as error:
        print(json.dumps([name, type(error).__name__]), flush=True)
"""


@cache
def observed(environment: str) -> dict[str, tuple[str | None, tuple[Recorded, ...]]]:
    """What each spelling raised and sent: all of them in one process, told apart by a request to a host of their own."""
    rows = [[row.name, row.setup, row.call] for row in SPELLINGS if environment in row.environments]
    done = run_program(interpreter(environment), ONE_BY_ONE.format(rows=json.dumps(rows)).encode())
    lines = [json.loads(line) for line in done.output.splitlines() if line.startswith("[")]
    raised = {name: error for name, error in lines if name != "mark"}
    sent: dict[str, list[Recorded]] = {}
    current = ""
    for request in done.requests:
        if request.host == "mark.example":
            current = request.path.split("/")[1]
            sent[current] = []
        else:
            sent[current].append(request)
    return {name: (raised[name], tuple(requests)) for name, requests in sent.items()}


def mentions(value: Json) -> int:
    """How often the switch stands anywhere in a body."""
    if isinstance(value, dict):
        return sum((key == "enable_thinking") + mentions(inner) for key, inner in value.items())
    return sum(mentions(inner) for inner in value) if isinstance(value, list) else 0


def effect_of(error: str | None, requests: tuple[Recorded, ...]) -> str | None:
    """The effect in the contract's words, from what was recorded."""
    if error is not None:
        return "raises"
    (request,) = requests
    places = mentions(request.body) + ("enable_thinking" in request.query)
    if switch_of(request) is not None:
        return ("accident" if places > 1 else None) if switch_of(request) is True else "flipped"
    return "misplaced" if places else "dropped"


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
    assert effect_of(*observed(environment)[spelling.name]) == spelling.effect


@pytest.mark.parametrize("spelling, environment", PAIRS, ids=IDS)
def test_the_tool_predicts_what_is_sent(spelling: Spelling, environment: str, told: dict[str, list[Record]]) -> None:
    _, requests = observed(environment)[spelling.name]
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
    assert {environment for _, environment in PAIRS} == set(ENVIRONMENTS)

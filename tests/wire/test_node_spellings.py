"""Every spelling in the table for Node: what the real package does with it, and that the tool says the same."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from migrator.findings import Json
from tests.tool import Record, scan
from tests.wire.matching import differences
from tests.wire.model_studio import body_of
from tests.wire.node import NoNode, program, run_node
from tests.wire.node_spellings import SPELLINGS, Spelling
from tests.wire.recorder import Recorded
from tests.wire.run import Run

pytestmark = pytest.mark.wire
PAIRS = [(spelling, environment) for spelling in SPELLINGS for environment in spelling.environments]
IDS = [f"{spelling.name}-{environment}" for spelling, environment in PAIRS]
NAMES = ("enable_thinking", "enableThinking")
ONE = """
await fetch("http://mark.example/%s/completions", { method: "POST", body: "{}" });
try { await %s; } catch (error) { console.log(JSON.stringify(["%s", `${error}`])); }
"""


@cache
def run_of(setup: str, environment: str) -> Run:
    """All spellings with one setup in one process, told apart by requests of their own."""
    mine = [row for row in SPELLINGS if row.setup == setup and environment in row.environments]
    text = setup + "".join(ONE % (row.name, row.call, row.name) for row in mine)
    return run_node(environment, {"program.mjs": text.encode()}, "program.mjs")


def observed(spelling: Spelling, environment: str) -> tuple[str | None, tuple[Recorded, ...]]:
    """What a spelling raised and sent."""
    done = run_of(spelling.setup, environment)
    raised = dict(json.loads(line) for line in done.output.splitlines() if line.startswith("["))
    sent: dict[str, list[Recorded]] = {}
    for request in done.requests:
        if request.body == {}:
            mark = request.path.split("/")[1]
        else:
            sent.setdefault(mark, []).append(request)
    return raised.get(spelling.name), tuple(sent.get(spelling.name, ()))


def mentions(value: Json) -> int:
    """How often the switch stands anywhere in a body."""
    if isinstance(value, dict):
        return sum((key in NAMES) + mentions(inner) for key, inner in value.items())
    return sum(mentions(inner) for inner in value) if isinstance(value, list) else 0


def effect_of(requests: tuple[Recorded, ...]) -> str | None:
    """The effect in the contract's words, from what was recorded."""
    (request,) = requests
    places = mentions(request.body) + sum(name in request.query for name in NAMES)
    switch = body_of(request).get("enable_thinking")
    if switch is not None:
        return ("accident" if places > 1 else None) if switch is True else "flipped"
    return "misplaced" if places else "dropped"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Record]]:
    """The tool's findings for each spelling as a program of its own."""
    folder = tmp_path_factory.mktemp("spellings")
    (folder / "package.json").write_text('{"name": "spellings"}', encoding="utf-8")
    for spelling in SPELLINGS:
        (folder / f"{spelling.name}.mjs").write_text(spelling.program, encoding="utf-8")
    findings: dict[str, list[Record]] = {spelling.name: [] for spelling in SPELLINGS}
    for finding in scan(".", cwd=folder).findings:
        findings[Path(str(finding["path"])).stem].append(finding)
    return findings


@pytest.mark.parametrize("spelling, environment", PAIRS, ids=IDS)
def test_the_sdk_does_what_the_table_says(spelling: Spelling, environment: str) -> None:
    raised, requests = observed(spelling, environment)
    assert raised is None
    assert effect_of(requests) == spelling.effect


@pytest.mark.parametrize("spelling, environment", PAIRS, ids=IDS)
def test_the_tool_predicts_what_is_sent(spelling: Spelling, environment: str, told: dict[str, list[Record]]) -> None:
    _, requests = observed(spelling, environment)
    predicted = [finding["request"]["before"] for finding in told[spelling.name] if isinstance(finding["request"], dict)]
    assert predicted
    assert [differences(one["body"], request.body) for one in predicted for request in requests] == [[] for _ in predicted]
    assert {one["path"] for one in predicted} == {request.path for request in requests}


@pytest.mark.parametrize("spelling", SPELLINGS, ids=[spelling.name for spelling in SPELLINGS])
def test_the_tool_names_the_effect(spelling: Spelling, told: dict[str, list[Record]]) -> None:
    effects = {finding["effect"] for finding in told[spelling.name]} - {None}
    assert effects == {spelling.effect} - {None}


def test_a_missing_npm_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoNode, match="npm is not on PATH"):
        program("npm")

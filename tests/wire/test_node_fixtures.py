"""Every JavaScript program that can be fixed, before and after, under the real npm packages."""

from __future__ import annotations

import pytest

from tests.wire.matching import differences
from tests.wire.model_studio import RETIRED, body_of, objections, strays, switch_of, thinks
from tests.wire.node_programs import environments_of, findings_of, programs, ran, runs
from tests.wire.predictions import Predicted, predictions
from tests.wire.programs import expected
from tests.wire.test_fixtures import unmatched

pytestmark = pytest.mark.wire
RUNS = runs("fixable", "unsafe")
ONE_VALUE_FOR_SEVERAL_CALLS = ("fixable/javascript/commonjs",)
"""A finding stands at the value and shows the request of one of its calls."""


def predicted(program: str) -> list[Predicted]:
    """What the tool says of a program's requests."""
    told = predictions(program.split("/")[0])
    return [one for path, found in told.items() if findings_of(program, path) for one in found]


@pytest.mark.parametrize("program, environment", RUNS)
def test_the_original_runs(program: str, environment: str) -> None:
    done = ran(program, environment)
    assert done.status == 0, done.errors
    assert done.requests


@pytest.mark.parametrize("program, environment", RUNS)
def test_the_fixed_program_runs_and_is_answered(program: str, environment: str) -> None:
    done = ran(expected(program), environment)
    assert done.status == 0, done.errors
    assert [objections(request) for request in done.requests] == [[] for _ in done.requests]
    assert len(done.requests) == len(ran(program, environment).requests) > 0


@pytest.mark.parametrize("program, environment", runs("fixable"))
def test_the_fixed_program_thinks_where_its_author_had_it_think(program: str, environment: str) -> None:
    before, after = ran(program, environment).requests, ran(expected(program), environment).requests
    mended = [new for old, new in zip(before, after, strict=True) if strays(old)]
    assert None not in [switch_of(request) for request in mended]
    others = [(old, new) for old, new in zip(before, after, strict=True) if not strays(old)]
    never_sent = sum(one.effect == "dropped" for one in predicted(program))
    assert [thinks(old) == thinks(new) for old, new in others].count(False) == never_sent


@pytest.mark.parametrize("program, environment", RUNS)
def test_the_request_before_is_what_was_predicted(program: str, environment: str) -> None:
    before = [one.before for one in predicted(program)]
    assert before
    assert None not in before
    assert unmatched(before, ran(program, environment)) == []


@pytest.mark.parametrize("program, environment", RUNS)
def test_the_request_after_is_what_was_predicted(program: str, environment: str) -> None:
    after = [one.after for one in predicted(program)]
    assert None not in after
    assert unmatched(after, ran(expected(program), environment)) == []


@pytest.mark.parametrize("program, environment", [run for run in RUNS if run[0] not in ONE_VALUE_FOR_SEVERAL_CALLS])
def test_no_request_to_a_retired_model_goes_unpredicted(program: str, environment: str) -> None:
    retired = [request for request in ran(program, environment).requests if body_of(request).get("model") in RETIRED]
    before = [one.before for one in predicted(program) if one.before is not None]
    assert [
        request.body
        for request in retired
        if all(request.path != one["path"] or differences(one["body"], request.body) for one in before)
    ] == []


def test_every_version_of_the_sdk_runs_programs() -> None:
    assert {name for program in programs("fixable") for name in environments_of(program)} >= {
        "node-openai-4.104.0",
        "node-openai-7.57.0",
        "node-frameworks",
    }

"""Every program that can be fixed, before and after, under the real SDKs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from migrator.findings import Json
from tests.wire.environments import interpreter
from tests.wire.matching import differences
from tests.wire.model_studio import RETIRED, body_of, objections, switch_of, thinking_kept
from tests.wire.predictions import predictions
from tests.wire.programs import FIXTURES, SWITCH_NEVER_SENT, VARIABLES, expected, runs
from tests.wire.run import Run, run_program

pytestmark = pytest.mark.wire
RUNS = runs("fixable", "unsafe")
RESHAPED = ("interface_", "text_", "multimodal_")
"""How the programs are called whose calls get another interface, or another form of reply."""


@cache
def ran(program: str, environment: str) -> Run:
    return run_program(interpreter(environment), (FIXTURES / program).read_bytes(), VARIABLES)


def unmatched(predicted: Iterable[dict[str, Json] | None], run: Run) -> list[str]:
    """Predicted requests that no recorded one bears out, with how they differ from each."""
    return [
        f"{one['path']} was sent with {[differences(one['body'], request.body) for request in run.requests]}"
        for one in predicted
        if one is not None
        and all(request.path != one["path"] or differences(one["body"], request.body) for request in run.requests)
    ]


@pytest.mark.parametrize("program, environment", RUNS)
def test_the_original_runs_or_its_sdk_refuses_it(program: str, environment: str) -> None:
    done = ran(program, environment)
    assert bool(done.requests) == (done.status == 0), done.errors
    assert (done.status == 0) != ("unexpected keyword argument" in done.errors), done.errors


@pytest.mark.parametrize("program, environment", RUNS)
def test_the_fixed_program_runs_and_is_answered(program: str, environment: str) -> None:
    done = ran(expected(program), environment)
    assert done.status == 0, done.errors
    assert [objections(request) for request in done.requests] == [[] for _ in done.requests]
    assert done.requests


@pytest.mark.parametrize("program, environment", [run for run in runs("fixable") if run[0] != SWITCH_NEVER_SENT])
def test_the_fixed_program_thinks_where_its_author_had_it_think(program: str, environment: str) -> None:
    assert thinking_kept(ran(program, environment).requests, ran(expected(program), environment).requests)


@pytest.mark.parametrize("program, environment", [run for run in runs("fixable") if run[0] == SWITCH_NEVER_SENT])
def test_a_switch_that_was_never_sent_is_sent(program: str, environment: str) -> None:
    assert [switch_of(request) for request in ran(program, environment).requests] == [None]
    assert [switch_of(request) for request in ran(expected(program), environment).requests] == [True]


@pytest.mark.parametrize("program, environment", RUNS)
def test_the_request_before_is_what_was_predicted(program: str, environment: str) -> None:
    done = ran(program, environment)
    predicted = [one.before for one in predictions(program.split("/")[0])[program]]
    assert unmatched(predicted, done) == []
    assert (None in predicted) == (done.status != 0)


@pytest.mark.parametrize("program, environment", RUNS)
def test_the_request_after_is_what_was_predicted(program: str, environment: str) -> None:
    predicted = [one.after for one in predictions(program.split("/")[0])[program]]
    assert None not in predicted
    assert unmatched(predicted, ran(expected(program), environment)) == []


@pytest.mark.parametrize("program, environment", RUNS)
def test_no_request_to_a_retired_model_goes_unpredicted(program: str, environment: str) -> None:
    retired = [request for request in ran(program, environment).requests if body_of(request).get("model") in RETIRED]
    predicted = [one.before for one in predictions(program.split("/")[0])[program] if one.before is not None]
    assert [
        request.body
        for request in retired
        if all(request.path != one["path"] or differences(one["body"], request.body) for one in predicted)
    ] == []


@pytest.mark.parametrize(
    "program, environment", [run for run in runs("fixable") if run[0].rpartition("/")[2].startswith(RESHAPED)]
)
def test_a_program_whose_replies_come_in_another_shape_prints_the_same(program: str, environment: str) -> None:
    before, after = ran(program, environment), ran(expected(program), environment)
    assert before.output.strip()
    assert after.output == before.output

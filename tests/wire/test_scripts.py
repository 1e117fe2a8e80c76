"""The curl scripts among the fixtures, before and after, under the real bash and curl."""

from __future__ import annotations

from functools import cache

import pytest

from tests.wire.model_studio import RETIRED, body_of, objections, switch_of, thinking_kept
from tests.wire.predictions import predictions
from tests.wire.programs import FIXTURES, expected
from tests.wire.run import Run
from tests.wire.scripts import run_script, tools
from tests.wire.test_fixtures import unmatched

pytestmark = pytest.mark.wire
NEEDS = {
    "fixable/http/curl_quotes.sh": {"bash", "curl"},
    "fixable/http/curl_heredoc.sh": {"bash", "curl"},
    "fixable/http/forms.sh": {"bash", "curl"},
    "fixable/http/native.sh": {"bash", "curl"},
    "fixable/http/sent/ask.sh": {"bash", "curl"},
    "fixable/http/with_jq.sh": {"bash", "curl", "jq"},
}
SCRIPTS = [script for script, needs in NEEDS.items() if needs <= tools()]
MISPLACED = {"fixable/http/curl_heredoc.sh", "fixable/http/forms.sh", "fixable/http/native.sh", "fixable/http/sent/ask.sh"}
"""Scripts that also say something of thinking where Model Studio does not read it."""


@cache
def ran(script: str) -> Run:
    path = FIXTURES / script
    return run_script(path.parent, path.name)


def test_there_is_something_to_run() -> None:
    assert len(SCRIPTS) >= 5


@pytest.mark.parametrize("script", SCRIPTS)
def test_before_and_after_run_and_send_as_many_requests(script: str) -> None:
    before, after = ran(script), ran(expected(script))
    assert (before.status, after.status) == (0, 0), before.errors + after.errors
    assert len(before.requests) == len(after.requests) > 0
    assert [request.path for request in before.requests] == [request.path for request in after.requests]


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_is_sent_after_the_fix_is_answered(script: str) -> None:
    assert [objections(request) for request in ran(expected(script)).requests] == [[] for _ in ran(expected(script)).requests]


@pytest.mark.parametrize("script", SCRIPTS)
def test_thinking_stays_as_it_was_meant(script: str) -> None:
    before, after = ran(script).requests, ran(expected(script)).requests
    if script in MISPLACED:
        assert None not in [
            switch_of(request) for request, was in zip(after, before, strict=True) if body_of(was)["model"] != "deepseek-r1"
        ]
    else:
        assert thinking_kept(before, after)


@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_but_model_and_switch_differs(script: str) -> None:
    for before, after in zip(ran(script).requests, ran(expected(script)).requests, strict=True):
        kept = {"messages", "input", "max_tokens", "stream"}
        assert {key: body_of(before).get(key) for key in kept} == {key: body_of(after).get(key) for key in kept}
        assert {name: before.headers.get(name) for name in ("authorization", "content-type")} == {
            name: after.headers.get(name) for name in ("authorization", "content-type")
        }


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_requests_are_what_was_predicted(script: str) -> None:
    folder = script.rpartition("/")[0]
    found = [
        one
        for program, each in predictions("fixable").items()
        if program == script or (folder.endswith("sent") and program.startswith(f"{folder}/"))
        for one in each
    ]
    assert found
    assert unmatched([one.before for one in found], ran(script)) == []
    assert unmatched([one.after for one in found], ran(expected(script))) == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_retired_model_is_left(script: str) -> None:
    assert [body_of(request)["model"] for request in ran(script).requests if body_of(request)["model"] in RETIRED]
    assert [request.body for request in ran(expected(script)).requests if body_of(request)["model"] in RETIRED] == []

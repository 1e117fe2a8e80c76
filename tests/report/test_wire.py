from __future__ import annotations

from migrator.findings import Request, RequestChange
from migrator.report.wire import wire_lines
from tests.report.samples import body


def test_only_what_changes_is_marked() -> None:
    change = RequestChange(body(model="old", top_k=1, n=2), body(model="new", n=2, enable_thinking=False))
    assert wire_lines(change) == [
        (" ", "POST /compatible-mode/v1/chat/completions"),
        ("-", '"model": "old"'),
        ("+", '"model": "new"'),
        ("-", '"top_k": 1'),
        (" ", '"n": 2'),
        ("+", '"enable_thinking": false'),
    ]


def test_an_inner_mapping_is_opened_only_where_it_changes() -> None:
    before = Request("/native", {"input": {"prompt": "你好"}, "parameters": {"extra_body": {"a": True}, "seed": 1}})
    after = Request("/native", {"input": {"prompt": "你好"}, "parameters": {"seed": 1, "a": True}})
    assert wire_lines(RequestChange(before, after))[1:] == [
        (" ", '"input": {"prompt": "你好"}'),
        (" ", '"parameters": {'),
        ("-", '  "extra_body": {"a": true}'),
        (" ", '  "seed": 1'),
        ("+", '  "a": true'),
        (" ", "}"),
    ]


def test_unknown_parts_are_shown_as_their_source() -> None:
    change = RequestChange(body(messages=[{"role": "user", "content": {"?": "question"}}]), None)
    assert wire_lines(change)[1] == (" ", '"messages": [{"role": "user", "content": <question>}]')


def test_a_call_that_raises_sends_nothing_now() -> None:
    assert wire_lines(RequestChange(None, body(model="new"))) == [
        ("-", "nothing: the call raises first"),
        ("+", "POST /compatible-mode/v1/chat/completions"),
        ("+", '"model": "new"'),
    ]


def test_without_a_fix_only_the_present_request_is_shown() -> None:
    assert {mark for mark, _ in wire_lines(RequestChange(body(model="old"), None))} == {" "}


def test_nothing_known_is_nothing_shown() -> None:
    assert wire_lines(RequestChange(None, None)) == []


def test_another_address_is_a_change() -> None:
    change = RequestChange(Request("/old", {}), Request("/new", {}))
    assert wire_lines(change) == [("-", "POST /old"), ("+", "POST /new")]


def test_a_body_that_is_no_mapping_takes_one_line() -> None:
    change = RequestChange(Request("/a", {"?": "payload"}), Request("/a", {"?": "payload"}))
    assert wire_lines(change) == [(" ", "POST /a"), (" ", "<payload>")]

"""The comparison and the documented behaviour, tried on hand-made requests."""

from __future__ import annotations

import pytest

from migrator.findings import Json
from tests.wire.matching import differences
from tests.wire.model_studio import objections, thinking_kept, thinks
from tests.wire.recorder import Recorded

CHAT = "/compatible-mode/v1/chat/completions"
TEXT = "/api/v1/services/aigc/text-generation/generation"
QUIET: dict[str, Json] = {"enable_thinking": False}
MULTIMODAL = "/api/v1/services/aigc/multimodal-generation/generation"


def sent(
    body: dict[str, Json], path: str = CHAT, headers: dict[str, str] | None = None, query: dict[str, str] | None = None
) -> Recorded:
    return Recorded("POST", "dashscope.aliyuncs.com", path, query or {}, headers or {}, body)


@pytest.mark.parametrize(
    "predicted, recorded, places",
    [
        ({"a": 1, "b": [1, {"c": None}]}, {"b": [1, {"c": None}], "a": 1}, []),
        ({"a": {"?": "x"}}, {"a": [1, 2]}, []),
        ({"a": {"?": "x"}}, {}, []),
        ({"?": "x"}, {"a": 1}, []),
        ({"a": True}, {"a": 1}, ["/a"]),
        ({"a": 1}, {}, ["/a"]),
        ({}, {"a": None}, ["/a"]),
        ({"a": [1, 2]}, {"a": [1, 3]}, ["/a/1"]),
        ({"a": [1]}, {"a": [1, 2]}, ["/a"]),
    ],
)
def test_a_difference_is_named_by_its_place(predicted: Json, recorded: Json, places: list[str]) -> None:
    assert [text.split(":")[0] for text in differences(predicted, recorded)] == places


@pytest.mark.parametrize(
    "body, path, thinking",
    [
        ({"model": "deepseek-v3", "enable_thinking": True}, CHAT, False),
        ({"model": "deepseek-v3.2"}, CHAT, False),
        ({"model": "deepseek-v3.2", "enable_thinking": True}, CHAT, True),
        ({"model": "deepseek-r1", "enable_thinking": False}, CHAT, True),
        ({"model": "qwen3.7-plus"}, CHAT, True),
        ({"model": "qwen3.7-plus", "enable_thinking": False}, CHAT, False),
        ({"model": "qwen3.7-max", "parameters": {"enable_thinking": False}}, TEXT, False),
        ({"model": "qwen3.7-max", "enable_thinking": False}, TEXT, True),
        ({"model": "qwen3.7-plus", "reasoning": {"effort": "none"}}, "/compatible-mode/v1/responses", False),
    ],
)
def test_who_thinks(body: dict[str, Json], path: str, thinking: bool) -> None:
    assert thinks(sent(body, path)) is thinking


@pytest.mark.parametrize(
    "request_sent, objection",
    [
        (sent({"model": "deepseek-v3"}), "deepseek-v3 is retired"),
        (sent({"model": "qwen3.7-plus", "extra_body": {}}), "extra_body"),
        (sent({"model": "qwen3.7-plus", "enable_thinking": "true"}), "enable_thinking is no boolean"),
        (sent({"model": "qwen3.7-plus", "enable_thinking": None}), "enable_thinking is null"),
        (sent({"model": "qwen3.7-plus"}, query={"enable_thinking": "true"}), "?enable_thinking"),
        (sent({"model": "qwen3.7-plus", "tool_choice": "required"}), "tool_choice required is not supported"),
        (sent({"model": "qwen3.7-plus", "parameters": {"enable_thinking": False}}, TEXT), "url error, please check url!"),
        (
            sent({"model": "qwen3.7-max", "parameters": {"extra_body": {}, "enable_thinking": False}}, TEXT),
            "parameters/extra_body",
        ),
        (sent({"model": "qwen3.7-max", "parameters": {}}, TEXT), "result_format must be message when thinking"),
        (
            sent(
                {"model": "qwen3.7-max", "parameters": {"enable_thinking": False}, "input": {"messages": [{"content": []}]}}, TEXT
            ),
            "input content must be a string.",
        ),
        (
            sent({"model": "qwen3.7-max", "parameters": {"result_format": "message"}}, TEXT, {"x-dashscope-sse": "enable"}),
            "incremental_output must be true when thinking in a stream",
        ),
    ],
)
def test_what_model_studio_objects_to(request_sent: Recorded, objection: str) -> None:
    assert objections(request_sent) == [objection]


@pytest.mark.parametrize(
    "request_sent",
    [
        sent({"model": "qwen3.7-plus", "enable_thinking": False}),
        sent({"model": "qwen3.7-max", "parameters": {"enable_thinking": False}}, TEXT),
        sent({"model": "qwen3.7-plus", "parameters": {}, "input": {"messages": [{"content": [{"text": "x"}]}]}}, MULTIMODAL),
    ],
)
def test_what_is_answered(request_sent: Recorded) -> None:
    assert objections(request_sent) == []


@pytest.mark.parametrize(
    "before, after, kept",
    [
        ({"model": "deepseek-v3"}, {"model": "qwen3.7-plus", "enable_thinking": False}, True),
        ({"model": "deepseek-v3"}, {"model": "qwen3.7-plus"}, False),
        ({"model": "deepseek-r1"}, {"model": "qwen3.7-plus"}, True),
        ({"model": "deepseek-r1"}, {"model": "qwen3.7-plus", "enable_thinking": False}, False),
        ({"model": "deepseek-v3.2", "extra_body": {}}, {"model": "qwen3.7-plus"}, False),
        ({"model": "deepseek-v3.2", "extra_body": {}}, {"model": "qwen3.7-plus", "enable_thinking": True}, True),
    ],
)
def test_whether_thinking_was_kept(before: dict[str, Json], after: dict[str, Json], kept: bool) -> None:
    assert thinking_kept((sent(before),), (sent(after),)) is kept

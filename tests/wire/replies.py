"""What Model Studio might answer to a request, complete enough for the SDKs to parse."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from migrator.findings import Json

USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
PIECES = ("", "Hel", "lo.")
NATIVE_USAGE = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
RESPONSE_USAGE = {
    **NATIVE_USAGE,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens_details": {"reasoning_tokens": 0},
}
UNKNOWN_MODEL = "no-such-model"
"""What nothing answers to, so that whatever a program falls back on is asked."""


@dataclass(frozen=True)
class Reply:
    """A status, a content type and the bytes that go back."""

    status: int
    content_type: str
    content: bytes


def reply(path: str, headers: Mapping[str, str], body: Json) -> Reply:
    """The answer to one request, chosen by its path."""
    asked = body if isinstance(body, dict) else {}
    if model_of(asked) == UNKNOWN_MODEL:
        return as_json({"error": {"message": f"The model `{UNKNOWN_MODEL}` does not exist.", "code": "model_not_found"}}, 404)
    if path.endswith("/chat/completions"):
        return chat(asked)
    if path.endswith("/completions"):
        return completion(asked)
    if path.endswith("/responses"):
        return response(asked)
    if path.endswith("/v1/messages"):
        return message(asked)
    if path.endswith("/generation"):
        return generation(path, headers, asked)
    return as_json({"error": {"message": f"nothing here answers {path}", "code": "not_found"}}, 404)


def as_json(content: object, status: int = 200) -> Reply:
    return Reply(status, "application/json", json.dumps(content).encode())


def as_events(events: Sequence[str]) -> Reply:
    return Reply(200, "text/event-stream", "".join(event + "\n\n" for event in events).encode())


def model_of(asked: Mapping[str, Json]) -> str:
    return str(asked.get("model", ""))


def text_for(asked: Mapping[str, Json]) -> str:
    """Plain words, or JSON that fits the schema that was asked for."""
    wanted = asked.get("response_format") or {}
    schema = wanted.get("json_schema") if isinstance(wanted, dict) else None
    return json.dumps(example(schema.get("schema"))) if isinstance(schema, dict) else "Hello."


def example(schema: Json) -> Json:
    """The smallest value that a JSON schema of the kind that SDKs make from a class allows."""
    described = schema if isinstance(schema, dict) else {}
    properties = described.get("properties")
    if isinstance(properties, dict):
        return {name: example(inner) for name, inner in properties.items()}
    plain: dict[str, Json] = {"integer": 1, "number": 1.5, "boolean": True, "array": [], "object": {}}
    return plain.get(str(described.get("type")), "text")


def chat(asked: Mapping[str, Json]) -> Reply:
    same = {"id": "c-1", "created": 1, "model": model_of(asked)}
    if not asked.get("stream"):
        message = {"role": "assistant", "content": text_for(asked), "reasoning_content": "Thinking."}
        choice = {"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}
        return as_json({**same, "object": "chat.completion", "choices": [choice], "usage": USAGE})
    deltas: list[dict[str, Json]] = [
        {"role": "assistant", "content": "", "reasoning_content": "Thinking."},
        {"content": text_for(asked)},
    ]
    choices: list[list[dict[str, object]]] = [[{"index": 0, "delta": delta, "finish_reason": None}] for delta in deltas]
    choices.append([{"index": 0, "delta": {}, "finish_reason": "stop"}])
    chunks = [{**same, "object": "chat.completion.chunk", "choices": one} for one in choices]
    options = asked.get("stream_options")
    if isinstance(options, dict) and options.get("include_usage"):
        chunks.append({**chunks[-1], "choices": [], "usage": USAGE})
    return as_events([*("data: " + json.dumps(chunk) for chunk in chunks), "data: [DONE]"])


def completion(asked: Mapping[str, Json]) -> Reply:
    whole = {
        "id": "t-1",
        "object": "text_completion",
        "created": 1,
        "model": model_of(asked),
        "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop", "logprobs": None}],
        "usage": USAGE,
    }
    return as_events(["data: " + json.dumps(whole), "data: [DONE]"]) if asked.get("stream") else as_json(whole)


def response(asked: Mapping[str, Json]) -> Reply:
    formats = asked.get("text")
    wanted = formats.get("format") if isinstance(formats, dict) else None
    text = json.dumps(example(wanted.get("schema"))) if isinstance(wanted, dict) and wanted.get("schema") else "Hello."
    part = {"type": "output_text", "text": text, "annotations": []}
    message = {"type": "message", "id": "m-1", "role": "assistant", "status": "completed", "content": [part]}
    whole = {
        "id": "r-1",
        "object": "response",
        "created_at": 1,
        "model": model_of(asked),
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "output": [message],
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "usage": RESPONSE_USAGE,
    }
    if not asked.get("stream"):
        return as_json(whole)
    place: dict[str, object] = {"item_id": "m-1", "output_index": 0, "content_index": 0}
    started = {**whole, "status": "in_progress", "output": []}
    events: list[dict[str, object]] = [
        {"type": "response.created", "response": started},
        {"type": "response.output_item.added", "output_index": 0, "item": {**message, "status": "in_progress", "content": []}},
        {"type": "response.content_part.added", **place, "part": {**part, "text": ""}},
        {"type": "response.output_text.delta", **place, "delta": text, "logprobs": []},
        {"type": "response.output_text.done", **place, "text": text, "logprobs": []},
        {"type": "response.content_part.done", **place, "part": part},
        {"type": "response.output_item.done", "output_index": 0, "item": message},
        {"type": "response.completed", "response": whole},
    ]
    numbered = [{**event, "sequence_number": number} for number, event in enumerate(events)]
    return as_events([f"event: {event['type']}\ndata: {json.dumps(event)}" for event in numbered])


def message(asked: Mapping[str, Json]) -> Reply:
    """A reply of the Anthropic-compatible interface."""
    return as_json(
        {
            "id": "a-1",
            "type": "message",
            "role": "assistant",
            "model": model_of(asked),
            "content": [{"type": "text", "text": "Hello."}],
            "stop_reason": "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 1, "output_tokens": 1},
        }
    )


def generation(path: str, headers: Mapping[str, str], asked: Mapping[str, Json]) -> Reply:
    given = asked.get("parameters")
    parameters = given if isinstance(given, dict) else {}
    multimodal = "/multimodal-generation/" in path
    as_message = multimodal or parameters.get("result_format") == "message"
    if headers.get("x-dashscope-sse") != "enable":
        return as_json(generated("Hello.", "stop", as_message, multimodal))
    pieces = PIECES if parameters.get("incremental_output") is True else tuple(accumulate(PIECES))
    # The first chunk holds no text yet: the multimodal interface says so by an empty list.
    chunks = [
        generated(piece, "stop" if number == len(pieces) - 1 else "null", as_message, multimodal)
        for number, piece in enumerate(pieces)
    ]
    return as_events(
        [f"id:{number}\nevent:result\n:HTTP_STATUS/200\ndata:{json.dumps(each)}" for number, each in enumerate(chunks, 1)]
    )


def generated(text: str, finish: str, as_message: bool, multimodal: bool) -> dict[str, object]:
    """One native answer, or one piece of a stream of them."""
    content: object = ([{"text": text}] if text else []) if multimodal else text
    message = {"role": "assistant", "content": content, "reasoning_content": "Thinking."}
    output: dict[str, object] = (
        {"choices": [{"finish_reason": finish, "message": message}]} if as_message else {"text": text, "finish_reason": finish}
    )
    return {"request_id": "g-1", "output": output, "usage": NATIVE_USAGE}

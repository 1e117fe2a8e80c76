"""What Model Studio documents of a request: whether it is answered, and whether the model thinks first."""

from __future__ import annotations

from migrator.findings import Json
from tests.wire.recorder import Recorded

RETIRED = frozenset(
    {
        "deepseek-v3",
        "deepseek-v3.1",
        "deepseek-v3.2",
        "deepseek-v3.2-exp",
        "deepseek-r1",
        "deepseek-r1-0528",
        "deepseek-r1-distill-qwen-7b",
        "deepseek-r1-distill-qwen-14b",
        "deepseek-r1-distill-qwen-32b",
    }
)
ONLY_TEXT = frozenset({"qwen3.7-max", "deepseek-v4-pro", "deepseek-v4-flash"})
ONLY_MULTIMODAL = frozenset({"qwen3.7-plus", "qwen3.6-flash"})
OFF_UNLESS_ASKED = frozenset({"deepseek-v3.1", "deepseek-v3.2", "deepseek-v3.2-exp"})
NEVER = frozenset({"deepseek-v3"})
STRAY = ("enable_thinking", "enableThinking", "extra_body", "extraBody", "chat_template_kwargs", "thinking", "parameters")


def body_of(request: Recorded) -> dict[str, Json]:
    return request.body if isinstance(request.body, dict) else {}


def parameters_of(request: Recorded) -> dict[str, Json]:
    """The object that Model Studio's own parameters are read from."""
    body = body_of(request)
    if not request.path.endswith("/generation"):
        return body
    inner = body.get("parameters")
    return inner if isinstance(inner, dict) else {}


def switch_of(request: Recorded) -> Json:
    """What the request says of thinking, where its endpoint reads it."""
    reasoning = body_of(request).get("reasoning")
    if request.path.endswith("/responses") and isinstance(reasoning, dict):
        return reasoning.get("effort") != "none"
    thinking = body_of(request).get("thinking")
    if request.path.endswith("/messages"):
        return thinking.get("type") == "enabled" if isinstance(thinking, dict) else None
    return parameters_of(request).get("enable_thinking")


def thinks(request: Recorded) -> bool:
    """Whether the model thinks before it answers."""
    model = str(body_of(request).get("model"))
    switch = switch_of(request)
    if model in NEVER:
        return False
    if model in RETIRED - OFF_UNLESS_ASKED:
        return True
    return switch is True if model in OFF_UNLESS_ASKED else switch is not False


def strays(request: Recorded) -> list[str]:
    """Parameters that nothing reads where they are, or of a type that is not taken."""
    body, native = body_of(request), request.path.endswith("/generation")
    own = "parameters" if native else "thinking" if request.path.endswith("/messages") else "enable_thinking"
    misread = [name for name in STRAY if name in body and name != own]
    nested = [f"parameters/{name}" for name in STRAY if native and name != "enable_thinking" and name in parameters_of(request)]
    mistyped = [] if isinstance(switch_of(request), bool | None) else ["enable_thinking is no boolean"]
    return [*misread, *nested, *mistyped, *(f"?{name}" for name in request.query)]


def objections(request: Recorded) -> list[str]:
    """Why Model Studio would refuse the request, or answer another one than was meant."""
    model, parameters = str(body_of(request).get("model")), parameters_of(request)
    given = body_of(request).get("input")
    native_messages = given.get("messages") if isinstance(given, dict) else None
    text, multimodal = (request.path.endswith(f"/{kind}-generation/generation") for kind in ("text", "multimodal"))
    found = {
        f"{model} is retired": model in RETIRED,
        "url error, please check url!": (text and model in ONLY_MULTIMODAL) or (multimodal and model in ONLY_TEXT),
        "input content must be a string.": text and not all(is_text(message) for message in listed(native_messages)),
        "result_format must be message when thinking": text and thinks(request) and parameters.get("result_format") != "message",
        "incremental_output must be true when thinking in a stream": text
        and thinks(request)
        and request.headers.get("x-dashscope-sse") == "enable"
        and parameters.get("incremental_output") is not True,
        "tool_choice required is not supported": parameters.get("tool_choice") == "required",
        "enable_thinking is null": "enable_thinking" in parameters and parameters["enable_thinking"] is None,
    }
    return [*(text for text, true in found.items() if true), *strays(request)]


def listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def is_text(message: Json) -> bool:
    return isinstance(message, dict) and isinstance(message.get("content"), str)


def thinking_kept(before: tuple[Recorded, ...], after: tuple[Recorded, ...]) -> bool:
    """Whether the same calls think as did before; where the switch was misplaced it must now be written out."""
    if len(before) != len(after) or any(strays(request) for request in before):
        return all(switch_of(request) is not None for request in after)
    return [thinks(request) for request in before] == [thinks(request) for request in after]

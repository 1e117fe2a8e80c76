"""Hand-made reports: what the engine could say, without the engine."""

from __future__ import annotations

from migrator.findings import (
    Certainty,
    Counts,
    Edit,
    Evidence,
    Finding,
    Fix,
    Json,
    Place,
    Refusal,
    Report,
    Request,
    RequestChange,
    Skipped,
)

CHAT_PATH = "/compatible-mode/v1/chat/completions"

CHAT = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1", api_key="sk-0123456789abcdef")


def ask(question):
    return client.chat.completions.create(
        model="deepseek-v3.2",
        messages=[{"role": "user", "content": question}],
    )
"""

CHINESE = '模型 = {"名称": "深度求索", "id": "deepseek-r1"}  # 深度思考模型\n'


def place_of(text: str, wanted: str, path: str, occurrence: int = 0) -> Place:
    """Where `wanted` stands in the text."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(wanted, start + 1)
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Place(path, line, column, line, column + len(wanted))


def edit(text: str, old: str, new: str, path: str) -> Edit:
    """The byte edit that turns `old` into `new`."""
    start = len(text[: text.index(old)].encode())
    return Edit(path, start, start + len(old.encode()), new)


def insertion(text: str, before: str, new: str, path: str) -> Edit:
    """The byte edit that puts `new` before `before`."""
    start = len(text[: text.index(before)].encode())
    return Edit(path, start, start, new)


def body(**fields: Json) -> Request:
    """A request in compatible mode."""
    return Request(CHAT_PATH, dict(fields))


def retired(path: str = "app/chat.py", *, applied: bool = False, applicability: str = "safe") -> Finding:
    """DSM101 at the model of `CHAT`, with its fix."""
    messages: Json = [{"role": "user", "content": {"?": "question"}}]
    edits = (
        edit(CHAT, "deepseek-v3.2", "qwen3.7-plus", path),
        insertion(CHAT, "    )\n", '        extra_body={"enable_thinking": False},\n', path),
    )
    return Finding(
        rule="DSM101",
        name="retired-model",
        severity="error",
        certainty=Certainty.CERTAIN,
        message="`deepseek-v3.2` was retired on 2026-10-10 (announced for 2026-07-09); this call to Model Studio fails",
        place=place_of(CHAT, '"deepseek-v3.2"', path),
        surface="openai-python",
        provider="model-studio",
        model="deepseek-v3.2",
        replacement="qwen3.7-plus",
        request=RequestChange(
            body(model="deepseek-v3.2", messages=messages),
            body(model="qwen3.7-plus", messages=messages, enable_thinking=False),
        ),
        notes=("`deepseek-v3.2` did not think here and `qwen3.7-plus` does unless told otherwise",),
        evidence=(
            Evidence(path, 7, 12, "chat.completions.create of the OpenAI SDK"),
            Evidence(path, 3, 26, "its base URL is Model Studio's, region cn-beijing"),
        ),
        fix=Fix("f1", applicability, applied, edits),
        fingerprint="abc",
        symbol="ask",
        matched='"deepseek-v3.2"',
    )


def mentioned(path: str = "models.py") -> Finding:
    """DSM102 after Chinese text, merely possible."""
    return Finding(
        rule="DSM102",
        name="retired-model-mention",
        severity="note",
        certainty=Certainty.POSSIBLE,
        message="`deepseek-r1` is retired on Model Studio; nothing here shows a call to it",
        place=place_of(CHINESE, '"deepseek-r1"', path),
        model="deepseek-r1",
        refusal=Refusal("unknown-endpoint", "say in the settings which provider this is for, if it is Model Studio"),
    )


def refused(path: str = "app/chat.py") -> Finding:
    """DSM201 that raises, on the same call, not fixable."""
    return Finding(
        rule="DSM201",
        name="misplaced-parameter",
        severity="error",
        certainty=Certainty.CERTAIN,
        message="the OpenAI SDK does not take `enable_thinking` here: the call raises TypeError before anything is sent",
        place=place_of(CHAT, "messages", path),
        effect="raises",
        refusal=Refusal("unpacked-arguments", "`**options` may hold more; write the call's arguments out"),
    )


def report(*findings: Finding, skipped: tuple[Skipped, ...] = (), diff: str = "", seen: int = 14) -> Report:
    """A report over `CHAT` and `CHINESE`."""
    sources = {"app/chat.py": CHAT.encode(), "models.py": CHINESE.encode()}
    counts = Counts(seen, 3, 0.25)
    return Report("deepseek-migrate", "0.1.0", "2026-11-22", findings, skipped, counts, sources, diff, vendor="Model Studio")

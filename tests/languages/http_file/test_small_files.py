"""Files of requests as people write them, in the less common layouts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.languages.tables import Outcome, Row, check, outcomes

NAME = "ask.http"
CHAT = "POST https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
NATIVE = "POST https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
OLD = '{"model": "deepseek-v3"}'
NEW = '{"model": "qwen3.7-plus", "enable_thinking": false}'
COLLECTION = '"info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}'


UNKNOWN = "possible unknown-endpoint"


def _swapped(text: str, line: int) -> Row:
    """OLD stands where NEW will."""
    return Row(text, text.replace(OLD, NEW), (f"DSM101 {line} certain safe",))


def _native(before: str, after: str | None, *found: str) -> Row:
    """A body that is sent to the native interface."""
    return Row(f"{NATIVE}\n\n{before}\n", f"{NATIVE}\n\n{after}\n" if after is not None else None, found)


def _posted(request: str, variables: str = "") -> str:
    """A Postman collection with this request."""
    return f'{{{COLLECTION}, "item": [{{"name": "a", "request": {request}}}]{variables}}}'


BODY = '"body": {"mode": "raw", "raw": "{\\"model\\": \\"deepseek-v3\\"}"}'
FIXED = BODY.replace("deepseek-v3", "qwen3.7-plus").replace('\\"}"', '\\", \\"enable_thinking\\": false}"')
URL = '"url": "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"'

ROWS: dict[str, Row] = {
    "a query over lines": _swapped(f"{CHAT}\n    ?a=1\n    &b=2\nA: b\n\n{OLD}\n", 6),
    "remarks between headers": _swapped(f"{CHAT}\n# a remark\nA: b\n// another\nnonsense\n\n{OLD}\n", 7),
    "remarks around the body": _swapped(f"{CHAT}\n\n# deepseek-v3\n{OLD}\n\n# done\n// all\n", 4),
    "a blank that is none to ASCII": _swapped(f"\u00a0{CHAT}\u00a0\n\n{OLD}\n", 3),
    "kept by a remark": Row(
        f"# deepseek-migrate: ignore[DSM101] kept\n{CHAT}\n\n// deepseek-migrate: ignore[DSM101] kept\n{OLD}\n",
        f"{CHAT}\n\n// deepseek-migrate: ignore[DSM101] kept\n{OLD}\n",
        ("DSM101 5 certain -", "DSM901 1 possible safe"),
    ),
    "a remark alone for a body": Row(f"{CHAT}\n\n# deepseek-v3\n", None, ()),
    "a variable without a value": Row(
        f'@m =\n{CHAT}\n\n{{"model": "{{{{m}}}}", "user": "deepseek-v3"}}\n', None, (f"DSM102 4 {UNKNOWN}",)
    ),
    "the switch twice, alike": Row(
        f'{CHAT}\n\n{{"model": "qwen-plus", "enable_thinking": true, "extra_body": {{"enable_thinking": true}}}}\n',
        f'{CHAT}\n\n{{"model": "qwen-plus", "enable_thinking": true}}\n',
        ("DSM201 3 possible safe",),
    ),
    "the switch twice, alike, first the wrong one": Row(
        f'{CHAT}\n\n{{"extra_body": {{"enable_thinking": true}}, "model": "qwen-plus", "enable_thinking": true}}\n',
        f'{CHAT}\n\n{{"model": "qwen-plus", "enable_thinking": true}}\n',
        ("DSM201 3 possible safe",),
    ),
    "native, parameters that are empty": _native(
        '{"model": "deepseek-v3", "input": {}, "parameters": {}}',
        '{"model": "qwen3.7-max", "input": {}, "parameters": {"enable_thinking": false}}',
        "DSM101 3 certain safe",
    ),
    "native, two misplaced beside parameters": _native(
        '{"model": "qwen-plus", "input": {}, "enable_thinking": true, "thinking_budget": 9, "parameters": {"n": 1}}',
        '{"model": "qwen-plus", "input": {}, "parameters": {"n": 1, "enable_thinking": true, "thinking_budget": 9}}',
        "DSM201 3 certain safe",
    ),
    "native, two misplaced without parameters": _native(
        '{"model": "qwen-plus", "input": {}, "enable_thinking": true, "thinking_budget": 9}',
        '{"model": "qwen-plus", "input": {}, "parameters": {"enable_thinking": true, "thinking_budget": 9}}',
        "DSM201 3 certain safe",
    ),
    "native, parameters that are no object": _native(
        '{"model": "deepseek-v3", "input": {}, "parameters": null}', None, "DSM101 3 certain body-not-literal"
    ),
    "a number without an end": Row(f'{CHAT}\n\n{{"model": "deepseek-v3", "n": {"1" * 400}}}\n', None, (f"DSM102 3 {UNKNOWN}",)),
    "an entry on a line of its own, the only one": Row(
        f'{CHAT}\n\n{{\n\t"model": "deepseek-v3"\n}}\n',
        f'{CHAT}\n\n{{\n\t"model": "qwen3.7-plus",\n\t"enable_thinking": false\n}}\n',
        ("DSM101 4 certain safe",),
    ),
    "an entry on a line of its own, with carriage returns": Row(
        f'{CHAT}\r\n\r\n{{\r\n\t"model": "deepseek-v3"\r\n}}\r\n',
        f'{CHAT}\r\n\r\n{{\r\n\t"model": "qwen3.7-plus",\r\n\t"enable_thinking": false\r\n}}\r\n',
        ("DSM101 4 certain safe",),
    ),
    # Postman.
    "posted": Row(_posted(f"{{{URL}, {BODY}}}"), _posted(f"{{{URL}, {FIXED}}}"), ("DSM101 1 certain safe",), "a.json"),
    "posted to parts that are no text": Row(
        _posted(f'{{"url": {{"host": ["dashscope", 1], "path": ["v1"]}}, {BODY}}}'),
        None,
        (f"DSM102 1 {UNKNOWN}",),
        "a.json",
    ),
    "posted with a header without a value": Row(
        _posted(f'{{{URL}, "header": [{{"key": "A"}}, {{"key": "", "value": "x"}}, {{"key": "B", "value": "c"}}], {BODY}}}'),
        _posted(f'{{{URL}, "header": [{{"key": "A"}}, {{"key": "", "value": "x"}}, {{"key": "B", "value": "c"}}], {FIXED}}}'),
        ("DSM101 1 certain safe",),
        "a.json",
    ),
    "posted with a variable that is no text": Row(
        _posted(f"{{{URL}, {BODY}}}", ', "variable": [{"key": "n", "value": 1}, {"value": "x"}, 1]'),
        _posted(f"{{{URL}, {FIXED}}}", ', "variable": [{"key": "n", "value": 1}, {"value": "x"}, 1]'),
        ("DSM101 1 certain safe",),
        "a.json",
    ),
    "posted, and broken": Row(
        _posted(f"{{{URL}, {BODY}}}") + "}",
        None,
        (f"DSM102 1 {UNKNOWN}",),
        "a.postman_collection.json",
        None,
        ("parse-error",),
    ),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """What comes of all rows, in one run."""
    return outcomes(tmp_path_factory.mktemp("rows"), ROWS, NAME)


@pytest.mark.parametrize("title", ROWS)
def test_a_file(title: str, results: Mapping[str, Outcome]) -> None:
    check(ROWS[title], results[title], NAME)

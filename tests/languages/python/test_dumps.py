"""Objects of the project's classes that are handed over as a mapping of their fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.fixing import fixed, found

HEAD = """import json
from dataclasses import asdict, dataclass, field
import requests
from openai import OpenAI
from typing import NamedTuple
from pydantic import BaseModel, ConfigDict
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
class Ask(BaseModel):
    messages: list
    model: str = "deepseek-v3.2"
class Told(Ask):
    enable_thinking: bool | None = None
@dataclass
class Data:
    messages: list
    model: str = "deepseek-v3"
@dataclass
class Native:
    input: dict
    model: str = "deepseek-v3.1"
    parameters: dict = field(default_factory=lambda: {"result_format": "message"})
class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    model: str = "deepseek-v3.2-exp"
class Own(BaseModel):
    model: str = "deepseek-r1"
    def model_dump(self):
        return {"name": self.model}
class Inner(BaseModel):
    enable_thinking: bool = True
class Nested(BaseModel):
    input: dict
    parameters: Inner = Inner()
    model: str = "deepseek-v3.1"
def ask(text, flag):
"""
ASK, DATA, OWN = ('model: str = "deepseek-v3.2"', 'model: str = "deepseek-v3"', 'model: str = "deepseek-r1"')
PLUS = 'model: str = "qwen3.7-plus"'
MAX = 'model: str = "qwen3.7-max"'
NATIVE = 'model: str = "deepseek-v3.1"\n    parameters: dict = field(default_factory=lambda: {"result_format": "message"})'
NATIVE_AFTER = MAX + (
    '\n    parameters: dict = field(default_factory=lambda: {"result_format": "message", "enable_thinking": False})'
)
REWRITES = {
    "the attributes of a data class's object": (
        "client.chat.completions.create(**vars(Data(messages=text)))",
        'client.chat.completions.create(extra_body={"enable_thinking": False}, **vars(Data(messages=text)))',
        (DATA, PLUS),
    ),
    "a tuple with names": (
        (
            'class Row(NamedTuple):\n        model: str = "deepseek-r1-0528"\n'
            "    client.chat.completions.create(messages=text, temperature=1, **Row()._asdict())"
        ),
        (
            'class Row(NamedTuple):\n        model: str = "qwen3.7-plus"\n'
            "    client.chat.completions.create(messages=text, temperature=1, **Row()._asdict())"
        ),
        ("", ""),
    ),
    "the same by its name": (
        "client.chat.completions.create(**Data(messages=text).__dict__)",
        'client.chat.completions.create(extra_body={"enable_thinking": False}, **Data(messages=text).__dict__)',
        (DATA, PLUS),
    ),
    "a model": (
        "requests.post(URL, json=Ask(messages=text).model_dump())",
        'requests.post(URL, json={"enable_thinking": False, **Ask(messages=text).model_dump()})',
        (ASK, PLUS),
    ),
    "a model in a name": (
        "body = Ask(messages=text); requests.post(URL, json=body.dict())",
        'body = Ask(messages=text); requests.post(URL, json={"enable_thinking": False, **body.dict()})',
        (ASK, PLUS),
    ),
    "a mapping in a name": (
        "body = Ask(messages=text).model_dump(); body['n'] = 1; requests.post(URL, json=body)",
        "body = Ask(messages=text).model_dump(); body['n'] = 1; requests.post(URL, json={\"enable_thinking\": False, **body})",
        (ASK, PLUS),
    ),
    "data": (
        "requests.post(URL, json=asdict(Data(text)))",
        'requests.post(URL, json={"enable_thinking": False, **asdict(Data(text))})',
        (DATA, PLUS),
    ),
    "unpacked": (
        'requests.post(URL, json={**asdict(Data(text)), "n": 1})',
        'requests.post(URL, json={**asdict(Data(text)), "n": 1, "enable_thinking": False})',
        (DATA, PLUS),
    ),
    "text, the switch given": (
        "requests.post(URL, data=Told(messages=text, enable_thinking=True).model_dump_json(exclude_none=True))",
        None,
        (ASK, PLUS),
    ),
    "a field that nobody gave": (
        "requests.post(URL, json=Told(messages=text).model_dump(exclude_none=True))",
        'requests.post(URL, json={"enable_thinking": False, **Told(messages=text).model_dump(exclude_none=True)})',
        (ASK, PLUS),
    ),
    "the native interface": ("requests.post(NATIVE, json=asdict(Native({'messages': text})))", None, (NATIVE, NATIVE_AFTER)),
    "keywords of an SDK": (
        "client.chat.completions.create(**Ask(messages=text).model_dump())",
        'client.chat.completions.create(extra_body={"enable_thinking": False}, **Ask(messages=text).model_dump())',
        (ASK, PLUS),
    ),
}
REFUSED = {
    "text": ("requests.post(URL, data=json.dumps(asdict(Data(text))))", "DSM101 body-not-literal"),
    "null": ("requests.post(URL, json=Told(messages=text).model_dump())", "DSM101 body-not-literal"),
    "perhaps null": (
        "requests.post(URL, json=Told(messages=text, enable_thinking=True if flag else None).model_dump())",
        "DSM101 body-not-literal",
    ),
    "now and then": (
        "requests.post(URL, json=Told(messages=text, enable_thinking=True if flag else None).model_dump(exclude_none=True))",
        "DSM101 body-not-literal",
    ),
    "an object in the object": (
        "requests.post(NATIVE, json=Nested(input={'messages': text}).model_dump())",
        "DSM101 body-not-literal",
    ),
    "a keyword that the SDK does not take": (
        "client.chat.completions.create(**Told(messages=text, enable_thinking=False).model_dump())",
        "DSM101 body-not-literal DSM201 body-not-literal",
    ),
}
NOT_SEEN = {
    "fields that are left out": "requests.post(URL, json=Ask(messages=text).model_dump(exclude_defaults=True))",
    "more than its fields": "requests.post(URL, json=Open(messages=text).model_dump())",
    "a method of its own": "requests.post(URL, json=Own().model_dump())",
    "attributes that come later": (
        '@dataclass\n    class Later:\n        model: str = "deepseek-v3"\n        def __post_init__(self):\n'
        "            self.n = 1\n    client.chat.completions.create(**vars(Later()))"
    ),
    "attributes of a class": (
        'class Plain:\n        model = "deepseek-v3"\n    client.chat.completions.create(messages=text, **Plain().__dict__)'
    ),
}


def variants(code: str, edit: tuple[str, str] = ("", "")) -> list[bytes]:
    data = f"{HEAD.replace(*edit)}    {code}\n".encode()
    return [data, data.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data, data.rstrip(b"\n")]


@pytest.mark.parametrize("name", REWRITES)
def test_what_holds_the_fields_is_rewritten(name: str, tmp_path: Path) -> None:
    before, after, edit = REWRITES[name]
    for old, new in zip(variants(before), variants(after or before, edit), strict=True):
        assert fixed(tmp_path, "a.py", old).decode() == new.decode()
        assert fixed(tmp_path, "a.py", new) == new


@pytest.mark.parametrize("name", REFUSED)
def test_a_place_that_is_written_nowhere_is_refused(name: str, tmp_path: Path) -> None:
    code, told = REFUSED[name]
    (data, *_) = variants(code)
    said = [f"{each.rule} {each.refusal.code}" for each in found(tmp_path, "a.py", data) if each.refusal is not None]
    assert " ".join(each for each in said if "unknown-endpoint" not in each) == told
    assert fixed(tmp_path, "a.py", data, unsafe=True) == data


@pytest.mark.parametrize("name", NOT_SEEN)
def test_other_fields_are_not_guessed(name: str, tmp_path: Path) -> None:
    (data, *_) = variants(NOT_SEEN[name])
    assert {each.rule for each in found(tmp_path, "a.py", data)} <= {"DSM102", "DSM103"}
    assert fixed(tmp_path, "a.py", data, unsafe=True) == data


MAY_BE_GIVEN = """import json
from dataclasses import asdict, dataclass
from openai import OpenAI
@dataclass
class Data:
    model: str = "deepseek-{model}"
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
def ask(given{default}):
    {line}
    client.chat.completions.create(messages=[], **asdict(given))
{call}
"""
LINES = {
    "or": ("=None", "given = given or Data()"),
    "an if": ("=None", "if given is None:\n        given = Data()"),
    "a default": ("=Data()", "pass"),
}


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("call", ["ask()", ""])
def test_what_a_caller_may_give_in_an_objects_place(name: str, call: str, tmp_path: Path) -> None:
    default, line = LINES[name]
    thinking = MAY_BE_GIVEN.format(model="r1", default=default, line=line, call=call).encode()
    assert fixed(tmp_path, "a.py", thinking) == thinking.replace(b"deepseek-r1", b"qwen3.7-plus")
    without = MAY_BE_GIVEN.format(model="v3", default=default, line=line, call=call).encode()
    assert [each.refusal.code for each in found(tmp_path, "a.py", without) if each.refusal] == ["unpacked-arguments"]

"""Which files are parsed of those that hold a word of ours: not those with longer names, comments and others' ids alone."""

from __future__ import annotations

import pytest

from migrator.rulebook import load
from migrator.second_look import worth_parsing
from migrator.sieves import Sieves
from migrator.words import sieve_of

FAR = b"x" * 5000


@pytest.fixture(scope="module")
def sieves() -> Sieves:
    return sieve_of(load())


WORTH = {
    "an id": b'model = "deepseek-v3"\n',
    "an id in prose": b"# we used deepseek-r1, until it went\n",
    "an id before a full stop": b"It was deepseek-v3.\n",
    "an id before a letter beyond ASCII": "模型deepseek-v3模型\n".encode(),
    "an id behind a prefix of ours": b'model: "dashscope/deepseek-v3"\n',
    "an id behind a prefix that frameworks take": b'model = "openai/deepseek-v3"\n',
    "an id that another company serves here": b'model = "siliconflow/deepseek-v3.2"\n',
    "an id behind a path that only run time knows": b'model = f"{prefix}/deepseek-v3"\n',
    "an id behind a prefix and a key": b"model:openai/deepseek-v3\n",
    "an id behind an escaped slash": b'{"model": "dashscope\\/deepseek-v3"}',
    "a place to be filled in": b'dashscope.api_key = k\nmodel = "deepseek-<version>".replace("<version>", "v3")\n',
    "the switch behind an escape": b'body = "model=x\\nenable_thinking=true"\n',
    "the switch between escaped quotes": b'body = "{\\u0022enable_thinking\\u0022: true}"\n',
    "a default in a shell": b'M="${MODEL:-deepseek-v3}"\n',
    "a short default in a shell": b'M="${MODEL-deepseek-v3}"\n',
    "a current model": b'model = "qwen3.7-plus"\n',
    "an id and its ending apart": b'model = "deepseek-v3" + ".2"\n',
    "the beginning of an id": b'model = "deepseek-r1-" + size\n',
    "the beginning of an id before a hole": b'model = f"deepseek-r1-{size}"\n',
    "a shorter beginning, where calls go to us": b'dashscope.api_key = k\nmodel = "deepseek-" + version\n',
    "a beginning before a variable of a shell": b"curl https://dashscope.aliyuncs.com -d deepseek-$V\n",
    "an escape in an id": b'const url = "dashscope"; const m = "deepseek-\\x763"\n',
    "the switch": b"create(enable_thinking=True)\n",
    "the switch after a comment's end": b"/* no */ create({enable_thinking: true})\n",
    "the switch on a line of its own": b'{\r\n  "enable_thinking": true\r\n}\r\n',
    "the switch after a comment on the line before, with lone returns": b"# a remark\rcreate(enable_thinking=True)\r",
    "the switch where no line begins near": b"#" + FAR + b" enable_thinking\n",
    "the switch's container, where calls are made": b'requests.post(u, json={"chat_template_kwargs": kw})\n',
    "the switch's container, where calls go to us": b'dashscope; body = {"chat_template_kwargs": kw}\n',
    "a remark to the tool": b"x = 1  # deepseek-migrate: ignore\n",
    "a wide file": '{"model": "deepseek-v3"}'.encode("utf-16"),
    "both": b'a = "deepseek-r1-distill-llama-70b-q4"\nb = "deepseek-r1"\n',
}
NOT_WORTH = {
    "a longer name": b'model = "deepseek-r1-distill-llama-70b-q4"\n',
    "a longer name with a tag": b'model = "deepseek-r1:7b"\n',
    "a shorter beginning, where nothing goes to us": b'# enable_thinking\nmodel = "deepseek-" + version\n',
    "a part of a longer name": b'model = "deepseek-r1/deepseek-r1-7b-instruct"\n',
    "a later version of our own making": b'model = "deepseek-v3.11"\n',
    "another provider's id": b'model = "together_ai/deepseek-r1"\n',
    "another provider's id with a colon": b'model = "ollama:deepseek-r1"\n',
    "an id in a path of somebody's": b'model = "accounts/fireworks/models/deepseek-r1"\n',
    "an id in an address": b'see = "https://example.com/models/deepseek-v3"\n',
    "a beginning that is none": b'dashscope.api_key = k\nmodel = "deepseek-chat"\n',
    "a beginning in a pattern": b'dashscope.api_key = k\nmatch("deepseek-(chat|coder)", name)\n',
    "a shorter beginning, where nothing is said of us": b'model = "deepseek-" + version\n',
    "a longer name of a switch": b"def f(default_enable_thinking_mode=True): ...\n",
    "the switch in a comment": b"x = 1\n    # enable_thinking=True made no difference\n",
    "the switch in another language's comment": b"  // enable_thinking: true\n",
    "the switch in a comment with other line ends": b"x = 1\r# enable_thinking=True\ry = 2\r\n// enable_thinking\r\n",
    "the switch's container, where nothing is sent": b"tokenizer.apply(**chat_template_kwargs)\n",
    "a wide file with a longer name": '{"model": "deepseek-r1:7b"}'.encode("utf-16"),
    "nothing": b"print(1)\n",
}


@pytest.mark.parametrize("name", WORTH)
def test_worth_parsing(sieves: Sieves, name: str) -> None:
    assert sieves.candidate(WORTH[name])


@pytest.mark.parametrize("name", NOT_WORTH)
def test_not_worth_parsing(sieves: Sieves, name: str) -> None:
    assert not sieves.candidate(NOT_WORTH[name])


def test_hits_by_the_hundred_thousand_are_none(sieves: Sieves) -> None:
    assert not sieves.candidate(b"# " + b'enable_thinking_mode "deepseek-r1:7b" ' * 100_000)
    assert sieves.candidate(b"# " + b'enable_thinking_mode "deepseek-r1:7b" ' * 100_000 + b'"deepseek-r1"')


def test_a_rulebook_without_words_of_a_kind(sieves: Sieves) -> None:
    ask = (lambda data: False, lambda data: False)
    bare = sieves.second._replace(foreign=(), heads=(), names=(), parts=(), marks=())
    assert worth_parsing(bare, b'"deepseek-v3"', *ask)
    assert not worth_parsing(bare, b"enable_thinking", *ask)
    assert not worth_parsing(bare._replace(stems=(), ids=()), b'"deepseek-v3"', *ask)

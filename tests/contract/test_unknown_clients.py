"""Calls of objects that nobody tells anything of, by methods that a client of the OpenAI SDK has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, NEW = '"deepseek-v3"', '"qwen3.7-plus"'
OURS = 'import os\nKEY = os.environ["DASHSCOPE_API_KEY"]\n'
OFF = 'messages=q, extra_body={"enable_thinking": False}'
CREATE = f"chat.completions.create(model={V3}, messages=q)"
POINTS = {"conf.py": OURS}


def likely(name: str, source: str, line: int, language: str = "python") -> Case:
    """A call that is made where the project points, as far as anybody can tell."""
    where = line if language == "python" else f"a.mjs:{line}"
    after = {V3: NEW, "messages=q": OFF, "messages: q": "messages: q, enable_thinking: false"}
    files = POINTS if language == "python" else {**POINTS, "a.mjs": source}
    said = source if language == "python" else ""
    edits = {old: new for old, new in after.items() if old in source}
    return Case(name, said, (f"DSM101 {where} likely unsafe",), edits, head="", files=files)


def mention(name: str, source: str, line: int, files: dict[str, str] = POINTS) -> Case:
    """The same where something is against it, or nothing for it."""
    return Case(name, source, (f"DSM102 {line} possible unknown-endpoint",), head="", files=files)


CASES = [
    likely("a parameter", f"def ask(client, q):\n    client.{CREATE}\n", 2),
    likely(
        "an attribute",
        f"class Bot:\n    def __init__(self, c):\n        self.c = c\n    def ask(self, q):\n        self.c.{CREATE}\n",
        5,
    ),
    likely("what another package has", f"from mylib import client\ndef ask(q):\n    client.{CREATE}\n", 3),
    likely("what another package's function gives", f"from mylib import get\ndef ask(q):\n    get().{CREATE}\n", 3),
    likely("a parameter of any type", f"from typing import Any\ndef ask(client: Any, q):\n    client.{CREATE}\n", 3),
    likely(
        "an attribute that is nothing at first",
        "class Bot:\n    c = None\n    def set(self, found):\n        self.c = found.get('llm')\n"
        f"    def ask(self, q):\n        self.c.{CREATE}\n",
        6,
    ),
    likely("deep in something", f"def ask(request, q):\n    request.app.state.client.{CREATE}\n", 2),
    likely("one of several", f"def ask(clients, q):\n    clients[0].{CREATE}\n", 2),
    likely("parsed", f"def ask(c, q):\n    c.beta.{CREATE.replace('create', 'parse')}\n", 2),
    likely(
        "in JavaScript",
        'export function ask(c, q) {\n  return c.chat.completions.create({ model: "deepseek-v3", messages: q });\n}\n',
        2,
        "javascript",
    ),
    mention("a project that points nowhere", f"def ask(client, q):\n    client.{CREATE}\n", 2, {}),
    mention("what a class makes", f"from zai import Client\ndef ask(q):\n    Client().{CREATE}\n", 3),
    mention("what a class made", f"from zai import Client\nc = Client()\ndef ask(q):\n    c.{CREATE}\n", 4),
    mention("a parameter of another type", f"import zai\ndef ask(c: zai.Client, q):\n    c.{CREATE}\n", 3),
    mention("nothing at all", f"c = None\ndef ask(q):\n    c.{CREATE}\n", 3),
    mention("a class itself", f"from zai import Client\ndef ask(q):\n    Client.{CREATE}\n", 3),
    mention("a module", f"import zai\ndef ask(q):\n    zai.{CREATE}\n", 3),
    mention("other methods", f"def ask(client, q):\n    client.chats.create(model={V3}, messages=q)\n", 2),
    mention("a part of such a path", f"def ask(completions, q):\n    completions.create(model={V3}, messages=q)\n", 2),
    mention("a class of the program", f"class C:\n    pass\ndef ask(q):\n    C().{CREATE}\n", 4),
    Case(
        "a client that is known",
        f"from groq import Groq\ndef ask(q):\n    Groq().{CREATE}\n",
        head="",
        files=POINTS,
    ),
    Case(
        "a switch in the wrong place beside it",
        f"def ask(c, q):\n    c.{CREATE.replace('q)', 'q, enable_thinking=True)')}\n",
        ("DSM101 2 likely unsafe", "DSM201 2 possible unsafe"),
        {V3: NEW, "enable_thinking=True": 'extra_body={"enable_thinking": True}'},
        head="",
        files=POINTS,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_client_that_is_not_known(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

"""Guards on the guards: codemods that do what none may do, each caught by the proof before anything is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

import pytest

from migrator.files.kinds import kind_of, resolve, settle
from migrator.findings import Edit
from migrator.languages.base import Language
from migrator.prove import Failure, prove
from tests.in_part import compare_in_part

PYTHON = b"""\
# first
x = a * b
send(model="deepseek-v3", n=x or y)  # second
other("deepseek-v3")
"""
JAVASCRIPT = b"""\
// first
const x = a * b;
send({ model: "deepseek-v3", n: x || y }); // second
other("deepseek-v3");
"""
TYPESCRIPT = JAVASCRIPT.replace(b"const x", b"const x: number")
JAVA = b"""\
class A {
    // first
    void run() {
        int x = a * b;
        send(Param.builder().model("deepseek-v3").n(x + y).build()); // second
        other("deepseek-v3");
    }
}
"""
KOTLIN = b"""\
// first
fun run() {
    val x = a * b
    send(Param.builder().model("deepseek-v3").n(x + y).build()) // second
    other("deepseek-v3")
}
"""
BODY = b'{"model": "deepseek-v3", "n": 1, "messages": [{"role": "user", "content": "hi"}]}'
URL = b"https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
SHELL = b"# first\nA=1\ncurl " + URL + b" -d '" + BODY + b"' # second\necho other\n"
POWERSHELL = (
    b"# first\n$a = 1\nInvoke-RestMethod -Method Post -Uri " + URL + b" -Body '" + BODY + b"' # second\nWrite-Output other\n"
)
BATCH = b"rem first\r\nset A=1\r\ncurl " + URL + b' -d "' + BODY.replace(b'"', b'\\"') + b'"\r\nrem second\r\necho other\r\n'
HTTP = b"# first\nPOST " + URL + b"\nContent-Type: application/json\n\n" + BODY + b"\n\n### second\nGET https://other\n"
YAML = b"# first\nurl: " + URL + b"\nmodel: deepseek-v3 # second\nn: 1\nother: deepseek-v3\n"
TOML = b'# first\nurl = "' + URL + b'"\nmodel = "deepseek-v3" # second\nn = 1\nother = "deepseek-v3"\n'
JSON = b'{"url": "' + URL + b'", "model": "deepseek-v3", "n": 1, "other": "deepseek-v3"}\n'
DOTENV = b"# first\nURL=" + URL + b"\nMODEL=deepseek-v3 # second\nN=1\nOTHER=deepseek-v3\n"
PROPERTIES = DOTENV.replace(b" # second", b"").replace(b"N=1", b"# second\nN=1")
INI = b"; first\n[a]\nurl = " + URL + b"\nmodel = deepseek-v3\n; second\nn = 1\nother = deepseek-v3\n"
MARKDOWN = b"# first\n\n```python\n" + PYTHON + b"```\n\nother: `deepseek-v3`\n"
RST = b"first\n=====\n\n.. code-block:: python\n\n" + b"".join(b"   " + each for each in PYTHON.splitlines(True)) + b"\nother\n"
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["first\n", "deepseek-v3\n"]},
            {
                "cell_type": "code",
                "execution_count": 1,
                "metadata": {},
                "outputs": [{"output_type": "stream", "name": "stdout", "text": ["deepseek-v3\n"]}],
                "source": PYTHON.decode().splitlines(True),
            },
        ],
        "metadata": {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    },
    indent=1,
).encode()
FILES = {
    "a.py": PYTHON,
    "a.js": JAVASCRIPT,
    "a.ts": TYPESCRIPT,
    "A.java": JAVA,
    "a.kt": KOTLIN,
    "a.sh": SHELL,
    "a.ps1": POWERSHELL,
    "a.bat": BATCH,
    "a.http": HTTP,
    "a.yaml": YAML,
    "a.toml": TOML,
    "a.json": JSON,
    ".env": DOTENV,
    "a.properties": PROPERTIES,
    "a.ini": INI,
    "a.md": MARKDOWN,
    "a.rst": RST,
    "a.ipynb": NOTEBOOK,
}
PROGRAMS = ("a.py", "a.js", "a.ts", "A.java", "a.kt", "a.md", "a.rst", "a.ipynb")
"""Those in which an edit can change what its neighbours are."""


def language(name: str, data: bytes) -> Language:
    kind = kind_of(name)
    assert kind is not None
    settled = settle(kind, data)
    assert settled is not None
    return cast(Language, resolve(settled))


def edit(name: str, text: str, new: str, nth: int = 0) -> Edit:
    """Write `new` in place of the n-th `text`, as the file spells them."""
    if name == "a.ipynb":
        text, new = (json.dumps(each)[1:-1] for each in (text, new))
    at = -1
    for _ in range(nth + 1):
        at = FILES[name].index(text.encode(), at + 1)
    return Edit(name, at, at + len(text.encode()), new)


def made(old: bytes, edits: Sequence[Edit]) -> bytes:
    for each in sorted(edits, reverse=True):
        old = old[: each.start] + each.text.encode() + old[each.end :]
    return old


def rename(name: str) -> Edit:
    nth = {"a.ipynb": 2}.get(name, 0)
    return edit(name, "deepseek-v3", "qwen3.7-plus", nth)


def proven(name: str, declared: Sequence[Edit], undeclared: Sequence[Edit] = ()) -> Failure | None:
    old = FILES[name]
    new = made(old, [*declared, *undeclared])
    failure = prove(name, old, new, declared, language(name, old).compare)
    if name == "a.py":
        assert prove(name, old, new, declared, compare_in_part) == failure
    return failure


@pytest.mark.parametrize("name", FILES)
def test_a_right_one_is_let_through(name: str) -> None:
    assert proven(name, [rename(name)]) is None


SECRET = [("first", "fist"), ("second", ""), ("other", "more"), ("1", "2"), ("\n", "\n\n")]


@pytest.mark.parametrize(("name", "text", "new"), [(n, *each) for n in FILES for each in SECRET if each[0].encode() in FILES[n]])
def test_what_no_edit_says_is_caught(name: str, text: str, new: str) -> None:
    failure = proven(name, [rename(name)], [edit(name, text, new)])
    assert failure is not None
    assert failure.step == "bytes"


@pytest.mark.parametrize("name", [name for name in FILES if name != "a.http" and b"second" in FILES[name]])
def test_an_edit_that_takes_a_comment_along_is_caught(name: str) -> None:
    end = FILES[name].index(b"second") + len(b"second")
    start = max(FILES[name].rindex(sign, 0, end) for sign in (b"#", b"//", b";", b"rem") if sign in FILES[name][:end])
    wrong = Edit(name, start, end, "")
    failure = proven(name, [rename(name), wrong])
    assert failure is not None
    assert "comment" in failure.step + failure.message


@pytest.mark.parametrize("name", ["a.py", "a.js", "a.ts", "A.java", "a.kt", "a.toml", "a.yaml"])
def test_a_comment_that_moves_is_let_through(name: str) -> None:
    old = FILES[name]
    end = old.index(b"second") + len(b"second")
    start = max(old.rindex(sign, 0, end) for sign in (b"#", b"//") if sign in old[:end])
    line = old.rindex(b"\n", 0, start) + 1
    indent = old[line : len(old) - len(old[line:].lstrip())].decode()
    moved = Edit(name, line, line, f"{indent}{old[start:end].decode()}\n")
    assert proven(name, [moved, Edit(name, start, end, "")]) is None


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("sign", ['"', "'", "(", "}", "]", "\n", "`", "\\", "/*", "#"])
def test_a_sign_that_is_left_open_or_closes_too_much_is_caught(name: str, sign: str) -> None:
    old = FILES[name]
    at = rename(name).start + len("deepseek")
    new = made(old, [Edit(name, at, at, sign)])
    failure = prove(name, old, new, [Edit(name, at, at, sign)], language(name, old).compare)
    # In the middle of a string many signs are only that.
    if failure is None:
        again = language(name, new).read(name, new, lambda text: False)
        assert type(again).__name__ == "Document"


JOINS = [
    (" * b", " + c", True),
    ("a * b", "c - ", False),
    (" or y", " and z", True),
    (" || y", " && z", True),
    ("x + y", "-", False),
]


@pytest.mark.parametrize(
    ("name", "text", "new", "after"), [(n, *each) for n in PROGRAMS for each in JOINS if each[0].encode() in FILES[n]]
)
def test_an_edit_that_takes_its_neighbour_in_is_caught(name: str, text: str, new: str, after: bool) -> None:
    at = FILES[name].index(text.encode()) + len(text) * after
    wrong = Edit(name, at, at, new)
    assert proven(name, [wrong]) is not None
    assert proven(name, [rename(name), wrong]) is not None


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("what", ["out", "in", "drop"])
def test_a_bracket_that_moves_is_caught(name: str, what: str) -> None:
    old = FILES[name]
    close = old.index(b")", rename(name).end + 20)
    if what == "out":
        edits = (
            [Edit(name, close, close + 1, ""), Edit(name, close + 1, close + 1, ")")]
            if old[close + 1 : close + 2] != b"\n"
            else []
        )
        opened = old.rindex(b"send(", 0, close)
        edits = [Edit(name, opened, opened + 5, "send"), Edit(name, opened + 5, opened + 5, "((")]
    elif what == "in":
        edits = [Edit(name, close, close + 1, ""), Edit(name, rename(name).end + 1, rename(name).end + 1, ")")]
    else:
        edits = [Edit(name, close, close + 1, "")]
    assert proven(name, edits) is not None


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_statement_that_becomes_a_part_of_another_one_is_caught(name: str) -> None:
    at = FILES[name].index(b"other(")
    indent = {"A.java": "        ", "a.kt": "    ", "a.rst": "   "}.get(name, "")
    wrong = Edit(name, at, at, f"if (a)\n{indent}    " if name in ("A.java", "a.js", "a.ts", "a.kt") else "x = ")
    assert proven(name, [rename(name), wrong]) is not None

"""Where a value ends up in a Python module: every use of it, by the steps that lead to the part."""

from __future__ import annotations

import pytest

from migrator.languages.base import Document
from migrator.languages.python.language import PYTHON
from migrator.readings import Reading
from migrator.values import Site

STOPS = (("text",), ("#", "text"))


def followed(source: str, start: str = "ask()") -> list[str]:
    """The readings of the first `ask()`, in one line each: steps, how, and the expression as written."""
    data = source.encode()
    document = PYTHON.read("a.py", data, lambda text: True)
    assert isinstance(document, Document)
    at = data.index(start.encode())
    readings = PYTHON.follower(document).follow(Site("a.py", at, at + len(start)), STOPS)
    assert readings is not None
    return [_told(each, data) for each in readings]


def _told(reading: Reading, data: bytes) -> str:
    site = reading.sites[-1]
    adds = " adds" if reading.adds else ""
    return f"{'.'.join(reading.steps)} {reading.how}{adds}: {data[site.start : site.end].decode()}"


CASES = [
    ("print(ask().text)\n", ["text argument: ask().text"]),
    ("ask()\n", [" alone: ask()"]),
    ("def f():\n    r: R = ask()\n    print(r.text)\n", ["text argument: r.text"]),
    ("def f():\n    for a, b in ask():\n        print(a)\n", [" kept: ask()"]),
    (
        "def f(x):\n    r = ask()\n    while x:\n        r = r\n    print(r.text)\n",
        ["text argument: r.text", "text argument: r.text"],
    ),
    ("r = ask()\ndef f(x: 'r'):\n    pass\n", [" named: r", " lost: 'r'"]),
    ("def f(xs):\n    r = ask()\n    return [r.text for x in xs]\n", ["text read: r.text"]),
    ("def f():\n    r = ask()\n    return not r.text, -r.text\n", ["text tested: r.text", "text read: r.text"]),
    ("def f():\n    r = ask()\n    return r.text.strip()\n", ["text read: r.text"]),
    ("def f():\n    r = ask()\n    return r\n", [" returned: r"]),
    ("def f():\n    r = ask()\n    if r.a['b'][0] is None:\n        pass\n", ["a.b.0 tested: r.a['b'][0]"]),
    ("def f():\n    r = ask()\n    m = r.message\n    print(m.get('x'))\n", ["message.x argument: m.get('x')"]),
    ("def f(i):\n    r = ask()\n    print(r[i])\n", ["# argument: r[i]"]),
    ("def f():\n    r = ask()\n    r = other()\n    print(r.text)\n", []),
    ("def f(x):\n    r = ask()\n    if x:\n        r = other()\n    print(r.text)\n", ["text argument: r.text"]),
    ("def f():\n    for c in ask():\n        yield c.text\n", ["#.text yielded: c.text"]),
    ("def f():\n    t = ''\n    for c in ask():\n        t += c.text\n", ["#.text read adds: c.text"]),
    ("def f():\n    t = ''\n    for c in ask():\n        t = t + c.text\n", ["#.text read adds: c.text"]),
    ("def f():\n    for c in ask():\n        print(c.text, end='')\n", ["#.text argument adds: c.text"]),
    ("def f():\n    for c in ask():\n        print(c.text, end='\\n')\n", ["#.text argument: c.text"]),
    ("def f(p):\n    for c in ask():\n        p.append(c.text)\n", ["#.text argument adds: c.text"]),
    ("def f():\n    return [c.text for c in ask()]\n", ["#.text read: c.text"]),
    ("async def f():\n    r = await ask()\n    return r.text\n", ["text returned: r.text"]),
    ("def f():\n    if (r := ask()).ok:\n        print(r.text)\n", ["text argument: r.text", "ok tested: (r := ask()).ok"]),
    ("def f():\n    r = ask()\n    r.text = 'x'\n", ["text lost: r.text"]),
    ("def f():\n    r = ask()\n    del r.text\n", ["text lost: r.text"]),
    ("def f():\n    r = ask()\n    del r\n", []),
    ("def f(s):\n    s.r = ask()\n", [" kept: ask()"]),
    ("def f():\n    r, s = ask(), 1\n", [" element: ask()"]),
    ("class A:\n    r = ask()\n", [" lost: r"]),
    ("r = ask()\ndef f():\n    print(r.text)\n", [" named: r", "text argument: r.text"]),
    ("def f():\n    r = ask()\n    return lambda: r.text\n", ["text read: r.text"]),
    ("def f():\n    r = ask()\n    print(f'{r.text}')\n", ["text read: r.text"]),
    ("def f():\n    print(*ask())\n", [" lost: ask()"]),
]


@pytest.mark.parametrize("source, expected", CASES, ids=[source for source, _ in CASES])
def test_every_use_is_told(source: str, expected: list[str]) -> None:
    assert sorted(followed(source)) == sorted(expected)


def test_what_the_name_may_hold_instead_is_told() -> None:
    source = "def f(x):\n    if x:\n        r = ask()\n    else:\n        r = other()\n    print(r.text)\n"
    data = source.encode()
    document = PYTHON.read("a.py", data, lambda text: True)
    assert isinstance(document, Document)
    at = data.index(b"ask()")
    readings = PYTHON.follower(document).follow(Site("a.py", at, at + 5), STOPS)
    assert readings is not None
    assert [[data[site.start : site.end] for site in each.also] for each in readings] == [[b"other()"]]


def test_a_deep_module_is_followed() -> None:
    nested = "(" * 150 + "1" + ")" * 150
    assert followed(f"def f():\n    x = {nested}\n    r = ask()\n    print(r.text, x)\n") == ["text argument: r.text"]

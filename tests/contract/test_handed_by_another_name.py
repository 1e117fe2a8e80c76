"""Methods that send a request, handed under another name or prepared, with what they are to send."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, NEW = '"deepseek-v3"', '"qwen3.7-plus"'
OFF = 'extra_body={"enable_thinking": False}'
POOL = "import asyncio\nfrom concurrent import futures\nfrom functools import partial\npool = futures.ThreadPoolExecutor()\n"
"""Four lines."""
THREAD = f"async def ask(m):\n    return await asyncio.to_thread(ask_it, model={V3}, messages=m)\n"


CASES = [
    Case(
        "a name for the method",
        POOL + f"def ask(m):\n    return pool.submit(create, model={V3}, messages=m)\n",
        ("DSM101 6 certain safe",),
        {V3: NEW, "messages=m)": f"messages=m, {OFF})"},
    ),
    Case(
        "a name in the function",
        POOL + f"def ask(m):\n    send = client.chat.completions.create\n    return pool.submit(send, model={V3}, messages=m)\n",
        ("DSM101 7 certain safe",),
        {V3: NEW, "messages=m)": f"messages=m, {OFF})"},
    ),
    Case(
        "one that is prepared",
        POOL + f"async def ask(m):\n    p = partial(client.chat.completions.create, model={V3})\n"
        "    return await asyncio.to_thread(p, messages=m)\n",
        ("DSM101 6 certain safe",),
        {f"model={V3})": f"model={NEW}, {OFF})"},
    ),
    Case(
        "a function of the project",
        POOL + "def ask_it(model, messages):\n    return create(model=model, messages=messages)\n" + THREAD,
        ("DSM101 8 certain unsafe",),
        {V3: NEW, "messages=messages)": f"messages=messages, {OFF})"},
    ),
    Case(
        "a name for two",
        POOL + f"ask_it = create\nif pool:\n    ask_it = print\n{THREAD}",
        ("DSM102 9 possible unknown-endpoint",),
    ),
    Case(
        "another vendor's",
        POOL + f"ask_it = OpenAI(base_url='https://api.deepseek.com').chat.completions.create\n{THREAD}",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_handed(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

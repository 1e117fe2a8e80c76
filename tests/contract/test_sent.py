"""What is told of a request, before and after, is what goes out: whole bodies of small programs of each surface."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.findings import Json
from migrator.requests import Texts
from migrator.values import Site
from tests.contract.sent import HTTP, NODE, SURFACES, Surface
from tests.contract.table import scanned

DECLARED = '[project]\nname = "programs"\nversion = "1"\ndependencies = ["openai>=1.92", "dashscope>=1.25.24"]\n'


@pytest.mark.parametrize("surface", SURFACES, ids=[each.name for each in SURFACES])
def test_what_a_call_sends_and_will_send(surface: Surface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text(DECLARED, encoding="utf-8")
    told: dict[str, list[tuple[Json, Json]]] = {}
    for number, row in enumerate(surface.rows):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / surface.file).write_text(surface.program(row), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for found in scanned("--isolated", "--today", "2026-11-27", ".")[1]:
        request = found["request"]
        if found["rule"] == "DSM101" and isinstance(request, dict):
            requests = told.setdefault(surface.rows[int(str(found["path"]).split("/")[0])].call, [])
            requests += [(request["before"], request["after"])] * ((request["before"], request["after"]) not in requests)
    assert told == {row.call: [row.requests] for row in surface.rows}


@pytest.mark.parametrize(
    ("surface", "call"),
    [
        # What JSON makes of a text is a text, and what is no text is no body.
        (HTTP, "requests.post(CHAT, json=json.dumps({'model': 'deepseek-v3', 'messages': M}))"),
        (NODE, "await fetch(URL, { method: 'POST', body: { model: 'deepseek-v3', messages } });"),
        # What is undefined is not given, wherever it is not given to.
        (NODE, "await client.post('/chat/completions', { body: { model: 'x', messages }, enable_thinking: undefined });"),
    ],
)
def test_no_request_is_told(surface: Surface, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = surface.head.replace("deepseek-v3", "x")
    (tmp_path / surface.file).write_text(f"{head}{call}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [found["rule"] for found in scanned("--isolated", ".")[1] if found["request"] is not None] == []


def test_the_line_of_a_place() -> None:
    texts = Texts({"a.py": b"\nx\ny\x0bz\n"}, lambda site: site)
    assert [texts.line(Site("a.py", start, start + 1)) for start in (0, 1, 3, 5)] == ["a.py:1", "a.py:2", "a.py:3", "a.py:3"]

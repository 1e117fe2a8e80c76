"""Fix 6: a reply says the name of the model that was asked; what is decided by it depends on the call."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import HEAD, Case, check

BRANCH = ("DSM101 1 certain branch-on-model",)
SAFE = ("DSM101 1 certain safe",)
QUIET = ("DSM102", "DSM103", "DSM301", "DSM303")
SDK = 'r = create(model="deepseek-r1", messages=M)\n'
BODY = '{"model": "deepseek-r1", "messages": M}'
URL = '"https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"'
POST = f"r = requests.post({URL}, json={BODY}).json()\n"
DUMPED = f"r = requests.post({URL}, data=json.dumps({BODY})).json()\n"


def reply(made: str, line: str, found: tuple[str, ...] = BRANCH, hint: str = "") -> Case:
    """A call, and a line that reads its reply."""
    after = {'create(model="deepseek-r1"': 'create(model="qwen3.7-plus"'} if found == SAFE else {}
    source = f"{made}{line}\n"
    return Case(f"{made[:20]} {line}", source, found, after, head=f"import json, requests\n{HEAD}", quiet=QUIET, hint=hint)


CASES = [
    reply(SDK, 'if r.model == "deepseek-r1":\n    print(1)'),
    reply(SDK, "print(PRICES[r.model])", hint="something is looked up by it"),
    reply(SDK, "print(PRICES.get(r.model, 0))"),
    reply(SDK, 'print(r.model.startswith("deepseek"))'),
    reply(SDK, 'print(PRICES[r.model_dump()["model"]])'),
    reply(SDK, 'print(PRICES[r.to_dict().get("model")])'),
    reply(SDK, "def cost(reply):\n    return PRICES[reply.model]\ncost(r)"),
    reply(POST, 'print(PRICES[r["model"]])'),
    reply(DUMPED, 'print(PRICES[r["model"]])'),
    # What only shows it, or is about something else.
    reply(SDK, 'print(r.model, f"answered by {r.model}", r.get("model"))', SAFE),
    reply(SDK, "print(PRICES[r.id], PRICES[r.get(1)], PRICES[r.get()], PRICES[get('model')])", SAFE),
    reply(SDK, 'print(PRICES[r["id"]], PRICES[r[r.id]])', SAFE),
    reply(SDK, "other = made()\nprint(PRICES[other.model])", SAFE),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_decided_by_a_reply(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

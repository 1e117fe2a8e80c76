"""Mappings that are changed after they were made: in one arm alone, and by functions that they are handed to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, V32, R1, NEW = '"deepseek-v3"', '"deepseek-v3.2"', '"deepseek-r1"', '"qwen3.7-plus"'
OFF = 'extra_body={"enable_thinking": False}'
FILL = f'def fill(p):\n    p["model"] = {V3}\n'
"""Two lines."""
BOTH = {V3: NEW, "create(**params)": f"create({OFF}, **params)"}


def one_arm(name: str, before: str, inside: str, found: tuple[str, ...], after: dict[str, str]) -> Case:
    """A model that a mapping holds, and another one that an arm puts into its place."""
    source = (
        f'def go(big):\n    params = {{"messages": M, "model": {before}}}\n    if big:\n        {inside}\n    create(**params)\n'
    )
    return Case(name, source, found, after)


CASES = [
    one_arm(
        "a model that does not think in place of one that does",
        R1,
        f'params["model"] = {V3}',
        ("DSM101 2 certain shared-value", "DSM101 4 certain shared-value"),
        {},
    ),
    one_arm(
        "a model that does not think in place of one that stays",
        '"qwen-plus"',
        f"params.update(model={V3})",
        ("DSM101 4 certain shared-value",),
        {},
    ),
    one_arm(
        "two models that do not think",
        V3,
        f'params["model"] = {V32}',
        ("DSM101 2 certain safe", "DSM101 4 certain safe"),
        {**BOTH, V32: NEW},
    ),
    one_arm(
        "two models that always think",
        R1,
        'params["model"] = "deepseek-r1-0528"',
        ("DSM101 2 certain safe", "DSM101 4 certain safe"),
        {R1: NEW, '"deepseek-r1-0528"': NEW},
    ),
    one_arm(
        "a model that the environment gives in place of one",
        V3,
        'params["model"] = os.environ["MODEL"]',
        ("DSM101 2 certain unsafe",),
        BOTH,
    ),
    Case(
        "a model in each of two arms",
        'def go(big):\n    params = {"messages": M}\n    if big:\n'
        f'        params["model"] = {R1}\n    else:\n        params["model"] = {V3}\n    create(**params)\n',
        ("DSM101 4 certain shared-value", "DSM101 6 certain shared-value"),
    ),
    Case(
        "a body that is sent as it is, with a model in one arm",
        f'import requests\ndef go(big):\n    body = {{"messages": M, "model": {R1}}}\n    if big:\n        body["model"] = {V3}\n'
        '    requests.post("https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", json=body)\n',
        ("DSM101 3 certain shared-value", "DSM101 5 certain shared-value"),
    ),
    Case(
        "a function that puts in the model",
        f'{FILL}params = {{"messages": M}}\nfill(params)\ncreate(**params)\n',
        ("DSM101 2 certain safe",),
        BOTH,
    ),
    Case(
        "a function that puts in what it is given",
        "def fill(p, model):\n    p.update(model=model)\ndef go():\n"
        f"    params = dict(messages=M)\n    fill(params, {V3})\n    create(**params)\n",
        ("DSM101 5 certain safe",),
        BOTH,
    ),
    Case(
        "a method that puts in the model",
        f'class Bot:\n    def fill(self, p):\n        p["model"] = {V3}\n    def go(self):\n'
        '        params = {"messages": M}\n        self.fill(params)\n        create(**params)\n',
        ("DSM101 3 certain safe",),
        BOTH,
    ),
    Case(
        "a function of another file",
        'from tools import fill\nparams = {"messages": M}\nfill(params)\ncreate(**params)\n',
        ("DSM101 tools.py:2 certain safe",),
        BOTH,
        files={"tools.py": FILL},
    ),
    Case(
        "a function that runs in one arm alone",
        f'{FILL}def go(big):\n    params = {{"messages": M, "model": {R1}}}\n'
        "    if big:\n        fill(params)\n    create(**params)\n",
        ("DSM101 2 certain shared-value", "DSM101 4 certain shared-value"),
    ),
    Case(
        "another mapping than the one that it is handed",
        f'{FILL}a, b = {{"messages": M}}, {{"messages": M, "model": "qwen-plus"}}\nfill(a)\ncreate(**b)\n',
        ("DSM102 2 possible unknown-endpoint",),
    ),
    Case(
        "a function that is called behind the call",
        f'{FILL}def go():\n    params = {{"messages": M, "model": "qwen-plus"}}\n    create(**params)\n    fill(params)\n',
        ("DSM102 2 possible unknown-endpoint",),
    ),
    Case(
        "a function that puts a switch where it does not belong",
        'def fill(p):\n    p["enable_thinking"] = True\n'
        'def go():\n    params = {"model": "qwen-plus", "messages": M}\n    fill(params)\n    create(**params)\n',
        ("DSM201 2 certain body-not-literal",),
    ),
    Case(
        "a function that sets an object's attribute",
        f'class Settings:\n    model = ""\ndef fill(c):\n    c.model = {V3}\n'
        "s = Settings()\nfill(s)\ncreate(model=s.model, messages=M)\n",
        ("DSM101 4 certain safe",),
        {V3: NEW, "messages=M)": f"messages=M, {OFF})"},
    ),
    Case(
        "a function that runs, and a model that is set behind it",
        f'{FILL}def go():\n    params = {{"messages": M}}\n    fill(params)\n'
        '    params["model"] = "qwen-plus"\n    create(**params)\n',
        ("DSM102 2 possible unknown-endpoint",),
    ),
    Case(
        "a model that is set, and a function that runs behind it",
        f'{FILL}def go():\n    params = {{"messages": M}}\n    params["model"] = {R1}\n    fill(params)\n    create(**params)\n',
        ("DSM101 2 certain safe", "DSM102 5 possible unknown-endpoint"),
        BOTH,
    ),
    Case(
        "a loop whose next round has another model",
        f'params = {{"model": {V3}, "messages": M}}\nfor _ in M:\n    create(**params)\n    params["model"] = {R1}\n',
        ("DSM101 1 certain shared-value", "DSM101 4 certain shared-value"),
    ),
    Case(
        "a loop that tries again with another model",
        f'def go():\n    params = {{"model": {V3}, "messages": M}}\n    while True:\n        try:\n'
        f'            return create(**params)\n        except Exception:\n            params["model"] = {V32}\n',
        ("DSM101 2 certain safe", "DSM101 7 certain safe"),
        {**BOTH, V32: NEW},
    ),
    Case(
        "a loop that makes its mapping anew",
        f'for q in M:\n    params = {{"model": {R1}, "messages": M}}\n    create(**params)\n    params["model"] = {V3}\n',
        ("DSM101 2 certain safe", "DSM102 4 possible unknown-endpoint"),
        {R1: NEW},
    ),
    Case(
        "a model that is set behind the loop",
        f'params = {{"model": {R1}, "messages": M}}\nfor _ in M:\n    create(**params)\nparams["model"] = {V3}\n',
        ("DSM101 1 certain safe", "DSM102 4 possible unknown-endpoint"),
        {R1: NEW},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_contract(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

"""Lists that hold what others hold, and fixtures that run once for each of their parameters: each item counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

OFF = {'"deepseek-v3"': '"qwen3.7-plus"', "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'}
LOOP = "for model in MODELS:\n    create(model=model, messages=M)\n"
SCRIPT = """import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
const OLD = ["deepseek-v3"], OTHER = ["%s"];
const ALL = [...OLD, ...OTHER];
for (const model of ALL) await client.chat.completions.create({ model, messages: [] });
"""
FIXTURE = """import pytest
MORE = ["%s"]
@pytest.fixture(scope="module", params=[pytest.param("deepseek-v3", id="old"), *MORE])
def ask(request):
    def run():
        return create(model=request.param, messages=M)
    return run
def test_ask(ask):
    assert ask()
"""
BOTH = ("DSM101 1 certain choice-needed", "DSM101 2 certain choice-needed")

CASES = [
    Case(
        "a list that unpacks another",
        f'OLD = ["deepseek-v3"]\nMODELS = [*OLD, "deepseek-v3"]\n{LOOP}',
        ("DSM101 1 certain safe", "DSM101 2 certain safe"),
        OFF,
    ),
    Case(
        "a list that unpacks one of another file, and one of its own that is empty",
        f"from names import OLD\nMORE = []\nMODELS = (*MORE, *OLD)\n{LOOP}",
        ("DSM101 names.py:1 certain safe",),
        OFF,
        files={"names.py": 'OLD = ["deepseek-v3"]\n'},
    ),
    Case(
        "an item of another list that does not need the same",
        f'OTHER = ("qwen-plus",)\nMODELS = [*OTHER, "deepseek-v3"]\n{LOOP}',
        ("DSM101 2 certain shared-value",),
    ),
    Case(
        "an item of another list that would become the same",
        f'OLD = ["deepseek-v3"]\nMODELS = [*OLD, "deepseek-v3.1"]\n{LOOP}',
        BOTH,
    ),
    Case(
        "items of two lists that would become the same",
        f'OLD = ["deepseek-v3"]\nNEW = ["deepseek-v3.1"]\nMODELS = [*OLD, *NEW]\n{LOOP}',
        BOTH,
    ),
    Case(
        "a list that unpacks what is not in sight, or itself",
        f'import os\nMODELS = [*os.environ["MODELS"].split(), *MODELS, "deepseek-v3"]\n{LOOP}',
        ("DSM101 2 certain unsafe",),
        OFF,
    ),
    Case(
        "a list that grows before it is unpacked",
        f'OLD = ["deepseek-v3"]\nif M:\n    OLD.append(M[0])\nMODELS = [*OLD]\n{LOOP}',
        ("DSM102 1 possible unknown-endpoint",),
    ),
    Case(
        "arrays that one array takes in",
        "",
        ("DSM101 app.mjs:3 certain safe",),
        {"deepseek-v3": "qwen3.7-plus", "messages: []": "messages: [], enable_thinking: false"},
        files={"app.mjs": SCRIPT % "deepseek-v3"},
        head="",
    ),
    Case(
        "arrays whose items would become the same",
        "",
        ("DSM101 app.mjs:3 certain choice-needed",),
        files={"app.mjs": SCRIPT % "deepseek-v3.2"},
        head="",
    ),
    Case(
        "a fixture with parameters",
        FIXTURE % "deepseek-v3",
        ("DSM101 2 certain safe", "DSM101 3 certain safe"),
        OFF,
    ),
    Case(
        "a fixture one of whose parameters does not need the same",
        FIXTURE % "qwen-plus",
        ("DSM101 3 certain shared-value",),
    ),
    Case(
        "a fixture whose parameters another file lists, for a test that asks for it",
        "import pytest\nfrom names import OLD\n@pytest.fixture(params=OLD)\ndef model(request):\n    return request.param\n"
        "def test_ask(model):\n    assert create(model=model, messages=M)\n",
        ("DSM101 names.py:1 certain safe",),
        OFF,
        files={"names.py": 'OLD = ["deepseek-v3"]\n'},
    ),
    Case(
        "a request that says another thing, and one of a fixture without parameters",
        "import pytest\n@pytest.fixture(params=[pytest.param()])\ndef model(request):\n    return request.config\n"
        "@pytest.fixture\ndef other(request):\n    return request.param\n"
        'def test_ask(model, other):\n    assert create(model=model or other or "deepseek-v3", messages=M)\n',
        ("DSM101 9 certain unsafe",),
        OFF,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_items_of_other_lists(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


HELD = """import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
const ask = (model) => client.chat.completions.create({ model, messages: [] });
"""


@pytest.mark.parametrize(
    "made,used",
    [
        ('const A = ["deepseek-r1"];', "for (const [i, m] of A.entries()) await ask(m);"),
        ('const A = { x: "deepseek-r1" };', "for (const [k, m] of Object.entries(A)) await ask(m);"),
        ('const A = { x: { model: "deepseek-r1" } };', "Object.entries(A).map(async ([k, { model }]) => ask(model));"),
        ('const A = { x: "deepseek-r1" };', "for (const m of Object.values(A)) await ask(m);"),
        ('const A = new Map([["x", "deepseek-r1"]]);', "for (const [k, m] of A.entries()) await ask(m);"),
        ('const A = [{ name: "x", model: "deepseek-r1" }];', 'ask(A.find((e) => e.name === "x").model);'),
        ('const A = ["deepseek-r1"];', "for (const m of A.filter((e) => e)) await ask(m);"),
        ('const A = ["deepseek-r1"];', "for (const m of A.slice(0, 1)) await ask(m);"),
    ],
)
def test_what_objects_and_lists_hold(made: str, used: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"app.mjs": f"{HELD}{made}\n{used}\n"}
    case = Case("", "", ("DSM101 app.mjs:4 certain safe",), {"deepseek-r1": "qwen3.7-plus"}, files=files)
    check(case, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "used", ["for (const m of other.filter((e) => e)) ask(m);", "for (const m of Object.values(other)) ask(m);"]
)
def test_what_others_hold(used: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"app.mjs": f'import {{ other }} from "x";\n{HELD}other.push("deepseek-r1");\n{used}\n'}
    check(Case("", "", ("DSM102 app.mjs:5 possible unknown-endpoint",), files=files), tmp_path, monkeypatch)

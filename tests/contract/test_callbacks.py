"""Functions that are handed to others of the project, which call them with a model, and with each item of a collection."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
OFF = ', extra_body={"enable_thinking": False}'
ASK = "def _ask(model, q=''):\n    return create(model=model, messages=M)\n"
"""Two lines."""
RUN = f"def run(fn):\n    return fn({V3})\n"
SWITCHED = {V3: NEW, "model=model, messages=M": "model=model, messages=M" + OFF}
LAMBDA = {V3: NEW, "model=m, messages=M": "model=m, messages=M" + OFF}
SAFE = "DSM101 {} certain safe"


def safe(name: str, source: str, *lines: int, after: dict[str, str] = SWITCHED) -> Case:
    """A program whose models, in these lines, are renamed and keep their calls from thinking."""
    return Case(name, source, tuple(SAFE.format(line) for line in lines), after)


CASES = [
    safe("a function handed to one that calls it", f"{RUN}{ASK}run(_ask)\n", 2),
    safe("a lambda handed to one that calls it", f"{RUN}run(lambda m: create(model=m, messages=M))\n", 2, after=LAMBDA),
    safe(
        "a lambda that a loop calls with each model",
        f"MODELS = [{V3}]\ndef each(fn):\n    for m in MODELS:\n        fn(m)\neach(lambda m: create(model=m, messages=M))\n",
        1,
        after=LAMBDA,
    ),
    safe("a lambda in a pool", f"pool.submit(lambda m: create(model=m, messages=M), {V3})\n", 1, after=LAMBDA),
    safe("a lambda with a name", f"_go = lambda m: create(model=m, messages=M)\n_go({V3})\n", 2, after=LAMBDA),
    safe(
        "a function handed on once more",
        f"def a(fn):\n    return b(fn)\ndef b(g):\n    return g({V3})\n{ASK}a(_ask)\n",
        4,
    ),
    safe(
        "a method, handed with what it is called with",
        "class Bot:\n    def _ask(self, model, q):\n        return create(model=model, messages=M)\n"
        f"    def go(self):\n        return self._retry(self._ask, {V3}, q='x')\n"
        "    def _retry(self, fn, *args, **kwargs):\n        return fn(*args, **kwargs)\n",
        5,
    ),
    safe(
        "a function handed with what it is called with, by place and by name",
        f"def retry(fn, *args, **kwargs):\n    for _ in range(3):\n        return fn(*args, **kwargs)\n{ASK}"
        f"retry(_ask, {V3})\nretry(_ask, model={V3})\n",
        6,
        7,
    ),
    Case(
        "a function that hands on less than it is given",
        f"def retry(fn, *args):\n    return fn(args[1])\n{ASK}retry(_ask, {V3}, 'x')\n",
        ("DSM102 5 possible unknown-endpoint",),
    ),
    Case(
        "two functions, each with a model of its own",
        f"def run(fn, model):\n    return fn(model)\n{ASK}run(_ask, {V3})\nrun(print, {R1})\n",
        (SAFE.format(5), "DSM102 6 possible unknown-endpoint"),
        SWITCHED,
    ),
    Case(
        "models that need different things",
        f"{RUN}{ASK}run(_ask)\n_ask({R1})\n",
        ("DSM101 2 certain shared-value", "DSM101 6 certain shared-value"),
    ),
    Case(
        "a function that others may get hold of",
        f"ALL = []\ndef keep(fn):\n    ALL.append(fn)\n{RUN}{ASK}run(_ask)\nkeep(_ask)\n",
        ("DSM101 5 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "a function that anybody may call",
        f"{RUN}{ASK.replace('_ask', 'ask')}run(ask)\n",
        ("DSM101 2 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "a function that asks somebody else",
        f"other = OpenAI(base_url='https://api.deepseek.com/v1')\n{RUN}"
        "def ask(model):\n    return other.chat.completions.create(model=model, messages=M)\nrun(ask)\n",
    ),
    Case(
        "one value for two providers",
        f"other = OpenAI(base_url='https://openrouter.ai/api/v1')\n{RUN}"
        f"def theirs(model):\n    return other.chat.completions.create(model=model, messages=M)\n{ASK}run(theirs)\nrun(_ask)\n",
        ("DSM101 3 certain shared-value",),
    ),
    Case("a function that nobody hands over", f"{RUN}{ASK}", ("DSM102 2 possible unknown-endpoint",)),
    Case(
        "a function of another file that calls it",
        f"from tools import run\n{ASK}run(_ask)\n",
        ("DSM101 tools.py:2 certain safe",),
        SWITCHED,
        files={"tools.py": RUN},
    ),
    Case(
        "an object that keeps what it calls",
        f"class Runner:\n    def __init__(self, fn):\n        self.call = fn\n    def go(self):\n        return self.call({R1})\n"
        "Runner(lambda m: create(model=m, messages=M)).go()\n",
        (SAFE.format(5),),
        {R1: NEW},
    ),
    safe("each of a list, beside another call", f"MODELS = [{V3}]\n{ASK}pool.map(_ask, MODELS)\n_ask({V3})\n", 1, 5),
    safe("the builtin, beside another call", f"{ASK}print(list(map(_ask, [{V3}])))\n_ask({V3})\n", 3, 4),
    safe(
        "one value again and again",
        f"from itertools import repeat\n{ASK}pool.map(_ask, repeat({V3}), ['a', 'b'])\n",
        4,
    ),
    Case(
        "each of a list that is not in sight, beside another call",
        f"{ASK}pool.map(_ask, load())\n_ask({V3})\n",
        ("DSM101 4 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "each of a list of what needs something else than another call",
        f"{ASK}pool.map(_ask, [{V3}])\n_ask({R1})\n",
        ("DSM101 3 certain shared-value", "DSM101 4 certain shared-value"),
    ),
    safe("what is prepared, and called at once", f"from functools import partial\n{ASK}partial(_ask, {V3})()\n", 4),
    Case(
        "what is prepared by a name, which a call may say anew",
        f"from functools import partial\n{ASK}f = partial(_ask, model={V3})\nf(q='x')\n",
        ("DSM101 4 certain unsafe",),
        SWITCHED,
    ),
    safe("what runs later", f"from joblib import delayed\n{ASK}jobs = [delayed(_ask)({V3}, q) for q in M]\n", 4),
    Case(
        "what runs later, handed to itself",
        f"from joblib import delayed\n{ASK}def go(f, m):\n    return delayed(f)(m, f)\ngo(_ask, {V3})\ngo(go, {V3})\n",
        ("DSM101 6 certain unsafe", "DSM101 7 certain unsafe"),
        SWITCHED,
    ),
    safe("a loop that shows its progress", f"from tqdm import tqdm\n{ASK}for m in tqdm([{V3}]):\n    _ask(m)\n", 4),
    Case(
        "a misplaced switch where a model is handed over",
        "def run(fn):\n    return fn('qwen-plus')\nrun(lambda m: create(model=m, messages=M, enable_thinking=True))\n",
        ("DSM201 3 certain safe",),
        {"enable_thinking=True": 'extra_body={"enable_thinking": True}'},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_contract(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

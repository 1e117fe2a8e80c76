"""Fixes 2 and 5 through functions: thinking stays as it was for each caller, and is said where each caller speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import HEAD, Case, check

V3, R1, V32 = '"deepseek-v3"', '"deepseek-r1"', '"deepseek-v3.2"'
NEW = '"qwen3.7-plus"'
BODY = 'extra_body={"enable_thinking": False}'
PASSES = """def ask(q, model, enable_thinking=False):
    return create(model=model, messages=q, extra_body={"enable_thinking": enable_thinking})
"""
WHEN_SAID = """def ask(q, model, enable_thinking=None):
    extra = {}
    if enable_thinking is not None:
        extra["enable_thinking"] = enable_thinking
    return create(model=model, messages=q, extra_body=extra)
"""
PLAIN = """def _ask(q, model):
    return create(model=model, messages=q)
"""
OPEN = PLAIN.replace("_ask", "ask")
SHARED = "certain shared-value"

CASES = [
    Case(
        "callers of a function with a switch of its own",
        PASSES + f"ask(M, {V3})\nask(M, {R1})\nask(M, {V32}, enable_thinking=True)\n",
        ("DSM101 3 certain safe", "DSM101 4 certain safe", "DSM101 5 certain safe"),
        {V3: NEW, f"{R1})": f"{NEW}, enable_thinking=True)", V32: NEW},
    ),
    Case(
        "a default that the old model did not obey is not the caller's word",
        PASSES.replace("enable_thinking=False", "enable_thinking=True") + f"ask(M, {V3})\nask(M, {R1})\nask(M, {V32})\n",
        ("DSM101 3 certain safe", "DSM101 4 certain safe", "DSM101 5 certain safe"),
        {f"{V3})": f"{NEW}, enable_thinking=False)", R1: NEW, V32: NEW},
    ),
    Case(
        "a caller's own word is kept, and makes the fix unsafe where the old model did not obey it",
        PASSES + f"ask(M, {V3}, True)\n",
        ("DSM101 3 certain unsafe",),
        {V3: NEW},
    ),
    Case(
        "a switch under another name, of a parameter without a default",
        "def ask(q, model, think):\n"
        '    return create(model=model, messages=q, extra_body={"enable_thinking": think})\n'
        f"ask(M, {V3}, False)\nask(M, {R1}, think=True)\n",
        ("DSM101 3 certain safe", "DSM101 4 certain safe"),
        {V3: NEW, R1: NEW},
    ),
    Case(
        "null by default",
        PASSES.replace("=False):", "=None):") + f"ask(M, {V3})\nask(M, {R1})\n",
        ("DSM101 3 certain safe", "DSM101 4 certain safe"),
        {f"{V3})": f"{NEW}, enable_thinking=False)", f"{R1})": f"{NEW}, enable_thinking=True)"},
    ),
    Case(
        "sent only where it is said",
        WHEN_SAID + f"ask(M, {V3})\nask(M, {R1})\nask(M, {V32}, enable_thinking=True)\n",
        ("DSM101 6 certain safe", "DSM101 7 certain safe", "DSM101 8 certain safe"),
        {f"{V3})": f"{NEW}, enable_thinking=False)", R1: NEW, V32: NEW},
    ),
    Case(
        "sent only where it is true, and true is all that is needed",
        "def ask(q, model, deep=False):\n"
        '    extra = {"enable_thinking": deep} if deep else {}\n'
        "    return create(model=model, messages=q, extra_body=extra)\n"
        f"ask(M, {R1})\nask(M, {V32}, deep=True)\n",
        ("DSM101 4 certain safe", "DSM101 5 certain safe"),
        {R1: NEW, V32: NEW},
    ),
    Case(
        "sent only where it is true, where false is needed",
        "def ask(q, model, deep=False):\n"
        '    extra = {"enable_thinking": deep} if deep else {}\n'
        "    return create(model=model, messages=q, extra_body=extra)\n"
        f"ask(M, {V3})\n",
        ("DSM101 4 certain choice-needed",),
    ),
    Case(
        "misplaced inside the function: moved there, said by the callers",
        "def ask(q, model, enable_thinking=False):\n"
        "    return create(model=model, messages=q, enable_thinking=enable_thinking)\n"
        f"ask(M, {V3})\nask(M, {R1})\n",
        ("DSM201 2 certain safe", "DSM101 3 certain safe", "DSM101 4 certain safe"),
        {
            "enable_thinking=enable_thinking": 'extra_body={"enable_thinking": enable_thinking}',
            V3: NEW,
            f"{R1})": f"{NEW}, enable_thinking=True)",
        },
    ),
    Case(
        "a function that hands its keywords on",
        f"def ask(q, model, **more):\n    return create(model=model, messages=q, **more)\n"
        f"ask(M, {V3})\nask(M, {R1}, stream=True)\n",
        ("DSM101 3 certain safe", "DSM101 4 certain safe"),
        {f"{V3})": f"{NEW}, {BODY})", R1: NEW},
    ),
    Case(
        "a caller's keyword that the call behind it refuses",
        f"def ask(q, model, **more):\n    return create(model=model, messages=q, **more)\nask(M, {V3}, enable_thinking=False)\n",
        ("DSM101 3 certain safe", "DSM201 3 certain safe"),
        {V3: NEW, "enable_thinking=False": BODY},
    ),
    Case(
        "a body that callers fill",
        "def ask(q, model, extra_body=None):\n    return create(model=model, messages=q, extra_body=extra_body)\n"
        f'ask(M, {V3})\nask(M, {R1})\nask(M, {V32}, extra_body={{"top_k": 1}})\n',
        ("DSM101 3 certain safe", "DSM101 4 certain safe", "DSM101 5 certain safe"),
        {f"{V3})": f"{NEW}, {BODY})", R1: NEW, V32: NEW, '{"top_k": 1}': '{"top_k": 1, "enable_thinking": False}'},
    ),
    Case(
        "known keywords unpacked by one caller",
        'OPTIONS = {"temperature": 0}\ndef ask(q, model, **more):\n    return create(model=model, messages=q, **more)\n'
        f"ask(M, {V3}, **OPTIONS)\nask(M, {R1})\n",
        ("DSM101 4 certain safe", "DSM101 5 certain safe"),
        {f"{V3}, **": f"{NEW}, {BODY}, **", R1: NEW},
    ),
    Case(
        "unknown keywords unpacked by one caller",
        "import json\ndef ask(q, model, **more):\n    return create(model=model, messages=q, **more)\n"
        f"ask(M, {V3}, **json.load(open('x')))\n",
        ("DSM101 4 certain unpacked-arguments",),
    ),
    Case(
        "through two functions",
        "def inner(q, model, enable_thinking=False):\n"
        '    return create(model=model, messages=q, extra_body={"enable_thinking": enable_thinking})\n'
        "def outer(q, model, enable_thinking=False):\n"
        "    return inner(q, model=model, enable_thinking=enable_thinking)\n"
        f"outer(M, {V3})\nouter(M, {R1})\n",
        ("DSM101 5 certain safe", "DSM101 6 certain safe"),
        {V3: NEW, f"{R1})": f"{NEW}, enable_thinking=True)"},
    ),
    Case(
        "a function between that has no switch to hand on",
        PASSES + f"def outer(q, model):\n    return ask(q, model)\nouter(M, {V3})\nouter(M, {R1})\n",
        (f"DSM101 5 {SHARED}", f"DSM101 6 {SHARED}"),
    ),
    Case(
        "a function between that has none, whose callers agree",
        PASSES.replace("=False):", "=True):") + f"def _outer(q, model):\n    return ask(q, model)\n_outer(M, {V3})\n",
        ("DSM101 5 certain safe",),
        {V3: NEW, "return ask(q, model)": "return ask(q, model, enable_thinking=False)"},
    ),
    Case(
        "kept by a constructor",
        "class Bot:\n    def __init__(self, model, thinking=False):\n"
        "        self.model = model\n        self.thinking = thinking\n"
        "    def ask(self, q):\n"
        '        return create(model=self.model, messages=q, extra_body={"enable_thinking": self.thinking})\n'
        f"Bot({V3}).ask(M)\nBot(model={R1}).ask(M)\n",
        ("DSM101 7 certain safe", "DSM101 8 certain safe"),
        {V3: NEW, f"{R1})": f"{NEW}, thinking=True)"},
    ),
    Case(
        "kept by an inherited constructor",
        "class Base:\n    def __init__(self, model, thinking=False):\n"
        "        self.model = model\n        self.thinking = thinking\n"
        "    def ask(self, q):\n"
        '        return create(model=self.model, messages=q, extra_body={"enable_thinking": self.thinking})\n'
        f"class Fast(Base):\n    def __init__(self):\n        super().__init__({V3})\n"
        f"class Deep(Base):\n    def __init__(self):\n        super().__init__({R1})\n",
        ("DSM101 9 certain safe", "DSM101 12 certain safe"),
        {V3: NEW, f"{R1})": f"{NEW}, thinking=True)"},
    ),
    Case(
        "fields of a dataclass",
        "from dataclasses import dataclass\n@dataclass\nclass Bot:\n    model: str\n    thinking: bool = False\n"
        "    def ask(self, q):\n"
        '        return create(model=self.model, messages=q, extra_body={"enable_thinking": self.thinking})\n'
        f"Bot({V3}).ask(M)\nBot({R1}).ask(M)\n",
        ("DSM101 8 certain safe", "DSM101 9 certain safe"),
        {V3: NEW, f"{R1})": f"{NEW}, thinking=True)"},
    ),
    Case(
        "callers in other files",
        "",
        ("DSM101 one.py:2 certain safe", "DSM101 two.py:2 certain safe"),
        {"'deepseek-v3'": "'qwen3.7-plus'", "'deepseek-r1')": "'qwen3.7-plus', enable_thinking=True)"},
        files={
            "llm.py": HEAD + PASSES,
            "one.py": "from llm import ask\nask([], 'deepseek-v3')\n",
            "two.py": "import llm\nllm.ask([], 'deepseek-r1')\n",
        },
        head="",
    ),
    Case(
        "callers that need different things of a function without a switch",
        OPEN + f"ask(M, {V3})\nask(M, {R1})\n",
        (f"DSM101 3 {SHARED}", f"DSM101 4 {SHARED}"),
    ),
    Case(
        "callers that all need the same of a function that nobody else calls",
        PLAIN + f'_ask(M, {V3})\n_ask(M, model="deepseek-v3.1")\n',
        ("DSM101 3 certain safe", "DSM101 4 certain safe"),
        {V3: NEW, '"deepseek-v3.1"': NEW, "messages=q)": f"messages=q, {BODY})"},
    ),
    Case(
        "callers that all need the same of a function that others may call",
        OPEN + f"ask(M, {V3})\n",
        ("DSM101 3 certain unsafe",),
        {V3: NEW, "messages=q)": f"messages=q, {BODY})"},
    ),
    Case(
        "another model beside it",
        PLAIN + f'_ask(M, {V3})\n_ask(M, "qwen-plus")\n',
        (f"DSM101 3 {SHARED}",),
    ),
    Case(
        "a default model, called from outside: the default switch is changed with it",
        PASSES.replace("q, model,", f"q, model={R1},"),
        ("DSM101 1 certain unsafe",),
        {f"{R1}, enable_thinking=False": f"{NEW}, enable_thinking=True"},
    ),
    Case(
        "a default switch that another caller relies on",
        PASSES.replace("q, model,", f"q, model={R1},") + 'ask(M, "qwen-plus")\n',
        (f"DSM101 1 {SHARED}",),
    ),
    Case(
        "a switch that is set anew inside the function",
        "def ask(q, model, think=None):\n    if think is None:\n        think = len(q) > 1\n"
        '    return create(model=model, messages=q, extra_body={"enable_thinking": think})\n'
        f"ask(M, {R1})\n",
        ("DSM101 5 certain choice-needed",),
    ),
    Case(
        "a function that calls itself",
        PASSES.replace("    return create", "    if not q:\n        return ask(q[1:], model, enable_thinking)\n    return create")
        + f"ask(M, {R1})\n",
        ("DSM101 5 certain safe",),
        {f"{R1})": f"{NEW}, enable_thinking=True)"},
    ),
    Case(
        "a mapping that is set only where the switch is said",
        "def ask(q, model, think=None):\n    more = {}\n    if think is not None:\n"
        '        more["extra_body"] = {"enable_thinking": think}\n'
        "    return create(model=model, messages=q, **more)\n"
        f"ask(M, {V3})\nask(M, {R1})\nask(M, {V32}, think=True)\n",
        ("DSM101 6 certain safe", "DSM101 7 certain safe", "DSM101 8 certain safe"),
        {f"{V3})": f"{NEW}, think=False)", R1: NEW, V32: NEW},
    ),
    Case(
        "a parameter that cannot be named",
        "def ask(q, model, think=False, /):\n"
        '    return create(model=model, messages=q, extra_body={"enable_thinking": think})\n'
        f"ask(M, {R1})\n",
        ("DSM101 3 certain unsafe",),
        {R1: NEW},
    ),
    Case(
        "started elsewhere",
        "import asyncio\n" + PLAIN + f"async def main():\n    await asyncio.to_thread(_ask, M, {R1})\n    _ask(M, {V3})\n",
        (f"DSM101 5 {SHARED}", f"DSM101 6 {SHARED}"),
    ),
    Case(
        "handed to somebody who may call it as well",
        PLAIN + f"print(_ask)\n_ask(M, {V3})\n",
        ("DSM101 4 certain unsafe",),
        {V3: NEW, "messages=q)": f"messages=q, {BODY})"},
    ),
    Case(
        "a default that callers out of sight may rely on, with keywords of theirs",
        f"def ask(q, model={V3}, **more):\n    return create(model=model, messages=q, **more)\nask(M)\nask(M + M)\n",
        ("DSM101 1 certain unsafe",),
        {V3: NEW, "ask(M)": f"ask(M, {BODY})", "ask(M + M)": f"ask(M + M, {BODY})"},
    ),
    Case(
        "the same where nobody else can call",
        f"def _ask(q, model={V3}, **more):\n    return create(model=model, messages=q, **more)\n_ask(M)\n_ask(M + M)\n",
        ("DSM101 1 certain safe",),
        {V3: NEW, "ask(M)": f"ask(M, {BODY})", "ask(M + M)": f"ask(M + M, {BODY})"},
    ),
    Case(
        "more callers than one usually has",
        PASSES + f"ask(M, {V3})\n" * 70 + f"ask(M, {R1})\n",
        (*(f"DSM101 {number} certain safe" for number in range(3, 74)),),
        {V3: NEW, f"{R1})": f"{NEW}, enable_thinking=True)"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

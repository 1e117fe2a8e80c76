"""Fixes 6: a value is renamed only if every use is harmless."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

ASK = 'MODEL = "deepseek-r1"\ncreate(model=MODEL, messages=M)\n'
BRANCH = "DSM101 1 certain branch-on-model"
QUIET = ("DSM303", "DSM301", "DSM103", "DSM102")
NEW = {'"deepseek-r1"': '"qwen3.7-plus"'}


def uses(name: str, source: str) -> Case:
    """A use of MODEL that something else depends on."""
    return Case(name, ASK + source, (BRANCH,), quiet=QUIET)


CASES = [
    uses("compared", 'if MODEL == "deepseek-r1":\n    print()\n'),
    uses("looked for in a set", 'print(MODEL in {"deepseek-r1", "qwq"})\n'),
    uses("tested", 'print(MODEL.startswith("deepseek"))\n'),
    uses("looked up by", 'print({"deepseek-r1": 4}[MODEL])\n'),
    uses("matched", 'match MODEL:\n    case "deepseek-r1":\n        print()\n'),
    uses("part of a path", 'open("out_" + MODEL + ".txt", "w")\n'),
    uses("part of a path that has a name", 'name = "out_" + MODEL + ".txt"\nopen(name, "w")\n'),
    uses("part of a path that a function makes", 'def log(m):\n    return f"{m}.log"\nopen(log(MODEL))\n'),
    uses("joined to a path", 'from pathlib import Path\nprint(Path("out") / f"{MODEL}.md", 1)\n'),
    uses("part of a key that has a name", 'key = f"answers:{MODEL}"\nseen = {}\nprint(key in seen)\n'),
    uses("asked what it holds", 'print("r1" in MODEL)\n'),
    uses("looked for in a list that holds it", 'SEEN = [MODEL, "qwq"]\nprint("deepseek-r1" in SEEN)\n'),
    uses("looked for in a mapping", 'COSTS = {"qwq": 1}\nprint(MODEL in COSTS)\n'),
    uses("looked for among the values of a mapping", 'KW = {"model": MODEL}\nprint("deepseek-r1" in KW.values())\n'),
    Case(
        "a mapping that is asked for another key",
        'kw = {"model": "deepseek-r1", "messages": M}\nif "stream" not in kw and "tools" in kw:\n    print()\ncreate(**kw)\n',
        ("DSM101 1 certain safe",),
        NEW,
    ),
    Case(
        "a mapping made of keywords, whose values would become equal",
        'MODELS = dict(quick="deepseek-v3.1", old="deepseek-v3.2")\ncreate(model=MODELS["quick"], messages=M)\n'
        'create(model=MODELS["old"], messages=M)\n',
        ("DSM101 1 certain choice-needed",),
    ),
    Case(
        "a mapping filled line by line, whose values would become equal",
        'MODELS = {}\nMODELS["quick"] = "deepseek-r1"\nMODELS["old"] = "deepseek-r1-0528"\n'
        'create(model=MODELS["quick"], messages=M)\ncreate(model=MODELS["old"], messages=M)\n',
        ("DSM101 2 certain choice-needed", "DSM101 3 certain choice-needed"),
    ),
    Case(
        "what is put under one name in turn",
        'body = {"messages": M}\nbody["model"] = "deepseek-r1"\ncreate(**body)\n'
        'body["model"] = "deepseek-r1-0528"\ncreate(**body)\n',
        ("DSM101 2 certain safe", "DSM101 4 certain safe"),
        {**NEW, '"deepseek-r1-0528"': '"qwen3.7-plus"'},
    ),
    Case(
        "two variables of the environment",
        'import os\nos.environ["QUICK"] = "deepseek-r1"\nos.environ["OLD"] = "deepseek-r1-0528"\n'
        'create(model=os.environ["QUICK"], messages=M)\ncreate(model=os.environ["OLD"], messages=M)\n',
        ("DSM101 2 certain safe", "DSM101 3 certain safe"),
        {**NEW, '"deepseek-r1-0528"': '"qwen3.7-plus"'},
    ),
    Case(
        "a mapping made of keywords, of which one is retired",
        'MODELS = dict(quick="deepseek-r1", other="qwen-plus")\ncreate(model=MODELS["quick"], messages=M)\n',
        ("DSM101 1 certain safe",),
        {'"deepseek-r1"': '"qwen3.7-plus"'},
    ),
    Case(
        "put together for a log",
        ASK + 'text = f"asked {MODEL}"\nprint(text)\nratio = 4 / 2\n',
        ("DSM101 1 certain safe",),
        NEW,
    ),
    uses("written to a record", 'import json\njson.dump({"model": MODEL}, open("x.json", "w"))\n'),
    uses("compared through a function", 'def now():\n    return MODEL\nprint(now() == "deepseek-r1")\n'),
    Case("logged", ASK + 'import logging\nlogging.info("model %s", MODEL)\nprint(f"{MODEL}")\n', ("DSM101 1 certain safe",), NEW),
    Case(
        "a mapping's key",
        'for name, c in {"deepseek-r1": client}.items():\n    c.chat.completions.create(model=name, messages=M)\n',
        (BRANCH,),
        quiet=QUIET,
    ),
    Case(
        "a default among a type's values",
        'from typing import Literal\ndef ask(m: Literal["deepseek-r1", "qwen-plus"] = "deepseek-r1"):\n'
        "    create(model=m, messages=M)\n",
        ("DSM101 2 certain branch-on-model",),
        quiet=QUIET,
    ),
    Case(
        "a default among an option's choices",
        "import argparse\np = argparse.ArgumentParser()\n"
        'p.add_argument("--model", default="deepseek-r1", choices=["deepseek-r1"])\n'
        "create(model=p.parse_args().model, messages=M)\n",
        ("DSM101 3 certain branch-on-model",),
        quiet=QUIET,
    ),
    Case(
        "a default among an option's choices that have a name",
        "import argparse\np = argparse.ArgumentParser()\nNAMES = ['deepseek-r1', 'qwen-plus']\n"
        'p.add_argument("--model", default="deepseek-r1", choices=NAMES)\n'
        "create(model=p.parse_args().model, messages=M)\n",
        ("DSM101 4 certain branch-on-model",),
        quiet=QUIET,
    ),
    Case(
        "an option's default among other choices",
        "import argparse\np = argparse.ArgumentParser()\nNAMES = ['qwen-max', 'qwen-plus']\n"
        'p.add_argument("--other", choices=NAMES)\np.add_argument("--model", default="deepseek-r1")\n'
        "create(model=p.parse_args().model, messages=M)\n",
        ("DSM101 5 certain safe",),
        NEW,
    ),
    Case(
        "an option's default",
        'import argparse\np = argparse.ArgumentParser()\np.add_argument("--model", default="deepseek-r1")\n'
        "create(model=p.parse_args().model, messages=M)\n",
        ("DSM101 3 certain safe",),
        NEW,
    ),
    Case(
        "a member of an enum",
        "from enum import Enum\nclass Model(str, Enum):\n    DEEP = 'deepseek-r1'\ncreate(model=Model.DEEP, messages=M)\n",
        ("DSM101 3 certain branch-on-model",),
        quiet=QUIET,
    ),
    Case(
        "a fallback chain that would try one model twice",
        'for m in ["qwen3.7-plus", "deepseek-r1"]:\n    create(model=m, messages=M)\n',
        ("DSM101 1 certain choice-needed",),
    ),
    Case(
        "a collection of constants",
        'A = "deepseek-v3"\nB = "deepseek-v3.2"\nfor m in [A, B]:\n    create(model=m, messages=M)\n',
        ("DSM101 1 certain choice-needed", "DSM101 2 certain choice-needed"),
    ),
    Case(
        "a collection of a constant and something else",
        ASK + "NAME = 'x'\nprint([MODEL, NAME, MODEL])\n",
        ("DSM101 1 certain safe",),
        NEW,
    ),
    Case(
        "constants that are given together are no collection",
        'A, B = "deepseek-r1", "deepseek-r1-0528"\ncreate(model=A, messages=M)\ncreate(model=B, messages=M)\n',
        ("DSM101 1 certain safe",),
        {**NEW, '"deepseek-r1-0528"': '"qwen3.7-plus"'},
    ),
    Case(
        "one of a list by chance",
        'import random\ncreate(model=random.choice(["deepseek-r1", "deepseek-r1-0528"]), messages=M)\n',
        ("DSM101 2 certain choice-needed",),
    ),
    Case(
        "a model that is tried when another fails",
        'try:\n    create(model="deepseek-r1", messages=M)\n'
        'except Exception:\n    create(model="deepseek-r1-0528", messages=M)\n',
        ("DSM101 2 certain choice-needed", "DSM101 4 certain choice-needed"),
    ),
    Case(
        "a model that is tried when another fails, and what that becomes",
        'try:\n    create(model="deepseek-r1", messages=M)\nexcept Exception:\n    create(model="qwen3.7-plus", messages=M)\n',
        ("DSM101 2 certain choice-needed",),
    ),
    Case(
        "what is asked when nothing failed",
        'try:\n    create(model="deepseek-r1", messages=M)\nexcept Exception:\n    raise\n'
        'else:\n    create(model="qwen3.7-plus", messages=M)\n',
        ("DSM101 2 certain safe",),
        NEW,
    ),
    Case(
        "the same model tried again",
        'try:\n    create(model="deepseek-r1", messages=M)\nexcept Exception:\n    create(model="deepseek-r1", messages=M)\n',
        ("DSM101 2 certain safe", "DSM101 4 certain safe"),
        NEW,
    ),
    Case(
        "two models tried together",
        'try:\n    create(model="deepseek-r1", messages=M)\n    create(model="deepseek-r1-0528", messages=M)\n'
        "except Exception as e:\n    print(e)\n",
        ("DSM101 2 certain safe", "DSM101 3 certain safe"),
        {**NEW, '"deepseek-r1-0528"': '"qwen3.7-plus"'},
    ),
    Case(
        "LangChain's fallbacks",
        "from langchain_openai import ChatOpenAI\nurl = 'https://dashscope.aliyuncs.com/compatible-mode/v1'\n"
        'a = ChatOpenAI(model="deepseek-r1", base_url=url)\nb = ChatOpenAI(model="deepseek-r1-0528", base_url=url)\n'
        "a.with_fallbacks([b]).invoke('x')\n",
        ("DSM101 3 certain choice-needed", "DSM101 4 certain choice-needed"),
    ),
    Case(
        "constants that become the same are no collection",
        'class Models:\n    CHAT = "deepseek-v3"\n    DEEP = "deepseek-r1"\n'
        "create(model=Models.CHAT, messages=M)\ncreate(model=Models.DEEP, messages=M)\n",
        ("DSM101 2 certain safe", "DSM101 3 certain safe"),
        {
            **NEW,
            '"deepseek-v3"': '"qwen3.7-plus"',
            "Models.CHAT, messages=M)": 'Models.CHAT, messages=M, extra_body={"enable_thinking": False})',
        },
    ),
    Case(
        "the same value for two providers",
        ASK + 'OpenAI(base_url="https://api.lkeap.cloud.tencent.com/v1").chat.completions.create(model=MODEL, messages=M)\n',
        ("DSM101 1 certain shared-value",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

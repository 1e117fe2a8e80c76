"""Functions that somebody else calls with what is handed along, values that are yielded, and objects that are injected."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
OFF = ', extra_body={"enable_thinking": False}'
OURS = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
ASK = "def ask(model, q=''):\n    create(model=model, messages=M)\n"
"""Two lines."""
SWITCHED = "def _ask(model, think=None):\n    create(model=model, messages=M, extra_body={'enable_thinking': think})\n"
GET_LLM = f"from openai import OpenAI\ndef get_llm():\n    client = OpenAI(base_url={OURS})\n    yield client\n"
CHAT = f"def chat(llm: {{}}):\n    return llm.chat.completions.create(model={V3}, messages=[])\n"


def handed(name: str, call: str) -> Case:
    """A model that always thought, which a call hands on."""
    return Case(name, ASK + call + "\n", ("DSM101 3 certain safe",), {R1: NEW})


CASES = [
    handed("a thread", f"Thread(target=ask, args=({R1}, 'q')).start()"),
    handed("a thread with names", f"threading.Thread(target=ask, kwargs={{'model': {R1}}}, daemon=True).start()"),
    handed("a process with a mapping that is made", f"Process(target=ask, kwargs=dict(model={R1}))"),
    handed("a timer", f"Timer(5, ask, [{R1}])"),
    handed("an executor of an event loop", f"loop.run_in_executor(None, ask, {R1}, 'q')"),
    handed("an event loop's next turn", f"loop.call_later(3, ask, {R1})"),
    handed("a pool", f"pool.apply_async(ask, ({R1},), {{'q': 'x'}})"),
    handed("a task of Celery's", f"ask.delay({R1})"),
    handed("a task of Celery's with a list", f"ask.apply_async(args=[{R1}], countdown=3)"),
    handed("a task that runs when a web request is answered", f"tasks.add_task(ask, {R1})"),
    Case(
        "a method of that name of something else",
        f"{ASK}nobody.delay({R1})\n",
        ("DSM102 3 possible unknown-endpoint",),
    ),
    Case(
        "a thread's model that did not think",
        f"{ASK.replace('ask', '_ask')}Thread(target=_ask, args=({V3},))\n",
        ("DSM101 3 certain safe",),
        {V3: NEW, "messages=M)": "messages=M" + OFF + ")"},
    ),
    Case(
        "threads whose models need different things",
        f"{ASK.replace('ask', '_ask')}Thread(target=_ask, args=({V3},))\nThread(target=_ask, args=({R1},))\n",
        ("DSM101 3 certain shared-value", "DSM101 4 certain shared-value"),
    ),
    Case(
        "a switch of the caller's own, which is given",
        f"{SWITCHED}Thread(target=_ask, args=({V3}, None))\nThread(target=_ask, args=({R1}, None))\n",
        ("DSM101 3 certain safe", "DSM101 4 certain safe"),
        {f"({V3}, None)": f"({NEW}, False)", f"({R1}, None)": f"({NEW}, True)"},
    ),
    Case(
        "a switch of the caller's own, which a mapping gains",
        SWITCHED.replace("None", "False") + f'Thread(target=_ask, kwargs={{"model": {R1}}})\n',
        ("DSM101 3 certain safe",),
        {f'{{"model": {R1}}}': f'{{"model": {NEW}, "think": True}}'},
    ),
    Case(
        "a switch of the caller's own, which a list has no place for",
        f"{SWITCHED.replace('None', 'False')}Thread(target=_ask, args=({R1},))\n",
        ("DSM101 3 certain choice-needed",),
    ),
    Case(
        "a pool that takes each item apart",
        f"{ASK.replace('ask', '_ask')}pool.starmap(_ask, [({V3}, 'a'), ({V3}, 'b')])\n",
        ("DSM101 3 certain safe",),
        {V3: NEW, "messages=M)": "messages=M" + OFF + ")"},
    ),
    Case(
        "what a page offers",
        f"import streamlit as st\nmodel = st.selectbox('Model', [{R1}, 'deepseek-r1-0528'])\ncreate(model=model, messages=M)\n",
        ("DSM101 2 certain branch-on-model",),
    ),
    Case(
        "a default for what a request does not say",
        f"from flask import request\ndata = request.get_json()\ncreate(model=data.get('model', {R1}), messages=M)\n",
        ("DSM101 3 certain safe",),
        {R1: NEW},
    ),
    Case(
        "a default for what a request does not say, whose model did not think",
        f"import json\ndef handle(body):\n    create(model=json.loads(body).get('model') or {V3}, messages=M)\n",
        ("DSM101 3 certain unsafe",),
        {V3: NEW, "messages=M)": "messages=M" + OFF + ")"},
    ),
    Case(
        "an SDK's method in a thread",
        f"Thread(target=create, kwargs={{'model': {V3}, 'messages': M}}).start()\n",
        ("DSM101 1 certain safe",),
        {f"{{'model': {V3}, 'messages': M}}": f"{{'model': {NEW}, 'messages': M, 'extra_body': {{'enable_thinking': False}}}}"},
    ),
    Case(
        "a bound task, whose first parameter nobody gives",
        f"@app.task(bind=True)\ndef ask(self, model):\n    create(model=model, messages=M)\nask.delay({R1})\n",
        ("DSM101 4 certain safe",),
        {R1: NEW},
    ),
    Case(
        "a generator's value",
        f"def models():\n    yield {V3}\nfor m in models():\n    create(model=m, messages=M)\n",
        ("DSM101 2 certain safe",),
        {V3: NEW, "messages=M)": "messages=M" + OFF + ")"},
    ),
    Case(
        "a generator of values that would become one",
        f'def models():\n    yield {V3}\n    yield "deepseek-v3.1"\nfor m in models():\n    create(model=m, messages=M)\n',
        ("DSM101 2 certain choice-needed", "DSM101 3 certain choice-needed"),
    ),
    Case(
        "a generator that hands a list on, and its first value alone",
        f"def models():\n    yield from [{R1}]\ncreate(model=next(models()), messages=M)\n",
        ("DSM101 2 certain safe",),
        {R1: NEW},
    ),
    Case(
        "an injected client under a type's own name",
        CHAT.format("LLM"),
        ("DSM101 2 certain safe",),
        {V3: NEW, "messages=[]": "messages=[]" + OFF},
        files={
            "deps.py": "from typing import Annotated\nfrom fastapi import Depends\n"
            + GET_LLM
            + "LLM = Annotated[OpenAI, Depends(get_llm)]\n"
        },
        head="from deps import LLM\n",
    ),
    Case(
        "an injected client beside the type",
        CHAT.format("Annotated[OpenAI, Depends(get_llm)]"),
        ("DSM101 2 certain safe",),
        {V3: NEW, "messages=[]": "messages=[]" + OFF},
        files={"deps.py": GET_LLM},
        head="from typing import Annotated\nfrom fastapi import Depends\nfrom openai import OpenAI\nfrom deps import get_llm\n",
    ),
    Case(
        "a table by a key that has a default",
        f"MODELS = {{'fast': {V3}, 'smart': {R1}}}\ndef run(kind='fast'):\n    create(model=MODELS[kind], messages=M)\n",
        ("DSM101 1 certain shared-value",),
    ),
    Case(
        "tables by one key, whose values go together",
        "URLS = {'ours': 'https://dashscope.aliyuncs.com/compatible-mode/v1', 'theirs': 'https://api.lkeap.cloud.tencent.com/v1'}\n"
        f"MODELS = {{'ours': {R1}, 'theirs': 'deepseek-r1'}}\n"
        "def run(name='ours'):\n    OpenAI(base_url=URLS[name]).chat.completions.create(model=MODELS[name], messages=M)\n",
        ("DSM101 2 certain safe",),
        {R1: NEW},
    ),
    Case(
        "a table with a value for other keys",
        f"MODELS = {{'fast': {R1}}}\ndef run(kind='fast'):\n    create(model=MODELS.get(kind, 'deepseek-r1-0528'), messages=M)\n",
        ("DSM101 1 certain safe", "DSM101 3 certain safe"),
        {R1: NEW, "'deepseek-r1-0528'": "'qwen3.7-plus'"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_handed_functions(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

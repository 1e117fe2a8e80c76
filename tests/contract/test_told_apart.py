"""What is one of several things, each read as a run of its own: bodies that take one another's place, mappings beside others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.sent import HTTP_HEAD
from tests.contract.table import Case, check

OFF = {'"model": "deepseek-v3"': '"model": "qwen3.7-plus", "enable_thinking": False'}
THINKS = {'"deepseek-r1"': '"qwen3.7-plus"'}
V3, R1 = '{"model": "deepseek-v3"}', '{"model": "deepseek-r1", "n": 1}'
URL = '"https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"'
CLIENT = "import dashscope, json, sys\nM = []\ncreate = dashscope.Client().chat.completions.create\n"
FIRST, SECOND = '{"enable_thinking": True}', '{"enable_thinking": False, "n": 1}'
FIRST_OF_ALL, AT_THE_END = {"json={": 'json={"enable_thinking": False, '}, {"n=1": "n=1, enable_thinking=False"}


def body(name: str, source: str, *found: str, after: dict[str, str] | None = None) -> Case:
    return Case(name, source, found, {**OFF, **THINKS} if after is None else after, head=HTTP_HEAD.replace("deepseek-v3", "x"))


CASES = [
    body(
        "a body that takes another one's place",
        f"b = {V3}\nif sys.argv[1:]:\n    b = {R1}\nrequests.post(CHAT, json=b)\n",
        "DSM101 1 certain safe", "DSM101 3 certain safe",
    ),
    body(
        "one of three",
        f"b = {V3}\nif sys.argv[3:]:\n    b = {R1}\nelif sys.argv[2:]:\n    b = {R1}\nrequests.post(CHAT, data=json.dumps(b))\n",
        "DSM101 1 certain safe", "DSM101 3 certain safe", "DSM101 5 certain safe",
    ),
    body(
        "where one arm of two says nothing",
        f"b = {V3}\nif sys.argv[3:]:\n    print()\nelse:\n    b = {R1}\nrequests.post(CHAT, json=b)\n",
        "DSM101 1 certain safe", "DSM101 5 certain safe",
    ),
    body(
        "in a loop",
        f"for each in sys.argv:\n    b = {V3}\n    if each:\n        b = {R1}\n    requests.post(CHAT, json=b)\n",
        "DSM101 2 certain safe", "DSM101 4 certain safe",
    ),
    body(
        "never the first, which goes elsewhere",
        f'b = {V3}\nrequests.post("https://api.deepseek.com/chat/completions", json=b)\nb = {R1}\nrequests.post(CHAT, json=b)\n',
        "DSM101 3 certain safe",
        after=THINKS,
    ),
    Case(
        "text of one of two objects",
        "",
        ("DSM101 a.js:1 certain safe", "DSM101 a.js:2 certain safe"),
        {'model: "deepseek-v3"': 'model: "qwen3.7-plus", enable_thinking: false', **THINKS},
        files={
            "a.js": 'let b = {model: "deepseek-v3"};\nif (process.argv[2]) b = {model: "deepseek-r1"};\n'
            f'await fetch({URL}, {{method: "POST", body: JSON.stringify(b)}});\n'
        },
    ),
    # One of the two has to think.
    *(
        Case(
            f"a model that what is merged brings: {how}",
            source,
            tuple(f"DSM101 {line} certain shared-value" for line in lines),
        )
        for how, source, lines in [
            ("by choice", f"create(messages=M, extra_body={V3} if M else {R1})\n", (1,)),
            ("by name", f"b = {V3}\nif M:\n    b = {R1}\ncreate(messages=M, extra_body=b)\n", (1, 3)),
        ]
    ),
    Case(
        "the same model in both",
        f'create(messages=M, extra_body={V3} if M else {V3[:-1]}, "n": 1}})\n',
        ("DSM101 1 certain safe",),
        {
            '"deepseek-v3"': '"qwen3.7-plus"',
            "extra_body=": 'extra_body={"enable_thinking": False, **(',
            '"n": 1}': '"n": 1})}',
        },
    ),
    # It stands where it is read, in whichever of them.
    *(
        Case(
            f"one of two mappings whose place is inside the body: {other}",
            f'create(model="deepseek-v3.2", messages=M, parameters={FIRST} if M else {other})\n',
            (f"DSM101 1 certain {how}",),
            {'"deepseek-v3.2"': '"qwen3.7-max"'} if how == "safe" else {},
            head=CLIENT,
        )
        for other, how in [(SECOND, "safe"), ("None", "choice-needed")]
    ),
    # What is said in one round of a loop holds in the next ones, unless each begins anew.
    *(
        Case(
            f"a switch that lasts: {name}",
            f"flag = {before}\nfor each in M:\n    model = 'deepseek-v3'\n"
            f"    {again}\n    if each:\n        model = 'deepseek-v3.2'\n"
            "        flag = True\n    create(model=model, messages=M, extra_body={'enable_thinking': flag})\n",
            tuple(f"DSM101 {line} certain {how}" for line in (3, 6)),
            {"'deepseek-v3'": "'qwen3.7-plus'", "'deepseek-v3.2'": "'qwen3.7-plus'"},
        )
        for name, before, again, how in [
            ("into the next round", "False", "print()", "unsafe"),
            ("for its own", "True", "flag = False", "safe"),
        ]
    ),
    body(
        "a body of an earlier round",
        f"b = {V3}\nfor each in sys.argv:\n    if each:\n        b = {R1}\n    requests.post(CHAT, json=b)\n",
        "DSM101 1 certain safe", "DSM101 4 certain safe",
    ),
    # What is not in sight may bring a model of its own, unless no key may be given twice.
    *(
        body(
            f"a mapping after another one: {name}",
            f'A = dict(model="deepseek-v3", n=1)\n{source}',
            f"DSM101 1 certain {how}",
            after={'"deepseek-v3"': '"qwen3.7-plus"', **switch},
        )
        for name, source, how, switch in [
            ("unpacked", "requests.post(CHAT, json={**A, **load()})\n", "unsafe", FIRST_OF_ALL),
            ("put into it", "A.update(load())\nrequests.post(CHAT, json=A)\n", "unsafe", AT_THE_END),
            ("before it", "requests.post(CHAT, json={**load(), **A})\n", "safe", FIRST_OF_ALL),
            ("in sight", "requests.post(CHAT, json={**A, **{'seed': 1}})\n", "safe", AT_THE_END),
        ]
    ),
    # Text of a mapping goes where the text goes.
    *(
        body(
            f"unpacked for a text: {name}",
            f'A = dict(model="deepseek-v3", n=1)\n{source}',
            f"DSM101 1 certain {how}",
            after={'"deepseek-v3"': '"qwen3.7-plus"', "n=1": "n=1, enable_thinking=False"} if how == "safe" else {},
        )
        for name, source, how in [
            ("ours", 'requests.post(CHAT, data=json.dumps({**A, "seed": 1}))\n', "safe"),
            ("a function's", "def ask(t):\n    requests.post(CHAT, data=t)\nask(json.dumps({**A}))\n", "safe"),
            ("a queue's too", "requests.post(CHAT, json=A)\nqueue.send(json.dumps({**A}))\n", "shared-value"),
            ("nobody's", "requests.post(CHAT, json=A)\nt = json.dumps({**A})\n", "shared-value"),
        ]
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

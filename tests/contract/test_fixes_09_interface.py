"""Fixes 9: calls that need another interface, or another form of reply, where every reading is in sight; else refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check, scanned

PLUS = ("--to", "qwen3.7-plus")
IMPORT = "import dashscope\n"
CALL = (
    'r = dashscope.Generation.call(model="deepseek-v3", messages=[{"role": "user", "content": "hi"}], result_format="message")\n'
)
NEW_CALL = {
    "dashscope.Generation.call": "dashscope.MultiModalConversation.call",
    '"deepseek-v3"': '"qwen3.7-plus"',
    '"content": "hi"': '"content": [{"text": "hi"}]',
    'result_format="message")': 'result_format="message", enable_thinking=False)',
}
CONTENT = "r.output.choices[0].message.content"


def kept(name: str, reads: str, where: int = 1) -> Case:
    """A call whose reply is read in a way that nobody can follow: nothing changes."""
    return Case(name, CALL + reads, (f"DSM101 {where} certain interface-change",), {}, PLUS, head=IMPORT)


def moved(name: str, reads: str, after: dict[str, str], how: str = "safe") -> Case:
    """A call that is converted, with what becomes of its readings."""
    return Case(name, CALL + reads, (f"DSM101 1 certain {how}",), {**NEW_CALL, **after}, PLUS, head=IMPORT)


def thinking(name: str, source: str, how: str, after: dict[str, str] | None = None) -> Case:
    """A call of deepseek-r1 that keeps its interface."""
    renamed = {'"deepseek-r1"': '"qwen3.7-max"'}
    return Case(name, source, (f"DSM101 1 certain {how}",), {**renamed, **after} if after else {}, head=IMPORT)


R1 = 'r = dashscope.Generation.call(model="deepseek-r1", prompt="hi")\n'
FORM = {'prompt="hi")': 'prompt="hi", result_format="message")'}
STREAM = 'for c in dashscope.Generation.call(model="deepseek-r1", prompt="hi", result_format="message", stream=True):\n'
LIVE = 'r = dashscope.Generation.call(model=m, prompt="hi", enable_thinking=False)\nprint(r.output.text)\n'
POST = (
    'r = requests.post("https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation", json={{"model": '
    '"deepseek-r1", "input": {{"messages": []}}, "parameters": {{"result_format": "message"}}}}, headers={}, timeout=key)\n'
    "print(r.json())\n"
)
APART = """\
r = Generation.call(model="{model}", prompt="hi")
print(r.output.text)
s = Generation.call(model="{model}", prompt="ho"){keep}
print(s.output.text)
"""
TO_PLUS = 'dashscope.Generation.call(model="qwen3.7-plus", prompt="hi", enable_thinking=False)'
HISTORY = """\
m = [{{"role": "user", "content": [{{"text": "hi"}}]}}]
r = dashscope.Generation.call(model="qwen3.7-plus", messages=m, result_format="message", enable_thinking=False)
m.append(r.output.choices[0].message)
s = Generation.call(model="qwen3.7-plus", messages=m, result_format="message", enable_thinking=False){}
{}
"""
CASES = [
    moved("an attribute", f"print({CONTENT})\n", {f"print({CONTENT})": f'print({CONTENT}[0]["text"])'}),
    moved(
        "items",
        "print(r['output']['choices'][0]['message']['content'])\n",
        {"['content'])": "['content'][0]['text'])"},
    ),
    moved("what follows the text stays", f"print({CONTENT}.strip()[:3])\n", {".content.strip": '.content[0]["text"].strip'}),
    moved("under another name", "m = r.output.choices[0].message\nprint(m.content)\n", {"(m.content)": '(m.content[0]["text"])'}),
    moved("a get", 'print(r.output.choices[0].message.get("content"))\n', {'.get("content"))': '.get("content")[0]["text"])'}),
    moved("in a text", f'print(f"{{{CONTENT}}}")\n', {"content}": "content[0]['text']}"}),
    moved(
        "in a comprehension",
        "print([c.message.content for c in r.output.choices])\n",
        {"c.message.content": 'c.message.content[0]["text"]'},
    ),
    moved(
        "the rest of the reply",
        f"print({CONTENT}, r.status_code, r.usage, r.output.choices[0].message.reasoning_content, r.request_id)\n",
        {f"{CONTENT},": f'{CONTENT}[0]["text"],'},
    ),
    moved(
        "a test of the whole",
        f"if r and r.output:\n    print({CONTENT})\n",
        {f"print({CONTENT})": f'print({CONTENT}[0]["text"])'},
    ),
    kept("printed whole", "print(r)\n"),
    kept("a part that is changed", 'r.output.choices[0].message.content = "x"\n'),
    kept("a part that is deleted", 'del r.output.choices[0].message["content"]\n'),
    kept("handed on whole", "import json\njson.dumps(r.output)\n"),
    kept("kept on an object", "import keep\nkeep.reply = r\n"),
    kept("in a collection", "replies = [r]\nprint(replies)\n"),
    kept("a part that is not named", 'name = "output"\nprint(r[name])\n'),
    kept("looped over as it is", f"for x in r.output.items():\n    print(x, {CONTENT})\n"),
    kept("read by nobody", ""),
    Case(
        "returned to whoever calls",
        'def ask(q):\n    return dashscope.Generation.call(model="deepseek-v3", prompt=q)\n',
        ("DSM101 2 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "returned to callers in sight, and perhaps to others",
        'def ask(q):\n    return dashscope.Generation.call(model="deepseek-v3", prompt=q)\nprint(ask("x").output.text)\n',
        ("DSM101 2 certain unsafe",),
        {
            "Generation": "MultiModalConversation",
            '"deepseek-v3"': '"qwen3.7-plus"',
            "prompt=q)": 'messages=[{"role": "user", "content": [{"text": q}]}], enable_thinking=False)',
            ".output.text": '.output.choices[0].message.content[0]["text"]',
        },
        PLUS,
        head=IMPORT,
    ),
    Case(
        "returned to callers in another file",
        'def _ask(q):\n    return dashscope.Generation.call(model="deepseek-v3", prompt=q)\n',
        ("DSM101 2 certain safe",),
        {
            "Generation": "MultiModalConversation",
            '"deepseek-v3"': '"qwen3.7-plus"',
            "prompt=q)": 'messages=[{"role": "user", "content": [{"text": q}]}], enable_thinking=False)',
            ".output.text": '.output.choices[0].message.content[0]["text"]',
        },
        PLUS,
        {"other.py": 'from main import _ask\n\nprint(_ask("x").output.text)\n'},
        head=IMPORT,
    ),
    Case(
        "messages from outside",
        'def ask(m):\n    r = dashscope.Generation.call(model="deepseek-v3", messages=m)\n    return r.output.text\n',
        ("DSM101 2 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "messages that are printed too",
        'm = [{"role": "user", "content": "hi"}]\nprint(m)\n'
        'r = dashscope.Generation.call(model="deepseek-v3", messages=m)\nprint(r.output.text)\n',
        ("DSM101 3 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "a history",
        'r = dashscope.Generation.call(model="deepseek-v3", prompt="hi", history=[{"user": "a", "bot": "b"}])\n'
        "print(r.output.text)\n",
        ("DSM101 1 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "no history",
        'r = dashscope.Generation.call("deepseek-v3", "hi", None, "k")\nprint(r.output.text)\n',
        ("DSM101 1 certain safe",),
        {
            "Generation": "MultiModalConversation",
            '"deepseek-v3", "hi", None, "k")': '"qwen3.7-plus", messages=[{"role": "user", "content": [{"text": "hi"}]}], '
            'api_key="k", enable_thinking=False)',
            ".output.text": '.output.choices[0].message.content[0]["text"]',
        },
        PLUS,
        head=IMPORT,
    ),
    Case(
        "streaming that only run time knows",
        'def ask(s):\n    r = dashscope.Generation.call(model="deepseek-v3", prompt="hi", stream=s)\n    print(r.output.text)\n',
        ("DSM101 2 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "a content that is no text",
        'r = dashscope.Generation.call(model="deepseek-v3", messages=[{"role": "user", "content": 1}])\nprint(r.output.text)\n',
        ("DSM101 1 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "one reply of two calls, one of which stays",
        'if input():\n    r = dashscope.Generation.call(model="deepseek-v3", prompt="hi")\n'
        'else:\n    r = dashscope.Generation.call(model="deepseek-v4-pro", prompt="hi", enable_thinking=False)\n'
        "print(r.output.text)\n",
        ("DSM101 2 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "one reply of two calls that go together",
        'if input():\n    r = dashscope.Generation.call(model="deepseek-v3", prompt="hi")\n'
        'else:\n    r = dashscope.Generation.call(model="deepseek-v3.2", prompt="hi")\n'
        "print(r.output.text)\n",
        ("DSM101 2 certain safe", "DSM101 4 certain safe"),
        {
            "Generation": "MultiModalConversation",
            '"deepseek-v3"': '"qwen3.7-plus"',
            '"deepseek-v3.2"': '"qwen3.7-plus"',
            'prompt="hi")': 'messages=[{"role": "user", "content": [{"text": "hi"}]}], enable_thinking=False)',
            ".output.text": '.output.choices[0].message.content[0]["text"]',
        },
        PLUS,
        head=IMPORT,
    ),
    Case(
        "one reply of two calls, one of which is suppressed",
        'if input():\n    r = dashscope.Generation.call(model="deepseek-v3", prompt="hi")\n'
        "else:\n    # deepseek-migrate: ignore[DSM101] later\n"
        '    r = dashscope.Generation.call(model="deepseek-v3.2", prompt="hi")\n'
        "print(r.output.text)\n",
        ("DSM101 2 certain rule-off", "DSM101 5 certain -"),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "two models that need different interfaces",
        'for m in ("deepseek-v3", "qwen-max"):\n'
        '    r = dashscope.Generation.call(model=m, prompt="hi")\n    print(r.output.text)\n',
        ("DSM101 1 certain shared-value",),
        {},
        PLUS,
        quiet=("DSM303", "DSM301", "DSM102"),
        head=IMPORT,
    ),
    Case(
        "a client of another shape",
        'c = dashscope.Client()\nr = c.chat.completions.create(model="deepseek-v3", messages=[])\nprint(r)\n',
        ("DSM101 2 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "an import under a condition",
        "try:\n    from dashscope import Generation\nexcept ImportError:\n    Generation = None\n"
        'r = Generation.call(model="deepseek-v3", prompt="hi")\nprint(r.output.text)\n',
        ("DSM101 5 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "an import that another file takes from here",
        'from dashscope import Generation\n\nr = Generation.call(model="deepseek-v3", prompt="hi")\nprint(r.output.text)\n',
        ("DSM101 3 certain safe",),
        {
            "dashscope import Generation\n": "dashscope import Generation, MultiModalConversation\n",
            "r = Generation": "r = MultiModalConversation",
            '"deepseek-v3"': '"qwen3.7-plus"',
            'prompt="hi")': 'messages=[{"role": "user", "content": [{"text": "hi"}]}], enable_thinking=False)',
            "r.output.text": 'r.output.choices[0].message.content[0]["text"]',
        },
        PLUS,
        {"other.py": "from main import Generation\n\nprint(Generation)\n"},
        head="",
    ),
    *(
        Case(
            f"a method that {who} replaces",
            CALL + f"print({CONTENT})\n",
            (f"DSM101 1 certain {how}",),
            {**NEW_CALL, f"print({CONTENT})": f'print({CONTENT}[0]["text"])'},
            PLUS,
            {"other.py": f"import dashscope\nfrom dashscope import Generation\n\n\ndef other(patch):\n    {line}\n"},
            head=IMPORT,
        )
        for who, how, line in (
            ("a test", "unsafe", 'patch.setattr(dashscope.Generation, "call", None)'),
            ("a tracer", "unsafe", "Generation.call = patch(Generation.call)"),
            ("nobody", "safe", "call = Generation.call"),
        )
    ),
    Case(
        "two programs in one text",
        "",
        ("DSM101 page.md:3 certain interface-change",),
        {},
        PLUS,
        {"page.md": f"```python\nimport dashscope\n{CALL}print({CONTENT})\n```\n\n```python\nprint(r.output)\n```\n"},
        head="",
    ),
    Case(
        "a text reply of a model that did not think",
        'r = dashscope.Generation.call(model="deepseek-v3", prompt="hi")\nprint(r.output.text)\n',
        ("DSM101 1 certain safe",),
        {'"deepseek-v3"': '"qwen3.7-max"', 'prompt="hi")': 'prompt="hi", enable_thinking=False)'},
        head=IMPORT,
    ),
    Case(
        "a switch that only run time knows",
        "t = bool(input())\n" + R1.replace("r1", "v3.2").replace(")", ", enable_thinking=t)") + "print(r.output.text)\n",
        ("DSM101 2 certain safe",),
        {'"deepseek-v3.2"': '"qwen3.7-max"'},
        head=IMPORT,
    ),
    Case(
        "a text reply of a model that was to think",
        R1.replace("r1", "v3.2").replace(")", ", enable_thinking=True)") + "print(r.output.text)\n",
        ("DSM101 1 certain safe",),
        {
            '"deepseek-v3.2"': '"qwen3.7-max"',
            "enable_thinking=True)": 'enable_thinking=True, result_format="message")',
            "r.output.text": "r.output.choices[0].message.content",
        },
        head=IMPORT,
    ),
    *(
        Case(
            f"a request whose header tells whether it streams: {headers}",
            POST.format(headers),
            (f"DSM101 1 certain {how}",),
            {'"deepseek-r1"': '"qwen3.7-max"'} if how == "safe" else {},
            head="import requests\nfrom other import key, headers\n",
        )
        for headers, how in (
            ('{"Authorization": key}', "safe"),
            ('{"Authorization": key, "x-dashscope-sse": "enable"}', "interface-change"),
            ("headers()", "interface-change"),
        )
    ),
    thinking(
        "a text reply",
        R1 + "print(r.output.text)\n",
        "safe",
        {**FORM, "r.output.text": "r.output.choices[0].message.content"},
    ),
    *(
        Case(
            f"a stream of a live model on the other interface{switch}",
            'text = ""\nfor c in dashscope.Generation.call(model="qwen3.7-plus", messages=[{"role": "user", "content": "hi"}], '
            f'result_format="message", stream=True{switch}):\n    text += c.output.choices[0].message.content\n',
            (f"DSM104 2 certain {'unsafe' if more else 'safe'}",),
            {
                "Generation": "MultiModalConversation",
                '"content": "hi"': '"content": [{"text": "hi"}]',
                f"True{switch})": f"True{switch}{more})",
                "c.output.choices[0].message.content": '(c.output.choices[0].message.content or [{"text": ""}])[0]["text"]',
            },
            head=IMPORT,
        )
        for switch, more in (
            ("", ", incremental_output=True"),
            (", enable_thinking=True", ", incremental_output=True"),
            (", enable_thinking=False", ""),
            (", enable_thinking=bool(input())", ""),
        )
    ),
    Case(
        "one reply of a call that gets another form, and of a live one's that does not",
        'if input():\n    r = dashscope.Generation.call(model="deepseek-r1", prompt="hi")\n'
        'else:\n    r = dashscope.Generation.call(model="qwen3.7-max", prompt="hi")\nprint(r.output.text)\n',
        ("DSM101 2 certain interface-change",),
        head=IMPORT,
    ),
    Case(
        "one reply of a call that gets another form, and of one that calls who knows what",
        "from openai import OpenAI\nfrom other import pick\n"
        'OpenAI().chat.completions.create(model="gpt-4o", messages=[])\n'
        'if input():\n    r = dashscope.Generation.call(model="deepseek-r1", prompt="hi")\n'
        'else:\n    r = dashscope.Generation.call(model=pick(), prompt="hi")\nprint(r.output.text)\n',
        ("DSM101 5 certain interface-change",),
        head=IMPORT,
        hint="is not converted with it (main.py:8)",
    ),
    Case(
        "one reply of two calls that go to different interfaces",
        'if input():\n    r = dashscope.Generation.call(model="deepseek-r1", prompt="hi")\n'
        'else:\n    r = dashscope.Generation.call(model="qwen3.7-plus", prompt="hi", enable_thinking=False)\n'
        "print(r.output.text)\n",
        ("DSM101 2 certain interface-change", "DSM104 4 certain interface-change"),
        head=IMPORT,
        hint="is not converted with it",
    ),
    Case(
        "two live models of different interfaces",
        f'm = "qwen3.7-plus" if input() else "qwen3.7-max"\n{LIVE}',
        ("DSM104 1 certain interface-change",),
        head=IMPORT,
        hint="the same call also serves qwen3.7-max, which needs another interface",
    ),
    *(
        Case(
            f"a live model and others that nobody sees: {model}",
            f"from other import pick\nm = {model}\n{LIVE}",
            ("DSM104 2 certain unsafe",),
            {
                "Generation": "MultiModalConversation",
                'prompt="hi"': 'messages=[{"role": "user", "content": [{"text": "hi"}]}]',
                "r.output.text": 'r.output.choices[0].message.content[0]["text"]',
            },
            head=IMPORT + "import os\n",
        )
        for model in ('"qwen3.7-plus" if input() else pick()', 'os.getenv("MODEL", "qwen3.7-plus")')
    ),
    thinking(
        "a text reply that is told not to stream",
        R1.replace(")", ", stream=None)") + "print(r.output.text)\n",
        "safe",
        {"stream=None": 'stream=None, result_format="message"', "r.output.text": "r.output.choices[0].message.content"},
    ),
    thinking(
        "a text reply that is asked for",
        R1.replace(")", ', result_format="text")') + 'print(r["output"]["text"])\n',
        "safe",
        {'"text")\n': '"message")\n', '["text"]': '["choices"][0]["message"]["content"]'},
    ),
    thinking(
        "a reply of no form that is asked for",
        R1.replace(")", ", result_format=None)") + "print(r.output.text)\n",
        "safe",
        {"result_format=None": 'result_format="message"', "r.output.text": "r.output.choices[0].message.content"},
    ),
    Case(
        "a reply that is asked for both shapes",
        'r = dashscope.Generation.call(model="deepseek-v3", prompt="hi")\n'
        "print(r.output.choices[0].message.content if r.output.choices else r.output.text)\n",
        ("DSM101 1 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "the answer of a tool",
        'm = [{"role": "user", "content": "hi"}]\nm.append({"role": "tool", "content": "3"})\n'
        'r = dashscope.Generation.call(model="deepseek-v3", messages=m)\nprint(r.output.text)\n',
        ("DSM101 3 certain interface-change",),
        {},
        PLUS,
        head=IMPORT,
    ),
    Case(
        "a reply that may call a tool instead",
        'r = dashscope.Generation.call(model="deepseek-v3", prompt="hi", result_format="message", tools=[])\n'
        "print(r.output.choices[0].message.content)\n",
        ("DSM101 1 certain safe",),
        {
            "Generation": "MultiModalConversation",
            '"deepseek-v3"': '"qwen3.7-plus"',
            'prompt="hi"': 'messages=[{"role": "user", "content": [{"text": "hi"}]}]',
            "tools=[])": "tools=[], enable_thinking=False)",
            "(r.output.choices[0].message.content)": '((r.output.choices[0].message.content or [{"text": ""}])[0]["text"])',
        },
        PLUS,
        head=IMPORT,
    ),
    thinking("a text reply that is handed on", R1 + "print(r.output)\n", "interface-change"),
    Case(
        "pieces that are put together",
        'text = ""\n' + STREAM + "    text += c.output.choices[0].message.content\n",
        ("DSM101 2 certain unsafe",),
        {'"deepseek-r1"': '"qwen3.7-max"', "stream=True)": "stream=True, incremental_output=True)"},
        head=IMPORT,
    ),
    Case(
        "pieces that nothing is said about",
        'text = ""\n'
        + STREAM.replace("True", "True, incremental_output=None")
        + "    text += c.output.choices[0].message.content\n",
        ("DSM101 2 certain unsafe",),
        {'"deepseek-r1"': '"qwen3.7-max"', "incremental_output=None": "incremental_output=True"},
        head=IMPORT,
    ),
    *(
        Case(
            f"two calls with nothing in common but the name of their class, one left as it is: {model}",
            APART.format(model=model, keep=f"  # deepseek-migrate: ignore[{rule}] later"),
            (f"{rule} 1 certain safe", f"{rule} 3 certain -"),
            {
                "import Generation": "import Generation, MultiModalConversation",
                f'Generation.call(model="{model}", prompt="hi")': 'MultiModalConversation.call(model="qwen3.7-plus", messages='
                f'[{{"role": "user", "content": [{{"text": "hi"}}]}}]{off})',
                "(r.output.text": '(r.output.choices[0].message.content[0]["text"]',
            },
            PLUS,
            head="from dashscope import Generation\n",
        )
        for model, rule, off in (
            ("deepseek-v3", "DSM101", ", enable_thinking=False"),
            ("qwen3.7-plus", "DSM104", ""),
        )
    ),
    Case(
        "two calls with one reply, one left as it is",
        f"if q:\n    r = {TO_PLUS}\nelse:\n    r = {TO_PLUS}  # deepseek-migrate: ignore[DSM104] later\nprint(r.output.text)\n",
        ("DSM104 2 certain rule-off", "DSM104 4 certain -"),
        head=IMPORT + "q = input()\n",
    ),
    # The messages hold the first one's reply, in the shape that it has then; nothing that is changed is changed for both.
    Case(
        "two calls with one history, the other one left as it is",
        HISTORY.format("  # deepseek-migrate: ignore[DSM104] later", "print(s.output.choices[0].message.content)"),
        ("DSM104 2 certain rule-off", "DSM104 4 certain -"),
        head=IMPORT + "from dashscope import Generation\n",
    ),
    Case(
        "two calls with one history, the other one's reply out of sight",
        HISTORY.format("", "print(s)"),
        ("DSM104 2 certain interface-change", "DSM104 4 certain interface-change"),
        head=IMPORT + "from dashscope import Generation\n",
    ),
    thinking("chunks that are each the whole", STREAM + "    print(c.output.choices[0].message.content)\n", "interface-change"),
    thinking(
        "chunks that are told apart",
        STREAM + "    text = c.output.choices[0].message.content\n    print(text)\n",
        "interface-change",
    ),
    thinking(
        "reasoning in the chunks as well",
        STREAM
        + '    print(c.output.choices[0].message.reasoning_content)\n    print(c.output.choices[0].message.content, end="")\n',
        "interface-change",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


TEXT, MULTIMODAL = (f"/api/v1/services/aigc/{kind}-generation/generation" for kind in ("text", "multimodal"))
FOUR = "{'content': 'hi'}, {'content': [{'text': x}]}, {'content': ''}, {'content': x}"
PARTS, ANY_PARTS = [{"text": "hi"}], [{"text": {"?": "x"}}]


@pytest.mark.parametrize(
    ("call", "path", "contents", "parameters"),
    [
        ('Generation.call("deepseek-v3", prompt="hi")', MULTIMODAL, [PARTS], {"enable_thinking": False}),
        ('Generation.call("deepseek-v3", prompt=x, enable_thinking=True)', MULTIMODAL, [ANY_PARTS], {"enable_thinking": True}),
        (
            'Generation.call("deepseek-v3.2", messages=[{"content": "hi"}, {"content": x}, {"content": [{"text": "hi"}]}])',
            MULTIMODAL,
            [PARTS, ANY_PARTS, PARTS],
            {"enable_thinking": False},
        ),
        (
            f"MultiModalConversation.call('qwen3.7-max', messages=[{{'content': {PARTS}}}, {FOUR}])",
            TEXT,
            ["hi", "hi", {"?": "x"}, "", {"?": "x"}],
            {"result_format": "message"},
        ),
    ],
)
def test_what_a_converted_call_sends(
    call: str, path: str, contents: list[object], parameters: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = "text" if call.startswith("Gen") else 'choices[0].message.content[0]["text"]'
    (tmp_path / "main.py").write_text(
        f"import dashscope\nx = input()\nr = dashscope.{call}\nprint(r.output.{read})\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    _, findings = scanned("--isolated", *PLUS, ".")
    sent = next(each["request"] for each in findings if each["rule"] in ("DSM101", "DSM104"))
    assert isinstance(sent, dict)
    assert sent["after"]["path"] == path
    body = sent["after"]["body"]
    assert [each["content"] for each in body["input"].pop("messages")] == contents
    assert (body["input"], body["parameters"]) == ({}, parameters)


JAVA = "import com.alibaba.dashscope.aigc.generation.GenerationParam;\n"
WHERE = ("output.choices[0].message.content", 'output.choices[0].message.content[0]["text"]')
ASKED = 'ask for result_format="message"'
THINKS = ' ("The result_format parameter must be "message" when enable_thinking is true")'
LIVE = "; or keep the interface and call qwen3.7-plus or qwen3.7-max-2026-06-08"
RETIRED = "; or keep the interface with --to qwen3.7-max or deepseek-v4-pro"


@pytest.mark.parametrize(
    ("call", "by_hand"),
    [
        # What is refused while thinking is no reason for a call that does not think; `--to` is about retired models alone.
        ('MultiModalConversation.call("qwen3.7-max", m, enable_thinking=False)', f"{ASKED}, read %s instead of %s{LIVE}"),
        ('MultiModalConversation.call("qwen3.7-max", m)', f"{ASKED}{THINKS}, read %s instead of %s{LIVE}"),
        ('Generation.call(model="deepseek-v3", messages=m)', f"read %.0s%s instead of output.text{RETIRED}"),
    ],
)
def test_what_is_to_be_done_by_hand(call: str, by_hand: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = f"import dashscope\nm = input()\nprint(dashscope.{call}.output)\n"
    (tmp_path / "main.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, findings = scanned("--isolated", *PLUS, ".")
    (hint,) = (
        str(each["refusal"]["hint"]) for each in findings if isinstance(each["refusal"], dict) and each["rule"] != "DSM301"
    )
    assert hint.endswith(by_hand % WHERE)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("main.py", "import requests\n" + POST.format("{}").replace("deepseek-r1", "deepseek-v3")),
        ("App.java", JAVA + 'GenerationParam p = GenerationParam.builder().model("deepseek-v3").prompt("hi").build();\n'),
    ],
)
def test_what_no_conversion_is_known_for_is_told_how_alone(
    name: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text(source, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, (found, *_) = scanned("--isolated", *PLUS, ".")
    assert isinstance(found["refusal"], dict)
    assert found["refusal"]["hint"].startswith("qwen3.7-plus is served on the multimodal interface only: ")


def test_what_makes_a_conversion_unsafe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = 'dashscope.Generation.call(model=os.environ["B"], prompt="hi", enable_thinking=False)'
    (tmp_path / "main.py").write_text(f"import os\nimport dashscope\nprint({call}.output.text)\n", encoding="utf-8")
    (tmp_path / ".env").write_text("B=qwen3.7-plus\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, (found,) = scanned("--isolated", ".")
    notes = found["notes"]
    assert isinstance(notes, list)
    assert [note for note in notes if note.startswith("unsafe")] == [
        "unsafe because only a settings file says that it calls this model",
        "unsafe because the environment may supply another model, which may not answer like this",
    ]

"""Fixes 9: what is in sight of a conversion and what is not, each with the reason that a person is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator import project
from tests.contract.table import Case, check

PLUS = ("--to", "qwen3.7-plus")
HEAD = """import sys
import dashscope
from dashscope import Generation
M = [{"role": "user", "content": "hi"}]
"""
ASK = 'r = Generation.call(model="deepseek-v3", messages=M, result_format="message")\n'
READ = "print(r.output.choices[0].message.content)\n"
NEW = {
    "from dashscope import Generation": "from dashscope import MultiModalConversation",
    '"content": "hi"': '"content": [{"text": "hi"}]',
    "Generation.call(model=": "MultiModalConversation.call(model=",
    '"deepseek-v3"': '"qwen3.7-plus"',
    'result_format="message")': 'result_format="message", enable_thinking=False)',
    "message.content)": 'message.content[0]["text"])',
}
FUNCTION = """def _ask(q):
    return Generation.call(model="deepseek-v3", messages=[{"role": "user", "content": q}], result_format="message")
print(_ask("x").output.choices[0].message.content)
"""
IN_METHOD = f"    def ask(self):\n        {ASK.replace('Generation', 'self.api')}        "
ASYNC = """async def main():
    r = await dashscope.AioGeneration.call(
        model="deepseek-v3", messages=[{"role": "user", "content": "hello"}], result_format="message")
    print(r.output.choices[0].message.content)
"""
NEW_ASYNC = {
    "AioGeneration": "AioMultiModalConversation",
    '"deepseek-v3"': '"qwen3.7-plus"',
    '"hello"': '[{"text": "hello"}]',
    '"message")': '"message", enable_thinking=False)',
    ".content)": '.content[0]["text"])',
}

BLOCKS = f"""```python
from dashscope import Generation
M = [{{{{"role": "user", "content": "hi"}}}}]
{ASK}{READ}```

and then

```python
print({{}})
```
"""


def refused(name: str, source: str, why: str, line: int | None = None, files: dict[str, str] | None = None) -> Case:
    """A call of a retired model that stays as it is; `why` stands in the hint."""
    at = line or next(n for n, text in enumerate(source.split("\n"), 1) if "deepseek-v3" in text)
    return Case(name, source, (f"DSM101 {at} certain interface-change",), {}, PLUS, files or {}, head=HEAD, hint=why)


def moved(
    name: str, source: str, after: dict[str, str] | None = None, how: str = "safe", files: dict[str, str] | None = None
) -> Case:
    """A call that is converted; `after` is what changes beside what always does."""
    at = next(n for n, text in enumerate(source.split("\n"), 1) if "deepseek-v3" in text)
    always = {old: new for old, new in NEW.items() if old in HEAD + source}
    return Case(name, source, (f"DSM101 {at} certain {how}",), {**always, **(after or {})}, PLUS, files or {}, head=HEAD)


def live(name: str, call: str, then: str, why: str = "", after: dict[str, str] | None = None, before: str = "") -> Case:
    """A call of a live model on the wrong interface."""
    found = f"DSM104 {1 + before.count(chr(10))} certain {'interface-change' if why else 'safe'}"
    head = "from dashscope import Generation, MultiModalConversation\n"
    return Case(name, before + call + then, (found,), after or {}, head=head, hint=why)


def multimodal(content: str) -> str:
    """A text model that is asked on the multimodal interface."""
    messages = f'[{{"role": "user", "content": {content}}}]'
    return f'r = MultiModalConversation.call(model="deepseek-v4-flash", messages={messages}, enable_thinking=False)\n'


NAMED = "from dashscope import Generation"
ANOTHER, WRAPPED = '{"role": "user", "content": "x"}', {'"content": "x"': '"content": [{"text": "x"}]'}
HISTORY = """    r = Generation.call(model="qwen3.7-plus", messages=M, result_format="message", enable_thinking=False)
    answer = r.output.choices[0].message.content
    M.append({"role": "assistant", "content": answer})
    M.append({"role": "user", "content": "more"})
"""


def textual(content: str) -> str:
    """A multimodal model that is asked on the text interface."""
    messages = f'[{{"role": "user", "content": {content}}}]'
    return f'r = Generation.call(model="qwen3.7-plus", messages={messages}, result_format="message", enable_thinking=False)\n'


PART = 'print(r.output.choices[0].message.content[0]["text"])\n'
TO_TEXT = {
    "import Generation, MultiModalConversation": "import Generation",
    "r = MultiModalConversation.call": "r = Generation.call",
    "enable_thinking=False)": 'enable_thinking=False, result_format="message")',
    'content[0]["text"]': "content",
}
TO_PARTS = {
    "import Generation, MultiModalConversation": "import MultiModalConversation",
    "r = Generation.call": "r = MultiModalConversation.call",
    "message.content)": 'message.content[0]["text"])',
}
UNPROVEN = "nothing proves that this content is a text"
ELSE = "something else here"
NOT_SEEN = "the messages are not in sight"
CASES = [
    # What is sent.
    refused("no messages at all", ASK.replace("=M", "=None") + READ, NOT_SEEN),
    refused("messages that somebody gives", "from other import load\n" + ASK.replace("=M", "=load()") + READ, NOT_SEEN),
    Case(
        "a text that is given a name on the way",
        'r = Generation.call(model="deepseek-v3", messages=[{"role": "user", "content": (q := "x")}], result_format="message")\n'
        + READ
        + "print(q.upper())\n",
        ("DSM101 1 certain safe",),
        {old: new for old, new in NEW.items() if "hi" not in old} | {'(q := "x")': '[{"text": (q := "x")}]'},
        PLUS,
        head=HEAD,
    ),
    moved(
        "a text file that says the same words",
        ASK + READ,
        files={"NOTES": "main: Generation and M and r and messages\n", "tool": "#!/usr/bin/perl\n# main Generation M r\n"},
    ),
    refused("a plug-in", ASK.replace("=M", '=M, plugins="{}"') + READ, "`plugins` has no counterpart there"),
    moved("no plug-in", ASK.replace("=M", "=M, plugins=None") + READ, {", plugins=None": ""}),
    refused(
        "a prompt out of a mapping",
        'ARGS = {"model": "deepseek-v3", "prompt": "x"}\nr = Generation.call(**ARGS)\nprint(r.output.text)\n',
        "the prompt is not passed at the call itself",
    ),
    refused(
        "more positions than there are",
        f'r = Generation.call("deepseek-v3", None, None, None, M{", None" * 18})\nprint(r.output.text)\n',
        "this positional argument is not in sight",
    ),
    refused(
        "unpacked arguments",
        "def ask(**more):\n"
        '    r = Generation.call(model="deepseek-v3", messages=M, stream=False, enable_thinking=False, **more)\n'
        "    print(r.output.text)\n",
        "the call unpacks arguments that are not in sight",
    ),
    refused(
        "prepared arguments",
        'from functools import partial\nask = partial(Generation.call, model="deepseek-v3", result_format="message")\n'
        f"r = ask(messages=M)\n{READ}",
        "prepared elsewhere",
    ),
    moved("a message that is taken back", ASK + READ + "M.pop()\nM.clear()\nprint(len(M))\n"),
    refused("a message that is taken out", ASK + READ + 'last = M.pop()\nprint(last["content"])\n', ELSE),
    refused("a message that is taken out in place", ASK + READ + 'print(M.pop(0)["content"])\n', ELSE),
    refused("a message that is read", ASK + READ + "print(M[0])\n", ELSE),
    refused("a copy", ASK + READ + "kept = M.copy()\n", ELSE),
    refused(
        "one of two lists",
        "both = M\nif sys.argv[1:]:\n    both = [{}]\nboth.append({'role': 'user', 'content': 'x'})\n" + ASK + READ,
        NOT_SEEN,
    ),
    refused("one list by two ways", "m = M\nif sys.argv[1:]:\n    m = M\n" + ASK.replace("=M", "=m") + READ, NOT_SEEN),
    refused(
        "one list of two callers",
        f"def ask(m, q):\n    {ASK.replace('=M', '=m')}    {READ}ask(M, 1)\nask(M, 2)\n",
        NOT_SEEN,
    ),
    refused("what a star adds", "M.append(*M)\n" + ASK + READ, "what is added to the messages is not in sight"),
    refused("what somebody adds", "M.append(input())\n" + ASK + READ, "what is added to the messages here is not in sight"),
    moved(
        "several that are added",
        'M.extend([{"role": "user", "content": "x"}, {"role": "user", "content": "y"}])\n' + ASK + READ,
        {'"content": "x"': '"content": [{"text": "x"}]', '"content": "y"': '"content": [{"text": "y"}]'},
    ),
    refused("nothing that is added", "M.append()\n" + ASK + READ, "what is added to the messages is not in sight"),
    refused(
        "a list that is added",
        f"X = [{ANOTHER}]\nM.extend(X)\n" + ASK + READ,
        "what is added to the messages here is not in sight",
    ),
    moved("one that is added", f"M.append({ANOTHER})\n" + ASK + READ, WRAPPED),
    moved("one that is put in front", f"M.insert(0, {ANOTHER})\n" + ASK + READ, WRAPPED),
    moved("one that a method under a name adds", f"add = M.append\nadd({ANOTHER})\n" + ASK + READ, WRAPPED),
    refused("those that a method handed on adds", f"print(list(map(M.append, [{ANOTHER}])))\n" + ASK + READ, ELSE),
    refused(
        "messages out of another list", ASK.replace("=M", f"=[*M, {ANOTHER}]") + READ, "this message is not written out here"
    ),
    refused(
        "messages that another file takes",
        ASK + READ,
        "another file takes `M` from here",
        files={"other.py": "from main import M\n\nprint(M)\n"},
    ),
    refused(
        "a prompt beside messages", ASK.replace("messages", 'prompt="x", messages') + READ, "`prompt` has no counterpart there"
    ),
    *(
        Case(
            f"no messages beside a prompt: {given}",
            f'r = Generation.call("deepseek-v3", "x", {given})\nprint(r.output.text)\n',
            ("DSM101 1 certain safe",),
            {
                NAMED: NEW[NAMED],
                f'Generation.call("deepseek-v3", "x", {given})': "MultiModalConversation.call("
                f'"qwen3.7-plus", messages=[{{"role": "user", "content": [{{"text": "x"}}]}}], {left}enable_thinking=False)',
                "r.output.text": 'r.output.choices[0].message.content[0]["text"]',
            },
            PLUS,
            head=HEAD,
        )
        for given, left in (("messages=None", ""), ("None, None, None", "api_key=None, "))
    ),
    refused(
        "a message under a name",
        'S = {"role": "system", "content": "x"}\n' + ASK.replace("=M", "=[S]") + READ,
        "this message is not written out here",
    ),
    refused(
        "a message out of another",
        "from other import S\n" + ASK.replace("=M", '=[{"role": "user", **S}]') + READ,
        "this message's content is not in sight",
    ),
    refused(
        "a message that another one may change",
        "from other import S\n" + ASK.replace("=M", '=[{"role": "user", "content": "x", **S}]') + READ,
        "this message's content is not in sight",
    ),
    moved(
        "parts already",
        ASK.replace("=M", '=[{"role": "user", "content": [{"text": "x"}]}]') + READ,
        {'"content": "hi"': '"content": "hi"'},
    ),
    live(
        "a content that somebody gives",
        textual("ask()"),
        READ,
        "nothing proves that this content is a text",
        before="from other import ask\n",
    ),
    *(
        Case(
            f"a content that its function declares: {parameters}",
            f"def ask({parameters}):\n    {between}{textual('q')}    {READ}",
            (f"DSM104 {2 + bool(between)} certain {'interface-change' if why else 'safe'}",),
            {} if why else {**TO_PARTS, '"content": q': '"content": [{"text": q}]'},
            head="from dashscope import Generation, MultiModalConversation\n",
            hint=why,
        )
        for parameters, between, why in (
            ("q: str", "", ""),
            ("n: int, q: str", "", ""),
            ("n: str, q", "", UNPROVEN),
            ("q: list", "", UNPROVEN),
            ("q: str", "q = load(q)\n    ", UNPROVEN),
        )
    ),
    live(
        "a content that somebody types",
        textual("input()"),
        READ,
        "",
        {**TO_PARTS, '"content": input()': '"content": [{"text": input()}]'},
    ),
    live(
        "texts that earlier replies gave",
        HISTORY,
        "print(answer)\n",
        "",
        {
            "import Generation, MultiModalConversation": "import MultiModalConversation",
            "r = Generation.call": "r = MultiModalConversation.call",
            "message.content\n": 'message.content[0]["text"]\n',
            '"content": q': '"content": [{"text": q}]',
            '"content": answer': '"content": [{"text": answer}]',
            '"content": "more"': '"content": [{"text": "more"}]',
        },
        before='M = []\nfor q in (\'a\', \'b\'):\n    M.append({"role": "user", "content": q})\n',
    ),
    live("one part", multimodal('[{"text": "x"}]'), PART, "", {**TO_TEXT, '[{"text": "x"}]': '"x"'}),
    live("a text where parts belong", multimodal('"x"'), PART, "", TO_TEXT),
    live("a part under a key that nobody knows", multimodal('[{input(): "x"}]'), PART, "this content is more than one text"),
    live("two parts", multimodal('[{"text": "x"}, {"text": "y"}]'), PART, "this content is more than one text"),
    live("another part", multimodal('[{"image": "x"}]'), PART, "this content is more than one text"),
    # Whom it is sent to.
    moved(
        "an object",
        "g = Generation()\n" + ASK.replace("Generation", "g") + READ,
        {"g = Generation()": "g = MultiModalConversation()"},
    ),
    refused("an object that does more", "g = Generation()\nprint(g)\n" + ASK.replace("Generation", "g") + READ, ELSE),
    refused(
        "an object whose method is handed on", f"g = Generation()\nprint(g.call)\n{ASK.replace('Generation', 'g')}{READ}", ELSE
    ),
    refused("an object of which more is asked", f"g = Generation()\ng.close()\n{ASK.replace('Generation', 'g')}{READ}", ELSE),
    Case(
        "a class that may be another's",
        "if sys.argv[1:]:\n    from other import Generation\n" + ASK + READ,
        ("DSM101 3 likely interface-change",),
        options=PLUS,
        head=HEAD,
        hint="the class is not named here",
    ),
    refused(
        "an object that another file takes",
        "g = Generation()\n" + ASK.replace("Generation", "g") + READ,
        "another file takes `g` from here",
        files={"other.py": 'from main import g\n\nprint(g.call("qwen-max", prompt="x"))\n'},
    ),
    refused(
        "a class of one's own",
        "class C(Generation):\n    pass\n" + ASK.replace("Generation", "C") + READ,
        "the class is not named here",
    ),
    refused(
        "a method under a name",
        "ask = Generation.call\n" + ASK.replace("Generation.call", "ask") + READ,
        "the class is not named here",
    ),
    refused("an SDK before the class", ASYNC, "needs dashscope >=1.24.5", files={"requirements.txt": "dashscope==1.22.0\n"}),
    Case(
        "an SDK with the class",
        ASYNC,
        ("DSM101 3 certain safe",),
        NEW_ASYNC,
        PLUS,
        {"requirements.txt": "dashscope==1.25.0\n"},
        head=HEAD,
    ),
    Case("an SDK that nobody names", ASYNC, ("DSM101 3 certain unsafe",), NEW_ASYNC, PLUS, head=HEAD),
    # What comes back.
    refused("a form that only run time knows", ASK.replace('"message"', "sys.argv[1]") + READ, "in which form the reply comes"),
    refused("all choices at once", ASK + "print(*r.output.choices)\n", "nobody can tell what becomes of the reply here"),
    refused(
        "a message for somebody",
        "from other import keep\n" + ASK + "keep(r.output.choices[0].message)\n",
        "the reply's message is handed on whole here",
    ),
    refused(
        "a reply among the messages", ASK + "M.append(r.output)\n" + READ, "the reply, or a part of it, is handed on whole here"
    ),
    refused(
        "a message that is returned",
        FUNCTION.replace('ge")\n', 'ge").output.choices[0].message\n').replace("output.choices[0].message.content", "content"),
        "the reply is returned whole here",
    ),
    refused(
        "a reply that is given by and by",
        FUNCTION.replace("return", "yield").replace('_ask("x").', 'next(_ask("x")).'),
        "the reply is returned whole here",
    ),
    moved("a method of another part", ASK + READ + "print(r.output.search_info.items())\n"),
    live(
        "a form that run time tells",
        multimodal('[{"text": "x"}]').replace("enable", "result_format=M, enable"),
        PART,
        "only run time tells in which form the reply comes",
    ),
    live(
        "a message of parts among the others",
        multimodal("").replace('[{"role": "user", "content": }]', "M"),
        "M.append(r.output.choices[0].message)\n" + PART,
        "",
        TO_TEXT,
        before='M = [{"role": "user", "content": "x"}]\n',
    ),
    moved("a message among the others", ASK + "M.append(r.output.choices[0].message)\n" + READ),
    *(
        refused(
            f"a function that others may call: {elsewhere}",
            f"{FUNCTION}{elsewhere}\n",
            "`_ask` returns the reply, and is handed on here",
            files={"other.py": f"from main import _ask\n\n{there}\n"},
        )
        for elsewhere, there in (
            ("print([r.output for r in map(_ask, 'ab')])", ""),
            ('TABLE = {"ask": _ask}', ""),
            ("def give():\n    return _ask", ""),
            ("sys.ask = _ask", ""),
            ("sys.hooks['ask'] = _ask", ""),
            ("sys.register(ask=[_ask])", ""),
            ("", "ASKERS = [_ask]"),
        )
    ),
    *(
        moved(
            f"a function that others call in sight: {elsewhere}",
            f"import asyncio\n{FUNCTION}{elsewhere}\n",
            {'"content": q': '"content": [{"text": q}]', '"content": "hi"': '"content": "hi"'},
        )
        for elsewhere in (
            'ask = _ask\nprint(ask("y").output.choices[0].message.content)',
            "def _run(f):\n    return f('y')\nprint(_run(_ask).output.choices[0].message.content)",
            'async def main():\n    print((await asyncio.to_thread(_ask, "y")).output.choices[0].message.content)',
        )
    ),
    refused("a decorated function", FUNCTION.replace("def", "@print\ndef"), "returned whole here"),
    refused(
        "a part that is returned", FUNCTION.replace('ge")\n', 'ge").output\n').replace(").output.", ")."), "returned whole here"
    ),
    refused(
        "a reply or something else", FUNCTION.replace("q):\n", "q):\n    if not q:\n        return {}\n"), "or something else"
    ),
    moved(
        "a reply or nothing",
        FUNCTION.replace("q):\n", "q):\n    if not q:\n        return None\n"),
        {'"content": q': '"content": [{"text": q}]', '"content": "hi"': '"content": "hi"'},
    ),
    *(
        how(  # type: ignore[operator]
            f"a reply through {hands} hands",
            FUNCTION.replace("_ask", "_a0")
            .replace("print", "".join(f"def _a{n + 1}(q):\n    return _a{n}(q)\n" for n in range(hands)) + "print")
            .replace("print(_a0", f"print(_a{hands}"),
            said,
        )
        for hands, how, said in (
            (3, moved, {'"content": q': '"content": [{"text": q}]', '"content": "hi"': '"content": "hi"'}),
            (4, refused, "returned whole here"),
        )
    ),
    refused("more readings than anybody follows", ASK + 401 * READ, "this cannot be followed"),
    live("the last part", multimodal('"x"'), PART.replace("t[0]", "t[-1]"), "this may take another part than the first one"),
    live(
        "each part",
        multimodal('"x"'),
        'for p in r.output.choices[0].message.content:\n    print(p["text"])\n',
        "another part than the first",
    ),
    live(
        "a part under a name",
        multimodal('"x"'),
        'p = r.output.choices[0].message.content[0]\nprint(p["text"])\n',
        "what this is read from was taken under another name",
    ),
    # What other files do.
    refused("a star", ASK + READ, "another file takes `r` from here", files={"other.py": "from main import *\n\nprint(r)\n"}),
    refused(
        "a name that was another's before",
        ASK + READ,
        "another file takes `r`",
        files={"other.py": "r = 1\nfrom main import r\nprint(r)\n"},
    ),
    refused(
        "a module looked into",
        ASK + READ,
        "another file takes `r`",
        files={"other.py": "import main\n\nprint(getattr(main, 'r'))\n"},
    ),
    *(
        Case(
            f"a module of a package: {taken}",
            "",
            (f"DSM101 pkg/llm.py:5 certain {'interface-change' if why else 'safe'}",),
            {} if why else NEW,
            PLUS,
            {"pkg/__init__.py": "", "pkg/llm.py": HEAD + ASK + READ, "other.py": f"{taken}\n"},
            head="",
            hint=why,
        )
        for taken, why in (
            ("from pkg import llm\nprint(llm.r)", "another file takes `r` from here (pkg/llm.py:5)"),
            ("from pkg import llm\nprint(llm.s, r)", ""),
            ("import pkg\nprint(pkg.r)", ""),
        )
    ),
    refused("a module", ASK + READ, "another file takes `r` from here", files={"other.py": "import main\n\nprint(main.r)\n"}),
    moved(
        "a file that speaks of another of that name",
        ASK + READ,
        files={"other.py": "def main(r):\n    return r\n\n\nr = main(1)\nprint(r)\n"},
    ),
    moved("a module of which another name is taken", ASK + READ, files={"other.py": "import main\n\nprint(main.x, 'r')\n"}),
    refused(
        "a caller that cannot be parsed",
        FUNCTION,
        "this file cannot be parsed, and names _ask (other.py)",
        files={"other.py": 'from main import _ask\n\nprint(_ask("y")\n'},
    ),
    refused("a file that cannot be parsed", FUNCTION, "this file cannot be parsed", files={"other.py": 'print(_ask("y")\n'}),
    moved(
        "a file of prose",
        FUNCTION,
        {'"content": q': '"content": [{"text": q}]', '"content": "hi"': '"content": "hi"'},
        files={"notes.md": "main has _ask.\n"},
    ),
    refused(
        "messages of a settings file",
        'import json\nM = json.load(open("m.json"))\n' + ASK + READ,
        "this cannot be followed (m.json:1)",
        files={"m.json": '[{"role": "user", "content": "hi"}]\n'},
    ),
    *(
        refused(f"a message that {what}", f"{before}{ASK.replace('M,', f'{given},')}{READ}", why)
        for what, before, given, why in (
            ("stands elsewhere", 'ONE = {"role": "user", "content": "hi"}\n', "[ONE]", "this message is not written out here"),
            ("takes in others", "from other import more\n", '[{"role": "user", "content": "hi", **more()}]', "is not in sight"),
        )
    ),
    *(
        Case(
            f"a form of the reply that is {form}, {model}",
            f'import os\nr = Generation.call(model="{model}", messages=M, result_format={form})\nprint(r.output.text)\n',
            ("DSM101 2 certain interface-change",),
            options=options,
            head=HEAD,
            hint="only run time tells in which form the reply comes (main.py:",
        )
        for model, options in (("deepseek-r1", ()), ("deepseek-v3", PLUS))
        for form in ('"txt"', 'os.environ["FORM"]')
    ),
    *(
        Case(
            f"chunks of a call that says {said} of increments",
            'for c in Generation.call(model="deepseek-r1", messages=M, result_format="message", stream=True, '
            f"incremental_output={said}):\n    print(c.output.choices[0].message.content)\n",
            (f"DSM101 1 certain {how}",),
            {"deepseek-r1": "qwen3.7-max"} if how == "safe" else {},
            head=HEAD,
            hint="the whole text so far (main.py:6); by hand: a call that thinks: ask for incremental_output=True",
        )
        for said, how in {True: "safe", False: "interface-change"}.items()
    ),
    Case(
        "chunks that only run time tells of, of a call that thinks",
        'def ask(flag):\n    for c in Generation.call(model="deepseek-r1", messages=M, result_format="message", stream=flag):\n'
        "        print(c.output.choices[0].message.content)\n",
        ("DSM101 2 certain interface-change",),
        head=HEAD,
        hint="only run time tells whether this streams",
    ),
    Case(
        "a call that thinks and may be told to stream by what it unpacks, read as one reply",
        'def ask(**kw):\n    r = Generation.call(model="deepseek-r1", messages=M, result_format="message", **kw)\n'
        "    print(r.output.choices[0].message.content)\n",
        ("DSM101 2 certain safe",),
        {"deepseek-r1": "qwen3.7-max"},
        head=HEAD,
    ),
    # What stands in another block of the same document runs after it.
    *(
        Case(
            f"another block that says {then}",
            "",
            (f"DSM101 a.md:4 certain {'interface-change' if why else 'safe'}",),
            {} if why else NEW,
            PLUS,
            {"a.md": BLOCKS.format(then)},
            head="",
            hint=why,
        )
        for then, why in (
            ('"rM", rs', ""),
            ("r.output", "another file takes `r` from here (a.md:4)"),
            ("M", "another file takes `M` from here (a.md:3)"),
        )
    ),
    # Where the class stands: an object that keeps it has no other one under the new name.
    *(
        refused(
            f"a class that is kept {where}",
            source + READ,
            "the class is not named here",
            files={"lib.py": "import dashscope\nfrom dashscope import Generation\n"},
        )
        for where, source in (
            ("in a class", "class A:\n    api = dashscope.Generation\n" + ASK.replace("Generation", "A.api")),
            ("under its own name", "class A:\n    Generation = Generation\n" + ASK.replace("Gen", "A.Gen")),
            ("on an object", "class A:\n    def __init__(self):\n        self.api = dashscope.Generation\n" + IN_METHOD),
            ("in a module of one's own", "import lib\n" + ASK.replace("Generation", "lib.Generation")),
        )
    ),
    moved(
        "the SDK in a module of one's own",
        "import lib\n" + ASK.replace("Generation", "lib.dashscope.Generation") + READ,
        {NAMED: NAMED},
        files={"lib.py": "import dashscope\n"},
    ),
    # What else the project calls.
    refused(
        "one call for another model too",
        'for m in ("deepseek-v3", "qwen-max"):\n    r = Generation.call(model=m, prompt="hi", enable_thinking=False)\n'
        "    print(r.output.text)\n",
        "the same call also serves qwen-max",
    ),
    Case(
        "beside a call of another interface, and one that serves a model which nobody knows",
        'r = Generation.call(model="deepseek-v3", prompt="hi")\nprint(r.output.text)\n'
        'for m in ("llama-9", "deepseek-r1"):\n    print(dashscope.Generation.call(prompt="hi", model=m).output.text)\n'
        'OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1").responses.create(model="deepseek-r1", input=m)\n',
        ("DSM101 1 certain safe", "DSM101 3 certain interface-change", "DSM101 5 certain safe"),
        {
            "import Generation": "import MultiModalConversation",
            "r = Generation": "r = MultiModalConversation",
            'model="deepseek-v3", prompt="hi"': 'model="qwen3.7-plus", messages=[{"role": "user", "content": [{"text": "hi"}]}], '
            "enable_thinking=False",
            "r.output.text": 'r.output.choices[0].message.content[0]["text"]',
            'model="deepseek-r1"': 'model="qwen3.7-plus"',
        },
        PLUS,
        head="from openai import OpenAI\nimport dashscope\nfrom dashscope import Generation\n",
        hint="the same call also serves llama-9",
    ),
    *(
        Case(
            f"messages that a call to {whom} takes too",
            "".join(
                f'r = Generation.call(model="qwen3.7-plus", messages=M, result_format="message"{base})\n{READ}'
                for base in ("", f', base_address="{address}"')
            ),
            tuple(f"DSM104 {line} certain {how}" for line in lines),
            {old: new for old, new in NEW.items() if how == "safe" and "deepseek" not in old and "thinking" not in new},
            head=HEAD,
        )
        for whom, address, lines, how in (
            ("a gateway", "http://localhost:8000/api/v1", (1,), "interface-change"),
            ("Model Studio", "https://dashscope.aliyuncs.com/api/v1", (1, 3), "safe"),
        )
    ),
    # deepseek-r1 on its own interface: the reply's form changes.
    Case(
        "a form out of a mapping",
        'r = Generation.call(model="deepseek-r1", messages=M, **{"result_format": "text"})\nprint(r.output.text)\n',
        ("DSM101 1 certain interface-change",),
        head=HEAD,
        hint="`result_format` is not given at the call itself",
    ),
    Case(
        "an increment out of a mapping that says nothing",
        'K = {"incremental_output": None}\ntext = ""\n'
        'for c in Generation.call(model="deepseek-r1", messages=M, result_format="message", stream=True, **K):\n'
        "    text += c.output.choices[0].message.content\n",
        ("DSM101 3 certain interface-change",),
        head=HEAD,
        hint="`incremental_output` is not given at the call itself",
    ),
    Case(
        "a stream that what is unpacked may ask for",
        'def ask(**more):\n    r = Generation.call(model="deepseek-r1", messages=M, **more)\n    print(r.output.text)\n',
        ("DSM101 2 certain interface-change",),
        head=HEAD,
        hint="only run time tells whether this streams",
    ),
    Case(
        "a form that what is unpacked may give",
        'def ask(**more):\n    r = Generation.call(model="deepseek-r1", messages=M, stream=False, **more)\n'
        "    print(r.output.text)\n",
        ("DSM101 2 certain interface-change",),
        head=HEAD,
        hint="write the switch by hand: result_format=",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


def test_what_was_too_much_to_read_is_not_in_sight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "MOST_FOLLOWED", 0)
    monkeypatch.setattr(project, "MOST_LINKED", 0)
    case = refused("cut", FUNCTION, "too much would have to be read", files={"other.py": 'import main\n\nmain._ask("y")\n'})
    check(case, tmp_path, monkeypatch)

"""Programs that hold what small changes of the code showed to be in no test: each is red with the change."""

# ruff: noqa: E501 - programs in one line
from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import HEAD, Case, check, scanned

ENDPOINT = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
V32, PLUS = '"deepseek-v3.2"', '"qwen3.7-plus"'
OFF, ON = '"enable_thinking": False', '"enable_thinking": True'
OTHER, BODY = '"https://api.deepseek.com"', f"extra_body={{{OFF}}}"
NOT_WRITTEN_OUT, BODY_KEY = "body-not-literal", f'"extra_body": {{{OFF}}}'
ON_KEYWORD = "enable_thinking=True"
NATIVE = """import requests
P = {"input": {"messages": []}, "parameters": {"result_format": "message"}}
U = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
"""
ASK = "def ask(model, extra={}):\n    return create(model=model, messages=M, extra_body=extra)\n"
WITH_SEED = ASK.format('{"seed": 1}')
SHARED = 'KW = {"extra_body": {"seed": 1}}\n'
PREPARED = 'from functools import partial\nask = partial(create, messages=M, extra_body={"seed": 1})\n'
AGNO = f"import json\nfrom agno.models.openai import OpenAILike\nURL = {ENDPOINT}\n"
JOINED = 'import os\nKW = {"model": os.environ["MODEL"] + "-0528"}  # Of deepseek-r1.\nMODEL = KW["model"]\n'
RENAMED, BOTH = ("DSM101 1 certain safe",), ("DSM101 1 certain key-conflict", "DSM201 1 certain key-conflict")


def agno(name: str, given: str, found: tuple[str, ...], after: dict[str, str], hint: str = "", version: str = "") -> Case:
    files = {"pyproject.toml": f'[project]\nname = "p"\nversion = "1"\ndependencies = ["agno{version}"]\n'}
    return Case(name, f"m = OpenAILike(id={V32}, base_url=URL, {given})\n", found, after, head=AGNO, files=files, hint=hint)


def gateway(name: str, declared: str, url: str, found: tuple[str, ...], hint: str = "") -> Case:
    settings = f'[project]\nname = "p"\n[tool.deepseek-migrate.gateways]\n"{declared}" = "model-studio"\n'
    call = f'OpenAI(base_url="{url}").chat.completions.create(model={V32}, messages=[], {BODY})\n'
    after = {V32: PLUS} if "safe" in found[0] else {}
    return Case(name, call, found, after, head="from openai import OpenAI\n", files={"pyproject.toml": settings}, hint=hint)


CASES = [
    # Before 2.0 agno takes a body only among its request_params; whoever gives an extra_body has a newer one.
    agno("older agno", 'request_params={"seed": 1}', RENAMED, {V32: PLUS, '"seed": 1}': f'"seed": 1, "extra_body": {{{OFF}}}}}'}),
    agno("newer agno by its argument", 'extra_body={"seed": 1}', RENAMED, {V32: PLUS, '"seed": 1}': f'"seed": 1, {OFF}}}'}),
    # request_params are laid over the arguments, so that an extra_body in them is sent in the place of the other.
    agno(
        "two bodies",
        'request_params={"extra_body": {"seed": 1}}, extra_body={"user": "u"}',
        RENAMED,
        {V32: PLUS, '"seed": 1}': f'"seed": 1, {OFF}}}'},
        version=">=2",
    ),
    agno(
        "a body beside request_params",
        'request_params={"seed": 1}, extra_body={"user": "u"}',
        RENAMED,
        {V32: PLUS, '"u"}': f'"u", {OFF}}}'},
    ),
    agno(
        "a switch in the body that is not sent",
        f'request_params={{"extra_body": {{"seed": 1}}}}, extra_body={{{ON}}}',
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {V32: PLUS, '"seed": 1}': f'"seed": 1, {ON}}}', f", extra_body={{{ON}}}": ""},
        version=">=2",
    ),
    agno(
        "a switch in the body that is not sent, and another that is not in sight",
        f'request_params={{"extra_body": json.loads(URL)}}, extra_body={{{ON}}}',
        BOTH,
        {},
        "merge them by hand: request_params={",
        ">=2",
    ),
    # Each call has its own fix, whatever becomes of those before it.
    Case(
        "one that a person leaves, and the next",
        f"create(model={V32}, messages=M)  # deepseek-migrate: ignore[DSM101]\ncreate(messages=M, model={V32})\n",
        ("DSM101 1 certain -", "DSM101 2 certain safe"),
        {f"messages=M, model={V32})": f"messages=M, model={PLUS}, extra_body={{{OFF}}})"},
    ),
    Case(
        "one that nothing can be done about, and a call that is refused whole",
        f"from other import more\ncreate(model={PLUS}, messages=M, logprobs=True, extra_body={{{OFF}}})\n"
        f"create(model={V32}, messages=M, enable_thinking=True, extra_body=more())\n",
        ("DSM101 3 certain key-conflict", "DSM201 3 certain key-conflict"),
    ),
    # A value that others need as it is, and which others these are.
    Case(
        "a value that also goes to another provider",
        f"V = {V32}\ncreate(model=V, messages=M, {BODY})\nOpenAI(base_url={OTHER}).chat.completions.create(model=V, messages=M)\n",
        ("DSM101 1 certain shared-value",),
        hint="the same value also goes to deepseek (main.py:8)",
    ),
    Case(
        "a value that one call sends to two providers",
        f"import sys\nV = {V32}\nurl = {ENDPOINT} if sys.argv[1:] else {OTHER}\n"
        f"OpenAI(base_url=url).chat.completions.create(model=V, messages=M, {BODY})\n",
        ("DSM101 2 likely shared-value",),
        hint="the same value also goes to deepseek (main.py:9)",
    ),
    Case(
        "a value on two interfaces, and who serves both",
        "from dashscope import Generation\n"
        f'V = {V32}\ncreate(model=V, messages=M)\nGeneration.call(model=V, messages=M, result_format="message")\n',
        ("DSM101 2 certain shared-value",),
        hint="(qwen3.7-max and qwen3.7-plus); --to qwen3.7-max serves both",
    ),
    Case(
        "a value that only some runs send to another provider",
        f'import sys\nV = {V32}\nkw = {{}} if sys.argv[1:] else {{"model": V}}\ncreate(model=V, messages=M, {BODY})\n'
        f"OpenAI(base_url={OTHER}).chat.completions.create(messages=M, **kw)\n",
        ("DSM101 2 certain shared-value",),
        hint="the same value also goes to deepseek (main.py:10)",
    ),
    Case(
        "a value that is the second one which another provider may be given",
        f"import sys\nV = {V32}\ncreate(model=V, messages=M, {BODY})\nOpenAI(base_url={OTHER}).chat.completions.create("
        'model="deepseek-chat" if sys.argv[1:] else V, messages=M)\n',
        ("DSM101 2 certain shared-value",),
        hint="the same value also goes to deepseek (main.py:9)",
    ),
    Case(
        "a text for a switch that another provider is given too",
        f'B = {{"enable_thinking": "true"}}\ncreate(model={PLUS}, messages=M, extra_body=B)\n'
        f'OpenAI(base_url={OTHER}).chat.completions.create(model="deepseek-chat", messages=M, extra_body=B)\n',
        ("DSM203 1 certain shared-value",),
        hint="the call in main.py:8 reads the same value and needs something else",
    ),
    Case(
        "a switch that is set in a mapping whose body another call takes",
        f'{SHARED}KW["enable_thinking"] = True\ncreate(model={PLUS}, messages=M, **KW)\n'
        f'create(model={PLUS}, messages=M, extra_body=KW["extra_body"])\n',
        ("DSM201 2 certain shared-value",),
    ),
    # What a call gives back is another thing than what it was given.
    Case(
        "what a call gives back, unpacked for somebody else",
        f'from other import log\nr = create(model={V32}, messages=M, extra_body={{"seed": 1}})\nlog(**r)\n',
        ("DSM101 2 certain safe",),
        {V32: PLUS, '"seed": 1': f'"seed": 1, {OFF}'},
    ),
    Case(
        "a mapping that is sent as JSON too",
        f"import json, requests\n{SHARED}create(model={V32}, messages=M, **KW)\n"
        'requests.post("https://gateway.example/v1", data=json.dumps(KW))\n',
        ("DSM101 3 certain shared-value",),
        hint="the same arguments also go to the call in main.py:9",
    ),
    Case(
        "a switch that is set where no body is",
        f'KW = {{"messages": M}}\nKW["enable_thinking"] = True\ncreate(model={PLUS}, **KW)\n',
        ("DSM201 2 certain safe",),
        {'KW["enable_thinking"] = True': f'KW["extra_body"] = {{{ON}}}'},
    ),
    Case(
        "a mapping that holds itself",
        f'{SHARED}KW["me"] = KW\ncreate(model={V32}, messages=M, **KW)\n',
        ("DSM101 3 certain safe",),
        {V32: PLUS, '"seed": 1': f'"seed": 1, {OFF}'},
    ),
    # What is a switch out of its place for an SDK is in its place in the body that is posted beside.
    Case(
        "keywords that an SDK takes and a body that is posted",
        f"import requests\nKW = {{'model': {PLUS}, 'messages': M, 'enable_thinking': True, 'extra_body': {{'seed': 1}}}}\n"
        f'create(**KW)\nrequests.post({ENDPOINT[:-1]}/chat/completions", json=KW)\n',
        ("DSM201 2 certain shared-value",),
        hint="the same arguments also go to the call in main.py:9; give each call its own",
    ),
    # The move is no fix where a call would lose what it takes from `ask` today: its own body takes the place of the other.
    *(
        Case(
            f"a prepared switch, and a call with {given} of its own",
            f"from functools import partial\nask = partial(create, messages=M, enable_thinking=False)\nask(model={V32})\n{made}\n",
            (
                f"DSM101 3 certain {'safe' if moved else 'shared-value'}",
                f"DSM201 2 certain {'safe' if moved else 'shared-value'}",
            ),
            {V32: PLUS, "enable_thinking=False)": f"{BODY})"} if moved else {},
        )
        for given, made, moved in (
            ("nothing", f"ask(model={PLUS})", True),
            ("a body", f'ask(model={PLUS}, extra_body={{"top_k": 1}})', False),
            ("a body by another partial", f'more = partial(ask, extra_body={{"top_k": 1}})\nmore(model={PLUS})', False),
        )
    ),
    Case(
        "a prepared body, and a call with a body of its own",
        f"{PREPARED}ask(model={V32})\nask(model={PLUS}, extra_body={{{ON}}})\n",
        ("DSM101 3 certain safe",),
        {V32: PLUS, '"seed": 1}': f'"seed": 1, {OFF}}}'},
    ),
    # What another vendor's call takes of the same mappings is sent to that vendor, though nothing of ours is in the call.
    *(
        Case(
            f"a body for two vendors: {made} {taken}",
            f"{made}\n{call}\nother = OpenAI().chat.completions.create\n{taken}\n",
            (f"{found} certain {'safe' if after else 'shared-value'}",),
            after,
        )
        for made, call, taken, found, after in (
            *(
                (f'KW = {{"model": {V32}, "extra_body": {{"seed": 1}}}}', "create(messages=M, **KW)", taken, "DSM101 1", {})
                for taken in (
                    'other(model="gpt-4o", messages=M, extra_body=KW["extra_body"])',
                    'B = KW["extra_body"]\nother(model="gpt-4o", messages=M, extra_body=B)',
                    'def go(body):\n    other(model="gpt-4o", messages=M, extra_body=body)\ngo(KW["extra_body"])',
                )
            ),
            (
                f'KW = {{"model": {PLUS}, "enable_thinking": True, "extra_body": {{"seed": 1}}}}',
                "create(messages=M, **KW)",
                'other(model="gpt-4o", messages=M, extra_body=KW["extra_body"])',
                "DSM201 1",
                {},
            ),
            (
                f'KW = {{"model": {V32}, "extra_body": {{"seed": 1}}}}',
                "create(messages=M, **KW)",
                'other(model="gpt-4o", messages=M, extra_body={"seed": 1})\nprint(KW["extra_body"])',
                "DSM101 1",
                {V32: PLUS, '{"seed": 1}}': f'{{"seed": 1, {OFF}}}}}'},
            ),
        )
    ),
    Case(
        "a native body for two vendors",
        f'B = {{"seed": 1}}\nP = {{"model": {V32}, "input": {{"messages": M}}, "parameters": B}}\n'
        f'requests.post({NATIVE.split("U = ")[1].strip()}, json=P)\nOpenAI().chat.completions.create(model="gpt-4o", messages=M, extra_body=B)\n',
        ("DSM101 2 certain shared-value",),
        head="import requests\n" + HEAD,
    ),
    Case(
        "a switch that would move into a body which another call takes out of the keywords",
        f"KW = {{'messages': M, 'enable_thinking': True, 'extra_body': {{'seed': 1}}}}\n"
        f"create(model={PLUS}, **KW)\ncreate(model={PLUS}, messages=M, extra_body={{**KW['extra_body'], {OFF}}})\n",
        ("DSM201 1 certain shared-value",),
        hint="the same arguments also go to the call in main.py:8; give each call its own",
    ),
    # What is written into a mapping reaches whoever takes that, also a call that names nothing of ours.
    Case(
        "a body in what an unknown model's call takes too",
        f"from other import name\n{SHARED}create(model={V32}, messages=M, **KW)\ncreate(model=name, messages=M, **KW)\n",
        ("DSM101 3 certain shared-value",),
        hint="the same arguments also go to the call in main.py:9",
    ),
    Case(
        "a body in what another provider's call takes too",
        f'{SHARED}create(model={V32}, messages=M, **KW)\nOpenAI().chat.completions.create(model="gpt-4o", messages=M, **KW)\n',
        ("DSM101 2 certain shared-value",),
        hint="the same arguments also go to the call in main.py:8",
    ),
    Case(
        "a body that one call takes",
        f"{SHARED}create(model={V32}, messages=M, **KW)\n",
        ("DSM101 2 certain safe",),
        {V32: PLUS, '"seed": 1}': f'"seed": 1, {OFF}}}'},
    ),
    Case(
        "a body that receives a switch for one of two calls",
        f'{SHARED}MORE = {{"messages": M, {ON}}}\ncreate(model={PLUS}, **MORE, **KW)\ncreate(model="qwen-plus", messages=M, **KW)\n',
        ("DSM201 2 certain shared-value",),
        hint="the same arguments also go to the call in main.py:9",
    ),
    Case(
        "a body that receives a switch for two calls",
        f'{SHARED}MORE = {{"messages": M, {ON}}}\ncreate(model={PLUS}, **MORE, **KW)\ncreate(model="qwen-plus", **MORE, **KW)\n',
        ("DSM201 2 certain safe",),
        {f", {ON}}}": "}", '"seed": 1}': f'"seed": 1, {ON}}}'},
    ),
    Case(
        "keywords that two calls take alike",
        f'KW = {{"messages": M, {ON}}}\ncreate(model={PLUS}, **KW)\ncreate(model="qwen-plus", **KW)\n',
        ("DSM201 1 certain safe",),
        {ON: f'"extra_body": {{{ON}}}'},
    ),
    # So does what a call's own argument is moved into, if that is written elsewhere.
    *(
        Case(
            f"a switch that goes from a call into {what}, which {whose} takes too",
            f'BASE = {{"seed": 1}}\n{made}\n{taken.format(f"model={V32}, enable_thinking=True")}\n{taken.format(f"model={model}")}\n',
            (f"DSM101 {line} certain shared-value", f"DSM201 {line} certain shared-value"),
            # A call that is looked at has a hint of its own.
            hint="" if model == PLUS else f"the same arguments also go to the call in main.py:{line + 6}",
        )
        for whose, model in (("a call that is looked at", PLUS), ("a call of something else", '"qwen-plus"'))
        for what, line, made, taken in (
            ("a body of its keywords", 3, 'KW = {"messages": M, "extra_body": {"seed": 1}}', "create({}, **KW)"),
            ("a body of its keywords by name", 3, 'KW = {"messages": M, "extra_body": BASE}', "create({}, **KW)"),
            ("an empty body of its keywords", 3, 'KW = {"messages": M, "extra_body": {}}', "create({}, **KW)"),
            ("a body of others", 3, 'KW = {"messages": M, "extra_body": {**BASE}}', "create({}, **KW)"),
            ("a body in a class", 4, 'class A:\n    kw = {"messages": M, "extra_body": BASE}', "create({}, **A.kw)"),
            ("a prepared call", 4, PREPARED.strip(), "ask({})"),
            ("a prepared call by name", 4, PREPARED.strip().replace('{"seed": 1}', "BASE"), "ask({})"),
        )
    ),
    *(
        Case(
            f"a switch that goes from a call into {what}",
            f"{made}\n{taken.format(f'model={V32}, enable_thinking=True')}\n{rest}\n",
            (f"DSM101 {line} certain safe", f"DSM201 {line} certain safe"),
            {V32: PLUS, ", enable_thinking=True": "", '"seed": 1}': f'"seed": 1, {ON}}}'},
        )
        for what, line, made, taken, rest in (
            (
                "a body of its keywords",
                2,
                'KW = {"messages": M, "extra_body": {"seed": 1}}',
                "create({}, **KW)",
                "print(len(KW))",
            ),
            ("a prepared call", 3, PREPARED.strip(), "ask({})", 'ask(model="qwen-plus", extra_body={"top_k": 1})'),
            (
                "a prepared call that is handed a function",
                3,
                PREPARED.strip(),
                "ask({})",
                'print(lambda: create(model="qwen-plus", messages=M))',
            ),
        )
    ),
    *(
        Case(
            f"a switch that goes into a body which a function hands on, for one of two callers: {other}",
            f"{SHARED}def go(model, **kw):\n    create(model=model, messages=M, **kw)\n"
            f"go({V32}, enable_thinking=True, **KW)\ngo({other}, **KW)\n",
            ("DSM101 4 certain shared-value", "DSM201 4 certain shared-value"),
        )
        for other in (PLUS, '"qwen-plus"')
    ),
    Case(
        "a switch that goes into an empty body which a function hands on, for one of two callers",
        'KW = {"extra_body": {}}\ndef go(model, **kw):\n    create(model=model, messages=M, **kw)\n'
        f"go({V32}, enable_thinking=True, **KW)\ngo({PLUS}, **KW)\n",
        ("DSM101 4 certain shared-value", "DSM201 4 certain shared-value"),
    ),
    Case(
        "a switch that goes into a body which one of two callers hands over",
        f"{SHARED}def go(model, **kw):\n    create(model=model, messages=M, **kw)\n"
        f"go({V32}, enable_thinking=True, **KW)\ngo({PLUS}, extra_body={{{ON}}})\n",
        ("DSM101 4 certain safe", "DSM201 4 certain safe"),
        {V32: PLUS, "enable_thinking=True, ": "", '"seed": 1}': f'"seed": 1, {ON}}}'},
    ),
    # A model has to be offered wherever the call may go.
    *(
        Case(
            f"addresses in two regions, {'one without the new model' if code != 'safe' else 'both with the new model'}: {name}",
            f"import sys\nurl = {urls}\nOpenAI(base_url=url).chat.completions.create(model={V32}, messages=[], {BODY})\n",
            (f"DSM101 3 certain {code}", *(["DSM105 3 certain not-offered"] if code != "safe" else [])),
            {V32: '"deepseek-v4-flash"'} if code == "safe" else {},
            options=("--to", "deepseek-v4-flash"),
            hint="deepseek-v4-flash is not known to be offered in cn-hongkong; choose --to qwen3.7-max",
        )
        for name, code, urls in (
            ("second", "not-offered", f"{ENDPOINT} if sys.argv[1:] else {ENDPOINT.replace('dash', 'cn-hongkong.dash')}"),
            ("first", "not-offered", f"{ENDPOINT.replace('dash', 'cn-hongkong.dash')} if sys.argv[1:] else {ENDPOINT}"),
            ("elsewhere", "safe", f"{ENDPOINT} if sys.argv[1:] else {ENDPOINT.replace('dashscope', 'dashscope-us')}"),
        )
    ),
    # A key that is set goes into a mapping that stands in the very one that it is set in, and is there by then.
    *(
        Case(
            f"a key that is set beside {what}",
            f'BASE = {{"extra_body": {{"seed": 1}}}}\n{made}\nkw["enable_thinking"] = True\n{late}'
            f"create(model={V32}, messages=M, **kw)\n{rest}",
            (
                "DSM101 {} certain key-conflict".format(4 + made.count("\n") + bool(late)),
                f"DSM201 {3 + made.count(chr(10))} certain key-conflict",
            ),
        )
        for what, made, late, rest in (
            (
                "a body of a name",
                'B = {"seed": 1}\nkw = {"extra_body": B}',
                "",
                'create(model="qwen-plus", messages=M, extra_body=B)\n',
            ),
            (
                "a body of a name that is set",
                'B = {"seed": 1}\nkw = {}\nkw["extra_body"] = B',
                "",
                'create(model="qwen-plus", messages=M, extra_body=B)\n',
            ),
            ("a body of another mapping", "kw = {**BASE}", "", 'create(model="qwen-plus", messages=M, **BASE)\n'),
            ("a body of a copy", "kw = BASE.copy()", "", 'create(model="qwen-plus", messages=M, **BASE)\n'),
            ("a body of a copy by dict", "kw = dict(BASE)", "", 'create(model="qwen-plus", messages=M, **BASE)\n'),
            ("a body that is null", 'kw = {"extra_body": None}', "", ""),
            ("a body that is set later", "kw = {}", 'kw["extra_body"] = {"seed": 1}\n', ""),
        )
    ),
    *(
        Case(
            f"a key that is set beside {what}",
            f'{made}\nkw["enable_thinking"] = True\ncreate(model={V32}, messages=M, **kw)\n',
            (f"DSM101 {made.count(chr(10)) + 3} certain safe", f"DSM201 {made.count(chr(10)) + 2} certain safe"),
            {V32: PLUS, 'kw["enable_thinking"] = True': 'kw["extra_body"]["enable_thinking"] = True'},
        )
        for what, made in (
            ("a body of its own", 'kw = {"extra_body": {"seed": 1}}'),
            ("a body of its own by dict", "kw = dict(extra_body=dict(seed=1))"),
            ("a body that is set before", 'kw = {}\nkw["extra_body"] = {"seed": 1}'),
        )
    ),
    Case(
        "a key that is set beside a body of its own, which a copy holds too",
        f'kw = {{"extra_body": {{"seed": 1}}}}\nmore = {{**kw}}\nkw["enable_thinking"] = True\ncreate(model={V32}, messages=M, **kw)\n'
        'create(model="qwen-plus", messages=M, **more)\n',
        ("DSM101 4 certain shared-value", "DSM201 3 certain shared-value"),
    ),
    *(
        Case(
            f"a switch that goes into parameters which others have by {way}",
            f'{NATIVE}B = {{"input": {{"messages": M}}, "parameters": {{"result_format": "message"}}}}\n'
            f"requests.post(U, json=dict(B, model={V32}, enable_thinking=True))\nrequests.post(U, json={other})\n",
            ("DSM101 5 certain shared-value", "DSM201 5 certain shared-value"),
        )
        for way, other in (
            ("dict", 'dict(B, model="qwen-plus")'),
            ("a copy", "B.copy()"),
            ("a mapping", '{**B, "model": "qwen-plus"}'),
            ("a copy in a mapping", '{"model": "qwen-plus", "input": [], "parameters": dict(B["parameters"])}'),
        )
    ),
    Case(
        "a key that is set beside parameters of a name",
        f'{NATIVE}Q = {{"result_format": "message"}}\nB = {{"model": {V32}, "input": {{"messages": M}}, "parameters": Q}}\nB["enable_thinking"] = True\n'
        'requests.post(U, json=B)\nrequests.post(U, json={"model": "qwen-plus", "input": {"messages": M}, "parameters": Q})\n',
        ("DSM101 5 certain body-not-literal", "DSM201 6 certain body-not-literal"),
    ),
    Case(
        "a body in an attribute that another method takes too",
        f'class A:\n    def __init__(self, name):\n        self.name = name\n        self.kw = {{"extra_body": {{"seed": 1}}}}\n'
        f"    def a(self):\n        create(model={V32}, messages=M, **self.kw)\n"
        "    def b(self):\n        create(model=self.name, messages=M, **self.kw)\n",
        ("DSM101 6 certain shared-value",),
        hint="the same arguments also go to the call in main.py:13",
    ),
    Case(
        "a switch in an attribute that another method takes too",
        f"from other import ask\nclass A:\n    kw = {{{ON}}}\n    def a(self):\n        create(model={V32}, messages=M, **self.kw)\n"
        "    def b(self):\n        ask(**self.kw)\n",
        ("DSM201 3 certain shared-value", "DSM101 5 certain shared-value"),
        hint="the same arguments also go to the call in main.py:12",
    ),
    Case(
        "a body in another mapping",
        f'from other import name\nC = {{"a": {{"extra_body": {{"seed": 1}}}}}}\n'
        f'create(model={V32}, messages=M, **C["a"])\ncreate(model=name, messages=M, **C["a"])\n',
        ("DSM101 3 certain shared-value",),
        hint="the same arguments also go to the call in main.py:9",
    ),
    Case(
        "a body in a copy",
        f"from other import name\n{SHARED}create(model={V32}, messages=M, **KW)\n"
        "MORE = {**KW, 'temperature': 1}\ncreate(model=name, messages=M, **MORE)\n",
        ("DSM101 3 certain shared-value",),
        hint="the same arguments also go to the call in main.py:10",
    ),
    Case(
        "a switch set afterwards that another call takes too",
        f'from other import ask\nkw = {{"messages": M}}\nkw["enable_thinking"] = True\ncreate(model={PLUS}, **kw)\nask(**kw)\n',
        ("DSM201 3 certain shared-value",),
        hint="the same arguments also go to the call in main.py:10",
    ),
    Case(
        "a prepared body that two calls need alike",
        f'{PREPARED}ask(model={V32})\nask(model="deepseek-v3.1")\n',
        ("DSM101 3 certain safe", "DSM101 4 certain safe"),
        {V32: PLUS, '"deepseek-v3.1"': PLUS, '"seed": 1}': f'"seed": 1, {OFF}}}'},
    ),
    # The same where the other call is one that thinks by its model's default.
    Case(
        "a body in what a call that is to think takes too",
        f"{SHARED}create(model={V32}, messages=M, **KW)\ncreate(model={PLUS}, messages=M, **KW)\n",
        ("DSM101 2 certain shared-value",),
    ),
    Case(
        "a body that receives a switch, and a call that is to think",
        f'{SHARED}MORE = {{"messages": M, {OFF}}}\ncreate(model={PLUS}, **MORE, **KW)\ncreate(model={PLUS}, messages=M, **KW)\n',
        ("DSM201 2 certain shared-value",),
    ),
    Case(
        "a prepared body, and a call that is to think",
        f"{PREPARED}ask(model={V32})\nask(model={PLUS})\n",
        ("DSM101 3 certain shared-value",),
    ),
    # A mapping that takes in another one is no reader of its own where the call that is rewritten takes it.
    Case(
        "parameters in a mapping that a request takes in",
        f'{NATIVE}requests.post(U, json={{"model": {V32}, **P}})\n',
        ("DSM101 4 certain safe",),
        {V32: '"qwen3.7-max"', '"message"}': f'"message", {OFF}}}'},
    ),
    Case(
        "parameters in a mapping that two requests take in",
        f'from other import name\n{NATIVE}requests.post(U, json={{"model": {V32}, **P}})\nrequests.post(U, json={{"model": name, **P}})\n',
        ("DSM101 5 certain shared-value",),
        hint="the same arguments also go to the call in main.py:11",
    ),
    # A caller that gives a mapping takes away what the parameter's default holds.
    Case(
        "a body that a parameter is by default",
        f"{WITH_SEED}ask({V32})\n",
        ("DSM101 3 certain unsafe",),
        {V32: PLUS, "extra_body=extra": f"extra_body={{{OFF}, **(extra or {{}})}}"},
    ),
    Case(
        "a body that a parameter is by default, for two models",
        f'{WITH_SEED}ask({V32})\nask("qwen-plus")\n',
        ("DSM101 3 certain shared-value",),
    ),
    Case(
        "a body that a parameter is by default, under a name",
        f'E = {{"seed": 1}}\n{ASK.format("E")}ask({V32})\n',
        ("DSM101 4 certain unsafe",),
        {V32: PLUS, "extra_body=extra": f"extra_body={{{OFF}, **(extra or {{}})}}"},
    ),
    *(
        Case(
            f"a body that a parameter is not by default: {default}",
            f'{ASK.format(default)}ask({V32})\nask("qwen-plus")\n',
            ("DSM101 3 certain safe",),
            {f"{V32})": f"{PLUS}, extra={{{OFF}}})"},
        )
        for default in ("None", "{}")
    ),
    Case(
        "a prepared body that an unknown model's call takes too",
        f"from other import name\n{PREPARED}ask(model={V32})\nask(model=name)\n",
        ("DSM101 4 certain shared-value",),
        hint="the same arguments also go to the call in main.py:10",
    ),
    Case(
        "a prepared body that another call replaces",
        f'from other import name\n{PREPARED}ask(model={V32})\nask(model=name, extra_body={{"seed": 2}})\n',
        ("DSM101 4 certain safe",),
        {V32: PLUS, '"seed": 1}': f'"seed": 1, {OFF}}}'},
    ),
    Case(
        "prepared arguments to which each call adds",
        f'from functools import partial\nask = partial(create, messages=M)\nask(model={V32})\nask(model="qwen-plus")\n',
        ("DSM101 3 certain safe",),
        {f"{V32})": f"{PLUS}, {BODY})"},
    ),
    Case(
        "a prepared switch that two calls take",
        f"from functools import partial\nask = partial(create, messages=M, {ON_KEYWORD})\nask(model={PLUS})\nask(model='qwen-plus')\n",
        ("DSM201 2 certain safe",),
        {ON_KEYWORD: f"extra_body={{{ON}}}"},
    ),
    # A switch that raises does so wherever the call goes; one that is not read matters at Model Studio alone.
    Case(
        "a switch that raises, and one that is not read, where only the key tells",
        "client = OpenAI(api_key=os.environ['DASHSCOPE_API_KEY'], base_url=os.environ['U'])\n"
        f"client.chat.completions.create(model={PLUS}, messages=[], {ON_KEYWORD})\n"
        f"client.chat.completions.create(model={PLUS}, messages=[], extra_body={{'extra_body': {{{ON}}}}})\n",
        ("DSM201 2 certain unsafe", "DSM201 3 likely unsafe"),
        {ON_KEYWORD: f"extra_body={{{ON}}}", f"{{'extra_body': {{{ON}}}}}": f"{{{ON}}}"},
        head="import os\nfrom openai import OpenAI\n",
    ),
    Case(
        "a switch in a file that was not asked about",
        f"from keywords import KW\ncreate(model={PLUS}, messages=M, **KW)\n",
        ("DSM201 2 certain outside-paths",),
        files={"keywords.py": f"KW = {{{ON}}}\n"},
        paths=("main.py",),
        hint="it is written in keywords.py; name that file too",
    ),
    Case(
        "a model in a file that was not asked about",
        "from keywords import KW\ncreate(messages=M, **KW)\n",
        ("DSM101 2 certain outside-paths",),
        files={"keywords.py": f'KW = {{"model": {V32}}}\n'},
        paths=("main.py",),
        hint="the id is written in keywords.py; name that file too",
    ),
    Case(
        "a model that a settings file gives which was not asked about",
        'create(model=os.environ["MODEL"], messages=M)\n',
        ("DSM101 1 likely outside-paths",),
        files={".env": "MODEL=deepseek-v3.2\n"},
        paths=("main.py",),
        hint="the value comes from .env: MODEL is set here; change it there",
    ),
    *(
        Case(
            f"one that is put together of it in a file that was not asked about: {use[:20]}",
            f"from keywords import KW, MODEL\n{use}\n",
            ("DSM101 2 likely dynamic-model",),
            files={
                ".env": "MODEL=deepseek-r1\n",
                "keywords.py": JOINED,
            },
            paths=("main.py",),
            hint="change the parts that make it",
        )
        for use in ("create(model=MODEL, messages=M)", "create(messages=M, **KW)")
    ),
    Case(
        "a model that a settings file gives which was asked about",
        'create(model=os.environ["MODEL"], messages=M)\n',
        ("DSM101 .env:1 likely unsafe",),
        {"MODEL=deepseek-v3.2": "MODEL=qwen3.7-plus", "messages=M)": f"messages=M, {BODY})"},
        files={".env": "MODEL=deepseek-v3.2\n"},
        paths=(".", ".env"),
    ),
    Case(
        "a name that is put together, and one that is taken apart",
        'create(model="-".join(["deepseek", "v3.2"]), messages=M)\ncreate(model="x,deepseek-v3.2".split(",")[1], messages=M)\n',
        ("DSM101 1 certain dynamic-model", "DSM101 2 certain dynamic-model"),
        hint="the name is put together at run time; change the parts that make it",
    ),
    *(
        Case(
            f"a model in a file that was not asked about, {how}",
            f"from dashscope import Generation\nfrom keywords import V, NEW, OLD\n"
            f"create(messages=M, {new})\nGeneration.call(messages=M, {new})\n"
            'hk = "https://cn-hongkong.dashscope.aliyuncs.com/compatible-mode/v1"\n'
            f"OpenAI(base_url=hk).chat.completions.create(messages=M, {old})\n",
            (
                *(f"DSM301 {line} possible choice-needed" for line in (3, 4)),
                "DSM104 4 certain interface-change",
                "DSM101 6 certain outside-paths",
                "DSM105 6 certain not-offered",
            ),
            files={"keywords.py": f'V = {PLUS}\nW = {V32}\nNEW = {{"model": V}}\nOLD = {{"model": W}}\n'},
            paths=("main.py",),
            quiet=(),
        )
        for how, new, old in (("unpacked", "**NEW", "**OLD"), ("by its name", "model=V", "model=OLD['model']"))
    ),
    Case(
        "parameters in a file that was not asked about",
        f"from keywords import KW, BODY\ncreate(model={PLUS}, messages=M, {BODY}, **KW)\n"
        f"create(model={PLUS}, messages=M, tool_choice='auto', extra_body=BODY)\n",
        tuple(f"{each} choice-needed" for each in ("DSM302 2 certain", "DSM303 2 possible", "DSM304 2 certain"))
        + tuple(f"{each} choice-needed" for each in ("DSM202 3 certain", "DSM303 3 possible")),
        files={
            "keywords.py": 'KW = {"logprobs": True, "max_tokens": 65537, "reasoning_effort": "low"}\n'
            f'BODY = {{{OFF}, "tool_choice": "required"}}\n'
        },
        paths=("main.py",),
        quiet=("DSM301",),
    ),
    # A value that is written over is another one for every call that reads it.
    *(
        Case(
            f"a body without a switch, which is written into it, and another call: {other}",
            f"{before}\ncreate(model={V32}, messages=M, extra_body=B)\n{other}\n",
            ("DSM101 3 certain shared-value",),
            hint="the call in main.py:10 reads the same value and needs something else",
            head=HEAD + "from other import name\n",
        )
        for before in ("B = {'enable_thinking': None}\n",)
        for other in (
            f"create(model={PLUS}, messages=M, extra_body=B)",
            "create(model=name, messages=M, extra_body=B)",
            "OpenAI().chat.completions.create(model='gpt-4o', messages=M, extra_body=B)",
        )
    ),
    *(
        Case(
            f"a body that a function makes, and another call of it: {first} and {other}",
            "def _body(t=None):\n    return {'enable_thinking': t}\nx = True if input() else None\n"
            f"create(model={V32}, messages=M, extra_body=_body({first}))\ncreate(model={PLUS}, messages=M, extra_body=_body({other}))\n",
            (f"DSM101 4 certain {'safe' if after else 'shared-value'}",),
            {V32: PLUS, "': t": f"': {after}"} if after else {},
        )
        for first, other, after in (
            ("", "True", "bool(t)"),
            ("", "False", "False"),
            ("", "", ""),
            ("x", "x", ""),
            ("x", "True", "bool(t)"),
        )
    ),
    # What one caller gives is not written where others give something else, whatever becomes of that.
    *(
        Case(
            f"a body that a function makes, and what nobody knows: {model} with {first} and {other}",
            f"def {name}(t):\n    return {{'enable_thinking': t}}\ndef show(to):\n    to.ask({name}({other}))\n"
            f"create(model={model}, messages=M, extra_body={name}({first}))\n",
            (f"{rule} certain {'safe' if after else 'shared-value'}",),
            {model: PLUS, "': t": f"': {after}"} if after else {},
            hint=hint,
        )
        for name, model, first, other, rule, after, hint in (
            ("_body", V32, "None", "True", "DSM101 5", "bool(t)", ""),
            ("_body", V32, "False", "True", "DSM101 5", "t", ""),
            ("body", V32, "None", "False", "DSM101 5", "bool(t)", ""),
            ("_body", V32, "None", "False", "DSM101 5", "False", ""),
            (
                "_body",
                '"deepseek-r1"',
                "None",
                "False",
                "DSM101 5",
                "",
                "others may give something else; say True where it is given",
            ),
            ("_body", PLUS, "'true'", "False", "DSM203 2", "", "`enable_thinking` is here what a caller gives"),
            ("_body", PLUS, "'false'", "True", "DSM203 2", "", "say False where it is given"),
            ("_body", PLUS, "'false'", "False", "DSM203 2", "False", ""),
        )
    ),
    Case(
        "a body that a function makes for two calls that want the same of it",
        "def _body(t=None):\n    return {'enable_thinking': t}\n"
        f"create(model={V32}, messages=M, extra_body=_body())\ncreate(model='deepseek-v3', messages=M, extra_body=_body())\n",
        ("DSM101 3 certain safe", "DSM101 4 certain safe"),
        {V32: PLUS, "'deepseek-v3'": "'qwen3.7-plus'", "': t": "': False"},
    ),
    Case(
        "a keyword that raises though it is not given",
        f"create(model={V32}, messages=M, enable_thinking=NOT_GIVEN)\n",
        ("DSM101 1 certain safe", "DSM201 1 certain safe"),
        {V32: PLUS, "enable_thinking=NOT_GIVEN)": f"{BODY})"},
        head="from openai import NOT_GIVEN\n" + HEAD,
    ),
    # What an SDK takes for "not given" says as little as None does, and the replacement thinks then.
    *(
        Case(
            f"a switch that is not given: {switch}",
            f"create(model={V32}, messages=M, extra_body={{'enable_thinking': {switch}, 'seed': 1}})\n",
            ("DSM101 1 certain safe",),
            {V32: PLUS, f": {switch}": f": {written}"},
            head="from openai import NOT_GIVEN, omit\n" + HEAD,
        )
        for switch, written in (
            ("NOT_GIVEN", "False"),
            ("omit", "False"),
            ("True if input() else omit", "bool(True if input() else omit)"),
        )
    ),
    # A key that only run time tells may be the switch, which is then what its author wrote.
    Case(
        "a key that nobody sees",
        f'from other import k\ncreate(model={V32}, messages=M, extra_body={{"seed": 1, k: True}})\n',
        ("DSM101 2 certain safe",),
        {V32: PLUS, "1, k": f"1, {OFF}, k"},
    ),
    Case(
        "another argument that is not given",
        f"create(model={V32}, messages=M, temperature=NOT_GIVEN)\n",
        ("DSM101 1 certain safe",),
        {V32: PLUS, "NOT_GIVEN)": f"NOT_GIVEN, {BODY})"},
        head="from openai import NOT_GIVEN\n" + HEAD,
    ),
    # What stands in one of several mappings is there only sometimes.
    *(
        Case(
            f"a switch in one of two mappings in the wrong place: {other}",
            f"create(model={V32}, messages=M, extra_body={{'parameters': {{{ON}}} if input() else {other}}})\n",
            ("DSM101 1 certain key-conflict", "DSM201 1 certain key-conflict"),
            hint="would be given twice",
        )
        for other in ("{}", "{'seed': 1}", "None")
    ),
    *(
        Case(
            f"a switch in both of two mappings in the wrong place: {other}",
            f"create(model={V32}, messages=M, extra_body={{'parameters': {{{ON}}} if input() else {other}}})\n",
            (f"DSM101 1 certain {NOT_WRITTEN_OUT}", f"DSM201 1 certain {NOT_WRITTEN_OUT}"),
            hint="stands in more than one mapping",
        )
        for other in (f"{{{OFF}}}", f"{{{ON}, 'seed': 1}}")
    ),
    Case(
        "a body that is only sometimes there",
        f"k = {{}}\nif input():\n    k['extra_body'] = {{{ON}}}\ncreate(model={V32}, messages=M, **k)\n",
        ("DSM101 4 certain safe",),
        {V32: PLUS, "k = {}": f"k = {{{BODY_KEY}}}"},
    ),
    Case(
        "a model that is given twice",
        f"create(model={V32}, messages=M, extra_body={{'model': {V32}, {OFF}}})\n",
        ("DSM101 1 certain choice-needed", "DSM102 1 possible unknown-endpoint"),
    ),
    Case(
        "a model that is given twice by one name",
        f"NAME = {V32}\ncreate(model=NAME, messages=M, extra_body={{'model': NAME, {OFF}}})\n",
        ("DSM101 1 certain safe",),
        {V32: PLUS},
    ),
    # Each parameter that is given twice is told, whatever came before it.
    Case(
        "a value that is given twice to the second of two providers",
        f"url = {OTHER} if input() else {ENDPOINT}\n"
        f"OpenAI(base_url=url).chat.completions.create(model={PLUS}, messages=M, seed=1, extra_body={{'seed': 2, {OFF}}})\n",
        ("DSM202 2 likely choice-needed",),
    ),
    Case(
        "a mapping that is given twice, and what stands deeper than its keys",
        f"create(model={PLUS}, messages=M, stream_options={{'include_usage': True}}, extra_body={{\n"
        f"    'stream_options': {{'include_usage': False}}, {OFF},\n    'parameters': {{{ON}}}}})\n",
        ("DSM202 1 certain choice-needed", "DSM202 3 certain choice-needed", "DSM201 3 certain choice-needed"),
    ),
    *(
        Case(
            f"a mapping of {levels} others that may go through each other",
            "A0 = {'seed': 1, 'n': 1}\n"
            + "".join(f"A{each} = {{**(A{each - 1} if input() else {{**A{each - 1}}})}}\n" for each in range(1, levels + 1))
            + f"create(model={V32}, messages=M, **A{levels})\n",
            (f"DSM101 {levels + 2} certain {how}",),
            {V32: PLUS, f"messages=M, **A{levels}": f"messages=M, extra_body={{{OFF}}}, **A{levels}"} if how == "safe" else {},
        )
        for levels, how in ((3, "safe"), (14, "unpacked-arguments"))
    ),
    *(
        Case(
            f"a value that may be given twice: {first}, {second}",
            f"k, e = {{}}, {{{OFF}}}\nif input(): k['seed'] = {first}\n{second}\n"
            f"create(model={PLUS}, messages=M, extra_body=e, **k)\n",
            found,
        )
        for first, second, found in (
            ("1", "if input(): e['seed'] = 2", ()),
            ("int(input())", "if input(): e['seed'] = 2", ()),
            ("1", "e['seed'] = 2", ("DSM202 2 certain choice-needed",)),
        )
    ),
    Case(
        "a value that is given twice where another one is written",
        f"create(model={V32}, messages=M, seed=1, extra_body={{'seed': 2, {OFF}}})\n",
        ("DSM101 1 certain safe", "DSM202 1 certain choice-needed"),
        {V32: PLUS},
    ),
    Case(
        "a value that is given once, and once not",
        f"create(model={PLUS}, messages=M, seed=NOT_GIVEN, extra_body={{'seed': 2, {OFF}}})\n",
        head="from openai import NOT_GIVEN\n" + HEAD,
    ),
    # What is too large stays found under its new key, which is nothing that the fix brought.
    Case(
        "a limit that a moved parameter exceeds",
        f"create(model={PLUS}, messages=M, enable_thinking=True, thinking_budget=9999999)\n",
        ("DSM201 1 certain safe", "DSM304 1 certain choice-needed"),
        {
            "enable_thinking=True, thinking_budget=9999999": 'extra_body={"enable_thinking": True, "thinking_budget": 9999999}',
        },
        status=1,
    ),
    Case(
        "a limit of the replacement that a moved parameter would exceed",
        f"create(model={V32}, messages=M, enable_thinking=True, thinking_budget=9999999)\n",
        ("DSM101 1 certain choice-needed", "DSM201 1 certain choice-needed", "DSM304 1 certain choice-needed"),
    ),
    # An endpoint of which only a part is in sight, or that another file gives.
    Case(
        "an endpoint that may be another one",
        f"from other import pick\nurl = {ENDPOINT} if input() else pick()\n"
        f"OpenAI(base_url=url).chat.completions.create(model={V32}, messages=M, {BODY})\n",
        ("DSM101 3 likely unsafe",),
        {V32: PLUS},
    ),
    Case(
        "another provider's endpoint, or who knows whose",
        f"from other import pick\nurl = {OTHER} if input() else pick()\n"
        f"OpenAI(base_url=url).chat.completions.create(model={V32}, messages=M, {BODY})\n",
    ),
    Case(
        "an endpoint that only a settings file gives",
        f"from openai import OpenAI\nOpenAI().chat.completions.create(model={V32}, messages=[], {BODY})\n",
        ("DSM101 2 likely unsafe",),
        {V32: PLUS},
        files={".env": f"OPENAI_BASE_URL={ENDPOINT}\n"},
        head="",
    ),
    Case(
        "an endpoint among other things that a module is told",
        f"import openai\nopenai.timeout = 3\nopenai.base_url = {ENDPOINT}\n"
        f"openai.chat.completions.create(model={V32}, messages=[], {BODY})\n",
        ("DSM101 4 certain safe",),
        {V32: PLUS},
        head="",
    ),
    # Hosts are the same in capitals, and one that serves several things at once is told by its port.
    gateway("a gateway in capitals", "LLM.Corp.example", "https://llm.corp.example/v1", ("DSM101 1 certain safe",)),
    gateway("a gateway in capitals in the code", "llm.corp.example", "https://LLM.Corp.example/v1", ("DSM101 1 certain safe",)),
    gateway("a gateway by its port", "localhost:4000", "http://localhost:4000", ("DSM101 1 certain safe",)),
    gateway("a gateway whatever its port", "localhost", "http://me:it@localhost:4000/v1", ("DSM101 1 certain safe",)),
    gateway(
        "another port",
        "localhost:4000",
        "http://localhost:4001",
        ("DSM102 1 possible unknown-endpoint",),
        "say who answers there: `gateways` in the settings",
    ),
    gateway("another host", "llm.corp.example", "http://llm.corp.example.org", ("DSM102 1 possible unknown-endpoint",)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


SCRIPT = f"""import OpenAI from "openai";
const client = new OpenAI({{ baseURL: {ENDPOINT} }});
const o = {{ messages: [], extra_body: {{ enable_thinking: true }} }};
"""


@pytest.mark.parametrize(
    ("call", "moved"),
    [
        (f"await client.chat.completions.create({{ model: {V32}, ...o }});\n", "...o, enable_thinking: true }"),
        (
            f"const b = {{ model: {V32}, ...o }};\nawait client.chat.completions.create(b);\n",
            "...o, enable_thinking: true }",
        ),
    ],
)
def test_an_object_that_takes_in_another_one(call: str, moved: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = ("DSM201 main.mjs:3 certain safe", "DSM101 main.mjs:4 certain safe")
    after = {", extra_body: { enable_thinking: true } }": " }", "...o }": moved, V32: PLUS}
    check(Case("JavaScript", "", found, after, files={"main.mjs": SCRIPT + call}), tmp_path, monkeypatch)


def test_a_key_that_nobody_sees_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        SCRIPT
        + f'import {{ k }} from "other";\nawait client.chat.completions.create({{ ["user"]: "u", [k]: true, model: {V32} }});\n'
    )
    after = {V32: PLUS, "[k]": "enable_thinking: false, [k]"}
    check(Case("JavaScript", "", ("DSM101 main.mjs:5 certain safe",), after, files={"main.mjs": program}), tmp_path, monkeypatch)


@pytest.mark.parametrize("other", ["console.log({ ...o });\n", "ask({ model: x, ...o });\n"])
def test_an_object_that_another_call_takes_in(other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = f"{SCRIPT}await client.chat.completions.create({{ model: {V32}, ...o }});\n{other}"
    found = ("DSM201 main.mjs:3 certain shared-value", "DSM101 main.mjs:4 certain shared-value")
    check(Case("JavaScript", "", found, files={"main.mjs": program}, hint="the call in main.mjs:5"), tmp_path, monkeypatch)


def test_two_calls_that_leave_one_import_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes one of them alone would be left with the other's name imported nowhere."""
    call = """    r = Generation.call(model="deepseek-v3", messages=[{"role": "user", "content": "x"}], result_format="message")
    print(r.output.choices[0].message.content)
"""
    (tmp_path / "main.py").write_text(f"from dashscope import Generation\ndef a():\n{call}def b():\n{call}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, findings = scanned("--to", "qwen3.7-plus", ".")
    first, second = (each["fix"] for each in findings if each["rule"] == "DSM101")
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert first["id"] == second["id"]


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ({"parameters": {"enable_thinking": True}}, {"enable_thinking": True}),
        ({"parameters": {"enable_thinking": True, "a": 1}, "b": 2}, {"parameters": {"a": 1}, "b": 2, "enable_thinking": True}),
        ({"thinking": {"type": "disabled"}}, {"enable_thinking": False}),
    ],
)
def test_what_is_sent_once_a_switch_is_moved(
    body: dict[str, object], sent: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "main.py").write_text(f"{HEAD}create(model={PLUS}, messages=M, extra_body={body})\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, findings = scanned("--isolated", ".")
    request = next(each["request"] for each in findings if each["rule"] in ("DSM201", "DSM203"))
    whole = {"model": "qwen3.7-plus", "messages": [{"role": "user", "content": "hi"}]}
    assert isinstance(request, dict)
    assert (request["before"]["body"], request["after"]["body"]) == ({**whole, **body}, {**whole, **sent})


def test_parameters_at_one_place_of_two_files_are_both_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = f"{HEAD}from keywords import KW\ncreate(model={PLUS}, messages=M, {BODY}, top_logprobs=2, **KW)\n"
    before = "KW = {".rjust(main.index("top_logprobs"), "\n")
    (tmp_path / "main.py").write_text(main, encoding="utf-8")
    (tmp_path / "keywords.py").write_text(f'{before}"logprobs": True}}\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, findings = scanned("--isolated", ".")
    assert [(each["rule"], each["path"]) for each in findings] == [("DSM303", "keywords.py"), ("DSM303", "main.py")]


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        ("messages=M, model=V", "V"),
        ("messages=M, **KW", "**KW"),
        ("messages=M, **{'model': V}", "V"),
        # Which of two brings it is not told.
        ("messages=M, **KW, **OTHER", "create(messages=M, **KW, **OTHER)"),
        ("**OTHER, **KW", "create(**OTHER, **KW)"),
    ],
)
def test_where_a_model_is_told_whose_file_was_not_asked_about(
    arguments: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "keywords.py").write_text(f'V = {PLUS}\nKW = {{"model": V}}\nOTHER = {{"seed": 1}}\n', encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    call = f"create({arguments})"
    (tmp_path / "main.py").write_text(f"{HEAD}from keywords import KW, OTHER, V\n{call}\n# Was deepseek-v3.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, (found,) = scanned("--isolated", "--select", "DSM301", "main.py")
    assert (found["rule"], found["line"]) == ("DSM301", HEAD.count("\n") + 2)
    assert call[int(str(found["column"])) - 1 : int(str(found["end_column"])) - 1] == place


@pytest.mark.parametrize(
    ("other", "made", "code"),
    [
        ("from main import KW\nfrom names import ask\nask(**KW)\n", 'KW = {"extra_body": {"seed": 1}}', "shared-value"),
        ("from main import KW\nfrom names import ask\nask(**KW)\n", 'B = {"seed": 1}\nKW = {"extra_body": B}', "shared-value"),
        ("print('nobody else takes it')\n", 'KW = {"extra_body": {"seed": 1}}', "-"),
        # One change writes to one file.
        ('KW = {"extra_body": {"seed": 1}}\n', "from other import KW", "body-not-literal"),
        ('B = {"seed": 1}\nKW = {"extra_body": B}\n', "from other import KW", "body-not-literal"),
    ],
)
def test_a_switch_that_goes_from_a_call_into_what_another_file_knows(
    other: str, made: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = f"{HEAD}{made}\ncreate(model={V32}, messages=M, enable_thinking=True, **KW)\n"
    for name, text in {"main.py": main, "other.py": other, "pyproject.toml": ""}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, findings = scanned("--isolated", ".")
    assert {each["refusal"]["code"] if isinstance(each["refusal"], dict) else "-" for each in findings} == {code}

"""Mappings that are changed where linking does not follow it: by another name, in a loop, through a module or an object."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, R1, NEW = '"deepseek-v3.2"', '"deepseek-r1"', '"qwen3.7-plus"'
EB = "['extra_body'] = {'enable_thinking': True}\n"
MODEL = f"['model'] = {R1}\n"
OFF = ', extra_body={"enable_thinking": False}'
RECORD_OFF = ", 'extra_body': {'enable_thinking': False}"
JS_OFF = ", enable_thinking: false"
A = f"a = {{'model': {V3}, 'messages': M}}\n"
CALL = "create(**a)\n"
JS_HEAD = """import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1", apiKey: process.env.KEY });
const M = [{ role: "user", content: "hi" }];
"""
JS_A = f"const a = {{ model: {V3}, messages: M }};\n"
JS_CREATE = "client.chat.completions.create"
JS_CALL = "await client.chat.completions.create(a);\n"
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
CLIENT = f"import os\nfrom openai import OpenAI\nargs = {{'base_url': '{URL}', 'api_key': 'k'}}\n"
ASK = f"OpenAI(**args).chat.completions.create(model={V3}, messages=[])\n"


def changed(name: str, source: str, line: int = 1, *others: str) -> Case:
    """A program in which the mapping of line `line` is changed elsewhere."""
    return Case(name, source, (f"DSM101 {line} certain shared-value", *others), hint="" if others else " is changed in ")


def apart(name: str, source: str, line: int = 1, *others: str) -> Case:
    """One in which only something else is changed."""
    found = (f"DSM101 {line} certain safe", *others)
    return Case(name, source, found, {f"{V3}, 'messages': M": f"{NEW}, 'messages': M{RECORD_OFF}"})


def said(line: int) -> str:
    return f"DSM102 {line} possible unknown-endpoint"


def script(name: str, source: str, *found: str, after: dict[str, str] | None = None, **files: str) -> Case:
    """A JavaScript program."""
    lines = JS_HEAD.count("\n")
    placed = [each.replace("main.js:", "") if "main.js" in each else each for each in found]
    places = tuple(
        " ".join((rule, f"main.js:{lines + int(line)}" if line.isdigit() else line, *rest))
        for rule, line, *rest in (each.split() for each in placed)
    )
    sources = {"main.js": JS_HEAD + source, **{path.replace("_", "."): text for path, text in files.items()}}
    return Case(name, "", places, after or {}, head="", files=sources)


OTHER_NAMES = (
    changed("two names at once", f"{A.replace('a =', 'a = b =')}b{EB}{CALL}"),
    changed("a model by one of two names", f"{A.replace('a =', 'a = b =')}b{MODEL}{CALL}", 1, said(2)),
    changed("a name of a name", f"{A}b = a\nc = b\nc{EB}{CALL}"),
    changed("an entry by a name", f"{A.replace('a = ', 'a = {1: ')[:-1]}}}\nb = a[1]\nb{EB}create(**a[1])\n"),
    changed("each of a list", f"{A}for b in [a]:\n    b{EB}{CALL}"),
    changed("each value of a mapping", f"{A}for b in {{'x': a}}.values():\n    b{EB}{CALL}"),
    changed("one of a list", f"{A.replace('a = ', 'a = [')[:-1]}]\na[0]{EB}create(**a[0])\n"),
    changed("what a function gives", f"{A}def conf():\n    return a\nconf(){MODEL}{CALL}", 1, said(4)),
    changed("a default", f"{A}def think(conf=a):\n    conf{EB}think()\n{CALL}"),
    changed("a default that is chosen", f"{A}def think(conf=None):\n    conf = conf or a\n    conf{EB}think()\n{CALL}"),
    changed(
        "an attribute of another object",
        f"{A}class Bot:\n    def __init__(self):\n        self.b = a\n        self.b{EB}Bot()\n{CALL}",
    ),
    changed(
        "a property",
        f"class Bot:\n    def __init__(self):\n        self.a = {{'model': {V3}, 'messages': M}}\n    @property\n"
        f"    def conf(self):\n        return self.a\n    def ask(self):\n        create(**self.a)\n"
        f"bot = Bot()\nbot.conf{EB}bot.ask()\n",
        3,
    ),
    changed(
        "what stands in it, by a name",
        f"e = {{'enable_thinking': False}}\n{A[:-2]}, 'extra_body': e}}\nf = e\nf['enable_thinking'] = True\n{CALL}",
        2,
    ),
    changed("a key that only run time tells", f"{A.replace('a =', 'a = b =')}for key in M:\n    b[key] = True\n{CALL}"),
    changed("what is updated by another name", f"{A.replace('a =', 'a = b =')}b.update(extra_body={{}})\n{CALL}"),
    changed("what is updated with what nobody sees", f"{A.replace('a =', 'a = b =')}b.update(load())\n{CALL}"),
    changed(
        "what a JSON text is made of",
        f"import json, requests\n{A.replace('a =', 'a = b =')}b['enable_thinking'] = True\n"
        f"requests.post('{URL}/chat/completions', data=json.dumps(a))\n",
        2,
    ),
    # What is not the same, or too late, or none of our business.
    apart("a name too late", f"{A}{CALL}b = a\nc = b\nc{EB}"),
    apart("in another arm", f"{A}b = c = a\nif M:\n    c{EB}else:\n    {CALL}"),
    *(
        apart(f"a copy: {copy}", f"import copy, json\n{A}b = {copy}\nc = b\nc{EB}{CALL}", 2)
        for copy in ("a.copy()", "dict(a)", "{**a}", "copy.deepcopy(a)", "json.loads(json.dumps(a))", "a | {'n': 1}")
    ),
    apart("messages by another name", f"{A}b = a\nc = b\nc['messages'] = []\n{CALL}"),
    apart("what is there already", f"{A}b = a\nc = b\nc.setdefault('model', 'x')\n{CALL}"),
    apart("taken away, which was not there", f"{A}b = a\nc = b\nc.pop('extra_body', None)\n{CALL}"),
    apart("a list of the same name", f"{A}b = a\nc = b\nc['messages'].append(M)\n{CALL}"),
    Case(
        "another call's mapping",
        f"def conf(model):\n    return {{'model': model, 'messages': M}}\nx = conf({R1})\n"
        f"for each in [x]:\n    each{EB}create(**x)\n"
        f"create(**conf({V3}))\n",
        ("DSM101 3 certain shared-value", "DSM101 7 certain shared-value"),
    ),
    changed("a copy by two names", f"{A}b = c = a.copy()\nd = c\nd{EB}create(**b)\n"),
    changed("what is copied, before that", f"{A}y = a\nz = y\nz{EB}b = a.copy()\ncreate(**b)\n"),
    changed(
        "what stands in one of an object, by many names",
        f"class Bot:\n    def __init__(self):\n        self.a = {{'x': {{'model': {V3}, 'messages': M}}}}\nbot = Bot()\n"
        f"bot.a['x']{EB}create(**bot.a['x'])\n",
        3,
    ),
    changed(
        "one of a mapping by a key that only run time tells",
        f"a = {{'x': {{'model': {V3}, 'messages': M}}}}\nfor k in M:\n    a[k]{EB}create(**a['x'])\n",
    ),
    Case(
        "given anew behind it",
        f"{A}b = a\nc = b\nc{EB}a['extra_body'] = {{'enable_thinking': False}}\n{CALL}",
        ("DSM101 1 certain safe",),
        {V3: NEW},
    ),
)

TAKEN_AWAY = (
    *(
        Case(
            f"an address, sometimes: {how}",
            f"{CLIENT}if os.environ.get('X'):\n    {how}\n{ASK}",
            ("DSM101 6 certain shared-value",),
            head="",
        )
        for how in ("args.pop('base_url')", "del args['base_url']", "args.clear()")
    ),
    Case(
        "another argument, sometimes",
        f"{CLIENT}if os.environ.get('X'):\n    args.pop('api_key')\n{ASK}",
        ("DSM101 6 certain safe",),
        {f"{V3}, messages=[]": f"{NEW}, messages=[]{OFF}"},
        head="",
    ),
    changed(
        "the switch within, sometimes",
        f"{A[:-2]}, 'extra_body': {{'enable_thinking': True}}}}\nif M:\n    del a['extra_body']['enable_thinking']\n{CALL}",
    ),
    changed(
        "all of it, sometimes",
        f"e = {{'enable_thinking': True}}\nif M:\n    e.clear()\ncreate(model={V3}, messages=M, extra_body=e)\n",
        4,
    ),
)

MODULES = (
    *(
        Case(
            f"a module's mapping: {how.splitlines()[0]}",
            "import conf, setup\ncreate(**conf.a)\n",
            ("DSM101 conf.py:1 certain shared-value",),
            files={"conf.py": A.replace("M", "[]"), "setup.py": how},
            hint=" is changed in setup.py, line 2; ",
        )
        for how in (
            f"import conf\nconf.a{EB}",
            f"from conf import a\na{EB}",
            "import conf\nconf.a.update(extra_body={'enable_thinking': True})\n",
        )
    ),
    *(
        Case(
            f"a module's model: {how}",
            "import conf, setup\ncreate(model=conf.MODEL, messages=M)\n",
            ("DSM101 conf.py:1 certain shared-value", "DSM101 setup.py:2 certain shared-value"),
            files={"conf.py": f"MODEL = {V3}\n", "setup.py": f"import conf\n{how}\n"},
        )
        for how in (f"conf.MODEL = {R1}", f"setattr(conf, 'MODEL', {R1})")
    ),
    Case(
        "an object's model of a module's name",
        f"import conf, setup\ncreate(model=conf.MODEL, messages=M{''})\n",
        ("DSM101 conf.py:1 certain safe", "DSM102 setup.py:3 possible unknown-endpoint"),
        {V3: NEW, "conf.MODEL, messages=M": f"conf.MODEL, messages=M{OFF}"},
        files={"conf.py": f"MODEL = {V3}\n", "setup.py": f"class Conf:\n    pass\nConf.MODEL = {R1}\n"},
    ),
)

SCRIPTS = (
    script(
        "two names at once",
        f"let a, b;\na = b = {{ model: {V3}, messages: M }};\nb.enable_thinking = true;\n{JS_CALL}",
        "DSM101 2 certain shared-value",
    ),
    script(
        "a name of a name",
        f"{JS_A}const b = a, c = b;\nc['model'] = {R1};\n{JS_CALL}",
        "DSM101 1 certain shared-value",
        "DSM102 3 possible unknown-endpoint",
    ),
    script("each of a list", f"{JS_A}for (const b of [a]) b.enable_thinking = true;\n{JS_CALL}", "DSM101 1 certain shared-value"),
    script(
        "an entry by a pattern",
        f"const o = {{ a: {{ model: {V3}, messages: M }} }};\nconst {{ a }} = o;\n"
        f"a.enable_thinking = true;\n{JS_CALL.replace('(a)', '(o.a)')}",
        "DSM101 1 certain shared-value",
    ),
    script(
        "an attribute of another object",
        f"{JS_A}class Bot {{ constructor() {{ this.a = a; this.a.enable_thinking = true; }} }}\nnew Bot();\n{JS_CALL}",
        "DSM101 1 certain shared-value",
    ),
    script(
        "a module by its name",
        f'import {{ a }} from "./conf.js";\nimport * as conf from "./conf.js";\nconf.a.model = {R1};\n{JS_CALL}',
        "DSM101 conf.js:1 certain shared-value",
        "DSM102 3 possible unknown-endpoint",
        conf_js=f"export const a = {{ model: {V3}, messages: [] }};\n",
    ),
    script(
        "a key that another file sets",
        f'import {{ a }} from "./conf.js";\nimport "./setup.js";\nawait {JS_CREATE}({{ model: a.model, messages: M }});\n',
        "DSM101 conf.js:1 certain shared-value",
        "DSM102 setup.js:2 possible unknown-endpoint",
        conf_js=f"export const a = {{ model: {V3} }};\n",
        setup_js=f'import {{ a }} from "./conf.js";\na.model = {R1};\n',
    ),
    script(
        "an address, sometimes",
        f'const o = {{ baseURL: "{URL}" }};\nif (M) delete o.baseURL;\n'
        f"await new OpenAI(o).chat.completions.create({{ model: {V3}, messages: M }});\n",
        "DSM101 3 certain shared-value",
    ),
    script(
        "a model of an object, from outside",
        f"class Bot {{ model = {V3}; ask() {{ return {JS_CREATE}({{ model: this.model, messages: M }}); }} }}\n"
        f"const bot = new Bot();\nbot.model = {R1};\nawait bot.ask();\n",
        "DSM101 1 certain shared-value",
        "DSM101 3 certain shared-value",
    ),
    script(
        "a mapping of an object, from outside",
        f"class Bot {{ a = {{ model: {V3}, messages: M }}; ask() {{ return {JS_CREATE}(this.a); }} }}\n"
        f"const bot = new Bot(), other = bot;\nother.a.enable_thinking = true;\nawait bot.ask();\n",
        "DSM101 1 certain shared-value",
    ),
    script(
        "a client's address, from outside",
        f'client.baseURL = "https://api.deepseek.com";\nawait client.chat.completions.create({{ model: {V3}, messages: M }});\n',
        "DSM102 2 possible unknown-endpoint",
    ),
    *(
        script(
            f"a copy: {copy}",
            f"{JS_A}const b = {copy}, c = b;\nc.model = {R1};\n{JS_CALL}",
            "DSM101 1 certain safe",
            "DSM102 3 possible unknown-endpoint",
            after={f"{V3}, messages: M": f"{NEW}, messages: M{JS_OFF}"},
        )
        for copy in ("{ ...a }", "structuredClone(a)", "Object.assign({}, a)", "JSON.parse(JSON.stringify(a))")
    ),
)


ANYTHING = "for each in sys.argv[1:]:\n    k, v = each.split('=')\n"
OBJECT = f"import sys\nclass Conf:\n    model = {V3}\n    def ask(self):\n        return 1\nconf = Conf()\n"
BY_OBJECT = "create(model=conf.model, messages=M)\n"
BY_KEY = "create(model=a['model'], messages=M)\n"
OFF_SO = OFF.replace('"', "'")
CHAT = f"from langchain_openai import ChatOpenAI\nllm = ChatOpenAI(model={V3}, base_url='{URL}')\n"


def either(name: str, source: str, line: int, how: str, old: str, files: dict[str, str] | None = None) -> Case:
    """A program with one call whose model run time may give, or not."""
    where = line if line else "conf.py:1"
    after = {V3: NEW, old: old + (OFF_SO if "'" in old else OFF)}
    return Case(name, source, (f"DSM101 {where} certain {how}",), after, files=files or {})


AT_RUN_TIME = (
    either(
        "attributes that whoever makes the object gives, who is in sight",
        f"class Conf:\n    def __init__(self, **kw):\n        self.model = {V3}\n        for k, v in kw.items():\n"
        f"            setattr(self, k, v)\nconf = Conf()\n{BY_OBJECT}",
        3,
        "safe",
        "conf.model, messages=M",
    ),
    *(
        either(
            f"attributes that are given as a whole: {given}",
            f"class Conf:\n    def __init__(self, **kw):\n        self.model = {V3}\n        self.__dict__.update({given})\n"
            f"conf = Conf()\n{BY_OBJECT}",
            3,
            "safe",
            "conf.model, messages=M",
        )
        for given in ("kw", "**kw", "timeout=3")
    ),
    either(
        "an attribute that the command line names",
        f"{OBJECT}{ANYTHING}    setattr(conf, k, v)\n{BY_OBJECT}",
        3,
        "unsafe",
        "conf.model, messages=M",
    ),
    either(
        "an attribute of something else that the command line names",
        f"{OBJECT}class Other:\n    pass\n{ANYTHING}    setattr(Other, k, v)\n{BY_OBJECT}",
        3,
        "safe",
        "conf.model, messages=M",
    ),
    *(
        either(
            f"a module's name that the command line names, of {whose}",
            f"import sys, conf, other\n{ANYTHING}    setattr({whose}, k, v)\n{BY_OBJECT}",
            0,
            how,
            "conf.model, messages=M",
            {"conf.py": f"model = {V3}\n", "other.py": "timeout = 3\n"},
        )
        for whose, how in (("conf", "unsafe"), ("other", "safe"))
    ),
    either(
        "other names of a module that a loop goes through",
        f"import sys, conf\nfor k in ('timeout', 'retries'):\n    setattr(conf, k, sys.argv[1])\n{BY_OBJECT}",
        0,
        "safe",
        "conf.model, messages=M",
        {"conf.py": f"model = {V3}\n"},
    ),
    either(
        "a key that the command line names",
        f"import sys\n{A}{ANYTHING}    a[k] = v\n{BY_KEY}",
        2,
        "unsafe",
        "a['model'], messages=M",
    ),
    either(
        "another mapping's key", f"import sys\n{A}b = {{}}\n{ANYTHING}    b[k] = v\n{BY_KEY}", 2, "safe", "a['model'], messages=M"
    ),
    either(
        "one of several keys",
        f"import os\n{A}for k in ('model', 'n'):\n    a[k] = os.environ[k]\n{BY_KEY}",
        2,
        "unsafe",
        "a['model'], messages=M",
    ),
    either(
        "one of several other keys",
        f"import os\n{A}for k in ('top_p', 'n'):\n    a[k] = os.environ[k]\n{BY_KEY}",
        2,
        "safe",
        "a['model'], messages=M",
    ),
    *(
        Case(
            f"an object of an SDK that is set later: {how}",
            f"{CHAT}{how}llm.invoke('x')\n",
            ("DSM101 2 certain shared-value",),
            head="",
            hint=" the object is made",
        )
        for how in ("llm.extra_body = {'top_k': 3}\n", "other = llm\nother.extra_body = None\n")
    ),
    Case(
        "an object of an SDK that is told something else",
        f"{CHAT}llm.temperature = 1\nx = Other()\nx.extra_body = {{}}\nllm.invoke('x')\n",
        ("DSM101 2 certain safe",),
        {V3: NEW, f"'{URL}')": f"'{URL}'{OFF_SO})"},
        head="",
    ),
    script(
        "a map that is set",
        f'const m = new Map([["x", {V3}]]);\nm.set("x", {R1});\nawait {JS_CREATE}({{ model: m.get("x"), messages: M }});\n',
        "DSM102 1 possible unknown-endpoint",
        "DSM101 2 certain safe",
        after={R1: NEW},
    ),
)


PARAM = """import com.alibaba.dashscope.aigc.generation.*;
class Main {{
    static void deep(GenerationParam p) {{ {helper} }}
    void run() throws Exception {{
        GenerationParam p = GenerationParam.builder().model("deepseek-v3.2").prompt("x").resultFormat("message").build();
        {line}
        new Generation().call(p);
    }}
}}
"""


def java(name: str, helper: str = "", line: str = "", safe: str = "") -> Case:
    """A parameter object that is set, in a helper or by a name of its own; `safe` is what a fix writes of the switch."""
    text = PARAM.format(helper=helper, line=line)
    found = "DSM101 Main.java:5 certain " + ("safe" if safe else "shared-value")
    written = {f'{V3}).prompt("x").resultFormat("message")': f'"qwen3.7-max").prompt("x").resultFormat("message"){safe}'}
    return Case(
        name,
        "",
        (found,),
        written if safe else {},
        head="",
        files={"Main.java": text},
        hint="" if safe else " the object is made",
    )


JAVA = (
    java("a parameter that a helper sets", "p.setEnableThinking(true);", "deep(p);"),
    java("a parameter by another name", line="GenerationParam q = p; q.setEnableThinking(true);"),
    Case(
        "a parameter that is set in an arm",
        "",
        ("DSM101 Main.java:5 certain safe", "DSM101 Main.java:6 certain safe"),
        {
            f"{V3}).prompt": '"qwen3.7-max").prompt',
            '"message").build': '"message").parameter("enable_thinking", false).build',
            '"deepseek-v3.1"': '"qwen3.7-max"',
        },
        head="",
        files={"Main.java": PARAM.format(helper="", line='if (args) p.setModel("deepseek-v3.1");')},
    ),
    java("a helper that sets something else", "p.setTopP(0.5);", "deep(p);", safe='.parameter("enable_thinking", false)'),
)


LIST, FIRST = f"MODELS = [{V3}, 'x']\n", "create(model=MODELS[0], messages=M)\n"
BOTH = ("DSM101 1 certain shared-value", "DSM101 2 certain shared-value")
LISTS = (
    Case("an item that is set", f"{LIST}MODELS[0] = {R1}\n{FIRST}", BOTH),
    Case("an item that is put before others", f"{LIST}MODELS.insert(0, {R1})\n{FIRST}", BOTH),
    *(
        Case(f"items that come to stand elsewhere: {how}", f"MODELS = [{V3}, {R1}]\nMODELS.{how}()\n{FIRST}", BOTH[:1])
        for how in ("reverse", "sort")
    ),
    either("an item that is set behind the call", f"{LIST}{FIRST}MODELS[0] = 'x'\n", 1, "safe", "MODELS[0], messages=M"),
    either(
        "another list's item",
        f"{LIST}OTHERS = ['y']\nOTHERS[0] = 'x'\nOTHERS.sort()\n{FIRST}",
        1,
        "safe",
        "MODELS[0], messages=M",
    ),
)
JS_LIST = f'const MODELS = [{V3}, "x"];\n'
JS_FIRST = f"await {JS_CREATE}({{ model: MODELS[0], messages: M }});\n"
JS_LISTS = (
    *(
        script(f"a list of JavaScript: {how}", f"{JS_LIST}MODELS{how};\n{JS_FIRST}", *BOTH)
        for how in (f"[0] = {R1}", f".unshift({R1})", f".push({R1})")
    ),
    script("a list of JavaScript that is reversed", f"const MODELS = [{V3}, {R1}];\nMODELS.reverse();\n{JS_FIRST}", BOTH[0]),
    script(
        "messages that are pushed",
        f"{JS_LIST}M.push({{}});\n{JS_FIRST}",
        "DSM101 1 certain safe",
        after={V3: NEW, "MODELS[0], messages: M": f"MODELS[0], messages: M{JS_OFF}"},
    ),
)


AGENTS = f"""from agents import Agent, ModelSettings, OpenAIChatCompletionsModel
from openai import AsyncOpenAI
client = AsyncOpenAI(base_url="{URL}")
m = OpenAIChatCompletionsModel(model={V3}, openai_client=client)
s = ModelSettings(temperature=0.1)
Agent(name="x", model=m, model_settings=s)
"""
SETTINGS = (
    Case(
        "settings that are changed after they were handed over",
        f"{AGENTS}s.extra_body = {{'top_k': 3}}\n",
        ("DSM101 4 certain shared-value",),
        head="",
    ),
    Case(
        "something else of such settings",
        f"{AGENTS}s.temperature = 0.3\n",
        ("DSM101 4 certain safe",),
        {V3: NEW, "temperature=0.1)": f"temperature=0.1{OFF})"},
        head="",
    ),
)


@pytest.mark.parametrize(
    "case", [*OTHER_NAMES, *TAKEN_AWAY, *MODULES, *AT_RUN_TIME, *JAVA, *LISTS, *SETTINGS], ids=lambda case: case.name
)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


@pytest.mark.parametrize("case", [*SCRIPTS, *JS_LISTS], ids=lambda case: case.name)
def test_a_script(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

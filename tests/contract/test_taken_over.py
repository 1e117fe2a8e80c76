"""Objects that take over what a mapping holds, and attributes set otherwise than by `x.name = value` of a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, LIVE, NEW = '"deepseek-v3"', '"qwen-plus"', '"qwen3.7-plus"'
SWITCHED = {V3: NEW, "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'}
SHARED, SAFE, UNSAFE = (f"DSM101 4 certain {how}" for how in ("shared-value", "safe", "unsafe"))
TAKING = (
    "self.__dict__.update(opts)",
    "self.__dict__.update(**opts)",
    "vars(self).update(opts)",
    "self.__dict__ |= opts",
    "self.__dict__ = opts",
    "for k, v in opts.items(): setattr(self, k, v)",
    "for k in opts: setattr(self, k, opts[k])",
    "for k in opts: setattr(self, k, opts.get(k))",
    "for k in opts: self.__dict__[k] = opts[k]",
    "[setattr(self, k, v) for k, v in opts.items()]",
    "for k, v in opts.items(): object.__setattr__(self, k, v)",
    "for k, v in opts.items(): super().__setattr__(k, v)",
)
NAMED = (
    'self.__dict__["model"] = opts["model"]',
    'vars(self)["model"] = opts["model"]',
    'self.__setattr__("model", opts["model"])',
    'object.__setattr__(self, "model", opts["model"])',
    'super().__setattr__("model", opts["model"])',
    'self.__dict__.update(model=opts["model"])',
)
OTHERS = (
    'for k in ("size", "more"): setattr(self, k, opts.get(k))',
    "for k in ('size', 'more'): setattr(self, k, opts[k.upper()])",
    "setattr(self, 'size', opts)",
    "setattr(self, 'model')",
    "self.box.setattr(self, 'model', opts)",
    "vars().update(opts)",
    "named(self).update(opts)",
    "self.__dict__.update({})",
    "self.__dict__.update(None or {})",
)
UNKNOWN = (
    "for k, v in opts.items(): setattr(self, read(k), v)",
    "for k, v in opts.pairs(): setattr(self, k, v)",
    "for k, w in opts.items():\n            for v in w: setattr(self, k, v)",
    "for k in opts: setattr(self, read(k), opts[k])",
    "for k in opts: setattr(self, read(k), opts.get(k))",
    "for k in opts: setattr(self, read(k), opts.get())",
    "self.__dict__.update(read(opts))",
    "self.__dict__.update(OpenAI())",
)


def bot(line: str, made: str, base: str = "") -> str:
    """A class whose objects have a model of their own and take over others; the model is in its fourth line."""
    return (
        f"class _Bot{base}:\n    size = 0\n    def __init__(self, **opts):\n        self.model = {V3}\n        {line}\n"
        f"    def ask(self):\n        create(model=self.model, messages=M)\n_Bot({made}).ask()\n"
    )


CASES = [
    *(Case(f"taken over: {line}", bot(line, f"model={LIVE}"), (SHARED,)) for line in (*TAKING, *NAMED)),
    *(Case(f"none of it is the model: {line}", bot(line, "size=1"), (SAFE,), SWITCHED) for line in TAKING),
    *(Case(f"nothing: {line}", bot(line, ""), (SAFE,), SWITCHED) for line in TAKING),
    *(Case(f"something else: {line}", bot(line, f"model={LIVE}"), (SAFE,), SWITCHED) for line in OTHERS),
    *(Case(f"not in sight: {line}", bot(line, f"model={LIVE}"), (UNSAFE,), SWITCHED) for line in UNKNOWN),
    *(
        Case(
            f"whoever makes the object gives it: {line}",
            bot(line, "").replace("_Bot", "Bot").replace("Bot().ask()\n", ""),
            (UNSAFE,),
            SWITCHED,
        )
        for line in TAKING
    ),
    Case(
        "a class that answers for every attribute",
        f"class _Bot:\n    model = {V3}\n    def __getattribute__(self, name):\n        return read(name)\n"
        "create(model=_Bot().model, messages=M)\n",
        ("DSM101 2 certain unsafe",),
        SWITCHED,
    ),
    Case(
        "a class that answers for attributes which are not there",
        f"class _Bot:\n    model = {V3}\n    def __getattr__(self, name):\n        return read(name)\n"
        "create(model=_Bot().model, messages=M)\n",
        ("DSM101 2 certain safe",),
        SWITCHED,
    ),
    Case(
        "who inherits takes over as well",
        "class _Base:\n    def __init__(self, **opts):\n        self.__dict__.update(opts)\n"
        f"class _Bot(_Base):\n    model = {V3}\n    def ask(self):\n        create(model=self.model, messages=M)\n"
        f"_Bot(model={LIVE}).ask()\n",
        ("DSM101 5 certain shared-value",),
    ),
    Case(
        "who inherits and takes over nothing of that name",
        "class _Base:\n    def __init__(self, **opts):\n        self.__dict__.update(opts)\n"
        f"class _Bot(_Base):\n    model = {V3}\n    def ask(self):\n        create(model=self.model, messages=M)\n"
        "_Bot(size=1).ask()\n",
        ("DSM101 5 certain safe",),
        SWITCHED,
    ),
    Case(
        "classes that say to inherit from one another",
        "class _Base(_Bot):\n    def __init__(self, **opts):\n        self.__dict__.update(opts)\n"
        f"class _Bot(_Base):\n    model = {V3}\n    def ask(self):\n        create(model=self.model, messages=M)\n"
        "_Bot(size=1).ask()\n",
        ("DSM101 5 certain safe",),
        SWITCHED,
    ),
    Case(
        "the model is taken over",
        f"class _Bot:\n    def __init__(self, **opts):\n        self.__dict__.update(opts)\n"
        f"    def ask(self):\n        create(model=self.model, messages=M)\n_Bot(model={V3}).ask()\n",
        ("DSM101 6 certain safe",),
        SWITCHED,
    ),
    *(
        Case(
            f"set from outside: {line}",
            bot("pass", "").replace("_Bot().ask()\n", f"_B = _Bot()\ndef _bot():\n    return _B\n{line}\n_B.ask()\n"),
            (found,),
            SWITCHED if found != SHARED else {},
        )
        for line, found in (
            (f"_bot().model = {LIVE}", SHARED),
            (f"[_B][0].model = {LIVE}", SHARED),
            (f'{{"a": _B}}["a"].model = {LIVE}', SHARED),
            (f"setattr(_bot(), 'model', {LIVE})", SHARED),
            (f"vars(_bot())['model'] = {LIVE}", SHARED),
            (f"vars(_B).update(model={LIVE})", SHARED),
            (f"for k, v in dict(model={LIVE}).items(): setattr(_B, k, v)", SHARED),
            ("for k, v in dict(size=1).items(): setattr(_B, k, v)", SAFE),
            ("for k, v in read().items(): setattr(_B, k, v)", UNSAFE),
            ("for k, v in read().items(): setattr(read(), k, v)", SAFE),
            (f"_bot().size = {LIVE}", SAFE),
        )
    ),
]
SCRIPT = """import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
class Bot { size = 0; constructor(opts) { this.model = "deepseek-v3"; LINE; } }
const bot = new Bot(OPTS);
function found() { return bot; }
const held = { a: { b: bot } };
AFTER;
client.chat.completions.create({ model: bot.model, messages: [] });
"""
TURNED_OFF = {V3: NEW, "messages: [] }": "messages: [], enable_thinking: false }"}
TAKEN = (
    "Object.assign(this, opts)",
    "Object.assign(this, {}, opts)",
    "for (const k in opts) this[k] = opts[k]",
    "for (const [k, v] of Object.entries(opts)) { this[k] = v; }",
    'this["model"] = opts.model ?? "qwen-max"',
)


def script(line: str, opts: str, after: str = "") -> str:
    """A program in JavaScript; its model is in the third line."""
    return SCRIPT.replace("LINE", line).replace("OPTS", opts).replace("AFTER", after)


def javascript(name: str, source: str, how: str, line: int = 3) -> Case:
    """A case of one file of JavaScript."""
    edits = {} if how == "shared-value" else TURNED_OFF
    return Case(name, "", (f"DSM101 a.mjs:{line} certain {how}",), edits, files={"a.mjs": source})


LODASH = 'import _ from "lodash";\nimport merge from "lodash/merge";\nimport {extend as into, clone} from "lodash-es";\n'
LIVE_OPTS = f"{{ model: {LIVE} }}"


def loaded(line: str, opts: str) -> str:
    """Such a program with lodash; its model is in the sixth line."""
    return script(line, opts).replace("class", f"{LODASH}class")


MERGED = (
    "_.merge(this, opts)",
    "merge(this, opts)",
    "into(this, {}, opts)",
    "$.extend(this, opts)",
    "$.extend(true, this, opts)",
)
DEFINED = (
    'Object.defineProperty(this, "model", { enumerable: true, value: opts.model })',
    'Reflect.set(this, "model", opts.model)',
    '_.set(this, "model", opts.model)',
)
OTHERWISE = (
    "Object.freeze(this, opts)",
    "Object.assign(this)",
    'Object.defineProperty(this, "size", { value: opts.model })',
    'Object.defineProperty(this, "model", { writable: true })',
    'Object.defineProperty(this, "model", opts)',
    'Reflect.get(this, "model", opts)',
    "Object.assign(this, null)",
    "$(this, opts)",
    "clone(this, opts)",
    "clone(this, 'model', opts)",
    "copy(this, opts)",
    "other.merge(this, opts)",
    "found().merge(this, opts)",
    'mine.set(this, "model", opts)',
)
ANYWHERE = ("Reflect.set(this, opts.key, opts.model)", "_.set(this, opts.key, opts.model)", "Object.assign(this, new OpenAI())")
CASES += [
    *(javascript(f"put into it: {line}", loaded(line, LIVE_OPTS), "shared-value", 6) for line in (*MERGED, *DEFINED)),
    *(javascript(f"nothing of it is the model: {line}", loaded(line, "{ size: 1 }"), "safe", 6) for line in MERGED),
    *(javascript(f"not put into it: {line}", loaded(line, LIVE_OPTS), "safe", 6) for line in OTHERWISE),
    *(javascript(f"put under what nobody knows: {line}", loaded(line, "{}"), "unsafe", 6) for line in ANYWHERE),
    *(javascript(f"taken over: {line}", script(line, f"{{ model: {LIVE} }}"), "shared-value") for line in TAKEN),
    *(javascript(f"none of it is the model: {line}", script(line, "{ size: 1 }"), "safe") for line in TAKEN[:-1]),
    *(
        javascript(f"set from outside: {line}", script("", "{}", f"{line} = {LIVE}"), "shared-value")
        for line in ("found().model", "held.a.b.model", 'held["a"].b.model', "[bot][0].model", 'bot["model"]', "(found()).model")
    ),
    *(
        javascript(f"not in sight: {line}", script("", "{}", line), "unsafe")
        for line in (
            "Object.assign(bot, read())",
            "for (const k of read()) bot[k] = read(k)",
            "for (const k of read()) bot[k] = read()[k + 1]",
            "for (const [k, v] of read()) bot[k] = v",
        )
    ),
    javascript("another attribute", script("", "{}", f"found().size = {LIVE}"), "safe"),
    javascript("a list's place", script("", "{}", f"[bot][0] = {LIVE}"), "safe"),
    javascript("a mapping that is made anew", script("", "{}", f"Object.assign({{}}, bot, {{ model: {LIVE} }})"), "safe"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_taken_over(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

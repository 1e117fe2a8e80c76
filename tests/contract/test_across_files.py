"""A retired id is found and fixed wherever in another file it comes from: one way to hand it on in each case."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.reported import Report
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings

PYTHON = """from openai import OpenAI
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
"""
NODE = """import OpenAI from "openai";
export const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1", apiKey: "k" });
"""
CASES = {
    "a table that a class keeps": {
        "lib.py": """class Registry:
    models = {}
    @classmethod
    def register(cls, n, m):
        cls.models[n] = m
""",
        "setup_.py": """from lib import Registry
Registry.register("fast", "deepseek-v3.2")
""",
        "main.py": PYTHON
        + """from lib import Registry
client.chat.completions.create(model=Registry.models["fast"], messages=[])
""",
    },
    "a builtin beside all names of a module": {
        "conf.py": "import os\nTEMPERATURE = 0.2\n",
        "main.py": PYTHON
        + """from conf import *
def ask(model, **more):
    options = dict(model=model, messages=[], temperature=TEMPERATURE)
    return client.chat.completions.create(**options)
ask("deepseek-v3.2")
""",
    },
    "a table that a module keeps": {
        "lib.py": """MODELS = {}
def register(n, m):
    MODELS[n] = m
""",
        "setup_.py": """from lib import register
register("fast", "deepseek-v3.2")
""",
        "main.py": PYTHON
        + """from lib import MODELS
client.chat.completions.create(model=MODELS["fast"], messages=[])
""",
    },
    "a generator": {
        "lib.py": """def models():
    yield "deepseek-v3.2"
""",
        "main.py": PYTHON
        + """from lib import models
for m in models():
    client.chat.completions.create(model=m, messages=[])
""",
    },
    "a method of what a function is given": {
        "lib.py": """def run(handler):
    handler.on_model("deepseek-v3.2")
""",
        "main.py": PYTHON
        + """from lib import run
class H:
    def on_model(self, m):
        client.chat.completions.create(model=m, messages=[])
run(H())
""",
    },
    "a method that an heir lays down": {
        "lib.py": """class Base:
    def go(self):
        self.call("deepseek-v3.2")
    def call(self, m):
        raise NotImplementedError
""",
        "main.py": PYTHON
        + """from lib import Base
class X(Base):
    def call(self, m):
        client.chat.completions.create(model=m, messages=[])
X().go()
""",
    },
    "an attribute that a base class sets": {
        "lib.py": """class Base:
    def __init__(self):
        self.model = "deepseek-v3.2"
""",
        "main.py": PYTHON
        + """from lib import Base
class X(Base):
    def call(self):
        client.chat.completions.create(model=self.model, messages=[])
X().call()
""",
    },
    "keywords that a function puts together": {
        "lib.py": """def params(q):
    p = dict(messages=[q])
    p["model"] = "deepseek-v3.2"
    return p
""",
        "main.py": PYTHON
        + """from lib import params
client.chat.completions.create(**params("x"))
""",
    },
    "an attribute of what a function is given": {
        "lib.py": """def fill(cfg):
    cfg.model = "deepseek-v3.2"
""",
        "main.py": PYTHON
        + """from lib import fill
class Cfg: pass
cfg = Cfg()
fill(cfg)
client.chat.completions.create(model=cfg.model, messages=[])
""",
    },
    "what a context gives": {
        "lib.py": """from contextlib import contextmanager
@contextmanager
def model():
    yield "deepseek-v3.2"
""",
        "main.py": PYTHON
        + """from lib import model
with model() as m:
    client.chat.completions.create(model=m, messages=[])
""",
    },
    "a property": {
        "lib.py": """class S:
    @property
    def model(self):
        return "deepseek-v3.2"
s = S()
""",
        "main.py": PYTHON
        + """from lib import s
client.chat.completions.create(model=s.model, messages=[])
""",
    },
    "a table that an object keeps": {
        "lib.py": """class Pool:
    def __init__(self):
        self.m = {}
    def add(self, n, m):
        self.m[n] = m
    def get(self, n):
        return self.m[n]
""",
        "setup_.py": """from lib import Pool
pool = Pool()
pool.add("fast", "deepseek-v3.2")
""",
        "main.py": PYTHON
        + """from setup_ import pool
client.chat.completions.create(model=pool.get("fast"), messages=[])
""",
    },
    "an object that a cache gives everybody": {
        "lib.py": """from functools import lru_cache
class Pool:
    def __init__(self):
        self.m = {}
    def add(self, n, m):
        self.m[n] = m
@lru_cache(maxsize=1)
def pool():
    return Pool()
""",
        "setup_.py": """from lib import pool
pool().add("fast", "deepseek-v3.2")
""",
        "main.py": PYTHON
        + """from lib import pool
client.chat.completions.create(model=pool().m["fast"], messages=[])
""",
    },
    "a variable that a function sets": {
        "lib.py": """_m = None
def use(m):
    global _m
    _m = m
def current():
    return _m
""",
        "setup_.py": """from lib import use
use("deepseek-v3.2")
""",
        "main.py": PYTHON
        + """from lib import current
client.chat.completions.create(model=current(), messages=[])
""",
    },
    "what an heir hands to its base": {
        "lib.py": """class Base:
    def __init__(self, model):
        self.model = model
""",
        "bots.py": """from lib import Base
class Bot(Base):
    def __init__(self):
        super().__init__("deepseek-v3.2")
bot = Bot()
""",
        "main.py": PYTHON
        + """from bots import bot
client.chat.completions.create(model=bot.model, messages=[])
""",
    },
    "a field of a data class": {
        "lib.py": """from dataclasses import dataclass
@dataclass
class Cfg:
    model: str
    t: float = 0.1
""",
        "conf.py": """from lib import Cfg
def build():
    return Cfg(model="deepseek-v3.2")
""",
        "main.py": PYTHON
        + """from conf import build
c = build()
client.chat.completions.create(model=c.model, messages=[])
""",
    },
    "an object that another function makes": {
        "lib.py": """class Cfg:
    def __init__(self, model):
        self.model = model
def make(name):
    return Cfg(name)
""",
        "conf.py": """from lib import make
CFG = make("deepseek-v3.2")
""",
        "main.py": PYTHON
        + """from conf import CFG
client.chat.completions.create(model=CFG.model, messages=[])
""",
    },
    "a function that returns what it is given": {
        "lib.py": """def identity(x):
    return x
""",
        "conf.py": """from lib import identity
MODEL = identity("deepseek-v3.2")
""",
        "main.py": PYTHON
        + """import conf
client.chat.completions.create(model=conf.MODEL, messages=[])
""",
    },
    "a package that hands on everything": {
        "pkg/__init__.py": """from .conf import *
""",
        "pkg/conf.py": """__all__ = ["get_model"]
def get_model():
    return "deepseek-v3.2"
""",
        "main.py": PYTHON
        + """from pkg import get_model
client.chat.completions.create(model=get_model(), messages=[])
""",
    },
    "an attribute that another module sets": {
        "lib.py": """class S: pass
s = S()
""",
        "setup_.py": """from lib import s
s.model = "deepseek-v3.2"
""",
        "main.py": PYTHON
        + """from lib import s
import setup_
client.chat.completions.create(model=s.model, messages=[])
""",
    },
    "a method that returns its object": {
        "lib.py": """class B:
    def with_model(self, m):
        self.m = m
        return self
""",
        "conf.py": """from lib import B
b = B().with_model("deepseek-v3.2")
""",
        "main.py": PYTHON
        + """from conf import b
client.chat.completions.create(model=b.m, messages=[])
""",
    },
    "a function that hands on to another": {
        "lib.py": """def ask(client, model):
    return client.chat.completions.create(model=model, messages=[])
""",
        "mid.py": """from lib import ask
def go(client, m):
    return ask(client, m)
""",
        "main.py": PYTHON
        + """from mid import go
go(client, "deepseek-v3.2")
""",
    },
    "keywords that an object keeps": {
        "lib.py": """class LLM:
    def __init__(self, client, **kw):
        self.client, self.kw = client, kw
    def ask(self):
        return self.client.chat.completions.create(messages=[], **self.kw)
""",
        "main.py": PYTHON
        + """from lib import LLM
LLM(client, model="deepseek-v3.2").ask()
""",
    },
    "JavaScript: a constant": {
        "conf.js": """export const MODEL = "deepseek-v3.2";
""",
        "main.js": NODE
        + """import { MODEL } from "./conf.js";
await client.chat.completions.create({ model: MODEL, messages: [] });
""",
    },
    "JavaScript: a default export": {
        "conf.js": """export default { model: "deepseek-v3.2" };
""",
        "main.js": NODE
        + """import conf from "./conf.js";
await client.chat.completions.create({ model: conf.model, messages: [] });
""",
    },
    "JavaScript: a table that an object keeps": {
        "lib.js": """export class Pool { constructor() { this.m = {}; } add(n, m) { this.m[n] = m; } }
export const pool = new Pool();
""",
        "setup.js": """import { pool } from "./lib.js";
pool.add("fast", "deepseek-v3.2");
""",
        "main.js": NODE
        + """import { pool } from "./lib.js";
import "./setup.js";
await client.chat.completions.create({ model: pool.m["fast"], messages: [] });
""",
    },
    "JavaScript: what module.exports holds": {
        "conf.js": """module.exports = { models: { chat: "deepseek-v3.2" } };
""",
        "main.js": """const OpenAI = require("openai");
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
const { models } = require("./conf");
client.chat.completions.create({ model: models.chat, messages: [] });
""",
    },
    "JavaScript: a function that is called with one": {
        "lib.js": NODE
        + """export async function ask(model, q) { return client.chat.completions.create({ model, messages: [q] }); }
""",
        "main.js": """import { ask } from "./lib.js";
ask("deepseek-v3.2", {});
""",
    },
    "JavaScript: a variable that a function sets": {
        "lib.js": """let current = null;
export function use(m) { current = m; }
export function model() { return current; }
""",
        "setup.js": """import { use } from "./lib.js";
use("deepseek-v3.2");
""",
        "main.js": NODE
        + """import { model } from "./lib.js";
await client.chat.completions.create({ model: model(), messages: [] });
""",
    },
    "JavaScript: a method of what a function is given": {
        "lib.js": """export function run(h) { h.onModel("deepseek-v3.2"); }
""",
        "main.js": NODE
        + """import { run } from "./lib.js";
class H { onModel(m) { return client.chat.completions.create({ model: m, messages: [] }); } }
run(new H());
""",
    },
    "JavaScript: a method that an heir lays down": {
        "lib.js": """export class Base { go() { return this.call("deepseek-v3.2"); } }
""",
        "main.js": NODE
        + """import { Base } from "./lib.js";
class X extends Base { call(m) { return client.chat.completions.create({ model: m, messages: [] }); } }
new X().go();
""",
    },
}


def fixed(files: dict[str, str], folder: Path) -> Report:
    """What a run that writes whatever it can says of the retired models of a project."""
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    settings = load_settings([str(folder)], str(folder), {"jobs": 1, "fix": True, "unsafe_fixes": True}, None, True)
    return run(ScanRequest((str(folder),), settings, None, str(folder)))


@pytest.mark.parametrize("files", CASES.values(), ids=CASES.keys())
def test_found_and_fixed(files: dict[str, str], tmp_path: Path) -> None:
    report = fixed(files, tmp_path)
    assert {(finding.rule, finding.model) for finding in report.findings if finding.rule.startswith("DSM1")} == {
        ("DSM101", "deepseek-v3.2")
    }
    assert not any("deepseek-v3.2" in (tmp_path / name).read_text(encoding="utf-8") for name in files)


REGISTERS = {
    "a member of an enumeration of everybody's models": {
        "lib/__init__.py": "from lib.kinds import ModelType\n",
        "lib/kinds.py": "from enum import Enum\nclass ModelType(Enum):\n"
        + "".join(f'    M{number} = "model-{number}"\n' for number in range(30))
        + '    DEEPSEEK = "deepseek-v3.2"\n'
        "    def is_new(self):\n        return self in {ModelType.DEEPSEEK}\n",
        "other.py": PYTHON
        + """from lib import ModelType
client.chat.completions.create(model=ModelType.M3.value, messages=[])
""",
        "main.py": PYTHON
        + """from lib import ModelType
client.chat.completions.create(model=ModelType.DEEPSEEK.value, messages=[])
""",
    },
    "a member of such an enumeration, handed on": {
        "kinds.py": "from enum import Enum\nclass ModelType(str, Enum):\n"
        + "".join(f'    M{number} = "model-{number}"\n' for number in range(30))
        + '    DEEPSEEK = "deepseek-v3.2"\n',
        "lib.py": PYTHON
        + """def ask(model):
    return client.chat.completions.create(model=model.value, messages=[])
""",
        "main.py": """import kinds
from lib import ask
ask(kinds.ModelType.DEEPSEEK)
""",
    },
}


@pytest.mark.parametrize("files", REGISTERS.values(), ids=REGISTERS.keys())
def test_found_and_refused(files: dict[str, str], tmp_path: Path) -> None:
    """Others may depend on what an enumeration's member is."""
    found = [finding for finding in fixed(files, tmp_path).findings if finding.rule.startswith("DSM1")]
    assert {(each.rule, each.model, each.refusal and each.refusal.code) for each in found} == {
        ("DSM101", "deepseek-v3.2", "branch-on-model")
    }

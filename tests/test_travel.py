"""Which files are read: those that a retired id gets to, and of modules that only hand names on no more than their imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.files.kinds import Kind, kind_of
from migrator.files.tree import FolderTree
from migrator.imports import import_words
from migrator.project import MOST_HELD, Project, read_project
from migrator.rulebook import load
from migrator.workers import Crew
from tests.benchmarks.modules import sources

CLIENT = """from openai import OpenAI
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
"""
CREATE = "client.chat.completions.create(model={}, messages=[])\n"
NOISE = "def unrelated():\n    return 1\n"


def read(folder: Path, files: dict[str, str]) -> Project:
    for name, source in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")
    kinds: dict[str, Kind] = {name: kind for name in files if (kind := kind_of(name.rpartition("/")[2])) is not None}
    return read_project(".", FolderTree(str(folder)), load(), kinds, frozenset(kinds), Crew(1))


def whole(project: Project) -> set[str]:
    return {path for path, facts in project.program.facts.items() if not facts.partial}


def skimmed(project: Project) -> set[str]:
    return {path for path, facts in project.program.facts.items() if facts.partial}


REGISTER = (
    "from enum import Enum\nclass Kind(Enum):\n"
    + "".join(f'    M{number} = "model-{number}"\n' for number in range(30))
    + '    OLD = "deepseek-v3"\n'
)
CASES = {
    "a constant's user": (
        {"conf.py": 'MODEL = "deepseek-v3"\n', "main.py": "from conf import MODEL\nprint(MODEL)\n", "other.py": NOISE},
        {"conf.py", "main.py"},
        set[str](),
    ),
    "an import of nothing": (
        {
            "conf.py": 'MODEL = "deepseek-v3"\n',
            "main.py": '"""See from import MODEL in conf."""\nfrom conf import MODEL\nprint(MODEL)\n',
        },
        {"conf.py", "main.py"},
        set[str](),
    ),
    "a name alone is no import": (
        {"conf.py": 'MODEL = "deepseek-v3"\n', "main.py": "MODEL = 1\nprint(MODEL)\n"},
        {"conf.py"},
        set[str](),
    ),
    "a package's own name": (
        {
            "pkg/__init__.py": 'MODEL = "deepseek-v3"\n',
            "pkg/a.py": "from . import MODEL\nprint(MODEL)\n",
            "pkg/sub/b.py": "from .. import MODEL\nprint(MODEL)\n",
            "pkg/c.py": "from . import OTHER\nprint(OTHER)\n",
            "d.py": "from . import MODEL\nprint(MODEL)\n",
        },
        {"pkg/__init__.py", "pkg/a.py", "pkg/sub/b.py"},
        set[str](),
    ),
    "a folder's own name": (
        {
            "lib/index.js": 'export const MODEL = "deepseek-v3";\n',
            "lib/a.js": 'import { MODEL } from ".";\nconsole.log(MODEL);\n',
            "lib/b.js": 'const { MODEL } = require("./");\nconsole.log(MODEL);\n',
        },
        {"lib/index.js", "lib/a.js", "lib/b.js"},
        set[str](),
    ),
    "what an instance holds": (
        {
            "conf.py": 'class Settings:\n    model = "deepseek-v3"\nsettings = Settings()\n',
            "main.py": "from conf import settings\nprint(settings.model)\n",
        },
        {"conf.py", "main.py"},
        set[str](),
    ),
    "a module that hands on": (
        {
            "conf.py": 'MODEL = "deepseek-v3"\n',
            "pkg/__init__.py": "from conf import MODEL\n\n\n" + NOISE,
            "main.py": "from pkg import MODEL\nprint(MODEL)\n",
        },
        {"conf.py", "main.py"},
        {"pkg/__init__.py"},
    ),
    "a module that hands on under another name": (
        {
            "conf.py": 'MODEL = "deepseek-v3"\n',
            "deps.py": "from conf import MODEL as LLM\n",
            "main.py": "from deps import LLM\nprint(LLM)\n",
        },
        {"conf.py", "main.py"},
        {"deps.py"},
    ),
    "a module that hands on everything": (
        {
            "conf.py": 'MODEL = "deepseek-v3"\n',
            "deps.py": "from conf import *\n",
            "main.py": "from deps import MODEL\nprint(MODEL)\n",
        },
        {"conf.py", "main.py"},
        {"deps.py"},
    ),
    "a module that does more with it": (
        {
            "conf.py": 'MODEL = "deepseek-v3"\n',
            "deps.py": "import conf\ndef pick():\n    return conf.MODEL\n",
            "main.py": "from deps import pick\nprint(pick())\n",
        },
        {"conf.py", "deps.py", "main.py"},
        set[str](),
    ),
    "a function that is called with one": (
        {
            "base.py": CLIENT.replace("dashscope.aliyuncs.com", "example.com") + "def ask(model):\n    " + CREATE.format("model"),
            "llm.py": "from base import ask\ndef chat(m):\n    return ask(m)\n",
            "main.py": 'from llm import chat\nchat("deepseek-v3")\n',
        },
        {"base.py", "llm.py", "main.py"},
        set[str](),
    ),
    "a class that one is handed to, and its base": (
        {
            "base.py": "class Base:\n    def __init__(self, model):\n        self.model = model\n",
            "llm.py": "from base import Base\nclass Bot(Base):\n    pass\n",
            "main.py": 'from llm import Bot\nBot("deepseek-v3")\n',
        },
        {"base.py", "llm.py", "main.py"},
        set[str](),
    ),
    "a function that only asks for an id": (
        {
            "llm.py": 'def is_old(name):\n    return name == "deepseek-v3" or name.startswith("deepseek-r1")\n',
            "main.py": "from llm import is_old\nprint(is_old(name))\n",
        },
        {"llm.py"},
        set[str](),
    ),
    "what came of asking": (
        {
            "llm.py": 'OLD = not any(name.startswith(each) for each in ("deepseek-r1", "gpt-3"))\n',
            "main.py": "from llm import OLD\nprint(OLD)\n",
        },
        {"llm.py"},
        set[str](),
    ),
    "a function of the project's own that is called like a test": (
        {
            "llm.py": 'def any(names):\n    return names[0]\nMODEL = any(["deepseek-r1"])\n',
            "main.py": "from llm import MODEL\nprint(MODEL)\n",
        },
        {"llm.py", "main.py"},
        set[str](),
    ),
    "a choice by a test": (
        {
            "llm.py": 'MODEL = "gpt-4" if name == "deepseek-r1" else "gpt-3"\n',
            "main.py": "from llm import MODEL\nprint(MODEL)\n",
        },
        {"llm.py"},
        set[str](),
    ),
    "a function that names one inside": (
        {
            "llm.py": 'def load():\n    print("deepseek-v3")\n',
            "main.py": "from llm import load\nload()\n",
        },
        {"llm.py"},
        set[str](),
    ),
    "others' calls of a function that is called with one": (
        {
            "llm.py": "def ask(model):\n    return model\nclass Bot:\n    def __init__(self, model):\n        self.m = model\n",
            "main.py": 'from llm import Bot, ask\nask("deepseek-v3")\nBot("deepseek-v3")\n',
            "other.py": 'from llm import Bot, ask\nask("gpt-4")\nBot("gpt-4")\n',
        },
        {"llm.py", "main.py"},
        set[str](),
    ),
    "what a class hands to a method of its heirs": (
        {
            "base.py": 'class Base:\n    def go(self):\n        self.call("deepseek-v3")\n',
            "heir.py": "from base import Base\nclass Heir(Base):\n    def call(self, m):\n        print(m)\n",
        },
        {"base.py", "heir.py"},
        set[str](),
    ),
    "what a function keeps for others": (
        {
            "llm.py": "CURRENT = None\ndef use(model):\n    global CURRENT\n    CURRENT = model\n",
            "main.py": 'from llm import use\nuse("deepseek-v3")\n',
            "other.py": "import llm\nprint(llm.CURRENT)\n",
        },
        {"llm.py", "main.py", "other.py"},
        set[str](),
    ),
    "what an object that others have was given": (
        {
            "llm.py": "class Bot:\n    def use(self, model):\n        self.model = model\nbot = Bot()\n",
            "main.py": 'from llm import bot\nbot.use("deepseek-v3")\n',
            "other.py": "from llm import bot\nprint(bot.model)\n",
        },
        {"llm.py", "main.py", "other.py"},
        set[str](),
    ),
    "what a function merely gives back": (
        {
            "log.py": "import logging\ndef get_logger(name=None):\n    found = logging.getLogger(name)\n    return found\n",
            "main.py": 'from log import get_logger\nget_logger("deepseek-v3")\n',
            "lib.py": "from log import get_logger\nlogger = get_logger()\n"
            'def is_old(model):\n    return model == "deepseek-v3"\n',
            "user.py": "from lib import logger\nlogger.info(1)\n",
        },
        {"log.py", "main.py", "lib.py"},
        set[str](),
    ),
    "what is given back to whoever keeps it": (
        {
            "log.py": "import logging\ndef get_logger(name=None):\n    found = logging.getLogger(name)\n    return found\n",
            "lib.py": 'from log import get_logger\nlogger = get_logger("deepseek-v3")\n',
            "user.py": "from lib import logger\nlogger.info(1)\n",
        },
        {"log.py", "lib.py", "user.py"},
        set[str](),
    ),
    "an enumeration of everybody's models, of which the old one is named nowhere": (
        {"kinds.py": REGISTER, "new.py": "from kinds import Kind\nprint(Kind.M1)\n"},
        {"kinds.py"},
        set[str](),
    ),
    "an enumeration of everybody's models, of which the old one is named": (
        {
            "kinds.py": REGISTER,
            "all.py": "from kinds import Kind\n",
            "old.py": "from all import Kind\nprint(Kind.OLD)\n",
        },
        {"kinds.py", "old.py"},
        {"all.py"},
    ),
    "settings that no program names": (
        {
            "conf.json": '{"llm": {"model": "deepseek-v3"}}\n',
            "other.py": 'OpenAI().chat.completions.create(model=conf["llm"]["model"])\n',
        },
        {"conf.json"},
        set[str](),
    ),
    "settings of which a sample is kept": (
        {
            "conf.example.json": '{"llm": {"model": "deepseek-v3"}}\n',
            "other.py": "import json\nfrom openai import OpenAI\n"
            'OpenAI().chat.completions.create(model=json.load(open("conf.json"))["llm"]["model"], messages=[])\n',
        },
        {"conf.example.json", "other.py"},
        set[str](),
    ),
    "an import cycle": (
        {"a.py": 'import b\nMODEL = "deepseek-v3"\n', "b.py": "from a import MODEL\nimport a\nprint(MODEL)\n"},
        {"a.py", "b.py"},
        set[str](),
    ),
}


@pytest.mark.parametrize(("files", "read_whole", "read_in_part"), CASES.values(), ids=CASES.keys())
def test_what_is_read(files: dict[str, str], read_whole: set[str], read_in_part: set[str], tmp_path: Path) -> None:
    project = read(tmp_path, files)
    assert whole(project) == read_whole
    assert skimmed(project) == read_in_part


def test_chains_of_modules(tmp_path: Path) -> None:
    project = read(tmp_path, sources(70, 6, 1))
    assert len(whole(project)) == 20
    assert len(skimmed(project)) == 50


def test_trees_go_and_come_back(tmp_path: Path) -> None:
    padding = "x = 1\n" * 7000
    names = [f"m{number}.py" for number in range(6)]
    project = read(tmp_path, dict.fromkeys(names, '# coding: latin-1\nMODEL = "deepseek-v3"\n' + padding))
    held = [name for name in names if project.documents[name].tree is not None]
    assert 0 < len(held) < len(names)
    assert sum(len(project.documents[name].data) for name in held) <= MOST_HELD
    again = project.writable(names[0])
    assert again is not None
    assert again.tree is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"from a.b import c\nx = d\n", {b"from", b"a", b"b", b"import", b"c"}),
        (b"x = 1\nconst y = require('./z')", {b"const", b"y", b"require", b"z"}),
        (b"important = fromage\n", set()),
        (b"from a import (\n    b,\n    c\n)\nd = e", {b"from", b"a", b"import", b"b", b"c"}),
        (b"from a import (b", {b"from", b"a", b"import", b"b"}),
        (b"import a; import b\nimport c", {b"import", b"a", b"b", b"c"}),
    ],
)
def test_the_words_of_imports_are_those_of_their_lines(text: bytes, words: set[bytes]) -> None:
    assert import_words(text) == words


CHAINS = {
    "a.py": 'M = "deepseek-v3"\nz = p' + "".join(f".then(x{at})" for at in range(900)) + "\n",
    "b.py": 'M = "deepseek-v3"\nz = ' + "f(" * 150 + "M" + ")" * 150 + "\n",
    "c.js": 'const M = "deepseek-v3";\nconst z = p' + "".join(f".then(x{at})" for at in range(900)) + ";\n",
    "d.js": 'const M = "deepseek-v3";\nconst z = ' + "f(" * 300 + "M" + ")" * 300 + ";\n",
}


@pytest.mark.parametrize("name", CHAINS)
def test_calls_on_calls_are_looked_through_only_so_far(name: str, tmp_path: Path) -> None:
    project = read(tmp_path, {name: CHAINS[name], "other.py": NOISE})
    assert whole(project) == {name}
    assert not project.skipped


@pytest.mark.parametrize("gap", ["", "\n"])
def test_what_a_program_wrote_for_browsers_is_not_read_for_others(gap: str, tmp_path: Path) -> None:
    """A bundle that imports a name which carries an id; on lines of its own it is somebody's program."""
    bundle = 'import { MODEL } from "./conf.mjs";' + f"a(MODEL);{gap}" * 4000
    project = read(tmp_path, {"conf.mjs": 'export const MODEL = "deepseek-v3";\n', "bundle.mjs": bundle})
    assert whole(project) == {"conf.mjs", *(["bundle.mjs"] if gap else [])}

"""Defaults that stand beside a look-up in something out of sight: the code says what the call gets when nobody says more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import HEAD, Case, check

V3 = '"deepseek-v3"'
R1 = {'"deepseek-r1"': '"qwen3.7-plus"'}
ASKED = {V3: '"qwen3.7-plus"', "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'}
OPEN = "import configparser, json, tomllib, yaml\n"
CASES = [
    *(
        Case(
            f"a settings file that is not in sight, read by {read[:15]}",
            f'conf = {read}\ncreate(model=conf{key}.get("model", "deepseek-r1"), messages=M)\n',
            ("DSM101 2 certain safe",),
            R1,
            head=OPEN + HEAD,
        )
        for read, key in (
            ('json.load(open("conf.json"))', ""),
            ('yaml.safe_load(open("conf.yaml"))', '.get("llm", {})'),
            ('tomllib.load(open("conf.toml", "rb"))', '["llm"]'),
            ("configparser.ConfigParser()", '["llm"]'),
        )
    ),
    Case(
        "where the file may name a model that thinks, the switch is not safe",
        'conf = json.load(open("conf.json"))\ncreate(model=conf.get("model", "deepseek-v3"), messages=M)\n',
        ("DSM101 2 certain unsafe",),
        ASKED,
        head=OPEN + HEAD,
    ),
    Case(
        "a section's option: what stands behind the section is no default",
        'conf = configparser.ConfigParser()\ncreate(model=conf.get("llm", "model", fallback="deepseek-r1"), messages=M)\n'
        'create(model=conf.get("llm", "deepseek-v3"), messages=M)\n',
        ("DSM101 2 certain safe", "DSM102 3 possible unknown-endpoint"),
        R1,
        head=OPEN + HEAD,
    ),
    Case(
        "a web framework's session and settings",
        "from flask import current_app, session\n"
        'create(model=session.get("model", "deepseek-r1"), messages=M)\n'
        'create(model=current_app.config.get("MODEL", "deepseek-r1"), messages=M)\n',
        ("DSM101 2 certain safe", "DSM101 3 certain safe"),
        R1,
    ),
    Case(
        "an object's settings that nobody in sight hands over",
        "class Bot:\n    def __init__(self, settings=None):\n        self.settings = settings or load()\n\n"
        '    def ask(self):\n        return create(model=self.settings.get("model", "deepseek-v3"), messages=M)\n'
        'def load():\n    return json.load(open("conf.json"))\n',
        ("DSM101 6 certain unsafe",),
        ASKED,
        head=OPEN + HEAD,
    ),
    Case(
        "the second argument of a request is no default",
        'import requests\nfound = requests.get("https://example.com/models", {"deepseek-v3": 1}).json()\n'
        "create(model=found, messages=M)\n",
        ("DSM102 2 possible unknown-endpoint",),
    ),
    Case(
        "what a request may say, as FastAPI has it",
        "from fastapi import Body, Query\n"
        'def ask(model: str = Query("deepseek-r1", description="an id")):\n    return create(model=model, messages=M)\n'
        'def tell(model: str = Body(default="deepseek-v3")):\n    return create(model=model, messages=[])\n',
        ("DSM101 2 certain safe", "DSM101 4 certain unsafe"),
        {**R1, V3: '"qwen3.7-plus"', "messages=[])": 'messages=[], extra_body={"enable_thinking": False})'},
    ),
    Case(
        "flags of absl, by the table of all and by their own names",
        'from absl import flags\nflags.DEFINE_string("model", "deepseek-r1", "An id.")\n'
        'NAME = flags.DEFINE_string("name", "deepseek-v3", "An id.")\n'
        "create(model=flags.FLAGS.model, messages=[])\ncreate(model=NAME.value, messages=M)\n",
        ("DSM101 2 certain safe", "DSM101 3 certain unsafe"),
        {**R1, **ASKED},
    ),
    Case(
        "a flag with values to choose from",
        'from absl import flags\nflags.DEFINE_enum("model", "deepseek-r1", ["deepseek-r1"], "An id.")\n'
        "create(model=flags.FLAGS.model, messages=[])\n",
        ("DSM102 2 possible unknown-endpoint",),
    ),
    Case(
        "fields that a command line may give",
        "import tyro\nfrom dataclasses import dataclass\n@dataclass\nclass Options:\n"
        '    model: str = "deepseek-v3"\n    deep: str = "deepseek-r1"\n'
        "def main(options: Options):\n    create(model=options.model, messages=M)\n"
        "    create(model=options.deep, messages=[])\nmain(tyro.cli(Options))\n",
        ("DSM101 5 certain unsafe", "DSM101 6 certain safe"),
        {**R1, **ASKED},
    ),
    Case(
        "settings that Hydra hands over",
        'import hydra\n@hydra.main(version_base=None, config_path="conf", config_name="config")\n'
        "def main(cfg):\n    create(model=cfg.llm.model, messages=M)\nmain()\n",
        ("DSM101 conf/config.yaml:2 likely unsafe",),
        {"deepseek-v3": "qwen3.7-plus", "messages=M)": ASKED["messages=M)"]},
        files={"conf/config.yaml": "llm:\n  model: deepseek-v3\n"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_default(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

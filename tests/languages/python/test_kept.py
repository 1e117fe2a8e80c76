"""What frameworks keep for all of a program, put there in one place and read in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import HEAD, Case, check

R1 = {"deepseek-r1": "qwen3.7-plus"}
OFF = {"deepseek-v3": "qwen3.7-plus", "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'}
FLASK = "from flask import Flask, current_app\napp = Flask(__name__)\n"
CASES = [
    Case(
        "Django's settings",
        'from django.conf import settings\ncreate(model=settings.LLM["MODEL"], messages=M)\n'
        "create(model=settings.DEEP, messages=[])\n",
        ("DSM101 site/settings.py:1 certain safe", "DSM101 site/settings.py:2 certain safe"),
        {**OFF, **R1},
        files={"site/__init__.py": "", "site/settings.py": 'LLM = {"MODEL": "deepseek-v3"}\nDEEP = "deepseek-r1"\n'},
    ),
    Case(
        "two projects of Django: whose settings these are nobody says",
        "from django.conf import settings\ncreate(model=settings.DEEP, messages=[])\n",
        ("DSM102 a/settings.py:1 possible unknown-endpoint",),
        files={"a/settings.py": "DEEP = 'deepseek-r1'\n", "b/settings.py": "DEEP = 'qwen-plus'\n"},
    ),
    *(
        Case(
            f"Flask's configuration, filled by {put[:22]}",
            f"{FLASK}{put}\ncreate(model={read}, messages=[])\n",
            ("DSM101 3 certain safe",),
            R1,
        )
        for put, read in (
            ("app.config['LLM'] = 'deepseek-r1'", "current_app.config['LLM']"),
            ("app.config.update(LLM='deepseek-r1')", "app.config.get('LLM')"),
            ("app.config.from_mapping(LLM='deepseek-r1')", "app.config['LLM']"),
            ("app.config.from_mapping({'LLM': 'deepseek-r1'})", "app.config['LLM']"),
        )
    ),
    *(
        Case(
            f"Flask's configuration, taken from {given}",
            f"{FLASK}from conf import Conf\napp.config.from_object({given})\ncreate(model=app.config['LLM'], messages=[])\n",
            ("DSM101 conf.py:2 certain safe",),
            R1,
            files={"conf.py": "class Conf:\n    LLM = 'deepseek-r1'\n"},
        )
        for given in ("Conf", "Conf()", "'conf.Conf'")
    ),
    Case(
        "Flask's configuration, taken from a module by its name",
        f"{FLASK}import conf\napp.config.from_object('conf')\ncreate(model=app.config['LLM'], messages=[])\n",
        ("DSM101 conf.py:1 certain safe",),
        R1,
        files={"conf.py": "LLM = 'deepseek-r1'\n"},
    ),
    *(
        Case(
            f"Flask's configuration, taken from a module: {module}",
            f"{FLASK}from {module} import conf\napp.config.from_object(conf)\ncreate(model=app.config['LLM'], messages=[])\n",
            (f"DSM101 {path}:1 certain safe",),
            R1,
            files={path: "LLM = 'deepseek-r1'\n"},
        )
        for module, path in ((".", "conf.py"), ("settings", "settings/conf.py"))
    ),
    *(
        Case(
            f"Flask's configuration, taken from what may be anything: {given}",
            f'{FLASK}from elsewhere import Conf\napp.config["LLM"] = "deepseek-v3"\napp.config.from_object({given})\n'
            'create(model=app.config["LLM"], messages=M)\n',
            ("DSM101 4 certain unsafe",),
            OFF,
        )
        for given in ("os.environ['CONF']", "Conf")
    ),
    Case(
        "Flask's configuration, taken from what has nothing to give",
        f'{FLASK}app.config["LLM"] = "deepseek-v3"\napp.config.from_object()\napp.config.from_object("conf.KEPT")\n'
        'create(model=app.config["LLM"], messages=M)\n',
        ("DSM101 3 certain safe",),
        OFF,
        files={"conf.py": "KEPT = 5\n"},
    ),
    Case(
        "Flask's configuration that nobody fills",
        f'{FLASK}create(model=app.config["LLM"] or "deepseek-v3", messages=M)\n',
        ("DSM101 3 certain unsafe",),
        OFF,
    ),
    Case(
        "Streamlit's session, asked in other ways, filled by what is not written out, and deeper than is followed",
        "import streamlit as st\nst.session_state['model'] = 'deepseek-v3'\nst.session_state.update({'x': 1, **M})\n"
        "st.session_state['a']['model'] = 'deepseek-v3.1'\n"
        "def ask(key):\n    create(model=st.session_state[key], messages=M)\n    st.session_state.setdefault(key)\n"
        "create(model=st.session_state.get('model', 'deepseek-v3'), messages=M)\n",
        ("DSM101 2 certain unsafe", "DSM102 4 possible unknown-endpoint", "DSM101 8 certain unsafe"),
        {
            "'model', 'deepseek-v3'), messages=M": "'model', 'qwen3.7-plus'), messages=M, extra_body={'enable_thinking': False}",
            "'deepseek-v3'": "'qwen3.7-plus'",
        },
    ),
    Case(
        "a parameter that is called as class methods call their class",
        "class Bot:\n    def __init__(self, model):\n        self.model = model\n    def ask(self):\n"
        "        create(model=self.model, messages=[])\n    def other(self, cls):\n        return cls('deepseek-v3')\n"
        "def free(cls):\n    return cls('deepseek-v3.1')\nBot('deepseek-r1').other(Bot).ask()\nfree(Bot).ask()\n",
        ("DSM102 7 possible unknown-endpoint", "DSM102 9 possible unknown-endpoint", "DSM101 10 certain safe"),
        R1,
    ),
    Case(
        "a key that only a file out of sight gives",
        FLASK
        + 'app.config.from_pyfile("x.cfg")\napp.config["LLM"] = "deepseek-v3"\ncreate(model=app.config["LLM"], messages=M)\n',
        ("DSM101 4 certain unsafe",),
        OFF,
    ),
    Case(
        "Streamlit's session, which widgets change",
        "import streamlit as st\nif 'model' not in st.session_state:\n    st.session_state['model'] = 'deepseek-v3'\n"
        "st.session_state.deep = 'deepseek-r1'\n"
        "create(model=st.session_state.model, messages=M)\ncreate(model=st.session_state['deep'], messages=[])\n",
        ("DSM101 3 certain unsafe", "DSM101 4 certain safe"),
        {**OFF, **R1},
    ),
    Case(
        "the state of an application",
        "from fastapi import FastAPI, Request\napp = FastAPI()\napp.state.model = 'deepseek-v3'\n"
        "def ask(request: Request):\n    return create(model=request.app.state.model, messages=M)\n",
        ("DSM101 3 certain safe",),
        OFF,
    ),
    Case(
        "a state that is somebody else's",
        "from other import thing\nthing.state.model = 'deepseek-v3'\ncreate(model=thing.state.model, messages=M)\n",
        ("DSM102 2 possible unknown-endpoint",),
        head=HEAD,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_kept(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

"""Settings that code of the same project reads: both change together, or neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import Record, scan

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
PYTHON = {"pyproject.toml": '[project]\nname = "x"\ndependencies = ["openai>=2"]\n'}
NODE = {"package.json": '{"dependencies": {"openai": "^5"}}\n'}
CLIENT = f'from openai import OpenAI\nclient = OpenAI(base_url="{URL}")\n'
ASK = "client.chat.completions.create(model={}, messages=[])\n"
OFF = ', extra_body={"enable_thinking": False})\n'


def python(before: str, model: str, name: str, settings: str) -> dict[str, str]:
    return {**PYTHON, "app.py": f"{CLIENT}{before}{ASK.format(model)}", name: settings}


READ = {
    "yaml": python(
        "import yaml\nwith open('c.yaml') as f:\n    c = yaml.safe_load(f)\n",
        'c["llm"]["model"]',
        "c.yaml",
        "llm:\n  model: ID\n",
    ),
    "yaml, behind a path": python(
        (
            "import yaml\nfrom pathlib import Path\nBASE = Path(__file__).parent\n"
            "c = yaml.safe_load((BASE / 'conf' / 'c.yml').read_text())\n"
        ),
        'c["model"]',
        "conf/c.yml",
        "model: 'ID'\n",
    ),
    "yaml, by a function": python(
        "import yaml\ndef load(path='c.yaml'):\n    return yaml.load(open(path), Loader=yaml.SafeLoader)\nc = load()\n",
        'c.get("model")',
        "c.yaml",
        "model: ID # m\n",
    ),
    "a sample": python("import yaml\nc = yaml.safe_load(open('c.yaml'))\n", 'c["model"]', "c.example.yaml", "model: ID\n"),
    "json": python("import json\nc = json.load(open('c.json'))\n", 'c["m"][0]["model"]', "c.json", '{"m": [{"model": "ID"}]}\n'),
    "toml": python(
        "import tomllib\nwith open('c.toml', 'rb') as f:\n    c = tomllib.load(f)\n",
        'c["a"]["b"]["model"]',
        "c.toml",
        '[a.b]\nmodel = "ID"\n',
    ),
    "ini": python(
        "import configparser\nc = configparser.ConfigParser()\nc.read('c.ini')\n",
        'c["llm"]["model"]',
        "c.ini",
        "[llm]\nmodel = ID\n",
    ),
    "ini, get": python(
        "import configparser\nc = configparser.ConfigParser()\nc.read('c.ini')\n",
        'c.get("llm", "model")',
        "c.ini",
        "[llm]\nmodel = ID\n",
    ),
    "ini, of several files": python(
        "import configparser\nc = configparser.ConfigParser()\nc.read(['/etc/none.ini', 'c.ini'], encoding='utf-8')\n",
        'c["llm"]["model"]',
        "c.ini",
        "[llm]\nmodel = ID\n",
    ),
    "dotenv_values": python(
        "from dotenv import dotenv_values\nc = dotenv_values('.env')\n", 'c["MODEL"]', ".env", 'export MODEL="ID" # m\n'
    ),
    "streamlit": python(
        "import streamlit as st\n", 'st.secrets["llm"]["model"]', ".streamlit/secrets.toml", '[llm]\nmodel = "ID"\n'
    ),
    "streamlit, attributes": python(
        "import streamlit as st\n", "st.secrets.llm.model", ".streamlit/secrets.toml", '[llm]\nmodel = "ID"\n'
    ),
    "omegaconf": python(
        "from omegaconf import OmegaConf\nc = OmegaConf.load('c.yaml')\n", "c.llm.model", "c.yaml", "llm: {model: ID}\n"
    ),
    "pydantic": python(
        "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    llm_model: str\ns = S()\n",
        "s.llm_model",
        ".env",
        "LLM_MODEL=ID\n",
    ),
    "pydantic, a prefix": python(
        (
            "from pydantic_settings import BaseSettings, SettingsConfigDict\nclass S(BaseSettings):\n"
            "    model_config = SettingsConfigDict(env_prefix='LLM_')\n    model: str\ns = S()\n"
        ),
        "s.model",
        ".env",
        "LLM_MODEL=ID\n",
    ),
    "pydantic, an alias": python(
        (
            "from pydantic import Field\nfrom pydantic_settings import BaseSettings\nclass B(BaseSettings):\n    pass\n"
            "class S(B):\n    model: str = Field(validation_alias='CHAT')\ns = S()\n"
        ),
        "s.model",
        "compose.yaml",
        "services:\n  a:\n    environment:\n      CHAT: ID\n",
    ),
}
REPEATED = {
    "os.getenv": python("import os\n", 'os.getenv("M", "ID")', ".env.example", "M=ID\n"),
    "pydantic": python(
        "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    m: str = 'ID'\ns = S()\n",
        "s.m",
        ".env.example",
        "M=ID\n",
    ),
    "pydantic, Field": python(
        (
            "from pydantic import Field, BaseSettings\nclass S(BaseSettings):\n    m: str = Field('ID', env='CHAT_MODEL')\n"
            "s = S()\n"
        ),
        "s.m",
        ".env.example",
        "CHAT_MODEL=ID\n",
    ),
    "yaml": python("import yaml\nc = yaml.safe_load(open('c.yaml'))\n", 'c.get("model", "ID")', "c.yaml", "model: ID\n"),
    "environs": python("from environs import Env\nenv = Env()\n", 'env("M", "ID")', ".env", "M=ID\n"),
}
JAVASCRIPT = {
    "import": ('import config from "./c.json";\n', "config.llm.model", "c.json", '{"llm": {"model": "ID"}}\n'),
    "require": ('const { llm } = require("./c.json");\n', "llm.model", "c.json", '{"llm": {"model": "ID"}}\n'),
    "JSON.parse": (
        (
            'const fs = require("fs");\nconst path = require("path");\n'
            'const config = JSON.parse(fs.readFileSync(path.join(__dirname, "c.json"), "utf8"));\n'
        ),
        "config.model",
        "c.json",
        '{"model": "ID"}\n',
    ),
    "yaml": (
        (
            'import yaml from "js-yaml";\nimport { readFileSync } from "node:fs";\n'
            'const c = yaml.load(readFileSync("c.yml", "utf8"));\n'
        ),
        "c.model",
        "c.yml",
        "model: ID\n",
    ),
}


def write(files: dict[str, str], model: str, top: Path) -> None:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.replace("ID", model).encode())


def fix(top: Path) -> list[Record]:
    return scan("--fix", "--unsafe-fixes", "--isolated", "--no-respect-gitignore", ".", cwd=top).findings


@pytest.mark.parametrize("files", READ.values(), ids=list(READ))
def test_the_setting_and_the_call_that_needs_a_switch_change_together(files: dict[str, str], tmp_path: Path) -> None:
    write(files, "deepseek-v3", tmp_path)
    found = [row for row in fix(tmp_path) if row["rule"] == "DSM101"]
    assert {row["certainty"] for row in found} == {"likely"}
    for name, text in files.items():
        after = text.replace("ID", "qwen3.7-plus")
        assert (tmp_path / name).read_text() == (after.removesuffix(")\n") + OFF if name == "app.py" else after)


@pytest.mark.parametrize("files", REPEATED.values(), ids=list(REPEATED))
def test_a_default_that_repeats_the_setting_changes_with_it(files: dict[str, str], tmp_path: Path) -> None:
    write(files, "deepseek-r1", tmp_path)
    found = [row for row in fix(tmp_path) if row["rule"] == "DSM101"]
    assert {row["certainty"] for row in found} == {"certain"}
    assert len({row["fix"]["id"] for row in found if isinstance(row["fix"], dict)}) == 1
    for name, text in files.items():
        assert (tmp_path / name).read_text() == text.replace("ID", "qwen3.7-plus")


@pytest.mark.parametrize("files", REPEATED.values(), ids=list(REPEATED))
def test_where_the_program_compares_too_nothing_changes(files: dict[str, str], tmp_path: Path) -> None:
    model = files["app.py"].rpartition("model=")[2].removesuffix(", messages=[])\n")
    compared = {**files, "app.py": f'{files["app.py"]}if {model} == "deepseek-r1":\n    print(1)\n'}
    write(compared, "deepseek-r1", tmp_path)
    codes = {row["refusal"]["code"] for row in fix(tmp_path) if row["rule"] == "DSM101" and isinstance(row["refusal"], dict)}
    assert codes == {"branch-on-model"}
    for name, text in compared.items():
        assert (tmp_path / name).read_text() == text.replace("ID", "deepseek-r1")


@pytest.mark.parametrize("files", READ.values(), ids=list(READ))
def test_a_setting_that_goes_elsewhere_is_nobodys_business(files: dict[str, str], tmp_path: Path) -> None:
    write({**files, "app.py": files["app.py"].replace(URL, "https://api.deepseek.com")}, "deepseek-r1", tmp_path)
    assert fix(tmp_path) == []


@pytest.mark.parametrize("before,model,name,settings", JAVASCRIPT.values(), ids=list(JAVASCRIPT))
def test_javascript_reads_settings_too(before: str, model: str, name: str, settings: str, tmp_path: Path) -> None:
    code = f'{before}import OpenAI from "openai";\nconst client = new OpenAI({{ baseURL: "{URL}" }});\n'
    call = f"client.chat.completions.create({{ model: {model}, messages: [] }});\n"
    write({**NODE, "app.mjs": code + call, name: settings}, "deepseek-v3", tmp_path)
    assert {(row["path"], row["certainty"]) for row in fix(tmp_path)} == {(name, "likely")}
    assert (tmp_path / name).read_text() == settings.replace("ID", "qwen3.7-plus")
    assert (tmp_path / "app.mjs").read_text() == code + call.replace("messages: []", "messages: [], enable_thinking: false")


def test_settings_that_a_call_unpacks_take_the_switch(tmp_path: Path) -> None:
    files = python("import yaml\nc = yaml.safe_load(open('c.yaml'))\n", "1", "c.yaml", "llm:\n  model: ID # m\n  top_p: 1\n")
    files["app.py"] = files["app.py"].replace("model=1", "**c['llm']")
    write(files, "deepseek-v3", tmp_path)
    fix(tmp_path)
    assert (tmp_path / "app.py").read_text() == files["app.py"]
    assert (tmp_path / "c.yaml").read_text() == (
        "llm:\n  model: qwen3.7-plus # m\n  extra_body:\n    enable_thinking: false\n  top_p: 1\n"
    )


def test_two_files_that_a_path_may_mean_are_neither(tmp_path: Path) -> None:
    files = python("import yaml\nc = yaml.safe_load(open('c.yaml'))\n", 'c["model"]', "a/c.yaml", "model: ID\n")
    write({**files, "b/c.yaml": "model: ID\n"}, "deepseek-r1", tmp_path)
    assert {(row["rule"], row["certainty"]) for row in fix(tmp_path)} == {("DSM102", "possible")}

"""A mapping that a fix writes to may be taken by files that name nothing of ours: those are looked at as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.scan import ScanRequest, run
from migrator.settings import load_settings

OURS = """from openai import OpenAI
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3.2", messages=[], {})
"""
THEIRS = """from openai import OpenAI
{}
OpenAI().chat.completions.create(model="gpt-4o", messages=[], {})
"""
KW = 'KW = {"extra_body": {"top_k": 1}}\nN = 1\n'
CASES = {
    "by its name": ({"cfg.py": KW, "one.py": "from cfg import KW\n" + OURS.format("**KW")}, "from cfg import KW", "**KW"),
    "by its module": ({"cfg.py": KW, "one.py": "import cfg\n" + OURS.format("**cfg.KW")}, "import cfg as c", "**c.KW"),
    "a part of it": (
        {"cfg.py": KW, "one.py": "from cfg import KW\n" + OURS.format("**KW")},
        "from cfg import KW",
        'extra_body=KW["extra_body"]',
    ),
    "a copy": (
        {"cfg.py": KW, "one.py": "from cfg import KW\n" + OURS.format("**KW")},
        "from cfg import KW\nmine = dict(KW)",
        "**mine",
    ),
    "from the file of the call": (
        {"one.py": KW + OURS.format("**KW")},
        "from one import KW",
        "**KW",
    ),
    "through a package": (
        {"p/__init__.py": "from .cfg import KW\n", "p/cfg.py": KW, "one.py": "from p import KW\n" + OURS.format("**KW")},
        "from p import KW",
        "**KW",
    ),
    "from a function": (
        {
            "cfg.py": 'def kw():\n    return {"extra_body": {"top_k": 1}}\n',
            "one.py": "from cfg import kw\n" + OURS.format("**kw()"),
        },
        "from cfg import kw",
        "**kw()",
    ),
    "of a class": (
        {
            "cfg.py": 'class Conf:\n    kw = {"extra_body": {"top_k": 1}}\n',
            "one.py": "from cfg import Conf\n" + OURS.format("**Conf.kw"),
        },
        "from cfg import Conf",
        "**Conf.kw",
    ),
    "to a wrapper": (
        {
            "cfg.py": KW,
            "one.py": "from cfg import KW\n" + OURS.format("**KW"),
            "ask.py": "from openai import OpenAI\ndef ask(m, **kw):\n"
            "    return OpenAI().chat.completions.create(model=m, messages=[], **kw)\n",
        },
        "from cfg import KW\nfrom ask import ask\nask('gpt-4o', **KW)",
        "n=1",
    ),
    "with what is set in it": (
        {
            "cfg.py": 'KW = {}\nKW["extra_body"] = {"top_k": 1}\n',
            "one.py": "from cfg import KW\n" + OURS.format("**KW"),
        },
        "from cfg import KW",
        "**KW",
    ),
}


def fixes(folder: Path, files: dict[str, str]) -> list[tuple[str | None, str | None]]:
    """Of each call to a retired model whether its fix is safe, and why there is none."""
    for name, text in {"pyproject.toml": '[project]\nname = "x"\nversion = "1"\n', **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    settings = load_settings([str(folder)], str(folder), {"jobs": 1}, None, True)
    report = run(ScanRequest((".",), settings, None, str(folder)))
    return [
        (each.fix.applicability if each.fix else None, each.refusal.code if each.refusal else None)
        for each in report.findings
        if each.rule == "DSM101"
    ]


@pytest.mark.parametrize(("files", "imported", "given"), CASES.values(), ids=CASES)
def test_what_others_take_too_is_not_written_to(files: dict[str, str], imported: str, given: str, tmp_path: Path) -> None:
    assert fixes(tmp_path, {**files, "two.py": THEIRS.format(imported, given)}) == [(None, "shared-value")]


@pytest.mark.parametrize(("files", "imported", "given"), CASES.values(), ids=CASES)
def test_what_nobody_else_takes_is(files: dict[str, str], imported: str, given: str, tmp_path: Path) -> None:
    others = {"two.py": THEIRS.format("N = 1", "n=N"), "three.py": imported.split("\n")[0] + "\nprint(1)\n"}
    assert fixes(tmp_path, {**files, **others}) == [("safe", None)]


def test_whoever_only_looks_at_it_takes_nothing(tmp_path: Path) -> None:
    files = {"cfg.py": KW, "one.py": "from cfg import KW\n" + OURS.format("**KW")}
    assert fixes(tmp_path, {**files, "two.py": "from cfg import KW, N\nprint(KW)\nrange(N)\n"}) == [("safe", None)]

"""What becomes of a rename where a use takes too long to follow: nobody knows that the value does not get there."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.analyse import linker_of
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings
from tests.link.programs import project_of

WAYS = 14
HEAD = """from openai import OpenAI
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
MODEL = "deepseek-r1"
OTHER = "x"
def name(x):
    return MODEL
"""
STEP = "def f{at}(x):\n    if x > {at}:\n        return f{next}(1) if x else OTHER\n    return f{next}(2)\n"
LAST = f"def f{WAYS}(x):\n    return OTHER if x else name(x)\n"
CALL = "def ask(q):\n    return client.chat.completions.create(model=MODEL, messages=q)\n"
FAN = HEAD + "".join(STEP.format(at=at, next=at + 1) for at in range(WAYS)) + LAST
"""A function that gives the model in one of very many ways."""


@pytest.mark.parametrize(
    ("uses", "refusal"),
    [
        ('def check():\n    return f0(1) == "y"\n', "too-deep"),
        # Whatever else is compared is not what is renamed.
        ('def check():\n    return OTHER == "y"\n', None),
        ("def check():\n    return f0(1)\n", None),
    ],
)
def test_a_rename(uses: str, refusal: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FAN + uses + CALL, encoding="utf-8")
    settings = load_settings([str(tmp_path)], str(tmp_path), {"jobs": 1}, None, True)
    (finding,) = [each for each in run(ScanRequest(("a.py",), settings, None, str(tmp_path))).findings if each.rule == "DSM101"]
    assert (finding.refusal.code if finding.refusal else None) == refusal
    assert (finding.fix is None) is (refusal is not None)


def test_what_was_given_up_once_is_not_thought_followed_later(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"a.py": FAN + "FOUND = f0(1)\nAGAIN = FOUND\nPLAIN = OTHER\n"})
    linker, facts = linker_of(project), project.program.facts["a.py"]
    given = {name: facts.bindings[0, name][0].value for name in ("FOUND", "AGAIN", "PLAIN")}
    stopped = {}
    for name, value in given.items():
        linker.stopped = False
        linker.outcomes(value, "a.py")
        stopped[name] = linker.stopped
    assert stopped == {"FOUND": True, "AGAIN": True, "PLAIN": False}
    linker.stopped = False
    for value in given.values():
        linker.outcomes(value, "a.py")
    assert linker.stopped
    fresh = linker_of(project)
    for name in ("FOUND", "PLAIN"):
        fresh.outcomes(given[name], "a.py")
    assert fresh.stopped

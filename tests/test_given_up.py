"""What becomes of a rename where a use takes too long to follow: nobody knows that the value does not get there."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.analyse import linker_of
from migrator.link import evaluate, members
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings
from tests.link.programs import project_of

WAYS = 14
MANY = ", ".join(f'"x{each}"' for each in range(230))
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


@pytest.mark.parametrize(
    ("models", "found"),
    [
        # What else it may be, seen or not, is as it was.
        (f'["deepseek-r1", {MANY}]', "DSM101 safe"),
        (f'["deepseek-v3", {MANY}]', "DSM101 shared-value"),
        (f'[{MANY}, "deepseek-v3"]', "DSM102 unknown-endpoint"),
    ],
)
def test_one_of_more_models_than_are_looked_at(models: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _told(
        f"for each in {models}:\n    client.chat.completions.create(model=each, messages=[])\n", tmp_path, monkeypatch
    ) == [found]


def test_mentions_beside_what_is_not_followed(tmp_path: Path) -> None:
    """Who is given a function's name of the project may lead to a call that nobody saw; whoever else is given one does not."""
    asked = "def ask(q):\n    return client.chat.completions.create(model=f0(1), messages=q)\n"
    (tmp_path / "a.py").write_text(f'{FAN}{asked}outside(model="deepseek-v3")\nname("deepseek-v3.1")\n', encoding="utf-8")
    settings = load_settings([str(tmp_path)], str(tmp_path), {"jobs": 1}, None, True)
    found = run(ScanRequest(("a.py",), settings, None, str(tmp_path))).findings[-2:]
    assert [each.refusal.code for each in found if each.refusal] == ["unknown-endpoint", "too-deep"]


def test_a_constant_that_a_call_may_be_given_behind_more_than_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To rename it for the call that is seen, with its switch there, would leave the other one thinking."""
    calls = "".join(f"    client.chat.completions.create(model={each}, messages=[])\n" for each in ("V", "each"))
    program = f'V = "deepseek-v3"\nfor each in [{MANY}, V]:\n{calls}'
    assert _told(program, tmp_path, monkeypatch) == ["DSM101 too-deep"]


@pytest.mark.parametrize(("most", "found"), [(10_000, "DSM101 safe"), (60, "DSM101 too-deep")])
def test_a_value_that_is_many_things_in_many_ways(most: int, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a value was found to be so many things through other calls, what the next one is given is not known."""
    monkeypatch.setattr(evaluate, "MOST_OF_ONE", most)
    arms = "".join(f"    if n == {each}:\n        return V\n" for each in range(70))
    calls = "".join(f"    client.chat.completions.create(model=_outer({each}), messages=[])\n" for each in "ab")
    program = f'V = "deepseek-v3"\ndef _inner(n):\n{arms}def _outer(n):\n    return _inner(n)\ndef ask(a, b):\n{calls}'
    assert _told(program, tmp_path, monkeypatch) == [found]


@pytest.mark.parametrize(("most", "found"), [(2_000, "DSM101 safe"), (60, "DSM101 unsafe")])
def test_an_attribute_that_is_many_things_on_many_objects(
    most: int, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MOST_RESULTS", most)
    sets = "".join(f"        if n == {each}:\n            self.model = M{each}\n" for each in range(70))
    names = "".join(f'M{each} = "deepseek-v3"\n' for each in range(70))
    program = f"{names}class _Bot:\n    def __init__(self, n):\n{sets}for bot in (_Bot(a), _Bot(b)):\n"
    program += "    client.chat.completions.create(model=bot.model, messages=[])\n"
    assert set(_told(program, tmp_path, monkeypatch)) == {found}


def _told(program: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (folder / "a.py").write_text(HEAD[: HEAD.index("MODEL")] + program, encoding="utf-8")
    monkeypatch.chdir(folder)
    settings = load_settings([str(folder)], str(folder), {"jobs": 1}, None, True)
    found = [each for each in run(ScanRequest(("a.py",), settings, None, str(folder))).findings if each.rule[:4] == "DSM1"]
    return [f"{each.rule} {each.refusal.code if each.refusal else each.fix and each.fix.applicability}" for each in found]


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

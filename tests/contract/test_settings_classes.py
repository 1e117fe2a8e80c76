"""Classes whose fields say a model and an address where nothing else is given: settings, as a mapping with both would be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

OURS = "https://dashscope.aliyuncs.com/compatible-mode/v1"
HEAD = """from dataclasses import dataclass
import attrs
from pydantic import Field
from pydantic_settings import BaseSettings
from openai import OpenAI
from elsewhere import make
"""
CHOOSE = ("DSM101 {} certain choice-needed",)
R1 = {"deepseek-r1": "qwen3.7-plus"}


def settings(name: str, head: str, model: str, how: str, base: str = f'"{OURS}"', more: str = "make(C())\n") -> Case:
    """A class with both, whose object goes to something out of sight."""
    source = f"{head}\n    model: str = {model}\n    base_url: str = {base}\n{more}"
    line = source[: source.index("deepseek")].count("\n") + 1
    return Case(name, source, (how.format(line),) if how else (), R1 if how.endswith(("safe", "unsafe")) else {}, head=HEAD)


ASKED = "def ask(c: C):\n    return OpenAI(base_url=c.base_url).chat.completions.create(model=c.model, messages=[])\n"
OTHERS = '"https://api.deepseek.com"'
CHOICE, LOOK, NOBODY = "DSM101 {} certain choice-needed", "DSM101 {} certain unsafe", "DSM102 {} possible unknown-endpoint"
CASES = [
    settings("a data class", "@dataclass\nclass C:", '"deepseek-v3"', CHOICE),
    settings("one that may be made with another address", "@dataclass\nclass C:", '"deepseek-r1"', LOOK),
    settings("settings", "class C(BaseSettings):", '"deepseek-v3"', CHOICE),
    settings("attrs", "@attrs.define\nclass C:", '"deepseek-v3"', CHOICE),
    settings(
        "fields with further words", "class C(BaseSettings):", 'Field("deepseek-r1", alias="M")', LOOK, f'Field(default="{OURS}")'
    ),
    # Whose address is another's, or nobody's, and what is no settings.
    settings("another provider's address", "@dataclass\nclass C:", '"deepseek-v3"', "", OTHERS),
    settings("no address", "@dataclass\nclass C:", '"deepseek-v3"', NOBODY, '""'),
    settings("a class that makes no fields of what it says", "class C:", '"deepseek-v3"', NOBODY),
    settings("a field that is set again", "@dataclass\nclass C:", '"deepseek-v3"', NOBODY, more='    model = ""\nmake(C())\n'),
    settings("a model that works", "@dataclass\nclass C:", '"qwen-plus"  # not deepseek', ""),
    Case(
        "one that a call in sight is given",
        f'@dataclass\nclass C:\n    model: str = "deepseek-r1"\n    base_url: str = "{OURS}"\n{ASKED}ask(C())\n',
        ("DSM101 3 certain safe",),
        R1,
        head=HEAD,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fields_with_a_model_and_an_address(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

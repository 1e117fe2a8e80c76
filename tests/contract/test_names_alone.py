"""Texts that are nothing but a name, or a name behind a provider's prefix: what the name says is renamed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
OFF = ', extra_body={"enable_thinking": False})'
LITELLM = "import litellm\n"
ASKED = 'litellm.completion(model=f"dashscope/{NAME}", messages=M)\n'


def alone(name: str, text: str) -> Case:
    """A name that a text is made of, of a model that did not think."""
    source = f"NAME = {V3}\ncreate(model={text}, messages=M)\n"
    return Case(name, source, ("DSM101 1 certain safe",), {V3: NEW, "messages=M)": "messages=M" + OFF})


def dynamic(name: str, source: str, line: int = 1) -> Case:
    """A name that is put together of pieces."""
    return Case(name, source, (f"DSM101 {line} certain dynamic-model",))


CASES = [
    alone("a template", 'f"{NAME}"'),
    alone("a template that says how", 'f"{NAME!s}"'),
    alone("the old way", '"%s" % NAME'),
    alone("the old way with a tuple", '"%s" % (NAME,)'),
    alone("a method", '"{}".format(NAME)'),
    alone("a method by a name", '"{m}".format(m=NAME)'),
    alone("the type", "str(NAME)"),
    alone("beside nothing", 'NAME + ""'),
    Case(
        "a template of an attribute",
        f'class Bot:\n    model = {R1}\n    def go(self):\n        return create(model=f"{{self.model}}", messages=M)\n',
        ("DSM101 2 certain safe",),
        {R1: NEW},
    ),
    Case(
        "a template of what the environment may give",
        f'NAME = os.getenv("MODEL", {V3})\ncreate(model=f"{{NAME}}", messages=M)\n',
        ("DSM101 1 certain unsafe",),
        {V3: NEW, "messages=M)": "messages=M" + OFF},
    ),
    Case(
        "a template of what is compared too",
        f'NAME = {R1}\nif NAME == "x":\n    pass\ncreate(model=f"{{NAME}}", messages=M)\n',
        ("DSM101 1 certain branch-on-model",),
    ),
    Case(
        "a template of what becomes a path too",
        f'NAME = {R1}\nopen(f"{{NAME}}.json")\ncreate(model=f"{{NAME}}", messages=M)\n',
        ("DSM101 1 certain branch-on-model",),
    ),
    Case(
        "behind a prefix",
        f"{LITELLM}NAME = {V3}\n{ASKED}",
        ("DSM101 2 certain safe",),
        {V3: NEW, "messages=M)\n": "messages=M" + OFF + "\n"},
    ),
    Case(
        "behind a prefix, and alone",
        f"{LITELLM}NAME = {R1}\n{ASKED}create(model=NAME, messages=M)\n",
        ("DSM101 2 certain safe",),
        {R1: NEW},
    ),
    Case(
        "behind a prefix, from two callers",
        f'{LITELLM}def _ask(NAME):\n    {ASKED}_ask({V3})\n_ask("deepseek-v3.1")\n',
        ("DSM101 4 certain safe", "DSM101 5 certain safe"),
        {V3: NEW, '"deepseek-v3.1"': NEW, "messages=M)\n": "messages=M" + OFF + "\n"},
    ),
    Case("behind another provider's prefix", f"{LITELLM}NAME = {R1}\n{ASKED.replace('dashscope', 'deepseek')}"),
    dynamic("its end is a name", 'END = "v3"\ncreate(model=f"deepseek-{END}", messages=M)\n', 2),
    dynamic("its end is another text", 'NAME = "deepseek-"\ncreate(model=NAME + "v3", messages=M)\n', 2),
    Case(
        "shown as Python would write it",
        f'NAME = {R1}\ncreate(model=f"{{NAME!r}}", messages=M)\n',
        ("DSM102 1 possible unknown-endpoint",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_contract(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

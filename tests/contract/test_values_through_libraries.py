"""Values that libraries hand on: command lines, fields, enums, environment, text; and what their choices forbid."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
QUIET = ("DSM303", "DSM301", "DSM103", "DSM102")


def passes(name: str, source: str, line: int) -> Case:
    """A value that needs no switch, found at `line` and renamed."""
    return Case(name, source, (f"DSM101 {line} certain safe",), {R1: NEW})


def forbids(name: str, source: str, line: int) -> Case:
    """A value that something else of the program depends on."""
    return Case(name, source, (f"DSM101 {line} certain branch-on-model",), quiet=QUIET)


PARSER = "import argparse\np = argparse.ArgumentParser()\n"
CLICK = "import click\n@click.command()\n"
LOOP = "for {} in {}:\n    create(model=m, messages=M)\n"
COPY = "{{k: v for k, v in {}.items(){}}}"
WITHOUT_NONE = " if v is not None"
CASES = [
    passes("every model with every text", f"from itertools import product\n{LOOP.format('m, t', f'product([{R1}], M)')}", 2),
    passes("the longer of two lists", f"from itertools import zip_longest as z\n{LOOP.format('t, m', f'z([1], [{R1}])')}", 2),
    passes("one list after another", f"from itertools import chain\n{LOOP.format('m', f'chain([{R1}], M)')}", 2),
    passes("the first of a list", f"import itertools\n{LOOP.format('m', f'itertools.islice([{R1}], 1)')}", 2),
    Case(
        "every pair of a list, and lists out of sight",
        f"from itertools import chain, product\n{LOOP.format('m, n', f'product([{R1}], repeat=2)')}"
        f"{LOOP.format('m', f'chain(*[[{R1}]])')}",
        ("DSM102 2 possible unknown-endpoint", "DSM102 4 possible unknown-endpoint"),
    ),
    Case(
        "keywords without those that are None",
        f'B = {{"model": {V3}, "n": None}}\ncreate(messages=M, **{COPY.format("B", WITHOUT_NONE)})\n',
        ("DSM101 1 certain safe",),
        {V3: NEW, '"n": None': '"n": None, "extra_body": {"enable_thinking": False}'},
    ),
    Case(
        "a body without what is None",
        f"def ask(n=None):\n    b = {{'k': n}}\n    create(model={V3}, extra_body={COPY.format('b', WITHOUT_NONE)})\n",
        ("DSM101 3 certain safe",),
        {V3: NEW, "extra_body={": 'extra_body={"enable_thinking": False, **{', "None})": "None}})"},
    ),
    *(
        Case(
            f"keywords of which some may be left out: {found}",
            f'B = {{"model": {R1}, "n": 0}}\ncreate(messages=M, **{found})\n',
            ("DSM102 1 possible unknown-endpoint",),
        )
        for found in (
            COPY.format("B", " if v"),
            COPY.format("B", " if k is not None"),
            COPY.format("B", " if v is None"),
            COPY.format("B", " if 0 < v < 2"),
            "{k: v for k, v in B.items() for w in M}",
            "{k: v for k in B}",
            "{v: k for k, v in B.items()}",
        )
    ),
    passes(
        "a namespace as a mapping",
        PARSER + f'p.add_argument("--model", default={R1})\na = vars(p.parse_args())\ncreate(model=a["model"], messages=M)\n',
        3,
    ),
    passes(
        "known arguments",
        PARSER + f'p.add_argument("--model", default={R1})\na, _ = p.parse_known_args()\ncreate(model=a.model, messages=M)\n',
        3,
    ),
    passes(
        "defaults set later",
        PARSER + f'p.add_argument("--model")\np.set_defaults(model={R1})\ncreate(model=p.parse_args().model, messages=M)\n',
        4,
    ),
    passes(
        "a group's option",
        PARSER
        + f'p.add_argument_group("x").add_argument("--model", default={R1})\ncreate(model=p.parse_args().model, messages=M)\n',
        3,
    ),
    passes(
        "an option of click",
        CLICK + f'@click.option("--model", default={R1})\ndef main(model):\n    create(model=model, messages=M)\n',
        3,
    ),
    passes(
        "an option with a name of its own",
        CLICK + f'@click.option("-m", "--model", "name", default={R1})\ndef main(name):\n    create(model=name, messages=M)\n',
        3,
    ),
    passes(
        "an argument of click",
        CLICK + f'@click.argument("model", default={R1})\ndef main(model):\n    create(model=model, messages=M)\n',
        3,
    ),
    forbids(
        "an option's choices",
        CLICK + f'@click.option("--model", default={R1}, type=click.Choice([{R1}, "qwen-plus"]))\n'
        "def main(model):\n    create(model=model, messages=M)\n",
        3,
    ),
    forbids(
        "an option's choices that nobody sees",
        "import click\nfrom corp import NAMES\n@click.command()\n"
        f'@click.option("--model", default={R1}, type=click.Choice(NAMES))\n'
        "def main(model):\n    create(model=model, messages=M)\n",
        4,
    ),
    forbids(
        "a name for the default beside choices that nobody sees",
        f"import click\nfrom corp import NAMES\nSTART = {R1}\n@click.command()\n"
        '@click.option("--model", type=click.Choice(NAMES), default=START)\n'
        "def main(model):\n    create(model=model, messages=M)\n",
        3,
    ),
    passes(
        "choices of another option that nobody sees",
        'import click\nfrom corp import NAMES\n@click.command()\n@click.option("--kind", default="a", type=click.Choice(NAMES))\n'
        f'@click.option("--model", default={R1})\ndef main(kind, model):\n    create(model=model, messages=M)\n',
        5,
    ),
    passes(
        "choices that nobody sees, of a parser that does not hold defaults against them",
        "import argparse\nfrom corp import NAMES\np = argparse.ArgumentParser()\n"
        f'p.add_argument("--model", choices=NAMES, default={R1})\n'
        "create(model=p.parse_args().model, messages=M)\n",
        4,
    ),
    passes(
        "an option of typer",
        f'import typer\ndef main(model: str = typer.Option({R1}, "--model")):\n    create(model=model, messages=M)\n',
        2,
    ),
    Case(
        "an option where a switch has to be added",
        f'import typer\ndef main(model: str = typer.Option({V3}, "--model")):\n    create(model=model, messages=M)\n',
        ("DSM101 2 certain unsafe",),
        {V3: NEW, "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'},
    ),
    passes(
        "a field's factory",
        "from pydantic import BaseModel, Field\nclass S(BaseModel):\n"
        f"    model: str = Field(default_factory=lambda: {R1})\ncreate(model=S().model, messages=M)\n",
        3,
    ),
    forbids(
        "a field that is validated",
        f"from pydantic import BaseModel, field_validator\nclass S(BaseModel):\n    model: str = {R1}\n"
        f'    @field_validator("model")\n    def check(cls, v):\n        assert v in ({R1}, "qwen-plus")\n'
        "        return v\ncreate(model=S().model, messages=M)\n",
        3,
    ),
    passes(
        "a field set by its place",
        "from dataclasses import dataclass\n@dataclass\nclass S:\n    url: str\n    model: str\n"
        f's = S("x", {R1})\ncreate(model=s.model, messages=M)\n',
        6,
    ),
    passes(
        "a named tuple",
        "from typing import NamedTuple\nclass S(NamedTuple):\n    url: str\n    model: str\n"
        f'create(model=S("x", {R1}).model, messages=M)\n',
        5,
    ),
    passes(
        "a typed dict",
        f'from typing import TypedDict\nclass S(TypedDict):\n    model: str\ncreate(model=S(model={R1})["model"], messages=M)\n',
        4,
    ),
    passes(
        "a namespace",
        f"from types import SimpleNamespace\ns = SimpleNamespace(model={R1})\ncreate(model=s.model, messages=M)\n",
        2,
    ),
    passes("a class of texts", f"class Name(str):\n    pass\ncreate(model=Name({R1}), messages=M)\n", 3),
    passes("an attribute by its name", f'class C:\n    model = {R1}\ncreate(model=getattr(C, "model"), messages=M)\n', 2),
    passes("an attribute's default", f'def ask(c):\n    create(model=getattr(c, "model", {R1}), messages=M)\n', 2),
    passes("a default for a setting elsewhere", f'import conf\ncreate(model=getattr(conf, "MODEL", {R1}), messages=M)\n', 2),
    passes("set by the program itself", f'os.environ.setdefault("LLM", {R1})\ncreate(model=os.environ["LLM"], messages=M)\n', 1),
    passes("the first of several", f'first, *rest = [{R1}, "qwen-plus"]\ncreate(model=first, messages=M)\n', 1),
    Case("put together by format", 'create(model="deepseek-{}".format("v3"), messages=M)\n', ("DSM101 1 certain dynamic-model",)),
    Case("put together by %", 'create(model="deepseek-%s" % "v3", messages=M)\n', ("DSM101 1 certain dynamic-model",)),
    Case(
        "put together by join",
        'create(model="-".join(["deepseek-r1", "0528"]), messages=M)\n',
        ("DSM101 1 certain dynamic-model",),
        quiet=QUIET,
    ),
    Case(
        "prepared by partial",
        "from functools import partial\ndef _ask(q, model):\n    return create(model=model, messages=q)\n"
        f"fast = partial(_ask, model={R1})\nfast(M)\n",
        ("DSM101 4 certain safe",),
        {R1: NEW},
    ),
    Case(
        "prepared by partial, where a switch has to be added",
        f"from functools import partial\ndef _ask(q, model, think=True):\n"
        '    return create(model=model, messages=q, extra_body={"enable_thinking": think})\n'
        f"fast = partial(_ask, model={V3})\nfast(M)\n",
        ("DSM101 4 certain unsafe",),
        {f"{V3})": f"{NEW}, think=False)"},
    ),
    Case(
        "one function's key for each caller",
        f'MODELS = {{"fast": {V3}, "deep": {R1}}}\ndef ask(q, kind):\n'
        '    return create(model=MODELS[kind], messages=q)\nask(M, "fast")\nask(M, "deep")\n',
        ("DSM101 1 certain shared-value",),
    ),
    Case("a price table", f'PRICES = {{{R1}: 1.0, "qwen-plus": 2.0}}\n', ("DSM102 1 possible unknown-endpoint",)),
    Case(
        "a table of what runs",
        f"def deep():\n    pass\nRUN = {{{R1}: deep}}\ndef go(m):\n    return RUN[m]()\n",
        ("DSM103 3 possible branch-on-model",),
    ),
    Case("an allow-list", f'ALLOWED = [{R1}, "qwen-plus"]\n', ("DSM102 1 possible unknown-endpoint",)),
    Case(
        "an enum that no call uses",
        f"from enum import Enum\nclass Model(str, Enum):\n    DEEP = {R1}\n",
        ("DSM102 3 possible unknown-endpoint",),
    ),
    Case("tested by its beginning", f"def f(m):\n    return m.startswith({R1})\n", ("DSM103 2 possible branch-on-model",)),
    Case("looked for among others", f'def f(m):\n    return m in ({R1}, "qwq")\n', ("DSM103 2 possible branch-on-model",)),
    Case(
        "a case", f"def f(m):\n    match m:\n        case {R1}:\n            return 1\n", ("DSM103 3 possible branch-on-model",)
    ),
    Case("told in a docstring", 'def f(m):\n    """Use deepseek-r1."""\n', ("DSM102 2 possible documentation",)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)

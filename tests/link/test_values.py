"""What names, attributes, calls and records can be, within one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.link.programs import probed

TESTED = "import pytest\n@pytest.mark.parametrize"
CASES = {
    "a literal": ('probe("a")', {"a"}),
    "implicit concatenation": ('probe("a" "b")', {"ab"}),
    "concatenation": ('P = "a-"\nprobe(P + "b")', {"a-b"}),
    "an f-string of constants": ('P = "a"\nprobe(f"{P}-b")', {"a-b"}),
    "an f-string with a hole": ('def f(x):\n    probe(f"{x}-b")', {"*-b"}),
    "a constant": ('M = "a"\nprobe(M)', {"a"}),
    "the last binding before the use": ('M = "a"\nM = "b"\nprobe(M)\nM = "c"', {"b"}),
    "two arms of an if": ('if x:\n    M = "a"\nelse:\n    M = "b"\nprobe(M)', {"a", "b"}),
    "one arm of an if": ('M = "a"\nif x:\n    M = "b"\nprobe(M)', {"a", "b"}),
    "within an arm": ('M = "a"\nif x:\n    M = "b"\n    probe(M)', {"b"}),
    "never the other arm": ('M = "a"\nif x:\n    M = "b"\nelse:\n    probe(M)', {"a"}),
    "all arms of elif": ('if x:\n    M = "a"\nelif y:\n    M = "b"\nelse:\n    M = "c"\nprobe(M)', {"a", "b", "c"}),
    "bound later in a loop": ('M = "a"\nfor _ in range(2):\n    probe(M)\n    M = "b"', {"a", "b"}),
    "a try body": ('try:\n    M = "a"\nexcept E:\n    M = "b"\nprobe(M)', {"a", "b"}),
    "from a function, any binding of the module": ('M = "a"\ndef f():\n    probe(M)\nM = "b"', {"a", "b"}),
    "a local name hides the module's": ('M = "a"\ndef f():\n    M = "b"\n    probe(M)', {"b"}),
    "global": ('M = None\ndef set():\n    global M\n    M = "a"\ndef f():\n    probe(M)', {"None", "a"}),
    "tuple assignment": ('A, B = "a", "b"\nprobe(B)', {"b"}),
    "walrus": ('if (m := "a"):\n    probe(m)', {"a"}),
    "a conditional expression": ('probe("a" if x else "b")', {"a", "b"}),
    "or": ('probe(None or "a")', {"a"}),
    "an environment default": ('import os\nprobe(os.getenv("M", "a"))', {"?environment", "a"}),
    "environ.get": ('import os\nprobe(os.environ.get("M", "a"))', {"?environment", "a"}),
    "getenv imported": ('from os import getenv as g\nprobe(g("M") or "a")', {"?environment", "a"}),
    "environ subscript": ('import os\nprobe(os.environ["M"])', {"?environment"}),
    "strip keeps the value": ('import os\nprobe(os.getenv("M", "a").strip())', {"?environment", "a"}),
    "a loop over a list": ('for m in ["a", "b"]:\n    probe(m)', {"a", "b"}),
    "a loop over pairs": ('for n, m in [(1, "a"), (2, "b")]:\n    probe(m)', {"a", "b"}),
    "enumerate": ('for i, m in enumerate(["a", "b"]):\n    probe(m)', {"a", "b"}),
    "zip": ('for n, m in zip([1, 2], ["a", "b"]):\n    probe(m)', {"a", "b"}),
    "enumerate of what may be given": (
        'import sys\nfor i, m in enumerate(sys.argv[1:] or ["a", "b"], 1):\n    probe(m)',
        {"?unresolved", "a", "b"},
    ),
    "zip with what is not written out": ('import sys\nfor m, q in zip(["a", "b"], sys.stdin):\n    probe(m)', {"a", "b"}),
    "zip with what is made": (
        'for n, m in zip([f(n) for n in [1, 2]], [*["a"], "b"]):\n    probe(m)',
        {"a", "b"},
    ),
    "a list that unpacks what is not known": ('for m in [*known, "b"]:\n    probe(m)', {"?unresolved", "b"}),
    "a list that unpacks itself": ('a = [*a, "b"]\nfor m in a:\n    probe(m)', {"?unresolved", "b"}),
    "zip of what is not known": ('for n, m in zip(*known, ["a", "b"]):\n    probe(m)', {"?unresolved"}),
    "filter": ('for m in filter(None, ["a", "b"]):\n    probe(m)', {"a", "b"}),
    "a filter of nothing": ("for m in filter(None):\n    probe(m)", {"?unresolved"}),
    "a test's parameter": (f'{TESTED}("m", ["a", "b"])\ndef test(m):\n    probe(m)', {"a", "b"}),
    "a test's parameter by names": (f'{TESTED}(argnames="m", argvalues=["a"])\ndef test(m):\n    probe(m)', {"a"}),
    "a test's parameters": (f'{TESTED}("n, m", [(1, "a"), (2, "b")])\ndef test(n, m):\n    probe(m)', {"a", "b"}),
    "a test's parameters in a list": (f'{TESTED}(["n", "m"], [(1, "a")])\ndef test(n, m):\n    probe(m)', {"a"}),
    "a test's only parameter in a tuple": (f'{TESTED}(("m",), [("a",), ("b",)])\ndef test(m):\n    probe(m)', {"a", "b"}),
    "a test's parameter with a case that has a name": (
        f'{TESTED}("m", ["a", pytest.param("b", id="c")])\ndef test(m):\n    probe(m)',
        {"a", "b"},
    ),
    "a test's parameters with cases that have names": (
        f'{TESTED}("n, m", [pytest.param(1, "a", id="b")])\ndef test(n, m):\n    probe(m)',
        {"a"},
    ),
    "another parameter of a test": (f'{TESTED}("n", ["a"])\ndef test(n, m):\n    probe(m)', {"?caller"}),
    "a test's parameter of a name that is not known": (f'{TESTED}(names, ["a"])\ndef test(m):\n    probe(m)', {"?caller"}),
    "a test's parameter without values": (f'{TESTED}("m")\ndef test(m):\n    probe(m)', {"?caller"}),
    "a class with several types": (
        'class A(Generic[S, T]):\n    m = "a"\nclass B(A[str, int]):\n    pass\nprobe(B().m)',
        {"a"},
    ),
    "a result unpacked": ('def f():\n    return "a", "b"\nx, y = f()\nprobe(y)', {"b"}),
    "a comprehension": ('[probe(m) for m in ("a", "b")]', {"a", "b"}),
    "an index": ('MS = ["a", "b"]\nprobe(MS[1])', {"b"}),
    "a key": ('C = {"m": "a"}\nprobe(C["m"])', {"a"}),
    "get with a default": ('C = {}\nprobe(C.get("m", "a"))', {"a"}),
    "a class attribute": ('class C:\n    M = "a"\nprobe(C.M)', {"a"}),
    "an instance attribute": (
        'class C:\n    def __init__(self):\n        self.m = "a"\n    def f(self):\n        probe(self.m)',
        {"a"},
    ),
    "a constructor's argument": (
        'class _C:\n    def __init__(self, m):\n        self.m = m\n    def f(self):\n        probe(self.m)\n_C("a").f()',
        {"a"},
    ),
    "an inherited attribute": ('class A:\n    M = "a"\nclass B(A):\n    def f(self):\n        probe(self.M)', {"a"}),
    "a property": ('class C:\n    @property\n    def m(self):\n        return "a"\nprobe(C().m)', {"a"}),
    "an enum's value": ('import enum\nclass E(enum.Enum):\n    X = "a"\nprobe(E.X.value)', {"a"}),
    "a dataclass field": (
        'import dataclasses\n@dataclasses.dataclass\nclass C:\n    m: str = "a"\nprobe(C().m)',
        {"a"},
    ),
    "a dataclass argument": (
        'import dataclasses\n@dataclasses.dataclass\nclass C:\n    m: str = "a"\nprobe(C(m="b").m)',
        {"b"},
    ),
    "a default parameter": ('def f(m="a"):\n    probe(m)', {"a", "?caller"}),
    "a private function's callers": ('def _f(m):\n    probe(m)\n_f("a")\n_f(m="b")', {"a", "b"}),
    "a function's result": ('def f():\n    return "a"\nprobe(f())', {"a"}),
    "a result through a parameter": ('def f(x):\n    return x\nprobe(f("a"))', {"a"}),
    "a lambda": ('f = lambda: "a"\nprobe(f())', {"a"}),
    "recursion ends": ('def f(x):\n    return f(x)\nprobe(f("a"))', {"?unresolved"}),
    "an imported symbol": ("from openai import OpenAI\nprobe(OpenAI)", {"<openai.OpenAI>"}),
    "a client": ("import openai\nprobe(openai.OpenAI())", {"<openai.OpenAI()>"}),
    "a client's method": (
        "from openai import OpenAI as O\nc = O()\nprobe(c.chat.completions)",
        {"<openai.OpenAI().chat.completions>"},
    ),
    "with": ("from openai import OpenAI\nwith OpenAI() as c:\n    probe(c)", {"<openai.OpenAI()>"}),
    "with_options keeps the client": (
        "from openai import OpenAI\nprobe(OpenAI().with_options(timeout=1))",
        {"<openai.OpenAI()>"},
    ),
    "a placeholder is not a value": (
        "from openai import OpenAI\nc = None\ndef f():\n    global c\n    c = OpenAI()\n    probe(c)",
        {"<openai.OpenAI()>"},
    ),
    "argparse": (
        (
            "import argparse\np = argparse.ArgumentParser()\n"
            'p.add_argument("--model", default="a")\nargs = p.parse_args()\nprobe(args.model)'
        ),
        {"?command line", "a"},
    ),
}

RECORDS = {
    "a literal": ('probe({"a": 1, "b": 2})', {"{a,b}"}),
    "a known spread": ('A = {"a": 1}\nprobe({**A, "b": 2})', {"{a,b}"}),
    "an unknown spread": ('def f(**kw):\n    probe({**kw, "b": 2})', {"{b,...}"}),
    "dict()": ("probe(dict(a=1, b=2))", {"{a,b}"}),
    "a key set later": ('d = {"a": 1}\nd["b"] = 2\nprobe(d)', {"{a,b}"}),
    "a key set behind the use": ('d = {"a": 1}\nprobe(d)\nd["b"] = 2', {"{a}"}),
    "a key set in one arm": ('d = {"a": 1}\nif x:\n    d["b"] = 2\nprobe(d)', {"{a,b?}"}),
    "update": ('d = {"a": 1}\nd.update(b=2)\nprobe(d)', {"{a,b}"}),
    "setdefault": ('d = {"a": 1}\nd.setdefault("b", 2)\nprobe(d)', {"{a,b}"}),
    "deleted": ('d = {"a": 1, "b": 2}\ndel d["b"]\nprobe(d)', {"{a}"}),
    "popped": ('d = {"a": 1, "b": 2}\nd.pop("b")\nprobe(d)', {"{a}"}),
    "merged": ('probe({"a": 1} | {"b": 2})', {"{a,b}"}),
    "an unknown key": ('def f(k):\n    d = {"a": 1}\n    d[k] = 2\n    probe(d)', {"{a,...}"}),
    "keywords of a call": ("def _f(**kw):\n    probe(kw)\n_f(a=1, b=2)", {"{a,b}"}),
}


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES.keys())
def test_a_value(source: str, expected: set[str], tmp_path: Path) -> None:
    assert probed(tmp_path, source + "\n") == expected


@pytest.mark.parametrize(("source", "expected"), RECORDS.values(), ids=RECORDS.keys())
def test_a_record(source: str, expected: set[str], tmp_path: Path) -> None:
    assert probed(tmp_path, source + "\n") == expected


@pytest.mark.parametrize("asked", ["m in {**A, 'y': 'b'}.values()", "k, m in {**A, 'y': 'b'}.items()"])
def test_the_values_of_a_mapping_that_takes_in_another_files(asked: str, tmp_path: Path) -> None:
    files = {"other.py": 'A = {"x": "a"}\n', "program.py": f"from other import A\nfor {asked}:\n    probe(m)\n"}
    assert probed(tmp_path, files) == {"?unresolved"}


CHANGED = {
    'dict.update(D, {"k": "b"})': {"b"},
    'dict.update(D, k="b")': {"b"},
    'D.__setitem__("k", "b")': {"b"},
    'operator.setitem(D, "k", "b")': {"b"},
    'operator.delitem(D, "k")': {"?unresolved"},
    'D.__delitem__("k")': {"?unresolved"},
    'dict.setdefault(D, "k", "b")': {"a"},
    'dict.get(D, "k")': {"a"},
    'dict.fromkeys(D, "b")': {"a"},
    "dict.update()": {"a"},
    'dict.update(**D, k="b")': {"a"},
    'D.__setitem__("k")': {"a"},
    'other().update(D, k="b")': {"a"},
}


@pytest.mark.parametrize(("change", "expected"), CHANGED.items(), ids=CHANGED.keys())
def test_a_change_by_a_function_of_a_class(change: str, expected: set[str], tmp_path: Path) -> None:
    assert probed(tmp_path, f'import operator\nD = {{"k": "a"}}\n{change}\nprobe(D["k"])\n') == expected


NAMESPACES = {
    'D.__dict__.update({"k": "b"})': {"a", "b"},
    'vars(D).update(k="b")': {"a", "b"},
    'setattr(D, "k", "b")': {"a", "b"},
    'setattr(D, input(), "b")': {"a", "?unresolved"},
    "D.__dict__.update(load())": {"a", "?unresolved"},
    "for k, v in load().items(): setattr(D, k, v)": {"a", "?unresolved"},
    'for k, v in {"k": "b"}.items(): setattr(D, k, v)': {"a", "b"},
    'for k, v in {"l": "b"}.items(): setattr(D, k, v)': {"a"},
    "setattr(SimpleNamespace(), input(), 1)": {"a"},
    "D.__dict__ = load()": {"a", "?unresolved"},
}


@pytest.mark.parametrize(("change", "expected"), NAMESPACES.items(), ids=NAMESPACES.keys())
def test_an_attribute_of_an_object_without_a_class(change: str, expected: set[str], tmp_path: Path) -> None:
    source = f'from types import SimpleNamespace\nD = SimpleNamespace(k="a")\n{change}\nprobe(D.k)\n'
    assert probed(tmp_path, source) == expected

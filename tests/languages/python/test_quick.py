"""What is made of Python's own parse is what LibCST's says: the same facts, with the same places."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.facts import FileFacts
from migrator.languages.python.parse import Parsed, parse
from migrator.languages.python.quick import Quick, quick
from migrator.languages.python.reader import read

ROOT = Path(__file__).parents[3]
PROGRAMS = {
    "parentheses around everything": """
f((a), ((b)), *(c), k=(d), **(e))
(f)((a)  ,  # one, (two)
  (b))
f( # (
  (a)
)
x = (a).b((c).d)[(e)]
y = {(a): (b), # ): (
     (c) : ((d)), **(e), ** f}
z = [(a), *(b)], {(a), (b)}
""",
    "tuples": """
a = ()
b = ( )
c = (1,)
d = ( 1 , 2 , )
e = (1), 2
f = (1), (2)
g = ((1), (2))
h = ((1)),
i = (f(1), g(2))
j = (a)(b), (c)
for k, (l, m) in (n), o: pass
p[(1, 2)], p[1, 2], p[(1), (2)], p[1:2, (3)], p[()]
(q, r), s = (t, u), v
w = ( # (
  1, # )
  2 # ,
)
""",
    "comprehensions": """
f(x for x in y)
f((x for x in y))
f( (x) for x in (y) if (z) )
f(a, (x for x in y))
g = ( x for x in y for z in x if z if (w) )
{x: y for (x, y) in z}, {x for x in y}, [x async for x in (y)]
{(k): (v) for k, v in d.items()}
""",
    "operators": """
a = b or c or d
a = (b or c) or d
a = b or (c or d)
a = (b and c) or (d and e) or f
a = not b, -1, +1, ~1, - x, -(1)
a = b < c <= d, x is not None, x not in y
a = (b if (c) else d) if x is not None else (e)
a = b + c + (d + e) | f
a = (yield), (yield x), (yield from (y))
a = (x := 1) or y
a = (await (b or c)) or d
a = lambda x, *y, z=(1), **w: (x)
a = lambda: (yield)
""",
    "texts": """
a = "x" "y"
b = ("x"
     # a comment "with quotes"
     'y' f"{z}")
c = '''x''' + '''a"b\"c''' + "it's" + 'say "x"' + "a\\"b" + r"\\d" + b"x" + b"x" b"y" + u"x" + rb"\\x"
d = f"{a}b{c!r:>{w}}d{{e}}" + f'{x["y"]}' + rf"\\{a}"
e = ''
f = "" ""
g = \"\"\"a
b\"\"\"
h = "\\u4e2d\\N{EM DASH}é中文" + "中文" "é"
i = 'a' 'b' % (c) % {"d": e}
""",
    "numbers and names": "a = 0x1F, 1_000, 1e3, 1j, 0o17, 0b1, True, None, ..., -0\n",
    "statements": """
import os, sys as s, a.b.c, a.b as d
from . import x
from .. a import b as c
from ...x.y import z
""",
    "imports in parentheses": "from a import (b as c,  # as\n    d,)\nfrom e import *\n",
    "blocks": """
if a: b; c
elif (d): e
else:
    if f: g
    else: h
while True:
    break
else: i
for j in k:
    continue;
else:
    l
with (a) as b, c(): d
with open(x) as (f), y as (g, h): pass
with (a as b, c as d): pass
try: a
except (A, B): b
except C as e: pass
except (D) as g: pass
else: c
finally: d
""",
    "functions": """
@a
@b.c(d)
# between
async  def  f ( a , /, b : (int) = (1), *c: x, d = 2, e, ** g ) -> (y): return
def g(*, a): yield
def h(): return (1);
class A ( B , (C), metaclass = (D) , ** e ) :
    x : int = 1
    y : "str"
    def m(self): self.x = 1 ; return
    @property
    def n(self): pass
class E: pass
class F(): ...
""",
    "small statements": """
global a, b
del a, (b), c[1]
del (a, b)
del (c["x"])
assert (a), (b)
raise A from b
a = b = (c)
(a) = 1
a.b, c[d] = e
a |= {"x": 1}
a += (1)
a -= 1
x: (int) = (1)
def f():
    nonlocal_ = 1
    def g():
        nonlocal nonlocal_
        nonlocal_ = 2
pass
""",
    "match": """
match a, (b):
    case 1 | "x" | A.B: c
    case [x, *y, (z)] if (w): d
    case {"k": v, **rest}: e
    case C(x, y=(z)) as q: f
    case (1 as one): g
    case None | True: h
    case -1 | 1 + 2j: i
    case _: j
""",
    "an awkward layout": """
def f(
    a,
    b = 1, # (
    ):
    return g(a
        , b
        ) ; h()
x = a \\
    . b \\
    (c)
class A: pass
if x : y = \\
  1
z = 1; \\
w = 2
""",
    "a body behind a backslash": "class A: \\\n pass\n",
    "endings": """
def a():
    while True:
        if b:
            return 1
        elif c: d
        else:
            with e: break
def f():
    while True:
        try: return g
        except H: break
        else: i
        finally: j
def k():
    while True:
        match l:
            case 1: break
            case _: return 2
def m():
    while True:
        if n: return 3
        for o in p: break
        while q: break
        def r(): return 4
        class S: x = 5
""",
    "comments that speak to the tool": "x = 1  # deepseek-migrate: ignore[DSM101] é\n"
    "# deepseek-migrate: ignore\ny = 'é'  # deepseek-migrate: ignore\n",
}
LEFT = {
    "a lone carriage return": b"x = 1\ry = 2\n",
    "a form feed": b"x = 1\n\x0cy = 2\n",
    "a NUL": b"x = 1\n\0\n",
    "white space that LibCST loses": b"try: x\nexcept (A, B) : y\n",
    "another encoding": b"# coding: latin-1\nx = '\xe9'\n",
    "another encoding behind a mark": b"\xef\xbb\xbf# coding: latin-1\nx = 1\n",
    "what is no UTF-8": b"x = '\xe9'\n",
    "what is no Python": b"x = = 1\n",
    "a decorator behind its sign's line": b"@\\\nf\ndef g(): pass\n",
    "a name in other letters": "def \ufb01(): pass\n".encode(),
    "a star among keys": b"x[*y]\n",
    "deep brackets": b"x = " + b"(" * 60 + b"1" + b")" * 60 + b"\n",
    "a long chain": b"x = " + b" + ".join([b"1"] * 400) + b"\n",
}


def facts_of(data: bytes, module: Quick | Parsed) -> FileFacts:
    return read("a.py", data, module, lambda text: len(text) > 1)


def compared(data: bytes) -> None:
    mine, theirs = quick(data), parse(data)
    assert isinstance(mine, Quick)
    assert isinstance(theirs, Parsed)
    first, second = facts_of(data, mine), facts_of(data, theirs)
    for each in dataclasses.fields(FileFacts):
        assert repr(getattr(first, each.name)) == repr(getattr(second, each.name)), each.name
    outline = theirs.outline()
    assert (mine.outline.encoding, mine.outline.indent, mine.outline.quote) == (
        outline.encoding,
        outline.indent,
        outline.quote,
    )
    # White space and comments between two statements may be taken for either's.
    assert len(mine.outline.starts) == len(outline.starts)
    assert all(not line.strip() or line.lstrip().startswith(b"#") for line in between(data, mine, outline.starts))


def between(data: bytes, mine: Quick, starts: tuple[int, ...]) -> Iterator[bytes]:
    for first, second in zip(mine.outline.starts, starts, strict=True):
        yield from data[min(first, second) : max(first, second)].splitlines()


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_both_parsers_say_the_same(source: str, mark: bytes, newline: str) -> None:
    compared(mark + source.lstrip("\n").replace("\n", newline).encode())
    compared(mark + source.strip("\n").replace("\n", newline).encode())


@pytest.mark.parametrize("indent", ["\t", "  "], ids=["tab", "two"])
def test_other_indentation_is_told(indent: str) -> None:
    compared(PROGRAMS["functions"].replace("    ", indent).encode())


def test_both_say_the_same_of_every_fixture_and_of_this_program() -> None:
    files = sorted([*ROOT.glob("fixtures/**/*.py"), *ROOT.glob("migrator/**/*.py"), *ROOT.glob("tests/contract/*.py")])
    left = [path for path in files if quick(path.read_bytes()) is None]
    assert len(files) > 500
    assert len(left) < len(files) / 50
    # Another sixth under each version: to compare all takes minutes.
    for path in files[sys.version_info.minor % 6 :: 6]:
        if path not in left and isinstance(parse(path.read_bytes()), Parsed):
            compared(path.read_bytes())


@pytest.mark.parametrize("data", LEFT.values(), ids=LEFT)
def test_what_both_may_see_differently_is_left_to_libcst(data: bytes) -> None:
    assert quick(data) is None


@pytest.mark.skipif(sys.version_info < (3, 12), reason="no such syntax before")
def test_newer_syntax_is_read_where_python_knows_it() -> None:
    compared(b"type A[T] = list[T]\ndef f[T](x: T) -> T: return x\nclass B[T]: pass\n")
    compared(b"try: x\nexcept* (A): y\n")
    compared(b"x = f'{f'{a}'}' + f'{\"b\"}'\n")
    compared(b"def f():\n while True:\n  try: return 1\n  except* A: pass\n")

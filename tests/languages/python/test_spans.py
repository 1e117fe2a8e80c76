"""Places told by our own code generation are those that LibCST tells, whatever a file looks like."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import libcst as cst
import pytest
from hypothesis import given
from hypothesis import strategies as st
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper, PositionProvider, WhitespaceInclusivePositionProvider

from migrator.changes import CannotWrite
from migrator.languages.python.emit import Emitter
from migrator.languages.python.parse import Failure, Parsed, parse
from migrator.languages.python.reader import read
from migrator.languages.python.tree import LAYOUT, children
from tests.languages.python.writing import nodes

ROOT = Path(__file__).parent.parent.parent.parent
NEWLINES = ("\n", "\r\n")
GAPS = ("", " ", "\t", "\x0c", " \\\n", "  ")
INNER = ("", " ", "\n", "\n    ", "\n\t", "  # é\n    ", "\n    # own line\n\n    ")
ATOMS = ("a", "1", "2.5", "3j", "'é中'", 'b"x"', "r'''two\nlines 😀'''", "...", "None", "f'{a!r:>{w}} é {b = }'", "'a' \"b\"")
UNARY = ("-{0}", "not {0}", "~{0}", "await {0}", "*{0},", "(yield {0})", "(yield from {0})", "(yield)")
BINARY = (
    "{0}{g}+{g}{1}",
    "{0} and {1}",
    "{0} not  in {1}",
    "{0} is{g} not {1} != b",
    "{0} if {1} else{g} c",
    "{0}{g}[{i}{1}{i}]",
    "{0}[{1}:{g}:, ::b]",
    "{0}{g}.{g}x",
    "{0}{g}({i}{1}{i},{i}k{g}={g}b,{g}*c,{i}**d{i},{i})",
    "{0}({1} for x{g} in y if z)",
    "[{i}{0}{i},{i}*b{i},{i}]",
    "{{{i}{0}{g}:{g}{1},{i}**d{i}}}",
    "{{{0},{g}{1}}}",
    "({i}{0},{g}{1}{i},{i})",
    "({0}{g},)",
    "[{0} async for x, y in z if {1} if b for c in d]",
    "{{{0} for x in{g} y}}",
    "{{{0}: {1} for x in y}}",
    "lambda{g} a,{g} /, b={0}, *c, d: {1}",
    "lambda *, a: {0}",
    "lambda: {0}",
    "(n{g}:={g}{0})",
)
STATEMENTS = (
    "{0}",
    "x = y{g}={g}{0}",
    "x: {0} = {1}",
    "x: {0}",
    "x{g}+={g}{0}; y //= {1}{g};",
    "pass; break; continue",
    "return{g} {0}",
    "return",
    "raise {0}",
    "raise {0} from {1}",
    "raise",
    "assert {0},{g}{1}",
    "del {0}",
    "global x,{g}y",
    "import a.b{g} as c,{g}d",
    "from . .a import{g} b as c, d",
    "from a import ({i}b{g},{i}c{i},{i})",
    "from a import *",
    "type X[T: int] = {0}",
    "if {0}{g}: pass{g}# é",
    "if {0}:{g}\n    a{g};\n\n    # own\nelif {1}:\n  # first\n  b\nelse{g}:\n   c\n   # behind\n\n# é",
    "for x{g} in {0}:\n\tif {1}:\n\t\tb\n\t# of the loop\n\telse: c\n# after\nelse:\n\td",
    "async for x, y in {0}:\n    pass",
    "while {0}:\n    {1}\nelse:\n    b",
    "try{g}:\n    {0}\nexcept (A, B) as e:\n    b\nexcept{g}:\n    c\nelse:\n    d\nfinally:\n    {1}",
    "try:\n    a\nfinally:\n    pass",
    "try:\n    a\nexcept* A as e:\n    {0}",
    "with {0}{g}as x,{g}b: pass",
    "with ({i}{0} as x,{i}b{i},{i}):\n    pass",
    "async with a:\n    {0}",
    "@a{g}\n# é\n@b({0})\n\nasync def f[T, *U](x,{g}/,{i}y: int{g}={g}{0},{g}*z, k: 'é'{g}= {1}, **w) -> {1}:\n    'doc'",
    "def f(*, a,{i}): yield",
    "def f() : 'é'",
    "@a\nclass C[T](B,{g}metaclass={0}){g}:\n    x: int = {1}\n\n    def m(self):\n        pass\n    # end of class",
    "class C: pass",
    "match {0}:\n    # é\n    case [1, *_] | {{'k': v, **w}} if {1}:\n        a\n    case C(x, y=2) as z: b\n    case _: c",
)


def parsed(data: bytes) -> Parsed:
    result = parse(data)
    assert isinstance(result, Parsed), result
    return result


@st.composite
def expressions(draw: st.DrawFn, depth: int = 2) -> str:
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(ATOMS))
    shape = draw(st.sampled_from(UNARY + BINARY))
    parts = [f"({draw(st.sampled_from(INNER))}{draw(expressions(depth=depth - 1))}{draw(st.sampled_from(INNER))})" for _ in "ab"]
    return f"({filled(draw, shape, parts)})"


def filled(draw: st.DrawFn, shape: str, parts: list[str]) -> str:
    return shape.format(*parts, g=draw(st.sampled_from(GAPS)), i=draw(st.sampled_from(INNER)))


@st.composite
def files(draw: st.DrawFn) -> bytes:
    chosen = draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=4))
    statements = [filled(draw, shape, [draw(expressions()), draw(expressions())]) for shape in chosen]
    head = draw(st.sampled_from(["", "#!x\n", "# é\n\n", "\n"]))
    text = head + "\n".join(statements) + draw(st.sampled_from(["", "\n", "\n# é", "\n\n  \n", "\n    # deep\n"]))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return (mark + text.replace("\n", draw(st.sampled_from(NEWLINES)))).encode()


def disagreeing(module: Parsed) -> list[str]:
    """The nodes of which LibCST's own metadata tells another place."""
    wrapper = MetadataWrapper(module.module, unsafe_skip_copy=True)
    spans = wrapper.resolve(ByteSpanPositionProvider)
    inner, outer = wrapper.resolve(PositionProvider), wrapper.resolve(WhitespaceInclusivePositionProvider)
    starts = list(accumulate(map(len, lines_of(module.text)), initial=0))

    def characters(place: object) -> tuple[int, int]:
        ends = (place.start, place.end)  # type: ignore[attr-defined]  # a CodeRange
        # The newline that a file does not end with is counted by LibCST.
        first, last = (min(starts[each.line - 1] + each.column, len(module.text)) for each in ends)
        return first, last

    lead = module.offsets.byte(0)
    found: list[str] = []
    for node in entered(module):
        place = spans[node]
        told = span(module, node), module.spans.characters(node), module.spans.outer_characters(node)
        held = lead + place.start, min(lead + place.start + place.length, len(module.data))
        expected = held, characters(inner[node]), characters(outer[node])
        if told != expected:
            found.append(f"{type(node).__name__} {told} {expected}")
    return found


def span(module: Parsed, node: cst.CSTNode) -> tuple[int, int]:
    """As LibCST tells it: a parameter ends with its name there."""
    start, end = module.spans.characters(node)
    return module.span(node) if type(node) is not cst.Param else (module.offsets.byte(start), module.offsets.byte(end))


def entered(module: Parsed) -> Iterator[cst.CSTNode]:
    """All nodes but commas, brackets and white space, each after the one that holds it was entered."""
    waiting: list[cst.CSTNode] = [module.module]
    while waiting:
        node = waiting.pop()
        module.spans.enter(node)
        parts = [part for part in children(node) if type(part) not in LAYOUT]
        waiting.extend(parts)
        yield from parts


def lines_of(text: str) -> list[str]:
    """As LibCST counts lines: form feeds and the like end none."""
    return [f"{line}\n" for line in text.split("\n")] if text else []


@given(files())
def test_places_are_those_of_libcst(data: bytes) -> None:
    module = parse(data)
    if isinstance(module, Failure):
        # LibCST takes not all that is put together here, and does not keep all of it.
        return
    assert module.spans.text.encode(module.module.encoding) == data
    kept = module.spans._exact
    assert disagreeing(module) == []
    assert module.spans._exact is kept


MODULES = sorted(
    path for folder in ("migrator/languages/python", "fixtures", "tests/wire") for path in (ROOT / folder).rglob("*.py")
)


EDITS = ("as it is", "crlf", "mark", "no final newline")


@pytest.mark.parametrize("edit", EDITS)
def test_places_in_programs_are_those_of_libcst(edit: str) -> None:
    for path in MODULES[EDITS.index(edit) :: 20]:
        data = path.read_bytes()
        if edit == "crlf":
            data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        elif edit == "mark":
            data = b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf")
        elif edit == "no final newline":
            data = data.rstrip()
        module = parse(data)
        # LibCST counts the bytes of every file as if it were UTF-8.
        if isinstance(module, Parsed) and module.offsets.encoding == "utf-8":
            assert (path, disagreeing(module)) == (path, [])


@pytest.mark.parametrize("shape", STATEMENTS)
def test_every_statement_is_one_that_is_read_without_asking_libcst_for_places(shape: str) -> None:
    data = shape.format("a", "b", g=" ", i="").encode()
    module = parsed(data)
    read("a.py", data, module, lambda text: True)
    assert module.spans._exact is None


@pytest.mark.parametrize("shape", [*UNARY, *BINARY, *ATOMS])
def test_every_expression_is_one_that_is_read_without_asking_libcst_for_places(shape: str) -> None:
    source = shape.format("a", "b", g=" ", i="") if shape not in ATOMS else shape
    data = f"async def f():\n    x = ({source})\n".encode()
    module = parsed(data)
    read("a.py", data, module, lambda text: True)
    assert module.spans._exact is None


def test_what_is_written_otherwise_than_the_file_is_left_to_libcst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Emitter, "mark", lambda self, node, text: None)
    data = b"f(a, b)\n"
    module = parsed(data)
    assert module.spans.text.encode() == data
    assert disagreeing(module) == []


def test_places_in_another_text_are_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    module = parsed(b"x = f(a, b)\n")
    monkeypatch.setattr(module.spans, "_module", cst.parse_module(b"f(a,  b)\n"))
    comma = next(node for node in nodes(module) if isinstance(node, cst.Comma))
    with pytest.raises(CannotWrite, match="byte for byte"):
        module.spans.characters(comma)
    # The text that a statement is taken for has to be the one at its place.
    other = parsed(b"x = f(a, b)\n")
    monkeypatch.setattr(other.spans, "text", "x = f(a,  b)\n")
    with pytest.raises(CannotWrite, match="byte for byte"):
        other.spans.enter(other.module.body[0])

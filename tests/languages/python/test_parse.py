"""Guarded parsing, and where nodes stand in the bytes."""

from __future__ import annotations

import sys
import threading

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from migrator.languages.python.deep import on_deep_stack
from migrator.languages.python.parse import Failure, Parsed, parse
from migrator.languages.python.shape import shape
from tests.languages.python.writing import nodes


def parsed(data: bytes) -> Parsed:
    result = parse(data)
    assert isinstance(result, Parsed)
    return result


def places(data: bytes, kind: type[cst.CSTNode]) -> list[bytes]:
    module = parsed(data)
    return [data[slice(*module.span(node))] for node in nodes(module) if type(node) is kind]


NODES = b"""\
import os  # why
@decorated
def f(a, *, b: int = 1):
    x = ( (a) + b )
    return g( x , k = "v" , **{ "a" : 1 , **d } )  # end
s = ("a" "b"
     'c')
t = -1, o.p.q
"""


@pytest.mark.parametrize(
    "kind, expected",
    [
        (cst.Arg, [b"x", b'k = "v"', b'**{ "a" : 1 , **d }']),
        (cst.Param, [b"a", b"b: int = 1"]),
        (cst.DictElement, [b'"a" : 1']),
        (cst.StarredDictElement, [b"**d"]),
        (cst.Call, [b'g( x , k = "v" , **{ "a" : 1 , **d } )']),
        (cst.BinaryOperation, [b"(a) + b"]),
        (cst.SimpleString, [b'"v"', b'"a"', b'"a"', b'"b"', b"'c'"]),
        (cst.ConcatenatedString, [b"\"b\"\n     'c'", b'"a" "b"\n     \'c\'']),
        (cst.Comment, [b"# why", b"# end"]),
        (cst.Attribute, [b"o.p", b"o.p.q"]),
        (cst.Return, [b'return g( x , k = "v" , **{ "a" : 1 , **d } )']),
        (cst.UnaryOperation, [b"-1"]),
    ],
)
def test_span_excludes_white_space_and_redundant_parentheses(kind: type[cst.CSTNode], expected: list[bytes]) -> None:
    assert places(NODES, kind) == expected


def test_statement_span_ends_before_its_comment() -> None:
    assert places(NODES, cst.SimpleStatementLine)[0] == b"import os"


def test_function_span_begins_at_its_decorators_line_or_def() -> None:
    assert places(NODES, cst.FunctionDef)[0].endswith(b"**d } )")


def test_outer_span_includes_parentheses() -> None:
    module = parsed(NODES)
    sums = [node for node in nodes(module) if isinstance(node, cst.BinaryOperation)]
    assert NODES[slice(*module.outer_span(sums[0]))] == b"( (a) + b )"


@pytest.mark.parametrize(
    "data",
    [
        "x = 'é中😀', name\n".encode(),
        "\ufeffx = 'é中😀', name\n".encode(),
        "# coding: gbk\nx = '中文', name\n".encode("gbk"),
        "# coding: latin-1\r\nx = '\xe9', name\r\n".encode("latin-1"),
        b"x = 1, name",
        b"\xef\xbb\xbfx = 1, name",
    ],
)
def test_span_counts_bytes_of_the_file(data: bytes) -> None:
    assert b"name" in places(data, cst.Name)


def test_spans_agree_with_libcst() -> None:
    source = NODES.decode() + "class C(B): # 中\n  y: 'é' = [i for i in z if i]\n  async def m(self): await (yield)\n"
    module = parsed(source.encode())
    lines = source.splitlines(keepends=True)
    starts = [sum(map(len, lines[:index])) for index in range(len(lines) + 1)]
    positions = MetadataWrapper(module.module, unsafe_skip_copy=True).resolve(PositionProvider)
    differing = [
        node
        for node, place in positions.items()
        if module.spans.characters(node)
        != (starts[place.start.line - 1] + place.start.column, starts[place.end.line - 1] + place.end.column)
    ]
    assert differing == []


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"   ", b"# only\n", b"x = 1 # no newline"])
def test_odd_but_sound_files_parse(data: bytes) -> None:
    assert parsed(data).data == data


@pytest.mark.parametrize(
    "data, code, line",
    [
        (b"x = 1\ntry:\n  y\nexcept (A, B) :\n  z\n", "round-trip-mismatch", 4),
        (b"x = 1\n\x0cy = 1\n", "round-trip-mismatch", 2),
        (b"x = 1\ry = 2\r", "round-trip-mismatch", 1),
        (b"x = 1\ny = = 2\n", "parse-error", 2),
        (b"x = 1\ny = '\xff'\n", "parse-error", 2),
        (b"# coding: nope\nx = 1\n", "parse-error", 0),
        ("# coding: utf-16\nx = 1\n".encode("utf-16"), "parse-error", 0),
        ("# coding: iso-2022-jp\nx = '中'\n".encode("iso-2022-jp"), "parse-error", 0),
        (b"x = " + b"[" * 201 + b"]" * 201 + b"\n", "too-deep", 0),
        (b"x = " + b"(" * 100_000, "too-deep", 0),
        (b"x = " + b" + ".join([b"a"] * 1500) + b"\n", "too-large", 0),
        (b"x = a)" + b" + a" * 1500 + b"\n", "too-large", 0),
        (b"x = a" + b".b()" * 1500 + b"\n", "too-large", 0),
        (b"if a: pass\n" + b"elif b: pass\n" * 5001, "too-large", 0),
    ],
)
def test_what_cannot_be_used_is_named(data: bytes, code: str, line: int) -> None:
    result = parse(data)
    assert isinstance(result, Failure)
    assert (result.code, result.line) == (code, line)


@pytest.mark.parametrize(
    "data",
    [
        b"x = " + b"[" * 200 + b"1" + b"]" * 200 + b"\n",
        b"x = " + b" + ".join([b"a"] * 900) + b"\n",
        b"x = (" + b'"a"\n' * 900 + b")\n",
        b"if a: pass\n" + b"elif b: pass\n" * 1500,
        b"x = '" + b"(" * 5000 + b"'\n",
    ],
)
def test_deep_files_are_parsed_on_a_deep_stack(data: bytes) -> None:
    module = parsed(data)
    assert module.deep
    assert module.data == data


def test_a_native_panic_costs_one_file() -> None:
    class PanicError(BaseException):
        pass

    def panics(data: bytes) -> cst.Module:
        raise PanicError("native parser\nbacktrace")

    assert parse(b"x\n", panics) == Failure("parse-error", "native parser")


@pytest.mark.parametrize("times", [1, 2])
def test_a_stack_that_is_nearly_full_is_left_for_another(times: int) -> None:
    calls: list[bytes] = []

    def full(data: bytes) -> cst.Module:
        calls.append(data)
        if len(calls) <= times:
            raise RecursionError
        return cst.parse_module(data)

    result = parse(b"x\n", full)
    assert isinstance(result, Failure) == (times == 2)
    assert not isinstance(result, Failure) or result.code == "too-deep"


def test_an_interrupt_is_no_parse_error() -> None:
    def interrupted(data: bytes) -> cst.Module:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parse(b"x\n", interrupted)


def test_deep_stack_restores_the_interpreters_settings() -> None:
    outside = threading.stack_size(1 << 20)
    limit = sys.getrecursionlimit()
    on_deep_stack(lambda: None)
    assert (threading.stack_size(outside), sys.getrecursionlimit()) == (1 << 20, limit)


def test_deep_stack_hands_on_exceptions() -> None:
    def fails() -> None:
        raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        on_deep_stack(fails)


@pytest.mark.parametrize(
    "data, depth, chain",
    [
        (b"x = [" * 50 + b"]" * 50, 50, 0),
        (b"s = '" + b"[" * 60 + b"'\n", 0, 0),
        (b"x = )]}\n", 0, 0),
        (b"# " + b"[" * 60 + b"\n", 0, 0),
        (b"s = '''" + b"[" * 60 + b"\n'''\nf((1))", 2, 0),
        (b"x = (" + b"a +\n" * 300 + b"a)", 1, 300),
        (b"x = [" + b"a + b,\n" * 300 + b"]", 1, 1),
        (b"x = " + b"a or " * 300 + b"a\n", 0, 300),
        (b"x = (" + b"'a'\n" * 300 + b")", 1, 299),
        (b"x = a" + b"()" * 300, 1, 299),
        (b"f'a[0].b()'\n" * 300, 0, 0),
    ],
)
def test_shape_counts_depth_and_chains(data: bytes, depth: int, chain: int) -> None:
    assert (shape(data).depth, shape(data).chain) == (depth, chain)

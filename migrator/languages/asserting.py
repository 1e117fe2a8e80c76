"""What tests expect: calls that compare what they are given, and those that say what something was called with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Sequence_
from typing import TypeAlias

from migrator.facts import Argument, Call, Use
from migrator.values import Item, Literal, Member, Record, Reference, Result, Sequence, Value

EXPECTED = "expected"
"""The kind of use that is a text which a test expects of the program."""
COMPARING = frozenset(
    {
        *("assertEqual", "assertEquals", "assertNotEqual", "assertIs", "assertIsNot", "assertIn", "assertNotIn"),
        *("assertDictEqual", "assertListEqual", "assertTupleEqual", "assertSequenceEqual", "assertCountEqual"),
        *("assertSetEqual", "assertRegex", "assertStartsWith", "assertEndsWith", "assert_equal"),
    }
)
"""Methods of Python's test cases."""
CALLED_WITH = frozenset(
    {
        *("assert_called_with", "assert_called_once_with", "assert_any_call", "assert_has_calls"),
        *("assert_awaited_with", "assert_awaited_once_with", "assert_any_await", "assert_has_awaits"),
        *("toHaveBeenCalledWith", "toHaveBeenLastCalledWith", "toHaveBeenNthCalledWith", "toBeCalledWith", "lastCalledWith"),
        *("calledWith", "calledOnceWith", "calledWithMatch", "calledWithExactly"),
    }
)
"""Methods of mocks, and matchers for them."""
MATCHERS = frozenset(
    {
        *("toBe", "toEqual", "toStrictEqual", "toMatch", "toContain", "toMatchObject", "toHaveProperty"),
        *("equal", "equals", "eq", "eql", "include", "contain", "match"),
    }
)
"""What a test expects of what `expect` was given."""
EQUALITIES = frozenset(
    {
        *("equal", "strictEqual", "deepEqual", "deepStrictEqual", "notEqual", "notStrictEqual", "notDeepEqual"),
        *("is", "not", "like", "include", "match", "same", "equals", "partialDeepStrictEqual"),
    }
)
"""Functions of `assert` and of a test's context."""
INTERCEPTOR = "nock"
INTERCEPTING = frozenset({"post", "put", "patch", "intercept"})
"""What nock is told to wait for: a path, then the body."""
ASSERTERS = frozenset({"assert", "t"})
EXPECT = "expect"
AWAITING = frozenset({"json_params_matcher", "equalToJson", "equalTo", "matchingJsonPath", "onPost", "onPut", "onPatch", "onAny"})
"""What a mock of a server is told to wait for, and what it is to look like."""
AWAITED = frozenset({"match_json", "match_content"})
ROUTERS = frozenset({"respx", "respx_mock"})
ROUTED = ("json", "content", "data")
"""How the keywords begin that say to such a mock what a request holds."""
TELLING = {"value": "jsonPath", "json": "content"}
"""Methods that say what a part of a request is, by what gives the part: `jsonPath("$.model").value("…")`."""
MODELS = frozenset({"model", "model_name", "model_id", "modelName", "modelId"})
GETTERS = frozenset({"getModel", "getModelName", "getModelId"})
ASSERT_THAT = "assertThat"
DEEPEST = 4


Calls: TypeAlias = "Sequence_[Call | None]"


def compared(values: Iterable[Value], calls: Calls) -> Iterator[Use]:
    """What a test expects a model's place to hold, if that is what it compares: `assert sent["model"] == "…"`."""
    found = list(values)
    if any(_is_model(each, calls) for each in found):
        yield from expected((each for each in found if isinstance(each, Literal)), calls)


def expected(values: Iterable[Value], calls: Calls) -> Iterator[Use]:
    """Every text that is expected."""
    for value in values:
        yield from (Use(EXPECTED, each, each.site) for each in _texts(value, calls, 0))


def _texts(value: Value, calls: Calls, depth: int) -> Iterator[Literal]:
    """The texts that a value is written with, those of `call(model="…")` and `expect.objectContaining({…})` as well."""
    inner: Iterable[Value] = ()
    match value:
        case Literal(value=str()):
            yield value
        case Sequence(items=items):
            inner = items
        case Record(entries=entries):
            inner = (each.value for each in entries)
        case Result(call=number):
            call = calls[number]
            inner = (each.value for each in call.arguments) if call is not None else ()
    for each in inner if depth < DEEPEST else ():
        yield from _texts(each, calls, depth + 1)


def awaited(callee: Value, arguments: Iterable[Argument], calls: Calls) -> list[Value]:
    """What a call says of the requests that a test waits for."""
    name = callee.name if isinstance(callee, (Member, Reference)) else ""
    base = callee.base if isinstance(callee, Member) else None
    if name in AWAITING:
        return [each.value for each in arguments]
    if isinstance(base, Reference) and base.name in ROUTERS:
        return [each.value for each in arguments if each.name is not None and each.name.startswith(ROUTED)]
    made = calls[base.call] if isinstance(base, Result) else None
    if made is not None and name in TELLING and getattr(made.callee, "name", "") == TELLING[name]:
        return [each.value for each in arguments]
    return [each.value for each in arguments if each.name in AWAITED]


def _is_model(value: Value, calls: Calls, depth: int = 0) -> bool:
    match value:
        case Item(key=Literal(value=key)):
            return key in MODELS
        case Member(name=name):
            return name in MODELS
        case Result(call=number) if (call := calls[number]) is not None and depth < DEEPEST:
            given = [each.value for each in call.arguments]
            name = getattr(call.callee, "name", "")
            if name == ASSERT_THAT:
                return any(_is_model(each, calls, depth + 1) for each in given)
            # `sent.get("model").asText()`, `captor.getValue().getModel()`.
            asks = any(isinstance(each, Literal) and each.value in MODELS for each in given)
            whole = isinstance(call.callee, Member) and not given and _is_model(call.callee.base, calls, depth + 1)
            return asks or name in GETTERS or whole
        case _:
            return False

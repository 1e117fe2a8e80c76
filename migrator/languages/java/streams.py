"""Tells of each builder's call who takes what it builds, and whether that streams."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from migrator.facts import Argument, Binding, Call, Function
from migrator.values import Literal, Member, Opaque, Reference, Result, Value

STREAM = "stream"
RECEIVER = "receiver"
CALLING = frozenset({"call", "create"})
"""What sends a request and does not stream."""
THIS = "this"
MOST_HANDS = 4


def with_receivers(
    calls: Sequence[Call],
    chains: Collection[int],
    bindings: Mapping[tuple[int, str], Sequence[Binding]],
    functions: Sequence[Function] = (),
) -> tuple[Call, ...]:
    """The calls, those of builders with two keywords more: `stream`, unless it is plain that nothing streams, and `receiver`."""
    if not chains:
        return tuple(calls)
    wanted = frozenset(chains)
    takers: dict[int, list[Call]] = {}
    for call in calls:
        for index, argument in enumerate(call.arguments):
            if argument.kind == "positional":
                for number in _built(argument.value, call.scope, bindings):
                    for built in (number, *_made_by(number, calls, functions)):
                        takers.setdefault(built, []).extend(_final(call, index, calls, functions, MOST_HANDS))
    return tuple(_with(call, takers.get(call.number, [])) if call.number in wanted else call for call in calls)


def _built(value: Value, scope: int, bindings: Mapping[tuple[int, str], Sequence[Binding]]) -> Iterator[int]:
    if isinstance(value, Result):
        yield value.call
    elif isinstance(value, Reference):
        for binding in bindings.get((scope, value.name), ()):
            if isinstance(binding.value, Result):
                yield binding.value.call


def _own(call: Call, functions: Sequence[Function]) -> Function | None:
    """The one function of this file that a call may mean by its name."""
    name = call.callee.name if isinstance(call.callee, (Member, Reference)) else ""
    # A method that is called on another object within one of the same name (`gen.call(…)` in `call`) is not that one.
    another = isinstance(call.callee, Member) and not (isinstance(call.callee.base, Reference) and call.callee.base.name == THIS)
    found = [each for each in functions if each.name == name and not (another and each.scope == call.scope)]
    return found[0] if len(found) == 1 else None


def _made_by(number: int, calls: Sequence[Call], functions: Sequence[Function]) -> Iterator[int]:
    """What a method of this file gives back that nobody else can call."""
    function = _own(calls[number], functions)
    for value in function.returns if function is not None and function.private else ():
        if isinstance(value, Result):
            yield value.call


def _final(call: Call, index: int, calls: Sequence[Call], functions: Sequence[Function], hands: int) -> Iterator[Call]:
    """Who takes an argument in the end, where a method of this file only hands it on."""
    function = _own(call, functions)
    formals = [each.name for each in function.parameters if each.name != THIS] if function is not None else []
    if function is None or index >= len(formals) or not hands:
        yield call
        return
    found = False
    for each in calls:
        for at, argument in enumerate(each.arguments):
            value = argument.value
            if isinstance(value, Reference) and value.name == formals[index] and value.scope == function.scope:
                found = True
                yield from _final(each, at, calls, functions, hands - 1)
    if not found:
        yield call


def _with(call: Call, takers: Sequence[Call]) -> Call:
    added: list[Argument] = []
    names = {taker.callee.name for taker in takers if isinstance(taker.callee, (Member, Reference))}
    site = call.site
    if any(name.startswith(STREAM) for name in names):
        only = all(name.startswith(STREAM) for name in names)
        streams: Value = Literal(True, site) if only else Opaque("", site)
        added.append(Argument("keyword", STREAM, streams, site, None, site))
    elif not takers or not names <= CALLING:
        added.append(Argument("keyword", STREAM, Opaque("", site), site, None, site))
    if len(takers) == 1 and isinstance(takers[0].callee, Member):
        base = takers[0].callee.base
        added.append(Argument("keyword", RECEIVER, base, site, None, base.site))
    taken = {argument.name for argument in call.arguments}
    return replace(call, arguments=(*call.arguments, *(each for each in added if each.name not in taken)))

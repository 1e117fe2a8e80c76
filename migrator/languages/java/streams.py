"""Tells of each builder's call who takes what it builds, and whether that streams."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from migrator.facts import Argument, Binding, Call
from migrator.values import Literal, Member, Opaque, Reference, Result, Value

STREAM = "stream"
RECEIVER = "receiver"


def with_receivers(
    calls: Sequence[Call], chains: Collection[int], bindings: Mapping[tuple[int, str], Sequence[Binding]]
) -> tuple[Call, ...]:
    """The calls, those of builders with two keywords more: `stream`, unless it is plain that nothing streams, and `receiver`."""
    if not chains:
        return tuple(calls)
    wanted = frozenset(chains)
    takers: dict[int, list[Call]] = {}
    for call in calls:
        for argument in call.arguments:
            if argument.kind == "positional":
                for number in _built(argument.value, call.scope, bindings):
                    takers.setdefault(number, []).append(call)
    return tuple(_with(call, takers.get(call.number, [])) if call.number in wanted else call for call in calls)


def _built(value: Value, scope: int, bindings: Mapping[tuple[int, str], Sequence[Binding]]) -> Iterator[int]:
    if isinstance(value, Result):
        yield value.call
    elif isinstance(value, Reference):
        for binding in bindings.get((scope, value.name), ()):
            if isinstance(binding.value, Result):
                yield binding.value.call


def _with(call: Call, takers: Sequence[Call]) -> Call:
    added: list[Argument] = []
    names = {taker.callee.name for taker in takers if isinstance(taker.callee, (Member, Reference))}
    site = call.site
    if any(name.startswith(STREAM) for name in names):
        only = all(name.startswith(STREAM) for name in names)
        streams: Value = Literal(True, site) if only else Opaque("", site)
        added.append(Argument("keyword", STREAM, streams, site, None, site))
    elif not takers:
        added.append(Argument("keyword", STREAM, Opaque("", site), site, None, site))
    if len(takers) == 1 and isinstance(takers[0].callee, Member):
        base = takers[0].callee.base
        added.append(Argument("keyword", RECEIVER, base, site, None, base.site))
    taken = {argument.name for argument in call.arguments}
    return replace(call, arguments=(*call.arguments, *(each for each in added if each.name not in taken)))

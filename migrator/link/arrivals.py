"""What comes with a request's body, in languages that give nothing for a field that is missing there."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.facts import FileFacts
from migrator.link.common import bindings_of
from migrator.link.evaluate import Linker
from migrator.values import Item, Member, Opaque, Result, Site, Value

BODY, READ = "body", frozenset({"json", "text"})
"""What holds a request's body, and the methods that read it."""
CHECKED = frozenset({"parse", "parseAsync"})
"""Methods of schemas, which give a body as they let it through."""
TEXTS = frozenset({"args", "query_params", "query", "searchParams", "headers", "cookies"})
"""What holds the texts that come beside a body."""
REQUESTS = frozenset({"request", "req", "ctx", "context", "event", "nextUrl"})
"""What has them: `self.args` may be anything."""
GETTER = "get"


def may_be_missing(linker: Linker, value: Value, path: str) -> bool:
    """Whether a value is a field of a body that somebody else sends."""
    if not linker.library_of(path).may_omit:
        return False
    facts = linker.program.facts[path]
    return any(isinstance(each, Member) and _is_body(facts, each.base) for each in _given(facts, value))


def is_text(linker: Linker, value: Value, path: str) -> bool:
    """Whether a value comes with a request as text, beside its body: `request.args.get("think")`, `req.query.think`."""
    facts = linker.program.facts[path]
    holders = [each for each in _holders(facts, value) if isinstance(each, Member)]
    return any(each.name in TEXTS and getattr(each.base, "name", "") in REQUESTS for each in holders)


def _holders(facts: FileFacts, value: Value) -> Iterator[Value]:
    """What a value is a field of, or asked for."""
    for each in _given(facts, value):
        callee = facts.calls[each.call].callee if isinstance(each, Result) else None
        if isinstance(callee, Member) and callee.name == GETTER:
            yield callee.base
        elif isinstance(each, (Item, Member)):
            yield each.base


def _is_body(facts: FileFacts, value: Value, asked: frozenset[Site] = frozenset()) -> bool:
    """Whether a value is a request's body; `asked` are those that led here: `body = schema.parse(body)`."""
    for each in _given(facts, value):
        if isinstance(each, Member) and each.name == BODY:
            return True
        call = facts.calls[each.call] if isinstance(each, Result) else None
        if call is None or not isinstance(call.callee, Member) or call.site in asked:
            continue
        if call.callee.name in READ or (
            call.callee.name in CHECKED and any(_is_body(facts, given.value, asked | {call.site}) for given in call.arguments)
        ):
            return True
    return False


def _given(facts: FileFacts, value: Value) -> Iterator[Value]:
    """A value, and what a name is given; what stands behind `await` for that."""
    for each in (value, *(bound.value for bound in bindings_of(facts, value))):
        yield each.operands[0] if isinstance(each, Opaque) and len(each.operands) == 1 else each

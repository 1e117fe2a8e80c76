"""What comes with a request's body, in languages that give nothing for a field that is missing there."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.facts import FileFacts
from migrator.link.common import bindings_of
from migrator.link.evaluate import Linker
from migrator.values import Item, Member, Result, Site, Value

BODY, READ = "body", frozenset({"json", "text"})
"""What holds a request's body, and the methods that read it."""
CHECKED = frozenset({"parse", "parseAsync", "safeParse", "safeParseAsync"})
"""Methods of schemas, which give a body as they let it through, or something that holds it."""
TEXTS = frozenset({"args", "query_params", "query", "params", "headers", "cookies", "form", "GET", "POST", "COOKIES", "param"})
"""What holds the texts that come beside a body, or in a form."""
SEARCHED, FORM, STORED = "searchParams", "formData", "getItem"
"""What holds them whoever has it, and what gives one that a browser keeps."""
REQUESTS = frozenset({"request", "req", "ctx", "context", "event", "nextUrl"})
"""What has them: `self.args` may be anything."""
GETTER = "get"


def may_be_missing(linker: Linker, value: Value, path: str) -> bool:
    """Whether a value is a field of a body that somebody else sends."""
    if not linker.library_of(path).may_omit:
        return False
    facts = linker.program.facts[path]
    return any(isinstance(each, (Item, Member)) and _is_body(facts, each.base) for each in _given(facts, value))


def is_text(linker: Linker, value: Value, path: str) -> bool:
    """Whether a value comes with a request as text, beside its body: `request.args.get("think")`, `req.query.think`."""
    facts = linker.program.facts[path]
    asked = [each for each in _given(facts, value) if isinstance(each, Result)]
    if any(_holds_texts(facts, each) for holder in (*asked, *_holders(facts, value)) for each in _given(facts, holder)):
        return True
    return any(getattr(facts.calls[each.call].callee, "name", "") == STORED for each in asked)


def _holds_texts(facts: FileFacts, value: Value) -> bool:
    held = facts.calls[value.call].callee if isinstance(value, Result) else value
    name = getattr(held, "name", "")
    if name in (SEARCHED, FORM):
        return True
    return isinstance(held, Member) and name in TEXTS and getattr(held.base, "name", "") in REQUESTS


def _holders(facts: FileFacts, value: Value) -> Iterator[Value]:
    """What a value is a field of, or asked for."""
    for each in _given(facts, value):
        callee = facts.calls[each.call].callee if isinstance(each, Result) else None
        if isinstance(callee, Member) and callee.name == GETTER:
            yield callee.base
        elif isinstance(each, (Item, Member)):
            yield each.base


def _is_body(facts: FileFacts, value: Value, asked: frozenset[Site] = frozenset()) -> bool:
    """Whether a value is a request's body or a part of it; `asked` are those that led here: `body = schema.parse(body)`."""
    if value.site in asked:
        return False
    asked |= {value.site}
    for each in _given(facts, value):
        if isinstance(each, Member) and each.name == BODY:
            return True
        if isinstance(each, (Item, Member)) and _is_body(facts, each.base, asked):
            return True
        call = facts.calls[each.call] if isinstance(each, Result) else None
        if call is None or not isinstance(call.callee, Member):
            continue
        if call.callee.name in READ or (
            call.callee.name in CHECKED and any(_is_body(facts, given.value, asked) for given in call.arguments)
        ):
            return True
    return False


def _given(facts: FileFacts, value: Value) -> Iterator[Value]:
    """A value, and what a name is given."""
    yield value
    yield from (bound.value for bound in bindings_of(facts, value))

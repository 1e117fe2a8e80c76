"""Finds requests that a method puts together as text or as a map: their bodies, and the one URL that the method goes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Sequence_
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from migrator.facts import SENT, Argument, Call, Mention, Use
from migrator.languages.collector import Collector
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.quoted import Quoted
from migrator.link.texts import REPLACING
from migrator.values import (
    Callable,
    Entry,
    Imported,
    Join,
    Literal,
    Member,
    Opaque,
    Parameter,
    Record,
    Reference,
    Result,
    Sequence,
    Site,
    Value,
)

if TYPE_CHECKING:
    from migrator.languages.java.parse import Parsed

TAKERS = frozenset(
    {
        *("URI.create", "URL", "URI", "HttpPost", "url", "uri", "postForObject", "postForEntity", "exchange"),
        *(
            "HttpUtil.post",
            "HttpRequest.post",
            "HttpUtil.createPost",
            "HttpRequest.of",
            "target",
            "Request.post",
            "Request.Post",
            "Unirest.post",
        ),
    }
)
"""What takes a URL first, in the usual HTTP libraries."""
BELOW, BASE, CREATE = "uri", "baseUrl", "create"
"""What takes a path below a client's address, and what gives the client that: `WebClient.builder().baseUrl(…)`."""
FORMATTING = frozenset({"format", "formatted"})
HEADERS = frozenset({"header", "addHeader", "setHeader", "setRequestProperty", "headers"})
MODEL = "model"
BODY = "body"
"""What stands for a text that is a request's body."""
ASKING = (frozenset({"messages"}), frozenset({"input", "parameters"}))
"""What a request holds beside its model, and what is kept of one does not."""
QUESTIONS = frozenset({"messages", "input", "prompt"})
_URL = re.compile(r"https?://")
_BODY = re.compile(r'^\s*\{.*"model"\s*:', re.DOTALL)
_FORMAT = re.compile(r"%(?:\d+\$)?[-#+ 0,(]*\d*(?:\.\d+)?[a-zA-Z%]")
_ESCAPE = re.compile(r"\\(?:u+[0-9a-fA-F]{4}|[0-3]?[0-7]{1,2}|\r?\n|.)", re.DOTALL)


@dataclass(slots=True)
class Sent:
    """What one method knows of the requests that it sends."""

    bodies: list[Body] = field(default_factory=list)
    maps: dict[tuple[int, str], Site] = field(default_factory=dict)
    taken: list[Value] = field(default_factory=list)
    urls: list[Value] = field(default_factory=list)
    goes_anywhere: bool = False
    """Whether it goes to a URL that is not in sight."""
    headers: list[Entry] = field(default_factory=list)
    replaced: list[tuple[Value, Value]] = field(default_factory=list)
    """What calls replace in texts, and in which."""
    formatted: list[Value] = field(default_factory=list)
    """The texts that are filled by their formats."""
    records: list[Record] = field(default_factory=list)
    keys: dict[tuple[int, str], set[object]] = field(default_factory=dict)
    """By map: the names under which it is given something."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A request whose URL stands in no method of its own, by the number that its call has, and the method that makes it."""

    call: int
    method: str
    headers: tuple[Entry, ...]


class Bodies(Collector):
    """Collects the requests of each method."""

    parsed: Parsed

    def prepare(self) -> None:
        """Nothing has been seen yet."""
        self.sent: dict[int, Sent] = {}
        self.bodies: list[Body] = []
        self.pending: list[Pending] = []
        self.clients: set[str] = set()
        self.held: dict[str, Body] = {}
        """The bodies that fields and constants are, by name."""

    def method_around(self) -> int | None:
        """The outermost function around this place, inside its class; None outside of all."""
        found: int | None = None
        scope: int | None = self.scope
        while scope is not None and self.scopes[scope].kind in ("function", "comprehension"):
            found, scope = scope, self.scopes[scope].parent
        return found

    def sent_here(self) -> Sent | None:
        method = self.method_around()
        return self.sent.setdefault(method, Sent()) if method is not None else None

    def take_body(self, quoted: Quoted) -> bool:
        """Keep a text that is a request's body; False for any other."""
        sent = self.sent_here()
        mentions: list[Mention] = []
        body = read_body(quoted, self.interesting, mentions)
        if body is None:
            return False
        self.mentions.extend(mentions)
        self.bodies.append(body)
        if sent is not None:
            sent.bodies.append(body)
        return True

    def hold_body(self, name: str, value: Value) -> None:
        """Note that a field or a constant is a body: each method that names it sends it."""
        body = self.bodies[-1] if value == Opaque(BODY, value.site) and self.bodies else None
        # What holds no question is a reply that a test waits for, or an example.
        if body is not None and value.site.contains(body.record.site) and _keys(body.record) & QUESTIONS:
            self.held[name] = body

    def use_body(self, name: str) -> None:
        """Note that a method names a field or a constant, which may be a body."""
        body, sent = self.held.get(name), self.sent_here()
        if body is not None and sent is not None and all(each is not body for each in sent.bodies):
            sent.bodies.append(body)

    def take_replaced(self, name: str, callee: Value, arguments: Sequence_[Argument]) -> None:
        """Note a text that a call writes over in another: that may be what names the model of a body."""
        sent = self.sent_here()
        if sent is not None and name in REPLACING and len(arguments) > 1 and isinstance(callee, Member):
            sent.replaced.append((arguments[0].value, callee.base))

    def take_formatted(self, name: str, *texts: Value) -> None:
        """Note which texts a call may fill by their formats; a locale may stand before one."""
        sent = self.sent_here()
        if sent is not None and name in FORMATTING:
            sent.formatted.extend(each for each in texts if not isinstance(each, Literal))

    def awaited(self, values: Iterable[Value]) -> list[Value]:
        """What a test waits for, bodies as what is written in them: nobody sends those."""
        found: list[Value] = []
        sent = self.sent_here()
        for value in values:
            inside = [each for each in self.bodies if value.site.contains(each.record.site)]
            found.extend([each.record for each in inside] or [value])
            if sent is not None:
                sent.bodies = [each for each in sent.bodies if each not in inside]
        return found

    def take_url(self, name: str, value: Value, receiver: Value | None = None) -> None:
        """Note what a call goes to; `receiver` is what it is called on."""
        sent = self.sent_here()
        if sent is None or name not in TAKERS:
            return
        if name == BELOW and _begins_with_slash(value):
            # Below the address that the client was made with, which may stand further down.
            base, first = self._base_in(receiver) if receiver is not None else (None, None)
            if base is None and isinstance(first, (Reference, Member)):
                client = first.name.removesuffix("#")
                self.clients.add(client)
                base = Reference(f"{client} {BASE}", 0, value.site)
            value = Join((base, value), value.site) if base is not None else value
        if isinstance(value, (Result, Opaque)):
            # What another call of the kind makes of a URL was taken there: `.uri(URI.create(x))`.
            sent.goes_anywhere = sent.goes_anywhere or not sent.taken
        else:
            sent.taken.append(value)

    def take_text(self, text: str, value: Value) -> None:
        """Note a URL that stands in a method."""
        sent = self.sent_here() if _URL.match(text) else None
        if sent is not None:
            sent.urls.append(value)

    def take_header(self, name: str, key: Value, value: Value, site: Site) -> None:
        """Note a header."""
        sent = self.sent_here()
        if sent is not None and name in HEADERS and isinstance(key, Literal) and isinstance(key.value, str):
            sent.headers.append(Entry(key, value, site))

    def take_put(self, target: Value, key: Value, site: Site) -> None:
        """Note a map that is given a model's name."""
        sent = self.sent_here()
        if sent is None or not isinstance(target, Reference) or not isinstance(key, Literal):
            return
        sent.keys.setdefault((target.scope, target.name), set()).add(key.value)
        if key.value == MODEL:
            sent.maps.setdefault((target.scope, target.name), site)

    def take_record(self, record: Record) -> None:
        """Note a map that is written out with a model's name."""
        sent = self.sent_here()
        if sent is not None and MODEL in _keys(record):
            sent.records.append(record)

    def named_record(self, record: Record, name: Reference) -> None:
        """What a map that is written out is called: more may be put into it under that name."""
        sent = self.sent_here()
        held = (record, *(each.value for each in record.entries if each.key is None))
        if sent is not None and any(each is one for each in held for one in sent.records):
            sent.records = [one for one in sent.records if all(one is not each for each in held)]
            sent.maps.setdefault((name.scope, name.name), record.site)
            keys = (_keys(each) for each in held if isinstance(each, Record))
            sent.keys.setdefault((name.scope, name.name), set()).update(*keys)
        if self.mutations and self.mutations[-1].value is record:
            self.mutations[-1] = replace(self.mutations[-1], value=name)

    def requests(self, scope: int, end: Site) -> None:
        """At a method's end: the requests that it has been seen to send."""
        sent = self.sent.get(scope)
        if sent is None:
            return
        url = _one(sent.taken) or _one(sent.urls)
        if not (sent.bodies or sent.maps or sent.records):
            if url is not None and not sent.goes_anywhere:
                self.uses.append(Use(SENT, url, end))
            return
        if url is None and (sent.taken or sent.urls or sent.goes_anywhere):
            return
        plain = [each for each in sent.bodies if not any(self._replaces(*change, each) for change in sent.replaced)]
        holes = self._holes(sent)
        bodies: list[tuple[Value, Site, set[object]]] = [
            (_filled(each.record, holes), each.record.site, _keys(each.record)) for each in plain
        ]
        if not sent.bodies:
            bodies.extend((each, each.site, _keys(each)) for each in sent.records)
            for key, site in sent.maps.items():
                bodies.append((Reference(key[1], key[0], end), site, sent.keys.get(key, set())))
            # Beside what asks, what merely names a model is kept or told of.
            bodies = [each for each in bodies if _asks(each[2])] or bodies
        for body, site, keys in bodies:
            if url is not None:
                self.request(url, sent.headers, body, site)
            elif _asks(keys):
                self.pending.append(Pending(len(self.calls), self.scopes[scope].name, tuple(sent.headers)))
                self.request(Opaque("", site), sent.headers, body, site)

    def _replaces(self, what: Value, inside: Value, body: Body) -> bool:
        """Whether a replacement may write over a key of a body, or its model."""
        if isinstance(what, Literal) and isinstance(what.value, str):
            return any(what.value in text for text in (*_keys_in(body.record), *_models_in(body.record)))
        return self._may_be_body(inside)

    def _holes(self, sent: Sent) -> list[re.Pattern[str]]:
        """What in the texts of bodies is written over before they are sent."""
        holes = [_FORMAT] if any(map(self._may_be_body, sent.formatted)) else []
        for what, inside in sent.replaced:
            if isinstance(what, Literal) and isinstance(what.value, str) and self._may_be_body(inside):
                holes.append(re.compile(re.escape(what.value)))
        return holes

    def _may_be_body(self, text: Value) -> bool:
        """Whether a text may be a body that this file holds under a name."""
        root = text
        while isinstance(root, Result) and isinstance(call := self.calls[root.call], Call) and isinstance(call.callee, Member):
            root = call.callee.base
        name = root.name if isinstance(root, (Reference, Member)) else ""
        bound = [each.value for (_, known), found in self.bindings.items() if known == name for each in found]
        # Of what stands there itself nothing is known but that it is a text.
        return not name or name in self.held or any(isinstance(each, Opaque) and each.text == BODY for each in bound)

    def finish(self) -> None:
        """At a file's end: what methods put together that go nowhere themselves goes where all others of the file go."""
        for client in sorted(self.clients):
            self._base_of_client(client)
        taken = [each for sent in self.sent.values() for each in sent.taken]
        lost = any(sent.goes_anywhere for sent in self.sent.values()) or any(self._is_given(each) for each in taken)
        # A name that methods have for themselves says something else in each.
        one = len({repr(self._said(each)) for each in taken}) == 1
        url = _one(taken) if one and not lost else None
        # What a file never calls is made for others, who may send it anywhere.
        called = {each.callee.name for each in self.calls if each is not None and isinstance(each.callee, (Member, Reference))}
        for each in self.pending:
            call = cast("Call", self.calls[each.call])
            if url is None or each.method not in called:
                self.calls[each.call] = replace(call, callee=Opaque("", call.site), arguments=())
                continue
            headers = [*each.headers, *(entry for sent in self.sent.values() for entry in sent.headers)]
            given = _argument("url", url, url.site), _argument("headers", Record(tuple(headers), url.site), url.site)
            self.calls[each.call] = replace(call, arguments=(*given, *call.arguments[2:]))

    def _base_of_client(self, client: str) -> None:
        """The one address that everything which goes by a name is made with."""
        held = [each.value for (_, name), found in self.bindings.items() if name.removesuffix("#") == client for each in found]
        held += [each.value for each in self.attributes if each.name.removesuffix("#") == client]
        made = [each for each in held if not (isinstance(each, Opaque) and each.text == "unset")]
        bases = [self._base_in(each)[0] for each in made]
        base = _one([each for each in bases if each is not None]) if None not in bases else None
        if base is not None:
            self.bind(f"{client} {BASE}", base, base.site, 0)

    def _base_in(self, value: Value) -> tuple[Value | None, Value]:
        """The address that a builder's chain, or `create`, is given, if that is in sight; and what the chain begins with."""
        while isinstance(value, Result) and (call := self.calls[value.call]) is not None:
            named = [each.value for each in call.arguments if each.name == BASE]
            callee = call.callee
            if not named and isinstance(callee, Member) and callee.name in (BASE, CREATE):
                named = [each.value for each in call.arguments[:1]]
            if named:
                return named[-1], value
            if not isinstance(callee, Member):
                break
            value = callee.base
        return None, value

    def _is_given(self, url: Value) -> bool:
        """Whether a URL is what a method's caller gives it."""
        return any(isinstance(each, Parameter) for each in self._bound(url))

    def _said(self, url: Value) -> object:
        """A URL as written, or what its method sets the name to that it is."""
        return [_bare(each) for each in self._bound(url)] or _bare(url)

    def _bound(self, url: Value) -> list[Value]:
        """What a name is set to in the method that uses it."""
        scope = url.scope if isinstance(url, Reference) else None
        while isinstance(url, Reference) and scope is not None and self.scopes[scope].kind in ("function", "comprehension"):
            if (scope, url.name) in self.bindings:
                return [each.value for each in self.bindings[scope, url.name]]
            scope = self.scopes[scope].parent
        return []

    def request(self, url: Value, headers: list[Entry], body: Value, site: Site) -> None:
        """A request as a call of nothing that the program names."""
        number = len(self.calls)
        arguments = [
            _argument("url", url, url.site),
            _argument("headers", Record(tuple(headers), url.site), url.site),
            _argument("body", body, site),
        ]
        callee = Member(Imported("http", None, 0, site), "request", site)
        self.calls.append(Call(number, callee, tuple(arguments), self.scope, self.next_order(), self.block, site))


def may_be_body(text: str) -> bool:
    """Whether a text looks like a request's body."""
    return _BODY.match(text) is not None


def _argument(name: str, value: Value, site: Site) -> Argument:
    return Argument("keyword", name, value, site, None, site)


def _keys(record: Record) -> set[object]:
    return {each.key.value for each in record.entries if isinstance(each.key, Literal)}


def _keys_in(value: Value) -> Iterator[str]:
    """Every key of a body."""
    if isinstance(value, Record):
        for each in value.entries:
            yield from ([str(each.key.value)] if isinstance(each.key, Literal) else [])
            yield from _keys_in(each.value)
    for item in value.items if isinstance(value, Sequence) else ():
        yield from _keys_in(item)


def _models_in(record: Record) -> Iterator[str]:
    """What a body names its model."""
    for each in record.entries:
        if isinstance(each.key, Literal) and each.key.value == MODEL and isinstance(each.value, Literal):
            yield str(each.value.value)


def _asks(keys: set[object]) -> bool:
    return any(each <= keys for each in ASKING)


def _filled(value: Value, holes: Sequence_[re.Pattern[str]]) -> Value:
    """A value of a body, of whose texts nobody knows what is written over."""
    match value:
        case Literal(value=str(text)) if any(each.search(text) for each in holes):
            return Opaque("formatted", value.site)
        case Record(entries=entries):
            return replace(value, entries=tuple(replace(each, value=_filled(each.value, holes)) for each in entries))
        case Sequence(items=items):
            return replace(value, items=tuple(_filled(each, holes) for each in items))
    return value


def _one(found: list[Value]) -> Value | None:
    """The one URL, if all are the same as written."""
    kinds = {repr(_bare(each)) for each in found}
    return found[0] if len(kinds) == 1 else None


def _begins_with_slash(value: Value) -> bool:
    first = value.parts[0] if isinstance(value, Join) else value
    return isinstance(first, Literal) and str(first.value).startswith("/")


def _bare(value: Value) -> object:
    if isinstance(value, Join):
        return tuple(map(_bare, value.parts))
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, Reference):
        return value.name
    if isinstance(value, Callable):
        return value.kind, value.number
    return (value.name, _bare(value.base)) if isinstance(value, Member) else value.site


def characters(parsed: Parsed, path: str, start: int, end: int, quoting: str) -> Quoted:
    """A stretch of the text as a program sees it, escapes undone; `start` and `end` are offsets into the text."""
    result = Quoted(path)
    written = parsed.text[start:end].decode("utf-8", "replace")
    at, place = start, 0
    while place < len(written):
        escape = _ESCAPE.match(written, place) if quoting != "raw" else None
        piece = escape[0] if escape is not None else written[place]
        width = len(piece.encode("utf-8", "surrogatepass"))
        said = _said(piece) if escape is not None else piece
        if said:
            result.add(said, parsed.offsets.in_file(at), parsed.offsets.in_file(at + width), quoting)
        at, place = at + width, place + len(piece)
    return result


def _said(escape: str) -> str:
    from migrator.languages.java.strings import unescape

    return unescape(escape)

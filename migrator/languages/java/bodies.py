"""Finds requests that a method puts together as text or as a map: their bodies, and the one URL that the method goes to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from migrator.facts import Argument, Call, Mention
from migrator.languages.collector import Collector
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.quoted import Quoted
from migrator.values import Entry, Imported, Literal, Member, Opaque, Record, Reference, Result, Site, Value

if TYPE_CHECKING:
    from migrator.languages.java.parse import Parsed

TAKERS = frozenset(
    {
        *("URI.create", "URL", "URI", "HttpPost", "url", "uri", "postForObject", "postForEntity", "exchange"),
        *("HttpUtil.post", "HttpRequest.post", "HttpUtil.createPost", "HttpRequest.of", "target", "Request.post", "Request.Post"),
    }
)
"""What takes a URL first, in the usual HTTP libraries."""
HEADERS = frozenset({"header", "addHeader", "setHeader", "setRequestProperty", "headers"})
MODEL = "model"
_URL = re.compile(r"https?://")
_BODY = re.compile(r'^\s*\{.*"model"\s*:', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u+[0-9a-fA-F]{4}|[0-3]?[0-7]{1,2}|\r?\n|.)", re.DOTALL)


@dataclass(slots=True)
class Sent:
    """What one method knows of the requests that it sends."""

    bodies: list[Body] = field(default_factory=list)
    maps: dict[tuple[int, str], Site] = field(default_factory=dict)
    taken: list[Value] = field(default_factory=list)
    urls: list[Value] = field(default_factory=list)
    headers: list[Entry] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


class Bodies(Collector):
    """Collects the requests of each method."""

    parsed: Parsed

    def prepare(self) -> None:
        """Nothing has been seen yet."""
        self.sent: dict[int, Sent] = {}
        self.bodies: list[Body] = []

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
        if sent is None:
            return False
        mentions: list[Mention] = []
        body = read_body(quoted, self.interesting, mentions)
        if body is None:
            return False
        self.mentions.extend(mentions)
        self.bodies.append(body)
        sent.bodies.append(body)
        return True

    def take_url(self, name: str, value: Value) -> None:
        """Note what a call goes to."""
        sent = self.sent_here()
        if sent is not None and name in TAKERS and not isinstance(value, (Result, Opaque)):
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
        plain = isinstance(target, Reference) and isinstance(key, Literal) and key.value == MODEL
        if sent is not None and plain and isinstance(target, Reference):
            sent.maps.setdefault((target.scope, target.name), site)

    def take_record(self, record: Record) -> None:
        """Note a map that is written out with a model's name."""
        sent = self.sent_here()
        if sent is not None and any(isinstance(each.key, Literal) and each.key.value == MODEL for each in record.entries):
            sent.records.append(record)

    def requests(self, scope: int, end: Site) -> None:
        """At a method's end: the requests that it has been seen to send."""
        sent = self.sent.get(scope)
        if sent is None or not (sent.bodies or sent.maps or sent.records):
            return
        url = _one(sent.taken) or _one(sent.urls)
        if url is None:
            return
        for body in sent.bodies:
            self.request(url, sent.headers, body.record, body.record.site)
        if sent.bodies:
            return
        for record in sent.records:
            self.request(url, sent.headers, record, record.site)
        for (where, name), site in sent.maps.items():
            self.request(url, sent.headers, Reference(name, where, end), site)

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


def _one(found: list[Value]) -> Value | None:
    """The one URL, if all are the same as written."""
    kinds = {repr(_bare(each)) for each in found}
    return found[0] if len(kinds) == 1 else None


def _bare(value: Value) -> object:
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, Reference):
        return value.name
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

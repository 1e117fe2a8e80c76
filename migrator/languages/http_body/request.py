"""A request that stands as text, seen as a call: its URL, its headers and its body."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.facts import Argument, Block, Call
from migrator.languages.http_body.quoted import Quoted
from migrator.values import Entry, Literal, Opaque, Record, Reference, Site, Value

CALLEE = "http_request"
"""The name under which the rulebook knows such requests."""


def request_call(
    number: int, site: Site, url: Quoted, headers: Sequence[Quoted], body: Quoted, value: Value, block: Block = ()
) -> Call:
    """The call that a request is."""
    body_site = body.site(0, len(body.text))
    url_site = url.site(0, len(url.text))
    arguments = [
        _argument("url", url.value(0, len(url.text), url_site), url_site),
        _argument("headers", Record(tuple(map(_header, headers)), url_site), url_site),
        _argument("body", value, value.site if isinstance(value, Record) else body_site),
    ]
    return Call(number, Reference(CALLEE, 0, site), tuple(arguments), 0, number, block, site)


def _argument(name: str, value: Value, site: Site) -> Argument:
    return Argument("keyword", name, value, site, None, site)


def _header(header: Quoted) -> Entry:
    name, colon, _ = header.text.partition(":")
    site = header.site(0, len(header.text))
    if not colon or any(at < len(name) for at in header.holes):
        return Entry(None, Opaque("header", site), site)
    value = header.value(len(name) + 1, len(header.text), site)
    return Entry(Literal(name.strip(), header.site(0, len(name))), value, site)

"""Addresses that a builder puts together: `UriComponentsBuilder.fromHttpUrl(BASE).path("/chat").toUriString()`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from migrator.languages.java.chains import Chain
from migrator.values import Join, Literal, Site, Value

if TYPE_CHECKING:
    from tree_sitter import Node

BEGINNING = {
    "UriComponentsBuilder": frozenset({"fromHttpUrl", "fromUriString", "fromUri"}),
    "UriBuilder": frozenset({"fromUri", "fromPath"}),
    "HttpUrl": frozenset({"parse", "get"}),
}
"""The classes whose methods begin an address with another, which they are given."""
SEGMENTS = frozenset({"pathSegment", "addPathSegment", "addPathSegments", "segment"})
"""What puts a slash and a part of the path behind an address."""
PATH = "path"
ASIDE = frozenset({"queryParam", "queryParams", "addQueryParameter", "addEncodedQueryParameter", "query", "newBuilder", "encode"})
"""What changes nothing about whom an address leads to."""
DONE = frozenset({"build", "toUri", "toUriString", "toString", "toURI", "toURL", "url", "uri"})


def put_together(
    chain: Chain, names: Sequence[str], text: Callable[[Node], str], lower: Callable[[Node], Value], site: Site
) -> Value | None:
    """The address that a chain makes; None for any other chain, and for one that is not at its end."""
    root, links = chain.root, chain.links
    if root is None or root.type != "identifier" or len(links) < 2 or names[-1] not in DONE:
        return None
    if names[0] not in BEGINNING.get(text(root), ()) or len(links[0].arguments) != 1:
        return None
    if not all(name == PATH or name in SEGMENTS | ASIDE | DONE for name in names[1:]):
        return None
    parts = [lower(links[0].arguments[0])]
    for name, link in zip(names[1:], links[1:], strict=True):
        values = [lower(each) for each in link.arguments]
        if name in SEGMENTS:
            parts.extend(each for value in values for each in (Literal("/", value.site), value))
        elif name == PATH:
            parts.extend(values)
    return Join(tuple(parts), site)

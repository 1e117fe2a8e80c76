"""What an HTTPie (or xh) command line asks for: each field of its body is a word of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from migrator.facts import Mention
from migrator.languages.http_body.body import Bindings, Body, bare, read_body
from migrator.languages.http_body.json_text import parse
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.shell.request import Request
from migrator.values import Entry, Literal, Opaque, Record, Site, Value

# fmt: off
WITH_VALUE = frozenset({
    "-a", "-A", "-o", "-p", "-s", "--auth", "--auth-type", "--bearer", "--body-format", "--boundary", "--cert", "--cert-key",
    "--default-scheme", "--format-options", "--max-headers", "--max-redirects", "--output", "--pretty", "--print", "--proxy",
    "--response-charset", "--response-mime", "--session", "--session-read-only", "--ssl", "--style", "--timeout", "--verify",
})
# fmt: on
FILES = frozenset({"-o", "--output", "--session", "--session-read-only"})
OTHER_BODIES = frozenset({"-f", "--form", "--multipart", "--offline-form", "-x", "--compress"})
SEPARATORS = (":=@", "==", ":=", "=@", "@", "=", ":")
_METHOD = re.compile(r"[A-Za-z]+")
_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]+\])*)")


@dataclass(frozen=True, slots=True)
class Item:
    """A field of the body: the way to it, what stands between it and its value, and the word that it is."""

    path: tuple[str, ...]
    separator: str
    at: int
    """Where the separator begins in the word."""
    word: Quoted
    site: Site
    """The word with its quotes."""

    @property
    def value(self) -> Quoted:
        """What stands behind the separator."""
        return self.word.cut(self.at + len(self.separator))


@dataclass(frozen=True, slots=True)
class ItemBody:
    """A body in words, and the record that it is."""

    items: tuple[Item, ...]
    record: Record


def read_command(words: Sequence[Quoted]) -> Request:
    """The request of a command's words, its name left out."""
    request = Request(reads=True)
    plain: list[Quoted] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, equals, _ = word.text.partition("=")
        if not word.text.startswith("-") or len(plain) > 1:
            plain.append(word)
        elif name == "--raw":
            value = word.cut(len(name) + 1) if equals else rest.pop(0) if rest else None
            request.odd = request.odd or value is None
            request.bodies.extend([("text", value)] if value is not None else [])
        elif word.text in WITH_VALUE:
            request.odd = request.odd or not rest
            request.files.extend(rest[:1] if name in FILES else [])
            rest = rest[1:]
        elif equals and name in FILES:
            request.files.append(word.cut(len(name) + 1))
        request.odd = request.odd or name in OTHER_BODIES
    if len(plain) > 1 and _METHOD.fullmatch(plain[0].text):
        plain.pop(0)
    request.urls.extend(_whole(url) for url in plain[:1])
    for word in plain[1:]:
        _take(request, word)
    return request


def _whole(url: Quoted) -> Quoted:
    """A URL with the host that goes without saying: `:8000/v1` is on this machine."""
    if not url.text.startswith((":", "/")):
        return url
    start = url.starts[0]
    whole = Quoted(url.path)
    for letter in "http://localhost":
        whole.add(letter, start, start, "bare")
    whole.join(url)
    return whole


def _take(request: Request, word: Quoted) -> None:
    """One item: a field, a header, or what makes another request of it."""
    places = [(at, -len(each), each) for each in SEPARATORS if (at := word.text.find(each)) > 0]
    if not places or "\\" in word.text[: min(places)[0]]:
        request.odd = True
        return
    at, _, separator = min(places)
    key = _KEY.fullmatch(word.text[:at])
    if separator == ":":
        request.headers.append(word)
    elif separator in ("=", ":=", "=@", ":=@") and key is not None and not any(hole < at for hole in word.holes):
        path = (key[1], *re.findall(r"\[([^\[\]]+)\]", key[2]))
        request.items.append(Item(path, separator, at, word, word.site(0, len(word.text))))
    elif separator != "==":
        request.odd = True


def read_items(
    items: Sequence[Item], site: Site, interesting: Callable[[str], bool], mentions: list[Mention], bindings: Bindings
) -> tuple[ItemBody, list[Body]] | None:
    """The body that items make, with the bodies inside it; None where they do not fit together."""
    bodies: list[Body] = []
    entries = _entries([(item.path, item) for item in items], interesting, mentions, bodies, bindings)
    return (ItemBody(tuple(items), Record(tuple(entries), site)), bodies) if entries is not None else None


def _entries(
    items: Sequence[tuple[tuple[str, ...], Item]],
    interesting: Callable[[str], bool],
    mentions: list[Mention],
    bodies: list[Body],
    bindings: Bindings,
) -> list[Entry] | None:
    groups: dict[str, list[tuple[tuple[str, ...], Item]]] = {}
    for path, item in items:
        groups.setdefault(path[0], []).append((path[1:], item))
    entries: list[Entry] = []
    for name, inner in groups.items():
        first, last = inner[0][1], inner[-1][1]
        site = Site(first.site.path, first.site.start, last.site.end)
        if len(inner) == 1 and not inner[0][0]:
            value: Value = _value(first, interesting, mentions, bodies, bindings)
        elif all(path for path, _ in inner):
            found = _entries(inner, interesting, mentions, bodies, bindings)
            if found is None:
                return None
            value = Record(tuple(found), site)
        else:
            return None
        entries.append(Entry(Literal(name, first.word.site(0, first.at)), value, site))
    return entries


def _value(
    item: Item, interesting: Callable[[str], bool], mentions: list[Mention], bodies: list[Body], bindings: Bindings
) -> Value:
    quoted = item.value
    site = quoted.site(0, len(quoted.text)) if quoted.text else item.site
    if item.separator == "=":
        if interesting(quoted.text):
            mentions.append(Mention("string", quoted.text, site))
        return quoted.value(0, len(quoted.text), site)
    if item.separator == ":=":
        body = read_body(quoted, interesting, mentions, bindings)
        if body is not None:
            bodies.append(body)
            return body.record
        node = parse(quoted.text) if not quoted.holes else None
        if node is not None and node.kind in ("constant", "string"):
            return Literal(node.value, site)
        if len(quoted.text) == 1 and quoted.holes:
            return bare(quoted.value(0, 1, site), bindings)
    return Opaque(quoted.text[:80], site)

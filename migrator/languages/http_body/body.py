"""A request body in the neutral forms: a record whose places are those of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableSequence
from dataclasses import dataclass
from types import MappingProxyType

from migrator.facts import Binding, Mention
from migrator.languages.http_body.json_text import Node, parse, parse_object
from migrator.languages.http_body.quoted import Quoted
from migrator.values import BARE, Entry, Literal, Opaque, Record, Reference, Sequence, Value

NO_VARIABLES: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON object in the file: its text, what it says, and the record that it is."""

    quoted: Quoted
    node: Node
    record: Record


Bindings = Mapping[tuple[int, str], MutableSequence[Binding]]
NO_BINDINGS: Bindings = MappingProxyType({})


def bare(value: Value, bindings: Bindings) -> Value:
    """What run time puts into JSON without quotes: its text is read as JSON, so `true` is no text."""
    site = value.site
    if isinstance(value, Opaque) and value.text.startswith("{"):
        # A field that is filled later, by its name or as the next one.
        return Opaque(BARE + value.text, site)
    if isinstance(value, Reference):
        found = [each.value for each in bindings.get((0, value.name), ())]
        if found and all(isinstance(each, Record) for each in found):
            return value
        value = found[0] if len(found) == 1 else value
    node = parse(value.value) if isinstance(value, Literal) and isinstance(value.value, str) else None
    return Literal(node.value, site) if node is not None and node.kind in ("constant", "string") else Opaque("", site)


def read_body(
    quoted: Quoted, interesting: Callable[[str], bool], mentions: list[Mention], bindings: Bindings = NO_BINDINGS
) -> Body | None:
    """The JSON object that a text is, with mentions of what it names; None for anything else.

    `bindings` are the variables whose values run time puts into it.
    """
    if "{" not in quoted.text[:64].lstrip()[:1]:
        return None
    node = parse_object(quoted.text)
    if node is None:
        return None
    record = lower(node, quoted, interesting, mentions, bindings=bindings)
    assert isinstance(record, Record)
    return Body(quoted, node, record)


def lower(
    node: Node,
    quoted: Quoted,
    interesting: Callable[[str], bool],
    mentions: list[Mention],
    key: bool = False,
    variables: Mapping[str, Value] = NO_VARIABLES,
    bindings: Bindings = NO_BINDINGS,
) -> Value:
    """A JSON value as a neutral one; `variables` are those of a language that JSON is written in."""
    site = quoted.site(node.start, node.end)
    if node.kind == "object":
        entries = [
            Entry(
                lower(entry.key, quoted, interesting, mentions, key=True),
                lower(entry.value, quoted, interesting, mentions, variables=variables, bindings=bindings),
                quoted.site(entry.start, entry.end),
            )
            for entry in node.entries
        ]
        return Record(tuple(entries), site)
    if node.kind == "array":
        items = [lower(each, quoted, interesting, mentions, variables=variables, bindings=bindings) for each in node.items]
        return Sequence("list", tuple(items), site)
    if node.kind == "hole":
        return bare(quoted.holes[node.start], bindings)
    if node.kind == "variable":
        return variables.get(str(node.value), Opaque(str(node.value), site))
    if node.kind == "unknown":
        return Opaque(BARE + quoted.text[node.start : node.end][:80], site)
    if node.kind == "string":
        text = str(node.value)
        if interesting(text):
            mentions.append(Mention("key" if key else "string", text, site))
        if any(node.start <= at < node.end for at in quoted.holes):
            return quoted.value(node.start + 1, node.end - 1, site)
        return Literal(text, site)
    return Literal(node.value, site)

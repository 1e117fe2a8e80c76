"""Turns neutral changes to one Kotlin document into byte edits: links of a builder's chain, entries of a map, constants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from migrator.changes import CannotWrite, Change, RewriteMutation
from migrator.findings import Edit
from migrator.languages.java.chains import Link, is_comment, part
from migrator.languages.java.json_objects import EMPTY_MAPS, GSON, GSON_PACKAGE, PROPERTY, PUT, PUTS, filled
from migrator.languages.java.parse import Parsed
from migrator.languages.java.writer import BY_HAND, Splice, Writer, edits_of
from migrator.languages.kotlin.chains import CALL, empty_map, filling, inner
from migrator.languages.kotlin.places import KotlinFinder
from migrator.languages.kotlin.strings import quoted
from migrator.values import Scalar, Site

if TYPE_CHECKING:
    from tree_sitter import Node


def write(path: str, parsed: Parsed, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
    """For each change its edits; those of all together are disjoint. Raises `CannotWrite`."""
    return edits_of(KotlinWriter(path, parsed), changes)


class KotlinWriter(Writer):
    """The changes of one document."""

    statements = frozenset({"block", "lambda_literal", "function_body", "source_file"})
    argument_lists = frozenset({"value_arguments"})
    between = frozenset({"value_arguments", "value_argument"})
    ends = ""
    parts = ";"

    def __init__(self, path: str, parsed: Parsed) -> None:
        super().__init__(path, parsed)
        self.finder: KotlinFinder = KotlinFinder(parsed)

    def quoted(self, text: str) -> str:
        return quoted(text)

    def constant(self, value: Scalar) -> str:
        return quoted(value) if isinstance(value, str) else super().constant(value)

    def as_boolean(self, text: str) -> str:
        return f"{text} == true" if text.isidentifier() else f"({text}) == true"

    def is_statement(self, node: Node) -> bool:
        """In Kotlin a call is a statement where a block holds it, and not as what the block gives."""
        parent = node.parent
        return parent is not None and parent.type in self.statements

    def creates(self, node: Node) -> bool:
        return node.type == CALL and inner(node)[0].type == "identifier"

    def next_link(self, link: Link, text: str) -> Splice:
        if link.receiver is not None:
            return super().next_link(link, text)
        return Splice(link.end, link.end, f"{self.lead(link.node)}{text.lstrip('.')}")

    def into_mapping(self, site: Site, path: tuple[str, ...], value: str, first: bool) -> Splice:
        """A further pair of `mapOf(…)`, or one that is set behind the making of an empty map."""
        made = self.finder.node(site)
        body = filling(made, self.parsed.text_of)
        chain = filled(self.finder.chain(made), self.parsed.text_of, empty_map)
        empty = self.parsed.text_of(inner(made)[0]).partition("<")[0] in EMPTY_MAPS
        if (body is not None or chain is not None or empty) and len(path) != 1:
            raise CannotWrite(BY_HAND, "what it is put under is an object of its own; write it by hand")
        pair = f"({quoted(path[0])}, {value})"
        if body is not None:
            return self.into_lambda(body, pair)
        if chain is not None:
            return self.into_chain(chain, pair) if chain.links else self.behind(made, f".{PUT}{pair}")
        if empty:
            put = self.putting_into(made)
            return self.behind(made, f".{put}{pair}" if put else f"[{quoted(path[0])}] = {value}")
        arguments = self.finder.mapping(site)
        if any(is_comment(each) for each in arguments.children):
            raise CannotWrite(BY_HAND, "the mapping cannot take the entry as it is written; add it by hand")
        for key in reversed(path[1:]):
            value = f"mapOf({quoted(key)} to {value})"
        values = inner(arguments)
        text = f"{quoted(path[0])} to {value}"
        if first and values:
            # The last of two that are the same counts.
            return Splice(values[0].start_byte, values[0].start_byte, f"{text}, ")
        end, comma = (values[-1].end_byte, ", ") if values else (arguments.start_byte + 1, "")
        return Splice(end, end, f"{comma}{text}")

    def into_lambda(self, body: Node, pair: str) -> Splice:
        """A further value as the first that a lambda puts into the object."""
        links = [each for each in self.finder.bare(inner(body)) if self.parsed.text_of(each.name) in PUTS]
        if not links:
            raise CannotWrite(BY_HAND, "the lambda puts nothing into the object by itself; write it by hand")
        first = inner(body)[0]
        return Splice(first.start_byte, first.start_byte, f"{self.putting(links)}{pair}{self.lead(first)}")

    def putting_into(self, node: Node) -> str:
        """What an object's class calls it, if it does not take `object[key] = value`."""
        name = self.parsed.text_of(inner(node)[0]).partition("<")[0]
        if name == GSON and GSON_PACKAGE in self.parsed.text:
            return PROPERTY
        return PUT if name.lower() == GSON.lower() else ""

    def declaration(self, made: Node) -> tuple[Node, Node] | None:
        statement = cast("Node", made.parent)
        alone = statement.type == "property_declaration" and cast("Node", statement.parent).type in self.statements
        named = [each for each in statement.named_children if each.type == "variable_declaration"]
        return (statement, inner(named[0])[0]) if alone and named else None

    def entries_in(self, arguments: Node) -> int:
        return len(inner(arguments))

    def put_elsewhere(self, change: RewriteMutation) -> list[Splice]:
        """`map[old] = value` as well."""
        node = self.finder.whole_node(change.site)
        if node is None or node.type != "assignment" or len(change.path) != 1:
            return super().put_elsewhere(change)
        key, second = inner(part(node, "left"))[-1], part(node, "right")
        value = self.finder.node(change.value_site) if change.value_site is not None else second
        self.no_comment(second)
        return self.instead_of((key, second), change.path[0], value)

    def out_of_mapping(self, site: Site, entry: Site) -> Splice:
        arguments = self.finder.mapping(site)
        values = inner(arguments)
        start, end = self.finder.text_span(entry)
        at = sum(each.end_byte <= start for each in values)
        if len(values) == 1:
            pair = self.pair_of(arguments)
            if pair is not None:
                return self.dropped(pair)
        if at:
            return Splice(values[at - 1].end_byte, end, "")
        if len(values) > 1:
            return Splice(start, values[1].start_byte, "")
        # Of an empty map Kotlin asks what it is a map of, where nothing else says it.
        return Splice(inner(cast("Node", arguments.parent))[0].end_byte, arguments.end_byte, "<String, Any>()")

"""Turns neutral changes to one Java document into byte edits: links of a builder's chain, entries of a map, constants."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from migrator.changes import (
    AddEntry,
    AddToCall,
    CannotWrite,
    Change,
    CoerceBoolean,
    DropArgument,
    DropEntry,
    MoveEntry,
    MoveInCall,
    RenameText,
    RewriteMutation,
    SetConstant,
)
from migrator.findings import Edit
from migrator.languages.http_body.writer import write as write_bodies
from migrator.languages.java.chains import Link, is_comment, part, values_in
from migrator.languages.java.json_objects import GSON, GSON_PACKAGE, JACKSON, PROPERTY, PUT, SET, Filled, filled
from migrator.languages.java.parse import Parsed
from migrator.languages.java.places import Finder
from migrator.languages.java.strings import quoted
from migrator.values import Scalar, Site

if TYPE_CHECKING:
    from tree_sitter import Node

BY_HAND = "body-not-literal"
UNPACKED = "unpacked-arguments"
CONSTANTS = frozenset({"true", "false", "null_literal", "string_literal"})
SIZES = frozenset({"true", "false", "decimal_integer_literal", "decimal_floating_point_literal"})
"""What is said of an object when it is made that puts nothing into it: how much it is to hold, in which order."""
DRESSING = frozenset({"from", "of", "valueOf"})
ADDING = "putAll"
"""How the methods begin that add a whole map to what is there; others put theirs in its place."""
FULL_MAP = 10
"""`Map.of` takes no more entries."""
FULL = {"Collections.singletonMap": 1, "ImmutableMap.of": 5}
"""How many others take, in the oldest versions that people use."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Text in place of a stretch, by offsets into the text."""

    start: int
    end: int
    text: str


def write(path: str, parsed: Parsed, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
    """For each change its edits; those of all together are disjoint. Raises `CannotWrite`."""
    return edits_of(Writer(path, parsed), changes)


def edits_of(writer: Writer, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
    """What a writer of one document makes of its changes."""
    path, parsed = writer.path, writer.parsed
    inside = [change for change in changes if not isinstance(change, RenameText) and _in_body(parsed, change)]
    bodies = dict(zip(map(id, inside), write_bodies(path, parsed.text, parsed.bodies, inside), strict=True)) if inside else {}
    made = [writer.splices(change) if change.site.path == path and id(change) not in bodies else [] for change in changes]
    taken: list[Splice] = []
    result: list[tuple[Edit, ...]] = []
    for change, splices in zip(changes, made, strict=True):
        edits: list[Edit] = list(bodies.get(id(change), ()))
        for splice in splices:
            if splice in taken:
                continue
            if any(_clash(splice, other) for other in taken):
                raise CannotWrite(BY_HAND, "two changes meet in one place; write them by hand")
            taken.append(splice)
            place = parsed.offsets.in_file
            edits.append(Edit(path, place(splice.start), place(splice.end), splice.text))
        result.append(tuple(edits))
    return tuple(result)


def _in_body(parsed: Parsed, change: Change) -> bool:
    return any(body.record.site.contains(change.site) for body in parsed.bodies)


def _clash(one: Splice, other: Splice) -> bool:
    if one.start == one.end == other.start == other.end:
        return True
    return one.start < other.end and other.start < one.end


class Writer:
    """The changes of one document. A language that is spelled in another way says in which."""

    statements = frozenset({"block", "constructor_body", "switch_block_statement_group"})
    argument_lists = frozenset({"argument_list"})
    between = argument_lists
    """What stands between a call and each of its arguments."""
    ends = ";"
    parts = ""
    """What parts two statements of one line that do not end by themselves."""

    def __init__(self, path: str, parsed: Parsed) -> None:
        self.path = path
        self.parsed = parsed
        self.finder: Finder = Finder(parsed)

    def constant(self, value: Scalar) -> str:
        """A constant as the language spells it, which is JSON's way but for texts."""
        return self.quoted(value) if isinstance(value, str) else json.dumps(value)

    def quoted(self, text: str) -> str:
        """A literal for a text."""
        return quoted(text)

    def as_boolean(self, text: str) -> str:
        """An expression that is never null."""
        return f"Boolean.TRUE.equals({text})"

    def undressed(self, node: Node) -> Node:
        """The one constant that a function dresses up, or the node itself."""
        inner = self.inside(node)
        return inner if inner.type in CONSTANTS else node

    def inside(self, node: Node) -> Node:
        """What a function dresses up (`JsonValue.from(x)`), or the node itself."""
        chain = self.finder.chain(node)
        last = chain.links[-1] if chain.links else None
        if last is None or len(last.arguments) != 1 or self.parsed.text_of(last.name) not in DRESSING:
            return node
        return last.arguments[0]

    def wrapped(self, text: str, wrapper: str) -> str:
        """A value in the dress that it has to wear: the function's class by its own name where the file imports it."""
        owner, _, function = wrapper.rpartition(".")
        short = owner.rpartition(".")[2]
        if not wrapper or text.startswith(f"{short}.{function}("):
            return text
        imported = re.search(
            rf"^\s*import\s+{re.escape(owner)}\s*;?\s*$", self.parsed.text.decode("utf-8", "replace"), re.MULTILINE
        )
        return f"{short if imported else owner}.{function}({text})"

    def link_text(self, keyword: str, path: tuple[str, ...], value: str) -> str:
        """`.keyword(value)`, or `.keyword("name", value)` where the method takes a name and a value."""
        return f".{keyword}({''.join(f'{self.quoted(each)}, ' for each in path)}{value})"

    def splices(self, change: Change) -> list[Splice]:
        """What one change replaces."""
        match change:
            case RenameText():
                return [self.renamed(change)]
            case SetConstant(site=site, value=value, wrapper=wrapper):
                given = self.finder.node(site)
                node = self.undressed(given)
                self.no_comment(node)
                text = self.wrapped(self.constant(value), wrapper if node is given else "")
                return [Splice(node.start_byte, node.end_byte, text)]
            case CoerceBoolean(site=site, wrapper=wrapper):
                given = self.finder.node(site)
                node = self.inside(given)
                if wrapper and node is given:
                    raise CannotWrite("choice-needed", "the switch may be null; say true or false where it is made")
                return [Splice(node.start_byte, node.end_byte, self.as_boolean(self.parsed.text_of(node)))]
            case AddToCall():
                return [self.added(change)]
            case MoveInCall():
                return self.moved(change)
            case DropArgument(argument=argument):
                return [self.dropped(self.known(argument))]
            case AddEntry(site=site, path=keys, value=value, first=first):
                return [self.into_mapping(site, keys, self.constant(value), first)]
            case MoveEntry():
                return self.entry_moved(change)
            case DropEntry(site=site, entry=entry):
                return [self.entry_dropped(site, entry)]
            case RewriteMutation():
                return self.put_elsewhere(change)
            case _:  # pragma: no cover - changes of the interface: they are planned where replies are followed, in Python
                raise CannotWrite(BY_HAND, "it is set after the object was made; set it by hand")

    def renamed(self, change: RenameText) -> Splice:
        """The id inside its literal; quotes and escapes around it stay."""
        start, end = self.finder.text_span(change.site)
        old = change.old.encode()
        at = self.parsed.text.find(old, start, end)
        if at < 0 or self.parsed.text.find(old, at + 1, end) >= 0:
            raise CannotWrite("dynamic-model", "the id is not written as plain text there; change it by hand")
        return Splice(at, at + len(old), change.new)

    def added(self, change: AddToCall) -> Splice:
        if self.creates(self.finder.node(change.site)):
            return self.set_after(change)
        links, end = self.finder.builder(change.site)
        text = self.wrapped(self.constant(change.value), change.wrapper)
        if change.path and change.mapping_site is not None and self.is_expression(change.mapping_site):
            raise CannotWrite(BY_HAND, f"`{change.keyword}` is not written pair by pair here; add the switch where it is made")
        if change.mapping == "expression":
            begun = self.finder.beginning(change.site)
            if begun is not None:
                return self.at_beginning(change, begun, self.link_text(change.keyword, change.path, text))
        added = self.link_text(change.keyword, change.path, text)
        before = self.before_unknown(change, links, added) if change.path else None
        return before if before is not None else self.new_link(end, added)

    def at_beginning(self, change: AddToCall, begun: Link, text: str) -> Splice:
        """A default behind the link that a builder begins with, or before what that chain is told that may say it as well."""
        before = self.before(change, self.finder.chain(begun.node).links, text) if change.path else None
        return before if before is not None else Splice(begun.end, begun.end, self.gap(begun) + text)

    def before(self, change: AddToCall, links: Sequence[Link], text: str) -> Splice | None:
        """A pair before the first of these links that may say it as well."""
        unknown = self.unknown(change)
        whole = next((each for each in links if unknown.search(self.parsed.text, each.dot, each.end)), None)
        return Splice(whole.dot, whole.dot, text + self.gap(whole)) if whole is not None else None

    def unknown(self, change: AddToCall) -> re.Pattern[bytes]:
        """What may hold the same key: a map of pairs, a pair whose name is not written out."""
        several = f"{change.keyword}s"
        if change.gives_way_to not in ("", change.keyword, several) and not change.gives_way_to.startswith(ADDING):
            raise CannotWrite(UNPACKED, f"`{change.gives_way_to}` may hold the same key; write the switch by hand")
        names = "|".join({several, change.gives_way_to or several} - {change.keyword})
        return re.compile(rf"\b(?:(?:{names})\(|{change.keyword}\(\s*[^\s\"])".encode())

    def before_unknown(self, change: AddToCall, links: Sequence[Link], text: str) -> Splice | None:
        """A pair before what may hold the same key, which then wins: a map of pairs, a pair whose name is not written out.

        None where there is nothing of the kind.
        """
        unknown, before = self.unknown(change), self.before(change, links, text)
        if before is not None:
            return before
        start, _ = self.finder.text_span(change.site)
        begun = self.finder.beginning_of(change.site)
        if begun is None and change.gives_way_to:
            raise CannotWrite(
                UNPACKED, f"`{change.gives_way_to}` may hold the same key; write the switch where the builder is made"
            )
        if begun is None or not unknown.search(self.parsed.text, begun.node.start_byte, start):
            return None
        if unknown.search(self.parsed.text, begun.node.start_byte, begun.end):
            raise CannotWrite(UNPACKED, f"what `{change.keyword}` is given here may hold the same key; write the switch by hand")
        return Splice(begun.end, begun.end, self.gap(begun) + text)

    def creates(self, node: Node) -> bool:
        """Whether a call makes an object by its class's constructor."""
        return node.type == "object_creation_expression"

    def set_after(self, change: AddToCall) -> Splice:
        """A setter in a statement of its own, behind the one that makes the object."""
        setter = f"set{change.keyword[:1].upper()}{change.keyword[1:]}"
        text = self.link_text(setter, change.path, self.constant(change.value))
        return self.behind(self.finder.node(change.site), f"{text}{self.ends}")

    def behind(self, made: Node, text: str) -> Splice:
        """A call on a variable, in a statement of its own behind the one that makes what it holds."""
        found = self.declaration(made)
        if found is None:
            raise CannotWrite(BY_HAND, "what it is set on is not made in a statement of its own; write it by hand")
        statement, name = found
        return Splice(statement.end_byte, statement.end_byte, f"{self.lead(statement)}{self.parsed.text_of(name)}{text}")

    def lead(self, statement: Node) -> str:
        """What stands between a statement and one that is written behind it."""
        start = self.parsed.text.rfind(b"\n", 0, statement.start_byte) + 1
        indent = self.parsed.text[start : statement.start_byte].decode("utf-8", "replace")
        newline = "\r\n" if self.parsed.text[max(0, start - 2) : start] == b"\r\n" else "\n"
        return f"{newline}{indent}" if not indent.strip() and start else f"{self.parts} "

    def declaration(self, made: Node) -> tuple[Node, Node] | None:
        """The statement that declares a variable with this value, and the variable's name."""
        declarator = cast("Node", made.parent)
        statement = cast("Node", declarator.parent)
        alone = statement.type == "local_variable_declaration" and cast("Node", statement.parent).type in self.statements
        return (statement, part(declarator, "name")) if alone else None

    def gap(self, link: Link) -> str:
        """The white space before a link, to be repeated before one that follows it."""
        before = link.receiver
        gap = self.parsed.text[before.end_byte : link.dot].decode("utf-8", "replace") if before is not None else ""
        return gap if not gap.strip() else ""

    def next_link(self, link: Link, text: str) -> Splice:
        """A link behind another."""
        return Splice(link.end, link.end, self.gap(link) + text)

    def is_expression(self, site: Site) -> bool:
        """Whether something is written there as one argument, not pair by pair or in several calls."""
        try:
            return self.finder.node(site).type not in self.argument_lists
        except CannotWrite:
            return False

    def new_link(self, end: Link, text: str) -> Splice:
        """A link before the one that ends the chain, on a line of its own if that one has one."""
        before = end.receiver
        gap = self.parsed.text[before.end_byte if before is not None else end.dot : end.dot].decode("utf-8", "replace")
        line = gap.rfind("\n")
        if line < 0:
            return Splice(end.dot, end.dot, text)
        newline = "\r\n" if gap[: line + 1].endswith("\r\n") else "\n"
        return Splice(end.dot, end.dot, f"{text}{newline}{gap[line + 1 :]}")

    def moved(self, change: MoveInCall) -> list[Splice]:
        link = self.known(change.argument)
        value = self.value(change.value_site, change.value, change.replaces_value)
        if change.coerce and not change.replaces_value:
            node = self.finder.node(change.value_site)
            inner, text = self.inside(node), self.parsed.text
            before, after = text[node.start_byte : inner.start_byte], text[inner.end_byte : node.end_byte]
            value = before.decode() + self.as_boolean(self.parsed.text_of(inner)) + after.decode()
        value = self.wrapped(value, change.wrapper)
        return [self.instead(link, change.keyword, change.path, value)]

    def instead(self, link: Link, keyword: str, path: tuple[str, ...], value: str) -> Splice:
        """Another link in a link's place."""
        self.no_comment(link.node.child_by_field_name("arguments"))
        text = self.link_text(keyword, path, value)
        return Splice(link.dot, link.end, text if link.receiver is not None else text.lstrip("."))

    def value(self, site: Site, value: Scalar, replaces: bool) -> str:
        return self.constant(value) if replaces else self.parsed.text_of(self.finder.node(site))

    def known(self, site: Site) -> Link:
        link = self.finder.link(site)
        if link is None:
            raise CannotWrite(BY_HAND, "it is given in several calls; write it by hand")
        return link

    def dropped(self, link: Link) -> Splice:
        """A link goes with the white space before it; one that is all of its statement takes that along."""
        before = link.receiver
        if self.is_statement(link.node) and (before is None or before.type == "identifier"):
            return self.without_line(self.whole_statement(link.node))
        start = before.end_byte if before is not None else link.dot
        if self.parsed.text[start : link.dot].strip():
            raise CannotWrite(BY_HAND, "a comment stands before it; remove it by hand")
        return Splice(start, link.end, "")

    def is_statement(self, node: Node) -> bool:
        """Whether a call is all of its statement. Raises `CannotWrite` where that is all of a branch."""
        statement = node.parent
        if statement is None or statement.type != "expression_statement":
            return False
        if statement.parent is None or statement.parent.type not in self.statements:
            raise CannotWrite(BY_HAND, "it is all that its branch does; remove it by hand")
        return True

    def whole_statement(self, node: Node) -> Node:
        """The statement that a call is."""
        return node.parent if node.parent is not None and node.parent.type == "expression_statement" else node

    def without_line(self, statement: Node) -> Splice:
        """A statement goes with its line, where nothing else stands there."""
        text = self.parsed.text
        start, end = text.rfind(b"\n", 0, statement.start_byte) + 1, text.find(b"\n", statement.end_byte)
        alone = end >= 0 and not text[start : statement.start_byte].strip() and not text[statement.end_byte : end].strip()
        return Splice(start, end + 1, "") if alone else Splice(statement.start_byte, statement.end_byte, "")

    def put_elsewhere(self, change: RewriteMutation) -> list[Splice]:
        """`map.put(old, value)` puts its value, or the part of it that counts, under another key."""
        node = self.finder.whole_node(change.site)
        links = self.finder.chain(node).links if node is not None else ()
        last = links[-1] if links else None
        if last is None or len(last.arguments) != 2 or len(change.path) != 1:
            raise CannotWrite(BY_HAND, "it is set after the object was made; set it by hand")
        first, second = last.arguments
        value = self.finder.node(change.value_site) if change.value_site is not None else second
        self.no_comment(second)
        written = self.instead_of((first, second), change.path[0], value)
        if value is not second and self.parsed.text_of(last.name) == SET and JACKSON in self.parsed.text:
            # What took an object takes no plain value.
            written.insert(0, Splice(last.name.start_byte, last.name.end_byte, PUT))
        return written

    def instead_of(self, pair: tuple[Node, Node], name: str, value: Node) -> list[Splice]:
        """Another name and another value in the places of two."""
        texts = self.quoted(name), self.parsed.text_of(value)
        return [Splice(each.start_byte, each.end_byte, text) for each, text in zip(pair, texts, strict=True)]

    def into_mapping(self, site: Site, path: tuple[str, ...], value: str, first: bool) -> Splice:
        """A further pair of `Map.of(…)`, or `put` behind the making of an empty map; `first`: the map may hold the key."""
        node = self.finder.node(site)
        made = filled(self.finder.chain(node), self.parsed.text_of)
        if made is not None or node.type == "object_creation_expression":
            if len(path) != 1:
                raise CannotWrite(BY_HAND, "what it is put under is an object of its own; write it by hand")
            listed = node.child_by_field_name("arguments") if node.type == "object_creation_expression" else None
            if any(each.type not in SIZES for each in (listed.named_children if listed is not None else ())):
                raise CannotWrite("key-conflict", f"what it is made of may hold `{path[0]}` already; write it by hand")
            return self.into_object(node, made, f"({self.quoted(path[0])}, {value})")
        arguments = self.finder.mapping(site)
        values = values_in(arguments)
        maker = self.parsed.text[cast("Node", arguments.parent).start_byte : arguments.start_byte].decode("utf-8", "replace")
        full = len(values) >= 2 * FULL.get(maker, FULL_MAP)
        if first:
            raise CannotWrite(UNPACKED, "a key of the mapping is not in sight, and no key may be given twice; write it by hand")
        if full or any(is_comment(each) for each in arguments.children):
            raise CannotWrite(BY_HAND, "the mapping cannot take the entry as it is written; add it by hand")
        for key in reversed(path[1:]):
            value = f"{maker}({self.quoted(key)}, {value})"
        end, comma = (values[-1].end_byte, ", ") if values else (arguments.start_byte + 1, "")
        return Splice(end, end, f"{comma}{self.quoted(path[0])}, {value}")

    def into_object(self, node: Node, made: Filled | None, pair: str) -> Splice:
        """A further value of an object: first in the chain that fills it, else behind the statement that makes it."""
        return (
            self.into_chain(made, pair)
            if made is not None and made.links
            else self.behind(node, f".{self.putting_into(node)}{pair};")
        )

    def into_chain(self, made: Filled, pair: str) -> Splice:
        """A further value as the first that a chain puts into an object."""
        first = made.links[0]
        return Splice(first.dot, first.dot, f".{self.putting(made.links)}{pair}{self.gap(first)}")

    def putting(self, links: Sequence[Link]) -> str:
        """What a chain calls putting a value into an object."""
        names = [self.parsed.text_of(link.name) for link in links]
        return PUT if PUT in names else names[0]

    def putting_into(self, node: Node) -> str:
        """What the library of an object that is made here calls it."""
        kind = node.child_by_field_name("type")
        gson = kind is not None and self.parsed.text_of(kind).endswith(GSON) and GSON_PACKAGE in self.parsed.text
        return PROPERTY if gson else PUT

    def entry_moved(self, change: MoveEntry) -> list[Splice]:
        value = self.wrapped(self.value(change.value_site, change.value, change.replaces_value), change.wrapper)
        around = self.finder.link_around(change.entry)
        whole = self.finder.link(change.entry)
        if whole is not None and change.container in (None, change.site) and len(change.path) == 1:
            return [self.instead(whole, self.parsed.text_of(whole.name), change.path, value)]
        start, end = self.finder.text_span(change.entry)
        outer = whole or next((each for each in around if each.dot <= start and end <= each.end), None)
        container = change.container or change.site
        if (change.container is not None or outer is None) and self.in_one_object(change.site, container, outer):
            return [self.entry_dropped(change.site, change.entry), self.into_mapping(container, change.path, value, False)]
        if whole is not None or outer is None or change.container is None:
            raise CannotWrite(BY_HAND, f"move it to `{'.'.join(change.path)}` by hand")
        if self.empties(change.site, outer):
            pairs = not self.is_expression(change.container) and len(change.path) == 1
            keyword, *path = (self.parsed.text_of(outer.name), *change.path) if pairs else change.path
            return [self.instead(outer, keyword, tuple(path), value)]
        gone = self.entry_dropped(change.site, change.entry)
        if not self.is_expression(change.container) and len(change.path) == 1:
            text = self.link_text(self.parsed.text_of(outer.name), change.path, value)
        else:
            keyword, *path = change.path
            text = self.link_text(keyword, tuple(path), value)
        return [gone, self.next_link(outer, text)]

    def in_one_object(self, site: Site, container: Site, outer: Link | None) -> bool:
        """Whether a mapping is written out in another, and not by itself what a link is given."""
        nested = site.start <= container.start and container.end <= site.end
        given = outer.arguments if outer is not None else ()
        return (
            nested
            and self.is_expression(container)
            and all(self.parsed.span(each) != (container.start, container.end) for each in given)
        )

    def entry_dropped(self, site: Site, entry: Site) -> Splice:
        whole = self.finder.link(entry)
        if whole is not None:
            return self.dropped(whole)
        return self.out_of_mapping(site, entry)

    def empties(self, site: Site, link: Link) -> bool:
        """Whether a mapping has one entry, and is all that a link is given beside a name."""
        arguments = self.finder.mapping(site)
        return self.entries_in(arguments) == 1 and self.pair_of(arguments) == link

    def entries_in(self, arguments: Node) -> int:
        """How many entries a mapping has that is made of these arguments."""
        return len(values_in(arguments)) // 2

    def pair_of(self, arguments: Node) -> Link | None:
        """The link that is given a name and the mapping whose arguments these are."""
        call = arguments.parent
        outer = call.parent if call is not None else None
        while outer is not None and outer.type in self.between:
            outer = outer.parent
        dressing = self.finder.chain(outer).links if outer is not None else ()
        if dressing and self.parsed.text_of(dressing[-1].name) in DRESSING and dressing[-1].arguments == (call,):
            call = outer
        site = Site(self.path, *self.parsed.span(call)) if call is not None else None
        around = self.finder.link_around(site) if site is not None else ()
        return next((each for each in around if len(each.arguments) == 2 and each.arguments[1] == call), None)

    def out_of_mapping(self, site: Site, entry: Site) -> Splice:
        """`Map.of(…)` without one of its pairs."""
        arguments = self.finder.mapping(site)
        values = values_in(arguments)
        start, end = self.finder.text_span(entry)
        at = sum(each.end_byte <= start for each in values)
        pair = self.pair_of(arguments)
        if len(values) == 2 and pair is not None:
            return self.dropped(pair)
        if at:
            return Splice(values[at - 1].end_byte, end, "")
        return Splice(start, values[2].start_byte if len(values) > 2 else end, "")

    def no_comment(self, node: Node | None) -> None:
        pending = [node] if node is not None else []
        while pending:
            each = pending.pop()
            if is_comment(each):
                raise CannotWrite(BY_HAND, "a comment stands inside the value; write it by hand")
            pending.extend(each.children)

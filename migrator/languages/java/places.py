"""Finds again, by their place, the nodes that changes speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator.changes import CannotWrite
from migrator.languages.java.chains import CHAIN, DONE, Chain, Link, builder_links, chain_of, values_in
from migrator.languages.java.json_objects import filled
from migrator.languages.java.parse import Parsed
from migrator.values import Site

if TYPE_CHECKING:
    from tree_sitter import Node


class Finder:
    """Looks nodes up in one document."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed

    def node(self, site: Site) -> Node:
        """The outermost node that stands exactly there."""
        found = self.whole_node(site)
        if found is None:
            raise CannotWrite("round-trip-mismatch", "the place was not found again")
        return found

    def whole_node(self, site: Site) -> Node | None:
        """The same; None where nothing stands exactly there, but a part of a chain."""
        start, end = self.text_span(site)
        found = self.parsed.root.descendant_for_byte_range(start, end)
        if found is None or (found.start_byte, found.end_byte) != (start, end):
            return None
        while found.parent is not None and (found.parent.start_byte, found.parent.end_byte) == (start, end):
            found = found.parent
        return found

    def chain(self, node: Node) -> Chain:
        """The chain that ends with a node; an empty one where it is no call."""
        return chain_of(node) if node.type == CHAIN else Chain(None, ())

    def text_span(self, site: Site) -> tuple[int, int]:
        """A place of the file as offsets into the text."""
        return self.parsed.offsets.in_text(site.start), self.parsed.offsets.in_text(site.end)

    def builder(self, site: Site) -> tuple[tuple[Link, ...], Link]:
        """The links of the builder's chain there, and the one that ends it."""
        node = self.node(site)
        chain = self.chain(node)
        names = {at: self.parsed.text_of(link.name) for at, link in enumerate(chain.links)}
        found = builder_links(chain, names)
        first, last = found if found is not None else (0, None)
        # A chain that goes on with what another statement or method begins ends there too.
        end = last if last is not None else len(chain.links) - 1
        return chain.links[first:end], chain.links[end]

    def beginning(self, site: Site) -> Link | None:
        """The last link of the chain with which a variable's builder begins; None if no variable's is finished there."""
        node = self.node(site)
        chain = self.chain(node)
        names = {at: self.parsed.text_of(link.name) for at, link in enumerate(chain.links)}
        if builder_links(chain, names) is not None:
            return self.begins_with(chain.links)
        if chain.root is not None and chain.root.type == "identifier":
            value = self.declared(node, self.parsed.text_of(chain.root))
            begun = self.chain(value) if value is not None else Chain(None, ())
            names = {at: self.parsed.text_of(link.name) for at, link in enumerate(begun.links)}
            if builder_links(begun, names) is not None and DONE not in names.values():
                return begun.links[-1]
        raise CannotWrite("body-not-literal", "where the builder is made was not found again; write it by hand")

    def beginning_of(self, site: Site) -> Link | None:
        """As `beginning`, and None where it is not found."""
        try:
            return self.beginning(site)
        except CannotWrite:
            return None

    def declared(self, node: Node, name: str) -> Node | None:
        """What a variable is given first, in the blocks around a place."""
        around = node.parent
        while around is not None:
            for statement in around.named_children:
                value = self.value_of_declaration(statement, name) if statement.start_byte <= node.start_byte else None
                if value is not None:
                    return value
            around = around.parent
        return None

    def value_of_declaration(self, statement: Node, name: str) -> Node | None:
        """What a statement gives a variable, if it declares that one."""
        if statement.type == "local_variable_declaration":
            for each in statement.children_by_field_name("declarator"):
                own = each.child_by_field_name("name")
                if own is not None and self.parsed.text_of(own) == name:
                    return each.child_by_field_name("value")
        return None

    def begins_with(self, links: tuple[Link, ...]) -> Link | None:
        """The link of a whole chain behind which a default is to stand; None: anywhere in it will do."""
        return None

    def link(self, site: Site) -> Link | None:
        """The link of a builder that stands exactly there."""
        return next((each for each in self.link_around(site) if (each.dot, each.end) == self.text_span(site)), None)

    def link_around(self, site: Site) -> tuple[Link, ...]:
        """The links of the innermost builder's chain in which a place stands, or of one that goes on with a variable's."""
        start, end = self.text_span(site)
        node = self.parsed.root.descendant_for_byte_range(start, max(start, end - 1))
        while node is not None:
            links = self.own_links(self.chain(node))
            if any(each.dot <= start and end <= each.end for each in links):
                return links
            node = node.parent
        return ()

    def own_links(self, chain: Chain) -> tuple[Link, ...]:
        names = {at: self.parsed.text_of(link.name) for at, link in enumerate(chain.links)}
        found = builder_links(chain, names)
        if found is not None:
            return chain.links[found[0] : found[1]]
        made = filled(chain, self.parsed.text_of)
        if made is not None:
            return made.links
        root = self.parsed.text_of(chain.root) if chain.root is not None else ""
        goes_on = root[:1].islower() and chain.root is not None and chain.root.type == "identifier"
        return tuple(link for at, link in enumerate(chain.links) if names[at] != DONE) if goes_on else ()

    def mapping(self, site: Site) -> Node:
        """The call there that makes a mapping of its arguments."""
        node = self.node(site)
        arguments = node.child_by_field_name("arguments")
        if node.type != CHAIN or arguments is None or len(values_in(arguments)) % 2:
            raise CannotWrite("body-not-literal", "the mapping is not written out here; write it by hand")
        return arguments
